"""PDF pages: the embedded scan where a page is one, else a rendering; sizes, turns, text."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import img2pdf  # type: ignore[import-untyped]
import numpy as np
import pikepdf
import pytest
from fpdf import FPDF
from PIL import Image

from digitize.errors import InputError, LimitError, MissingDependencyError
from digitize.ingest import page_text_kind
from digitize.model.page import Colour, DecodedPage, DpiOrigin
from digitize.model.raster import Pixels
from tests.ingest.drawn import PdfDrawing, decoded, g4_strip, known, page

FULL = "q 240 0 0 320 0 0 cm /Im Do Q"
"""Paints an image over the whole of a page of 240 x 320 points."""

TEXT = "BT /F1 12 Tf {mode} Tr 30 30 Td (words) Tj ET"


def scan(width: int = 500, height: int = 667) -> Image.Image:
    """150 dpi on a page of 240 x 320 points."""
    return page(width, height)


def drawing(content: str = FULL) -> PdfDrawing:
    made = PdfDrawing()
    made.jpeg("Im", scan())
    return made.draw(content)


def stored(image: Image.Image) -> Pixels:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90)
    with Image.open(buffer) as opened:
        return np.asarray(opened)


def is_embedded(result: DecodedPage) -> bool:
    assert result.embedded is (result.dpi_origin is not DpiOrigin.RENDERED)
    return result.embedded


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "P"])
def test_the_embedded_scan_itself(tmp_path: Path, mode: str) -> None:
    """What img2pdf wraps comes out pixel for pixel, with the resolution of its placement."""
    image = scan().convert(mode)
    if mode == "RGB":
        image.paste((200, 30, 40), (50, 50, 90, 90))
    buffer = io.BytesIO()
    image.save(buffer, "PNG", dpi=(150, 150))
    (tmp_path / "a").write_bytes(img2pdf.convert(buffer.getvalue()))
    result = decoded(tmp_path / "a")
    expected = np.asarray(image.convert("RGB" if mode == "RGB" else "L"))
    assert np.array_equal(result.raster.pixels, expected)
    assert is_embedded(result)
    assert result.raster.dpi == pytest.approx(150, abs=0.2)
    assert result.raster.bitonal is (mode in ("1", "P"))
    assert result.warnings == ()


def test_jpeg_and_jpeg_2000(tmp_path: Path) -> None:
    """Compressed streams are decoded as they are stored."""
    result = decoded(drawing().save(tmp_path / "a"))
    assert np.array_equal(result.raster.pixels, stored(scan()))
    assert result.raster.dpi == pytest.approx(150, abs=0.2)
    buffer = io.BytesIO()
    scan().save(buffer, "JPEG2000", irreversible=False)
    made = PdfDrawing()
    made.image("Im", buffer.getvalue(), 500, 667, Filter=pikepdf.Name.JPXDecode)
    result = decoded(made.draw(FULL).save(tmp_path / "b"))
    assert is_embedded(result)
    assert np.array_equal(result.raster.pixels, np.asarray(scan()))


def _jbig2(image: Image.Image) -> bytes:
    """An embedded JBIG2 stream of one generic region in MMR coding (ITU-T T.88), whose data are those of G4."""
    width, height = image.size
    info = struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)
    region = struct.pack(">IIIIBB", width, height, 0, 0, 0, 1) + g4_strip(image)

    def segment(number: int, kind: int, data: bytes) -> bytes:
        return struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data

    return segment(0, 48, info) + segment(1, 38, region)


@pytest.mark.parametrize("codec", ["CCITTFaxDecode", "JBIG2Decode"])
@pytest.mark.parametrize("inverted", [False, True])
def test_bilevel_codecs(tmp_path: Path, codec: str, inverted: bool) -> None:
    """Fax and JBIG2 pages are bitonal, black where they are black, with any decode array."""
    image = scan().convert("1")
    made = PdfDrawing()
    if codec == "CCITTFaxDecode":
        parameters = pikepdf.Dictionary(K=-1, Columns=500, Rows=667)
        stream = made.image(
            "Im",
            g4_strip(image),
            500,
            667,
            BitsPerComponent=1,
            Filter=pikepdf.Name("/" + codec),
            DecodeParms=parameters,
        )
    else:
        stream = made.image("Im", _jbig2(image), 500, 667, BitsPerComponent=1, Filter=pikepdf.Name("/" + codec))
    if inverted:
        stream.Decode = pikepdf.Array([1, 0])
    result = decoded(made.draw(FULL).save(tmp_path / "a"))
    expected = np.asarray(image.convert("L"))
    assert is_embedded(result)
    assert np.array_equal(result.raster.pixels, 255 - expected if inverted else expected)
    assert result.colour is Colour.BITONAL


@pytest.mark.parametrize("bits", [1, 2, 4, 8, 16])
def test_plain_samples(tmp_path: Path, bits: int) -> None:
    """Uncompressed and deflated grey of all depths."""
    levels = np.arange(40 * 51).reshape(40, 51) % (1 << min(bits, 8))
    grey = (levels * (255 // ((1 << min(bits, 8)) - 1))).astype(np.uint8)
    if bits == 16:
        packed = np.repeat(levels.astype(np.uint8)[..., None], 2, 2).reshape(40, -1)
    else:
        packed = np.packbits(
            np.unpackbits(levels.astype(np.uint8)[..., None], axis=2)[..., 8 - bits :].reshape(40, -1), axis=1
        )
    for name, data, keys in (
        ("raw", packed.tobytes(), {}),
        ("flate", zlib.compress(packed.tobytes()), {"Filter": pikepdf.Name.FlateDecode}),
    ):
        made = PdfDrawing(51, 40)
        made.image("Im", data, 51, 40, BitsPerComponent=bits, **keys)
        result = decoded(made.draw("51 0 0 40 0 0 cm /Im Do").save(tmp_path / name))
        assert np.array_equal(result.raster.pixels, grey)
        assert result.embedded


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize(
    "placement", ["240 0 0 320 0 0", "-240 0 0 320 240 0", "240 0 0 -320 0 320", "-240 0 0 -320 240 320"]
)
def test_turns_and_flips(tmp_path: Path, rotate: int, placement: str) -> None:
    """The page's rotation and a mirrored placement are applied; pixels and transform agree with what poppler shows."""
    made = drawing(f"q {placement} cm /Im Do Q")
    made.page.obj.Rotate = rotate
    path = made.save(tmp_path / "a")
    result = decoded(path)
    assert is_embedded(result)
    made.draw("1 0 0 rg 0 0 1 1 re f")  # a speck, so that it is rendered
    rendered = decoded(made.save(tmp_path / "b"))
    assert not is_embedded(rendered)
    small = Image.fromarray(rendered.raster.pixels).convert("L").resize((60, 60), Image.Resampling.BOX)
    same = Image.fromarray(result.raster.pixels).resize((60, 60), Image.Resampling.BOX)
    assert np.abs(np.asarray(small).astype(int) - np.asarray(same)).mean() < 6
    sides = (320, 240) if rotate % 180 else (240, 320)
    assert result.file_to_decoded.point((0, 0)) == pytest.approx((0, 0), abs=0.01)
    assert result.file_to_decoded.point(sides) == pytest.approx((result.raster.width, result.raster.height), abs=0.01)


