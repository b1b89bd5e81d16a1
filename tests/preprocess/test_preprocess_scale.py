"""Sizes at which crops are read."""

from __future__ import annotations

import pytest

from digitize.model.geometry import Box
from digitize.preprocess.crops import fitting_scale, reading_scale


@pytest.mark.parametrize(("x_height_px", "scale"), [(None, 1.0), (20.0, 1.0), (8.0, 1.0), (4.0, 2.0), (7.9, 16 / 7.9)])
def test_only_tiny_letters_are_enlarged(x_height_px: float | None, scale: float) -> None:
    """Letters of ordinary size are read as they are; tiny ones are enlarged, at most twice."""
    assert reading_scale(x_height_px) == pytest.approx(min(2.0, scale))


def test_a_crop_longer_than_the_engine_takes_is_reduced() -> None:
    """A strip of 60,000 pixels is made to fit, so that it does not fail the whole page."""
    box = Box(0, 0, 100, 60_000)
    assert fitting_scale(box, 1.0) * box.height <= 32_767


def test_a_crop_that_fits_keeps_its_scale() -> None:
    """Ordinary crops are not touched."""
    assert fitting_scale(Box(0, 0, 3_000, 5_000), 2.0) == 2.0
