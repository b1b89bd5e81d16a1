"""Toning: what is done to the tones of a straightened page before it is read."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from digitize.model.raster import Pixels, Raster

_PAPER_WINDOW_X_HEIGHTS = 3.0
"""Size of the neighbourhood in which some paper shows between the letters, in x-heights: wider than any stroke or
letter, narrower than the shadows and stains that are to go."""


@dataclass(frozen=True, slots=True)
class TonedPage:
    """A page with even light.

    Args:
        raster: Grey, in the straightened page's frame.
        method: What was done: ``none`` or ``background``.
    """

    raster: Raster
    method: str


def tone(level: Raster, x_height_px: float) -> TonedPage:
    """Takes the paper out of a grey page: each pixel divided by the paper around it.

    Shadow, stains, bleed-through and the tint of the paper go, the ink keeps its shades. A page that is black and
    white already is left alone.

    Args:
        level: A straightened page, grey.
        x_height_px: Its x-height.
    """
    if level.bitonal:
        return TonedPage(level, "none")
    paper = paper_of(level.pixels, x_height_px)
    even = cv2.divide(level.pixels, paper, dst=paper, scale=255.0)  # in its place: a page may have 400 million pixels
    return TonedPage(Raster(np.asarray(even, dtype=np.uint8), level.dpi), "background")


def paper_of(grey: Pixels, x_height_px: float) -> Pixels:
    """The paper's brightness at each pixel, as if nothing were printed on it. Never 0.

    Closes (in the sense of mathematical morphology) the dark strokes on a reduced copy, then smooths.
    """
    height, width = grey.shape
    reduce = max(1.0, x_height_px / 6.0)
    small = cv2.resize(
        grey, (max(1, round(width / reduce)), max(1, round(height / reduce))), interpolation=cv2.INTER_AREA
    )
    window = max(3, round(_PAPER_WINDOW_X_HEIGHTS * x_height_px / reduce) | 1)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((window, window), np.uint8))
    smooth = cv2.blur(cv2.medianBlur(closed, min(window | 1, 31)), (window, window))
    paper = cv2.resize(np.maximum(smooth, 1), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(paper, dtype=np.uint8)
