"""A typewriter: its types stand off the line, strike harder on one side, are clogged or worn, the same way wherever they come."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from training.look.faces import Glyph

_TILTED, _CLOGGED, _SWOLLEN = 0.4, 0.22, 0.2
"""Shares of an old machine's types that strike harder on one side, have dirt in their counters, print fat or thin."""
_FADED = 0.65
"""The faint side of a type keeps at least the rest of its ink."""
_SLIPPED = 0.25
"""Share of an old machine's strikes that are themselves uneven."""
_FITS = 0.96
"""A letter takes at most this share of the pitch: m, ш and ж of a typewriter are narrow."""


@dataclass(frozen=True, slots=True)
class Strike:
    """One letter on the paper.

    Args:
        glyph: Its picture.
        drop: Rows below the line.
        aside: Columns to the right of its place.
        strength: 1 for full ink.
    """

    glyph: Glyph
    drop: int
    aside: float
    strength: float


class Machine:
    """One typewriter.

    Args:
        rng: Source of chance.
        age: 0 for new to 1 for worn out.
    """

    def __init__(self, rng: np.random.Generator, age: float) -> None:
        self._rng = rng
        self._age = age * float(rng.beta(1.2, 1.4))
        self._dance = abs(float(rng.normal(0.0, 0.9))) * (rng.random() < 0.7)
        self._press = float(rng.uniform(0.0, 0.45)) * (rng.random() < 0.7)
        self._types: dict[str, Strike] = {}

    def strike(self, character: str, glyph: Glyph) -> Strike:
        """The character once more: its type's habits, and the chance of this stroke."""
        rng = self._rng
        known = self._types.get(character)
        if known is None or known.glyph.advance != glyph.advance:
            drop = int(round(rng.normal(0.0, self._dance)))
            known = Strike(
                self._worn(glyph),
                drop,
                float(rng.normal(0.0, 0.6)) * (self._dance > 0),
                1.0 - self._press * float(rng.random()),
            )
            self._types[character] = known
        again = known.glyph
        if rng.random() < _SLIPPED * self._age:
            again = _tilted(rng, again, 0.15)
        return Strike(
            again,
            known.drop + int(round(rng.normal(0.0, self._dance * 0.5))),
            known.aside + (float(rng.normal(0.0, 0.5)) if self._dance else 0.0),
            known.strength * (1.0 - self._press * 0.5 * float(rng.random())),
        )

    def _worn(self, glyph: Glyph) -> Glyph:
        rng, age = self._rng, self._age
        if rng.random() < _CLOGGED * age:
            glyph = _clogged(rng, glyph)
        if rng.random() < _SWOLLEN * age:
            glyph = _swollen(rng, glyph)
        if rng.random() < _TILTED * age:
            glyph = _tilted(rng, glyph, 0.3)
        return glyph


def fitted(glyph: Glyph, pitch: float) -> Glyph:
    """The glyph as narrow as a typewriter's pitch, in columns, makes it."""
    height, width = glyph.ink.shape
    widest = round(_FITS * pitch)
    if width <= widest or height == 0:
        return glyph
    ink = cv2.resize(glyph.ink, (widest, height), interpolation=cv2.INTER_AREA)
    return Glyph(np.asarray(ink, dtype=np.float32), 0, glyph.top, float(widest))


def _tilted(rng: np.random.Generator, glyph: Glyph, usual: float) -> Glyph:
    """Struck harder on one side: the other fades, by ``usual`` of its ink in the mean."""
    height, width = glyph.ink.shape
    if not height or not width:
        return glyph
    angle, fall = float(rng.uniform(0.0, 2.0 * np.pi)), min(_FADED, float(rng.exponential(usual)))
    x = np.linspace(-1.0, 1.0, width, dtype=np.float32) * np.float32(np.cos(angle))
    y = np.linspace(-1.0, 1.0, height, dtype=np.float32) * np.float32(np.sin(angle))
    kept = 1.0 - fall * np.clip(0.5 + 0.7 * (y[:, None] + x[None, :]), 0.0, 1.0)
    return replace(glyph, ink=np.asarray(glyph.ink * kept, dtype=np.float32))


def _clogged(rng: np.random.Generator, glyph: Glyph) -> Glyph:
    """Small counters fill with dirt."""
    radius = int(rng.integers(1, 4))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    closed = cv2.morphologyEx(glyph.ink, cv2.MORPH_CLOSE, kernel) if glyph.ink.size else glyph.ink
    return replace(glyph, ink=np.maximum(glyph.ink, closed * np.float32(rng.uniform(0.4, 1.0))))


def _swollen(rng: np.random.Generator, glyph: Glyph) -> Glyph:
    """Strokes a pixel thicker or thinner."""
    if not glyph.ink.size:
        return glyph
    change = cv2.dilate if rng.random() < 0.6 else cv2.erode
    kernel = np.ones((3, 3) if rng.random() < 0.5 else (2, 2), np.uint8)
    return replace(glyph, ink=np.asarray(change(glyph.ink, kernel), dtype=np.float32))
