"""What stands in the inbox: documents to be, each with what belongs to it. Nothing is opened, no link is followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from digitize.ingest import printable
from digitize.ingest.folders import IMAGE_ENDINGS, SCAN_ENDINGS, is_hidden, scans_of_text
from digitize.ingest.names import natural_key


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
        lonely: Sidecars and texts beside which there is no scan of their name.
        folders: Every folder that was looked into, the inbox first.
    """

    units: tuple[Unit, ...]
    troubles: tuple[str, ...]
    lonely: tuple[Seen, ...] = ()
    folders: tuple[Path, ...] = ()


def look(inbox: Path) -> Inbox:
    """Looks at everything in the inbox and below.

    A file is an entry; a subfolder that holds page images only is one; other subfolders are looked through in turn.
    Hidden and temporary names are passed over, and a sidecar without its scan waits. A symbolic link, or what is
    neither file nor folder, is an entry that is refused.
    """
    found = _Found()
    top = _read(inbox, found.troubles)
    found.enter(top)
    units = [Unit((entry,), (*entry.files, *entry.sidecars)) for entry in _entries_of_files(top)]
    units += [_below(folder, top.sidecars_of(folder.name), found) for folder in top.folders]
    sound = tuple(unit for unit in units if unit.entries)
    return Inbox(sound, tuple(found.troubles), tuple(found.lonely), tuple(found.folders))


def is_unchanged(entry: Entry) -> bool:
    """Whether the entry's files are still those that were looked at, and no others have come."""
    if not entry.is_folder:
        return all(_seen(file.path) == file for file in entry.files)
    folder = _read(entry.path, [])
    return folder.files == entry.files and not folder.folders


def document_name(path: Path) -> str:
    """The name that sidecars share with a file: its stem, when its ending is that of a scan."""
    return path.stem if path.suffix.lower() in SCAN_ENDINGS else path.name


@dataclass(slots=True)
class _Found:
    """What a look comes across besides documents to be."""

    troubles: list[str] = field(default_factory=list)
    lonely: list[Seen] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)

    def enter(self, folder: _Folder) -> None:
        self.folders.append(folder.path)
        self.lonely += folder.lonely


@dataclass(frozen=True, slots=True)
class _Folder:
    """One folder.

    Args:
        path: The folder.
        files: Scans, and whatever is no sidecar; in natural order.
        sidecars: Files that describe something in this folder, or the folder itself, by the name that they share with it.
        lonely: Files that would describe something that is not there.
        passed_over: Hidden and temporary ones.
        refused: What is neither file nor folder, and why it is not taken.
        folders: Those in it.
    """

    path: Path
    files: tuple[Seen, ...]
    sidecars: dict[str, tuple[Seen, ...]]
    lonely: tuple[Seen, ...]
    passed_over: tuple[Seen, ...]
    refused: tuple[tuple[Seen, str], ...]
    folders: tuple[Path, ...]

    def sidecars_of(self, name: str) -> tuple[Seen, ...]:
        return self.sidecars.get(name, ())

    @property
    def every_file(self) -> Iterator[Seen]:
        yield from self.files
        yield from dict.fromkeys(seen for several in self.sidecars.values() for seen in several)
        yield from self.lonely
        yield from self.passed_over
        yield from (seen for seen, _ in self.refused)

    @property
    def holds_only_page_images(self) -> bool:
        """Whether it is one document. A TOML file in it, and a text of one of its images, change nothing."""
        only_images = all(seen.path.suffix.lower() in IMAGE_ENDINGS for seen in self.files)
        only_theirs = all(seen.path.suffix.lower() == ".toml" for seen in self.lonely)
        return bool(self.files) and only_images and only_theirs and not self.folders


def _read(path: Path, troubles: list[str]) -> _Folder:
    files: list[Seen] = []
    describing: list[Seen] = []
    passed_over: list[Seen] = []
    refused: list[tuple[Seen, str]] = []
    folders: list[Path] = []
    scans: set[str] = set()
    for name, status in _members(path, troubles):
        seen = Seen(path / name, status.st_size, status.st_mtime_ns, status.st_ino)
        stem, ending = os.path.splitext(name)  # noqa: PTH122  of a hundred thousand names, many times faster than paths
        reason = _refusal(status)
        if is_hidden(name):
            passed_over.append(seen)
        elif reason is not None:
            refused.append((seen, reason))
        elif stat.S_ISDIR(status.st_mode):
            folders.append(seen.path)
        elif ending.lower() in SCAN_ENDINGS:
            scans.add(stem)
            files.append(seen)
        elif _described_by(name):
            describing.append(seen)
        else:
            files.append(seen)
    known = scans | {path.name, *(folder.name for folder in folders)}
    sidecars: dict[str, list[Seen]] = {}
    lonely: list[Seen] = []
    for seen in describing:
        names = [name for name in _described_by(seen.path.name) if name in known]
        for name in names:
            sidecars.setdefault(name, []).append(seen)
        if not names:
            lonely.append(seen)
    by_name = {name: tuple(several) for name, several in sidecars.items()}
    return _Folder(path, tuple(files), by_name, tuple(lonely), tuple(passed_over), tuple(refused), tuple(folders))


def _described_by(name: str) -> tuple[str, ...]:
    """Names of the documents that a file of this name describes, or holds the text of; none for any other file."""
    stem, ending = os.path.splitext(name)  # noqa: PTH122  as above
    return (stem,) if ending.lower() == ".toml" else tuple(dict.fromkeys(scans_of_text(name)))


def _members(path: Path, troubles: list[str]) -> Iterator[tuple[str, os.stat_result]]:
    """The names of what is in a folder, in natural order, links not followed."""
    try:
        with os.scandir(path) as entries:
            found = sorted(entries, key=lambda entry: natural_key(entry.name))
    except OSError as error:
        troubles.append(f"{printable(str(path))} cannot be read: {error.strerror}")
        return
    for entry in found:
        try:
            yield entry.name, entry.stat(follow_symlinks=False)
        except OSError:  # gone since, or not to be looked at: it does not settle, so it is not taken
            continue


def _below(root: Path, beside: tuple[Seen, ...], found: _Found) -> Unit:
    """A folder in the inbox and those below it; ``beside`` are the sidecars of it that stand beside it."""
    entries: list[Entry] = []
    files = list(beside)
    waiting = [(root, beside)]
    while waiting:
        path, beside = waiting.pop()
        folder = _read(path, found.troubles)
        files += folder.every_file
        if folder.holds_only_page_images:
            found.folders.append(path)
            entries.append(_entry_of_folder(folder, beside))
        else:
            found.enter(folder)
            entries += _entries_of_files(folder)
            waiting += [(path, folder.sidecars_of(path.name)) for path in reversed(folder.folders)]
    return Unit(tuple(entries), tuple(files))


def _entry_of_folder(folder: _Folder, beside: tuple[Seen, ...]) -> Entry:
    refusal = None
    if folder.refused:
        seen, reason = folder.refused[0]
        refusal = f"it holds {printable(seen.path.name)}, which {reason}"
    return Entry(folder.path, True, folder.files, beside, refusal)


def _entries_of_files(folder: _Folder) -> Iterator[Entry]:
    for seen in folder.files:
        own = folder.sidecars_of(document_name(seen.path)) if folder.sidecars else ()
        yield Entry(seen.path, False, (seen,), own)
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
