"""Finds the documents in what a user gives: files and folders."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from digitize.errors import InputError
from digitize.ingest.folders import SCAN_ENDINGS, Folder, Walk
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
    """

    name: str
    files: tuple[Path, ...]
    sidecar: Path | None


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
    named is always a candidate (except the sidecar of a scan beside it).

    Args:
        inputs: Files and folders.
        as_document: Each folder in ``inputs`` is one document, made of all scans in it and below.
    """
    rejected: list[InputError] = []
    candidates: list[Candidate] = []
    for path in inputs:
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                candidates.extend(_from_folder(path, rejected, as_document=as_document))
                continue
            require_regular(status, path)
        except InputError as error:
            rejected.append(error)
        except (OSError, ValueError) as error:
            rejected.append(unreadable(path, error))
        else:
            if not _describes_a_scan(path):
                candidates.append(_from_file(path))
    return Collection(_once(candidates), tuple(rejected))


def _from_file(path: Path) -> Candidate:
    """The stem loses only endings that say a type: ``Report 27.12.34`` without an ending keeps its year."""
    name = path.stem if path.suffix.lower() in SCAN_ENDINGS else path.name
    return Candidate(name, (path,), _sidecar(path.with_name(f"{name}.toml")))


def _from_folder(root: Path, rejected: list[InputError], *, as_document: bool) -> list[Candidate]:
    before = len(rejected)
    folders = list(Walk(rejected).folders(root))
    found = _whole(root, folders) if as_document else _apart(root, folders)
    if not found and len(rejected) == before:
        endings = " ".join(sorted(ending[1:] for ending in SCAN_ENDINGS))
        rejected.append(
            InputError("holds no scans", where=shown(root), hint=f"Files with these endings count: {endings}")
        )
    return found


def _whole(root: Path, folders: list[Folder]) -> list[Candidate]:
    """One document of everything below ``root``."""
    files = sorted((scan for folder in folders for scan in folder.scans), key=lambda path: _place(path, root))
    return [_of_folder(root, tuple(files))] if files else []


def _apart(root: Path, folders: list[Folder]) -> list[Candidate]:
    """A document for each scan, and for each subfolder of page images."""
    found: list[tuple[tuple[NaturalKey, ...], Candidate]] = []
    for folder in folders:
        if folder.path != root and folder.holds_only_page_images:
            found.append((_place(folder.path, root), _of_folder(folder.path, folder.scans)))
        else:
            found.extend((_place(path, root), _from_file(path)) for path in folder.scans)
    return [candidate for _, candidate in sorted(found, key=lambda pair: pair[0])]


def _of_folder(folder: Path, files: tuple[Path, ...]) -> Candidate:
    name = folder.name if folder.name not in ("", "..") else folder.resolve().name
    beside = folder.parent / f"{name}.toml" if folder.name == name else None
    return Candidate(name, files, (_sidecar(beside) if beside else None) or _sidecar(folder / f"{name}.toml"))


def _place(path: Path, root: Path) -> tuple[NaturalKey, ...]:
    return tuple(natural_key(part) for part in path.relative_to(root).parts)


def _sidecar(path: Path) -> Path | None:
    try:
        return path if stat.S_ISREG(path.stat().st_mode) else None
    except OSError:
        return None


def _describes_a_scan(path: Path) -> bool:
    """Whether a file named by the user is the sidecar of a scan beside it (``digitize run scans/*`` names both)."""
    if path.suffix != ".toml":
        return False
    if path.with_suffix("").is_dir():
        return True
    try:
        beside = list(path.parent.iterdir())
    except OSError:
        return False
    return any(other.stem == path.stem and other.suffix.lower() in SCAN_ENDINGS for other in beside)


def _once(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    """A file given twice, by itself and with its folder, is one document."""
    unique: dict[tuple[str, ...], Candidate] = {}
    for candidate in candidates:
        unique.setdefault(tuple(str(path.absolute()) for path in candidate.files), candidate)
    return tuple(unique.values())
