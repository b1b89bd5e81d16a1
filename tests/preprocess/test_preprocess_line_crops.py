"""Single lines cut out of drawn pages: level, whole, and with nothing in them that is not theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from digitize.model.geometry import Box
from digitize.model.raster import Pixels
from digitize.preprocess.line_crops import LineCrop, LineShape, cut_lines
from tests.preprocess.text_pages import INK, PAPER, font, x_height

WIDTH, HEIGHT = 1_000, 420
SIZE = 40
XH = x_height(SIZE)
LINES = ("Ещё раз, ещё йод: ты, ёж.", "река, поле; урожай ёлок,", "город и школа (парк), хлеб,")
"""Accents, commas, brackets, descenders above ascenders."""
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Page:
    """Three lines, the ink of each on its own sheet, and where they stand."""

    pixels: Pixels
    layers: tuple[Pixels, ...]
    shapes: tuple[LineShape, ...]

    def ink(self, line: int) -> Mask:
        return np.asarray(self.layers[line] < 128)

    def with_ink(self, image: Image.Image) -> Pixels:
        return np.asarray(np.minimum(self.pixels, np.asarray(image)), dtype=np.uint8)


def page(leading: int = 52, slope: float = 0.0, lines: Sequence[str] = LINES) -> Page:
    layers, shapes = [], []
    for n, text in enumerate(lines):
        baseline = 150 + n * leading
        image = Image.new("L", (WIDTH, HEIGHT), PAPER)
        ImageDraw.Draw(image).text((100, baseline), text, fill=INK, font=font(SIZE), anchor="ls")
        if slope:
            move = (1, 0, 0, -slope, 1, 0)
            image = image.transform(image.size, Image.Transform.AFFINE, move, Image.Resampling.BICUBIC, fillcolor=PAPER)
        pixels = np.asarray(image)
        y, x = np.nonzero(pixels < 128)
        box = Box(int(x.min()), int(y.min()), int(x.max()) + 1, int(y.max()) + 1)
        course = tuple((float(at), baseline - XH / 2 + slope * at) for at in (box.x0, box.x1))
        layers.append(pixels)
        shapes.append(LineShape(box, course, float(XH)))
    return Page(np.minimum.reduce(layers), tuple(layers), tuple(shapes))


def put_back(crop: LineCrop) -> Mask:
    """Where the crop's ink stood on the page, told by its ``x0`` and ``top``."""
    width = crop.pixels.shape[1]
    found = np.zeros((HEIGHT, WIDTH), np.bool_)
    columns = np.arange(width) + crop.x0
    tops = np.rint(np.interp(columns, [x for x, _ in crop.top], [y for _, y in crop.top])).astype(int)
    for at, (x, y) in enumerate(zip(columns.tolist(), tops.tolist(), strict=True)):
        for down in np.flatnonzero(crop.pixels[:, at] < 128).tolist():
            assert 0 <= x < WIDTH and 0 <= y + down < HEIGHT, "ink from outside the page"
            found[y + down, x] = True
    return found


def near(ink: Mask, px: int = 1) -> Mask:
    return np.asarray(cv2.dilate(ink.astype(np.uint8), np.ones((2 * px + 1, 2 * px + 1), np.uint8)) > 0)


@pytest.mark.parametrize("slope", [0.0, 0.03, -0.05])
@pytest.mark.parametrize("leading", [52, 34])
def test_a_crop_has_all_ink_of_its_line_and_no_other(leading: int, slope: float) -> None:
    """Put back on the page, a crop's ink is its line's: accents, dots and commas too; none of the lines above and below."""
    drawn = page(leading, slope)
    for n, crop in enumerate(cut_lines(drawn.pixels, drawn.shapes, [], XH)):
        found = put_back(crop)
        assert not (drawn.ink(n) & ~near(found)).any()
        assert not (found & ~near(drawn.ink(n))).any()


@pytest.mark.parametrize("slope", [0.03, -0.05])
def test_a_slanted_line_is_made_level(slope: float) -> None:
    """Letters without ascender stand on one row from the first to the last, and the crop is hardly taller than letters."""
    drawn = page(slope=slope, lines=("хна" * 16,))
    (crop,) = cut_lines(drawn.pixels, drawn.shapes, [], XH)
    bottoms = [int(rows[-1]) for column in crop.pixels.T if len(rows := np.flatnonzero(column < 128))]
    assert max(bottoms) - min(bottoms) < XH  # between the legs of a letter its bottom is higher
    third = len(bottoms) // 3
    assert abs(max(bottoms[:third]) - max(bottoms[-third:])) <= 2
    assert crop.pixels.shape[0] < 2 * XH + 16
    assert abs(slope) * drawn.shapes[0].box.width > XH, "the line does not lean enough to tell"


