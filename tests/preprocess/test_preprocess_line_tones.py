"""Other tonings of a line."""

from __future__ import annotations

import numpy as np
import pytest

from digitize.preprocess.line_tones import Toning, toned, x_height_of


def hazy(paper: int = 230, ink: int = 90) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """A line of bars, half as dark on the right as on the left, on paper with grain."""
    rng = np.random.default_rng(3)
    line = np.full((48, 240), paper, np.float64)
    for number in range(20):
        faint = 1.0 if number < 10 else 0.5
        line[16:32, 12 * number + 2 : 12 * number + 6] = paper - faint * (paper - ink)
    return np.clip(line + rng.normal(0, 4, line.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("toning", [Toning.OTSU, Toning.SAUVOLA, Toning.WOLF, Toning.NICK, Toning.ADAPTIVE])
def test_thresholds_leave_black_and_white(toning: Toning) -> None:
    """And find the ink where it is strong; two of the local ones where it is faint, too."""
    line, scale = toned(hazy(), toning)
    assert scale == 1.0 and set(np.unique(line).tolist()) == {0, 255}
    assert line[20:28, 3:5].mean() < 60
    if toning in (Toning.WOLF, Toning.ADAPTIVE):
        assert line[20:28, 183:185].mean() < 60
    assert line[2:10].mean() > 200


def test_darkened_strokes_are_darker_and_paper_stays() -> None:
    """Faint ones gain most."""
    before = hazy()
    after, _ = toned(before, Toning.DARKENED)
    assert after[20:28, 183:185].mean() < before[20:28, 183:185].mean() - 30
    assert after[2:10].mean() > 190


def test_smoothing_takes_off_grain_and_sharpening_haze() -> None:
    """Measured in the paper, and at the edge of a stroke."""
    before = hazy()
    smooth, sharp = toned(before, Toning.SMOOTHED)[0], toned(before, Toning.SHARPENED)[0]
    assert smooth[2:10].std() < before[2:10].std() < sharp[2:10].std()


def test_enlarged_says_by_how_much() -> None:
    """So that places can be told in the line's own pixels."""
    line, scale = toned(hazy(), Toning.ENLARGED)
    assert line.shape == (72, 360) and scale == 1.5


def test_as_cut_is_the_line_itself() -> None:
    """Not even a copy."""
    before = hazy()
    after, scale = toned(before, Toning.AS_CUT)
    assert after is before and scale == 1.0


@pytest.mark.parametrize("toning", list(Toning))
@pytest.mark.parametrize("shape", [(0, 0), (1, 1), (1, 400), (300, 1), (40, 3)])
@pytest.mark.parametrize("tone", [0, 255])
def test_odd_crops(toning: Toning, shape: tuple[int, int], tone: int) -> None:
    """Empty, tiny, of one tone: something of the same kind comes back."""
    before = np.full(shape, tone, np.uint8)
    after, scale = toned(before, toning)
    assert after.dtype == np.uint8 and after.ndim == 2
    assert all(abs(a - b * scale) <= 1 for a, b in zip(after.shape, shape, strict=True))


def test_x_height_follows_the_ink() -> None:
    """Twice as tall a line has twice the x-height."""
    small = hazy()
    large = np.kron(small, np.ones((2, 2), np.uint8))
    assert x_height_of(large) == pytest.approx(2 * x_height_of(small), rel=0.1)
