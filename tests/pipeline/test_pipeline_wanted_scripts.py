"""What our own recogniser reads in letters that were not asked for is told in those that were, where the ink may be them."""

from __future__ import annotations

import pytest

from digitize.model.geometry import Box
from digitize.pipeline.wanted_scripts import in_scripts, is_in_scripts
from digitize.recognize.engine import ReadGlyph, ReadLine, ReadWord

LATIN, CYRILLIC = frozenset({"Latn"}), frozenset({"Cyrl"})


def _line(text: str, sure: float = 0.9, **rivals: tuple[str, float]) -> ReadLine:
    """A line; of each character that is named what else was seen in its place."""
    words = tuple(
        ReadWord(
            word,
            Box(10 * n, 0, 10 * n + 9, 9),
            sure,
            "own",
            glyphs=tuple(ReadGlyph(c, i, i + 1, sure, (rivals[c],) if c in rivals else ()) for i, c in enumerate(word)),
        )
        for n, word in enumerate(text.split())
    )
    return ReadLine(0, Box(0, 0, 100, 9), ((0.0, 9.0), (100.0, 9.0)), words)


def _text(line: ReadLine) -> str:
    return " ".join(word.text for word in line.words)


@pytest.mark.parametrize(
    ("read", "scripts", "told"),
    [
        ("M. Саѕтаіхо. La notion", LATIN, "M. Саѕтаіхо. La notion"),
        ("le dernier Соре de 1858", LATIN, "le dernier Cope de 1858"),
        ("опять на cope и", CYRILLIC, "опять на соре и"),
        ("на cope и", None, "на cope и"),
        ("на cope и", LATIN | CYRILLIC, "на cope и"),
        ("le щит de 1858", LATIN, "le щит de 1858"),
        ("сам рос le", LATIN, "сам рос le"),
    ],
)
def test_letters_of_one_shape_are_those_that_were_asked_for(
    read: str, scripts: frozenset[str] | None, told: str
) -> None:
    """In a line that is mostly in such letters; what has none of their shape stays, and so does a line in another script."""
    assert _text(in_scripts(_line(read), scripts)) == told


def test_what_else_was_seen_counts_and_the_word_is_less_sure() -> None:
    """т has no Latin letter of its shape, but t was seen in its place; the letters that it was read in are the first rivals."""
    line = in_scripts(_line("M. Саѕтаіхо. La notion", т=("t", 0.08)), LATIN)
    assert _text(line) == "M. Castaixo. La notion"
    assert line.words[1].confidence == pytest.approx(0.08)
    assert [glyph.alternatives[0][0] for glyph in line.words[1].glyphs[:3]] == ["С", "а", "ѕ"]
    assert line.words[0].confidence == 0.9
    assert is_in_scripts(line, LATIN)


def test_what_was_hardly_read_stays() -> None:
    """A guess is not made another guess."""
    line = _line("le Соре de", sure=0.1)
    assert in_scripts(line, LATIN) is line
