"""Finds and numbers the columns of a page, and gathers what stands in each."""

from __future__ import annotations

import cv2
import numpy as np

from digitize.layout.blocks import Block
from digitize.layout.ink import Mask, X
from digitize.model.geometry import Box

Extent = tuple[int, int]

_LINES = 6
"""A column shows itself by a block of at least so many lines."""
_ASIDE = 0.25
"""A block that has less than this share of its width in common with the columns found so far is another column."""
_SPANS = 0.2
"""A block that reaches over more than this share of two columns spans them: a headline centred over three columns
covers less than half of the outer two."""
_CARRIES = 0.5
"""A further block of a column covers more than this share of it."""


def find_columns(blocks: list[Block]) -> tuple[Extent, ...]:
    """Left and right edge of each column, from the left, in the blocks' frame.

    The blocks with most lines show the columns, since text over several columns is short; a block that stands aside
    of all columns found so far is a further one.
    """
    columns: list[Extent] = []
    for block in sorted(blocks, key=lambda b: (-len(b.lines), b.box)):
        if len(block.lines) < _LINES:
            break
        box = block.box
        common = [_common(column, box) for column in columns]
        if sum(common) < _ASIDE * box.width:
            columns.append((box.x0, box.x1))
            continue
        best = max(range(len(columns)), key=lambda i: common[i])
        if sum(c > 0 for c in common) == 1 and common[best] > _CARRIES * (columns[best][1] - columns[best][0]):
            columns[best] = (min(columns[best][0], box.x0), max(columns[best][1], box.x1))
    return tuple(sorted(columns))


def column_of(box: Box, columns: tuple[Extent, ...]) -> int | None:
    """Number of the column in which a box stands, from 1; ``None`` when it spans several or there is none."""
    common = [_common(column, box) for column in columns]
    spanned = [i for i, column in enumerate(columns) if common[i] > _SPANS * (column[1] - column[0])]
    if len(spanned) > 1 or not columns:
        return None
    if max(common) > 0:
        return max(range(len(columns)), key=lambda i: common[i]) + 1
    middle = (box.x0 + box.x1) / 2
    return min(range(len(columns)), key=lambda i: abs(middle - sum(columns[i]) / 2)) + 1


def find_dividers(level: Mask, columns: tuple[Extent, ...]) -> list[Box]:
    """Horizontal rules that run across two columns or more: what stands above is read before what stands below.

    The pieces of one rule are joined, since print and scan break it.
    """
    if len(columns) < 2:
        return []
    joined = cv2.morphologyEx(level.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 8 * X), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8, ltype=cv2.CV_32S)
    boxes = [Box(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:]]
    return [box for box in boxes if column_of(box, columns) is None]


def join_in_columns(blocks: list[Block], columns: tuple[Extent, ...], dividers: list[Box]) -> list[Block]:
    """Joins what stands in one column into one block, between what reaches over several columns.

    What is read as one should be cut out as one: a recogniser tells paragraphs, small headings and indents apart
    better than white space does.
    """
    if len(columns) < 2:
        return [_join(blocks)] if blocks else []
    spanning = [b for b in blocks if column_of(b.box, columns) is None]
    parting = [*(block.box for block in spanning), *dividers]
    joined = list(spanning)
    for number, column in enumerate(columns, 1):
        lines = _in_order([block for block in blocks if column_of(block.box, columns) == number])
        run: list[Box] = []
        for line in lines:
            if run and any(_parts(box, run[-1], line, column) for box in parting):
                joined.append(Block(Box.around(run), tuple(run)))
                run = []
            run.append(line)
        if run:
            joined.append(Block(Box.around(run), tuple(run)))
    return joined


def _parts(spanning: Box, upper: Box, lower: Box, column: Extent) -> bool:
    """Whether what reaches over several columns stands in one column between two of its lines."""
    middle = (spanning.y0 + spanning.y1) // 2
    in_column = min(spanning.x1, column[1]) - max(spanning.x0, column[0]) > 0
    return in_column and (upper.y0 + upper.y1) // 2 < middle < (lower.y0 + lower.y1) // 2


def _join(blocks: list[Block]) -> Block:
    return Block(Box.around([block.box for block in blocks]), _in_order(blocks))


def _in_order(blocks: list[Block]) -> tuple[Box, ...]:
    return tuple(sorted((line for block in blocks for line in block.lines), key=lambda b: (b.y0 + b.y1, b.x0)))


def _common(column: Extent, box: Box) -> int:
    return max(0, min(column[1], box.x1) - max(column[0], box.x0))
