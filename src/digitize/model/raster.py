"""The pixels of one page, handed from stage to stage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
_LABELS = 65_534
"""What 16 bits can number, apart from the paper."""


@dataclass(frozen=True, slots=True)
class Raster:
    """A page's pixels.

    Args:
        pixels: ``(height, width)`` grey or ``(height, width, 3)`` RGB, 8 bits, 0 is black. Not to be written to.
        dpi: Pixels per inch, as declared, or estimated, or assumed; always plausible (see ``ingest``).
        bitonal: Whether the source holds black and white only.
    """

    pixels: Pixels
    dpi: float
    bitonal: bool = False

    def __post_init__(self) -> None:
        if self.pixels.ndim not in (2, 3) or self.pixels.dtype != np.uint8 or self.pixels.size == 0:
            raise ValueError(f"not a raster: {self.pixels.shape} {self.pixels.dtype}")

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def is_grey(self) -> bool:
        return self.pixels.ndim == 2


def has_few_pieces(ink: Pixels) -> bool:
    """Whether 16 bits can number the connected pieces of a picture, its rows and its columns: then they are labelled in half the time.

    Args:
        ink: 0 where there is none.
    """
    flat = ink.ravel()
    # Each piece has the beginning of a run of ink in some row.
    runs = int(np.count_nonzero(flat[1:] > flat[:-1])) + len(ink)
    return bool(max(runs, *ink.shape) < _LABELS)
