"""Takes rubber stamps off the type that they lie over, where they are paler."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitize.model.geometry import Box
from digitize.model.raster import Pixels

_INK = 190
"""Tones of an evenly lit page below this are ink of type."""
_PALE_INK = 215
"""The same of a stamp, which may be hardly inked."""
_CORE = 25
"""Percentile of the tones of ink that is told as its tone: strokes have pale edges."""
_MOST = 0.5
"""Share of the ink of a ring that is paler than half of the ink of type; the rest is type that crosses it."""
_RING = (0.8, 1.1)
"""Where the ring of a stamp lies, in half widths and heights of its box."""
_REACH = 1.15
"""How far a stamp reaches, likewise: its box is upright, and a ring is seldom quite round."""
_PALER = 0.2
"""By how much the stamp's tone must be paler than the usual ink of type, of the way from type to paper: nearer ones take strokes of type
with them."""
_LEAST_PX = 200
"""Pixels of ink that tell a tone."""


@dataclass(frozen=True, slots=True)
class Lifted:
    """A page without the stamps that could be taken off.

    Args:
        pixels: The page; the same array where nothing was done.
        stamps: How many were taken off.
    """

    pixels: Pixels
    stamps: int


def lift_stamps(toned: Pixels, stamps: Sequence[Box], lines: Sequence[Box]) -> Lifted:
    """The page with stamps made paper wherever they are paler than type.

    Within a stamp, tones from that of type to that of the stamp are spread over all from type to paper. So strokes of type
    keep their cores and edges, and what the stamp has printed beside them goes. A stamp that is not clearly paler than
    half of the ink of type stays: nothing would be left of the type's thinner strokes.

    Args:
        toned: Grey page with even light; is not changed.
        stamps: Boxes of round stamps.
        lines: Boxes of the page's lines of type.
    """
    beside = [part for line in lines for part in _beside(line, stamps)]
    type_ink = _ink([toned[part.y0 : part.y1, part.x0 : part.x1] for part in beside], _INK)
    if not stamps or type_ink.size < _LEAST_PX:
        return Lifted(toned, 0)
    dark, usual = np.percentile(type_ink, (_CORE, 50))
    pixels, count = toned, 0
    for stamp in stamps:
        part = toned[stamp.y0 : stamp.y1, stamp.x0 : stamp.x1]
        off = _off_middle(stamp)
        ring = _ink([part[(off > _RING[0]) & (off < _RING[1])]], _PALE_INK)
        paler = ring[ring > usual]
        if ring.size < _LEAST_PX or paler.size < _MOST * ring.size:
            continue
        pale = float(np.percentile(paler, _CORE))
        if pale - usual < _PALER * (255 - dark):
            continue
        pixels = toned.copy() if count == 0 else pixels
        count += 1
        table = np.interp(np.arange(256), (0, dark, pale, 255), (0, dark, 255, 255)).round().astype(np.uint8)
        inside = off < _REACH
        pixels[stamp.y0 : stamp.y1, stamp.x0 : stamp.x1][inside] = table[part[inside]]
    return Lifted(pixels, count)


def _ink(parts: Sequence[Pixels], below: int) -> Pixels:
    return np.concatenate([part[part < below] for part in parts]) if parts else np.zeros(0, np.uint8)


def _beside(line: Box, stamps: Sequence[Box]) -> list[Box]:
    """The parts of a line to the left and to the right of stamps."""
    parts = [line]
    for stamp in stamps:
        if line.overlap(stamp):
            cut = [((part.x0, min(part.x1, stamp.x0)), (max(part.x0, stamp.x1), part.x1)) for part in parts]
            parts = [Box(x0, line.y0, x1, line.y1) for ends in cut for x0, x1 in ends if x0 < x1]
    return parts


def _off_middle(box: Box) -> NDArray[np.float64]:
    """How far each pixel of a box lies from its middle: 1 on the ellipse within it."""
    across = (np.arange(box.width) - (box.width - 1) / 2) / box.width
    down = (np.arange(box.height) - (box.height - 1) / 2) / box.height
    return np.hypot(across[None, :], down[:, None]) * 2
