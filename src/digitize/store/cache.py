"""The cache: results of page steps, by the digest of what they depend on; what was not used for longest goes when it is full.

An entry is a file, written whole, whose time of change says when it was used last. So pruning needs no list of its own: it may be
killed at any moment, and several processes may work with the cache meanwhile. What is gone is made again.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from digitize.store.files import TEMPORARY, remove_if_left, write_whole

_TOUCH_S = 60.0
"""An entry that was used within so many seconds is not marked as used again: that is a write to the disk."""
_FULL = 0.9
"""Share of the limit that pruning leaves: it need not be done again at once."""
_SLICE_S = 60
"""Entries are told apart by when they were used, in slices of so many seconds."""


@dataclass(frozen=True, slots=True)
class Pruning:
    """What pruning found and did.

    Args:
        entries: How many there were.
        size_bytes: Their size.
        removed: How many were removed.
        freed_bytes: Their size.
    """

    entries: int
    size_bytes: int
    removed: int = 0
    freed_bytes: int = 0

    @property
    def left_bytes(self) -> int:
        """Size of what is left."""
        return self.size_bytes - self.freed_bytes


class Cache:
    """The cache of an output folder.

    Args:
        folder: Where it is; made when something is stored.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        """What was stored under a key, or ``None``: also when it cannot be read, for then it can be made again."""
        path = self._path(key)
        try:
            with path.open("rb") as stream:
                data, used_s = stream.read(), os.fstat(stream.fileno()).st_mtime
        except OSError:
            return None
        if abs(time.time() - used_s) > _TOUCH_S:
            with suppress(OSError):  # gone meanwhile, or a folder that may only be read
                os.utime(path)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Stores what a step made, under the digest of everything it depends on.

        Raises:
            EnvironmentFault: If it cannot be written.
        """
        write_whole(self._path(key), data)

    def holding(self, told: Collection[bytes]) -> Iterator[Path]:
        """Entries that hold any of some bytes."""
        for path in sorted(self.folder.glob("??/*")):
            with suppress(OSError):  # gone meanwhile
                data = path.read_bytes()
                if any(each in data for each in told):
                    yield path

    def prune(self, limit_bytes: int, keep_since_s: float) -> Pruning:
        """Removes what was not used for longest, when there is more than the limit, and what killed writers have left.

        Args:
            limit_bytes: How large it may be.
            keep_since_s: What was used after this time (seconds since 1970) stays, whatever the limit is.
        """
        sizes: Counter[int] = Counter()
        entries = 0
        for _, found in self._entries():
            sizes[int(found.st_mtime) // _SLICE_S] += _room(found)
            entries += 1
        size = sum(sizes.values())
        if size <= limit_bytes:
            return Pruning(entries, size)
        newest, left = None, size
        for each in sorted(sizes):
            if left <= _FULL * limit_bytes or (each + 1) * _SLICE_S > keep_since_s:
                break
            newest, left = each, left - sizes[each]
        if newest is None:
            return Pruning(entries, size)
        removed = freed = 0
        for path, found in self._entries():
            if int(found.st_mtime) // _SLICE_S <= newest and _removed(path, found.st_mtime_ns):
                removed += 1
                freed += _room(found)
        return Pruning(entries, size, removed, freed)

    def _entries(self) -> Iterator[tuple[str, os.stat_result]]:
        """All entries, one folder after the other: half a million of them are never held at once."""
        with suppress(OSError), os.scandir(self.folder) as folders:
            for folder in folders:
                with suppress(OSError), os.scandir(folder.path) as entries:
                    for entry in entries:
                        if entry.name.startswith(TEMPORARY):
                            remove_if_left(Path(entry.path))
                            continue
                        with suppress(OSError):  # gone meanwhile
                            yield entry.path, entry.stat(follow_symlinks=False)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key


def _room(found: os.stat_result) -> int:
    """Bytes that a file takes on the disk; its size, where that cannot be told."""
    return max(found.st_size, found.st_blocks * 512)


def _removed(path: str, mtime_ns: int) -> bool:
    """Removes an entry that was not used since it was looked at; whether it did."""
    try:
        if os.stat(path, follow_symlinks=False).st_mtime_ns != mtime_ns:  # noqa: PTH116  hundreds of thousands: text is quicker
            return False
        os.unlink(path)  # noqa: PTH108  the same
    except OSError:
        return False
    return True
