"""Decides between several readings of one line, word by word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from digitize.lexicon.one_script import is_two_scripts, shape_of
from digitize.model.profile import EngineName
from digitize.model.transcription import Alternative
from digitize.preprocess.line_tones import Toning
from digitize.recognize import calibration
from digitize.recognize.calibration import log_odds
from digitize.recognize.collation import Locus, Words, collate, likeness
from digitize.recognize.engine import ReadLine, ReadWord
from digitize.recognize.own import HARDLY_LEARNED
from digitize.recognize.suspects import letters_in
from digitize.recognize.word_breaks import has_overlooked

_LISTED = 0.6
"""What it counts for a reading that all its words are in the dictionary. It breaks ties between readings of nearly equal
confidence; from 0.3 to 1.2 nothing changes much (docs/experiments.md)."""
_AGAIN = 0.5
"""What a further reading by the same engine counts, of another preparation of the same ink: it errs in the same ways."""
_OVERLOOKED = 2.0
"""What it counts against a reading that another has the same letters as, and a space or an apostrophe more between them: such marks
are overlooked more often than imagined, by our own recogniser above all (from 1 to 5 it makes no difference, docs/experiments.md). As much counts
against our own where Tesseract has read a letter that our own hardly knows."""
_LETTERS = 3
"""Letters or digits that are more than a smear."""
_LEAST = 0.5
"""Confidence that a line needs which the first reading has not seen: below it, it is a stain or a pencil mark."""

_SURE = 0.88
"""Tesseract's confidence in every word of a line from which the second engine does not read it. Tesseract is 0.96 sure of a word of its
list that it reads well, and 0.91 to 0.93 of one that is not on its list; between 0.88 and 0.91 the second engine changed nothing for the better."""
_IN_DOUBT = 0.45
"""Probability of a word below which its line is read in more ways: a fifth of the lines of typescripts. With 0.6 it is twice as many, to no gain."""

Knows = Callable[[str], bool]
"""Whether a word is in the dictionary of one of the page's languages."""


@dataclass(frozen=True, slots=True)
class Witness:
    """One reading of a line.

    Args:
        line: As it was read.
        engine: What read it.
        toning: How its ink was prepared.
    """

    line: ReadLine
    engine: EngineName
    toning: Toning = Toning.AS_CUT

    def by(self, word: ReadWord) -> str:
        """What has read a word, for people."""
        reader = word.model or self.engine
        return reader if self.toning is Toning.AS_CUT else f"{reader}, {self.toning}"


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one or more witnesses have in a place, all of them the same shapes.

    Args:
        words: Those of the first of them.
        by: Its name.
        engines: All engines that have it.
        stated: The highest confidence that any states.
        weight: Logarithm of the odds, so to speak, that speak for it.
    """

    words: Words
    by: str
    engines: frozenset[EngineName]
    stated: float
    weight: float

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def is_doubtful(line: ReadLine) -> bool:
    """Whether a line is worth a second engine's time: not every word of it was read for certain."""
    return any((word.confidence or 0.0) < _SURE for word in line.words if letters_in(word.text))


def is_still_doubtful(line: ReadLine) -> bool:
    """Whether a line that was voted on is worth being read again in other ways."""
    return any((word.confidence or 0.0) < _IN_DOUBT for word in line.words if letters_in(word.text))


def voted_line(witnesses: Sequence[Witness], knows: Knows, unheeded: str | None = None) -> tuple[ReadLine, int]:
    """A line with, in each place, the words that most speaks for, and how many are not the first witness's.

    How sure an engine is of a word is the mean of what it says of the word and of the line: one that is at a loss in a line is
    not to be believed in a single word of it. Where witnesses have read the same, what speaks for them adds up: fully for
    different engines, in part for one engine and another preparation of the ink. A tie goes to the first. What
    loses is kept as an alternative of the first word in its place. Where more than one engine has read the line, the words'
    confidences are probabilities: that two engines which err differently agree says more than what either states.

    Args:
        witnesses: The line as it was read, in one frame; at least one.
        knows: The dictionary.
        unheeded: What the second engine has read where none of it may be taken: no word is, but it tells how far the engines agree.
            Empty where it saw nothing; ``None`` where it was not asked.
    """
    witnesses = _with_letters(witnesses)
    base, *others = witnesses
    sure = [mean_confidence(witness.line) for witness in witnesses]
    if len({witness.engine for witness in witnesses}) == 1:
        return base.line if unheeded is None else _compared(base.line, unheeded), 0
    agreement = _agreement(witnesses)
    words: list[ReadWord] = []
    taken = 0
    for locus in collate(base.line.words, [other.line.words for other in others]):
        best, losers = _decided(locus, list(zip(witnesses, sure, strict=True)), knows)
        taken += len(best.words) if best.words[0] is not base.line.words[locus.first] else 0
        words += _weighed(best, losers, agreement)
    return replace(base.line, words=tuple(words), agreement=agreement), taken


def is_believed(line: ReadLine) -> bool:
    """Whether an engine is rather sure of a line: enough to take it where no other has seen one."""
    return mean_confidence(line) >= _LEAST


