"""The index: its tables, what it keeps and forgets, and every way in which its database can fail."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from digitize.errors import EnvironmentFault, MissingDependencyError, UsageError
from digitize.store.records.index import DamagedIndexError, Index
from digitize.store.records.rows import (
    IndexedDecision,
    IndexedDocument,
    IndexedPage,
    IndexedTranscription,
    LightPage,
    SearchPage,
)
from digitize.store.records.schema import HEAD, NewerIndexError
from digitize.store.records.tables import Base
from tests.cli.command import obey_permissions

TEXT = IndexedTranscription("ocr-1", "ocr", None, 12, None, None, "10-1")
DECISION = IndexedDecision(1, "edit", "Anna", "2027-03-05", "ocr-1", None, 1, "p0001_w1", "кот", "кит", None, None)
VESTNIK = IndexedDocument(
    "vestnik",
    "f" * 64,
    "Вестник",
    "ocr-1",
    (IndexedPage(1, "recognised", 12, 0.9, 0.01), IndexedPage(2, "failed", 0, None, None)),
    (TEXT,),
    (DECISION,),
    ("reference-kniga",),
)
EMPTY = dict.fromkeys(("documents", "pages", "transcriptions", "decisions", "alignments", "search_pages"), 0)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "index.sqlite"


@pytest.fixture
def index(place: Path) -> Iterator[Index]:
    with Index(place) as made:
        yield made


def searched(*numbers: int, version: str = "ocr-1") -> list[SearchPage]:
    return [SearchPage("vestnik", version, number, "кот спит", b"\0g", b"s\xff", b"b\0", "{}") for number in numbers]


def light(*numbers: int) -> list[LightPage]:
    return [LightPage("vestnik", number, b"\0g", b"s\xff") for number in numbers]


# What it keeps ----------------------------------------------------------------------------------------------------------


def test_a_document_is_taken_in_and_forgotten(index: Index) -> None:
    """With all its rows; nothing of it is left after that."""
    assert index.counts() == EMPTY
    index.put(VESTNIK)
    assert index.counts() == {**dict.fromkeys(EMPTY, 1), "pages": 2, "search_pages": 0}
    assert (index.fingerprints(), index.in_force()) == ({"vestnik": "f" * 64}, {"vestnik": "ocr-1"})
    index.drop("vestnik")
    assert index.counts() == EMPTY


def test_taking_in_again_replaces(index: Index) -> None:
    """Not a row more than the document has now; other documents stay as they are."""
    index.put(VESTNIK)
    index.put(replace(VESTNIK, id="pravda"))
    index.put(replace(VESTNIK, pages=VESTNIK.pages[:1], decisions=(), alignments=(), fingerprint="0" * 64))
    assert index.counts() == {**EMPTY, "documents": 2, "pages": 3, "transcriptions": 2, "decisions": 1, "alignments": 1}
    assert index.fingerprints() == {"pravda": "f" * 64, "vestnik": "0" * 64}
    index.clear()
    assert index.counts() == EMPTY


def test_a_document_that_cannot_be_read(index: Index) -> None:
    """It is known with the reason."""
    index.put(replace(VESTNIK, in_force=None, fault="the report is damaged"))
    assert index.faults() == {"vestnik": "the report is damaged"} and index.in_force() == {}


def test_pages_to_be_searched_stay_while_their_text_does(index: Index) -> None:
    """A decision more is no reason to fold the text again; another file of the same name is."""
    index.put(VESTNIK)
    assert index.without_search_pages() == (("vestnik", "ocr-1"),)
    index.put_search_pages("vestnik", "ocr-1", searched(1, 2))
    assert index.without_search_pages() == ()
    index.put(replace(VESTNIK, decisions=(), fingerprint="1" * 64))
    assert index.light_pages() == light(1, 2)
    assert index.search_page("vestnik", 2) == searched(2)[0]
    index.put(replace(VESTNIK, transcriptions=(replace(TEXT, stamp="10-2"),)))
    assert index.without_search_pages() == (("vestnik", "ocr-1"),)
    assert index.light_pages() == []
    with pytest.raises(KeyError):
        index.search_page("vestnik", 2)


def test_the_text_in_force_is_searched(index: Index) -> None:
    """Of several versions the one in force; of the documents that are named; in order, however many pages."""
    reviewed = replace(TEXT, id="reviewed-1", origin="reviewed")
    index.put(replace(VESTNIK, in_force="reviewed-1", transcriptions=(TEXT, reviewed)))
    index.put_search_pages("vestnik", "ocr-1", searched(1))
    many = searched(*range(1, 451), version="reviewed-1")
    index.put_search_pages("vestnik", "reviewed-1", list(reversed(many)))
    assert index.light_pages(["vestnik"]) == light(*range(1, 451))
    assert index.light_pages(["pravda"]) == []
    assert index.search_page("vestnik", 7) == many[6]


def test_pages_of_another_text_are_refused(index: Index) -> None:
    """Nor can there be pages of a text that is not known."""
    with pytest.raises(ValueError, match="another text"):
        index.put_search_pages("vestnik", "ocr-2", searched(1))
    with pytest.raises(EnvironmentFault):
        index.put_search_pages("vestnik", "ocr-1", searched(1))


def test_known_words_by_stamp(index: Index) -> None:
    """What was counted need not be counted again while the file is the same."""
    index.put(VESTNIK)
    assert index.known_words("vestnik") == {("ocr-1", "10-1"): 12}


def test_forgotten_texts_are_not_left_in_the_file(place: Path) -> None:
    """What was deleted is overwritten: a person's words do not stay in the free parts of the file."""
    with Index(place) as index:
        index.put(replace(VESTNIK, decisions=(replace(DECISION, new="тайнопись"),)))
        assert "тайнопись".encode() in place.read_bytes() + place.with_name("index.sqlite-wal").read_bytes()
        index.drop("vestnik")
    assert "тайнопись".encode() not in place.read_bytes()


