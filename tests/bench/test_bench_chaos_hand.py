"""What the chaos run does to files, and how it keeps account of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.service.hand import Hand, Ledger
from benchmarks.service.lives import Fate, Life, Lives, Step, Verb, digest


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def life(*steps: Step) -> Life:
    return Life(1, "png", "straight", "left alone", steps, 0.0)


def hand_for(tmp_path: Path, clock: Clock, *lives: Life) -> Hand:
    (tmp_path / "inbox").mkdir()
    return Hand(tmp_path / "inbox", tmp_path / "aside", lives, Ledger(tmp_path / "ledger.jsonl", clock), clock)


def work_off(hand: Hand, clock: Clock) -> None:
    while not hand.is_done:
        hand.act()
        clock.now += 0.1


def test_the_same_seed_plans_the_same() -> None:
    """Contents and times; another seed plans something else. Encryption alone is never the same twice."""
    first, again, other = ([each for each in Lives(seed).plan(50) if each.kind != "locked.pdf"] for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_many_lives_are_of_every_kind() -> None:
    """Each way in and each turn occurs, and so do broken files."""
    lives = Lives(5).plan(300)
    ways, turns = {each.way for each in lives}, {each.turn for each in lives}
    assert {"straight", "slow", "temporary name", "stalled", "in a box", "twice at once", "known content"} <= ways
    assert {"renamed", "replaced", "overwritten", "removed"} <= turns
    fates = Counter(step.fate for each in lives for step in each.steps if step.fate)
    assert set(fates) == set(Fate)
    assert sum(fates.values()) >= 300


def test_what_was_dropped_is_in_the_inbox_when_nobody_takes_it(tmp_path: Path) -> None:
    """The account and the folder agree, file by file, after all lives."""
    clock = Clock()
    hand = hand_for(tmp_path, clock, *Lives(7).plan(80))
    work_off(hand, clock)
    there = Counter(digest(path.read_bytes()) for path in (tmp_path / "inbox").rglob("*") if path.is_file())
    plain = Counter(copy.content for copy in hand.copies if not copy.content.startswith(("link", "pipe")))
    assert there == plain
    assert hand.removed > 0


PUT = Step(0.0, Verb.PUT, "a.png", b"one", fate=Fate.DONE)


@pytest.mark.parametrize(
    ("step", "taken", "contents"),
    [
        (Step(1.0, Verb.REPLACE, "a.png", b"two", fate=Fate.DONE), False, [b"two"]),
        (Step(1.0, Verb.REPLACE, "a.png", b"two", fate=Fate.DONE), True, [b"one", b"two"]),
        (Step(1.0, Verb.OVERWRITE, "a.png", b"two", fate=Fate.DONE), False, [b"two"]),
        (Step(1.0, Verb.OVERWRITE, "a.png", b"two", fate=Fate.DONE), True, [b"one"]),
        (Step(1.0, Verb.REMOVE, "a.png"), False, []),
        (Step(1.0, Verb.REMOVE, "a.png"), True, [b"one"]),
        (Step(1.0, Verb.RENAME, "a.png", to="b.png"), False, [b"one"]),
        (Step(1.0, Verb.RENAME, "a.png", to="b.png"), True, [b"one"]),
    ],
)
def test_account_is_kept_whether_or_not_the_file_has_been_taken(
    tmp_path: Path, step: Step, taken: bool, contents: list[bytes]
) -> None:
    """What is replaced or removed after it has left the inbox is not lost: it counts."""
    clock = Clock()
    hand = hand_for(tmp_path, clock, life(PUT, step))
    hand.act()
    if taken:
        (tmp_path / "inbox" / "a.png").rename(tmp_path / "a.png")
    work_off(hand, clock)
    assert sorted(copy.content for copy in hand.copies) == sorted(digest(data) for data in contents)


def test_a_file_written_slowly_counts_by_what_it_is_in_the_end(tmp_path: Path) -> None:
    """Also when it was taken away in between."""
    clock = Clock()
    steps = (
        Step(0.0, Verb.OPEN, "a.png", b"on", fate=Fate.DONE),
        Step(1.0, Verb.MORE, "a.png", b"e"),
        Step(1.0, Verb.CLOSE, "a.png"),
    )
    hand = hand_for(tmp_path, clock, life(*steps))
    hand.act()
    (tmp_path / "inbox" / "a.png").rename(tmp_path / "a.png")
    work_off(hand, clock)
    assert [copy.content for copy in hand.copies] == [digest(b"one")]
    assert (tmp_path / "a.png").read_bytes() == b"one"