def test_lying_placement(tmp_path: Path) -> None:
    """An image placed by a quarter turn, as scanners do instead of /Rotate."""
    made = PdfDrawing(320, 240)
    made.jpeg("Im", scan())
    result = decoded(made.draw("0 240 -320 0 320 0 cm /Im Do").save(tmp_path / "a"))
    assert np.array_equal(result.raster.pixels, np.rot90(stored(scan())))
    assert result.file_to_decoded.point((320, 240)) == pytest.approx((667, 500))


def test_crop_box(tmp_path: Path) -> None:
    """The frame is the crop box: points count from its corner, an image that fills it is taken out."""
    made = PdfDrawing(500, 500)
    made.jpeg("Im", scan())
    made.page.obj.CropBox = pikepdf.Array([100, 50, 340, 370])
    result = decoded(made.draw("240 0 0 320 100 50 cm /Im Do").save(tmp_path / "a"))
    assert is_embedded(result)
    assert result.file_to_decoded.point((0, 0)) == pytest.approx((0, 0), abs=0.01)
    cropped = PdfDrawing(500, 667)
    cropped.jpeg("Im", scan())
    cropped.page.obj.CropBox = pikepdf.Array([100, 50, 340, 370])
    result = decoded(cropped.draw("500 0 0 667 0 0 cm /Im Do").save(tmp_path / "b"))
    assert not result.embedded
    assert (result.raster.width, result.raster.height) == (240, 320)  # no finer than the scan: 72 dpi


