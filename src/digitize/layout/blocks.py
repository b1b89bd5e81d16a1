"""Blocks of text: lines that follow each other in one column."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from digitize.layout.ink import Mask, X
from digitize.model.geometry import Box

_PITCH = 3.0
"""Largest white between two lines of one block, in heights of the line: three lines left out end a block."""
_LIKE = 1.7
"""Largest ratio of the heights of two lines of one block; above it one is a headline of the other."""

_LARGE = 1.35
"""A line this many times as high as the ordinary line is display type: its spaces are as wide as gutters."""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines, one below the other, on the reduced picture.

    Args:
        box: Around the lines.
        lines: From top to bottom.
    """

    box: Box
    lines: tuple[Box, ...]

    @property
    def line_height(self) -> float:
        return float(np.median([line.height for line in self.lines]))


def build_blocks(lines: list[Box], barriers: Mask, rules: Mask) -> list[Block]:
    """Joins each line to the one below it when both have only each other for a neighbour there.

    A headline over two columns has two neighbours below and so stays a block of its own. Parts of one line that a
    wide space tore apart are put together first.
    """
    rows = _mend_rows(sorted(lines, key=lambda b: (b.y0, b.x0)), barriers, rules)
    below = [_neighbours_below(i, rows) for i in range(len(rows))]
    above: list[list[int]] = [[] for _ in rows]
    for i, found in enumerate(below):
        for j in found:
            above[j].append(i)
    parent = list(range(len(rows)))
    for i, found in enumerate(below):
        if len(found) == 1 and len(above[found[0]]) == 1 and _belong(rows[i], rows[found[0]]):
            parent[_root(parent, found[0])] = _root(parent, i)
    groups: dict[int, list[Box]] = {}
    for i, row in enumerate(rows):
        groups.setdefault(_root(parent, i), []).append(row)
    return _absorb([Block(Box.around(group), tuple(group)) for group in groups.values()])


def _mend_rows(lines: list[Box], barriers: Mask, rules: Mask) -> list[Box]:
    """Joins neighbours on one row that stand within a few letters of each other and that nothing parts.

    For ordinary lines a gutter parts them. The words of a headline may stand right and left of the gutter below it:
    only a rule parts those.
    """
    ordinary = float(np.median([line.height for line in lines])) if lines else 0.0
    rows: list[Box] = []
    for line in lines:
        row = line
        while (at := _same_row(row, rows, ordinary, barriers, rules)) is not None:
            row = Box.around([rows.pop(at), row])  # a word between two parts of a row joins them both
        rows.append(row)
    return sorted(rows, key=lambda b: (b.y0, b.x0))


def _same_row(line: Box, rows: list[Box], ordinary: float, barriers: Mask, rules: Mask) -> int | None:
    for i in range(len(rows) - 1, max(-1, len(rows) - 60), -1):
        large = min(rows[i].height, line.height) > _LARGE * ordinary
        if _one_row(rows[i], line, rules if large else barriers, 1.5 * line.height if large else 4.0 * X):
            return i
    return None


def _one_row(a: Box, b: Box, parting: Mask, widest: float) -> bool:
    common = min(a.y1, b.y1) - max(a.y0, b.y0)
    if common < 0.5 * min(a.height, b.height) or max(a.height, b.height) > 3 * min(a.height, b.height):
        return False
    left, right = (a, b) if a.x0 <= b.x0 else (b, a)
    gap = right.x0 - left.x1
    if gap > widest:
        return False
    middle = (max(a.y0, b.y0) + min(a.y1, b.y1)) // 2
    return gap <= 0 or not bool(parting[middle, left.x1 : right.x0].any())


def _neighbours_below(index: int, rows: list[Box]) -> list[int]:
    """Rows directly below: those that share columns with this row and have no other row between."""
    row = rows[index]
    found: list[int] = []
    for j in range(len(rows)):
        other = rows[j]
        if j == index or other.y0 + other.y1 <= row.y0 + row.y1 or other.y0 < row.y0:
            continue
        if other.y0 - row.y1 > _PITCH * max(row.height, other.height):
            if other.y0 - row.y1 > _PITCH * 20 * X:
                break  # rows are sorted by their top: nothing nearer comes after
            continue
        if _across(row, other) < 0.3 * min(row.width, other.width):
            continue
        if not any(_across(rows[k], other) > 0 and rows[k].y1 <= other.y0 + rows[k].height // 2 for k in found):
            found.append(j)
    return found


def _across(a: Box, b: Box) -> int:
    return max(0, min(a.x1, b.x1) - max(a.x0, b.x0))


def _belong(upper: Box, lower: Box) -> bool:
    tall, short = max(upper.height, lower.height), min(upper.height, lower.height)
    # A short line without ascenders is low; only letters of clearly other size part two lines.
    return tall <= _LIKE * max(short, X + 2) and lower.y0 - upper.y1 <= _PITCH * short


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
