"""What the service writes down of itself for ``digitize status``: its parts, and what the watched folders say."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from digitize.errors import EnvironmentFault
from digitize.store.service_state import PartTold, ServiceTold, remove_service, write_service

_AT_LEAST_EVERY_S = 60.0
_AT_MOST_EVERY_S = 1.0
_MOST_WAITING = 50
_NOT_YET_MOVED = "; but the original "
"""In a sentence that is said again when the original could be moved: it counts then."""


class Running(Protocol):
    """What is to be known of a part."""

    name: str

    @property
    def runs(self) -> bool:
        """Whether it does."""


class ServiceRecord:
    """Keeps ``service.json``. Safe to use from several threads; what cannot be written ends nothing.

    Args:
        output: The output folder.
        addresses: Where the parts are reached, by what they are.
        inboxes: The watched folders.
    """

    def __init__(self, output: Path, addresses: Mapping[str, str], inboxes: Sequence[Path]) -> None:
        self._output = output
        self._addresses = dict(addresses)
        self._inboxes = [str(inbox.absolute()) for inbox in inboxes]
        self._since = _now()
        self._lock = threading.Lock()
        self._reading: list[str] = []
        self._waiting: dict[str, str] = {}
        self._done = self._failed = 0
        self._last: ServiceTold | None = None
        self._written_s = -_AT_LEAST_EVERY_S

    def hear(self, sentence: str) -> None:
        """Takes note of what a watched folder says: taken, done, failed, or put back to wait."""
        what, _, name = sentence.partition(": ")
        with self._lock:
            if what == "taken":
                self._reading.append(name)
                self._waiting.pop(name, None)
            elif what in ("done", "done in part", "failed"):
                self._ended(name.partition(": ")[0])
                if _NOT_YET_MOVED not in name:
                    self._failed += what == "failed"
                    self._done += what != "failed"
            else:
                self._waits(sentence)

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many documents are being read, and how many are done and have failed since the start."""
        with self._lock:
            return len(self._reading), self._done, self._failed

    def beat(self, parts: Sequence[Running]) -> None:
        """Writes it down, when something has changed, and once a minute: called twice a second."""
        now_s = time.monotonic()
        if now_s - self._written_s < _AT_MOST_EVERY_S:
            return
        told = self._told(parts)
        if told == self._last and now_s - self._written_s < _AT_LEAST_EVERY_S:
            return
        self._written_s, self._last = now_s, told
        with suppress(EnvironmentFault):  # a full disk: the screen says so
            write_service(self._output, _at(told, _now()))

    def end(self) -> None:
        """The service ends as it should."""
        with suppress(EnvironmentFault):
            remove_service(self._output)

    def _told(self, parts: Sequence[Running]) -> ServiceTold:
        with self._lock:
            told_parts = [PartTold(part.name, part.runs, int(getattr(part, "restarts", 0))) for part in parts]
            if any(part.name.startswith("inbox") and not part.runs for part in told_parts):
                self._reading.clear()
            return ServiceTold(
                os.getpid(),
                self._since,
                self._since,
                self._addresses,
                self._inboxes,
                told_parts,
                list(self._reading),
                dict(self._waiting),
                self._done,
                self._failed,
            )

    def _ended(self, name: str) -> None:
        if name in self._reading:
            self._reading.remove(name)
        self._waiting.pop(name, None)

    def _waits(self, sentence: str) -> None:
        for words in (" waits in the inbox: ", " cannot be read; ", " has changed while it was read; "):
            name, found, reason = sentence.partition(words)
            if found:
                self._ended(name)
                if words.endswith(": ") and len(self._waiting) < _MOST_WAITING:
                    self._waiting[name] = reason
                return


def _at(told: ServiceTold, now: str) -> ServiceTold:
    return ServiceTold(**{**{name: getattr(told, name) for name in told.__slots__}, "told": now})


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
