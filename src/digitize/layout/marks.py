"""Finds what a pen or a rubber stamp left on a page: signatures, notes, rings.

Real print must not be taken for it, so only what no type looks like counts: strokes as thin as those of a letter that
wander over the height of several lines and leave most of their box white.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.layout.ink import Ink, Mask, X, pieces_of
from digitize.layout.pictures import paper_tone, written_on
from digitize.model.geometry import Box
from digitize.model.transcription import RegionKind

_LEAST = 4 * X
"""Least width and height of a stroke: body type with ascender and descender is two x-heights high."""
_MOST = 40 * X
"""Largest mark: a signature or stamp fits in a quarter of a line of type; frames and shadows are larger."""
_THIN = X / 2
"""Widest stroke of pen or rubber in the mean; letters of display type that are as high have wider ones."""
_INK = 0.18
"""Most ink in the box of a pen stroke; letters, and lines of type that touch, have a quarter and more."""
_LARGE, _MORE_INK = 5 * X, 0.25
"""The same for strokes wider and higher than that: letters with such thin strokes are not so large."""
_LOOSE_INK = 0.35
"""The same for parts beside such a stroke."""
_NEAR = 3 * X
"""Parts of one mark stand so near each other: the white between a signature and the type above it."""
_SIDE = 0.7
"""Share of a side of its box along which a frame has ink."""
_ROUNDS = 3
"""How often parts beside a mark are looked for: a signature is a few strokes."""
_TOO_MANY = 100
"""More pen strokes than that are a manuscript page, a map, noise: nothing that stands beside type."""
_RING = 6 * X
"""Least size of a ring: rubber stamps are more than a centimetre wide."""
_ROUND = 0.75
"""Share of the directions from the middle in which a ring has ink at its radius; the rest was inked badly."""
_DARKER = 0.15
"""Darker than its surroundings, in shares of the page's range of tones: pencil is paler than type."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something written or stamped by hand.

    Args:
        kind: ``STAMP`` or ``HANDWRITING``.
        box: On the reduced picture.
    """

    kind: RegionKind
    box: Box


def find_marks(ink: Ink, lines: Sequence[Box], columns: int = 1, taken: Sequence[Box] = ()) -> tuple[Mark, ...]:
    """Stamps and handwriting on the reduced picture, from the top.

    Args:
        ink: The page.
        lines: Its lines, or parts of lines.
        columns: How many columns the page has. On a page with several only rings are looked for: newspapers have
            drawings, ornaments and script types that look like handwriting.
        taken: Pictures and tables, where nothing is looked for.
    """
    small = ink.small
    if min(small.shape) < _LEAST:
        return ()
    strokes = _strokes(ink)
    for box in taken:
        strokes[box.y0 : box.y1, box.x0 : box.x1] = 0
    found = []
    for box in _groups(strokes, written_on(ink, lines)):
        if max(box.width, box.height) > _MOST:
            continue
        kind = _kind(strokes, box)
        if columns <= 1 or kind is RegionKind.STAMP:
            found.append(Mark(kind, box))
    return tuple(sorted(found, key=lambda mark: (mark.box.y0, mark.box.x0)))


def _strokes(ink: Ink) -> NDArray[np.uint8]:
    """Ink against its surroundings, without rules; shadows are no strokes."""
    paper, tones = paper_tone(ink.small)
    around = np.minimum(paper, cv2.blur(ink.small, (12 * X + 1, 12 * X + 1)))
    strokes = np.asarray(cv2.subtract(around, ink.small) > _DARKER * tones, dtype=np.uint8)
    strokes[cv2.dilate((ink.upright | ink.level).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = 0
    return strokes


def _groups(strokes: NDArray[np.uint8], written: Mask) -> list[Box]:
    """Boxes around pen strokes and the parts beside them."""
    labels, stats = pieces_of(strokes)
    x, y, w, h, area = (stats[:, column] for column in range(5))
    height, width = strokes.shape
    inside = (x > 1) & (y > 1) & (x + w < width - 1) & (y + h < height - 1)
    inside[0] = False
    size = np.minimum(w, h)
    pen = inside & (size >= _LEAST) & (area <= np.where(size >= _LARGE, _MORE_INK, _INK) * w * h)
    candidates = np.flatnonzero(pen).tolist()
    seeds = [i for i in candidates if _wanders(labels, stats[i], i)] if len(candidates) < _TOO_MANY else []
    if not seeds:
        return []
    loose = inside & (np.maximum(w, h) >= 2 * X) & (area <= _LOOSE_INK * w * h)
    loose &= ~written[np.minimum(y + h // 2, height - 1), np.minimum(x + w // 2, width - 1)]
    parts = [Box(*(int(v) for v in (x[i], y[i], x[i] + w[i], y[i] + h[i]))) for i in np.flatnonzero(loose)]
    pens = [Box(*(int(v) for v in (x[i], y[i], x[i] + w[i], y[i] + h[i]))) for i in seeds]
    groups = _merged(pens)
    for _ in range(_ROUNDS):
        near = [part for part in parts if any(_is_near(part, group) for group in groups)]
        groups = [group for group in _merged([*groups, *near]) if any(group.overlap(pen) == pen.area for pen in pens)]
    return groups


def _wanders(labels: NDArray[Any], stats: NDArray[np.int32], label: int) -> bool:
    """Whether a component is a thin line, neither straight, as folds and scratches are, nor a frame."""
    x, y, w, h, area = (int(v) for v in stats)
    part = np.asarray(labels[y : y + h, x : x + w] == label, dtype=np.uint8)
    core = cv2.erode(part, np.ones((3, 3), np.uint8), borderValue=0)
    if 2 * area > _THIN * (area - int(np.count_nonzero(core))):
        return False
    sides = (part[:X].any(axis=0), part[-X:].any(axis=0), part[:, :X].any(axis=1), part[:, -X:].any(axis=1))
    if sum(bool(side.mean() >= _SIDE) for side in sides) > 2:
        return False
    points = np.argwhere(part)[:, ::-1].astype(np.float32)
    _, extent, _ = cv2.minAreaRect(points)
    return bool(min(extent) > X)


def _is_near(a: Box, b: Box) -> bool:
    return max(a.x0 - b.x1, b.x0 - a.x1, a.y0 - b.y1, b.y0 - a.y1) <= _NEAR


def _merged(boxes: list[Box]) -> list[Box]:
    """Boxes that are near each other become one, unless that is larger than a mark."""
    merged: list[Box] = []
    for box in sorted(boxes, key=lambda b: (-b.area, b)):
        whole = box
        while (near := next((m for m in merged if _are_one(m, whole)), None)) is not None:
            merged.remove(near)
            whole = Box.around([near, whole])
        merged.append(whole)
    return [box for box in merged if not any(other.overlap(box) == box.area for other in merged if other != box)]


def _are_one(a: Box, b: Box) -> bool:
    whole = Box.around([a, b])
    return _is_near(a, b) and max(whole.width, whole.height) <= _MOST


def _kind(strokes: NDArray[np.uint8], box: Box) -> RegionKind:
    """A stamp when the ink in the box makes a ring, handwriting else."""
    if min(box.width, box.height) < _RING or max(box.width, box.height) > 1.3 * min(box.width, box.height):
        return RegionKind.HANDWRITING
    rows, columns = np.nonzero(strokes[box.y0 : box.y1, box.x0 : box.x1])
    across, down = columns - (box.width - 1) / 2, rows - (box.height - 1) / 2
    radius = np.hypot(across / box.width, down / box.height) * 2
    sector = ((np.arctan2(down, across) / np.pi + 1) * 18).astype(int) % 36
    on_ring = np.unique(sector[(radius > 0.85) & (radius < 1.1)])
    return RegionKind.STAMP if len(on_ring) >= _ROUND * 36 else RegionKind.HANDWRITING
