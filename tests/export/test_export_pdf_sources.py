"""PDFs as sources: pages picked and kept as they are, old OCR layers replaced, visible text left alone."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import img2pdf  # type: ignore[import-untyped]
import pikepdf
import pytest
from PIL import ImageChops, ImageStat

from digitize.errors import ExportError
from digitize.export.pdf import pdf_conformance
from digitize.model.geometry import Transform
from digitize.model.transcription import PageStatus
from tests.export.pdf_drawing import CYRILLIC, DPI, SIZE, Drawn, Shelf, draw, jpeg
from tests.export.pdf_readers import (
    READERS,
    composed,
    image_streams,
    places,
    poppler_raw,
    qpdf_complaints,
    read_by_all,
    rendered,
)

W, H = SIZE
W_PT, H_PT = W * 72 / DPI, H * 72 / DPI
PDF = "application/pdf"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def _pages(count: int = 1) -> list[Drawn]:
    return [draw(CYRILLIC[6 * i : 6 * i + 20], number=i + 1) for i in range(count)]


def _image_pdf(pages: list[Drawn]) -> pikepdf.Pdf:
    made = img2pdf.convert([jpeg(page) for page in pages], layout_fun=img2pdf.get_fixed_dpi_layout_fun((DPI, DPI)))
    return pikepdf.open(io.BytesIO(made))


def _bytes(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, **options)
    return buffer.getvalue()


def _put(shelf: Shelf, data: bytes, name: str = "a.pdf") -> str:
    (shelf.folder / "source.pdf").write_bytes(data)
    return shelf.put(data, name, PDF)


def _to_canonical(turn_deg: int = 0) -> Transform:
    """From points of the displayed page to pixels of the upright image."""
    width, height = (W, H) if turn_deg in (0, 180) else (H, W)
    return Transform.scale(DPI / 72).then(Transform.turn(turn_deg, width, height))


def _assert_words_on_ink(path: Path, drawn: Drawn, page: int = 1) -> None:
    found = places(path)[page - 1]
    assert composed([place[0] for place in found]) == composed(drawn.words)
    for place, box in zip(found, drawn.boxes, strict=True):
        x0, y0, x1, y1 = (value * DPI / 72 for value in place[1:])
        assert abs(x0 - box.x0) < 1.5
        assert abs(x1 - box.x1) < 1.5
        assert abs((y0 + y1) / 2 - (box.y0 + box.y1) / 2) < 9


def _same_picture(a: Path, page_a: int, b: Path, page_b: int) -> bool:
    return ImageChops.difference(rendered(a, page_a), rendered(b, page_b)).getbbox() is None


def test_pages_are_picked_in_order_and_untouched(shelf: Shelf) -> None:
    """Pages 3 and 1 of a scanned PDF: streams byte for byte, the same picture, the right words on each."""
    pages = _pages(4)
    sha = _put(shelf, _bytes(_image_pdf(pages)))
    for frame in (2, 0):
        shelf.page(sha, pages[frame], frame=frame, to_canonical=_to_canonical())
    path = shelf.export()
    source = shelf.folder / "source.pdf"
    assert set(image_streams(path)) < set(image_streams(source))
    assert len(image_streams(path)) == 2
    for number, frame in enumerate((2, 0), start=1):
        assert _same_picture(path, number, source, frame + 1)
        _assert_words_on_ink(path, pages[frame], number)
    assert pdf_conformance(path) == "PDF/A-2U"
    assert qpdf_complaints(path) == ""


@pytest.mark.parametrize(
    ("rotate", "turn"), [(0, 90), (0, 180), (0, 270), (90, 0), (90, 90), (180, 270), (270, 0), (270, 180)]
)
def test_every_rotation_with_every_turn(shelf: Shelf, rotate: int, turn: int) -> None:
    """A page's own /Rotate and the turn that makes it upright add up; words stand on their ink."""
    (drawn,) = _pages()
    stored = Drawn(drawn.image.rotate(rotate + turn, expand=True), ())
    pdf = _image_pdf([stored])
    pdf.pages[0].Rotate = rotate
    shelf.page(_put(shelf, _bytes(pdf)), drawn, turn_deg=turn, to_canonical=_to_canonical(turn))
    path = shelf.export()
    with pikepdf.open(path) as made:
        assert int(made.pages[0].obj.get("/Rotate", 0)) == (rotate + turn) % 360
    _assert_words_on_ink(path, drawn)
    seen = rendered(path, dpi=round(DPI))
    difference = ImageChops.difference(seen, drawn.image.resize(seen.size))
    assert ImageStat.Stat(difference).mean[0] < 4
    assert image_streams(path) == image_streams(shelf.folder / "source.pdf")


