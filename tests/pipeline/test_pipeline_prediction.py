"""How many characters of a page are likely to be wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digitize.model.transcription import Doubt, RegionKind, TextLine
from digitize.pipeline.prediction import predicted_errors, reading_warnings
from tests.export.documents import R, W, page


def lines(*confidences: float | None, doubt: Doubt | None = None) -> list[TextLine]:
    """A line of 25 letters for each."""
    regions = [R(RegionKind.PARAGRAPH, [[W("слово", confidence=c)] * 5], doubt=doubt) for c in confidences]
    return list(page(1, regions).lines)


def test_the_surer_the_words_the_fewer_errors() -> None:
    """And the interval holds the rate."""
    told = [predicted_errors(lines(sure)) for sure in (0.99, 0.9, 0.7, 0.3, 0.01)]
    rates = [each.cer for each in told if each is not None]
    assert rates == sorted(rates) and len(rates) == 5
    assert rates[0] < 0.002 and 0.01 < rates[1] < 0.03 and rates[4] > 0.6
    assert all(each is not None and each.low <= each.cer <= each.high <= 1.0 for each in told)


def test_what_is_no_text_does_not_count() -> None:
    """Lines in doubt, and words without a confidence."""
    text = predicted_errors(lines(0.9))
    assert predicted_errors([*lines(0.9), *lines(0.1, doubt=Doubt.UNREADABLE), *lines(None)]) == text


def test_nothing_is_told_of_hardly_any_text() -> None:
    """A page number alone."""
    few = page(1, [R(RegionKind.PARAGRAPH, [[W("12", confidence=0.5)]])])
    assert predicted_errors(few.lines) is None and predicted_errors([]) is None


@pytest.mark.parametrize(("sure", "warned"), [(0.9, False), (0.3, True)])
def test_a_page_that_was_hardly_read_says_so(sure: float, warned: bool) -> None:
    """By the rate to be expected."""
    told = page(1, [R(RegionKind.PARAGRAPH, [[W("слово", confidence=sure)] * 5])])
    warnings = reading_warnings(replace(told, predicted=predicted_errors(told.lines)))
    assert any("hardly read" in warning for warning in warnings) is warned


def test_a_page_of_nothing_but_doubt_says_so() -> None:
    """Handwriting alone is no empty page, and no text."""
    marks = page(1, [R(RegionKind.PARAGRAPH, [[W("wcba", confidence=0.1)]], doubt=Doubt.HANDWRITING)])
    (warning,) = reading_warnings(marks)
    assert "1 handwriting" in warning
    assert reading_warnings(page(1)) == ()


@pytest.mark.parametrize(("unread", "warned"), [(1, False), (2, True)])
def test_a_page_of_which_much_is_in_doubt_says_so(unread: int, warned: bool) -> None:
    """Its predicted error rate is that of the rest."""
    text = R(RegionKind.PARAGRAPH, [[W("слово", confidence=0.95)]] * 5)
    doubt = R(RegionKind.PARAGRAPH, [[W("wcbad", confidence=0.1)]] * unread, doubt=Doubt.UNREADABLE)
    warnings = reading_warnings(page(1, [text, doubt]))
    assert any(f"({unread} unreadable)" in warning for warning in warnings) is warned
