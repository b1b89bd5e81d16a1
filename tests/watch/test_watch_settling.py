"""When files have settled."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from digitize.watch.inbox import Entry, Inbox, Seen, Unit
from digitize.watch.settling import Settling


def unit(*files: Seen) -> Unit:
    return Unit((Entry(files[0].path, False, files[:1]),), files)


def file(name: str, size: int = 1, mtime_ns: int = 1, inode: int = 1) -> Seen:
    return Seen(Path(name), size, mtime_ns, inode)


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@given(sizes=st.lists(st.integers(0, 3), min_size=1, max_size=30))
def test_a_file_is_ready_exactly_when_it_was_the_same_for_long_enough(sizes: list[int]) -> None:
    """One look a second, settled after three: ready when the last four looks, or more, saw one size."""
    clock = Clock()
    settling = Settling(3.0, clock)
    for look, size in enumerate(sizes):
        ready = settling.ready(Inbox((unit(file("a.png", size)),), ()))
        same = look >= 3 and len(set(sizes[look - 3 : look + 1])) == 1
        assert bool(ready) is same
        clock.now_s += 1


def test_a_unit_waits_for_its_last_file() -> None:
    """A sidecar or page that came later, or grows, holds the whole unit back; other units go on."""
    clock = Clock()
    settling = Settling(5.0, clock)
    settling.ready(Inbox((unit(file("a/1.png")), unit(file("b.png"))), ()))
    clock.now_s += 5
    grown = unit(file("a/1.png"), file("a/2.png"))
    assert [entry.path.name for entry in settling.ready(Inbox((grown, unit(file("b.png"))), ()))] == ["b.png"]
    clock.now_s += 5
    assert [entry.path.name for entry in settling.ready(Inbox((grown,), ()))] == ["1.png"]


def test_a_file_that_went_and_came_back_starts_anew() -> None:
    """Nothing is remembered of what is no longer there."""
    clock = Clock()
    settling = Settling(5.0, clock)
    settling.ready(Inbox((unit(file("a.png")),), ()))
    settling.ready(Inbox((), ()))
    clock.now_s += 60
    assert settling.ready(Inbox((unit(file("a.png")),), ())) == []


def test_a_replaced_file_starts_anew() -> None:
    """Same name, size and time, but another file."""
    clock = Clock()
    settling = Settling(5.0, clock)
    settling.ready(Inbox((unit(file("a.png", inode=1)),), ()))
    clock.now_s += 60
    assert settling.ready(Inbox((unit(file("a.png", inode=2)),), ())) == []
