"""From a key that a person pressed to a decision on the disk.

Another person may decide at the same time. What they decided on other words stands in nobody's way; on the same words the
second one is told, and shown both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from digitize.model.decision import Decision, DecisionKind, Offer, in_force, origins
from digitize.model.place import ReviewPlace
from digitize.model.transcription import Alternative, Origin
from digitize.pipeline.decide import Wish
from digitize.pipeline.decided_meanwhile import DecidedMeanwhileError
from digitize.review.answers import Refused
from digitize.review.desk import Desk
from digitize.review.selection import OpenQueue, Selection
from digitize.store.versions import origin_of


class Action(StrEnum):
    """What a person does with a place."""

    LEFT = "left"
    """What was read stands."""
    RIGHT = "right"
    """The other text's reading is right."""
    OTHER = "other"
    """One of the alternatives is right."""
    EDIT = "edit"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Ask:
    """What a person asks for.

    Args:
        action: What is done.
        by: The person's name.
        seen: Number of the last decision that the person's page knew of.
        text: Of an edit.
        alternative: Which alternative, from 0.
    """

    action: Action
    by: str
    seen: int
    text: str = ""
    alternative: int = 0


class Conflict(Refused):
    """Somebody else has decided on the same words meanwhile.

    Args:
        theirs: Their decision.
        where: The place.
        told: What they have made of it, in words; ``None``: their decision's.
    """

    def __init__(self, theirs: Decision, where: str, told: str | None = None) -> None:
        super().__init__(
            409,
            f"{theirs.by} has decided on this meanwhile: {told or _told(theirs)}",
            where=where,
            hint="Look at both, and decide again if theirs is not right",
        )
        self.theirs = theirs


def decide(desk: Desk, selection: Selection, places: Sequence[ReviewPlace], ask: Ask) -> tuple[Decision, ...]:
    """Takes a person's decision on some places down; all of them, or none.

    Raises:
        Refused: If the queue is of a text that nobody decides on, or the action does not fit a place.
        Conflict: If somebody has decided on the same words since ``ask.seen``.
        StaleWriteError: If another reading is in force meanwhile.
        EnvironmentFault: If it cannot be written.
    """
    opened, document_id = selection.opened, selection.opened.folder.name
    if not opened.can_decide:
        raise Refused(
            409,
            "this version is not in force, so nothing is decided on it",
            where=document_id,
            hint="Open the version in force",
        )
    wishes = [wish for place in places for wish in _wishes(place, ask, selection)]
    try:
        return desk.record(document_id, ask.seen, wishes, others_may_have_decided=True)
    except DecidedMeanwhileError as error:
        return _made_already(error.newer, ask, places)


def _made_already(newer: Sequence[Decision], ask: Ask, places: Sequence[ReviewPlace]) -> tuple[Decision, ...]:
    """What the same person has decided when an answer got lost and the browser asks again.

    Raises:
        Conflict: If it is somebody else's.
    """
    theirs = next((entry for entry in reversed(newer) if entry.by != ask.by), None)
    if theirs is not None:
        raise Conflict(theirs, places[0].citation)
    return tuple(newer)


def _wishes(place: ReviewPlace, ask: Ask, selection: Selection) -> list[Wish]:
    """What is to be taken down for one place: an earlier decision on it is taken back first."""
    state, opened = selection.states.get(place.key), selection.opened
    before = [] if state is None else [Wish(DecisionKind.UNDO, ask.by, opened.queue.left, of=state.sequence)]
    return [*before, _wish(place, ask, opened, _text_beside(place, selection))]


