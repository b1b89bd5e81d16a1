"""The size of the letters, and the reduced copy by which a page is looked at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from digitize.model.raster import Raster
from digitize.preprocess.letters import LetterSize, ink_mask, measure_letters
from digitize.preprocess.quick_look import lines_are_level, quick_look, read_grey, write_grey
from tests.preprocess.text_pages import DrawnPage, leaning, noise, raster, specks, text_page

SIZES = {16: (800, 1_100), 20: (900, 1_200), 32: (1_240, 1_754), 48: (1_700, 2_200), 80: (2_000, 2_400)}


def page_of(size_px: int) -> DrawnPage:
    width, height = SIZES[size_px]
    return text_page(width, height, size_px=size_px)


def size_of(page: Raster) -> float:
    letters = measure_letters(page)
    assert letters is not None
    return letters.x_height_px


@pytest.mark.parametrize("size_px", sorted(SIZES))
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_size_of_letters_is_found_in_any_orientation(size_px: int, turned: int) -> None:
    """Within an eighth of the x-height, and a pixel for small type, upright or turned."""
    page = page_of(size_px)
    image = page.image.rotate(turned, expand=True)
    assert size_of(raster(image)) == pytest.approx(page.x_height_px, rel=0.125, abs=1.0)


@pytest.mark.parametrize("size_px", [20, 32, 48])
@pytest.mark.parametrize("share", [0.001, 0.01, 0.03])
def test_specks_do_not_outvote_letters(size_px: int, share: float) -> None:
    """Up to three pixels in a hundred turned black."""
    page = page_of(size_px)
    speckled = np.minimum(page.pixels, np.asarray(specks(*page.image.size, share)))
    assert size_of(Raster(speckled, 300.0)) == pytest.approx(page.x_height_px, rel=0.15, abs=1.0)


@pytest.mark.parametrize("size_px", [20, 32, 48])
def test_grain_low_contrast_and_uneven_light_do_not_matter(size_px: int) -> None:
    """Grey letters on grey, grainy paper that darkens to one side."""
    page = page_of(size_px)
    light = np.linspace(90, 200, page.image.width)
    worn = light * (0.55 + 0.45 * page.pixels / 255) + np.random.default_rng(0).normal(0, 4, page.pixels.shape)
    assert size_of(Raster(worn.clip(0, 255).astype(np.uint8), 300.0)) == pytest.approx(
        page.x_height_px, rel=0.15, abs=1.0
    )


def test_blurred_and_leaning_letters_keep_their_size() -> None:
    """A soft scan, and one that leans by three degrees."""
    page = page_of(32)
    assert size_of(raster(page.image.filter(ImageFilter.GaussianBlur(1.2)))) == pytest.approx(page.x_height_px, abs=2)
    assert size_of(raster(leaning(page.image, 3.0))) == pytest.approx(page.x_height_px, abs=2)


def test_body_type_outvotes_a_headline() -> None:
    """The ordinary text is measured, not what is printed largest."""
    page = page_of(20)
    both = Image.new("L", (page.image.width, page.image.height + 200), 255)
    both.paste(text_page(page.image.width, 200, size_px=90, lines=1).image, (0, 0))
    both.paste(page.image, (0, 200))
    assert size_of(raster(both)) == pytest.approx(page.x_height_px, abs=1.5)


def test_colour_and_grey_measure_alike() -> None:
    """A colour scan of black letters has letters of the same size."""
    page = page_of(20)
    assert size_of(Raster(np.asarray(page.image.convert("RGB")), 300.0)) == size_of(raster(page.image))


@pytest.mark.parametrize(
    "image",
    [
        Image.new("L", (800, 1_000), 255),
        Image.new("L", (800, 1_000), 0),
        Image.linear_gradient("L"),
        specks(800, 1_000, 0.01),
        Image.new("L", (1, 1), 7),
    ],
    ids=["blank", "black", "gradient", "specks", "a pixel"],
)
def test_without_letters_there_is_no_size(image: Image.Image) -> None:
    """Nothing is made up where there is no text."""
    assert measure_letters(raster(image)) is None


def test_letters_of_ordinary_size_tell_the_resolution() -> None:
    """Ten-point text has an x-height of 20 pixels at 300 dpi, and in proportion."""
    assert LetterSize(20.0, 99).dpi == 300.0
    assert LetterSize(10.0, 99).dpi == 150.0


def test_ink_is_black_or_white() -> None:
    """The mask is 255 where there is ink, 0 elsewhere, in the page's size."""
    page = page_of(20)
    mask = ink_mask(page.pixels)
    assert set(np.unique(mask)) == {0, 255}
    assert mask.shape == page.pixels.shape
    assert (mask[page.pixels < 60] == 255).mean() > 0.99
    assert (mask[page.pixels > 250] == 0).mean() > 0.97


