"""Reads the lines of a page by the project's own recogniser: crops of lines, or lines that another engine has found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from digitize.model.geometry import Box
from digitize.model.raster import Pixels
from digitize.pipeline.prepared import CropFile
from digitize.pipeline.vote import better_line
from digitize.preprocess.crops import cut
from digitize.preprocess.quick_look import read_grey
from digitize.recognize.engine import Reading, ReadLine
from digitize.recognize.own import OwnRecogniser

_ROOM = 0.15
"""What is cut out above and below an engine's line box, of its height: it may miss an accent or a descender."""


def read_both(crops: Sequence[CropFile], readings: Sequence[Reading], model: Path) -> tuple[tuple[Reading, ...], int]:
    """Lines read a second time, and the better reading of each; runs in a worker.

    Args:
        crops: That were read.
        readings: By the first engine, one per crop.
        model: Model file of our own recogniser.

    Returns:
        One reading per crop, and how many lines are by our own recogniser.
    """
    own = OwnRecogniser(model)
    found = [_both(crop, reading, own) for crop, reading in zip(crops, readings, strict=True)]
    return tuple(reading for reading, _ in found), sum(taken for _, taken in found)


def _both(crop: CropFile, reading: Reading, own: OwnRecogniser) -> tuple[Reading, int]:
    pixels = read_grey(Path(crop.path))
    firsts: tuple[ReadLine | None, ...]
    if crop.is_line and len(reading.lines) < 2:
        firsts = reading.lines or (None,)
        seconds = own.read_lines([pixels])
    else:
        firsts = reading.lines
        seconds = _read_boxes(pixels, reading, own)
    better = [better_line(first, second) for first, second in zip(firsts, seconds, strict=True)]
    taken = sum(line is not None and line is not first for line, first in zip(better, firsts, strict=True))
    return Reading(tuple(line for line in better if line is not None)), taken


def _read_boxes(pixels: Pixels, reading: Reading, own: OwnRecogniser) -> tuple[ReadLine | None, ...]:
    """The lines of a reading, each cut out at its box without the words of the others, and read."""
    height, width = pixels.shape
    places, crops = [], []
    for number, line in enumerate(reading.lines):
        room = round(_ROOM * line.box.height)
        box = Box(line.box.x0 - room, line.box.y0 - room, line.box.x1 + room, line.box.y1 + room).inside(width, height)
        others = (word.box for n, other in enumerate(reading.lines) if n != number for word in other.words)
        foreign = tuple(other for other in others if other.overlap(box) > 0)
        mine = tuple(word.box for word in line.words)
        crops.append(cut(pixels, box, mine, foreign, 1.0))
        places.append(box)
    read = own.read_lines(crops)
    return tuple(None if line is None else line.shifted(box.x0, box.y0) for line, box in zip(read, places, strict=True))
