"""The part of a page that has most letters."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from digitize.model.raster import Raster
from digitize.preprocess.window import densest_window
from tests.preprocess.text_pages import noise, raster, text_page


def sheet(width: int, height: int) -> Image.Image:
    return Image.new("L", (width, height), 255)


def test_a_small_page_is_taken_whole() -> None:
    """Nothing is cut from a page that is no larger than the window."""
    page = raster(text_page(400, 500, size_px=20).image)
    assert densest_window(page, 500) is page


@pytest.mark.parametrize("corner", [(0, 0), (1_000, 0), (0, 1_400), (1_000, 1_400), (480, 620)])
def test_the_window_lies_where_the_letters_are(corner: tuple[int, int]) -> None:
    """A block of text on a page otherwise empty is in the window, wherever it stands."""
    image, block = sheet(1_500, 2_000), text_page(500, 600, size_px=20).image
    image.paste(block, corner)
    window = densest_window(raster(image), 700)
    assert window.pixels.shape == (700, 700)
    ink = int((np.asarray(block) < 128).sum())
    assert int((window.pixels < 128).sum()) >= 0.7 * ink


def test_a_picture_draws_no_window_to_itself() -> None:
    """Letters count by their number, not by their blackness."""
    image = sheet(1_500, 2_000)
    ImageDraw.Draw(image).rectangle((800, 1_100, 1_490, 1_990), fill=0)
    block = text_page(500, 600, size_px=20).image
    image.paste(block, (0, 0))
    window = densest_window(raster(image), 700)
    dark = int((window.pixels < 128).sum())
    assert 0.7 * int((np.asarray(block) < 128).sum()) <= dark < 0.3 * window.pixels.size


@pytest.mark.parametrize("size", [(1, 1), (1, 3_000), (3_000, 1), (701, 700), (5_000, 100)])
def test_any_page_has_a_window(size: tuple[int, int]) -> None:
    """Pixels and strips, blank or noisy: a window inside the page, of the page's pixels, resolution and kind."""
    for image in (sheet(*size), noise(*size)):
        page = Raster(np.asarray(image), 250.0, bitonal=True)
        window = densest_window(page, 700)
        assert window.pixels.shape == (min(700, size[1]), min(700, size[0]))
        assert (window.dpi, window.bitonal) == (250.0, True)
