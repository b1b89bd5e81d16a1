"""Lines that the layout sees and nobody has read."""

from __future__ import annotations

import pytest

from digitize.layout import Region, SegmentedPage
from digitize.layout.lines import Line
from digitize.model.geometry import Box, Transform
from digitize.model.transcription import Doubt, RegionKind
from digitize.pipeline.passed_over import passed_over
from tests.export.documents import R, W, page

TOPS = range(100, 500, 40)


def layout(kind: RegionKind = RegionKind.PARAGRAPH) -> SegmentedPage:
    """Ten lines of 400 pixels, as tall as those of the drawn documents."""
    lines = tuple(Line(100, top, 500, top + 40, ((100.0, top + 20.0), (500.0, top + 20.0)), 20.0) for top in TOPS)
    return SegmentedPage(1000, 1000, (Region(kind, Box(100, 100, 500, 500), 1, lines),), (), "")


@pytest.mark.parametrize(("read", "warned"), [(9, False), (7, True)])
def test_lines_without_a_word_are_told(read: int, warned: bool) -> None:
    """Where they are more than a few; a word in doubt is a word."""
    sure = R(RegionKind.PARAGRAPH, [[W("слово")]] * (read - 1))
    doubtful = R(RegionKind.PARAGRAPH, [[W("wcba")]], top=100 + 40 * (read - 1), doubt=Doubt.UNREADABLE)
    found = passed_over(layout(), Transform(), page(1, [sure, doubtful]))
    assert [warning.startswith("3 of the 10 lines") for warning in found] == [True] * warned


def test_nothing_is_told_where_nothing_is_to_be_read() -> None:
    """An empty page says so by itself; stamps and handwriting are no lines to be read."""
    few = page(1, [R(RegionKind.PARAGRAPH, [[W("слово")]])])
    assert passed_over(layout(), Transform(), page(1)) == ()
    assert passed_over(layout(RegionKind.HANDWRITING), Transform(), few) == ()
    assert len(passed_over(layout(), Transform(), few)) == 1


def test_lines_are_looked_for_where_they_lie_on_the_straightened_page() -> None:
    """The words' boxes are those of the canonical image."""
    read = page(1, [R(RegionKind.PARAGRAPH, [[W("слово")]] * 10, left=100, top=100)])
    assert passed_over(layout(), Transform(), read) == ()
    assert len(passed_over(layout(), Transform(f=450.0), read)) == 1
