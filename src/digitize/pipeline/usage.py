"""How much room an output folder takes, and what in it. Measuring half a million files takes seconds, so what was measured is kept."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from digitize.errors import EnvironmentFault
from digitize.store.deeds import keep_deed, last_deed

_MEASURED = "measured"
KINDS = ("documents", "originals", "cache", "runs", "logs", "index", "other")
"""What room is told apart by: ``runs`` is Prefect's database, ``other`` all else that the program keeps."""

_KIND_OF = {"originals": "originals", "cache": "cache", "prefect": "runs", "logs": "logs", "run.log": "logs"}
_LOOK_EVERY = 2_000


@dataclass(frozen=True, slots=True)
class Usage:
    """Room on the disk.

    Args:
        sizes: Bytes, by kind (:data:`KINDS`).
        at: When it was measured.
    """

    sizes: dict[str, int]
    at: datetime

    @property
    def total(self) -> int:
        return sum(self.sizes.values())


def measure_usage(root: Path, within_s: float | None = None) -> Usage | None:
    """Measures how much room an output folder takes.

    Args:
        root: The folder.
        within_s: Seconds that it may take; ``None`` for as long as it takes.

    Returns:
        The measure; ``None`` when the time was not enough.
    """
    deadline = None if within_s is None else time.monotonic() + within_s
    sizes = dict.fromkeys(KINDS, 0)
    for number, (kind, found) in enumerate(_files(root)):
        sizes[kind] += max(found.st_blocks * 512, 0)
        if deadline is not None and number % _LOOK_EVERY == 0 and time.monotonic() > deadline:
            return None
    return Usage(sizes, datetime.now(UTC))


def keep_usage(root: Path, usage: Usage) -> None:
    """Keeps a measure for :func:`known_usage`.

    Raises:
        EnvironmentFault: If it cannot be written.
    """
    keep_deed(root, _MEASURED, asdict(usage) | {"at": usage.at.isoformat(timespec="seconds")})


def known_usage(root: Path, within_s: float) -> Usage | None:
    """How much room is taken: measured, if that can be done in time, else as it was measured last; ``None`` if it never was."""
    usage = measure_usage(root, within_s)
    if usage is not None:
        with suppress(EnvironmentFault):  # a folder that may only be read
            keep_usage(root, usage)
        return usage
    told = last_deed(root, _MEASURED)
    try:
        sizes = {kind: int(told["sizes"][kind]) for kind in KINDS} if told else None
    except (KeyError, TypeError, ValueError):
        return None
    return None if told is None or sizes is None else Usage(sizes, datetime.fromisoformat(told["at"]))


def _files(root: Path) -> Iterator[tuple[str, os.stat_result]]:
    inside = root / ".digitize"
    for entry in _entries(inside):
        kind = "index" if entry.name.startswith("index.sqlite") else _KIND_OF.get(entry.name, "other")
        for found in _below(entry):
            yield kind, found
    for entry in _entries(root):
        if entry.name != ".digitize":
            for found in _below(entry):
                yield "documents", found


def _below(entry: os.DirEntry[str]) -> Iterator[os.stat_result]:
    waiting = [entry]
    while waiting:
        each = waiting.pop()
        with suppress(OSError):  # gone meanwhile
            yield each.stat(follow_symlinks=False)
            if each.is_dir(follow_symlinks=False):
                waiting += _entries(Path(each.path))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []
