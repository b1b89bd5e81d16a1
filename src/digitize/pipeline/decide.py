"""Takes persons' decisions down, on the text that they have in front of them. A stale write is refused, never merged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from digitize.errors import InputError, StaleWriteError
from digitize.ingest import printable
from digitize.model.clock import Clock, now
from digitize.model.decided import Draft
from digitize.model.decision import ON_LAYOUT, Decision, DecisionKind, Offer, in_force, origins
from digitize.model.draft_layout import page_id
from digitize.model.touched import Touched, touched_layout, touched_line, touched_words
from digitize.pipeline.decide_layout import NewLine, added, ids_added, on_layout, page_of
from digitize.pipeline.decided_meanwhile import DecidedMeanwhileError, decided_meanwhile, touched_together
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
        kind: One of those that persons make, or undo.
        by: Who.
        transcription: The version that the person has in front of them.
        words: Ids of the words, where it is on words. Words on several lines are replaced one by one.
        new: The text after it; ``None`` where that stays as it is. Empty where nothing is printed: so a line is taken out. The kind of a
            region, the doubt of a line (empty: it is text), the ids of regions or lines in their new order, parted by spaces; regions
            and lines that are not among them stay where they are.
        offer: What is decided on: the reading of a reference, or another one of an engine.
        of: Number of the decision that an undo takes back.
        on: The region that is of another kind, the line that is text or none, the page (``p0001``) or region of which things are put into
            another order.
        line: Where a line is added.
        whole_batch: Whether an undo takes back all that was made together with that decision, and holds still.
    """

    kind: DecisionKind
    by: str
    transcription: str
    words: tuple[str, ...] = ()
    new: str | None = None
    offer: Offer | None = None
    of: int | None = None
    on: str | None = None
    line: NewLine | None = None
    whole_batch: bool = False


def record_decisions(
    name: str,
    expected_sequence: int,
    wishes: Sequence[Wish],
    settings: Settings,
    clock: Clock = now,
    *,
    others_may_have_decided: bool = False,
) -> tuple[Decision, ...]:
    """Adds decisions on the transcription in force to a document's list; all of them, or none, and all with the same time.

    When this returns, they are on the disk. Entries that are made together tell so (``batch``).

    Args:
        name: The document's id, or its folder.
        expected_sequence: Number of the last decision that the person has seen; 0 for none.
        wishes: What was decided, in order.
        settings: Say where the output folder is.
        clock: Tells the time.
        others_may_have_decided: Whether decisions that the person has not seen matter only where they are on the same words, lines or
            regions. For a person at work beside others; else any newer decision does.

    Raises:
        DecidedMeanwhileError: If others have decided on the same meanwhile; it has their decisions.
        StaleWriteError: If others have decided meanwhile, or the list was put back to an older state.
        InputError: If there is no such document, or a decision is on words that are not there.
        EnvironmentFault: If the list cannot be written.
    """
    folder = folder_in_output(name, settings)
    with OutputFolder(settings.output).locked(folder.name):
        bring_up_to_date(folder)
        log = read_decisions(folder)
        _check_sequence(log, expected_sequence, folder, others_may_have_decided=others_may_have_decided)
        text = text_in_force(folder)
        entries: list[Decision] = []
        at = clock()
        for wish in wishes:
            text.check_line(wish.transcription)
            _check_unseen(wish, log, expected_sequence, text)
            entries += _entries(wish, (*log.entries, *entries), text, at)
        if len(entries) > 1:
            entries = [replace(entry, batch=log.sequence + 1) for entry in entries]
        append_decisions(folder, log, entries)
        return tuple(entries)


def _check_sequence(log: DecisionLog, expected: int, folder: Path, *, others_may_have_decided: bool) -> None:
    if log.sequence == expected or (others_may_have_decided and 0 <= expected < log.sequence):
        return
    if not 0 <= expected <= log.sequence:
        newer = f"it has {log.sequence} decisions, not {expected}: the list was put back to an older state"
    else:
        last = log.entries[-1]
        newer = f"decision {last.sequence} by {printable(last.by)} is newer than what was seen ({expected})"
    raise StaleWriteError(newer, where=folder.name, hint=READ_AGAIN)


def _check_unseen(wish: Wish, log: DecisionLog, seen: int, text: DecidedText) -> None:
    """Refuses what is on the same as a decision that the person has not seen."""
    if seen == log.sequence:
        return
    newer = decided_meanwhile(_touched(wish, log, text), log.entries, seen, text.line)
    if newer:
        raise DecidedMeanwhileError.of(newer, text.folder.name)