def test_user_unit(tmp_path: Path) -> None:
    """A page in larger units is as large as it says."""
    made = drawing()
    made.page.obj.UserUnit = 0.5
    assert decoded(made.save(tmp_path / "a")).raster.dpi == pytest.approx(300, abs=0.5)
    made.draw(TEXT.format(mode=0))
    result = decoded(made.save(tmp_path / "b"))
    assert result.raster.dpi == pytest.approx(300)
    assert (result.raster.width, result.raster.height) == (500, 667)


@pytest.mark.parametrize(
    ("content", "embedded"),
    [
        (FULL, True),
        ("1 1 1 rg 0 0 240 320 re f " + FULL, True),
        ("0 0 1 rg 20 20 50 50 re f " + FULL, True),
        ("0 0 240 320 re W n " + FULL, True),
        (FULL + " " + TEXT.format(mode=3), True),
        (TEXT.format(mode=0) + " " + FULL, True),
        (FULL + " 0 0 1 rg 20 20 50 50 re n", True),
        ("q 230 0 0 310 5 5 cm /Im Do Q", True),
        (FULL + " " + TEXT.format(mode=0), False),
        (FULL + " 0 0 1 rg 20 20 50 50 re f", False),
        (FULL + " 1 1 1 rg 20 20 50 50 re f", False),
        (FULL + " 10 10 m 200 200 l S", False),
        (FULL + " " + FULL, False),
        ("50 50 100 100 re W n " + FULL, False),
        ("0 0 m 240 0 l 120 320 l W n " + FULL, False),
        ("q 120 0 0 320 0 0 cm /Im Do Q", False),
        ("q 239 10 -10 319 0 0 cm /Im Do Q", False),
        ("", False),
    ],
)
def test_when_a_page_is_one_scan(tmp_path: Path, content: str, embedded: bool) -> None:
    """One image over the page and nothing to be seen beside it; what is under it or invisible does not count."""
    assert is_embedded(decoded(drawing(content).save(tmp_path / "a"))) is embedded


def test_an_image_within_forms(tmp_path: Path) -> None:
    """Producers wrap scans into form objects; the placements multiply."""
    made = PdfDrawing()
    made.jpeg("Im", scan())
    form = pikepdf.Stream(made.pdf, b"q 2 0 0 2 0 0 cm /Im Do Q")
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = pikepdf.Array([0, 0, 2, 2])
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=made.page.obj.Resources.XObject.Im))
    made.page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm=made.pdf.make_indirect(form)))
    result = decoded(made.draw("120 0 0 160 0 0 cm /Fm Do").save(tmp_path / "a"))
    assert is_embedded(result)
    assert result.raster.dpi == pytest.approx(150, abs=0.2)


