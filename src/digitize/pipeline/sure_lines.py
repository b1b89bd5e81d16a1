"""Lines that our own recogniser, which is quick, reads first, and of which it is so sure that no other engine need read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from digitize.lexicon.word_list import read_word_list
from digitize.model.profile import EngineName
from digitize.pipeline.region_languages import passages_in_neighbours
from digitize.pipeline.wanted_scripts import Scripts, is_in_scripts
from digitize.recognize.calibration import alone, on_page
from digitize.recognize.engine import Reading, ReadLine, ReadWord
from digitize.recognize.suspects import letters_in

_SURE = 0.8
"""Probability of being right that every word of such a line has: with 0.7 books are read worse, with more no page better (docs/experiments.md)."""
_HYPHENS = ("-", "\u2010", "\u00ac")
_LETTERS = 3
"""Letters or digits of such a line: fewer may be a stain."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What is known of a page before its lines are judged.

    Args:
        lists: Files with the words of the page's languages.
        scripts: That are wanted.
        models: Of the page's languages.
        neighbours: Models of other languages in its script, by language: what may be in one of them is left to it.
        joined: Whether lines that a hyphen joins are to be read by the same engine: what looks for words in another script must not take the
            second half of a word for one.
    """

    lists: tuple[Path, ...]
    scripts: Scripts
    models: tuple[str, ...]
    neighbours: Mapping[str, str]
    joined: bool = False


def sure_lines(readings: Sequence[Reading], regions: Sequence[int], grounds: Grounds) -> frozenset[int]:
    """Indices of the readings that hold lines alone of which our own recogniser is sure; runs in a worker.

    Args:
        readings: By it, of all lines of a page, one per line.
        regions: Number of the region in which each of them stands.
        grounds: What is known of the page.
    """
    known = [_alone(word) for reading in readings for line in reading.lines for word in line.words]
    if not known:
        return frozenset()
    page = sum(known) / len(known)
    lists = [read_word_list(path) for path in grounds.lists]
    others = passages_in_neighbours(regions, readings, grounds.models, grounds.neighbours) if grounds.neighbours else {}
    elsewhere = {piece.crop for pieces in others.values() for piece in pieces}

    def knows(text: str) -> bool:
        return any(words.knows(text) for words in lists)

    def is_sure(line: ReadLine) -> bool:
        words = [word for word in line.words if letters_in(word.text)]
        return (
            sum(letters_in(word.text) for word in words) >= _LETTERS
            and is_in_scripts(line, grounds.scripts)
            and all(_sureness(word, page, listed=knows(word.text)) >= _SURE for word in words)
        )

    sure = {
        number
        for number, reading in enumerate(readings)
        if reading.lines and number not in elsewhere and all(map(is_sure, reading.lines))
    }
    return frozenset(_together(sure, readings) if grounds.joined else sure)


def _together(sure: set[int], readings: Sequence[Reading]) -> set[int]:
    """The sure lines, less those that a hyphen joins to one that is not."""
    joined = [n for n, reading in enumerate(readings[:-1]) if reading.lines and _ends_in_hyphen(reading.lines[-1])]
    for pairs in (joined, joined[::-1]):  # a word may be parted in each of many lines
        for n in pairs:
            if (n in sure) != (n + 1 in sure):
                sure = sure - {n, n + 1}
    return sure


def _ends_in_hyphen(line: ReadLine) -> bool:
    return line.words[-1].text.endswith(_HYPHENS)


def _sureness(word: ReadWord, page: float, *, listed: bool) -> float:
    """The probability that a word is right in the light of its page; of one that no dictionary has, by itself if that is less.

    No word is changed for the sake of a dictionary: its line is read once more.
    """
    by_itself = _alone(word)
    in_its_light = on_page(by_itself, word.text, page)
    return in_its_light if listed else min(by_itself, in_its_light)


def _alone(word: ReadWord) -> float:
    return alone(word.confidence or 0.0, EngineName.OWN)
