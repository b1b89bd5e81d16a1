"""What the watcher sees in the inbox."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from digitize.watch.inbox import Entry, is_unchanged, look


def put(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def entries(inbox: Path) -> list[Entry]:
    return [entry for unit in look(inbox).units for entry in unit.entries]


def seen(inbox: Path) -> dict[str, list[str]]:
    """The entries and their files, by names relative to the inbox."""
    return {
        str(entry.path.relative_to(inbox)): [str(file.path.relative_to(inbox)) for file in entry.files]
        for entry in entries(inbox)
    }


def test_files_are_documents_in_natural_order(tmp_path: Path) -> None:
    """Each file is an entry of its own, whatever its ending: what is no scan is to be told, not passed over."""
    for name in ("page10.png", "page2.png", "letter.odt", "ohne-endung"):
        put(tmp_path / name)
    assert list(seen(tmp_path)) == ["letter.odt", "ohne-endung", "page2.png", "page10.png"]


@pytest.mark.parametrize(
    "name",
    [".hidden.png", "scan.pdf.part", "scan.tmp", "~$scan.pdf", "scan.pdf.crdownload", "Thumbs.db", ".part-ab.png"],
)
def test_temporary_and_hidden_names_are_passed_over(tmp_path: Path, name: str) -> None:
    """What a program has not finished writing, or a system left behind, is no scan."""
    put(tmp_path / name)
    assert entries(tmp_path) == []


def test_a_folder_of_page_images_is_one_document(tmp_path: Path) -> None:
    """Its images in natural order; a hidden file and a page's own text beside them change nothing."""
    for name in ("2.png", "10.png", "1.TIF", "1.txt", ".DS_Store"):
        put(tmp_path / "album" / name)
    put(tmp_path / "album.toml")
    assert seen(tmp_path) == {"album": ["album/1.TIF", "album/2.png", "album/10.png"]}
    assert [file.path.name for file in entries(tmp_path)[0].sidecars] == ["album.toml"]


def test_other_folders_are_looked_through(tmp_path: Path) -> None:
    """A PDF among images, or a subfolder, makes a folder a collection."""
    put(tmp_path / "box" / "1.png")
    put(tmp_path / "box" / "act.pdf")
    put(tmp_path / "box" / "inner" / "1.png")
    assert seen(tmp_path) == {
        "box/1.png": ["box/1.png"],
        "box/act.pdf": ["box/act.pdf"],
        "box/inner": ["box/inner/1.png"],
    }


def test_a_sidecar_belongs_to_the_scan_of_its_name(tmp_path: Path) -> None:
    """It settles with its scan; without one it waits."""
    for name in ("a.pdf", "a.toml", "a.txt", "b.toml"):
        put(tmp_path / name)
    (unit,) = look(tmp_path).units
    assert [file.path.name for file in unit.entries[0].sidecars] == ["a.toml", "a.txt"]
    assert [file.path.name for file in unit.files] == ["a.pdf", "a.toml", "a.txt"]


def test_a_folder_settles_as_a_whole(tmp_path: Path) -> None:
    """Even a file under a temporary name counts: something is still being copied there."""
    put(tmp_path / "album" / "1.png")
    put(tmp_path / "album" / "2.png.part")
    (unit,) = look(tmp_path).units
    assert [file.path.name for file in unit.files] == ["1.png", "2.png.part"]
    assert [file.path.name for file in unit.entries[0].files] == ["1.png"]


def test_links_are_refused_and_never_followed(tmp_path: Path) -> None:
    """A link to a file outside, to nothing, to its own folder: each is an entry that says why it is not taken."""
    inbox = tmp_path / "inbox"
    put(inbox / "real.png")
    (inbox / "outside.png").symlink_to(put(tmp_path / "secret.png"))
    (inbox / "nowhere.png").symlink_to(inbox / "absent.png")
    (inbox / "loop").symlink_to(inbox)
    refused = {entry.path.name: entry.refusal for entry in entries(inbox)}
    assert refused.pop("real.png") is None
    assert set(refused) == {"outside.png", "nowhere.png", "loop"}
    assert all("symbolic link" in str(reason) for reason in refused.values())


def test_a_folder_of_images_with_a_link_in_it_is_refused(tmp_path: Path) -> None:
    """Its other pages alone would be a document with a page missing."""
    put(tmp_path / "album" / "1.png")
    (tmp_path / "album" / "2.png").symlink_to("/etc/passwd")
    (entry,) = entries(tmp_path)
    assert entry.path.name == "album"
    assert "2.png" in str(entry.refusal)


def test_a_fifo_is_refused_without_being_opened(tmp_path: Path) -> None:
    """Opening it would hang for ever."""
    os.mkfifo(tmp_path / "scan.pdf")
    (entry,) = entries(tmp_path)
    assert "neither a file nor a folder" in str(entry.refusal)


def test_a_missing_inbox_is_a_trouble_and_no_crash(tmp_path: Path) -> None:
    """It may have been unmounted, and come back."""
    inbox = look(tmp_path / "absent")
    assert inbox.units == ()
    assert "absent" in inbox.troubles[0]


def test_names_that_are_no_text_are_seen(tmp_path: Path) -> None:
    """A name in another encoding, or with a line break, is a name."""
    names = [b"\xff\xfe.png", b"a\nb.png"]
    for name in names:
        put(tmp_path / os.fsdecode(name))
    assert sorted(os.fsencode(entry.path.name) for entry in entries(tmp_path)) == sorted(names)


@pytest.mark.parametrize("change", ["written", "replaced", "removed"])
def test_a_change_is_noticed(tmp_path: Path, change: str) -> None:
    """What was digitised is put away only when it is still the same file."""
    path = put(tmp_path / "a.png")
    (entry,) = entries(tmp_path)
    assert is_unchanged(entry)
    if change == "written":
        path.write_bytes(b"more")
    elif change == "replaced":
        status = path.stat()
        other = put(tmp_path / "other", b"y")
        os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
        other.replace(path)
    else:
        path.unlink()
    assert not is_unchanged(entry)


@pytest.mark.parametrize("newcomer", ["2.png", "act.pdf", "inner/1.png"])
def test_a_page_that_came_later_is_noticed(tmp_path: Path, newcomer: str) -> None:
    """A folder to which something was added is not the document that was digitised."""
    put(tmp_path / "album" / "1.png")
    (entry,) = entries(tmp_path)
    assert is_unchanged(entry)
    put(tmp_path / "album" / newcomer)
    assert not is_unchanged(entry)
