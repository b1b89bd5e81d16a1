"""Rings when something happens in folders, on disks of this machine; on network shares it may stay silent.

It says only that it is worth a look. No link is followed, and what rings is not looked at.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

_CLOSE_WRITE, _MOVED_TO, _CREATE, _ATTRIB = 0x8, 0x80, 0x100, 0x4
_ONLY_FOLDERS, _NO_LINKS = 0x01000000, 0x02000000
_MASK = _CLOSE_WRITE | _MOVED_TO | _CREATE | _ATTRIB | _ONLY_FOLDERS | _NO_LINKS
"""Of ``inotify``, from ``linux/inotify.h``."""
_MOST_FOLDERS = 1000
"""The system has some thousands for all programs; the others are looked at in turn."""
_BLOCK = 1 << 16


class Bell:
    """A context manager. Where the system knows no events, or has none left, it never rings."""

    def __init__(self) -> None:
        self._descriptor: int | None = None
        self._watched: dict[Path, int] = {}
        if sys.platform == "linux":
            self._library = ctypes.CDLL(None, use_errno=True)
            descriptor = self._library.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
            self._descriptor = descriptor if descriptor >= 0 else None

    def watch(self, folders: Iterable[Path]) -> None:
        """Rings for these folders from now on, and for no others; the first are the most important."""
        if self._descriptor is None:
            return
        wanted = dict.fromkeys(folders)
        for path in [path for path in self._watched if path not in wanted]:
            self._forget(path)
        for path in list(wanted)[:_MOST_FOLDERS]:
            # A folder that was made again under its name is another one: asking again is what finds out.
            number = self._library.inotify_add_watch(self._descriptor, os.fsencode(path), _MASK)
            if number >= 0:
                self._watched[path] = number
            else:
                self._watched.pop(path, None)

    def rung(self) -> bool:
        """Whether anything has happened since it was asked last. Never waits."""
        if self._descriptor is None:
            return False
        rung = False
        with suppress(BlockingIOError):
            while os.read(self._descriptor, _BLOCK):
                rung = True
        return rung

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _forget(self, path: Path) -> None:
        self._library.inotify_rm_watch(self._descriptor, self._watched.pop(path))
