"""Pictures on drawn pages: found where they were drawn, and nothing else taken for one."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from benchmarks.samples.halftone import landscape, screened
from digitize.layout.barriers import find_barriers
from digitize.layout.ink import find_ink
from digitize.layout.lines import find_lines
from digitize.layout.pictures import find_pictures
from digitize.model.geometry import Box
from tests.preprocess.text_pages import INK, PAPER, font, leaning, noise, specks, text_page

PAGE = text_page(1_240, 1_754, size_px=32, seed=4)
HOLE = Box(200, 600, 900, 1_180)


def pictures(image: Image.Image, x_height_px: float = PAGE.x_height_px) -> list[Box]:
    """Found pictures, in pixels of the page."""
    ink = find_ink(np.asarray(image), x_height_px)
    s = ink.scale
    found = find_pictures(ink, find_lines(ink, find_barriers(ink)))
    return [Box(int(b.x0 * s), int(b.y0 * s), int(b.x1 * s) + 1, int(b.y1 * s) + 1) for b in found]


def with_picture(picture: Image.Image | int, box: Box = HOLE) -> Image.Image:
    """The page of text with a picture in a white hole."""
    image = PAGE.image.copy()
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, box.y0 - 45, image.width, box.y1 + 45), fill=PAPER)
    if isinstance(picture, int):
        draw.rectangle((box.x0, box.y0, box.x1 - 1, box.y1 - 1), fill=picture)
    else:
        image.paste(picture, (box.x0, box.y0))
    return image


def likeness(a: Box, b: Box) -> float:
    return a.overlap(b) / (a.area + b.area - a.overlap(b))


def screen() -> Image.Image:
    grey = landscape(HOLE.width, HOLE.height, np.random.default_rng(1))
    return Image.fromarray(255 - screened(grey))


def photograph() -> Image.Image:
    """Continuous tones, with a sky as white as the paper."""
    grey = landscape(HOLE.width, HOLE.height, np.random.default_rng(2))
    return Image.fromarray((np.clip(grey * 0.8, 0, 1) * 200 + 15).astype(np.uint8))


def drawing() -> Image.Image:
    """Strokes of a pen that hang together, and some that do not."""
    image = Image.new("L", (HOLE.width, HOLE.height), PAPER)
    draw = ImageDraw.Draw(image)
    for i in range(28):
        draw.arc((20 + 8 * i, 10 + 6 * i, 680 - 6 * i, 570 - 8 * i), 10 * i, 10 * i + 300, fill=INK, width=5)
        draw.line((40 + 23 * i, 60, 660 - 23 * i, 520), fill=INK, width=3)
    return image


@pytest.mark.parametrize("make", [screen, photograph, drawing], ids=["screen", "photograph", "drawing"])
def test_a_picture_among_text_is_found(make: Callable[[], Image.Image]) -> None:
    """One box, near the picture's edges; no line of the text lies in it."""
    (found,) = pictures(with_picture(make()))
    assert likeness(found, HOLE) > 0.75
    kept = [line for line in PAGE.lines if line.y1 < HOLE.y0 - 45 or line.y0 > HOLE.y1 + 45]
    assert not [line for line in kept if found.overlap(line) > 0]


@pytest.mark.parametrize("tone", [0, 60, 100])
def test_a_dark_block_is_a_picture(tone: int) -> None:
    """Of any size above a few letters."""
    for box in (HOLE, Box(300, 700, 460, 860)):
        (found,) = pictures(with_picture(tone, box))
        assert likeness(found, box) > 0.75


@pytest.mark.parametrize("columns", [1, 3])
@pytest.mark.parametrize("size_px", [16, 24, 48])
def test_text_is_no_picture(columns: int, size_px: int) -> None:
    """Set solid, large or small, sharp or blurred."""
    page = text_page(1_600, 1_400, size_px=size_px, columns=columns, seed=size_px)
    assert pictures(page.image, page.x_height_px) == []
    assert pictures(page.image.filter(ImageFilter.GaussianBlur(size_px / 20)), page.x_height_px) == []


def test_a_headline_and_a_masthead_are_no_pictures() -> None:
    """Bold letters twelve lines high, side by side, and three lines of a headline set solid."""
    image = with_picture(PAPER)
    draw = ImageDraw.Draw(image)
    draw.text((60, 840), "ПОЛЕ", font=font(300), fill=INK, anchor="ls", stroke_width=9)
    for i in range(3):
        draw.text((60, 960 + 100 * i), "УРОЖАЙ СОБРАН", font=font(105), fill=INK, anchor="ls", stroke_width=4)
    assert pictures(image) == []


def test_a_stained_page_has_no_picture() -> None:
    """A stain with soft edges, as dark as half the ink, over a dozen lines."""
    stain = np.zeros((PAGE.image.height, PAGE.image.width), np.float32)
    cv2.ellipse(stain, (600, 800), (420, 260), 20, 0, 360, 1.0, -1)
    soft = np.asarray(cv2.GaussianBlur(stain, (0, 0), 35))
    assert pictures(Image.fromarray((np.asarray(PAGE.image) * (1 - 0.45 * soft)).astype(np.uint8))) == []


def test_what_surrounds_the_page_is_no_picture() -> None:
    """A black ground, a shadow along one side, a corner torn off."""
    dark = Image.fromarray(np.pad(np.asarray(PAGE.image), 90))
    assert pictures(dark) == []
    shadow = np.asarray(PAGE.image).copy()
    shadow[:, :70] = 30
    assert pictures(Image.fromarray(shadow)) == []
    torn = PAGE.image.copy()
    ImageDraw.Draw(torn).polygon([(1_240, 0), (900, 0), (1_240, 400)], fill=0)
    assert pictures(torn) == []


def test_a_framed_notice_and_a_table_are_no_pictures() -> None:
    """Frames and grids of thick rules with text in them."""
    framed = PAGE.image.copy()
    ImageDraw.Draw(framed).rectangle((40, 500, 1_200, 900), outline=INK, width=8)
    assert pictures(framed) == []
    grid = Image.new("L", (1_240, 1_754), PAPER)
    draw = ImageDraw.Draw(grid)
    for row in range(12):
        draw.rectangle((100, 100 + 60 * row, 1_100, 160 + 60 * row), outline=INK, width=3)
        for column in range(5):
            draw.line((300 + 200 * column, 100, 300 + 200 * column, 820), fill=INK, width=3)
            draw.text((120 + 200 * column, 115 + 60 * row), "12,50", font=font(30), fill=INK)
    assert pictures(grid, 15.0) == []


def test_a_leaning_picture_is_found() -> None:
    """Two degrees are what deskewing may leave on a warped page."""
    (found,) = pictures(leaning(with_picture(screen()), 2.0))
    assert likeness(found, HOLE) > 0.7


@pytest.mark.parametrize(
    "image", [noise(300, 400), specks(900, 900, 0.05), Image.new("L", (1, 1)), Image.new("L", (2_000, 9))]
)
def test_odd_pages_get_boxes_inside(image: Image.Image) -> None:
    """Noise, specks, strips: whatever is found lies on the page."""
    ink = find_ink(np.asarray(image), 10.0)
    for box in find_pictures(ink, find_lines(ink, find_barriers(ink))):
        assert box.x1 <= ink.text.shape[1]
        assert box.y1 <= ink.text.shape[0]