@pytest.mark.parametrize("degrees", [0.0, 1.0, 4.0, -6.0])
@pytest.mark.parametrize("columns", [1, 4])
def test_lines_are_told_level_from_upright(degrees: float, columns: int) -> None:
    """A page of one column or four, leaning or not, as it is and on its side."""
    image = leaning(text_page(1_300, 1_700, columns=columns, size_px=26, seed=columns).image, degrees)
    for turned, level in ((0, True), (90, False), (180, True), (270, False)):
        page = raster(image.rotate(turned, expand=True))
        assert lines_are_level(quick_look(page, measure_letters(page), 900)) is level


def test_a_few_lines_are_enough() -> None:
    """Three lines on an empty page."""
    page = raster(text_page(lines=3).image)
    assert lines_are_level(quick_look(page, measure_letters(page), 900))
    side = raster(text_page(lines=3).image.rotate(90, expand=True))
    assert not lines_are_level(quick_look(side, measure_letters(side), 900))


def test_the_copy_has_letters_of_one_size() -> None:
    """Large letters are reduced to an x-height of 16 pixels, and the copy's resolution says so; small ones stay."""
    large, small = page_of(80), page_of(20)
    look = quick_look(raster(large.image), measure_letters(raster(large.image)), 2_000)
    assert size_of(look.raster) == pytest.approx(16, abs=2)
    assert look.dpi == pytest.approx(240, abs=1)
    look = quick_look(raster(small.image), measure_letters(raster(small.image)), 2_000)
    assert (look.raster.width, look.raster.height) == small.image.size


@pytest.mark.parametrize("shape", [(1, 1), (3, 60_000), (60_000, 3), (1, 500), (5_000, 4_000)])
def test_a_copy_is_made_of_any_page(shape: tuple[int, int]) -> None:
    """Strips that vanish when reduced, a pixel, a large page: a copy of at most 2,000 pixels a side."""
    page = Raster(np.full(shape, 255, np.uint8), 300.0)
    look = quick_look(page, None, 2_000)
    assert 1 <= min(look.raster.pixels.shape) <= max(look.raster.pixels.shape) <= 2_000
    assert lines_are_level(look)


def test_noise_is_looked_at_without_harm() -> None:
    """What has no text gets some copy and some answer."""
    page = raster(noise(600, 800))
    assert quick_look(page, measure_letters(page), 2_000).raster.is_grey


@given(st.integers(1, 50), st.integers(1, 50), st.integers(0, 1_000))
def test_grey_files_read_back_as_written(tmp_path_factory: pytest.TempPathFactory, w: int, h: int, seed: int) -> None:
    """Every value at its place, line ends and digits among the pixels included."""
    path = tmp_path_factory.mktemp("grey") / "page.pgm"
    pixels = np.random.default_rng(seed).integers(0, 256, (h, w), dtype=np.uint8)
    pixels[0, : min(w, 4)] = np.frombuffer(b"\n5 \n", np.uint8)[: min(w, 4)]
    write_grey(Raster(pixels, 300.0), path)
    assert np.array_equal(read_grey(path), pixels)
    with Image.open(path) as image:
        assert np.array_equal(np.asarray(image), pixels)


def test_views_of_a_page_are_written_as_they_look(tmp_path: Path) -> None:
    """A crop and a turned page, whose rows do not lie one after the other in memory."""
    pixels = np.arange(200, dtype=np.uint8).reshape(10, 20)
    for view in (pixels[2:7, 3:9], pixels.T, pixels[::-1, ::2]):
        write_grey(Raster(view, 300.0), tmp_path / "view.pgm")
        assert np.array_equal(read_grey(tmp_path / "view.pgm"), view)


def test_colour_is_not_written_as_grey(tmp_path: Path) -> None:
    """It would come back as another picture."""
    with pytest.raises(ValueError, match="grey"):
        write_grey(Raster(np.zeros((4, 4, 3), np.uint8), 300.0), tmp_path / "page.pgm")
    assert not (tmp_path / "page.pgm").exists()
