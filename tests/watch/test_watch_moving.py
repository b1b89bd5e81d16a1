"""A move never replaces anything, and is whole wherever it is interrupted."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from digitize.store.files import sync_folder
from digitize.watch import moving
from digitize.watch.disposal import put_away
from digitize.watch.inbox import look
from digitize.watch.moving import move_new, rename_new


def put(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.fixture
def two_disks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rename between the folders ``a`` and ``b`` is refused, as between two disks."""

    def refuse(source: Path, place: Path) -> None:
        if source.parent.name != place.parent.name:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(source))
        rename_new(source, place)

    monkeypatch.setattr(moving, "rename_new", refuse)


@pytest.fixture
def simple_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that cannot rename without the danger of replacing."""
    monkeypatch.setattr("digitize.watch.moving.sys.platform", "other")


@pytest.mark.parametrize("disk", ["one_disk", "simple_disk", "two_disks"])
@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_what_stands_there_is_not_replaced(
    tmp_path: Path, disk: str, kind: str, request: pytest.FixtureRequest
) -> None:
    """File, folder and link are refused where something stands, and stand where they stood; both are as they were."""
    if disk != "one_disk":
        request.getfixturevalue(disk)
    source, place = tmp_path / "a/scan", put(tmp_path / "b/scan", b"there")
    if kind == "file":
        put(source, b"new")
    elif kind == "folder":
        put(source / "1.png", b"new")
    else:
        source.parent.mkdir()
        source.symlink_to("nowhere")
    with pytest.raises(FileExistsError):
        move_new(source, place)
    assert os.path.lexists(source)
    assert place.read_bytes() == b"there"
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["scan"]


@pytest.mark.parametrize("disk", ["one_disk", "simple_disk", "two_disks"])
def test_a_folder_moves_with_all_that_is_in_it(tmp_path: Path, disk: str, request: pytest.FixtureRequest) -> None:
    """Nested files, times, and links as links."""
    if disk != "one_disk":
        request.getfixturevalue(disk)
    inner = put(tmp_path / "a/album/inner/1.png", b"one")
    os.utime(inner, ns=(1, 1_500_000_000_123_456_789))
    (tmp_path / "a/album/link").symlink_to("/etc/passwd")
    (tmp_path / "b").mkdir()
    move_new(tmp_path / "a/album", tmp_path / "b/album")
    assert not (tmp_path / "a/album").exists()
    moved = tmp_path / "b/album/inner/1.png"
    assert (moved.read_bytes(), moved.stat().st_mtime_ns) == (b"one", 1_500_000_000_123_456_789)
    assert (tmp_path / "b/album/link").readlink() == Path("/etc/passwd")
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["album"]


@pytest.mark.parametrize("disk", ["one_disk", "simple_disk", "two_disks"])
def test_what_is_gone_leaves_nothing(tmp_path: Path, disk: str, request: pytest.FixtureRequest) -> None:
    """Somebody was quicker: nothing empty stands in the target."""
    if disk != "one_disk":
        request.getfixturevalue(disk)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with pytest.raises(FileNotFoundError):
        move_new(tmp_path / "a/scan", tmp_path / "b/scan")
    assert list((tmp_path / "b").iterdir()) == []


@pytest.mark.usefixtures("two_disks")
def test_of_two_that_copy_at_once_one_copy_remains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another watcher takes the original away while this one copies it: its own copy goes."""
    source = put(tmp_path / "a/scan", b"scan")
    (tmp_path / "b").mkdir()

    def be_slower(folder: Path) -> None:
        sync_folder(folder)
        source.unlink()

    monkeypatch.setattr(moving, "sync_folder", be_slower)
    with pytest.raises(FileNotFoundError):
        move_new(source, tmp_path / "b/scan")
    assert list((tmp_path / "b").iterdir()) == []


def test_a_copy_that_was_finished_before_the_power_went_is_not_made_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The original stands in both places, on two disks: the first goes, the copy stays, under its own name."""
    inbox, done = tmp_path / "inbox", tmp_path / "done"
    source, place = put(inbox / "scan.png", b"scan"), put(done / "scan.png", b"scan")
    os.utime(place, ns=(1, source.stat().st_mtime_ns))
    lstat = Path.lstat

    def on_two_disks(path: Path) -> os.stat_result:
        told = list(lstat(path))
        full = lstat(path)
        if path.is_relative_to(done):
            told[2] += 1
            return os.stat_result(told, {"st_mtime_ns": full.st_mtime_ns})
        return full

    def refuse(source: Path, place: Path) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(source))

    monkeypatch.setattr(Path, "lstat", on_two_disks)
    monkeypatch.setattr(moving, "rename_new", refuse)
    (entry,) = (entry for unit in look(inbox).units for entry in unit.entries)
    assert put_away(entry, inbox, done) == place
    assert not source.exists()
    assert [path.name for path in done.iterdir()] == ["scan.png"]


@pytest.mark.usefixtures("two_disks")
def test_a_copy_for_which_there_is_no_room_leaves_the_original(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing half stands in the target, and the original stands where it stood."""
    source = put(tmp_path / "a/scan", b"scan")
    (tmp_path / "b").mkdir()

    def fill(stream: object, target: object) -> str:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(moving, "copy_hashed", fill)
    with pytest.raises(OSError, match="No space"):
        move_new(source, tmp_path / "b/scan")
    assert source.read_bytes() == b"scan"
    assert list((tmp_path / "b").iterdir()) == []
