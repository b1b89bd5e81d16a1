"""How everything stands: counted from files, quick for what has not changed, and what wants a person is named."""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digitize.pipeline import status as status_module
from digitize.pipeline.attention import attention, is_nearly_full
from digitize.pipeline.backup import PREFECT
from digitize.pipeline.catalogue import CatalogueRow, Found, read_row
from digitize.pipeline.status import InboxState, PutAside, Status, look_at_status, rows_now, service_of
from digitize.pipeline.tending import logs_of, tend
from digitize.pipeline.usage import known_usage, measure_usage
from digitize.settings import Settings
from digitize.store.deeds import BACKED_UP, VERIFIED, keep_deed, last_deed
from digitize.store.output import OutputFolder
from digitize.store.prefect_runs import read_runs
from digitize.store.rotation import LOG_BYTES
from digitize.store.service_state import (
    PartTold,
    ServiceTold,
    read_service,
    remove_service,
    service_runs,
    write_service,
)
from tests.pipeline.kept_documents import Kept, read_page

NOW = datetime.now(UTC)
TOLD = ServiceTold(
    17,
    "2026-11-30T01:00:00+00:00",
    "2026-11-30T02:00:00+00:00",
    {"Prefect UI": "http://127.0.0.1:4200"},
    ["/srv/inbox"],
    [PartTold("server", runs=True, restarts=0)],
)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    made = Kept(tmp_path / "output")
    for name, ago in (("pravda", timedelta(minutes=5)), ("vestnik", timedelta(hours=5)), ("iskra", timedelta(days=40))):
        made.document([read_page(1)], name, name.encode() * 10)
        ran(made.folder(name), NOW - ago, seconds=20)
    return made


def ran(folder: Path, ended: datetime, *, seconds: float, from_cache: int = 0) -> None:
    began = ended - timedelta(seconds=seconds)
    run = {"started": began.isoformat(), "finished": ended.isoformat(), "pages_from_cache": from_cache}
    (folder / "run.json").write_text(json.dumps(run))
    os.utime(folder / "run.json", (ended.timestamp(), ended.timestamp()))


def stands(kept: Kept, *inboxes: InboxState) -> Status:
    return look_at_status(kept.settings, service_of(kept.output), inboxes, NOW)


def test_rates_of_the_last_hour_day_and_month(kept: Kept) -> None:
    """By when each document was done; pages that came from the cache were not read; older ones do not count."""
    found = stands(kept)
    assert [(rate.documents, rate.pages) for rate in found.rates] == [(1, 1), (2, 2), (2, 2)]
    assert found.rates[0].seconds_a_page == 20 and found.rates[0].words > 0
    assert (found.documents, found.pages) == (3, 3)
    ran(kept.folder("pravda"), NOW, seconds=1, from_cache=1)
    assert stands(kept).rates[0].documents == 0


