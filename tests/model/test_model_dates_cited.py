"""Dates found in citations, and compared."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.model.date_match import may_be_same_date
from digitize.model.dates import date_in_words
from digitize.model.dates_cited import find_dates
from digitize.model.month_names import MONTHS


@pytest.mark.parametrize(
    ("text", "edtf"),
    {
        "November 2, 1927": "1927-11-02",
        "Nov. 2nd, 1927": "1927-11-02",
        "28 Dec. 1934": "1934-12-28",
        "the 2nd of November, 1927": "1927-11-02",
        "2 ноября 1927 г.": "1927-11-02",
        "2-го ноября 1927 года": "1927-11-02",
        "1927. 2 нояб.": "1927-11-02",
        "1927, November 2": "1927-11-02",
        "1er janvier 1935": "1935-01-01",
        "25 décembre 1934": "1934-12-25",
        "2. März 1935": "1935-03-02",
        "October 1936": "1936-10",
        "в октябре 1936 года": "1936-10",
        "2-3 November 1927": "1927-11-02/1927-11-03",
        "1927-11-02": "1927-11-02",
        "1927.11.02": "1927-11-02",
        "11.II.1938": "1938-02-11",
        "28.12.1934": "1934-12-28",
        "11.11.1934": "1934-11-11",
        "1936": "1936",
        "1934-35": "1934/1935",
        "Biulleten' 10, April 1930": "1930-04",
    }.items(),
)
def test_a_sure_date(text: str, edtf: str) -> None:
    """In words of four languages and in numbers, with the precision that was given and no more."""
    assert [(found.readings, found.sure) for found in find_dates(text)] == [((edtf,), True)]


@pytest.mark.parametrize(
    "text", ["11.12.1934", "11/12/1934", "Pravda, 11.12.1934", "Правда, 11.12.1934, p. 4", "11-12-1934"]
)
def test_day_and_month_in_either_order(text: str) -> None:
    """Where nothing tells the order, both readings are named and none is taken."""
    (found,) = find_dates(text)
    assert (found.readings, found.sure) == (("1934-12-11", "1934-11-12"), False)


@pytest.mark.parametrize(
    "text",
    [
        "Правда, 11.12.1934",
        "Pravda, 11.12.1934 г.",
        "du 11.12.1934",
        "vom 11.12.1934",
        "Temps, n° 3, 11/12/1934",
        "S. 4, 11.12.1934",
    ],
)
def test_the_language_tells_the_order(text: str) -> None:
    """Russian, French and German write the day first."""
    (found,) = find_dates(text)
    assert (found.readings, found.sure) == (("1934-12-11",), True)


def test_a_year_of_two_digits_is_never_sure() -> None:
    """The century is not there: a reading, no date."""
    (found,) = find_dates("28.12.34")
    assert (found.readings, found.sure) == (("1934-12-28",), False)


@pytest.mark.parametrize("text", ["31 февраля 1927", "31.02.1927", "February 30, 1927", "1927-13-01"])
def test_a_day_that_no_calendar_has(text: str) -> None:
    """It is seen as a date, and has no reading; its month or year is not taken instead."""
    assert [(found.readings, found.sure) for found in find_dates(text)] == [((), False)]


def test_no_date_in_numbers_that_are_none() -> None:
    """Shelfmarks, pages and parts of longer numbers."""
    assert find_dates("F. 31660, d. 9067, pp. 169/322-3, 1.2.3, 19277, 4.12") == ()


@given(st.dates(date(1500, 1, 1), date(2099, 12, 31)), st.sampled_from(sorted(MONTHS)))
def test_every_day_is_found_in_every_spelling(day: date, name: str) -> None:
    """Day first and month first, with every name of its month, and as citations of this program write it."""
    edtf = day.isoformat()
    texts = [date_in_words(edtf), date_in_words(edtf, month_first=True)]
    if MONTHS[name] == day.month:
        texts += [f"{day.day} {name}. {day.year}", f"{name.upper()} {day.day}, {day.year}"]
    for text in texts:
        assert [(text[f.start : f.end], f.readings) for f in find_dates(text)] == [(text, (edtf,))]


@given(st.text("0123456789 .-/,novr.дек", max_size=40))
def test_any_text_can_be_looked_at(text: str) -> None:
    """What is found stands in the text, in order and apart, and every reading is a date."""
    found = find_dates(text)
    ends = [0, *(each for one in found for each in (one.start, one.end)), len(text)]
    assert ends == sorted(ends)
    assert all(may_be_same_date(reading, reading) for one in found for reading in one.readings)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1927-11-02", "1927-11-02", True),
        ("1927-11", "1927-11-02", True),
        ("1927", "1927-11-02", True),
        ("1927-12", "1927-11-02", False),
        ("1927-11-03", "1927-11-02", False),
        ("192X", "1927-05", True),
        ("193X", "1927", False),
        ("1927?", "1927", True),
        ("19XX-05-03", "1927-05-03", True),
        ("19XX-05-03", "1927-05-04", False),
        ("1927-23", "1927-10", True),
        ("1927-11-01/1927-11-03", "1927-11-02", True),
        ("1927-11-01/1927-11-03", "1927-11-04", False),
        ("../1927", "1926", True),
        ("../1927", "1928", False),
        ("1927/", "1928-02", True),
        ("-0044", "0044", False),
    ],
)
def test_dates_compared(one: str, other: str, same: object) -> None:
    """One may say less than the other, or hold it; either way round the answer is the same."""
    assert (may_be_same_date(one, other), may_be_same_date(other, one)) == (same, same)
