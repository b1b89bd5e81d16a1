"""When a file has settled: its size and time have not changed for a while, by this machine's own clock.

The clock is the monotonic one, so that neither a network share's time nor a clock set back matters.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from digitize.watch.inbox import Entry, Inbox, Seen


class Settling:
    """Remembers since when each file has looked as it does.

    Args:
        settle_s: Seconds that a file must stay the same.
        clock: Seconds of a clock that is never set.
    """

    def __init__(self, settle_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._settle_s = settle_s
        self._clock = clock
        self._since: dict[Path, tuple[Seen, float]] = {}

    def ready(self, inbox: Inbox) -> list[Entry]:
        """Takes note of a look at the inbox; returns the entries all of whose unit's files have settled."""
        now = self._clock()
        since: dict[Path, tuple[Seen, float]] = {}
        for seen in (seen for unit in inbox.units for seen in unit.files):
            before = self._since.get(seen.path)
            since[seen.path] = before if before is not None and before[0] == seen else (seen, now)
        self._since = since
        return [
            entry
            for unit in inbox.units
            if all(now - since[seen.path][1] >= self._settle_s for seen in unit.files)
            for entry in unit.entries
        ]
