"""Bands of a page: what stands between horizontal rules that run across all of it.

A masthead, the articles, a feuilleton at the foot: each has columns of its own, and is read before what stands below.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from digitize.layout.ink import Ink, X

_ACROSS = 0.85
"""Share of the width of the text that a rule between bands covers, its gaps left out."""
_LEAST = 3 * X
"""Height of the lowest band: a line. Rules nearer to each other are one double rule."""
_LEVEL = 3 * X
"""How far the pieces of one rule may be off each other: a rule of a warped page."""


def find_bands(ink: Ink) -> list[tuple[int, int]]:
    """First row and end of each band, from the top, on the reduced picture; one band without such rules."""
    height = len(ink.level)
    if len(ink.letters) == 0 or not ink.level.any():
        return [(0, height)]
    left, right = int(ink.letters[:, 0].min()), int(ink.letters[:, 2].max())
    joined = cv2.morphologyEx(ink.level.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((_LEVEL, 8 * X), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8, ltype=cv2.CV_32S)
    cuts = []
    for label in range(1, count):
        _, y, w, h = (int(v) for v in stats[label, :4])
        if w < _ACROSS * (right - left):
            continue
        covered = (ink.level[y : y + h] & (np.asarray(labels)[y : y + h] == label)).any(axis=0)
        if covered.sum() >= _ACROSS * (right - left):
            cuts.append(y + h // 2)
    edges = [0]
    for cut in [*sorted(cuts), height]:
        if cut - edges[-1] >= _LEAST:
            edges.append(cut)
    edges[-1] = height
    return list(pairwise(edges)) if len(edges) > 1 else [(0, height)]
