"""Cuts regions out of a toned page for an engine to read."""

from __future__ import annotations

from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.model.geometry import Box
from digitize.model.raster import Pixels

T = TypeVar("T", bound=np.generic)
PAPER = 255
_LEAST_X_HEIGHT_PX = 8.0
"""Smaller letters are enlarged before they are read. Real pages with x-heights of 10 to 13 px were read no better, and
French books of 12 px worse, when enlarged (docs/benchmarks.md)."""
_MOST_PX = 32_000
"""Longest side of a crop: Tesseract refuses images of more than 32,767 pixels a side."""
_MOST_ENLARGED = 2.0
"""Larger factors made real low-resolution typescript worse."""


def reading_scale(x_height_px: float | None) -> float:
    """Factor by which a page's crops are enlarged: 1 for letters of ordinary size."""
    if x_height_px is None or x_height_px >= _LEAST_X_HEIGHT_PX:
        return 1.0
    return min(_MOST_ENLARGED, 16.0 / x_height_px)


def fitting_scale(box: Box, scale: float) -> float:
    """The factor for one crop: smaller where the crop would be larger than an engine takes.

    Args:
        box: The region, in the page's pixels.
        scale: The page's factor.
    """
    return min(scale, _MOST_PX / max(box.width, box.height))


def with_margin(toned: Pixels, margin_px: int) -> Pixels:
    """A page with so much paper around it."""
    return np.pad(toned, margin_px, constant_values=PAPER) if margin_px else toned


def cut(toned: Pixels, box: Box, own: tuple[Box, ...], foreign: tuple[Box, ...], scale: float) -> Pixels:
    """One region's pixels; lines of other regions that reach into its box are painted over with paper.

    Args:
        toned: Grey page.
        box: The region, in the page's pixels.
        own: Its lines.
        foreign: Lines of other regions.
        scale: Factor by which the crop is enlarged.
    """
    crop = toned[box.y0 : box.y1, box.x0 : box.x1].copy()
    inside = [line for line in foreign if line.overlap(box) > 0]
    if inside:
        keep = np.zeros(crop.shape, np.bool_)
        for line in own:
            _view(keep, line, box)[...] = True
        for line in inside:
            patch, kept = _view(crop, line, box), _view(keep, line, box)
            patch[~kept] = PAPER
    if scale != 1.0:
        crop = np.asarray(
            cv2.resize(
                crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC if scale > 1.0 else cv2.INTER_AREA
            ),
            dtype=np.uint8,
        )
    return crop


def _view(pixels: NDArray[T], line: Box, box: Box) -> NDArray[T]:
    """The part of a crop that a line covers; empty when it lies outside."""
    return pixels[
        max(0, line.y0 - box.y0) : max(0, line.y1 - box.y0), max(0, line.x0 - box.x0) : max(0, line.x1 - box.x0)
    ]
