"""Tables on drawn pages: whole, with and without rules; and columns of text that are none."""

from __future__ import annotations

import random

import numpy as np
import pytest
from PIL import Image, ImageDraw

from digitize.layout.ink import find_ink
from digitize.layout.tables import find_tables
from digitize.model.geometry import Box
from tests.preprocess.text_pages import INK, PAPER, WORDS, font, leaning, noise, text_page, x_height

SIZE = 28


def tables(image: Image.Image, x_height_px: float) -> list[Box]:
    """Found tables, in pixels of the page."""
    ink = find_ink(np.asarray(image), x_height_px)
    s = ink.scale
    return [Box(int(b.x0 * s), int(b.y0 * s), int(b.x1 * s) + 1, int(b.y1 * s) + 1) for b in find_tables(ink)]


def draw_table(
    image: Image.Image, left: int, top: int, *, rows: int, columns: int, pitch: int, ruled: str = "", empty: float = 0.0
) -> Box:
    """Names and figures, flush right, with rules as ``ruled`` says: ``grid``, ``upright`` or none."""
    draw, rng = ImageDraw.Draw(image), random.Random(rows * columns)
    leading = round(1.4 * SIZE)
    right = left + 200 + (columns - 1) * pitch
    for row in range(rows):
        y = top + (row + 1) * leading - 8
        draw.text((left, y), rng.choice(WORDS), font=font(SIZE), fill=INK, anchor="ls")
        for column in range(1, columns):
            if rng.random() >= empty:
                text = f"{rng.randint(1, 9999)},{rng.randint(0, 99):02}"
                draw.text((left + 200 + column * pitch - 14, y), text, font=font(SIZE), fill=INK, anchor="rs")
    bottom = top + rows * leading + 6
    for column in range(columns + 1 if ruled else 0):
        x = left - 12 if column == 0 else left + 200 + (column - 1) * pitch
        draw.line((x, top, x, bottom), fill=INK, width=2)
    for row in range(rows + 1 if ruled == "grid" else 0):
        draw.line((left - 12, top + row * leading, right, top + row * leading), fill=INK, width=2)
    return Box(left - 12, top, right, bottom)


def likeness(a: Box, b: Box) -> float:
    return a.overlap(b) / (a.area + b.area - a.overlap(b))


@pytest.mark.parametrize("ruled", ["", "upright", "grid"])
@pytest.mark.parametrize(("rows", "columns", "empty"), [(5, 4, 0.0), (20, 6, 0.0), (20, 6, 0.15)])
def test_a_table_between_paragraphs_is_found_whole(ruled: str, rows: int, columns: int, empty: float) -> None:
    """One box around its names and figures, and around no line of the text above and below."""
    page = text_page(1_400, 1_900, size_px=SIZE, lines=12, seed=1)
    image = page.image.copy()
    foot = page.lines[-1].y1
    table = draw_table(image, 160, foot + 60, rows=rows, columns=columns, pitch=170, ruled=ruled, empty=empty)
    (found,) = tables(image, x_height(SIZE))
    assert likeness(found, table) > 0.75
    assert found.y0 > foot


def test_a_page_of_figures_in_twenty_columns_is_one_table() -> None:
    """A list of stocks."""
    image = Image.new("L", (3_400, 2_400), PAPER)
    table = draw_table(image, 100, 100, rows=55, columns=20, pitch=150, empty=0.05)
    (found,) = tables(image, x_height(SIZE))
    assert likeness(found, table) > 0.9


def test_a_list_of_names_and_numbers_in_a_column_is_a_table() -> None:
    """Two columns only: names flush left, numbers flush right, wide white between."""
    page = text_page(1_400, 1_500, columns=3, size_px=SIZE, seed=2)
    image = page.image.copy()
    left, right = page.columns[1]
    draw = ImageDraw.Draw(image)
    draw.rectangle((left - 5, 600, right + 9, 960), fill=PAPER)
    rng = random.Random(3)
    for i in range(7):
        name = f"{i + 1}. {rng.choice(WORDS)}"[: 10 + i % 3]
        draw.text((left, 660 + 40 * i), name, font=font(SIZE), fill=INK, anchor="ls")
        draw.text((right, 660 + 40 * i), str(rng.randint(10, 9_999)), font=font(SIZE), fill=INK, anchor="rs")
    (found,) = tables(image, page.x_height_px)
    assert likeness(found, Box(left, 636, right, 906)) > 0.7


