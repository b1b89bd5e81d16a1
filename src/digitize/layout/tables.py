"""Finds tables: grids of rules, and narrow columns of short cells.

A table is told from newspaper columns by its cells: no column of running text is as narrow as a column of numbers, and
none is cut by rules into pieces of a few lines.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.layout.cells import COLUMN, FEW_LINES, find_cell_tables, find_cells
from digitize.layout.ink import Ink, Mask, X, pieces_of
from digitize.model.geometry import Box

_CELLS = 4
"""Cells of the smallest table, two by two; and rows of its columns, where only white parts them."""
_BRIDGE = X
"""Rules of a grid end so near each other where they should meet."""
_SQUARES = 10 * X
"""Cells of one grid stand so near each other: beyond a black square, or a cell whose rules are broken."""
_SQUARE = 0.7
"""Share of its box that a cell of a grid fills."""


def find_tables(ink: Ink, pictures: tuple[Box, ...] = ()) -> tuple[Box, ...]:
    """Boxes of tables on the reduced picture, from the top; they do not overlap.

    Args:
        ink: The page.
        pictures: Where no table is looked for: screens and shadings look like rules.
    """
    cells = [cell for cell in find_cells(ink) if not any(cell.overlap(box) for box in pictures)]
    found = _merged([*_grids(ink, pictures), *find_cell_tables(cells, ink.upright)])
    return tuple(sorted(found, key=lambda box: (box.y0, box.x0)))


def _grids(ink: Ink, pictures: tuple[Box, ...]) -> list[Box]:
    """Cells closed by rules on all sides that stand side by side and one below the other."""
    rules = _grown(ink.upright, 3, 2 * _BRIDGE + 1) | _grown(ink.level, 2 * _BRIDGE + 1, 3)
    for box in pictures:
        if min(box.width, box.height) > COLUMN:  # smaller ones may be the black squares of a crossword
            rules[box.y0 : box.y1, box.x0 : box.x1] = 0
    labels, stats = pieces_of(1 - rules, connectivity=4)
    height, width = rules.shape
    x, y, w, h, area = (stats[:, column] for column in range(5))
    closed = (x > 0) & (y > 0) & (x + w < width) & (y + h < height) & (area >= _SQUARE * w * h)
    closed &= (np.minimum(w, h) >= 2 * X) & ((w <= COLUMN) | (h <= FEW_LINES))
    closed[0] = False
    if np.count_nonzero(closed) < _CELLS:
        return []
    cells = np.asarray(closed[labels], dtype=np.uint8)
    joined = cv2.morphologyEx(cells, cv2.MORPH_CLOSE, np.ones((_SQUARES, _SQUARES), np.uint8))
    _, groups, around, _ = cv2.connectedComponentsWithStats(joined, connectivity=4, ltype=cv2.CV_32S)
    own = groups[(y + h // 2)[closed], (x + w // 2)[closed]]
    found = []
    for group in range(1, len(around)):
        members = np.flatnonzero(closed)[own == group]
        if _is_grid(x[members], y[members]):
            gx, gy, gw, gh = (int(v) for v in around[group, :4])
            found.append(_with_rules(Box(gx, gy, gx + gw, gy + gh).padded(_BRIDGE, width, height), ink))
    return found


def _with_rules(box: Box, ink: Ink) -> Box:
    """The box of a grid's cells grown to the ends of the rules that run mostly inside it: cells may stand open."""
    whole = box
    for mask in (ink.upright, ink.level):
        _, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8, ltype=cv2.CV_32S)
        for x, y, w, h, _ in stats[1:].tolist():
            rule = Box(x, y, x + w, y + h)
            if 2 * rule.overlap(box) > rule.area:
                whole = Box.around([whole, rule])
    return whole


def _is_grid(x: NDArray[np.int32], y: NDArray[np.int32]) -> bool:
    """Whether cells, by their upper left corners, stand in two rows and two columns at least."""
    if len(x) < _CELLS:
        return False
    in_row = np.abs(y[:, None] - y[None, :]) <= 2 * X
    in_column = np.abs(x[:, None] - x[None, :]) <= 2 * X
    return int(((in_row.sum(axis=1) > 1) & (in_column.sum(axis=1) > 1)).sum()) >= _CELLS - 1


def _grown(mask: Mask, width: int, height: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((height, width), np.uint8)), dtype=np.uint8)


def _merged(boxes: list[Box]) -> list[Box]:
    merged: list[Box] = []
    for box in sorted(boxes):
        whole = box
        while (near := next((m for m in merged if m.overlap(whole) > 0), None)) is not None:
            merged.remove(near)
            whole = Box.around([near, whole])
        merged.append(whole)
    return merged
