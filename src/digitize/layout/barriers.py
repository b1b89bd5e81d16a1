"""What keeps columns apart: tall white strips and vertical rules."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from digitize.layout.ink import Ink, Mask, X

_TALL = 20 * X
"""Height of the shortest gutter: eight lines. Spaces between words hardly stand above each other over eight lines."""
_WIDE = X
"""Width of the narrowest gutter of white space alone: an x-height, as wide as an ordinary space between words."""
_MORE_THAN_A_LINE = 4 * X
"""White between two words reaches from the line above to the line below: three x-heights and a half at most."""
_RAGGED = 2
"""How far the edges of columns may be off, in reduced pixels: half an x-height."""


def find_barriers(ink: Ink) -> Mask:
    """Where no line of text can run across: gutters and vertical rules, on the reduced picture.

    A gutter is white space at least eight lines tall and an x-height wide. The pieces of a rule are joined, since
    print and scan break it.
    """
    text = ink.text.astype(np.uint8)
    white = cv2.morphologyEx(1 - text, cv2.MORPH_OPEN, np.ones((_TALL, 1), np.uint8), borderValue=0)
    gutters = cv2.morphologyEx(white, cv2.MORPH_OPEN, np.ones((1, _WIDE), np.uint8), borderValue=0)
    rules = cv2.morphologyEx(ink.upright.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((8 * X, 3), np.uint8))
    return np.asarray((gutters > 0) | (rules > 0), dtype=np.bool_)


def with_column_gutters(barriers: Mask, ink: Ink, columns: tuple[tuple[int, int], ...]) -> Mask:
    """Barriers, and the gutters between known columns wherever they are white over more than a line.

    Beside a headline the white between two columns is too short to be taken for a gutter by itself; once the columns
    are known, it is one.

    Args:
        barriers: As found.
        ink: The page.
        columns: Left and right edge of each column, from the left.
    """
    more = barriers.copy()
    for (_, left), (right, _) in pairwise(columns):
        zone = slice(max(0, min(left, right) - _RAGGED), max(left, right) + _RAGGED)
        white = (~ink.text[:, zone]).astype(np.uint8)
        more[:, zone] |= (
            cv2.morphologyEx(white, cv2.MORPH_OPEN, np.ones((_MORE_THAN_A_LINE, 2), np.uint8), borderValue=0) > 0
        )
    return more
