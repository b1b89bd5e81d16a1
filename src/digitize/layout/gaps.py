"""Finds text that a reading has passed over."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from digitize.layout.ink import Ink, X, find_ink
from digitize.layout.lines import find_lines
from digitize.model.geometry import Box
from digitize.model.raster import Pixels

_LETTERS = 8
"""Letters that a passed-over line has at least: fewer are dirt, a flourish, the rest of a stamp."""
_LETTER_SPACE = 4
"""Widest mean distance of a line's letters, in x-heights: dirt is strewn wider."""


def find_gaps(grey: Pixels, x_height_px: float, read: tuple[Box, ...]) -> tuple[Box, ...]:
    """Boxes of passages whose letters lie in none of the boxes of the words read.

    Args:
        grey: The page or block that was read.
        x_height_px: Its x-height.
        read: Boxes of the words that were read, in the pixels of ``grey``.

    Returns:
        Passages of one or more lines, from the top, in the pixels of ``grey``.
    """
    ink = find_ink(grey, x_height_px)
    missed = replace(ink, letters=ink.letters[~_covered(ink, read)])
    lines = find_lines(missed, np.zeros(ink.text.shape, np.bool_))
    passages: list[Box] = []
    for line in sorted((line for line in lines if _is_text(line, missed)), key=lambda box: (box.y0, box.x0)):
        near = next((i for i, p in enumerate(passages) if _adjoins(p, line)), None)
        if near is None:
            passages.append(line)
        else:
            passages[near] = Box.around([passages[near], line])
    height, width = grey.shape
    return tuple(_enlarged(passage, ink.scale, width, height) for passage in passages)


def find_letters(grey: Pixels, x_height_px: float) -> NDArray[np.int64]:
    """Connected pieces of ink that have the size of letters.

    Args:
        grey: A page or block.
        x_height_px: Its x-height.

    Returns:
        Boxes ``(n, 4)``: x0, y0, x1, y1 in the pixels of ``grey``; nothing lower than half an x-height, such as dots and dashes.
    """
    ink = find_ink(grey, x_height_px)
    body = ink.letters[:, 3] - ink.letters[:, 1] >= X // 2
    low, high = np.floor(ink.letters[body, :2] * ink.scale), np.ceil(ink.letters[body, 2:] * ink.scale)
    height, width = grey.shape
    return np.concatenate((low, np.minimum(high, (width, height))), axis=1).astype(np.int64)


def _covered(ink: Ink, read: tuple[Box, ...]) -> NDArray[np.bool_]:
    canvas = np.zeros(ink.text.shape, np.bool_)
    s = ink.scale
    for box in read:
        canvas[max(0, int(box.y0 / s) - 1) : int(box.y1 / s) + 2, max(0, int(box.x0 / s) - 1) : int(box.x1 / s) + 2] = (
            True
        )
    middle_y = (ink.letters[:, 1] + ink.letters[:, 3]) // 2
    middle_x = (ink.letters[:, 0] + ink.letters[:, 2]) // 2
    return np.asarray(canvas[middle_y, middle_x], dtype=np.bool_)


def _is_text(line: Box, missed: Ink) -> bool:
    letters = missed.letters
    middle_y, middle_x = (letters[:, 1] + letters[:, 3]) / 2, (letters[:, 0] + letters[:, 2]) / 2
    inside = (middle_x >= line.x0) & (middle_x <= line.x1) & (middle_y >= line.y0) & (middle_y <= line.y1)
    body = inside & (letters[:, 3] - letters[:, 1] >= X // 2)
    count = int(body.sum())
    return count >= _LETTERS and line.width <= count * _LETTER_SPACE * X


def _adjoins(passage: Box, line: Box) -> bool:
    common = min(passage.x1, line.x1) - max(passage.x0, line.x0)
    return common > 0 and line.y0 - passage.y1 <= 2 * X


def _enlarged(box: Box, scale: float, width: int, height: int) -> Box:
    pad = X
    x0, y0 = max(0, int((box.x0 - pad) * scale)), max(0, int((box.y0 - pad) * scale))
    return Box(x0, y0, min(width, int((box.x1 + pad) * scale) + 1), min(height, int((box.y1 + pad) * scale) + 1))
