"""Writing files whole or not at all, and the digests of files."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Protocol

from digitize.errors import DigitizeError, EnvironmentFault

_BLOCK = 1 << 20
TEMPORARY = ".part-"
"""Prefix of names of files that are not whole yet. No result has such a name."""


class Readable(Protocol):
    """What can be copied."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary path beside ``path``, moved there (synced) when the block ends well, and removed when it does not.

    Raises:
        EnvironmentFault: If the disk is full or the folder may not be written to.
    """
    with explained(path):
        _make_folder(path.parent)
        descriptor, name = tempfile.mkstemp(prefix=TEMPORARY, suffix=path.suffix, dir=path.parent)
    temporary = Path(name)
    try:
        with explained(path):
            _lock_if_free(descriptor)  # the mark of a file that somebody is writing, see sweep
            yield temporary
            with temporary.open("rb") as stream:
                os.fsync(stream.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
            sync_folder(path.parent)
    finally:
        os.close(descriptor)
        with suppress(OSError):  # what made the block fail is the better reason
            temporary.unlink(missing_ok=True)


def _make_folder(folder: Path) -> None:
    """Makes a folder and those above it; the names of new ones are on the disk too, or a file in them could vanish."""
    if folder.is_dir():
        return
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in new:
        sync_folder(each.parent)


def shown(path: Path) -> str:
    r"""The path as it may stand in a message: bytes that are no UTF-8 as ``\xNN``, nothing that breaks or turns a line."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def write_whole(path: Path, data: bytes) -> None:
    """Writes ``data`` to ``path``: a reader sees the old file or the new one, never a part.

    Raises:
        EnvironmentFault: If the disk is full or the folder may not be written to.
    """
    with whole_file(path) as temporary:
        temporary.write_bytes(data)


def sweep(folder: Path) -> None:
    """Removes what killed processes left half written in a folder and below it.

    What is being written stays: its writer holds a lock on it, which the system takes from a dead process.
    """
    with suppress(OSError):  # a folder that goes meanwhile, or is another user's
        for place, _, names in os.walk(folder):
            for name in names:
                if name.startswith(TEMPORARY):
                    remove_if_left(Path(place, name))


def remove_if_left(path: Path) -> None:
    """Removes a file under a temporary name, unless somebody is writing it."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            if stat.S_ISREG(os.fstat(descriptor).st_mode) and _lock_if_free(descriptor):
                path.unlink()
        finally:
            os.close(descriptor)


def copy_hashed(source: Readable, target: BinaryIO) -> str:
    """Copies a stream and returns the SHA-256 of what was copied, in hexadecimal."""
    digest = hashlib.sha256()
    while block := source.read(_BLOCK):
        digest.update(block)
        target.write(block)
    return digest.hexdigest()


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's content, in hexadecimal.

    Raises:
        OSError: If it cannot be read, or is no regular file.
    """
    with open_regular(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def open_regular(path: Path) -> BufferedReader:
    """Opens a regular file for reading; never waits, as opening a FIFO would.

    Raises:
        OSError: If it cannot be read, or is no regular file.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    return os.fdopen(descriptor, "rb")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what fails in writing into an error that says why and what to do.

    Raises:
        EnvironmentFault: If the block raises an ``OSError``.
    """
    try:
        yield
    except DigitizeError:
        raise
    except OSError as error:
        reason, hint = _REASONS.get(error.errno or 0, (error.strerror or str(error), _ELSEWHERE))
        raise EnvironmentFault(f"cannot be written: {reason}", where=shown(path), hint=hint) from error


_ELSEWHERE = "Choose another folder with --output"
_MAKE_ROOM = "Make room and run the same command again: finished pages are kept"
_REASONS = {
    errno.ENOSPC: ("the disk is full", _MAKE_ROOM),
    errno.EDQUOT: ("the quota is used up", _MAKE_ROOM),
    errno.EFBIG: ("the file is larger than the system allows", "Raise the limit (ulimit -f), or choose another disk"),
    errno.EACCES: ("no permission", "Choose another folder with --output, or change the folder's permissions"),
    errno.EPERM: ("no permission", "Choose another folder with --output, or change the folder's permissions"),
    errno.EROFS: ("the file system is read-only", _ELSEWHERE),
    errno.ENOTDIR: ("a file stands where a folder is needed", _ELSEWHERE),
    errno.EEXIST: ("a file stands where a folder is needed", _ELSEWHERE),
    errno.EISDIR: ("a folder stands where a file is needed", "Move it away, or choose another folder with --output"),
}


def _lock_if_free(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # held by its writer, or a file system without locks
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Makes sure that the names of new files in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some network file systems cannot sync a folder
            raise
    finally:
        os.close(descriptor)


class SourceStream:
    """What is copied from, remembering a fault of its own: so it is told from one of the file that is written.

    Args:
        stream: The file, open for reading.
    """

    def __init__(self, stream: BinaryIO | BufferedReader) -> None:
        self._stream = stream
        self.fault: OSError | None = None

    def read(self, size: int, /) -> bytes:
        try:
            return self._stream.read(size)
        except OSError as error:
            self.fault = error
            raise
