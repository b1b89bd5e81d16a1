"""What others have decided since a person last looked: the same places, or other ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from digitize.errors import StaleWriteError
from digitize.ingest import printable
from digitize.model.decision import Decision, DecisionKind, origins
from digitize.model.touched import Touched, touched_by
from digitize.pipeline.decided_text import READ_AGAIN

_SHOWN = 60
"""Characters of a decision that a message tells."""


class DecidedMeanwhileError(StaleWriteError):
    """Somebody else has decided on the same words, lines or regions; nothing of the second is written.

    Args:
        message: What is wrong.
        where: The document.
        hint: What can be done.
        newer: Their decisions that the person has not seen, the last one last.
    """

    def __init__(
        self, message: str, *, where: str | None = None, hint: str | None = None, newer: tuple[Decision, ...] = ()
    ) -> None:
        super().__init__(message, where=where, hint=hint)
        self.newer = newer

    @staticmethod
    def of(newer: tuple[Decision, ...], document: str) -> DecidedMeanwhileError:
        """The error that tells of some decisions."""
        last = newer[-1]
        if last.kind is DecisionKind.UNDO:
            told = f"took decision {last.of} back"
        elif last.kind is DecisionKind.UNFIT:
            told = f"found that decision {last.of} does not fit"
        else:
            told = f"made {_cut(last.old)} {_cut(last.new)}"
        message = f"decision {last.sequence} by {printable(last.by)} is on the same place: it {told}"
        return DecidedMeanwhileError(message, where=document, hint=READ_AGAIN, newer=newer)


def decided_meanwhile(
    mine: Sequence[Touched], entries: Sequence[Decision], seen: int, line: Collection[str]
) -> tuple[Decision, ...]:
    """The entries that a person has not seen and that lay hands on the same things.

    Args:
        mine: What the person's decision lays hands on.
        entries: All entries of a document.
        seen: Number of the last one that the person has seen.
        line: The versions that go back to the reading that is decided on.
    """
    return tuple(
        entry
        for entry in entries[seen:]
        if any(one.meets(other) for other in touched_here(entry, entries, line) for one in mine)
    )


def touched_here(entry: Decision, entries: Sequence[Decision], line: Collection[str]) -> list[Touched]:
    """What an entry lays hands on in one text; what takes back, or does not fit, on the same as the decision that it is about."""
    if entry.place is not None:
        return [touched_by(entry)] if entry.transcription in line else []
    origin = origins(entries)
    about = origin.get(entry.of or 0)
    return [
        touched_by(each)
        for each in entries
        if each.place is not None and each.transcription in line and origin[each.sequence] == about
    ]


def touched_together(number: int, entries: Sequence[Decision], line: Collection[str], *, whole: bool) -> list[Touched]:
    """What a decision lays hands on that is to be taken back, or all decisions that were made together with it.

    Args:
        number: Of the decision.
        entries: All entries of a document.
        line: The versions that go back to the reading that is decided on.
        whole: Whether all that were made together are meant.
    """
    if not 1 <= number <= len(entries):
        return []
    origin = origins(entries)
    batch = entries[origin[number] - 1].batch
    return [
        touched_by(each)
        for each in entries
        if each.place is not None
        and each.transcription in line
        and (
            origin[each.sequence] == origin[number]
            or (whole and batch is not None and entries[origin[each.sequence] - 1].batch == batch)
        )
    ]


def _cut(text: str) -> str:
    shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    return f"'{printable(shown)}'"
