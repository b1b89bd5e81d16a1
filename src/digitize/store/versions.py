"""The versions of a document's text, each a file that is written once and never changed.

::

    OUTPUT/<document-id>/transcriptions/ocr-1.json, reviewed-1.json   transcriptions, in the form of transcription.json
    OUTPUT/<document-id>/transcriptions/reference-NAME.json           texts that were brought along
    OUTPUT/<document-id>/alignments/reference-NAME/                   how such a text lies on the document

``transcription.json`` is the version in force, under the source reference of today.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from digitize.errors import EnvironmentFault
from digitize.model.transcription import Origin
from digitize.store.files import TEMPORARY, sha256_of, shown, whole_file
from digitize.store.output import FolderSink

VERSIONS = "transcriptions"
ALIGNMENTS = "alignments"
IN_FORCE = "transcription.json"

_NUMBERED = re.compile(r"(ocr|reviewed)-([1-9][0-9]{0,8})")
_REFERENCE = f"{Origin.REFERENCE}-"
_NAME_BYTES = 200
_ORDER = {Origin.OCR: 0, Origin.REVIEWED: 1, Origin.REFERENCE: 2}
_MOST_HEAD = 16 << 20
"""Bytes of a first line, at most: what is longer is no file of ours."""


def is_version_id(text: str) -> bool:
    """Whether ``text`` can be the id of a version: ``ocr-1``, ``reviewed-2``, ``reference-NAME``."""
    if _NUMBERED.fullmatch(text):
        return True
    name = text.removeprefix(_REFERENCE)
    return text != name != "" and name.isprintable() and "/" not in name and len(name.encode()) <= _NAME_BYTES


def origin_of(version_id: str) -> Origin:
    """The origin that an id tells of.

    Raises:
        ValueError: If it is no id of a version.
    """
    if not is_version_id(version_id):
        raise ValueError(f"not a version: {version_id!r}")
    return Origin(version_id.partition("-")[0])


def version_path(folder: Path, version_id: str) -> Path:
    """Where a version of the document in ``folder`` stands, or will stand."""
    return folder / VERSIONS / f"{version_id}.json"


def version_ids(folder: Path) -> tuple[str, ...]:
    """Ids of the versions that a document's folder keeps: read by engines, reviewed, references; each in order."""
    names = (path.name for path in (folder / VERSIONS).glob("*.json") if not path.name.startswith(TEMPORARY))
    return tuple(sorted((name[:-5] for name in names if is_version_id(name[:-5])), key=_order))


def _order(version_id: str) -> tuple[int, int, str]:
    numbered = _NUMBERED.fullmatch(version_id)
    return _ORDER[origin_of(version_id)], int(numbered[2]) if numbered else 0, version_id


def newest_version(folder: Path, origin: Origin) -> str | None:
    """The version of that origin with the highest number; ``None`` when there is none."""
    found = [version_id for version_id in version_ids(folder) if origin_of(version_id) is origin]
    return found[-1] if found else None


def next_version_id(folder: Path, origin: Origin) -> str:
    """The id that a new version read by engines, or a reviewed one, will have."""
    newest = newest_version(folder, origin)
    return f"{origin}-{int(newest.rpartition('-')[2]) + 1 if newest else 1}"


def alignment_folder(folder: Path, reference_id: str) -> Path:
    """Where the alignments of a document with a reference stand, or will stand."""
    return folder / ALIGNMENTS / reference_id


def alignment_ids(folder: Path) -> tuple[str, ...]:
    """Ids of the references that a document has alignments with, in order."""
    return tuple(sorted(p.name for p in (folder / ALIGNMENTS).glob(f"{_REFERENCE}*") if is_version_id(p.name)))


def read_head(path: Path) -> dict[str, Any]:
    """All but the text of a version: what stands in the first line of its file.

    Raises:
        ValueError: If there is no such head.
        OSError: If the file cannot be read.
    """
    with path.open("rb") as stream:
        line = stream.readline(_MOST_HEAD)
        start, opened, _ = line.partition(b',"pages":[')
        if not opened:
            start, opened, _ = line.partition(b',"tokens":[')
        try:
            head = json.loads(start + b"}" if opened else line + stream.read())
        except RecursionError as error:
            raise ValueError("not a version") from error
    if not isinstance(head, dict):
        raise ValueError("not a version")  # noqa: TRY004  what is wrong is the file's content
    return {name: value for name, value in head.items() if name not in ("pages", "tokens")}


class VersionSink(FolderSink):
    """Writes versions: a file that is there already is never written over.

    Args:
        folder: The document's folder.
    """

    def write(self, path: str, data: bytes) -> None:
        """Writes one file.

        Raises:
            EnvironmentFault: If it is there with other content.
        """
        with self.file(path) as temporary:
            temporary.write_bytes(data)

    @contextmanager
    def file(self, path: str) -> Iterator[Path]:
        """A temporary path; moved to ``path`` when the block ends without an error and nothing stands there.

        Raises:
            EnvironmentFault: If something stands there with other content.
        """
        target = self._inside(path)
        with suppress(_ThereAlready), whole_file(target) as temporary:
            yield temporary
            digest = sha256_of(temporary)
            if os.path.lexists(target):
                if not target.is_file() or sha256_of(target) != digest:
                    raise EnvironmentFault(
                        "a version of a text is never changed, and another text is kept under this name",
                        where=shown(target),
                        hint="Run the command again; if that does not help, the file was changed by hand: restore it",
                    )
                raise _ThereAlready
        self.digests[path] = digest


class _ThereAlready(Exception):
    """The same content is kept already."""
