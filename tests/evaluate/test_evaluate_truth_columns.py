"""Columns of truth that states none, on drawn pages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digitize.evaluate.truth_columns import number_columns
from digitize.model.geometry import Box

HEIGHT = 4000


def region(x0: int, y0: int, x1: int, y1: int) -> tuple[Box, int]:
    """A region full of lines."""
    return Box(x0, y0, x1, y1), (y1 - y0) * 3 // 4


@given(
    st.lists(st.integers(300, 900), min_size=2, max_size=7),
    st.lists(st.lists(st.integers(60, 900), min_size=1, max_size=4), min_size=7, max_size=7),
)
def test_columns_of_any_width_are_counted_from_the_left(widths: list[int], stacks: list[list[int]]) -> None:
    """Regions full as wide as their column bear its number, however unequal the columns and however long."""
    regions, expected, x0 = [], [], 50
    for number, (width, heights) in enumerate(zip(widths, stacks, strict=False), 1):
        y0 = 600
        for height in heights:
            regions.append(region(x0, y0, x0 + width, y0 + height))
            expected.append(number)
            y0 += height + 20
        x0 += width + 40
    assert number_columns(regions, (), HEIGHT) == tuple(expected)


def test_one_column_is_number_one() -> None:
    """Headings and notes of a page in one column stand in it, too."""
    regions = [region(400, 100, 600, 130), region(100, 200, 900, 1500), region(100, 1600, 900, 1800)]
    assert number_columns(regions, (), HEIGHT) == (1, 1, 1)


TWO = [region(100, 800, 1000, 3800), region(1040, 800, 1940, 3800)]


def test_narrow_regions_stand_in_their_column_and_wide_ones_in_none() -> None:
    """A heading inside a column is of it; a headline over both, and one over the gutter, are of none."""
    more = [
        region(400, 700, 700, 760),
        region(1300, 700, 1500, 760),
        region(100, 500, 1940, 600),
        region(900, 640, 1200, 690),
    ]
    assert number_columns([*more, *TWO], (), HEIGHT) == (1, 2, None, None, 1, 2)


def test_a_leaning_page_has_the_same_columns() -> None:
    """Regions that move to the side on their way down still make one column, though neighbours overlap a little."""
    leaning = [
        region(100 - 8 * n + 940 * c, 700 + 700 * n, 1030 - 8 * n + 940 * c, 1380 + 700 * n)
        for c in (0, 1)
        for n in range(4)
    ]
    assert number_columns(leaning, (), HEIGHT) == (1, 1, 1, 1, 2, 2, 2, 2)


def test_a_marginal_note_makes_no_column() -> None:
    """What is much narrower than the columns, beside them, is in none."""
    assert number_columns([*TWO, region(1960, 900, 2060, 1200)], (), HEIGHT) == (1, 2, None)


def test_the_head_ends_at_a_rule_across_the_page() -> None:
    """What stands above it has no column, though it stands over one; a rule in pieces will do, a short or low one not."""
    ear = region(120, 200, 980, 400)
    across = Box(100, 600, 1940, 612)
    pieces = [Box(100, 600, 700, 612), Box(760, 604, 1200, 616), Box(1300, 598, 1900, 610)]
    low = Box(100, 3000, 1940, 3012)
    upright = Box(1015, 100, 1025, 700)
    for rules, first in (([across], None), (pieces, None), (pieces[:1], 1), ([low], 1), ([upright], 1), ([], 1)):
        assert number_columns([ear, *TWO], rules, HEIGHT) == (first, 1, 2), rules


def test_nothing_has_no_columns() -> None:
    """No regions, no numbers."""
    assert number_columns([], (), HEIGHT) == ()
