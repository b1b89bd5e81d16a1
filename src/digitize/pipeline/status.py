"""How an output folder and the service that works with it stand: what waits, how fast it goes, what has failed, how much room there is.

All of it is read from files, so it can be asked when the service is down.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from digitize.errors import EnvironmentFault, InputError
from digitize.ingest import printable
from digitize.pipeline.backup import PREFECT
from digitize.pipeline.catalogue import CatalogueRow, find_documents, keep_rows, kept_rows, read_row
from digitize.pipeline.usage import Usage, known_usage
from digitize.settings import Settings
from digitize.store.deeds import BACKED_UP, TENDED, VERIFIED, last_deed
from digitize.store.output import output_if_writable
from digitize.store.prefect_runs import Runs, read_runs
from digitize.store.service_state import ServiceTold, read_service, service_runs

FAILURE_DAYS = 7
"""Failures are told of for so many days."""
_PERIODS = (("hour", timedelta(hours=1)), ("day", timedelta(days=1)), ("30 days", timedelta(days=30)))
_MEASURE_S = 1.0


@dataclass(frozen=True, slots=True)
class PutAside:
    """A scan in a folder ``failed``.

    Args:
        name: Its name.
        at: When it was put there.
        reason: Why.
    """

    name: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class InboxState:
    """What stands in a watched folder.

    Args:
        inbox: The folder.
        settled: Documents to be that have not changed for some seconds.
        growing: Those that have.
        oldest: When the one that waits for longest was written to last; ``None`` when none waits.
        failed: What is in the folder ``failed`` beside it, the last first.
        troubles: What could not be looked at, and why.
    """

    inbox: Path
    settled: int
    growing: int
    oldest: datetime | None
    failed: tuple[PutAside, ...]
    troubles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """What was done in a period that ends now.

    Args:
        period: Its name.
        documents: How many documents of which pages were read.
        pages: How many pages were read.
        words: How many words the documents have.
        seconds: How long that took, from the beginning of each document to its end.
    """

    period: str
    documents: int
    pages: int
    words: int
    seconds: float

    @property
    def seconds_a_page(self) -> float | None:
        return self.seconds / self.pages if self.pages else None


@dataclass(frozen=True, slots=True)
class Status:
    """How everything stands.

    Args:
        output: The output folder.
        service: What the service says of itself; ``None`` when it has ended, or never ran.
        runs: Whether it runs.
        inboxes: The watched folders.
        prefect: Prefect's runs; ``None`` when they are not known.
        rates: What was done lately.
        documents: How many documents there are.
        pages: How many pages.
        unreadable: Documents that cannot be read, and why.
        with_failed_pages: Documents of which pages could not be read, and how many, done in the last days.
        usage: Room on the disk; ``None`` when it is not known.
        free_bytes: Room that is left.
        disk_bytes: All there is.
        verified: When everything was verified last, and how that ended.
        backed_up: When a backup was made last, and how that ended.
        tended: When the service looked last after what grows.
    """

    output: Path
    service: ServiceTold | None
    runs: bool
    inboxes: tuple[InboxState, ...]
    prefect: Runs | None
    rates: tuple[Rate, ...]
    documents: int
    pages: int
    unreadable: dict[str, str]
    with_failed_pages: dict[str, int]
    usage: Usage | None
    free_bytes: int
    disk_bytes: int
    verified: dict[str, Any] | None
    backed_up: dict[str, Any] | None
    tended: dict[str, Any] | None

    @property
    def waiting(self) -> int:
        """Documents to be that stand in the inboxes."""
        return sum(each.settled + each.growing for each in self.inboxes)


def service_of(root: Path) -> tuple[ServiceTold | None, bool]:
    """What the service of an output folder says of itself, and whether it runs."""
    return read_service(root), service_runs(root)


def look_at_status(
    settings: Settings,
    service: tuple[ServiceTold | None, bool],
    inboxes: Sequence[InboxState],
    now: datetime | None = None,
) -> Status:
    """Looks how everything stands.

    Args:
        settings: Say where the output folder is.
        service: As :func:`service_of` gives it.
        inboxes: The watched folders.
        now: The time.

    Raises:
        InputError: If there is no output folder.
    """
    root = settings.output
    if not root.is_dir():
        raise InputError("there is no such output folder", where=printable(str(root)), hint="Name it with --output")
    now = now or datetime.now(UTC)
    since = now - timedelta(days=FAILURE_DAYS)
    rows = rows_now(settings)
    disk = shutil.disk_usage(root)
    told, runs = service
    return Status(
        root,
        told,
        runs,
        tuple(inboxes),
        read_runs(root / PREFECT, since),
        _rates(root, rows, now),
        len(rows),
        sum(row.pages for row in rows),
        {row.id: row.fault for row in rows if row.fault is not None},
        {row.id: row.failed for row in rows if row.failed and row.changed >= since.timestamp()},
        known_usage(root, _MEASURE_S),
        disk.free,
        disk.total,
        last_deed(root, VERIFIED),
        last_deed(root, BACKED_UP),
        last_deed(root, TENDED),
    )


def rows_now(settings: Settings) -> list[CatalogueRow]:
    """What is known of all documents; only those that have changed since it was asked last are read."""
    there = find_documents(settings.output)
    output = output_if_writable(settings.output)
    kept = {row.id: row for row in kept_rows(output)} if output is not None else {}
    rows = []
    changed = kept.keys() != there.keys()
    for document_id in sorted(there):
        found, known = there[document_id], kept.get(document_id)
        if known is not None and known.stamp == found.stamp:
            rows.append(known)
        else:
            rows.append(read_row(found, settings))
            changed = True
    if changed and output is not None:
        with suppress(EnvironmentFault):  # it is quicker the next time, and that is all
            keep_rows(rows, output)
    return rows


def _rates(root: Path, rows: Sequence[CatalogueRow], now: datetime) -> tuple[Rate, ...]:
    """What was done in each period, by the documents' ``run.json``; only those of the longest period are opened."""
    earliest = (now - _PERIODS[-1][1]).timestamp()
    done: list[tuple[datetime, int, int, float]] = []
    for row in rows:
        path = f"{root}/{row.id}/run.json"
        try:
            if os.stat(path).st_mtime < earliest:  # noqa: PTH116  thousands of them: paths as text are quicker
                continue
            with open(path, "rb") as stream:  # noqa: PTH123  the same
                run = json.load(stream)
            began, ended = datetime.fromisoformat(run["started"]), datetime.fromisoformat(run["finished"])
            pages = max(0, row.pages - int(run["pages_from_cache"]))
            seconds = (ended - began).total_seconds()
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            continue
        if pages and ended.tzinfo is not None:
            done.append((ended, pages, row.words, max(0.0, seconds)))
    rates = []
    for name, length in _PERIODS:
        since = [each for each in done if each[0] >= now - length]
        rates.append(
            Rate(
                name,
                len(since),
                sum(pages for _, pages, _, _ in since),
                sum(words for _, _, words, _ in since),
                sum(seconds for _, _, _, seconds in since),
            )
        )
    return tuple(rates)
