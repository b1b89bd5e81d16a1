"""What is beside the page goes: dark borders, the neighbouring page's edge, punch holes. What is on the page stays."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter

from digitize.model.raster import Pixels
from digitize.preprocess.borders import Borders, find_borders, paint_over
from digitize.preprocess.straighten import measure_skew
from tests.preprocess.text_pages import PAPER, DrawnPage, font, leaning, noise, text_page

PAGE: DrawnPage = text_page(seed=1)
X_HEIGHT = float(PAGE.x_height_px)
WIDTH, HEIGHT = PAGE.image.size


def found_on(image: Image.Image) -> Borders:
    return find_borders(np.asarray(image), X_HEIGHT)


def cleaned(image: Image.Image) -> Pixels:
    return paint_over(np.asarray(image), found_on(image))


def framed(dark: int = 10, border_px: int = 80) -> Image.Image:
    image = Image.new("L", (WIDTH + 2 * border_px, HEIGHT + 2 * border_px), dark)
    image.paste(PAGE.image, (border_px, border_px))
    return image


def holes(*places: tuple[int, int], radius: int = 28) -> Image.Image:
    image = PAGE.image.copy()
    for x, y in places:
        ImageDraw.Draw(image).ellipse((x - radius, y - radius, x + radius, y + radius), fill=5)
    return image


@pytest.mark.parametrize("dark", [0, 40, 90])
def test_a_frame_of_microfilm_becomes_paper(dark: int) -> None:
    """On all four sides; the page within keeps every pixel but those at its very edge."""
    image = framed(dark)
    borders = found_on(image)
    assert borders.sides == ("left", "right", "top", "bottom")
    assert borders.share == pytest.approx(1 - WIDTH * HEIGHT / (image.width * image.height), rel=0.1)
    assert "dark border (left, right, top, bottom)" in borders.told
    clean = paint_over(np.asarray(image), borders)
    assert clean.min() == PAGE.pixels.min()
    outside = np.ones(clean.shape, np.bool_)
    outside[80:-80, 80:-80] = False
    assert (clean[outside] > 240).mean() > 0.98
    assert np.array_equal(clean[100:-100, 100:-100], PAGE.pixels[20:-20, 20:-20])


def test_a_blurred_border_leaves_no_rim() -> None:
    """Nothing dark is left where a soft border was."""
    clean = cleaned(framed().filter(ImageFilter.GaussianBlur(3)))
    rim = np.concatenate((clean[:, :90].ravel(), clean[:90].ravel(), clean[-90:].ravel()))
    assert rim.min() > 150


@pytest.mark.parametrize("degrees", [-6.0, 2.0, 11.0])
def test_the_corners_of_a_crooked_page_become_paper(degrees: float) -> None:
    """The scanner's lid beside a sheet laid on it at an angle: gone, and the angle is found as before."""
    image = leaning(framed(), degrees, paper=10)
    clean = cleaned(image)
    assert (clean < 60).mean() < 1.3 * (PAGE.pixels < 60).mean()
    assert measure_skew(clean) == pytest.approx(degrees, abs=0.1)


def test_a_torn_page_on_a_dark_ground() -> None:
    """Whatever the outline: the ground becomes paper, the text stays."""
    mask = Image.new("L", PAGE.image.size, 0)
    ImageDraw.Draw(mask).polygon([(0, 0), (1_200, 0), (1_150, 700), (900, 1_100), (300, 1_200), (0, 1_000)], fill=255)
    image = Image.composite(PAGE.image, Image.new("L", PAGE.image.size, 20), mask)
    clean = cleaned(image)
    assert (clean[1_300:] > 240).all()
    assert np.array_equal(clean[100:600, 100:1_000], PAGE.pixels[100:600, 100:1_000])


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_edge_of_the_neighbouring_page_goes(side: str) -> None:
    """Beyond the fold's shadow: its letters are not read. The line before the shadow is."""
    neighbour = text_page(seed=9).image.crop((100, 0, 220, HEIGHT))
    image = Image.new("L", (WIDTH + 120, HEIGHT), PAPER)
    image.paste(PAGE.image, (120, 0))
    image.paste(neighbour, (0, 0))
    across = np.abs(np.arange(image.width) - 120) / 14.0
    pixels = (np.asarray(image) * (1 - 0.75 * np.exp(-across))).astype(np.uint8)
    pixels = pixels if side == "left" else np.ascontiguousarray(pixels[:, ::-1])
    borders = find_borders(pixels, X_HEIGHT)
    assert borders.sides == (side,)
    clean = paint_over(pixels, borders)
    clean = clean if side == "left" else clean[:, ::-1]
    assert (clean[:, :95] > 200).all()
    ink = PAGE.pixels < 60
    assert (clean[:, 120:][ink] < 120).mean() > 0.99


def test_punch_holes_go() -> None:
    """Two at the side, as in a binder; one on top, as on a spike."""
    image = holes((40, 500), (40, 1_250), (700, 40))
    borders = found_on(image)
    assert (borders.holes, borders.sides) == (3, ())
    assert borders.told == "3 punch holes"
    clean = paint_over(np.asarray(image), borders)
    for x, y in ((40, 500), (40, 1_250), (700, 40)):
        assert clean[y - 35 : y + 35, max(0, x - 35) : x + 35].min() > 240
    assert np.array_equal(clean[100:, 90:], np.asarray(image)[100:, 90:])


