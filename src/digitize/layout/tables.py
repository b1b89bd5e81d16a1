"""Finds tables: grids of rules, and narrow columns of short cells.

A table is told from newspaper columns by its cells: no column of running text is as narrow as a column of numbers, and
none is cut by rules into pieces of a few lines.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.layout.ink import Ink, Mask, X
from digitize.model.geometry import Box

_NARROW = 12 * X
"""Widest column of short cells: ten letters. Running text is never set so narrow."""
_COLUMN = 20 * X
"""No newspaper column is narrower; a ruled cell that is, or that holds less than four lines, is a cell of a table."""
_FEW_LINES = 12 * X
_GAP = 2 * X
"""Narrowest white between two cells of one row and the two below them: spaces between words are narrower, and do not
stand above each other."""
_ROWS = 4
"""Rows of the smallest table without rules."""
_SPACE = 2 * X
"""Widest space between the words of one cell; the white between columns is wider."""
_SKIPPED = 2.5
"""Reach, in line distances, to the next cell below: over one empty cell."""
_CELLS = 4
"""Cells of the smallest table, two by two; and rows of its columns, where only white parts them."""
_COLUMNS = 3
"""Columns of the smallest table without rules: two stand side by side in lists of names, addresses, signatures."""
_ASTRAY = 0.1
"""Share of the cells of a table that may seem to stand in two of its columns."""
_BEYOND = 12 * X
"""A rule that runs on so far above or below a table is no rule of the table."""
_TOO_MANY = 6_000
"""More cells than a page of figures has: a screen, noise."""
_APART = 3 * X
"""White between names and numbers of a list of two columns; the spaces in lines of text are narrower."""
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
    cells = [cell for cell in _cells(ink) if not any(cell.overlap(box) for box in pictures)]
    found = _merged([*_grids(ink, pictures), *_aligned(cells, ink.upright)])
    return tuple(sorted(found, key=lambda box: (box.y0, box.x0)))


def _grids(ink: Ink, pictures: tuple[Box, ...]) -> list[Box]:
    """Cells closed by rules on all sides that stand side by side and one below the other."""
    rules = _grown(ink.upright, 3, 2 * _BRIDGE + 1) | _grown(ink.level, 2 * _BRIDGE + 1, 3)
    for box in pictures:
        if min(box.width, box.height) > _COLUMN:  # smaller ones may be the black squares of a crossword
            rules[box.y0 : box.y1, box.x0 : box.x1] = 0
    _, labels, stats, _ = cv2.connectedComponentsWithStats(1 - rules, connectivity=4, ltype=cv2.CV_32S)
    height, width = rules.shape
    x, y, w, h, area = (stats[:, column] for column in range(5))
    closed = (x > 0) & (y > 0) & (x + w < width) & (y + h < height) & (area >= _SQUARE * w * h)
    closed &= (np.minimum(w, h) >= 2 * X) & ((w <= _COLUMN) | (h <= _FEW_LINES))
    closed[0] = False
    cells = np.asarray(closed[labels], dtype=np.uint8)
    joined = cv2.morphologyEx(cells, cv2.MORPH_CLOSE, np.ones((_SQUARES, _SQUARES), np.uint8))
    _, groups, around, _ = cv2.connectedComponentsWithStats(joined, connectivity=4, ltype=cv2.CV_32S)
    own = groups[(y + h // 2)[closed], (x + w // 2)[closed]]
    found = []
    for group in range(1, len(around)):
        members = np.flatnonzero(closed)[own == group]
        if _is_grid(x[members], y[members]):
            gx, gy, gw, gh = (int(v) for v in around[group, :4])
            found.append(Box(gx, gy, gx + gw, gy + gh).padded(2 * _BRIDGE, width, height))
    return found


def _is_grid(x: NDArray[np.int32], y: NDArray[np.int32]) -> bool:
    """Whether cells, by their upper left corners, stand in two rows and two columns at least."""
    if len(x) < _CELLS:
        return False
    in_row = np.abs(y[:, None] - y[None, :]) <= 2 * X
    in_column = np.abs(x[:, None] - x[None, :]) <= 2 * X
    return int(((in_row.sum(axis=1) > 1) & (in_column.sum(axis=1) > 1)).sum()) >= _CELLS - 1


def _grown(mask: Mask, width: int, height: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((height, width), np.uint8)), dtype=np.uint8)


def _cells(ink: Ink) -> list[Box]:
    """Letters of body type that stand as close as words of a line do, where they make up no more than a column."""
    heights = ink.letters[:, 3] - ink.letters[:, 1]
    letters = ink.letters[(heights >= X // 2) & (heights <= 3 * X)]
    if len(letters) == 0:
        return []
    core = np.zeros(ink.text.shape, np.uint8)
    middle = (letters[:, 1] + letters[:, 3]) // 2
    for (x0, _, x1, _), y in zip(letters.tolist(), middle.tolist(), strict=True):
        core[max(0, y - 1) : y + 2, x0:x1] = 1
    joined = cv2.morphologyEx(core, cv2.MORPH_CLOSE, np.ones((1, _SPACE), np.uint8))
    joined[ink.upright] = 0
    _, labels = cv2.connectedComponents(joined, connectivity=4, ltype=cv2.CV_32S)
    owner = np.asarray(labels)[middle, (letters[:, 0] + letters[:, 2]) // 2]
    order = np.argsort(owner, kind="stable")
    starts = np.flatnonzero(np.diff(owner[order], prepend=-1))
    low = np.minimum.reduceat(letters[order], starts, axis=0)
    high = np.maximum.reduceat(letters[order], starts, axis=0)
    boxes = np.concatenate((low[:, :2], high[:, 2:]), axis=1).tolist()
    return [Box(*box) for box in boxes if box[2] - box[0] <= _COLUMN]


def _aligned(cells: list[Box], upright: Mask) -> list[Box]:
    """Short cells side by side and one below the other, in three columns and four rows at least."""
    if not 2 < len(cells) < _TOO_MANY:
        return []
    beside, below = _neighbours(cells, upright.shape)
    groups = _Groups(len(cells))
    rows, columns = _Groups(len(cells)), _Groups(len(cells))
    for a, b in sorted(below):
        right, right_below = beside.get(a), beside.get(b)
        if right is None or right_below is None or (right, right_below) not in below:
            continue
        if min(cells[right].x0, cells[right_below].x0) - max(cells[a].x1, cells[b].x1) < _GAP:
            continue  # the white between two columns is white in both rows
        for left, its_right in ((a, right), (b, right_below)):
            rows.join(left, its_right)
            groups.join(left, its_right)
        for upper, lower in ((a, b), (right, right_below)):
            columns.join(upper, lower)
            groups.join(upper, lower)
    found = []
    for group in groups.of_several():
        for members in _parted(group, cells, upright):
            tall = [[cells[i] for i in column] for column in columns.of_several(members) if len(column) >= _ROWS]
            broad = [row for row in rows.of_several(members) if len(row) >= _COLUMNS]
            if (len(broad) >= _ROWS and _are_columns(tall)) or (len(tall) == 2 and _is_list(*sorted(tall))):
                found.append(Box.around([cells[i] for i in members]))
    return found


def _parted(group: list[int], cells: list[Box], upright: Mask) -> list[list[int]]:
    """The cells right and left of rules that run on above or below them: those part the columns of the page."""
    box = Box.around([cells[i] for i in group])
    rule = np.zeros(box.width, np.bool_)
    for beyond in (upright[max(0, box.y0 - _BEYOND) : box.y0], upright[box.y1 : box.y1 + _BEYOND]):
        if len(beyond) == _BEYOND:
            rule |= beyond[:, box.x0 : box.x1].mean(axis=0) > 0.5
    parts: dict[int, list[int]] = {}
    side = np.cumsum(np.diff(rule.astype(np.int8), prepend=0) > 0)
    for i in group:
        parts.setdefault(int(side[(cells[i].x0 + cells[i].x1) // 2 - box.x0]), []).append(i)
    return list(parts.values())


def _are_columns(tall: list[list[Box]]) -> bool:
    """Whether three columns at least stand apart from each other, all but one of them narrow.

    Empty cells break a column in several; a speck that joins two cells may join two columns.
    """
    columns: list[tuple[int, int]] = []
    narrow, astray = 0, 0
    for column in sorted(tall, key=lambda cells: (_extent(cells)[1] - _extent(cells)[0], cells)):
        left, right = _extent(column)
        near = [i for i, (x0, x1) in enumerate(columns) if min(right, x1) > max(left, x0)]
        if not near:
            columns.append((left, right))
            narrow += float(np.median([cell.width for cell in column])) <= _NARROW
        elif len(near) == 1:
            columns[near[0]] = (min(left, columns[near[0]][0]), max(right, columns[near[0]][1]))
        else:
            astray += len(column)
    few_astray = astray <= _ASTRAY * sum(len(column) for column in tall)
    return len(columns) >= _COLUMNS and narrow >= len(columns) - 1 and few_astray


def _extent(cells: list[Box]) -> tuple[int, int]:
    return min(cell.x0 for cell in cells), max(cell.x1 for cell in cells)


def _is_list(left: list[Box], right: list[Box]) -> bool:
    """Whether two columns are names and their numbers: flush on the outer sides, clearly apart, ragged between."""
    if max(cell.width for cell in (*left, *right)) > _NARROW:
        return False
    names, numbers = [cell.x0 for cell in left], [cell.x1 for cell in right]
    flush = max(np.ptp(names), np.ptp(numbers)) <= X
    ragged = np.ptp([cell.x1 for cell in left]) > X
    return bool(flush and ragged and min(cell.x0 for cell in right) - max(cell.x1 for cell in left) >= _APART)


def _neighbours(cells: list[Box], shape: tuple[int, ...]) -> tuple[dict[int, int], set[tuple[int, int]]]:
    """The cell to the right of each, if there is one near, and pairs of which the second is the next below the first.

    A cell is below another when it is what one meets going down from the middle of the one, or up from the middle of
    the other: numbers of unlike length stand flush on one side.
    """
    owner = np.full(shape, -1, np.int32)
    for i, cell in enumerate(cells):
        owner[cell.y0 : cell.y1, cell.x0 : cell.x1] = i
    beside: dict[int, int] = {}
    below: set[tuple[int, int]] = set()
    for i, cell in enumerate(cells):
        x, y = (cell.x0 + cell.x1) // 2, (cell.y0 + cell.y1) // 2
        right = _first(owner[y, cell.x1 : cell.x1 + _COLUMN])
        if right is not None:
            beside[i] = right
        under = _first(owner[cell.y1 : cell.y1 + _FEW_LINES, x])
        if under is not None:
            below.add((i, under))
        over = _first(owner[max(0, cell.y0 - _FEW_LINES) : cell.y0, x][::-1])
        if over is not None:
            below.add((over, i))
    distances = {(a, b): cells[b].y0 + cells[b].y1 - cells[a].y0 - cells[a].y1 for a, b in below}
    reach = _SKIPPED * float(np.median(list(distances.values()))) if distances else 0.0
    return beside, {pair for pair, distance in distances.items() if distance <= reach}


def _first(ray: NDArray[np.int32]) -> int | None:
    hits = ray[ray >= 0]
    return int(hits[0]) if len(hits) else None


class _Groups:
    """Numbers from 0 that are joined into groups."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def root(self, i: int) -> int:
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def join(self, a: int, b: int) -> None:
        self._parent[self.root(b)] = self.root(a)

    def of_several(self, among: list[int] | None = None) -> list[list[int]]:
        """Groups of two and more members, in order of their first."""
        groups: dict[int, list[int]] = {}
        for i in range(len(self._parent)) if among is None else among:
            groups.setdefault(self.root(i), []).append(i)
        return [group for group in groups.values() if len(group) > 1]


def _merged(boxes: list[Box]) -> list[Box]:
    merged: list[Box] = []
    for box in sorted(boxes):
        whole = box
        while (near := next((m for m in merged if m.overlap(whole) > 0), None)) is not None:
            merged.remove(near)
            whole = Box.around([near, whole])
        merged.append(whole)
    return merged
