"""Lines of text: the courses of ridges, each with the letters that belong to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.layout.ink import Ink, Mask, X, letter_height
from digitize.layout.ridges import Curve, Letters, find_courses
from digitize.model.geometry import Box, Polygon

_SMALL = 0.6
"""Size of small type, in x-heights of the page: notices of 6 points beside articles of 10."""
_BESIDE = 0.4 * X
"""Letters of one line stand about its course: the middles of those with ascenders are off by less."""
_ENOUGH = 12
"""Letters by which small type is told."""
_OWN = 1.8 * X
"""How far from its ridge the middle of a letter may be: accents and commas, not the next line's letters."""
_BODY = 2.8 * X
"""Taller components are display type, or letters that touch across lines."""
_SHARED = 0.6
"""Two ridges with this share of their letters' widths in common are the top and bottom of one line of display type."""
_DISPLAY = 3 * X
"""Higher letters are a headline's or a masthead's."""
_MOST_POINTS = 9


@dataclass(frozen=True, slots=True, order=True)
class Line(Box):
    """A line of text: the box around its letters, and its course.

    Args:
        spine: Two or more points, from left to right, along the middle of the letters without ascender; the first and
            last at the box's edges.
        letter: Median height of its letters, those with ascenders among them.
    """

    spine: Polygon = ()
    letter: float = 0.0

    def lowered(self, by: int) -> Line:
        """The same line further down the picture."""
        spine = tuple((x, y + by) for x, y in self.spine)
        return Line(self.x0, self.y0 + by, self.x1, self.y1 + by, spine, self.letter)

    def at(self, x: float) -> float:
        """Height of the spine at ``x``."""
        return float(np.interp(x, [p[0] for p in self.spine], [p[1] for p in self.spine]))


def find_lines(ink: Ink, barriers: Mask, columns: tuple[tuple[int, int], ...] = ()) -> list[Line]:
    """The lines on the reduced picture, in no particular order.

    Args:
        ink: The page.
        barriers: What no line runs across.
        columns: Left and right edge of each column, where they are known: within one, parts of a line may be far apart.
    """
    lines, crowded = _found(ink.text, ink.letters, barriers, columns, 1.0)
    if len(crowded) >= _ENOUGH:
        text = np.zeros_like(ink.text)
        for x0, y0, x1, y1 in crowded.tolist():
            text[y0:y1, x0:x1] = ink.text[y0:y1, x0:x1]
        lines += _found(text, crowded, barriers, columns, _SMALL)[0]
    found = [line for line in lines if _is_line(line)]
    display = [line for line in found if line.letter > _DISPLAY]
    return [line for line in found if not any(_is_part(line, other) for other in display)]


def _is_part(line: Line, other: Line) -> bool:
    """Whether a line is a letter, the dots or a flourish of display type: inside the box of a line of it."""
    return other is not line and other.letter > max(_DISPLAY, line.letter) and line.overlap(other) > 0.9 * line.area


def _found(
    text: Mask, letters: Letters, barriers: Mask, columns: tuple[tuple[int, int], ...], size: float
) -> tuple[list[Line], Letters]:
    """Lines of type of about that size, and the letters for which it is too small to tell their lines apart."""
    curves = find_courses(text, letters, barriers, columns, size)
    if not curves or len(letters) == 0:
        return [], letters[:0]
    drawn = _drawn(curves, text.shape)
    crossed = _crossed(drawn, letters)
    nearest = _nearest(drawn, letters)
    owner = _merged(len(curves), crossed, nearest, letters)
    members = _members(crossed, nearest, owner, letters)
    ridges: dict[int, list[int]] = {}
    for ridge, line in enumerate(owner):
        ridges.setdefault(line, []).append(ridge)
    lines, crowded = [], []
    for line, found in sorted(members.items()):
        of = _Course(*_whole([curves[ridge] for ridge in ridges[line]]))
        if size == 1.0 and _is_crowded(letters[found], of):
            crowded += found
        else:
            lines.append(_line(letters[found], of))
    return lines, letters[sorted(set(crowded))]


@dataclass(frozen=True, slots=True)
class _Course:
    """Where a line runs; ``display`` when several ridges run through its letters."""

    xs: Curve
    ys: Curve
    display: bool

    def off(self, boxes: Letters) -> Curve:
        """How far the middle of each letter is below the course."""
        middle = (boxes[:, 0] + boxes[:, 2]) / 2
        return (boxes[:, 1] + boxes[:, 3]) / 2 - np.interp(middle, self.xs, self.ys)


