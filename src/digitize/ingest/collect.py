"""Finds the documents in what a user gives: files and folders."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from digitize.errors import InputError
from digitize.ingest.folders import SCAN_ENDINGS, Folder, Walk, scans_of_text
from digitize.ingest.names import NaturalKey, natural_key
from digitize.ingest.opening import require_regular, shown, unreadable


@dataclass(frozen=True, slots=True)
class Candidate:
    """Files that make one document, not yet looked into.

    Args:
        name: The file's stem, or the folder's name, as on the disk: ``slug(name)`` is the document's id,
            ``printable(name)`` what may be shown.
        files: In order of pages; at least one.
        sidecar: The file ``NAME.toml`` that describes the document, if it is there.
        references: Texts of the document beside it, in natural order: ``NAME.txt``, ``.docx``, ``.md``, ``.xml``, and
            ``NAME.reference.*``. Texts of single pages in a folder of page images are not among them.
    """

    name: str
    files: tuple[Path, ...]
    sidecar: Path | None
    references: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """What was found.

    Args:
        candidates: In the order of the inputs, in natural order within a folder; each file in one candidate only.
        rejected: What was named, or has the name of a scan, and cannot be used.
    """

    candidates: tuple[Candidate, ...]
    rejected: tuple[InputError, ...]


def collect(inputs: Sequence[Path], *, as_document: bool = False) -> Collection:
    """Finds the documents in files and folders, without opening a file.

    A file is one document. A folder is a collection: each scan in it is a document, and each subfolder that holds
    page images only is one document, its pages in natural order; other subfolders are searched in turn. Hidden and
    temporary files, sidecars, and files that are no scans by their ending are passed over in folders; a file that is
    named is always a candidate (except a sidecar or a text of a scan beside it).

    Args:
        inputs: Files and folders.
        as_document: Each folder in ``inputs`` is one document, made of all scans in it and below.
    """
    rejected: list[InputError] = []
    candidates: list[Candidate] = []
    texts = _Texts()
    for path in inputs:
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                candidates.extend(_from_folder(path, rejected, texts, as_document=as_document))
                continue
            require_regular(status, path)
        except InputError as error:
            rejected.append(error)
        except (OSError, ValueError) as error:
            rejected.append(unreadable(path, error))
        else:
            if not _describes_a_scan(path):
                candidates.append(_from_file(path, texts))
    return Collection(_once(candidates), tuple(rejected))


class _Texts:
    """Texts beside scans; each folder is looked at once."""

    def __init__(self) -> None:
        self._folders: dict[Path, dict[str, list[Path]]] = {}

    def beside(self, folder: Path, name: str) -> tuple[Path, ...]:
        """The texts in a folder that belong to the scan of that name."""
        if folder not in self._folders:
            self._folders[folder] = _texts_in(folder)
        return tuple(path for path in self._folders[folder].get(name, ()) if _is_file(path))


def _texts_in(folder: Path) -> dict[str, list[Path]]:
    try:
        with os.scandir(folder) as entries:
            stems = {entry.name: scans_of_text(entry.name) for entry in entries}
    except (OSError, ValueError):
        return {}
    found: dict[str, list[Path]] = {}
    for name in sorted((name for name in stems if stems[name]), key=natural_key):
        for stem in dict.fromkeys(stems[name]):
            found.setdefault(stem, []).append(folder / name)
    return found


def _from_file(path: Path, texts: _Texts) -> Candidate:
    """The stem loses only endings that say a type: ``Report 27.12.34`` without an ending keeps its year."""
    name = path.stem if path.suffix.lower() in SCAN_ENDINGS else path.name
    return Candidate(name, (path,), _sidecar(path.with_name(f"{name}.toml")), texts.beside(path.parent, name))


def _from_folder(root: Path, rejected: list[InputError], texts: _Texts, *, as_document: bool) -> list[Candidate]:
    before = len(rejected)
    folders = list(Walk(rejected).folders(root))
    found = _whole(root, folders, texts) if as_document else _apart(root, folders, texts)
    if not found and len(rejected) == before:
        endings = " ".join(sorted(ending[1:] for ending in SCAN_ENDINGS))
        rejected.append(
            InputError("holds no scans", where=shown(root), hint=f"Files with these endings count: {endings}")
        )
    return found


def _whole(root: Path, folders: list[Folder], texts: _Texts) -> list[Candidate]:
    """One document of everything below ``root``."""
    files = sorted((scan for folder in folders for scan in folder.scans), key=lambda path: _place(path, root))
    return [_of_folder(root, tuple(files), texts)] if files else []


def _apart(root: Path, folders: list[Folder], texts: _Texts) -> list[Candidate]:
    """A document for each scan, and for each subfolder of page images."""
    found: list[tuple[tuple[NaturalKey, ...], Candidate]] = []
    for folder in folders:
        if folder.path != root and folder.holds_only_page_images:
            found.append((_place(folder.path, root), _of_folder(folder.path, folder.scans, texts)))
        else:
            found.extend((_place(path, root), _from_file(path, texts)) for path in folder.scans)
    return [candidate for _, candidate in sorted(found, key=lambda pair: pair[0])]


def _of_folder(folder: Path, files: tuple[Path, ...], texts: _Texts) -> Candidate:
    """What describes a folder, or holds its text, stands beside it or in it, under its name."""
    name = folder.name if folder.name not in ("", "..") else folder.resolve().name
    places = [folder.parent, folder] if folder.name == name else [folder]
    sidecars = (_sidecar(place / f"{name}.toml") for place in places)
    references = tuple(path for place in places for path in texts.beside(place, name) if path not in files)
    return Candidate(name, files, next((found for found in sidecars if found), None), references)


def _place(path: Path, root: Path) -> tuple[NaturalKey, ...]:
    return tuple(natural_key(part) for part in path.relative_to(root).parts)


def _sidecar(path: Path) -> Path | None:
    return path if _is_file(path) else None


def _is_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def _describes_a_scan(path: Path) -> bool:
    """Whether a file named by the user describes a scan beside it, or holds its text (``digitize run scans/*`` names all)."""
    names = (path.stem,) if path.suffix == ".toml" else scans_of_text(path.name)
    try:
        beside = list(path.parent.iterdir()) if names else []
    except OSError:
        return False
    if any(other.name in names and _may_be_a_document(other, path) for other in beside):
        return True
    return any(other.stem in names and other.suffix.lower() in SCAN_ENDINGS for other in beside)


def _may_be_a_document(folder: Path, described: Path) -> bool:
    """Whether a folder is one of scans; what a TOML file describes is not looked into."""
    if described.suffix == ".toml" or not folder.is_dir():
        return folder.is_dir()
    try:
        return any(member.suffix.lower() in SCAN_ENDINGS for member in folder.iterdir())
    except OSError:
        return False


def _once(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    """A file given twice, by itself and with its folder, is one document."""
    unique: dict[tuple[str, ...], Candidate] = {}
    for candidate in candidates:
        unique.setdefault(tuple(str(path.absolute()) for path in candidate.files), candidate)
    return tuple(unique.values())
