"""Finds and numbers the columns of a page, and gathers what stands in each."""

from __future__ import annotations

import cv2
import numpy as np

from digitize.layout.blocks import Block, build_blocks
from digitize.layout.ink import Mask, X
from digitize.layout.lines import Line
from digitize.model.geometry import Box

Extent = tuple[int, int]

_LINES = 6
"""A column shows itself by a block of at least so many lines."""
_NARROWEST = 8 * X
"""A column holds ten letters at least: the numbers of a list are none."""
_SHARE = 0.7
"""Two columns ran together in a block when each has this share of the lines that run across both."""
_ASIDE = 0.25
"""A block that has less than this share of its width in common with the columns found so far is another column."""
_SPANS = 0.12
"""A line that reaches over more than this share of two columns spans them: a headline centred over three columns
covers little of the outer two. Columns that lean overlap by less."""
_CARRIES = 0.5
"""A further block of a column covers more than this share of it."""


def find_columns(blocks: list[Block]) -> tuple[Extent, ...]:
    """Left and right edge of each column, from the left, in the blocks' frame.

    The blocks with most lines show the columns, since text over several columns is short; a block that stands aside
    of all columns found so far is a further one.
    """
    columns: list[Extent] = []
    tall = [block for block in blocks if len(block.lines) >= _LINES and block.box.width >= _NARROWEST]
    blocks = [block for block in tall if not _is_composite(block, tall)]
    for block in sorted(blocks, key=lambda b: (-len(b.lines), b.box)):
        box = _extent(block)
        common = [_common(column, box) for column in columns]
        if sum(common) < _ASIDE * box.width:
            columns.append((box.x0, box.x1))
            continue
        best = max(range(len(columns)), key=lambda i: common[i])
        if sum(c > 0 for c in common) == 1 and common[best] > _CARRIES * (columns[best][1] - columns[best][0]):
            columns[best] = (min(columns[best][0], box.x0), max(columns[best][1], box.x1))
    return tuple(sorted(columns))


def _is_composite(block: Block, blocks: list[Block]) -> bool:
    """Whether two columns ran together in a block: elsewhere in its width more lines stand in two columns.

    A list set in two columns within a column has fewer lines than the column.
    """
    box = block.box
    inside = [b for b in blocks if b.box.x0 >= box.x0 - X and b.box.x1 <= box.x1 + X]
    for split in {b.box.x0 for b in inside if b.box.x0 > box.x0 + box.width / 4}:
        left = sum(len(b.lines) for b in inside if b.box.x1 <= split + X)
        right = sum(len(b.lines) for b in inside if b.box.x0 >= split - X)
        over = sum(len(b.lines) for b in inside if b.box.x0 < split - X and b.box.x1 > split + X)
        if min(left, right) >= _SHARE * over:
            return True
    return False


def _extent(block: Block) -> Box:
    """A block's box, where a twentieth of its lines may stick out: dirt at the edge of the page beside one of them."""
    left = int(np.percentile([line.x0 for line in block.lines], 5))
    right = int(np.ceil(np.percentile([line.x1 for line in block.lines], 95)))
    return Box(left, block.box.y0, max(left + 1, right), block.box.y1)


def column_of(box: Box, columns: tuple[Extent, ...]) -> int | None:
    """Number of the column in which a box stands, from 1; ``None`` when it spans several or there is none."""
    if not columns or spanned(box, columns) is not None:
        return None
    common = [_common(column, box) for column in columns]
    if max(common) > 0:
        return max(range(len(columns)), key=lambda i: common[i]) + 1
    middle = (box.x0 + box.x1) / 2
    return min(range(len(columns)), key=lambda i: abs(middle - sum(columns[i]) / 2)) + 1


def spanned(box: Box, columns: tuple[Extent, ...]) -> tuple[int, int] | None:
    """Numbers of the first and the last column that a box reaches over; ``None`` when it stands in one or in none."""
    over = [n for n, column in enumerate(columns, 1) if _common(column, box) > _SPANS * (column[1] - column[0])]
    return (over[0], over[-1]) if len(over) > 1 else None


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


def join_in_columns(
    rows: list[Line], columns: tuple[Extent, ...], dividers: list[Box], figures: list[Block]
) -> list[Block]:
    """Gathers the lines of each column into blocks, between what reaches over several columns.

    Args:
        rows: Whole lines.
        columns: Left and right edge of each column.
        dividers: Rules across columns.
        figures: Tables and pictures: what stands above one in its column is read before it.
    """
    if len(columns) < 2:
        return [*build_blocks(rows), *figures]
    numbers = [column_of(row, columns) for row in rows]
    joined = [block for block in build_blocks(rows, numbers) if column_of(block.lines[0], columns) is None]
    joined += figures
    parting = [*(block.box for block in joined), *dividers]
    for number, column in enumerate(columns, 1):
        run: list[Line] = []
        for line in _in_order([row for row, of in zip(rows, numbers, strict=True) if of == number]):
            if run and any(_parts(box, run[-1], line, column) for box in parting):
                joined.append(block_of(run))
                run = []
            run.append(line)
        if run:
            joined.append(block_of(run))
    return joined


def _parts(spanning: Box, upper: Box, lower: Box, column: Extent) -> bool:
    """Whether what reaches over several columns stands in one column between two of its lines."""
    middle = (spanning.y0 + spanning.y1) // 2
    in_column = min(spanning.x1, column[1]) - max(spanning.x0, column[0]) > 0
    return in_column and (upper.y0 + upper.y1) // 2 < middle < (lower.y0 + lower.y1) // 2


def block_of(lines: list[Line]) -> Block:
    """One block of lines of one column, from top to bottom."""
    return Block(Box.around(lines), _in_order(lines))


def _in_order(lines: list[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda b: (b.y0 + b.y1, b.x0)))


def _common(column: Extent, box: Box) -> int:
    return max(0, min(column[1], box.x1) - max(column[0], box.x0))
