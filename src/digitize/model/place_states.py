"""What has been decided on places: found in a document's list of decisions, for a whole queue at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from digitize.model.decision import Decision, DecisionKind, in_force
from digitize.model.place import Beside, ReviewPlace, ReviewQueue

_REFERENCE = "reference-"
"""How the ids of reference texts begin."""


@dataclass(frozen=True, slots=True)
class PlaceState:
    """The last decision on a place that is in force.

    Args:
        effect: What it says: accept, reject, edit or unsure.
        by: The person who made it, also where it was carried over from another reading.
        at: When.
        sequence: Number of the entry in force; an undo takes that one back.
        new: The text of its words after it.
    """

    effect: DecisionKind
    by: str
    at: datetime
    sequence: int
    new: str


def states(queue: ReviewQueue, entries: Sequence[Decision], line: Collection[str]) -> dict[str, PlaceState]:
    """What was decided on each place, by its key; places on which nothing was are left out.

    A decision belongs to a place if it is on one of its words, and about the same matter:

    - One without an offer (an edit, a word accepted as it stands) is about the words themselves, whatever they are compared with. So is
      another engine's reading that was taken.
    - One on a reference's reading is about the places of that reference; where doubts are looked through, it has settled them.
    - One on another engine's reading that was rejected, or of which somebody is unsure, is about doubts, and about the version that has
      that reading.
    - A passage that stands elsewhere in the second text has only decisions on all of its words.
    - One that only adds something beside a word is about that addition and not about the word; and an addition's place has no other
      decisions than those.

    Args:
        queue: The places.
        entries: All entries of the document.
        line: The versions that share a reading with the queue's first text (``version_list.line_of``).
    """
    held = in_force(entries, line)
    by_word = _on_words(queue.places, {word for entry in held for word in entry.words})
    found: dict[str, PlaceState] = {}
    for entry in held:
        made = _made(entry, entries)
        for place in _places_on(entry, by_word):
            if place.moved and not set(place.words).issubset(entry.words):
                continue
            if _is_about(made, place, queue.right):
                found[place.key] = PlaceState(entry.effect, made.by, made.at, entry.sequence, entry.new)
    return found


def _on_words(places: Iterable[ReviewPlace], decided: Collection[str]) -> dict[str, list[ReviewPlace]]:
    """The places that have words on which something was decided, by these words."""
    wanted = {*decided, *map(_read_as, decided)}
    found: dict[str, list[ReviewPlace]] = {}
    for place in places:
        for word in place.words:
            if word in wanted:
                found.setdefault(word, []).append(place)
    return found


def _read_as(word: str) -> str:
    """The word from which one is numbered on that a decision has made (``p0001_r003_l012_w004-2``)."""
    return word.partition("-")[0]


def _made(entry: Decision, entries: Sequence[Decision]) -> Decision:
    """The person's decision that an entry repeats, or is."""
    while entry.kind is DecisionKind.CARRIED and entry.of is not None:
        entry = entries[entry.of - 1]
    return entry


def _places_on(entry: Decision, by_word: Mapping[str, list[ReviewPlace]]) -> list[ReviewPlace]:
    """The places that have one of a decision's words, or the word from which one of them is numbered on."""
    found: dict[str, ReviewPlace] = {}
    for word in entry.words:
        for place in by_word.get(word) or by_word.get(_read_as(word)) or ():
            found[place.key] = place
    return list(found.values())


def _is_about(made: Decision, place: ReviewPlace, right: str | None) -> bool:
    """Whether a decision on a place's words is one on the place.

    Args:
        made: As the person made it.
        place: The place.
        right: The version that its text is compared with.
    """
    offer = made.offer
    if place.beside is not None:
        if offer is not None:
            return _is_on_offer(made, right) and offer.reading == place.proposed(made.old)
        return made.kind is DecisionKind.EDIT and _adds(made.old, made.new, place.beside)
    if offer is None:
        return True
    if not _is_read_there(offer.reading, place) and any(_adds(made.old, offer.reading, side) for side in Beside):
        return False
    return _is_on_offer(made, right) or right is None or _has_settled(made)


def _is_read_there(reading: str, place: ReviewPlace) -> bool:
    """Whether a reading is one of the place's own: the second text's, another engine's, or the one before a repair."""
    if reading == place.right:
        return True
    return any(each.text == reading for each in place.alternatives) or any(
        each.old == reading for each in place.repairs
    )


def _is_on_offer(made: Decision, right: str | None) -> bool:
    """Whether a decision's offer is from the version that is compared with."""
    reference = None if made.offer is None else made.offer.reference
    if reference is not None:
        return reference == right
    return right is None or not right.startswith(_REFERENCE)


def _has_settled(made: Decision) -> bool:
    """Whether a decision says what the words are, and not only what they are not by one more text."""
    if made.kind is DecisionKind.EDIT:
        return True
    return made.kind is DecisionKind.ACCEPT and made.offer is not None and made.offer.reference is None


def _adds(old: str, new: str, beside: Beside) -> bool:
    """Whether a text is another with something added on one side of it."""
    return new.endswith(f" {old}") if beside is Beside.BEFORE else new.startswith(f"{old} ")
