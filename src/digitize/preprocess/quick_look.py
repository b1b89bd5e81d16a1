"""A reduced, evenly lit copy of a page, for finding out which way up it is and in which script."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from digitize.model.raster import Pixels, Raster
from digitize.preprocess.letters import LetterSize
from digitize.preprocess.profile import points_of, sharpness, small_ink
from digitize.preprocess.tone import tone

_X_HEIGHT_PX = 16.0
"""x-height of the copy: small enough to be quick, large enough to be read (300 dpi gives 20)."""
_UNKNOWN_PX = 2_000
"""Longest side of the copy when the size of the letters is not known."""
_ANGLES_DEG = np.arange(-10.0, 10.1, 0.5)
"""Angles by which a page may lean before it is straightened."""
_POINTS = 20_000
"""Points of ink that tell level lines from upright ones."""
_LEVEL = 0.43
"""Product of both comparisons of rows with columns at which lines are level: on 60 level scans it was 0.53 and more, on
nine turned ones 0.35 and less."""


@dataclass(frozen=True, slots=True)
class QuickLook:
    """The copy.

    Args:
        raster: Grey, evenly lit.
        dpi: Resolution by the size of its letters.
        lines_are_level: Whether the lines of text run across rather than up or down.
    """

    raster: Raster
    dpi: float
    lines_are_level: bool


def quick_look(page: Raster, letters: LetterSize | None) -> QuickLook:
    """The copy of a page in any orientation.

    Args:
        page: The page.
        letters: The size of its letters; ``None`` when there is too little text to tell.
    """
    grey = page.pixels if page.is_grey else np.asarray(cv2.cvtColor(page.pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    factor = _X_HEIGHT_PX / letters.x_height_px if letters else _UNKNOWN_PX / max(grey.shape)
    grey = _reduced(grey, factor)
    x_height = letters.x_height_px * min(1.0, factor) if letters else _X_HEIGHT_PX
    even = tone(Raster(grey, page.dpi, page.bitonal and factor >= 1.0), x_height).raster
    dpi = LetterSize(x_height, 0).dpi if letters else 300.0
    return QuickLook(even, dpi, _lines_are_level(grey))


def _lines_are_level(grey: Pixels) -> bool:
    """Compares how sharply rows and columns of ink change, each at its best angle, since a page may lean.

    Lines with white between them make the higher peak, and one that stands out more from other angles; gutters make
    columns sharp as well, at every angle less.
    """
    mask = small_ink(grey)
    ink = points_of(mask, most=_POINTS)
    rows, columns = sharpness(ink, _ANGLES_DEG), sharpness(ink.upright, _ANGLES_DEG)
    if not (np.median(rows) > 0 and np.median(columns) > 0):
        return True
    height, width = mask.shape
    higher = (rows.max() / width) / (columns.max() / height)
    clearer = (rows.max() / np.median(rows)) / (columns.max() / np.median(columns))
    return bool(higher * clearer >= _LEVEL)


def _reduced(grey: Pixels, factor: float) -> Pixels:
    """Reduced by a factor, never enlarged; at least a pixel wide and high."""
    if factor >= 1.0:
        return grey
    height, width = grey.shape
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def write_grey(raster: Raster, path: Path) -> None:
    """Writes a grey raster as binary PGM: uncompressed, so that writing and reading cost least.

    Raises:
        ValueError: If the raster is not grey.
    """
    if not raster.is_grey:
        raise ValueError("only a grey raster can be written as PGM")
    pixels = np.ascontiguousarray(raster.pixels)
    with path.open("wb") as stream:
        stream.write(f"P5\n{raster.width} {raster.height}\n255\n".encode())
        stream.write(pixels.data)


def read_grey(path: Path) -> Pixels:
    """Reads back what :func:`write_grey` wrote."""
    data = path.read_bytes()
    _, size, _, pixels = data.split(b"\n", 3)
    width, height = (int(part) for part in size.split())
    return np.frombuffer(pixels, np.uint8).reshape(height, width)
