"""Pages of text that the tests of preprocess and layout draw: every word's place and the size of the letters are known."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.samples.fonts import font_path
from digitize.model.geometry import Box, Point
from digitize.model.raster import Pixels, Raster

WORDS = (
    "поле хлеб река дорога лес утро город книга письмо театр урожай берег лодка ветер школа улица "
    "рабочий осенний новый вечер площадь артель выставка мост станция погода рынок сад окно гость"
).split()
PAPER, INK = 255, 20


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A level page and the boxes of its words, line by line, column by column."""

    image: Image.Image
    words: tuple[Box, ...]
    lines: tuple[Box, ...]
    columns: tuple[tuple[int, int], ...]
    x_height_px: int

    @property
    def pixels(self) -> Pixels:
        return np.asarray(self.image)


@cache
def font(size_px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_path("old-roman")), size_px, layout_engine=ImageFont.Layout.BASIC)


def x_height(size_px: int) -> int:
    _, top, _, bottom = font(size_px).getbbox("х", anchor="ls")
    return round(bottom - top)


def text_page(
    width: int = 1_240,
    height: int = 1_754,
    *,
    size_px: int = 32,
    columns: int = 1,
    lines: int | None = None,
    seed: int = 0,
) -> DrawnPage:
    """Black words on white, set ragged; ``lines`` in each column, by default as many as there is room for."""
    rng = random.Random(seed)
    image = Image.new("L", (width, height), PAPER)
    draw = ImageDraw.Draw(image)
    margin, gutter, leading = width // 14, size_px, round(1.25 * size_px)
    across = (width - 2 * margin - (columns - 1) * gutter) // columns
    count = min(lines or 10_000, (height - 2 * margin) // leading)
    words, rows, edges = [], [], []
    for column in range(columns):
        left = margin + column * (across + gutter)
        edges.append((left, left + across))
        for line in range(count):
            row = _line(draw, rng, left, left + across, margin + (line + 1) * leading, size_px)
            words += row
            rows.append(Box.around(row))
    return DrawnPage(image, tuple(words), tuple(rows), tuple(edges), x_height(size_px))


def _line(
    draw: ImageDraw.ImageDraw, rng: random.Random, left: int, right: int, baseline: int, size_px: int
) -> list[Box]:
    found: list[Box] = []
    x = left
    while True:
        word = rng.choice(WORDS)
        end = x + draw.textlength(word, font(size_px))
        if end > right and found:
            return found
        draw.text((x, baseline), word, fill=INK, font=font(size_px), anchor="ls")
        x0, y0, x1, y1 = draw.textbbox((x, baseline), word, font=font(size_px), anchor="ls")
        found.append(Box(round(x0), round(y0), round(x1), round(y1)))
        x = round(end + 0.35 * size_px)


def leaning(image: Image.Image, degrees_clockwise: float, paper: int = PAPER) -> Image.Image:
    """The picture turned about its middle; its size stays, ``paper`` fills the corners."""
    return image.rotate(-degrees_clockwise, Image.Resampling.BICUBIC, fillcolor=paper)


def turned_point(point: Point, degrees_clockwise: float, width: int, height: int) -> Point:
    """Where :func:`leaning` puts a point, told without the code under test."""
    angle = math.radians(degrees_clockwise)
    x, y = point[0] - width / 2, point[1] - height / 2
    return (
        x * math.cos(angle) - y * math.sin(angle) + width / 2,
        x * math.sin(angle) + y * math.cos(angle) + height / 2,
    )


def raster(image: Image.Image, dpi: float = 300.0) -> Raster:
    return Raster(np.asarray(image), dpi)


def specks(width: int, height: int, share: float, seed: int = 0) -> Image.Image:
    """White paper with single black pixels strewn over it."""
    noise = np.random.default_rng(seed).random((height, width)) < share
    return Image.fromarray(np.where(noise, 0, PAPER).astype(np.uint8))


def noise(width: int, height: int, seed: int = 0) -> Image.Image:
    """Grey noise from edge to edge."""
    return Image.fromarray(np.random.default_rng(seed).integers(0, 256, (height, width), dtype=np.uint8))
