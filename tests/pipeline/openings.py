"""Scans of two facing pages, and other hard pages, that the tests of this room draw: nine lines each, read in a second."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from tests.pipeline import scans
from tests.preprocess.text_pages import PAPER, text_page

LEFT_WORDS, RIGHT_WORDS = 1, 2
"""Seeds of the two pages' words."""
WIDTH, HEIGHT = 660, 600


def leaf(seed: int) -> Image.Image:
    """A page of nine lines, its x-height 11 px."""
    return text_page(WIDTH, HEIGHT, size_px=24, lines=9, seed=seed).image


def spread(left: int = LEFT_WORDS, right: int = RIGHT_WORDS, *, gap: int = 0) -> Image.Image:
    """Two pages side by side."""
    image = Image.new("L", (2 * WIDTH + gap, HEIGHT), PAPER)
    image.paste(leaf(left), (0, 0))
    image.paste(leaf(right), (WIDTH + gap, 0))
    return image


def jpeg(path: Path, image: Image.Image) -> Path:
    """A JPEG with its resolution."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(scans.encoded(image, "JPEG", quality=92, dpi=(150, 150)))
    return path
