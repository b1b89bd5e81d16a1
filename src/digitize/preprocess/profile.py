"""How sharply the ink of a page changes from row to row at an angle: the sharper, the better its lines lie along it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.model.raster import Pixels
from digitize.preprocess.letters import ink_mask

_WORKING_PX = 1_000
"""Longest side of the picture on which angles are measured; 0.1 degree is 1.7 px over this length."""


@dataclass(frozen=True, slots=True)
class InkPoints:
    """Pixels of ink on the reduced picture.

    Args:
        along: Their places in the direction in which lines are expected to run, in pixels.
        across: Their places across it.
    """

    along: NDArray[np.int64]
    across: NDArray[np.int64]

    def thinned(self, most: int) -> InkPoints:
        """Evenly fewer where there are many more than ``most``."""
        every = max(1, len(self.along) // most)
        return InkPoints(np.ascontiguousarray(self.along[::every]), np.ascontiguousarray(self.across[::every]))


def small_ink(grey: Pixels) -> Pixels:
    """Ink as 255 on 0, reduced, without the outer 3 percent, where dark borders are."""
    height, width = grey.shape
    factor = min(1.0, _WORKING_PX / max(grey.shape))
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    small = cv2.resize(ink_mask(grey), size, interpolation=cv2.INTER_AREA)
    height, width = small.shape
    inner = small[height * 3 // 100 : height - height * 3 // 100, width * 3 // 100 : width - width * 3 // 100]
    # Every pixel weighs the same, so that pictures and black bars do not outvote the lines.
    return np.asarray((inner > 60).astype(np.uint8) * 255, dtype=np.uint8)


def points_of(ink: Pixels) -> InkPoints:
    """The ink's pixels."""
    across, along = np.nonzero(ink)
    return InkPoints(np.ascontiguousarray(along), np.ascontiguousarray(across))


def sharpness(ink: InkPoints, angles_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each angle the sum of squared steps of the row profile after shearing by it.

    Postl's criterion (US patent 4,723,297, 1988); grows as lines become level. 0 without ink.
    """
    if len(ink.along) == 0:
        return np.zeros(len(angles_deg))
    places = np.arange(ink.along.max() + 1)
    return np.array([_steps(ink, np.rint(slope * places).astype(np.int64)) for slope in np.tan(np.radians(angles_deg))])


def _steps(ink: InkPoints, shear: NDArray[np.int64]) -> float:
    """For one shear: by how much each place along the lines is moved across them."""
    profile = np.bincount(ink.across - shear[ink.along] + shear.max())
    return float(np.square(np.diff(profile, prepend=0, append=0)).sum())