def _initial() -> Image.Image:
    image = PAGE.image.copy()
    ImageDraw.Draw(image).text((60, 40), "О", font=font(90), fill=5)
    return image


def _bold_letters() -> Image.Image:
    image = PAGE.image.copy()
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 140, HEIGHT), fill=PAPER)
    draw.rectangle((0, 0, WIDTH, 130), fill=PAPER)
    for place, letter in enumerate("вОе8ЖФюо"):
        for at in ((40, 150 + 180 * place), (150 + 130 * place, 40)):
            draw.text(at, letter, font=font(60), fill=5, stroke_width=4, stroke_fill=5)
    return image


def _rule() -> Image.Image:
    image = PAGE.image.copy()
    draw = ImageDraw.Draw(image)
    draw.line((70, 80, 70, HEIGHT - 80), fill=5, width=4)
    draw.rectangle((50, 50, WIDTH - 50, HEIGHT - 50), outline=5, width=5)
    return image


def _headline() -> Image.Image:
    image = PAGE.image.copy()
    ImageDraw.Draw(image).rectangle((60, 0, WIDTH, 160), fill=PAPER)
    ImageDraw.Draw(image).text((90, 20), "ПРАВДА", font=font(130), fill=5)
    return image


def _picture() -> Image.Image:
    image = PAGE.image.copy()
    image.paste(noise(500, 400).filter(ImageFilter.GaussianBlur(3)).point(lambda value: value // 3), (300, 500))
    return image


def _shade() -> Image.Image:
    light = np.linspace(0.6, 1.0, WIDTH)
    return Image.fromarray((PAGE.pixels * light).astype(np.uint8))


NOTHING: dict[str, Callable[[], Image.Image]] = {
    "a page": lambda: PAGE.image,
    "an initial": _initial,
    "bold letters in the margin": _bold_letters,
    "rules and a frame": _rule,
    "a headline": _headline,
    "a dark picture": _picture,
    "a page in the shade on one side": _shade,
    "blank": lambda: Image.new("L", (WIDTH, HEIGHT), 230),
    "a dark page": lambda: Image.eval(PAGE.image, lambda value: value // 4),
    "a black page": lambda: Image.new("L", (WIDTH, HEIGHT), 0),
    "a page cut close": lambda: PAGE.image.crop((100, 100, WIDTH - 150, HEIGHT - 100)),
}


@pytest.mark.parametrize("kind", sorted(NOTHING))
def test_what_belongs_to_the_page_stays(kind: str) -> None:
    """No border and no hole is told of, and hardly a pixel changes."""
    image = NOTHING[kind]()
    borders = found_on(image)
    assert not borders.found
    assert borders.told == ""
    assert (paint_over(np.asarray(image), borders) != np.asarray(image)).mean() < 0.002


def test_text_in_a_deep_shadow_stays() -> None:
    """A page that is dark at the edge, with lines in the dark, is no border."""
    light = np.ones(WIDTH)
    light[:500] = 0.3
    image = Image.fromarray((PAGE.pixels * light).astype(np.uint8))
    clean = cleaned(image)
    assert (clean[:, 200:450] == np.asarray(image)[:, 200:450]).mean() > 0.95


def test_the_tone_of_the_paper_is_carried_on() -> None:
    """Grey paper that darkens to one side: what comes in place of the border has the tone beside it."""
    light = np.linspace(150, 240, WIDTH + 160)
    image = (np.asarray(framed(255)) / 255.0 * light).astype(np.uint8)
    image[:, :80], image[:, -80:] = 5, 5
    clean = paint_over(image, find_borders(image, X_HEIGHT))
    assert abs(float(np.median(clean[:, 20])) - 158) < 15
    assert abs(float(np.median(clean[:, -20])) - 233) < 15


def test_a_part_of_the_scan_can_be_taken_out_too() -> None:
    """What lies beyond the fold of a spread, a triangle here."""
    borders = found_on(PAGE.image).with_part(
        ((WIDTH - 200.0, 0.0), (WIDTH + 0.0, 0.0), (WIDTH + 0.0, HEIGHT + 0.0), (WIDTH - 1.0, HEIGHT + 0.0)),
        WIDTH,
        HEIGHT,
    )
    clean = paint_over(PAGE.pixels, borders)
    assert (clean[:300, -150:] > 240).all()
    assert np.array_equal(clean[:, : WIDTH - 220], PAGE.pixels[:, : WIDTH - 220])


def test_the_page_itself_is_not_written_to() -> None:
    """The canonical image stays as it was scanned."""
    pixels = np.asarray(framed()).copy()
    before = pixels.copy()
    paint_over(pixels, find_borders(pixels, X_HEIGHT))
    assert np.array_equal(pixels, before)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 300), st.integers(1, 300), st.sampled_from([1.0, 8.0, 60.0]), st.integers(0, 100))
def test_any_scan_is_cleaned(width: int, height: int, x_height: float, seed: int) -> None:
    """Pixels, strips and noise: the same size comes back."""
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width), dtype=np.uint8)
    assert paint_over(pixels, find_borders(pixels, x_height)).shape == (height, width)


def test_painting_takes_one_copy_of_the_page() -> None:
    """And little beside it: a broadsheet at 600 dpi has 120 million pixels."""
    pixels = np.full((4_000, 3_000), 220, np.uint8)
    pixels[:, :200] = 0
    borders = find_borders(pixels, 20.0)
    tracemalloc.start()
    paint_over(pixels, borders)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3.0 * pixels.nbytes
