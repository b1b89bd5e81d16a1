"""What becomes of text that a PDF has already: refused, or kept and told of."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from digitize.confine import Pool
from digitize.errors import ExitCode
from digitize.model.decision import DecisionKind
from digitize.model.own_text import TextLayer
from digitize.pipeline.again import export_again
from digitize.pipeline.decide import Wish, record_decisions
from digitize.pipeline.finish_review import finish_review
from digitize.pipeline.run import exit_code
from digitize.pipeline.workshop import Workshop
from tests.export import schemas
from tests.pipeline import work
from tests.pipeline.kept_documents import Kept, Ticking, read_page, word_id

PAGES = [read_page(1), read_page(2)]


def layered(size: tuple[int, int], *texts: bytes) -> bytes:
    """A PDF with a page of that size for each text, which is not seen."""
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        for text in texts:
            page = pdf.add_blank_page(page_size=size)
            page.obj.Resources = Dictionary(Font=Dictionary(F=font))
            shown = b"BT 3 Tr /F 10 Tf 5 40 Td (%b) Tj ET" % text if text else b""
            page.obj.Contents = pdf.make_stream(shown)
        pdf.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(("selection", "refused"), [(None, "pages 1, 3"), ("2-3", "page 3")])
def test_a_pdf_with_text_is_refused_on_request(tmp_path: Path, pool: Pool, selection: str | None, refused: str) -> None:
    """Naming the pages, of those that were asked for; nothing is written."""
    source = tmp_path / "letters.pdf"
    source.write_bytes(layered((60, 80), b"Words", b"", b"Words"))
    results = work.run(tmp_path / "out", source, pool=pool, pages=selection, text_layer=TextLayer.REFUSE)
    (error,) = results[0].errors
    assert (error.message, error.where) == (f"has text already, on {refused}", "letters.pdf")
    assert "--text-layer" in (error.hint or "")
    assert exit_code(results) is ExitCode.BAD_INPUT
    assert not (tmp_path / "out" / "letters").exists()


def _stored(tmp_path: Path) -> Kept:
    """A document whose two pages have text, of which that of the second one stands beside the page; read with ``keep``."""
    kept = Kept(tmp_path / "out")
    scan = layered((1200, 1600), b"Words of old", b"Words of old")
    kept.document(PAGES, "vestnik", scan, scan)
    path = kept.folder() / "report.json"
    report = json.loads(path.read_bytes())
    report["sources"] = [report["sources"][0] | {"media_type": "application/pdf", "name": "scan.pdf", "frames": 2}]
    report["provenance"]["settings"]["text_layer"] = "keep"
    for frame, unfit in enumerate((None, "it does not stand on the page")):
        report["pages"][frame]["frame"] = frame
        report["pages"][frame]["own_text"] = {"kind": "invisible", "words": 3, "hidden_words": 0, "unfit": unfit}
    path.write_text(json.dumps(report), "utf-8")
    return kept


def test_a_kept_layer_is_told_with_how_far_it_differs(tmp_path: Path, pool: Pool) -> None:
    """In the report, page by page and in a sentence, which follows a review that renews the PDF's text."""
    kept = _stored(tmp_path)
    useless = "scan.pdf, page 2: the text that was there is of no use (it does not stand on the page), and is replaced"
    differs = (
        "scan.pdf, page 1: the PDF keeps the text that was there; it differs from the transcription in {} of 10 words"
    )
    with Workshop(kept.settings, pool=pool) as shop:
        told = export_again("vestnik", ("pdf",), shop).warnings["text-layer"]
        assert told == (differs.format(10), useless)
        wish = Wish(DecisionKind.EDIT, "Anna", "ocr-1", (word_id(PAGES[:1], "саду"),), "Words")
        record_decisions("vestnik", 0, [wish], kept.settings, Ticking())
        finish_review("vestnik", "ocr-1", shop, Ticking())
    report = work.report(kept.folder())
    schemas.own("report").validate(report)
    assert report["export_warnings"]["text-layer"] == [differs.format(9), useless]
    assert [page["own_text"]["in_pdf"] for page in report["pages"]] == ["kept", "replaced"]
    first, second = work.pdf_text(kept.folder() / "vestnik.pdf")
    assert (first, "великъ" in second, "old" in second) == ("Words of old", True, False)
