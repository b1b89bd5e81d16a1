"""Straightening: 90-degree turns and deskewing, each with its transform."""

from __future__ import annotations

import math

import cv2
import numpy as np

from digitize.model.geometry import Box, Transform
from digitize.model.page import StraightenedPage
from digitize.model.raster import Pixels, Raster
from digitize.preprocess.letters import grey_of
from digitize.preprocess.profile import points_of, sharpness, small_ink

_MOST_SKEW_DEG = 15.0
"""Beyond this a page was laid on the glass crookedly enough for a person to scan it again."""
_LEAST_SKEW_DEG = 0.15
"""Below this a line of 2,000 px leans by less than 6 px; resampling would cost more than it brings."""
_COARSE_POINTS = 40_000
"""Points of ink that the first, coarse search looks at; more do not change which angle it finds."""
_STANDS_OUT = 5.0
"""How many times the median of all trial angles the best one must score. On 60 scans of print and typescript it was 6.7
and more, with scattered words 2 to 5, with specks, blots and noise 2.3 at most."""
_ENOUGH_PIECES = 10
"""Fewer separate pieces of ink are a stroke, a stain, a stamp: no lines of text."""
_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def turn(raster: Raster, degrees_clockwise: int) -> Raster:
    """The raster turned clockwise by a multiple of 90 degrees; no pixel changes its value."""
    if degrees_clockwise % 360 == 0:
        return raster
    turned = cv2.rotate(raster.pixels, _TURNS[degrees_clockwise % 360])
    return Raster(np.asarray(turned, dtype=np.uint8), raster.dpi, raster.bitonal)


def mirror(raster: Raster) -> Raster:
    """The raster with left and right exchanged."""
    return Raster(np.ascontiguousarray(raster.pixels[:, ::-1]), raster.dpi, raster.bitonal)


def cropped(raster: Raster, part: Box) -> Raster:
    """A part of the raster, in pixels of its own."""
    pixels = np.ascontiguousarray(raster.pixels[part.y0 : part.y1, part.x0 : part.x1])
    return Raster(pixels, raster.dpi, raster.bitonal)


def inverted(raster: Raster) -> Raster:
    """The raster with black and white exchanged."""
    return Raster(np.asarray(cv2.bitwise_not(raster.pixels), dtype=np.uint8), raster.dpi, raster.bitonal)


def straighten(canonical: Raster) -> StraightenedPage:
    """Makes the text of an upright page level.

    The frame grows by what the turned page needs, so that no text leans out of it.

    Args:
        canonical: The canonical page image.
    """
    grey = grey_of(canonical.pixels)
    skew_deg = measure_skew(grey)
    if abs(skew_deg) < _LEAST_SKEW_DEG:
        return StraightenedPage(Raster(grey, canonical.dpi, canonical.bitonal), Transform(), 0.0)
    transform, width, height = _levelling(skew_deg, canonical.width, canonical.height)
    # cv2 maps pixel centres, Transform pixel edges: half a pixel apart.
    centres = Transform.shift(0.5, 0.5).then(transform).then(Transform.shift(-0.5, -0.5))
    matrix = np.array(centres.values, dtype=np.float64).reshape(2, 3)
    paper = int(np.percentile(grey[::16, ::16], 75))
    level = cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(paper,))
    pixels = np.asarray(level, dtype=np.uint8)
    return StraightenedPage(Raster(pixels, canonical.dpi, bitonal=False), transform, skew_deg)


def _levelling(skew_deg: float, width_px: int, height_px: int) -> tuple[Transform, int, int]:
    """The rotation that levels a page, and width and height of the frame that holds the whole of it."""
    angle = math.radians(abs(skew_deg))
    width = math.ceil(width_px * math.cos(angle) + height_px * math.sin(angle))
    height = math.ceil(height_px * math.cos(angle) + width_px * math.sin(angle))
    rotation = Transform.rotation(-skew_deg, (width_px / 2, height_px / 2))
    return rotation.then(Transform.shift((width - width_px) / 2, (height - height_px) / 2)), width, height


def measure_skew(grey: Pixels) -> float:
    """Clockwise angle in degrees by which the lines lean; 0 when no angle stands out.

    Shears a reduced picture of the ink by trial angles and takes the one at which the profile of the rows changes
    most sharply from line to gap (Postl's criterion, US patent 4,723,297, 1988), coarse to fine.
    """
    mask = small_ink(grey)
    if mask.size == 0 or cv2.connectedComponents(mask)[0] - 1 < _ENOUGH_PIECES:
        return 0.0
    ink = points_of(mask)
    coarse = np.arange(-_MOST_SKEW_DEG, _MOST_SKEW_DEG + 0.01, 0.5)
    scores = sharpness(ink.thinned(_COARSE_POINTS), coarse)
    around = float(coarse[np.argmax(scores)])
    if abs(around) >= _MOST_SKEW_DEG or scores.max() < _STANDS_OUT * np.median(scores):
        return 0.0
    nearer = np.arange(around - 0.5, around + 0.51, 0.1)
    around = float(nearer[np.argmax(sharpness(ink, nearer))])
    nearest = np.arange(around - 0.3, around + 0.31, 0.05)
    scores = sharpness(ink, nearest)
    # The middle of the peak is a steadier measure than its highest point.
    weights = np.maximum(scores - 0.5 * scores.max(), 0.0)
    best = float((nearest * weights).sum() / weights.sum())
    # An angle that makes the profile sharper by less than 2 percent is noise.
    flat = float(sharpness(ink, np.zeros(1))[0])
    return round(best, 3) if scores.max() > 1.02 * flat else 0.0
