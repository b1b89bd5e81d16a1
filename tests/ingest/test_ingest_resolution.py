"""What a file says about its resolution, believed or not."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from digitize.errors import InputError
from digitize.ingest.resolution import judged
from digitize.model.geometry import Transform
from digitize.model.page import Colour, DpiOrigin
from tests.ingest.drawn import decoded, page, saved


@pytest.mark.parametrize(
    ("form", "dpi"), [("PNG", 300), ("PNG", 299.9994), ("JPEG", 400), ("TIFF", 50), ("TIFF", 2400), ("BMP", 150)]
)
def test_a_plausible_resolution_is_believed(tmp_path: Path, form: str, dpi: float) -> None:
    """Declared, and rounded to a tenth: PNG counts in pixels per metre."""
    result = decoded(saved(tmp_path / "a", page(), form, dpi=(dpi, dpi)))
    assert result.raster.dpi == pytest.approx(round(dpi, 1), abs=0.1)
    assert result.dpi_origin is DpiOrigin.DECLARED
    assert result.warnings == ()


@pytest.mark.parametrize(
    "options", [{}, {"dpi": (72, 72)}, {"dpi": (96, 96)}, {"dpi": (1, 1)}, {"dpi": (10, 10)}, {"dpi": (9600, 9600)}]
)
@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
def test_no_or_absurd_resolution(tmp_path: Path, form: str, options: dict[str, Any]) -> None:
    """300 dpi are assumed, said to be assumed, and warned of."""
    result = decoded(saved(tmp_path / "a", page(), form, **options))
    assert (result.raster.dpi, result.dpi_origin) == (300, DpiOrigin.ASSUMED)
    assert any("300 dpi assumed" in warning for warning in result.warnings)


@pytest.mark.parametrize(
    ("statements", "dpi", "origin"),
    [
        ([(300, 300)], 300, "declared"),
        ([(300, 310)], 305, "declared"),
        ([(72.009, 72.009), (400, 400)], 400, "declared"),
        ([(0, 300), (math.nan, 300), (math.inf, 1)], 300, "assumed"),
        ([(72, 96)], 300, "assumed"),
        ([(100, 2000)], 300, "assumed"),
        ([(-200, 200)], 300, "assumed"),
    ],
)
def test_judgement(statements: list[tuple[float, float]], dpi: float, origin: str) -> None:
    """The first statement that can be true counts."""
    resolution = judged(statements)
    assert (round(resolution.dpi), resolution.origin.value, resolution.is_square) == (dpi, origin, True)


def test_an_absurd_statement_is_quoted() -> None:
    """The warning shows what the file says."""
    assert "9600 x 9600" in judged([(9600, 9600)]).warnings[0]


def test_a_resolution_in_centimetres(tmp_path: Path) -> None:
    """TIFF and EXIF may count per centimetre."""
    path = saved(tmp_path / "a", page(), "TIFF", tiffinfo={282: 118.11, 283: 118.11, 296: 3})
    assert decoded(path).raster.dpi == pytest.approx(300, abs=0.1)
    exif = Image.Exif()
    exif[282], exif[283], exif[296] = 157.48, 157.48, 3
    assert decoded(saved(tmp_path / "b", page(), "WEBP", exif=exif)).raster.dpi == pytest.approx(400, abs=0.1)


def test_a_fax_page_becomes_square(tmp_path: Path) -> None:
    """204 x 98 dpi: stretched to 204 dpi, still bitonal, and the transform maps back exactly."""
    image = page(204, 98).convert("1")
    result = decoded(saved(tmp_path / "a", image, "TIFF", compression="group3", dpi=(204, 98)))
    assert (result.raster.width, result.raster.height, result.raster.dpi) == (204, 204, 204)
    assert result.file_to_decoded == Transform.scale(1, 204 / 98)
    assert set(np.unique(result.raster.pixels)) == {0, 255}
    assert result.raster.bitonal
    assert result.colour is Colour.BITONAL
    assert not result.embedded
    assert any("204 x 98" in warning and "204 x 204" in warning for warning in result.warnings)


def test_stretching_minds_the_limit(tmp_path: Path) -> None:
    """A page that only grows too large by being stretched is refused, too."""
    path = saved(tmp_path / "a", page(100, 100), "TIFF", dpi=(100, 300))
    assert decoded(path, max_pixels=30_000).raster.width == 300
    with pytest.raises(InputError, match="300 x 100"):
        decoded(path, max_pixels=29_999)