@pytest.mark.parametrize("rotate", [0, 90])
def test_crop_box_and_shifted_media_box(shelf: Shelf, rotate: int) -> None:
    """The displayed page is what the crop box leaves; the text layer follows it, wherever the origin lies."""
    (drawn,) = _pages()
    pdf = _image_pdf([Drawn(drawn.image.rotate(rotate, expand=True), ())])
    page = pdf.pages[0]
    width, height = (float(value) for value in list(page.mediabox)[2:])
    page.contents_add(b"q 1 0 0 1 -100 50 cm", prepend=True)
    page.contents_add(b"Q")
    page.MediaBox = [-130, 20, width - 100, height + 90]
    page.CropBox = [-100, 50, width - 100, height + 50]
    page.Rotate = rotate
    shelf.page(_put(shelf, _bytes(pdf)), drawn, to_canonical=_to_canonical())
    path = shelf.export()
    _assert_words_on_ink(path, drawn)
    assert _same_picture(path, 1, shelf.folder / "source.pdf", 1)
    with pikepdf.open(path) as made:
        assert [float(v) for v in made.pages[0].cropbox] == pytest.approx(
            [-100, 50, width - 100, height + 50], abs=0.001
        )


def _with_text(pdf: pikepdf.Pdf, text: bytes, mode: int, *, form: bool = False) -> None:
    """Adds text in a font that is not embedded, as OCR programs do, to the first page."""
    page = pdf.pages[0]
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    shown = b"BT %d Tr /Old 20 Tf 40 300 Td (%b) Tj ET" % (mode, text)
    if form:
        resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(Old=font))
        xobject = pdf.make_stream(
            shown, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 999, 999], Resources=resources
        )
        page.Resources.XObject["/Layer"] = xobject
        shown = b"q /Layer Do Q"
    else:
        page.Resources.Font = pikepdf.Dictionary(Old=font)
    page.contents_add(b"q " + shown + b" Q")


@pytest.mark.parametrize("form", [False, True])
def test_an_invisible_layer_is_replaced(shelf: Shelf, form: bool) -> None:
    """An old OCR layer, in the page or in a form, gives way to our words; the scan keeps its bytes and its look."""
    (drawn,) = _pages()
    pdf = _image_pdf([drawn])
    _with_text(pdf, b"OLD RUBBISH", 3, form=form)
    shelf.page(_put(shelf, _bytes(pdf)), drawn, to_canonical=_to_canonical())
    path = shelf.export()
    assert read_by_all(path) == dict.fromkeys(READERS, composed(drawn.words))
    source = shelf.folder / "source.pdf"
    assert image_streams(path) == image_streams(source)
    assert _same_picture(path, 1, source, 1)
    assert pdf_conformance(path) == "PDF/A-2U"


@pytest.mark.parametrize("form", [False, True])
def test_visible_text_is_kept_and_ours_left_out(shelf: Shelf, form: bool) -> None:
    """A born-digital page reads as it did; the scanned page beside it gets its words."""
    pages = _pages(2)
    pdf = _image_pdf(pages)
    _with_text(pdf, b"BORN DIGITAL", 0, form=form)
    sha = _put(shelf, _bytes(pdf))
    for frame in (0, 1):
        shelf.page(sha, pages[frame], frame=frame, to_canonical=_to_canonical())
    path = shelf.export()
    assert poppler_raw(path) == ["BORN", "DIGITAL", *pages[1].words]
    assert _same_picture(path, 1, shelf.folder / "source.pdf", 1)


