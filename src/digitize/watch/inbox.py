"""What stands in the inbox: documents to be, each with what belongs to it. Nothing is opened, no link is followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from digitize.ingest import printable
from digitize.ingest.folders import IMAGE_ENDINGS, SCAN_ENDINGS, is_hidden, is_sidecar, scans_of_text
from digitize.ingest.names import natural_key

SIDECAR_ENDINGS = (".toml", ".txt", ".docx", ".xml")
"""Endings of files that describe the scan of the same name, or hold its text: they wait for it and travel with it. A text
with another ending (``NAME.md``, ``NAME.reference.html``) belongs to its scan as soon as that is there."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it looked: it is the same as long as all of this is the same.

    Args:
        path: The file.
        size: In bytes.
        mtime_ns: When it was last written to, in nanoseconds.
        inode: Which file it is: another one under the same name has another.
    """

    path: Path
    size: int
    mtime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One document to be: a file, or a folder that holds page images only.

    Args:
        path: The file or folder.
        is_folder: Which of them.
        files: Its files, in natural order: one for a file.
        sidecars: Files of the same name beside it that describe it.
        refusal: Why it cannot be taken, whatever it holds; ``None`` when it can.
    """

    path: Path
    is_folder: bool
    files: tuple[Seen, ...]
    sidecars: tuple[Seen, ...] = ()
    refusal: str | None = None

    @property
    def name(self) -> str:
        """What sidecars and reports call it: the folder's name, or the file's without an ending that says a type."""
        return self.path.name if self.is_folder else document_name(self.path)


@dataclass(frozen=True, slots=True)
class Unit:
    """What settles together: a file with its sidecars, or everything in one folder of the inbox.

    Args:
        entries: Documents to be, in natural order.
        files: Every file, those under temporary names too: as long as one of them grows, nothing is taken.
    """

    entries: tuple[Entry, ...]
    files: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Inbox:
    """One look at the inbox.

    Args:
        units: In natural order.
        troubles: What could not be looked at, and why; for a person.
    """

    units: tuple[Unit, ...]
    troubles: tuple[str, ...]


def look(inbox: Path) -> Inbox:
    """Looks at everything in the inbox and below.

    A file is an entry; a subfolder that holds page images only is one; other subfolders are looked through in turn.
    Hidden and temporary names are passed over, and a sidecar without its scan waits. A symbolic link, or what is
    neither file nor folder, is an entry that is refused.
    """
    troubles: list[str] = []
    top = _read(inbox, troubles)
    units = [Unit((entry,), (*entry.files, *entry.sidecars)) for entry in _entries_of_files(top)]
    units += [_below(folder, top.sidecars, troubles) for folder in top.folders]
    return Inbox(tuple(unit for unit in units if unit.entries), tuple(troubles))


def is_unchanged(entry: Entry) -> bool:
    """Whether the entry's files are still those that were looked at, and no others have come."""
    if not entry.is_folder:
        return all(_seen(file.path) == file for file in entry.files)
    folder = _read(entry.path, [])
    return folder.files == entry.files and not folder.folders


def document_name(path: Path) -> str:
    """The name that sidecars share with a file: its stem, when its ending is that of a scan."""
    return path.stem if path.suffix.lower() in SCAN_ENDINGS else path.name


@dataclass(frozen=True, slots=True)
class _Folder:
    path: Path
    files: tuple[Seen, ...]
    sidecars: tuple[Seen, ...]
    passed_over: tuple[Seen, ...]
    refused: tuple[tuple[Seen, str], ...]
    folders: tuple[Path, ...]

    @property
    def holds_only_page_images(self) -> bool:
        stems = {self.path.name, *(seen.path.stem for seen in self.files)}
        only_images = all(seen.path.suffix.lower() in IMAGE_ENDINGS for seen in self.files)
        only_theirs = all(is_sidecar(seen.path.name, stems) for seen in self.sidecars)
        return bool(self.files) and only_images and only_theirs and not self.folders


