"""The part of a page that has most letters: enough to tell script and orientation by, without reading the whole."""

from __future__ import annotations

import cv2
import numpy as np

from digitize.model.raster import Raster
from digitize.preprocess.letters import ink_mask
from digitize.preprocess.pieces import pieces_of
from digitize.preprocess.reduce import reduced

_STEPS = 4
"""The window is moved by a quarter of its side."""
_WORKING_PX = 1_500
"""Longest side of the picture on which letters are looked for: a letter is two or three pixels high, which will do."""


def densest_window(page: Raster, side_px: int) -> Raster:
    """A square of a page, or the whole page if it is smaller.

    Ink counts by its small components only, so that a picture or a dark border draws no window to itself.

    Args:
        page: Grey.
        side_px: Side of the square.
    """
    height, width = min(side_px, page.height), min(side_px, page.width)
    if (height, width) == (page.height, page.width):
        return page
    factor = min(1.0, _WORKING_PX / max(page.height, page.width))
    _, stats, centres = pieces_of(ink_mask(reduced(page.pixels, factor)))
    tall = stats[1:, cv2.CC_STAT_HEIGHT]
    letters = (tall >= max(2.0, 4 * factor)) & (tall <= side_px * factor / 10)
    x, y = (centres[1:][letters] / factor).T
    weight = stats[1:, cv2.CC_STAT_AREA][letters]
    best, found = (0, 0), -1
    for top in _starts(page.height, height):
        row = (y >= top) & (y < top + height)
        for left in _starts(page.width, width):
            count = int(weight[row & (x >= left) & (x < left + width)].sum())
            if count > found:
                best, found = (top, left), count
    top, left = best
    pixels = np.ascontiguousarray(page.pixels[top : top + height, left : left + width])
    return Raster(pixels, page.dpi, page.bitonal)


def _starts(length: int, window: int) -> list[int]:
    """Where the window may begin, the last place at the far edge."""
    step = max(1, window // _STEPS)
    return sorted({*range(0, length - window, step), length - window})
