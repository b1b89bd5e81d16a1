"""What page formats have in common: names for kinds of region, reading order, lines in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from digitize.ingest.texts.markup import Element, children, local
from digitize.model.witness import TextPart

_HEADINGS = "heading head title headline subheading subtitle"
_FURNITURE = (
    "header footer page-number pagenumber pagenum page_number pageno running-head running-title runningtitle "
    "catch-word catchword signature-mark"
)
_NOTES = "footnote footnote-continued endnote note marginalia"
_PARTS = {
    **dict.fromkeys(_HEADINGS.split(), TextPart.HEADING),
    **dict.fromkeys(_FURNITURE.split(), TextPart.FURNITURE),
    **dict.fromkeys(_NOTES.split(), TextPart.NOTE),
}


def part_named(*names: str | None) -> TextPart:
    """What text belongs to by the first of these names for a region that says it."""
    found = (_PARTS.get(name.strip().lower()) for name in names if name)
    return next((part for part in found if part is not None), TextPart.BODY)


def in_reading_order(things: Iterable[Element], order: Element | None, id_name: str) -> list[Element]:
    """Regions in the order that a file states.

    One that it does not name comes where the region does that holds it, or last, as they stand in the file.

    Args:
        things: Regions, in the order of the file.
        order: Its ``ReadingOrder``; ``None`` where it has none.
        id_name: The attribute that holds a region's id.
    """
    places: dict[str, int] = {}
    references = () if order is None else order.iter("{*}RegionRefIndexed", "{*}RegionRef", "{*}ElementRef")
    for reference in references:
        places.setdefault(reference.get("regionRef") or reference.get("REF") or "", len(places))

    def place(thing: Element) -> int:
        ids = (holder.get(id_name, "") for holder in (thing, *thing.iterancestors()))
        return next((places[id_] for id_ in ids if id_ in places), len(places))

    return sorted(things, key=place)


def sorted_groups(order: Element | None) -> None:
    """Puts the members of ordered groups into the order of their ``index``: PAGE lets them stand anyhow."""
    if order is None:
        return
    for group in order.iter("{*}OrderedGroup", "{*}OrderedGroupIndexed"):
        group[:] = sorted(children(group), key=_index)


def _index(member: Element) -> int:
    return as_number(member.get("index"))


def as_number(text: str | None) -> int:
    """A whole number as attributes hold it; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0


def named_ancestor(element: Element, names: Mapping[str, TextPart]) -> TextPart | None:
    """What the nearest of an element's ancestors with one of these names says."""
    return next((names[local(each)] for each in element.iterancestors() if local(each) in names), None)


def counted(count: int, one: str, more: str) -> str:
    """``1 line``, ``12 lines``."""
    return f"{count} {one if count == 1 else more}"


def in_doubt(count: int) -> tuple[str, ...]:
    """The notice for lines that the file itself takes for no text."""
    lines = counted(count, "line", "lines")
    return (f"{lines} that the file marks as doubtful left out",) if count else ()
