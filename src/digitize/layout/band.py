"""Lays out one band of a page: its columns, and its blocks of lines in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from digitize.layout.barriers import find_barriers, find_column_barriers, find_rules
from digitize.layout.blocks import Block, build_blocks, mend_rows
from digitize.layout.columns import Extent, find_columns, find_dividers, join_in_columns, spanned
from digitize.layout.ink import Ink, Mask
from digitize.layout.lines import Line, find_lines
from digitize.layout.order import reading_order
from digitize.model.geometry import Box

_BODY = 1.3
"""Larger letters than so many ordinary ones are a headline's, which may run across columns."""
_ACROSS = 0.35
"""Most of the body type, by its width, that may run across columns: a notice, gutters missed between two headlines."""
_FREE = 0.7
"""Share of the articles' gutters that must be free in a row of notices below or above them."""


@dataclass(frozen=True, slots=True)
class Band:
    """One band of a page, on the reduced picture.

    Args:
        blocks: In reading order.
        columns: Left and right edge of each of its columns, from the left.
    """

    blocks: tuple[Block, ...]
    columns: tuple[Extent, ...]

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return sum(len(block.lines) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Parted:
    """The lines of some ink, before anything is known of its columns.

    Args:
        barriers: What no line runs across.
        lines: In no particular order.
    """

    barriers: Mask
    lines: list[Line]


def part_lines(ink: Ink) -> Parted:
    """Finds the gutters, and the lines that they part."""
    barriers = find_barriers(ink)
    return Parted(barriers, find_lines(ink, barriers))


@dataclass(frozen=True, slots=True)
class Strip:
    """What a band is made from.

    Args:
        ink: Its ink, without that of figures.
        top: Its first row on the page, which is added to all that is found.
        figures: Its tables and pictures, in the frame of the page: they may reach out of the band.
        parted: Its lines, where they are known already.
    """

    ink: Ink
    top: int
    figures: tuple[Block, ...]
    parted: Parted | None = None


def lay_out(strip: Strip) -> Band:
    """Finds columns, gathers lines into blocks, and orders them."""
    ink = strip.ink
    parted = strip.parted or part_lines(ink)
    rows = mend_rows(parted.lines, ink.letter, parted.barriers, ink.upright)
    columns = find_columns(build_blocks(rows))
    if len(columns) > 1 and not _are_crossed(rows, ink.letter, columns):
        return lay_out_in(strip, columns)
    return _ordered(rows, strip, columns[:1])


def _are_crossed(rows: list[Line], ordinary: float, columns: tuple[Extent, ...]) -> bool:
    """Whether too much body type runs across what was taken for columns: those of a table, spaces in typescript."""
    body = [row for row in rows if row.letter <= _BODY * ordinary]
    across = sum(row.width for row in body if spanned(row, columns) is not None)
    return across > _ACROSS * sum(row.width for row in body)


def lay_out_in(strip: Strip, columns: tuple[Extent, ...]) -> Band:
    """Gathers lines into blocks where the columns are known: left and right edge of each, from the left."""
    ink = strip.ink
    barriers = find_column_barriers(ink, columns)
    rows = mend_rows(find_lines(ink, barriers, columns), ink.letter, barriers, find_rules(ink), columns)
    return _ordered(rows, strip, columns)


def _ordered(rows: list[Line], strip: Strip, columns: tuple[Extent, ...]) -> Band:
    dividers = find_dividers(strip.ink.level, columns)
    inside = [Block(_moved(figure.box, strip), (), figure.kind) for figure in strip.figures]
    blocks = join_in_columns(rows, columns, dividers, inside)
    order = reading_order([*(block.box for block in blocks), *dividers])
    whole = {id(part): figure for part, figure in zip(inside, strip.figures, strict=True)}
    placed = [whole.get(id(block)) or block.lowered(strip.top) for block in blocks]
    return Band(tuple(placed[i] for i in order if i < len(blocks)), columns)


def _moved(box: Box, strip: Strip) -> Box:
    """A box in the band's frame, as much of it as lies in the band."""
    height, width = strip.ink.text.shape
    top, bottom = max(0, box.y0 - strip.top), max(1, box.y1 - strip.top)
    return Box(box.x0, top, box.x1, max(top + 1, bottom)).inside(width, height)


def has_columns_of(ink: Ink, columns: tuple[Extent, ...]) -> bool:
    """Whether a band too low to show columns of its own is set in those: letters stand in few of the gutters."""
    gutters = [(left + right) // 2 for (_, left), (right, _) in pairwise(columns)]
    crossed = [((ink.letters[:, 0] < g) & (ink.letters[:, 2] > g + 1)).any() for g in gutters]
    beside = [((ink.letters[:, 2] <= g).any() and (ink.letters[:, 0] > g).any()) for g in gutters]
    return bool(sum(b and not c for b, c in zip(beside, crossed, strict=True)) >= _FREE * len(gutters))