def test_only_what_has_changed_is_read_again(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of documents are not read each time somebody asks."""
    rows_now(kept.settings)
    read: list[str] = []

    def reading(found: Found, settings: Settings) -> CatalogueRow:
        read.append(found.id)
        return read_row(found, settings)

    monkeypatch.setattr(status_module, "read_row", reading)
    rows_now(kept.settings)
    assert read == []
    (kept.folder("vestnik") / "report.json").touch()
    rows_now(kept.settings)
    assert read == ["vestnik"]


def test_all_is_well(kept: Kept) -> None:
    """Nothing is named when nothing wants a person."""
    assert attention(replace(stands(kept), free_bytes=1 << 40, disk_bytes=1 << 41)) == ()


def test_what_wants_a_person(kept: Kept) -> None:
    """A damaged report, scans put aside, damage found, a backup that is old and not whole: each is named."""
    (kept.folder("vestnik") / "report.json").write_text("{")
    keep_deed(kept.output, VERIFIED, {"damaged": 2})
    keep_deed(kept.output, BACKED_UP, {"errors": [{}], "at": (NOW - timedelta(days=9)).isoformat()})
    inbox = InboxState(
        Path("/srv/inbox"), 3, 1, NOW, (PutAside("a.pdf", NOW, "it is empty"),), ("/srv/x cannot be read",)
    )
    told = " | ".join(attention(stands(kept, inbox)))
    for words in (
        "vestnik cannot be read",
        "1 scan in /srv/failed",
        "/srv/x cannot",
        "2 files damaged",
        "the last backup is of",
        "not whole",
    ):
        assert words in told
    assert stands(kept, inbox).waiting == 4


def test_the_service_is_told_by_its_lock(kept: Kept) -> None:
    """What it says counts while it holds the lock; left behind by a killed one it is a reason to look."""
    write_service(kept.output, TOLD)
    assert read_service(kept.output) == TOLD
    assert any("ended without being told to" in each for each in attention(stands(kept)))
    lock = kept.output / ".digitize" / "locks" / "service"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert service_runs(kept.output)
        down = replace(
            TOLD,
            parts=[PartTold("server", runs=False, restarts=0), PartTold("inbox", runs=True, restarts=9)],
            waiting={"a.pdf": "the disk is full"},
        )
        write_service(kept.output, down)
        told = " | ".join(attention(stands(kept)))
    assert "'server' does not run" in told and "'inbox' was started again 9 times" in told and "a.pdf waits" in told
    remove_service(kept.output)
    assert service_of(kept.output) == (None, False)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": "x"}', '{"pid": 1}'])
def test_a_damaged_word_of_the_service_is_none(kept: Kept, content: str) -> None:
    """It is not trusted, and no reason to fail."""
    (kept.output / ".digitize" / "service.json").write_text(content)
    assert read_service(kept.output) is None


def prefect_database(path: Path) -> None:
    """The columns that are asked for, with a run of each kind."""
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            """
            CREATE TABLE flow (id, name); CREATE TABLE flow_run_state (id, message);
            CREATE TABLE flow_run (name, flow_id, end_time, state_type, state_name, state_id);
            INSERT INTO flow VALUES (1, 'digitize-document');
            INSERT INTO flow_run_state VALUES (1, 'the disk is full');
            """
        )
        rows = [
            ("a", "COMPLETED", 1),
            ("b", "RUNNING", 1),
            ("c", "SCHEDULED", 1),
            ("d", "FAILED", 1),
            ("e", "FAILED", 30),
        ]
        for name, state, days in rows:
            at = (NOW - timedelta(days=days)).replace(tzinfo=None).isoformat(" ")
            database.execute("INSERT INTO flow_run VALUES (?, 1, ?, ?, ?, 1)", (name, at, state, state.title())).close()
        database.commit()


def test_prefects_runs_are_read_from_its_file(kept: Kept) -> None:
    """Those that wait, go on, and have failed lately with the reason; another form of the database is unknown and no fault."""
    prefect_database(kept.output / PREFECT)
    found = stands(kept).prefect
    assert found is not None and (found.running, found.waiting) == (1, 1)
    assert [(run.name, run.flow, run.message) for run in found.failed] == [
        ("d", "digitize-document", "the disk is full")
    ]
    assert any("1 run failed" in each for each in attention(stands(kept)))
    with closing(sqlite3.connect(kept.output / PREFECT)) as database:
        database.execute("DROP TABLE flow").close()
    assert read_runs(kept.output / PREFECT, NOW) is None
    (kept.output / PREFECT).write_bytes(b"no database" * 100)
    assert read_runs(kept.output / PREFECT, NOW) is None


def test_room_is_told_apart(kept: Kept) -> None:
    """By what takes it; what was measured is known when there is no time to measure."""
    OutputFolder(kept.output).cache("ab" * 32, b"x" * 100_000)
    usage = measure_usage(kept.output)
    assert usage is not None and usage.sizes["cache"] >= 100_000
    assert usage.sizes["documents"] > 0 and usage.sizes["originals"] > 0 and usage.total == sum(usage.sizes.values())
    assert known_usage(kept.output, 60.0) is not None
    known = known_usage(kept.output, -1.0)
    assert known is not None and known.sizes["cache"] == usage.sizes["cache"]


def test_tending_keeps_all_small(kept: Kept) -> None:
    """The cache comes within its limit, full logs are begun anew, room is measured, and it is said."""
    output = OutputFolder(kept.output)
    for number in range(4):
        output.cache(f"{number:02}" * 32, os.urandom(600_000))
        old = NOW.timestamp() - 7200 - 100 * number
        os.utime(kept.output / ".digitize" / "cache" / f"{number:02}" / (f"{number:02}" * 32), (old, old))
    log = kept.output / ".digitize" / "logs" / "server.log"
    log.parent.mkdir()
    log.write_bytes(b"x" * (LOG_BYTES + 1))
    told = "; ".join(tend(Settings(output=kept.output, jobs=1, cache_limit_mib=1)))
    assert "3 of them" in told and "server.log" in told and "documents: 3" in told and "free" in told
    assert log in logs_of(kept.output) and log.stat().st_size == 0
    assert last_deed(kept.output, "tended") is not None


@pytest.mark.parametrize(
    ("free_gib", "disk_gib", "full"),
    [(1, 1000, True), (29, 1000, True), (31, 1000, False), (1, 4, False), (0, 4, True)],
)
def test_when_a_disk_is_nearly_full(free_gib: int, disk_gib: int, full: bool) -> None:
    """A small share, or a few GiB; of a small disk a tenth."""
    assert is_nearly_full(free_gib << 30, disk_gib << 30) is full
