"""Layout of the project's samples, against their truth."""

from __future__ import annotations

from itertools import pairwise

import pytest

from digitize.model.transcription import RegionKind
from tests.layout.sample_pages import COLUMNS, sample

GRAPHIC = (RegionKind.IMAGE, RegionKind.STAMP, RegionKind.HANDWRITING)
STEMS = sorted(COLUMNS)
NEWSPAPERS = [stem for stem in STEMS if COLUMNS[stem] > 1]
TYPESCRIPTS = [stem for stem in STEMS if COLUMNS[stem] == 1]


@pytest.mark.parametrize("stem", STEMS)
def test_the_number_of_columns(stem: str) -> None:
    """Six on the gazette, seven on the journal, three on the microfilm, one on each page of the typescript."""
    assert len(sample(stem).segmented.columns) == COLUMNS[stem]


@pytest.mark.parametrize("stem", NEWSPAPERS)
def test_columns_have_their_edges(stem: str) -> None:
    """Within one and a half x-heights of the true edges, in order, and apart from each other."""
    page = sample(stem)
    for found, true in zip(page.segmented.columns, page.columns, strict=True):
        assert found == pytest.approx(true, abs=1.5 * page.x_height_px)
    assert all(left[1] <= right[0] for left, right in pairwise(page.segmented.columns))


@pytest.mark.parametrize("stem", STEMS)
def test_every_line_lies_in_one_region(stem: str) -> None:
    """The middle of 98 lines in 100, or all but one, lies in exactly one region of text: none lost, none read twice."""
    page = sample(stem)
    inside = [len(page.regions_at(line.middle)) for line in page.lines]
    assert inside.count(1) >= min(0.98 * len(inside), len(inside) - 1)


@pytest.mark.parametrize("stem", STEMS)
def test_every_word_lies_in_one_region(stem: str) -> None:
    """The middle of at least 98 words in 100 lies in exactly one region of text."""
    page = sample(stem)
    inside = [len(page.regions_at(word)) for line in page.lines for word in line.words]
    assert inside.count(1) >= min(0.98 * len(inside), len(inside) - 1)


@pytest.mark.parametrize("stem", NEWSPAPERS)
def test_lines_are_in_their_column(stem: str) -> None:
    """At least 95 lines in 100 lie in a region of their column; headings over several columns are in none."""
    page = sample(stem)
    right = 0
    for line in page.lines:
        regions = page.regions_at(line.middle)
        right += len(regions) == 1 and page.segmented.regions[regions[0]].column == line.column
    assert right >= 0.95 * len(page.lines)


@pytest.mark.parametrize("stem", TYPESCRIPTS)
def test_a_typescript_is_one_block(stem: str) -> None:
    """One column is read as a whole: its stamp and signature cut nothing apart."""
    assert sample(stem).segmented.is_one_block


@pytest.mark.parametrize("stem", STEMS)
def test_regions_are_in_reading_order(stem: str) -> None:
    """Of 100 pairs of neighbouring lines of the truth, 97, or all but one, are in regions in that order or in one."""
    page = sample(stem)
    places = [page.regions_at(line.middle) for line in page.lines]
    pairs = list(pairwise(places))
    assert sum(bool(a and b) and a[0] <= b[0] for a, b in pairs) >= min(0.97 * len(pairs), len(pairs) - 1)


@pytest.mark.parametrize("stem", STEMS)
def test_regions_are_whole(stem: str) -> None:
    """Boxes inside the page, columns that exist, lines within their region; no lines in a picture."""
    segmented = sample(stem).segmented
    for region in segmented.regions:
        assert region.box.x1 <= segmented.width
        assert region.box.y1 <= segmented.height
        assert region.column is None or 1 <= region.column <= len(segmented.columns)
        assert bool(region.lines) == (region.kind not in GRAPHIC)
        assert all(region.box.overlap(line) == line.area for line in region.lines)


@pytest.mark.parametrize("stem", NEWSPAPERS)
def test_no_line_is_found_twice(stem: str) -> None:
    """Of lines that stand above each other, fewer than one in a hundred runs within half a letter of another."""
    lines = [line for region in sample(stem).segmented.regions for line in region.lines]
    twice = 0
    for i, a in enumerate(lines):
        for b in lines[:i]:
            common = min(a.x1, b.x1) - max(a.x0, b.x0)
            if common > 0.5 * min(a.width, b.width):
                middle = (max(a.x0, b.x0) + min(a.x1, b.x1)) / 2
                twice += abs(a.at(middle) - b.at(middle)) < 0.5 * min(a.letter, b.letter)
    assert twice < 0.01 * len(lines)
