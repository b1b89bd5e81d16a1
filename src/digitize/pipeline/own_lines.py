"""Reads the lines of a page by the project's own recogniser: crops of lines, or lines that another engine has found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from digitize.lexicon.word_list import WordList, read_word_list
from digitize.model.language import script_of
from digitize.model.raster import Pixels
from digitize.pipeline.prepared import CropFile
from digitize.pipeline.vote import is_doubtful, voted_line
from digitize.preprocess.crops import cut
from digitize.preprocess.quick_look import read_grey
from digitize.recognize.engine import CropKind, Heard, Reading, ReadLine
from digitize.recognize.own import OwnRecogniser

_DPI = 300.0
"""Of no concern to our own recogniser."""
_ROOM = 0.15
"""What is cut out above and below an engine's line box, of its height: it may miss an accent or a descender."""

_Lines = tuple[ReadLine | None, ...]
"""Readings of lines; ``None`` where nothing was seen."""


@dataclass(frozen=True, slots=True)
class SecondReading:
    """What our own recogniser is to read after another engine.

    Args:
        crops: That were read.
        readings: By the first engine, one per crop.
        model: Model file of our own recogniser.
        lists: Files with the words of the page's languages.
        scripts: Of the languages that were asked for; ``None`` where any may stand on the page. A line that our own
            recogniser reads in another is not taken.
        heard: What it has read already.
    """

    crops: tuple[CropFile, ...]
    readings: tuple[Reading, ...]
    model: Path
    lists: tuple[Path, ...] = ()
    scripts: frozenset[str] | None = None
    heard: Heard = field(default_factory=dict)


def read_both(job: SecondReading) -> tuple[tuple[Reading, ...], int]:
    """Lines of which the first engine is in doubt read a second time, and of each word the better reading; runs in a worker.

    Returns:
        One reading per crop, and how many words are by our own recogniser.
    """
    crops, readings = job.crops, job.readings
    wanted = {(c, n) for c, reading in enumerate(readings) for n, line in enumerate(reading.lines) if is_doubtful(line)}
    seen = {**job.heard, **read_lines_of(crops, readings, wanted - job.heard.keys(), job.model)}
    unseen = [c for c, crop in enumerate(crops) if crop.is_line and not readings[c].lines]
    seconds: dict[int, _Lines] = {}
    if unseen:
        answers = OwnRecogniser(job.model).read([Path(crops[c].path) for c in unseen], CropKind.LINE, (), _DPI)
        seconds = {c: answer.lines or (None,) for c, answer in zip(unseen, answers, strict=True)}
    lists = [read_word_list(path) for path in job.lists]
    found = [
        _voted(
            reading,
            _in_scripts(seconds.get(c) or tuple(seen.get((c, n)) for n in range(len(reading.lines))), job.scripts),
            lists,
        )
        for c, reading in enumerate(readings)
    ]
    return tuple(reading for reading, _ in found), sum(taken for _, taken in found)


def read_lines_of(
    crops: Sequence[CropFile], readings: Sequence[Reading], lines: Collection[tuple[int, int]], model: Path
) -> dict[tuple[int, int], ReadLine | None]:
    """Some lines read by our own recogniser; runs in a worker.

    Args:
        crops: That were read.
        readings: By the first engine, one per crop.
        lines: Indices of a crop and of a line in its reading.
        model: Model file of our own recogniser.

    Returns:
        Each line as our own recogniser reads it, in pixels of its crop; ``None`` where it sees nothing.
    """
    if not lines:
        return {}
    own = OwnRecogniser(model)
    single = [(c, n) for c, n in sorted(lines) if crops[c].is_line and len(readings[c].lines) == 1]
    read = own.read_lines([read_grey(Path(crops[c].path)) for c, _ in single])
    found: dict[tuple[int, int], ReadLine | None] = dict(zip(single, read, strict=True))
    for crop in sorted({crop for crop, line in lines if (crop, line) not in found}):
        wanted = sorted(line for of, line in lines if of == crop)
        answers = _read_boxes(read_grey(Path(crops[crop].path)), readings[crop], own, wanted)
        found.update(zip([(crop, line) for line in wanted], answers, strict=True))
    return found


def _in_scripts(lines: _Lines, scripts: frozenset[str] | None) -> _Lines:
    """The lines without those that have a word in a script that is not wanted."""
    if scripts is None:
        return lines
    allowed = scripts | {"Zyyy"}
    return tuple(
        line if line is not None and all(script_of(word.text) in allowed for word in line.words) else None
        for line in lines
    )


def _voted(reading: Reading, seconds: _Lines, lists: Sequence[WordList]) -> tuple[Reading, int]:
    """A reading with the better reading of each word, and how many are the second ones.

    Args:
        reading: By the first engine.
        seconds: One per line of it; of a line in which the first has seen nothing a single one.
        lists: Words of the page's languages.
    """
    firsts: _Lines = reading.lines or (None,) * len(seconds)
    voted = [
        voted_line(first, second, lambda text: any(words.knows(text) for words in lists))
        for first, second in zip(firsts, seconds, strict=True)
    ]
    return Reading(tuple(line for line, _ in voted if line is not None)), sum(taken for _, taken in voted)


def _read_boxes(pixels: Pixels, reading: Reading, own: OwnRecogniser, wanted: Collection[int]) -> _Lines:
    """The wanted lines of a reading, each cut out at its box without the words of the others, and read."""
    height, width = pixels.shape
    places, crops = [], []
    for number, line in enumerate(reading.lines):
        if number not in wanted:
            continue
        room = round(_ROOM * line.box.height)
        box = line.box.padded(room, width, height)
        others = (word.box for n, other in enumerate(reading.lines) if n != number for word in other.words)
        foreign = tuple(other for other in others if other.overlap(box) > 0)
        mine = tuple(word.box for word in line.words)
        crops.append(cut(pixels, box, mine, foreign, 1.0))
        places.append(box)
    read = own.read_lines(crops)
    return tuple(None if line is None else line.shifted(box.x0, box.y0) for line, box in zip(read, places, strict=True))
