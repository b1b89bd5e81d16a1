"""Lines of text on drawn pages: as many as were set, each along its course, whatever stands beside or behind them."""

from __future__ import annotations

import math
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps

from digitize.layout.barriers import find_barriers, find_rules
from digitize.layout.ink import find_ink
from digitize.layout.lines import Line, find_lines
from digitize.layout.segment import segment_page
from digitize.model.geometry import Box
from tests.layout.set_type import Sheet, each_is_one, found_lines, holders, lines_in
from tests.preprocess.text_pages import INK, PAPER, leaning, raster, text_page, turned_point, x_height

PAGE = text_page(1_240, 1_754, size_px=32, seed=1)
XH = PAGE.x_height_px
Shift = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def slope_deg(line: Line) -> float:
    (x0, y0), (x1, y1) = line.spine[0], line.spine[-1]
    return math.degrees(math.atan2(y1 - y0, x1 - x0))


@pytest.mark.parametrize("degrees", [-2.0, -0.7, 0.7, 2.0])
def test_a_leaning_line_has_a_leaning_spine(degrees: float) -> None:
    """Each line of a leaning page leans as the page does, and runs through the middle of its letters."""
    lines = found_lines(leaning(PAGE.image, degrees), XH)
    assert len(lines) == len(PAGE.lines)
    assert [slope_deg(line) for line in lines] == pytest.approx([degrees] * len(lines), abs=0.2)
    assert np.median([slope_deg(line) for line in lines]) == pytest.approx(degrees, abs=0.08)
    for n, row in enumerate(PAGE.lines):
        baseline = 1_240 // 14 + (n + 1) * 40  # as text_page sets them
        middle = turned_point(((row.x0 + row.x1) / 2, baseline - XH / 2), degrees, 1_240, 1_754)
        assert min(abs(line.at(middle[0]) - middle[1]) for line in lines) < XH / 4


def bent(image: Image.Image, shift: Shift) -> Image.Image:
    """Each column of pixels moved down by ``shift``."""
    pixels = np.asarray(image)
    height, width = pixels.shape
    down = np.rint(shift(np.arange(width, dtype=np.float64))).astype(int)
    rows = np.clip(np.arange(height)[:, None] - down[None], 0, height - 1)
    return Image.fromarray(pixels[rows, np.arange(width)[None]])


BENDS: dict[str, Shift] = {
    "wave": lambda x: XH * np.sin(2 * np.pi * x / 2_000),
    "sag": lambda x: 4 * XH * np.sin(np.pi * x / 2_000),
    "curl at the spine of a book": lambda x: 2 * XH * np.exp(-x / 400),
    "curl at the outer edge": lambda x: -2 * XH * np.exp((x - 2_000) / 500),
}


@pytest.mark.parametrize("bend", sorted(BENDS))
def test_a_bent_line_is_followed(bend: str) -> None:
    """All along a line 120 x-heights long the spine is within a quarter x-height of where its letters were bent to."""
    page, shift = text_page(2_000, 700, size_px=32, seed=2), BENDS[bend]
    lines = found_lines(bent(page.image, shift), XH)
    assert len(lines) == len(page.lines)
    for n, row in enumerate(page.lines):
        xs = np.linspace(row.x0, row.x1, 50)
        middle = 2_000 // 14 + (n + 1) * 40 - XH / 2 + shift(xs)
        off = [max(abs(line.at(x) - y) for x, y in zip(xs, middle, strict=True)) for line in lines]
        assert min(off) < XH / 4


@pytest.mark.parametrize(("leading", "spread_px", "touching"), [(30, 3, 6), (23, 1, 100)])
def test_lines_that_touch_stay_lines(leading: int, spread_px: int, touching: int) -> None:
    """Where ink has spread, or type is set tight, so that letters hang together across lines, each row stays one line."""
    for seed in (0, 1):
        sheet = Sheet.of(1_240, 1_400, seed=seed)
        rows = sheet.column((90, 1_150), 120, 40, 32, leading)
        image = Image.fromarray(cv2.erode(np.asarray(sheet.image), np.ones((spread_px, spread_px), np.uint8)))
        _, _, stats, _ = cv2.connectedComponentsWithStats((np.asarray(image) < 140).astype(np.uint8))
        assert (stats[1:, cv2.CC_STAT_HEIGHT] > 1.4 * leading).sum() >= touching, "the page is not as tight as it says"
        lines = lines_in(segment_page(raster(image), XH + spread_px - 1))
        assert len(lines) == len(rows)
        for n, (line, row) in enumerate(zip(sorted(lines, key=lambda line: line.spine[0][1]), rows, strict=True)):
            assert line.at((row.x0 + row.x1) / 2) == pytest.approx(120 + n * leading - XH / 2, abs=0.35 * XH)
            assert min(line.x1, row.x1) - max(line.x0, row.x0) > 0.9 * row.width


@pytest.mark.parametrize("share", [0.5, 0.6, 0.7])
def test_small_type_beside_ordinary_type(share: float) -> None:
    """A notice in small type has as many lines as were set, and so has the text beside it."""
    sheet, small = Sheet.of(1_400, 1_500, seed=5), round(36 * share)
    text = sheet.column((80, 760), 120, 28, 36, 45)
    notice = sheet.column((820, 1_320), 120, 40, small, round(1.2 * small))
    lines = found_lines(sheet.image, x_height(36))
    assert len(lines) == len(text) + len(notice)
    assert each_is_one(text, lines, x_height(36))
    assert each_is_one(notice, lines, x_height(small))


