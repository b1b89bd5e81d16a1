"""The keeper of a worker: a small process between the pool and the worker, which leaves nothing of it behind.

The pool cannot see what a worker starts, and a worker that hangs or has crashed cannot end it. The keeper does nothing but
wait: for the worker to end, for the pool to say so (SIGTERM), for the pool to be gone (the pipe of calls closes, even when
the pool's process is killed). Then it ends all that descends from it, in whatever group or session that is, removes the
worker's temporary folder, and ends as the worker ended.
"""

from __future__ import annotations

import ctypes
import os
import select
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_CALLS = 0
"""The descriptor on which the calls come in. The keeper reads nothing from it."""
_PROCESSES = Path("/proc/self/stat")
_WAKE_BYTES = 512
_SET_PDEATHSIG = 1
_SET_CHILD_SUBREAPER = 36
"""``prctl`` options, from ``linux/prctl.h``."""


def keep(scratch: Path) -> None:
    """Forks. Returns in the worker, never in the keeper. To be called before there are threads.

    Args:
        scratch: The worker's temporary folder; removed in the end.
    """
    _prctl(_SET_CHILD_SUBREAPER, 1)  # orphans among the descendants become the keeper's own children
    woken, wake = os.pipe()
    for descriptor in (woken, wake):
        os.set_blocking(descriptor, False)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, _only_wake)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keeper, worker = os.getpid(), os.fork()
    if worker == 0:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        os.close(woken)
        os.close(wake)
        _die_with(keeper)
        return
    os.dup2(2, 1)  # the pipe of answers must close when the worker ends
    status = _wait(worker, woken)
    if not _PROCESSES.exists():  # not Linux: what the worker has started is in its group, mostly, and so is the keeper
        shutil.rmtree(scratch, ignore_errors=True)
        os.killpg(0, signal.SIGKILL)
    _end_descendants()
    shutil.rmtree(scratch, ignore_errors=True)
    _end_like(status)


def _only_wake(number: int, frame: object) -> None:
    del number, frame


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _die_with(keeper: int) -> None:
    """The worker does not outlive its keeper."""
    _prctl(_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != keeper:
        os._exit(1)


def _wait(worker: int, woken: int) -> int | None:
    """Waits; returns how the worker ended, or ``None`` when it is to be ended."""
    poll = select.poll()
    poll.register(_CALLS, 0)  # no event asked for: that the other end is closed is told always
    poll.register(woken, select.POLLIN)
    while True:
        ready = {descriptor for descriptor, _ in poll.poll()}
        if _CALLS in ready or signal.SIGTERM in os.read(woken, _WAKE_BYTES):
            return None
        for pid, status in _ended():
            if pid == worker:
                return status


def _ended() -> Iterator[tuple[int, int]]:
    """Children that have ended, with their status."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        yield pid, status


def _end_descendants() -> None:
    """Kills until no child is left: each that ends hands its own children on to the keeper."""
    while True:
        for pid in _children():
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _children() -> Iterator[int]:
    """Children of this process, and whoever else is in its session."""
    me = os.getpid()
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(entry.name) != me:
            try:
                stat = (entry / "stat").read_bytes()
            except OSError:  # it has ended
                continue
            _, parent, _, session = stat.rpartition(b")")[2].split()[:4]
            if me in (int(parent), int(session)):
                yield int(entry.name)


def _end_like(status: int | None) -> None:
    number = signal.SIGTERM if status is None else os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
    if number is None:
        os._exit(os.WEXITSTATUS(status or 0))
    if number not in (signal.SIGKILL, signal.SIGSTOP):
        signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
