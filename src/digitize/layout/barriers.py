"""What keeps columns apart: tall white strips and vertical rules."""

from __future__ import annotations

import cv2
import numpy as np

from digitize.layout.ink import Ink, Mask, X

_TALL = 20 * X
"""Height of the shortest gutter: eight lines. Spaces between words hardly stand above each other over eight lines."""
_WIDE = X
"""Width of the narrowest gutter of white space alone: an x-height, as wide as an ordinary space between words."""


def find_barriers(ink: Ink) -> Mask:
    """Where no line of text can run across: gutters and vertical rules, on the reduced picture.

    A gutter is white space at least eight lines tall and an x-height wide. The pieces of a rule are joined, since
    print and scan break it.
    """
    text = ink.text.astype(np.uint8)
    white = cv2.morphologyEx(1 - text, cv2.MORPH_OPEN, np.ones((_TALL, 1), np.uint8), borderValue=0)
    gutters = cv2.morphologyEx(white, cv2.MORPH_OPEN, np.ones((1, _WIDE), np.uint8), borderValue=0)
    rules = cv2.morphologyEx(ink.upright.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((8 * X, 3), np.uint8))
    return np.asarray((gutters | rules) > 0, dtype=np.bool_)
