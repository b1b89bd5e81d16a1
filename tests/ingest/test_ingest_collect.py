"""Finding documents in files and folders."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from digitize.errors import InputError
from digitize.ingest import Collection, collect, slug


def put(path: Path, *names: str) -> Path:
    for name in names:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(b"x")
    return path


def found(collection: Collection, root: Path) -> list[tuple[str, list[str]]]:
    return [(c.name, [str(file.relative_to(root)) for file in c.files]) for c in collection.candidates]


def test_a_folder_is_a_collection(tmp_path: Path) -> None:
    """Each scan is a document, a subfolder of page images is one, other subfolders are searched; order is natural."""
    put(tmp_path, "b10.pdf", "b2.TIF", "notes.md")
    put(tmp_path, "issue/page10.jpg", "issue/page2.jpg", "issue/page1.png", "issue/issue.toml", "issue/.DS_Store")
    put(tmp_path, "mixed/one.tif", "mixed/two.pdf", "mixed/deep/3.jpg", "mixed/deep/1.jpg")
    result = collect([tmp_path])
    assert result.rejected == ()
    assert found(result, tmp_path) == [
        ("b2", ["b2.TIF"]),
        ("b10", ["b10.pdf"]),
        ("issue", ["issue/page1.png", "issue/page2.jpg", "issue/page10.jpg"]),
        ("deep", ["mixed/deep/1.jpg", "mixed/deep/3.jpg"]),
        ("one", ["mixed/one.tif"]),
        ("two", ["mixed/two.pdf"]),
    ]
    assert result.candidates[2].sidecar == tmp_path / "issue/issue.toml"


def test_a_folder_as_one_document(tmp_path: Path) -> None:
    """``as_document`` takes all pages of the folder and below, in natural order."""
    put(tmp_path / "paper", "10.tif", "9.tif", "2/b.jpg", "2/a.pdf", "notes.txt")
    result = collect([tmp_path / "paper"], as_document=True)
    assert found(result, tmp_path / "paper") == [("paper", ["2/a.pdf", "2/b.jpg", "9.tif", "10.tif"])]


def test_what_is_passed_over(tmp_path: Path) -> None:
    """Hidden, temporary and system files, sidecars and texts are no documents, and no fault."""
    put(
        tmp_path,
        "a.pdf",
        "a.toml",
        "a.txt",
        "a.docx",
        "a.xml",
        ".b.pdf",
        "~$c.pdf",
        "d.pdf.part",
        "e.tmp",
        "f.crdownload",
    )
    put(
        tmp_path,
        "Thumbs.db",
        ".DS_Store",
        "desktop.ini",
        "readme.md",
        "data.json",
        ".git/x.png",
        "truth/a.json",
        "truth/a.txt",
    )
    result = collect([tmp_path])
    assert result.rejected == ()
    assert found(result, tmp_path) == [("a", ["a.pdf"])]
    assert result.candidates[0].sidecar == tmp_path / "a.toml"


def test_texts_of_pages_are_sidecars_of_an_image_folder(tmp_path: Path) -> None:
    """A transcription beside each page does not keep a folder from being one document; a stray text does."""
    put(tmp_path, "in/good/1.png", "in/good/1.txt", "in/good/2.png", "in/stray/1.png", "in/stray/other.txt")
    put(tmp_path, "in/good.toml")
    result = collect([tmp_path / "in"])
    assert found(result, tmp_path / "in") == [("good", ["good/1.png", "good/2.png"]), ("1", ["stray/1.png"])]
    assert result.candidates[0].sidecar == tmp_path / "in/good.toml"


def test_a_named_file_is_always_a_candidate(tmp_path: Path) -> None:
    """What the user names is looked into, whatever it is called; only the sidecar of a scan beside it is not."""
    put(tmp_path, "x.docx", ".hidden", "Report 27.12.34", "a.pdf", "a.toml", "alone.toml")
    names = ["x.docx", ".hidden", "Report 27.12.34", "a.pdf", "a.toml", "alone.toml"]
    result = collect([tmp_path / name for name in names])
    assert [c.name for c in result.candidates] == ["x.docx", ".hidden", "Report 27.12.34", "a", "alone.toml"]
    assert result.rejected == ()


def test_given_twice_is_taken_once(tmp_path: Path) -> None:
    """A file named beside its folder is one document."""
    put(tmp_path, "a.pdf", "b.pdf")
    result = collect([tmp_path / "b.pdf", tmp_path, tmp_path / "a.pdf"])
    assert [c.name for c in result.candidates] == ["b", "a"]


def test_missing_and_impossible_paths(tmp_path: Path) -> None:
    """Each is rejected by name, and the good file among them is found."""
    put(tmp_path, "good.pdf")
    bad = [tmp_path / "none.pdf", tmp_path / "x\0y.pdf", tmp_path / ("n" * 300), tmp_path / "good.pdf" / "below"]
    result = collect([bad[0], bad[1], tmp_path / "good.pdf", *bad[2:]])
    assert [c.name for c in result.candidates] == ["good"]
    assert [error.message for error in result.rejected] == [
        "does not exist",
        "is not a possible path",
        "has too long a name",
        "does not exist",
    ]
    assert all(error.where and error.hint for error in result.rejected)


def test_an_empty_folder(tmp_path: Path) -> None:
    """A folder without scans is an error that says what counts as one; an empty subfolder is none."""
    (tmp_path / "empty").mkdir()
    (error,) = collect([tmp_path / "empty"]).rejected
    assert "holds no scans" in str(error)
    assert "tiff" in str(error)
    put(tmp_path, "a.pdf")
    assert collect([tmp_path]).rejected == ()


def test_links_in_circles(tmp_path: Path) -> None:
    """A link to a folder above it is named and not followed; a link to itself as well."""
    put(tmp_path, "a.pdf", "sub/b.pdf")
    (tmp_path / "sub" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.pdf").symlink_to("self.pdf")
    result = collect([tmp_path])
    assert found(result, tmp_path) == [("a", ["a.pdf"]), ("b", ["sub/b.pdf"])]
    assert sorted(Path(str(error.where)).name for error in result.rejected) == ["self.pdf", "up"]
    assert all("link" in error.message for error in result.rejected)


def test_a_linked_folder_is_read_once(tmp_path: Path) -> None:
    """Two links and the folder itself give its files once, under its own name."""
    put(tmp_path, "in/z/1.pdf", "outside/2.pdf")
    for name, target in (("a", "z"), ("b", "../outside"), ("c", "../outside")):
        (tmp_path / "in" / name).symlink_to(target, target_is_directory=True)
    result = collect([tmp_path / "in"])
    assert result.rejected == ()
    assert found(result, tmp_path / "in") == [("2", ["b/2.pdf"]), ("1", ["z/1.pdf"])]


def test_a_link_to_a_file_is_a_file(tmp_path: Path) -> None:
    """A good link is followed, one to nothing is rejected by name."""
    put(tmp_path, "store/abc", "in/x.txt")
    (tmp_path / "in" / "scan.pdf").symlink_to(tmp_path / "store/abc")
    (tmp_path / "in" / "gone.tif").symlink_to(tmp_path / "store/none")
    (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "store/none")
    result = collect([tmp_path / "in"])
    assert found(result, tmp_path / "in") == [("scan", ["scan.pdf"])]
    (error,) = result.rejected
    assert error.message == "is a symbolic link to nothing"
    assert str(error.where).endswith("gone.tif")


def test_pipes_sockets_and_devices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are rejected, named or found, and never opened: nothing hangs."""
    os.mkfifo(tmp_path / "pipe.pdf")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("plug.pdf")
        in_folder = collect([tmp_path])
        named = collect([tmp_path / "pipe.pdf", Path("plug.pdf"), Path("/dev/null")])
    assert in_folder.candidates == named.candidates == ()
    assert [error.message.split(",")[0] for error in in_folder.rejected] == ["is a named pipe (FIFO)", "is a socket"]
    assert [error.message.split(",")[0] for error in named.rejected] == [
        "is a named pipe (FIFO)",
        "is a socket",
        "is a device",
    ]