@pytest.mark.parametrize("case", ["mask", "stencil", "cmyk", "decode", "transparent", "layer", "stamp"])
def test_what_is_not_plain_is_rendered(tmp_path: Path, case: str) -> None:
    """Masks, CMYK, odd decode arrays, transparency, hidden layers and stamps are poppler's business."""
    made = drawing()
    image = made.page.obj.Resources.XObject.Im
    if case == "mask":
        mask = pikepdf.Stream(made.pdf, bytes([255, 0]), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        mask.Width, mask.Height, mask.BitsPerComponent, mask.ColorSpace = 2, 1, 8, pikepdf.Name.DeviceGray
        image.SMask = made.pdf.make_indirect(mask)
    elif case == "stencil":
        made.image("Im", bytes(63 * 667), 500, 667, BitsPerComponent=1, ImageMask=True, ColorSpace=None)
    elif case == "cmyk":
        made.jpeg("Im", scan().convert("CMYK"))
    elif case == "decode":
        image.Decode = pikepdf.Array([0.2, 0.8])
    elif case == "transparent":
        made.page.obj.Resources.ExtGState = pikepdf.Dictionary(G=pikepdf.Dictionary(ca=0.5))
        made.content = b"/G gs " + made.content
    elif case == "layer":
        group = made.pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="x"))
        made.pdf.Root.OCProperties = pikepdf.Dictionary(
            OCGs=pikepdf.Array([group]), D=pikepdf.Dictionary(OFF=pikepdf.Array([group]))
        )
    else:
        look = pikepdf.Stream(made.pdf, b"0 0 1 rg 0 0 50 50 re f", Subtype=pikepdf.Name.Form)
        look.BBox = pikepdf.Array([0, 0, 50, 50])
        stamp = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=pikepdf.Array([20, 20, 70, 70])
        )
        stamp.AP = pikepdf.Dictionary(N=made.pdf.make_indirect(look))
        made.page.obj.Annots = pikepdf.Array([made.pdf.make_indirect(stamp)])
    result = decoded(made.save(tmp_path / "a"))
    assert not is_embedded(result)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (FULL, "none"),
        (FULL + " " + TEXT.format(mode=3), "invisible"),
        (TEXT.format(mode=0) + " " + FULL, "invisible"),
        (TEXT.format(mode=0), "visible"),
        (FULL + " " + TEXT.format(mode=0), "visible"),
    ],
)
def test_text_of_its_own(tmp_path: Path, content: str, kind: str) -> None:
    """Born digital, or with the text layer of an earlier recognition (also under the scan): told apart and said."""
    path = drawing(content).save(tmp_path / "a")
    assert page_text_kind(path, 0) == kind
    assert any("already has" in warning for warning in decoded(path).warnings) is (kind != "none")


def test_born_digital(tmp_path: Path) -> None:
    """Text pages are rendered at 300 dpi, grey if they are, the transform in points."""
    pdf = FPDF(unit="pt", format=(200, 100))
    pdf.add_page()
    pdf.set_font("Helvetica", size=20)
    pdf.text(20, 50, "words")
    pdf.output(str(tmp_path / "a"))
    result = decoded(tmp_path / "a")
    assert (result.raster.width, result.raster.height, result.raster.dpi) == (834, 417, 300)
    assert (result.dpi_origin, result.colour, result.embedded) == (DpiOrigin.RENDERED, Colour.GREY, False)
    assert result.file_to_decoded.point((72, 36)) == pytest.approx((300, 150))
    assert result.raster.pixels.min() == 0
    assert page_text_kind(tmp_path / "a", 0) == "visible"


def test_a_mixed_document(tmp_path: Path) -> None:
    """Each page is judged by itself."""
    first = drawing()
    second = drawing(FULL + " " + TEXT.format(mode=0))
    second.save(tmp_path / "second")
    first.save(tmp_path / "first")
    with pikepdf.open(tmp_path / "first") as pdf, pikepdf.open(tmp_path / "second") as other:
        pdf.pages.extend(other.pages)
        pdf.save(tmp_path / "both")
    assert [is_embedded(decoded(tmp_path / "both", frame)) for frame in range(2)] == [True, False]


def test_different_resolutions(tmp_path: Path) -> None:
    """A scan placed out of proportion is made square, as the page shows it."""
    made = PdfDrawing(240, 160)
    made.jpeg("Im", scan(500, 667))
    result = decoded(made.draw("240 0 0 160 0 0 cm /Im Do").save(tmp_path / "a"))
    assert result.raster.width / result.raster.height == pytest.approx(1.5, abs=0.01)
    assert not result.embedded
    assert result.file_to_decoded.point((240, 160)) == pytest.approx((result.raster.width, result.raster.height))


def test_one_pixel_a_point(tmp_path: Path) -> None:
    """Programs that know no resolution place scans at 72 dpi: nothing is stated."""
    made = PdfDrawing(500, 667)
    made.jpeg("Im", scan())
    result = decoded(made.draw("500 0 0 667 0 0 cm /Im Do").save(tmp_path / "a"))
    assert (result.raster.dpi, result.dpi_origin, result.embedded) == (300, DpiOrigin.ASSUMED, True)


