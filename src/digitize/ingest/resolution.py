"""Judges what a file says about its resolution, and makes oblong pixels square."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from digitize.errors import InputError
from digitize.model.geometry import Transform
from digitize.model.page import DpiOrigin
from digitize.model.raster import Pixels

LOWEST_DPI, HIGHEST_DPI = 50.0, 2400.0
"""Outside of these no scan of a page can be read, or none exists."""

ASSUMED_DPI = 300.0

_NO_STATEMENT_DPI = (1.0, 72.0, 96.0)
"""Cameras and programs write these when they know nothing."""

_SAME = 0.1
_MOST_OBLONG = 4.0
"""Fax has 204 x 98 and 204 x 391 dpi; anything beyond is a slip."""

_SQUARE_TOLERANCE = 0.10


@dataclass(frozen=True, slots=True)
class Resolution:
    """What is known of a page's resolution.

    Args:
        x_dpi: Pixels per inch along the rows.
        y_dpi: Pixels per inch down the columns; the same as ``x_dpi`` unless the pixels are oblong.
        origin: Where the numbers come from.
        warnings: What a person should know.
    """

    x_dpi: float
    y_dpi: float
    origin: DpiOrigin
    warnings: tuple[str, ...] = ()

    @property
    def is_square(self) -> bool:
        return self.x_dpi == self.y_dpi

    @property
    def dpi(self) -> float:
        """The higher of the two, at which the page becomes square."""
        return max(self.x_dpi, self.y_dpi)

    @property
    def on_its_side(self) -> Resolution:
        """The same after a turn by 90 degrees."""
        return Resolution(self.y_dpi, self.x_dpi, self.origin, self.warnings)


def judged(statements: Iterable[tuple[float, float]]) -> Resolution:
    """The first statement that can be believed, else 300 dpi assumed, with a warning.

    1, 72 and 96 dpi count as no statement; so does anything below 50 or above 2400.

    Args:
        statements: Pairs of horizontal and vertical dpi, the most trusted first.
    """
    absurd: list[str] = []
    for x_dpi, y_dpi in statements:
        if not (math.isfinite(x_dpi) and math.isfinite(y_dpi)) or x_dpi <= 0 or y_dpi <= 0:
            continue
        if all(any(abs(dpi - nothing) <= _SAME for nothing in _NO_STATEMENT_DPI) for dpi in (x_dpi, y_dpi)):
            continue
        ratio = max(x_dpi, y_dpi) / min(x_dpi, y_dpi)
        if not (min(x_dpi, y_dpi) >= LOWEST_DPI and max(x_dpi, y_dpi) <= HIGHEST_DPI) or ratio > _MOST_OBLONG:
            absurd.append(f"{x_dpi:.6g} x {y_dpi:.6g}")
        elif ratio <= 1 + _SQUARE_TOLERANCE:
            dpi = round(math.sqrt(x_dpi * y_dpi), 1)
            return Resolution(dpi, dpi, DpiOrigin.DECLARED)
        else:
            return Resolution(round(x_dpi, 1), round(y_dpi, 1), DpiOrigin.DECLARED)
    said = f"an absurd resolution ({absurd[0]} dpi)" if absurd else "no resolution"
    warning = f"the file states {said}; {ASSUMED_DPI:.0f} dpi assumed"
    return Resolution(ASSUMED_DPI, ASSUMED_DPI, DpiOrigin.ASSUMED, (warning,))


@dataclass(frozen=True, slots=True)
class Squared:
    """A page with square pixels.

    Args:
        pixels: The page.
        transform: From the frame before.
        resampled: Whether anything was changed.
        warnings: That it was, and how.
    """

    pixels: Pixels
    transform: Transform
    resampled: bool
    warnings: tuple[str, ...]


def squared(pixels: Pixels, resolution: Resolution, *, bitonal: bool, max_pixels: int, where: str) -> Squared:
    """Stretches oblong pixels to squares of the higher resolution; a bitonal page stays bitonal.

    Raises:
        InputError: If the page would grow beyond ``max_pixels``.
    """
    height, width = pixels.shape[:2]
    new_width = max(1, round(width * resolution.dpi / resolution.x_dpi))
    new_height = max(1, round(height * resolution.dpi / resolution.y_dpi))
    if (new_width, new_height) == (width, height):
        return Squared(pixels, Transform(), resampled=False, warnings=())
    check_pixels(new_width, new_height, max_pixels, where)
    image = Image.fromarray(pixels).resize((new_width, new_height), Image.Resampling.BICUBIC)
    result = np.asarray(image)
    if bitonal:
        result = np.where(result < 128, np.uint8(0), np.uint8(255))
    warning = (
        f"horizontal and vertical resolution differ ({resolution.x_dpi:g} x {resolution.y_dpi:g} dpi); "
        f"resampled to {resolution.dpi:g} dpi, from {width} x {height} to {new_width} x {new_height} pixels"
    )
    return Squared(result, Transform.scale(new_width / width, new_height / height), resampled=True, warnings=(warning,))


def check_pixels(width: int, height: int, max_pixels: int, where: str) -> None:
    """Refuses a page that is too large to be decoded.

    Raises:
        InputError: If it has more than ``max_pixels``.
    """
    if width * height > max_pixels:
        raise InputError(
            f"has {width} x {height} = {width * height:,} pixels; the limit is {max_pixels:,}",
            where=where,
            hint="If it really is that large, raise DIGITIZE_MAX_PIXELS",
        )
