"""Versions of a text: their names, their order, and that none is ever changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.errors import EnvironmentFault
from digitize.model.transcription import Origin
from digitize.store.versions import (
    VersionSink,
    alignment_folder,
    alignment_ids,
    is_version_id,
    next_version_id,
    origin_of,
    read_head,
    version_ids,
    version_path,
)


def keep(folder: Path, *names: str) -> None:
    for name in names:
        VersionSink(folder).write(f"transcriptions/{name}.json", b"{}")


def test_a_version_is_never_changed(tmp_path: Path) -> None:
    """The same content again is no change; another is refused, and what was there stays, to the inode."""
    keep(tmp_path, "ocr-1")
    path = version_path(tmp_path, "ocr-1")
    before = path.stat()
    keep(tmp_path, "ocr-1")
    with pytest.raises(EnvironmentFault, match="never changed") as caught:
        VersionSink(tmp_path).write("transcriptions/ocr-1.json", b"other")
    assert str(path) in str(caught.value)
    assert path.read_bytes() == b"{}" and path.stat().st_ino == before.st_ino
    assert [p.name for p in path.parent.iterdir()] == ["ocr-1.json"]


@pytest.mark.parametrize("what", ["folder", "dangling link"])
def test_what_is_no_version_is_not_written_over(tmp_path: Path, what: str) -> None:
    """A folder or a link of that name is a person's to look at."""
    path = version_path(tmp_path, "ocr-1")
    path.parent.mkdir()
    path.mkdir() if what == "folder" else path.symlink_to(tmp_path / "nothing")
    with pytest.raises(EnvironmentFault):
        keep(tmp_path, "ocr-1")
    assert not (tmp_path / "nothing").exists()


def test_the_next_number(tmp_path: Path) -> None:
    """Numbers are never given twice while the version is there; ten comes after nine."""
    assert next_version_id(tmp_path, Origin.OCR) == "ocr-1"
    keep(tmp_path, *(f"ocr-{n}" for n in (1, 2, 9, 10)), "reviewed-1", "reference-b", "reference-a")
    assert next_version_id(tmp_path, Origin.OCR) == "ocr-11"
    assert next_version_id(tmp_path, Origin.REVIEWED) == "reviewed-2"
    expected = ("ocr-1", "ocr-2", "ocr-9", "ocr-10", "reviewed-1", "reference-a", "reference-b")
    assert version_ids(tmp_path) == expected


def test_other_files_are_no_versions(tmp_path: Path) -> None:
    """Notes of a user, halves of a file, names that only look like ids."""
    (tmp_path / "transcriptions").mkdir()
    for name in (
        "notes.json",
        "ocr-1.txt",
        "ocr-0.json",
        "ocr-01.json",
        ".part-x.json",
        "reference-.json",
        "ocr-٣.json",
    ):
        (tmp_path / "transcriptions" / name).write_bytes(b"{}")
    assert version_ids(tmp_path) == ()


@pytest.mark.parametrize("wrong", ["", "ocr", "ocr-", "ocr-0", "reference-", "reference-a/b", "reference-\n", "x-1"])
def test_names_that_are_no_versions(wrong: str) -> None:
    """None of them can lead out of the folder, or stand for a version."""
    assert not is_version_id(wrong)
    with pytest.raises(ValueError, match="not a version"):
        origin_of(wrong)


def test_the_head_is_read_without_the_text(tmp_path: Path) -> None:
    """The first line is enough, whatever comes after it; a file laid out in another way is read whole."""
    path = tmp_path / "x.json"
    path.write_bytes(b'{"id":"ocr-1","note":",\\"pages\\":[","pages":[\n{"page_number":1}, and more that is no JSON')
    assert read_head(path) == {"id": "ocr-1", "note": ',"pages":['}
    path.write_bytes(b'{\n "id": "ocr-2",\n "pages": [1]\n}')
    assert read_head(path) == {"id": "ocr-2"}
    for damage in (b"", b"[]", b"\xff", b'{"a":' + b"[" * 100_000):
        path.write_bytes(damage)
        with pytest.raises(ValueError, match=r"\w"):
            read_head(path)


def test_alignments_have_their_place(tmp_path: Path) -> None:
    """A folder for each reference; others are not listed."""
    assert alignment_ids(tmp_path) == ()
    for name in ("reference-b", "reference-a"):
        alignment_folder(tmp_path, name).mkdir(parents=True)
    (tmp_path / "alignments" / "notes").mkdir()
    assert alignment_ids(tmp_path) == ("reference-a", "reference-b")


@given(st.text(max_size=30))
def test_an_id_is_a_file_name(text: str) -> None:
    """Whatever is taken for an id names a file in the folder and nothing else."""
    if is_version_id(text):
        path = version_path(Path("/a/b"), text)
        assert path.parent == Path("/a/b/transcriptions") and path.name == f"{text}.json"
