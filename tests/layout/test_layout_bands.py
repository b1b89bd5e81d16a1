"""Bands of drawn pages: what stands between rules across the page has columns of its own, and is read in turn."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from digitize.layout.bands import find_bands
from digitize.layout.ink import find_ink
from digitize.layout.lines import Line
from digitize.layout.segmented import SegmentedPage
from digitize.model.geometry import Box
from tests.layout.set_type import (
    LEADING,
    SIZE,
    Sheet,
    columns_over,
    columns_read,
    each_is_one,
    lines_in,
    region_of,
)
from tests.preprocess.text_pages import x_height

XH = x_height(SIZE)
LEFT, RIGHT = 100, 1_700
FOUR = columns_over(LEFT, RIGHT, 4)


def edges_of_bands(sheet: Sheet) -> list[int]:
    """Rows at which one band ends and the next begins, in pixels of the sheet."""
    ink = find_ink(np.asarray(sheet.image), XH)
    bands = find_bands(ink)
    assert bands[0][0] == 0 and bands[-1][1] == len(ink.text)
    assert all(end == start for (_, end), (start, _) in pairwise(bands))
    return [round(start * ink.scale) for start, _ in bands[1:]]


def lines_of(segmented: SegmentedPage, column: int) -> list[Line]:
    return [line for region in segmented.regions if region.column == column for line in region.lines]


def set_in(sheet: Sheet, columns: list[tuple[int, int]], baseline: int, count: int) -> list[list[Box]]:
    return [sheet.column(edges, baseline, count) for edges in columns]


def test_a_rule_parts_masthead_and_articles() -> None:
    """The masthead is read first and stands in no column; the articles below the rule keep theirs, line by line."""
    sheet = Sheet.of(1_800, 1_600, seed=3)
    title = sheet.text((900, 230), "МОСТ И БЕРЕГ", 150, "ms")
    motto = sheet.text((900, 300), "город село берег и мост", 36, "ms")
    sheet.rule(LEFT, RIGHT, 340)
    columns = set_in(sheet, FOUR, 400, 30)
    assert edges_of_bands(sheet) == [pytest.approx(340, abs=XH)]
    segmented = sheet.laid_out(XH)
    assert len(segmented.columns) == 4
    assert [region_of(row, segmented) for row in (title, motto)] == list(segmented.regions[:2])
    assert columns_read(segmented) == [None, 1, 2, 3, 4]
    for number, rows in enumerate(columns, 1):
        assert each_is_one(rows, lines_of(segmented, number), 2 * XH)


@pytest.mark.parametrize("below", [2, 3, 5])
def test_a_foot_has_columns_of_its_own(below: int) -> None:
    """A feuilleton in columns of another width is numbered by its own, and read after the articles, column by column."""
    sheet = Sheet.of(1_800, 2_000, seed=below)
    articles = set_in(sheet, FOUR, 140, 30)
    sheet.rule(LEFT, RIGHT, 1_240)
    foot = set_in(sheet, columns_over(LEFT, RIGHT, below), 1_310, 16)
    assert edges_of_bands(sheet) == [pytest.approx(1_240, abs=XH)]
    segmented = sheet.laid_out(XH)
    assert columns_read(segmented) == [1, 2, 3, 4, *range(1, below + 1)]
    for number, rows in enumerate(articles, 1):
        assert each_is_one(rows, [line for line in lines_of(segmented, number) if line.y0 < 1_240], 2 * XH)
    for number, rows in enumerate(foot, 1):
        assert each_is_one(rows, [line for line in lines_of(segmented, number) if line.y0 > 1_240], 2 * XH)


@pytest.mark.parametrize("over", [(0, 0), (2, 2), (1, 2), (0, 2)])
def test_a_short_rule_parts_no_bands(over: tuple[int, int]) -> None:
    """A rule over one column, or over some of them, ends no band; what stands beside it is read on."""
    sheet = Sheet.of(1_800, 1_500, seed=6)
    above = set_in(sheet, FOUR, 140, 16)
    y = 140 + 16 * LEADING
    sheet.rule(FOUR[over[0]][0], FOUR[over[1]][1], y)
    below = set_in(sheet, FOUR, y + LEADING + 10, 16)
    assert edges_of_bands(sheet) == []
    segmented = sheet.laid_out(XH)
    assert len(segmented.columns) == 4
    assert each_is_one([row for rows in [*above, *below] for row in rows], lines_in(segmented), 2 * XH)
    if over[0] == over[1]:
        assert columns_read(segmented) == [1, 2, 3, 4]


def test_rules_between_the_lines_of_a_column_part_no_bands() -> None:
    """Short rules in every column, at the same height on the page, are many rules and not one."""
    sheet = Sheet.of(1_800, 1_500, seed=7)
    set_in(sheet, FOUR, 140, 16)
    for left, right in FOUR:
        sheet.rule(left + 100, right - 100, 140 + 16 * LEADING)
    set_in(sheet, FOUR, 150 + 17 * LEADING, 16)
    assert edges_of_bands(sheet) == []
    assert columns_read(sheet.laid_out(XH)) == [1, 2, 3, 4]


@pytest.mark.parametrize("count", [1, 2, 4])
@pytest.mark.parametrize("above", [True, False])
def test_a_row_of_notices_stands_in_the_columns_of_the_articles(count: int, above: bool) -> None:
    """Beyond a rule a few lines are too few to show columns: they are read notice by notice, each in its column."""
    sheet = Sheet.of(1_800, 1_700, seed=3)
    low, high = (140, 140 + (count + 1) * LEADING + 20) if above else (170 + 33 * LEADING, 140)
    articles = set_in(sheet, FOUR, high, 32)
    notices = set_in(sheet, FOUR, low, count)
    sheet.rule(LEFT, RIGHT, low + count * LEADING - 10 if above else low - LEADING - 10)
    assert len(edges_of_bands(sheet)) == 1
    segmented = sheet.laid_out(XH)
    assert columns_read(segmented) == [1, 2, 3, 4, 1, 2, 3, 4]
    for number, (notice, article) in enumerate(zip(notices, articles, strict=True), 1):
        assert each_is_one([*notice, *article], lines_of(segmented, number), 2 * XH)


def test_a_double_rule_is_one() -> None:
    """Two rules a few pixels apart part two bands, and leave none between them."""
    sheet = Sheet.of(1_800, 1_700, seed=8)
    set_in(sheet, FOUR, 140, 20)
    for y in (870, 884):
        sheet.rule(LEFT, RIGHT, y)
    set_in(sheet, FOUR, 940, 16)
    assert len(edges_of_bands(sheet)) == 1
    assert columns_read(sheet.laid_out(XH)) == [1, 2, 3, 4, 1, 2, 3, 4]
