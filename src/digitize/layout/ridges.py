"""Ridges of ink: where lines of text run.

Ink blurred along the direction of reading has a ridge along the middle of every line (S. S. Bukhari, F. Shafait and
T. M. Breuel, "Script-independent handwritten textlines segmentation using active contours", 2009, start from the same
picture). A ridge is found where letters touch across lines, leans and bends with its line, and costs one blur.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.layout.ink import Mask, X, pieces_of

_ALONG = 3.0 * X
"""Blur along the line: bridges letters and words, not the white between columns."""
_ACROSS = 0.45 * X
"""Blur across the line: one ridge for the middle of the letters; lines set solid are two x-heights apart."""
_FAINTEST = 0.08
"""Share of ink about a ridge below which there is none: letters cover a quarter of a line."""
_SHORTEST = 2 * X
"""Length of the shortest piece of a ridge: a lone letter, blurred."""
_DISPLAY = 6 * X
"""Letters higher than this are display type. Two lines that touch may look so, over a letter's width."""
_STEP = 0.7 * X
"""How far two pieces of one line may be off each other where they meet."""
_REACH = 6 * X
"""Widest space between two words of one line."""
_IN_COLUMN = 20 * X
"""Widest space between two parts of one line of a column: figures at the end of a row of dots."""
_BENDS = 30 * X
"""A line must be this long for a bend to show."""

Curve = NDArray[np.float64]
Letters = NDArray[np.int32]
"""Boxes of letters, ``(n, 4)``: x0, y0, x1, y1."""


def find_courses(
    text: Mask, letters: Letters, barriers: Mask, columns: tuple[tuple[int, int], ...], size: float
) -> list[tuple[Curve, Curve]]:
    """The courses of the lines: for each the places along it, pixel by pixel, and the heights there.

    Args:
        text: Ink of letters.
        letters: Their boxes.
        barriers: What no line runs across.
        columns: Left and right edge of each column, where they are known: within one, parts of a line may be far apart.
        size: Of the type, in x-heights of the page.
    """
    pieces = _ridges(text, letters, barriers, size)
    # A line of body type may point at a masthead's letters beside it: each kind is joined by itself.
    kinds = [[piece for piece, large in pieces if large == kind] for kind in (False, True)]
    return [smooth(xs, ys) for kind in kinds for xs, ys in _joined(kind, barriers, columns)]


def _ridges(text: Mask, letters: Letters, barriers: Mask, size: float) -> list[tuple[tuple[Curve, Curve], bool]]:
    """Pieces of ridges: places along and across, one per column of pixels; and whether they run through display type.

    Args:
        text: Ink of letters.
        letters: Their boxes.
        barriers: Where ridges end.
        size: Of the type, in x-heights of the page.
    """
    blurred = cv2.GaussianBlur(text.astype(np.float32), (0, 0), sigmaX=_ALONG * size, sigmaY=_ACROSS * size)
    ridge = blurred > _FAINTEST
    ridge[1:] &= blurred[1:] > blurred[:-1]
    ridge[:-1] &= blurred[:-1] >= blurred[1:]
    ridge[barriers] = False
    display = np.zeros(text.shape, np.bool_)
    for x0, y0, x1, y1 in letters[letters[:, 3] - letters[:, 1] > _DISPLAY].tolist():
        display[y0:y1, x0:x1] = True
        ridge[y0:y1, [max(0, x0 - 1), min(x1, text.shape[1] - 1)]] = False
    labels, stats = pieces_of(ridge.astype(np.uint8))
    pieces = []
    for label in np.flatnonzero(stats[:, cv2.CC_STAT_WIDTH] >= _SHORTEST)[1:].tolist():
        x, y, width, height = stats[label, :4].tolist()
        rows, columns = np.nonzero(labels[y : y + height, x : x + width] == label)
        count = np.bincount(columns, minlength=width)
        mean = np.bincount(columns, weights=rows, minlength=width) / np.maximum(count, 1)
        along = np.flatnonzero(count)
        heights = mean[along] + y
        large = display[heights.astype(int), along + x].mean() > 0.5
        pieces.append((((along + x).astype(np.float64), heights), bool(large)))
    return pieces


def _joined(
    pieces: list[tuple[Curve, Curve]], barriers: Mask, columns: tuple[tuple[int, int], ...]
) -> list[tuple[Curve, Curve]]:
    """Puts pieces together that follow each other on one row with no barrier between."""
    pieces = sorted(pieces, key=lambda piece: (piece[0][0], piece[1][0]))
    lefts = np.array([left for left, _ in columns], np.float64) - X
    lines: list[list[tuple[Curve, Curve]]] = []
    ends = np.zeros((len(pieces), 2))
    first, last = (_medians([ys[part] for _, ys in pieces]) for part in (slice(_SHORTEST), slice(-_SHORTEST, None)))
    for (xs, ys), y, end in zip(pieces, first, last, strict=True):
        x = float(xs[0])
        before = ends[: len(lines)]
        gap = x - before[:, 0]
        step = np.abs(y - before[:, 1])
        same_column = np.searchsorted(lefts, before[:, 0]) == np.searchsorted(lefts, x)
        reach = np.where(same_column & (len(lefts) > 1), _IN_COLUMN, _REACH)
        (near,) = np.nonzero((gap >= -2 * X) & (gap <= reach) & (step <= _STEP))
        near = near[np.lexsort((step[near], np.maximum(gap[near], 0)))]
        at = next((int(i) for i in near if not _parted(ends[i], (x, y), barriers)), len(lines))
        if at == len(lines):
            lines.append([])
        lines[at].append((xs, ys))
        ends[at] = (xs[-1], end)
    return [(np.concatenate([p[0] for p in line]), np.concatenate([p[1] for p in line])) for line in lines]


def _medians(heights: list[Curve]) -> list[float]:
    """The median of each, all of one length."""
    medians: list[float] = np.median(heights, axis=1).tolist() if heights else []
    return medians


def _parted(end: Curve, start: tuple[float, float], barriers: Mask) -> bool:
    row = int((end[1] + start[1]) / 2)
    return bool(barriers[row, int(end[0]) : int(start[0])].any())


def smooth(xs: Curve, ys: Curve) -> tuple[Curve, Curve]:
    """The course of a line, without the jumps that ascenders make: straight when short, a polynomial when long."""
    length = xs[-1] - xs[0]
    degree = 1 if length < _BENDS else 2 if length < 3 * _BENDS else 3
    middle = (xs[0] + xs[-1]) / 2
    fitted = np.polyfit(xs - middle, ys, degree)
    off = np.abs(np.polyval(fitted, xs - middle) - ys)
    near = off <= max(1.0, 2 * float(np.median(off)))
    if int(near.sum()) > 4 * X:
        fitted = np.polyfit(xs[near] - middle, ys[near], degree)
    whole = np.arange(xs.min(), xs.max() + 1)
    return whole, np.clip(np.polyval(fitted, whole - middle), ys.min() - X, ys.max() + X)
