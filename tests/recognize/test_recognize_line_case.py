"""Words in capitals that are as tall as the small letters beside them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from digitize.model.geometry import Box
from digitize.recognize.engine import ReadGlyph, ReadWord
from digitize.recognize.line_case import in_case_of_line

WIDTH = 10
SEEN = 0.3


def line(*words: tuple[str, int], seen: bool = True) -> tuple[list[ReadWord], Callable[[int, int], tuple[int, int]]]:
    """Words with the height of their ink, and what tells that of the columns; ``seen``: whether the small letters were, too."""
    found, heights = [], {}
    at = 0
    for text, height in words:
        glyphs = []
        for character in text:
            rivals = ((character.lower(), SEEN),) if seen and character.isupper() else ()
            glyphs.append(ReadGlyph(character, at, at + WIDTH, 0.6, rivals))
            heights[at] = height
            at += WIDTH
        found.append(ReadWord(text, Box(glyphs[0].x0, 0, at, height), 0.6, "own", glyphs=tuple(glyphs)))
    return found, lambda x0, x1: (100 - heights[x0], 100)


def texts(words: list[ReadWord]) -> list[str]:
    return [word.text for word in words]


def test_capitals_as_tall_as_small_letters_are_small() -> None:
    """The capital stays the first rival, and the word as sure as it was."""
    words, rows = line(("да", 20), ("ПОВСЫН", 20))
    found = in_case_of_line(words, rows)
    assert texts(found) == ["да", "повсын"]
    assert found[1].confidence == 0.6
    assert found[1].glyphs[0].alternatives[0] == ("П", 0.6)


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ((("на", 20), ("ПОЛКИ", 28)), True),  # capitals
        ((("на", 20), ("РАБОТА", 20)), True),  # small capitals: Р, А, Б are none of the small letters
        ((("на", 20), ("ПОЛКИ", 20)), False),  # the network is sure of the capitals
        ((("ДА", 20), ("ПОЛКИ", 20)), True),  # no small letter to measure by
        ((("на", 20), ("В", 20), ("Лом", 20)), True),  # too little, and not all capitals
    ],
)
def test_other_words_stay_as_they_are(words: tuple[tuple[str, int], ...], seen: bool) -> None:
    """Where they are taller, tell their case by their shape, or nothing tells how tall small letters are."""
    found, rows = line(*words, seen=seen)
    assert texts(in_case_of_line(found, rows)) == [text for text, _ in words]
