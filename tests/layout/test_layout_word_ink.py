"""What is measured of the ink of words."""

from __future__ import annotations

import numpy as np
import pytest

from digitize.layout.word_ink import WordInk, measure_words
from digitize.model.geometry import Box
from digitize.model.raster import Pixels


def bars(width_px: int, gap_px: int, count: int = 6, tone: int = 0) -> Pixels:
    """A crop with upright bars, 20 px high, between 10 px of paper."""
    pixels = np.full((40, 20 + count * width_px + (count - 1) * gap_px), 255, np.uint8)
    for i in range(count):
        left = 10 + i * (width_px + gap_px)
        pixels[10:30, left : left + width_px] = tone
    return pixels


def measured(pixels: Pixels, *boxes: Box, typed: bool = False) -> WordInk:
    return measure_words([(pixels, boxes or [Box(8, 8, pixels.shape[1] - 8, 32)])], typed=typed)


@pytest.mark.parametrize("width", [2, 3, 4, 6, 9])
def test_strokes_are_as_wide_as_drawn(width: int) -> None:
    """To within a fifth of their width, and wider ones are told as wider."""
    ink = measured(bars(width, 8))
    assert ink.stroke_px[0] == pytest.approx(width, rel=0.2)
    assert measured(bars(width + 1, 8)).stroke_px[0] > ink.stroke_px[0] + 0.5


def test_faint_strokes_are_as_wide_as_black_ones() -> None:
    """How dark ink is says nothing of how wide it is."""
    black, faint = measured(bars(4, 8)), measured(bars(4, 8, tone=150))
    assert faint.stroke_px[0] == black.stroke_px[0]


def test_the_thinner_half_is_told() -> None:
    """A word of which one half is blotted."""
    pixels = np.concatenate((bars(3, 14), bars(9, 8)), axis=1)
    ink = measured(pixels)
    assert ink.thinner_px[0] == pytest.approx(3, rel=0.25)
    assert ink.stroke_px[0] > 5


def test_gaps_and_pieces_are_counted() -> None:
    """The median gap: one wide gap, between two words read as one, changes nothing."""
    pixels = np.concatenate((bars(3, 7), bars(3, 7)), axis=1)
    ink = measured(pixels)
    assert (ink.pieces[0], ink.gap_px[0]) == (12, 7)


def test_the_band_of_small_letters_is_measured() -> None:
    """Ascenders are few and do not count."""
    pixels = bars(3, 5, count=12)
    pixels[0:10, 10:13] = 0
    assert measured(pixels, Box(8, 0, pixels.shape[1] - 8, 32)).height_px[0] == 20


def test_a_line_below_is_found_and_whether_it_runs_on() -> None:
    """Of typed words only."""
    pixels = np.full((60, 400), 255, np.uint8)
    pixels[10:30, 150:250] = bars(3, 6, count=12)[10:30, 10:110]
    box = Box(150, 10, 250, 30)
    pixels[35:38, 148:252] = 0
    ink = measured(pixels, box, typed=True)
    assert (ink.underlined[0], ink.on_left[0], ink.on_right[0]) == (1, 0, 0)
    pixels[35:38, 148:400] = 0
    ink = measured(pixels, box, typed=True)
    assert (ink.underlined[0], ink.on_left[0], ink.on_right[0]) == (1, 0, 1)
    assert np.isnan(measured(pixels, box).underlined[0])
    assert np.isnan(ink.stroke_px[0])


def test_a_line_through_or_at_the_feet_of_letters_is_none() -> None:
    """What is struck out is not underlined, and serifs are no line."""
    for top in (18, 30):
        pixels = bars(3, 6, count=12)
        pixels[top : top + 3, 10:116] = 0
        assert measured(pixels, Box(10, 10, 116, 30), typed=True).underlined[0] == 0


def test_a_leaning_line_below_is_found() -> None:
    """Scans lean a little even when straightened."""
    pixels = np.full((80, 300), 255, np.uint8)
    pixels[10:30, 50:250] = bars(3, 6, count=23)[10:30, 10:210]
    for x in range(48, 252):
        pixels[36 + (x - 48) // 80 : 39 + (x - 48) // 80, x] = 0
    assert measured(pixels, Box(50, 10, 250, 30), typed=True).underlined[0] == 1


@pytest.mark.parametrize("typed", [True, False])
def test_odd_places_measure_nothing(typed: bool) -> None:
    """Blank paper, single pixels, places outside the crop, letters of a title, rows of dots: nothing fails."""
    pixels = np.full((400, 3000), 255, np.uint8)
    pixels[:, 2500:2600] = 0
    odd = [
        Box(0, 0, 50, 20),
        Box(5, 5, 6, 6),
        Box(2990, 390, 3050, 450),
        Box(5000, 5000, 5050, 5020),
        Box(2400, 0, 2700, 400),
        Box(0, 0, 3000, 10),
    ]
    ink = measured(pixels, *odd, typed=typed)
    assert np.isnan(ink.stroke_px).all()
    assert not np.nan_to_num(ink.underlined).any()


def test_black_all_over_is_measured_without_fail() -> None:
    """A word of ink alone has no gaps."""
    ink = measured(np.zeros((30, 60), np.uint8), Box(0, 0, 60, 30))
    assert np.isnan(ink.gap_px[0])
    assert ink.pieces[0] == 1


def test_no_words_give_no_entries() -> None:
    """Of no crops and of a crop without words."""
    assert len(measure_words([], typed=False).stroke_px) == 0
    assert len(measure_words([(np.zeros((5, 5), np.uint8), [])], typed=True).stroke_px) == 0


def test_order_is_that_of_the_words() -> None:
    """Words of different heights on many sheets come back in their order."""
    thin, thick = bars(2, 8), bars(8, 8)
    tall = np.kron(thick, np.ones((3, 1), np.uint8))
    crops = [(thin, [Box(8, 8, thin.shape[1] - 8, 32)]), (tall, [Box(8, 24, tall.shape[1] - 8, 96)])] * 3
    stroke = measure_words(crops, typed=False).stroke_px
    assert (np.diff(stroke) > 0).tolist() == [True, False, True, False, True]