def test_an_unreadable_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may not be read is named; the others are read, simulated as root may read everything."""
    put(tmp_path, "a.pdf", "locked/b.pdf")
    scandir = os.scandir

    def refusing(path: Path) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr("digitize.ingest.folders.os.scandir", refusing)
    result = collect([tmp_path])
    assert found(result, tmp_path) == [("a", ["a.pdf"])]
    (error,) = result.rejected
    assert "permission denied" in error.message
    assert str(error.where).endswith("locked")


def test_odd_names(tmp_path: Path) -> None:
    """Names with a line break, in other encodings, or with dots are taken as they are, and give safe ids."""
    for name in (b"two\nlines.pdf", b"caf\xe9.pdf", b"..pdf.pdf", b"-rf.pdf"):
        (tmp_path / os.fsdecode(name)).write_bytes(b"x")
    result = collect([tmp_path])
    assert result.rejected == ()
    assert [slug(c.name) for c in result.candidates] == ["rf", "caf", "two-lines"]


def test_rejections_name_odd_paths_safely(tmp_path: Path) -> None:
    """An error for a path with control characters and foreign bytes is one printable line."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\nb\xff.pdf"))
    (error,) = collect([path]).rejected
    assert isinstance(error, InputError)
    assert str(error.where).endswith("a\\x0ab\\xff.pdf")
    str(error).encode()


def test_a_very_deep_folder(tmp_path: Path) -> None:
    """Depth is no danger: folders are walked without recursion."""
    deep = tmp_path
    for _ in range(400):
        deep /= "d"
    deep.mkdir(parents=True)
    put(deep, "a.pdf")
    assert [c.name for c in collect([tmp_path]).candidates] == ["a"]
