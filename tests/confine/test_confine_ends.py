"""How workers end: nothing that they started outlives them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from digitize.confine import Pool, PoolClosedError, child
from digitize.errors import EngineError, LimitError
from tests.confine import jobs
from tests.confine.conftest import MEMORY_BYTES
from tests.confine.processes import running, runs, until

ENOUGH_S = 120.0
SOON_S = 0.3


@pytest.mark.parametrize("hang", jobs.HANGS, ids=lambda hang: str(hang.__name__))
def test_a_call_that_hangs(pool: Pool, hang: Callable[[], None]) -> None:
    """It is ended at its limit with all that its worker ever started, however it hangs, and the pool goes on."""
    sleepers = pool.run(ENOUGH_S, jobs.start_sleepers)
    assert running(sleepers) == sleepers
    with pytest.raises(LimitError, match=r"no answer within 0\.3 s") as caught:
        pool.run(SOON_S, hang)
    assert "DIGITIZE_PAGE_TIMEOUT_S" in (caught.value.hint or "")
    assert running(sleepers) == []
    assert pool.run(ENOUGH_S, jobs.add, 1, 1) == 2


def test_a_worker_that_takes_no_calls(pool: Pool) -> None:
    """A worker that has stopped reads nothing; sending it more than a pipe holds is bound by the limit as well."""
    worker = pool.run(ENOUGH_S, jobs.who)
    os.kill(worker, signal.SIGSTOP)
    with pytest.raises(LimitError, match="no answer within"):
        pool.run(SOON_S, jobs.same, bytes(10_000_000))
    assert not runs(worker)
    assert pool.run(ENOUGH_S, jobs.who) != worker


@pytest.mark.parametrize(
    ("crash", "arguments", "ending"),
    [
        (jobs.abort, (), "signal 6"),
        (jobs.follow_a_wild_pointer, (), "signal 11"),
        (jobs.leave, (3,), "exit status 3"),
        (jobs.leave, (0,), "exit status 0"),
        (sys.exit, (4,), "exit status 4"),
        (os.kill, (0, signal.SIGTERM), "signal 15"),
    ],
    ids=["abort", "wild-pointer", "exit-3", "exit-0", "sys-exit", "kills-its-group"],
)
def test_a_call_that_crashes(pool: Pool, crash: Callable[..., Any], arguments: tuple[Any, ...], ending: str) -> None:
    """The error says how the process ended; what it started is gone, and the pool goes on with another."""
    sleepers = pool.run(ENOUGH_S, jobs.start_sleepers)
    with pytest.raises(EngineError, match=ending):
        pool.run(ENOUGH_S, crash, *arguments)
    assert running(sleepers) == []
    assert pool.run(ENOUGH_S, jobs.who) not in sleepers


def test_programs_of_a_crashed_call(pool: Pool, tmp_path: Path) -> None:
    """What a call has started right before it crashes is gone when the error arrives."""
    with pytest.raises(EngineError):
        pool.run(ENOUGH_S, jobs.start_sleepers_and, str(tmp_path / "pids"))
    assert running(map(int, (tmp_path / "pids").read_text().split())) == []


def test_a_worker_that_closes_its_pipe(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that can never answer is given up and ended, though it lives."""
    monkeypatch.setattr(child, "_LAST_WORD_S", 0.1)
    worker = pool.run(ENOUGH_S, jobs.who)
    with pytest.raises(EngineError, match="closed its output"):
        pool.run(ENOUGH_S, jobs.close_the_answers)
    assert not runs(worker)


def test_temporary_files_of_a_hung_call(pool: Pool) -> None:
    """What a call that is ended had no time to remove is removed."""
    left = Path(pool.run(ENOUGH_S, jobs.leave_a_file))
    with pytest.raises(LimitError):
        pool.run(SOON_S, jobs.sleep)
    assert not left.parent.exists()


def test_the_keeper_is_killed(pool: Pool) -> None:
    """Should the process that watches a worker be killed itself, the worker does not live on alone."""
    worker = pool.run(ENOUGH_S, jobs.who)
    (alive,) = pool._alive
    os.kill(alive._process.pid, signal.SIGKILL)
    assert until(lambda: not runs(worker))
    assert pool.run(ENOUGH_S, jobs.add, 1, 1) == 2


# Closing --------------------------------------------------------------------------------------------------------------


