"""Finds lines in a crop of one column, for engines that read single lines.

A plain means, by the rows' ink alone: for level text of one column with white between its lines. Pages are cut by the
layout, which knows far more; this is for crops that come from elsewhere.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from digitize.recognize.ink import inked

Pixels = NDArray[np.uint8]

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
    profile = inked(pixels).sum(axis=1)
    some = profile[profile > 0]
    if not len(some):
        return []
    full = profile > max(1.0, _EMPTY * float(np.percentile(some, 90)))
    runs = np.flatnonzero(np.diff(full, prepend=False, append=False)).reshape(-1, 2).tolist()
    strips = [(top, bottom) for top, bottom in runs if bottom - top >= _LOWEST_PX][:_MOST]
    if not strips:
        return [(0, height)]
    cuts = [0, *((upper[1] + lower[0]) // 2 for upper, lower in pairwise(strips)), height]
    found = []
    for (top, bottom), (above, below) in zip(strips, pairwise(cuts), strict=True):
        room = round(_MARGIN * (bottom - top))
        found.append((max(above, top - room), min(below, bottom + room)))
    return found
