"""What a document's page tells of it, taken from its report, its versions and its decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from digitize.model.decision import BY_PERSON, Decision, in_force, origins, taken_back
from digitize.model.numbers_cited import in_ranges
from digitize.model.transcription import Origin
from digitize.pipeline.catalogue import mean_predicted_cer
from digitize.pipeline.decided_text import text_in_force
from digitize.pipeline.review_pairs import called
from digitize.pipeline.version_list import listed_versions, made_at, version_of
from digitize.store.decision_log import DecisionLog

_GRADES = ((0.01, "excellent"), (0.03, "good"), (0.08, "fair"), (0.20, "poor"))
"""Predicted character error rates up to which a text is called so."""


def grade_of(rate: float) -> str:
    """The word for a predicted character error rate: ``excellent``, ``good``, ``fair``, ``poor``, ``bad``."""
    return next((grade for most, grade in _GRADES if rate <= most), "bad")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a document as a whole.

    Args:
        words: How many it has.
        languages: Codes of the models that read it.
        predicted_cer: Share of characters that are likely to be wrong; ``None`` when it is not known.
        failed: Pages that could not be read, as a list of numbers and ranges; with the reason of each.
        warnings: What a person should know, with the pages that it is said of; ``""`` for the document's files.
    """

    words: int
    languages: tuple[str, ...]
    predicted_cer: float | None
    failed: tuple[tuple[str, str], ...]
    warnings: tuple[tuple[str, str], ...]


def facts_of(report: Mapping[str, Any]) -> Facts:
    """What a report tells of the whole document."""
    failures: dict[str, list[int]] = {}
    warnings: dict[str, list[int]] = {}
    for page in report["pages"]:
        if page["failure"]:
            failures.setdefault(str(page["failure"]), []).append(page["page_number"])
        for told in page["warnings"]:
            warnings.setdefault(str(told), []).append(page["page_number"])
    of_files = [(str(told), "") for each in report.get("export_warnings", {}).values() for told in each]
    return Facts(
        words=sum(page["words"] for page in report["pages"]),
        languages=tuple(map(str, report.get("languages", ()))),
        predicted_cer=mean_predicted_cer(report["pages"]),
        failed=tuple((told, in_ranges(pages, ", ")) for told, pages in failures.items()),
        warnings=(*((told, in_ranges(pages, ", ")) for told, pages in warnings.items()), *of_files),
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is told beside its small picture.

    Args:
        number: From 1.
        words: How many it has.
        confidence: The mean of its words'; ``None`` when it is not known.
        predicted_cer: Share of characters that are likely to be wrong; ``None`` when it is not known.
        warnings: What a person should know.
        failure: Why it could not be read.
        status: ``recognised``, ``empty``, ``failed``.
    """

    number: int
    words: int
    confidence: float | None
    predicted_cer: float | None
    warnings: tuple[str, ...]
    failure: str | None
    status: str


def sheets_of(report: Mapping[str, Any]) -> list[Sheet]:
    """The pages of a document, as its report tells them."""
    return [
        Sheet(
            page["page_number"],
            page["words"],
            _number(page.get("mean_confidence")),
            _number(page.get("predicted_cer")),
            tuple(map(str, page["warnings"])),
            page["failure"],
            page["status"],
        )
        for page in report["pages"]
    ]


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


@dataclass(frozen=True, slots=True)
class VersionTold:
    """A version of the text, as it is told.

    Args:
        id: The version's id.
        name: What it is called.
        origin: Where it comes from.
        parent: What its parent is called; ``None`` when it has none.
        made: When it was made; ``None`` when that is not known.
        in_force: Whether the document's files tell it.
        fault: Why it cannot be read.
    """

    id: str
    name: str
    origin: Origin
    parent: str | None
    made: datetime | None
    in_force: bool
    fault: str | None


def versions_told(folder: Path, log: DecisionLog) -> list[VersionTold]:
    """The versions of a document, the newest of each origin last.

    Raises:
        InputError: If it cannot be told which is in force.
    """
    in_force_id = text_in_force(folder).version
    told = []
    for version_id in listed_versions(folder):
        version = version_of(folder, version_id, words=0)
        parent = None if version.parent is None else called(folder, version.parent)
        made, is_it = _time(made_at(version, log.entries)), version_id == in_force_id
        told.append(
            VersionTold(version_id, called(folder, version_id), version.origin, parent, made, is_it, version.fault)
        )
    return told


def _time(text: str | None) -> datetime | None:
    try:
        return None if text is None else datetime.fromisoformat(text)
    except ValueError:
        return None


# Decisions -------------------------------------------------------------------------------------------------------------


def decision_counts(log: DecisionLog) -> list[tuple[str, dict[str, int], int]]:
    """Persons, each with how many decisions of each kind they have made that hold, and how many that were taken back."""
    back = taken_back(log.entries)
    kinds: dict[str, dict[str, int]] = {}
    undone: dict[str, int] = {}
    for entry in log.entries:
        if entry.kind in BY_PERSON:
            own = kinds.setdefault(entry.by, {})
            if entry.sequence in back:
                undone[entry.by] = undone.get(entry.by, 0) + 1
            else:
                own[entry.kind.value] = own.get(entry.kind.value, 0) + 1
    return [(by, kinds[by], undone.get(by, 0)) for by in sorted(kinds)]


@dataclass(frozen=True, slots=True)
class Past:
    """A person's decision, as its history tells it.

    Args:
        decision: The entry.
        page_number: Of the page that it is on; ``None`` when that is not told.
        line: Id of the line that it is on; ``None`` when it is on no line.
        is_taken_back: Whether it was taken back.
        holds: Whether it holds for the text in force.
        together: How many decisions that were made together with it hold, itself included.
    """

    decision: Decision
    page_number: int | None
    line: str | None
    is_taken_back: bool
    holds: bool
    together: int

    @property
    def by(self) -> str:
        """Who made it."""
        return self.decision.by


def past_decisions(folder: Path, log: DecisionLog) -> list[Past]:
    """All decisions that persons have made on a document, the newest first.

    Raises:
        InputError: If it cannot be told which text is in force.
    """
    if not log.entries:
        return []
    origin, back = origins(log.entries), taken_back(log.entries)
    held = {origin[entry.sequence] for entry in in_force(log.entries, text_in_force(folder).line)}
    batches = Counter(e.batch for e in log.entries if e.kind in BY_PERSON and e.sequence in held)
    return [
        Past(
            entry,
            None if entry.place is None else entry.place.page_number,
            _line_of(entry),
            entry.sequence in back,
            entry.sequence in held,
            1 if entry.batch is None else batches[entry.batch],
        )
        for entry in reversed(log.entries)
        if entry.kind in BY_PERSON
    ]


def _line_of(entry: Decision) -> str | None:
    if entry.words:
        return entry.words[0].rpartition("_")[0]
    return entry.on if entry.on is not None and "_l" in entry.on else None