def _wish(place: ReviewPlace, ask: Ask, opened: OpenQueue, beside: str) -> Wish:
    version, by, words = opened.queue.left, ask.by, place.words
    other = _offer(place, opened, beside)
    match ask.action:
        case Action.UNSURE:
            return Wish(DecisionKind.UNSURE, by, version, words, offer=other)
        case Action.EDIT:
            return Wish(DecisionKind.EDIT, by, version, words, new=ask.text, offer=other)
        case Action.LEFT:
            kind = DecisionKind.ACCEPT if other is None else DecisionKind.REJECT
            return Wish(kind, by, version, words, offer=other)
        case Action.RIGHT:
            if other is None:
                raise Refused(
                    422, "there is no second text here", where=place.citation, hint="Edit, or keep what was read"
                )
            if not place.decidable:
                raise Refused(
                    422,
                    "the second text's words cannot be put here as they are",
                    where=place.citation,
                    hint="Keep what was read, or edit it",
                )
            return Wish(DecisionKind.ACCEPT, by, version, words, new=other.reading, offer=other)
        case Action.OTHER:
            others = others_of(place)
            if not 0 <= ask.alternative < len(others):
                raise Refused(422, "there is no such alternative", where=place.citation, hint="Load the page again")
            text = others[ask.alternative].text
            return Wish(DecisionKind.ACCEPT, by, version, words, new=text, offer=Offer(text))


def others_of(place: ReviewPlace) -> tuple[Alternative, ...]:
    """What else could stand at a place: what other engines read, and what was read before a rule changed it."""
    known = {place.left, *(other.text for other in place.alternatives)}
    before = [Alternative(repair.old, None, repair.rule) for repair in place.repairs if repair.old not in known]
    return (*place.alternatives, *before)


def _offer(place: ReviewPlace, opened: OpenQueue, beside: str) -> Offer | None:
    """What the second text offers, as it would stand in place of the words."""
    proposed = place.proposed(beside)
    if proposed is None or opened.queue.right is None:
        return None
    right = opened.queue.right
    return Offer(proposed, right if origin_of(right) is Origin.REFERENCE else None)


def _text_beside(place: ReviewPlace, selection: Selection) -> str:
    """What the word beside an addition is now."""
    if place.beside is None:
        return place.left
    held = in_force(selection.log.entries, selection.line)
    last = next((entry for entry in reversed(held) if entry.words == place.words), None)
    if last is not None:
        return last.new
    around = place.before.split() if place.beside == "after" else place.after.split()
    return (around[-1] if place.beside == "after" else around[0]) if around else ""


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back.

    Args:
        entries: The entries that say so.
        words: Ids of the words that the decisions were on.
    """

    entries: tuple[Decision, ...]
    words: tuple[str, ...]


def undo_last(desk: Desk, document_id: str, by: str) -> Undone | None:
    """Takes back what a person decided last, with all that was decided at one go with it; ``None`` when there is nothing.

    Raises:
        InputError: If another decision builds on it.
        EnvironmentFault: If it cannot be written.
    """
    log = desk.log(document_id)
    origin = origins(log.entries)
    held = in_force(log.entries, desk.in_force(document_id).line)
    own = [entry for entry in held if log.entries[origin[entry.sequence] - 1].by == by]
    if not own:
        return None
    last = max(own, key=lambda entry: origin[entry.sequence])
    wish = Wish(DecisionKind.UNDO, by, last.transcription, of=last.sequence, whole_batch=True)
    entries = desk.record(document_id, log.sequence, [wish], others_may_have_decided=True)
    gone = {entry.of for entry in entries}
    return Undone(entries, tuple(word for each in log.entries if each.sequence in gone for word in each.words))


def _told(decision: Decision) -> str:
    if decision.kind is DecisionKind.UNDO:
        return "taken back"
    if decision.effect is DecisionKind.REORDER:
        return "another reading order"
    what = {DecisionKind.UNSURE: "unsure", DecisionKind.REJECT: "kept"}.get(decision.effect, "")
    return f"{what} “{decision.new}”".strip()


def decision_told(decision: Decision) -> dict[str, Any]:
    """A decision for a script."""
    return {
        "by": decision.by,
        "at": decision.at.isoformat(timespec="seconds"),
        "kind": decision.kind.value,
        "old": decision.old,
        "new": decision.new,
        "sequence": decision.sequence,
    }