def test_closing_ends_idle_workers() -> None:
    """After the block there is no process left, also none that a worker had started."""
    with Pool(1, MEMORY_BYTES) as pool:
        sleepers = pool.run(ENOUGH_S, jobs.start_sleepers)
        assert running(sleepers) == sleepers
    assert running(sleepers) == []


def test_closing_cancels_what_runs_and_what_waits(tmp_path: Path) -> None:
    """Closing from another thread wakes every caller at once, those with a worker and those without."""
    pool = Pool(2, MEMORY_BYTES)
    sleepers = pool.run(ENOUGH_S, jobs.start_sleepers)
    with ThreadPoolExecutor(8) as threads:
        marks = [str(tmp_path / f"{number}") for number in range(8)]
        calls: list[Future[None]] = [
            threads.submit(pool.run, ENOUGH_S, jobs.sleep_after_telling, mark) for mark in marks
        ]
        assert until(lambda: sum(Path(mark).exists() for mark in marks) == 2)
        pool.close()
        errors = [call.exception(timeout=60) for call in calls]
    assert [type(error) for error in errors] == [PoolClosedError] * 8
    assert sum(Path(mark).exists() for mark in marks) == 2
    assert running(sleepers) == []


def test_a_closed_pool_takes_no_calls(pool: Pool) -> None:
    """Neither a used nor an unused pool can be used after closing; closing twice does no harm."""
    pool.run(ENOUGH_S, jobs.who)
    unused = Pool(1, MEMORY_BYTES)
    for closed in (pool, unused):
        closed.close()
        closed.close()
        with pytest.raises(PoolClosedError):
            closed.run(ENOUGH_S, jobs.who)
    assert pool._idle.get_nowait() is None


def test_closing_while_calls_come_and_go() -> None:
    """Whenever the pool is closed, each call gives its result or says that it was cancelled; no process stays."""
    seen: set[int] = set()
    odd: list[BaseException] = []

    def call_on() -> None:
        try:
            while True:
                seen.add(pool.run(ENOUGH_S, jobs.who))
        except PoolClosedError:
            return
        except BaseException as error:  # noqa: BLE001 - a thread's errors are looked at below
            odd.append(error)

    for calls in (1, 5, 25):
        seen.clear()
        pool = Pool(2, MEMORY_BYTES)
        threads = [threading.Thread(target=call_on) for _ in range(4)]
        done = threading.Event()
        for thread in threads:
            thread.start()
        for _ in range(calls):
            done.wait(0.02)
        pool.close()
        for thread in threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in threads)
        assert odd == []
        assert running(seen) == []


# The end of the parent ------------------------------------------------------------------------------------------------

PARENT = """
import sys, threading
from digitize.confine import Pool
from tests.confine import jobs

pool = Pool(3, 1 << 30)
pids = pool.run(120, jobs.start_sleepers)
files = [pool.run(120, jobs.leave_a_file)]
threading.Thread(target=pool.run, args=(120, jobs.hold_the_interpreter), daemon=True).start()
more = pool.run(120, jobs.start_sleepers)
files.append(pool.run(120, jobs.leave_a_file))
print(*pids, *more, flush=True)
print(*files, flush=True)
{ending}
"""


def parent(ending: str) -> tuple[subprocess.Popen[str], list[int], list[Path]]:
    """A program with a pool, and what its workers have started and written."""
    process = subprocess.Popen(
        [sys.executable, "-c", PARENT.format(ending=ending)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert process.stdout is not None
    pids = [int(pid) for pid in process.stdout.readline().split()]
    files = [Path(name) for name in process.stdout.readline().split()]
    return process, pids, files


@pytest.mark.parametrize(
    "ending",
    ["import time; time.sleep(86400)", "import os; os._exit(1)", "import os; os.abort()", "sys.exit()"],
    ids=["killed", "exit", "abort", "returns"],
)
def test_the_parent_goes_without_closing(ending: str) -> None:
    """Killed, crashed or just gone: no worker, no program that one started and no temporary file stays behind.

    One worker is idle, with sleepers in the background; one hangs in C and holds the interpreter, so that no thread of its
    own could notice anything.
    """
    process, pids, files = parent(ending)
    with process:
        assert len(pids) == 10 and len(files) == 2
        if "sleep" in ending:
            assert running(pids) == pids
            assert all(file.exists() for file in files)
            process.send_signal(signal.SIGKILL)
        process.wait(60)
    assert until(lambda: not running(pids))
    assert until(lambda: not any(file.parent.exists() for file in files))
