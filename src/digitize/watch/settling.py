"""When a file has settled: its size and time have not changed for a while, by this machine's own clock.

The clock is the monotonic one, so that neither a network share's time nor a clock set back matters.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from digitize.watch.inbox import Entry, Inbox, Seen, Unit

QUICK_S = 1.5
"""Seconds that are enough for a file that is known to be whole."""
_FEW = 50
"""As many files are opened in one look to see whether they are whole; of more, none waits long anyway."""


@dataclass(frozen=True, slots=True)
class _Since:
    """How a file looks, since when, and when it was first there; by the clock."""

    seen: Seen
    same_s: float
    there_s: float


class Settling:
    """Remembers since when each file has looked as it does.

    Args:
        settle_s: Seconds that a file must stay the same.
        clock: Seconds of a clock that is never set; the monotonic one when ``None``.
        is_whole: Whether a file is whole, and nobody writes to it: then ``QUICK_S`` are enough. ``None``: nobody knows.
    """

    def __init__(
        self,
        settle_s: float,
        clock: Callable[[], float] | None = None,
        is_whole: Callable[[Path], bool] | None = None,
    ) -> None:
        self._settle_s = settle_s
        self._quick_s = min(QUICK_S, settle_s)
        self._clock = clock or time.monotonic
        self._is_whole = is_whole
        self._since: dict[Path, _Since] = {}
        self.next_s: float | None = None
        """Seconds from the last look until something more may have settled; ``None`` when nothing waits for that."""

    def ready(self, inbox: Inbox) -> list[Entry]:
        """Takes note of a look at the inbox.

        Returns:
            The entries all of whose unit's files have settled, in the order in which they came; what came at once, in
            natural order.
        """
        now = self._clock()
        since: dict[Path, _Since] = {}
        for seen in (*(seen for unit in inbox.units for seen in unit.files), *inbox.lonely):
            before = self._since.get(seen.path)
            if before is None:
                since[seen.path] = _Since(seen, now, now)
            else:
                since[seen.path] = before if before.seen == seen else _Since(seen, now, before.there_s)
        self._since = since
        return self._settled(inbox, now)

    def there_s(self, path: Path) -> float:
        """For how long a file has been there, by the last look."""
        since = self._since.get(path)
        return 0.0 if since is None else self._clock() - since.there_s

    def has_settled(self, seen: Seen) -> bool:
        """Whether a file has stayed the same for long enough, by the last look."""
        since = self._since.get(seen.path)
        return since is not None and since.seen == seen and self._clock() - since.same_s >= self._settle_s

    def _settled(self, inbox: Inbox, now: float) -> list[Entry]:
        found: list[tuple[float, Entry]] = []
        waits: list[float] = []
        left = _FEW
        for unit in inbox.units:
            files = [self._since[seen.path] for seen in unit.files]
            same_s = now - max((file.same_s for file in files), default=now)
            enough_s = self._settle_s
            if (
                self._is_whole is not None
                and self._quick_s < enough_s
                and same_s < enough_s
                and self._may_be_quick(unit)
            ):
                if same_s < self._quick_s:
                    enough_s = self._quick_s
                elif left:
                    left -= 1
                    enough_s = self._quick_s if self._is_whole(unit.entries[0].path) else enough_s
            if same_s >= enough_s:
                came_s = min(file.there_s for file in files)
                found += [(came_s, entry) for entry in unit.entries]
            else:
                waits.append(enough_s - same_s)
        self.next_s = min(waits, default=None)
        return [entry for _, entry in sorted(found, key=lambda pair: pair[0])]

    def _may_be_quick(self, unit: Unit) -> bool:
        return len(unit.entries) == 1 and not unit.entries[0].is_folder and unit.entries[0].refusal is None