def test_a_bent_line_is_made_level() -> None:
    """A line that sags between its ends stands on one row in its crop."""
    drawn = page(lines=("хна" * 16,))
    box = drawn.shapes[0].box
    sag = np.rint(25 * np.sin(np.pi * (np.arange(WIDTH) - box.x0) / box.width).clip(0)).astype(int)
    rows = np.clip(np.arange(HEIGHT)[:, None] - sag[None], 0, HEIGHT - 1)
    at = np.linspace(box.x0, box.x1 - 1, 9)
    course = tuple((float(x), float(150 - XH / 2 + sag[int(x)])) for x in at)
    shape = LineShape(Box(box.x0, box.y0, box.x1, box.y1 + 25), course, float(XH))
    (crop,) = cut_lines(drawn.pixels[rows, np.arange(WIDTH)[None]], [shape], [], XH)
    ink = np.flatnonzero((crop.pixels < 128).any(axis=1))
    assert ink[-1] - ink[0] <= XH + 6


def test_print_that_shows_through_is_painted_over() -> None:
    """Pale mirrored letters between and beside the line's own are paper in the crop; the line's own are whole."""
    drawn = page()
    other = Image.new("L", (WIDTH, HEIGHT), PAPER)
    for n in range(7):
        ImageDraw.Draw(other).text((90, 125 + n * 52), "письмо рабочий вечер", fill=150, font=font(SIZE), anchor="ls")
    through = ImageOps.mirror(other).filter(ImageFilter.GaussianBlur(1))
    alone = np.asarray(through) < 200
    for n, crop in enumerate(cut_lines(drawn.with_ink(through), drawn.shapes, [], XH)):
        found = put_back(LineCrop(np.where(crop.pixels < 215, 0, PAPER).astype(np.uint8), crop.x0, crop.top))
        assert not (drawn.ink(n) & ~near(found)).any()
        at_line = alone[:, drawn.shapes[n].box.x0 : drawn.shapes[n].box.x1]
        assert at_line.any()
        _, labels = cv2.connectedComponents(((drawn.pixels < 190) | alone).astype(np.uint8))
        joined = np.isin(labels, np.unique(labels[drawn.ink(n)]))
        assert not (found & alone & ~joined & ~near(drawn.ink(n), 3)).any()


def test_letters_that_touch_are_parted_half_way() -> None:
    """A stroke from one line into the next is cut midway between their courses: each crop has its own half."""
    drawn = page()
    image = Image.fromarray(drawn.pixels)
    x = 300
    top, bottom = round(150 - XH / 2), round(202 - XH / 2)
    ImageDraw.Draw(image).rectangle((x, top - 12, x + 5, bottom + 12), fill=INK)
    upper, lower, _ = (put_back(crop) for crop in cut_lines(np.asarray(image), drawn.shapes, [], XH))
    middle = (top + bottom) // 2
    assert upper[top : middle - 2, x + 2].all() and not upper[middle + 3 : bottom, x + 2].any()
    assert lower[middle + 3 : bottom, x + 2].all() and not lower[top : middle - 2, x + 2].any()


@pytest.mark.parametrize("distance_px", [6, 12])
def test_a_vertical_rule_beside_a_line_is_not_in_its_crop(distance_px: int) -> None:
    """A rule between columns, a third of an x-height from the last letter, is left out; the letter is not."""
    drawn = page(lines=("хна" * 10, "хна" * 10, "хна" * 10))
    image = Image.fromarray(drawn.pixels)
    x = drawn.shapes[0].box.x1 + distance_px
    ImageDraw.Draw(image).rectangle((x, 20, x + 2, 400), fill=INK)
    for n, crop in enumerate(cut_lines(np.asarray(image), drawn.shapes, [], XH)):
        found = put_back(crop)
        assert not found[:, x - 1 : x + 4].any()
        assert not (drawn.ink(n) & ~near(found)).any()


def test_lines_of_other_regions_are_painted_over_too() -> None:
    """What stands above and below in another region is no part of a crop, though only one line is cut."""
    drawn = page(34)
    (crop,) = cut_lines(drawn.pixels, drawn.shapes[1:2], [drawn.shapes[0], drawn.shapes[2]], XH)
    found = put_back(crop)
    assert not (found & ~near(drawn.ink(1))).any()
    assert not (drawn.ink(1) & ~near(found)).any()


def test_the_page_is_not_drawn_upon() -> None:
    """Painting over is done on copies: the page that crops are cut from stays as it is."""
    drawn = page(34)
    before = drawn.pixels.copy()
    cut_lines(drawn.pixels, drawn.shapes, [], XH)
    assert np.array_equal(before, drawn.pixels)


def test_no_lines_give_no_crops() -> None:
    """A region without lines."""
    assert cut_lines(page().pixels, [], [], XH) == []


@pytest.mark.parametrize("corner", [(0, 0), (WIDTH - 60, 0), (0, HEIGHT - 12), (WIDTH - 60, HEIGHT - 12)])
def test_a_line_at_the_edge_of_the_page_is_cut(corner: tuple[int, int]) -> None:
    """Where the paper ends a crop has paper: no failure, and the ink that is there."""
    x, y = corner
    pixels = np.full((HEIGHT, WIDTH), PAPER, np.uint8)
    pixels[y : y + 12, x : x + 60 : 2] = INK
    shape = LineShape(Box(x, y, x + 60, y + 12), ((float(x), y + 6.0), (x + 60.0, y + 6.0)), 12.0)
    (crop,) = cut_lines(pixels, [shape], [], XH)
    assert (crop.pixels < 128).sum() == (pixels < 128).sum()
