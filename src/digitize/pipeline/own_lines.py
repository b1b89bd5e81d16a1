"""Reads the lines of a page by the project's own recogniser, after another engine: a cascade, in which time goes where errors are.

Lines of which the first engine is sure are left as they are. Of the others a few are tried in several tonings, and all are read in
the best of these (``pipeline/race.py``); of each word the better reading is taken (``pipeline/vote.py``). Lines that are still
in doubt are read in two more tonings and voted once more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from digitize.lexicon.word_list import WordList, read_word_list
from digitize.model.language import script_of
from digitize.model.profile import EngineName
from digitize.pipeline.line_cuts import LineCuts, Place
from digitize.pipeline.prepared import CropFile
from digitize.pipeline.race import ENTRANTS, SAMPLE, Race, is_worth_racing, score
from digitize.pipeline.small_capitals import may_have_small_capitals, with_small_capitals
from digitize.pipeline.vote import Witness, is_believed, is_doubtful, is_still_doubtful, voted_line
from digitize.pipeline.wanted_scripts import Scripts, in_scripts, is_in_scripts
from digitize.preprocess.line_tones import Toning, toned
from digitize.recognize.engine import CropKind, Heard, Reading, ReadLine
from digitize.recognize.own import OwnRecogniser
from digitize.recognize.suspects import letters_in

_DPI = 300.0
"""Of no concern to our own recogniser."""
AGAIN = (Toning.SAUVOLA, Toning.SHARPENED)
"""Tonings that lines still in doubt are read in as well: in black and white, and with clearer edges."""


@dataclass(frozen=True, slots=True)
class SecondReading:
    """What our own recogniser is to read after another engine.

    Args:
        crops: That were read.
        readings: By the first engine, one per crop.
        model: Model file of our own recogniser.
        lists: Files with the words of the page's languages.
        scripts: That are wanted. A line that our own recogniser reads in another is not taken.
        heard: What it has read already, of lines as they were cut.
        entrants: Tonings that are tried on a sample.
        again: Tonings that lines still in doubt are read in as well.
    """

    crops: tuple[CropFile, ...]
    readings: tuple[Reading, ...]
    model: Path
    lists: tuple[Path, ...] = ()
    scripts: Scripts = None
    heard: Heard = field(default_factory=dict)
    entrants: tuple[Toning, ...] = ENTRANTS
    again: tuple[Toning, ...] = AGAIN


@dataclass(frozen=True, slots=True)
class BothRead:
    """What became of it.

    Args:
        readings: One per crop.
        taken: How many words are by our own recogniser.
        race: How tonings came out; ``None`` where no line was in doubt.
        again: How many lines were read in more than one toning.
        foreign: Letters that our own recogniser read for certain, in a script that was not asked for.
    """

    readings: tuple[Reading, ...]
    taken: int
    race: Race | None = None
    again: int = 0
    foreign: int = 0


def read_both(job: SecondReading) -> BothRead:
    """Lines of which the first engine is in doubt read a second time, and of each word the better reading; runs in a worker."""
    return _Cascade(job).run()


def read_lines_of(
    crops: Sequence[CropFile],
    readings: Sequence[Reading],
    lines: Collection[Place],
    model: Path,
    toning: Toning = Toning.AS_CUT,
) -> dict[Place, ReadLine | None]:
    """Some lines read by our own recogniser; runs in a worker.

    Args:
        crops: That were read.
        readings: By the first engine, one per crop.
        lines: Indices of a crop and of a line in its reading.
        model: Model file of our own recogniser.
        toning: In which they are read.

    Returns:
        Each line as our own recogniser reads it, in pixels of its crop; ``None`` where it sees nothing.
    """
    return _read(LineCuts(crops, readings), lines, toning, OwnRecogniser(model))


class _Cascade:
    """The work on one job."""

    def __init__(self, job: SecondReading) -> None:
        self.job = job
        self.own = OwnRecogniser(job.model)
        self.cuts = LineCuts(job.crops, job.readings)
        self.lists: list[WordList] = [read_word_list(path) for path in job.lists]
        self.witnesses: dict[Place, list[Witness]] = {
            (c, n): [Witness(line, EngineName.TESSERACT)]
            for c, reading in enumerate(job.readings)
            for n, line in enumerate(reading.lines)
        }
        self.done: dict[Place, set[Toning]] = {}
        self.unheeded: dict[Place, str] = {}
        self.foreign = 0
        self._note(Toning.AS_CUT, job.heard)

    def run(self) -> BothRead:
        doubtful = [place for place, (first, *_) in self.witnesses.items() if is_doubtful(first.line)]
        race = self._race(doubtful) if doubtful else None
        if race is not None:
            self._read(doubtful, race.winner)
        voted = {place: voted_line(witnesses, self._knows) for place, witnesses in self.witnesses.items()}
        again = [place for place in doubtful if is_still_doubtful(voted[place][0])]
        for toning in self.job.again:
            self._read(again, toning)
        voted |= {place: voted_line(self.witnesses[place], self._knows) for place in again}
        voted |= {p: voted_line(self.witnesses[p], self._knows, text) for p, text in self._left_alone().items()}
        voted |= {place: (self._in_small_capitals(place, *voted[place])) for place in doubtful}
        lines: dict[int, list[ReadLine]] = {}
        for (crop, _), (line, _) in sorted(voted.items()):
            lines.setdefault(crop, []).append(line)
        taken = sum(count for _, count in voted.values())
        for crop, found in self._unseen().items():
            lines[crop] = found
            taken += sum(len(line.words) for line in found)
        readings = tuple(Reading(tuple(lines.get(crop, ()))) for crop in range(len(self.job.crops)))
        return BothRead(readings, taken, race, sum(len(tonings) > 1 for tonings in self.done.values()), self.foreign)

    def _race(self, doubtful: Sequence[Place]) -> Race:
        """Tonings tried on lines from all over the page."""
        count = min(SAMPLE, len(doubtful))
        sample = [doubtful[(2 * i + 1) * len(doubtful) // (2 * count)] for i in range(count)]
        firsts = [self.witnesses[place][0].line for place in sample]
        as_cut = self._read(sample, Toning.AS_CUT)
        scores = {Toning.AS_CUT: score(as_cut, firsts)}
        if is_worth_racing(as_cut):
            scores |= {toning: score(self._read(sample, toning), firsts) for toning in self.job.entrants}
        return Race(scores, count)

    def _in_small_capitals(self, place: Place, line: ReadLine, taken: int) -> tuple[ReadLine, int]:
        """A line that was voted on, its words in small capitals read as such, and how many words are by our own recogniser."""
        if len({witness.engine for witness in self.witnesses[place]}) == 1 or not may_have_small_capitals(line):
            return line, taken
        pixels, x0, y0 = self.cuts.cut(place)
        found = with_small_capitals(line, pixels, (x0, y0), self.own)
        return found, taken + sum(a is not b for a, b in zip(line.words, found.words, strict=True))

    def _read(self, places: Sequence[Place], toning: Toning) -> list[ReadLine | None]:
        """Lines in a toning; those that were read in it before are not read again."""
        new = [place for place in places if toning not in self.done.get(place, ())]
        self._note(toning, _read(self.cuts, new, toning, self.own))
        return [self._found(place, toning) for place in places]

    def _note(self, toning: Toning, read: Mapping[Place, ReadLine | None]) -> None:
        for place, seen in read.items():
            self.done.setdefault(place, set()).add(toning)
            line = None if seen is None else in_scripts(seen, self.job.scripts)
            if line is not None and is_in_scripts(line, self.job.scripts):
                self.witnesses[place].append(Witness(line, EngineName.OWN, toning))
            elif place not in self.unheeded:
                self.unheeded[place] = "" if line is None else line.signs
                self.foreign += 0 if line is None else _foreign_letters(line, self.job.scripts)

    def _left_alone(self) -> dict[Place, str]:
        """Lines of which no reading of our own can be taken, with what it saw there."""
        return {place: text for place, text in self.unheeded.items() if len(self.witnesses[place]) == 1}

    def _found(self, place: Place, toning: Toning) -> ReadLine | None:
        own = (witness for witness in self.witnesses[place] if witness.engine is EngineName.OWN)
        return next((witness.line for witness in own if witness.toning is toning), None)

    def _unseen(self) -> dict[int, list[ReadLine]]:
        """Lines in which the first engine has seen nothing."""
        crops, readings = self.job.crops, self.job.readings
        unseen = [c for c, crop in enumerate(crops) if crop.is_line and not readings[c].lines]
        if not unseen:
            return {}
        answers = self.own.read([Path(crops[c].path) for c in unseen], CropKind.LINE, (), _DPI)
        found = {
            c: [line for line in self._wanted(answer.lines) if is_believed(line)]
            for c, answer in zip(unseen, answers, strict=True)
        }
        return {c: lines for c, lines in found.items() if lines}

    def _wanted(self, lines: Sequence[ReadLine]) -> list[ReadLine]:
        told = (in_scripts(line, self.job.scripts) for line in lines)
        return [line for line in told if is_in_scripts(line, self.job.scripts)]

    def _knows(self, text: str) -> bool:
        return any(words.knows(text) for words in self.lists)


def _read(
    cuts: LineCuts, places: Collection[Place], toning: Toning, own: OwnRecogniser
) -> dict[Place, ReadLine | None]:
    found: dict[Place, ReadLine | None] = {}
    pixels, frames = [], []
    for place in sorted(places):
        crop, x0, y0 = cuts.cut(place)
        inked, scale = toned(crop, toning)
        pixels.append(inked)
        frames.append((place, x0, y0, scale))
    read = own.read_lines(pixels) if pixels else ()
    for (place, x0, y0, scale), line in zip(frames, read, strict=True):
        unscaled = line if line is None or scale == 1.0 else line.scaled(1.0 / scale)
        found[place] = None if unscaled is None else unscaled.shifted(x0, y0)
    return found


def _foreign_letters(line: ReadLine, scripts: Scripts) -> int:
    """How many letters of a line are in a script that is not wanted; none where the line was not read for certain."""
    if scripts is None or not is_believed(line):
        return 0
    return sum(letters_in(word.text) for word in line.words if script_of(word.text) not in scripts | {"Zyyy"})
