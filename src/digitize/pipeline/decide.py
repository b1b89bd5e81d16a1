"""Takes persons' decisions down, on the text that they have in front of them. A stale write is refused, never merged."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Lock

from digitize.errors import InputError, StaleWriteError
from digitize.ingest import printable
from digitize.model.clock import Clock, now
from digitize.model.decided import Draft
from digitize.model.decision import ON_LAYOUT, Decision, DecisionKind, Offer, in_force
from digitize.model.decision_index import DecisionIndex, page_of
from digitize.model.draft_layout import page_id
from digitize.model.touched import Touched, touched_layout, touched_line, touched_words
from digitize.pipeline.decide_layout import NewLine, added, ids_added, on_layout
from digitize.pipeline.decided_meanwhile import DecidedMeanwhileError, decided_meanwhile, touched_together
from digitize.pipeline.decided_text import READ_AGAIN, DecidedText, text_in_force
from digitize.pipeline.library import folder_in_output
from digitize.pipeline.upgrade import bring_up_to_date
from digitize.settings import Settings
from digitize.store.decision_log import DecisionLog, DecisionReader, append_decisions
from digitize.store.output import OutputFolder
from digitize.store.stamps import version_stamps


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
    desk = DecisionDesk(name, settings, clock)
    return desk.record(expected_sequence, wishes, others_may_have_decided=others_may_have_decided)


class DecisionDesk:
    """Takes decisions on one document down, one after the other, and remembers what it has read between them.

    It writes what :func:`record_decisions` writes, however others write meanwhile: what has changed on the disk is read again.
    Safe to use from several threads.

    Args:
        name: The document's id, or its folder.
        settings: Say where the output folder is.
        clock: Tells the time.
    """

    def __init__(self, name: str, settings: Settings, clock: Clock = now) -> None:
        self._name = name
        self._settings = settings
        self._clock = clock
        self._lock = Lock()
        self._reader: DecisionReader | None = None
        self._index = DecisionIndex()
        self._text: DecidedText | None = None
        self._stamps: object = None

    def record(
        self, expected_sequence: int, wishes: Sequence[Wish], *, others_may_have_decided: bool = False
    ) -> tuple[Decision, ...]:
        """Adds decisions; arguments, result and errors are those of :func:`record_decisions`."""
        folder = folder_in_output(self._name, self._settings)
        with OutputFolder(self._settings.output).locked(folder.name, sweeps=False), self._lock:
            text = self._text_now(folder)
            log = self._log_now(folder)
            _check_sequence(log, expected_sequence, folder, others_may_have_decided=others_may_have_decided)
            at = self._clock()
            try:
                for wish in wishes:
                    text.check_line(wish.transcription)
                    _check_unseen(wish, log, expected_sequence, text)
                    for entry in _entries(wish, self._index, text, at):
                        self._index.add(entry)
                entries = list(self._index.entries[log.sequence :])
            finally:
                self._index.cut(log.sequence)
            if len(entries) > 1:
                entries = [replace(entry, batch=log.sequence + 1) for entry in entries]
            append_decisions(folder, log, entries)
            return tuple(entries)

    def log(self) -> DecisionLog:
        """What was decided so far, by all.

        Raises:
            InputError: If there is no such document, or its decisions cannot be read.
        """
        folder = folder_in_output(self._name, self._settings)
        with self._lock:
            return self._log_now(folder)

    def text(self) -> DecidedText:
        """The text that is decided on now; a few pages of it stay decoded.

        Raises:
            InputError: If there is no such document, or it cannot be told which text is in force.
            EnvironmentFault: If a document of an older version cannot be brought up to date.
        """
        folder = folder_in_output(self._name, self._settings)
        with OutputFolder(self._settings.output).locked(folder.name, sweeps=False), self._lock:
            return self._text_now(folder)

    def _log_now(self, folder: Path) -> DecisionLog:
        if self._reader is None or self._reader.folder != folder:
            self._reader = DecisionReader(folder)
        log = self._reader.read()
        self._index.follow(log.entries)
        return log

    def _text_now(self, folder: Path) -> DecidedText:
        """The text, found out again when a file has changed that says which it is."""
        if self._text is None or self._text.folder != folder or self._stamps != version_stamps(folder):
            bring_up_to_date(folder)
            self._stamps = version_stamps(folder)
            self._text = text_in_force(folder)
        return self._text


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


def _entries(wish: Wish, known: DecisionIndex, text: DecidedText, at: datetime) -> list[Decision]:
    """The entries of a wish, which fit what was decided before; one, but for an undo of what was made together."""
    number = len(known.entries) + 1
    try:
        if not wish.by.strip():
            raise ValueError("nobody is named who made it")
        if wish.kind is DecisionKind.UNDO:
            return _undone(wish, known, text, at)
        return [_entry(wish, number, known, text, at)]
    except ValueError as error:
        where = f"{text.folder.name}, {text.version}"
        raise InputError(f"decision {number} cannot be made: {error}", where=where, hint=READ_AGAIN) from None


def _entry(wish: Wish, number: int, known: DecisionIndex, text: DecidedText, at: datetime) -> Decision:
    """The entry of a wish that takes nothing back. Raises ``ValueError`` where it does not fit."""
    ids = wish.words if wish.on is None else (wish.on,)
    if wish.line is not None:
        ids = (page_id(wish.line.page_number),)
    draft = _draft(ids, known, text)
    about = (number, wish.kind, wish.by, at, wish.transcription)
    if wish.kind in ON_LAYOUT:
        new = " ".join((wish.new or "").split())
        if wish.kind is DecisionKind.ADD_LINE:
            laid = added(wish.line, new, ids_added(known.entries), draft)
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


def _draft(ids: Collection[str], known: DecisionIndex, text: DecidedText) -> Draft:
    """The pages of words, lines or regions, after the decisions on them; no others are read."""
    pages, touching = known.joined_pages({page_of(id_) for id_ in ids}, text.line)
    draft = Draft(text.some_pages(pages), text.root)
    for decision in touching:
        draft.apply(decision)
    return draft


def _undone(wish: Wish, known: DecisionIndex, text: DecidedText, at: datetime) -> list[Decision]:
    """The entries that take back a decision, or all that was made together with it, the last one first.

    Raises ``ValueError`` where there is nothing to take back, or a later decision builds on it.
    """
    held = in_force(known.about(wish.of or 0), text.line)
    target = next((each for each in held if each.sequence == wish.of), None)
    if target is None:
        raise ValueError(f"there is no decision {wish.of} in force on this text")
    targets = list(in_force(known.made_with(target.sequence), text.line)) if wish.whole_batch else [target]
    undos = [
        Decision(number, wish.kind, wish.by, at, wish.transcription, of=each.sequence)
        for number, each in enumerate(reversed(targets), len(known.entries) + 1)
    ]
    pages, touching = known.joined_pages({page_of(id_) for each in targets for id_ in each.ids}, text.line)
    left = {each.sequence for each in in_force((*known.near(pages), *undos), text.line)}
    draft = Draft(text.some_pages(pages), text.root)
    for decision in touching:
        if decision.sequence in left and draft.apply(decision) is not None:
            raise ValueError(f"decision {decision.sequence} builds on decision {target.sequence}: take that back first")
    return undos
