"""Image files in the PDF: their data untouched, upright to the eye, words on the ink whatever the orientation."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable
from pathlib import Path

import img2pdf  # type: ignore[import-untyped]
import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat, TiffImagePlugin

from digitize.errors import ExportError
from digitize.export.pdf import pdf_conformance
from digitize.export.pdf_jpeg2000 import jpeg2000_is_archival
from digitize.export.pdf_tiff_jpeg import join_strips
from digitize.model.geometry import Transform
from digitize.model.transcription import PageStatus
from tests.export.pdf_drawing import CYRILLIC, DPI, SIZE, Drawn, Shelf, draw, jpeg
from tests.export.pdf_readers import composed, places, poppler_raw, qpdf_complaints, rendered

WORDS = CYRILLIC[:30]
W, H = SIZE
STORED: dict[int, Callable[[Image.Image], Image.Image]] = {
    1: lambda image: image,
    2: lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    3: lambda image: image.transpose(Image.Transpose.ROTATE_180),
    4: lambda image: image.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
    5: lambda image: image.transpose(Image.Transpose.TRANSPOSE),
    6: lambda image: image.transpose(Image.Transpose.ROTATE_90),
    7: lambda image: image.transpose(Image.Transpose.TRANSVERSE),
    8: lambda image: image.transpose(Image.Transpose.ROTATE_270),
}
"""How an upright image must be stored so that an EXIF orientation brings it upright."""
FROM_STORED = {
    1: Transform(),
    2: Transform(-1, 0, W, 0, 1, 0),
    3: Transform.turn(180, W, H),
    4: Transform(1, 0, 0, 0, -1, H),
    5: Transform(0, 1, 0, 1, 0, 0),
    6: Transform.turn(90, H, W),
    7: Transform(0, -1, W, -1, 0, H),
    8: Transform.turn(270, H, W),
}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _pixels(path: Path) -> Image.Image:
    """The first page's image, decoded."""
    with pikepdf.open(path) as pdf:
        stream = pdf.pages[0].Resources.XObject.Im0
        assert isinstance(stream, pikepdf.Stream)
        image = pikepdf.PdfImage(stream).as_pil_image()
        image.load()
    return image


def _raw(path: Path) -> bytes:
    with pikepdf.open(path) as pdf:
        return pdf.pages[0].Resources.XObject.Im0.read_raw_bytes()


def _difference(path: Path, image: Image.Image, page: int = 1) -> float:
    """Mean difference of grey values between the page as poppler draws it and ``image``."""
    seen = rendered(path, page, round(DPI))
    assert abs(seen.width - image.width) <= 1
    assert abs(seen.height - image.height) <= 1
    box = (0, 0, min(seen.width, image.width), min(seen.height, image.height))
    return float(ImageStat.Stat(ImageChops.difference(seen.crop(box), image.convert("L").crop(box))).mean[0])


def _assert_words_on_ink(path: Path, drawn: Drawn, page: int = 1) -> None:
    found = places(path)[page - 1]
    assert composed([place[0] for place in found]) == composed(drawn.words)
    for place, box in zip(found, drawn.boxes, strict=True):
        x0, y0, x1, y1 = (value * DPI / 72 for value in place[1:])
        assert abs(x0 - box.x0) < 1.5
        assert abs(x1 - box.x1) < 1.5
        assert abs((y0 + y1) / 2 - (box.y0 + box.y1) / 2) < 9


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation(shelf: Shelf, orientation: int) -> None:
    """The JPEG's bytes are kept, the page shows it upright and unmirrored, the words stand on their ink."""
    drawn = draw(WORDS)
    exif = Image.Exif()
    exif[0x112] = orientation
    data = _saved(STORED[orientation](drawn.image), "JPEG", quality=85, exif=exif)
    shelf.page(shelf.put(data, "a.jpg", "image/jpeg"), drawn, to_canonical=FROM_STORED[orientation])
    path = shelf.export()
    assert _raw(path) == data
    assert _difference(path, drawn.image) < 3
    _assert_words_on_ink(path, drawn)
    assert pdf_conformance(path) == "PDF/A-2U"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_scan_keeps_its_bytes_and_turns_the_page(shelf: Shelf, turn: int) -> None:
    """A turn found by the pipeline is the page's /Rotate; the image is stored as it came."""
    drawn = draw(WORDS)
    stored = drawn.image.rotate(turn, expand=True)
    data = _saved(stored, "JPEG", quality=85)
    to_canonical = Transform.turn(turn, *stored.size)
    shelf.page(shelf.put(data, "a.jpg", "image/jpeg"), drawn, turn_deg=turn, to_canonical=to_canonical)
    path = shelf.export()
    assert _raw(path) == data
    with pikepdf.open(path) as pdf:
        assert int(pdf.pages[0].obj.Rotate) == turn
    assert _difference(path, drawn.image) < 3
    _assert_words_on_ink(path, drawn)


