"""Two facing pages on one scan: the fold is found between them, and nothing else is taken for a spread."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from digitize.preprocess.letters import measure_letters
from digitize.preprocess.spread import Fold, find_fold, may_be_spread
from tests.preprocess.text_pages import INK, PAPER, font, leaning, noise, raster, text_page

WIDTH, HEIGHT = 1_240, 1_754


def fold_of(image: Image.Image) -> Fold | None:
    page = raster(image)
    letters = measure_letters(page)
    return find_fold(page.pixels, letters.x_height_px if letters else 20.0)


@cache
def leaf(seed: int, columns: int = 1, lines: int | None = None, size_px: int = 32) -> Image.Image:
    return text_page(WIDTH, HEIGHT, seed=seed, columns=columns, lines=lines, size_px=size_px).image


def side_by_side(left: Image.Image, right: Image.Image, *, cut: int = 0) -> Image.Image:
    """Two pages; ``cut`` pixels of the inner margin of each are hidden in the fold."""
    width = left.width - cut
    image = Image.new("L", (2 * width, left.height), PAPER)
    image.paste(left.crop((0, 0, width, left.height)), (0, 0))
    image.paste(right.crop((cut, 0, right.width, right.height)), (width, 0))
    return image


def shaded(image: Image.Image, depth: float = 0.4, width_px: float = 40.0) -> Image.Image:
    """The same with the shadow of a fold in the middle."""
    across = np.abs(np.arange(image.width) - image.width / 2) / width_px
    return Image.fromarray((np.asarray(image) * (1 - depth * np.exp(-across))).astype(np.uint8))


def bordered(image: Image.Image, border_px: int = 90) -> Image.Image:
    framed = Image.new("L", (image.width + 2 * border_px, image.height + 2 * border_px), 12)
    framed.paste(image, (border_px, border_px))
    return framed


def book() -> Image.Image:
    return side_by_side(leaf(1), leaf(2))


def each_leans() -> Image.Image:
    return side_by_side(leaning(leaf(1), 1.5), leaning(leaf(2), -1.0))


def typescripts() -> Image.Image:
    return side_by_side(leaf(3, size_px=44), leaf(4, size_px=44))


def journals() -> Image.Image:
    return side_by_side(leaf(5, columns=2, size_px=24), leaf(6, columns=2, size_px=24))


def chapter_ends() -> Image.Image:
    return shaded(side_by_side(leaf(1), leaf(2, lines=16)))


SPREADS: dict[str, Callable[[], Image.Image]] = {
    "a book": book,
    "typescripts": typescripts,
    "journals of two columns": journals,
    "pages that lean apart": each_leans,
    "a shadow in the fold": lambda: shaded(book()),
    "bound tightly, with a shadow": lambda: shaded(side_by_side(leaf(1), leaf(2), cut=60)),
    "a page that is not full, with a shadow": chapter_ends,
    "dark borders": lambda: bordered(shaded(book())),
    "grey paper": lambda: Image.eval(shaded(book()), lambda value: 30 + value * 150 // 255),
    "black and white": lambda: shaded(book()).point(lambda value: 255 if value > 150 else 0),
}


@pytest.mark.parametrize("kind", sorted(SPREADS))
def test_the_fold_of_a_spread_is_found(kind: str) -> None:
    """Between the text blocks: within a tenth of a page of its middle, and no line is cut."""
    image = SPREADS[kind]()
    fold = fold_of(image)
    assert fold is not None
    assert abs((fold.top_x + fold.bottom_x) / 2 - image.width / 2) < 0.1 * WIDTH
    assert "x-heights" in fold.why


@pytest.mark.parametrize("degrees", [-4.0, -2.0, 1.0, 3.0])
def test_the_fold_leans_with_the_scan(degrees: float) -> None:
    """A spread laid on the glass crookedly: the line between the pages crosses no letter."""
    image = leaning(book(), degrees)
    fold = fold_of(image)
    assert fold is not None
    pixels = np.asarray(image)
    rows = np.arange(150, image.height - 150)
    columns = np.rint(fold.top_x + (fold.bottom_x - fold.top_x) * rows / image.height).astype(int)
    assert (pixels[rows, columns] > 200).all()


def test_a_shadow_says_where_the_fold_is() -> None:
    """Not in the middle of the white, when one margin is wider."""
    image = side_by_side(leaf(1), leaf(2))
    moved = Image.new("L", (image.width + 120, image.height), PAPER)
    moved.paste(image.crop((0, 0, WIDTH, HEIGHT)), (0, 0))
    moved.paste(image.crop((WIDTH, 0, 2 * WIDTH, HEIGHT)), (WIDTH + 120, 0))
    across = np.abs(np.arange(moved.width) - WIDTH) / 30.0
    fold = fold_of(Image.fromarray((np.asarray(moved) * (1 - 0.5 * np.exp(-across))).astype(np.uint8)))
    assert fold is not None
    assert fold.top_x == pytest.approx(WIDTH, abs=25)


def two_columns() -> Image.Image:
    return text_page(2_200, 1_400, columns=2, seed=1).image


def with_rule() -> Image.Image:
    image = two_columns()
    ImageDraw.Draw(image).line((1_100, 100, 1_100, 1_300), fill=INK, width=4)
    return image


def headline_over_both() -> Image.Image:
    image = side_by_side(leaf(1), leaf(2)).copy()
    ImageDraw.Draw(image).rectangle((0, 100, image.width, 330), fill=PAPER)
    ImageDraw.Draw(image).text((480, 130), "Большая ярмарка открылась вчера", font=font(110), fill=INK)
    return image


def table() -> Image.Image:
    image = Image.new("L", (2_000, 1_400), PAPER)
    draw, words = ImageDraw.Draw(image), ("артель", "мост", "1 240", "сдано", "хлеб", "станция", "17", "погода")
    for row in range(24):
        for column in range(8):
            draw.text((90 + column * 235, 80 + row * 52), words[(row + 3 * column) % 8], font=font(30), fill=INK)
    return image


def ruled_table() -> Image.Image:
    image = side_by_side(leaf(1), leaf(2)).copy()
    draw = ImageDraw.Draw(image)
    for y in range(100, image.height, 150):
        draw.line((60, y, image.width - 60, y), fill=INK, width=3)
    return image


def page_and_sliver() -> Image.Image:
    image = Image.new("L", (int(1.3 * HEIGHT), HEIGHT), PAPER)
    image.paste(leaf(1), (0, 0))
    image.paste(leaf(2).crop((0, 0, 400, HEIGHT)), (image.width - 400, 0))
    return image


def photograph_beside_text() -> Image.Image:
    image = side_by_side(leaf(1), Image.new("L", (WIDTH, HEIGHT), PAPER)).copy()
    image.paste(noise(900, 1_300), (1_400, 200))
    return image


OTHERS: dict[str, Callable[[], Image.Image]] = {
    "a page": lambda: leaf(1),
    "two columns": two_columns,
    "two columns and a rule": with_rule,
    "four columns": lambda: text_page(2_400, 1_500, columns=4, size_px=26, seed=2).image,
    "six columns": lambda: text_page(2_600, 1_700, columns=6, size_px=22, seed=3).image,
    "a folded newspaper of four columns": lambda: shaded(text_page(2_400, 1_500, columns=4, size_px=26).image),
    "one column": lambda: text_page(2_000, 1_400, seed=4).image,
    "a headline over both halves": headline_over_both,
    "a table": table,
    "a ruled table": ruled_table,
    "a page and a sliver of the next": page_and_sliver,
    "a photograph beside text": photograph_beside_text,
    "a page beside an empty one": lambda: side_by_side(leaf(1), Image.new("L", (WIDTH, HEIGHT), PAPER)),
    "a few lines": lambda: side_by_side(leaf(1, lines=3), leaf(2, lines=3)),
    "blank": lambda: Image.new("L", (2_000, 1_400), PAPER),
    "noise": lambda: noise(1_600, 1_100),
    "a spread on its side": lambda: book().rotate(90, expand=True),
}


@pytest.mark.parametrize("kind", sorted(OTHERS))
def test_what_is_no_spread_is_left_whole(kind: str) -> None:
    """A wrong split costs more than a missed one."""
    assert fold_of(OTHERS[kind]()) is None


@pytest.mark.parametrize("columns", [2, 4])
@pytest.mark.parametrize("lean", [-3.0, 2.0])
def test_columns_that_lean_are_no_spread(columns: int, lean: float) -> None:
    """Their gutters look wider or narrower at an angle, not like a fold."""
    assert fold_of(leaning(text_page(2_300, 1_500, columns=columns, size_px=28, seed=columns).image, lean)) is None


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 3_000), st.integers(1, 3_000), st.sampled_from([1.0, 5.0, 20.0, 150.0]))
def test_any_scan_is_looked_at(width: int, height: int, x_height: float) -> None:
    """Strips, pixels, letters larger than the scan: an answer, and none that is a fold."""
    assert find_fold(np.full((height, width), 255, np.uint8), x_height) is None


def test_the_shape_decides_first() -> None:
    """Landscape, but no strip: only such scans are looked at at all."""
    assert [may_be_spread(w, h) for w, h in ((1_400, 1_000), (1_000, 1_400), (1_050, 1_000), (3_000, 1_000))] == [
        True,
        False,
        False,
        False,
    ]