def _decided(locus: Locus, witnesses: Sequence[tuple[Witness, float]], knows: Knows) -> tuple[_Reading, list[_Reading]]:
    """The reading of a place that most speaks for, and the others, the likeliest first.

    Args:
        locus: The place.
        witnesses: All of the line, and how sure each is of it.
        knows: The dictionary.
    """
    base = witnesses[0][0].line.words[locus.first : locus.end]
    groups: dict[str, list[tuple[Witness, float, Words]]] = {}
    for (witness, sure), words in zip(witnesses, (base, *locus.witnesses), strict=True):
        # An engine that spells a word in letters of both scripts could not make up its mind what it sees.
        if words and (words is base or not any(is_two_scripts(word.text) for word in words)):
            groups.setdefault(shape_of(_text(words)), []).append((witness, sure, words))
    readings = _less_overlooked([_reading(members, knows) for members in groups.values()])
    best, *losers = sorted(readings, key=lambda reading: -reading.weight)
    return best, losers


def _less_overlooked(readings: Sequence[_Reading]) -> list[_Reading]:
    """Readings, those weighed down that have run words together, or have other letters for those that their engine hardly knows."""
    most = max((_hardly_learned(reading) for reading in readings if not _is_by_own(reading)), default=0)
    return [
        replace(reading, weight=reading.weight - _OVERLOOKED)
        if any(has_overlooked(reading.text, other.text) for other in readings)
        or (_is_by_own(reading) and _hardly_learned(reading) < most)
        else reading
        for reading in readings
    ]


def _is_by_own(reading: _Reading) -> bool:
    return reading.engines == {EngineName.OWN}


def _hardly_learned(reading: _Reading) -> int:
    return sum(c in HARDLY_LEARNED for c in reading.text)


def _reading(members: Sequence[tuple[Witness, float, Words]], knows: Knows) -> _Reading:
    by_engine: dict[EngineName, list[float]] = {}
    for witness, sure, words in members:
        by_engine.setdefault(witness.engine, []).append(log_odds((_least(words) + sure) / 2.0))
    weight = 0.0
    for odds in by_engine.values():
        strongest, *rest = sorted(odds, reverse=True)
        weight += strongest + _AGAIN * sum(max(0.0, other) for other in rest)
    witness, _, words = members[0]
    if _is_listed(words, knows):
        weight += _LISTED
    stated = max(_least(words) for _, _, words in members)
    return _Reading(words, witness.by(words[0]), frozenset(by_engine), stated, weight)


def _weighed(best: _Reading, losers: Sequence[_Reading], agreement: float) -> Words:
    """The words that were taken, with the probability that they are right and with what else was read."""
    alternatives = tuple(Alternative(each.text, each.stated, each.by) for each in losers)
    rival = losers[0].weight if losers else None
    by_both = len(best.engines) > 1
    words = tuple(
        replace(
            word,
            confidence=calibration.voted(word.confidence or 0.0, best.weight, rival, agreement, by_both=by_both),
        )
        for word in best.words
    )
    return (replace(words[0], alternatives=alternatives), *words[1:])


def _with_letters(witnesses: Sequence[Witness]) -> list[Witness]:
    """The witnesses, less those that are strokes alone where their engine has read letters in another toning: a smear is no row of dashes."""
    read = {witness.engine for witness in witnesses[1:] if letters_in(witness.line.signs) >= _LETTERS}
    return [
        witness
        for number, witness in enumerate(witnesses)
        if number == 0 or witness.engine not in read or letters_in(witness.line.signs)
    ]


def _compared(line: ReadLine, unheeded: str) -> ReadLine:
    """A line by one engine, its words as sure as they can be where another has read something else."""
    agreement = likeness(line.signs, unheeded)
    words = tuple(
        replace(word, confidence=calibration.voted(sure, log_odds((sure + mean_confidence(line)) / 2.0), None, agreement, by_both=False))
        for word, sure in ((word, word.confidence or 0.0) for word in line.words)
    )  # fmt: skip
    return replace(line, words=words, agreement=agreement)


def _agreement(witnesses: Sequence[Witness]) -> float:
    """How much of a line the first readings of two engines have in common; spaces count for nothing."""
    firsts: dict[EngineName, str] = {}
    for witness in witnesses:
        firsts.setdefault(witness.engine, witness.line.signs)
    one, other, *_ = firsts.values()
    return likeness(one, other)


def mean_confidence(line: ReadLine) -> float:
    """Mean confidence of a line's words, weighted by their letters and digits; what states none counts as not sure."""
    sizes = [max(1, letters_in(word.text)) for word in line.words]
    return sum(size * (word.confidence or 0.0) for size, word in zip(sizes, line.words, strict=True)) / sum(sizes)


def _text(words: Sequence[ReadWord]) -> str:
    return " ".join(word.text for word in words)


def _least(words: Sequence[ReadWord]) -> float:
    return min(word.confidence or 0.0 for word in words)


def _is_listed(words: Sequence[ReadWord], knows: Knows) -> bool:
    """Whether all that has letters is in the dictionary."""
    lettered = [word.text for word in words if any(c.isalpha() for c in word.text)]
    return bool(lettered) and all(map(knows, lettered))
