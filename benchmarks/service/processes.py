"""Processes that belong together because one variable of their environment says so, whoever their parent is."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MARK = "CHAOS_MARK"
"""The variable; every process that the service starts inherits it."""
_BETWEEN_S = 0.05
_ROLES = (
    ("digitize_flows.server", "server"),
    ("digitize_flows.inbox", "inbox"),
    ("digitize_flows.deployments", "deployments"),
    ("digitize_flows.review_app", "review app"),
    ("digitize.confine.worker", "worker"),
    ("digitize_flows.", "another part"),
    ("tesseract", "engine"),
    ("multiprocessing", "helper"),
)


@dataclass(frozen=True, slots=True)
class Process:
    """A process.

    Args:
        pid: Its number.
        command: Its command line.
    """

    pid: int
    command: str

    @property
    def role(self) -> str:
        """What it is for, by its command line; ``main`` for the service itself."""
        return next((role for sign, role in _ROLES if sign in self.command), "main")


def marked(mark: str) -> list[Process]:
    """Processes that carry the mark and have not ended."""
    return list(_marked(f"{MARK}={mark}".encode()))


def _marked(sign: bytes) -> Iterator[Process]:
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended
            if sign not in (place / "environ").read_bytes().split(b"\0"):
                continue
            if (place / "stat").read_bytes().rpartition(b")")[2].split()[0] in (b"Z", b"X"):
                continue
            line = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
            yield Process(int(place.name), line)


def kill(process: Process) -> bool:
    """SIGKILL; whether it was still there."""
    try:
        os.kill(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def kill_all(mark: str) -> int:
    """What a power cut does: kills until nothing is left; how many processes that were."""
    killed = 0
    while processes := marked(mark):
        killed += sum(kill(process) for process in processes)
        time.sleep(_BETWEEN_S)
    return killed


def wait_until_gone(mark: str, within_s: float) -> list[Process]:
    """Waits until no process carries the mark; those that still do after that time."""
    deadline = time.monotonic() + within_s
    while (left := marked(mark)) and time.monotonic() < deadline:
        time.sleep(_BETWEEN_S)
    return left


def proportional_kib(pids: Sequence[int]) -> int:
    """Memory of processes together, shared pages counted once: the sum of their proportional set sizes, in KiB."""
    return sum(_proportional_kib(pid) for pid in pids)


def _proportional_kib(pid: int) -> int:
    with suppress(OSError):  # it has ended
        for line in (Path("/proc") / str(pid) / "smaps_rollup").read_bytes().splitlines():
            if line.startswith(b"Pss:"):
                return int(line.split()[1])
    return 0
