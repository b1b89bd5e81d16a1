"""How far the review of a document is: which version is in force, what was decided since, what no longer fits."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from digitize.model.decision import Decision, in_force, no_longer_fit
from digitize.model.transcription import Origin
from digitize.pipeline.version_list import in_force_id, line_of
from digitize.store.decision_log import read_decisions
from digitize.store.versions import IN_FORCE, is_version_id, origin_of, read_head


@dataclass(frozen=True, slots=True)
class ReviewState:
    """Where the review of a document stands.

    Args:
        in_force: Id of the transcription in force; ``None`` when there is none.
        sequence: Number of the last decision; 0 when there is none.
        open: Decisions that the transcription in force does not hold yet, and those that it holds and that were taken back.
        unfit: Entries that say why a decision does not fit the last reading.
    """

    in_force: str | None
    sequence: int
    open: tuple[Decision, ...]
    unfit: tuple[Decision, ...]

    @property
    def is_reviewed(self) -> bool:
        """Whether the transcription in force is a reviewed one."""
        return self.in_force is not None and origin_of(self.in_force) is Origin.REVIEWED


def review_state(folder: Path) -> ReviewState:
    """The state of the document in a folder; nothing is written.

    Raises:
        InputError: If its decisions cannot be read.
    """
    entries = read_decisions(folder).entries
    version = in_force_id(folder)
    if version is None or not entries:
        return ReviewState(version, len(entries), (), ())
    taken_in = read_head(folder / IN_FORCE).get("sequence") or 0
    line = line_of(folder, version)
    waiting = {entry.sequence for entry in in_force(entries, line) if entry.sequence > taken_in}
    held = {entry.sequence for entry in in_force(entries[:taken_in], line)}
    waiting |= held - {entry.sequence for entry in in_force(entries, line)}
    opened = tuple(entry for entry in entries if entry.sequence in waiting)
    reading = line_of(folder, _last_reading(folder) or version)
    return ReviewState(version, len(entries), opened, no_longer_fit(entries, reading))


def _last_reading(folder: Path) -> str | None:
    """The version that engines read last, by the document's report; ``None`` when it does not tell."""
    try:
        found = json.loads((folder / "report.json").read_bytes())["last_reading"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, str) and is_version_id(found) else None


def counted(number: int, what: str) -> str:
    """``1 open decision``, ``2 open decisions``."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def unfit_told(number: int) -> str:
    """How many decisions do not fit the last reading, in words."""
    return f"{number} decision no longer fits" if number == 1 else f"{number} decisions no longer fit"
