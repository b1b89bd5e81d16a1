"""Connected pieces of ink."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.model.raster import Pixels, has_few_pieces


def pieces_of(ink: Pixels) -> tuple[NDArray[Any], NDArray[np.int32], NDArray[np.float64]]:
    """The number of its piece at each pixel, and OpenCV's ``stats`` and ``centroids``; number 0 is the paper.

    Args:
        ink: 0 where there is none; pieces hang together by corners, too.
    """
    kind = cv2.CV_16U if has_few_pieces(ink) else cv2.CV_32S
    _, labels, stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=kind)
    return np.asarray(labels), np.asarray(stats, dtype=np.int32), np.asarray(centres, dtype=np.float64)
