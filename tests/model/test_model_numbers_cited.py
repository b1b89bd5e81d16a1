"""Numbers and ranges of them as scholars write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.model.numbers_cited import in_ranges, number_range, number_ranges, overlap


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4", range(4, 5)),
        (" 179 - 181 ", range(179, 182)),
        ("179\u2014181", range(179, 182)),
        ("322-3", range(322, 324)),
        ("181-179", None),
        ("12 об.", None),
        ("XII", None),
        ("", None),
        ("4-", None),
        ("\u0664", None),
    ],
)
def test_a_number_or_a_range(text: str, expected: range | None) -> None:
    """Any dash, an end cut short; what is more than numbers is left to others."""
    assert number_range(text) == expected


def test_lists_of_numbers() -> None:
    """Commas and slashes part them; one part that is no number leaves the whole untold."""
    assert number_ranges("1, 3, 5-6") == (range(1, 2), range(3, 4), range(5, 7))
    assert number_ranges("169/322-3") == (range(169, 170), range(322, 324))
    assert number_ranges("1, 3 об.") is None


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 5)), min_size=1, max_size=4), st.integers(1, 60))
def test_overlap_is_membership(drawn: list[tuple[int, int]], number: int) -> None:
    """A number overlaps with a list exactly when it stands in it."""
    ranges = tuple(range(first, first + more + 1) for first, more in drawn)
    assert overlap(ranges, (range(number, number + 1),)) == any(number in each for each in ranges)


def test_numbers_in_ranges() -> None:
    """Numbers that follow each other are told by the first and the last; read back they are the same."""
    assert in_ranges([1, 2, 3, 7]) == "1-3, 7"
    assert in_ranges([1, 2, 7], ",") == "1-2,7"
    assert in_ranges([]) == ""
    assert number_ranges(in_ranges([4, 5, 9])) == (range(4, 6), range(9, 10))
