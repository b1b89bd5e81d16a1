"""Source PDFs that hold more, or less, than pages: the right result, and what is left out is told."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable
from pathlib import Path

import img2pdf  # type: ignore[import-untyped]
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import ImageChops, ImageStat

from digitize.export.pdf import pdf_conformance
from digitize.export.pdf_left_behind import left_behind
from digitize.model.geometry import Transform
from digitize.model.transcription import PageStatus
from tests.export.pdf_drawing import CYRILLIC, DPI, Drawn, Shelf, draw, jpeg
from tests.export.pdf_readers import READERS, composed, poppler_raw, qpdf_complaints, read_by_all, rendered

PDF = "application/pdf"
SIZE = (600, 400)
SCRIPT = Dictionary(S=Name.JavaScript, JS=b"app.alert(1)")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def _drawn(number: int = 1, size: tuple[int, int] = SIZE) -> Drawn:
    return draw(CYRILLIC[4 * number : 4 * number + 12], size=size, number=number)


def _scans(*pages: Drawn) -> pikepdf.Pdf:
    made = img2pdf.convert([jpeg(page) for page in pages], layout_fun=img2pdf.get_fixed_dpi_layout_fun((DPI, DPI)))
    return pikepdf.open(io.BytesIO(made))


def _export(shelf: Shelf, pdf: pikepdf.Pdf | bytes, *pages: Drawn, status: PageStatus = PageStatus.RECOGNISED) -> Path:
    if isinstance(pdf, pikepdf.Pdf):
        with pdf:
            buffer = io.BytesIO()
            pdf.save(buffer)
        pdf = buffer.getvalue()
    (shelf.folder / "source.pdf").write_bytes(pdf)
    sha = shelf.put(pdf, "a.pdf", PDF, len(pages))
    for frame, drawn in enumerate(pages):
        shelf.page(sha, drawn, frame=frame, to_canonical=Transform.scale(DPI / 72), status=status)
    return shelf.export()


def _told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def _looks_alike(path: Path, source: Path, page: int = 1) -> bool:
    difference = ImageChops.difference(rendered(path, page), rendered(source, page))
    return float(ImageStat.Stat(difference).mean[0]) < 0.5


def _field(pdf: pikepdf.Pdf, **more: object) -> pikepdf.Object:
    look = pdf.make_stream(b"0.2 g 0 0 100 20 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 100, 20])
    plain = {"Type": Name.Annot, "Subtype": Name.Widget, "T": b"name", "F": 4, "Rect": [50, 50, 150, 70]}
    return pdf.make_indirect(Dictionary({f"/{k}": v for k, v in (plain | {"AP": Dictionary(N=look)} | more).items()}))


def _form(pdf: pikepdf.Pdf) -> None:
    field = _field(pdf, FT=Name.Tx, V=b"x")
    pdf.pages[0].Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=[field])


def _signature(pdf: pikepdf.Pdf) -> None:
    field = _field(pdf, FT=Name.Sig, V=Dictionary(Type=Name.Sig, Contents=b"\x00" * 16))
    pdf.pages[0].Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=[field], SigFlags=3)


def _scripts(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=[b"a", SCRIPT]))
    pdf.Root.OpenAction = SCRIPT


def _launch(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.Launch, F=b"calc.exe")


def _attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["табл.csv"] = b"1,2"


def _bookmarks(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Глава", 0))


def _tags(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))


def _triggers(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=SCRIPT)


def _annotations(pdf: pikepdf.Pdf) -> None:
    def note(kind: str, **more: object) -> Dictionary:
        plain = {"/Type": Name.Annot, "/Subtype": Name(f"/{kind}"), "/Rect": Array([9, 9, 29, 29])}
        return Dictionary({**plain, **{f"/{key}": value for key, value in more.items()}})

    look = pdf.make_stream(b"1 0 0 rg 0 0 20 20 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 20, 20])
    seen = Dictionary(N=look)
    pdf.pages[0].Annots = Array(
        [
            note("Square", AP=seen),
            note("Square", AP=seen, F=2),
            note("RichMedia"),
            note("FileAttachment", AP=seen),
            note("Text", Contents=b"comment"),
            note("Link", A=SCRIPT),
            Name.Rubbish,
        ]
    )


@pytest.mark.parametrize(
    ("add", "expected"),
    [
        (_form, "a.pdf: its form is part of the picture now"),
        (_signature, "a.pdf: its digital signature does not survive"),
        (_scripts, r"a.pdf: its scripts \(JavaScript\)"),
        (_launch, r"a.pdf: what it does when it is opened \(/Launch\) is left out"),
        (_attachment, "a.pdf: 1 attached file is left out: табл.csv"),
        (_bookmarks, "a.pdf: its bookmarks are left out"),
        (_tags, "a.pdf: its tags for screen readers are left out"),
        (_triggers, "a.pdf, page 1: what it does by itself"),
        (
            _annotations,
            "a.pdf, page 1: annotations that an archival PDF cannot keep are left out: 1 FileAttachment, 1 Link with JavaScript, 1 RichMedia, 1 Text without an appearance of its own, 1 damaged, 1 hidden Square$",
        ),
    ],
)
def test_what_is_left_out_is_told(
    shelf: Shelf, caplog: pytest.LogCaptureFixture, add: Callable[[pikepdf.Pdf], None], expected: str
) -> None:
    """The page, its words and the claim of PDF/A are there; what could not come along is named with file and page, and is gone."""
    drawn = _drawn()
    pdf = _scans(drawn)
    add(pdf)
    with caplog.at_level(logging.WARNING, "digitize.export"):
        path = _export(shelf, pdf, drawn)
    (told,) = _told(caplog)
    assert re.match(expected, told)
    assert poppler_raw(path) == drawn.words
    assert (pdf_conformance(path), qpdf_complaints(path)) == ("PDF/A-2U", "")
    assert add is _annotations or _looks_alike(path, shelf.folder / "source.pdf")
    with pikepdf.open(path) as made:
        assert not {"/Names", "/AcroForm", "/OpenAction", "/AA", "/StructTreeRoot"} & set(made.Root.keys())
        kept = made.pages[0].obj.get(Name.Annots, Array())
        assert [str(annotation.Subtype) for annotation in kept] == (["/Square"] if add is _annotations else [])


def test_a_plain_scan_tells_nothing(shelf: Shelf, caplog: pytest.LogCaptureFixture) -> None:
    """A warning is worth reading only where there is something to say."""
    drawn = _drawn()
    with caplog.at_level(logging.WARNING, "digitize.export"):
        _export(shelf, _scans(drawn), drawn)
    assert _told(caplog) == []


@pytest.mark.parametrize("key", ["AcroForm", "Names", "OpenAction", "Outlines", "Collection"])
@pytest.mark.parametrize("value", [Name.Rubbish, Array([1, 2]), Dictionary(Fields=7, EmbeddedFiles=9, First=1, XFA=2)])
def test_rubbish_where_extras_should_be(key: str, value: pikepdf.Object) -> None:
    """Objects of the wrong kind, and rings of fields, end in a phrase, not in a traceback."""
    with pikepdf.new() as pdf:
        pdf.Root[f"/{key}"] = value
        assert all(isinstance(told, str) for told in left_behind(pdf))
        ring = pdf.make_indirect(Dictionary(T=b"a"))
        ring.Kids = Array([ring])
        pdf.Root.AcroForm = Dictionary(Fields=Array([ring]), SigFlags=b"x")
        assert len(left_behind(pdf)) >= 1


def _font(pdf: pikepdf.Pdf, kind: str) -> pikepdf.Object:
    """A Type 3 font whose one letter is a black square, with names that say what it is, or do not."""
    glyph = pdf.make_stream(b"600 0 0 0 600 600 d1 0 0 500 600 re f")
    name = Name("/g17") if kind == "numbers" else Name("/A")
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=[0, 0, 600, 600],
            FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
            CharProcs=Dictionary({str(name): glyph}),
            Encoding=Dictionary(Type=Name.Encoding, Differences=[65, name]),
            FirstChar=65,
            LastChar=65,
            Widths=[600],
        )
    )


@pytest.mark.parametrize("shifted", [False, True])
def test_fonts_without_a_map_to_unicode(shelf: Shelf, caplog: pytest.LogCaptureFixture, shifted: bool) -> None:
    """Text that no program can read is kept as it looks, and the page is searched by what was read: told."""
    drawn = _drawn()
    pdf = _scans(drawn)
    page = pdf.pages[0]
    if shifted:
        width, height = (float(value) for value in list(page.mediabox)[2:])
        page.contents_add(b"q 1 0 0 1 -40 25 cm", prepend=True)
        page.contents_add(b"Q")
        page.MediaBox = [-40, 25, width - 40, height + 25]
    page.Resources.Font = Dictionary(Odd=_font(pdf, "numbers"))
    page.contents_add(b"BT /Odd 12 Tf 60 90 Td (AAA) Tj ET")
    with caplog.at_level(logging.WARNING, "digitize.export"):
        path = _export(shelf, pdf, drawn)
    assert any("a.pdf, page 1: its own text is in fonts without a map to Unicode" in told for told in _told(caplog))
    found = poppler_raw(path)
    assert [word for word in found if word in drawn.words] == drawn.words
    assert _looks_alike(path, shelf.folder / "source.pdf")
    assert qpdf_complaints(path) == ""


def test_fonts_whose_letters_are_named_keep_their_text(shelf: Shelf, caplog: pytest.LogCaptureFixture) -> None:
    """Names of letters are as good as a map: the page's own text stands, ours would double it."""
    drawn = _drawn()
    pdf = _scans(drawn)
    pdf.pages[0].Resources.Font = Dictionary(Odd=_font(pdf, "letters"))
    pdf.pages[0].contents_add(b"BT /Odd 12 Tf 60 90 Td (AAA) Tj ET")
    with caplog.at_level(logging.WARNING, "digitize.export"):
        path = _export(shelf, pdf, drawn)
    assert poppler_raw(path) == ["AAA"]
    assert not any("map to Unicode" in told for told in _told(caplog))


