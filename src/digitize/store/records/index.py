"""The index as the rest of the program sees it: opened, told of documents, asked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import URL, Connection, Engine, create_engine, delete, event, func, insert, make_url, select, update
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase

from digitize.errors import EnvironmentFault, MissingDependencyError, UsageError
from digitize.store.files import shown
from digitize.store.records.rows import IndexedDocument, IndexedPage, LightPage, SearchPage
from digitize.store.records.schema import upgrade
from digitize.store.records.tables import (
    AlignmentRow,
    DecisionRow,
    DocumentRow,
    PageRow,
    SearchPageRow,
    TranscriptionRow,
)

FILE = "index.sqlite"
BUSY_S = 30.0
"""Seconds to wait for another process that writes."""
_AT_A_TIME = 200
"""Rows of pages that are fetched at a time."""


class DamagedIndexError(EnvironmentFault):
    """The index cannot be read any more; nothing is lost, since it is made from files."""


class Index:
    """An index that is open; a context manager that closes it.

    Args:
        place: The SQLite file, made when it does not exist, or the address of a database.
        busy_s: Seconds to wait for another process that writes.

    Raises:
        DamagedIndexError: If it cannot be read.
        NewerIndexError: If it is in a form that this program does not know.
        EnvironmentFault: If it cannot be written, or another process keeps it to itself.
        UsageError: If the address is none.
        MissingDependencyError: If the database's driver is not installed.
    """

    def __init__(self, place: Path | str, busy_s: float = BUSY_S) -> None:
        self._url = _url_of(place)
        self._engine = _engine_of(self._url, busy_s)
        self._readers = self._engine.execution_options(reads=True)
        try:
            with self._explained():
                upgrade(self._engine)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes all connections."""
        self._engine.dispose()

    # Told ----------------------------------------------------------------------------------------------------------

    def put(self, document: IndexedDocument) -> None:
        """Takes a document in, in place of what was known of it. Pages to be searched stay while their text does."""
        with self._writing() as connection:
            values = {
                "fingerprint": document.fingerprint,
                "title": document.title,
                "in_force": document.in_force,
                "sequence": len(document.decisions),
                "fault": document.fault,
            }
            known = update(DocumentRow).where(DocumentRow.id == document.id).values(**values)
            if not connection.execute(known).rowcount:
                connection.execute(insert(DocumentRow).values(id=document.id, **values))
            _replace(connection, PageRow, document.id, [asdict(page) for page in document.pages])
            _replace(connection, DecisionRow, document.id, [asdict(entry) for entry in document.decisions])
            _replace(connection, AlignmentRow, document.id, [{"reference_id": each} for each in document.alignments])
            _put_transcriptions(connection, document)

    def drop(self, document_id: str) -> None:
        """Forgets a document, with all that is known of it."""
        with self._writing() as connection:
            connection.execute(delete(DocumentRow).where(DocumentRow.id == document_id))

    def clear(self) -> None:
        """Forgets everything."""
        with self._writing() as connection:
            connection.execute(delete(DocumentRow))

    def put_search_pages(self, document_id: str, transcription_id: str, pages: Sequence[SearchPage]) -> None:
        """Takes in the pages of one version as they are searched, in place of those that it has."""
        if any((page.document_id, page.transcription_id) != (document_id, transcription_id) for page in pages):
            raise ValueError("pages of another text")
        with self._writing() as connection:
            table = SearchPageRow
            connection.execute(
                delete(table).where(table.document_id == document_id, table.transcription_id == transcription_id)
            )
            if pages:
                connection.execute(insert(table), [asdict(page) for page in pages])

    # Asked ---------------------------------------------------------------------------------------------------------

    def fingerprints(self) -> dict[str, str]:
        """The fingerprint of each document, by its id."""
        with self._reading() as connection:
            rows = connection.execute(select(DocumentRow.id, DocumentRow.fingerprint))
            return {document_id: fingerprint for document_id, fingerprint in rows}  # noqa: C416  rows are no pairs

    def in_force(self) -> dict[str, str]:
        """The version in force of each document that can be read, by its id."""
        with self._reading() as connection:
            rows = connection.execute(select(DocumentRow.id, DocumentRow.in_force).order_by(DocumentRow.id))
            return {document_id: version for document_id, version in rows if version is not None}

    def faults(self) -> dict[str, str]:
        """The documents that cannot be read, and why."""
        with self._reading() as connection:
            rows = connection.execute(select(DocumentRow.id, DocumentRow.fault).order_by(DocumentRow.id))
            return {document_id: fault for document_id, fault in rows if fault is not None}

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        tables = (DocumentRow, PageRow, TranscriptionRow, DecisionRow, AlignmentRow, SearchPageRow)
        with self._reading() as connection:
            return {
                table.__tablename__: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in tables
            }

    def known_words(self, document_id: str) -> dict[tuple[str, str], int | None]:
        """How many words each version of a document has, by its id and the stamp of its file."""
        table = TranscriptionRow
        with self._reading() as connection:
            rows = connection.execute(
                select(table.id, table.stamp, table.words).where(table.document_id == document_id)
            )
            return {(version_id, stamp): words for version_id, stamp, words in rows}

    def without_search_pages(self) -> tuple[tuple[str, str], ...]:
        """Documents whose version in force has no pages to be searched yet, each with that version."""
        document, page, version = DocumentRow, SearchPageRow, TranscriptionRow
        there = (
            select(page.page_number)
            .where(page.document_id == document.id, page.transcription_id == document.in_force)
            .exists()
        )
        asked = (
            select(document.id, version.id)
            .join(version, (version.document_id == document.id) & (version.id == document.in_force))
            .where(~there)
            .order_by(document.id)
        )
        with self._reading() as connection:
            return tuple((document_id, version_id) for document_id, version_id in connection.execute(asked))

    def light_pages(self, document_ids: Iterable[str] | None = None) -> list[LightPage]:
        """What is looked through of the versions in force, by document and number.

        Args:
            document_ids: Of these documents; ``None`` for all.
        """
        page, document = SearchPageRow, DocumentRow
        asked = (
            select(page.document_id, page.page_number, page.groups, page.starts)
            .join(document, (document.id == page.document_id) & (document.in_force == page.transcription_id))
            .order_by(page.document_id, page.page_number)
        )
        wanted = None if document_ids is None else frozenset(document_ids)
        with self._reading() as connection:
            rows = connection.execution_options(yield_per=_AT_A_TIME).execute(asked)
            return [LightPage(*row) for row in rows if wanted is None or row[0] in wanted]

    def search_page(self, document_id: str, page_number: int) -> SearchPage:
        """A page of a document's version in force, whole.

        Raises:
            KeyError: If there is none.
        """
        page, document = SearchPageRow, DocumentRow
        asked = (
            select(page)
            .join(document, (document.id == page.document_id) & (document.in_force == page.transcription_id))
            .where(page.document_id == document_id, page.page_number == page_number)
        )
        with self._reading() as connection:
            row = connection.execute(asked).mappings().first()
        if row is None:
            raise KeyError(document_id, page_number)
        return SearchPage(**row)

    def pages_of(self, document_ids: Iterable[str] | None = None) -> list[tuple[str, IndexedPage]]:
        """The pages of documents, as their reports tell; with the document's id."""
        page = PageRow
        asked = select(
            page.document_id, page.page_number, page.status, page.words, page.mean_confidence, page.predicted_cer
        ).order_by(page.document_id, page.page_number)
        wanted = None if document_ids is None else frozenset(document_ids)
        with self._reading() as connection:
            return [
                (row[0], IndexedPage(*row[1:]))
                for row in connection.execute(asked)
                if wanted is None or row[0] in wanted
            ]

    # Connections ---------------------------------------------------------------------------------------------------

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._explained(), self._readers.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._explained(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise _fault(str(error.orig), self._url) from error
        except sqlite3.Error as error:  # while a connection is being set up
            raise _fault(str(error), self._url) from error
        except SQLAlchemyError as error:
            raise DamagedIndexError(
                f"the index cannot be used: {error}", where=_shown(self._url), hint="Make it anew: digitize reindex"
            ) from error


def _url_of(place: Path | str) -> URL:
    if isinstance(place, Path):
        try:
            str(place).encode()
        except UnicodeEncodeError:
            raise UsageError(
                "the output folder's name is not in UTF-8", where=shown(place), hint="Choose another: --output"
            ) from None
        return URL.create("sqlite", database=str(place))
    try:
        return make_url(place)
    except ArgumentError:
        raise UsageError(
            "setting 'index_url': not the address of a database",
            hint="Write one such as sqlite:////srv/index.sqlite, or leave it out",
        ) from None


def _engine_of(url: URL, busy_s: float) -> Engine:
    is_sqlite = url.get_backend_name() == "sqlite"
    try:
        engine = create_engine(url, connect_args={"timeout": busy_s} if is_sqlite else {})
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise MissingDependencyError(
            f"the driver of the index's database is not installed ({error})",
            where=_shown(url),
            hint="Install it into the same environment, or leave the setting 'index_url' out",
        ) from None
    if is_sqlite:
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, record: object) -> None:
    """Sets an SQLite connection up: our own BEGIN (also around changes of tables), keys that are checked, no remains."""
    del record
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    """Begins a transaction; one that will write says so at once, since it could not begin to beside another later."""
    reads = connection.get_execution_options().get("reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _replace(
    connection: Connection, table: type[DeclarativeBase], document_id: str, rows: list[dict[str, Any]]
) -> None:
    connection.execute(delete(table).where(table.__table__.c.document_id == document_id))
    if rows:
        connection.execute(insert(table), [{"document_id": document_id, **row} for row in rows])