def test_a_crossword_is_a_table() -> None:
    """Squares of a grid, some of them black."""
    image = text_page(1_400, 2_000, size_px=SIZE, columns=2, seed=5).image.copy()
    draw, rng = ImageDraw.Draw(image), random.Random(1)
    draw.rectangle((0, 0, 1_400, 900), fill=PAPER)
    for row in range(13):
        for column in range(13):
            x, y = 300 + 58 * column, 80 + 58 * row
            black = rng.random() < 0.2
            draw.rectangle((x, y, x + 58, y + 58), outline=INK, width=3, fill=INK if black else None)
    (found,) = tables(image, x_height(SIZE))
    assert likeness(found, Box(300, 80, 300 + 13 * 58, 80 + 13 * 58)) > 0.85


@pytest.mark.parametrize("columns", [1, 2, 4, 8, 20])
@pytest.mark.parametrize("size_px", [18, 28])
def test_columns_of_text_are_no_table(columns: int, size_px: int) -> None:
    """However many and narrow: their lines fill them."""
    page = text_page(max(900, columns * 9 * size_px), 60 * size_px, columns=columns, size_px=size_px, seed=columns)
    assert tables(page.image, page.x_height_px) == []


def test_columns_between_rules_are_no_table() -> None:
    """A newspaper page in which every rule meets the next: three rows of four articles."""
    page = text_page(2_000, 2_400, columns=4, size_px=SIZE, seed=9)
    image = page.image.copy()
    draw = ImageDraw.Draw(image)
    for y in (800, 1_600):
        draw.rectangle((0, y - 45, 2_000, y + 45), fill=PAPER)
    for y in (100, 800, 1_600, 2_330):
        draw.line((100, y, 1_900, y), fill=INK, width=3)
    for (_, right), (left, _) in zip(page.columns, page.columns[1:], strict=False):
        draw.line(((left + right) // 2, 100, (left + right) // 2, 2_330), fill=INK, width=3)
    for x in (100, 1_900):
        draw.line((x, 100, x, 2_330), fill=INK, width=3)
    assert tables(image, page.x_height_px) == []


def test_typed_text_letter_heads_and_casts_are_no_tables() -> None:
    """Words in line with each other by chance, an address on the right, names with what they are."""
    rng = random.Random(7)
    image = Image.new("L", (1_400, 1_900), PAPER)
    draw = ImageDraw.Draw(image)
    for i in range(4):
        draw.text((900, 100 + 40 * i), rng.choice(WORDS), font=font(SIZE), fill=INK)
        draw.text((150, 100 + 40 * i), f"{rng.choice(WORDS)} {rng.choice(WORDS)}", font=font(SIZE), fill=INK)
    for i in range(14):  # every letter takes the same room
        line, x = " ".join(rng.choices(WORDS, k=8)), 150
        for letter in line:
            draw.text((x, 400 + 40 * i), letter, font=font(SIZE), fill=INK)
            x += 18
    for i in range(8):
        draw.text((150, 1_100 + 44 * i), rng.choice(WORDS).capitalize(), font=font(SIZE), fill=INK)
        draw.text((520, 1_100 + 44 * i), " ".join(rng.choices(WORDS, k=4)), font=font(SIZE), fill=INK)
    assert tables(image, x_height(SIZE)) == []


def test_a_leaning_table_is_found() -> None:
    """One degree is more than deskewing leaves."""
    image = Image.new("L", (1_400, 1_900), PAPER)
    draw_table(image, 160, 300, rows=20, columns=6, pitch=170)
    assert len(tables(leaning(image, 1.0), x_height(SIZE))) == 1


def test_what_lies_in_a_picture_is_no_table() -> None:
    """Screens and shadings look like rules and cells; a table stands beside a picture, not in it."""
    image = Image.new("L", (1_400, 1_900), PAPER)
    table = draw_table(image, 160, 300, rows=20, columns=6, pitch=170, ruled="grid")
    ink = find_ink(np.asarray(image), x_height(SIZE))
    s = ink.scale
    assert len(find_tables(ink)) == 1
    assert find_tables(ink, (Box(*(int(v / s) for v in (100, 200, table.x1 + 90, table.y1 + 90))),)) == ()


@pytest.mark.parametrize("image", [noise(500, 400), Image.new("L", (1, 1)), Image.new("L", (4_000, 7), PAPER)])
def test_odd_pages_get_boxes_inside(image: Image.Image) -> None:
    """Noise, a pixel, a strip: whatever is found lies on the page."""
    ink = find_ink(np.asarray(image), 8.0)
    for box in find_tables(ink):
        assert box.x1 <= ink.text.shape[1]
        assert box.y1 <= ink.text.shape[0]
