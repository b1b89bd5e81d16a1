"""The regions and lines of pages that decisions are being applied to: their order, their kinds, what is no text, lines added."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from digitize.model.added_line import added_line
from digitize.model.decision import Decision, DecisionKind
from digitize.model.geometry import Box
from digitize.model.transcription import Doubt, PageStatus, RegionKind, TextLine, TextRegion, TranscribedPage

NO_TEXT = {
    RegionKind.HANDWRITING: Doubt.HANDWRITING,
    RegionKind.STAMP: Doubt.STAMP,
    RegionKind.IMAGE: Doubt.UNREADABLE,
}
"""Kinds that, told by a person, say that what engines made of a region is no text, and what its lines are then."""
_STAYS_EMPTY = frozenset(NO_TEXT) | {RegionKind.TABLE, RegionKind.SEPARATOR}
"""Kinds that, told by a person, are there without any text."""


def page_id(page_number: int) -> str:
    """``p0001``."""
    return f"p{page_number:04}"


class DraftLayout:
    """Regions and lines, without their words.

    Regions and lines keep their ids whatever their order. Those of which nothing is left stay where they were, unseen, so that what is
    said of their neighbours still holds.

    Args:
        pages: As engines read them.
    """

    def __init__(self, pages: Sequence[TranscribedPage]) -> None:
        self._pages = {page.page_number: page for page in pages}
        self._regions: dict[str, TextRegion] = {}
        self._lines: dict[str, TextLine] = {}
        self._order: dict[str, list[str]] = {}
        self._read: dict[str, Doubt | None] = {}
        self._doubted: dict[str, int] = {}
        self._bare: set[str] = set()
        self._pictured: set[str] = set()
        for page in pages:
            self._order[page_id(page.page_number)] = [region.id for region in page.regions]
            for region in page.regions:
                self._hold(region)

    def _hold(self, region: TextRegion) -> None:
        self._order[region.id] = [line.id for line in region.lines]
        self._regions[region.id] = replace(region, lines=())
        for line in region.lines:
            self._lines[line.id] = line
            self._read[line.id] = line.doubt
        if not region.lines:
            self._bare.add(region.id)

    # Asked ---------------------------------------------------------------------------------------------------------

    def page(self, page_number: int) -> TranscribedPage | None:
        """A page as engines read it."""
        return self._pages.get(page_number)

    def region(self, region_id: str) -> TextRegion | None:
        """A region as it is now, without its lines."""
        return self._regions.get(region_id)

    def line(self, line_id: str) -> TextLine | None:
        """A line as it is now, with the words that it had first."""
        return self._lines.get(line_id)

    def regions(self, page_number: int) -> Iterator[TextRegion]:
        """The regions of a page in their order of now, without their lines."""
        return (self._regions[each] for each in self._order.get(page_id(page_number), ()))

    def lines(self, region_id: str) -> Iterator[TextLine]:
        """The lines of a region in their order of now, with the words that they had first."""
        return (self._lines[each] for each in self._order.get(region_id, ()))

    def line_ids(self, page_number: int) -> Iterator[str]:
        """Ids of the lines of a page in reading order."""
        return (line for region in self._order.get(page_id(page_number), ()) for line in self._order[region])

    def box(self, id: str) -> Box | None:
        """Where a region or line stands."""
        thing = self._regions.get(id) or self._lines.get(id)
        return None if thing is None else thing.box

    def in_order(self, on: str, ids: Collection[str]) -> str | None:
        """Some regions of a page, or lines of a region, in their order of now; ``None`` when one is not there."""
        found = [each for each in self._order.get(on, ()) if each in ids]
        return " ".join(found) if len(found) == len(set(ids)) > 0 else None

    def doubted(self, line_id: str) -> int:
        """Number of the decision that said of a line by itself whether it is text; 0 where none did."""
        return self._doubted.get(line_id, 0)

    def stays(self, region_id: str) -> bool:
        """Whether a region is there without any line."""
        return region_id in self._bare or region_id in self._pictured

    def holder(self, line_id: str) -> str | None:
        """Id of the region that holds a line."""
        region = line_id.rpartition("_l")[0]
        return region if line_id in self._order.get(region, ()) else None

    def free_region(self, page_number: int, taken: Collection[str]) -> str:
        """An id for a region of a page that no other has, nor had."""
        name = page_id(page_number)
        return f"{name}_r{_next(f'{name}_r', (*self._order[name], *taken)):03}"

    def free_line(self, region_id: str, taken: Collection[str]) -> str:
        """An id for a line of a region that no other has, nor had."""
        return f"{region_id}_l{_next(f'{region_id}_l', (*self._order.get(region_id, ()), *taken)):03}"

    # Changed -------------------------------------------------------------------------------------------------------

    def apply(self, decision: Decision) -> str | None:
        """Applies a decision on a line, a region or a page that is there; where it does not fit, the reason is returned.

        That what it is on is as it was is for the caller to see.
        """
        place, on = decision.place, decision.on
        page = None if place is None else self._pages.get(place.page_number)
        if page is None or on is None:
            return "its page is not there"
        if page.status is PageStatus.FAILED:
            return f"page {page.page_number} could not be read"
        if decision.effect is DecisionKind.ADD_LINE:
            return self._add(decision, page)
        if decision.effect is DecisionKind.SET_KIND:
            return self._set_kind(on, decision.new)
        if decision.effect is DecisionKind.SET_DOUBT:
            return self._set_doubt(on, decision)
        return self._reorder(on, decision.new.split())

    def _add(self, decision: Decision, page: TranscribedPage) -> str | None:
        added, id_ = decision.line, decision.on
        if (
            added is None
            or id_ is None
            or id_ in self._lines
            or (added.kind is None) != (added.region in self._regions)
        ):
            return "what it belongs to is not there, or the line is there already"
        around = self._order[page_id(page.page_number) if added.kind is not None else added.region]
        if added.after is not None and added.after not in around:
            return f"{added.after}, after which it stands, is not there"
        at = 0 if added.after is None else around.index(added.after) + 1
        box = Box.around_points(added.polygon, page.width, page.height)
        if added.kind is None:
            region = self._regions[added.region]
        else:
            region = TextRegion(added.region, added.kind, box, added.polygon, ())
        present = replace(region, lines=tuple(self.lines(added.region)))
        line = added_line(id_, decision.new, added, decision.sequence, self._as_now(page), present)
        around.insert(at, id_ if added.kind is None else added.region)
        if added.kind is not None:
            self._order[added.region] = [id_]
            self._regions[added.region] = replace(region, column=line.column)
        else:
            whole = Box.around([region.box, box])
            self._regions[added.region] = replace(
                region, box=whole, polygon=region.polygon if whole == region.box else whole.polygon
            )
        self._lines[id_] = line
        self._read[id_] = None
        return None

    def _as_now(self, page: TranscribedPage) -> TranscribedPage:
        """A page with the lines that were added to it."""
        regions = (replace(each, lines=tuple(self.lines(each.id))) for each in self.regions(page.page_number))
        return replace(page, regions=tuple(regions))

    def _set_kind(self, on: str, name: str) -> str | None:
        if name not in set(RegionKind) - {RegionKind.SEPARATOR}:
            return f"{name!r} is no kind that a region can be made"
        kind = RegionKind(name)
        self._regions[on] = replace(self._regions[on], kind=kind)
        (self._pictured.add if kind in _STAYS_EMPTY else self._pictured.discard)(on)
        for line_id in self._order[on]:
            read = self._read[line_id] if self._read[line_id] is Doubt.UNREADABLE else None
            self._lines[line_id] = replace(self._lines[line_id], doubt=NO_TEXT.get(kind, read))
            self._doubted.pop(line_id, None)
        return None

    def _set_doubt(self, on: str, decision: Decision) -> str | None:
        if decision.new and decision.new not in set(Doubt):
            return f"{decision.new!r} is no reason for which a line is no text"
        self._lines[on] = replace(self._lines[on], doubt=Doubt(decision.new) if decision.new else None)
        self._doubted[on] = decision.sequence
        return None

    def _reorder(self, on: str, ids: Sequence[str]) -> str | None:
        """Puts some things into the places that they have together, in another order; the others stay where they are."""
        order = self._order[on]
        places = [index for index, each in enumerate(order) if each in ids]
        if len(places) != len(ids):
            return "not the same regions or lines, each of them once"
        for index, each in zip(places, ids, strict=True):
            order[index] = each
        return None


def _next(start: str, ids: Collection[str]) -> int:
    """The number after the highest of the ids that begin so."""
    numbers = (each.removeprefix(start) for each in ids if each.startswith(start))
    return 1 + max((int(number) for number in numbers if number.isdecimal()), default=0)
