"""Prefect's database kept from growing: what Prefect's own server is told of old runs, and the room that they leave given back.

The server removes ended runs, their logs, artifacts and events by itself when it is told how long to keep them; it never touches a run that waits or
goes on. A database file keeps the room of what was removed; given back in small steps it is free for others.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from digitize.errors import EnvironmentFault
from digitize.ingest import printable

_INCREMENTAL = 2
"""Of SQLite's ``auto_vacuum``: pages are given back when asked for."""
_STEP_PAGES = 500
_BETWEEN_STEPS_S = 0.05
"""The server writes between two steps."""
_ENOUGH_S = 20.0
_BUSY_S = 5.0
_LEAST_FREE_PAGES = 1_000


def retention(keep_runs_days: int) -> dict[str, str]:
    """Prefect's settings, as variables, by which its server removes what has ended before so many days."""
    return {
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(keep_runs_days * 86_400),
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": f"P{keep_runs_days}D",
    }


def make_shrinkable(database: Path) -> str | None:
    """Makes the database one whose file can shrink; of one that cannot, a fresh copy in its place. No server may be running.

    Returns:
        What was done, for a person; ``None`` when nothing needed to be.

    Raises:
        EnvironmentFault: If the file cannot be written.
    """
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        is_new = not database.exists()
        with closing(_connected(database)) as connection:
            if _pragma(connection, "auto_vacuum") == _INCREMENTAL:
                return None
            size = os.path.getsize(database)  # noqa: PTH202  a file that may be new
            if shutil.disk_usage(database.parent).free < 2 * size + (64 << 20):
                return None
            connection.execute(f"PRAGMA auto_vacuum={_INCREMENTAL}").close()
            connection.execute("VACUUM").close()
    except OSError as error:
        raise EnvironmentFault(
            f"Prefect's database cannot be written: {error.strerror}",
            where=printable(str(database)),
            hint="Check the permissions of its folder, and the room on its disk",
        ) from error
    except sqlite3.Error:  # what is wrong with it is found by those who look at it, or by the server
        return None
    return None if is_new else "Prefect's database was written anew, so that it can shrink"


def give_room_back(database: Path, within_s: float = _ENOUGH_S) -> str | None:
    """Gives room that removed runs have left back to the disk, step by step, beside a running server.

    Returns:
        What was done, for a person; ``None`` when there was nothing to do.
    """
    deadline = time.monotonic() + within_s
    try:
        if not database.is_file():
            return None
        with closing(_connected(database)) as connection:
            free = _pragma(connection, "freelist_count")
            if _pragma(connection, "auto_vacuum") != _INCREMENTAL or free < _LEAST_FREE_PAGES:
                return None
            page_size, left = _pragma(connection, "page_size"), free
            while left and time.monotonic() < deadline:
                connection.executescript(f"PRAGMA incremental_vacuum({_STEP_PAGES})").close()  # execute() does one page
                left = _pragma(connection, "freelist_count")
                time.sleep(_BETWEEN_STEPS_S)
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    except (OSError, sqlite3.Error) as error:
        return f"Prefect's database could not be made smaller: {error}"
    return f"Prefect's database: {(free - left) * page_size >> 20:,} MiB given back"


def _connected(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(database, timeout=_BUSY_S, isolation_level=None)


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
