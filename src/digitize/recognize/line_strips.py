"""Finds lines in a crop of one column, for engines that read single lines.

A plain means, by the rows' ink alone: for level text of one column with white between its lines. Pages are cut by the
layout, which knows far more; this is for crops that come from elsewhere.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

_DARK = 0.4
"""Share of the way from paper to the darkest ink at which a pixel counts as ink."""
_EMPTY = 0.05
"""Share of the usual row's ink below which a row is white: specks and single descenders reach into the space between lines."""
_LOWEST_PX = 6
"""Strips of fewer rows are specks and rules."""
_MARGIN = 0.35
"""What is kept above and below a strip, of its height: dots, accents, descenders; never more than half of the white."""
_MOST = 2_000
"""Lines of one crop: a crop of noise has no more."""


def find_strips(pixels: Pixels) -> list[tuple[int, int]]:
    """First row, and the one after the last, of every line from top to bottom; none on a crop without ink.

    Args:
        pixels: Grey crop, shape (height, width).
    """
    height = pixels.shape[0]
    paper, darkest = float(np.percentile(pixels, 75)), float(pixels.min())
    profile = (pixels < paper - _DARK * max(paper - darkest, 1.0)).sum(axis=1)
    inked = profile[profile > 0]
    if not len(inked):
        return []
    full = profile > max(1.0, _EMPTY * float(np.percentile(inked, 90)))
    runs = np.flatnonzero(np.diff(full, prepend=False, append=False)).reshape(-1, 2).tolist()
    strips = [(top, bottom) for top, bottom in runs if bottom - top >= _LOWEST_PX][:_MOST]
    if not strips:
        return [(0, height)]
    found = []
    for number, (top, bottom) in enumerate(strips):
        room = round(_MARGIN * (bottom - top))
        above = strips[number - 1][1] if number else 0
        below = strips[number + 1][0] if number + 1 < len(strips) else height
        found.append(
            (max(top - room, (above + top) // 2 if number else 0, 0), min(bottom + room, _half(bottom, below, height)))
        )
    return found


def _half(bottom: int, below: int, height: int) -> int:
    return height if below == height else (bottom + below) // 2
