"""Calls and answers: what goes in and comes out of a pool of workers."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from digitize.confine import Pool
from digitize.errors import EngineError, EnvironmentFault, ExitCode, InputError, InternalError, LimitError
from tests.confine import jobs
from tests.confine.conftest import MEMORY_BYTES
from tests.confine.processes import runs, until

ENOUGH_S = 120.0


def test_a_result_comes_back(pool: Pool) -> None:
    """A function is called in another process, with its arguments, and its result is that of the call."""
    assert pool.run(ENOUGH_S, jobs.add, 2, 3) == 5
    assert pool.run(ENOUGH_S, jobs.who) != os.getpid()


def test_a_worker_is_used_again(pool: Pool) -> None:
    """Starting a process costs a tenth of a second: one that is well serves call after call."""
    assert len({pool.run(ENOUGH_S, jobs.who) for _ in range(5)}) == 1


def test_an_error_for_the_user_comes_back_as_it_is(pool: Pool) -> None:
    """Class, message, place, way out and exit code survive the way; the worker lives on."""
    worker = pool.run(ENOUGH_S, jobs.who)
    with pytest.raises(InputError) as caught:
        pool.run(ENOUGH_S, jobs.refuse, "the page is torn")
    assert str(caught.value) == "scan.pdf, page 3: the page is torn. Scan it again"
    assert caught.value.exit_code is ExitCode.BAD_INPUT
    assert pool.run(ENOUGH_S, jobs.who) == worker


def test_a_bug_comes_back_with_its_traceback(pool: Pool) -> None:
    """Any other exception is one page's internal error; the log learns where it was raised."""
    with pytest.raises(InternalError, match=r"KeyError: 'no such column'") as caught:
        pool.run(ENOUGH_S, jobs.stumble)
    assert "in stumble" in caught.value.detail


def test_only_positional_arguments(pool: Pool) -> None:
    """A keyword argument is refused at once instead of being lost."""
    with pytest.raises(TypeError, match="positional"):
        pool.run(ENOUGH_S, jobs.add, first=1, second=2)


def test_a_result_that_cannot_be_packed(pool: Pool) -> None:
    """It is a clear internal error, neither silence nor a dead worker."""
    worker = pool.run(ENOUGH_S, jobs.who)
    with pytest.raises(InternalError, match=r"cannot pickle 'generator' object"):
        pool.run(ENOUGH_S, jobs.give_a_generator)
    assert pool.run(ENOUGH_S, jobs.who) == worker


def test_a_result_that_cannot_be_unpacked(pool: Pool) -> None:
    """A result that this process cannot make again is an internal error as well, and the pool goes on."""
    with pytest.raises(InternalError, match="made elsewhere"):
        pool.run(ENOUGH_S, jobs.give_what_stays_here)
    assert pool.run(ENOUGH_S, jobs.add, 1, 1) == 2


def test_an_argument_that_cannot_be_packed(pool: Pool) -> None:
    """That is the caller's bug: it is raised where the call stands, and no worker suffers."""
    worker = pool.run(ENOUGH_S, jobs.who)
    with pytest.raises(Exception, match="pickle"):
        pool.run(ENOUGH_S, jobs.same, (byte for byte in b"x"))  # type: ignore[arg-type]
    assert pool.run(ENOUGH_S, jobs.who) == worker


def test_a_call_that_cannot_be_unpacked(pool: Pool) -> None:
    """The worker says so and stays in step."""
    with pytest.raises(InternalError, match="made elsewhere"):
        pool.run(ENOUGH_S, jobs.same, jobs.OnlyInWorkers(os.getpid()))  # type: ignore[arg-type]
    assert pool.run(ENOUGH_S, jobs.add, 1, 1) == 2


def test_large_messages_both_ways(pool: Pool) -> None:
    """A hundred million bytes go in and come out: neither side waits for the other while a pipe is full."""
    data = os.urandom(1_000_000) * 100
    answer = pool.run(ENOUGH_S, jobs.same, data)
    assert hashlib.sha256(answer).digest() == hashlib.sha256(data).digest()


