"""A document's files, to be kept by a person: those that its report names, from its own folder, and no others."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from starlette.responses import FileResponse, Response, StreamingResponse

from digitize.ingest import printable
from digitize.review.answers import NOT_KEPT, Refused
from digitize.store.decision_log import FILE as DECISIONS

_OWN = ("report.json", DECISIONS)
"""Files that a report does not name."""
_TYPES = {
    ".pdf": "application/pdf",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
}
"""What is not here is told as bytes: nothing of a document is opened as a page of the app."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that can be had.

    Args:
        path: Within the document's folder.
        name: What is told of it: ``pdf``, ``facing``, ``tei``, ``txt``, ``json``, ``report``, ``decisions``.
        size: In bytes.
    """

    path: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Downloads:
    """The files of a document.

    Args:
        whole: Those of the whole document.
        per_page: Names of the formats that have a file for each page, each with how many there are.
        missing: Files that the report names and that are not there.
    """

    whole: tuple[Download, ...]
    per_page: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]


def downloads_of(folder: Path, report: Mapping[str, Any]) -> Downloads:
    """What can be had of a document."""
    whole, missing = [], []
    per_page: dict[str, int] = {}
    for path in _named(report):
        size = _size(folder, path)
        first, slash, _ = path.partition("/")
        if size is None:
            missing += [] if path in _OWN else [path]
        elif slash:
            per_page[first] = per_page.get(first, 0) + 1
        else:
            whole.append(Download(path, _name_of(path), size))
    return Downloads(tuple(whole), tuple(sorted(per_page.items())), tuple(missing))


def download(folder: Path, report: Mapping[str, Any], path: str) -> Response:
    """One file, as an attachment.

    Raises:
        Refused: If the document has no such file.
    """
    target = _checked(folder, report, path)
    kind = _TYPES.get(target.suffix, "application/octet-stream")
    return FileResponse(target, media_type=kind, filename=target.name, stat_result=target.stat(), headers={**NOT_KEPT})


def package(folder: Path, report: Mapping[str, Any], name: str) -> Response:
    """The files of a format that has one for each page, in one ZIP file.

    Args:
        folder: The document's folder.
        report: Its report.
        name: The format: ``alto``, ``page``, ``hocr``, ``images``.

    Raises:
        Refused: If the document has no such files, or one of them is missing.
    """
    paths = [path for path in _named(report) if name and path.startswith(f"{name}/")]
    if not paths:
        raise Refused(
            404, f"there are no files {printable(name)!r}", where=folder.name, hint="Go back, and choose again"
        )
    targets = [(path, _checked(folder, report, path)) for path in paths]
    headers = {**NOT_KEPT, "Content-Disposition": _attachment(f"{folder.name}-{name}.zip")}
    return StreamingResponse(_zipped(targets), media_type="application/zip", headers=headers)


def _attachment(name: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


def _named(report: Mapping[str, Any]) -> list[str]:
    """Paths that a document's files may have: a report is a file like any other, and may tell of anything."""
    told = [*map(str, report.get("outputs", {})), *_OWN]
    return [path for path in dict.fromkeys(told) if _is_within(path)]


def _is_within(path: str) -> bool:
    parts = path.split("/")
    return all(part not in ("", ".", "..") and part.isprintable() and "\\" not in part for part in parts)


def _size(folder: Path, path: str) -> int | None:
    """Bytes of a regular file in the document's folder; ``None`` when there is no such file."""
    try:
        target = folder / path
        found = target.lstat()
        inside = target.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):
        return None
    return found.st_size if inside and stat.S_ISREG(found.st_mode) else None


def _checked(folder: Path, report: Mapping[str, Any], path: str) -> Path:
    if path not in _named(report) or _size(folder, path) is None:
        raise Refused(
            404,
            f"the document has no file {printable(path)!r}",
            where=folder.name,
            hint="Choose one on its page; what is missing is made again by: digitize export",
        )
    return folder / path


def _name_of(path: str) -> str:
    endings = {
        ".facing.pdf": "facing",
        ".pdf": "pdf",
        ".tei.xml": "tei",
        ".txt": "txt",
        DECISIONS: "decisions",
        "report.json": "report",
        "transcription.json": "json",
    }
    return next((name for ending, name in endings.items() if path.endswith(ending)), "other")


class _Pieces:
    """What has been written and not been sent yet."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """For whoever writes."""

    def close(self) -> None:
        """The same."""

    def taken(self) -> bytes:
        data = b"".join(self._waiting)
        self._waiting.clear()
        return data


def _zipped(targets: list[tuple[str, Path]]) -> Iterator[bytes]:
    pieces = _Pieces()
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for path, target in targets:
            made.write(target, PurePosixPath(path).name)
            yield pieces.taken()
    yield pieces.taken()
