"""Lines of text: letters that stand side by side, with no barrier between them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.layout.ink import Ink, Mask, X
from digitize.model.geometry import Box

_BODY = 5 * X // 2
"""Tallest letter of body type, with ascender or descender."""
_WORD_GAP = 4.0
"""Widest space inside a justified line, in heights of its letters without ascender. Wider ones part two lines, unless
there is no other reason to think so; columns are kept apart by barriers, not by this number."""
_CORE = 0.35
"""Half of the share of a letter's height, about its middle, that stands for it when neighbours are sought: letters of
one line overlap in it, ascenders and descenders of the lines above and below do not reach it."""


def find_lines(ink: Ink, barriers: Mask) -> list[Box]:
    """Boxes of the lines on the reduced picture, in no particular order.

    Body type and display type are chained separately, since the space between words grows with the letters.
    """
    heights = ink.letters[:, 3] - ink.letters[:, 1]
    boxes: list[Box] = []
    for low, high, size in ((0, _BODY, X), (_BODY, 6 * X, 3 * X), (6 * X, 1 << 30, 6 * X)):
        members = ink.letters[(heights > low) & (heights <= high)]
        boxes += _chain(members, barriers, round(_WORD_GAP * size / 2))
    return [box for box in boxes if _is_line(box)]


def _chain(letters: NDArray[np.int32], barriers: Mask, gap: int) -> list[Box]:
    if len(letters) == 0:
        return []
    canvas = np.zeros(barriers.shape, np.uint8)
    centre = (letters[:, 1] + letters[:, 3]) / 2
    half = np.maximum((letters[:, 3] - letters[:, 1]) * _CORE, 0.6)
    tops, bottoms = np.floor(centre - half).astype(int), np.ceil(centre + half).astype(int)
    for (x0, _, x1, _), top, bottom in zip(letters.tolist(), tops.tolist(), bottoms.tolist(), strict=True):
        canvas[max(0, top) : bottom, x0:x1] = 1
    joined = cv2.morphologyEx(canvas, cv2.MORPH_CLOSE, np.ones((1, 2 * (gap // 2) + 1), np.uint8))
    joined[barriers & (canvas == 0)] = 0
    _, labels = cv2.connectedComponents(joined, connectivity=4, ltype=cv2.CV_32S)
    middle = np.clip(centre.astype(int), 0, len(canvas) - 1)
    owner = np.asarray(labels)[middle, (letters[:, 0] + letters[:, 2]) // 2]
    return [_around(letters[owner == label]) for label in np.unique(owner) if label > 0]


def _around(letters: NDArray[np.int32]) -> Box:
    return Box(int(letters[:, 0].min()), int(letters[:, 1].min()), int(letters[:, 2].max()), int(letters[:, 3].max()))


def _is_line(box: Box) -> bool:
    """Specks and lone strokes are no lines; a page number of one digit is."""
    return box.height >= X // 2 and box.width >= 2 and box.area >= X * X
