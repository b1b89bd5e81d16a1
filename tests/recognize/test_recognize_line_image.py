"""A line is brought to one size, place and tone, and its columns map back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from digitize.recognize import line_image
from digitize.recognize.line_image import HEIGHT_PX, LineImage, normalise_line


def _letters(x_height: int, *, paper: int = 255, ink: int = 20, left: int = 30) -> NDArray[np.uint8]:
    """Bars with the heights of letters: every fourth has an ascender."""
    crop = np.full((3 * x_height, left + 40 * x_height), paper, np.uint8)
    for number in range(30):
        x = left + number * x_height
        top = x_height // 2 if number % 4 == 0 else x_height
        crop[top : 2 * x_height, x : x + x_height // 2] = ink
    return crop


def _line(crop: NDArray[np.uint8]) -> LineImage:
    line = normalise_line(crop)
    assert line is not None
    return line


def _tall(line: LineImage) -> int:
    return int((line.ink.max(axis=1) > 0.5).sum())


@pytest.mark.parametrize("x_height", [8, 12, 20, 48])
def test_letters_of_any_size_come_out_alike(x_height: int) -> None:
    """The same letters are as tall and as wide in the network's eyes whatever the resolution of the scan."""
    line, other = _line(_letters(x_height)), _line(_letters(30))
    assert line.ink.shape[0] == HEIGHT_PX
    assert abs(line.ink.shape[1] - other.ink.shape[1]) <= 0.04 * other.ink.shape[1]
    assert abs(_tall(line) - _tall(other)) <= 2


def test_the_place_of_the_line_in_its_crop_does_not_matter() -> None:
    """Paper above or below shifts nothing."""
    crop = _letters(20)
    lower = np.vstack((np.full((17, crop.shape[1]), 255, np.uint8), crop))
    assert np.abs(_line(crop).ink - _line(lower).ink).mean() < 0.03


def test_faint_ink_on_grey_paper_is_told_from_it() -> None:
    """Tone is relative: a carbon copy's grey letters come out as dark as black ones."""
    faint = _line(_letters(20, paper=190, ink=140)).ink
    assert np.abs(faint - _line(_letters(20)).ink).mean() < 0.02


@pytest.mark.parametrize("width", [3, 14])
def test_a_white_frame_around_grey_paper_is_no_paper(width: int) -> None:
    """Scans are padded: the letters come out as without the frame, and stand where they stand."""
    crop = _letters(12, paper=170, ink=90)
    plain, framed = _line(crop), _line(np.pad(crop, width, constant_values=255))
    assert np.abs(plain.ink - framed.ink).mean() < 0.02
    assert framed.x0 == pytest.approx(plain.x0 + width, abs=1.0)


def test_a_dash_in_the_middle_of_a_crop_is_ink() -> None:
    """However much of its surroundings it fills: without its white frame there is nothing but ink."""
    crop = np.full((12, 60), 255, np.uint8)
    crop[2:9, 3:57] = 30
    assert (_line(crop).ink > 0.9).any()


@pytest.mark.parametrize("ink", [20, 100])
def test_shade_is_no_ink(ink: int) -> None:
    """Where part of a line lies in the shade, its letters come out as on even paper."""
    crop = _letters(20, ink=ink)
    light = np.interp(np.arange(crop.shape[1]), (200, 350, 550, 700), (1.0, 0.75, 0.75, 1.0))
    plain, other = _line(crop), _line(np.asarray(crop * light, dtype=np.uint8))
    width = min(plain.ink.shape[1], other.ink.shape[1])
    assert abs(other.scale / plain.scale - 1.0) < 0.03
    assert np.abs(plain.ink[:, :width] - other.ink[:, :width]).mean() < 0.06


def test_a_broad_bar_is_ink_on_white_and_on_shade() -> None:
    """What is far darker than paper is no shade, however broad it is."""
    crop = np.tile(np.linspace(255, 200, 300).astype(np.uint8), (60, 1))
    crop[12:48, 100:160] = 20
    line = _line(crop)
    middle = round((130 - line.x0) * line.scale)
    assert line.ink[16:30, middle].min() > 0.9


@pytest.mark.parametrize("share", [0.05, 0.2])
def test_specks_do_not_shrink_the_letters(share: float) -> None:
    """Grain above a line is not measured as letters are."""
    crop = np.pad(_letters(20), ((60, 20), (0, 0)), constant_values=255)
    grain = np.random.default_rng(5).random(crop.shape) < share
    grain[60:] = False
    speckled = np.where(grain, np.uint8(20), crop)
    assert abs(_line(speckled).scale / _line(crop).scale - 1.0) < 0.05


@pytest.mark.parametrize("slope", [-0.03, 0.01, 0.03])
def test_a_line_that_leans_is_made_level(slope: float) -> None:
    """Its letters then have the size and rows of a level line's, whatever the slant of the crop."""
    level = np.pad(_letters(20), ((30, 30), (0, 0)), constant_values=255)
    leaning = np.full_like(level, 255)
    for x in range(level.shape[1]):
        leaning[:, x] = np.roll(level[:, x], round(slope * (x - level.shape[1] / 2)))
    plain, made = _line(level), _line(leaning)
    assert abs(made.scale / plain.scale - 1.0) < 0.06
    assert _tall(made) - _tall(plain) <= 3


def test_a_level_line_is_left_as_it_is() -> None:
    """Ascenders at one end and none at the other are no slant."""
    crop = _letters(20)
    crop[:20, crop.shape[1] // 2 :] = 255
    assert np.array_equal(line_image._levelled(255 - crop), 255 - crop)


def test_an_underline_does_not_shrink_the_letters() -> None:
    """One dark row among many does not count for more than a row of letters does."""
    plain, crop = _line(_letters(20)), _letters(20)
    crop[46:48, 30:] = 20
    assert abs(_line(crop).scale / plain.scale - 1.0) < 0.25


def test_columns_map_back_to_the_crop() -> None:
    """The first letter's left edge is found again from the normalised line."""
    crop = _letters(20, left=100)
    line = _line(crop)
    (inked,) = np.nonzero(line.ink.max(axis=0) > 0.5)
    assert abs(line.x0 + inked[0] / line.scale - 100) <= 2


@pytest.mark.parametrize("shape", [(0, 0), (0, 9), (1, 1), (30, 40)])
def test_bare_paper_is_no_line(shape: tuple[int, int]) -> None:
    """Nothing printed, nothing to read."""
    assert normalise_line(np.full(shape, 255, np.uint8)) is None
    assert normalise_line(np.zeros(shape, np.uint8)) is None


def test_a_line_of_twenty_thousand_pixels_keeps_its_shape() -> None:
    """Long lines are scaled by their height, like all others."""
    crop = np.hstack([_letters(20)] * 24)
    assert abs(_line(crop).scale / _line(_letters(20)).scale - 1.0) < 0.02


@given(arrays.arrays(np.uint8, arrays.array_shapes(min_dims=2, max_dims=2, max_side=60)))
def test_any_pixels_are_taken(pixels: NDArray[np.uint8]) -> None:
    """Noise of any shape gives a finite picture of 40 rows, or none."""
    line = normalise_line(pixels)
    if line is not None:
        assert line.ink.shape[0] == HEIGHT_PX
        assert line.ink.shape[1] >= 1
        assert np.isfinite(line.ink).all()
        assert 0.0 <= line.ink.min() <= line.ink.max() <= 1.0
