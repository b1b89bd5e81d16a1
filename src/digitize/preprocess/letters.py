"""Measures the letters of a page: the scale that everything else is told in."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.model.raster import Pixels, Raster

_ENOUGH_LETTERS = 30
"""Fewer connected components than this say nothing about a page's type size."""
_LEAST_PX, _MOST_PX = 4, 200
"""Heights in which a component can be a letter at any scan of 75 to 1200 dpi."""
_X_HEIGHT_AT_300_DPI = 20.0
"""x-height in pixels of 10-point text (x-height 0.48 of the body) scanned at 300 dpi: 10/72 * 300 * 0.48."""


@dataclass(frozen=True, slots=True)
class LetterSize:
    """Size of the letters of a page, in pixels of the measured raster.

    Args:
        x_height_px: Typical height of letters without ascender or descender.
        letters: How many components that rests on.
    """

    x_height_px: float
    letters: int

    @property
    def dpi(self) -> float:
        """The resolution at which text of ordinary size (10 points) has letters of this height."""
        return 300.0 * self.x_height_px / _X_HEIGHT_AT_300_DPI


def ink_mask(grey: Pixels) -> Pixels:
    """Ink as 255 on 0, by a threshold that follows the light of the page.

    Local mean over a window of about two lines of 300-dpi text; robust enough to measure by, not meant for reading.
    """
    window = max(15, (max(grey.shape) // 60) | 1)
    mean = cv2.blur(grey, (window, window))
    darker = cv2.subtract(mean, grey)
    # A stroke is darker than its surroundings by a tenth of the range of tones that the page uses.
    low, high = np.percentile(grey[::8, ::8], (1, 95))
    return np.asarray((darker > max(12.0, 0.12 * float(high - low))).astype(np.uint8) * 255, dtype=np.uint8)


def measure_letters(raster: Raster) -> LetterSize | None:
    """The page's typical letter size, or ``None`` when there is too little text to tell.

    Counts the heights of connected components, leaving out specks and what is far longer than high; the mode of
    the heights, each weighted by its square (the ink that it stands for) so that specks do not outvote letters, is the x-height.

    Args:
        raster: A grey page, in any orientation by 90 degrees.
    """
    grey = raster.pixels if raster.is_grey else cv2.cvtColor(raster.pixels, cv2.COLOR_RGB2GRAY)
    heights = component_heights(ink_mask(np.asarray(grey, dtype=np.uint8)))
    if len(heights) < _ENOUGH_LETTERS:
        return None
    histogram = np.bincount(heights, minlength=_MOST_PX + 1).astype(np.float64)
    histogram *= np.square(np.arange(len(histogram), dtype=np.float64))
    smooth = np.convolve(histogram, np.ones(3) / 3, mode="same")
    return LetterSize(float(np.argmax(smooth)), len(heights))


def component_heights(ink: Pixels) -> NDArray[np.int64]:
    """Heights in pixels of the connected components that could be letters."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    width, height, area = (stats[1:, column] for column in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    letters = (height >= _LEAST_PX) & (height <= _MOST_PX) & (width <= 3 * height) & (width * 5 >= height)
    letters &= area * 8 >= width * height  # thin scratches fill little of their box
    return np.asarray(height[letters], dtype=np.int64)