def test_a_page_of_ten_metres(tmp_path: Path) -> None:
    """Rendered at fewer dpi so that the limit holds; said so."""
    made = PdfDrawing(28346, 28346).draw("0 0 9000 9000 re f")
    result = decoded(made.save(tmp_path / "a"), max_pixels=1_000_000)
    assert result.raster.pixels.size <= 1_000_000
    assert result.raster.width > 990
    assert any("very large" in warning for warning in result.warnings)
    assert result.raster.dpi >= 50
    assert result.file_to_decoded.point((28346, 28346)) == pytest.approx((1000, 1000), abs=1.5)
    assert result.raster.pixels[-1, 0] == 0
    assert result.raster.pixels[0, -1] == 255


def test_a_long_strip_keeps_to_the_limit(tmp_path: Path) -> None:
    """Rounding up to whole pixels does not break the limit."""
    result = decoded(PdfDrawing(14000, 3).draw("0 0 9 9 re f").save(tmp_path / "a"), max_pixels=5_000)
    assert result.raster.pixels.size <= 5_000


@pytest.mark.parametrize("box", [[0, 0, 0, 0], [0, 0, 100, 0], [5, 5, 5.001, 5.001]])
def test_a_page_without_size(tmp_path: Path, box: list[float]) -> None:
    """Nothing can stand on it: an error with file and page."""
    made = PdfDrawing().draw("0 0 9 9 re f")
    made.page.obj.MediaBox = pikepdf.Array(box)
    with pytest.raises(InputError, match="no size"):
        decoded(made.save(tmp_path / "a"))


def test_an_impossible_size(tmp_path: Path) -> None:
    """Kilometres of paper are refused, and not rendered at a pixel a metre."""
    with pytest.raises(InputError, match="impossible size"):
        decoded(PdfDrawing(9e6, 9e6).draw("0 0 9 9 re f").save(tmp_path / "a"))


def test_a_scan_beyond_the_limit(tmp_path: Path) -> None:
    """An embedded scan is held to the limit as every image is."""
    path = drawing().save(tmp_path / "a")
    with pytest.raises(InputError, match="500 x 667 = 333,500 pixels"):
        decoded(path, max_pixels=333_499)


@pytest.mark.parametrize("codec", ["jpeg", "raw"])
def test_a_cut_scan(tmp_path: Path, codec: str) -> None:
    """An embedded image that is cut off is an error that names the page, not half a page."""
    made = PdfDrawing()
    data = made.jpeg("Im", scan())
    if codec == "jpeg":
        made.page.obj.Resources.XObject.Im.write(data[: len(data) // 2], filter=pikepdf.Name.DCTDecode)
    else:
        made.image("Im", bytes(1000), 500, 667)
    made.pdf.add_blank_page()
    with pytest.raises(InputError, match="cut off") as caught:
        decoded(made.draw(FULL).save(tmp_path / "a.pdf"))
    assert caught.value.where == "a.pdf, page 1"


def test_poppler_missing_or_slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without poppler the error says how to get it; a page that takes too long is ended."""
    path = drawing("").save(tmp_path / "a")
    monkeypatch.setattr("digitize.ingest.pdf_render._TIMEOUT_S", 0.0001)
    with pytest.raises(LimitError):
        decoded(path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingDependencyError, match="apt install poppler-utils"):
        decoded(path)


def test_a_relative_name_like_an_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file called ``-r.pdf`` is a file to poppler, too; so is one whose name is not in UTF-8."""
    monkeypatch.chdir(tmp_path)
    for name in ("-r.pdf", "caf\udce9.pdf"):
        path = drawing(TEXT.format(mode=0)).save(tmp_path / "x.pdf").rename(tmp_path / name)
        assert decoded(Path(path.name)).dpi_origin is DpiOrigin.RENDERED
        assert page_text_kind(Path(path.name), 0) == "visible"


def test_a_page_that_is_not_there(tmp_path: Path) -> None:
    """Asked for page 2 of 1."""
    path = drawing().save(tmp_path / "a")
    assert known(path).frames == 1
    with pytest.raises(InputError, match="not in the file"):
        decoded(path, 1)
