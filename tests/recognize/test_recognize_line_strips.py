"""Lines found by the white between them, in crops of one column."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.recognize.line_strips import find_strips
from tests.recognize.bars import HEIGHT_PX, draw_bars


@pytest.mark.parametrize("leading_px", [40, 60, 120])
def test_every_line_is_a_strip(leading_px: int) -> None:
    """From top to bottom, each with all of its ink and none of its neighbours'."""
    lines = ("инѣ Wr ни", "и", "rrr WWW инѣ")
    strips = find_strips(draw_bars(*lines, leading_px=leading_px))
    assert len(strips) == len(lines)
    for number, (top, bottom) in enumerate(strips):
        first = 12 + number * leading_px
        assert top <= first and first + HEIGHT_PX <= bottom
        assert number == 0 or top >= first - leading_px + HEIGHT_PX
    assert all(a[1] <= b[0] for a, b in pairwise(strips))


def test_specks_are_no_lines() -> None:
    """Dust between two lines does not part or join them."""
    pixels = draw_bars("инѣ", "инѣ")
    pixels[75:78, 40:43] = 0
    assert len(find_strips(pixels)) == 2


def test_ink_that_is_no_line_is_handed_over_whole() -> None:
    """Better a doubtful reading than none: the whole crop is the line."""
    pixels = np.full((50, 200), 255, np.uint8)
    pixels[20:23, 10:14] = 0
    assert find_strips(pixels) == [(0, 50)]


def test_no_ink_no_lines() -> None:
    """Of any tone."""
    assert find_strips(np.full((80, 200), 255, np.uint8)) == []
    assert find_strips(np.zeros((80, 200), np.uint8)) == []


@given(st.integers(0, 2**32 - 1), st.integers(1, 200), st.integers(1, 200), st.floats(0, 1))
def test_strips_are_in_order_and_inside(seed: int, height: int, width: int, share: float) -> None:
    """Whatever is on the crop."""
    rng = np.random.default_rng(seed)
    pixels = np.where(rng.random((height, width)) < share, 0, 255).astype(np.uint8)
    strips = find_strips(pixels)
    assert all(0 <= top < bottom <= height for top, bottom in strips)
    assert all(a[1] <= b[0] for a, b in pairwise(strips))
