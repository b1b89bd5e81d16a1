"""JPEG, PNG, JPEG 2000, WebP, BMP, GIF: what comes out of them, and what is refused."""

from __future__ import annotations

import io
import pickle
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from digitize.errors import InputError
from digitize.model.geometry import Transform
from digitize.model.page import Colour, DpiOrigin
from digitize.model.raster import Pixels
from tests.ingest.drawn import decoded, encoded, gradient, page, saved

LOSSLESS: list[tuple[str, dict[str, Any]]] = [
    ("PNG", {}),
    ("JPEG2000", {"irreversible": False}),
    ("JPEG2000", {"irreversible": False, "no_jp2": True}),
    ("WEBP", {"lossless": True, "exact": True}),
    ("BMP", {}),
]


def noise(*shape: int) -> Pixels:
    return np.random.default_rng(7).integers(0, 256, shape, np.uint8)


@pytest.mark.parametrize(("form", "options"), LOSSLESS)
def test_colour_without_loss(tmp_path: Path, form: str, options: dict[str, Any]) -> None:
    """RGB comes out as it went in, and knows that it is colour."""
    result = decoded(saved(tmp_path / "a", Image.fromarray(noise(40, 30, 3)), form, **options))
    assert np.array_equal(result.raster.pixels, noise(40, 30, 3))
    assert (result.colour, result.embedded, result.file_to_decoded) == (Colour.COLOUR, True, Transform())


@pytest.mark.parametrize(("form", "options"), LOSSLESS)
def test_grey_in_the_clothes_of_colour(tmp_path: Path, form: str, options: dict[str, Any]) -> None:
    """An RGB page whose channels are alike is grey; one pixel of colour anywhere makes it colour."""
    pixels = np.repeat(noise(300, 50)[..., None], 3, 2)
    grey = decoded(saved(tmp_path / "grey", Image.fromarray(pixels), form, **options))
    assert np.array_equal(grey.raster.pixels, pixels[..., 0])
    assert grey.colour is Colour.GREY
    pixels[187, 31] = 10, 11, 10
    colour = decoded(saved(tmp_path / "colour", Image.fromarray(pixels), form, **options))
    assert np.array_equal(colour.raster.pixels, pixels)
    assert colour.colour is Colour.COLOUR


def test_many_strips(tmp_path: Path) -> None:
    """A page larger than the strips it is converted in is put together without a seam."""
    pixels = np.tile(noise(100, 90, 3), (25, 12, 1))
    assert np.array_equal(decoded(saved(tmp_path / "a", Image.fromarray(pixels), "PNG")).raster.pixels, pixels)
    pixels[2400, 7] = pixels[..., 1:2][2400, 7]
    grey = np.repeat(pixels[..., :1], 3, 2)
    grey[-1, -1] = 1, 2, 3
    assert np.array_equal(decoded(saved(tmp_path / "b", Image.fromarray(grey), "PNG")).raster.pixels, grey)


@pytest.mark.parametrize("form", ["PNG", "BMP"])
def test_bitonal(tmp_path: Path, form: str) -> None:
    """Black and white only, through a palette or not, is bitonal."""
    image = page().convert("1")
    result = decoded(saved(tmp_path / "a", image, form))
    assert np.array_equal(result.raster.pixels, np.asarray(image.convert("L")))
    assert result.raster.bitonal
    assert result.colour is Colour.BITONAL


def test_palette(tmp_path: Path) -> None:
    """Palette colours come out as colours, grey palettes as grey, two other colours are not bitonal."""
    image = Image.fromarray(np.arange(64, dtype=np.uint8).reshape(8, 8), "P")
    image.putpalette(bytes(value for index in range(64) for value in (index * 4, 0, 255 - index)))
    result = decoded(saved(tmp_path / "a", image, "PNG"))
    assert result.raster.pixels[7, 7].tolist() == [252, 0, 192]
    image.putpalette(bytes(value for index in range(64) for value in [index * 4] * 3))
    assert decoded(saved(tmp_path / "b", image, "PNG")).raster.pixels[7, 7] == 252
    two = Image.new("P", (8, 8), 1)
    two.putpalette(bytes((20, 20, 20, 240, 230, 200)))
    two.putpixel((0, 0), 0)
    result = decoded(saved(tmp_path / "c", two, "PNG", bits=1))
    assert result.colour is Colour.COLOUR
    assert not result.raster.bitonal


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA"])
def test_transparency_becomes_white(tmp_path: Path, mode: str) -> None:
    """What is transparent is white, half transparent is half way, and the page says so."""
    rgba = np.zeros((4, 4, 4), np.uint8)
    rgba[..., 3] = 255
    rgba[0, 0, 3], rgba[0, 1, 3] = 0, 128
    image = Image.fromarray(rgba)
    if mode == "LA":
        image = image.convert("LA")
    if mode == "PA":
        image = image.quantize(8)
    result = decoded(saved(tmp_path / "a", image, "PNG"))
    assert result.raster.pixels[0, :3].tolist() == pytest.approx([255, 127, 0], abs=1)
    assert any("transparent" in warning for warning in result.warnings)


