"""What Prefect's database tells of runs, read from the file: the server need not be there. Nothing is written.

The form of the database is Prefect's own and may change: what cannot be read is said to be unknown, and is no fault.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_BUSY_S = 1.0
_MOST = 50
_NOT_ENDED = ("SCHEDULED", "PENDING", "PAUSED", "RUNNING", "CANCELLING")
_COUNTS = f"SELECT state_type, count(*) FROM flow_run WHERE state_type IN ({', '.join('?' * 5)}) GROUP BY 1"  # noqa: S608
_FAILED = """
SELECT flow_run.name, flow.name, flow_run.end_time, flow_run.state_name, flow_run_state.message
FROM flow_run JOIN flow ON flow.id = flow_run.flow_id LEFT JOIN flow_run_state ON flow_run_state.id = flow_run.state_id
WHERE flow_run.state_type IN ('FAILED', 'CRASHED') AND flow_run.end_time > ?
ORDER BY flow_run.end_time DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class FailedRun:
    """A run that has failed.

    Args:
        name: What it is called: mostly the name of its file.
        flow: Of which flow.
        at: When it ended.
        state: ``Failed``, ``Crashed``, ``TimedOut``.
        message: Why.
    """

    name: str
    flow: str
    at: datetime
    state: str
    message: str


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs that matter now.

    Args:
        waiting: How many have not been begun.
        running: How many have.
        failed: Those that have failed lately, the last first; 50 at most.
    """

    waiting: int
    running: int
    failed: tuple[FailedRun, ...]


def read_runs(database: Path, since: datetime) -> Runs | None:
    """The runs that a database tells of; ``None`` when there is none, or it cannot be read.

    Args:
        database: The file.
        since: Runs that have failed before are left out.
    """
    if not database.is_file():
        return None
    address = f"{database.absolute().as_uri()}?mode=ro"
    for each in (address, f"{address}&immutable=1"):  # the second for a folder that may only be read
        try:
            with closing(sqlite3.connect(each, uri=True, timeout=_BUSY_S)) as connection:
                counts = dict(connection.execute(_COUNTS, _NOT_ENDED).fetchall())
                rows = connection.execute(_FAILED, (since.astimezone(UTC).replace(tzinfo=None).isoformat(" "), _MOST))
                failed = tuple(_failed(*row) for row in rows.fetchall())
        except (sqlite3.Error, ValueError, TypeError):
            continue
        running = sum(counts.get(name, 0) for name in ("RUNNING", "CANCELLING"))
        return Runs(sum(counts.values()) - running, running, failed)
    return None


def _failed(name: str, flow: str, end_time: str, state: str, message: str | None) -> FailedRun:
    at = datetime.fromisoformat(str(end_time))
    return FailedRun(str(name), str(flow), at if at.tzinfo else at.replace(tzinfo=UTC), str(state), message or "")
