"""From a flat sheet to a scan: the chain of wear for newsprint.

Typescript and microfilm have their own, in their modules.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.samples.drawing import Ink
from benchmarks.samples.warp import Warp
from benchmarks.samples.wear import (
    Rng,
    as_layer,
    behind,
    cloud,
    dropouts,
    fold,
    grain,
    light,
    paper,
    press,
    scanner,
    specks,
    stain,
)


@dataclass(frozen=True, slots=True)
class Newsprint:
    """How worn a newspaper page is.

    Args:
        tone: Grey level of the paper.
        tan: How much darker its rim is.
        spread: Ink spread, see :func:`benchmarks.samples.wear.press`.
        through: How strongly the other side shows.
        folds: Creases across the page, as shares of its height.
        stains: Middle (shares of width and height), radius in pixels and strength in grey levels of each.
        lamp: Light at the left, right, top and bottom edge, as factors.
    """

    tone: float
    tan: float
    spread: float
    through: float
    folds: tuple[float, ...]
    stains: tuple[tuple[float, float, float, float], ...]
    lamp: tuple[float, float, float, float]


def print_and_scan(ink: Ink, warp: Warp, worn: Newsprint, rng: Rng) -> NDArray[np.uint8]:
    """A newspaper page as the scanner sees it, in grey.

    Args:
        ink: The flat print.
        warp: How it lies on the scanner.
        worn: How worn it is.
        rng: Source of chance; the same seed gives the same scan.
    """
    shape = (ink.shape[0], ink.shape[1])
    type_ = as_layer(ink)
    inked = press(np.clip(type_ * 1.15, 0, 1), rng, spread=worn.spread, uneven=0.06, rough=0.07)
    inked = dropouts(inked, rng, share=0.012, size_px=1.3)
    inked *= np.clip(0.93 + 0.07 * cloud(shape, 90, rng) + 0.045 * grain(shape, 1.4, rng), 0, 1)
    back = behind(type_, 2.6) * (0.8 + 0.35 * cloud(shape, 200, rng))
    sheet = paper(shape, rng, tone=worn.tone, mottle=3.2, fibre=1.6, tan=worn.tan)
    sheet -= worn.through * np.clip(back, 0, 1)
    for x, y, radius, strength in worn.stains:
        sheet -= strength * stain(shape, (x, y), radius, rng)
    for place in worn.folds:
        crease = fold(shape, place, rng)
        sheet -= 34 * crease
        inked *= 1 - 0.35 * crease
    sheet -= 95 * specks(shape, shape[0] * shape[1] // 90_000, 4.5, rng)
    grey = sheet * (1 - inked) + inked * (44 + 6 * cloud(shape, 300, rng))
    grey = warp.apply(np.ascontiguousarray(grey, np.float32), beyond=58.0)
    return scanner(grey * light(shape, *worn.lamp), rng, blur_px=0.62, noise=2.2)