def _touched(wish: Wish, log: DecisionLog, text: DecidedText) -> list[Touched]:
    """What a wish lays hands on; one to take something back on the same as that does."""
    if wish.kind is DecisionKind.UNDO:
        return touched_together(wish.of or 0, log.entries, text.line, whole=wish.whole_batch)
    if wish.line is not None:
        box = wish.line.box
        return [] if box is None else [touched_line(wish.line.page_number, box, wish.line.anchor)]
    if wish.on is not None:
        return [touched_layout(wish.kind, wish.on, wish.new or "")]
    return [touched_words(wish.words)]


def _entries(wish: Wish, entries: tuple[Decision, ...], text: DecidedText, at: datetime) -> list[Decision]:
    """The entries of a wish, which fit what was decided before; one, but for an undo of what was made together."""
    number = len(entries) + 1
    try:
        if not wish.by.strip():
            raise ValueError("nobody is named who made it")
        if wish.kind is DecisionKind.UNDO:
            return _undone(wish, entries, text, at)
        return [_entry(wish, number, entries, text, at)]
    except ValueError as error:
        where = f"{text.folder.name}, {text.version}"
        raise InputError(f"decision {number} cannot be made: {error}", where=where, hint=READ_AGAIN) from None


def _entry(wish: Wish, number: int, entries: tuple[Decision, ...], text: DecidedText, at: datetime) -> Decision:
    """The entry of a wish that takes nothing back. Raises ``ValueError`` where it does not fit."""
    ids = wish.words if wish.on is None else (wish.on,)
    if wish.line is not None:
        ids = (page_id(wish.line.page_number),)
    draft = _draft(ids, in_force(entries, text.line), text)
    about = (number, wish.kind, wish.by, at, wish.transcription)
    if wish.kind in ON_LAYOUT:
        new = " ".join((wish.new or "").split())
        if wish.kind is DecisionKind.ADD_LINE:
            taken = ids_added(entry for entry in entries if entry.transcription in text.line)
            laid = added(wish.line, new, taken, draft)
        else:
            laid = on_layout(wish.kind, wish.on, new, draft)
        made = Decision(*about, old=laid.old, new=laid.new, place=laid.place, on=laid.on, line=laid.line)
    else:
        words = draft.find(wish.words) if wish.words else None
        if words is None:
            raise ValueError("a word that it is on is not there")
        old = " ".join(word.text for word in words)
        new = old if wish.new is None else " ".join(wish.new.split())
        made = Decision(*about, wish.words, old, new, wish.offer, place=draft.place_of(wish.words))
    reason = draft.apply(made)
    if reason is not None:
        raise ValueError(reason)
    return made


def _draft(ids: Collection[str], decisions: Sequence[Decision], text: DecidedText) -> Draft:
    """The pages of words, lines or regions, after the decisions on them; no others are read."""
    pages, touching = _near(ids, decisions)
    draft = Draft(text.some_pages(pages), text.root)
    for decision in touching:
        draft.apply(decision)
    return draft


def _near(ids: Iterable[str], decisions: Sequence[Decision]) -> tuple[set[int], list[Decision]]:
    """The pages of words, lines or regions, those that decisions join to them, and the decisions on all of these."""
    pages = {page_of(id_) for id_ in ids}
    while True:
        touching = [each for each in decisions if pages.intersection(map(page_of, each.ids))]
        more = {page_of(id_) for each in touching for id_ in each.ids}
        if more <= pages:
            return pages, touching
        pages |= more


def _undone(wish: Wish, entries: tuple[Decision, ...], text: DecidedText, at: datetime) -> list[Decision]:
    """The entries that take back a decision, or all that was made together with it, the last one first.

    Raises ``ValueError`` where there is nothing to take back, or a later decision builds on it.
    """
    held = in_force(entries, text.line)
    target = next((each for each in held if each.sequence == wish.of), None)
    if target is None:
        raise ValueError(f"there is no decision {wish.of} in force on this text")
    targets = _together(target, entries, held) if wish.whole_batch else [target]
    undos = [
        Decision(number, wish.kind, wish.by, at, wish.transcription, of=each.sequence)
        for number, each in enumerate(reversed(targets), len(entries) + 1)
    ]
    pages, touching = _near([id_ for each in targets for id_ in each.ids], held)
    left = {each.sequence for each in in_force((*entries, *undos), text.line)}
    draft = Draft(text.some_pages(pages), text.root)
    for decision in touching:
        if decision.sequence in left and draft.apply(decision) is not None:
            raise ValueError(f"decision {decision.sequence} builds on decision {target.sequence}: take that back first")
    return undos


def _together(target: Decision, entries: Sequence[Decision], held: Sequence[Decision]) -> list[Decision]:
    """The decisions in force that persons made together with one, itself among them."""
    origin = origins(entries)
    batch = entries[origin[target.sequence] - 1].batch
    if batch is None:
        return [target]
    return [each for each in held if entries[origin[each.sequence] - 1].batch == batch]
