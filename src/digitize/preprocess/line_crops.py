"""Cuts single lines out of a toned page: each along its course, with the neighbours' ink painted over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.model.geometry import Box, Polygon
from digitize.model.raster import Pixels
from digitize.preprocess.pieces import pieces_of

_Kind = TypeVar("_Kind", bound=np.generic)

PAPER = 255
_INK = 190
"""Tones of an evenly lit page below this are ink when it is asked whose ink is whose."""
_FAINT = 0.7
"""Share of the darkness of a line's ink below which a piece is none of it: print that shows through the paper. Strokes
of one line vary by a third."""
_SIDE = 0.4
"""Paper kept beside a line, in x-heights: a rule or the next column may stand at half an x-height."""
_OWN = 1.8
"""How far from a line's course the middle of a piece of its ink may be, in x-heights."""
_TALL = 2.6
"""Pieces of ink taller than this many x-heights may belong to several lines that touch."""
_ABOVE, _BELOW = 2.4, 2.0
"""How far a line's ink is followed above and below its course, in heights of its letters."""
_RULE, _SLIM = 4.0, 0.7
"""Height and width of a piece of a vertical rule, in x-heights."""
_SPECK = 0.2
"""Smaller pieces, in x-heights, count as a line's own only within an x-height of its course: else they are dust."""
_MARGIN_PX = 8
"""Paper put around a line: an engine expects some."""


@dataclass(frozen=True, slots=True)
class LineShape:
    """Where a line stands on the page.

    Args:
        box: Around its letters, in the page's pixels.
        spine: Points from left to right along the middle of its letters without ascender.
        letter_px: Height of its letters.
    """

    box: Box
    spine: Polygon
    letter_px: float


@dataclass(frozen=True, slots=True)
class LineCrop:
    """A line cut out, made level.

    Args:
        pixels: Grey.
        x0: Left edge on the page, in pixels.
        top: Course of the crop's top edge on the page, from left to right; heights between points are interpolated.
    """

    pixels: Pixels
    x0: int
    top: Polygon

    def to_page(self, points: Polygon) -> Polygon:
        """Points of the crop on the page."""
        return uncut(points, self.x0, self.top)


def uncut(points: Polygon, x0: float, top: Polygon, scale: float = 1.0) -> Polygon:
    """Points of a line made level, back where it was cut out.

    Args:
        points: In pixels of the crop.
        x0: Left edge of the crop on the page, in pixels.
        top: Course of its top edge on the page, from left to right.
        scale: Pixels of the crop per pixel of the page.
    """
    xs = [x0 + across / scale for across, _ in points]
    tops = np.interp(xs, [x for x, _ in top], [y for _, y in top])
    return tuple((x, float(y) + down / scale) for x, y, (_, down) in zip(xs, tops, points, strict=True))


def cut_lines(
    toned: Pixels, lines: Sequence[LineShape], others: Sequence[LineShape], x_height_px: float
) -> list[LineCrop]:
    """The lines of one region as level crops.

    Every piece of ink goes to the line whose course is nearest to its middle; a tall piece that several lines run
    through is parted half way between them. What belongs to another line is painted over with paper.

    Args:
        toned: Grey page with even light.
        lines: The region's lines.
        others: Lines near by that are not the region's.
        x_height_px: x-height of the page.
    """
    if not lines:
        return []
    height, width = toned.shape
    area = Box.around([line.box for line in lines]).padded(round(2 * x_height_px), width, height)
    rivals = [*lines, *(line for line in others if line.box.overlap(area) > 0)]
    part = np.ascontiguousarray(toned[area.y0 : area.y1, area.x0 : area.x1])
    owner = _owners(part, [_moved(line, area) for line in rivals], x_height_px)
    return [_cut(part, owner, index, _moved(line, area), area, x_height_px) for index, line in enumerate(lines, 1)]


def _moved(line: LineShape, area: Box) -> LineShape:
    """The line in the frame of a part of the page."""
    spine = tuple((x - area.x0, y - area.y0) for x, y in line.spine)
    x0, y0 = line.box.x0 - area.x0, line.box.y0 - area.y0
    clipped = Box(max(0, x0), max(0, y0), max(1, x0 + line.box.width), max(1, y0 + line.box.height))
    return LineShape(clipped, spine, line.letter_px)


