"""What stands on a page besides type: rubber stamps and handwriting, drawn as layers of ink."""

from __future__ import annotations

import math
from itertools import pairwise
from random import Random

import cv2
import numpy as np

from benchmarks.samples.drawing import stamp_mask, type_mask
from benchmarks.samples.fonts import Font, advance_px
from benchmarks.samples.wear import Layer, Rng, blurred, cloud, grain


def round_stamp(radius_px: int, legend: str, middle: tuple[str, ...], font: Font, turn_deg: float, rng: Rng) -> Layer:
    """A round stamp with a legend along its rim: a square layer of side ``2 * radius_px + 20``, ink 0 to 1.

    Rings and lines keep their distances in proportion to a radius of 160 pixels.
    """
    side = 2 * radius_px + 20

    def px(of_reference: int) -> int:
        return max(1, round(of_reference * radius_px / 160))

    layer = np.zeros((side, side), np.float32)
    centre = side / 2
    for radius, thickness in ((radius_px, px(5)), (radius_px - px(9), px(2)), (radius_px - px(58), px(2))):
        cv2.circle(layer, (round(centre), round(centre)), radius, 1.0, thickness, cv2.LINE_AA)
    letters = f"{legend} * "
    for index, letter in enumerate(letters):
        angle = 360.0 * index / len(letters) + turn_deg
        _letter(layer, letter, font, centre, radius_px - px(47), angle)
    inner = np.zeros((side, side), np.uint8)
    for number, text in enumerate(middle):
        mask, pen_x, pen_y = type_mask(text, font)
        x = centre - advance_px(text, font) / 2 - pen_x
        stamp_mask(inner, mask, round(x), round(centre + (number - (len(middle) - 1) / 2) * px(40) + px(11) - pen_y))
    turned = cv2.getRotationMatrix2D((centre, centre), -turn_deg, 1.0)
    layer = np.maximum(layer, cv2.warpAffine(inner.astype(np.float32) / 255, turned, (side, side)))
    wear = 0.75 + 0.5 * cloud((side, side), 70, rng) + 0.22 * grain((side, side), 1.3, rng)
    return np.asarray(blurred(layer, 0.9) * np.clip(wear, 0.05, 1), np.float32)


def _letter(layer: Layer, letter: str, font: Font, centre: float, radius: float, angle_deg: float) -> None:
    """One letter on a circle, its foot towards the middle; angle 0 is at the top, clockwise."""
    mask, pen_x, pen_y = type_mask(letter, font)
    angle = math.radians(angle_deg)
    cos, sin = math.cos(angle), math.sin(angle)
    shift_x, shift_y = -pen_x - advance_px(letter, font) / 2, -pen_y - radius
    matrix = np.array(
        [
            [cos, -sin, centre + cos * shift_x - sin * shift_y],
            [sin, cos, centre + sin * shift_x + cos * shift_y],
        ]
    )
    placed = cv2.warpAffine(mask.astype(np.float32) / 255, matrix, (layer.shape[1], layer.shape[0]))
    np.maximum(layer, placed, out=layer)


Stroke = list[tuple[float, float]]

SIGNATURE: list[Stroke] = [
    [
        (0.02, 0.3),
        (0.1, 0.12),
        (0.17, 0.1),
        (0.13, 0.4),
        (0.1, 0.85),
        (0.05, 1.0),
        (0.03, 0.85),
        (0.12, 0.68),
        (0.2, 0.5),
    ],
    [(0.24, 0.16), (0.225, 0.4), (0.21, 0.72)],
    [(0.33, 0.1), (0.31, 0.4), (0.295, 0.7), (0.3, 0.5), (0.25, 0.44), (0.2, 0.47), (0.3, 0.42), (0.36, 0.44)],
    [
        *[(0.4, 0.5), (0.365, 0.6), (0.375, 0.7), (0.41, 0.58), (0.415, 0.5), (0.41, 0.69), (0.45, 0.6), (0.485, 0.2)],
        *[
            (0.475, 0.12),
            (0.455, 0.4),
            (0.46, 0.69),
            (0.495, 0.55),
            (0.505, 0.5),
            (0.515, 0.69),
            (0.55, 0.5),
            (0.575, 0.53),
        ],
        *[(0.6, 0.5), (0.57, 0.6), (0.58, 0.7), (0.61, 0.58), (0.615, 0.69), (0.65, 0.5), (0.66, 0.55), (0.655, 0.69)],
        *[
            (0.7, 0.48),
            (0.71, 0.62),
            (0.69, 0.7),
            (0.74, 0.48),
            (0.75, 0.62),
            (0.725, 0.71),
            (0.77, 0.55),
            (0.79, 0.52),
        ],
        *[
            (0.775, 0.66),
            (0.8, 0.69),
            (0.82, 0.56),
            (0.83, 0.53),
            (0.83, 0.68),
            (0.85, 0.53),
            (0.87, 0.53),
            (0.87, 0.69),
        ],
        *[(0.92, 0.6), (0.98, 0.42)],
    ],
    [(0.16, 0.92), (0.4, 0.86), (0.7, 0.82), (0.95, 0.74), (0.8, 0.84), (0.6, 0.9)],
]
"""A signature in Latin letters, in shares of its width and height."""

SCRIBBLE: list[Stroke] = [
    [
        *[
            (0.05, 0.6),
            (0.2, 0.1),
            (0.3, 0.2),
            (0.15, 0.8),
            (0.1, 0.9),
            (0.3, 0.5),
            (0.38, 0.45),
            (0.35, 0.7),
            (0.45, 0.45),
        ],
        *[(0.48, 0.7), (0.56, 0.45), (0.58, 0.7), (0.66, 0.48), (0.7, 0.68), (0.85, 0.5), (1.0, 0.62)],
    ],
    [(0.0, 0.75), (0.5, 0.78), (0.95, 0.7)],
]
"""A hasty mark beside a certification."""


def handwriting(strokes: list[Stroke], width: int, height: int, pen_px: float, seed: int) -> Layer:
    """Strokes of a pen that is pressed harder downwards, as a layer of ink 0 to 1."""
    chance = Random(seed)
    layer = np.zeros((height, width), np.float32)
    for stroke in strokes:
        points = _smooth([(x + chance.gauss(0, 0.004), y + chance.gauss(0, 0.012)) for x, y in stroke])
        for (x0, y0), (x1, y1) in pairwise(points):
            slope = (y1 - y0) / (math.hypot(x1 - x0, y1 - y0) + 1e-9)
            thickness = max(1, round(pen_px * (0.75 + 0.45 * max(0.0, slope))))
            start = (round(x0 * (width - 8) + 4), round(y0 * (height - 8) + 4))
            end = (round(x1 * (width - 8) + 4), round(y1 * (height - 8) + 4))
            cv2.line(layer, start, end, 1.0, thickness, cv2.LINE_AA)
    return blurred(layer, 0.7)


def _smooth(points: Stroke, steps: int = 14) -> Stroke:
    """A Catmull-Rom curve through the points."""
    padded = [points[0], *points, points[-1]]
    curve: Stroke = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            curve.append(
                tuple(  # type: ignore[arg-type]
                    0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t**3)
                    for p, q, r, s in zip(a, b, c, d, strict=True)
                )
            )
    return [*curve, points[-1]]
