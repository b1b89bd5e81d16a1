"""Straightening: the angle is found, nothing is lost, and a box found on the level page maps back."""

from __future__ import annotations

import math
from functools import cache

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter

from digitize.model.geometry import Box, Point, Polygon, Transform
from digitize.model.raster import Pixels, Raster
from digitize.preprocess.straighten import measure_skew, straighten, turn
from tests.preprocess.text_pages import (
    INK,
    PAPER,
    DrawnPage,
    font,
    leaning,
    noise,
    raster,
    specks,
    text_page,
    turned_point,
)

ANGLES = (-5.0, -2.3, -0.7, -0.3, 0.3, 0.55, 1.07, 3.3, 5.0)


@cache
def drawn(kind: str) -> DrawnPage:
    match kind:
        case "book":
            return text_page(seed=1)
        case "newspaper":
            return text_page(1_700, 2_200, columns=6, size_px=24, seed=2)
        case "three lines":
            return text_page(lines=3, seed=3)
        case "one line":
            return text_page(lines=1, seed=4)
        case _:
            return text_page(620, 877, size_px=15, seed=5)


@pytest.mark.parametrize("kind", ["book", "newspaper", "three lines", "one line", "small"])
@pytest.mark.parametrize("degrees", ANGLES)
def test_the_angle_is_found(kind: str, degrees: float) -> None:
    """Within a tenth of a degree, for one column or six, a full page or a line."""
    assert measure_skew(np.asarray(leaning(drawn(kind).image, degrees))) == pytest.approx(degrees, abs=0.1)


@pytest.mark.parametrize("degrees", [-12.0, -8.5, 9.0, 13.0])
def test_a_crooked_page_is_found_too(degrees: float) -> None:
    """A sheet laid on the glass by hand, up to fifteen degrees."""
    assert measure_skew(np.asarray(leaning(drawn("book").image, degrees))) == pytest.approx(degrees, abs=0.1)


@pytest.mark.parametrize("degrees", [-4.0, -1.0, 0.4, 2.5, 5.0])
def test_a_dark_border_does_not_mislead(degrees: float) -> None:
    """The scanner's black lid shows beside the turned sheet, and stays level at the edges."""
    image = leaning(drawn("book").image, degrees, paper=0)
    ImageDraw.Draw(image).rectangle((0, 0, image.width - 1, image.height - 1), outline=0, width=25)
    assert measure_skew(np.asarray(image)) == pytest.approx(degrees, abs=0.1)


@pytest.mark.parametrize("degrees", [-3.0, 0.6, 2.0])
def test_a_picture_does_not_mislead(degrees: float) -> None:
    """A photograph over a quarter of the page, its frame included, leaves the lines their say."""
    image = drawn("book").image.copy()
    image.paste(noise(700, 600).filter(ImageFilter.GaussianBlur(2)), (250, 500))
    ImageDraw.Draw(image).rectangle((250, 500, 950, 1_100), outline=0, width=6)
    assert measure_skew(np.asarray(leaning(image, degrees))) == pytest.approx(degrees, abs=0.1)


@pytest.mark.parametrize("degrees", [-2.0, 1.5])
def test_noise_over_text_does_not_mislead(degrees: float) -> None:
    """Specks all over the page, one pixel in a hundred."""
    image = leaning(drawn("book").image, degrees)
    speckled = np.minimum(np.asarray(image), np.asarray(specks(image.width, image.height, 0.01)))
    assert measure_skew(speckled) == pytest.approx(degrees, abs=0.1)


@pytest.mark.parametrize("kind", ["book", "newspaper", "three lines", "one line", "small"])
def test_a_level_page_has_no_skew(kind: str) -> None:
    """Nought, so that its pixels stay as they are."""
    assert measure_skew(drawn(kind).pixels) == pytest.approx(0.0, abs=0.05)


def _blots() -> Image.Image:
    image = Image.new("L", (1_240, 1_754), PAPER)
    draw, rng = ImageDraw.Draw(image), np.random.default_rng(3)
    for x, y, w, h in rng.integers((0, 0, 4, 4), (1_200, 1_700, 40, 40), (30, 4)).tolist():
        draw.ellipse((x, y, x + w, y + h), fill=INK)
    return image


def _stroke() -> Image.Image:
    image = Image.new("L", (1_240, 1_754), PAPER)
    ImageDraw.Draw(image).line((200, 300, 900, 345), fill=INK, width=4)
    return image


def _page_number() -> Image.Image:
    image = Image.new("L", (1_240, 1_754), PAPER)
    ImageDraw.Draw(image).text((600, 1_600), "17", font=font(32), fill=INK)
    return image


