"""Says what a file is: digest, type by its own signature, number of pages."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

from digitize.errors import InputError
from digitize.ingest.names import printable
from digitize.ingest.opening import open_regular, shown
from digitize.ingest.pdf_file import count_pages
from digitize.ingest.signatures import HEAD_BYTES, PDF, TIFF, TYPES_READ, likeness, media_type_of
from digitize.ingest.tiff_directory import read_directories
from digitize.model.page import SourceFile

_BLOCK_BYTES = 1 << 20
_MIB = 1 << 20


def identify(path: Path, *, max_file_bytes: int, max_pages: int) -> SourceFile:
    """Identifies a file from outside; everything is read through one descriptor, so it is one and the same file.

    Args:
        path: The file.
        max_file_bytes: Largest file taken.
        max_pages: Most pages taken.

    Raises:
        InputError: If it is missing, unreadable, empty, too large, changing, damaged, encrypted, or of a type that is
            not read: says which, and what to do.
    """
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        _check_size(size, max_file_bytes, path)
        head, digest = _digest(file, path)
        media_type = media_type_of(head)
        if media_type is None:
            what, hint = likeness(head)
            raise InputError(
                f"looks like {what}", where=shown(path), hint=f"{hint}; {TYPES_READ}" if hint else TYPES_READ
            )
        frames = _count_frames(file, media_type, path, max_pages)
    if frames > max_pages:
        count = f"more than {max_pages}" if media_type == TIFF else str(frames)
        raise InputError(
            f"has {count} pages; the limit is {max_pages}",
            where=shown(path),
            hint="Split the file, or raise DIGITIZE_MAX_PAGES",
        )
    return SourceFile(digest, printable(path.name), size, media_type, frames)


def _check_size(size: int, limit: int, path: Path) -> None:
    if size == 0:
        raise InputError("is empty", where=shown(path), hint="Scan or copy it again")
    if size > limit:
        raise InputError(
            f"has {size / _MIB:.1f} MiB; the limit is {limit / _MIB:.1f} MiB",
            where=shown(path),
            hint="Split the file, or raise DIGITIZE_MAX_FILE_MIB",
        )


def _digest(file: BinaryIO, path: Path) -> tuple[bytes, str]:
    """The file's beginning, and the SHA-256 of the whole of it.

    Raises:
        InputError: If the file is changed meanwhile, or cannot be read to its end.
    """
    before = os.fstat(file.fileno())
    digest = hashlib.sha256()
    head = b""
    length = 0
    try:
        # Never more than the size looked at: a file may grow faster than it is read.
        while length < before.st_size and (block := file.read(_BLOCK_BYTES)):
            head = head or block[:HEAD_BYTES]
            digest.update(block)
            length += len(block)
    except OSError as error:
        reason = f"cannot be read to its end: {error.strerror}"
        raise InputError(reason, where=shown(path), hint="Copy it again; its disk may be failing") from None
    after = os.fstat(file.fileno())
    if length != before.st_size or (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise InputError("is still being written", where=shown(path), hint="Wait until it is complete")
    return head, digest.hexdigest()


def _count_frames(file: BinaryIO, media_type: str, path: Path, max_pages: int) -> int:
    """Pages of a PDF or TIFF; 1 for other images, of which the first frame counts."""
    if media_type == PDF:
        return count_pages(file, shown(path))
    if media_type != TIFF:
        return 1
    directories = read_directories(file, max_pages)
    if directories.cut_off:
        missing = directories.count + 1
        raise InputError(
            f"is a TIFF that is cut off: image {missing} is missing", where=shown(path), hint="Get it again"
        )
    if not directories.pages:
        raise InputError("is a TIFF without images", where=shown(path), hint="Get it again")
    return len(directories.pages)
