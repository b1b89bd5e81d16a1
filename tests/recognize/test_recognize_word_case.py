"""Capitals and small letters of the same shape, told by their word."""

from __future__ import annotations

import pytest

from digitize.recognize.engine import ReadGlyph
from digitize.recognize.word_case import in_case


def glyphs(word: str, sure: float = 0.6, rival: float = 0.3) -> tuple[ReadGlyph, ...]:
    """Characters read with their other case as a rival, where they have one."""
    return tuple(
        ReadGlyph(c, 10 * i, 10 * i + 8, sure, ((c.swapcase(), rival),) if c.isalpha() else ())
        for i, c in enumerate(word)
    )


def text(word: tuple[ReadGlyph, ...]) -> str:
    return "".join(glyph.character for glyph in word)


@pytest.mark.parametrize(
    ("read", "meant"),
    [("слОво", "слово"), ("СЛОвО", "СЛОВО"), ("СлоВо", "Слово"), ("Нарьян-МаР", "Нарьян-Мар"), ("В-слОво", "В-слово")],
)
def test_the_likeliest_case_of_a_word_is_taken(read: str, meant: str) -> None:
    """The one for which fewest letters must be other than they were likeliest read."""
    found = in_case(glyphs(read))
    assert text(found) == meant
    for before, after in zip(glyphs(read), found, strict=True):
        if before != after:
            assert (after.confidence, after.alternatives[0]) == (0.3, (before.character, 0.6))


@pytest.mark.parametrize("word", ["слово", "Слово", "СЛОВО", "С", "с-С", "1938-й", "А.С.", ""])
def test_regular_words_stay(word: str) -> None:
    """Whatever the rivals are."""
    assert in_case(glyphs(word)) == glyphs(word)


@pytest.mark.parametrize("word", ["McKay", "кВт", "MacDonald"])
def test_what_the_network_is_sure_of_stays(word: str) -> None:
    """Without a rival in the other case nothing is made up."""
    sure = tuple(ReadGlyph(c, i, i + 1, 0.99) for i, c in enumerate(word))
    assert in_case(sure) == sure
