"""What became of the documents of the watched folders, counted from the sentences that the watcher says."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path

from digitize.ingest.folders import TEXT_ENDINGS, is_hidden

_SIDECAR_ENDINGS = TEXT_ENDINGS | {".toml"}
_TAKEN = "taken: "
_DONE = ("done: ", "done in part: ")
_FAILED = "failed: "
_NOT_YET_MOVED = "; but the original "
"""In a sentence that is said again when the original could be moved, and counts then."""
_MOST_WAITING = 1000


class Counter:
    """Counts documents since the service started. Safe to use from several threads."""

    def __init__(self) -> None:
        self.done = 0
        self.failed = 0
        self.is_reading = False
        self._lock = threading.Lock()

    def hear(self, sentence: str) -> None:
        """Takes note of what a sentence of the watcher says: taken, done, failed, or put back to wait."""
        counts = _NOT_YET_MOVED not in sentence
        with self._lock:
            self.done += counts and sentence.startswith(_DONE)
            self.failed += counts and sentence.startswith(_FAILED)
            self.is_reading = sentence.startswith(_TAKEN)

    def silence(self) -> None:
        """The watcher has ended: nothing is being read."""
        with self._lock:
            self.is_reading = False

    def told(self, waiting: int) -> str:
        """The counts as a person reads them; ``waiting`` as :func:`waiting_in` counts them."""
        still = max(0, waiting - self.is_reading)
        shown = f"{_MOST_WAITING:,} or more" if waiting >= _MOST_WAITING else f"{still:,}"
        reading = ", 1 being read" if self.is_reading else ""
        return f"{shown} waiting{reading}, {self.done:,} done, {self.failed:,} failed"


def waiting_in(inboxes: Iterable[Path]) -> int:
    """How many files and folders stand in the inboxes, sidecars left out; counting ends at a thousand."""
    return sum(1 for _ in islice(_names(inboxes), _MOST_WAITING))


def _names(inboxes: Iterable[Path]) -> Iterable[str]:
    for inbox in inboxes:
        with suppress(OSError), os.scandir(inbox) as entries:
            for entry in entries:
                if not is_hidden(entry.name) and Path(entry.name).suffix.lower() not in _SIDECAR_ENDINGS:
                    yield entry.name
