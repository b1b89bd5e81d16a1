"""The index over documents, made from their files and kept in step with them. The files are the truth."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from digitize.errors import DigitizeError, InputError
from digitize.ingest import printable
from digitize.pipeline.library import load_report
from digitize.pipeline.sealing import seal, sealed_after
from digitize.pipeline.search_pages import add_missing
from digitize.pipeline.upgrade import bring_up_to_date, refuse_newer
from digitize.pipeline.version_list import Version, in_force_id, listed_versions, version_of
from digitize.settings import Settings
from digitize.store.decision_log import read_decisions
from digitize.store.output import OutputFolder, document_ids
from digitize.store.records.index import BUSY_S, DamagedIndexError, Index
from digitize.store.records.rows import IndexedDecision, IndexedDocument, IndexedPage, IndexedTranscription
from digitize.store.records.schema import NewerIndexError
from digitize.store.stamps import fingerprint, stamp
from digitize.store.versions import alignment_ids, version_path

_log = logging.getLogger("digitize.index")

_PARTS = ("", "-wal", "-shm")
"""Endings of the files of one SQLite database."""


@dataclass(frozen=True, slots=True)
class IndexChanges:
    """What was done to bring the index in step.

    Args:
        indexed: Documents that were new or had changed.
        dropped: Documents that are gone.
        faults: Why documents cannot be read, by their id; of all that are there.
        upgraded: Documents of an older version that were brought up to date.
    """

    indexed: tuple[str, ...]
    dropped: tuple[str, ...]
    faults: dict[str, str]
    upgraded: tuple[str, ...] = ()


def refresh(settings: Settings, on_document: Callable[[str], None] | None = None, busy_s: float | None = None) -> Index:
    """The index, open, in step with the files: what is missing or damaged is made, what has changed is read again.

    The caller closes it.

    Args:
        settings: Say where the output folder and the index are.
        on_document: Told the id of each document before it is read.
        busy_s: Seconds to wait for another process that works on it; ``None`` for the usual time.

    Raises:
        EnvironmentFault: If the index cannot be read or written, or is of a newer version.
        UsageError: If the setting ``index_url`` is no address.
        MissingDependencyError: If the database's driver is not installed.
    """
    index = open_index(settings, busy_s=busy_s)
    try:
        update_index(index, settings, on_document)
    except BaseException:
        index.close()
        raise
    return index


def rebuild(settings: Settings, on_document: Callable[[str], None] | None = None) -> IndexChanges:
    """Makes the index anew from the files, whatever state it is in.

    Older documents are brought up to date first, and all are made ready to be searched.

    Raises:
        EnvironmentFault: If the index cannot be written.
        UsageError: If the setting ``index_url`` is no address.
        MissingDependencyError: If the database's driver is not installed.
    """
    with open_index(settings, anew=True) as index:
        upgraded = tuple(each for each in document_ids(settings.output) if _upgraded(each, settings))
        changes = update_index(index, settings, on_document)
        faults = {**changes.faults, **add_missing(index, settings, on_document)}
        return replace(changes, upgraded=upgraded, faults=faults)


def _upgraded(document_id: str, settings: Settings) -> bool:
    output = OutputFolder(settings.output)
    with output.locked(document_id):
        folder = output.folder(document_id)
        try:
            is_upgraded = bring_up_to_date(folder)
        except InputError:  # of a newer version: the index says so
            return False
        if not seal(folder) and is_upgraded:
            with sealed_after(folder):
                pass  # the version that was added is known now
        return is_upgraded


def open_index(settings: Settings, *, anew: bool = False, busy_s: float | None = None) -> Index:
    """The index, open. One that is damaged is put aside, with a notice in the log, and is empty then.

    Args:
        settings: Say where the output folder and the index are.
        anew: Whether to empty it; then one of a newer version is put aside as well.
        busy_s: Seconds to wait for another process that works on it; ``None`` for the usual time.

    Raises:
        EnvironmentFault: If it cannot be read or written, or is of a newer version.
        InputError: If there is no output folder.
        UsageError: If the setting ``index_url`` is no address.
        MissingDependencyError: If the database's driver is not installed.
    """
    if not settings.output.is_dir():
        raise InputError(
            "there is no such output folder", where=printable(str(settings.output)), hint="Name it with --output"
        )
    wait_s = BUSY_S if busy_s is None else busy_s
    if settings.index_url:
        return _opened(settings.index_url, wait_s, anew=anew)
    with OutputFolder(settings.output).index_locked(busy_s) as path:
        try:
            return _opened(path, wait_s, anew=anew)
        except (DamagedIndexError, NewerIndexError) as error:
            if isinstance(error, NewerIndexError) and not anew:
                raise
            _put_aside(path, error)
            return Index(path, wait_s)


def _opened(place: Path | str, busy_s: float, *, anew: bool) -> Index:
    index = Index(place, busy_s)
    try:
        if anew:
            index.clear()
    except BaseException:
        index.close()
        raise
    return index


def _put_aside(path: Path, error: DigitizeError) -> None:
    """Moves a database away that cannot be used; of several only the last is kept."""
    _log.warning("%s; it is made anew, the old one is kept as %s.old", error.message, path.name)
    for part in _PARTS:
        old = path.with_name(path.name + part)
        kept = path.with_name(f"{path.name}.old{part}")
        if old.exists():
            old.replace(kept)
        else:
            kept.unlink(missing_ok=True)


def update_index(index: Index, settings: Settings, on_document: Callable[[str], None] | None = None) -> IndexChanges:
    """Reads again what has changed since the index was told of it, and forgets what is gone.

    Raises:
        EnvironmentFault: If the index cannot be read or written.
    """
    known = index.fingerprints()
    there = document_ids(settings.output)
    dropped = tuple(sorted(known.keys() - set(there)))
    for document_id in dropped:
        index.drop(document_id)
    indexed = []
    for document_id in there:
        now = fingerprint(settings.output / document_id)
        if known.get(document_id) != now:
            if on_document is not None:
                on_document(document_id)
            index.put(read_for_index(document_id, now, index.known_words(document_id), settings))
            indexed.append(document_id)
    return IndexChanges(tuple(indexed), dropped, index.faults())


def read_for_index(
    document_id: str, now: str, known: dict[tuple[str, str], int | None], settings: Settings
) -> IndexedDocument:
    """What the index is told of a document; one that cannot be read is told of with the reason.

    Args:
        document_id: The document's id.
        now: Its fingerprint, taken before anything is read.
        known: Words of versions that need not be counted again, by id and stamp.
        settings: Say where the output folder is.
    """
    folder = settings.output / document_id
    try:
        refuse_newer(folder)
        report = load_report(document_id, settings)
        decisions = read_decisions(folder).entries
    except InputError as error:
        return IndexedDocument(document_id, now, fault=error.message)
    if in_force_id(folder) is None:
        return IndexedDocument(
            document_id, now, fault="its transcription.json is missing or damaged: digitise it again"
        )
    return IndexedDocument(
        document_id,
        now,
        report["reference"]["title"],
        in_force_id(folder),
        tuple(_page(page) for page in report["pages"]),
        tuple(_transcription(folder, version_id, known) for version_id in listed_versions(folder)),
        tuple(
            IndexedDecision(
                entry.sequence,
                entry.kind.value,
                entry.by,
                entry.at.isoformat(timespec="milliseconds"),
                entry.transcription,
                entry.of,
                entry.place.page_number if entry.place else None,
                " ".join(entry.ids),
                entry.old,
                entry.new,
                entry.offer.reference if entry.offer else None,
                entry.reason,
            )
            for entry in decisions
        ),
        alignment_ids(folder),
    )


def _page(page: dict[str, Any]) -> IndexedPage:
    return IndexedPage(
        page["page_number"], page["status"], page["words"], page["mean_confidence"], page.get("predicted_cer")
    )


def _transcription(folder: Path, version_id: str, known: dict[tuple[str, str], int | None]) -> IndexedTranscription:
    kept = stamp(version_path(folder, version_id))
    version: Version = version_of(folder, version_id, words=known.get((version_id, kept)))
    return IndexedTranscription(
        version_id, version.origin.value, version.parent, version.words, version.sequence, version.created, kept
    )
