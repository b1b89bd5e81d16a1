"""A reduced, evenly lit copy of a page, for finding out which way up it is and in which script."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from digitize.model.raster import Pixels, Raster
from digitize.preprocess.letters import LetterSize, ink_mask
from digitize.preprocess.tone import tone

_X_HEIGHT_PX = 16.0
"""x-height of the copy: small enough to be quick, large enough to be read (300 dpi gives 20)."""
_UNKNOWN_PX = 2_000
"""Longest side of the copy when the size of the letters is not known."""


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
    if factor < 1.0:
        grey = np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    x_height = letters.x_height_px * min(1.0, factor) if letters else _X_HEIGHT_PX
    even = tone(Raster(grey, page.dpi, page.bitonal and factor >= 1.0), x_height).raster
    dpi = LetterSize(x_height, 0).dpi if letters else 300.0
    return QuickLook(even, dpi, _lines_are_level(grey))


def _lines_are_level(grey: Pixels) -> bool:
    """Compares how sharply rows and columns of ink change: lines with white between them make the sharper profile."""
    factor = min(1.0, 1_000 / max(grey.shape))
    small = cv2.resize(ink_mask(grey), None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) > 60
    height, width = small.shape
    inner = small[height // 20 : height - height // 20, width // 20 : width - width // 20].astype(np.int64)
    if inner.size == 0:
        return True
    rows = float(np.square(np.diff(inner.sum(axis=1))).sum()) / inner.shape[1]
    columns = float(np.square(np.diff(inner.sum(axis=0))).sum()) / inner.shape[0]
    return bool(rows >= 0.6 * columns)


def write_grey(raster: Raster, path: Path) -> None:
    """Writes a grey raster as binary PGM: uncompressed, so that writing and reading cost least."""
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
