"""The layout picture: what is drawn where, in colours that can be told apart and read."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from digitize.export.layout_marks import COLOURS, INK, JUMP, Colour
from digitize.export.layout_picture import column_extents, draw_layout, picture_scale
from digitize.model.geometry import Box
from digitize.model.transcription import RegionKind, TranscribedPage
from tests.export.documents import HEIGHT, WIDTH, R, W, page, rich_document

LEFT, TOP = 14, 46
"""Where the page begins in the picture."""


def drawn(made: TranscribedPage, image: Image.Image | None = None) -> NDArray[np.int16]:
    with Image.open(io.BytesIO(draw_layout(made, image))) as picture:
        assert picture.format == "PNG"
        return np.asarray(picture.convert("RGB"), np.int16)


def has(pixels: NDArray[np.int16], colour: Colour) -> bool:
    """Whether a colour occurs, or one very like it (the file has 256 colours)."""
    return bool((np.abs(pixels - np.array(colour)).max(axis=2) <= 16).any())


def around(made: TranscribedPage, pixels: NDArray[np.int16], x: float, y: float, by: int = 3) -> NDArray[np.int16]:
    """The picture around a place on the page."""
    scale = picture_scale(made)
    column, row = round(LEFT + x * scale), round(TOP + y * scale)
    return pixels[max(0, row - by) : row + by + 1, max(0, column - by) : column + by + 1]


def paragraph(left: int, top: int, column: int, lines: int = 3) -> R:
    return R(RegionKind.PARAGRAPH, [(W("слово"), W("дело"))] * lines, column, left=left, top=top)


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_the_page_stands_faded_under_the_marks(mode: str) -> None:
    """Black becomes grey and white stays white, in the place of the page; the picture is large enough to be read."""
    image = Image.new(mode, (WIDTH, HEIGHT), "white")
    image.paste(0 if mode != "RGB" else (0, 0, 0), (0, HEIGHT // 2, WIDTH, HEIGHT))
    made = page(1, [R(RegionKind.HEADER, [(W("ВЕСТНИК"),)], left=10, top=10, width=100)], columns=1)
    pixels = drawn(made, image.convert("L") if mode == "1" else image)
    assert 1600 <= pixels.shape[0] <= 2000
    assert (around(made, pixels, 600, 400) > 245).all()
    assert (np.abs(around(made, pixels, 600, 1200) - 127) < 12).all()


@pytest.mark.parametrize("kind", list(RegionKind))
def test_every_kind_is_outlined_in_its_colour(kind: RegionKind) -> None:
    """On all four sides, whether lines were read in it or not."""
    made = page(1, [R(kind, left=400, top=400, width=400)])
    box = made.regions[0].box
    pixels = drawn(made)
    for x, y in ((box.x1, 420), (600, box.y1), (600, box.y0), (box.x0, box.y1 - 4)):
        assert has(around(made, pixels, x, y), COLOURS[kind])


def test_white_letters_can_be_read_on_every_colour() -> None:
    """4.5 to 1, as WCAG 2 asks of small letters."""
    for colour in COLOURS.values():
        linear = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in (c / 255 for c in colour)]
        luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        assert 1.05 / (luminance + 0.05) >= 4.5


def test_the_order_goes_down_in_ink_and_elsewhere_in_another_colour() -> None:
    """From number to number: down a column, then over to the next one, past a rule that is no stop on the way."""
    rule = R(RegionKind.SEPARATOR, left=100, top=600, width=400)
    regions = [paragraph(100, 300, 1), rule, paragraph(100, 900, 1), paragraph(700, 300, 2)]
    made = page(1, regions, columns=2)
    pixels = drawn(made)
    assert has(around(made, pixels, 106, 700), INK)
    halfway = around(made, pixels, 406, 606, by=8)
    assert has(halfway, JUMP) and not has(halfway, INK)


def test_columns_are_headed() -> None:
    """A bracket over each column, from where most of its lines begin to where most of them end."""
    made = page(1, [paragraph(100, 300, 1), paragraph(700, 300, 2), R(RegionKind.HEADING, [(W("Сад"),)])], columns=2)
    assert column_extents(made) == {1: (100, 500), 2: (700, 1100)}
    pixels = drawn(made)
    scale = picture_scale(made)
    head = pixels[TOP - 14 : TOP - 8]
    assert has(head[:, round(LEFT + 300 * scale)][:, None], INK)
    assert not has(head[:, round(LEFT + 600 * scale)][:, None], INK)


def test_one_line_that_juts_out_does_not_widen_its_column() -> None:
    """The extent is that of most lines."""
    made = page(1, [paragraph(100, 300, 1, lines=8)], columns=2)
    (region,) = made.regions
    wide = replace(region.lines[0], box=Box(20, 300, 1100, 340))
    made = replace(made, regions=(replace(region, lines=(wide, *region.lines[1:])),))
    assert column_extents(made) == {1: (100, 500)}


def test_lines_have_their_baseline() -> None:
    """Each as it was found, in the colour of its region."""
    made = page(1, [paragraph(400, 400, 1)], columns=1)
    (x, y) = made.regions[0].lines[1].baseline[1]
    pixels = drawn(made)
    blue = around(made, pixels, x + 20, y, by=2)
    assert (blue[..., 2] - blue[..., 0] > 60).any()


@pytest.mark.parametrize("image", [None, Image.new("L", (WIDTH, HEIGHT), 200)], ids=["without image", "with image"])
def test_a_failed_page_says_so(image: Image.Image | None) -> None:
    """In letters on the picture, with or without its image, whatever letters the reason is in."""
    made = page(2, failure="распознаватель \u0301 ended: " + "a very long reason " * 40)
    pixels = drawn(made, image)
    assert has(pixels[TOP:], COLOURS[RegionKind.HEADING])
    assert has(pixels[TOP : TOP + 1200, 100:900], INK)


def test_an_empty_page_says_so() -> None:
    """An empty picture would look like a fault."""
    assert has(drawn(page(3))[TOP:, :900], COLOURS[RegionKind.HEADING])


@pytest.mark.parametrize("size", [(1, 1), (9000, 30), (30, 9000), (9000, 12000)])
def test_pages_of_any_shape(size: tuple[int, int]) -> None:
    """Neither a strip nor a sheet makes a picture that nobody can open; what lies outside the page does no harm."""
    made = replace(rich_document().transcription.pages[0], width=size[0], height=size[1])
    height, width, _ = drawn(made, Image.new("L", (7, 7))).shape
    assert 500 <= height <= 2000 and 300 <= width <= 3000


def test_the_same_page_gives_the_same_picture() -> None:
    """Byte for byte."""
    made = rich_document().transcription.pages[0]
    assert draw_layout(made, None) == draw_layout(made, None)
