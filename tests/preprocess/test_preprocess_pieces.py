"""Pieces of ink are the same, however many bits their numbers have."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.layout import ink as layout_ink
from digitize.model.raster import Pixels, has_few_pieces
from digitize.preprocess.pieces import pieces_of


def noise(height: int, width: int, share: float, seed: int) -> Pixels:
    """So much of the picture is ink, anywhere."""
    return (np.random.default_rng(seed).random((height, width)) < share).astype(np.uint8)


def dots(height: int, width: int) -> Pixels:
    """As many pieces as a picture can have."""
    ink = np.zeros((height, width), np.uint8)
    ink[::2, ::2] = 255
    return ink


@given(st.integers(1, 60), st.integers(1, 60), st.floats(0, 1), st.integers(0, 1_000))
def test_numbers_of_16_bits_are_those_of_32(height: int, width: int, share: float, seed: int) -> None:
    """Number, box, area and middle of every piece, in both rooms."""
    ink = noise(height, width, share, seed)
    assert has_few_pieces(ink)
    labels, stats, centres = pieces_of(ink)
    _, wanted, wanted_stats, wanted_centres = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    assert (labels == wanted).all()
    assert (stats == wanted_stats).all()
    assert np.array_equal(centres, wanted_centres, equal_nan=True)
    for connectivity in (4, 8):
        found = layout_ink.pieces_of(ink, connectivity)
        whole = cv2.connectedComponentsWithStats(ink, connectivity=connectivity, ltype=cv2.CV_32S)
        assert (found[0] == whole[1]).all()
        assert (found[1] == whole[2]).all()


@given(st.integers(1, 40), st.integers(1, 40), st.floats(0, 1), st.integers(0, 1_000))
def test_there_are_no_more_pieces_than_are_counted_on(height: int, width: int, share: float, seed: int) -> None:
    """Each begins somewhere in a row: what says that 16 bits are enough is never too low."""
    ink = noise(height, width, share, seed)
    starts = int(np.count_nonzero(np.diff(ink.astype(np.int8), axis=1, prepend=0) > 0))
    assert len(pieces_of(ink)[1]) - 1 <= starts


@pytest.mark.parametrize("ink", [dots(600, 600), dots(3, 70_000)], ids=["very many", "very long"])
def test_what_16_bits_cannot_number_gets_more(ink: Pixels) -> None:
    """Noise over a large page; a strip that is longer than 65,535 pixels."""
    assert not has_few_pieces(ink)
    labels, stats, _ = pieces_of(ink)
    count = ((ink.shape[0] + 1) // 2) * ((ink.shape[1] + 1) // 2)
    assert len(stats) == count + 1
    assert int(labels.max()) == count
    assert stats[-1, cv2.CC_STAT_LEFT] == (ink.shape[1] - 1) // 2 * 2