def test_a_thousand_images_on_a_page(shelf: Shelf) -> None:
    """A page in a thousand tiles looks as it did and reads as it should."""
    drawn = _drawn()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(SIZE[0] * 72 / DPI, SIZE[1] * 72 / DPI))
        tiles, content = Dictionary(), []
        across, down = 40, 25
        for number in range(across * down):
            column, row = number % across, number // across
            x0, y0 = column * SIZE[0] // across, row * SIZE[1] // down
            tile = drawn.image.crop((x0, y0, x0 + SIZE[0] // across, y0 + SIZE[1] // down))
            stream = pdf.make_stream(
                tile.tobytes(),
                Type=Name.XObject,
                Subtype=Name.Image,
                Width=tile.width,
                Height=tile.height,
                BitsPerComponent=8,
                ColorSpace=Name.DeviceGray,
            )
            tiles[f"/T{number}"] = stream
            w, h = tile.width * 72 / DPI, tile.height * 72 / DPI
            content.append(f"q {w} 0 0 {h} {x0 * 72 / DPI} {(SIZE[1] - y0) * 72 / DPI - h} cm /T{number} Do Q")
        page.Resources = Dictionary(XObject=tiles)
        page.Contents = pdf.make_stream("\n".join(content).encode())
        buffer = io.BytesIO()
        pdf.save(buffer)
    path = _export(shelf, buffer.getvalue(), drawn)
    assert poppler_raw(path) == drawn.words
    assert _looks_alike(path, shelf.folder / "source.pdf")
    assert pdf_conformance(path) == "PDF/A-2U"


def test_a_damaged_cross_reference_table(shelf: Shelf) -> None:
    """The table is built anew from what is there: all pages, the right words, and a sound file."""
    pages = (_drawn(1), _drawn(2))
    buffer = io.BytesIO()
    with _scans(*pages) as pdf:
        pdf.save(buffer, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    data = buffer.getvalue()
    at = data.rindex(b"startxref")
    damaged = data[:at] + b"startxref\n7\n%%EOF\n"
    path = _export(shelf, damaged.replace(b"\nxref\n", b"\nxxxx\n"), *pages)
    assert read_by_all(path) == dict.fromkeys(READERS, composed([*pages[0].words, *pages[1].words]))
    assert (pdf_conformance(path), qpdf_complaints(path)) == ("PDF/A-2U", "")


def test_mixed_page_sizes(shelf: Shelf) -> None:
    """A card, a sheet and a strip in one file: each keeps its size and its words."""
    pages = (_drawn(1, (500, 300)), _drawn(2, (900, 1300)), _drawn(3, (1500, 260)))
    path = _export(shelf, _scans(*pages), *pages)
    assert poppler_raw(path) == [word for page in pages for word in page.words]
    with pikepdf.open(path) as made:
        sizes = [tuple(round(float(v) * DPI / 72) for v in list(page.mediabox)[2:]) for page in made.pages]
    assert sizes == [page.image.size for page in pages]


@pytest.mark.parametrize("box", [[0, 0, 0, 0], [10, 10, 10, 400], None])
def test_a_page_of_no_size(shelf: Shelf, box: list[int] | None) -> None:
    """It fails when it is read; in the PDF it keeps its number as a sheet that can be turned to."""
    pages = (_drawn(1), _drawn(2))
    pdf = _scans(*pages)
    if box is None:
        del pdf.pages[0].MediaBox
    else:
        pdf.pages[0].MediaBox = box
    path = _export(shelf, pdf, *pages, status=PageStatus.FAILED)
    with pikepdf.open(path) as made:
        assert len(made.pages) == 2
        width, height = (float(value) for value in list(made.pages[0].mediabox)[2:])
    assert width > 3 and height > 3
    assert qpdf_complaints(path) == ""


def test_colours_of_several_inks(shelf: Shelf, caplog: pytest.LogCaptureFixture) -> None:
    """A DeviceN image looks as it did; where the file claims PDF/A no longer, that is told."""
    drawn = _drawn()
    pdf = _scans(drawn)
    tint = pdf.make_stream(
        b"{ add dup 1 gt { pop 1 } if 0 0 3 -1 roll 0 exch }",
        FunctionType=4,
        Domain=[0, 1, 0, 1],
        Range=[0, 1, 0, 1, 0, 1, 0, 1],
    )
    inks = Array([Name.DeviceN, Array([Name.Black, Name("/Gold")]), Name.DeviceCMYK, tint])
    image = pdf.make_stream(
        bytes(2 * 40 * 40),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=40,
        Height=40,
        BitsPerComponent=8,
        ColorSpace=inks,
    )
    pdf.pages[0].Resources.XObject["/Inks"] = image
    pdf.pages[0].contents_add(b"q 30 0 0 30 5 5 cm /Inks Do Q")
    with caplog.at_level(logging.WARNING, "digitize.export"):
        path = _export(shelf, pdf, drawn)
    assert _looks_alike(path, shelf.folder / "source.pdf")
    assert poppler_raw(path) == drawn.words
    claims = pdf_conformance(path) is not None
    assert claims is not any("is no PDF/A" in told for told in _told(caplog))