NO_LINES = {
    "blank": Image.new("L", (1_240, 1_754), PAPER),
    "black": Image.new("L", (1_240, 1_754), 0),
    "gradient": Image.linear_gradient("L").resize((1_240, 1_754)),
    "noise": noise(1_240, 1_754),
    "specks": specks(1_240, 1_754, 0.001),
    "few specks": specks(1_240, 1_754, 0.0001),
    "many specks": specks(1_240, 1_754, 0.02),
    "blots": _blots(),
    "pencil stroke": _stroke(),
    "page number": _page_number(),
}


@pytest.mark.parametrize("kind", sorted(NO_LINES))
def test_without_lines_there_is_no_angle(kind: str) -> None:
    """Blank, black and noisy pages, a stroke, a page number: nought, and the page is left as it is."""
    page = raster(NO_LINES[kind])
    straight = straighten(page)
    assert straight.skew_deg == 0.0
    assert straight.canonical_to_straight == Transform()
    assert np.array_equal(straight.raster.pixels, page.pixels)


@pytest.mark.parametrize("seed", range(5))
def test_no_noise_has_an_angle(seed: int) -> None:
    """Whatever the noise happens to look like."""
    assert measure_skew(np.asarray(noise(600, 800, seed))) == 0.0
    assert measure_skew(np.asarray(specks(600, 800, 0.002, seed))) == 0.0


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (9, 1), (2, 20_000), (20_000, 2), (40, 30_000)])
def test_pages_of_any_shape_are_taken(shape: tuple[int, int]) -> None:
    """A pixel, a row, strips that vanish when reduced."""
    pixels = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    assert straighten(Raster(pixels, 300.0)).skew_deg == 0.0


def _spots(pixels: Pixels) -> list[Point]:
    """Middles of the large round spots, the only large components of a page of letters."""
    ink = (pixels < 128).astype(np.uint8)
    _, _, stats, centroids = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    return [
        (float(x) + 0.5, float(y) + 0.5)
        for (x, y), (*_, w, h, area) in zip(centroids.tolist()[1:], stats.tolist()[1:], strict=True)
        if 30 <= w <= 50 and 30 <= h <= 50 and area > 0.7 * w * h
    ]


@pytest.mark.parametrize("degrees", [-5.0, -1.3, 0.4, 2.2, 5.0])
def test_a_spot_maps_back_within_two_pixels(degrees: float) -> None:
    """Spots in the corners and among the lines, found on the level page, are where the leaning page has them."""
    page = drawn("book")
    marked = page.image.copy()
    draw = ImageDraw.Draw(marked)
    level_places = [(90, 90), (1_150, 100), (100, 1_660), (1_140, 1_650), (620, 40), (620, 1_715)]
    for x, y in level_places:
        draw.ellipse((x - 40, y - 40, x + 40, y + 40), fill=PAPER)
        draw.ellipse((x - 20, y - 20, x + 20, y + 20), fill=0)
    canonical = raster(leaning(marked, degrees))
    straight = straighten(canonical)
    back = straight.canonical_to_straight.inverse
    mapped = [back.point(spot) for spot in _spots(straight.raster.pixels)]
    expected = [turned_point((x + 0.5, y + 0.5), degrees, 1_240, 1_754) for x, y in level_places]
    seen = _spots(canonical.pixels)
    assert len(mapped) == len(level_places)
    for place in expected:
        assert min(math.dist(place, spot) for spot in mapped) <= 2.0
        assert min(math.dist(place, spot) for spot in seen) <= 1.0  # the drawing itself is right


def _inside(polygon: Polygon, points: Pixels) -> bool:
    contour = np.array(polygon, dtype=np.float32)
    return all(cv2.pointPolygonTest(contour, (float(x), float(y)), measureDist=True) >= -2.0 for x, y in points)


