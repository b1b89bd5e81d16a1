"""The names under which a document was brought: its content decides what it is, so it may have several.

The first is told in the report. When the same content comes under another name, all of them are kept in ``names.json``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Any

from digitize.export.report_json import dump_readable
from digitize.ingest import slug
from digitize.ingest.folders import SCAN_ENDINGS
from digitize.store.files import write_whole

FILE = "names.json"
SCHEMA_VERSION = "1.0"
_MOST = 1000
"""Names that are kept; a name that a program makes up anew each time must not fill the disk."""


def names_of(folder: Path, report: dict[str, Any] | None = None) -> tuple[str, ...]:
    """The names of a document, in the order in which they came; of a folder of images, the first is the document's id.

    Args:
        folder: The document's folder.
        report: Its report, where it has been read already.
    """
    try:
        kept = json.loads((folder / FILE).read_bytes())["names"]
        return tuple(str(name) for name in kept)
    except (OSError, ValueError, TypeError, KeyError):
        return _first(folder, report)


def keep_name(folder: Path, name: str) -> tuple[str, ...]:
    """Takes down the name under which a document has come. The caller holds the document's lock.

    Args:
        folder: The document's folder, with its report.
        name: Of the file or folder, as it may be shown.

    Returns:
        Its other names.

    Raises:
        EnvironmentFault: If it cannot be written.
    """
    known = names_of(folder)
    if not name or not known or is_name(name, known, folder.name):
        return tuple(each for each in known if each != name and not (each == folder.name and _has_given(name, each)))
    if len(known) < _MOST:
        told = {"schema_version": SCHEMA_VERSION, "document": folder.name, "names": [*known, name]}
        write_whole(folder / FILE, dump_readable(told))
    return known


def is_name(name: str, known: Sequence[str], document_id: str) -> bool:
    """Whether a document is known under a name already."""
    return name in known or (document_id in known and _has_given(name, document_id))


def document_name(name: str) -> str:
    """The name of a file without an ending that says a type: what sidecars share with it."""
    path = PurePath(name)
    return path.stem if path.suffix.lower() in SCAN_ENDINGS else name


def _first(folder: Path, report: dict[str, Any] | None) -> tuple[str, ...]:
    try:
        told = json.loads((folder / "report.json").read_bytes()) if report is None else report
        sources = [str(source["name"]) for source in told["sources"]]
    except (OSError, ValueError, TypeError, KeyError):
        return ()
    if len(sources) == 1 and _has_given(sources[0], folder.name):
        return (sources[0],)
    return (folder.name,)


def _has_given(name: str, document_id: str) -> bool:
    """Whether an id may have been made of a name."""
    made = slug(document_name(name))
    return document_id == made or document_id.startswith(f"{made}-")
