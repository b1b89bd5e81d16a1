"""What keeps columns apart: tall white strips and vertical rules."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.layout.ink import Ink, Mask, X

_TALL = 20 * X
"""Height of the shortest gutter: eight lines. Spaces between words hardly stand above each other over eight lines."""
_WIDE = X
"""Width of the narrowest gutter of white space alone: an x-height, as wide as an ordinary space between words."""
_NEAR = 6 * X
"""Text is beside a gutter when it stands within this distance: a paragraph's indent, the end of a short line."""
_BESIDE = 4 * X
"""Rows of pixels with text on both sides: four lines of letters."""
_LINES_APART = 4 * X
"""Letters of two lines that follow each other are nearer than this."""
_ONE_LINE = 3 * X
"""Height of a line of body type, with ascenders and descenders."""
_NEXT_LINE = 2 * X
"""Within this distance of a line's letters those of the next one begin."""
_RAGGED = 2
"""How far the edges of columns may be off, in reduced pixels: half an x-height."""


def find_barriers(ink: Ink) -> Mask:
    """Where no line of text can run across: gutters and vertical rules, on the reduced picture.

    A gutter is white space at least eight lines tall and an x-height wide, with text on both sides of it over four
    lines: white that reaches between two words from an empty part of the page is none.
    """
    text = ink.text.astype(np.uint8)
    white = cv2.morphologyEx(1 - text, cv2.MORPH_OPEN, np.ones((_TALL, 1), np.uint8), borderValue=0)
    gutters = cv2.morphologyEx(white, cv2.MORPH_OPEN, np.ones((1, _WIDE), np.uint8), borderValue=0).astype(np.bool_)
    return np.asarray((gutters & _between_texts(gutters, text)) | find_rules(ink), dtype=np.bool_)


def find_rules(ink: Ink) -> Mask:
    """Vertical rules, their pieces joined, since print and scan break them."""
    return cv2.morphologyEx(ink.upright.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((8 * X, 3), np.uint8)) > 0


def _between_texts(gutters: Mask, text: NDArray[np.uint8]) -> Mask:
    """Pixels of gutters whose upright run has text near by on both sides in enough of its rows."""
    near = np.ones((1, _NEAR), np.uint8)
    left = cv2.dilate(text, near, anchor=(_NEAR - 1, 0)) > 0
    right = cv2.dilate(text, near, anchor=(0, 0)) > 0
    both = np.logical_and(left, right).T.ravel()
    upright = gutters.T
    starts = upright.copy()
    starts[:, 1:] &= ~upright[:, :-1]
    run = np.cumsum(starts.ravel())
    rows = np.bincount(run, weights=both & upright.ravel(), minlength=int(run[-1]) + 1)
    return np.asarray((rows[run] >= _BESIDE).reshape(upright.shape).T, dtype=np.bool_)


def find_column_barriers(ink: Ink, columns: tuple[tuple[int, int], ...]) -> Mask:
    """What parts lines where columns are known: vertical rules, and the gutters, but for letters that stand in them.

    Letters in a gutter belong to a headline, or to lines over several columns; of such lines the spaces between words
    are no gutter either.

    Args:
        ink: The page.
        columns: Left and right edge of each column, from the left.
    """
    parting = find_rules(ink)
    for (_, left), (right, _) in pairwise(columns):
        middle = (left + right) // 2
        zone = slice(max(0, min(left, right) - _RAGGED), max(left, right) + _RAGGED)
        crossing = _rows_crossed(ink, middle)
        parting[~crossing, _whitest(ink.text[:, zone], crossing) + zone.start] = True
    return parting


def _whitest(zone: Mask, crossed: Mask) -> int:
    """The column of pixels with least ink, outside the rows that letters cross; the middle one of several."""
    inked = zone[~crossed].sum(axis=0)
    (least,) = np.nonzero(inked == inked.min())
    return int(least[len(least) // 2])


def _rows_crossed(ink: Ink, middle: int) -> Mask:
    """Rows in which a letter stands across a gutter's middle, and the rows between two such lines.

    Where one line of body type has such a letter while the next line above or below has none, two letters touch.
    """
    x0, y0, x1, y1 = (ink.letters[:, i] for i in range(4))
    across = (x0 <= middle - _RAGGED) & (x1 > middle + _RAGGED) & (y1 - y0 >= X // 2)
    rows = np.zeros((ink.text.shape[0], 1), np.uint8)
    for letter in np.flatnonzero(across):
        rows[y0[letter] : y1[letter]] = 1
    joined = cv2.morphologyEx(rows, cv2.MORPH_CLOSE, np.ones((_LINES_APART, 1), np.uint8))
    crossing = np.zeros(len(rows), np.bool_)
    crossing[:] = np.asarray(joined)[:, 0] > 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8, ltype=cv2.CV_32S)
    left = ink.text[:, max(0, middle - _NEAR) : max(0, middle - _RAGGED)].any(axis=1)
    right = ink.text[:, middle + _RAGGED : middle + _NEAR].any(axis=1)
    both = np.asarray(left & right, dtype=np.bool_)
    for run in range(1, count):
        top, height = int(stats[run, cv2.CC_STAT_TOP]), int(stats[run, cv2.CC_STAT_HEIGHT])
        above, below = both[max(0, top - _NEXT_LINE) : top], both[top + height : top + height + _NEXT_LINE]
        if height <= _ONE_LINE and max(above.sum(), below.sum()) >= X // 2:
            crossing[np.asarray(labels)[:, 0] == run] = False
    return crossing
