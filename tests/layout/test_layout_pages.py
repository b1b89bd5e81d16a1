"""Layout of drawn pages: columns and gaps where they were drawn, and an answer for every page, however odd."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from digitize.layout import SegmentedPage, segment_page
from digitize.layout.gaps import find_gaps
from digitize.model.geometry import Box
from digitize.model.raster import Raster
from digitize.model.transcription import RegionKind
from tests.preprocess.text_pages import INK, PAPER, DrawnPage, font, noise, raster, specks, text_page

WIDTH, HEIGHT = 1_240, 1_754


def blank() -> Image.Image:
    return Image.new("L", (WIDTH, HEIGHT), PAPER)


def check(segmented: SegmentedPage, page: Raster) -> None:
    """What holds for every page."""
    assert (segmented.width, segmented.height) == (page.width, page.height)
    for region in segmented.regions:
        for box in (region.box, *region.lines):
            assert box.x1 <= page.width
            assert box.y1 <= page.height
        assert region.column is None or 1 <= region.column <= max(1, len(segmented.columns))
    assert list(segmented.columns) == sorted(segmented.columns)
    assert all(0 <= left < right <= page.width for left, right in segmented.columns)
    assert segmented.why


def layout(image: Image.Image, x_height_px: float) -> SegmentedPage:
    page = raster(image)
    segmented = segment_page(page, x_height_px)
    check(segmented, page)
    return segmented


def texts(segmented: SegmentedPage) -> list[Box]:
    return [region.box for region in segmented.regions if region.kind is not RegionKind.IMAGE]


@pytest.mark.parametrize("columns", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("size_px", [18, 28])
def test_drawn_columns_are_found(columns: int, size_px: int) -> None:
    """As many as were drawn, each with all its lines, in order from the left."""
    page = text_page(columns * 15 * size_px, 50 * size_px, columns=columns, size_px=size_px, seed=columns)
    segmented = layout(page.image, page.x_height_px)
    assert len(segmented.columns) == columns
    for found, (left, right) in zip(segmented.columns, page.columns, strict=True):
        assert left - page.x_height_px <= found[0] and found[1] <= right + page.x_height_px
    assert [region.column for region in segmented.regions] == list(range(1, columns + 1))
    for line in page.lines:
        assert sum(box.overlap(line) > 0.9 * line.area for box in texts(segmented)) == 1


def test_twenty_narrow_columns() -> None:
    """A page of numbers or of small notices."""
    page = text_page(3_000, 2_000, columns=20, size_px=18)
    assert len(layout(page.image, page.x_height_px).columns) == 20


def test_a_headline_over_two_of_four_columns() -> None:
    """It belongs to no column, and is read before the text below it."""
    page = text_page(1_400, 1_600, columns=4, size_px=26, seed=3)
    image = page.image.copy()
    draw = ImageDraw.Draw(image)
    left, right = page.columns[1][0], page.columns[2][1]
    draw.rectangle((left - 4, 0, right + 4, 420), fill=PAPER)
    draw.text(((left + right) // 2, 360), "Урожай собран", font=font(72), fill=INK, anchor="ms")
    segmented = layout(image, page.x_height_px)
    assert len(segmented.columns) == 4
    at = [i for i, r in enumerate(segmented.regions) if r.box.y0 < 330 < r.box.y1 and r.box.x0 < 700 < r.box.x1]
    assert [segmented.regions[i].column for i in at] == [None]
    below = [i for i, r in enumerate(segmented.regions) if r.column in (2, 3)]
    assert min(below) > at[0]


def test_vertical_rules_part_columns_without_white() -> None:
    """Where the gutter is narrow, the rule in it is what tells."""
    page = text_page(1_400, 1_600, columns=4, size_px=24, seed=5)
    image = page.image.copy()
    for (_, right), (left, _) in zip(page.columns, page.columns[1:], strict=False):
        x = (right + left) // 2
        ImageDraw.Draw(image).line((x, 80, x, 1_520), fill=INK, width=2)
    assert len(layout(image, page.x_height_px).columns) == 4


def test_a_blank_page_has_nothing() -> None:
    """No regions, no columns."""
    for tone in (PAPER, 128, 0):
        segmented = layout(Image.new("L", (WIDTH, HEIGHT), tone), 20.0)
        assert (segmented.regions, segmented.columns) == ((), ())


def test_one_word_is_found() -> None:
    """A single word on an empty page is a region of one line around it."""
    image = blank()
    ImageDraw.Draw(image).text((500, 800), "слово", font=font(40), fill=INK)
    segmented = layout(image, 19.0)
    assert len(segmented.regions) == 1
    assert len(segmented.regions[0].lines) == 1
    assert segmented.regions[0].box.overlap(Box(505, 775, 600, 815)) > 0
    assert segmented.is_one_block


def test_one_picture_is_a_picture() -> None:
    """A dark photograph on an empty page is told from text."""
    image = blank()
    ImageDraw.Draw(image).rectangle((200, 300, 900, 1_000), fill=60)
    segmented = layout(image, 20.0)
    assert [region.kind for region in segmented.regions] == [RegionKind.IMAGE]
    assert segmented.regions[0].box.overlap(Box(200, 300, 900, 1_000)) > 0.95 * 700 * 700


def test_a_picture_among_text_holds_no_lines() -> None:
    """The lines above and below it are found, and none in it."""
    page = text_page(WIDTH, HEIGHT, size_px=32, seed=4)
    image = page.image.copy()
    ImageDraw.Draw(image).rectangle((0, 560, WIDTH, 1_220), fill=PAPER)
    ImageDraw.Draw(image).rectangle((200, 600, 900, 1_180), fill=70)
    segmented = layout(image, page.x_height_px)
    lines = [line for region in segmented.regions for line in region.lines]
    assert len(lines) >= 0.9 * sum(line.y1 < 560 or line.y0 > 1_220 for line in page.lines)
    assert [line for line in lines if line.overlap(Box(200, 600, 900, 1_180)) > 0.5 * line.area] == []


def _table(*, ruled: bool) -> Image.Image:
    image, rng = blank(), np.random.default_rng(0)
    draw = ImageDraw.Draw(image)
    for row in range(20):
        for column in range(6):
            draw.text((100 + column * 180, 110 + row * 70), str(rng.integers(10, 9_999)), font=font(30), fill=INK)
    if ruled:
        for row in range(21):
            draw.line((90, 100 + row * 70, 1_170, 100 + row * 70), fill=INK, width=2)
        for column in range(7):
            draw.line((90 + column * 180, 100, 90 + column * 180, 1_500), fill=INK, width=2)
    return image


@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_of_numbers_keeps_its_numbers(ruled: bool) -> None:
    """Every cell lies in some region of text, with or without rules."""
    segmented = layout(_table(ruled=ruled), 15.0)
    for row in range(20):
        for column in range(6):
            x, y = 120 + column * 180, 130 + row * 70
            assert any(box.x0 <= x < box.x1 and box.y0 <= y < box.y1 for box in texts(segmented))
    assert len(segmented.regions) <= 121


ODD = {
    "noise": noise(800, 1_000),
    "fine specks": specks(WIDTH, HEIGHT, 0.001),
    "specks": specks(WIDTH, HEIGHT, 0.01),
    "dense specks": specks(WIDTH, HEIGHT, 0.05),
    "gradient": Image.linear_gradient("L").resize((800, 900)),
    "level stripes": Image.fromarray(np.repeat(np.tile([[0], [255]], (60, 500)).astype(np.uint8), 6, axis=0)),
    "upright stripes": Image.fromarray(np.repeat(np.tile([[0, 255]], (500, 60)).astype(np.uint8), 6, axis=1)),
    "frame": Image.fromarray(np.pad(np.full((600, 500), PAPER, np.uint8), 60)),
}


@pytest.mark.parametrize("kind", sorted(ODD))
@pytest.mark.parametrize("x_height", [8.0, 20.0, 90.0])
def test_odd_pages_get_an_answer(kind: str, x_height: float) -> None:
    """Noise, stripes, borders: boxes inside the page and no more regions than a page could have."""
    assert len(layout(ODD[kind], x_height).regions) < 200


@pytest.mark.parametrize(
    "shape", [(1, 1), (1, 2), (2, 1), (1, 900), (900, 1), (3, 20_000), (20_000, 3), (30, 20_000), (20_000, 30)]
)
@pytest.mark.parametrize("x_height", [4.0, 20.0, 200.0])
def test_pages_of_any_shape_get_an_answer(shape: tuple[int, int], x_height: float) -> None:
    """A pixel, rows, very wide and very tall strips, blank or full of noise."""
    rng = np.random.default_rng(0)
    for pixels in (np.full(shape, PAPER, np.uint8), rng.integers(0, 256, shape, dtype=np.uint8)):
        page = Raster(pixels, 300.0)
        check(segment_page(page, x_height), page)


def test_layout_is_deterministic() -> None:
    """The same page gives the same regions."""
    page = text_page(900, 1_000, columns=2, size_px=24)
    assert layout(page.image, page.x_height_px) == layout(page.image, page.x_height_px)


PAGE = text_page(900, 1_000, size_px=30, seed=9)


def gaps(page: DrawnPage, read: list[Box]) -> tuple[Box, ...]:
    return find_gaps(page.pixels, page.x_height_px, tuple(read))


def test_where_every_word_was_read_there_is_no_gap() -> None:
    """The words' own boxes cover the page's letters."""
    assert gaps(PAGE, list(PAGE.words)) == ()


def test_words_a_little_too_small_leave_no_gap() -> None:
    """An engine's boxes may miss a pixel on each side."""
    assert gaps(PAGE, [Box(b.x0 + 1, b.y0 + 1, b.x1 - 1, b.y1 - 1) for b in PAGE.words]) == ()


