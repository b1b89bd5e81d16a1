"""Whether a scan is a negative: white letters on black, as microfilm often is."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from digitize.model.raster import Pixels
from digitize.preprocess.letters import ink_mask, letter_like
from digitize.preprocess.percentiles import percentiles
from digitize.preprocess.pieces import pieces_of
from digitize.preprocess.reduce import reduced

_WORKING_PX = 2_000
"""Longest side of the picture that is looked at: small print has letters of four pixels there."""
_AROUND_PX = 31
"""Neighbourhood of a letter on it, some lines of small print."""
_ENOUGH_LETTERS = 30
_MOST = 0.75
"""Share of light letters on dark ground that makes a negative. On 65 scans, turned into negatives, it was 0.88 and more,
on pages of little but ornaments and pictures 0.5 to 0.7; on the scans as they are 0.12 at most, pictures aside."""


@dataclass(frozen=True, slots=True)
class Polarity:
    """What the letters of a scan say.

    Args:
        negative: Whether they are light on dark.
        light_letters: Components of a letter's shape that are lighter than what is near them; the insides of dark letters
            are some.
        on_dark: Share of these around which dark prevails.
    """

    negative: bool
    light_letters: int = 0
    on_dark: float = 0.0


def polarity_of(grey: Pixels) -> Polarity:
    """Asks what prevails around the letters, paper or ink: strokes cover little of the ground that they stand on.

    A photograph may make a page dark, and a headline may stand white on black: neither makes it a negative. A scan whose
    middle is bright is none and not looked at further.

    Args:
        grey: The scan.
    """
    small = reduced(grey, min(1.0, _WORKING_PX / max(grey.shape)))
    height, width = small.shape
    middle = small[height // 8 : height - height // 8, width // 8 : width - width // 8]
    low, high = percentiles(small, 0.1, 99.9)
    (half,) = percentiles(middle if middle.size else small, 50)
    if half > (low + high) / 2 or high - low < 2:
        return Polarity(negative=False)
    light = ink_mask(np.asarray(cv2.bitwise_not(small), dtype=np.uint8))
    _, stats, centres = pieces_of(light)
    columns, rows = centres[1:][letter_like(stats[1:])].astype(np.intp).T
    if len(columns) < _ENOUGH_LETTERS:
        return Polarity(negative=False, light_letters=len(columns))
    near = np.ones((_AROUND_PX, _AROUND_PX), np.uint8)
    darkest, brightest = cv2.erode(small, near)[rows, columns], cv2.dilate(small, near)[rows, columns]
    mean = cv2.blur(small, near.shape)[rows, columns]
    on_dark = float((2 * mean.astype(np.int32) < darkest.astype(np.int32) + brightest).mean())
    return Polarity(on_dark >= _MOST, len(columns), on_dark)