@pytest.mark.parametrize("tone", [205, 170, 150])
def test_print_that_shows_through_makes_no_lines(tone: int) -> None:
    """With the other side's print pale, soft and mirrored between its lines, the page has its own lines and no other."""
    other = ImageOps.mirror(text_page(1_240, 1_754, size_px=32, seed=2).image).filter(ImageFilter.GaussianBlur(2))
    paler = PAPER - (PAPER - np.roll(np.asarray(other), 17, axis=0).astype(float)) * (PAPER - tone) / (PAPER - INK)
    both = Image.fromarray(np.minimum(PAGE.pixels, paler).astype(np.uint8))
    lines = lines_in(segment_page(raster(both), XH))
    assert len(lines) == len(PAGE.lines)
    assert each_is_one(PAGE.lines, lines, 2 * XH)


@pytest.mark.parametrize("least", [0.4, 0.3])
def test_a_faded_corner_is_not_lost(least: float) -> None:
    """Print that pales towards a corner, to less than a third of its darkness there, is found line by line, to its last word."""
    y, x = np.mgrid[0:1_754, 0:1_240]
    strength = 1 - (1 - least) * np.clip(1 - np.hypot(x - 1_240, y - 1_754) / 900, 0, 1)
    faded = Image.fromarray((PAPER - (PAPER - PAGE.pixels.astype(float)) * strength).astype(np.uint8))
    lines = lines_in(segment_page(raster(faded), XH))
    assert len(lines) == len(PAGE.lines)
    assert each_is_one(PAGE.lines, lines, XH)


@pytest.mark.parametrize("bracket", [")", "."])
@pytest.mark.parametrize("leading", [32, 36, 42])
def test_numbers_of_a_list_belong_to_its_lines(leading: int, bracket: str) -> None:
    """Thirty brackets under each other are no vertical rule, and each number is in the line that it numbers."""
    sheet, rows = Sheet.of(1_000, 200 + 30 * leading, seed=3), []
    for n in range(30):
        number = sheet.text((90, 120 + n * leading), f"{n % 9 + 1}{bracket}", 32)
        rows.append(Box.around([number, sheet.line(number.x1 + 11, 900, 120 + n * leading, 32)]))
    ink = find_ink(np.asarray(sheet.image), XH)
    assert not find_rules(ink).any()
    lines = found_lines(sheet.image, XH, barriers=find_rules(ink))
    assert len(lines) == len(rows)
    assert each_is_one(rows, lines, XH)


@pytest.mark.parametrize(("size_px", "space_px"), [(130, 20), (200, 60), (300, 60)])
def test_a_letterspaced_masthead_is_one_line(size_px: int, space_px: int) -> None:
    """Letters six to fifteen x-heights tall, far apart, above three columns: one line, and no pictures."""
    sheet = Sheet.of(1_800, 1_250, seed=4)
    x, letters = 100, []
    for letter in "НАРОД":
        letters.append(sheet.text((x, 400), letter, size_px))
        x = letters[-1].x1 + space_px
    for edges in ((100, 600), (650, 1_150), (1_200, 1_700)):
        sheet.column(edges, 520, 16, 32, 40)
    segmented = sheet.laid_out(XH)
    head = [line for line in lines_in(segmented) if line.y0 < 420]
    assert len(head) == 1
    assert holders(Box.around(letters), head, size_px) == [0]
    assert all(region.lines for region in segmented.regions)


@pytest.mark.parametrize(("columns", "size_px"), [(1, 32), (3, 24), (5, 18)])
def test_every_letter_belongs_to_a_line(columns: int, size_px: int) -> None:
    """On a clean page there is no letter, dot or accent that lies in no line; and each line is one that was set."""
    page = text_page(1_240, 1_754, size_px=size_px, columns=columns, seed=4)
    ink = find_ink(page.pixels, page.x_height_px)
    lines = find_lines(ink, find_barriers(ink))
    assert len(ink.letters) > 1_000
    strays = [
        (x0, y0)
        for x0, y0, x1, y1 in ink.letters.tolist()
        if not any(line.x0 <= x0 and x1 <= line.x1 and line.y0 <= (y0 + y1) // 2 < line.y1 for line in lines)
    ]
    assert strays == []


@settings(max_examples=25)
@given(
    st.integers(1, 260),
    st.integers(1, 260),
    st.floats(2.0, 40.0),
    st.lists(
        st.tuples(
            st.integers(0, 255), st.integers(0, 255), st.integers(1, 60), st.integers(1, 60), st.integers(0, 255)
        ),
        max_size=40,
    ),
)
def test_any_picture_has_the_same_lines_twice_within_it(
    width: int, height: int, x_height_px: float, blots: list[tuple[int, int, int, int, int]]
) -> None:
    """Blots of any size and tone: found twice alike, inside the picture, spines from edge to edge and going right."""
    pixels = np.full((height, width), PAPER, np.uint8)
    for x, y, w, h, tone in blots:
        pixels[y : y + h, x : x + w] = tone
    ink = find_ink(pixels, x_height_px)
    barriers = find_barriers(ink)
    lines = find_lines(ink, barriers)
    assert lines == find_lines(find_ink(pixels.copy(), x_height_px), barriers.copy())
    rows, columns = ink.text.shape
    for line in lines:
        assert line.x1 <= columns
        assert line.y1 <= rows
        xs = [x for x, _ in line.spine]
        assert xs == sorted(xs) and (xs[0], xs[-1]) == (line.x0, line.x1)
        assert all(0 <= y <= rows for _, y in line.spine)
