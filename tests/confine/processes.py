"""What the tests of this room ask about processes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

_PATIENCE_S = 60.0
"""Nothing is decided by it but when a test gives up."""


def runs(pid: int) -> bool:
    """Whether there is such a process, and it is not merely waiting to be noticed dead."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


def running(pids: Iterable[int]) -> list[int]:
    return [pid for pid in pids if runs(pid)]


def until(holds: Callable[[], bool]) -> bool:
    """Waits until something holds; ``False`` if it never does."""
    end = time.monotonic() + _PATIENCE_S
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