@pytest.mark.parametrize(
    ("mode", "inverted", "predictor"), [("L", False, 1), ("L", True, 1), ("RGB", False, 2), ("1", False, 1)]
)
def test_a_deflated_strip_passes_through(shelf: Shelf, mode: str, inverted: bool, predictor: int) -> None:
    """A TIFF of one deflated strip keeps its bytes, whichever way round its greys are counted."""
    drawn = draw(WORDS, mode=mode)
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[TiffImagePlugin.ROWSPERSTRIP] = H
    tags[TiffImagePlugin.PREDICTOR] = predictor
    if inverted:
        tags[TiffImagePlugin.PHOTOMETRIC_INTERPRETATION] = 0
    data = _saved(drawn.image, "TIFF", compression="tiff_adobe_deflate", tiffinfo=tags, strip_size=1 << 30)
    with Image.open(io.BytesIO(data)) as image:
        assert isinstance(image, TiffImagePlugin.TiffImageFile)
        (offset,), (count,) = (image.tag_v2[tag] for tag in (273, 279))
        assert image.tag_v2[262] == (0 if inverted else 2 if mode == "RGB" else 1)
    shelf.page(shelf.put(data, "a.tif", "image/tiff"), drawn)
    path = shelf.export()
    assert _raw(path) == data[offset : offset + count]
    assert _difference(path, drawn.image) < 1.5
    assert pdf_conformance(path) == "PDF/A-2U"


@pytest.mark.parametrize(("mode", "rows"), [("L", 64), ("L", 2000), ("RGB", 64), ("L", 1000)])
def test_jpeg_strips_are_joined_without_decoding(shelf: Shelf, mode: str, rows: int) -> None:
    """A TIFF in JPEG, cut in strips or whole, becomes one JPEG of the same pixels and about the same weight."""
    drawn = draw(WORDS, mode=mode)
    data = _saved(
        drawn.image, "TIFF", compression="jpeg", quality=70, strip_size=rows * W * (3 if mode == "RGB" else 1)
    )
    with Image.open(io.BytesIO(data)) as image:
        assert isinstance(image, TiffImagePlugin.TiffImageFile)
        assert (len(image.tag_v2[273]) > 1) == (rows < H)
        pixels = np.asarray(image.convert(mode)).astype(int)
    shelf.page(shelf.put(data, "a.tif", "image/tiff"), drawn)
    path = shelf.export()
    assert len(_raw(path)) < len(data)
    assert np.abs(np.asarray(_pixels(path).convert(mode)).astype(int) - pixels).mean() < (
        0.5 if mode == "RGB" else 0.01
    )
    assert pdf_conformance(path) == "PDF/A-2U"


def test_jpeg_strips_that_cannot_be_joined_are_decoded() -> None:
    """Damaged strips, strips of another size, and strips cut inside a block are refused by the joiner."""
    whole = _saved(Image.new("L", (64, 64), 200), "JPEG")
    half = _saved(Image.new("L", (64, 32), 200), "JPEG")
    assert join_strips(b"", [whole], (64, 64), 64) is not None
    assert join_strips(b"", [half, half], (64, 64), 32) is not None
    assert join_strips(b"", [half, whole], (64, 64), 32) is None
    assert join_strips(b"", [half, b"rubbish"], (64, 64), 32) is None
    assert join_strips(b"", [], (64, 64), 32) is None
    assert join_strips(b"", [_saved(Image.new("L", (64, 64)), "JPEG", progressive=True)], (64, 64), 64) is None
    assert join_strips(b"", [_saved(Image.new("L", (64, 20)), "JPEG")] * 2, (64, 40), 20) is None


def test_png_data_pass_through(shelf: Shelf) -> None:
    """A PNG without alpha keeps its compressed pixels, predictor and all."""
    drawn = draw(WORDS)
    data = _saved(drawn.image, "PNG")
    shelf.page(shelf.put(data, "a.png", "image/png"), drawn)
    path = shelf.export()
    assert _raw(path) == img2pdf.parse_png(data)[0]
    assert _difference(path, drawn.image) < 1.5
    assert pdf_conformance(path) == "PDF/A-2U"