def test_many_threads_get_each_their_own_answer() -> None:
    """Sixty calls from twelve threads over three workers: every answer belongs to its call."""
    with Pool(3, MEMORY_BYTES) as pool, ThreadPoolExecutor(12) as threads:
        sums = list(threads.map(lambda number: pool.run(ENOUGH_S, jobs.add, number, 1000), range(60)))
        workers = set(threads.map(lambda _: pool.run(ENOUGH_S, jobs.who), range(60)))
    assert sums == [number + 1000 for number in range(60)]
    assert len(workers) <= 3


def test_many_threads_and_crashes_between() -> None:
    """Workers that die while others work take no other call with them."""

    def call(number: int) -> int | str:
        try:
            if number % 3 == 0:
                pool.run(ENOUGH_S, jobs.abort)
            return pool.run(ENOUGH_S, jobs.add, number, 0)
        except EngineError:
            return "died"

    with Pool(2, MEMORY_BYTES) as pool, ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(call, range(18)))
    assert answers == ["died" if number % 3 == 0 else number for number in range(18)]


@pytest.mark.parametrize("timeout_s", [1e10, float("inf")])
def test_a_limit_of_years(pool: Pool, timeout_s: float) -> None:
    """A limit larger than the system can count to is no limit, and no fault."""
    assert pool.run(timeout_s, jobs.add, 1, 1) == 2


# Surroundings ---------------------------------------------------------------------------------------------------------


def test_what_is_printed_does_not_reach_the_answers(pool: Pool) -> None:
    """Libraries and programs may print what they like."""
    assert pool.run(ENOUGH_S, jobs.print_much) == "answer"
    assert pool.run(ENOUGH_S, jobs.add, 1, 1) == 2


def test_a_program_cannot_eat_the_calls(pool: Pool) -> None:
    """A program that reads its standard input finds its end, and not the next call."""
    assert pool.run(ENOUGH_S, jobs.read_input) == b""
    assert pool.run(ENOUGH_S, jobs.add, 1, 1) == 2


def test_one_thread_per_worker(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """``OMP_THREAD_LIMIT`` is 1 whatever the user's shell says: more made Tesseract six times slower."""
    monkeypatch.setenv("OMP_THREAD_LIMIT", "16")
    monkeypatch.setenv("DIGITIZE_TEST", "kept")
    seen = pool.run(ENOUGH_S, jobs.environment)
    assert seen["OMP_THREAD_LIMIT"] == seen["OMP_NUM_THREADS"] == seen["OPENBLAS_NUM_THREADS"] == "1"
    assert seen["DIGITIZE_TEST"] == "kept"


def test_the_current_folder_is_no_place_for_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of scans from outside may hold ``pickle.py``: it is not run."""
    for name in ("pickle", "struct", "traceback", "digitize", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    monkeypatch.chdir(tmp_path)
    with Pool(1, MEMORY_BYTES) as pool:
        assert pool.run(ENOUGH_S, os.getcwd) == str(tmp_path)
    assert not (tmp_path / "ran").exists()


def test_ctrl_c_is_for_the_parent(pool: Pool) -> None:
    """A worker is in a session of its own, so that the terminal does not signal it, and ignores the signal."""
    worker = pool.run(ENOUGH_S, jobs.who)
    assert pool.run(ENOUGH_S, jobs.session) != os.getsid(0)
    os.kill(worker, signal.SIGINT)
    assert pool.run(ENOUGH_S, jobs.who) == worker


def test_a_crash_leaves_no_core_file(pool: Pool) -> None:
    """Core files of many gigabytes would fill the disk."""
    assert pool.run(ENOUGH_S, jobs.core_limit) == (0, 0)


def test_workers_do_not_hold_each_others_pipes() -> None:
    """A worker that held another's pipe would keep it from noticing that the pool is gone."""
    with Pool(3, MEMORY_BYTES) as pool, ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda _: pool.run(ENOUGH_S, jobs.who), range(9)))
        pipes = [{place for place in pool.run(ENOUGH_S, jobs.descriptors) if "pipe:" in place} for _ in range(3)]
    assert all(len(held) == 2 for held in pipes)


