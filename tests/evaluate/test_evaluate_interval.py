"""Bootstrap intervals: seeded, weighted by size, paired over pages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitize.evaluate.interval import compare, interval, total
from digitize.evaluate.measures import Rate

PAGES = [Rate(5, 100), Rate(40, 400), Rate(2, 250), Rate(30, 150)]
RATES = st.lists(st.builds(Rate, st.integers(0, 50), st.integers(1, 500)), min_size=2, max_size=12)


def test_one_page_has_no_interval() -> None:
    """A single page says nothing about others: no interval, and no verdict in a comparison."""
    assert interval(PAGES[:1]) is None
    assert interval([]) is None
    one = compare(PAGES[:1], [Rate(10, 100)])
    assert (one.difference_interval, one.ratio_interval, one.first_is_worse) == (None, None, None)
    assert one.difference == pytest.approx(-0.05)
    assert one.ratio == pytest.approx(0.5)


def test_the_same_scores_give_the_same_interval() -> None:
    """The seed is fixed; another seed gives another interval."""
    pages = [Rate(number * number % 37, 100 + 7 * number) for number in range(30)]
    assert interval(pages) == interval(pages)
    assert interval(pages) != interval(pages, seed=2)


def test_two_pages_by_hand() -> None:
    """Of two pages a resample draws both alike in half of the cases, so the interval runs from one to the other."""
    found = interval([Rate(0, 100), Rate(20, 100)])
    assert found is not None
    assert (found.low, found.high, found.pages, found.level) == (0.0, 0.2, 2, 0.95)


def test_pages_weigh_by_their_size() -> None:
    """A small page with many errors moves the rate by its size only."""
    assert total([Rate(50, 50), Rate(0, 950)]).value == pytest.approx(0.05)


@settings(max_examples=25)
@given(RATES)
def test_the_interval_lies_among_the_pages(rates: list[Rate]) -> None:
    """No resample is better than the best page or worse than the worst."""
    found = interval(rates, resamples=200)
    assert found is not None
    values = [rate.errors / rate.total for rate in rates]
    assert min(values) - 1e-12 <= found.low <= found.high <= max(values) + 1e-12
    assert found.pages == len(rates)


def test_a_page_whose_truth_is_empty_does_not_break_the_interval() -> None:
    """Surplus text on an empty page counts; a resample of empty pages alone is left out."""
    found = interval([Rate(3, 0), Rate(0, 100)], resamples=500)
    assert found is not None
    assert 0 <= found.low <= found.high <= 0.03 * 2
    assert interval([Rate(3, 0), Rate(1, 0)]) is None


def test_pairing_finds_a_small_steady_gain() -> None:
    """A system better by a little on every page is told apart though pages differ far more than the systems."""
    worse = [Rate(rate.errors + rate.total // 50, rate.total) for rate in PAGES]
    found = compare(PAGES, worse)
    assert found.difference_interval is not None
    assert found.difference_interval.high < 0
    assert found.first_is_worse is False
    assert compare(worse, PAGES).first_is_worse is True
    assert found.ratio_interval is not None
    assert found.ratio_interval.high < 1
    alone, other = interval(PAGES), interval(worse)
    assert alone is not None and other is not None
    assert alone.high > other.low, "unpaired the two intervals overlap"


def test_equal_systems_differ_by_nothing() -> None:
    """Compared with itself a system is no worse, by exactly nothing."""
    found = compare(PAGES, PAGES)
    assert (found.difference, found.ratio, found.first_is_worse, found.pages) == (0.0, 1.0, False, 4)


def test_a_faultless_second_system_has_no_ratio() -> None:
    """Nothing is divided by zero: the ratio is absent, the difference stands."""
    perfect = [Rate(0, rate.total) for rate in PAGES]
    found = compare(PAGES, perfect)
    assert (found.ratio, found.ratio_interval) == (None, None)
    assert found.first_is_worse is True


def test_different_pages_are_refused() -> None:
    """Pairing needs the same pages, and something to count against."""
    with pytest.raises(ValueError, match="not the same pages"):
        compare(PAGES, PAGES[:2])
    with pytest.raises(ValueError, match="no page has a size"):
        compare([Rate(0, 0)], [Rate(0, 0)])
