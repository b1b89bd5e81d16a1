"""Walks folders that users give: every folder once, no links in circles, nothing opened."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from digitize.errors import InputError
from digitize.ingest.names import natural_key
from digitize.ingest.opening import require_regular, shown, unreadable

IMAGE_ENDINGS = frozenset(".tif .tiff .jpg .jpeg .jpe .png .jp2 .j2k .jpx .jpf .webp .bmp .gif".split())
SCAN_ENDINGS = IMAGE_ENDINGS | {".pdf"}

TEXT_ENDINGS = frozenset({".txt", ".docx", ".md", ".xml"})
"""Endings of texts that belong to the scan of the same name."""
_REFERENCE = re.compile(r"\.reference(?=\.)")
"""What follows a scan's name in the name of a text with any other ending."""
_SYSTEM_NAMES = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_TEMPORARY_ENDINGS = frozenset({".part", ".tmp", ".crdownload"})

_FileId = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Folder:
    """What one folder holds that matters here.

    Args:
        path: The folder.
        scans: Files with the ending of a scan, in natural order.
        others: Names of other files that are no sidecars.
        subfolders: Folders in it, in natural order, links to folders included.
    """

    path: Path
    scans: tuple[Path, ...]
    others: tuple[str, ...]
    subfolders: tuple[Path, ...]

    @property
    def holds_only_page_images(self) -> bool:
        only_images = all(path.suffix.lower() in IMAGE_ENDINGS for path in self.scans)
        return bool(self.scans) and only_images and not self.others and not self.subfolders


@dataclass(slots=True)
class Walk:
    """One look at everything under the folders given; real folders before links to folders, each folder once.

    Args:
        rejected: Receives what could not be read.
    """

    rejected: list[InputError]
    _seen: set[_FileId] = field(default_factory=set)
    _links: list[tuple[Path, frozenset[_FileId]]] = field(default_factory=list)

    def folders(self, root: Path) -> Iterator[Folder]:
        """The folder and those below it; the caller brings them in order."""
        yield from self._below(root, frozenset())
        while self._links:
            path, above = self._links.pop(0)
            yield from self._below(path, above)

    def _below(self, root: Path, above: frozenset[_FileId]) -> Iterator[Folder]:
        waiting = [(root, above)]
        while waiting:
            path, above = waiting.pop()
            identity = self._enter(path, above)
            folder = self._read(path) if identity else None
            if folder is None or identity is None:
                continue
            yield folder
            for subfolder in folder.subfolders:
                target = self._links if subfolder.is_symlink() else waiting
                target.append((subfolder, above | {identity}))

    def _enter(self, path: Path, above: frozenset[_FileId]) -> _FileId | None:
        """The folder's identity, or ``None`` when it was read before or cannot be looked at."""
        try:
            status = path.stat()
        except OSError as error:
            self.rejected.append(unreadable(path, error))
            return None
        identity = (status.st_dev, status.st_ino)
        if identity in above:
            self.rejected.append(
                InputError(
                    "is a link to a folder that it lies in; it was not followed",
                    where=shown(path),
                    hint="Remove the link",
                )
            )
            return None
        if identity in self._seen:
            return None
        self._seen.add(identity)
        return identity

    def _read(self, path: Path) -> Folder | None:
        try:
            with os.scandir(path) as entries:
                names = sorted((entry.name for entry in entries), key=natural_key)
        except OSError as error:
            self.rejected.append(unreadable(path, error))
            return None
        scans: list[Path] = []
        others: list[str] = []
        subfolders: list[Path] = []
        for name in names:
            if is_hidden(name):
                continue
            member = path / name
            match self._kind(member):
                case "folder":
                    subfolders.append(member)
                case "scan":
                    scans.append(member)
                case "other":
                    others.append(name)
                case _:
                    continue
        stems = {path.name, *(scan.stem for scan in scans)}
        return Folder(path, tuple(scans), tuple(n for n in others if not is_sidecar(n, stems)), tuple(subfolders))

    def _kind(self, path: Path) -> str | None:
        is_scan = path.suffix.lower() in SCAN_ENDINGS
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                return "folder"
            if is_scan:
                require_regular(status, path)
        except OSError as error:
            if is_scan or not isinstance(error, FileNotFoundError):
                self.rejected.append(_broken(path, error))
            return None
        except InputError as error:
            self.rejected.append(error)
            return None
        return "scan" if is_scan else "other"


def is_hidden(name: str) -> bool:
    """Whether a name is one that systems and programs leave behind: hidden, temporary, or the system's own."""
    lower = name.lower()
    return (
        name.startswith((".", "~$"))
        or lower in _SYSTEM_NAMES
        or any(lower.endswith(ending) for ending in _TEMPORARY_ENDINGS)
    )


def is_sidecar(name: str, stems: Collection[str]) -> bool:
    """Whether a file stands beside scans with these stems to describe them, or holds the text of one."""
    return PurePath(name).suffix == ".toml" or any(stem in stems for stem in scans_of_text(name))


def scans_of_text(name: str) -> tuple[str, ...]:
    """Stems of the scans that a file of this name may hold the text of: ``NAME`` of ``NAME.txt`` and ``NAME.reference.odt``."""
    path = PurePath(name)
    ending = path.suffix.lower()
    if not ending or ending == ".toml" or ending in SCAN_ENDINGS or is_hidden(name):
        return ()
    marked = tuple(name[: match.start()] for match in _REFERENCE.finditer(name) if match.start())
    return (path.stem, *marked) if ending in TEXT_ENDINGS else marked


def _broken(path: Path, error: OSError) -> InputError:
    if isinstance(error, FileNotFoundError) and path.is_symlink():
        return InputError("is a symbolic link to nothing", where=shown(path), hint="Remove or mend the link")
    return unreadable(path, error)
