"""Tables without rules: short cells that stand side by side and one below the other."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.layout.ink import Ink, Mask, X
from digitize.model.geometry import Box

COLUMN = 20 * X
"""No newspaper column is narrower; a ruled cell that is, or that holds less than four lines, is a cell of a table."""
FEW_LINES = 12 * X
_NARROW = 12 * X
"""Widest column of short cells: ten letters. Running text is never set so narrow."""
_GAP = 2 * X
"""Narrowest white between two cells of one row and the two below them: spaces between words are narrower, and do not
stand above each other."""
_ROWS = 4
"""Rows of the smallest table without rules."""
_SPACE = 2 * X
"""Widest space between the words of one cell; the white between columns is wider."""
_SKIPPED = 2.5
"""Reach, in line distances, to the next cell below: over one empty cell."""
_COLUMNS = 3
"""Columns of the smallest table without rules: two stand side by side in lists of names, addresses, signatures."""
_APART = 3 * X
"""White between names and numbers of a list of two columns; the spaces in lines of text are narrower."""
_FLUSH = 0.75
"""Share of the edges of a list that stand in one line; a broken letter or a full stop puts some off it."""
_ASTRAY = 0.1
"""Share of the cells of a table that may seem to stand in two of its columns."""
_BEYOND = 12 * X
"""A rule that runs on so far above or below a table is no rule of the table."""
_TOO_MANY = 6_000
"""More cells than a page of figures has: a screen, noise."""


def find_cells(ink: Ink) -> list[Box]:
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
    sizes = ((box, box[2] - box[0], box[3] - box[1]) for box in boxes)
    return [Box(*box) for box, width, height in sizes if width <= COLUMN and max(width, height) >= X]


def find_cell_tables(cells: list[Box], upright: Mask) -> list[Box]:
    """Short cells side by side and one below the other, in three columns and four rows at least."""
    if not 2 < len(cells) < _TOO_MANY:
        return []
    beside, below = _neighbours(cells, upright.shape)
    groups, rows, columns = (_Groups(len(cells)) for _ in range(3))
    for a, b in sorted(below):
        for right, right_below in _facing(a, b, beside, cells):
            if (right, right_below) in below:
                rows.join(a, right)
                rows.join(b, right_below)
                columns.join(a, b)
                columns.join(right, right_below)
                for other in (b, right, right_below):
                    groups.join(a, other)
    parts = [part for group in groups.of_several() for part in _parted(group, cells, upright)]
    boxes = (_table(part, rows, columns, cells) for part in parts)
    return [box for box in boxes if box is not None]


def _table(members: list[int], rows: _Groups, columns: _Groups, cells: list[Box]) -> Box | None:
    """The box of the table that some cells make up, if they do."""
    tall = [[cells[i] for i in column] for column in columns.of_several(members) if len(column) >= _ROWS]
    broad = [row for row in rows.of_several(members) if len(row) >= _COLUMNS]
    if len(broad) >= _ROWS and _are_columns(tall):
        return Box.around([cells[i] for row in broad for i in row])
    if len(tall) == 2:
        return _list([[cells[i] for i in sorted(row, key=lambda i: cells[i])] for row in rows.of_several(members)])
    return None


def _list(rows: list[list[Box]]) -> Box | None:
    """The box of names and their numbers: flush on the outer sides, clearly apart, ragged between."""
    pairs = [row for row in rows if len(row) == 2]
    if len(pairs) < _ROWS:
        return None
    left, right = float(np.median([a.x0 for a, _ in pairs])), float(np.median([b.x1 for _, b in pairs]))
    flush = [(a, b) for a, b in pairs if max(abs(a.x0 - left), abs(b.x1 - right)) <= X / 2]
    if len(flush) < max(_ROWS, _FLUSH * len(pairs)) or max(b.width for _, b in flush) > _NARROW:
        return None
    ends, starts = np.array([a.x1 for a, _ in flush]), np.array([b.x0 for _, b in flush])
    ragged = float((np.abs(ends - np.median(ends)) <= X / 2).mean()) < _FLUSH
    apart = float(np.median(starts) - np.median(ends)) >= _APART
    return Box.around([cell for pair in flush for cell in pair]) if ragged and apart else None


def _facing(a: int, b: int, beside: dict[int, int], cells: list[Box]) -> list[tuple[int, int]]:
    """Pairs of cells to the right of a cell and of the one below it, with white between that is white in both rows.

    In one of the two rows there may be a cell between, where the other row has an empty one.
    """
    first, second = beside.get(a), beside.get(b)
    if first is None or second is None:
        return []
    steps: list[tuple[tuple[int, ...], tuple[int, int]]] = [((a, b), (first, second))]
    if (further := beside.get(second)) is not None:
        steps.append(((a, b, second), (first, further)))
    if (further := beside.get(first)) is not None:
        steps.append(((a, b, first), (further, second)))
    return [
        (pair[0], pair[1])
        for left, pair in steps
        if min(cells[i].x0 for i in pair) - max(cells[i].x1 for i in left) >= _GAP
        and all(cells[i].x0 - max(cells[a].x1, cells[b].x1) >= _GAP for i in (*left[2:], *pair))
    ]


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
            narrow += right - left <= _NARROW
        elif len(near) == 1:
            columns[near[0]] = (min(left, columns[near[0]][0]), max(right, columns[near[0]][1]))
        else:
            astray += len(column)
    few_astray = astray <= _ASTRAY * sum(len(column) for column in tall)
    return len(columns) >= _COLUMNS and narrow >= len(columns) - 1 and few_astray


def _extent(cells: list[Box]) -> tuple[int, int]:
    return min(cell.x0 for cell in cells), max(cell.x1 for cell in cells)


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
        right = _first(owner[y, cell.x1 : cell.x1 + COLUMN])
        if right is not None:
            beside[i] = right
        under = _first(owner[cell.y1 : cell.y1 + FEW_LINES, x])
        if under is not None:
            below.add((i, under))
        over = _first(owner[max(0, cell.y0 - FEW_LINES) : cell.y0, x][::-1])
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
