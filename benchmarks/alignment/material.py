"""What differences are planted into: passages, and tables of what may stand for what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """By Tesseract's code."""

    RUSSIAN = "rus"
    FRENCH = "fra"
    ENGLISH = "eng"
    GERMAN = "deu"


Pairs = tuple[tuple[str, str], ...]
"""Two ways to write one thing: words or phrases with single spaces, in lower case unless they have capitals by rule."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Running text.

    Args:
        language: What it is in.
        text: Paragraphs parted by empty lines; line breaks within one mean nothing.
    """

    language: Language
    text: str

    @property
    def paragraphs(self) -> tuple[tuple[str, ...], ...]:
        """The words of each paragraph."""
        return tuple(tuple(part.split()) for part in self.text.split("\n\n") if part.strip())


@dataclass(frozen=True, slots=True)
class Tables:
    """What may stand for what in one language.

    Args:
        orthography: Words of another time and of the passages' own.
        abbreviations: In full and short; the phrases stand in the passages in one way or the other.
        numbers: In words and in figures.
        substitutes: A word of the passages and another that may stand in its place, not the same word misspelled.
        words: What may be put in between two words: adverbs and their like.
        interjections: In parentheses, as stenographers note them; one word or more.
        sentences: What may be put in between two sentences.
    """

    orthography: Pairs
    abbreviations: Pairs
    numbers: Pairs
    substitutes: Pairs
    words: tuple[str, ...]
    interjections: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signs:
    """Which signs a half plants with.

    Args:
        note_marks: What refers to a note; touches its word, or stands by itself where it begins with a space.
        quotation_marks: Opening and closing.
        line_hyphens: What stands where a word is broken at the end of a line.
        stops: What may stand for a full stop.
        misspelt: Letters that are taken for each other by those who spell badly.
        swaps_letters: Whether neighbouring letters change places.
    """

    note_marks: tuple[str, ...]
    quotation_marks: Pairs
    line_hyphens: tuple[str, ...]
    stops: tuple[str, ...]
    misspelt: Pairs
    swaps_letters: bool = False


@dataclass(frozen=True, slots=True)
class Half:
    """One half of the material.

    Args:
        name: ``look`` or ``held-out``.
        seed: Of everything planted.
        passages: Its own.
        tables: Its own.
        signs: Its own.
        rounds: How often each passage is planted into, anew each time.
    """

    name: str
    seed: int
    passages: tuple[Passage, ...]
    tables: Mapping[Language, Tables]
    signs: Signs
    rounds: int = 1
