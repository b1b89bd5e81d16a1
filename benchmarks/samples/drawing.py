"""Ink on a flat sheet. Other tests may use :func:`draw_text_page` to draw small pages with known words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from benchmarks.samples.fonts import SCALE, Font, advance_px, enlarged, ink_extent
from benchmarks.samples.sheet import Piece, Sheet, Word
from digitize.model.geometry import Box

Ink = NDArray[np.uint8]
"""``(height, width)``; 0 is bare paper, 255 full ink."""

_PAD = 2


@lru_cache(maxsize=8192)
def type_mask(text: str, font: Font) -> tuple[Ink, int, int]:
    """Type as a small array of ink, with the pen's place in it.

    Returns:
        The ink, and how many pixels right of and below its top left corner the pen stands on the baseline.
    """
    left, top, right, bottom = ink_extent(text, font)
    pen_x, pen_y = math.ceil(max(0.0, -left)) + _PAD, math.ceil(max(0.0, -top)) + _PAD
    width, height = pen_x + math.ceil(max(right, 1)) + _PAD, pen_y + math.ceil(max(bottom, 1)) + _PAD
    across = SCALE / font.stretch
    large = Image.new("L", (math.ceil(width * across) + 1, height * SCALE), 0)
    ImageDraw.Draw(large).text((pen_x * across, pen_y * SCALE), text, fill=255, font=enlarged(font), anchor="ls")
    small = large.resize((width, height), Image.Resampling.BOX, box=(0, 0, width * across, height * SCALE))
    return np.asarray(small), pen_x, pen_y


def stamp_mask(ink: Ink, mask: Ink, x0: int, y0: int, strength: float = 1.0) -> None:
    """Adds a small array of ink to the sheet, its top left corner at ``x0, y0``; what hangs over the edge is cut."""
    height, width = mask.shape
    top, left = max(0, -y0), max(0, -x0)
    down, across = min(height, ink.shape[0] - y0), min(width, ink.shape[1] - x0)
    if down <= top or across <= left:
        return
    target = ink[y0 + top : y0 + down, x0 + left : x0 + across]
    patch = mask[top:down, left:across]
    np.maximum(target, (patch * strength).astype(np.uint8) if strength < 1 else patch, out=target)


def paint_piece(ink: Ink, piece: Piece) -> None:
    """Prints one piece of type, at the nearest whole pixel."""
    mask, pen_x, pen_y = type_mask(piece.text, piece.font)
    stamp_mask(ink, mask, round(piece.x) - pen_x, round(piece.baseline) - pen_y, piece.strength)


def paint_sheet(sheet: Sheet) -> Ink:
    """The flat print of a sheet: type and rules, no pictures."""
    ink = np.zeros((sheet.height, sheet.width), np.uint8)
    for rule in sheet.rules:
        ink[rule.y0 : rule.y1, rule.x0 : rule.x1] = 255
    for piece in sheet.pieces:
        paint_piece(ink, piece)
    return ink


def draw_text_page(
    lines: Sequence[str],
    font: Font,
    size: tuple[int, int],
    *,
    origin: tuple[int, int] = (60, 100),
    leading_px: float | None = None,
) -> tuple[Image.Image, list[list[Box]]]:
    """A clean page, black on white, with the given lines set flush left.

    Args:
        lines: One per printed line; white space separates words; an empty string leaves a line free.
        font: The type.
        size: Width and height of the page in pixels.
        origin: Pen position of the first line: left edge and baseline.
        leading_px: From baseline to baseline; 1.3 times the font's size when not given.

    Returns:
        The page (mode ``L``) and, for each line, the box of each of its words, in pixels of the page.

    Raises:
        ValueError: If a line does not fit on the page.
    """
    ink = np.zeros((size[1], size[0]), np.uint8)
    boxes: list[list[Box]] = []
    baseline = float(origin[1])
    for text in lines:
        x, row = float(origin[0]), []
        for word in text.split():
            piece = Piece(word, font, round(x), round(baseline))
            box = Word(word, (piece,)).box
            if box.x1 > size[0] or box.y1 > size[1]:
                raise ValueError(f"{text!r} does not fit on a page of {size[0]} x {size[1]} px")
            paint_piece(ink, piece)
            row.append(box)
            x += advance_px(word, font) + advance_px(" ", font)
        boxes.append(row)
        baseline += leading_px if leading_px is not None else 1.3 * font.size_px
    return Image.fromarray(255 - ink), boxes
