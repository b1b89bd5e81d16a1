"""What the service says of itself: ``OUTPUT/.digitize/service.json``, for programs that ask from outside.

Whether it runs is told by its lock, which the system takes from a dead process; the file says the rest. A service that ends as it should removes it:
one that is left behind, with nobody who holds the lock, is that of a service that was killed.
"""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from digitize.store.files import explained, write_whole

LOCK = "service"


@dataclass(frozen=True, slots=True)
class PartTold:
    """One of the programs that make up the service.

    Args:
        name: What it is called.
        runs: Whether it does.
        restarts: How often it was started again.
    """

    name: str
    runs: bool
    restarts: int


@dataclass(frozen=True, slots=True)
class ServiceTold:
    """What the service says of itself.

    Args:
        pid: Number of its process, as it sees it.
        since: When it was started, ISO 8601 with the time zone.
        told: When this was written, likewise.
        addresses: Where its parts are reached, by what they are.
        inboxes: The watched folders.
        parts: Its parts.
        reading: What the watched folders are reading.
        waiting: What waits in them though it has settled, and why, by its name.
        done: How many documents of the watched folders are done since it was started.
        failed: How many have failed.
    """

    pid: int
    since: str
    told: str
    addresses: dict[str, str]
    inboxes: list[str]
    parts: list[PartTold] = field(default_factory=list)
    reading: list[str] = field(default_factory=list)
    waiting: dict[str, str] = field(default_factory=dict)
    done: int = 0
    failed: int = 0


_TOLD = TypeAdapter(ServiceTold)


def write_service(root: Path, told: ServiceTold) -> None:
    """Writes what the service says of itself.

    Raises:
        EnvironmentFault: If it cannot be written.
    """
    write_whole(_path(root), (json.dumps(asdict(told), ensure_ascii=True, indent=2) + "\n").encode("ascii"))


def read_service(root: Path) -> ServiceTold | None:
    """What the service said of itself last; ``None`` when it has ended as it should, or that cannot be read."""
    try:
        content: Any = json.loads(_path(root).read_bytes())
        return _TOLD.validate_python(content)
    except (OSError, ValueError, ValidationError, RecursionError):
        return None


def remove_service(root: Path) -> None:
    """Removes it: the service ends as it should.

    Raises:
        EnvironmentFault: If it cannot be removed.
    """
    with explained(_path(root)):
        _path(root).unlink(missing_ok=True)


def service_runs(root: Path) -> bool:
    """Whether a service works with an output folder, on this machine."""
    try:
        descriptor = os.open(root / ".digitize" / "locks" / LOCK, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # a file system without locks
        return False
    finally:
        os.close(descriptor)
    return False


def _path(root: Path) -> Path:
    return root / ".digitize" / "service.json"
