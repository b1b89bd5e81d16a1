"""TIFF in its many kinds."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from digitize.errors import InputError
from digitize.ingest.tiff_directory import read_directories
from digitize.model.page import Colour, DpiOrigin
from tests.ingest.drawn import decoded, gradient, grey_tags, known, page, saved, tiff, with_subfile_types


@pytest.mark.parametrize("compression", [None, "group3", "group4", "tiff_lzw", "packbits", "tiff_adobe_deflate"])
def test_bitonal(tmp_path: Path, compression: str | None) -> None:
    """Black is 0 and white is 255 in every compression of bitonal pages."""
    image = page().convert("1")
    result = decoded(saved(tmp_path / "a", image, "TIFF", compression=compression, dpi=(400, 400)))
    assert np.array_equal(result.raster.pixels, np.asarray(image.convert("L")))
    assert result.raster.bitonal
    assert result.colour is Colour.BITONAL
    assert (result.raster.dpi, result.dpi_origin, result.embedded) == (400, DpiOrigin.DECLARED, True)


@pytest.mark.parametrize("compression", [None, "tiff_lzw", "packbits", "tiff_adobe_deflate", "zstd", "lzma"])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_lossless_compressions(tmp_path: Path, compression: str | None, mode: str) -> None:
    """Grey and colour come out as they went in."""
    pixels = np.random.default_rng(1).integers(0, 256, (40, 30, 3), np.uint8)
    image = Image.fromarray(pixels).convert(mode)
    result = decoded(saved(tmp_path / "a", image, "TIFF", compression=compression))
    assert np.array_equal(result.raster.pixels, np.asarray(image))
    assert result.colour is (Colour.GREY if mode == "L" else Colour.COLOUR)


def test_jpeg_and_ycbcr(tmp_path: Path) -> None:
    """JPEG in TIFF, stored as YCbCr: the colours are right."""
    image = Image.new("RGB", (64, 48), (200, 40, 30))
    for mode in ("RGB", "YCbCr"):
        path = saved(tmp_path / mode, image.convert(mode), "TIFF", compression="jpeg", quality=95)
        pixels = decoded(path).raster.pixels.astype(int)
        assert np.abs(pixels - (200, 40, 30)).max() <= 4


def test_uncompressed_ycbcr(tmp_path: Path) -> None:
    """YCbCr without JPEG, not subsampled."""
    red = np.asarray(Image.new("RGB", (16, 16), (200, 40, 30)).convert("YCbCr"))
    tags = {**grey_tags(16, 16), 258: ("H", (8, 8, 8)), 262: ("H", (6,)), 277: ("H", (3,)), 530: ("H", (1, 1))}
    (tmp_path / "a").write_bytes(tiff(red.tobytes(), tags))
    assert np.abs(decoded(tmp_path / "a").raster.pixels.astype(int) - (200, 40, 30)).max() <= 4


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
@pytest.mark.parametrize("white_is_zero", [False, True])
def test_few_bits(tmp_path: Path, bits: int, white_is_zero: bool) -> None:
    """1, 2, 4 and 8 bits, either way round: black is 0, white is 255, the levels between are even."""
    levels = 1 << bits
    values = (np.arange(levels * 8).reshape(8, levels) % levels).astype(np.uint8)
    stored = (levels - 1 - values) if white_is_zero else values
    packed = np.packbits(np.unpackbits(stored[..., None], axis=2)[..., 8 - bits :].reshape(8, -1), axis=1)
    (tmp_path / "a").write_bytes(tiff(packed.tobytes(), grey_tags(levels, 8, bits, 0 if white_is_zero else 1)))
    result = decoded(tmp_path / "a")
    assert np.array_equal(result.raster.pixels, values * (255 // (levels - 1)))
    assert result.raster.bitonal is (bits == 1)


@pytest.mark.parametrize("bits", [4, 8])
def test_palette(tmp_path: Path, bits: int) -> None:
    """Palette pages become the colours of the palette; grey palettes become grey."""
    levels = 1 << bits
    reds = tuple(index * 65535 // (levels - 1) for index in range(levels))
    for name, table in (("grey", reds * 3), ("red", (*reds, *([0] * levels * 2)))):
        values = np.arange(levels, dtype=np.uint8)
        packed = np.packbits(np.unpackbits(values[..., None], axis=1)[..., 8 - bits :].reshape(1, -1), axis=1)
        tags = {**grey_tags(levels, 1, bits, 3), 320: ("H", table)}
        (tmp_path / name).write_bytes(tiff(packed.tobytes(), tags))
        result = decoded(tmp_path / name)
        expected = values.astype(int) * 255 // (levels - 1)
        shown = result.raster.pixels if name == "grey" else result.raster.pixels[..., 0]
        assert np.abs(shown[0].astype(int) - expected).max() <= 1
        assert result.colour is (Colour.GREY if name == "grey" else Colour.COLOUR)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("white_is_zero", [False, True])
@pytest.mark.parametrize("white", [65535, 4095, 1000])
def test_sixteen_bits(tmp_path: Path, order: str, white: int, white_is_zero: bool) -> None:
    """Scaled by the brightest value that occurs: a 12-bit scan in 16 bits is not black."""
    values = np.linspace(0, white, 256).astype(order + "u2")[None].repeat(4, 0)
    (tmp_path / "a").write_bytes(tiff(values.tobytes(), grey_tags(256, 4, 16, 0 if white_is_zero else 1), order=order))
    pixels = decoded(tmp_path / "a").raster.pixels
    ramp = np.arange(256)[::-1] if white_is_zero else np.arange(256)
    assert np.abs(pixels[0].astype(int) - ramp).max() <= 1


def test_a_dark_page_of_sixteen_bits_stays_dark(tmp_path: Path) -> None:
    """Values that fit 8 bits are not stretched."""
    values = np.full((4, 4), 60, "<u2")
    (tmp_path / "a").write_bytes(tiff(values.tobytes(), grey_tags(4, 4, 16)))
    assert (decoded(tmp_path / "a").raster.pixels == 60).all()


@pytest.mark.parametrize("white", [1.0, 255.0, 5000.0])
def test_floating_point(tmp_path: Path, white: float) -> None:
    """Fractions of 1, 8-bit values and larger ones; what is no number is no harm."""
    values = np.linspace(0, white, 256, dtype=np.float32)[None].repeat(3, 0)
    values[1, :2] = np.nan, -np.inf
    result = decoded(saved(tmp_path / "a", Image.fromarray(values), "TIFF"))
    assert np.abs(result.raster.pixels[0].astype(int) - np.arange(256)).max() <= 1
    assert result.raster.pixels[1, 0] == 0


def test_cmyk(tmp_path: Path) -> None:
    """Inks mix as they should: cyan is blue-green, all black is black, none is white."""
    inks = np.array([[[255, 0, 0, 0], [0, 0, 0, 255], [0, 0, 0, 0]]], np.uint8)
    result = decoded(saved(tmp_path / "a", Image.fromarray(inks, "CMYK"), "TIFF"))
    assert result.raster.pixels[0].tolist() == [[0, 255, 255], [0, 0, 0], [255, 255, 255]]


def test_lab(tmp_path: Path) -> None:
    """Lightness is what is read."""
    lab = np.zeros((2, 2, 3), np.uint8)
    lab[0, 0, 0] = 255
    result = decoded(saved(tmp_path / "a", Image.fromarray(lab, "LAB"), "TIFF"))
    assert result.raster.pixels.tolist() == [[255, 0], [0, 0]]


@pytest.mark.parametrize("big", [False, True])
def test_big_tiff(tmp_path: Path, big: bool) -> None:
    """BigTIFF is TIFF with longer offsets."""
    data = tiff(gradient().tobytes(), grey_tags(64, 64), big=big)
    (tmp_path / "a").write_bytes(data)
    assert known(tmp_path / "a").frames == 1
    assert np.array_equal(decoded(tmp_path / "a").raster.pixels, gradient())


def test_pages_of_different_kinds(tmp_path: Path) -> None:
    """Each page of a TIFF has its own size, depth and resolution."""
    first, second, third = page(50, 60).convert("1"), page(70, 80), Image.new("RGB", (20, 30), (1, 2, 3))
    path = saved(tmp_path / "a", first, "TIFF", save_all=True, append_images=[second, third], dpi=(200, 200))
    source = known(path)
    results = [decoded(path, frame) for frame in range(source.frames)]
    assert [(r.raster.width, r.raster.height, r.colour) for r in results] == [
        (50, 60, Colour.BITONAL),
        (70, 80, Colour.GREY),
        (20, 30, Colour.COLOUR),
    ]
    assert [r.frame for r in results] == [0, 1, 2]
    with pytest.raises(InputError, match="not in the file"):
        decoded(path, 3)


def test_thumbnails_are_no_pages(tmp_path: Path) -> None:
    """Reduced copies (NewSubfileType 1) are passed over, wherever they stand."""
    path = with_subfile_types(tmp_path / "a", [1, 0, 1, 0])
    source = known(path)
    assert source.frames == 2
    assert [decoded(path, frame).raster.width for frame in range(2)] == [20, 40]
    assert known(with_subfile_types(tmp_path / "b", [1, 1])).frames == 2


def test_thumbnails_do_not_count_against_the_limit(tmp_path: Path) -> None:
    """Two pages with many reduced copies each are two pages, all of them found."""
    path = with_subfile_types(tmp_path / "a", [0, *[1] * 9, 0, *[1] * 9])
    assert known(path, max_pages=2).frames == 2
    assert [decoded(path, frame).raster.width for frame in range(2)] == [10, 110]


@pytest.mark.parametrize("big", [False, True])
def test_a_circle_of_pages_ends(tmp_path: Path, big: bool) -> None:
    """A directory that names itself as the next is counted once, and the page says so."""
    (tmp_path / "a").write_bytes(tiff(gradient().tobytes(), grey_tags(64, 64), nexts=-1, big=big))
    assert known(tmp_path / "a").frames == 1
    assert any("leads back" in warning for warning in decoded(tmp_path / "a").warnings)


@pytest.mark.parametrize(("nexts", "big"), [(1_000_000, False), (2**32 - 1, False), (2**64 - 1, True)])
def test_a_chain_that_leaves_the_file(tmp_path: Path, nexts: int, big: bool) -> None:
    """Pages said to follow beyond the end of the file are missing, and that is said."""
    (tmp_path / "a").write_bytes(tiff(gradient().tobytes(), grey_tags(64, 64), nexts=nexts, big=big))
    with pytest.raises(InputError, match="cut off: image 2 is missing"):
        known(tmp_path / "a")


def test_counting_stops_at_the_limit(tmp_path: Path) -> None:
    """A chain of thousands of directories is not followed beyond what is asked for."""
    entry = struct.pack("<HHHII", 1, 256, 4, 1, 1)
    count = 5000
    chain = b"".join(entry + struct.pack("<I", 8 + 18 * (number + 1)) for number in range(count))
    (tmp_path / "a").write_bytes(b"II*\0" + struct.pack("<I", 8) + chain)
    with (tmp_path / "a").open("rb") as file:
        assert read_directories(file, 100).count == 101
    with pytest.raises(InputError, match="more than 100"):
        known(tmp_path / "a")


@pytest.mark.parametrize("compression", [None, "group4", "tiff_lzw", "tiff_adobe_deflate", "jpeg"])
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_cut_page(tmp_path: Path, compression: str | None, share: float, capfd: Any) -> None:
    """A page whose data are cut off is an error that names file and page: never half a page of grey."""
    noise = np.random.default_rng(3).integers(0, 256, (300, 300), np.uint8)
    image = Image.fromarray(noise).convert("1" if compression == "group4" else "L")
    first = page(50, 50).convert(image.mode)
    path = saved(tmp_path / "a.tif", first, "TIFF", save_all=True, append_images=[image], compression=compression)
    data = bytearray(path.read_bytes())
    # Pillow writes a page's directory before or after its data: cut the data themselves, at a strip's offset.
    with Image.open(path) as opened:
        opened.seek(1)
        tags: Any = opened
        offsets, lengths = tags.tag_v2[273], tags.tag_v2[279]
    ends = [offset + length for offset, length in zip(offsets, lengths, strict=True)]
    directories_before = max(ends) == len(data)
    cut = offsets[0] + int((max(ends) - offsets[0]) * share)
    path.write_bytes(data[:cut] if directories_before else data)
    if not directories_before:
        _move_strip_beyond_end(path, int(len(lengths) * share))
    with pytest.raises(InputError) as caught:
        decoded(path, 1)
    assert caught.value.where == "a.tif, page 2"
    assert capfd.readouterr() == ("", "")


def _move_strip_beyond_end(path: Path, strip: int) -> None:
    """Makes one strip of the second page point beyond the end, as in a file that was cut and given new directories."""
    data = bytearray(path.read_bytes())
    (offset,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, offset)
    (offset,) = struct.unpack_from("<I", data, offset + 2 + 12 * count)
    (count,) = struct.unpack_from("<H", data, offset)
    for entry in range(offset + 2, offset + 2 + 12 * count, 12):
        tag, kind, number, value = struct.unpack_from("<HHII", data, entry)
        if tag == 273:
            place = entry + 8 if number == 1 else value + (2 if kind == 3 else 4) * strip
            struct.pack_into("<H" if kind == 3 else "<I", data, place, len(data) if kind == 4 else 65535)
    path.write_bytes(data)