def test_an_opaque_alpha_channel_is_no_news(tmp_path: Path) -> None:
    """Many scanners write an alpha channel that hides nothing."""
    rgba = np.full((5, 5, 4), 255, np.uint8)
    rgba[2, 2, :3] = 0, 90, 0
    result = decoded(saved(tmp_path / "a", Image.fromarray(rgba), "PNG", dpi=(300, 300)))
    assert np.array_equal(result.raster.pixels, rgba[..., :3])
    assert result.warnings == ()


@pytest.mark.parametrize(("mode", "colour"), [("L", 0), ("1", 0), ("RGB", (0, 0, 0))])
def test_one_transparent_colour(tmp_path: Path, mode: str, colour: Any) -> None:
    """PNG can name one colour as transparent without an alpha channel."""
    image = Image.new(mode, (4, 4), colour)
    image.putpixel((1, 1), 255 if mode != "RGB" else (255, 255, 255))
    result = decoded(saved(tmp_path / "a", image, "PNG", transparency=colour))
    assert (result.raster.pixels == 255).all()


def test_sixteen_bits(tmp_path: Path) -> None:
    """16-bit PNG and JPEG 2000, of which 12 bits are used."""
    values = np.linspace(0, 4095, 256).astype(np.uint16)[None].repeat(3, 0)
    for form, options in (("PNG", {}), ("JPEG2000", {"irreversible": False})):
        result = decoded(saved(tmp_path / form, Image.fromarray(values), form, **options))
        assert np.abs(result.raster.pixels[0].astype(int) - np.arange(256)).max() <= 1


@pytest.mark.parametrize("adobe", [True, False])
def test_cmyk_jpeg(tmp_path: Path, adobe: bool) -> None:
    """Adobe's programs store the inks inverted and mark the file; without the mark they are as they are."""
    inks = np.zeros((32, 32, 4), np.uint8)
    inks[..., 1] = 255
    inks[16:, :, 3] = 255
    data = encoded(Image.fromarray(inks if adobe else 255 - inks, "CMYK"), "JPEG", quality=95)
    if not adobe:
        start = data.index(b"\xff\xee")
        (length,) = struct.unpack(">H", data[start + 2 : start + 4])
        data = data[:start] + data[start + 2 + length :]
    (tmp_path / "a").write_bytes(data)
    pixels = decoded(tmp_path / "a").raster.pixels.astype(int)
    assert np.abs(pixels[4, 4] - (255, 0, 255)).max() <= 6
    assert np.abs(pixels[28, 4] - (0, 0, 0)).max() <= 6


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_the_first_frame_of_an_animation(tmp_path: Path, form: str) -> None:
    """One page, with a warning."""
    frames = [page(), page(120, 160).rotate(180)]
    path = saved(tmp_path / "a", frames[0], form, save_all=True, append_images=frames[1:], lossless=True)
    result = decoded(path)
    assert np.array_equal(result.raster.pixels, np.asarray(frames[0]))
    assert any("animated" in warning for warning in result.warnings)


@pytest.mark.parametrize(("form", "options"), [*LOSSLESS, ("JPEG", {}), ("TIFF", {}), ("GIF", {})])
def test_one_pixel(tmp_path: Path, form: str, options: dict[str, Any]) -> None:
    """The smallest image is a page like any other."""
    result = decoded(saved(tmp_path / "a", Image.new("L", (1, 1), 255), form, **options))
    assert (result.raster.width, result.raster.height, result.raster.pixels.item()) == (1, 1, 255)


