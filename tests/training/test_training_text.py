"""Lines drawn for training, from small lexicons."""

from __future__ import annotations

import random
import unicodedata

import numpy as np
import pytest

from training.text.alphabet import ALPHABET, CYRILLIC, INDEX, LATIN, spelled_in_alphabet
from training.text.habits import break_places, letterspaced
from training.text.lines import LANGUAGES, LONGEST, TextLine, TextSource, script_of, tidy
from training.text.noise import altered
from training.text.phrases import PHRASES
from training.text.pieces import roman
from training.text.small import small_lexicons

LINES = 6000


@pytest.fixture(scope="module")
def source() -> TextSource:
    return TextSource(small_lexicons())


@pytest.fixture(scope="module")
def lines(source: TextSource) -> list[TextLine]:
    rng = np.random.default_rng(7)
    return [source.draw(rng) for _ in range(LINES)]


def test_the_alphabet_is_one_code_point_a_sign() -> None:
    """Some 270 signs, blank first, none twice, all in composed form."""
    assert ALPHABET[0] == " "
    assert len(ALPHABET) == len(set(ALPHABET)) == len(INDEX)
    assert 250 <= len(ALPHABET) <= 300
    assert unicodedata.normalize("NFC", ALPHABET) == ALPHABET


def test_the_same_seed_draws_the_same_lines(source: TextSource, lines: list[TextLine]) -> None:
    """A run can be repeated from its seed, also by a source loaded anew."""
    rng = np.random.default_rng(7)
    assert [source.draw(rng) for _ in range(50)] == lines[:50]
    rng = np.random.default_rng(7)
    fresh = TextSource(small_lexicons())
    assert [fresh.draw(rng) for _ in range(50)] == lines[:50]


def test_lines_have_only_signs_of_the_alphabet(lines: list[TextLine]) -> None:
    """A line is NFC, without doubled blanks or blanks at its ends, 1 to 100 signs."""
    for line in lines:
        assert set(line.text) <= set(ALPHABET), line
        assert 1 <= len(line.text) <= LONGEST
        assert line.text == " ".join(line.text.split()) == unicodedata.normalize("NFC", line.text)


def test_every_language_and_script_is_drawn(lines: list[TextLine]) -> None:
    """The mix holds every language, and the script is that of most letters."""
    assert {line.language for line in lines} == set(LANGUAGES)
    assert {line.script for line in lines} == {"Cyrl", "Latn", "Zyyy"}
    assert all(line.script == script_of(line.text) for line in lines)


def test_no_word_mixes_the_scripts(lines: list[TextLine]) -> None:
    """Latin look-alikes do not creep into Cyrillic words; only an ending behind an apostrophe joins the two."""
    cyrillic, latin = set(CYRILLIC), set(LATIN)
    for line in lines:
        for word in "".join(sign if sign.isalpha() else " " for sign in line.text).split():
            assert set(word) <= cyrillic or set(word) <= latin, line


def test_rare_signs_are_drawn(lines: list[TextLine]) -> None:
    """Signs that text hardly shows are put into lines."""
    drawn = set("".join(line.text for line in lines))
    assert len(set(ALPHABET) - drawn) < 12


def test_the_old_letters_are_common_in_old_lines(lines: list[TextLine]) -> None:
    """ѣ, і and ъ come in almost every old line, and ѣ in no modern one but by a rare sign."""
    old = "".join(line.text for line in lines if line.language == "rus-old")
    assert old.count("і") > len(old) / 200
    assert old.count("ъ") > len(old) / 60


@pytest.mark.parametrize("language", PHRASES)
def test_phrases_are_in_one_script_and_in_the_alphabet(language: str) -> None:
    """No word of the tables has a letter of the other script."""
    phrases = PHRASES[language]
    for part in (
        "months",
        "weekdays",
        "given",
        "surnames",
        "abbreviations",
        "headings",
        "openings",
        "closings",
        "telegram",
        "places",
    ):
        for text in getattr(phrases, part):
            assert set(text) <= set(ALPHABET), text
            for word in "".join(sign if sign.isalpha() else " " for sign in text).split():
                assert set(word) <= set(CYRILLIC) or set(word) <= set(LATIN), text


def test_variants_are_brought_to_the_alphabet() -> None:
    """Blanks, hyphens and accents of modern typography become signs that the reader knows."""
    assert spelled_in_alphabet("п\u02bcять\u00a0раз\u0301\u2011два") == "п’ять раз-два"
    assert tidy("  a\u0301 \u4e2d b\u00a0 ") == "á b"


def test_words_are_broken_where_syllables_begin() -> None:
    """A hyphen comes before a consonant with a vowel after it, two letters at least on either side."""
    assert [("октября"[:place], "октября"[place:]) for place in break_places("октября")] == [
        ("ок", "тября"),
        ("октяб", "ря"),
    ]
    assert break_places("строй") == []


def test_letterspacing_keeps_the_letters() -> None:
    """Emphasis by blanks puts one blank between letters."""
    assert letterspaced("октября") == "о к т я б р я"


@pytest.mark.parametrize(("number", "figures"), [(1, "I"), (4, "IV"), (9, "IX"), (49, "XLIX"), (399, "CCCXCIX")])
def test_roman_figures(number: int, figures: str) -> None:
    """Subtractive figures as in print."""
    assert roman(number) == figures


def test_an_altered_word_keeps_its_first_letter() -> None:
    """Misspellings of one letter, as print has them."""
    lexicon = small_lexicons()["rus"]
    for seed in range(200):
        word = altered(random.Random(seed), "решение", lexicon)
        assert word[0] == "р" and 6 <= len(word) <= 8