def test_jpeg2000_is_kept_where_pdfa_allows_it(shelf: Shelf) -> None:
    """A grey JP2 file goes in as it is."""
    drawn = draw(WORDS)
    data = _saved(drawn.image, "JPEG2000")
    shelf.page(shelf.put(data, "a.jp2", "image/jp2"), drawn)
    path = shelf.export()
    assert _raw(path) == data
    assert _difference(path, drawn.image) < 3
    assert pdf_conformance(path) == "PDF/A-2U"


def test_jpeg2000_that_pdfa_forbids_is_repacked_without_loss(shelf: Shelf) -> None:
    """A bare codestream is not allowed in PDF/A: its pixels are kept, packed otherwise."""
    drawn = draw(WORDS)
    data = _saved(drawn.image, "JPEG2000", no_jp2=True)
    assert not jpeg2000_is_archival(data)
    shelf.page(shelf.put(data, "a.j2k", "image/jp2"), drawn)
    path = shelf.export()
    assert _pixels(path).tobytes() == drawn.image.tobytes()
    assert pdf_conformance(path) == "PDF/A-2U"


def test_jpeg2000_with_alpha_is_not_archival() -> None:
    """Alpha and palettes in a JP2 file are told from plain colour."""
    assert jpeg2000_is_archival(_saved(Image.new("RGB", (8, 8)), "JPEG2000"))
    assert not jpeg2000_is_archival(_saved(Image.new("RGBA", (8, 8)), "JPEG2000"))
    assert not jpeg2000_is_archival(b"\x00\x00\x00\x0cjP  \r\n\x87\n")


def _tiff(images: list[Image.Image], **options: object) -> bytes:
    return _saved(images[0], "TIFF", save_all=True, append_images=images[1:], dpi=(DPI, DPI), **options)


def test_fax_tiff_pages_keep_their_strips(shelf: Shelf) -> None:
    """Each page of a group 4 TIFF carries the strip of its frame, byte for byte, chosen pages only."""
    pages = [draw(CYRILLIC[i : i + 20], mode="1", number=i + 1) for i in range(3)]
    data = _tiff([page.image for page in pages], compression="group4", strip_size=1 << 30)
    sha = shelf.put(data, "a.tif", "image/tiff", 3)
    for frame in (2, 0):
        shelf.page(sha, pages[frame], frame=frame)
    path = shelf.export()
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            strip = page.Resources.XObject.Im0
            assert strip.Filter == "/CCITTFaxDecode"
            assert strip.read_raw_bytes() in data
    for number, frame in enumerate((2, 0), start=1):
        assert _difference(path, pages[frame].image, number) < 1.5
    assert poppler_raw(path) == pages[2].words + pages[0].words
    assert pdf_conformance(path) == "PDF/A-2U"


@pytest.mark.parametrize(("mode", "compression"), [("1", "raw"), ("L", "tiff_lzw"), ("RGB", "raw"), ("P", "tiff_lzw")])
def test_tiff_that_pdf_cannot_hold_loses_nothing(shelf: Shelf, mode: str, compression: str) -> None:
    """LZW and raw TIFF pages are packed anew: the pixels are the same, the result is archival."""
    drawn = draw(WORDS, mode="L" if mode == "P" else mode)
    image = drawn.image.convert("P") if mode == "P" else drawn.image
    shelf.page(shelf.put(_tiff([image, image], compression=compression), "a.tif", "image/tiff", 2), drawn, frame=1)
    path = shelf.export()
    assert _pixels(path).convert("RGB").tobytes() == image.convert("RGB").tobytes()
    assert pdf_conformance(path) == "PDF/A-2U"


def test_sixteen_bits_are_kept(shelf: Shelf) -> None:
    """A grey image of 16 bits keeps them all."""
    drawn = draw(WORDS)
    grey = np.asarray(drawn.image).astype(np.uint16)
    deep = Image.fromarray((grey * 257 - 5 * (grey > 0)).astype(np.uint16))
    shelf.page(shelf.put(_tiff([deep]), "a.tif", "image/tiff"), drawn)
    path = shelf.export()
    with pikepdf.open(path) as pdf:
        image = pdf.pages[0].Resources.XObject.Im0
        assert int(image.BitsPerComponent) == 16
    assert _difference(path, drawn.image) < 1.5
    assert pdf_conformance(path) == "PDF/A-2U"


def test_transparency_lies_on_white(shelf: Shelf) -> None:
    """An image with alpha is laid on white paper, as the canonical image is."""
    drawn = draw(WORDS)
    black = Image.new("RGBA", SIZE, (0, 0, 0, 255))
    black.putalpha(ImageChops.invert(drawn.image))
    shelf.page(shelf.put(_saved(black, "PNG"), "a.png", "image/png"), drawn)
    path = shelf.export()
    assert _difference(path, drawn.image) < 1
    assert pdf_conformance(path) == "PDF/A-2U"


