"""The file kept as canonical page image."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from PIL import Image

from digitize.ingest import CanonicalFile, canonical_image_file
from digitize.model.geometry import Box
from digitize.model.page import DecodedPage
from digitize.model.raster import Pixels
from tests.ingest.drawn import PdfDrawing, decoded, encoded, known, page, saved, with_subfile_types


def kept(path: Path, frame: int = 0, turn_deg: int = 0) -> CanonicalFile | None:
    return canonical_image_file(path, known(path), decoded(path, frame), turn_deg)


def shown(file: CanonicalFile | None) -> Pixels:
    assert file is not None
    with Image.open(io.BytesIO(file.data)) as image:
        return np.asarray(image.convert("RGB" if image.mode == "RGB" else "L"))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "JPEG2000"])
def test_the_source_itself(tmp_path: Path, form: str) -> None:
    """A single image that needs no turn is its own canonical image."""
    assert kept(saved(tmp_path / "a", page(), form)) is None


@pytest.mark.parametrize("turn_deg", [0, 90, 180, 270])
def test_a_part_of_a_page(tmp_path: Path, turn_deg: int) -> None:
    """One page of a spread: its part of the upright image, without loss, whatever the source file is."""
    path = saved(tmp_path / "a", page(), "JPEG")
    upright = np.rot90(decoded(path).raster.pixels, -(turn_deg // 90))
    file = canonical_image_file(path, known(path), decoded(path), turn_deg, Box(7, 3, 91, 107))
    assert file is not None and file.suffix == ".png"
    assert np.array_equal(shown(file), upright[3:107, 7:91])


@pytest.mark.parametrize("turn_deg", [90, 180, 270, -90, 450])
def test_a_turned_page(tmp_path: Path, turn_deg: int) -> None:
    """A turn makes a lossless copy, clockwise."""
    path = saved(tmp_path / "a", page(), "PNG", dpi=(300, 300))
    file = kept(path, turn_deg=turn_deg)
    assert file is not None
    assert file.suffix == ".png"
    assert np.array_equal(shown(file), np.rot90(np.asarray(page()), -turn_deg // 90))
    with Image.open(io.BytesIO(file.data)) as image:
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.01)


def test_a_turn_by_nothing(tmp_path: Path) -> None:
    """360 degrees are none."""
    assert kept(saved(tmp_path / "a", page(), "PNG"), turn_deg=360) is None


def test_an_orientation_tag(tmp_path: Path) -> None:
    """Viewers disagree about orientation tags: the page as decoded is kept."""
    exif = Image.Exif()
    exif[274] = 6
    path = saved(tmp_path / "a", page(), "PNG", exif=exif)
    assert np.array_equal(shown(kept(path)), np.rot90(np.asarray(page()), -1))


def test_pages_of_a_file(tmp_path: Path) -> None:
    """A page of several, or beside a thumbnail, gets a file of its own; bitonal ones one bit a pixel."""
    second = page(80, 90).convert("1")
    path = saved(tmp_path / "a", page(), "TIFF", save_all=True, append_images=[second])
    assert np.array_equal(shown(kept(path, 0)), np.asarray(page()))
    file = kept(path, 1)
    assert np.array_equal(shown(file), np.asarray(second.convert("L")))
    assert file is not None
    with Image.open(io.BytesIO(file.data)) as image:
        assert image.mode == "1"
    assert kept(with_subfile_types(tmp_path / "b", [1, 0])) is not None


def test_a_stretched_page(tmp_path: Path) -> None:
    """Oblong pixels were made square: that image is kept."""
    path = saved(tmp_path / "a", page(), "TIFF", dpi=(200, 100))
    assert shown(kept(path)).shape == (320, 120)


def _pdf(path: Path, data: bytes, codec: str, **keys: Any) -> Path:
    made = PdfDrawing()
    with Image.open(io.BytesIO(data)) as image:
        space = {"L": "/DeviceGray", "RGB": "/DeviceRGB"}[image.mode]
        made.image("Im", data, *image.size, Filter=pikepdf.Name("/" + codec), ColorSpace=pikepdf.Name(space))
    for key, value in keys.items():
        made.page.obj["/" + key] = value
    return made.draw("240 0 0 320 0 0 cm /Im Do").save(path)


@pytest.mark.parametrize(
    ("form", "codec", "options", "suffix"),
    [
        ("JPEG", "DCTDecode", {}, ".jpg"),
        ("JPEG2000", "JPXDecode", {}, ".jp2"),
        ("JPEG2000", "JPXDecode", {"no_jp2": True}, ".j2k"),
    ],
)
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_an_embedded_stream_byte_for_byte(
    tmp_path: Path, form: str, codec: str, options: dict[str, Any], suffix: str, mode: str
) -> None:
    """A JPEG or JPEG 2000 in a PDF is not compressed a second time; grey in RGB stays as it is stored."""
    data = encoded(page(360, 480, mode), form, **options)
    assert kept(_pdf(tmp_path / "a", data, codec)) == CanonicalFile(suffix, data)


@pytest.mark.parametrize("turned_by", ["page", "person"])
def test_an_embedded_stream_that_is_turned(tmp_path: Path, turned_by: str) -> None:
    """Turned by the PDF or later, the stream is not the page any more."""
    data = encoded(page(360, 480), "JPEG")
    rotate = {"Rotate": 90} if turned_by == "page" else {}
    file = kept(_pdf(tmp_path / "a", data, "DCTDecode", **rotate), turn_deg=0 if rotate else 90)
    with Image.open(io.BytesIO(data)) as image:
        assert np.array_equal(shown(file), np.rot90(np.asarray(image), -1))


def test_an_embedded_stream_with_an_orientation_of_its_own(tmp_path: Path) -> None:
    """PDF ignores the tag, viewers of the bare stream would not: a PNG is kept."""
    exif = Image.Exif()
    exif[274] = 3
    data = encoded(page(360, 480), "JPEG", exif=exif)
    file = kept(_pdf(tmp_path / "a", data, "DCTDecode"))
    assert file is not None
    assert file.suffix == ".png"


def test_a_rendered_page(tmp_path: Path) -> None:
    """What was rendered is kept as PNG, pixel for pixel."""
    path = PdfDrawing().draw("20 20 99 99 re f").save(tmp_path / "a")
    result: DecodedPage = decoded(path)
    file = kept(path)
    assert np.array_equal(shown(file), result.raster.pixels)
    assert file is not None
    assert file.suffix == ".png"


def test_the_same_page_gives_the_same_bytes(tmp_path: Path) -> None:
    """Canonical images are reproducible."""
    path = saved(tmp_path / "a", page(), "PNG")
    assert kept(path, turn_deg=90) == kept(path, turn_deg=90)
