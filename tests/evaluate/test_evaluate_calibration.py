"""Whether confidence means something."""

from __future__ import annotations

import pytest

from digitize.evaluate.calibration import area_under_curve, calibration_error, words_right


@pytest.mark.parametrize(
    ("words", "truth", "right"),
    [
        (["в", "саду"], "в саду", [True, True]),
        (["в", "сапу"], "в саду", [True, False]),
        (["вс", "аду"], "в саду", [False, False]),
        (["в", "саду"], "в саду тихо", [True, False]),
        (["в", "саду"], "всаду", [False, False]),
        (["саду"], "в саду", [False]),
        ([], "в саду", []),
    ],
)
def test_a_word_is_right_with_its_spaces(words: list[str], truth: str, right: list[bool]) -> None:
    """Run together, torn apart or with a neighbour missing it is not."""
    assert list(words_right(words, truth)) == right


def test_calibration() -> None:
    """Nothing is off when four of five words stated at 0.8 are right; all is when none is."""
    assert calibration_error([(0.8, True)] * 4 + [(0.8, False)]) == pytest.approx(0.0)
    assert calibration_error([(0.8, False)] * 5) == pytest.approx(0.8)
    assert calibration_error([(1.0, True), (0.0, False)]) == pytest.approx(0.0)
    assert calibration_error([]) is None


def test_telling_right_from_wrong() -> None:
    """Perfectly, not at all, and the wrong way round."""
    assert area_under_curve([(0.9, True), (0.8, True), (0.2, False)]) == 1.0
    assert area_under_curve([(0.5, True), (0.5, False)]) == 0.5
    assert area_under_curve([(0.1, True), (0.9, False)]) == 0.0
    assert area_under_curve([(0.1, True)]) is None
