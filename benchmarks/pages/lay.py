"""How a drawn sheet lies on its scan: turned, waving, its columns leaning, curled at the spine, mirrored."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.samples.warp import Wave
from digitize.model.geometry import Box, Point

_CELL_PX = 16
_ROUNDS = 5

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Curl:
    """A page that bends down into the spine of its volume.

    Args:
        spine_x: Where the spine is.
        reach_px: How far from it the page is flat again (the bend falls off as ``exp(-distance / reach)``).
        rise_px: How far lines at the top and the foot of the page are bent apart at the spine.
        squeeze_px: How far the type is drawn towards the spine, by foreshortening.
    """

    spine_x: float
    reach_px: float
    rise_px: float
    squeeze_px: float


@dataclass(frozen=True, slots=True)
class PageLay:
    """From the flat sheet to the scan, both of the same size.

    Args:
        width: In pixels.
        height: In pixels.
        skew_deg: Turn about the middle, clockwise on the screen.
        waves: Smooth shifts.
        leans: Places across the page and the clockwise angle in degrees by which the type leans there; between
            two places the angle changes evenly, so a column keeps its angle when both its edges are named.
        sway: Share of that lean which moves the columns' edges too; 0 tilts only their lines.
        curl: The bend at the spine.
        upside_down: Whether the scan is turned by 180 degrees.
        mirrored: Whether left and right are exchanged.
    """

    width: int
    height: int
    skew_deg: float = 0.0
    waves: tuple[Wave, ...] = ()
    leans: tuple[tuple[float, float], ...] = ()
    sway: float = 1.0
    curl: Curl | None = None
    upside_down: bool = False
    mirrored: bool = False
    _levels: tuple[Floats, Floats, Floats] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = np.arange(0, self.width + _CELL_PX, 4.0)
        at, degrees = zip(*self.leans, strict=True) if self.leans else ((0.0,), (0.0,))
        angles = np.radians(np.interp(places, at, degrees))
        drops = np.cumsum(angles) * 4.0
        object.__setattr__(self, "_levels", (places, angles, drops - np.interp(self.width / 2, places, drops)))

    def _moved(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where points are on the scan before it is mirrored or put upside down."""
        out_x, out_y = x.copy(), y.copy()
        if self.leans:
            places, angles, drops = self._levels
            out_x -= self.sway * np.interp(x, places, angles) * (y - self.height / 2)
            out_y += np.interp(x, places, drops)
        if self.curl is not None:
            away = x - self.curl.spine_x
            bend = np.exp(-np.abs(away) / self.curl.reach_px)
            out_x -= np.sign(away) * self.curl.squeeze_px * bend
            out_y += self.curl.rise_px * bend * (y / self.height - 0.5) * 2
        for wave in self.waves:
            shift = np.sin(2 * math.pi * (x * wave.kx + y * wave.ky) + wave.phase)
            out_x, out_y = out_x + wave.dx * shift, out_y + wave.dy * shift
        angle = math.radians(self.skew_deg)
        off_x, off_y = out_x - self.width / 2, out_y - self.height / 2
        return (
            self.width / 2 + math.cos(angle) * off_x - math.sin(angle) * off_y,
            self.height / 2 + math.sin(angle) * off_x + math.cos(angle) * off_y,
        )

    def point(self, point: Point) -> Point:
        """Where a point of the sheet is on the scan."""
        moved_x, moved_y = self._moved(np.array([float(point[0])]), np.array([float(point[1])]))
        x, y = float(moved_x[0]), float(moved_y[0])
        if self.mirrored != self.upside_down:
            x = self.width - x
        return (x, self.height - y) if self.upside_down else (x, y)

    def box(self, box: Box) -> Box:
        """The upright box on the scan around a box of the sheet."""
        middle_x, middle_y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        rim = [(x, y) for x in (box.x0, middle_x, box.x1) for y in (box.y0, middle_y, box.y1)]
        return Box.around_points(tuple(self.point(p) for p in rim), self.width, self.height)

    def apply(self, layer: NDArray[np.uint8], beyond: int) -> NDArray[np.uint8]:
        """The layer as it lies on the scan; ``beyond`` is the grey that stands outside the sheet.

        The way back from scan to sheet is found by fixed-point iteration on a coarse grid, well below a tenth of a
        pixel for the gentle bends drawn here.
        """
        rows, columns = self.height // _CELL_PX + 2, self.width // _CELL_PX + 2
        target_y, target_x = np.mgrid[0:rows, 0:columns].astype(np.float64) * _CELL_PX
        x, y = target_x.copy(), target_y.copy()
        for _ in range(_ROUNDS):
            moved_x, moved_y = self._moved(x, y)
            x, y = x + target_x - moved_x, y + target_y - moved_y
        grid = np.array([[1 / _CELL_PX, 0, 0], [0, 1 / _CELL_PX, 0]])
        out = np.empty((self.height, self.width), np.uint8)
        for y0 in range(0, self.height, 512):
            y1 = min(y0 + 512, self.height)
            grid[1, 2] = y0 / _CELL_PX
            size, how = (self.width, y1 - y0), cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
            off_x, off_y = (
                cv2.warpAffine((c - t).astype(np.float32), grid, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
                for c, t in ((x, target_x), (y, target_y))
            )
            from_x = np.asarray(off_x + np.arange(self.width)[None, :], np.float32)
            from_y = np.asarray(off_y + np.arange(y0, y1)[:, None], np.float32)
            out[y0:y1] = cv2.remap(
                layer, from_x, from_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=float(beyond)
            )
        if self.mirrored:
            out = out[:, ::-1]
        return np.ascontiguousarray(out[::-1, ::-1] if self.upside_down else out)
