"""From what a person does on the page view to decisions on the disk.

What a person changes must still be as it was on their screen: else somebody else has changed it meanwhile, and both are shown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from digitize.errors import StaleWriteError
from digitize.model.decision import Decision, DecisionKind
from digitize.model.transcription import TextLine
from digitize.pipeline.decide import Wish
from digitize.review.answers import Refused
from digitize.review.deciding import Conflict
from digitize.review.desk import Desk

_TRIES = 50
"""Others may write again and again between reading and writing."""


class LineAction(StrEnum):
    """What a person does with a line."""

    EDIT = "edit"
    """It is in their words now."""
    ACCEPT = "accept"
    """It stands there as it was read."""
    OUT = "out"
    """There is no text: its words go."""


@dataclass(frozen=True, slots=True)
class LineAsk:
    """What a person asks for.

    Args:
        action: What is done.
        by: The person's name.
        version: The version that their page shows.
        seen: Number of the last decision that their page knows of.
        line: Id of the line.
        text: Of an edit.
    """

    action: LineAction
    by: str
    version: str
    seen: int
    line: str
    text: str = ""


def decide_line(desk: Desk, document_id: str, number: int, ask: LineAsk) -> tuple[Decision, ...]:
    """Takes a decision on a line down.

    Args:
        desk: What to work with.
        document_id: The document.
        number: The page, from 1.
        ask: What is asked for.

    Returns:
        What was taken down; nothing when the line stands so already.

    Raises:
        Refused: If there is no such line.
        Conflict: If somebody has decided on the line since ``ask.seen``.
        StaleWriteError: If another reading is in force meanwhile.
        EnvironmentFault: If it cannot be written.
    """
    for _ in range(_TRIES):
        now, before = desk.page_now(document_id, number), desk.page_now(document_id, number, ask.seen)
        now.text.check_line(ask.version)
        if ask.seen > now.sequence:
            raise StaleWriteError(
                f"it has {now.sequence} decisions, not {ask.seen}: the list was put back to an older state",
                where=document_id,
                hint="Load the page again",
            )
        line, stood = now.line(ask.line), before.line(ask.line)
        if _is_done(line, stood, ask):
            return ()
        if line is None and stood is None:
            raise Refused(
                404, "there is no such line", where=f"{document_id}, page {number}", hint="Load the page again"
            )
        if line is None or stood is None or not _same(line, stood):
            theirs = _theirs(desk, document_id, ask.seen, line, stood)
            told = "taken out" if line is None else f"\u201c{line.text}\u201d"
            raise Conflict(theirs, f"{document_id}, page {number}", told)
        try:
            return desk.record(document_id, now.sequence, wishes_for(line, ask))
        except StaleWriteError:
            if desk.log(document_id).sequence == now.sequence:
                raise
    raise StaleWriteError("others keep writing", where=document_id, hint="Try again")


def _is_done(line: TextLine | None, stood: TextLine | None, ask: LineAsk) -> bool:
    """Whether a line is as it is asked to be: an answer got lost, and the same is asked again; or somebody else was quicker."""
    if ask.action is LineAction.ACCEPT:
        settled = line is not None and all(word.decision is not None for word in line.words)
        return settled and line is not None and stood is not None and line.text == stood.text
    if ask.action is LineAction.OUT or not ask.text:
        return line is None and stood is not None
    return line is not None and [_composed(word.text) for word in line.words] == ask.text.split()


def _same(line: TextLine, other: TextLine) -> bool:
    """Whether nothing was decided on a line, so that it became the other one."""
    told = [[(word.id, word.text, word.decision) for word in each.words] for each in (line, other)]
    return told[0] == told[1] and line.doubt is other.doubt


def _theirs(desk: Desk, document_id: str, seen: int, *lines: TextLine | None) -> Decision:
    """The last decision since ``seen`` on any word of a line."""
    words = {word.id for line in lines if line is not None for word in line.words}
    entries = desk.log(document_id).entries
    by_number = {entry.sequence: entry for entry in entries}
    newer = entries[seen:]
    for entry in reversed(newer):
        about = by_number[entry.of] if entry.of else entry
        if words.intersection(about.words):
            return entry
    return newer[-1]


def wishes_for(line: TextLine, ask: LineAsk) -> list[Wish]:
    """What is to be taken down for a line.

    Of a line of text only the words that differ are decided on, so that the others keep their boxes and what is known of them. A line
    that was no text is read by the person as a whole.
    """
    ids = tuple(word.id for word in line.words)
    about = (ask.by, ask.version)
    if ask.action is LineAction.OUT or (ask.action is LineAction.EDIT and not ask.text):
        return [Wish(DecisionKind.EDIT, *about, ids, new="")]
    if ask.action is LineAction.ACCEPT:
        return [Wish(DecisionKind.ACCEPT, *about, ids)]
    new = ask.text.split()
    if line.doubt is not None:
        return [Wish(DecisionKind.EDIT, *about, ids, new=ask.text)]
    wishes = []
    for i0, i1, j0, j1 in replaced([_composed(word.text) for word in line.words], new):
        wishes.append(Wish(DecisionKind.EDIT, *about, ids[i0:i1], new=" ".join(new[j0:j1])))
    return wishes


def replaced(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """The runs of words that are not as they were: first and end in the old words, first and end in the new ones.

    No run of old words is empty: what comes in between two words is taken with one beside it.

    Args:
        old: At least one.
        new: The words after the edit.
    """
    runs: list[tuple[int, int, int, int]] = []
    for tag, i0, i1, j0, j1 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        run = (i0, i1, j0, j1)
        if i0 == i1:
            run = (i0 - 1, i1, j0 - 1, j1) if i0 > 0 else (i0, i1 + 1, j0, j1 + 1)
        if runs and run[0] < runs[-1][1]:
            last = runs.pop()
            run = (last[0], max(last[1], run[1]), last[2], max(last[3], run[3]))
        runs.append(run)
    return runs


def _composed(text: str) -> str:
    """A word with its letters and accents put together, as typed text is."""
    return unicodedata.normalize("NFC", text)
