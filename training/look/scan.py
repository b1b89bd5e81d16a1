"""A worn line photographed or scanned, cut out as layout cuts it: the grey crop that the recogniser gets."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from training.look.faces import X_HEIGHT_PX
from training.look.setting import Set
from training.look.wear import blurred, field

Ink = NDArray[np.float32]
Pixels = NDArray[np.uint8]

_X_HEIGHTS = (7.5, 34.0)
"""Least and largest x-height of a scanned line, in pixels: typescripts at 90 dpi to newspapers at 400."""
_PAPER = 255


def scan(rng: np.random.Generator, line: Set, ink: Ink, *, film: bool) -> Pixels:
    """The grey crop of a line.

    Args:
        rng: Source of chance.
        line: As set; tells where the letters stand.
        ink: The same line worn.
        film: Whether black and white is likely (microfilm).
    """
    x_height = float(np.clip(np.exp(rng.normal(np.log(16.0), 0.42)), *_X_HEIGHTS))
    across = float(np.clip(rng.normal(1.0, 0.09), 0.78, 1.3))
    factor = x_height / X_HEIGHT_PX
    top, bottom, left, right = _frame(rng, line, ink)
    part = ink[top:bottom, left:right]
    size = (max(4, round(part.shape[1] * factor * across)), max(4, round(part.shape[0] * factor)))
    small = cv2.resize(part, size, interpolation=cv2.INTER_AREA if factor < 1.0 else cv2.INTER_CUBIC)
    small = blurred(np.clip(small, 0.0, 1.0), float(abs(rng.normal(0.0, 0.55))) * max(0.6, x_height / 16.0))
    grey = _tones(rng, small)
    white = rng.random() < (0.55 if film else 0.18)
    if white:
        grey = _black_and_white(rng, grey)
    elif rng.random() < 0.3:
        _, data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 90))])
        grey = np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)
    if rng.random() < 0.6:
        grey, white = _evened_out(grey), True
    if white and rng.random() < 0.55:  # lines are cut out of pages whose paper is white already, or nearly
        grey = _painted_over(rng, grey)
    if rng.random() < 0.5:
        m = int(rng.integers(1, 10))
        grey = np.pad(grey, m, constant_values=_PAPER)
    return grey


def _frame(rng: np.random.Generator, line: Set, ink: Ink) -> tuple[int, int, int, int]:
    """Rows and columns of the crop, in the frame of the line as set: tight to loose."""
    part = line.ink[:, line.left : line.right]
    rows = np.flatnonzero(part.max(axis=1) > 0.3)
    first, last = (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (line.baseline - 26, line.baseline)
    loose = float(rng.choice([2.0, 8.0, 20.0]))
    top = first - round(float(rng.exponential(loose))) + int(rng.integers(-2, 2))
    bottom = last + round(float(rng.exponential(loose))) + int(rng.integers(-1, 3))
    if rng.random() < 0.3:  # by the height of a usual line, whatever its letters
        top, bottom = min(top, line.baseline - 44), max(bottom, line.baseline + 14)
    left = line.left - round(float(rng.exponential(8.0))) - 1
    right = line.right + round(float(rng.exponential(8.0))) + 1
    height, width = ink.shape
    return max(0, top), min(height, bottom), max(0, left), min(width, right)


def _tones(rng: np.random.Generator, ink: Ink) -> Pixels:
    """Grey levels: paper and ink of some tone, uneven light, stains, noise."""
    paper, dark = float(rng.uniform(150, 255)), float(rng.uniform(0, 90))
    if rng.random() < 0.25:  # little contrast
        dark = paper - float(rng.uniform(35, 90))
    light = np.full(ink.shape, paper, np.float32)
    if rng.random() < 0.5:
        light *= 1.0 + float(rng.uniform(0.0, 0.09)) * field(rng, ink.shape, float(rng.uniform(20.0, 200.0)))
    image = light - ink * np.maximum(light - dark, 20.0)
    noise = min(float(rng.exponential(5.0)), 0.13 * (paper - dark))
    if noise > 0.5:
        image = image + noise * rng.standard_normal(ink.shape, dtype=np.float32)
    if rng.random() < 0.35:
        image = image + min(float(rng.exponential(4.0)), 0.1 * (paper - dark)) * field(rng, ink.shape, 2.5)
    return np.asarray(np.clip(image, 0, 255), dtype=np.uint8)


def _black_and_white(rng: np.random.Generator, grey: Pixels) -> Pixels:
    """A bitonal scan: one threshold, or one by the surroundings."""
    grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), float(rng.uniform(0.3, 0.8))), dtype=np.uint8)
    low, high = np.percentile(grey, (3, 80))
    if rng.random() < 0.7:
        limit = low + (high - low) * float(np.clip(rng.normal(0.55, 0.12), 0.25, 0.85))
        return np.where(grey < limit, 0, 255).astype(np.uint8)
    size = int(rng.integers(6, 25)) * 2 + 1
    method, limit = cv2.ADAPTIVE_THRESH_MEAN_C, float(rng.uniform(6, 18))
    return np.asarray(cv2.adaptiveThreshold(grey, 255, method, cv2.THRESH_BINARY, size, limit), dtype=np.uint8)


def _evened_out(grey: Pixels) -> Pixels:
    """Paper divided out, as toning does."""
    kernel = max(5, grey.shape[0] // 3) | 1
    paper = cv2.GaussianBlur(
        cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((kernel, kernel), np.uint8)), (0, 0), kernel / 2
    )
    return np.asarray(np.clip(grey.astype(np.float32) / np.maximum(paper, 1) * 255.0, 0, 255), dtype=np.uint8)


def _painted_over(rng: np.random.Generator, grey: Pixels) -> Pixels:
    """Everything but the strokes and their edges made paper, as the cutting of lines does; small pieces may go with it."""
    low, high = (float(v) for v in np.percentile(grey, (2, 80)))
    strokes = (grey < low + (high - low) * float(rng.uniform(0.6, 0.85))).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    least = int(rng.integers(0, 4))
    keep = stats[:, cv2.CC_STAT_AREA] > least
    keep[0] = False
    near = cv2.dilate(keep[labels].astype(np.uint8), np.ones((5, 5), np.uint8))
    out = grey.copy()
    out[near == 0] = _PAPER
    return out
