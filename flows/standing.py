"""The line on the terminal that says how the service stands: its parts, and the documents of the watched folders."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path

from digitize.ingest.folders import TEXT_ENDINGS, is_hidden
from digitize_flows.screen import Screen
from digitize_flows.service_record import ServiceRecord
from digitize_flows.supervisor import Supervisor

_SIDECAR_ENDINGS = TEXT_ENDINGS | {".toml"}
_MOST_WAITING = 1000
_COUNT_S = 5.0


class Standing:
    """Shows the line again and again.

    Args:
        supervisor: Knows the parts.
        record: Knows what became of documents.
        inboxes: The watched folders.
        screen: Where it is shown.
    """

    def __init__(self, supervisor: Supervisor, record: ServiceRecord, inboxes: Sequence[Path], screen: Screen) -> None:
        self._supervisor = supervisor
        self._record = record
        self._inboxes = tuple(inboxes)
        self._screen = screen
        self._since = datetime.now().astimezone().strftime("%H:%M")
        self._waiting = 0
        self._counted_s = float("-inf")

    def show(self) -> None:
        """Shows it; the folders are counted every few seconds only."""
        if not self._screen.shows_states:
            return
        now = time.monotonic()
        if now - self._counted_s > _COUNT_S:
            self._waiting, self._counted_s = waiting_in(self._inboxes), now
        counts = told(self._waiting, *self._record.counts)
        self._screen.show(f"{self._supervisor.told()} · {counts} since {self._since}")


def told(waiting: int, reading: int, done: int, failed: int) -> str:
    """The counts as a person reads them; what is being read stands in the inbox still, and is not said to wait."""
    shown = f"{_MOST_WAITING:,} or more" if waiting >= _MOST_WAITING else f"{max(0, waiting - reading):,}"
    now = f", {reading:,} being read" if reading else ""
    return f"{shown} waiting{now}, {done:,} done, {failed:,} failed"


def waiting_in(inboxes: Iterable[Path]) -> int:
    """How many files and folders stand in the inboxes, sidecars left out; counting ends at a thousand."""
    return sum(1 for _ in islice(_names(inboxes), _MOST_WAITING))


def _names(inboxes: Iterable[Path]) -> Iterable[str]:
    for inbox in inboxes:
        with suppress(OSError), os.scandir(inbox) as entries:
            for entry in entries:
                if not is_hidden(entry.name) and Path(entry.name).suffix.lower() not in _SIDECAR_ENDINGS:
                    yield entry.name
