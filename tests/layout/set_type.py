"""Sheets that the tests of layout set by hand: lines, columns, headlines and rules, each of whose places is known."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from PIL import Image, ImageDraw

from digitize.layout.barriers import find_barriers
from digitize.layout.ink import Ink, Mask, find_ink
from digitize.layout.lines import Line, find_lines
from digitize.layout.segment import segment_page
from digitize.layout.segmented import Region, SegmentedPage
from digitize.model.geometry import Box
from tests.preprocess.text_pages import INK, PAPER, WORDS, font, raster

SIZE = 28
"""Size of body type in pixels; its x-height is 13."""
LEADING = 36


@dataclass(frozen=True, slots=True)
class Sheet:
    """Paper to draw on."""

    image: Image.Image
    draw: ImageDraw.ImageDraw
    rng: random.Random

    @staticmethod
    def of(width: int, height: int, seed: int = 0) -> Sheet:
        image = Image.new("L", (width, height), PAPER)
        return Sheet(image, ImageDraw.Draw(image), random.Random(seed))

    def text(self, at: tuple[float, float], text: str, size_px: int = SIZE, anchor: str = "ls") -> Box:
        """Draws and tells the box of its ink."""
        self.draw.text(at, text, fill=INK, font=font(size_px), anchor=anchor)
        x0, y0, x1, y1 = (round(v) for v in self.draw.textbbox(at, text, font=font(size_px), anchor=anchor))
        alone = Image.new("L", (x1 - x0 + 20, y1 - y0 + 20), 0)
        ImageDraw.Draw(alone).text((at[0] - x0 + 10, at[1] - y0 + 10), text, 255, font(size_px), anchor=anchor)
        inked = alone.point(lambda tone: 255 * (tone > 100)).getbbox()
        assert inked is not None
        return Box(x0 + inked[0] - 10, y0 + inked[1] - 10, x0 + inked[2] - 10, y0 + inked[3] - 10)

    def line(self, left: float, right: float, baseline: int, size_px: int = SIZE) -> Box:
        """Words from the left edge on, as many as there is room for."""
        words: list[str] = []
        while True:
            more = [*words, self.rng.choice(WORDS)]
            if words and self.draw.textlength(" ".join(more), font(size_px)) > right - left:
                return self.text((left, baseline), " ".join(words), size_px)
            words = more

    def column(
        self, edges: tuple[int, int], baseline: int, count: int, size_px: int = SIZE, leading: int = LEADING
    ) -> list[Box]:
        return [self.line(*edges, baseline + number * leading, size_px) for number in range(count)]

    def rule(self, left: int, right: int, y: int) -> None:
        self.draw.line((left, y, right, y), fill=INK, width=4)

    def laid_out(self, x_height_px: float) -> SegmentedPage:
        return segment_page(raster(self.image), x_height_px)


def columns_over(left: int, right: int, count: int, gutter: int = SIZE) -> list[tuple[int, int]]:
    """Left and right edges of columns of equal width."""
    across = (right - left - (count - 1) * gutter) // count
    return [(left + n * (across + gutter), left + n * (across + gutter) + across) for n in range(count)]


def found_lines(image: Image.Image, x_height_px: float, barriers: Mask | None = None) -> list[Line]:
    """What :func:`find_lines` finds on a picture, in its pixels, from the top."""
    ink = find_ink(np.asarray(image), x_height_px)
    return sorted(
        (enlarged(line, ink) for line in find_lines(ink, find_barriers(ink) if barriers is None else barriers)),
        key=lambda line: (line.y0, line.x0),
    )


def enlarged(line: Line, ink: Ink) -> Line:
    """A line of the reduced picture in the page's pixels, told without the code under test."""
    s = ink.scale
    spine = tuple((x * s, (y + 0.5) * s) for x, y in line.spine)
    return Line(
        int(line.x0 * s),
        int(line.y0 * s),
        math.ceil(line.x1 * s),
        math.ceil(line.y1 * s),
        spine,
        line.letter * s,
    )


def lines_in(segmented: SegmentedPage) -> list[Line]:
    return [line for region in segmented.regions for line in region.lines]


def columns_read(segmented: SegmentedPage) -> list[int | None]:
    """The columns in the order in which they are read, however many regions each is read in."""
    return [column for column, _ in groupby(segmented.regions, key=lambda region: region.column)]


def holders(row: Box, lines: Sequence[Line], x_height_px: float) -> list[int]:
    """Indices of the lines that are this row: they begin and end where it does, and stand over its ink and little else."""
    return [
        n
        for n, line in enumerate(lines)
        if max(abs(line.x0 - row.x0), abs(line.x1 - row.x1)) < x_height_px
        and line.overlap(row) > 0.8 * row.area
        and line.height <= row.height + 2 * x_height_px
    ]


def each_is_one(rows: Sequence[Box], lines: Sequence[Line], x_height_px: float) -> bool:
    """Whether each row is one of the lines, and no two are the same."""
    found = [holders(row, lines, x_height_px) for row in rows]
    return all(len(held) == 1 for held in found) and len({held[0] for held in found}) == len(rows)


def region_of(row: Box, segmented: SegmentedPage) -> Region:
    """The one region with a line over the middle of a row."""
    x, y = (row.x0 + row.x1) / 2, (row.y0 + row.y1) / 2
    (region,) = (
        region
        for region in segmented.regions
        if any(line.x0 <= x < line.x1 and abs(line.at(x) - y) < row.height / 2 for line in region.lines)
    )
    return region
