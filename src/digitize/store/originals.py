"""Kept copies of source files: verified while they are copied, never written to again."""

from __future__ import annotations

import errno
from pathlib import Path
from types import TracebackType
from typing import Self

from digitize.errors import DigitizeError, EnvironmentFault, InputError
from digitize.model.page import SourceFile
from digitize.store.files import copy_hashed, open_regular, sweep, whole_file


def keep_original(path: Path, source: SourceFile, kept: Path) -> None:
    """Keeps a verified copy of a source file, unless it is there.

    Args:
        path: The file.
        source: What was found out of it.
        kept: Where the copy stands, or will stand.

    Raises:
        InputError: If the file has changed since it was identified, or cannot be read any more.
        EnvironmentFault: If it cannot be written.
    """
    if kept.is_file() and kept.stat().st_size == source.size_bytes:
        return
    sweep(kept.parent)
    with _Original(path, source) as original, whole_file(kept) as temporary:
        with temporary.open("wb") as copy:
            digest = copy_hashed(original, copy)
        if digest != source.sha256:
            raise InputError(
                "the file changed while it was being read", where=source.name, hint="Wait until it is complete"
            )


class _Original:
    """A file from outside while it is being copied: what fails in reading it is not the output folder's fault."""

    def __init__(self, path: Path, source: SourceFile) -> None:
        self._name = source.name
        self._left = source.size_bytes + 1
        """A file that has grown is read no further than it takes to see that."""
        try:
            self._stream = open_regular(path)
        except OSError as error:
            raise self._unreadable(error) from error

    def read(self, size: int, /) -> bytes:
        try:
            block = self._stream.read(min(size, self._left))
        except OSError as error:
            raise self._unreadable(error) from error
        self._left -= len(block)
        return block

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def _unreadable(self, error: OSError) -> DigitizeError:
        if error.errno in (errno.EMFILE, errno.ENFILE, errno.ENOMEM):
            return EnvironmentFault(
                f"cannot be opened: {error.strerror}", where=self._name, hint="Close other programs"
            )
        return InputError(
            f"cannot be read any more: {error.strerror}", where=self._name, hint="Check the file and its disk"
        )
