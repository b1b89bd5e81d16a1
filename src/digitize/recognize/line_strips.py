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

_WHITE, _TOUCHING = 0.01, 0.15
"""Share of the usual row's ink below which a row is white; and within what is too tall for one line, where descenders of one
reach the next."""
_TALL = 1.7
"""What is so many times as tall as the usual strip may be several lines."""
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
    runs = _runs(profile, _WHITE)
    if not runs:
        return [(0, height)] if profile.any() else []
    usual = float(np.median([bottom - top for top, bottom in runs]))
    strips: list[tuple[int, int]] = []
    for top, bottom in runs:
        parts = _runs(profile[top:bottom], _TOUCHING) if bottom - top > _TALL * usual else []
        strips += [(top + a, top + b) for a, b in parts] if len(parts) > 1 else [(top, bottom)]
    strips = strips[:_MOST]
    cuts = [0, *((upper[1] + lower[0]) // 2 for upper, lower in pairwise(strips)), height]
    found = []
    for (top, bottom), (above, below) in zip(strips, pairwise(cuts), strict=True):
        room = round(_MARGIN * (bottom - top))
        found.append((max(above, top - room), min(below, bottom + room)))
    return found


def _runs(profile: NDArray[np.int_], share: float) -> list[tuple[int, int]]:
    """Runs of rows that are no specks, with more than a share of the usual row's ink."""
    some = profile[profile > 0]
    if not len(some):
        return []
    full = profile > share * float(np.percentile(some, 90))
    runs = np.flatnonzero(np.diff(full, prepend=False, append=False)).reshape(-1, 2).tolist()
    return [(top, bottom) for top, bottom in runs if bottom - top >= _LOWEST_PX]
