"""Which pixels of a crop are ink, as far as places of words and lines go."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_DARK = 0.4
"""Share of the way from paper to the darkest tone at which a pixel counts as ink."""
_PAPER = 0.75
"""Share of a crop's pixels that are no lighter than its paper: most are paper."""


def inked(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """A mask of the crop; empty where all pixels are alike."""
    if pixels.size == 0:
        return np.zeros(pixels.shape, np.bool_)
    counts = np.array(Image.fromarray(pixels).histogram())
    paper = int(np.searchsorted(np.cumsum(counts), _PAPER * pixels.size))
    darkest = int(np.flatnonzero(counts)[0])
    return np.asarray(pixels < paper - _DARK * (paper - darkest), dtype=np.bool_)