def test_a_font_that_is_not_embedded_costs_the_claim(shelf: Shelf) -> None:
    """What is not PDF/A does not say so: the PDF is delivered without the claim."""
    (drawn,) = _pages()
    pdf = _image_pdf([drawn])
    _with_text(pdf, b"BORN DIGITAL", 0)
    shelf.page(_put(shelf, _bytes(pdf)), drawn, to_canonical=_to_canonical())
    path = shelf.export()
    assert pdf_conformance(path) is None
    assert qpdf_complaints(path) == ""


def test_exporting_our_own_pdf_again_replaces_our_layer(shelf: Shelf) -> None:
    """Our PDF as source: the layer is found and renewed, the scan the same."""
    (drawn,) = _pages()
    sha = shelf.put(jpeg(drawn), "a.jpg", "image/jpeg")
    shelf.page(sha, drawn)
    first = shelf.export().read_bytes()
    again = Shelf(shelf.folder)
    other = draw(CYRILLIC[20:30])
    again.page(again.put(first, "b.pdf", PDF), Drawn(drawn.image, other.regions), to_canonical=_to_canonical())
    path = again.export()
    assert poppler_raw(path) == other.words
    with pikepdf.open(path) as pdf:
        assert pdf.pages[0].Resources.XObject.Im0.read_raw_bytes() == jpeg(drawn)
    assert pdf_conformance(path) == "PDF/A-2U"


def test_documents_of_several_sources(shelf: Shelf) -> None:
    """A JPEG, a page of a PDF, a page of another PDF: one document, in its own order, sizes mixed."""
    pages = [draw(CYRILLIC[5 * i : 5 * i + 9], number=i + 1) for i in range(3)]
    small = draw(CYRILLIC[:4], size=(700, 500))
    one, two = (_put(shelf, _bytes(_image_pdf(some))) for some in (pages[:1], pages[1:]))
    shelf.page(two, pages[2], frame=1, to_canonical=_to_canonical())
    shelf.page(shelf.put(jpeg(small), "a.jpg", "image/jpeg"), small)
    shelf.page(one, pages[0], to_canonical=_to_canonical())
    path = shelf.export()
    assert poppler_raw(path) == pages[2].words + small.words + pages[0].words
    assert pdf_conformance(path) == "PDF/A-2U"


def test_pages_that_share_their_resources(shelf: Shelf) -> None:
    """Where all pages use one resource dictionary, each still shows its own words only."""
    pages = _pages(3)
    pdf = _image_pdf(pages)
    shared = pdf.make_indirect(
        pikepdf.Dictionary(
            XObject=pikepdf.Dictionary({f"/P{i}": page.Resources.XObject.Im0 for i, page in enumerate(pdf.pages)})
        )
    )
    for index, page in enumerate(pdf.pages):
        page.Contents = pdf.make_stream(page.Contents.read_bytes().replace(b"/Im0", b"/P%d" % index))
        page.obj.Resources = shared
    sha = _put(shelf, _bytes(pdf))
    for frame, drawn in enumerate(pages):
        shelf.page(sha, drawn, frame=frame, to_canonical=_to_canonical())
    path = shelf.export()
    assert [[composed([p[0]])[0] for p in page] for page in places(path)] == [composed(page.words) for page in pages]
    assert pdf_conformance(path) == "PDF/A-2U"


def test_owner_password_is_no_hindrance(shelf: Shelf) -> None:
    """A PDF that anyone may open is taken; the result is not encrypted."""
    (drawn,) = _pages()
    data = _bytes(_image_pdf([drawn]), encryption=pikepdf.Encryption(owner="secret", user=""))
    shelf.page(_put(shelf, data), drawn, to_canonical=_to_canonical())
    path = shelf.export()
    with pikepdf.open(path) as pdf:
        assert not pdf.is_encrypted
    assert poppler_raw(path) == drawn.words