def _put_transcriptions(connection: Connection, document: IndexedDocument) -> None:
    """Versions whose file is as before keep their row, and with it their pages to be searched."""
    table = TranscriptionRow
    found = connection.execute(select(table.id, table.stamp).where(table.document_id == document.id))
    known = {(version_id, stamp) for version_id, stamp in found}
    told = {(each.id, each.stamp): each for each in document.transcriptions}
    for version_id, _ in known - told.keys():
        connection.execute(delete(table).where(table.document_id == document.id, table.id == version_id))
    new = [asdict(told[key]) for key in sorted(told.keys() - known)]
    if new:
        connection.execute(insert(table), [{"document_id": document.id, **row} for row in new])


def _fault(reason: str, url: URL) -> EnvironmentFault:
    """What a failure of the database means for a user."""
    where = _shown(url)
    for words, message, hint in _REASONS:
        if words in reason:
            return EnvironmentFault(message, where=where, hint=hint)
    return DamagedIndexError(f"the index cannot be used: {reason}", where=where, hint="Make it anew: digitize reindex")


_ELSEWHERE = "Change its permissions, or keep the index elsewhere: DIGITIZE_INDEX_URL=sqlite:////tmp/index.sqlite"
_REASONS = (
    ("locked", "another process is writing to the index", "Wait until it is done and try again"),
    ("readonly", "the index cannot be written to: no permission", _ELSEWHERE),
    ("unable to open", "the index cannot be opened or made", _ELSEWHERE),
    ("disk is full", "the index cannot be written to: the disk is full", "Make room and try again"),
    ("onnection", "the index's database cannot be reached", "Start it, or mend the setting 'index_url'"),
)


def _shown(url: URL) -> str:
    """The place as it may stand in a message: without a password."""
    return (url.database or "") if url.get_backend_name() == "sqlite" else url.render_as_string()
