"""Deletes a document: its folder, its id, its rows in the index, what the cache has of it, and originals that no other uses."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from digitize.errors import InputError
from digitize.ingest import printable
from digitize.pipeline.index import open_index
from digitize.pipeline.queue_codec import mark_of
from digitize.settings import Settings
from digitize.store.files import explained
from digitize.store.output import OutputFolder, document_ids


@dataclass(frozen=True, slots=True)
class Deletion:
    """What was removed with a document.

    Args:
        id: The document's id.
        originals: Digests of the kept originals that were removed.
        originals_kept: Digests of those that stay, because another document uses them or that cannot be told.
        cache_entries: How many results of steps were removed.
    """

    id: str
    originals: tuple[str, ...]
    originals_kept: tuple[str, ...]
    cache_entries: int


def find_deletable(name: str, settings: Settings) -> str:
    """The id of a document that can be deleted: one that is there, whole or not, or whose deletion was interrupted.

    Args:
        name: Its id, or its folder.
        settings: Say where the output folder is.

    Raises:
        InputError: If there is none.
    """
    root = settings.output
    ids = [name]
    try:
        path = Path(name)
        if path.name and path.resolve().parent == root.resolve():
            ids.append(path.resolve().name)
        for document_id in ids:
            if root.is_dir() and _is_known(document_id, root):
                return document_id
    except (OSError, ValueError):  # a name that no file can have
        pass
    raise InputError(
        f"no document {printable(name)!r} in {printable(str(root))}",
        hint="See what is there: digitize documents (or name --output)",
    )


def _is_known(document_id: str, root: Path) -> bool:
    if not document_id or "/" in document_id or document_id.startswith("."):
        return False
    retired = root / ".digitize" / "deleted" / document_id
    if retired.exists() or (root / document_id / "report.json").is_file():
        return True
    return document_id in OutputFolder(root).all_contents().values()


def delete_document(document_id: str, settings: Settings, step: Callable[[str], object] = str) -> Deletion:
    """Deletes a document, or goes on with a deletion that was interrupted. Files outside the output folder are not touched.

    In the first step its folder goes out of sight; whatever happens after that, it is no document any more, and calling this again
    removes the rest.

    Args:
        document_id: As :func:`find_deletable` gives it.
        settings: Say where the output folder and the index are.
        step: Told the name of each step before it is taken.

    Raises:
        EnvironmentFault: If something cannot be removed.
    """
    output = OutputFolder(settings.output)
    with output.locked(document_id):
        gone: list[Deletion] = []
        if output.retired(document_id).exists():  # the rest of an earlier one
            gone.append(_erase(document_id, output, settings, step))
        if output.folder(document_id).exists():
            step("retire")
            output.retire(document_id)
        gone.append(_erase(document_id, output, settings, step))
        step("forget")
        output.forget(document_id)
    return Deletion(
        document_id,
        tuple(sorted({each for one in gone for each in one.originals})),
        tuple(sorted({each for one in gone for each in one.originals_kept})),
        sum(one.cache_entries for one in gone),
    )


def _erase(document_id: str, output: OutputFolder, settings: Settings, step: Callable[[str], object]) -> Deletion:
    used = _sources_told(output.retired(document_id))
    used |= {each for each in output.contents_of(document_id) if output.original(each).exists()}
    others = _used_by_others(document_id, output)
    removed = frozenset() if others is None else used - others
    step("originals")
    for sha256 in sorted(removed):
        _remove(output.original(sha256))
    step("cache")
    told = [sha256.encode() for sha256 in used - (others or frozenset())]
    told += [json.dumps(f"{document_id}.tei.xml").encode(), mark_of(document_id)]
    entries = list(output.cached_with(told))
    for path in entries:
        _remove(path)
    step("folder")
    output.erase_retired(document_id)
    step("index")  # last: what is deleted may have to make room for it
    _forget_rows(document_id, output, settings)
    return Deletion(document_id, tuple(sorted(removed)), tuple(sorted(used - removed)), len(entries))


def _sources_told(folder: Path) -> frozenset[str]:
    """Digests of the source files that a document's report names; none when it cannot be read."""
    try:
        sources = json.loads((folder / "report.json").read_bytes())["sources"]
        return frozenset(str(source["sha256"]) for source in sources)
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def _used_by_others(document_id: str, output: OutputFolder) -> frozenset[str] | None:
    """Digests of the originals that other documents use; ``None`` when that cannot be told, for one cannot be read."""
    used = {content for content, other in output.all_contents().items() if other != document_id}
    for other in document_ids(output.root):
        if other != document_id or output.folder(other).exists():
            sources = _sources_told(output.folder(other))
            if not sources:
                return None
            used |= sources
    return frozenset(used)


def _forget_rows(document_id: str, output: OutputFolder, settings: Settings) -> None:
    with output.index_locked() as path:
        is_there = path.exists()
        for old in path.parent.glob(f"{path.name}.old*"):
            _remove(old)
    if is_there or settings.index_url:
        with open_index(settings) as index:
            index.drop(document_id)


def _remove(path: Path) -> None:
    with explained(path):
        path.unlink(missing_ok=True)