@pytest.mark.parametrize("kind", ["WEBP", "BMP", "GIF"])
def test_other_formats_are_packed_without_loss(shelf: Shelf, kind: str) -> None:
    """What PDF does not know is decoded once and kept exactly."""
    drawn = draw(WORDS)
    options = {"lossless": True} if kind == "WEBP" else {}
    shelf.page(shelf.put(_saved(drawn.image, kind, **options), "a", f"image/{kind.lower()}"), drawn)
    path = shelf.export()
    assert _pixels(path).convert("L").tobytes() == drawn.image.tobytes()
    assert pdf_conformance(path) == "PDF/A-2U"


def test_cmyk_makes_plain_pdf_and_says_so(shelf: Shelf) -> None:
    """CMYK without a profile cannot be PDF/A: the data are kept, the claim is not made."""
    drawn = draw(WORDS, mode="CMYK")
    data = jpeg(drawn)
    shelf.page(shelf.put(data, "a.jpg", "image/jpeg"), drawn)
    path = shelf.export()
    assert _raw(path) == data
    assert poppler_raw(path) == drawn.words
    assert pdf_conformance(path) is None


def test_the_canonical_image_stands_in_for_what_must_be_decoded(shelf: Shelf) -> None:
    """A turned LZW page takes its kept upright image, so that nothing is decoded twice."""
    drawn = draw(WORDS)
    stored = drawn.image.rotate(90, expand=True)
    sha = shelf.put(_tiff([stored], compression="tiff_lzw"), "a.tif", "image/tiff")
    shelf.page(sha, drawn, turn_deg=90, to_canonical=Transform.turn(90, *stored.size))
    kept = shelf.folder / "0001.png"
    drawn.image.save(kept)
    shelf.canonical[1] = kept
    path = shelf.export()
    assert _raw(path) == img2pdf.parse_png(kept.read_bytes())[0]
    assert _difference(path, drawn.image) < 1.5
    _assert_words_on_ink(path, drawn)


def test_an_absurd_resolution_gives_a_page_that_pdfa_allows(shelf: Shelf) -> None:
    """Pages stay between 3 and 14,400 points, whatever resolution was assumed."""
    drawn = Drawn(Image.new("L", (300, 4), 255), ())
    sha = shelf.put(_saved(drawn.image, "PNG"), "a.png", "image/png")
    for dpi in (0.5, 72.0, 9600.0):
        shelf.page(sha, drawn, dpi=dpi, status=PageStatus.EMPTY)
    path = shelf.export()
    with pikepdf.open(path) as pdf:
        sizes = [[float(v) for v in page.mediabox][2:] for page in pdf.pages]
    assert sizes == [[14400, 192], [300, 4], [3, 3]]
    assert pdf_conformance(path) == "PDF/A-2U"


def test_a_page_whose_image_is_broken_stops_the_export(shelf: Shelf) -> None:
    """A recognised page without its image would be a loss in silence: an error names file and page."""
    drawn = draw(WORDS)
    shelf.page(shelf.put(b"no image at all", "scan 7.jpg", "image/jpeg"), drawn)
    with pytest.raises(ExportError, match=r"scan 7\.jpg, page 1: .*image cannot be put into the PDF"):
        shelf.export()


def test_a_failed_page_that_cannot_be_shown_keeps_its_place(shelf: Shelf) -> None:
    """A page that failed because its image is broken is an empty page of its size among the others."""
    drawn = draw(WORDS)
    shelf.page(shelf.put(b"no image at all", "bad.jpg", "image/jpeg"), drawn, status=PageStatus.FAILED)
    shelf.page(shelf.put(jpeg(drawn), "good.jpg", "image/jpeg"), drawn)
    path = shelf.export()
    with pikepdf.open(path) as pdf:
        boxes = [[float(v) for v in page.mediabox] for page in pdf.pages]
    assert boxes[0] == boxes[1] == [0, 0, 480, 672]
    assert [len(page) for page in places(path)] == [0, len(drawn.words)]


