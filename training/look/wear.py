"""What printing, typing, ageing and filming do to the ink of a line, at the size in which it is set."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Ink = NDArray[np.float32]


_FRESH = 0.35
"""Share of typed lines with strokes fattened by a fresh ribbon or soft paper: a third of the height of an x, and more."""


def blurred(image: Ink, sigma_px: float) -> Ink:
    """Gaussian blur; none for a vanishing one."""
    return image if sigma_px < 0.2 else np.asarray(cv2.GaussianBlur(image, (0, 0), sigma_px), dtype=np.float32)


def field(rng: np.random.Generator, shape: tuple[int, int], grain_px: float) -> Ink:
    """Smooth noise of mean 0 and deviation 1, whose patches are about ``grain_px`` wide."""
    height, width = shape
    rows, columns = max(2, round(height / grain_px) + 2), max(2, round(width / grain_px) + 2)
    coarse = rng.standard_normal((rows, columns), dtype=np.float32)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.float32)


def printed(rng: np.random.Generator, ink: Ink, strength: float) -> Ink:
    """Letterpress: ink spreads or fails, by patches; edges are rough; strokes break.

    Args:
        rng: Source of chance.
        ink: As set.
        strength: 0 for a clean print to 1 for a worn one.
    """
    soft = blurred(ink, float(rng.uniform(0.6, 1.2 + 1.3 * strength)))
    level = 0.5 + float(rng.normal(0.0, 0.08 + 0.10 * strength)) + 0.08 * strength * field(rng, ink.shape, 60.0)
    level = level + float(rng.uniform(0.0, 0.16)) * strength * field(rng, ink.shape, float(rng.uniform(2.0, 6.0)))
    sharp = float(rng.uniform(3.0, 9.0))
    worn = np.clip((soft - np.clip(level, 0.12, 0.85)) * sharp + 0.5, 0.0, 1.0)
    if rng.random() < 0.35 * strength:  # holes in the ink
        holes = field(rng, ink.shape, float(rng.uniform(1.5, 4.0))) > float(rng.uniform(1.2, 2.4))
        worn = worn * (1.0 - float(rng.uniform(0.4, 1.0)) * holes)
    return np.asarray(worn, dtype=np.float32)


def typed(rng: np.random.Generator, ink: Ink, strength: float) -> Ink:
    """A ribbon's or a carbon's print: woven, uneven, filled counters, soft edges."""
    carbon = rng.random() < 0.4
    if rng.random() < _FRESH:  # ink runs into the paper around every stroke
        around = int(rng.choice([2, 3, 3, 4, 5]))
        ink = np.asarray(
            cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (around, around))), dtype=np.float32
        )
    soft = blurred(ink, float(rng.uniform(0.7, 1.6) + (strength * rng.uniform(0.3, 1.6) if carbon else 0.0)))
    gain = float(rng.uniform(1.0, 2.2))
    worn = np.clip((soft - float(rng.uniform(0.05, 0.30))) * gain, 0.0, 1.0)
    weave = 1.0 + float(rng.uniform(0.0, 0.35)) * strength * field(rng, ink.shape, float(rng.uniform(1.5, 4.0)))
    press = 1.0 + float(rng.uniform(0.0, 0.3)) * strength * field(rng, ink.shape, float(rng.uniform(25.0, 90.0)))
    worn = np.clip(worn * weave * press, 0.0, 1.0)
    if rng.random() < 0.3 * strength:  # a clogged type: small counters fill
        closed = cv2.morphologyEx(worn, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8), iterations=int(rng.integers(1, 3)))
        worn = np.maximum(worn, closed * float(rng.uniform(0.4, 0.9)))
    return np.asarray(worn, dtype=np.float32)


def with_neighbours(rng: np.random.Generator, ink: Ink, other: Ink, gap_px: float) -> Ink:
    """Ink of the lines above and below, cut from another line, at a distance between baselines."""
    worn = ink.copy()
    height, width = ink.shape
    for way in (-1, 1):
        if rng.random() < 0.6:
            shift = round(way * gap_px)
            begin = int(rng.integers(0, max(1, other.shape[1] - width))) if other.shape[1] > width else 0
            part = other[:, begin : begin + width]
            source = part[max(0, -shift) : height - max(0, shift)]
            target = worn[max(0, shift) : height + min(0, shift), : part.shape[1]]
            np.maximum(target, source, out=target)
    return worn


def with_shadow(rng: np.random.Generator, ink: Ink, other: Ink) -> Ink:
    """Print of the other side that shows through: mirrored, soft, faint."""
    mirrored = blurred(np.ascontiguousarray(other[:, ::-1]), float(rng.uniform(1.0, 3.0)))
    shift = int(rng.integers(-40, 41))
    mirrored = np.roll(mirrored, shift, axis=0)
    width = min(ink.shape[1], mirrored.shape[1])
    shadow = np.zeros_like(ink)
    shadow[:, :width] = mirrored[:, :width]
    return np.asarray(np.maximum(ink, shadow * float(rng.uniform(0.08, 0.42))), dtype=np.float32)


def with_dirt(rng: np.random.Generator, ink: Ink) -> Ink:
    """Specks, scratches, pieces of rules at the sides."""
    worn = ink.copy()
    height, width = ink.shape
    if rng.random() < 0.5:
        for _ in range(int(rng.poisson(width / 400.0)) + 1):
            y, x, r = int(rng.integers(height)), int(rng.integers(width)), float(rng.exponential(1.6)) + 0.6
            cv2.circle(worn, (x, y), max(1, round(r)), float(rng.uniform(0.3, 1.0)), -1)
    if rng.random() < 0.15:
        x = int(rng.choice([int(rng.integers(0, 30)), width - 1 - int(rng.integers(0, 30))]))
        worn[:, x : x + int(rng.integers(2, 6))] = float(rng.uniform(0.5, 1.0))
    if rng.random() < 0.12:
        points = rng.integers(0, (width, height), size=(2, 2))
        cv2.line(
            worn,
            tuple(map(int, points[0])),
            tuple(map(int, points[1])),
            float(rng.uniform(0.2, 0.9)),
            int(rng.integers(1, 3)),
        )
    if rng.random() < 0.1:  # a white scratch
        points = rng.integers(0, (width, height), size=(2, 2))
        cv2.line(worn, tuple(map(int, points[0])), tuple(map(int, points[1])), 0.0, int(rng.integers(1, 4)))
    return worn
