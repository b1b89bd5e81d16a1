"""A document to be is worked on by one watcher at a time, also when several watch one folder.

The claim is a lock on the file or folder itself: it needs no file of its own, goes along when the original is moved, and
the system takes it from a process that dies. Where a file system knows no locks, two watchers may read the same file; the
document's lock and the cache make one run of it, and only one of them can move the original.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from digitize.watch.inbox import Entry


@contextmanager
def claimed(entry: Entry) -> Iterator[bool]:
    """Holds the claim for the time of the block; gives whether it could be had. Never waits."""
    descriptor = None if entry.refusal is not None else _opened(entry)
    try:
        yield descriptor is None or _is_free(descriptor)
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _opened(entry: Entry) -> int | None:
    try:
        return os.open(entry.path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:  # gone, or not to be read: whoever reads it will tell
        return None


def _is_free(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True
