"""Takes persons' decisions down, on the text that they have in front of them. A stale write is refused, never merged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from digitize.errors import InputError, StaleWriteError
from digitize.ingest import printable
from digitize.model.clock import Clock, now
from digitize.model.decided import Draft
from digitize.model.decision import Decision, DecisionKind, Offer, in_force
from digitize.pipeline.decided_text import READ_AGAIN, DecidedText, text_in_force
from digitize.pipeline.library import folder_in_output
from digitize.pipeline.upgrade import bring_up_to_date
from digitize.settings import Settings
from digitize.store.decision_log import DecisionLog, append_decisions, read_decisions
from digitize.store.output import OutputFolder


@dataclass(frozen=True, slots=True)
class Wish:
    """A decision that a person wishes to make.

    Args:
        kind: Accept, reject, edit, unsure or undo.
        by: Who.
        transcription: The version that the person has in front of them.
        words: Ids of the words; none for an undo. Words on several lines are replaced one by one.
        new: The text after it; ``None`` where that stays as it is. Empty where nothing is printed.
        offer: What is decided on: the reading of a reference, or another one of an engine.
        of: Number of the decision that an undo takes back.
    """

    kind: DecisionKind
    by: str
    transcription: str
    words: tuple[str, ...] = ()
    new: str | None = None
    offer: Offer | None = None
    of: int | None = None


def record_decisions(
    name: str, expected_sequence: int, wishes: Sequence[Wish], settings: Settings, clock: Clock = now
) -> tuple[Decision, ...]:
    """Adds decisions on the transcription in force to a document's list; all of them, or none, and all with the same time.

    When this returns, they are on the disk.

    Args:
        name: The document's id, or its folder.
        expected_sequence: Number of the last decision that the person has seen; 0 for none.
        wishes: What was decided, in order.
        settings: Say where the output folder is.
        clock: Tells the time.

    Raises:
        StaleWriteError: If others have decided meanwhile.
        InputError: If there is no such document, or a decision is on words that are not there.
        EnvironmentFault: If the list cannot be written.
    """
    folder = folder_in_output(name, settings)
    with OutputFolder(settings.output).locked(folder.name):
        bring_up_to_date(folder)
        log = read_decisions(folder)
        _check_sequence(log, expected_sequence, folder)
        text = text_in_force(folder)
        entries: list[Decision] = []
        at = clock()
        for wish in wishes:
            text.check_line(wish.transcription)
            entries.append(_entry(wish, (*log.entries, *entries), text, at))
        append_decisions(folder, log, entries)
        return tuple(entries)


def _check_sequence(log: DecisionLog, expected: int, folder: Path) -> None:
    if log.sequence == expected:
        return
    if log.sequence < expected:
        newer = f"it has {log.sequence} decisions, not {expected}: the list was put back to an older state"
    else:
        last = log.entries[-1]
        newer = f"decision {last.sequence} by {printable(last.by)} is newer than what was seen ({expected})"
    raise StaleWriteError(newer, where=folder.name, hint=READ_AGAIN)


def _entry(wish: Wish, entries: tuple[Decision, ...], text: DecidedText, at: datetime) -> Decision:
    """The entry of a wish, which fits what was decided before."""
    number = len(entries) + 1
    try:
        if not wish.by.strip():
            raise ValueError("nobody is named who made it")
        if wish.kind is DecisionKind.UNDO:
            undo = Decision(number, wish.kind, wish.by, at, wish.transcription, of=wish.of)
            _check_undo(undo, entries, text)
            return undo
        draft = _draft(wish.words, in_force(entries, text.line), text)
        words = draft.find(wish.words) if wish.words else None
        if words is None:
            raise ValueError("a word that it is on is not there")
        old = " ".join(word.text for word in words)
        new = old if wish.new is None else " ".join(wish.new.split())
        place = draft.place_of(wish.words)
        about = (wish.words, old, new, wish.offer)
        made = Decision(number, wish.kind, wish.by, at, wish.transcription, *about, place=place)
        reason = draft.apply(made)
        if reason is not None:
            raise ValueError(reason)
    except ValueError as error:
        where = f"{text.folder.name}, {text.version}"
        raise InputError(f"decision {number} cannot be made: {error}", where=where, hint=READ_AGAIN) from None
    return made


def _draft(words: Collection[str], decisions: Sequence[Decision], text: DecidedText) -> Draft:
    """The pages that words stand on, after the decisions on them; no others are read."""
    pages, touching = _near(words, decisions)
    draft = Draft(text.some_pages(pages), text.root)
    for decision in touching:
        draft.apply(decision)
    return draft


def _near(words: Iterable[str], decisions: Sequence[Decision]) -> tuple[set[int], list[Decision]]:
    """The pages that words stand on, those that decisions join to them, and the decisions on all of these."""
    pages = {page_of(word) for word in words}
    while True:
        touching = [each for each in decisions if pages.intersection(map(page_of, each.words))]
        more = {page_of(word) for each in touching for word in each.words}
        if more <= pages:
            return pages, touching
        pages |= more


def page_of(word_id: str) -> int:
    """The page that a word's id names (``p0001_r003_l012_w004``).

    Raises:
        ValueError: If it names none.
    """
    number = word_id.partition("_")[0].removeprefix("p")
    if not number.isdecimal():
        raise ValueError(f"no id of a word: {word_id!r}")
    return int(number)


def _check_undo(undo: Decision, entries: tuple[Decision, ...], text: DecidedText) -> None:
    """Raises ``ValueError`` where there is nothing to take back, or a later decision builds on it."""
    held = in_force(entries, text.line)
    target = next((each for each in held if each.sequence == undo.of), None)
    if target is None:
        raise ValueError(f"there is no decision {undo.of} in force on this text")
    pages, touching = _near(target.words, held)
    left = {each.sequence for each in in_force((*entries, undo), text.line)}
    draft = Draft(text.some_pages(pages), text.root)
    for decision in touching:
        if decision.sequence in left and draft.apply(decision) is not None:
            raise ValueError(f"decision {decision.sequence} builds on decision {undo.of}: take that back first")
