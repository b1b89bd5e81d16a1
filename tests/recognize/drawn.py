"""Crops that the tests of this room draw, and what stands on them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.samples.drawing import draw_text_page
from benchmarks.samples.fonts import Font
from digitize.model.geometry import Box

TYPE = Font("old-roman", 42)
DPI = 300.0
"""At which type of 42 px has ten points."""


@dataclass(frozen=True, slots=True)
class Crop:
    """A crop and its truth.

    Args:
        path: The image.
        width: In pixels.
        height: In pixels.
        lines: What stands on it.
        boxes: For each line, the box of each word.
    """

    path: Path
    width: int
    height: int
    lines: tuple[str, ...]
    boxes: tuple[tuple[Box, ...], ...]

    @property
    def words(self) -> list[str]:
        return [word for line in self.lines for word in line.split()]


def draw(path: Path, *lines: str, width: int = 1200) -> Crop:
    """Black type on white, a line below the other."""
    height = 50 + 60 * len(lines)
    image, boxes = draw_text_page(lines, TYPE, (width, height), origin=(30, 70), leading_px=60)
    image.save(path, "PPM")
    return Crop(path, width, height, lines, tuple(map(tuple, boxes)))


def even(path: Path, width: int, height: int, grey: int = 255) -> Crop:
    """A crop of one grey level."""
    Image.fromarray(np.full((height, width), grey, np.uint8)).save(path, "PPM")
    return Crop(path, width, height, (), ())


PAGE = (
    "Урожай в районе убран к концу сентября",
    "и вывезен на станцию без задержки",
    "Театр открыл осенний сезон новой пьесой",
    "Гонка началась ранним утром у старого моста",
    "Экспедиция получила запас муки и соли",
    "Дорога через перевал открыта для обозов",
    "Сельский совет утвердил план работ",
)
"""Enough letters for script detection."""
