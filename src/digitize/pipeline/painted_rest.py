"""What was read of the rest of a page goes back among the lines that were painted over (``pipeline/painted.py``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from digitize.model.geometry import Box
from digitize.pipeline.painted import Painted
from digitize.recognize.collation import likeness
from digitize.recognize.engine import Reading, ReadLine

_AS_LONG, _SAME_ROW, _ALIKE = 0.95, 0.5, 0.5
"""What one engine has read is of the line that another has found where they have so much of their length and height, and of their
letters, in common: boxes of neighbouring lines overlap where the type is slanted."""


def heard_of(painted: Painted, reading: Reading) -> dict[int, ReadLine]:
    """What was read first of the lines of a reading of the rest, by their number: of those that were cut out alike.

    Args:
        painted: The page.
        reading: Of the rest, in its pixels.
    """
    found: dict[int, ReadLine] = {}
    for number, line in enumerate(reading.lines):
        extent = line.extent.shifted(painted.dx, painted.dy)
        near = (other for other in painted.others if _is_in_place(extent, other.extent))
        alike = [other for other in near if likeness(line.signs, other.signs) >= _ALIKE]
        if len(alike) == 1 and _is_within(alike[0], painted):
            found[number] = alike[0].shifted(-painted.dx, -painted.dy)
    return found


def merged(painted: Painted, rest: Sequence[ReadLine], regions: Sequence[Box | None]) -> tuple[ReadLine, ...]:
    """The lines that were painted over and those of the rest, in the order of the page.

    Args:
        painted: The page.
        rest: Lines of the rest, in its pixels, from top to bottom.
        regions: Boxes of the layout's regions in pixels of the page's crop, in reading order; ``None`` for one without lines.

    Returns:
        Lines in pixels of the page's crop. Those in a region are in its order, from top to bottom and in one row from left to
        right, and their paragraph is the region; any other stands before the first line that lies below it.
    """
    others = []
    placed = list(painted.lines)
    for line in (line.shifted(painted.dx, painted.dy) for line in rest):
        region = _region_of(line.box, regions)
        if region is None:
            others.append(replace(line, paragraph=len(regions) + line.paragraph))
        else:
            placed.append(replace(line, paragraph=region))
    placed = _in_rows(placed)
    for line in others:
        at = next((i for i, other in enumerate(placed) if _middle(other.box) > _middle(line.box)), len(placed))
        placed.insert(at, line)
    return tuple(placed)


def _in_rows(lines: Sequence[ReadLine]) -> list[ReadLine]:
    """Lines region by region, from top to bottom, parts of one row from left to right."""
    rows: list[list[ReadLine]] = []
    for line in sorted(lines, key=lambda line: (line.paragraph, _middle(line.box))):
        if rows and _is_in_row(line, rows[-1]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.box.x0)]


def _is_in_row(line: ReadLine, row: Sequence[ReadLine]) -> bool:
    """Whether a line stands beside all lines of a row."""
    return all(
        line.paragraph == other.paragraph
        and abs(_middle(line.box) - _middle(other.box)) < 0.5 * min(line.box.height, other.box.height)
        and min(line.box.x1, other.box.x1) <= max(line.box.x0, other.box.x0)
        for other in row
    )


def _is_in_place(one: Box, other: Box) -> bool:
    """Whether two lines may be the same: they stand in the same row, and reach about as far."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    return across >= _AS_LONG * (max(one.x1, other.x1) - min(one.x0, other.x0)) and down >= _SAME_ROW * max(
        one.height, other.height
    )


def _is_within(line: ReadLine, painted: Painted) -> bool:
    """Whether a line lies to the right and below the edges of the rest."""
    boxes = (line.box, *(word.box for word in line.words))
    return all(box.x0 >= painted.dx and box.y0 >= painted.dy for box in boxes)


def _region_of(line: Box, regions: Sequence[Box | None]) -> int | None:
    """The smallest region in which the middle of a line lies: a table may stand beside text in the box of its block."""
    x, y = (line.x0 + line.x1) / 2, _middle(line)
    around = {n: box.area for n, box in enumerate(regions) if box and box.x0 <= x < box.x1 and box.y0 <= y < box.y1}
    return min(around, key=lambda n: around[n], default=None)


def _middle(box: Box) -> float:
    return (box.y0 + box.y1) / 2
