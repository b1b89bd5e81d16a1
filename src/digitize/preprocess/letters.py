"""Measures the letters of a page: the scale that everything else is told in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.model.raster import Pixels, Raster
from digitize.preprocess.percentiles import percentiles
from digitize.preprocess.pieces import pieces_of
from digitize.preprocess.reduce import reduced

_ENOUGH_LETTERS = 30
"""Fewer connected components than this say nothing about a page's type size."""
_A_WORD = 3
"""Components that may be a word. Fewer are a stain or two, a page number."""
_BARE_PX = 2_000
"""Longest side of the picture on which that is looked for: small print has letters of four pixels there."""
_LEAST_PX, _MOST_PX = 4, 200
"""Heights in which a component can be a letter at any scan of 75 to 1200 dpi."""
_PLENTY_OF_LETTERS = 2_000
"""More say nothing new: the mode of so many heights stays where it is."""
_SMALL_PX = 3_000_000
"""A page of no more pixels is looked at as a whole."""
_BAND_PX = 4 * _MOST_PX
"""Least height of a band: what its edges cut through are few of its letters."""
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
    return _darker(grey, window_of(grey), least_contrast(grey))


def window_of(grey: Pixels) -> int:
    """Side in pixels of the neighbourhood that ink is compared with."""
    return max(15, (int(max(grey.shape)) // 60) | 1)


def least_contrast(grey: Pixels) -> float:
    """By how much a stroke is darker than its surroundings: a tenth of the range of tones that the page uses."""
    low, high = percentiles(grey[::8, ::8], 1, 95)
    return max(12.0, 0.12 * (high - low))


def _darker(grey: Pixels, window: int, contrast: float) -> Pixels:
    darker = cv2.blur(grey, (window, window))
    cv2.subtract(darker, grey, dst=darker)
    return np.asarray(cv2.threshold(darker, contrast, 255, cv2.THRESH_BINARY, dst=darker)[1], dtype=np.uint8)


def measure_letters(raster: Raster) -> LetterSize | None:
    """The page's typical letter size, or ``None`` when there is too little text to tell.

    Counts the heights of connected components, leaving out specks and what is far longer than high; the mode of
    the heights, each weighted by its square (the ink that it stands for) so that specks do not outvote letters, is the x-height.

    A large page is looked at in bands, every fourth first and the others only while letters are few.

    Args:
        raster: A grey page, in any orientation by 90 degrees.
    """
    grey = grey_of(raster.pixels)
    window, contrast = window_of(grey), least_contrast(grey)
    heights: list[NDArray[np.int64]] = []
    for bands in _bands(*grey.shape):
        heights += [_heights_in(grey[top:bottom], window, contrast) for top, bottom in bands]
        if sum(map(len, heights)) >= _PLENTY_OF_LETTERS:
            break
    return _size_of(np.concatenate(heights))


def is_bare(page: Raster) -> bool:
    """Whether there is next to nothing on a page that could be a letter.

    Args:
        page: Grey.
    """
    small = reduced(page.pixels, min(1.0, _BARE_PX / max(page.width, page.height)))
    return len(component_heights(ink_mask(small))) < _A_WORD


def _bands(height: int, width: int) -> list[list[tuple[int, int]]]:
    """Bands of rows in the order in which they are looked at: first a quarter of them, then the rest."""
    if height * width <= _SMALL_PX:
        return [[(0, height)]]
    edges = list(range(0, height, max(_BAND_PX, _SMALL_PX // (4 * width))))
    bands = list(zip(edges, [*edges[1:], height], strict=True))
    return [bands[2::4], [band for number, band in enumerate(bands) if number % 4 != 2]]


def _heights_in(band: Pixels, window: int, contrast: float) -> NDArray[np.int64]:
    return component_heights(_darker(band, window, contrast))


def _size_of(heights: NDArray[np.int64]) -> LetterSize | None:
    if len(heights) < _ENOUGH_LETTERS:
        return None
    histogram = np.bincount(heights, minlength=_MOST_PX + 1).astype(np.float64)
    histogram *= np.square(np.arange(len(histogram), dtype=np.float64))
    smooth = np.convolve(histogram, np.ones(3) / 3, mode="same")
    return LetterSize(float(np.argmax(smooth)), len(heights))


def grey_of(pixels: Pixels) -> Pixels:
    """Grey pixels of grey or RGB ones."""
    return pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def component_heights(ink: Pixels) -> NDArray[np.int64]:
    """Heights in pixels of the connected components that could be letters."""
    _, stats, _ = pieces_of(ink)
    return np.asarray(stats[1:, cv2.CC_STAT_HEIGHT][letter_like(stats[1:])], dtype=np.int64)


def letter_like(stats: NDArray[Any]) -> NDArray[np.bool_]:
    """Which connected components could be letters, by their size and shape at any scan of 75 to 1200 dpi.

    Args:
        stats: As OpenCV gives them, one row each.
    """
    width, height, area = (stats[:, column] for column in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    letters = (height >= _LEAST_PX) & (height <= _MOST_PX) & (width <= 3 * height) & (width * 5 >= height)
    return np.asarray(letters & (area * 8 >= width * height), dtype=np.bool_)  # thin scratches fill little of their box
