"""What a list of documents tells of each: kept between runs, so that thousands are there at once, and read again when files change."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitize import __version__
from digitize.errors import InputError
from digitize.model.reference import EDTF_PATTERN
from digitize.pipeline.keys import CATALOGUE_VERSION, step_key
from digitize.pipeline.library import load_report, source_cited
from digitize.pipeline.listing import pages_of_sources
from digitize.pipeline.queue_codec import mark_of
from digitize.pipeline.review_state import review_state
from digitize.settings import Settings
from digitize.store.decision_log import FILE, read_decisions
from digitize.store.output import OutputFolder
from digitize.store.versions import ALIGNMENTS, IN_FORCE, VERSIONS

if TYPE_CHECKING:  # slow to import, and not needed for a list
    from digitize.pipeline.workshop import Workshop

_MOST_CITED = 400
"""Characters of a citation that are told in a list."""
_PARTS = (IN_FORCE, FILE, VERSIONS, ALIGNMENTS)


class Stage(StrEnum):
    """How far the review of a document is."""

    NEW = "new"
    """Nothing is decided that still holds."""
    STARTED = "started"
    """Decisions wait to be put into its files."""
    REVIEWED = "reviewed"
    """All decisions are in its files."""


@dataclass(frozen=True, slots=True)
class Found:
    """A document's folder as it is found.

    Args:
        id: The document's id.
        stamp: Changes when any of its files does that a row tells of.
        changed: When its report was written last, in seconds since 1970.
    """

    id: str
    stamp: str
    changed: float


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """What a list tells of a document.

    Args:
        id: The document's id.
        stamp: As of :class:`Found`.
        changed: The same.
        title: Its stated title.
        cited: Its source, cited in one line; ``""`` where nothing is stated.
        date: The source's date (EDTF), as stated.
        pages: How many it has.
        missing: Pages of its source files that are left out.
        failed: Pages that could not be read.
        words: How many it has.
        predicted_cer: Share of its characters that are likely to be wrong, over the pages of which it is known, weighed by words;
            ``None`` when it is known of none.
        worst_cer: The same of the page on which it is highest.
        stage: How far its review is.
        waiting: Decisions that its files do not hold yet.
        unfit: Decisions that do not fit the last reading.
        version: The version in force.
        fault: Why it cannot be read; then nothing else is known.
    """

    id: str
    stamp: str
    changed: float
    title: str | None = None
    cited: str = ""
    date: str | None = None
    pages: int = 0
    missing: int = 0
    failed: int = 0
    words: int = 0
    predicted_cer: float | None = None
    worst_cer: float | None = None
    stage: Stage = Stage.NEW
    waiting: int = 0
    unfit: int = 0
    version: str | None = None
    fault: str | None = None

    @property
    def name(self) -> str:
        """Its title, or its id."""
        return self.title or self.id

    @property
    def dated(self) -> tuple[int, int, int] | None:
        """The source's date as year, month, day, for putting documents in order; of an interval its beginning."""
        return date_order(self.date) if self.date else None


def find_documents(root: Path) -> dict[str, Found]:
    """The documents of an output folder, by their ids; nothing of them is read."""
    found: dict[str, Found] = {}
    try:
        entries = list(os.scandir(root))
    except OSError:
        return {}
    for entry in entries:
        if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False):
            each = _found(entry.name, entry.path)
            if each is not None:
                found[each.id] = each
    return found


def find_document(root: Path, document_id: str) -> Found | None:
    """One document; ``None`` when there is none of that id."""
    return _found(document_id, str(root / document_id))


def _found(document_id: str, folder: str) -> Found | None:
    try:
        report = os.stat(f"{folder}/report.json")  # noqa: PTH116  thousands of them: paths as text are quicker
    except OSError:
        return None
    told = [f"{report.st_ino}-{report.st_size}-{report.st_mtime_ns}"]
    for part in _PARTS:
        try:
            each = os.stat(f"{folder}/{part}")  # noqa: PTH116  the same
        except OSError:
            told.append("-")
        else:
            told.append(f"{each.st_size}-{each.st_mtime_ns}")
    return Found(document_id, " ".join(told), report.st_mtime)


