"""A word in the letters of one script: by shapes, then by what else the network saw."""

from __future__ import annotations

import pytest

from digitize.recognize.engine import ReadGlyph
from digitize.recognize.word_script import in_script


def glyphs(word: str, **rivals: str) -> tuple[ReadGlyph, ...]:
    """Characters read with 0.6, and a rival with 0.3 for some of them."""
    return tuple(
        ReadGlyph(c, 10 * i, 10 * i + 8, 0.6, ((rivals[c], 0.3),) if c in rivals else ()) for i, c in enumerate(word)
    )


def text(word: tuple[ReadGlyph, ...]) -> str:
    return "".join(glyph.character for glyph in word)


def test_the_networks_rivals_tell_where_shapes_do_not() -> None:
    """Only w and s are Latin beyond doubt; п and г have Latin rivals, w has no Cyrillic one."""
    read = in_script(glyphs("пеwsрарег", п="n", г="r"))
    assert text(read) == "newspaper"
    assert read[0].confidence == 0.3 and read[0].alternatives == (("п", 0.6),)
    assert read[1].confidence == 0.6  # the same ink stands for both


def test_of_two_scripts_that_are_possible_the_likelier_is_taken() -> None:
    """One letter less likely against two."""
    assert text(in_script(glyphs("жdб", ж="x", d="д", б="b"))) == "ждб"
    assert text(in_script(glyphs("жdl", ж="x", d="д", l="л"))) == "xdl"


@pytest.mark.parametrize("word", ["жdб", "Москва", "Paris", "1938", "№", ""])
def test_without_rivals_a_word_stays(word: str) -> None:
    """Nothing is made up."""
    assert text(in_script(glyphs(word))) == word


def test_a_space_is_no_letter_of_either_script() -> None:
    """It may be what the network saw next best; a word has none inside."""
    assert text(in_script(glyphs("wЗ", З=" "))) == "wЗ"
    assert text(in_script(glyphs("жqб", q=" "))) == "жqб"
