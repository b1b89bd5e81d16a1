"""How far the edges of words in the PDF stand from the ink of the page, as it is drawn."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from digitize.model.raster import Pixels

_SCALE_DPI = 300
_PAGE = re.compile(r'<page width="(.*?)" height="(.*?)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">')
_BESIDE = 0.25
"""How far beside a word its ink may lie, in heights of the word, if no neighbour is nearer."""
_LEAST_INK = 0.06
"""Share of a column of pixels that is ink in a letter's edge; less is dirt."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One side of a word.

    Args:
        off_px: Distance from the ink at 300 dpi; positive where the box is larger than the ink.
        sideways: Whether it is a left or right side.
    """

    off_px: float
    sideways: bool


def edges(path: Path, dpi: float) -> list[Edge]:
    """The sides of the words of a PDF's upright pages, by poppler's boxes.

    Args:
        path: The PDF.
        dpi: In which its pages are drawn: that of its images.
    """
    told = subprocess.run(["pdftotext", "-bbox", "-cropbox", str(path), "-"], capture_output=True, check=True)
    found: list[Edge] = []
    for number, (width, _, words) in enumerate(_PAGE.findall(told.stdout.decode("utf-8", "replace")), start=1):
        picture = _drawn(path, number, dpi)
        scale = picture.shape[1] / float(width)
        boxes = [tuple(scale * float(value) for value in word) for word in _WORD.findall(words)]
        found += [Edge(edge.off_px * _SCALE_DPI / dpi, edge.sideways) for edge in _page_edges(picture, boxes)]
    return found


def _drawn(path: Path, page: int, dpi: float) -> Pixels:
    """A page as poppler draws it: 1 is ink."""
    with tempfile.TemporaryDirectory(prefix="edges-") as folder:
        stem = Path(folder) / "page"
        options = ["-cropbox", "-gray", "-r", f"{dpi:.4f}", "-f", str(page), "-l", str(page), "-singlefile"]
        subprocess.run(["pdftoppm", *options, str(path), str(stem)], capture_output=True, check=True)
        with Image.open(stem.with_suffix(".pgm")) as image:
            grey = np.asarray(image.convert("L"))
    _, ink = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return np.asarray(ink, dtype=np.uint8)


def _page_edges(ink: Pixels, boxes: Sequence[tuple[float, ...]]) -> Iterator[Edge]:
    height, width = ink.shape
    for index, (x0, y0, x1, y1) in enumerate(boxes):
        tall = y1 - y0
        if tall < 4 or x1 - x0 < 4:
            continue
        left = _room(x0, tall, [other[2] for other in _beside(boxes, index)], before=True)
        right = _room(x1, tall, [other[0] for other in _beside(boxes, index)], before=False)
        rows = slice(max(0, round(y0)), min(height, round(y1)))
        start = max(0, round(left))
        zone = ink[rows, start : min(width, round(right))]
        if not zone.size:
            continue
        columns = np.flatnonzero(zone.mean(axis=0) >= _LEAST_INK)
        lines = np.flatnonzero(zone.any(axis=1))
        if not columns.size:
            continue
        yield Edge(start + float(columns[0]) - x0, sideways=True)
        yield Edge(x1 - (start + float(columns[-1]) + 1), sideways=True)
        yield Edge(rows.start + float(lines[0]) - y0, sideways=False)
        yield Edge(y1 - (rows.start + float(lines[-1]) + 1), sideways=False)


def _beside(boxes: Sequence[tuple[float, ...]], index: int) -> list[tuple[float, ...]]:
    """Neighbours in the list that share the word's height."""
    _, y0, _, y1 = boxes[index]
    near = [*boxes[max(0, index - 1) : index], *boxes[index + 1 : index + 2]]
    return [box for box in near if min(y1, box[3]) - max(y0, box[1]) > (y1 - y0) / 2]


def _room(edge: float, tall: float, others: Sequence[float], *, before: bool) -> float:
    """Up to where the word's ink is looked for: a quarter of its height, or half the way to the neighbour."""
    if before:
        return max([edge - _BESIDE * tall, *((edge + other) / 2 for other in others if other <= edge)])
    return min([edge + _BESIDE * tall, *((edge + other) / 2 for other in others if other >= edge)])
