"""Text that pages of a PDF have already, in the searchable PDF: kept by choice, replaced, or with ours beside it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import img2pdf  # type: ignore[import-untyped]
import pikepdf
import pytest
from pikepdf import Dictionary, Name

from digitize.export.pdf_facing import export_facing
from digitize.export.pdf_replace import replace_page_text
from digitize.ingest import page_own_text
from digitize.model.document import Document
from digitize.model.geometry import Transform
from digitize.model.own_text import TextLayer
from digitize.model.transcription import PageStatus
from tests.export.documents import MemorySink
from tests.export.pdf_drawing import CYRILLIC, DPI, Shelf, draw, jpeg
from tests.export.pdf_readers import image_streams, poppler_raw, qpdf_complaints

SIZE = (500, 300)
DRAWN = [draw(CYRILLIC[3 * n : 3 * n + 12], size=SIZE, number=n + 1) for n in range(2)]
LAYER = b"BT 3 Tr /f-0-0 9 Tf 10 100 Td (An old layer of five words) Tj ET"
STAMP = b"BT 0 Tr /Stamp 9 Tf 10 10 Td (Property of the library) Tj ET"
UNDER = b"BT 0 Tr /f-0-0 9 Tf 10 100 Td (An old layer of five words) Tj ET"


def _source(shelf: Shelf, first: bytes, *, below: bool = False) -> None:
    """A PDF of two scans; the first page has text too, in front of its scan or below it."""
    made = img2pdf.convert([jpeg(drawn) for drawn in DRAWN], layout_fun=img2pdf.get_fixed_dpi_layout_fun((DPI, DPI)))
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as pdf:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        page = pdf.pages[0]
        page.Resources.Font = Dictionary({"/f-0-0": font, "/Stamp": font})
        page.contents_add(b"q " + first + b" Q", prepend=below)
        pdf.save(buffer)
    sha = shelf.put(buffer.getvalue(), "a.pdf", "application/pdf", 2)
    for frame, drawn in enumerate(DRAWN):
        shelf.page(sha, drawn, frame=frame, to_canonical=Transform.scale(DPI / 72))
        own = page_own_text(shelf.original(sha), frame)
        shelf.records[frame] = replace(shelf.records[frame], own_text=own)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def _kept(shelf: Shelf) -> Document:
    return shelf.document(text_layer=TextLayer.KEEP)


def _with_word(shelf: Shelf, number: int, text: str) -> None:
    page = shelf.pages[number - 1]
    region = page.regions[0]
    line = region.lines[0]
    words = (replace(line.words[0], text=text, reading=text), *line.words[1:])
    region = replace(region, lines=(replace(line, words=words), *region.lines[1:]))
    shelf.pages[number - 1] = replace(page, regions=(region,))


def test_a_layer_is_kept_by_choice_alone(shelf: Shelf) -> None:
    """The page reads as it did and has no word of ours, the other one ours; without the choice ours stands on both."""
    _source(shelf, LAYER)
    ours = [word.text for page in shelf.pages for word in page.words]
    path = shelf.export(text_layer=TextLayer.KEEP)
    assert poppler_raw(path) == ["An", "old", "layer", "of", "five", "words", *DRAWN[1].words]
    assert qpdf_complaints(path) == ""
    assert image_streams(path) == image_streams(shelf.original(shelf.sources[0].sha256))
    assert poppler_raw(shelf.export()) == ours


@pytest.mark.parametrize("number", [1, 2])
def test_text_is_exchanged_beside_a_kept_layer(shelf: Shelf, number: int) -> None:
    """Whichever page a review changes: the bytes are those of a fresh export, and the layer is as it was."""
    _source(shelf, LAYER)
    before = shelf.folder / "before.pdf"
    shelf.export(text_layer=TextLayer.KEEP).replace(before)
    _with_word(shelf, number, "ПРОВѢРЕНО")
    made = shelf.folder / "made.pdf"
    replace_page_text(before, made, _kept(shelf), [number], shelf)
    assert made.read_bytes() == shelf.export(text_layer=TextLayer.KEEP).read_bytes()
    assert ("ПРОВѢРЕНО" in poppler_raw(made), "layer" in poppler_raw(made)) == (number == 2, True)


def test_a_kept_layer_is_not_in_the_facing_transcription(shelf: Shelf) -> None:
    """There text stands once, beside the scan; the picture of the page is whole, though its font has the name of ours."""
    _source(shelf, LAYER)
    sink = MemorySink()
    export_facing(_kept(shelf), shelf, sink, None)
    path = shelf.folder / "facing.pdf"
    path.write_bytes(sink.files["вестник.facing.pdf"])
    assert not {"old", "layer"} & set(poppler_raw(path))
    assert image_streams(path) == image_streams(shelf.original(shelf.sources[0].sha256))


def test_text_under_the_scan_is_a_layer_too(shelf: Shelf) -> None:
    """Painted, but covered by the picture: nobody sees it, so ours takes its place."""
    _source(shelf, UNDER, below=True)
    assert poppler_raw(shelf.export()) == [word.text for page in shelf.pages for word in page.words]


def test_a_stamp_on_a_scan_does_not_keep_our_text_out(shelf: Shelf) -> None:
    """Visible words far fewer than stand on the page: they stay, the layer behind them goes, and ours is there."""
    _source(shelf, STAMP + b" " + LAYER)
    own = shelf.records[0].own_text
    assert own is not None
    assert (own.words, own.hidden_words) == (4, 6)
    read = poppler_raw(shelf.export())
    assert sorted(read) == sorted(["Property", "of", "the", "library", *DRAWN[0].words, *DRAWN[1].words])
    kept = poppler_raw(shelf.export(text_layer=TextLayer.KEEP))
    assert sorted(kept) == sorted(
        ["Property", "of", "the", "library", "An", "old", "layer", "of", "five", "words", *DRAWN[1].words]
    )


def test_a_page_that_could_not_be_read_keeps_what_it_had(shelf: Shelf) -> None:
    """There is nothing to put in the place of its layer."""
    _source(shelf, LAYER)
    shelf.pages[0] = replace(shelf.pages[0], status=PageStatus.FAILED, regions=(), columns=0, failure="no engine")
    assert poppler_raw(shelf.export()) == ["An", "old", "layer", "of", "five", "words", *DRAWN[1].words]