def _png_of_size(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_a_bomb(tmp_path: Path) -> None:
    """60,000 x 60,000 pixels in a few bytes are refused by the header: pixels, limit and way out are named."""
    (tmp_path / "bomb.png").write_bytes(_png_of_size(60_000, 60_000))
    with pytest.raises(InputError) as caught:
        decoded(tmp_path / "bomb.png", max_pixels=400_000_000)
    assert "60000 x 60000 = 3,600,000,000 pixels" in caught.value.message
    assert "400,000,000" in caught.value.message
    assert "DIGITIZE_MAX_PIXELS" in str(caught.value.hint)
    assert caught.value.where == "bomb.png"


@pytest.mark.parametrize(("form", "options"), [*LOSSLESS, ("JPEG", {}), ("TIFF", {}), ("GIF", {})])
def test_the_limit_of_pixels(tmp_path: Path, form: str, options: dict[str, Any]) -> None:
    """The limit holds for every type, and to the pixel."""
    path = saved(tmp_path / "a", page(20, 30), form, **options)
    assert decoded(path, max_pixels=600).raster.height == 30
    with pytest.raises(InputError, match="20 x 30 = 600 pixels"):
        decoded(path, max_pixels=599)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.95])
@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("JPEG", {}),
        ("JPEG", {"progressive": True}),
        ("PNG", {}),
        ("WEBP", {"lossless": True}),
        ("BMP", {}),
        ("GIF", {}),
        ("JPEG2000", {"irreversible": False}),
    ],
)
def test_a_cut_file(
    tmp_path: Path, form: str, options: dict[str, Any], share: float, capfd: pytest.CaptureFixture[str]
) -> None:
    """A file that ends early is an error that names it: never half a page of grey."""
    data = encoded(Image.fromarray(noise(200, 200)), form, **options)
    (tmp_path / "cut.png").write_bytes(data[: int(len(data) * share)])
    with pytest.raises(InputError) as caught:
        decoded(tmp_path / "cut.png")
    assert caught.value.where == "cut.png"
    assert capfd.readouterr() == ("", "")


def test_a_jpeg_that_ends_in_zeros(tmp_path: Path) -> None:
    """An interrupted copy on a preallocated file has its full length and decodes to grey: refused."""
    data = encoded(Image.fromarray(noise(200, 200)), "JPEG")
    (tmp_path / "a").write_bytes(data[: len(data) // 2].ljust(len(data), b"\0"))
    with pytest.raises(InputError, match="ends in zeros"):
        decoded(tmp_path / "a")


def test_a_jpeg_with_something_after_its_end(tmp_path: Path) -> None:
    """Cameras append data of their own; a missing end mark alone is a warning."""
    data = encoded(page(), "JPEG", dpi=(300, 300))
    (tmp_path / "a").write_bytes(data + b"trailer" * 50)
    assert decoded(tmp_path / "a").warnings == ()
    (tmp_path / "b").write_bytes(data[:-2] + b"#" * 10)
    assert any("no end mark" in warning for warning in decoded(tmp_path / "b").warnings)


@pytest.mark.parametrize(
    "head", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"II*\0\x08\0\0\0", b"GIF89a", b"\xff\x4f\xff\x51"]
)
def test_random_bytes_behind_a_signature(tmp_path: Path, head: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    """Whatever follows, it is an error for the user, and nothing is printed."""
    for seed in range(5):
        junk = np.random.default_rng(seed).bytes(3000)
        (tmp_path / "a").write_bytes(head + junk)
        with pytest.raises(InputError):
            decoded(tmp_path / "a")
    assert capfd.readouterr() == ("", "")


def test_a_box_of_impossible_length(tmp_path: Path) -> None:
    """A JPEG 2000 header that claims to be exabytes long is damage, and not a want of memory."""
    data = bytearray(encoded(page(), "JPEG2000"))
    start = data.index(b"jp2h") - 4
    data[start : start + 8] = struct.pack(">I4s", 1, b"jp2h")
    data[start + 8 : start + 8] = struct.pack(">Q", 1 << 62)
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(InputError):
        decoded(tmp_path / "a")


def test_a_page_can_be_handed_to_another_process(tmp_path: Path) -> None:
    """Pages and errors survive the way between processes."""
    result = decoded(saved(tmp_path / "a", Image.fromarray(gradient()), "PNG", dpi=(300, 300)))
    again = pickle.loads(pickle.dumps(result))
    assert np.array_equal(again.raster.pixels, result.raster.pixels)
    assert again.file_to_decoded == result.file_to_decoded
    assert again.dpi_origin is DpiOrigin.DECLARED


def test_the_name_tells_nothing(tmp_path: Path) -> None:
    """Only the media type counts: a kept copy without an ending, or with a wrong one, decodes."""
    buffer = io.BytesIO()
    page().save(buffer, "JPEG")
    (tmp_path / "0a1b2c.tif").write_bytes(buffer.getvalue())
    assert decoded(tmp_path / "0a1b2c.tif").raster.width == 120
