"""What was decided on a word, a line or a region, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
    read_here = [entry for entry in entries if entry.transcription in line]
    here = {entry.sequence for entry in read_here if _is_on(entry, id)} | _made_by(read_here, id)
    about = {origin[number] for number in here}
    return tuple(
        Remembered(entry, origin[entry.sequence] in back)
        for entry in entries
        if entry.sequence in here | about
        or (entry.kind is DecisionKind.UNDO and origin.get(entry.of or 0) in about)
        or (entry.kind is DecisionKind.UNFIT and entry.transcription in line and origin[entry.sequence] in about)
    )


def _made_by(entries: Sequence[Decision], id: str) -> set[int]:
    """Numbers of the entries that made a word where there were fewer (``..._w004-2`` of ``..._w004``), and those that made these."""
    base, dash, _ = id.rpartition("-")
    if not dash:
        return set()
    made = {e.sequence for e in entries if e.words[-1:] == (base,) and len(e.new.split()) > len(e.words)}
    return made | _made_by(entries, base)


def _is_on(entry: Decision, id: str) -> bool:
    listed = (*entry.ids, *(entry.new.split() if entry.effect is DecisionKind.REORDER else ()))
    is_added = entry.line is not None and id.startswith(f"{entry.on}_")
    return is_added or any(each == id or each.startswith(f"{id}_") for each in listed)
