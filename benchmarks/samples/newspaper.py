"""The grid of a newspaper page, and stories set into it."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.samples.flow import House, Made, Style, balanced_height, deal, frame, pour, rows_of, shifted
from benchmarks.samples.fonts import Font, advance_px
from benchmarks.samples.markup import Block, Kind, tokens
from benchmarks.samples.setting import Align, place_word, set_text
from benchmarks.samples.sheet import Line, Region
from digitize.model.geometry import Box

_ROOM_PX = 420.0
"""A column is spread at most so far; more would look like a hole."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns of equal width.

    Args:
        x0: Left edge of the first.
        x1: Right edge of the last.
        y1: Foot of all.
        count: How many.
        gutter_px: Between two, with the rule in its middle.
    """

    x0: int
    x1: int
    y1: int
    count: int
    gutter_px: int

    def column(self, number: int, y0: int, y1: int) -> Box:
        """Column ``number`` (from 1) between two heights."""
        width = (self.x1 - self.x0 - (self.count - 1) * self.gutter_px) / self.count
        x0 = self.x0 + (number - 1) * (width + self.gutter_px)
        return Box(round(x0), y0, round(x0 + width), y1)

    def gutter(self, right_of: int, y0: int, y1: int) -> Box:
        """The rule in the gutter left of column ``right_of``."""
        middle = self.column(right_of, y0, y1).x0 - self.gutter_px // 2
        return Box(middle - 1, y0, middle + 1, y1)

    def span(self, first: int, last: int, y0: int, y1: int) -> Box:
        return Box(self.column(first, y0, y1).x0, y0, self.column(last, y0, y1).x1, y1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a story goes.

    Args:
        first: Its first column, from 1.
        last: Its last.
        y0: Its top.
        y1: Its foot; ``None`` for as far as it needs.
    """

    first: int
    last: int
    y0: int
    y1: int | None = None


_HEADS = (Kind.HEAD1, Kind.HEAD2, Kind.HEAD3, Kind.CENTRED)


def set_story(blocks: list[Block], house: House, grid: Grid, place: Place, made: Made) -> int:
    """Sets a story: its first headlines over all its columns, then its text down one column after the other.

    Returns:
        Its foot.

    Raises:
        ValueError: If it needs more room than ``place`` has, or leaves a hole.
    """
    y, body = place.y0, blocks
    if place.last > place.first:
        count = next(i for i, b in enumerate(blocks) if b.kind not in _HEADS)
        wide = grid.span(place.first, place.last, y, grid.y1)
        y = pour(rows_of(blocks[:count], house, wide.width), wide, None, made) + 10
        body = blocks[count:]
    rows = rows_of(body, house, grid.column(place.first, y, grid.y1).width)
    columns = place.last - place.first + 1
    need = round(balanced_height(rows, columns, house.styles[Kind.PARAGRAPH].leading_px))
    foot = place.y1 if place.y1 is not None else y + need
    if not 0 <= foot - y - need <= _ROOM_PX:
        raise ValueError(f"{blocks[0].text!r}: {foot - y} px are there, {need} px are needed")
    for offset, chosen in enumerate(deal(rows, [float(need)] * columns)[:-1]):
        box = grid.column(place.first + offset, y, foot)
        pour(chosen, box, place.first + offset, made, foot)
        if offset:
            made.rules.append(grid.gutter(place.first + offset, y + 4, foot))
    return foot


def stack(stories: list[list[Block]], house: House, grid: Grid, place: Place, made: Made) -> None:
    """Sets stories below each other with rules between them; the last one is spread down to the foot of ``place``."""
    y = place.y0
    for number, story in enumerate(stories):
        last = number == len(stories) - 1
        y = set_story(story, house, grid, Place(place.first, place.last, y, place.y1 if last else None), made)
        if not last:
            span = grid.span(place.first, place.last, y, y + 1)
            made.rules.extend(rule(span.x0, span.x1, y + 16, 3))
            y += 34


def rule(x0: int, x1: int, y: int, *thicknesses_px: int, gap_px: int = 7) -> list[Box]:
    """Horizontal rules below each other: ``8, 2`` is a thick and a thin one."""
    rules = []
    for thickness in thicknesses_px:
        rules.append(Box(x0, y, x1, y + thickness))
        y += thickness + gap_px
    return rules


def ear(made: Made, box: Box, style: Style, text: str) -> None:
    """A boxed notice beside the title."""
    pad, thick = round(25 * made.unit), max(1, round(4 * made.unit))
    lines = set_text(tokens(text), style.font, 0, box.width - 2 * pad, Align.CENTRED, None)
    top = box.y0 + (box.height - len(lines) * style.leading_px) / 2 + 0.74 * style.leading_px
    placed = tuple(shifted(line, box.x0 + pad, top + i * style.leading_px) for i, line in enumerate(lines))
    made.regions.append(Region("header", placed))
    made.rules.extend(frame(box, thick))


def set_caption(blocks: list[Block], house: House, box: Box, made: Made) -> int:
    """Lines below a picture, over its whole width; returns their foot."""
    return pour(rows_of(blocks, house, box.width), box, None, made)


def one_line(text: str, style: Style, box: Box, baseline: float, kind: str) -> Region:
    """A region of a single line, set across ``box``."""
    line = set_text(tokens(text), style.font, 0, box.width, style.align, None)
    if len(line) != 1:
        raise ValueError(f"does not fit on one line: {text!r}")
    return Region(kind, (shifted(line[0], box.x0, baseline),))


def spread_line(texts: list[str], font: Font, box: Box, baseline: float) -> Line:
    """A line of several parts, the first at the left, the last at the right, the others between."""
    space = advance_px(" ", font)
    widths = [sum(advance_px(w, font) for w in t.split()) + space * (len(t.split()) - 1) for t in texts]
    gap = (box.width - sum(widths)) / (len(texts) - 1)
    words, x = [], float(box.x0)
    for text, width in zip(texts, widths, strict=True):
        at = x
        for word in text.split():
            words.append(place_word(word, font, at, 0.0))
            at += advance_px(word, font) + space
        x += width + gap
    return shifted(Line(tuple(words), 0.0), 0, baseline)
