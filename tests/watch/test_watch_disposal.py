"""Originals are put away under free names, and never lost."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from digitize.errors import EnvironmentFault
from digitize.watch import moving
from digitize.watch.disposal import put_away
from digitize.watch.inbox import Entry, look


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


@pytest.fixture
def done(tmp_path: Path) -> Path:
    return tmp_path / "done"


@pytest.fixture(params=["one disk", "two disks"])
def disks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Whether inbox and target are on one file system; on two, a rename between folders is refused."""
    if request.param == "two disks":
        rename = moving.rename_new

        def refuse(source: Path, place: Path) -> None:
            if "inbox" in source.parts and "inbox" not in place.parts:
                raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(source))
            rename(source, place)

        monkeypatch.setattr(moving, "rename_new", refuse)
    return str(request.param)


def put(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def entry(inbox: Path, name: str) -> Entry:
    found = [entry for unit in look(inbox).units for entry in unit.entries]
    return next(entry for entry in found if str(entry.path.relative_to(inbox)) == name)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, with what it holds; a link with where it leads."""
    return {
        str(path.relative_to(folder)): os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def test_a_file_moves_with_its_sidecars(inbox: Path, done: Path, disks: str) -> None:
    """Content and time stay; nothing remains, no temporary name either."""
    scan = put(inbox / "a.pdf", b"scan")
    os.utime(scan, ns=(1, 1_500_000_000_123_456_789))
    put(inbox / "a.toml", b"title")
    place = put_away(entry(inbox, "a.pdf"), inbox, done)
    assert place == done / "a.pdf"
    assert place.stat().st_mtime_ns == 1_500_000_000_123_456_789
    assert tree(done) == {"a.pdf": b"scan", "a.toml": b"title"}
    assert tree(inbox) == {}


def test_nothing_is_ever_overwritten(inbox: Path, done: Path, disks: str) -> None:
    """The second and third of a name get numbers, their sidecars and reasons too."""
    for round_ in range(3):
        put(inbox / "a.pdf", b"scan %d" % round_)
        put(inbox / "a.toml", b"title %d" % round_)
        put_away(entry(inbox, "a.pdf"), inbox, done, f"reason {round_}")
    assert tree(done) == {
        f"a{tail}.{ending}": text % number
        for number, tail in enumerate(("", "-2", "-3"))
        for ending, text in (("pdf", b"scan %d"), ("toml", b"title %d"), ("reason.txt", b"reason %d"))
    }


def test_two_endings_of_one_name_do_not_share_a_reason(inbox: Path, done: Path) -> None:
    """``a.pdf`` and ``a.png`` both fail: each reason stands beside its own file."""
    put(inbox / "a.pdf")
    put_away(entry(inbox, "a.pdf"), inbox, done, "of the PDF")
    put(inbox / "a.png")
    put_away(entry(inbox, "a.png"), inbox, done, "of the PNG")
    assert tree(done) == {
        "a.pdf": b"x",
        "a.reason.txt": b"of the PDF",
        "a-2.png": b"x",
        "a-2.reason.txt": b"of the PNG",
    }


def test_a_sidecar_stays_while_another_scan_needs_it(inbox: Path, done: Path) -> None:
    """Two scans of one name share it; it goes with the last."""
    for name in ("a.pdf", "a.PNG", "a.toml"):
        put(inbox / name)
    put_away(entry(inbox, "a.pdf"), inbox, done)
    assert tree(inbox) == {"a.PNG": b"x", "a.toml": b"x"}
    put_away(entry(inbox, "a.PNG"), inbox, done)
    assert tree(done) == {"a.PNG": b"x", "a.pdf": b"x", "a.toml": b"x"}


def test_a_folder_moves_whole(inbox: Path, done: Path, disks: str) -> None:
    """With all that is in it, and never into another folder of its name."""
    put(done / "album" / "1.png", b"earlier")
    put(inbox / "album" / "1.png", b"one")
    put(inbox / "album" / "1.txt", b"text")
    put_away(entry(inbox, "album"), inbox, done, "why")
    assert tree(done) == {
        "album/1.png": b"earlier",
        "album-2/1.png": b"one",
        "album-2/1.txt": b"text",
        "album-2.reason.txt": b"why",
    }
    assert list(inbox.iterdir()) == []


def test_subfolders_are_kept_and_emptied_ones_removed(inbox: Path, done: Path) -> None:
    """A file of a box goes into the same box; the box goes from the inbox with its last file, the inbox stays."""
    put(inbox / "box" / "inner" / "a.pdf")
    put(inbox / "box" / "b.pdf")
    put_away(entry(inbox, "box/inner/a.pdf"), inbox, done)
    assert tree(inbox) == {"box/b.pdf": b"x"}
    assert not (inbox / "box" / "inner").exists()
    put_away(entry(inbox, "box/b.pdf"), inbox, done)
    assert tree(done) == {"box/b.pdf": b"x", "box/inner/a.pdf": b"x"}
    assert inbox.is_dir()
    assert list(inbox.iterdir()) == []


def test_a_link_moves_and_what_it_leads_to_stays(inbox: Path, done: Path, disks: str, tmp_path: Path) -> None:
    """The file outside is neither moved nor copied."""
    secret = put(tmp_path / "elsewhere" / "secret.png", b"secret")
    (inbox / "a.png").symlink_to(secret)
    put_away(entry(inbox, "a.png"), inbox, done, "a link")
    assert tree(done) == {"a.png": os.fsencode(secret), "a.reason.txt": b"a link"}
    assert secret.read_bytes() == b"secret"
    assert list(inbox.iterdir()) == []


@pytest.mark.parametrize("name", [b"\xff\xfe.png", b"a\nb.png", b"n" * 251 + b".png", "я".encode() * 125 + b".png"])
def test_every_name_can_be_put_away_with_a_reason(inbox: Path, done: Path, name: bytes) -> None:
    """Not in UTF-8, with a line break, 255 bytes long: the ending stays, and the reason bears the same name."""
    for _ in range(2):
        put(inbox / os.fsdecode(name), b"scan")
        place = put_away(next(iter(look(inbox).units)).entries[0], inbox, done, "why")
        assert place.read_bytes() == b"scan"
        assert place.suffix == ".png"
        assert place.with_name(f"{place.stem}.reason.txt").read_bytes() == b"why"
    assert len(list(done.iterdir())) == 4


def test_what_cannot_be_moved_stays_and_leaves_no_trace(
    inbox: Path, done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the file; neither an empty file nor a reason stands in the target."""
    put(inbox / "a.pdf")
    it = entry(inbox, "a.pdf")

    def refuse(source: Path, place: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(source))

    monkeypatch.setattr(moving, "rename_new", refuse)
    with pytest.raises(EnvironmentFault, match=r"a\.pdf.*Permission denied"):
        put_away(it, inbox, done, "why")
    assert tree(inbox) == {"a.pdf": b"x"}
    assert tree(done) == {}


def test_a_copy_that_differs_is_no_move(inbox: Path, done: Path, disks: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two disks the copy is read again and compared before the original goes."""
    put(inbox / "a.pdf", b"scan")
    it = entry(inbox, "a.pdf")
    monkeypatch.setattr(moving, "sha256_of", lambda path: "0" * 64)
    if disks == "one disk":
        put_away(it, inbox, done)
        assert tree(done) == {"a.pdf": b"scan"}
    else:
        with pytest.raises(EnvironmentFault, match="differs"):
            put_away(it, inbox, done)
        assert tree(inbox) == {"a.pdf": b"scan"}
        assert tree(done) == {}
