"""Turns: so many at a time, first come first served, and nobody waits for the dead."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.errors import EnvironmentFault
from digitize.store.turns import alive, is_alive, turn

_HOLDER = """
import sys, time
from pathlib import Path
from digitize.store.turns import alive, turn

locks, called = Path(sys.argv[1]), sys.argv[2]
with alive(locks, called), turn(locks, called, 1, lambda ahead, first: None, time.sleep):
    print("has it", flush=True)
    time.sleep(600)
"""


class GaveUp(Exception):
    """The one who waits was told to leave."""


def leave(seconds: float) -> None:
    del seconds
    raise GaveUp


def never(ahead: int, first: str) -> None:
    raise AssertionError((ahead, first))


def test_a_turn_is_given_at_once_when_nobody_works(tmp_path: Path) -> None:
    """No waiting, nothing told, and no ticket left."""
    with turn(tmp_path, "gazeta.pdf", 1, never, leave):
        pass
    with turn(tmp_path, "gazeta.pdf", 1, never, leave):
        assert [path.name for path in (tmp_path / "turns").glob("[0-9]*")] == ["00000001"]
    assert list((tmp_path / "turns").glob("[0-9]*")) == []


def test_the_next_one_waits_and_is_told_for_whom(tmp_path: Path) -> None:
    """The name of the first in the line; who leaves the line holds up nobody."""
    told: list[tuple[int, str]] = []
    with turn(tmp_path, "gazeta.pdf", 1, never, leave):
        with (
            pytest.raises(GaveUp),
            turn(tmp_path, "journal.pdf", 1, lambda ahead, first: told.append((ahead, first)), leave),
        ):
            raise AssertionError("it was not its turn")
        assert len(list((tmp_path / "turns").glob("[0-9]*"))) == 1
    assert told == [(1, "gazeta.pdf")]
    with turn(tmp_path, "journal.pdf", 1, never, leave):
        pass


def test_as_many_work_at_a_time_as_may(tmp_path: Path) -> None:
    """Two of three; the third waits."""
    with (
        turn(tmp_path, "a", 2, never, leave),
        turn(tmp_path, "b", 2, never, leave),
        pytest.raises(GaveUp),
        turn(tmp_path, "c", 2, lambda *_: None, leave),
    ):
        raise AssertionError("it was not its turn")


def test_first_come_first_served(tmp_path: Path) -> None:
    """Those that wait work in the order in which they came, one at a time."""
    order: list[int] = []
    waiting = [threading.Event() for _ in range(4)]

    def work(number: int) -> None:
        with turn(tmp_path, str(number), 1, lambda *_: waiting[number].set(), lambda _: threading.Event().wait(0.01)):
            order.append(number)

    with turn(tmp_path, "first", 1, never, leave):
        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for number, thread in enumerate(threads):
            thread.start()
            assert waiting[number].wait(60)
    for thread in threads:
        thread.join(60)
    assert order == [0, 1, 2, 3]


def test_nobody_waits_for_a_process_that_was_killed(tmp_path: Path) -> None:
    """The system takes its lock; its ticket is thrown away, and it does not count as alive."""
    holder = subprocess.Popen([sys.executable, "-c", _HOLDER, tmp_path, "killed"], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "has it\n"
        assert is_alive(tmp_path, "killed")
        with pytest.raises(GaveUp), turn(tmp_path, "next", 1, lambda *_: None, leave):
            raise AssertionError("it was not its turn")
    finally:
        holder.kill()
        holder.communicate(timeout=60)
    assert not is_alive(tmp_path, "killed")
    with turn(tmp_path, "next", 1, never, leave):
        assert len(list((tmp_path / "turns").glob("[0-9]*"))) == 1


def test_a_run_is_alive_in_its_block(tmp_path: Path) -> None:
    """And no longer."""
    assert not is_alive(tmp_path, "run")
    with alive(tmp_path, "run"):
        assert is_alive(tmp_path, "run")
        assert not is_alive(tmp_path, "another")
    assert not is_alive(tmp_path, "run")
    assert list((tmp_path / "runs").iterdir()) == []


@given(called=st.text(st.characters(codec=None), max_size=300))
def test_a_run_may_be_called_anything(tmp_path_factory: pytest.TempPathFactory, called: str) -> None:
    """Names of files come from outside: they are cut, and never in the way."""
    folder = tmp_path_factory.mktemp("turns")
    told: list[str] = []
    with (
        turn(folder, called, 1, never, leave),
        pytest.raises(GaveUp),
        turn(folder, "next", 1, lambda _, first: told.append(first), leave),
    ):
        raise AssertionError("it was not its turn")
    assert len(told) == 1
    assert told[0]


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """The message names it."""
    (tmp_path / "turns").write_text("a file")
    with pytest.raises(EnvironmentFault, match="turns: no lock can be taken"), turn(tmp_path, "a", 1, never, leave):
        raise AssertionError("there is no turn")
    assert [path.name for path in tmp_path.iterdir()] == ["turns"]
