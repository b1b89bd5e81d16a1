"""Puts originals away: into another folder, under a name that is free there, with their sidecars and a reason."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from digitize.errors import EnvironmentFault
from digitize.ingest import printable
from digitize.ingest.folders import SCAN_ENDINGS
from digitize.store.files import write_whole
from digitize.watch.inbox import Entry
from digitize.watch.moving import is_copy, move_new

REASON_ENDING = ".reason.txt"
_NAME_BYTES = 255
"""The longest name that common file systems take."""


def put_away(entry: Entry, inbox: Path, room: Path, reason: str | None = None) -> Path:
    """Moves an entry and its sidecars out of the inbox.

    Folders in the inbox are kept in ``room``, and removed from the inbox when they are empty.

    Args:
        entry: What to move.
        inbox: Where it stands.
        room: Where it goes: ``done`` or ``failed``.
        reason: Text to be written beside it as ``NAME.reason.txt``.

    Returns:
        Its new place.

    Raises:
        EnvironmentFault: If it cannot be moved; then it stands where it stood.
        FileNotFoundError: If it is gone.
    """
    target = room / entry.path.parent.relative_to(inbox)
    sidecars = _sidecars_to_move(entry)
    tails = {*(_tail(path, entry) for path in sidecars), *([REASON_ENDING] if reason else [])}
    try:
        if not os.access(entry.path.parent, os.W_OK):
            raise PermissionError(errno.EACCES, "the folder that it stands in may not be written to")
        target.mkdir(parents=True, exist_ok=True)
        label, place = _moved(entry, target, tails, reason)
        for path in sidecars:
            _move_sidecar(path, target, label, _tail(path, entry))
    except FileNotFoundError:
        if not os.path.lexists(entry.path):
            raise
        raise _explained(entry, target, os.strerror(errno.ENOENT)) from None
    except OSError as error:
        raise _explained(entry, target, error.strerror or str(error)) from error
    _remove_emptied(entry.path.parent, inbox)
    return place


def _explained(entry: Entry, target: Path, reason: str) -> EnvironmentFault:
    return EnvironmentFault(
        f"cannot be moved to {printable(str(target))}: {reason}",
        where=printable(str(entry.path)),
        hint="Check the permissions of both folders, and the room on the disk",
    )


def _moved(entry: Entry, target: Path, tails: set[str], reason: str | None) -> tuple[str, Path]:
    """Moves the entry itself; returns the name that it got, without its ending, and its place."""
    own = entry.path.name.removeprefix(entry.name)
    for label in _labels(entry.name, {own, *tails}):
        place, note = target / f"{label}{own}", target / f"{label}{REASON_ENDING}"
        taken = {tail for tail in {own, *tails} if os.path.lexists(target / f"{label}{tail}")}
        is_left = taken == {REASON_ENDING} and _is_left_over(target, label)
        if taken and not is_left and not (taken <= {own, REASON_ENDING} and is_copy(entry.path, place)):
            continue
        if reason:
            write_whole(note, reason.encode("utf-8", "backslashreplace"))
        try:
            move_new(entry.path, place)
        except FileExistsError:  # somebody was quicker
            _take_back(note, reason)
            continue
        except BaseException:
            _take_back(note, reason)
            raise
        return label, place
    raise AssertionError("names do not end")


def _labels(name: str, endings: set[str]) -> Iterator[str]:
    """The name, then with numbers, cut so that every ending has room."""
    longest = max(len(os.fsencode(ending)) for ending in endings)
    for number in count(1):
        tail = "" if number == 1 else f"-{number}"
        yield _cut(name, _NAME_BYTES - longest - len(tail)) + tail


def _is_left_over(target: Path, label: str) -> bool:
    """Whether a reason has no original beside it: the power went before that was moved."""
    return not any(os.path.lexists(target / f"{label}{ending}") for ending in ("", *_spellings()))


def _take_back(note: Path, reason: str | None) -> None:
    if reason:
        note.unlink(missing_ok=True)


def _tail(sidecar: Path, entry: Entry) -> str:
    """What follows the document's name in a sidecar's: ``.toml``, ``.reference.odt``."""
    return sidecar.name.removeprefix(entry.name)


def _sidecars_to_move(entry: Entry) -> list[Path]:
    """The entry's sidecars, unless another scan of the same name still needs them."""
    if not entry.is_folder:
        beside = (entry.path.with_name(f"{entry.name}{ending}") for ending in _spellings())
        if any(path != entry.path and os.path.lexists(path) for path in beside):
            return []
    return [seen.path for seen in entry.sidecars if os.path.lexists(seen.path)]


def _move_sidecar(path: Path, target: Path, label: str, tail: str) -> None:
    try:
        move_new(path, target / f"{label}{tail}")
    except FileNotFoundError:  # taken back meanwhile, or moved by another watcher
        if os.path.lexists(path):
            raise
    except FileExistsError:  # it came while the others were moved
        for other in _labels(label, {tail}):
            if not os.path.lexists(target / f"{other}{tail}"):
                move_new(path, target / f"{other}{tail}")
                return


def _spellings() -> Iterator[str]:
    for ending in sorted(SCAN_ENDINGS):
        yield ending
        yield ending.upper()


def _cut(name: str, limit: int) -> str:
    """The beginning of a name that takes so many bytes; no character is cut in two."""
    data = os.fsencode(name)
    if len(data) <= limit:
        return name
    while limit and data[limit] & 0xC0 == 0x80:
        limit -= 1
    return os.fsdecode(data[:limit])


def _remove_emptied(folder: Path, inbox: Path) -> None:
    while folder != inbox and folder.is_relative_to(inbox):
        try:
            folder.rmdir()
        except OSError:  # there is something in it
            return
        folder = folder.parent
