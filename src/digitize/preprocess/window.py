"""The part of a page that has most letters: enough to tell script and orientation by, without reading the whole."""

from __future__ import annotations

import cv2
import numpy as np

from digitize.model.raster import Raster
from digitize.preprocess.letters import ink_mask

_STEPS = 4
"""The window is moved by a quarter of its side."""


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
    _, _, stats, centres = cv2.connectedComponentsWithStats(ink_mask(page.pixels), connectivity=8, ltype=cv2.CV_32S)
    tall = np.asarray(stats)[1:, cv2.CC_STAT_HEIGHT]
    middle = np.asarray(centres)[1:][(tall >= 4) & (tall <= side_px // 10)]
    best, found = (0, 0), -1
    for top in _starts(page.height, height):
        for left in _starts(page.width, width):
            inside = (middle[:, 0] >= left) & (middle[:, 0] < left + width)
            inside &= (middle[:, 1] >= top) & (middle[:, 1] < top + height)
            count = int(inside.sum())
            if count > found:
                best, found = (top, left), count
    top, left = best
    pixels = np.ascontiguousarray(page.pixels[top : top + height, left : left + width])
    return Raster(pixels, page.dpi, page.bitonal)


def _starts(length: int, window: int) -> list[int]:
    """Where the window may begin, the last place at the far edge."""
    step = max(1, window // _STEPS)
    return sorted({*range(0, length - window, step), length - window})