@pytest.mark.parametrize("degrees", [-4.0, 1.0, 3.0])
def test_the_box_of_a_word_maps_back_around_its_ink(degrees: float) -> None:
    """The outline of a word on the level page, mapped back, holds the word's ink on the leaning page and no more."""
    image = text_page(lines=30, seed=6).image
    ImageDraw.Draw(image).text((400, 1_600), "Верхнеозерск", font=font(48), fill=INK)
    canonical = raster(leaning(image, degrees))
    straight = straighten(canonical)
    ys, xs = np.nonzero(straight.raster.pixels[1_450:, :] < 128)
    level = Box(int(xs.min()), int(ys.min()) + 1_450, int(xs.max()) + 1, int(ys.max()) + 1_451)
    outline = straight.canonical_to_straight.inverse.polygon(level.polygon)
    ys, xs = np.nonzero(canonical.pixels < 128)
    word = np.stack((xs + 0.5, ys + 0.5), axis=1)[ys > 1_450]
    word = word[[turned_point((x, y), -degrees, 1_240, 1_754)[1] > 1_450 for x, y in word]]
    assert _inside(outline, word)
    for (x0, y0), (x1, y1) in zip(outline, (*outline[1:], outline[0]), strict=True):
        along = math.dist((x0, y0), (x1, y1))
        distances = np.abs((x1 - x0) * (word[:, 1] - y0) - (y1 - y0) * (word[:, 0] - x0)) / along
        assert distances.min() <= 2.0


@pytest.mark.parametrize("degrees", [-5.0, 5.0])
def test_no_text_leans_out_of_the_frame(degrees: float) -> None:
    """Text up to the edges of a leaning page is still there when the page is level."""
    page = text_page(900, 1_200, size_px=24, seed=7)
    dense = raster(leaning(page.image, degrees).crop((60, 60, 840, 1_140)))
    straight = straighten(dense)
    before, after = (int((255 - each.pixels.astype(int)).sum()) for each in (dense, straight.raster))
    assert after >= 0.99 * before
    corners = straight.canonical_to_straight.polygon(Box(0, 0, dense.width, dense.height).polygon)
    assert all(-0.01 <= x <= straight.raster.width + 0.01 for x, _ in corners)
    assert all(-0.01 <= y <= straight.raster.height + 0.01 for _, y in corners)


@pytest.mark.parametrize("degrees", [-3.0, 1.2, 4.0])
def test_a_straightened_page_is_level(degrees: float) -> None:
    """Nothing is left to straighten, and the report has the angle by which it leaned."""
    straight = straighten(raster(leaning(drawn("book").image, degrees)))
    assert straight.skew_deg == pytest.approx(degrees, abs=0.1)
    assert abs(measure_skew(straight.raster.pixels)) < 0.1


def test_paper_fills_the_corners() -> None:
    """What comes in at the corners has the tone of the paper, grey as it may be."""
    grey = Image.eval(drawn("book").image, lambda value: 40 + value * 160 // 255)
    straight = straighten(raster(leaning(grey, 3.0, paper=200)))
    assert straight.raster.pixels[0, 0] == straight.raster.pixels[-1, -1] == 200


def test_a_colour_page_becomes_grey_and_bitonal_stays_so_only_untouched() -> None:
    """Layout gets grey; black and white is claimed only for pixels that were not resampled."""
    level, crooked = drawn("book").image, leaning(drawn("book").image, 2.0)
    assert straighten(Raster(np.asarray(crooked.convert("RGB")), 300.0)).raster.is_grey
    assert straighten(Raster(np.asarray(level), 300.0, bitonal=True)).raster.bitonal
    assert not straighten(Raster(np.asarray(crooked), 300.0, bitonal=True)).raster.bitonal


def test_straightening_is_deterministic() -> None:
    """The same page gives the same pixels."""
    page = raster(leaning(drawn("small").image, 2.0))
    first, second = straighten(page), straighten(page)
    assert first.skew_deg == second.skew_deg
    assert np.array_equal(first.raster.pixels, second.raster.pixels)


@given(
    st.integers(1, 40),
    st.integers(1, 40),
    st.sampled_from([0, 90, 180, 270, 360, -90]),
    st.booleans(),
    st.integers(0, 1_000),
)
def test_a_turn_moves_pixels_as_its_transform_says(
    width: int, height: int, degrees: int, colour: bool, seed: int
) -> None:
    """Every pixel's middle lands where ``Transform.turn`` puts it, with its value; resolution and kind are kept."""
    shape = (height, width, 3) if colour else (height, width)
    before = Raster(np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8), 250.0, bitonal=not colour)
    after = turn(before, degrees)
    move = Transform.turn(degrees, width, height)
    assert (after.dpi, after.bitonal) == (250.0, not colour)
    assert (after.width, after.height) == ((width, height) if degrees % 180 == 0 else (height, width))
    for y in range(height):
        for x in range(width):
            to_x, to_y = move.point((x + 0.5, y + 0.5))
            assert np.array_equal(after.pixels[int(to_y), int(to_x)], before.pixels[y, x])


def test_no_turn_copies_nothing() -> None:
    """An upright page is handed on as it is."""
    page = raster(drawn("small").image)
    assert turn(page, 0) is page
    assert turn(page, 360) is page
