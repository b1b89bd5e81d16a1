"""A document's manifest, kept in step: opened before files are renewed, closed when all of them are there.

What stands in it is what was written, not what is found: damage does not become right by being written down. So a file that was not renewed keeps
its digest; only one that is not known yet is read.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from digitize.pipeline.names import FILE as NAMES
from digitize.store import decision_log
from digitize.store.files import TEMPORARY, sha256_of
from digitize.store.manifest import (
    MANIFEST,
    OPEN_MANIFEST,
    close_manifest,
    open_manifest,
    read_manifest,
    read_open_manifest,
    reclose_manifest,
)
from digitize.store.prefix import digest_of_lines, prefix_length
from digitize.store.versions import ALIGNMENTS, VERSIONS

REPORT = "report.json"
OUTSIDE = frozenset({"run.json", MANIFEST, OPEN_MANIFEST})
"""Files of a document that its manifest does not name: they tell of a run, or are it."""
OUTSIDE_FOLDERS = frozenset({"layout"})
"""Folders likewise: pictures on demand."""


@contextmanager
def sealed_after(folder: Path) -> Iterator[None]:
    """Renews a document's manifest when the block ends well. The caller holds the document's lock.

    When it does not end well and something has changed, the manifest stays open: it is known then that files were being renewed.

    Args:
        folder: The document's folder.

    Raises:
        EnvironmentFault: If it cannot be written.
    """
    was_open = (folder / OPEN_MANIFEST).exists()
    stamps = _stamps(folder)
    before = open_manifest(folder)
    try:
        yield
    except BaseException:
        if not was_open and _stamps(folder) == stamps:
            reclose_manifest(folder)
        raise
    if not was_open and _stamps(folder) == stamps:  # nothing was renewed
        reclose_manifest(folder)
    elif (folder / REPORT).is_file():
        close_manifest(folder, _digests(folder, before, {} if was_open else stamps))


def seal(folder: Path) -> bool:
    """Writes the manifest of a document that has none. The caller holds the document's lock.

    Returns:
        Whether there was none.

    Raises:
        EnvironmentFault: If it cannot be written.
    """
    if (folder / MANIFEST).exists() or (folder / OPEN_MANIFEST).exists() or not (folder / REPORT).is_file():
        return False
    close_manifest(folder, _digests(folder, {}, {}))
    return True


def told_outputs(folder: Path) -> dict[str, str]:
    """Digests of the files that a document's report tells of.

    Raises:
        ValueError: If it cannot be read.
    """
    try:
        outputs = json.loads((folder / REPORT).read_bytes())["outputs"]
        return {str(path): str(digest) for path, digest in outputs.items()}
    except OSError as error:
        raise ValueError(error.strerror) from None
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("not a report") from error


def known_digests(folder: Path) -> dict[str, str]:
    """What is written down of a document's files, by the manifest, or by the one that was opened.

    Raises:
        ValueError: If it cannot be read.
    """
    return read_manifest(folder) or read_open_manifest(folder) or {}


def files_of_document(folder: Path) -> Iterator[str]:
    """Paths of all files below a document's folder, but those that are not whole yet; links are not followed."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        inner = Path(place).relative_to(folder)
        for name in sorted(names):
            if not name.startswith(TEMPORARY):
                yield (inner / name).as_posix()
        for name in folders:
            if Path(place, name).is_symlink():
                yield (inner / name).as_posix()


def is_kept_growing(path: str) -> bool:
    """Whether a file of a document is added to at its end between two manifests."""
    return path == decision_log.FILE


def _digests(folder: Path, before: Mapping[str, str], stamps: Mapping[str, tuple[int, int, int]]) -> dict[str, str]:
    """What is to be written down of the files of now."""
    try:
        outputs = told_outputs(folder)
    except ValueError:
        outputs = {}
    now = _stamps(folder)
    digests = dict(outputs)
    for path in now:
        if path in digests or path.partition("/")[0] in OUTSIDE_FOLDERS:
            continue
        known = before.get(path)
        if known is not None and not _is_renewed(folder, path, known, stamps.get(path) != now[path]):
            digests[path] = known
        elif path == REPORT or known is not None or _is_ours(path):
            digests[path] = _digest(folder / path)
    return digests


def _is_renewed(folder: Path, path: str, known: str, is_changed: bool) -> bool:
    if path == REPORT:
        return True
    if is_kept_growing(path):
        return prefix_length(folder / path, known) is not None
    return is_changed and not path.startswith(f"{VERSIONS}/")  # a version is never changed


def _digest(path: Path) -> str:
    return digest_of_lines(path) if is_kept_growing(path.name) else sha256_of(path)


def _is_ours(path: str) -> bool:
    """Whether this program writes such files, besides those that a report tells of."""
    return path.partition("/")[0] in (VERSIONS, ALIGNMENTS) or path in (
        decision_log.FILE,
        decision_log.TORN,
        NAMES,
    )


def _stamps(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Identity, size and time of a document's files."""
    found: dict[str, tuple[int, int, int]] = {}
    for path in files_of_document(folder):
        if path in OUTSIDE:
            continue
        told = (folder / path).lstat()
        found[path] = (told.st_ino, told.st_size, told.st_mtime_ns)
    return found
