"""Texts beside scans: which belong to which document, and which are none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from digitize.ingest import collect
from digitize.ingest.folders import scans_of_text


def put(path: Path, *names: str) -> Path:
    for name in names:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(b"x")
    return path


def references(*inputs: Path, as_document: bool = False) -> dict[str, list[str]]:
    result = collect(inputs, as_document=as_document)
    assert result.rejected == ()
    return {candidate.name: [path.name for path in candidate.references] for candidate in result.candidates}


def test_texts_of_a_scan_are_its_references(tmp_path: Path) -> None:
    """Any number of them, in natural order; its TOML file, other scans' texts and what is hidden are none."""
    put(tmp_path, "a.pdf", "a.toml", "a.TXT", "a.md", "a.docx", "a.xml", "a.reference.2.odt", "a.reference.10.html")
    put(
        tmp_path,
        "b.tif",
        "b.reference.tif",
        "ab.txt",
        "a.json",
        "a.reference.part",
        ".a.txt",
        "a.reference.toml",
        "c.txt",
    )
    assert references(tmp_path) == {
        "a": ["a.docx", "a.md", "a.reference.2.odt", "a.reference.10.html", "a.TXT", "a.xml"],
        "b": [],
        "b.reference": [],
    }


def test_a_scan_that_is_named_has_them_too(tmp_path: Path) -> None:
    """And a text that is named with its scan is no document of its own (``digitize run scans/*``)."""
    put(tmp_path, "a.pdf", "a.txt", "a.reference.odt", "Отчёт 27.12.34", "Отчёт 27.12.34.txt")
    names = ["a.pdf", "a.txt", "a.reference.odt", "Отчёт 27.12.34"]
    assert references(*(tmp_path / name for name in names)) == {
        "a": ["a.reference.odt", "a.txt"],
        "Отчёт 27.12.34": ["Отчёт 27.12.34.txt"],
    }


def test_a_text_without_a_scan_is_what_it_was(tmp_path: Path) -> None:
    """Passed over in a folder, a candidate where it is named."""
    put(tmp_path, "a.pdf", "b.txt", "c.md", "notes/x.md")
    assert references(tmp_path) == {"a": []}
    assert references(tmp_path / "b.txt", tmp_path / "c.md", tmp_path / "a.pdf") == {"b.txt": [], "c.md": [], "a": []}
    put(tmp_path, "notes.txt")
    assert list(references(tmp_path / "notes.txt")) == ["notes.txt"]


def test_texts_of_a_folder_stand_beside_it_or_in_it(tmp_path: Path) -> None:
    """Under its name; texts of its pages are not texts of the document, and do not keep it from being one."""
    put(tmp_path, "in/album/1.png", "in/album/1.md", "in/album/2.png", "in/album/album.reference.odt", "in/album.txt")
    assert references(tmp_path / "in") == {"album": ["album.txt", "album.reference.odt"]}
    assert references(tmp_path / "in" / "album", as_document=True) == {"album": ["album.txt", "album.reference.odt"]}
    assert references(tmp_path / "in" / "album.txt", tmp_path / "in") == {"album": ["album.txt", "album.reference.odt"]}


def test_what_is_no_file_is_no_reference(tmp_path: Path) -> None:
    """A pipe, a folder, a link to nothing; a link to a file is one."""
    put(tmp_path, "a.pdf", "store/text", "a.reference.odt/x")
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "a.md").symlink_to(tmp_path / "none")
    (tmp_path / "a.docx").symlink_to(tmp_path / "store" / "text")
    assert references(tmp_path / "a.pdf") == {"a": ["a.docx"]}


@pytest.mark.parametrize(
    ("name", "stems"),
    [
        ("a.txt", ("a",)),
        ("a.b.xml", ("a.b",)),
        ("a.reference.txt", ("a.reference", "a")),
        ("a.reference.reference.odt", ("a", "a.reference")),
        ("a.reference.pdf", ()),
        ("a.toml", ()),
        ("a.odt", ()),
        (".reference.odt", ()),
        ("a", ()),
    ],
)
def test_the_scans_that_a_name_points_to(name: str, stems: tuple[str, ...]) -> None:
    """By the ending, or by ``.reference.``."""
    assert sorted(scans_of_text(name)) == sorted(stems)
