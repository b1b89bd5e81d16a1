"""Percentiles by counting are those that sorting gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.preprocess.percentiles import percentiles


@given(
    st.lists(st.integers(0, 255), min_size=1, max_size=300),
    st.lists(st.floats(0, 100), min_size=1, max_size=4),
)
def test_they_are_those_of_numpy_to_the_last_bit(tones: list[int], shares: list[float]) -> None:
    """Between two tones too, at whatever distance from them."""
    grey = np.array(tones, np.uint8)
    assert percentiles(grey, *shares) == tuple(np.percentile(grey, shares).tolist())


@pytest.mark.parametrize("size", [1, 2, 7, 1_000])
def test_the_fiftieth_is_the_median(size: int) -> None:
    """Of an even number of pixels it lies between two of them."""
    grey = np.random.default_rng(size).integers(0, 256, size).astype(np.uint8)
    assert percentiles(grey, 50) == (float(np.median(grey)),)


def test_a_part_of_a_page_is_counted_as_it_is() -> None:
    """Every eighth row and column, which do not lie beside one another in memory."""
    page = np.random.default_rng(1).integers(0, 256, (300, 200)).astype(np.uint8)
    assert percentiles(page[::8, ::8], 1, 95) == tuple(np.percentile(page[::8, ::8], (1, 95)).tolist())
