"""Negatives are told from pages that are merely dark; letters from their mirror images."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from digitize.model.raster import Raster
from digitize.preprocess.handedness import handedness
from digitize.preprocess.polarity import polarity_of
from digitize.preprocess.straighten import inverted, mirror
from tests.preprocess.text_pages import PAPER, font, leaning, noise, raster, specks, text_page


def page(**options: int) -> Image.Image:
    return text_page(**options).image


def grainy(image: Image.Image) -> Image.Image:
    grain = np.random.default_rng(0).normal(0, 6, (image.height, image.width))
    return Image.fromarray((np.asarray(image) + grain).clip(0, 255).astype(np.uint8))


def on_a_light_table(image: Image.Image) -> Image.Image:
    table = Image.new("L", (image.width + 200, image.height + 200), 255)
    table.paste(image, (100, 100))
    return table


NEGATIVES: dict[str, Callable[[], Image.Image]] = {
    "a book": lambda: ImageOps.invert(page(seed=1)),
    "a newspaper": lambda: ImageOps.invert(text_page(1_700, 2_200, columns=5, size_px=24).image),
    "a few lines": lambda: ImageOps.invert(page(lines=4)),
    "grainy and flat": lambda: grainy(ImageOps.invert(page(seed=2)).point(lambda value: 50 + value * 110 // 255)),
    "on its side": lambda: ImageOps.invert(page(seed=3)).rotate(90, expand=True),
    "on a light table": lambda: on_a_light_table(ImageOps.invert(page(seed=4))),
}


@pytest.mark.parametrize("kind", sorted(NEGATIVES))
def test_a_negative_is_known_by_its_letters(kind: str) -> None:
    """White letters on black, whatever the page."""
    polarity = polarity_of(np.asarray(NEGATIVES[kind]()))
    assert polarity.negative
    assert polarity.on_dark >= 0.75 and polarity.light_letters >= 30


def with_photograph() -> Image.Image:
    image = page(seed=5).copy()
    dark = noise(1_240, 1_200).filter(ImageFilter.GaussianBlur(2)).point(lambda value: value // 3)
    image.paste(dark, (0, 554))
    return image


def white_on_black_headline() -> Image.Image:
    image = page(seed=6).copy()
    draw = ImageDraw.Draw(image)
    draw.rectangle((60, 60, 1_180, 800), fill=0)
    for line in range(7):
        draw.text((90, 80 + 100 * line), "Зерно сдано в срок и полностью", font=font(64), fill=255)
    return image


POSITIVES: dict[str, Callable[[], Image.Image]] = {
    "a book": lambda: page(seed=1),
    "a dark photograph over most of it": with_photograph,
    "a box with white letters": white_on_black_headline,
    "under-exposed": lambda: Image.eval(page(seed=2), lambda value: value // 4),
    "a thick black frame": lambda: ImageOps.expand(page(seed=3), 500, 0),
    "blank": lambda: Image.new("L", (800, 1_000), PAPER),
    "black": lambda: Image.new("L", (800, 1_000), 0),
    "noise": lambda: noise(800, 1_000),
    "white specks on black": lambda: ImageOps.invert(specks(800, 1_000, 0.01)),
    "a picture": lambda: noise(800, 1_000).filter(ImageFilter.GaussianBlur(4)),
}


@pytest.mark.parametrize("kind", sorted(POSITIVES))
def test_a_dark_page_is_no_negative(kind: str) -> None:
    """Neither a photograph, nor a headline in white, nor bad light make it one."""
    assert not polarity_of(np.asarray(POSITIVES[kind]())).negative


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 100))
def test_any_scan_has_a_polarity(width: int, height: int, seed: int) -> None:
    """Pixels and strips are no negatives."""
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width), dtype=np.uint8)
    assert not polarity_of(pixels).negative


def stems(image: Image.Image, size_px: int = 32) -> float:
    found = handedness(np.asarray(image), text_page(200, 200, size_px=size_px).x_height_px)
    assert found is not None
    return found


@pytest.mark.parametrize("size_px", [20, 32, 48])
@pytest.mark.parametrize("degrees", [0.0, 2.0, -3.0])
def test_letters_have_their_stems_on_the_left(size_px: int, degrees: float) -> None:
    """Upright they do; mirrored, or upside down, on the right; mirrored and upside down they seem right."""
    image = leaning(text_page(1_300, 1_000, size_px=size_px, seed=7).image, degrees)
    assert stems(image, size_px) > 3
    assert stems(ImageOps.mirror(image), size_px) < -3
    assert stems(image.rotate(180), size_px) < -3
    assert stems(ImageOps.flip(image), size_px) > 3


@pytest.mark.parametrize("image", [Image.new("L", (300, 300), 255), page(lines=1)], ids=["blank", "a line"])
def test_a_few_letters_say_nothing(image: Image.Image) -> None:
    """Some words may happen to lean either way."""
    assert handedness(np.asarray(image), 15.0) is None


@given(st.integers(1, 40), st.integers(1, 40), st.booleans())
def test_mirroring_and_inverting_twice_change_nothing(width: int, height: int, bitonal: bool) -> None:
    """Each is its own undoing, and keeps resolution and kind."""
    pixels = np.random.default_rng(width * height).integers(0, 256, (height, width), dtype=np.uint8)
    before = Raster(pixels, 200.0, bitonal)
    for change in (mirror, inverted):
        once, twice = change(before), change(change(before))
        assert np.array_equal(twice.pixels, pixels)
        assert (once.dpi, once.bitonal, once.pixels.shape) == (200.0, bitonal, pixels.shape)
    assert np.array_equal(inverted(before).pixels, 255 - pixels)


def test_a_raster_of_a_page_is_what_is_measured() -> None:
    """The page that is inverted for reading measures as the page that was never a negative."""
    original = raster(page(seed=8))
    negative = Raster(255 - original.pixels, 300.0)
    assert polarity_of(negative.pixels).negative
    assert np.array_equal(inverted(negative).pixels, original.pixels)
