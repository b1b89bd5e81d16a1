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
_CLOSE = 0.34
"""White narrower than this share of what the gutter usually has is a space between letters."""
_NEAR = 6 * X
"""Text is beside a gutter when it stands within this distance: a paragraph's indent, the end of a short line."""
_BESIDE = 10 * X
"""Rows of pixels with text on both sides: seven lines. In typescript the spaces of four or five lines often stand above
each other."""
_LINES_APART = 4 * X
"""Letters of two lines that follow each other are nearer than this."""
_ONE_LINE = 3 * X
"""Height of a line of body type, with ascenders and descenders."""
_NEXT_LINE = 2 * X
"""Within this distance of a line's letters those of the next one begin."""
_TALLER, _NARROW = 28 * X, 3
"""So tall, a narrower gutter is told from spaces between words."""
_SLOPES = (-0.02, -0.01, 0.0, 0.01, 0.02)
"""Leaning of gutters that is looked for, in pixels per pixel: a degree to either side."""
_LEANS = 2 * X
"""How far beyond the edges of its columns a gutter may wander: columns lean, or are ragged."""
_INKED, _STEP, _ASIDE = 1.0, 1.0, 0.02
"""What a pixel of ink, a step aside, and a pixel as far from the middle as the zone is wide cost on the way down a
gutter: it follows a gutter that leans, and goes straight through the letters of a headline."""
_NEAR = 6 * X
"""Text is beside a gutter when it stands within this distance: a paragraph's indent, the end of a short line."""
_BESIDE = 10 * X
"""Rows of pixels with text on both sides: seven lines. In typescript the spaces of four or five lines often stand above
each other."""
_LINES_APART = 4 * X
"""Letters of two lines that follow each other are nearer than this."""
_ONE_LINE = 3 * X
"""Height of a line of body type, with ascenders and descenders."""
_NEXT_LINE = 2 * X
"""Within this distance of a line's letters those of the next one begin."""
_TALLER, _NARROW = 28 * X, 3
"""So tall, a narrower gutter is told from spaces between words."""
_SLOPES = (-0.02, -0.01, 0.0, 0.01, 0.02)
"""Leaning of gutters that is looked for, in pixels per pixel: a degree to either side."""
_LEANS = 2 * X
"""How far beyond the edges of its columns a gutter may wander: columns lean, or are ragged."""
_INKED = 50
_ASIDE = 0.2
"""What a pixel of ink, and a pixel as far from the middle as the zone is wide, cost on the way down a gutter; a step
aside costs 1. So the way goes round letters that stand in it by up to two x-heights, not through them."""
_NEAR = 6 * X
"""Text is beside a gutter when it stands within this distance: a paragraph's indent, the end of a short line."""
_BESIDE = 10 * X
"""Rows of pixels with text on both sides: seven lines. In typescript the spaces of four or five lines often stand above
each other."""
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

    A gutter is white space at least eight lines tall and an x-height wide, or eleven lines tall and little more than
    half as wide, with text on both sides of it over seven lines: white that reaches between two words from an empty
    part of the page is none. It may lean with its columns.
    """
    text = ink.text.astype(np.uint8)
    gutters = np.zeros(text.shape, np.bool_)
    for slope in _SLOPES:
        white = _sheared(1 - text, slope)
        strips = _opened(white, _TALL, _WIDE) | _opened(white, _TALLER, _NARROW)
        gutters |= _sheared(strips, -slope) > 0
    gutters &= ~ink.text
    return np.asarray((gutters & _between_texts(gutters, text)) | find_rules(ink), dtype=np.bool_)


def _opened(white: NDArray[np.uint8], tall: int, wide: int) -> NDArray[np.uint8]:
    """What of the white is part of strips at least so tall and wide."""
    strips = cv2.morphologyEx(white, cv2.MORPH_OPEN, np.ones((tall, 1), np.uint8), borderValue=0)
    strips = cv2.morphologyEx(strips, cv2.MORPH_OPEN, np.ones((1, wide), np.uint8), borderValue=0)
    return np.asarray(strips, dtype=np.uint8)


def _sheared(mask: NDArray[np.uint8], slope: float) -> NDArray[np.uint8]:
    """Rows moved sideways by ``slope`` pixels per row, about the middle row; paper comes in."""
    if slope == 0.0:
        return mask
    matrix = np.array(((1.0, slope, -slope * len(mask) / 2), (0.0, 1.0, 0.0)))
    size = (mask.shape[1], mask.shape[0])
    return np.asarray(cv2.warpAffine(mask, matrix, size, flags=cv2.INTER_NEAREST), dtype=np.uint8)


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
        first = max(0, min(left, right) - _LEANS)
        text = ink.text[:, first : max(left, right) + _LEANS]
        path = _white_path(text)
        rows = np.arange(len(path))
        free = ~_crossed_rows(ink.text, path + first)
        parting[rows[free], path[free] + first] = True
        # A path that moves sideways leaves no gap for a line to slip through.
        moves = np.flatnonzero(np.diff(path) != 0)
        parting[moves[free[moves]] + 1, path[moves[free[moves]]] + first] = True
    return parting


def _white_path(zone: Mask) -> NDArray[np.int64]:
    """The way down a gutter that meets least ink: its column of pixels in each row, by dynamic programming.

    It keeps to the middle of the zone where it may, and moves sideways by a pixel a row at most.
    """
    height, width = zone.shape
    aside = np.abs(np.arange(width) - (width - 1) / 2) / width
    costs = zone * _INKED + aside[None, :] * _ASIDE
    total = costs[0]
    came = np.zeros((height, width), np.int8)
    ways, places = np.full((3, width), np.inf), np.arange(width)
    for row in range(1, height):
        ways[0, 1:], ways[1], ways[2, :-1] = total[:-1] + _STEP, total, total[1:] + _STEP
        best = ways.argmin(axis=0)
        came[row] = best - 1
        total = ways[best, places] + costs[row]
    path = np.zeros(height, np.int64)
    path[-1] = int(total.argmin())
    for row in range(height - 1, 0, -1):
        path[row - 1] = path[row] + came[row, path[row]]
    return path


def _crossed_rows(text: Mask, path: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Rows in which letters stand across a gutter, or nearer to each other than its sides; and the rows between those.

    Where one line of body type has such a letter while the next line above or below has none, two letters touch.
    """
    gaps, between = _gaps(text, path)
    usual = float(np.median(gaps[between & (gaps > 0)])) if (between & (gaps > 0)).any() else 0.0
    close = (gaps == 0) | (between & (gaps < _CLOSE * usual))
    struck = (gaps == 0).astype(np.uint8)[:, None]
    joined = cv2.morphologyEx(struck, cv2.MORPH_CLOSE, np.ones((_LINES_APART, 1), np.uint8))
    crossing = np.zeros(len(close), np.bool_)
    crossing[close] = True
    crossing[np.asarray(joined)[:, 0] > 0] = True
    edges = np.flatnonzero(np.diff(np.r_[False, crossing, False].astype(np.int8)))
    for top, bottom in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        free = between & ~close
        beside = max(free[max(0, top - _NEXT_LINE) : top].sum(), free[bottom : bottom + _NEXT_LINE].sum())
        if bottom - top <= _ONE_LINE and beside >= X // 2:
            crossing[top:bottom] = False
    return crossing


def _gaps(text: Mask, path: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Width of the white about a path in each row, and whether there is text near by on both sides of it."""
    gaps = np.zeros(len(path), np.int64)
    between = np.zeros(len(path), np.bool_)
    for row, at in enumerate(path.tolist()):
        left, right = text[row, max(0, at - _NEAR) : at + 1][::-1], text[row, at : at + _NEAR]
        between[row] = bool(left.any() and right.any())
        before = int(left.argmax()) if left.any() else _NEAR
        after = int(right.argmax()) if right.any() else _NEAR
        gaps[row] = max(0, before + after - 1)
    return gaps, between