def test_user_password_is_named(shelf: Shelf) -> None:
    """A PDF that needs a password is refused with its name and a way out."""
    (drawn,) = _pages()
    data = _bytes(_image_pdf([drawn]), encryption=pikepdf.Encryption(owner="secret", user="secret"))
    shelf.page(_put(shelf, data, "locked.pdf"), drawn, to_canonical=_to_canonical())
    with pytest.raises(ExportError, match=r"locked\.pdf: .*password.*Remove the password"):
        shelf.export()


def test_a_file_that_is_no_pdf_is_named(shelf: Shelf) -> None:
    """A broken PDF is refused with its name, without a traceback of another library."""
    (drawn,) = _pages()
    shelf.page(_put(shelf, b"%PDF-1.4 nothing here", "broken.pdf"), drawn, to_canonical=_to_canonical())
    with pytest.raises(ExportError, match=r"broken\.pdf: "):
        shelf.export()


def test_a_form_becomes_part_of_the_page(shelf: Shelf) -> None:
    """A filled-in field stays visible, scripts and triggers go, and OCRmyPDF does not refuse the file."""
    (drawn,) = _pages()
    pdf = _image_pdf([drawn])
    look = pdf.make_stream(
        b"0.2 g 0 0 100 20 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 100, 20]
    )
    field = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T=b"name",
            V=b"x",
            F=4,
            Rect=[50, 50, 150, 70],
            AP=pikepdf.Dictionary(N=look),
        )
    )
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=b"app.alert(1)")
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=script)
    pdf.pages[0].Annots = [field, link]
    pdf.pages[0].obj.AA = pikepdf.Dictionary(O=script)
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)
    pdf.Root.OpenAction = script
    shelf.page(_put(shelf, _bytes(pdf)), drawn, to_canonical=_to_canonical())
    path = shelf.export()
    corner = rendered(path).crop((60, round(H_PT) - 66, 140, round(H_PT) - 54))
    assert max(corner.tobytes()) < 80
    assert b"JavaScript" not in _bytes(pikepdf.open(path), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert poppler_raw(path) == drawn.words
    assert pdf_conformance(path) == "PDF/A-2U"


def test_links_to_addresses_stay(shelf: Shelf) -> None:
    """A harmless link annotation is part of the page."""
    (drawn,) = _pages()
    pdf = _image_pdf([drawn])
    address = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=b"https://example.org/")
    pdf.pages[0].Annots = [
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, F=4, Border=[0, 0, 0], Rect=[0, 0, 9, 9], A=address
        )
    ]
    shelf.page(_put(shelf, _bytes(pdf)), drawn, to_canonical=_to_canonical())
    path = shelf.export()
    with pikepdf.open(path) as made:
        assert str(made.pages[0].Annots[0].A.URI) == "https://example.org/"
    assert pdf_conformance(path) == "PDF/A-2U"


def test_empty_and_failed_pages_of_a_pdf_keep_their_scan(shelf: Shelf) -> None:
    """Pages without words come through as they are; one that could not be read keeps the layer that it had, for there is no other."""
    pages = _pages(2)
    pdf = _image_pdf(pages)
    _with_text(pdf, b"OLD", 3)
    sha = _put(shelf, _bytes(pdf))
    shelf.page(sha, pages[0], frame=0, status=PageStatus.FAILED, to_canonical=_to_canonical())
    shelf.page(sha, pages[1], frame=1, status=PageStatus.EMPTY, to_canonical=_to_canonical())
    path = shelf.export()
    assert image_streams(path) == image_streams(shelf.folder / "source.pdf")
    assert poppler_raw(path) == ["OLD"]


def test_a_frame_that_the_file_does_not_have(shelf: Shelf) -> None:
    """A page beyond the file's end is an error with file and page, not a page too few."""
    (drawn,) = _pages()
    shelf.page(_put(shelf, _bytes(_image_pdf([drawn])), "short.pdf"), drawn, frame=5, to_canonical=_to_canonical())
    with pytest.raises(ExportError, match=r"short\.pdf, page 1: .*the file has 1 pages"):
        shelf.export()
