"""Which versions of its text a document has, which is in force, and which goes back to which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from digitize.errors import InputError
from digitize.model.decision import Decision
from digitize.model.transcription import Origin
from digitize.pipeline.library import read_stored
from digitize.store.versions import (
    IN_FORCE,
    is_version_id,
    newest_version,
    origin_of,
    read_head,
    version_ids,
    version_path,
)


def in_force_id(folder: Path) -> str | None:
    """Id of the transcription in force; ``None`` when that cannot be told."""
    try:
        found = read_head(folder / IN_FORCE).get("id")
    except (OSError, ValueError):
        return None
    return found if isinstance(found, str) and is_version_id(found) else None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document's text, without the text.

    Args:
        id: ``ocr-1``, ``reviewed-1``, ``reference-NAME``.
        origin: Where it comes from.
        parent: The version it was made from.
        words: How many it has; ``None`` when it cannot be read.
        sequence: Number of the last decision that it took in.
        created: When it was made, where its file says so (ISO 8601).
        fault: Why it cannot be read; ``None`` when it can.
    """

    id: str
    origin: Origin
    parent: str | None
    words: int | None
    sequence: int | None = None
    created: str | None = None
    fault: str | None = None


def versions_of(folder: Path) -> tuple[Version, ...]:
    """The versions that a document's folder keeps; of an older document, the one in force."""
    return tuple(version_of(folder, version_id) for version_id in listed_versions(folder))


def listed_versions(folder: Path) -> tuple[str, ...]:
    """Ids of the versions that a document's folder keeps; of an older document, that of the one in force."""
    ids = version_ids(folder)
    in_force = in_force_id(folder)
    return ids if in_force is None or in_force in ids else (in_force, *ids)


def version_of(folder: Path, version_id: str, words: int | None = None) -> Version:
    """One version.

    Args:
        folder: The document's folder.
        version_id: The version.
        words: How many words it has, where that is known; else they are counted.
    """
    origin = origin_of(version_id)
    path = version_path(folder, version_id)
    if not path.exists() and in_force_id(folder) == version_id:
        path = folder / IN_FORCE
    try:
        head = read_head(path)
        parent, sequence, created = head.get("parent"), head.get("sequence"), head.get("created")
        if words is None:
            words = int(head["words"]) if origin is Origin.REFERENCE else _counted(path)
    except (InputError, OSError, ValueError, KeyError, TypeError) as error:
        fault = error.message if isinstance(error, InputError) else "it cannot be read"
        return Version(version_id, origin, None, None, fault=fault)
    return Version(
        version_id,
        origin,
        parent if isinstance(parent, str) else None,
        words,
        sequence if isinstance(sequence, int) else None,
        created if isinstance(created, str) else None,
    )


def made_at(version: Version, entries: Sequence[Decision]) -> str | None:
    """When a version was made (ISO 8601): as its file says, or when the last decision was made that it took in; else ``None``.

    Args:
        version: The version.
        entries: The document's decisions.
    """
    if version.sequence and version.sequence <= len(entries):
        return entries[version.sequence - 1].at.isoformat(timespec="milliseconds")
    return version.created


def _counted(path: Path) -> int:
    return sum(1 for page in read_stored(path).transcription.pages for _ in page.words)


def root_of(version_id: str, parents: dict[str, str | None]) -> str:
    """The version read by engines that a reviewed one goes back to; a version read by engines is its own.

    Args:
        version_id: A version with places.
        parents: Of all versions, by their id.
    """
    seen = {version_id}
    while origin_of(version_id) is Origin.REVIEWED:
        parent = parents.get(version_id)
        if parent is None or parent in seen or not is_version_id(parent):
            break
        seen.add(parent)
        version_id = parent
    return version_id


def parents_of(folder: Path) -> dict[str, str | None]:
    """The parent of each transcription that a document's folder keeps, by its id."""
    parents: dict[str, str | None] = {}
    for version_id in version_ids(folder):
        if origin_of(version_id) is not Origin.REFERENCE:
            try:
                parent = read_head(version_path(folder, version_id)).get("parent")
            except (OSError, ValueError):
                parent = None
            parents[version_id] = parent if isinstance(parent, str) else None
    return parents


def line_of(folder: Path, version_id: str) -> frozenset[str]:
    """The versions that share a reading: the one that engines made, and the reviewed ones that go back to it."""
    parents = parents_of(folder)
    root = root_of(version_id, parents)
    return frozenset({root} | {each for each in parents if root_of(each, parents) == root})


def newest_reviewed(folder: Path) -> str | None:
    """The reviewed version in force: the last one; ``None`` when there is none."""
    return newest_version(folder, Origin.REVIEWED)
