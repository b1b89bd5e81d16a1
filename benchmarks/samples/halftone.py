"""A drawn landscape, and the screen that turns grey into dots."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.samples.wear import Layer, Rng, blurred, cloud

_PITCH_PX = 7.2


def landscape(width: int, height: int, rng: Rng) -> Layer:
    """A valley before the storm in grey, 0 black to 1 white: sky, ranges of hills, a river, a viaduct, poplars."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    u, v = x / width, y / height
    grey = 0.93 - 0.4 * np.clip(0.42 - v, 0, 1) + 0.16 * cloud((height, width), height / 4, rng) * (v < 0.5)
    grey -= 0.3 * np.clip(cloud((height, width), height / 3, rng), 0, 1) * np.clip(0.4 - v, 0, 1) * 2
    for number, (level, rough, tone) in enumerate([(0.4, 0.05, 0.74), (0.47, 0.07, 0.6), (0.56, 0.05, 0.46)]):
        ridge = level + rough * np.sin(2 * math.pi * (u * (1.3 + number) + 0.21 * number)) * 0.6
        ridge += rough * 0.5 * cloud((1, width), width / (7 + 5 * number), rng)
        ground = tone + 0.1 * cloud((height, width), 26, rng) + 0.28 * (v - ridge)
        grey = np.where(v > ridge, ground, grey)
    near = np.clip(v - 0.6, 0, 1) / 0.4
    middle = 0.56 + 0.11 * np.sin(8.5 * np.sqrt(near)) * (0.4 + near) - 0.1 * near
    river = (v > 0.6) & (np.abs(u - middle) < 0.008 + 0.11 * near**1.4)
    grey = np.where(river, 0.86 + 0.07 * np.sin(160 * v + 6 * u), grey).astype(np.float32)
    _viaduct(grey, width, height)
    _poplars(grey, width, height, rng)
    return np.clip(blurred(np.ascontiguousarray(grey, np.float32), 2.0), 0.03, 0.97)


def _viaduct(grey: Layer, width: int, height: int) -> None:
    top, foot, arch = int(0.56 * height), int(0.655 * height), int(0.052 * width)
    cv2.rectangle(grey, (int(0.3 * width), top), (int(0.84 * width), top + height // 60), 0.88, -1)
    for x in range(int(0.3 * width), int(0.84 * width) - arch // 2, arch):
        cv2.rectangle(grey, (x, top), (x + arch // 5, foot), 0.85, -1)
        cv2.ellipse(
            grey, (x + arch // 2 + arch // 10, top + height // 24), (arch * 2 // 5, height // 40), 0, 180, 360, 0.85, 4
        )
    for index in range(9):
        x, y = int((0.86 + 0.014 * index) * width), int((0.555 + 0.006 * (index % 3)) * height)
        cv2.rectangle(grey, (x, y), (x + width // 110, y + height // 40), 0.92 if index % 2 else 0.7, -1)


def _poplars(grey: Layer, width: int, height: int, rng: Rng) -> None:
    for place in (0.05, 0.085, 0.13, 0.165, 0.23, 0.93, 0.965):
        tall = float(rng.uniform(0.3, 0.44)) * height
        x, foot = place * width, height * float(rng.uniform(0.93, 1.0))
        for _ in range(260):
            up = float(rng.uniform(0, 1))
            spread = 0.07 * tall * math.sin(math.pi * min(1.0, up + 0.12)) + 3
            at = (int(x + rng.normal(0, spread)), int(foot - up * tall))
            cv2.ellipse(grey, at, (4, 11), float(rng.uniform(-25, 25)), 0, 360, float(rng.uniform(0.06, 0.3)), -1)


def screened(grey: Layer) -> NDArray[np.uint8]:
    """Grey as ink dots on a grid turned by 45 degrees: 255 is ink."""
    y, x = np.mgrid[0 : grey.shape[0], 0 : grey.shape[1]].astype(np.float32)
    step = 2 * math.pi / _PITCH_PX / math.sqrt(2)
    dots = 0.5 + 0.25 * (np.cos((x + y) * step) + np.cos((x - y) * step))
    return np.asarray(np.clip((dots - grey) * 3.2 + 0.5, 0, 1) * 255, np.uint8)
