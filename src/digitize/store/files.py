"""Writing files whole or not at all, and the digests of files."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from digitize.errors import DigitizeError, EnvironmentFault

_BLOCK = 1 << 20
TEMPORARY = ".part-"
"""Prefix of names of files that are not whole yet."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary path beside ``path``, moved there (synced) when the block ends well, and removed when it does not.

    Raises:
        EnvironmentFault: If the disk is full or the folder may not be written to.
    """
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=TEMPORARY, suffix=path.suffix, dir=path.parent)
        os.close(descriptor)
    temporary = Path(name)
    try:
        with _explained(path):
            yield temporary
            with temporary.open("rb") as stream:
                os.fsync(stream.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
            _sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Writes ``data`` to ``path``: a reader sees the old file or the new one, never a part.

    Raises:
        EnvironmentFault: If the disk is full or the folder may not be written to.
    """
    with whole_file(path) as temporary:
        temporary.write_bytes(data)


def sweep(folder: Path) -> None:
    """Removes what killed processes left half written below a folder. The caller holds the lock on it."""
    for left in folder.rglob(f"{TEMPORARY}*"):
        left.unlink(missing_ok=True)


def copy_hashed(source: BinaryIO, target: BinaryIO) -> str:
    """Copies a stream and returns the SHA-256 of what was copied, in hexadecimal."""
    digest = hashlib.sha256()
    while block := source.read(_BLOCK):
        digest.update(block)
        target.write(block)
    return digest.hexdigest()


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's content, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except DigitizeError:
        raise
    except OSError as error:
        reason, hint = _REASONS.get(error.errno or 0, (error.strerror or str(error), None))
        raise EnvironmentFault(f"cannot be written: {reason}", where=str(path), hint=hint) from error


_REASONS = {
    errno.ENOSPC: ("the disk is full", "Make room and run the same command again: finished pages are kept"),
    errno.EDQUOT: ("the quota is used up", "Make room and run the same command again: finished pages are kept"),
    errno.EACCES: ("no permission", "Choose another folder with --output, or change the folder's permissions"),
    errno.EROFS: ("the file system is read-only", "Choose another folder with --output"),
    errno.ENOTDIR: ("a file stands where a folder is needed", "Choose another folder with --output"),
    errno.EEXIST: ("a file stands where a folder is needed", "Choose another folder with --output"),
}


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
