"""Toning and cutting out: even light, and no ink but a region's own."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from digitize.model.geometry import Box
from digitize.model.raster import Pixels, Raster
from digitize.preprocess.crops import PAPER, cut, reading_scale
from digitize.preprocess.tone import paper_of, tone
from tests.preprocess.text_pages import noise, raster, text_page

PAGE = text_page(900, 1_200, size_px=32)


def lit(light: NDArray[np.float64]) -> Pixels:
    """The page under a light of 0 to 1."""
    return np.asarray((PAGE.pixels * light).clip(0, 255).astype(np.uint8))


def _lights() -> dict[str, NDArray[np.float64]]:
    height, width = PAGE.pixels.shape
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    stain = 1 - 0.45 * np.exp(-(((x - 0.6) / 0.15) ** 2 + ((y - 0.4) / 0.12) ** 2))
    return {
        "even but dim": np.full((height, width), 0.6),
        "from the left": 0.35 + 0.6 * x,
        "dark corner": 1 - 0.5 * np.hypot(x, y) / np.sqrt(2),
        "gutter shadow": 1 - 0.6 * np.exp(-x / 0.25),
        "stain": stain,
    }


LIGHTS = _lights()


@pytest.mark.parametrize("name", sorted(LIGHTS))
def test_uneven_light_becomes_even(name: str) -> None:
    """Paper is near white everywhere and ink stays dark everywhere, whatever the light was."""
    even = tone(Raster(lit(LIGHTS[name]), 300.0), PAGE.x_height_px).raster.pixels
    paper, ink = PAGE.pixels > 250, PAGE.pixels < 60
    assert np.percentile(even[paper], 1) >= 225
    assert even[paper].mean() >= 250
    assert np.percentile(even[ink], 99) <= 110
    quarters = [
        even[y : y + 600, x : x + 450][paper[y : y + 600, x : x + 450]].mean() for y in (0, 600) for x in (0, 450)
    ]
    assert max(quarters) - min(quarters) <= 3


def test_grey_ink_keeps_its_shade() -> None:
    """Half-tones are not thresholded away: an engine makes use of them."""
    faint = np.where(PAGE.pixels < 128, 150, 250).astype(np.uint8)
    even = tone(Raster(faint, 300.0), PAGE.x_height_px).raster.pixels
    assert even[faint == 150].mean() == pytest.approx(153, abs=12)


def test_bleed_through_grows_fainter_than_ink() -> None:
    """Type of the back that shines through stays lighter than the ink of the front."""
    back = np.asarray(PAGE.image.transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    both = np.minimum(PAGE.pixels, np.where(back < 128, 215, 240)).astype(np.uint8)
    even = tone(Raster(both, 300.0), PAGE.x_height_px).raster.pixels
    assert even[(back < 60) & (PAGE.pixels > 250)].mean() > 220
    assert even[PAGE.pixels < 60].mean() < 60


def test_black_and_white_is_left_alone() -> None:
    """There is no light to even out; the very pixels are handed on."""
    page = Raster(np.where(PAGE.pixels < 128, 0, 255).astype(np.uint8), 300.0, bitonal=True)
    toned = tone(page, PAGE.x_height_px)
    assert toned.raster is page
    assert toned.method == "none"


def test_the_frame_stays() -> None:
    """Toning moves nothing: same size, same resolution."""
    toned = tone(raster(PAGE.image, 240.0), PAGE.x_height_px)
    assert (toned.raster.width, toned.raster.height, toned.raster.dpi) == (*PAGE.image.size, 240.0)
    assert toned.method == "background"


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (2, 5_000), (17, 23)])
@pytest.mark.parametrize("x_height", [1.0, 4.0, 20.0, 200.0])
def test_any_page_can_be_toned(shape: tuple[int, int], x_height: float) -> None:
    """Small and narrow pages, letters larger than the page."""
    page = Raster(np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8), 300.0)
    assert tone(page, x_height).raster.pixels.shape == shape


@pytest.mark.parametrize("value", [0, 1, 128, 255])
def test_an_even_page_becomes_paper(value: int) -> None:
    """Blank grey becomes white; black, which could be a division by nought, stays black."""
    even = tone(Raster(np.full((200, 300), value, np.uint8), 300.0), 20.0).raster.pixels
    assert np.unique(even).tolist() == [255 if value else 0]


def test_paper_is_never_black() -> None:
    """So that nothing is divided by nought."""
    assert paper_of(np.zeros((50, 60), np.uint8), 20.0).min() == 1
    assert paper_of(np.asarray(noise(300, 200)), 8.0).min() >= 1


def test_toning_holds_no_page_of_floats() -> None:
    """At most a few times the page's own bytes: a broadsheet at 400 dpi has 100 million pixels."""
    page = Raster(np.full((3_000, 3_000), 200, np.uint8), 300.0)
    tracemalloc.start()
    tone(page, 20.0)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * page.pixels.nbytes


def test_foreign_lines_are_painted_over() -> None:
    """A neighbour's line that reaches into a region's box goes; the region's own ink stays, where both overlap too."""
    toned = np.zeros((100, 100), np.uint8)
    box, own, foreign = Box(10, 10, 60, 60), Box(10, 10, 60, 30), Box(20, 25, 90, 40)
    crop = cut(toned, box, (own,), (foreign,), 1.0)
    assert crop.shape == (50, 50)
    painted = np.zeros_like(crop, dtype=bool)
    painted[20:30, 10:50] = True  # the foreign line's part below the own line
    assert np.array_equal(crop == PAPER, painted)
    assert toned.max() == 0  # the page itself is not written to


BOXES = st.builds(
    lambda x, y, w, h: Box(x, y, x + w, y + h),
    st.integers(0, 55),
    st.integers(0, 55),
    st.integers(1, 40),
    st.integers(1, 40),
)


@given(BOXES, st.lists(BOXES, max_size=4), st.lists(BOXES, max_size=4))
def test_exactly_the_foreign_ink_is_painted_over(box: Box, own: list[Box], foreign: list[Box]) -> None:
    """Pixel by pixel: paper where a foreign line lies and no own line does; everything else as it was."""
    toned = np.full((96, 96), 7, np.uint8)
    expected = toned.copy()
    for line in foreign:
        expected[line.y0 : line.y1, line.x0 : line.x1] = PAPER
    for line in own:
        expected[line.y0 : line.y1, line.x0 : line.x1] = 7
    crop = cut(toned, box, tuple(own), tuple(foreign), 1.0)
    assert np.array_equal(crop, expected[box.y0 : box.y1, box.x0 : box.x1])


@pytest.mark.parametrize("scale", [1.5, 2.0])
def test_a_crop_is_enlarged_by_its_scale(scale: float) -> None:
    """Pixels of the crop per pixel of the page, so that words map back."""
    crop = cut(PAGE.pixels, Box(100, 100, 400, 200), (), (), scale)
    assert crop.shape == (round(100 * scale), round(300 * scale))
    assert crop.dtype == np.uint8


@pytest.mark.parametrize("x_height", [None, 100.0, 30.0, 20.0])
def test_letters_of_ordinary_size_are_not_enlarged(x_height: float | None) -> None:
    """Nor those whose size is not known."""
    assert reading_scale(x_height) == 1.0


@given(st.floats(0.5, 400))
def test_enlarging_is_bounded(x_height: float) -> None:
    """Never reduced, never more than doubled, and the smaller the letters the more."""
    assert 1.0 <= reading_scale(x_height) <= 2.0
    assert reading_scale(x_height) >= reading_scale(x_height * 1.1)
