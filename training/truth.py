"""Lines of real scans with their truth, for checking and measuring: read where they lie, never trained on, never copied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitize.evaluate.ground_truth import TruthPage
from digitize.evaluate.layout_truth import read_layout_truth
from digitize.evaluate.normalisation import Convention, normalisation_for

Pixels = NDArray[np.uint8]
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True, slots=True)
class Line:
    """A crop with its truth.

    Args:
        pixels: Grey.
        truth: As compared.
        of: The page that it is of, or the language that it was drawn in.
    """

    pixels: Pixels
    truth: str
    of: str


def folding(convention: Convention = Convention.NONE) -> Callable[[str], str]:
    """How a line's text is compared: as the product's evaluation folds it."""
    fold = normalisation_for(convention)
    return lambda text: " ".join(fold.lines(text))


def grey(page: TruthPage) -> Pixels:
    """A page's image as grey levels, on white where it is transparent."""
    with Image.open(page.image) as image:
        image.seek(page.frame)
        if image.mode in ("RGBA", "LA", "PA"):
            paper = Image.new("RGBA", image.size, "white")
            paper.alpha_composite(image.convert("RGBA"))
            return np.asarray(paper.convert("L"))
        return np.asarray(image.convert("L"))


def true_lines(page: TruthPage) -> list[Line]:
    """The lines of a page cut at the boxes that its truth states; none where it states none."""
    layout = read_layout_truth(page)
    if layout is None:
        return []
    pixels, fold = grey(page), folding(page.convention)
    found = []
    for line in layout.lines:
        text = fold(line.text)
        crop = pixels[line.box.y0 : line.box.y1, line.box.x0 : line.box.x1]
        if text and crop.size:
            found.append(Line(crop, text, page.name))
    return found
