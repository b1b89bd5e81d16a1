"""Prefect's database at the start of the service: used when it is sound, put aside when no server could work with it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from digitize_flows import prefect_database
from digitize_flows.prefect_database import fault_of, put_aside_if_unusable

_KNOWN = "a3b9c7d2e5f1"
"""A revision of the installed Prefect."""


def database(path: Path, revision: str = _KNOWN, rows: int = 2000) -> Path:
    """A database of some pages, at a revision."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.execute("INSERT INTO alembic_version VALUES (?)", (revision,))
        connection.execute("CREATE TABLE run (id INTEGER PRIMARY KEY, name TEXT)")
        connection.executemany("INSERT INTO run (name) VALUES (?)", [(f"run {n}" * 10,) for n in range(rows)])
        connection.commit()
    return path


def test_a_sound_database_stays(tmp_path: Path) -> None:
    """Nothing is said and nothing renamed; nor is anything made where there was none."""
    path = database(tmp_path / "prefect.db")
    assert put_aside_if_unusable(path) is None
    assert put_aside_if_unusable(tmp_path / "absent.db") is None
    assert [each.name for each in tmp_path.iterdir()] == ["prefect.db"]


def test_an_empty_file_is_a_new_database(tmp_path: Path) -> None:
    """SQLite makes one of it; a server that was killed in its first second leaves that."""
    path = tmp_path / "prefect.db"
    path.touch()
    assert put_aside_if_unusable(path) is None


@pytest.mark.parametrize("harm", ["no database", "cut", "overwritten"])
def test_a_damaged_database_is_put_aside_whole(tmp_path: Path, harm: str) -> None:
    """Whatever befell it: the bytes are kept under another name, with the journal, and the message says where."""
    path = database(tmp_path / "prefect.db")
    data = path.read_bytes()
    path.write_bytes(
        {
            "no database": b"not a database at all" * 100,
            "cut": data[: len(data) // 2],
            "overwritten": data[:8192] + b"\xff" * 40_000 + data[48_192:],
        }[harm]
    )
    harmed = path.read_bytes()
    path.with_name("prefect.db-wal").write_bytes(b"")
    said = put_aside_if_unusable(path)
    assert said is not None and "damaged" in said and "documents, originals and decisions are not in it" in said
    assert not path.exists()
    (aside,) = tmp_path.glob("prefect-unusable-*.db")
    assert aside.read_bytes() == harmed
    assert str(aside) in said


def test_a_database_of_a_newer_version_is_put_aside(tmp_path: Path) -> None:
    """A server refuses to start with a revision that it does not know."""
    path = database(tmp_path / "prefect.db", "0123456789ab")
    said = put_aside_if_unusable(path)
    assert said is not None and "another version of Prefect" in said and "0123456789ab" in said
    assert not path.exists()


def test_the_revisions_of_the_installed_version_are_known() -> None:
    """The folder of migrations is found; else every database would be taken for known."""
    assert prefect_database._is_known(_KNOWN)
    assert not prefect_database._is_known("0123456789ab")


def test_two_in_one_second_do_not_overwrite_each_other(tmp_path: Path) -> None:
    """Each is kept."""
    path = tmp_path / "prefect.db"
    for number in range(3):
        path.write_bytes(b"no database %d" % number * 100)
        put_aside_if_unusable(path)
    assert len(list(tmp_path.glob("prefect-unusable-*.db"))) == 3


def test_a_folder_in_its_place_is_put_aside_too(tmp_path: Path) -> None:
    """What cannot be opened at all is no reason to give up."""
    (tmp_path / "prefect.db").mkdir()
    said = put_aside_if_unusable(tmp_path / "prefect.db")
    assert said is not None and "cannot be opened" in said


def test_a_look_that_takes_too_long_is_left_to_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database of gigabytes does not hold up the start."""
    monkeypatch.setattr(prefect_database, "_LOOK_S", -1.0)
    monkeypatch.setattr(prefect_database, "_STEPS", 10)
    assert fault_of(database(tmp_path / "prefect.db", rows=20_000)) is None
