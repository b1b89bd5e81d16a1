"""What engines state, made probabilities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.model.profile import EngineName
from digitize.recognize.calibration import alone, log_odds, probability, voted

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


@pytest.mark.parametrize("p", [0.01, 0.3, 0.5, 0.9, 0.99])
def test_odds_and_back(p: float) -> None:
    """Within the bounds that engines are held to."""
    assert probability(log_odds(p)) == pytest.approx(p)
