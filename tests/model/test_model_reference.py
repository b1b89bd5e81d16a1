"""Dates in EDTF: what a citation may carry, and what it may not."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.model.reference import FIELDS, Certainty, Proposal, SourceReference, is_edtf, is_web_address

GOOD = """
1927 0000 -0044 9999
1927-05 1927-12 1927-05-01 1927-02-28 1928-02-29 2000-02-29 -0004-02-29
1927? 1927~ 1927% 1927-05? 1927-05-01~ 1927-05-01%
192X 19XX 1927-XX 1927-XX-XX 1927-05-XX 19XX-05-03 192X-02-29
1927-21 1927-22 1927-23 1927-24 1927-21~
1927/1934 1927-05/1927-06 1927-05-01/1927-05-03 1927-05/1934 1927~/1934? 192X/193X 1927-21/1927-23
1927/.. ../1927 1927/ /1927 1927-05-01/.. -0044/0014
""".split()

BAD = [
    "",
    " ",
    "1927 ",
    " 1927",
    "1927\n",
    "27",
    "927",
    "19270",
    "+1927",
    "-0000",
    "1927-",
    "1927-5",
    "1927-00",
    "1927-13",
    "1927-20",
    "1927-25",
    "1927-5-1",
    "1927-05-00",
    "1927-05-32",
    "1927-04-31",
    "1927-02-29",
    "1900-02-29",
    "1927-02-30",
    "1927-XX-05",
    "1927-21-05",
    "1927-21-XX",
    "1927-5X",
    "1XXX",
    "XXXX",
    "19X7",
    "192x",
    "1927??",
    "1927?~",
    "?1927",
    "1927-05-01T12:00:00",
    "1927/1934/1950",
    "/",
    "..",
    "../..",
    "../",
    "/..",
    "1927/next",
    "1927-13/1928",
    "1927/1928-02-30",
    "1927..1934",
    "1927-1934",
    "01.05.1927",
    "1 May 1927",
    "1927/05/01",
    "١٩٢٧",
    "１９２７",
    "1927-०५",
]


@pytest.mark.parametrize("text", GOOD)
def test_dates_of_levels_0_and_1_are_dates(text: str) -> None:
    """Calendar dates, doubts, unspecified digits, seasons, intervals open and closed."""
    assert is_edtf(text)


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_edtf_is_refused(text: str) -> None:
    """Impossible days, other notations, digits of other scripts, intervals without a date."""
    assert not is_edtf(text)


@given(st.dates())
def test_every_day_of_the_calendar_is_a_date(day: date) -> None:
    """ISO dates are EDTF."""
    assert is_edtf(day.isoformat())


@given(st.integers(1, 9999), st.integers(1, 12), st.integers(1, 31))
def test_no_other_day_is_a_date(year: int, month: int, day: int) -> None:
    """Day, month and year in order are a date exactly when the calendar has it."""
    try:
        date(year, month, day)
        exists = True
    except ValueError:
        exists = False
    assert is_edtf(f"{year:04}-{month:02}-{day:02}") is exists


@given(st.text(max_size=12))
def test_any_text_gets_an_answer(text: str) -> None:
    """Nothing a person may type makes the check fail; what it accepts is of its signs only."""
    if is_edtf(text):
        assert set(text) <= set("0123456789X-/.?~%")


def test_a_reference_takes_only_dates() -> None:
    """A date that is none is refused where the reference is made; everything may be left out."""
    assert SourceReference(date="1927-05").date == "1927-05"
    assert SourceReference() == SourceReference(title=None, date=None, page=None, citation=None, proposals=())
    with pytest.raises(ValueError, match="1927-13"):
        SourceReference(date="1927-13")


def test_a_proposal_is_marked_as_one() -> None:
    """What a file name suggests is proposed unless a person has stated it."""
    assert Proposal("date", "1927", "name").certainty is Certainty.PROPOSED


def test_every_field_is_told_of() -> None:
    """FIELDS has each field but the proposals, once; what is stated comes in its order."""
    names = {field.name for field in dataclasses.fields(SourceReference)} - {"proposals"}
    assert sorted(FIELDS) == sorted(names)
    assert list(SourceReference(citation="c", fond="3", title="t").stated.items()) == [
        ("title", "t"),
        ("fond", "3"),
        ("citation", "c"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://library.example/scans/17?page=2#top", True),
        ("http://[::1]/a", True),
        ("https://пример.example/газета", True),
        ("ftp://library.example", False),
        ("javascript:alert(1)", False),
        ("https:///a", False),
        ("https://a.example/a b", False),
        ("https://a.example/\n", False),
        ("https://a.example/\u202e", False),
        ("https://[1", False),
        ("", False),
    ],
)
def test_addresses_of_the_web(text: str, expected: object) -> None:
    """Complete, printable, http or https: anything else is no link to show to anybody."""
    assert is_web_address(text) is expected


def test_a_reference_holds_no_other_address() -> None:
    """Neither from a sidecar nor from a file that was written to."""
    with pytest.raises(ValueError, match="address"):
        SourceReference(url="javascript:alert(1)")