# Its form ---------------------------------------------------------------------------------------------------------------


def test_the_steps_lead_to_the_tables(place: Path) -> None:
    """What migrations make is what the code works with; the last step is the one that the code knows."""
    Index(place).close()
    engine = create_engine(f"sqlite:///{place}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()
    config = Config()
    config.set_main_option("script_location", "digitize.store.records:migrations")
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_postgresql_can_do_it_too() -> None:
    """Each table can be told to PostgreSQL; the types are its own."""
    for table in Base.metadata.sorted_tables:
        told = str(CreateTable(table).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
        assert "CREATE TABLE" in told
    assert "BYTEA" in told


def test_it_is_kept_as_several_processes_need_it(place: Path) -> None:
    """Readers do not wait for a writer; keys are checked."""
    with Index(place) as index, index._engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1}


def test_a_reader_beside_a_writer(place: Path) -> None:
    """A writer in the middle of its work keeps no reader waiting, and shows it nothing half done."""
    with Index(place, busy_s=0.1) as index, Index(place, busy_s=0.1) as other:
        index.put(VESTNIK)
        with closing(sqlite3.connect(place, isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            writer.execute("DELETE FROM documents")
            assert other.fingerprints() == {"vestnik": "f" * 64}
            writer.execute("ROLLBACK")


def test_a_step_that_fails_half_way(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it is left; the next start takes it from the beginning."""
    real = Operations.create_table

    def fails(self: Operations, name: str, *rest: Any, **more: Any) -> object:
        if name == "decisions":
            raise KeyboardInterrupt
        return real(self, name, *rest, **more)

    monkeypatch.setattr(Operations, "create_table", fails)
    with pytest.raises(KeyboardInterrupt):
        Index(place)
    monkeypatch.undo()
    with closing(sqlite3.connect(place)) as database:
        assert database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    with Index(place) as index:
        assert index.counts() == EMPTY


KILLED = """
import os, signal, sys
from pathlib import Path
from alembic.operations import Operations
from digitize.store.records.index import Index
real = Operations.create_table
def killed(self, name, *rest, **more):
    if name == "decisions":
        os.kill(os.getpid(), signal.SIGKILL)
    return real(self, name, *rest, **more)
Operations.create_table = killed
Index(Path(sys.argv[1]))
"""


def test_a_process_killed_in_a_step(place: Path) -> None:
    """As after a power cut: the next start makes the tables as if nothing had been."""
    done = subprocess.run([sys.executable, "-c", KILLED, place], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert place.exists()
    with Index(place) as index:
        index.put(VESTNIK)
        assert index.counts()["documents"] == 1


# Failures ---------------------------------------------------------------------------------------------------------------


def test_an_index_of_a_newer_version(place: Path) -> None:
    """It is refused by name, with what to do, and is not touched."""
    Index(place).close()
    with closing(sqlite3.connect(place)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    with pytest.raises(NewerIndexError, match="newer version") as caught:
        Index(place)
    assert "digitize reindex" in str(caught.value)
    with closing(sqlite3.connect(place)) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)


@pytest.mark.parametrize("damage", [b"this is no database" * 100, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_index(place: Path, damage: bytes) -> None:
    """It is told apart from other faults, since it can be made anew."""
    place.write_bytes(damage)
    with pytest.raises(DamagedIndexError, match="digitize reindex"):
        Index(place)


def test_an_index_whose_tables_are_gone(index: Index, place: Path) -> None:
    """Damage that shows while working is told in the same way."""
    with closing(sqlite3.connect(place)) as database:
        database.execute("DROP TABLE documents")
        database.commit()
    with pytest.raises(DamagedIndexError):
        index.fingerprints()


def test_another_process_that_keeps_it_to_itself(place: Path) -> None:
    """After the time to wait, it says who is in the way and what to do."""
    with Index(place, busy_s=0.05) as index, closing(sqlite3.connect(place, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(EnvironmentFault, match="another process is writing") as caught:
            index.put(VESTNIK)
        assert not isinstance(caught.value, DamagedIndexError) and caught.value.hint
        other.execute("ROLLBACK")
        index.put(VESTNIK)


READ_ONLY = """
import sys
from pathlib import Path
from digitize.errors import EnvironmentFault
from digitize.store.records.index import Index
try:
    with Index(Path(sys.argv[1])) as index:
        index.clear()
except EnvironmentFault as error:
    print(type(error).__name__, error)
"""


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_that_may_not_be_written_to(tmp_path: Path, there: bool) -> None:
    """It says so, and how to keep the index elsewhere; also where there is none yet."""
    folder = tmp_path / "closed"
    folder.mkdir()
    if there:
        Index(folder / "index.sqlite").close()
        (folder / "index.sqlite").chmod(0o444)
    folder.chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-c", READ_ONLY, folder / "index.sqlite"],
        preexec_fn=obey_permissions,
        capture_output=True,
        check=True,
        text=True,
    )
    folder.chmod(0o755)
    assert done.stdout.startswith("EnvironmentFault ") and "DIGITIZE_INDEX_URL" in done.stdout


def test_a_place_that_is_a_folder(tmp_path: Path) -> None:
    """The environment's fault, without a traceback."""
    with pytest.raises(EnvironmentFault):
        Index(tmp_path)


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("nonsense", UsageError),
        ("oracledb+strange://x", MissingDependencyError),
        ("mysql+pymysql://anna:secret@localhost/x", MissingDependencyError),
    ],
)
def test_an_address_that_leads_nowhere(address: str, fault: type[Exception]) -> None:
    """Wrong usage, or a driver to install; a password is not repeated."""
    with pytest.raises(fault) as caught:
        Index(address)
    assert "secret" not in str(caught.value) and "index_url" in str(caught.value)


def test_an_address_of_a_file(tmp_path: Path) -> None:
    """The index may be kept elsewhere."""
    with Index(f"sqlite:///{tmp_path}/elsewhere.sqlite") as index:
        index.put(VESTNIK)
    assert (tmp_path / "elsewhere.sqlite").is_file()


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    """A database's address is text; the way out is another folder."""
    with pytest.raises(UsageError, match="--output"):
        Index(tmp_path / os.fsdecode(b"\xff") / "index.sqlite")


def test_importing_the_pipeline_does_not_load_it() -> None:
    """Runs that need no index do not wait for SQLAlchemy."""
    code = "import sys, digitize.pipeline.run; print('sqlalchemy' in sys.modules, 'alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def never(*_: object) -> NoReturn:
    raise AssertionError("not reached")


def test_an_index_in_form_is_opened_without_alembic(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its steps are looked at only when one is missing."""
    Index(place).close()
    monkeypatch.setattr(ScriptDirectory, "from_config", never)
    Index(place).close()
