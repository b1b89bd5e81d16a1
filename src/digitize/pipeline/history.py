"""What was decided on a word, a line or a region, and what became of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from digitize.model.decision import Decision, DecisionKind, origins, taken_back
from digitize.pipeline.decided_text import text_in_force
from digitize.store.decision_log import read_decisions


@dataclass(frozen=True, slots=True)
class Remembered:
    """An entry of a history.

    Args:
        decision: The entry.
        is_taken_back: Whether it does not hold any more, because it, or the decision that it repeats, was taken back.
    """

    decision: Decision
    is_taken_back: bool


def history(folder: Path, id: str) -> tuple[Remembered, ...]:
    """All entries on a word, a line or a region of the text in force, the newest last. Nothing is written.

    Of a line or region those on its words and lines too. Of what was carried over from another reading, the decision that was made there
    as well; and what takes any of them back.

    Args:
        folder: The document's folder.
        id: Of the word, line, region or page (``p0001``).

    Raises:
        InputError: If the decisions cannot be read, or no text is in force.
    """
    entries = read_decisions(folder).entries
    if not entries:
        return ()
    return history_of(entries, text_in_force(folder).line, id)


def history_of(entries: tuple[Decision, ...], line: Collection[str], id: str) -> tuple[Remembered, ...]:
    """The same of a list of decisions.

    Args:
        entries: All entries of a document.
        line: The versions that go back to the reading that is in force.
        id: Of the word, line, region or page.
    """
    origin, back = origins(entries), taken_back(entries)
    names = _names(entries, line, id)
    here = [entry for entry in entries if entry.transcription in line and _is_on(entry, names, id)]
    about = {origin[entry.sequence] for entry in here}
    return tuple(
        Remembered(entry, origin[entry.sequence] in back)
        for entry in entries
        if entry in here
        or entry.sequence in about
        or (entry.kind is DecisionKind.UNDO and origin.get(entry.of or 0) in about)
        or (entry.kind is DecisionKind.UNFIT and entry.transcription in line and origin[entry.sequence] in about)
    )


def _names(entries: tuple[Decision, ...], line: Collection[str], id: str) -> frozenset[str]:
    """An id, and of a word that was made where there were fewer, those of the words in whose place it stands."""
    names = {id}
    waiting = [id]
    while waiting:
        base, dash, _ = waiting.pop().rpartition("-")
        made = (e for e in entries if e.transcription in line and e.words and e.words[-1] == base)
        if dash and base not in names and any(len(entry.new.split()) > len(entry.words) for entry in made):
            names.add(base)
            waiting.append(base)
    return frozenset(names)


def _is_on(entry: Decision, names: frozenset[str], id: str) -> bool:
    listed = (*entry.ids, *(entry.new.split() if entry.effect is DecisionKind.REORDER else ()))
    is_more = entry.line is not None and id.startswith(f"{entry.on}_")
    return is_more or any(each in names or each.startswith(f"{id}_") for each in listed)
