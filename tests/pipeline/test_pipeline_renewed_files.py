"""Reviews ended where few pages have changed: only their pieces of the files are made, and all bytes are those of a fresh export."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from digitize.confine import Pool
from digitize.export.report_json import encode_report
from digitize.model.decision import DecisionKind
from digitize.model.transcription import RegionKind, TranscribedPage
from digitize.pipeline.again import export_again
from digitize.pipeline.alignments import lay_again
from digitize.pipeline.decide import Wish, record_decisions
from digitize.pipeline.exports import Delivery, write_exports
from digitize.pipeline.finish_review import Review, finish_review
from digitize.pipeline.library import load_document
from digitize.pipeline.workshop import Workshop
from digitize.repair.hyphens import join_hyphens
from digitize.store.decision_log import read_decisions
from tests.export.documents import R, W, exported, page
from tests.pipeline import work
from tests.pipeline.kept_documents import Kept, Ticking


def _pages() -> Sequence[TranscribedPage]:
    """Five pages: words broken over their ends, past a page with a picture alone; one without anything broken."""

    def text(number: int, *lines: tuple[W, ...]) -> TranscribedPage:
        head = R(RegionKind.HEADER, [(W("ВЕСТНИК"), W(str(number)))], top=10)
        return page(number, [head, R(RegionKind.PARAGRAPH, lines, 1, width=900)], columns=1, language="rus")

    made = (
        text(1, (W("Урожай"), W("въ"), W("са-")), (W("ду"), W("был"), W("раз-"))),
        text(2, (W("говоръ"), W("о"), W("нём")), (W("шёл"), W("«Suite»", language="fra"), W("вели-"))),
        page(3, [R(RegionKind.IMAGE, top=300)], columns=1),
        text(4, (W("кий"), W("и"), W("долгий.")), (W("Потом"), W("Paris", language="fra"), W("дождь"))),
        text(
            5,
            (W("Конец"), W("книги.")),
        ),
    )
    return tuple(join_hyphens(made))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> Kept:
    """A document with all its files."""
    kept = Kept(tmp_path_factory.mktemp("template") / "out")
    kept.document(_pages())
    with Workshop(kept.settings, pool=pool) as shop:
        assert export_again("vestnik", ("alto", "hocr", "json", "page", "pdf", "tei", "txt"), shop).errors == ()
    return kept


@pytest.fixture
def kept(template: Kept, tmp_path: Path) -> Kept:
    shutil.copytree(template.output, tmp_path / "out")
    return Kept(tmp_path / "out")


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Filled when all files are made anew."""
    told: list[str] = []

    def watched(*of: Any) -> Delivery:
        told.append("whole")
        return write_exports(*of)

    monkeypatch.setattr("digitize.pipeline.finish_review.write_exports", watched)
    return told


def _finish(kept: Kept, pool: Pool, *edits: tuple[str, str] | int) -> Review:
    """Decides on words of the text in force, by their first letters' ids, or takes a decision back; and ends the review."""
    _, document = load_document("vestnik", kept.settings)
    parent = document.transcription.id
    for edit in edits:
        seen = read_decisions(kept.folder()).sequence
        if isinstance(edit, int):
            wish = Wish(DecisionKind.UNDO, "Anna", parent, of=edit)
        else:
            words = (word for each in document.transcription.pages for word in each.words)
            id_ = next(word.id for word in words if word.text == edit[0])
            wish = Wish(DecisionKind.EDIT, "Anna", parent, (id_,), edit[1])
        record_decisions("vestnik", seen, [wish], kept.settings, Ticking())
    with Workshop(kept.settings, pool=pool) as shop:
        review = finish_review("vestnik", parent, shop, Ticking())
    assert review.delivery.errors == ()
    return review


def _assert_as_fresh(kept: Kept) -> None:
    """Every file but the PDF is what the exporters make of the stored text."""
    _, document = load_document("vestnik", kept.settings)
    files, report = work.contents(kept.folder()), work.report(kept.folder())
    fresh = exported(document)
    assert [path for path, data in fresh.items() if files[path] != data] == []
    assert files[f"transcriptions/{document.transcription.id}.json"] == files["transcription.json"]
    told = (report["provenance"]["settings"], report["outputs"], report["last_reading"], report["unfit_decisions"])
    assert files["report.json"] == encode_report(document, *told, report["export_warnings"])
    assert {path: hashlib.sha256(files[path]).hexdigest() for path in report["outputs"]} == report["outputs"]


def test_edit_after_edit_is_as_a_fresh_export(kept: Kept, pool: Pool, whole: list[str]) -> None:
    """A letter; a word parted; the first half of a word that ends on a later page, past a picture; a word of another language gone; one taken back."""
    steps: list[tuple[tuple[str, str] | int, ...]] = [
        (("был", "былъ"),),
        (("долгий.", "дол гий."),),
        (("раз-", "рас-"),),
        (("вели-", "вели"),),
        (("Paris", ""), ("«Suite»", "Сюита")),
        (3,),
        (("книги.", "книги-"), ("въ", "в")),
    ]
    for number, edits in enumerate(steps, 1):
        review = _finish(kept, pool, *edits)
        assert (review.transcription, review.is_new, whole) == (f"reviewed-{number}", True, [])
        _assert_as_fresh(kept)
    before = work.contents(kept.folder())
    (kept.folder() / "vestnik.pdf").unlink()
    with Workshop(kept.settings, pool=pool) as shop:
        export_again("vestnik", ("pdf",), shop)
    assert work.contents(kept.folder()) == before


