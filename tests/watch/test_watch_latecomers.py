"""Sidecars that come after their scan, or whose scan never comes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from digitize.errors import EnvironmentFault, InputError
from digitize.pipeline.run import DocumentResult
from digitize.watch import latecomers
from digitize.watch.watcher import Watcher
from tests.watch.rooms import Room


class Office:
    """Applies sidecars to documents, or what stands in for it."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None]] = []
        self.answer: DocumentResult | BaseException | None = DocumentResult("a", "a", Path("output/a"), 0, 0, ())

    def supply(self, sidecar: Path, scan: Path | None) -> DocumentResult | None:
        self.asked.append((sidecar.name, None if scan is None else scan.name))
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def watcher(room: Room, office: Office) -> Watcher:
    return room.new_watcher(supply=office.supply)


@pytest.mark.parametrize("name", ["a.toml", "a.txt", "a.md", "a.reference.html"])
def test_a_late_sidecar_is_applied_to_what_became_of_its_scan(
    room: Room, office: Office, watcher: Watcher, name: str
) -> None:
    """The scan is in done; the sidecar follows it there, and nothing is digitised."""
    (room.places.done / "a.png").write_bytes(b"scan")
    room.put(name)
    watcher.round()
    assert office.asked == [(name, "a.png")]
    assert room.submitted == []
    assert room.state == {"inbox": [], "done": sorted(["a.png", name]), "failed": []}
    assert "output/a" in room.told[-1]


def test_a_sidecar_of_a_folder_finds_it(room: Room, office: Office, watcher: Watcher) -> None:
    """In the same box of done."""
    (room.places.done / "box/album").mkdir(parents=True)
    room.put("box/album.toml")
    watcher.round()
    assert office.asked == [("album.toml", "album")]
    assert (room.places.done / "box/album.toml").exists()
    assert list(room.places.inbox.iterdir()) == []


def test_of_several_scans_none_is_chosen(room: Room, office: Office, watcher: Watcher) -> None:
    """Which is meant is not guessed."""
    for name in ("a.png", "a.PDF"):
        (room.places.done / name).write_bytes(b"scan")
    room.put("a.toml")
    watcher.round()
    assert office.asked == [("a.toml", None)]


def test_a_bad_late_sidecar_goes_to_failed_with_a_reason(room: Room, office: Office, watcher: Watcher) -> None:
    """Alone: the scan stays in done, its document as it was."""
    (room.places.done / "a.png").write_bytes(b"scan")
    office.answer = InputError("the date is none", hint="Write 1927-03")
    room.put("a.toml")
    watcher.round()
    assert room.state == {"inbox": [], "done": ["a.png"], "failed": ["a.toml", "a.toml.reason.txt"]}
    reason = (room.places.failed / "a.toml.reason.txt").read_text("utf-8")
    assert "came after its scan" in reason
    assert "the date is none" in reason
    assert "Write 1927-03" in reason


def test_a_sidecar_without_a_scan_waits_and_is_told_once(
    room: Room, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told after a while, tried again now and then, and taken with its scan when that comes."""
    now = [0.0]
    monkeypatch.setattr("digitize.watch.settling.time.monotonic", lambda: now[0])
    watcher = room.new_watcher(supply=office.supply)
    office.answer = None
    room.put("a.toml")
    for minute in range(60):
        now[0] = 60.0 * minute
        watcher.round()
    assert [sentence for sentence in room.told if "waits in the inbox" in sentence] == [
        "a.toml waits in the inbox: neither there nor among the documents is a scan of its name"
    ]
    assert 2 < len(office.asked) < 30
    assert room.state["inbox"] == ["a.toml"]
    room.put("a.png")
    watcher.round()
    assert room.state["done"] == ["a.png", "a.toml"]


def test_a_fault_of_the_surroundings_leaves_it_where_it_is(
    room: Room, office: Office, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again later."""
    monkeypatch.setattr(latecomers, "_AGAIN_S", 0.0)
    office.answer = EnvironmentFault("the disk is full")
    room.put("a.toml")
    watcher.round()
    assert room.state["inbox"] == ["a.toml"]
    assert "the disk is full" in room.told[-1]
    office.answer = DocumentResult("a", "a", Path("output/a"), 0, 0, ())
    for _ in range(3):
        watcher.round()
    assert room.state["done"] == ["a.toml"]


def test_a_late_sidecar_never_replaces_the_first(room: Room, watcher: Watcher) -> None:
    """Both are kept."""
    for name in ("a.png", "a.toml"):
        (room.places.done / name).write_bytes(b"old")
    room.put("a.toml", b"new")
    watcher.round()
    assert (room.places.done / "a.toml").read_bytes() == b"old"
    assert b"new" in {path.read_bytes() for path in room.places.done.iterdir()}


def test_without_anybody_to_apply_it_a_late_sidecar_waits(room: Room) -> None:
    """And is neither lost nor called a failure."""
    room.put("a.toml")
    os.utime(room.places.inbox / "a.toml", (1, 1))
    room.watcher.round()
    assert room.state["inbox"] == ["a.toml"]
