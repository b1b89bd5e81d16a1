"""Decisions on lines, regions and their order, made of what a person wishes."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from digitize.model.decided import Draft
from digitize.model.decision import AddedLine, Decision, DecisionKind, DecisionPlace
from digitize.model.decision_index import page_of
from digitize.model.geometry import Box, Polygon
from digitize.model.transcription import PageStatus, RegionKind

_LEAST_PX = 2
"""Width and height that an added line has at least."""
_FAR_PX = 1_000_000
"""Further than any page reaches."""
_MOST_POINTS = 1000
"""Points that its outline has at most."""


@dataclass(frozen=True, slots=True)
class NewLine:
    """Where a person wishes a line to stand.

    Args:
        page_number: From 1.
        polygon: Its outline, in pixels of the canonical page image: three points or more (of a box, :attr:`Box.polygon`).
        after: The line after which it stands, in the same region; or a region, after which one is made for it. ``None``: a region is made
            for it that comes first on the page.
        first_in: The region of which it becomes the first line, instead of ``after``.
        kind: What a region that is made for it is.
    """

    page_number: int
    polygon: Polygon
    after: str | None = None
    first_in: str | None = None
    kind: RegionKind = RegionKind.PARAGRAPH

    @property
    def anchor(self) -> str | None:
        """What it stands after, or is first in."""
        return self.after or self.first_in

    @property
    def box(self) -> Box | None:
        """The box around its outline, on a page of any size; ``None`` where that is no outline."""
        try:
            return Box.around_points(tuple((max(x, 0), max(y, 0)) for x, y in self.polygon), _FAR_PX, _FAR_PX)
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True, slots=True)
class OnLayout:
    """What an entry holds that is on no words.

    Args:
        on: Id of the line, region or page.
        old: What stood there.
        new: What does now.
        place: Where.
        line: Of an added line, where it belongs.
    """

    on: str
    old: str
    new: str
    place: DecisionPlace
    line: AddedLine | None = None


def on_layout(kind: DecisionKind, on: str | None, new: str, draft: Draft) -> OnLayout:
    """What a decision on a region, a line or an order holds.

    Args:
        kind: What it says.
        on: What it is on.
        new: What it makes of that: a kind, a doubt, ids parted by spaces.
        draft: The pages as they are.

    Raises:
        ValueError: If that is not there.
    """
    old = None if on is None else draft.stands(kind, on, new)
    if on is None or old is None:
        raise ValueError("the region or line that it is on is not there")
    things = new.split() if kind is DecisionKind.REORDER else [on]
    boxes = tuple(box for each in things if (box := draft.layout.box(each)) is not None)
    return OnLayout(on, old, new, DecisionPlace(page_of(on), boxes))


def added(line: NewLine | None, text: str, taken: Collection[str], draft: Draft) -> OnLayout:
    """What a decision that adds a line holds; its id, and that of a region made for it, are ones that nothing else has or had.

    Args:
        line: Where it is to stand.
        text: Its words.
        taken: Ids of what was added before, and may be gone.
        draft: The page as it is.

    Raises:
        ValueError: If it has no words or no place, or what it belongs to is not there.
    """
    if line is None or not text:
        raise ValueError("a line that is added has a place and words")
    layout, page = draft.layout, draft.layout.page(line.page_number)
    if page is None or page.status is PageStatus.FAILED:
        raise ValueError(f"page {line.page_number} is not there, or could not be read")
    polygon = _inside(line.polygon, page.width, page.height)
    box = Box.around_points(polygon, page.width, page.height)
    region, after, kind = line.first_in, line.after, None
    if after is not None:
        region = layout.holder(after)
    if region is None:
        region, kind = layout.free_region(line.page_number, taken), line.kind
        if kind is RegionKind.SEPARATOR:
            raise ValueError("a separator has no lines")
    place = AddedLine(region, polygon, after, kind)
    beside = None if place.anchor is None else layout.box(place.anchor)
    if place.anchor is not None and (beside is None or page_of(place.anchor) != line.page_number):
        raise ValueError("what it is to stand after, or in, is not there")
    boxes = (box,) if beside is None else (box, beside)
    on = layout.free_line(region, taken)
    return OnLayout(on, "", text, DecisionPlace(line.page_number, boxes), place)


def ids_added(entries: Iterable[Decision]) -> frozenset[str]:
    """Ids of all lines that were ever added, and of the regions that hold them."""
    return frozenset(id_ for entry in entries if entry.line and entry.on for id_ in (entry.on, entry.line.region))


def _inside(polygon: Polygon, width_px: int, height_px: int) -> Polygon:
    """An outline within its page."""
    numbers = [number for point in polygon for number in point]
    if not 3 <= len(polygon) <= _MOST_POINTS or not all(map(math.isfinite, numbers)):
        raise ValueError("an outline of a line has three points or more")
    points = tuple((min(max(x, 0), width_px), min(max(y, 0), height_px)) for x, y in polygon)
    sizes = [max(of) - min(of) for of in zip(*points, strict=True)]
    if min(sizes) < _LEAST_PX:
        raise ValueError("a line has some width and height, on its page")
    return points
