"""Several inboxes in one watcher, and several watchers on one inbox."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from digitize.errors import UsageError
from digitize.pipeline.run import DocumentResult
from digitize.watch import Places, places_beside, watch
from tests.watch.rooms import Outcome, Room, delivered


def watch_until(
    condition: Callable[[], bool],
    places: Sequence[Places],
    submit: Callable[[Path], Sequence[DocumentResult]],
    poll_s: float = 2.0,
) -> list[bool]:
    """Watches until a condition holds; gives what was expected in each turn."""
    stop, expected = threading.Event(), []

    def expect(soon: bool) -> None:
        expected.append(soon)
        if condition():
            stop.set()

    watch(places, submit, stop=stop, tell=lambda _: None, expect=expect, settle_s=0.0, poll_s=poll_s)
    return expected


def test_inboxes_have_turns(tmp_path: Path) -> None:
    """One document of each: an inbox with two waits for one of another, not for all of them."""
    places = places_beside([tmp_path / "a/inbox", tmp_path / "b/inbox"], tmp_path / "output")
    taken: list[str] = []
    for name in ("1.pdf", "2.pdf", "3.pdf"):
        (places[0].inbox / name).write_bytes(b"x")
    for name in ("4.pdf", "5.pdf"):
        (places[1].inbox / name).write_bytes(b"x")

    def submit(path: Path) -> list[DocumentResult]:
        taken.append(path.name)
        return delivered(path)

    expected = watch_until(lambda: len(taken) == 5, places, submit)
    assert taken == ["1.pdf", "4.pdf", "2.pdf", "5.pdf", "3.pdf"]
    assert expected[0]
    assert not expected[-1]
    assert sorted(path.name for path in (tmp_path / "b/done").iterdir()) == ["4.pdf", "5.pdf"]


def test_a_drop_is_seen_without_polling(tmp_path: Path) -> None:
    """With an hour between two looks, an event brings the next one; in a subfolder that was made meanwhile too."""
    (places,) = places_beside([tmp_path / "inbox"], tmp_path / "output")
    taken: list[str] = []

    def submit(path: Path) -> list[DocumentResult]:
        taken.append(path.name)
        if path.name == "a.pdf":
            (places.inbox / "box").mkdir()
            threading.Timer(0.5, (places.inbox / "box" / "b.pdf").write_bytes, [b"x"]).start()
        return delivered(path)

    threading.Timer(0.3, (places.inbox / "a.pdf").write_bytes, [b"x"]).start()
    watch_until(lambda: len(taken) == 2, [places], submit, poll_s=3600.0)
    assert taken == ["a.pdf", "b.pdf"]


def test_an_inbox_that_is_named_twice_is_watched_once(tmp_path: Path) -> None:
    """By another way too."""
    several = places_beside([tmp_path / "inbox", tmp_path / "x/../inbox"], tmp_path / "output")
    assert [places.inbox for places in several] == [tmp_path / "inbox"]


@pytest.mark.parametrize("inner", ["inbox/box", "inbox/../inbox/x"])
def test_an_inbox_in_another_is_refused(tmp_path: Path, inner: str) -> None:
    """What is dropped there would be taken twice, and its originals land in the other."""
    with pytest.raises(UsageError, match="watched folder"):
        places_beside([tmp_path / "inbox", tmp_path / inner], tmp_path / "output")


def test_the_done_of_one_inbox_is_not_another(tmp_path: Path) -> None:
    """What was put away would be taken again."""
    with pytest.raises(UsageError, match="watched folder"):
        places_beside([tmp_path / "inbox", tmp_path / "done"], tmp_path / "output")


def test_what_another_watcher_works_on_is_left_alone(tmp_path: Path) -> None:
    """Two watchers share a folder: each document is submitted once, whoever comes first, and none is lost."""
    room = Room(tmp_path)
    second = room.new_watcher()

    def meet(path: Path) -> Outcome:
        if path.name == "a.pdf":
            second.round()
        return delivered(path)

    room.outcome = meet
    for name in ("a.pdf", "b.pdf"):
        room.put(name)
    room.watcher.round()
    assert sorted(room.submitted) == ["a.pdf", "b.pdf"]
    assert room.state == {"inbox": [], "done": ["a.pdf", "b.pdf"], "failed": []}


def test_the_claim_ends_with_its_process(tmp_path: Path) -> None:
    """A lock that is held leaves the file in the inbox; given back, it is taken."""
    room = Room(tmp_path)
    descriptor = os.open(room.put("a.pdf"), os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    room.watcher.round()
    assert room.submitted == []
    os.close(descriptor)
    room.watcher.round()
    assert room.state["done"] == ["a.pdf"]


def test_two_watchers_in_two_threads_lose_and_double_nothing(tmp_path: Path) -> None:
    """Forty files, both at once, as in two processes: each file is submitted once and is in done."""
    room = Room(tmp_path)
    for number in range(40):
        room.put(f"{number}.pdf")

    def slowly(path: Path) -> Outcome:
        time.sleep(0.001)
        return delivered(path)

    room.outcome = slowly
    watchers = [room.new_watcher() for _ in range(2)]
    threads = [threading.Thread(target=watcher.round) for watcher in watchers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(room.submitted) == sorted(f"{number}.pdf" for number in range(40))
    assert len(room.state["done"]) == 40