def test_temporary_files_go_with_the_worker() -> None:
    """What a function left in the temporary folder is there while its worker lives, and gone with it."""
    with Pool(1, MEMORY_BYTES) as pool:
        left = Path(pool.run(ENOUGH_S, jobs.leave_a_file))
        assert left.read_bytes() == b"left"
    assert not left.exists()
    assert not left.parent.exists()


def test_no_room_for_temporary_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """When a worker cannot be started, the user is told so; later the pool has all its workers again."""
    with Pool(1, MEMORY_BYTES) as pool:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
        for _ in range(3):
            with pytest.raises(EnvironmentFault, match="worker process cannot be started"):
                pool.run(ENOUGH_S, jobs.who)
        monkeypatch.undo()
        assert pool.run(ENOUGH_S, jobs.add, 1, 1) == 2


def test_a_worker_that_died_idle_is_replaced(pool: Pool) -> None:
    """The next call is not blamed for it."""
    first = pool.run(ENOUGH_S, jobs.start_a_time_bomb)
    (child,) = pool._alive
    assert until(lambda: not child.is_there)
    assert pool.run(ENOUGH_S, jobs.who) != first
    assert not runs(first)


# Memory ---------------------------------------------------------------------------------------------------------------


def test_too_much_memory(pool: Pool) -> None:
    """What asks for more than is allowed is refused, with a way out, and the pool goes on."""
    with pytest.raises(LimitError, match="needs more memory") as caught:
        pool.run(ENOUGH_S, jobs.eat, 8 << 30)
    assert "DIGITIZE_MEMORY_MIB" in (caught.value.hint or "")
    assert pool.run(ENOUGH_S, jobs.eat, 1 << 20) == 1 << 20


def test_what_a_worker_starts_is_limited_too(pool: Pool) -> None:
    """The limit goes on to the programs that a worker starts."""
    assert pool.run(ENOUGH_S, jobs.eat_in_a_program, 1 << 20) == 0
    assert pool.run(ENOUGH_S, jobs.eat_in_a_program, 8 << 30) != 0


def test_the_system_has_no_memory(pool: Pool) -> None:
    """Programs that cannot be started for want of memory count as the same limit."""
    with pytest.raises(LimitError, match="needs more memory"):
        pool.run(ENOUGH_S, jobs.meet, errno.ENOMEM)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_the_disk_is_full(pool: Pool, number: int) -> None:
    """That is no fault of the page: it is the environment's, with exit code 5 and the folder's name."""
    with pytest.raises(EnvironmentFault, match="no room for temporary files") as caught:
        pool.run(ENOUGH_S, jobs.meet, number)
    assert caught.value.where == tempfile.gettempdir()
    assert "TMPDIR" in (caught.value.hint or "")


def test_another_refusal_of_the_system(pool: Pool) -> None:
    """What nobody has explained is a bug, with its traceback."""
    with pytest.raises(InternalError, match="Permission denied") as caught:
        pool.run(ENOUGH_S, jobs.meet, errno.EACCES)
    assert "in meet" in caught.value.detail


def test_an_answer_too_large_to_send() -> None:
    """A result that fits once but cannot be packed beside itself is a matter of memory, not a death."""
    with Pool(1, 300 << 20) as pool:
        with pytest.raises(LimitError, match="needs more memory"):
            pool.run(ENOUGH_S, jobs.give, 150 << 20)
        assert pool.run(ENOUGH_S, jobs.add, 1, 1) == 2


def test_a_call_too_large_to_receive() -> None:
    """A call that the worker has no room for is refused, and the pool goes on."""
    with Pool(1, 100 << 20) as pool:
        with pytest.raises(LimitError, match="needs more memory"):
            pool.run(ENOUGH_S, jobs.same, bytes(100 << 20))
        assert pool.run(ENOUGH_S, jobs.add, 1, 1) == 2
