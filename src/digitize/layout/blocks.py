"""Blocks of text: lines that follow each other in one column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from digitize.layout.ink import Mask, X
from digitize.layout.lines import Line, join_lines
from digitize.model.geometry import Box
from digitize.model.transcription import RegionKind

_PITCH = 6.0
"""Largest white between the letters of two lines of one block, in heights of a letter: three lines left out end a
block."""
_LIKE = 1.7
"""Largest ratio of the heights of the letters of two lines of one block; above it one is a headline of the other."""

_OVERLAP = 0.5
"""Parts of one row hardly stand above each other: at most this share of the shorter one, on a slanted line."""
_LEVEL = 0.35
"""How far the middles of two parts of one row may be off each other, in heights of the lower one."""

_LARGE = 1.3
"""Letters this many times as high as the page's are display type: its spaces are as wide as gutters."""
_WORD_SPACE = 1.0
"""Widest ordinary space between two words of a headline, in heights of its letters."""
_WIDE_SPACE = 2.0
"""Widest space between two words of a headline that is set wide."""
_CENTRED = 0.06
"""How far from the middle of its column a heading may stand, in widths of the column."""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines, one below the other, on the reduced picture.

    Args:
        box: Around the lines.
        lines: From top to bottom; none in a picture.
        kind: What it is where that is known already: a picture, a table.
    """

    box: Box
    lines: tuple[Line, ...]
    kind: RegionKind | None = None

    def lowered(self, by: int) -> Block:
        """The same block further down the picture."""
        return Block(self.box.shifted(0, by), tuple(line.lowered(by) for line in self.lines), self.kind)


def build_blocks(rows: list[Line], columns: Sequence[int | None] | None = None) -> list[Block]:
    """Joins each line to the one below it when both have only each other for a neighbour there.

    A headline over two columns has two neighbours below and so stays a block of its own.

    Args:
        rows: Whole lines, as :func:`mend_rows` returns them.
        columns: The column of each, where they are known: then no block reaches over two.
    """
    below = _neighbours_below(rows)
    above: list[list[int]] = [[] for _ in rows]
    for i, found in enumerate(below):
        for j in found:
            above[j].append(i)
    parent = list(range(len(rows)))
    for i, found in enumerate(below):
        if len(found) != 1 or len(above[found[0]]) != 1 or not _belong(rows[i], rows[found[0]]):
            continue
        if columns is None or columns[i] == columns[found[0]]:
            parent[_root(parent, found[0])] = _root(parent, i)
    groups: dict[int, list[Line]] = {}
    for i, row in enumerate(rows):
        groups.setdefault(_root(parent, i), []).append(row)
    return _absorb([Block(Box.around(group), tuple(group)) for group in groups.values()])


def mend_rows(
    lines: list[Line], ordinary: float, barriers: Mask, rules: Mask, columns: tuple[tuple[int, int], ...] = ()
) -> list[Line]:
    """Joins neighbours on one row that stand within a few letters of each other and that nothing parts.

    For ordinary lines a gutter parts them. The words of a headline may stand right and left of the gutter below it:
    only a rule parts those, or that each stands centred over a column of its own.

    Args:
        lines: As found.
        ordinary: Height of the page's letters.
        barriers: What parts ordinary lines.
        rules: What parts headlines.
        columns: Left and right edge of each column, where they are known.
    """
    rows: list[Line] = []
    for line in sorted(lines, key=lambda b: (b.y0, b.x0)):
        row = line
        while (at := _same_row(row, rows, ordinary, barriers, rules, columns)) is not None:
            row = join_lines((rows.pop(at), row))  # a word between two parts of a row joins them both
        rows.append(row)
    return sorted(rows, key=lambda b: (b.y0, b.x0))


def _same_row(
    line: Line, rows: list[Line], ordinary: float, barriers: Mask, rules: Mask, columns: tuple[tuple[int, int], ...]
) -> int | None:
    for i in range(len(rows) - 1, -1, -1):
        other = rows[i]
        if other.y1 < line.y0 or other.y0 > line.y1:
            continue
        large = min(other.letter, line.letter) > _LARGE * ordinary
        widest = _WIDE_SPACE * min(line.letter, other.letter) if large else 4.0 * X
        if _one_row(other, line, rules if large else barriers, widest) and not _apart(other, line, columns):
            return i
    return None


def _apart(a: Line, b: Line, columns: tuple[tuple[int, int], ...]) -> bool:
    """Whether two parts of a row are headings of two columns: each centred over its own."""
    if max(a.x0, b.x0) - min(a.x1, b.x1) <= _WORD_SPACE * min(a.letter, b.letter):
        return False
    over = [_centred(part, columns) for part in (a, b)]
    return None not in over and over[0] != over[1]


def _centred(part: Line, columns: tuple[tuple[int, int], ...]) -> int | None:
    for number, (left, right) in enumerate(columns):
        middle = (part.x0 + part.x1 - left - right) / 2
        if part.x0 >= left - X and part.x1 <= right + X and abs(middle) <= _CENTRED * (right - left):
            return number
    return None


def _one_row(a: Line, b: Line, parting: Mask, widest: float) -> bool:
    left, right = (a, b) if a.x0 <= b.x0 else (b, a)
    gap = right.x0 - left.x1
    if not -_OVERLAP * min(a.width, b.width) <= gap <= widest or max(a.height, b.height) > 3 * min(a.height, b.height):
        return False
    end, start = left.at(left.x1), right.at(right.x0)
    if abs(end - start) > _LEVEL * max(X, min(a.height, b.height)):
        return False
    return gap <= 0 or not bool(parting[int((end + start) / 2), left.x1 : right.x0].any())


def _neighbours_below(rows: list[Line]) -> list[list[int]]:
    """For each row those directly below: they share columns with it and have no other such row between.

    Told by the letters without ascenders and descenders, which do not reach into each other as boxes do.
    """
    if not rows:
        return []
    x0, x1, top, bottom = (np.array(v, np.float64) for v in zip(*(_core(row) for row in rows), strict=True))
    letter = bottom - top
    found = []
    for i in range(len(rows)):
        common = np.minimum(x1, x1[i]) - np.maximum(x0, x0[i])
        shares = common >= 0.3 * np.minimum(x1 - x0, x1[i] - x0[i])
        white = top - bottom[i]
        near = (top + bottom > top[i] + bottom[i]) & (top > top[i]) & (white <= _PITCH * np.maximum(letter, letter[i]))
        candidates = np.flatnonzero(shares & near)
        first: list[int] = []
        for j in candidates[np.argsort(top[candidates], kind="stable")].tolist():
            hidden = (np.minimum(x1[first], x1[j]) > np.maximum(x0[first], x0[j])) & (bottom[first] <= top[j] + X / 2)
            if not hidden.any():
                first.append(j)
        found.append(first)
    return found


def _core(row: Line) -> tuple[float, float, float, float]:
    middle = row.at((row.x0 + row.x1) / 2)
    return row.x0, row.x1, middle - row.letter / 2, middle + row.letter / 2


def _belong(upper: Line, lower: Line) -> bool:
    tall, short = max(upper.letter, lower.letter), min(upper.letter, lower.letter)
    white = _core(lower)[2] - _core(upper)[3]
    return tall <= _LIKE * short and white <= _PITCH * short


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


def _absorb(blocks: list[Block]) -> list[Block]:
    """Puts blocks that lie mostly within another into it: footnote marks, broken letters, loose ends of lines."""
    kept: list[Block] = []
    for block in sorted(blocks, key=lambda b: -b.box.area):
        host = next((i for i, k in enumerate(kept) if k.box.overlap(block.box) > 0.6 * block.box.area), None)
        if host is None:
            kept.append(block)
        else:
            lines = tuple(sorted((*kept[host].lines, *block.lines), key=lambda b: (b.y0, b.x0)))
            kept[host] = Block(Box.around([kept[host].box, block.box]), lines)
    return kept
