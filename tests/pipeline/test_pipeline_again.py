"""A second run: no recognition, no byte changed; what is missing is made again, what is changed is redone and no more."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.pipeline import scans, work
from tests.pipeline.conftest import Delivered, Run


def test_a_second_run_reads_nothing_and_changes_nothing(copy: Delivered, run: Run) -> None:
    """No engine call, every page from the cache, and every file but the timings as it was, to the byte and the minute."""
    before = work.contents(copy.output)
    times = {path: (copy.output / path).stat().st_mtime_ns for path in before}
    results = run(copy.output, copy.inbox)
    assert work.engine_calls(results) == 0
    assert [result.pages_from_cache for result in results] == [result.pages for result in results]
    assert work.contents(copy.output) == before
    assert {path: (copy.output / path).stat().st_mtime_ns for path in before} == times


def test_another_folder_gives_the_same_bytes(delivered: Delivered, tmp_path: Path, run: Run) -> None:
    """The same input, settings and versions give byte-identical exports, with other processes in another order."""
    other = tmp_path / "another name"
    run(other, delivered.inbox / "mixed.pdf", delivered.inbox / "urozhai.png")
    for document in ("mixed", "urozhai"):
        assert work.contents(other / document) == work.contents(delivered.folder(document))


@pytest.mark.parametrize("path", ["urozhai.pdf", "alto/0001.xml", "transcription.json", "report.json"])
def test_a_lost_file_comes_back_without_recognition(copy: Delivered, path: str, run: Run) -> None:
    """Whatever is deleted or damaged in a document's folder is written again from the cache."""
    before = work.contents(copy.folder("urozhai"))
    (copy.folder("urozhai") / path).unlink()
    (copy.folder("urozhai") / "urozhai.txt").write_text("damaged")
    results = run(copy.output, copy.inbox / "urozhai.png")
    assert work.engine_calls(results) == 0
    assert work.contents(copy.folder("urozhai")) == before


@pytest.mark.parametrize("damage", ["delete", "change"])
def test_a_lost_page_image_comes_back_without_recognition(copy: Delivered, damage: str, run: Run) -> None:
    """The rendered page is made again when it is gone or is not the one that was read."""
    before = work.contents(copy.folder("mixed"))
    image = copy.folder("mixed") / "images/0002.png"
    image.unlink() if damage == "delete" else image.write_bytes(b"not a picture")
    results = run(copy.output, copy.inbox / "mixed.pdf")
    assert work.engine_calls(results) == 0
    assert work.contents(copy.folder("mixed")) == before


def test_a_lost_document_folder_comes_back_without_recognition(copy: Delivered, run: Run) -> None:
    """The whole folder of results may be thrown away; the id stays its own."""
    before = work.contents(copy.folder("mixed"))
    shutil.rmtree(copy.folder("mixed"))
    results = run(copy.output, copy.inbox / "mixed.pdf")
    assert work.engine_calls(results) == 0
    assert work.contents(copy.folder("mixed")) == before


def test_without_its_cache_a_document_is_read_again_to_the_same_bytes(copy: Delivered, run: Run) -> None:
    """The README says that the cache may be deleted at any time."""
    before = work.contents(copy.folder("urozhai"))
    shutil.rmtree(copy.output / ".digitize/cache")
    results = run(copy.output, copy.inbox / "urozhai.png")
    assert work.engine_calls(results) > 0
    assert work.contents(copy.folder("urozhai")) == before


def test_a_damaged_cache_is_no_obstacle(copy: Delivered, run: Run) -> None:
    """Entries cut off or overwritten are made again, without a word to the user but the log's."""
    before = work.contents(copy.folder("urozhai"))
    for number, entry in enumerate(sorted((copy.output / ".digitize/cache").rglob("*"))):
        if entry.is_file():
            entry.write_bytes((b"", b"{", b"[]", b"null", b'{"page": 1}', b"\xff")[number % 6])
    results = run(copy.output, copy.inbox / "urozhai.png")
    assert results[0].errors == ()
    assert work.contents(copy.folder("urozhai")) == before


def test_other_languages_are_read_without_preparing_again(copy: Delivered, run: Run) -> None:
    """What does not depend on the languages, the orientation above all, is not found out again."""
    first = copy.results[2].engine_calls
    results = run(copy.output, copy.inbox / "urozhai.png", languages="rus+fra")
    assert 0 < results[0].engine_calls < first
    told = work.report(copy.folder("urozhai"))
    assert told["provenance"]["settings"]["languages"] == "rus+fra"
    assert told["languages"] == ["rus", "fra"]


def test_other_languages_and_back(copy: Delivered, run: Run) -> None:
    """Going back to a setting costs nothing and gives the bytes of before; what was read in between is kept beside it."""
    folder = copy.folder("urozhai")
    before = work.contents(folder)
    (other,) = run(copy.output, copy.inbox / "urozhai.png", languages="rus+fra")
    assert other.transcription == "ocr-2"
    assert work.report(folder)["languages"] == ["rus", "fra"]
    (back,) = run(copy.output, copy.inbox / "urozhai.png")
    assert (back.engine_calls, back.transcription) == (0, "ocr-1")
    after = work.contents(folder)
    assert after.pop("transcriptions/ocr-2.json")
    listed = [after.pop("manifest-sha256.txt"), before.pop("manifest-sha256.txt")]
    assert [b"ocr-2.json" in each for each in listed] == [True, False]
    assert after == before


def test_another_sidecar_needs_no_recognition(copy: Delivered, tmp_path: Path, run: Run) -> None:
    """A title is not read off the page: it is put into the files, and the words stay."""
    scan = Path(shutil.copy(copy.inbox / "urozhai.png", tmp_path))
    (tmp_path / "urozhai.toml").write_text('title = "Другое название"')
    results = run(copy.output, scan)
    assert work.engine_calls(results) == 0
    assert "Другое название" in (copy.folder("urozhai") / "urozhai.tei.xml").read_text("utf-8")


def test_some_pages_then_all(copy: Delivered, run: Run) -> None:
    """Only the pages asked for are in the document; the others cost nothing when they are asked for again."""
    before = work.exports(copy.folder("listy"))
    results = run(copy.output, copy.inbox / "listy", as_document=True, pages="2-3")
    assert (results[0].pages, work.engine_calls(results)) == (2, 0)
    folder = copy.folder("listy")
    assert sorted(p.name for p in (folder / "alto").iterdir()) == ["0002.xml", "0003.xml"]
    assert [page["page_number"] for page in work.report(folder)["pages"]] == [2, 3]
    assert work.report(folder)["complete"] is False
    assert len(work.pdf_text(folder / "listy.pdf")) == 2
    results = run(copy.output, copy.inbox / "listy", as_document=True)
    assert work.engine_calls(results) == 0
    assert work.exports(folder) == before
    assert work.versions(folder) == ["ocr-1", "ocr-2"]


def test_the_cache_knows_a_page_by_its_content(copy: Delivered, tmp_path: Path, run: Run) -> None:
    """A page read as a document of its own is not read again within another, when it has the same number."""
    folder = tmp_path / "drugoe"
    scans.png(folder / "a.png")
    results = run(copy.output, folder, as_document=True)
    assert work.engine_calls(results) == 0
    assert results[0].id == "urozhai"