def _course(line: LineShape, at: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.interp(at, [x for x, _ in line.spine], [y for _, y in line.spine])


def _owners(part: Pixels, lines: Sequence[LineShape], x_height_px: float) -> NDArray[np.int16]:
    """Number of the line (from 1) that each pixel of ink belongs to; 0 for none."""
    labels, stats, _ = pieces_of((part < _INK).astype(np.uint8))
    count = len(stats)
    boxes = np.stack((stats[:, 0], stats[:, 1], stats[:, 0] + stats[:, 2], stats[:, 1] + stats[:, 3]), axis=1)
    middle = ((boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2)
    owner = np.zeros(count, np.int16)
    nearest = np.full(count, np.inf)
    through: dict[int, list[int]] = {}
    tall = boxes[:, 3] - boxes[:, 1] > _TALL * x_height_px
    for number, line in enumerate(lines, 1):
        (here,) = np.nonzero((middle[0] >= line.box.x0) & (middle[0] <= line.box.x1))
        course = _course(line, middle[0][here])
        off = np.abs(middle[1][here] - course)
        limit = np.maximum(_OWN * x_height_px, 0.6 * np.maximum(line.letter_px, boxes[here, 3] - boxes[here, 1]))
        better = (off < nearest[here]) & (off <= limit)
        nearest[here[better]], owner[here[better]] = off[better], number
        inner = 0.5 * x_height_px
        crossed = tall[here] & (boxes[here, 1] + inner < course) & (course < boxes[here, 3] - inner)
        for piece in here[crossed].tolist():
            through.setdefault(piece, []).append(number)
    tiny = (boxes[:, 2:] - boxes[:, :2]).max(axis=1) < _SPECK * x_height_px
    rule = (boxes[:, 3] - boxes[:, 1] > _RULE * x_height_px) & (boxes[:, 2] - boxes[:, 0] < _SLIM * x_height_px)
    owner[rule | (nearest > x_height_px) & tiny] = 0
    owner[0] = 0
    owner[_is_faint(part, labels, owner, ~tiny)] = 0
    owned: NDArray[np.int16] = owner[labels]
    for piece, numbers in through.items():
        if len(numbers) > 1 and piece > 0 and not rule[piece]:
            _part(owned, labels, boxes[piece], piece, numbers, lines)
    return owned


def _is_faint(
    part: Pixels, labels: NDArray[Any], owner: NDArray[np.int16], counts: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Pieces much fainter than half of the ink of the line that they would belong to."""
    at = np.flatnonzero(labels)
    of = labels.ravel()[at]
    area = np.bincount(of, minlength=len(owner))
    darkness = 255.0 - np.bincount(of, weights=part.ravel()[at], minlength=len(owner)) / np.maximum(area, 1)
    usual = np.zeros(int(owner.max()) + 1)
    for number in range(1, len(usual)):
        (own,) = np.nonzero((owner == number) & counts)
        if len(own):
            rising = own[np.argsort(darkness[own], kind="stable")]
            gathered = np.cumsum(area[rising])
            usual[number] = darkness[rising[np.searchsorted(gathered, gathered[-1] / 2)]]
    return np.asarray(darkness < _FAINT * usual[owner], dtype=np.bool_)


def _part(
    owned: NDArray[np.int16],
    labels: NDArray[Any],
    box: NDArray[np.int32],
    piece: int,
    numbers: Sequence[int],
    lines: Sequence[LineShape],
) -> None:
    x0, y0, x1, y1 = (int(v) for v in box)
    rows = np.arange(y0, y1)[:, None]
    columns = np.arange(x0, x1, dtype=np.float64)
    distance = np.stack([np.abs(rows - _course(lines[number - 1], columns)[None]) for number in numbers])
    nearest = np.array(numbers, np.int16)[distance.argmin(axis=0)]
    own = labels[y0:y1, x0:x1] == piece
    owned[y0:y1, x0:x1][own] = nearest[own]


def _cut(
    part: Pixels,
    owned: NDArray[np.int16],
    number: int,
    line: LineShape,
    area: Box,
    x_height_px: float,
) -> LineCrop:
    side = round(_SIDE * x_height_px)
    left, right = max(0, line.box.x0 - side), min(part.shape[1], line.box.x1 + side)
    columns = np.arange(left, right)
    course = _course(line, columns.astype(np.float64))
    above, below = _reach(owned, number, line, left, right, max(line.letter_px, x_height_px))
    top = np.rint(course - above).astype(np.int64)
    pixels = _levelled(part[:, left:right], top, above + below, PAPER)
    mine = _levelled(owned[:, left:right], top, above + below, 0) == number
    strokes = cv2.dilate(mine.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0  # with their grey edges
    pixels[~strokes | (pixels < _INK) & ~mine] = PAPER
    m = _MARGIN_PX
    framed = cv2.copyMakeBorder(pixels, m, m, m, m, cv2.BORDER_CONSTANT, value=PAPER)
    knots = np.unique(np.linspace(0, len(columns) - 1, min(len(columns), 2 * len(line.spine))).astype(int))
    edge_line = tuple((float(columns[k] + area.x0), float(top[k] + area.y0 - m)) for k in knots)
    return LineCrop(np.asarray(framed, dtype=np.uint8), left + area.x0 - m, edge_line)


def _levelled(plane: NDArray[_Kind], top: NDArray[np.int64], height: int, outside: int) -> NDArray[_Kind]:
    """So many rows of a plane from a course on, which may leave it; runs of columns with the same course are moved together."""
    level = np.full((height, plane.shape[1]), outside, plane.dtype)
    ends = [*(np.flatnonzero(np.diff(top)) + 1).tolist(), len(top)]
    for start, end in zip([0, *ends], ends, strict=False):
        row = int(top[start])
        first, last = max(0, row), min(plane.shape[0], row + height)
        if first < last:
            level[first - row : last - row, start:end] = plane[first:last, start:end]
    return level


def _reach(
    owned: NDArray[np.int16], number: int, line: LineShape, left: int, right: int, letter_px: float
) -> tuple[int, int]:
    """How far the line's own ink goes above and below its course, in pixels."""
    most_above, most_below = round(_ABOVE * letter_px), round(_BELOW * letter_px)
    heights = [y for _, y in line.spine]
    first, last = max(0, int(min(heights)) - most_above), min(owned.shape[0], int(max(heights)) + most_below)
    mine = owned[first:last, left:right] == number
    (columns,) = np.nonzero(mine.any(axis=0))
    if len(columns) == 0:
        return round(letter_px), round(letter_px)
    course = _course(line, (columns + left).astype(np.float64))
    inked = mine[:, columns]
    tops, ends = inked.argmax(axis=0) + first, last - 1 - inked[::-1].argmax(axis=0)
    above = min(most_above, max(letter_px / 2, float((course - tops).max())))
    below = min(most_below, max(letter_px / 2, float((ends - course).max())))
    return round(above) + 2, round(below) + 3
