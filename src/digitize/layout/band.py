"""Lays out one band of a page: its columns, and its blocks of lines in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from digitize.layout.barriers import find_barriers, find_column_barriers, find_rules
from digitize.layout.blocks import Block, build_blocks, mend_rows
from digitize.layout.columns import Extent, find_columns, find_dividers, join_in_columns, spanned
from digitize.layout.ink import Ink
from digitize.layout.lines import Line, find_lines
from digitize.layout.order import reading_order

_BODY = 1.3
"""Larger letters than so many ordinary ones are a headline's, which may run across columns."""
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


def lay_out(ink: Ink, top: int) -> Band:
    """Finds columns, gathers lines into blocks, and orders them.

    Args:
        ink: The band's ink.
        top: The band's first row on the page, which is added to all that is found.
    """
    barriers = find_barriers(ink)
    rows = mend_rows(find_lines(ink, barriers), ink.letter, barriers, ink.upright)
    columns = find_columns(build_blocks(rows))
    if len(columns) > 1 and not _are_crossed(rows, ink.letter, columns):
        return lay_out_in(ink, top, columns)
    return _ordered(rows, ink, top, columns[:1])


def _are_crossed(rows: list[Line], ordinary: float, columns: tuple[Extent, ...]) -> bool:
    """Whether more body type runs across what was taken for columns than stands in them: the columns of a table."""
    body = [row for row in rows if row.letter <= _BODY * ordinary]
    across = sum(row.width for row in body if spanned(row, columns) is not None)
    return across > sum(row.width for row in body) - across


def lay_out_in(ink: Ink, top: int, columns: tuple[Extent, ...]) -> Band:
    """Gathers lines into blocks where the columns are known.

    Args:
        ink: The band's ink.
        top: The band's first row on the page, which is added to all that is found.
        columns: Left and right edge of each, from the left.
    """
    barriers = find_column_barriers(ink, columns)
    rows = mend_rows(find_lines(ink, barriers, columns), ink.letter, barriers, find_rules(ink), columns)
    return _ordered(rows, ink, top, columns)


def _ordered(rows: list[Line], ink: Ink, top: int, columns: tuple[Extent, ...]) -> Band:
    dividers = find_dividers(ink.level, columns)
    blocks = join_in_columns(rows, columns, dividers)
    order = reading_order([*(block.box for block in blocks), *dividers])
    return Band(tuple(blocks[i].lowered(top) for i in order if i < len(blocks)), columns)


def has_columns_of(ink: Ink, columns: tuple[Extent, ...]) -> bool:
    """Whether a band too low to show columns of its own is set in those: letters stand in few of the gutters."""
    gutters = [(left + right) // 2 for (_, left), (right, _) in pairwise(columns)]
    crossed = [((ink.letters[:, 0] < g) & (ink.letters[:, 2] > g + 1)).any() for g in gutters]
    beside = [((ink.letters[:, 2] <= g).any() and (ink.letters[:, 0] > g).any()) for g in gutters]
    return bool(sum(b and not c for b, c in zip(beside, crossed, strict=True)) >= _FREE * len(gutters))
