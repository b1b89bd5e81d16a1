"""The page as layout sees it: reduced, with text ink, rules and pictures told apart."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.model.geometry import Box
from digitize.model.raster import Pixels

X = 5
"""x-height of the reduced picture, in its pixels: enough to keep narrow gutters, small enough to be quick."""

_CROWDED = 0.35
"""Share of ink beside a run above which it is part of a line of letters, not a rule."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ink:
    """The ink of a page on a picture reduced to an x-height of ``X`` pixels.

    Args:
        small: The reduced picture itself, grey.
        text: Ink of letters.
        letters: Connected components of ``text``, ``(n, 4)``: x0, y0, x1, y1.
        upright: Ink of vertical rules.
        level: Ink of horizontal rules.
        pictures: Boxes of pictures, in reduced pixels.
        scale: Pixels of the straightened page per reduced pixel.
    """

    small: Pixels
    text: Mask
    letters: NDArray[np.int32]
    upright: Mask
    level: Mask
    pictures: tuple[Box, ...]
    scale: float


def find_ink(grey: Pixels, x_height_px: float) -> Ink:
    """Tells text, rules and pictures apart by the size and shape of connected components.

    Args:
        grey: Straightened page.
        x_height_px: Its x-height.
    """
    scale = max(1.0, x_height_px / X)
    height, width = grey.shape
    size = (max(1, round(width / scale)), max(1, round(height / scale)))
    small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    ink = _threshold(small)
    upright = _runs(ink, (1, 12 * X), (3 * X) // 4)
    level = _runs(ink, (12 * X, 1), (3 * X) // 4)
    rest = ink & ~cv2.dilate((upright | level).astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.bool_)
    text, letters, pictures = _sort_components(rest)
    return Ink(small, text, letters, upright, level, pictures, scale)


def _threshold(small: Pixels) -> Mask:
    """Ink against its surroundings, and large dark areas by the page's own tones."""
    window = (12 * X) | 1
    mean = cv2.blur(small, (window, window))
    low, high = (float(v) for v in np.percentile(small[::4, ::4], (1, 90)))
    local = cv2.subtract(mean, small) > max(10.0, 0.12 * (high - low))
    dark = small < low + 0.2 * (high - low) if high - low > 40 else np.zeros_like(local)
    return np.asarray(local | dark, dtype=np.bool_)


def _runs(ink: Mask, kernel: tuple[int, int], thickest: int) -> Mask:
    """Straight runs of ink at least as long as the kernel and not thicker than ``thickest``.

    A rule may be broken or lean by a pixel: gaps of half an x-height are bridged first.
    """
    width, height = kernel
    bridge = np.ones((max(1, height // 16), max(1, width // 16)), np.uint8)
    bridged = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, bridge)
    long = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((height, width), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(long, connectivity=8, ltype=cv2.CV_32S)
    across = stats[:, cv2.CC_STAT_WIDTH] if height > width else stats[:, cv2.CC_STAT_HEIGHT]
    along = stats[:, cv2.CC_STAT_HEIGHT] if height > width else stats[:, cv2.CC_STAT_WIDTH]
    # Mean thickness, since a long rule on a warped page leans more than it is thick.
    keep = (stats[:, cv2.CC_STAT_AREA] <= thickest * along) & (across * 6 <= along)
    keep[0] = False
    for label in np.flatnonzero(keep):
        x, y, w, h = (int(v) for v in stats[label, :4])
        keep[label] = _stands_free(ink, Box(x, y, x + w, y + h), upright=height > width)
    return np.asarray(keep[labels] if count > 1 else np.zeros(ink.shape, np.bool_), dtype=np.bool_)


def _stands_free(ink: Mask, run: Box, *, upright: bool) -> bool:
    """Whether there is white along both sides of a run: the row of letters of a tight line has ink above and below."""
    if upright:
        beside = (ink[run.y0 : run.y1, max(0, run.x0 - 2) : run.x0], ink[run.y0 : run.y1, run.x1 : run.x1 + 2])
    else:
        beside = (ink[max(0, run.y0 - 2) : run.y0, run.x0 : run.x1], ink[run.y1 : run.y1 + 2, run.x0 : run.x1])
    return all(side.size == 0 or side.mean() < _CROWDED for side in beside)


def _sort_components(ink: Mask) -> tuple[Mask, NDArray[np.int32], tuple[Box, ...]]:
    """Keeps what can be letters; collects what is too large and dense as pictures; drops frame shadows and specks."""
    height, width = ink.shape
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8, ltype=cv2.CV_32S)
    if count <= 1:
        return ink, np.zeros((0, 4), np.int32), ()
    x, y, w, h, area = (stats[:, column] for column in range(5))
    touches = (x <= 1) | (y <= 1) | (x + w >= width - 1) | (y + h >= height - 1)
    large = (h > 10 * X) & (w > 6 * X) | (h > 16 * X) | (w > 40 * X) & (h > 6 * X)
    shadow = touches & ((h > 3 * X) | (w > 6 * X))
    speck = (h <= 1) & (w <= 1) | (area <= 2)
    text = ~(large | shadow | speck)
    text[0] = False
    picture = large & ~shadow & (area * 6 > w * h) & (w > 10 * X) & (h > 10 * X)
    picture[0] = False
    boxes = tuple(Box(int(x[i]), int(y[i]), int(x[i] + w[i]), int(y[i] + h[i])) for i in np.flatnonzero(picture))
    letters = np.stack((x, y, x + w, y + h), axis=1)[text]
    return np.asarray(text[labels], dtype=np.bool_), np.asarray(letters, dtype=np.int32), boxes
