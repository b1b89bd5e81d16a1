"""Smaller copies of a page, on which most of what is to be known of it can be seen."""

from __future__ import annotations

import cv2
import numpy as np

from digitize.model.raster import Pixels


def reduced(grey: Pixels, factor: float) -> Pixels:
    """Reduced by a factor, never enlarged; at least a pixel wide and high.

    Args:
        grey: The page.
        factor: New pixels per old one.
    """
    if factor >= 1.0:
        return grey
    height, width = grey.shape
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
