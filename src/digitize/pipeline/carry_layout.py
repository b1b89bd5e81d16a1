"""Decisions on lines, regions and their order, on another reading of the same pages: found again by place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from digitize.model.decided import Draft
from digitize.model.decision import AddedLine, Decision, DecisionKind, DecisionPlace
from digitize.model.draft_layout import page_id
from digitize.model.geometry import Box
from digitize.model.transcription import PageStatus, TextLine, TextRegion
from digitize.pipeline.decide_layout import OnLayout

_SAME = 0.5
"""Share of both boxes, together, that they have in common when they are one region's or one line's."""
_COVERED = 0.5
"""Share of a word, or of an added line, over which the two lie on each other when the line has been read after all."""


def find_layout(decision: Decision, draft: Draft, taken: Collection[str]) -> OnLayout | str:
    """What a decision on a line, a region or an order holds on another reading, or why it does not fit there.

    Both readings are of the same image: boxes tell which is which.

    Args:
        decision: A person's, on the other reading.
        draft: The reading.
        taken: Ids of what was added before, and may be gone.
    """
    place = decision.place
    page = None if place is None else draft.layout.page(place.page_number)
    if place is None or page is None:
        return "its page is not there"
    if page.status is PageStatus.FAILED:
        return f"page {page.page_number} could not be read"
    if decision.kind is DecisionKind.ADD_LINE:
        return _added(decision, place, draft, taken)
    if decision.kind is DecisionKind.REORDER:
        return _reordered(decision, place, draft)
    is_region = decision.kind is DecisionKind.SET_KIND
    things: list[TextRegion | TextLine] = [*(_regions if is_region else _lines)(place.page_number, draft)]
    found = _at(place.boxes[0], things)
    if found is None:
        return f"no such {'region' if is_region else 'line'} was found in that place"
    old = draft.stands(decision.kind, found.id, decision.new)
    return OnLayout(found.id, old or "", decision.new, DecisionPlace(place.page_number, (found.box,)))


def _regions(page_number: int, draft: Draft) -> list[TextRegion]:
    return list(draft.layout.regions(page_number))


def _lines(page_number: int, draft: Draft) -> list[TextLine]:
    return [line for region in draft.layout.regions(page_number) for line in draft.layout.lines(region.id)]


def _at(box: Box, things: Iterable[TextRegion | TextLine]) -> TextRegion | TextLine | None:
    """The thing that stands where a box is."""
    found = max(things, key=lambda thing: _common(box, thing.box), default=None)
    return found if found is not None and _common(box, found.box) >= _SAME else None


def _common(a: Box, b: Box) -> float:
    shared = a.overlap(b)
    return shared / (a.area + b.area - shared)


def _reordered(decision: Decision, place: DecisionPlace, draft: Draft) -> OnLayout | str:
    of_page = decision.on == page_id(place.page_number)
    what = "regions" if of_page else "lines"
    things: list[TextRegion | TextLine] = [*(_regions if of_page else _lines)(place.page_number, draft)]
    found = [thing for box in place.boxes if (thing := _at(box, things)) is not None]
    if len({thing.id for thing in found}) < len(place.boxes):
        lost = len(place.boxes) - len({thing.id for thing in found})
        return (
            f"{lost} of the {len(place.boxes)} {what} that were put into order are not there, or parted in another way"
        )
    on = page_id(place.page_number) if of_page else draft.layout.holder(found[0].id)
    new = " ".join(thing.id for thing in found)
    old = None if on is None else draft.layout.in_order(on, new.split())
    if on is None or old is None:
        return "the lines that were put into order stand in several regions there"
    return OnLayout(on, old, new, DecisionPlace(place.page_number, tuple(thing.box for thing in found)))


def _added(decision: Decision, place: DecisionPlace, draft: Draft, taken: Collection[str]) -> OnLayout | str:
    line, box = decision.line, place.boxes[0]
    if line is None:
        return "it has no line"
    read = " ".join(word.text for word in draft.words(place.page_number) if _covers(word.box, box))
    if read:
        return f"{read!r} was read there"
    beside = _beside(line, place.boxes[1:], place.page_number, draft)
    if isinstance(beside, str):
        return beside
    region, after = beside
    if region is None:
        region = draft.layout.free_region(place.page_number, taken)
    added = AddedLine(region, line.polygon, after, line.kind)
    anchor = None if added.anchor is None else draft.layout.box(added.anchor)
    boxes = (box,) if anchor is None else (box, anchor)
    on = draft.layout.free_line(region, taken)
    return OnLayout(on, "", decision.new, DecisionPlace(place.page_number, boxes), added)


def _beside(
    line: AddedLine, boxes: Sequence[Box], page_number: int, draft: Draft
) -> tuple[str | None, str | None] | str:
    """The region that is to hold a line (``None``: one is made), and what that or the line comes after; or why that is not known."""
    if not boxes:
        return None, None
    if line.kind is not None or line.after is None:
        region = _at(boxes[0], _regions(page_number, draft))
        if region is None:
            return "the region that it belongs to was not found"
        return (None, region.id) if line.kind is not None else (region.id, None)
    before = _at(boxes[0], _lines(page_number, draft))
    if before is None:
        return "the line after which it stands was not read"
    return draft.layout.holder(before.id), before.id


def _covers(word: Box, line: Box) -> bool:
    return word.overlap(line) >= _COVERED * min(word.area, line.area)