def _read(path: Path, troubles: list[str]) -> _Folder:
    files: list[Seen] = []
    sidecars: list[Seen] = []
    passed_over: list[Seen] = []
    refused: list[tuple[Seen, str]] = []
    folders: list[Path] = []
    for name in _names(path, troubles):
        member = path / name
        try:
            status = member.lstat()
        except OSError:  # gone since, or not to be looked at: it does not settle, so it is not taken
            continue
        seen = Seen(member, status.st_size, status.st_mtime_ns, status.st_ino)
        reason = _refusal(status)
        if is_hidden(name):
            passed_over.append(seen)
        elif reason is not None:
            refused.append((seen, reason))
        elif stat.S_ISDIR(status.st_mode):
            folders.append(member)
        elif member.suffix.lower() in SIDECAR_ENDINGS:
            sidecars.append(seen)
        else:
            files.append(seen)
    scans = {document_name(seen.path) for seen in files if seen.path.suffix.lower() in SCAN_ENDINGS}
    scans |= {path.name, *(folder.name for folder in folders)}
    texts = [seen for seen in files if not scans.isdisjoint(scans_of_text(seen.path.name))]
    sidecars = sorted([*sidecars, *texts], key=lambda seen: natural_key(seen.path.name))
    others = [seen for seen in files if scans.isdisjoint(scans_of_text(seen.path.name))]
    return _Folder(path, tuple(others), tuple(sidecars), tuple(passed_over), tuple(refused), tuple(folders))


def _belongs(sidecar: Seen, name: str) -> bool:
    """Whether a sidecar describes the document of that name, or holds its text."""
    path = sidecar.path
    return path.stem == name if path.suffix.lower() == ".toml" else name in scans_of_text(path.name)


def _names(path: Path, troubles: list[str]) -> list[str]:
    try:
        with os.scandir(path) as entries:
            return sorted((entry.name for entry in entries), key=natural_key)
    except OSError as error:
        troubles.append(f"{printable(str(path))} cannot be read: {error.strerror}")
        return []


def _below(root: Path, beside: tuple[Seen, ...], troubles: list[str]) -> Unit:
    """A folder in the inbox and those below it; ``beside`` are the sidecars that stand beside it."""
    entries: list[Entry] = []
    files = [seen for seen in beside if _belongs(seen, root.name)]
    waiting = [(root, beside)]
    while waiting:
        path, beside = waiting.pop()
        folder = _read(path, troubles)
        files += [*folder.files, *folder.sidecars, *folder.passed_over, *(seen for seen, _ in folder.refused)]
        if folder.holds_only_page_images:
            entries.append(_entry_of_folder(folder, beside))
        else:
            entries += _entries_of_files(folder)
            waiting += [(path, folder.sidecars) for path in reversed(folder.folders)]
    return Unit(tuple(entries), tuple(files))


def _entry_of_folder(folder: _Folder, beside: tuple[Seen, ...]) -> Entry:
    own = tuple(seen for seen in beside if _belongs(seen, folder.path.name))
    refusal = None
    if folder.refused:
        seen, reason = folder.refused[0]
        refusal = f"it holds {printable(seen.path.name)}, which {reason}"
    return Entry(folder.path, True, folder.files, own, refusal)


def _entries_of_files(folder: _Folder) -> Iterator[Entry]:
    for seen in folder.files:
        name = document_name(seen.path)
        yield Entry(seen.path, False, (seen,), tuple(each for each in folder.sidecars if _belongs(each, name)))
    for seen, reason in folder.refused:
        yield Entry(seen.path, False, (seen,), refusal=f"it {reason}")


def _refusal(status: os.stat_result) -> str | None:
    if stat.S_ISLNK(status.st_mode):
        return "is a symbolic link: put the file itself there"
    if stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode):
        return None
    return "is neither a file nor a folder"


def _seen(path: Path) -> Seen | None:
    try:
        status = path.lstat()
    except OSError:
        return None
    return Seen(path, status.st_size, status.st_mtime_ns, status.st_ino)