def read_row(found: Found, settings: Settings) -> CatalogueRow:
    """What a list tells of a document; of one that cannot be read, why."""
    folder = settings.output / found.id
    try:
        report = load_report(str(folder), settings)
        review = review_state(folder)
    except InputError as error:
        return CatalogueRow(found.id, found.stamp, found.changed, fault=error.message)
    pages = report["pages"]
    stage = Stage.STARTED if review.open else Stage.REVIEWED if review.is_reviewed else Stage.NEW
    return CatalogueRow(
        found.id,
        found.stamp,
        found.changed,
        title=report["reference"]["title"],
        cited=_shortened(source_cited(report)),
        date=report["reference"]["date"],
        pages=len(pages),
        missing=max(0, pages_of_sources(report) - len(pages)),
        failed=sum(page["status"] == "failed" for page in pages),
        words=sum(page["words"] for page in pages),
        predicted_cer=mean_predicted_cer(pages),
        worst_cer=max((rate for rate, _ in _rated(pages)), default=None),
        stage=stage,
        waiting=len(review.open),
        unfit=len(review.unfit),
        version=review.in_force,
    )


def mean_predicted_cer(pages: Iterable[Mapping[str, Any]]) -> float | None:
    """The mean of the pages' predicted character error rates, weighed by their words; ``None`` when it is known of no page.

    Args:
        pages: As a report tells them.
    """
    rated = _rated(pages)
    weight = sum(words for _, words in rated)
    return sum(rate * words for rate, words in rated) / weight if weight else None


def _rated(pages: Iterable[Mapping[str, Any]]) -> list[tuple[float, int]]:
    """Predicted rate and number of words of each page of which the rate is known."""
    return [
        (page["predicted_cer"], page["words"])
        for page in pages
        if isinstance(page.get("predicted_cer"), int | float) and page["words"] > 0
    ]


def date_order(edtf: str) -> tuple[int, int, int] | None:
    """Year, month and day of a date, for putting dates in order: open digits as 0, seasons by the month in which they begin.

    Args:
        edtf: A valid EDTF date; of an interval its beginning counts, or its end where it has none.
    """
    first, _, last = edtf.partition("/")
    match = EDTF_PATTERN.fullmatch(last if first in ("", "..") else first)
    if match is None:
        return None
    month, day = match["month"] or "0", match["day"] or "0"
    number = 0 if month == "XX" else int(month)
    return (
        int(match["year"].replace("X", "0")),
        3 * (number - 20) if number > 12 else number,
        0 if day == "XX" else int(day),
    )


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _MOST_CITED else f"{flat[: _MOST_CITED - 1]}…"


# Places to look at -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenPlaces:
    """How many places of a document wait for a person.

    Args:
        open: Those on which nothing was decided.
        total: All.
        pages: How many are open, by the number of their page; pages without any are left out.
    """

    open: int
    total: int
    pages: dict[int, int]


def count_open(document_id: str, left: str, right: str | None, shop: Workshop) -> OpenPlaces:
    """Counts the places that are open; they are found first, where that is not done yet.

    Args:
        document_id: The document's id.
        left: The version that is looked at.
        right: What it is compared with; ``None`` for its own doubts.
        shop: What the run works with.

    Raises:
        InputError: If there is no such document or version, or it cannot be read.
        UsageError: If the two cannot be compared.
        EnvironmentFault: If what was found cannot be kept.
    """
    from digitize.model.place_states import states
    from digitize.pipeline.decided_text import text_in_force
    from digitize.pipeline.review_queue import load_queue

    queue = load_queue(document_id, left, right, shop)
    folder = shop.output.folder(document_id)
    told = states(queue, read_decisions(folder).entries, text_in_force(folder).line)
    pages: dict[int, int] = {}
    for place in queue.places:
        if place.key not in told:
            pages[place.page_number] = pages.get(place.page_number, 0) + 1
    return OpenPlaces(sum(pages.values()), len(queue.places), pages)


# Kept ------------------------------------------------------------------------------------------------------------------

_FIELDS = tuple(each.name for each in fields(CatalogueRow))


def keep_rows(rows: Iterable[CatalogueRow], output: OutputFolder) -> None:
    """Keeps rows in the output folder's cache.

    Raises:
        EnvironmentFault: If they cannot be written.
    """
    lines = [mark_of(row.id) + json.dumps([getattr(row, name) for name in _FIELDS]).encode("ascii") for row in rows]
    output.cache(_key(), b"\n".join(lines))


def kept_rows(output: OutputFolder) -> list[CatalogueRow]:
    """The rows that were kept; none when there are none, or they cannot be read."""
    data = output.cached(_key())
    if not data:
        return []
    try:
        return [_row(line) for line in data.split(b"\n")]
    except (ValueError, KeyError, TypeError):
        return []


def _row(line: bytes) -> CatalogueRow:
    text = line.decode("ascii")
    _, end = json.JSONDecoder().raw_decode(text)
    told = dict(zip(_FIELDS, json.loads(text[end:]), strict=True))
    return CatalogueRow(**{**told, "stage": Stage(told["stage"])})


def _key() -> str:
    return step_key("catalogue", CATALOGUE_VERSION, program=__version__)
