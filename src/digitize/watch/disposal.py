"""Puts originals away: into another folder, under a name that is free there, never over another file.

Within one file system a file is renamed. To another it is copied, synced and compared before the first is removed. At
every moment it stands, whole, in one place at least.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from digitize.errors import EnvironmentFault
from digitize.ingest import printable
from digitize.ingest.folders import SCAN_ENDINGS
from digitize.store.files import copy_hashed, sha256_of, whole_file, write_whole
from digitize.watch.inbox import Entry

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
    """
    target = room / entry.path.parent.relative_to(inbox)
    sidecars = _sidecars_to_move(entry)
    try:
        target.mkdir(parents=True, exist_ok=True)
        label, place = _reserve(
            entry, target, {*(_tail(path, entry) for path in sidecars), *([REASON_ENDING] if reason else [])}
        )
        try:
            if reason:
                write_whole(target / f"{label}{REASON_ENDING}", reason.encode("utf-8", "backslashreplace"))
            _move(entry.path, place)
        except BaseException:
            _give_up(place, target / f"{label}{REASON_ENDING}" if reason else None)
            raise
        for path in sidecars:
            _move(path, target / f"{label}{_tail(path, entry)}")
    except OSError as error:
        raise EnvironmentFault(
            f"cannot be moved to {printable(str(target))}: {error.strerror}",
            where=printable(str(entry.path)),
            hint="Check the permissions of both folders, and the room on the disk",
        ) from error
    _remove_emptied(entry.path.parent, inbox)
    return place


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


def _spellings() -> Iterator[str]:
    for ending in sorted(SCAN_ENDINGS):
        yield ending
        yield ending.upper()


def _reserve(entry: Entry, target: Path, endings: set[str]) -> tuple[str, Path]:
    """Takes a free name by making an empty file or folder of that name, to be replaced.

    Returns:
        The name without its ending, and the place.
    """
    own = entry.path.name.removeprefix(entry.name)
    longest = max(len(os.fsencode(ending)) for ending in {own, *endings})
    for number in count(1):
        tail = "" if number == 1 else f"-{number}"
        label = _cut(entry.name, _NAME_BYTES - longest - len(tail)) + tail
        if any(os.path.lexists(target / f"{label}{ending}") for ending in endings):
            continue
        place = target / f"{label}{own}"
        try:
            if entry.is_folder:
                place.mkdir()
            else:
                os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
        except FileExistsError:
            continue
        return label, place
    raise AssertionError("count() ends")


def _cut(name: str, limit: int) -> str:
    """The beginning of a name that takes so many bytes; no character is cut in two."""
    data = os.fsencode(name)
    if len(data) <= limit:
        return name
    while limit and data[limit] & 0xC0 == 0x80:
        limit -= 1
    return os.fsdecode(data[:limit])


def _give_up(place: Path, note: Path | None) -> None:
    """Removes what was made for a move that did not happen."""
    if note is not None:
        note.unlink(missing_ok=True)
    if place.is_dir() and not place.is_symlink():
        if not any(place.iterdir()):
            place.rmdir()
    elif place.exists() and place.stat().st_size == 0:
        place.unlink()


def _move(source: Path, place: Path) -> None:
    """Moves to a place that is free, or holds something empty of the same kind."""
    try:
        source.rename(place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
    else:
        return
    status = source.lstat()
    if stat.S_ISDIR(status.st_mode):
        _move_folder(source, place)
    elif stat.S_ISREG(status.st_mode):
        _move_file(source, place, status)
    elif stat.S_ISLNK(status.st_mode):
        link = source.readlink()
        place.unlink(missing_ok=True)
        place.symlink_to(link)
        source.unlink()
    else:
        raise OSError(errno.EXDEV, "it is neither a file nor a folder, and the other folder is on another disk")


def _move_folder(source: Path, place: Path) -> None:
    place.mkdir(exist_ok=True)
    for member in sorted(source.iterdir()):
        _move(member, place / member.name)
    source.rmdir()


def _move_file(source: Path, place: Path, status: os.stat_result) -> None:
    with whole_file(place) as temporary:
        with source.open("rb") as stream, temporary.open("wb") as copy:
            digest = copy_hashed(stream, copy)
        if sha256_of(temporary) != digest:
            raise OSError(errno.EIO, "the copy differs from the original")
        os.utime(temporary, ns=(status.st_atime_ns, status.st_mtime_ns))
    source.unlink()


def _remove_emptied(folder: Path, inbox: Path) -> None:
    while folder != inbox and folder.is_relative_to(inbox):
        try:
            folder.rmdir()
        except OSError:  # there is something in it
            return
        folder = folder.parent
