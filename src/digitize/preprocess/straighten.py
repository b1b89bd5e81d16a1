"""Straightening: 90-degree turns and deskewing, each with its transform."""

from __future__ import annotations

import cv2
import numpy as np

from digitize.model.geometry import Transform
from digitize.model.page import StraightenedPage
from digitize.model.raster import Pixels, Raster
from digitize.preprocess.letters import ink_mask

_MOST_SKEW_DEG = 7.0
"""Beyond this a page was laid on the glass crookedly enough for a person to scan it again."""
_LEAST_SKEW_DEG = 0.15
"""Below this a line of 2,000 px leans by less than 6 px; resampling would cost more than it brings."""
_WORKING_PX = 1_000
"""Longest side of the image on which the angle is measured; 0.1 degree is 1.7 px over this length."""


def turn(raster: Raster, degrees_clockwise: int) -> Raster:
    """The raster turned clockwise by a multiple of 90 degrees; no pixel changes its value."""
    if degrees_clockwise % 360 == 0:
        return raster
    turned = np.rot90(raster.pixels, k=-(degrees_clockwise // 90) % 4)
    return Raster(np.ascontiguousarray(turned), raster.dpi, raster.bitonal)


def straighten(canonical: Raster) -> StraightenedPage:
    """Makes the text of an upright page level.

    The frame keeps its size: what leans out of it by a few pixels is margin.

    Args:
        canonical: The canonical page image.
    """
    grey = _grey(canonical.pixels)
    skew_deg = measure_skew(grey)
    if abs(skew_deg) < _LEAST_SKEW_DEG:
        return StraightenedPage(Raster(grey, canonical.dpi, canonical.bitonal), Transform(), 0.0)
    height, width = grey.shape
    transform = Transform.rotation(-skew_deg, (width / 2, height / 2))
    # cv2 maps pixel centres, Transform pixel edges: half a pixel apart.
    centres = Transform.shift(0.5, 0.5).then(transform).then(Transform.shift(-0.5, -0.5))
    matrix = np.array(centres.values, dtype=np.float64).reshape(2, 3)
    paper = int(np.percentile(grey[::16, ::16], 75))
    level = cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(paper,))
    pixels = np.asarray(level, dtype=np.uint8)
    return StraightenedPage(Raster(pixels, canonical.dpi, bitonal=False), transform, skew_deg)


def measure_skew(grey: Pixels) -> float:
    """Clockwise angle in degrees by which the lines lean; 0 when no angle stands out.

    Shears a reduced picture of the ink by trial angles and takes the one at which the profile of the rows changes
    most sharply from line to gap (Postl's criterion, US patent 4,723,297, 1988), coarse to fine.
    """
    factor = min(1.0, _WORKING_PX / max(grey.shape))
    ink = ink_mask(grey)
    small = cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    # A dark border is no text: what touches the frame and is long is left out by cutting the outer 3 percent.
    height, width = small.shape
    inner = small[height * 3 // 100 : height - height * 3 // 100, width * 3 // 100 : width - width * 3 // 100]
    # Cap on each pixel's weight so that pictures and black bars do not outvote the lines.
    mask = np.asarray((inner > 60).astype(np.uint8) * 255, dtype=np.uint8)
    if mask.size == 0 or int(np.count_nonzero(mask)) < 50:
        return 0.0
    ys, xs = np.nonzero(mask)
    best, level = _sharpest(xs, ys, mask.shape[0], np.arange(-_MOST_SKEW_DEG, _MOST_SKEW_DEG + 0.01, 0.5), 0.0)
    best, level = _sharpest(xs, ys, mask.shape[0], np.arange(best - 0.5, best + 0.51, 0.1), level)
    best, _ = _sharpest(xs, ys, mask.shape[0], np.arange(best - 0.1, best + 0.101, 0.025), level)
    if abs(best) >= _MOST_SKEW_DEG - 0.1:
        return 0.0
    flat = _sharpness(xs, ys, mask.shape[0], 0.0)
    peak = _sharpness(xs, ys, mask.shape[0], best)
    # An angle that makes the profile sharper by less than 2 percent is noise.
    return float(round(best, 3)) if peak > 1.02 * flat else 0.0


def _sharpest(
    xs: np.ndarray[tuple[int], np.dtype[np.int64]],
    ys: np.ndarray[tuple[int], np.dtype[np.int64]],
    rows: int,
    angles: np.ndarray[tuple[int], np.dtype[np.float64]],
    level: float,
) -> tuple[float, float]:
    scores = [_sharpness(xs, ys, rows, float(angle)) for angle in angles]
    index = int(np.argmax(scores))
    return float(angles[index]), max(level, scores[index])


def _sharpness(
    xs: np.ndarray[tuple[int], np.dtype[np.int64]],
    ys: np.ndarray[tuple[int], np.dtype[np.int64]],
    rows: int,
    degrees: float,
) -> float:
    """Sum of squared steps of the row profile after shearing by an angle; grows as lines become level."""
    slope = np.tan(np.radians(degrees))
    sheared = np.rint(ys - slope * xs).astype(np.int64)
    sheared -= sheared.min()
    profile = np.bincount(sheared, minlength=rows).astype(np.float64)
    return float(np.square(np.diff(profile)).sum())


def _grey(pixels: Pixels) -> Pixels:
    if pixels.ndim == 2:
        return pixels
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
