"""Workers that are kept ready between documents, and are gone when they are not needed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from digitize.confine import Pool
from digitize.pipeline import standby as module
from digitize.pipeline.standby import Standby, pool_on_loan
from digitize.settings import Settings

ENOUGH_S = 120.0


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers load next to nothing."""
    monkeypatch.setattr(module, "load_modules", os.getpid)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(output=tmp_path, jobs=1)


def test_one_worker_serves_several_documents(settings: Settings) -> None:
    """It is lent within the block and to whom it fits, and not after it."""
    with Standby(settings) as standby:
        with standby.lent() as first:
            worker = first.run(ENOUGH_S, os.getpid)
            assert pool_on_loan(settings) is first
            assert pool_on_loan(settings.model_copy(update={"jobs": 3})) is None
            assert pool_on_loan(settings.model_copy(update={"memory_mib": 3000})) is None
        assert pool_on_loan(settings) is None
        with standby.lent() as second:
            assert second.run(ENOUGH_S, os.getpid) == worker
    assert not first.is_open


def test_workers_are_renewed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """After some documents: what piles up in them goes."""
    monkeypatch.setattr(module, "DOCUMENTS", 2)
    pools = []
    with Standby(settings) as standby:
        for _ in range(3):
            with standby.lent() as pool:
                pools.append(pool)
    assert pools[0] is pools[1]
    assert pools[2] is not pools[0]
    assert not any(pool.is_open for pool in pools)


def test_workers_that_a_run_has_ended_are_replaced(settings: Settings) -> None:
    """A run that was cancelled closes its workers; the next has others."""
    with Standby(settings) as standby:
        with standby.lent() as first:
            first.close()
            assert pool_on_loan(settings) is None
        with standby.lent() as second:
            assert second.run(ENOUGH_S, os.getpid) > 0


def test_workers_come_when_something_is_expected_and_go_when_nothing_is(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An idle service keeps none."""

    def pool_of(standby: Standby) -> Pool | None:
        return standby._pool

    with Standby(settings) as standby:
        standby.expect(False)
        assert pool_of(standby) is None
        standby.expect(True)
        pool = pool_of(standby)
        assert pool is not None
        standby.expect(False)
        assert pool_of(standby) is pool
        now = time.monotonic()
        monkeypatch.setattr("digitize.pipeline.standby.time.monotonic", lambda: now + module.IDLE_S + 1)
        standby.expect(False)
        assert pool_of(standby) is None
        assert not pool.is_open
