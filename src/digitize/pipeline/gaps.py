"""Reads what a first reading has passed over: an engine's own layout analysis loses whole blocks beside a pencil mark.

A stage of the pipeline, since it crosses layout and recognition.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from digitize.layout.gaps import find_gaps
from digitize.model.raster import Raster
from digitize.pipeline.prepared import CropFile
from digitize.preprocess.crops import cut
from digitize.preprocess.quick_look import read_grey, write_grey
from digitize.recognize.engine import CropKind, Reading, ReadLine, ReadWord
from digitize.recognize.tesseract import Tesseract

_SURE = 0.5
"""Mean confidence that a line found in a gap must have to be kept: below it, it is a pencil mark or a stain."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A reading with its gaps filled.

    Args:
        reading: The lines of the first reading and those found in its gaps, from top to bottom.
        lines: How many lines the gaps brought.
        engine_calls: How often the engine was called.
    """

    reading: Reading
    lines: int
    engine_calls: int


def fill_gaps(crop: CropFile, reading: Reading, x_height_px: float, languages: tuple[str, ...], dpi: float) -> Filled:
    """Looks for letters that no word of a reading covers, and reads them; runs in a worker.

    Words that were read already are painted over first, so that none is read twice.

    Args:
        crop: What was read.
        reading: The first reading.
        x_height_px: x-height in the crop's pixels.
        languages: Models.
        dpi: As for the first reading.
    """
    grey = read_grey(Path(crop.path))
    read = tuple(word.box for line in reading.lines for word in line.words)
    height, width = grey.shape
    gaps = find_gaps(grey, x_height_px, tuple(box.inside(width, height) for box in read))
    if not gaps:
        return Filled(reading, 0, 0)
    paths = []
    for number, gap in enumerate(gaps):
        paths.append(Path(f"{crop.path}.gap{number}.pgm"))
        write_grey(Raster(cut(grey, gap, (), read, 1.0), dpi), paths[-1])
    answers = Tesseract().read(paths, CropKind.PASSAGE, languages, dpi)
    found = [
        line.shifted(gap.x0, gap.y0)
        for gap, answer in zip(gaps, answers, strict=True)
        for line in answer.lines
        if _mean_confidence(line) >= _SURE
    ]
    return Filled(_merged(reading, found), len(found), 1)


def _mean_confidence(line: ReadLine) -> float:
    def size(word: ReadWord) -> int:
        return sum(c.isalnum() for c in word.text)

    letters = sum(map(size, line.words))
    return sum(size(word) * (word.confidence or 0.0) for word in line.words) / letters if letters else 0.0


def _merged(reading: Reading, found: list[ReadLine]) -> Reading:
    """Each found line goes before the first line that stands below it, into that line's paragraph."""
    lines = list(reading.lines)
    for line in found:
        middle = (line.box.y0 + line.box.y1) / 2
        at = next((i for i, other in enumerate(lines) if (other.box.y0 + other.box.y1) / 2 > middle), len(lines))
        neighbour = lines[at - 1] if at else lines[0] if lines else None
        lines.insert(at, replace(line, paragraph=neighbour.paragraph if neighbour else 0))
    return Reading(tuple(lines))
