"""How the flat sheet lies on the scanner: turned a little, and not quite flat. Truth and pixels go through one map."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.model.geometry import Box, Point

_STRIP_PX = 256
_ROUNDS = 4


class Lay(Protocol):
    """Where the points and boxes of a flat sheet are on its scan."""

    def point(self, point: Point) -> Point:
        """Where a point of the sheet is on the scan."""
        ...

    def box(self, box: Box) -> Box:
        """The upright box on the scan around a box of the sheet."""
        ...


@dataclass(frozen=True, slots=True)
class Wave:
    """A smooth shift ``amplitude * sin(2 pi (x kx + y ky) + phase)``, with ``kx`` and ``ky`` in waves per pixel."""

    dx: float
    dy: float
    kx: float
    ky: float
    phase: float


@dataclass(frozen=True, slots=True)
class Warp:
    """From the flat sheet to the scan, both of the same size.

    Args:
        width: In pixels.
        height: In pixels.
        skew_deg: Turn about the middle, clockwise on the screen.
        waves: Shifts added after the turn; their slope must stay well below 1.
    """

    width: int
    height: int
    skew_deg: float
    waves: tuple[Wave, ...] = ()

    def point(self, point: Point) -> Point:
        """Where a point of the sheet is on the scan."""
        angle = math.radians(self.skew_deg)
        x, y = point[0] - self.width / 2, point[1] - self.height / 2
        out_x = self.width / 2 + math.cos(angle) * x - math.sin(angle) * y
        out_y = self.height / 2 + math.sin(angle) * x + math.cos(angle) * y
        for wave in self.waves:
            shift = math.sin(2 * math.pi * (point[0] * wave.kx + point[1] * wave.ky) + wave.phase)
            out_x, out_y = out_x + wave.dx * shift, out_y + wave.dy * shift
        return (out_x, out_y)

    def box(self, box: Box) -> Box:
        """The upright box on the scan around a box of the sheet."""
        middle_x, middle_y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        rim = [(x, y) for x in (box.x0, middle_x, box.x1) for y in (box.y0, middle_y, box.y1)]
        return Box.around_points(tuple(self.point(p) for p in rim), self.width, self.height)

    def sources(self, y0: int, y1: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """For the scan's pixels in rows ``y0`` to ``y1``, where on the sheet each comes from.

        Found by fixed-point iteration, to well below a tenth of a pixel.
        """
        target_y, target_x = np.mgrid[y0:y1, 0 : self.width].astype(np.float32)
        angle = math.radians(self.skew_deg)
        cos, sin = math.cos(angle), math.sin(angle)
        x, y = target_x, target_y
        for _ in range(_ROUNDS):
            shift_x, shift_y = np.zeros_like(x), np.zeros_like(y)
            for wave in self.waves:
                shift = np.sin(2 * math.pi * (x * wave.kx + y * wave.ky) + wave.phase)
                shift_x, shift_y = shift_x + wave.dx * shift, shift_y + wave.dy * shift
            u, v = target_x - shift_x - self.width / 2, target_y - shift_y - self.height / 2
            x, y = self.width / 2 + cos * u + sin * v, self.height / 2 - sin * u + cos * v
        return x.astype(np.float32), y.astype(np.float32)

    def apply(self, layer: NDArray[np.float32], beyond: float = 0.0) -> NDArray[np.float32]:
        """The layer as it lies on the scan; ``beyond`` is what stands outside the sheet."""
        out = np.empty((self.height, self.width), np.float32)
        for y0 in range(0, self.height, _STRIP_PX):
            y1 = min(y0 + _STRIP_PX, self.height)
            x, y = self.sources(y0, y1)
            out[y0:y1] = cv2.remap(layer, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=beyond)
        return out
