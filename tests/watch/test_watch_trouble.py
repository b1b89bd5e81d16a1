"""What people, disks and networks do to a watched folder: a clear message or quiet recovery, and nothing lost."""

from __future__ import annotations

import errno
import os
import socket
import stat
import time
from pathlib import Path
from typing import Any

import pytest

from digitize.errors import EnvironmentFault
from digitize.watch import disposal
from digitize.watch.inbox import look
from digitize.watch.moving import move_new
from tests.watch.rooms import Outcome, Room, delivered, nothing


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def refuse_moves(monkeypatch: pytest.MonkeyPatch, number: int = errno.EROFS) -> None:
    def refuse(source: Path, place: Path) -> None:
        raise OSError(number, os.strerror(number), str(source))

    monkeypatch.setattr(disposal, "move_new", refuse)


def test_what_cannot_be_moved_away_is_digitised_once(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read-only inbox: told once, not read again and again, the others go on; moved as soon as that can be done."""
    refuse_moves(monkeypatch)
    for name in ("a.pdf", "b.pdf"):
        room.put(name)
    for _ in range(4):
        room.watcher.round()
    assert room.submitted == ["a.pdf", "b.pdf"]
    assert room.state == {"inbox": ["a.pdf", "b.pdf"], "done": [], "failed": []}
    told = [sentence for sentence in room.told if "a.pdf" in sentence and "Read-only" in sentence]
    assert len(told) == 1
    assert "is not read again" in told[0]
    monkeypatch.setattr(disposal, "move_new", move_new)
    room.watcher.round()
    assert room.submitted == ["a.pdf", "b.pdf"]
    assert room.state["done"] == ["a.pdf", "b.pdf"]


def test_a_file_that_is_written_to_where_it_could_not_be_moved_is_read_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is remembered belongs to what was read."""
    refuse_moves(monkeypatch)
    path = room.put("a.pdf")
    room.watcher.round()
    path.write_bytes(b"another")
    room.watcher.round()
    assert room.submitted == ["a.pdf", "a.pdf"]


def test_a_refused_link_that_cannot_be_moved_is_told_once(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also what is never read may have to stay."""
    refuse_moves(monkeypatch)
    (room.places.inbox / "a.png").symlink_to("/etc/passwd")
    for _ in range(3):
        room.watcher.round()
    assert len(room.told) == 1
    assert room.state["inbox"] == ["a.png"]


def test_failed_that_is_no_folder_is_told_and_nothing_is_lost(room: Room) -> None:
    """A file stands where ``failed`` should be; when it is away, the original goes there with its reason."""
    room.places.failed.rmdir()
    room.places.failed.write_bytes(b"in the way")
    room.outcome = nothing
    room.put("a.pdf")
    for _ in range(4):
        room.watcher.round()
    assert (room.places.inbox / "a.pdf").exists()
    assert room.submitted == ["a.pdf", "a.pdf"]
    room.places.failed.unlink()
    room.watcher.round()
    assert room.state["failed"] == ["a.pdf", "a.reason.txt"]


def test_done_that_was_removed_is_made_again(room: Room) -> None:
    """Somebody has tidied up."""
    room.places.done.rmdir()
    room.put("a.pdf")
    room.watcher.round()
    assert room.state["done"] == ["a.pdf"]


def test_an_inbox_without_done_and_failed_can_be_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a read-only disk they cannot be made: that is told when something is to be moved, and is no reason not to start."""
    (tmp_path / "share/inbox").mkdir(parents=True)
    mkdir = Path.mkdir

    def refuse(path: Path, mode: int = 0o777, *, parents: bool = False, exist_ok: bool = False) -> None:
        if path.name in ("done", "failed"):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        mkdir(path, mode, parents=parents, exist_ok=exist_ok)

    monkeypatch.setattr(Path, "mkdir", refuse)
    room = Room(tmp_path / "share")
    room.put("a.pdf")
    room.watcher.round()
    assert room.submitted == ["a.pdf"]
    assert "Read-only" in room.told[-1]


def test_an_inbox_that_was_made_again_is_watched_on(room: Room) -> None:
    """Removed with a file in it and made again: another folder of the same name."""
    room.put("a.pdf")
    watcher = room.new_watcher(settle_s=3600)
    watcher.round()
    (room.places.inbox / "a.pdf").unlink()
    room.places.inbox.rmdir()
    watcher.round()
    assert sum("cannot be read" in told for told in room.told) == 1
    room.put("b.pdf")
    room.watcher.round()
    assert room.state["done"] == ["b.pdf"]


def test_sockets_pipes_and_devices_go_to_failed_unopened(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening them could hang, or do harm."""
    os.mkfifo(room.places.inbox / "pipe.pdf")
    monkeypatch.chdir(room.places.inbox)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.pdf")
        room.watcher.round()
    assert room.submitted == []
    assert room.state["failed"] == ["pipe.pdf", "pipe.reason.txt", "socket.pdf", "socket.reason.txt"]
    assert stat.S_ISFIFO((room.places.failed / "pipe.pdf").lstat().st_mode)


def test_links_are_moved_and_never_followed(room: Room, tmp_path: Path) -> None:
    """Out of the folder, within it, to nothing, in a circle: what they lead to is neither read nor moved."""
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"secret")
    inbox = room.places.inbox
    for name, target in (("out.png", secret), ("nowhere.png", inbox / "absent"), ("circle", inbox), ("self", "self")):
        (inbox / name).symlink_to(target)
    (inbox / "box").mkdir()
    (inbox / "box" / "up").symlink_to("..")
    (inbox / "box" / "letter.pdf").write_bytes(b"x")
    room.watcher.round()
    assert room.submitted == ["box/letter.pdf"]
    assert secret.read_bytes() == b"secret"
    assert [name for name in room.state["failed"] if not name.endswith(".reason.txt")] == [
        "box/up",
        "circle",
        "nowhere.png",
        "out.png",
        "self",
    ]


def test_two_names_that_differ_in_case_are_two_originals(room: Room) -> None:
    """Neither replaces the other."""
    room.put("Scan.PNG", b"one")
    room.put("scan.png", b"two")
    room.watcher.round()
    assert room.state["done"] == ["Scan.PNG", "scan.png"]


@pytest.mark.parametrize("name", [b"\xff\xfe.png", b"n" * 251 + b".png"])
@pytest.mark.parametrize("outcome", [delivered, nothing])
def test_every_name_finds_its_place(room: Room, name: bytes, outcome: object) -> None:
    """Not in UTF-8, 255 bytes long: in done or failed, with its reason beside it."""
    room.outcome = lambda path: delivered(Path("x")) if outcome is delivered else nothing(Path("x"))
    (room.places.inbox / os.fsdecode(name)).write_bytes(b"x")
    for _ in range(2):
        room.watcher.round()
    assert room.state["inbox"] == []
    assert len(room.state["done"]) + len(room.state["failed"]) == (1 if outcome is delivered else 2)
    assert all(sentence.isprintable() for sentence in room.told)


def test_times_of_files_do_not_matter(room: Room) -> None:
    """A time in the future or long ago, as after a clock was set: only whether it changes counts."""
    for name, when in (("future.pdf", time.time() + 1e9), ("past.pdf", 1.0)):
        os.utime(room.put(name), (when, when))
    room.watcher.round()
    assert room.state["done"] == ["future.pdf", "past.pdf"]


@pytest.mark.parametrize("change", ["removed", "renamed"])
def test_a_file_that_goes_while_it_is_read_is_no_failure(room: Room, change: str) -> None:
    """Taken back, it is gone; under another name, it is taken under that."""

    def meddle(path: Path) -> Outcome:
        if path.name == "a.pdf":
            path.unlink() if change == "removed" else path.rename(path.with_name("b.pdf"))
        return delivered(path)

    room.outcome = meddle
    room.put("a.pdf")
    room.watcher.round()
    room.watcher.round()
    assert room.state == {"inbox": [], "done": ["b.pdf"] if change == "renamed" else [], "failed": []}


def test_an_original_that_somebody_else_put_away_is_no_failure(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two watchers without locks between them: only one moves it, the other says so."""

    def be_slower(source: Path, place: Path) -> None:
        source.unlink(missing_ok=True)
        move_new(source, place)

    monkeypatch.setattr(disposal, "move_new", be_slower)
    room.outcome = lambda path: delivered(path, EnvironmentFault("page 2 failed"))
    room.put("a.pdf")
    room.watcher.round()
    assert room.state == {"inbox": [], "done": [], "failed": []}
    assert "no longer in the inbox" in room.told[-1]


def test_a_file_that_grows_for_ever_is_told_once(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not taken, and does not hold up the others."""
    now = [0.0]
    monkeypatch.setattr("digitize.watch.settling.time.monotonic", lambda: now[0])
    watcher = room.new_watcher(settle_s=5)
    path = room.put("growing.pdf")
    room.put("still.pdf")
    for minute in range(100):
        now[0] = 60.0 * minute
        path.write_bytes(b"x" * (minute + 1))
        watcher.look()
        while watcher.work():
            pass
    assert room.submitted == ["still.pdf"]
    assert [sentence for sentence in room.told if "more than an hour" in sentence] == [
        "growing.pdf has been written to for more than an hour; it is not taken yet"
    ]


def test_a_full_disk_is_tried_again_until_there_is_room(room: Room) -> None:
    """After at most a minute, however often it was tried; told while the waits grow, and then no more."""
    room.outcome = lambda path: EnvironmentFault("cannot be written: the disk is full", where="output")
    room.put("a.pdf")
    watcher = room.new_watcher(retry_s=1e-9)
    for _ in range(80):
        watcher.round()
        time.sleep(0)
    assert room.state["inbox"] == ["a.pdf"]
    assert "It is tried again in" in room.told[-1]
    room.outcome = delivered
    room.new_watcher().round()
    assert room.state["done"] == ["a.pdf"]


def test_a_hundred_thousand_files_are_lined_up_in_one_look(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """In natural order, each name looked at once, no folder read twice (a thousand here; all grow with the number)."""
    for number in range(500):
        room.put(f"page{number}.pdf")
        room.put(f"page{number}.toml")
    reads: list[Path] = []
    scandir = os.scandir

    def counted(path: Path) -> Any:
        reads.append(path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", counted)
    inbox = look(room.places.inbox)
    assert len(reads) == 1
    assert [unit.entries[0].path.name for unit in inbox.units[:3]] == ["page0.pdf", "page1.pdf", "page2.pdf"]
    assert all([seen.path.suffix for seen in unit.files] == [".pdf", ".toml"] for unit in inbox.units)


def test_what_came_first_is_taken_first(room: Room) -> None:
    """Newcomers wait behind what is there, whatever their names."""
    room.put("m.pdf")
    room.put("z.pdf")
    room.watcher.look()
    room.put("a.pdf")
    room.watcher.look()
    while room.watcher.work():
        pass
    assert room.submitted == ["m.pdf", "z.pdf", "a.pdf"]


def test_a_folder_of_ten_thousand_images_is_one_document(room: Room) -> None:
    """It is submitted once and moved as a whole (a thousand here)."""
    for number in range(1000):
        room.put(f"album/{number}.png")
    room.watcher.round()
    assert room.submitted == ["album"]
    assert len(room.state["done"]) == 1000
