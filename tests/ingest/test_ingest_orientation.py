"""Orientation tags: pixels are turned, and the transform says exactly how."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from digitize.ingest.orientation import orientation_of, turned, turning
from digitize.model.geometry import Transform
from digitize.model.page import DpiOrigin
from digitize.model.raster import Pixels
from tests.ingest.drawn import decoded, saved

WIDTH, HEIGHT = 24, 16


def stored_with_mark() -> Image.Image:
    """White, with one black pixel near the top left as stored."""
    pixels = np.full((HEIGHT, WIDTH), 255, np.uint8)
    pixels[3, 5] = 0
    return Image.fromarray(pixels)


SHOWN_AT = {1: (5, 3), 2: (18, 3), 3: (18, 12), 4: (5, 12), 5: (3, 5), 6: (12, 5), 7: (12, 18), 8: (3, 18)}
"""Where the pixel (5, 3) of 24 x 16 is seen, by the definition of each orientation (EXIF 2.3, tag 274)."""


def darkest(pixels: Pixels) -> tuple[int, int]:
    y, x = np.unravel_index(np.argmin(pixels), pixels.shape)
    return int(x), int(y)


def with_orientation(path: Path, form: str, orientation: int, **options: Any) -> Path:
    if form == "TIFF":
        return saved(path, stored_with_mark(), form, tiffinfo={274: orientation}, **options)
    exif = Image.Exif()
    exif[274] = orientation
    return saved(path, stored_with_mark(), form, exif=exif, **options)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("PNG", {}),
        ("WEBP", {"lossless": True}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("JPEG", {"quality": 100, "subsampling": 0}),
    ],
)
def test_a_marked_pixel(tmp_path: Path, form: str, options: dict[str, Any], orientation: int) -> None:
    """The mark is seen where the definition says, and the transform sends its pixel there."""
    result = decoded(with_orientation(tmp_path / "a", form, orientation, **options))
    x, y = darkest(result.raster.pixels)
    assert (x, y) == SHOWN_AT[orientation]
    assert result.file_to_decoded.point((5.5, 3.5)) == (x + 0.5, y + 0.5)
    sides = (HEIGHT, WIDTH) if orientation > 4 else (WIDTH, HEIGHT)
    assert (result.raster.width, result.raster.height) == sides
    corners = {result.file_to_decoded.point(corner) for corner in ((0, 0), (WIDTH, HEIGHT))}
    assert {(min(x for x, _ in corners), max(x for x, _ in corners))} == {(0, sides[0])}


@pytest.mark.parametrize("orientation", [0, 9, 300])
def test_impossible_orientations(tmp_path: Path, orientation: int) -> None:
    """A tag with another value says nothing."""
    result = decoded(with_orientation(tmp_path / "a", "PNG", orientation))
    assert result.file_to_decoded == Transform()


def test_pages_of_a_tiff_lie_each_in_their_own_way(tmp_path: Path) -> None:
    """The tag belongs to the page, not to the file."""
    flat = [stored_with_mark() for _ in range(3)]
    for image, number in zip(flat, (6, 1, 3), strict=True):
        image.encoderinfo = {"tiffinfo": {274: number}}
    path = saved(tmp_path / "all", flat[0], "TIFF", save_all=True, append_images=flat[1:], tiffinfo={274: 6})
    seen = []
    for frame, _ in enumerate(flat):
        result = decoded(path, frame)
        x, y = darkest(result.raster.pixels)
        assert result.file_to_decoded.point((5.5, 3.5)) == (x + 0.5, y + 0.5)
        seen.append((x, y))
    assert seen == [SHOWN_AT[6], SHOWN_AT[1], SHOWN_AT[3]]


def test_fax_on_its_side(tmp_path: Path) -> None:
    """Oblong pixels of a page that lies on its side: turned first, then made square; the transform holds both."""
    path = with_orientation(tmp_path / "a", "TIFF", 6, dpi=(200, 100))
    result = decoded(path)
    # As stored 24 x 16 at 200 x 100 dpi; as shown 16 x 24 at 100 x 200 dpi; square 32 x 24 at 200 dpi.
    assert (result.raster.width, result.raster.height, result.raster.dpi) == (32, 24, 200)
    assert result.dpi_origin is DpiOrigin.DECLARED
    x, y = result.file_to_decoded.point((5.5, 3.5))
    assert result.raster.pixels[int(y), int(x)] < 128
    assert not result.embedded


@given(st.integers(1, 8), st.integers(1, 9), st.integers(1, 9))
def test_pixels_and_points_go_together(orientation: int, width: int, height: int) -> None:
    """For every orientation and size, each pixel lands where the transform sends it, and the kind is found again."""
    pixels = np.arange(width * height, dtype=np.uint8).reshape(height, width)
    shown = turned(pixels, orientation)
    transform = turning(orientation, width, height)
    for y in range(height):
        for x in range(width):
            u, v = transform.point((x + 0.5, y + 0.5))
            assert shown[int(v), int(u)] == pixels[y, x]
    assert orientation_of(transform.then(Transform(0.37, 0, 11, 0, 2.5, -4))) == orientation


def test_what_stands_at_an_angle_has_no_orientation() -> None:
    """Skewed placements are not taken for upright ones."""
    assert orientation_of(Transform.rotation(1.0, (0, 0))) is None
    assert orientation_of(Transform.rotation(45.0, (0, 0))) is None
