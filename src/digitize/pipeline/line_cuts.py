"""Cuts single lines out of what an engine has read, to be read by another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from digitize.model.geometry import Box
from digitize.model.raster import Pixels
from digitize.pipeline.prepared import CropFile
from digitize.preprocess.crops import cut
from digitize.preprocess.quick_look import read_grey
from digitize.recognize.engine import Reading

_ROOM = 0.15
"""What is cut out above and below an engine's line box, of its height: it may miss an accent or a descender."""

Place = tuple[int, int]
"""Index of a crop and of a line in its reading."""


class LineCuts:
    """The lines of some readings, as pixels; a crop's file is read when it is first needed, and one at a time kept.

    Args:
        crops: That were read.
        readings: One per crop.
    """

    def __init__(self, crops: Sequence[CropFile], readings: Sequence[Reading]) -> None:
        self._crops = crops
        self._readings = readings
        self._open: tuple[int, Pixels, tuple[Box, ...]] | None = None

    def cut(self, place: Place) -> tuple[Pixels, int, int]:
        """A line's pixels, and where in its crop their left and upper edge lie.

        A crop that holds nothing but the line is taken whole; else the line is cut out at its box, without the words of the others.
        """
        crop, number = place
        reading = self._readings[crop]
        pixels, extents = self._opened(crop)
        line = reading.lines[number]
        if self._crops[crop].is_line and len(reading.lines) == 1:
            return pixels, 0, 0
        height, width = pixels.shape
        box = line.box.padded(round(_ROOM * line.box.height), width, height)
        others = (reading.lines[n] for n, extent in enumerate(extents) if n != number and extent.overlap(box) > 0)
        foreign = tuple(word.box for other in others for word in other.words if word.box.overlap(box) > 0)
        return cut(pixels, box, tuple(word.box for word in line.words), foreign, 1.0), box.x0, box.y0

    def _opened(self, crop: int) -> tuple[Pixels, tuple[Box, ...]]:
        """A crop's pixels, and how far the words of each of its lines reach."""
        if self._open is None or self._open[0] != crop:
            pixels = read_grey(Path(self._crops[crop].path))
            lines = self._readings[crop].lines
            self._open = (crop, pixels, tuple(line.extent for line in lines))
        return self._open[1], self._open[2]
