"""Pages on which a step fails: kept in the document with their image, named, and the others delivered."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pikepdf
import pytest

from digitize.errors import DigitizeError, EngineError, ExitCode, LimitError
from digitize.model.document import Document
from digitize.model.profile import EngineName
from digitize.pipeline.exports import Delivery, write_exports
from digitize.pipeline.run import exit_code
from digitize.pipeline.workshop import Workshop
from tests.pipeline import fake_engine, scans, work
from tests.pipeline.conftest import Run

TESSERACT = EngineName.TESSERACT
"""It is the engine that fails: what our own recogniser is sure of, it would not be asked to read."""
WIDTH = 900
"""Width in pixels of the page on which the engine fails; the others have another."""


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A TIFF of three pages."""
    pages = [
        scans.page(scans.RUSSIAN[:3], width=1000, height=300),
        scans.page(scans.RUSSIAN[1:4], width=WIDTH, height=300),
        scans.page(scans.RUSSIAN[2:], width=1040, height=300),
    ]
    return scans.tiff(tmp_path_factory.mktemp("three") / "tri.tif", pages)


@pytest.fixture(params=["crash", "hang", "bad UTF-8"])
def failing(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An engine in front of the path that fails on the second page."""
    fake_engine.install(tmp_path / "bin", fake_engine.ACTIONS[request.param], width=WIDTH)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    return str(request.param)


def run_failing(output: Path, scan: Path, failing: str) -> tuple[DigitizeError, dict[str, object]]:
    """The one error of a run of three pages, and the report."""
    timeout_s = 15.0 if failing == "hang" else 300.0
    (result,) = work.run(output, scan, jobs=2, languages="rus", page_timeout_s=timeout_s, engine=TESSERACT)
    assert exit_code([result]) is ExitCode.PARTIAL
    assert (result.id, result.pages) == ("tri", 3)
    (error,) = result.errors
    return error, work.report(output / "tri")


def test_an_engine_that_fails_on_one_page(tmp_path: Path, three: Path, failing: str) -> None:
    """Crash, failure, hang, nonsense: the page is named with its number and kept with its image; exit code 1."""
    error, report = run_failing(tmp_path / "out", three, failing)
    assert error.where == "tri.tif, page 2"
    assert isinstance(error, LimitError if failing == "hang" else EngineError)
    assert error.hint
    pages = report["pages"]
    assert isinstance(pages, list)
    assert [page["status"] for page in pages] == ["recognised", "failed", "recognised"]
    assert error.message in pages[1]["failure"]
    assert [(page["width"], page["height"]) for page in pages] == [(1000, 300), (WIDTH, 300), (1040, 300)]
    assert report["complete"] is False
    folder = tmp_path / "out/tri"
    text = work.pdf_text(folder / "tri.pdf")
    assert text[0] and not text[1] and text[2]
    with pikepdf.open(folder / "tri.pdf") as pdf:
        images = [dict(page.get_images()) if hasattr(page, "get_images") else dict(page.images) for page in pdf.pages]
    assert [int(next(iter(found.values())).Width) for found in images] == [1000, WIDTH, 1040]
    assert sorted(path.name for path in (folder / "alto").iterdir()) == ["0001.xml", "0002.xml", "0003.xml"]
    assert "page 2" in (folder / "tri.txt").read_text().split("\f")[1]
    assert work.leftovers(tmp_path / "out") == []


def test_a_failed_page_is_tried_again_and_no_other(
    tmp_path: Path, three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the engine is well again, the next run reads that page alone, and all is as if nothing had been.

    But for the number of the text: the one with the failed page is kept as well.
    """
    path = os.environ["PATH"]
    fake_engine.install(tmp_path / "bin", fake_engine.ACTIONS["fail"], width=WIDTH)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{path}")
    run_failing(tmp_path / "out", three, "fail")
    monkeypatch.setenv("PATH", path)
    (mended,) = work.run(tmp_path / "out", three, languages="rus", engine=TESSERACT)
    assert (mended.errors, mended.pages_from_cache) == ((), 2)
    (fresh,) = work.run(tmp_path / "fresh", three, languages="rus", engine=TESSERACT)
    assert mended.words == fresh.words
    assert (mended.transcription, fresh.transcription) == ("ocr-2", "ocr-1")
    mended_files, fresh_files = work.exports(tmp_path / "out"), work.exports(tmp_path / "fresh")
    assert mended_files.keys() == fresh_files.keys()
    other = {Path(path).name for path in fresh_files if mended_files[path] != fresh_files[path]}
    assert other == {"transcription.json", "tri.tei.xml", "report.json"}
    assert mended_files["tri/tri.tei.xml"].replace(b"ocr-2", b"ocr-1") == fresh_files["tri/tri.tei.xml"]


def test_an_engine_that_fails_in_reading_only(tmp_path: Path, three: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that could be prepared keeps what was found out about it."""
    fake_engine.install(tmp_path / "bin", fake_engine.ACTIONS["fail"], width=WIDTH, only="rus")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    error, report = run_failing(tmp_path / "out", three, "fail")
    assert "no luck" in error.message
    pages = report["pages"]
    assert isinstance(pages, list)
    assert [choice["what"] for choice in pages[1]["choices"]][:2] == ["turn", "deskew"]


def test_every_page_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The images are delivered all the same, searchable or not: exit code 1, and no page called complete."""
    scan = scans.png(tmp_path / "odna.png", scans.page(scans.RUSSIAN[:2], width=WIDTH, height=200))
    fake_engine.install(tmp_path / "bin", fake_engine.ACTIONS["crash"], width=WIDTH)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    (result,) = work.run(tmp_path / "out", scan, languages="rus", engine=TESSERACT)
    assert exit_code([result]) is ExitCode.PARTIAL
    assert result.errors[0].where == "odna.png, page 1"
    assert "Tesseract failed" in result.errors[0].message
    with pikepdf.open(tmp_path / "out/odna/odna.pdf") as pdf:
        assert len(pdf.pages) == 1


def test_boxes_beyond_belief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine may answer anything: what cannot be a page is a failed page, never the end of the run."""
    hocr = (
        "<html xmlns='http://www.w3.org/1999/xhtml'><body><div class='ocr_page' title='bbox 0 0 9 9'>"
        "<div class='ocr_carea' title='bbox 9 9 1 1'><p class='ocr_par' title='bbox 9 9 1 1'>"
        "<span class='ocr_line' title='bbox 99999999 5 -3 -9; baseline nan 0'>"
        "<span class='ocrx_word' title='bbox 8 8 2 2; x_wconf 900'>x</span></span></p></div></div></body></html>"
    )
    action = f"open(output, 'w').write({json.dumps(hocr)}); sys.exit(0)"
    fake_engine.install(tmp_path / "bin", action, width=WIDTH)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    scan = scans.png(tmp_path / "odna.png", scans.page(scans.RUSSIAN[:2], width=WIDTH, height=200))
    (result,) = work.run(tmp_path / "out", scan, languages="rus")
    assert result.id == "odna" and result.pages == 1
    (page,) = json.loads((tmp_path / "out/odna/transcription.json").read_bytes())["pages"]
    boxes = [word["box"] for region in page["regions"] for line in region["lines"] for word in line["words"]]
    assert all(0 <= x0 < x1 <= WIDTH and 0 <= y0 < y1 <= 200 for x0, y0, x1, y1 in boxes)


def test_a_format_that_fails(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker without the memory to write one format: that format is named, the others are there, the next run makes it."""
    from digitize.pipeline import deliver

    def one_fails(document: Document, formats: tuple[str, ...], shop: Workshop) -> Delivery:
        done = write_exports(document, tuple(f for f in formats if f != "tei"), shop)
        failed = LimitError("it needs more memory than is allowed", where=f"{document.id}, format tei")
        return Delivery(done.outputs, (failed,))

    scan = scans.png(tmp_path / "odna.png", scans.page(scans.RUSSIAN[:2], height=200))
    monkeypatch.setattr(deliver, "write_exports", one_fails)
    (result,) = run(tmp_path / "out", scan, languages="rus")
    assert result.engine_calls > 0
    assert exit_code([result]) is ExitCode.PARTIAL
    assert [error.where for error in result.errors] == ["odna, format tei"]
    assert "odna.tei.xml" not in work.report(tmp_path / "out/odna")["outputs"]
    monkeypatch.undo()
    (result,) = run(tmp_path / "out", scan, languages="rus")
    assert result.errors == () and result.engine_calls == 0
    assert "odna.tei.xml" in work.report(tmp_path / "out/odna")["outputs"]
