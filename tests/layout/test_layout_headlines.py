"""Headlines on drawn pages: those over several columns, those side by side, and what only looks like one."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from digitize.model.geometry import Box
from tests.layout.set_type import (
    LEADING,
    SIZE,
    Sheet,
    columns_over,
    columns_read,
    each_is_one,
    holders,
    lines_in,
    region_of,
)
from tests.preprocess.text_pages import WORDS, x_height

XH = x_height(SIZE)
TWO = columns_over(80, 1_320, 2)
GUTTER = (TWO[0][1] + TWO[1][0]) / 2


@pytest.mark.parametrize("size_px", [38, 58, 80])
@pytest.mark.parametrize("words", [("УРОЖАЙ", "СОБРАН"), ("Новая школа", "на берегу")])
def test_a_headline_with_its_space_on_the_gutter_is_one(size_px: int, words: tuple[str, str]) -> None:
    """The words left and right of the gutter are one line that stands in no column; what is below is read after it."""
    sheet = Sheet.of(1_400, 1_500, seed=5)
    above = [row for edges in TWO for row in sheet.column(edges, 120, 8)]
    baseline = 120 + 8 * LEADING + 90
    half = 0.14 * size_px  # an ordinary space is a quarter of the size
    left = sheet.text((GUTTER - half, baseline), words[0], size_px, "rs")
    right = sheet.text((GUTTER + half, baseline), words[1], size_px, "ls")
    assert left.x1 < GUTTER < right.x0
    below = [row for edges in TWO for row in sheet.column(edges, baseline + 70, 20)]
    segmented = sheet.laid_out(XH)
    assert len(segmented.columns) == 2
    (headline,) = [region for region in segmented.regions if region.column is None]
    assert headline.spans == (1, 2)
    assert len(headline.lines) == 1
    assert holders(Box.around([left, right]), headline.lines, 2 * XH) == [0]
    assert columns_read(segmented) == [1, 2, None, 1, 2]
    assert each_is_one([*above, *below], lines_in(segmented), 2 * XH)


@pytest.mark.parametrize(
    ("size_px", "words"),
    [
        (40, ("УРОЖАЙ", "ПОГОДА")),
        (56, ("Новая школа", "Вести дня")),
        (56, ("В городе собран урожай", "Новая школа на берегу")),
        (64, ("УРОЖАЙ СОБРАН", "НОВЫЙ МОСТ")),
    ],
)
def test_two_headings_side_by_side_stay_two(size_px: int, words: tuple[str, str]) -> None:
    """Each centred over its own column is that column's, though they be no further apart than words of a headline."""
    sheet = Sheet.of(1_400, 1_500, seed=5)
    for edges in TWO:
        sheet.column(edges, 120, 8)
    baseline = 120 + 8 * LEADING + 90
    headings = [
        sheet.text((sum(edges) / 2, baseline), text, size_px, "ms") for edges, text in zip(TWO, words, strict=True)
    ]
    for edges in TWO:
        sheet.column(edges, baseline + 70, 20)
    segmented = sheet.laid_out(XH)
    assert columns_read(segmented) == [1, 2]
    assert [region_of(heading, segmented).column for heading in headings] == [1, 2]
    assert each_is_one(headings, lines_in(segmented), 2 * XH)


def test_near_headings_would_be_one_were_they_not_centred() -> None:
    """The test above would fail if distance alone told: the same words pushed aside are one headline."""
    sheet = Sheet.of(1_400, 1_500, seed=5)
    for edges in TWO:
        sheet.column(edges, 120, 8)
    baseline = 120 + 8 * LEADING + 90
    left = sheet.text((560, baseline), "Вести дня", 56, "rs")
    right = sheet.text((left.x1 + 40, baseline), "и новая школа на берегу", 56, "ls")
    for edges in TWO:
        sheet.column(edges, baseline + 70, 20)
    assert holders(Box.around([left, right]), lines_in(sheet.laid_out(XH)), 2 * XH) != []


@pytest.mark.parametrize("number", [3, 5])
def test_a_line_that_touches_the_next_column_spans_nothing(number: int) -> None:
    """One line of body type run on until its last letter touches the next column makes no headline of two lines."""
    columns = columns_over(80, 1_320, 2, gutter=18)
    sheet = Sheet.of(1_400, 1_000, seed=number)
    right = sheet.column(columns[1], 120, 20)
    others = [sheet.line(*columns[0], 120 + n * LEADING) for n in range(20) if n != number]
    text, baseline = "берег река дорога поле хлеб рынок погодаш", 120 + number * LEADING
    apart = Sheet.of(1_400, 100).text((80, 50), text)
    touching = sheet.text((80 + right[number].x0 - apart.x1, baseline), text)
    _, labels = cv2.connectedComponents((np.asarray(sheet.image) < 128).astype(np.uint8))
    row = labels[baseline - XH : baseline, touching.x1 - 8 : touching.x1 + 8]
    assert set(row[:, 0]) & set(row[:, -1]) - {0}, "nothing touches"
    segmented = sheet.laid_out(XH)
    assert columns_read(segmented) == [1, 2]
    assert len(lines_in(segmented)) == 40
    assert each_is_one(others, lines_in(segmented), 2 * XH)


@pytest.mark.parametrize("seed", [0, 2, 3, 4, 5])
def test_a_caption_over_two_columns_is_one_line(seed: int) -> None:
    """A line of body type below a picture, over the gutter of the columns above and below it, is not cut there."""
    sheet = Sheet.of(1_400, 2_000, seed=seed)
    for edges in TWO:
        sheet.column(edges, 120, 14)
    top = 120 + 14 * LEADING
    sheet.draw.rectangle((160, top, 1_240, top + 500), fill=90)
    text = " ".join(sheet.rng.choice(WORDS) for _ in range(8))
    caption = sheet.text((700, top + 560), text, SIZE, "ms")
    for edges in TWO:
        sheet.column(edges, top + 630, 16)
    segmented = sheet.laid_out(XH)
    assert len(segmented.columns) == 2
    assert (region_of(caption, segmented).column, region_of(caption, segmented).spans) == (None, (1, 2))
    assert len(holders(caption, lines_in(segmented), 2 * XH)) == 1