def _is_crowded(boxes: Letters, course: _Course) -> bool:
    """Whether a ridge runs between two lines of small type: its letters are low, and most stand off it, on either side."""
    body = boxes[boxes[:, 3] - boxes[:, 1] >= X // 2]
    if course.display or len(body) < _ENOUGH or np.median(body[:, 3] - body[:, 1]) > X:
        return False
    off = course.off(body)
    return bool((np.abs(off) > _BESIDE).mean() > 0.5 and min((off > 0).mean(), (off < 0).mean()) > 0.25)


def _whole(own: list[tuple[Curve, Curve]]) -> tuple[Curve, Curve, bool]:
    if len(own) == 1:
        return *own[0], False
    xs, ys = (np.concatenate(parts) for parts in zip(*own, strict=True))
    whole: Curve = np.arange(xs.min(), xs.max() + 1, dtype=np.float64)
    level = np.asarray(np.polyval(np.polyfit(xs, ys, 1), whole), dtype=np.float64)
    return whole, level, True


def _members(
    crossed: dict[int, set[int]], nearest: list[tuple[int, float]], owner: list[int], letters: Letters
) -> dict[int, list[int]]:
    """The letters of each line."""
    members: dict[int, list[int]] = {}
    for letter, (ridge, distance) in enumerate(nearest):
        height = int(letters[letter, 3] - letters[letter, 1])
        touched = {owner[r] for r in crossed.get(letter, ())}
        if distance <= max(_OWN, 0.6 * height):
            touched.add(owner[ridge])
        for line in touched:
            members.setdefault(line, []).append(letter)
    return members


def join_lines(parts: Iterable[Line]) -> Line:
    """One line of parts that stand side by side."""
    ordered = sorted(parts)
    box = Box.around(ordered)
    points = sorted({point for part in ordered for point in part.spine})
    course = np.array(points)
    kept = _thinned(np.linspace(box.x0, box.x1, min(_MOST_POINTS, len(points))), course)
    letter = sum(part.letter * part.width for part in ordered) / sum(part.width for part in ordered)
    return Line(box.x0, box.y0, box.x1, box.y1, kept, round(letter, 2))


def _thinned(at: Curve, course: Curve) -> Polygon:
    return tuple(
        (float(x), round(float(y), 2)) for x, y in zip(at, np.interp(at, course[:, 0], course[:, 1]), strict=True)
    )


def _drawn(curves: list[tuple[Curve, Curve]], shape: tuple[int, ...]) -> NDArray[np.int32]:
    """Number of the ridge (from 1) at each pixel that a ridge runs through; 0 elsewhere."""
    drawn = np.zeros(shape, np.int32)
    for number, (xs, ys) in enumerate(curves, 1):
        rows = np.clip(np.rint(ys).astype(int), 0, shape[0] - 1)
        drawn[rows, xs.astype(int)] = number
    return drawn


def _crossed(drawn: NDArray[np.int32], letters: Letters) -> dict[int, set[int]]:
    """Ridges that run through the body of a tall component, for each such component."""
    tall = np.flatnonzero(letters[:, 3] - letters[:, 1] > _BODY)
    found = {}
    for letter in tall.tolist():
        x0, y0, x1, y1 = (int(v) for v in letters[letter])
        inside = drawn[y0 + X // 2 : y1 - X // 2, x0:x1]
        through = set((np.unique(inside[inside > 0]) - 1).tolist())
        if len(through) > 1:
            found[letter] = through
    return found


def _merged(count: int, crossed: dict[int, set[int]], nearest: list[tuple[int, float]], letters: Letters) -> list[int]:
    """For each ridge the ridge that stands for its line: the same for two that mostly run through the same letters."""
    total = np.zeros(count)
    shared: dict[tuple[int, int], int] = {}
    widths = (letters[:, 2] - letters[:, 0]).tolist()
    for letter, (ridge, distance) in enumerate(nearest):
        if letter not in crossed and distance <= _OWN:
            total[ridge] += widths[letter]
    for letter, ridges in crossed.items():
        total[list(ridges)] += widths[letter]
        for a, b in combinations(sorted(ridges), 2):
            shared[a, b] = shared.get((a, b), 0) + widths[letter]
    owner = list(range(count))
    for (a, b), width in sorted(shared.items()):
        if width > _SHARED * min(total[a], total[b]):
            low, high = sorted((owner[a], owner[b]))
            owner = [low if o == high else o for o in owner]
    return owner


def _nearest(drawn: NDArray[np.int32], letters: Letters) -> list[tuple[int, float]]:
    """The ridge nearest to the middle of each letter, and its distance."""
    distance, labels = cv2.distanceTransformWithLabels(
        (drawn == 0).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    ridge_of = np.zeros(int(np.asarray(labels).max()) + 1, np.int32)
    on_ridge = drawn > 0
    ridge_of[np.asarray(labels)[on_ridge]] = drawn[on_ridge]
    rows, columns = (letters[:, 1] + letters[:, 3]) // 2, (letters[:, 0] + letters[:, 2]) // 2
    ridges = ridge_of[np.asarray(labels)[rows, columns]] - 1
    return list(zip(ridges.tolist(), np.asarray(distance)[rows, columns].tolist(), strict=True))


def _line(boxes: Letters, course: _Course) -> Line:
    middle = np.interp((boxes[:, 0] + boxes[:, 2]) / 2, course.xs, course.ys)
    tall = boxes[:, 3] - boxes[:, 1] > _BODY
    # What touches the next line reaches as far as letters of this one do.
    limit = np.where(tall & (not course.display), 2.0 * X, np.inf)
    top = int(np.maximum(boxes[:, 1], middle - limit).min())
    bottom = int(np.ceil(np.minimum(boxes[:, 3], middle + limit).max()))
    x0, x1 = int(boxes[:, 0].min()), int(boxes[:, 2].max())
    top = max(0, min(top, bottom - 1))
    count = int(min(_MOST_POINTS, max(2, (x1 - x0) // (8 * X))))
    spine = _thinned(np.linspace(x0, x1, count), np.stack((course.xs, course.ys), axis=1))
    return Line(
        x0, top, x1, bottom, spine, letter_height(np.minimum(boxes, boxes[:, [0, 1, 2, 1]] + (0, 0, 0, bottom - top)))
    )


def _is_line(box: Box) -> bool:
    """Specks and lone strokes are no lines; a page number of one digit is."""
    return box.height >= X // 2 and box.width >= 2 and box.area >= X * X
