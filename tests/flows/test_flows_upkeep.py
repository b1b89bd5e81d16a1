"""The upkeep of the service: Prefect's database, and what the service writes down of itself."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from digitize.store.service_state import read_service
from digitize_flows.database_room import give_room_back, make_shrinkable, retention
from digitize_flows.service_record import ServiceRecord


class Part:
    """A part of which only this is known."""

    def __init__(self, name: str, *, runs: bool = True, restarts: int = 0) -> None:
        self.name = name
        self.runs = runs
        self.restarts = restarts


def filled(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode=WAL").close()
        connection.execute("CREATE TABLE IF NOT EXISTS log (message)").close()
        connection.executemany("INSERT INTO log VALUES (?)", [("x" * 4000,)] * 3000).close()
        connection.commit()
        connection.execute("DELETE FROM log").close()
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()


def test_room_of_removed_runs_is_given_back(tmp_path: Path) -> None:
    """A database that was made ready shrinks beside a program that has it open; nothing is done when there is nothing to do."""
    database = tmp_path / "prefect" / "prefect.db"
    assert make_shrinkable(database) is None
    filled(database)
    before = database.stat().st_size
    with closing(sqlite3.connect(database)) as server:
        server.execute("SELECT count(*) FROM log").fetchall()
        told = give_room_back(database)
        server.execute("INSERT INTO log VALUES ('goes on')").close()
        server.commit()
    assert told is not None and "given back" in told
    assert database.stat().st_size < before / 5
    assert give_room_back(database) is None


def test_an_older_database_is_made_ready_while_no_server_runs(tmp_path: Path) -> None:
    """It is written anew once, with all that is in it, and left alone after that."""
    database = tmp_path / "prefect.db"
    filled(database)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("INSERT INTO log VALUES ('kept')").close()
        connection.commit()
    told = make_shrinkable(database)
    assert told is not None and "written anew" in told
    assert make_shrinkable(database) is None
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT message FROM log").fetchall() == [("kept",)]


def test_what_is_no_database_is_left_to_others(tmp_path: Path) -> None:
    """Those who look at it say what is wrong."""
    database = tmp_path / "prefect.db"
    database.write_bytes(b"no database" * 1000)
    assert make_shrinkable(database) is None
    assert database.read_bytes() == b"no database" * 1000
    assert "could not" in (give_room_back(database) or "")
    assert give_room_back(tmp_path / "none.db") is None


def test_prefect_knows_the_settings_of_retention(tmp_path: Path) -> None:
    """Its own server removes old runs: only those that have ended, by what these variables say."""
    program = (
        "from prefect.settings import get_current_settings as now; s = now().server; v = s.services.db_vacuum;"
        "print(sorted(v.enabled_vacuum_types), v.retention_period.days, s.events.retention_period.days)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**retention(30), "PREFECT_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split("\n")[0] == "['events', 'flow_runs', 'orphans'] 30 30"


def test_the_service_writes_down_what_it_hears(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read, waits with its reason, is done and failed; written when it changes, removed when it ends as it should."""
    clock = [100.0]
    monkeypatch.setattr("digitize_flows.service_record.time.monotonic", lambda: clock[0])
    record = ServiceRecord(tmp_path, {"Prefect UI": "http://127.0.0.1:4200"}, [tmp_path / "inbox"])
    parts = [Part("server"), Part("inbox", restarts=2)]

    def told() -> tuple[list[str], dict[str, str], int, int]:
        clock[0] += 2
        record.beat(parts)
        found = read_service(tmp_path)
        assert found is not None
        return found.reading, found.waiting, found.done, found.failed

    assert told() == ([], {}, 0, 0)
    record.hear("taken: a.pdf")
    assert told() == (["a.pdf"], {}, 0, 0)
    record.hear("a.pdf waits in the inbox: the disk is full. It is tried again in 15 s")
    assert told() == ([], {"a.pdf": "the disk is full. It is tried again in 15 s"}, 0, 0)
    record.hear("taken: a.pdf")
    record.hear("done: a.pdf: 1 page, 12 words: /srv/out/a")
    record.hear("taken: b.pdf")
    record.hear("failed: b.pdf: it is empty; it is now /srv/failed/b.pdf")
    assert told() == ([], {}, 1, 1)
    record.hear("taken: c.pdf")
    parts[1].runs = False
    assert told()[0] == []
    record.end()
    assert read_service(tmp_path) is None