def test_layout_decided_on_is_as_a_fresh_export(kept: Kept, pool: Pool, whole: list[str]) -> None:
    """A paragraph that is a heading stands in the PDF's outline; one that is handwriting is no text, and the PDF is made anew without it."""
    for number, (kind, on) in enumerate((("heading", "p0004_r002"), ("handwriting", "p0005_r002")), 1):
        _, document = load_document("vestnik", kept.settings)
        parent = document.transcription.id
        wish = Wish(DecisionKind.SET_KIND, "Anna", parent, on=on, new=kind)
        record_decisions("vestnik", number - 1, [wish], kept.settings, Ticking())
        with Workshop(kept.settings, pool=pool) as shop:
            assert finish_review("vestnik", parent, shop, Ticking()).delivery.errors == ()
        _assert_as_fresh(kept)
    before = work.contents(kept.folder())
    (kept.folder() / "vestnik.pdf").unlink()
    with Workshop(kept.settings, pool=pool) as shop:
        export_again("vestnik", ("pdf",), shop)
    assert work.contents(kept.folder()) == before


def test_a_page_of_which_nothing_is_left(kept: Kept, pool: Pool) -> None:
    """Its text goes out of every file."""
    _finish(kept, pool, ("Конец", ""), ("книги.", ""), ("ВЕСТНИК", "ВЕСТНИКЪ"))
    _assert_as_fresh(kept)


def test_files_of_other_pages_are_not_touched(kept: Kept, pool: Pool, whole: list[str]) -> None:
    """Not even written again; a word's first half changes the page that holds its second, and no other."""
    folder = kept.folder()
    times = {path: (folder / path).stat().st_mtime_ns for path in work.contents(folder)}
    _finish(kept, pool, ("раз-", "рас-"))
    changed = {path for path, time in times.items() if (folder / path).stat().st_mtime_ns != time}
    pages = {path for path in changed if "/" in path}
    assert pages == {"alto/0001.xml", "page/0001.xml", "hocr/0001.html", "alto/0002.xml"}
    assert whole == []
    _assert_as_fresh(kept)


@pytest.mark.parametrize("how", ["changed", "lost", "of another form", "facts lost"])
def test_files_that_are_not_ours_are_made_anew(kept: Kept, pool: Pool, whole: list[str], how: str) -> None:
    """A page that somebody has changed, one that is lost, one that another version of this program would have written: none stays so."""
    folder = kept.folder()
    path, other = folder / "alto/0005.xml", folder / "hocr/0001.html"
    if how == "lost":
        path.unlink()
    elif how == "changed":
        path.write_bytes(path.read_bytes().replace("Конец".encode(), "Начало".encode()))
    elif how == "of another form":
        time = other.stat().st_mtime_ns
        other.write_bytes(other.read_bytes().replace(b"ocr_line", b"ocr_lines"))
        os.utime(other, ns=(time, time))
    else:
        shutil.rmtree(kept.output / ".digitize" / "cache")
    _finish(kept, pool, ("был", "былъ"))
    assert whole == ([] if how == "facts lost" else ["whole"])
    _assert_as_fresh(kept)


def test_a_review_of_nothing_new_writes_nothing(kept: Kept, pool: Pool, whole: list[str]) -> None:
    """What is decided and taken back changes no page: no version is made."""
    before = work.contents(kept.folder())
    review = _finish(kept, pool, ("был", "былъ"), 1)
    after = work.contents(kept.folder())
    assert (review.transcription, review.is_new, whole) == ("ocr-1", False, [])
    assert {path: data for path, data in after.items() if path != "decisions.jsonl"} == before


def test_what_files_tell_of_pages_goes_with_the_document(kept: Kept) -> None:
    """It is kept in the cache, once, and names the sources by which a deletion finds it."""
    cached = (kept.output / ".digitize/cache").glob("??/*")
    told = [json.loads(path.read_bytes()) for path in cached]
    (facts,) = [each for each in told if "pages" in each]
    assert facts["sources"] == [source["sha256"] for source in work.report(kept.folder())["sources"]]
    assert [each["page_number"] for each in facts["pages"]] == [1, 2, 3, 4, 5]


def test_texts_may_be_laid_anew_later(kept: Kept, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person does not wait for it: the review ends without, and it is done when it is asked for."""
    laid: list[str] = []

    def watched(folder: Path, _shop: Workshop) -> tuple[tuple[()], tuple[()]]:
        laid.append(folder.name)
        return (), ()

    for module in ("finish_review", "alignments"):
        monkeypatch.setattr(f"digitize.pipeline.{module}.lay_anew", watched)
    words = [word.id for each in _pages() for word in each.words if word.text == "был"]
    record_decisions("vestnik", 0, [Wish(DecisionKind.EDIT, "Anna", "ocr-1", tuple(words), "былъ")], kept.settings)
    with Workshop(kept.settings, pool=pool) as shop:
        assert finish_review("vestnik", "ocr-1", shop, lays_anew=False).is_new
        assert laid == []
        lay_again("vestnik", shop)
    assert laid == ["vestnik"]