def test_a_truncated_jpeg_of_a_failed_page_is_kept(shelf: Shelf) -> None:
    """Half a JPEG is still the scan: its bytes stay, and the other page is delivered."""
    drawn = draw(WORDS)
    whole = jpeg(drawn)
    half = whole[: len(whole) // 2]
    shelf.page(shelf.put(half, "half.jpg", "image/jpeg"), drawn, status=PageStatus.FAILED)
    shelf.page(shelf.put(whole, "whole.jpg", "image/jpeg"), drawn)
    path = shelf.export()
    assert _raw_of(path, 0) == half
    assert poppler_raw(path) == drawn.words


def _raw_of(path: Path, index: int) -> bytes:
    with pikepdf.open(path) as pdf:
        return pdf.pages[index].Resources.XObject.Im0.read_raw_bytes()


def test_empty_and_failed_pages_are_there_with_their_image(shelf: Shelf) -> None:
    """Pages without words have their scan and no text; sizes may differ from page to page."""
    pages = [draw(WORDS), draw(WORDS, size=(600, 500)), draw(WORDS, size=(700, 300))]
    statuses = [PageStatus.RECOGNISED, PageStatus.EMPTY, PageStatus.FAILED]
    for drawn, status in zip(pages, statuses, strict=True):
        shelf.page(shelf.put(jpeg(drawn), "a.jpg", "image/jpeg"), drawn, status=status)
    path = shelf.export()
    for number, drawn in enumerate(pages, start=1):
        assert _difference(path, drawn.image, number) < 12
    assert [len(page) for page in places(path)] == [len(pages[0].words), 0, 0]
    assert qpdf_complaints(path) == ""
    assert pdf_conformance(path) == "PDF/A-2U"


@functools.cache
def _profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def test_a_profile_of_other_channels_is_dropped(shelf: Shelf) -> None:
    """A grey image with an RGB profile, as scanners write them, is archival without the profile; its data are kept."""
    drawn = draw(WORDS)
    data = _saved(drawn.image, "PNG", icc_profile=_profile())
    shelf.page(shelf.put(data, "a.png", "image/png"), drawn)
    path = shelf.export()
    assert _raw(path) == img2pdf.parse_png(data)[0]
    with pikepdf.open(path) as pdf:
        assert pdf.pages[0].Resources.XObject.Im0.ColorSpace == "/DeviceGray"
    assert pdf_conformance(path) == "PDF/A-2U"


def test_pages_share_their_colour_profile(shelf: Shelf) -> None:
    """A profile that comes with every page is kept once, and kept exactly."""
    drawn = draw(WORDS, mode="RGB", size=(300, 300))
    sha = shelf.put(jpeg(drawn, icc_profile=_profile()), "a.jpg", "image/jpeg")
    for _ in range(3):
        shelf.page(sha, drawn)
    path = shelf.export()
    with pikepdf.open(path) as pdf:
        profiles = [page.Resources.XObject.Im0.ColorSpace[1] for page in pdf.pages]
        assert len({profile.objgen for profile in profiles}) == 1
        assert profiles[0].read_bytes() == _profile()
    assert pdf_conformance(path) == "PDF/A-2U"


@pytest.mark.parametrize("compression", ["group4", "tiff_lzw"])
@pytest.mark.parametrize("orientation", [5, 6])
def test_orientation_of_a_tiff(shelf: Shelf, compression: str, orientation: int) -> None:
    """A TIFF's orientation tag counts once, whether its strip is kept or its pixels are packed anew."""
    drawn = draw(WORDS, mode="1")
    stored = STORED[orientation](drawn.image)
    data = _saved(stored, "TIFF", compression=compression, tiffinfo={274: orientation}, strip_size=1 << 30)
    shelf.page(shelf.put(data, "a.tif", "image/tiff"), drawn, to_canonical=FROM_STORED[orientation])
    path = shelf.export()
    assert _difference(path, drawn.image) < 1.5
    _assert_words_on_ink(path, drawn)


def test_thumbnails_in_a_tiff_are_no_pages(shelf: Shelf) -> None:
    """Frame 1 is the second page, whatever small copies lie between."""
    pages = [draw(CYRILLIC[i : i + 20], number=i + 1) for i in range(2)]
    buffer = io.BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(buffer) as writer:
        for image, kind in ((pages[0].image, 0), (pages[0].image.resize((50, 70)), 1), (pages[1].image, 0)):
            image.save(writer, "TIFF", tiffinfo={254: kind})
            writer.newFrame()
    sha = shelf.put(buffer.getvalue(), "a.tif", "image/tiff", 2)
    for frame in (0, 1):
        shelf.page(sha, pages[frame], frame=frame)
    path = shelf.export()
    with pikepdf.open(path) as pdf:
        assert [int(page.Resources.XObject.Im0.Width) for page in pdf.pages] == [W, W]
    for number, drawn in enumerate(pages, start=1):
        assert _difference(path, drawn.image, number) < 1.5
    assert poppler_raw(path) == pages[0].words + pages[1].words
