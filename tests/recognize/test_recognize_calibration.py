"""What engines state, made probabilities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.model.profile import EngineName
from digitize.recognize.calibration import alone, log_odds, on_page, probability, voted

STATED = st.floats(0.0, 1.0)


@given(STATED, STATED)
def test_a_surer_engine_is_righter(one: float, other: float) -> None:
    """Whatever has read, more confidence is never less probability."""
    low, high = sorted((one, other))
    assert alone(low, EngineName.TESSERACT) <= alone(high, EngineName.TESSERACT) and alone(
        low, EngineName.OWN
    ) <= alone(high, EngineName.OWN)
    assert voted(low, 2.0, 1.0, 0.8, by_both=False) <= voted(high, 2.0, 1.0, 0.8, by_both=False)


@given(STATED, st.floats(-9.0, 15.0), st.one_of(st.none(), st.floats(-9.0, 15.0)), STATED, st.booleans())
def test_it_is_a_probability(stated: float, weight: float, rival: float | None, agreement: float, both: bool) -> None:
    """And never certain."""
    assert 0.0 < voted(stated, weight, rival, agreement, by_both=both) < 1.0


def test_what_speaks_for_a_word() -> None:
    """The other engine's agreement, a clear win, a line that is read alike."""
    plain = voted(0.8, 2.0, 1.0, 0.8, by_both=False)
    assert voted(0.8, 2.0, 1.0, 0.8, by_both=True) > plain + 0.1
    assert voted(0.8, 4.0, 1.0, 0.8, by_both=False) > plain + 0.05
    assert voted(0.8, 2.0, None, 0.8, by_both=False) > plain
    assert voted(0.8, 2.0, 1.0, 1.0, by_both=False) > plain + 0.05


@given(STATED, STATED, STATED, st.text(max_size=9))
def test_on_a_better_page_a_word_is_no_less_likely(sure: float, one: float, other: float, text: str) -> None:
    """Nor is a surer one on the same page; and it stays a probability."""
    low, high = sorted((one, other))
    assert 0.0 < on_page(sure, text, low) <= on_page(sure, text, high) < 1.0
    assert on_page(low, text, sure) <= on_page(high, text, sure)


def test_numbers_and_lone_signs_are_less_likely_than_words() -> None:
    """Most of all where the page is bad; a mark at the end of a word says nothing, one within it something."""
    for page in (0.6, 0.95):
        told = [on_page(0.9, text, page) for text in ("слово", "слово,", "—", "l'eau", "4.XII.1938", "»")]
        assert told[0] == told[1] and told[1:] == sorted(told[1:], reverse=True)
        assert on_page(0.9, "1938", page) == on_page(0.9, "4.XII.1938", page)
    assert on_page(0.97, "слово", 0.97) == pytest.approx(0.99, abs=0.02)


@pytest.mark.parametrize("p", [0.01, 0.3, 0.5, 0.9, 0.99])
def test_odds_and_back(p: float) -> None:
    """Within the bounds that engines are held to."""
    assert probability(log_odds(p)) == pytest.approx(p)
