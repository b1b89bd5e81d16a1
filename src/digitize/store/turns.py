"""Turns: how many runs may work on this machine at a time, and which of them is next; and which runs there are at all.

::

    OUTPUT/.digitize/locks/turns/00000012   the ticket of a run; whoever holds its lock waits or works
    OUTPUT/.digitize/locks/runs/NAME        a run that has a process, which holds its lock

The system takes the lock from a process that dies, however it dies: its ticket then holds up nobody. No clock is asked:
tickets are numbered, so a clock set back changes no order.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from digitize.errors import EnvironmentFault
from digitize.store.files import TEMPORARY, shown

_DIGITS = 8
_LOOK_S = 0.5
_MOST_NAME_BYTES = 200

Pause = Callable[[float], object]
"""Waits so many seconds; may raise, and so give up the place in the line."""
Waits = Callable[[int, str], None]
"""Is told, each time it changes, how many runs come first, and what the first of them is called."""


@contextmanager
def turn(locks: Path, called: str, at_a_time: int, waits: Waits, pause: Pause) -> Iterator[None]:
    """Waits until it is this run's turn, and keeps it for the time of the block. First come, first served.

    Args:
        locks: The folder for locks of an output folder.
        called: What the run is called, for those that wait for it.
        at_a_time: How many runs may work at a time.
        waits: Is told when there is something to wait for.
        pause: Called between two looks.

    Raises:
        EnvironmentFault: If the folder cannot be written to or locked.
    """
    folder = locks / "turns"
    ticket, descriptor = _take_ticket(folder, called)
    try:
        told: list[Path] = []
        while len(ahead := _ahead(folder, ticket)) >= at_a_time:
            if ahead != told:
                told = ahead
                waits(len(ahead), _name_on(ahead[0]))
            pause(_LOOK_S)
        yield
    finally:
        _give_up(ticket, descriptor)


@contextmanager
def alive(locks: Path, name: str) -> Iterator[None]:
    """Shows that a run has a process, for the time of the block.

    Args:
        locks: The folder for locks of an output folder.
        name: Of the run; the name of a file.

    Raises:
        EnvironmentFault: If the folder cannot be written to or locked.
    """
    folder = locks / "runs"
    with _explained(folder):
        descriptor = _locked_file(folder, b"", lambda: folder / name)[1]
    try:
        yield
    finally:
        _give_up(folder / name, descriptor)


def is_alive(locks: Path, name: str) -> bool:
    """Whether a run of that name has a process."""
    return _is_held(locks / "runs" / name)


def _take_ticket(folder: Path, called: str) -> tuple[Path, int]:
    def next_number() -> Path:
        number = 1 + max((int(path.name) for path in _tickets(folder)), default=0)
        return folder / f"{number:0{_DIGITS}}"

    name = called.encode("utf-8", "backslashreplace")[:_MOST_NAME_BYTES]
    with _explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with _only_one(folder):
            _ahead(folder, None)  # those of the dead go, so that numbers stay small
            return _locked_file(folder, name, next_number)


def _locked_file(folder: Path, content: bytes, named: Callable[[], Path]) -> tuple[Path, int]:
    """A file that is locked before it can be seen under its name."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, made = tempfile.mkstemp(prefix=TEMPORARY, dir=folder)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.write(descriptor, content)
        return Path(made).rename(named()), descriptor
    except BaseException:
        os.close(descriptor)
        Path(made).unlink(missing_ok=True)
        raise


def _give_up(path: Path, descriptor: int) -> None:
    with suppress(OSError):
        path.unlink()
    os.close(descriptor)


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EnvironmentFault(
            f"no lock can be taken: {error.strerror}",
            where=shown(folder),
            hint="Check the folder's permissions and the room on its disk",
        ) from error


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _tickets(folder: Path) -> list[Path]:
    return sorted((path for path in folder.iterdir() if path.name.isdecimal()), key=lambda path: int(path.name))


def _ahead(folder: Path, ticket: Path | None) -> list[Path]:
    """Tickets of living runs before one's own, or all; those of the dead are removed."""
    found = []
    for path in _tickets(folder):
        if path == ticket:
            break
        if _is_held(path):
            found.append(path)
        else:
            path.unlink(missing_ok=True)
    return found


def _is_held(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(
            descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB
        )  # shared: two that look at a dead one do not mislead each other
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _name_on(ticket: Path) -> str:
    try:
        return ticket.read_text("utf-8", "replace") or "another run"
    except OSError:
        return "another run"
