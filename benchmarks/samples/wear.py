"""What time, press and scanner do to a page. Layers are float arrays; ink runs from 0 (none) to 1 (full)."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Layer = NDArray[np.float32]
Rng = np.random.Generator


def as_layer(ink: NDArray[np.uint8]) -> Layer:
    """Ink of 0 to 255 as a layer."""
    return np.asarray(ink / np.float32(255), np.float32)


def blurred(layer: Layer, sigma_px: float, sigma_y_px: float | None = None) -> Layer:
    """Gaussian blur."""
    return np.asarray(cv2.GaussianBlur(layer, (0, 0), sigma_px, sigmaY=sigma_y_px or sigma_px), np.float32)


def cloud(shape: tuple[int, int], cell_px: float, rng: Rng) -> Layer:
    """Smooth noise, about -1 to 1, with lumps as large as ``cell_px``."""
    rows, columns = max(3, round(shape[0] / cell_px) + 2), max(3, round(shape[1] / cell_px) + 2)
    coarse = rng.standard_normal((rows, columns)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), np.float32) * 0.6


def grain(shape: tuple[int, int], sigma_px: float, rng: Rng) -> Layer:
    """Fine noise of standard deviation 1, blurred by ``sigma_px``."""
    noise = blurred(rng.standard_normal(shape, dtype=np.float32), sigma_px)
    return noise / np.float32(noise.std())


def press(ink: Layer, rng: Rng, *, spread: float, uneven: float, rough: float, soft: float = 0.22) -> Layer:
    """Ink as the press leaves it: edges moved outwards or inwards, unevenly over the page.

    Args:
        ink: Clean type.
        rng: Source of chance.
        spread: Above 0 letters grow fat, below 0 they grow thin; 0.1 is a lot.
        uneven: How much that varies over the page.
        rough: How ragged the edges are.
        soft: Half the width of an edge, in levels of ink.
    """
    edge = 0.46 - spread + uneven * cloud(_shape(ink), 260, rng) + 0.5 * uneven * cloud(_shape(ink), 40, rng)
    edge += rough * grain(_shape(ink), 0.9, rng)
    inked = np.clip((blurred(ink, 0.75) - edge) / (2 * soft) + 0.5, 0, 1)
    return np.asarray(inked * inked * (3 - 2 * inked), np.float32)


def dropouts(ink: Layer, rng: Rng, *, share: float, size_px: float) -> Layer:
    """Small places where the ink did not take, as a share of the area."""
    noise = grain(_shape(ink), size_px, rng)
    edge = np.quantile(noise[::7, ::7], 1 - share)
    return np.asarray(ink * (1 - 0.8 * np.clip((noise - edge) * 4, 0, 1)), np.float32)


def specks(shape: tuple[int, int], count: int, largest_px: float, rng: Rng) -> Layer:
    """Dust and spatter."""
    layer = np.zeros(shape, np.float32)
    for _ in range(count):
        centre = (int(rng.integers(0, shape[1])), int(rng.integers(0, shape[0])))
        across, down = (max(1, round(min(largest_px, 0.5 + float(a)))) for a in rng.exponential(largest_px / 3.5, 2))
        turn, black = float(rng.integers(0, 180)), float(rng.uniform(0.2, 0.9))
        cv2.ellipse(layer, centre, (across, down), turn, 0, 360, black, -1, cv2.LINE_AA)
    return blurred(layer, 0.6)


def paper(shape: tuple[int, int], rng: Rng, *, tone: float, mottle: float, fibre: float, tan: float) -> Layer:
    """Bare paper in grey levels: blotches, fibres, and edges that have darkened by ``tan`` levels."""
    sheet = np.full(shape, tone, np.float32)
    sheet += mottle * (cloud(shape, 700, rng) + 0.6 * cloud(shape, 120, rng) + 0.4 * cloud(shape, 24, rng))
    sheet += fibre * (grain(shape, 1.1, rng) * 0.6 + _fibres(shape, rng))
    rows, columns = np.linspace(-1, 1, shape[0], dtype=np.float32), np.linspace(-1, 1, shape[1], dtype=np.float32)
    rim = np.maximum(np.abs(rows)[:, None] ** 14, np.abs(columns)[None, :] ** 12)
    return np.asarray(sheet - tan * rim * (1 + 0.4 * cloud(shape, 300, rng)), np.float32)


def _fibres(shape: tuple[int, int], rng: Rng) -> Layer:
    noise = rng.standard_normal(shape, dtype=np.float32)
    strands = blurred(noise, 4.0, 0.6) + blurred(noise[::-1], 0.6, 4.0)
    return strands / np.float32(strands.std())


def stain(shape: tuple[int, int], centre: tuple[float, float], radius_px: float, rng: Rng) -> Layer:
    """A dried splash, 0 to 1: faint inside, darker at its ragged rim."""
    rows = np.arange(shape[0], dtype=np.float32)[:, None] - centre[1] * shape[0]
    columns = np.arange(shape[1], dtype=np.float32)[None, :] - centre[0] * shape[1]
    distance = np.hypot(rows, columns) / radius_px * (1 + 0.12 * cloud(shape, radius_px / 1.5, rng))
    inside = np.clip((1 - distance) * 12, 0, 1)
    rim = np.exp(-(((distance - 0.97) / 0.035) ** 2))
    return np.asarray(0.45 * inside + 0.55 * rim, np.float32)


def fold(shape: tuple[int, int], at: float, rng: Rng, *, down: bool = False) -> Layer:
    """A crease across the page (or down it), 0 to 1, at that share of its height (or width)."""
    length, depth = (shape[0], shape[1]) if down else (shape[1], shape[0])
    path = at * depth + 3 * cloud((1, length), 180, rng)[0] + 0.8 * cloud((1, length), 25, rng)[0]
    distance = np.arange(depth, dtype=np.float32)[:, None] - path[None, :]
    crease = 0.55 * np.exp(-((distance / 1.6) ** 2)) + 0.3 * np.exp(-((distance / 14) ** 2))
    crease *= 0.8 + 0.4 * cloud((1, length), 60, rng)
    return np.asarray(crease.T if down else crease, np.float32)


def light(shape: tuple[int, int], left: float, right: float, top: float, bottom: float) -> Layer:
    """Uneven light as a factor: one value at each edge, smooth between."""
    columns = np.linspace(left, right, shape[1], dtype=np.float32)[None, :]
    rows = np.linspace(top, bottom, shape[0], dtype=np.float32)[:, None]
    return np.asarray(columns * rows, np.float32)


def behind(ink: Layer, sigma_px: float) -> Layer:
    """The other side of the sheet as it shows through: mirrored, shifted by part of a page, blurred."""
    mirrored = np.roll(ink[:, ::-1], round(ink.shape[0] * 0.37), axis=0)
    return blurred(np.ascontiguousarray(mirrored), sigma_px)


def scanner(grey: Layer, rng: Rng, *, blur_px: float, noise: float) -> NDArray[np.uint8]:
    """What the sensor makes of it: slightly soft, slightly noisy, 8 bits."""
    seen = blurred(grey, blur_px) + noise * grain(_shape(grey), 0.55, rng)
    return np.clip(np.rint(seen), 0, 255).astype(np.uint8)


def _shape(layer: Layer) -> tuple[int, int]:
    return (layer.shape[0], layer.shape[1])
