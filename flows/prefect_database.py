"""Prefect's database: put aside when the server could not work with it, so that the service starts with a new one.

It holds runs, logs and artifacts, and nothing of the documents. What the service needs in it (forms, automations) is made
anew at each start.
"""

from __future__ import annotations

import importlib.util
import os
import sqlite3
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from digitize.errors import EnvironmentFault
from digitize.ingest import printable

_LOOK_S = 10.0
"""Seconds that the look at a large database may take; what has not been found by then is left to the server."""
_STEPS = 10_000
_JOURNALS = ("-wal", "-shm", "-journal")
_MIGRATIONS = Path("server/database/_migrations/versions/sqlite")


def put_aside_if_unusable(database: Path) -> str | None:
    """Looks at the database, and renames it with its journals when a server could not work with it.

    Returns:
        What was done and why, for a person; ``None`` when nothing was.

    Raises:
        EnvironmentFault: If it cannot be read or renamed for want of permission or room.
    """
    if not os.path.lexists(database):
        return None
    reason = fault_of(database)
    if reason is None:
        return None
    aside = _free_name(database)
    try:
        for ending in ("", *_JOURNALS):
            with suppress(FileNotFoundError):
                database.with_name(f"{database.name}{ending}").rename(aside.with_name(f"{aside.name}{ending}"))
    except OSError as error:
        raise EnvironmentFault(
            f"Prefect's database {reason}, and cannot be put aside: {error.strerror}",
            where=printable(str(database)),
            hint="Check the permissions of its folder",
        ) from error
    return (
        f"Prefect's database {reason}; it is now {printable(str(aside))}, and a new one is made. "
        "Past runs are not shown any more; documents, originals and decisions are not in it"
    )


def fault_of(database: Path) -> str | None:
    """Why no server of the installed version could work with a database; ``None`` when one could.

    Raises:
        EnvironmentFault: If it cannot be opened for want of permission or room.
    """
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True, timeout=30.0)) as connection:
            return _fault_within(connection)
    except sqlite3.OperationalError as error:
        if database.is_file() and not os.access(database, os.R_OK | os.W_OK):
            raise EnvironmentFault(
                f"Prefect's database cannot be opened: {error}",
                where=printable(str(database)),
                hint="Check the permissions of the file and its folder, and the room on the disk",
            ) from error
        return f"cannot be opened ({error})"
    except sqlite3.DatabaseError as error:
        return f"is damaged ({error})"


def _fault_within(connection: sqlite3.Connection) -> str | None:
    revision = _revision(connection)
    if revision is not None and not _is_known(revision):
        return f"was made by another version of Prefect (it is at revision {revision}, which the installed one lacks)"
    deadline = time.monotonic() + _LOOK_S
    connection.set_progress_handler(lambda: int(time.monotonic() > deadline), _STEPS)
    try:
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError as error:
        if "interrupted" in str(error):
            return None
        raise
    return None if verdict == "ok" else f"is damaged ({verdict.splitlines()[-1]})"


def _revision(connection: sqlite3.Connection) -> str | None:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "alembic_version" not in tables:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def _is_known(revision: str) -> bool:
    """Whether the installed Prefect has a migration of that name; taken for granted where its files are not found."""
    spec = importlib.util.find_spec("prefect")
    if spec is None or spec.origin is None:
        return True
    scripts = sorted((Path(spec.origin).parent / _MIGRATIONS).glob("*.py"))
    wanted = f'"{revision}"'
    return not scripts or any(wanted in script.read_text("utf-8").replace("'", '"') for script in scripts)


def _free_name(database: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    aside = database.with_name(f"{database.stem}-unusable-{stamp}{database.suffix}")
    number = 1
    while os.path.lexists(aside):
        number += 1
        aside = database.with_name(f"{database.stem}-unusable-{stamp}-{number}{database.suffix}")
    return aside
