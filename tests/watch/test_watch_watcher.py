"""The watcher's decisions, with a function that stands in for the digitising."""

from __future__ import annotations

from pathlib import Path

import pytest

from digitize.errors import DigitizeError, EngineError, EnvironmentFault, MissingDependencyError, UsageError
from digitize.watch.places import Places
from digitize.watch.watching import watch
from tests.watch.rooms import Outcome, Room, delivered, nothing


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_what_was_delivered_goes_to_done(room: Room) -> None:
    """Files and a folder of pages, each submitted once, in natural order."""
    for name in ("10.pdf", "2.pdf", "2.toml", "album/1.png"):
        room.put(name)
    room.watcher.round()
    room.watcher.round()
    assert room.submitted == ["2.pdf", "10.pdf", "album"]
    assert room.state == {"inbox": [], "done": ["10.pdf", "2.pdf", "2.toml", "album/1.png"], "failed": []}
    assert "done: 2.pdf: 3 pages, 1,200 words: output/2" in room.told


def test_nothing_is_taken_before_it_has_settled(room: Room) -> None:
    """The first look is never enough."""
    room.put("a.pdf")
    watcher = room.new_watcher(settle_s=3600)
    watcher.round()
    watcher.round()
    assert room.submitted == []
    assert room.state["inbox"] == ["a.pdf"]


def test_what_cannot_be_read_is_tried_twice_and_goes_to_failed(room: Room) -> None:
    """It may be half of a file that is still to come; then the reason says what is wrong and what to do."""
    room.outcome = nothing
    room.put("a.pdf")
    room.watcher.round()
    assert room.state["inbox"] == ["a.pdf"]
    room.watcher.round()
    assert room.submitted == ["a.pdf", "a.pdf"]
    assert room.state == {"inbox": [], "done": [], "failed": ["a.pdf", "a.reason.txt"]}
    reason = (room.places.failed / "a.reason.txt").read_text("utf-8")
    assert "a.pdf could not be digitised." in reason
    assert "What is wrong: it is encrypted." in reason
    assert "What to do: Remove the password." in reason
    assert str(room.places.inbox) in reason.replace("\n", " ")


def test_a_file_that_grew_between_two_tries_is_tried_anew(room: Room) -> None:
    """The count of tries belongs to what was tried."""
    room.outcome = nothing
    path = room.put("a.pdf")
    room.watcher.round()
    path.write_bytes(b"more")
    room.watcher.round()
    assert room.state["inbox"] == ["a.pdf"]
    room.outcome = delivered
    room.watcher.round()
    assert room.state["done"] == ["a.pdf"]


def test_what_was_delivered_in_part_goes_to_done_with_what_is_missing(room: Room) -> None:
    """Partial is never told as complete."""
    room.outcome = lambda path: delivered(path, EngineError("the process died", where="a.pdf, page 2"))
    room.put("a.pdf")
    room.watcher.round()
    assert room.state == {"inbox": [], "done": ["a.pdf", "a.reason.txt"], "failed": []}
    reason = (room.places.done / "a.reason.txt").read_text("utf-8")
    assert "not wholly" in reason
    assert "a.pdf, page 2: the process died" in reason


@pytest.mark.parametrize("error", [EnvironmentFault("the disk is full"), MissingDependencyError("no Tesseract")])
def test_a_fault_of_the_surroundings_leaves_the_file_where_it_is(room: Room, error: DigitizeError) -> None:
    """It is told, and tried again later until it is mended."""
    room.outcome = lambda path: error
    room.put("a.pdf")
    for _ in range(4):
        room.watcher.round()
    assert room.state == {"inbox": ["a.pdf"], "done": [], "failed": []}
    assert len(room.submitted) == 4
    assert error.message in room.told[-1]
    room.outcome = delivered
    room.watcher.round()
    assert room.state["done"] == ["a.pdf"]


def test_after_a_fault_of_the_surroundings_everything_waits(room: Room) -> None:
    """A full disk is not tried with every file in turn."""
    room.outcome = lambda path: EnvironmentFault("the disk is full")
    for name in ("a.pdf", "b.pdf"):
        room.put(name)
    watcher = room.new_watcher(retry_s=3600)
    watcher.round()
    watcher.round()
    assert room.submitted == ["a.pdf"]


def test_a_fault_that_only_one_file_meets_does_not_hold_up_the_others(room: Room) -> None:
    """The others wait for half as long as the file that met it."""
    room.outcome = lambda path: EnvironmentFault("no permission") if path.name == "a.pdf" else delivered(path)
    for name in ("a.pdf", "b.pdf"):
        room.put(name)
    room.watcher.round()
    assert room.state == {"inbox": ["a.pdf"], "done": ["b.pdf"], "failed": []}