@pytest.mark.parametrize("missing", [0, 7, len(PAGE.lines) - 1])
def test_a_line_that_was_passed_over_is_found(missing: int) -> None:
    """Exactly one passage, around that line and hardly more."""
    line = PAGE.lines[missing]
    found = gaps(PAGE, [word for word in PAGE.words if line.overlap(word) < 0.5 * word.area])
    assert len(found) == 1
    assert found[0].overlap(line) == line.area
    pad = 2 * PAGE.x_height_px
    assert found[0].x0 >= line.x0 - pad and found[0].x1 <= line.x1 + pad
    assert found[0].y0 >= line.y0 - pad and found[0].y1 <= line.y1 + pad


def test_lines_passed_over_together_are_one_passage_and_apart_are_two() -> None:
    """Neighbours are read together; what was read between them keeps others apart."""

    def read_without(*missing: int) -> list[Box]:
        lost = [PAGE.lines[i] for i in missing]
        return [word for word in PAGE.words if all(line.overlap(word) < 0.5 * word.area for line in lost)]

    assert len(gaps(PAGE, read_without(4, 5, 6))) == 1
    apart = gaps(PAGE, read_without(3, 12))
    assert len(apart) == 2
    assert apart[0].y1 < apart[1].y0


def test_a_page_that_was_not_read_at_all_is_one_gap() -> None:
    """All its text."""
    (found,) = gaps(PAGE, [])
    assert found.overlap(Box.around(PAGE.words)) == Box.around(PAGE.words).area


def test_dirt_is_no_gap() -> None:
    """Specks, a stroke, a spot: nothing that a person would call a line of text."""
    dirty = Image.fromarray(np.minimum(PAGE.pixels, np.asarray(specks(900, 1_000, 0.002))))
    draw = ImageDraw.Draw(dirty)
    draw.line((100, 975, 700, 990), fill=INK, width=3)
    draw.ellipse((820, 20, 860, 50), fill=INK)
    assert find_gaps(np.asarray(dirty), PAGE.x_height_px, PAGE.words) == ()


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (40, 5_000)])
def test_gaps_are_looked_for_on_any_crop(shape: tuple[int, int]) -> None:
    """Crops of a pixel, blank and noisy strips: boxes inside, no failure."""
    pixels = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    for grey in (pixels, np.full(shape, PAPER, np.uint8)):
        for box in find_gaps(grey, 12.0, ()):
            assert box.x1 <= shape[1]
            assert box.y1 <= shape[0]
