"""Whether files have changed, told without reading them."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from digitize.store.decision_log import FILE
from digitize.store.versions import ALIGNMENTS, IN_FORCE, VERSIONS


def stamp(path: Path) -> str:
    """Size and time of a file; ``"-"`` when there is none."""
    try:
        found = path.stat()
    except OSError:
        return "-"
    return f"{found.st_size}-{found.st_mtime_ns}"


def fingerprint(folder: Path) -> str:
    """A digest that changes when the report, the text in force, the decisions, a version or an alignment of a document does."""
    files = [folder / "report.json", folder / IN_FORCE, folder / FILE]
    files += sorted((folder / VERSIONS).glob("*.json")) + sorted((folder / ALIGNMENTS).glob("*/*"))
    told = [(path.relative_to(folder).as_posix(), stamp(path)) for path in files]
    return hashlib.sha256(json.dumps(told).encode("ascii")).hexdigest()


def version_stamps(folder: Path) -> tuple[tuple[str, int, int, int], ...]:
    """Names, identity, sizes and times of the files that say which text of a document is in force; of those that are there."""
    files = [folder / "report.json", folder / IN_FORCE, *sorted((folder / VERSIONS).glob("*.json"))]
    told = []
    for path in files:
        with suppress(OSError):
            found = path.stat()
            told.append((path.name, found.st_ino, found.st_size, found.st_mtime_ns))
    return tuple(told)