@pytest.mark.parametrize("error", [ValueError("a bug"), UsageError("a wrong setting"), RecursionError()])
def test_a_bad_file_does_not_end_the_watch(room: Room, error: Exception) -> None:
    """Whatever is raised for one file, the next is taken, and the reason asks for a report of a bug."""
    room.outcome = lambda path: error if path.name == "a.pdf" else delivered(path)
    for name in ("a.pdf", "b.pdf"):
        room.put(name)
    room.watcher.round()
    room.watcher.round()
    assert room.state == {"inbox": [], "done": ["b.pdf"], "failed": ["a.pdf", "a.reason.txt"]}


def test_an_interruption_is_no_bad_file(room: Room) -> None:
    """Ctrl-C in the middle of a document leaves it in the inbox."""
    room.outcome = lambda path: KeyboardInterrupt()
    room.put("a.pdf")
    with pytest.raises(KeyboardInterrupt):
        room.watcher.round()
    assert room.state == {"inbox": ["a.pdf"], "done": [], "failed": []}


def test_a_file_that_changed_while_it_was_read_is_taken_again(room: Room) -> None:
    """What was digitised is not what stands there now."""

    def replace(path: Path) -> Outcome:
        if len(room.submitted) == 1:
            path.write_bytes(b"another")
        return delivered(path)

    room.outcome = replace
    room.put("a.pdf")
    room.watcher.round()
    assert room.state["inbox"] == ["a.pdf"]
    room.watcher.round()
    assert room.submitted == ["a.pdf", "a.pdf"]
    assert room.state["done"] == ["a.pdf"]


def test_a_file_that_went_meanwhile_is_not_submitted(room: Room) -> None:
    """While one document is digitised, others in the list may be taken back."""

    def take_back(path: Path) -> Outcome:
        (room.places.inbox / "b.pdf").unlink(missing_ok=True)
        return delivered(path)

    room.outcome = take_back
    for name in ("a.pdf", "b.pdf"):
        room.put(name)
    room.watcher.round()
    assert room.submitted == ["a.pdf"]


def test_a_link_goes_to_failed_unread(room: Room, tmp_path: Path) -> None:
    """It is not submitted; its reason says what to put there instead."""
    (tmp_path / "secret.png").write_bytes(b"secret")
    (room.places.inbox / "a.png").symlink_to(tmp_path / "secret.png")
    room.watcher.round()
    assert room.submitted == []
    assert room.state == {"inbox": [], "done": [], "failed": ["a.png", "a.reason.txt"]}
    assert "symbolic link" in (room.places.failed / "a.reason.txt").read_text("utf-8")


def test_stop_comes_after_the_current_document(room: Room) -> None:
    """That document is put away, the next is not begun."""

    def stop(path: Path) -> Outcome:
        room.stop.set()
        return delivered(path)

    room.outcome = stop
    for name in ("a.pdf", "b.pdf"):
        room.put(name)
    watch(
        [room.places],
        room.submit,
        stop=room.stop,
        tell=room.told.append,
        settle_s=0,
        poll_s=0.01,
    )
    assert room.state == {"inbox": ["b.pdf"], "done": ["a.pdf"], "failed": []}


def test_an_inbox_that_vanished_is_told_once_and_watched_on(room: Room) -> None:
    """When it is there again, its files are taken."""
    room.places.inbox.rmdir()
    room.watcher.round()
    room.watcher.round()
    assert len(room.told) == 1
    room.put("a.pdf")
    room.watcher.round()
    assert room.state["done"] == ["a.pdf"]


def test_submitting_that_brings_nothing_is_no_success(room: Room) -> None:
    """An original is in done only when its document was delivered."""
    room.outcome = lambda path: []
    room.put("a.pdf")
    room.watcher.round()
    room.watcher.round()
    assert room.state["failed"] == ["a.pdf", "a.reason.txt"]


@pytest.mark.parametrize("output", ["inbox", "inbox/output", "inbox/../inbox/x"])
def test_results_in_the_inbox_are_refused(tmp_path: Path, output: str) -> None:
    """They would be taken as new scans, for ever."""
    with pytest.raises(UsageError, match="watched folder"):
        Places.beside(tmp_path / "inbox").prepare(tmp_path / output)


def test_an_inbox_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file stands where the folder is to be."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(EnvironmentFault, match="cannot be made"):
        Places.beside(tmp_path / "file" / "inbox").prepare(tmp_path / "output")
