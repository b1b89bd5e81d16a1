"""Some of a queue's places, in the order in which a person wants to see them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from digitize.model.place import ReviewPlace, ReviewQueue
from digitize.model.place_states import PlaceState


class PlaceOrder(StrEnum):
    """In which order places are looked at."""

    PLACE = "place"
    """Reading order."""
    DOUBT = "doubt"
    """What is most likely wrong on the scan's side first."""


_LIKELIEST = {"likely": 0, "cannot be told without the image": 1, None: 1, "unlikely": 2}
"""Verdicts on whether the scan was misread (:class:`~digitize.align.variant.OcrError`), the likeliest first."""


def select(
    queue: ReviewQueue,
    states: Mapping[str, PlaceState],
    *,
    kinds: Collection[str] = (),
    page: int | None = None,
    script: str | None = None,
    most_confidence: float | None = None,
    only_open: bool = False,
    order: PlaceOrder | str = PlaceOrder.PLACE,
    text: str = "",
) -> list[ReviewPlace]:
    """The places that pass every filter.

    By doubt, what was likely misread comes first, then what cannot be told, then the rest; among these what changes the sense before
    what does not, and what was read with less confidence before what was read with more. So a person who stops half-way has seen most
    of what is wrong.

    Args:
        queue: The places.
        states: What was decided on them (:func:`~digitize.model.place_states.states`).
        kinds: Of which a place has at least one; all places when empty.
        page: Number of the page.
        script: ISO 15924 code.
        most_confidence: What the confidence is at most; places of which none is known are left out then.
        only_open: Whether places on which a person has decided are left out; "unsure" is a decision.
        order: In which they come.
        text: What one of the two readings holds, whatever its case.

    Raises:
        ValueError: If there is no such order.
    """
    wanted, sought = frozenset(kinds), " ".join(text.split()).casefold()
    found = [
        place
        for place in queue.places
        if (not wanted or not wanted.isdisjoint(place.kinds))
        and (page is None or place.page_number == page)
        and (script is None or place.script == script)
        and (most_confidence is None or (place.confidence is not None and place.confidence <= most_confidence))
        and (not only_open or place.key not in states)
        and (not sought or sought in place.left.casefold() or sought in (place.right or "").casefold())
    ]
    if PlaceOrder(order) is PlaceOrder.DOUBT:
        found.sort(key=_doubt)
    return found


def _doubt(place: ReviewPlace) -> tuple[int, bool, float]:
    """Smaller for what is more likely wrong; what has no confidence comes last."""
    sure = 1.0 if place.confidence is None else place.confidence
    return _LIKELIEST.get(place.misread, 1), place.substantive is False, sure


def same_difference(queue: ReviewQueue, place: ReviewPlace) -> list[ReviewPlace]:
    """The other places with the same two readings on which the same decision can be made, in reading order."""
    if not place.decidable:
        return []
    return [
        other
        for other in queue.places
        if other.left == place.left
        and other.right == place.right
        and (other.beside is None) == (place.beside is None)
        and other.decidable
        and other.key != place.key
    ]
