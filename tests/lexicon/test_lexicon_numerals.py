"""Roman numerals in Cyrillic text, and the letters that two scripts share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.lexicon.function_words import is_function_word
from digitize.lexicon.look_alikes import is_abbreviation, is_garbled, is_mixed, is_same_shape, tells_latin
from digitize.lexicon.numerals import (
    is_counted,
    is_date,
    is_large_numeral,
    is_numeral,
    looks_like_numeral,
    numeral_among_cyrillic,
    numeral_among_latin,
)

UPTO_39 = [
    tens + ones
    for tens in ("", "X", "XX", "XXX")
    for ones in ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
][1:]


def test_numerals_are_those_from_one_to_thirty_nine() -> None:
    """Each of them, and no other sequence of their letters."""
    assert all(is_numeral(numeral) for numeral in UPTO_39)
    for text in ("", "IIII", "VV", "IXI", "XXXX", "IL", "MC", "A"):
        assert not is_numeral(text)


@pytest.mark.parametrize(
    ("read", "meant"),
    [("ХГХ", "XIX"), ("ХУП", "XVII"), ("ХХ", "XX"), ("Х1Х", "XIX"), ("[У", "IV"), ("ХП.", "XII."), ("ХУШ", "XVIII")],
)
def test_what_a_cyrillic_model_makes_of_numerals(read: str, meant: str) -> None:
    """It has no I and no V, and takes what looks like them."""
    assert looks_like_numeral(read)
    assert numeral_among_cyrillic(read) == meant


@pytest.mark.parametrize("word", ["СССР", "РСФСР", "ВКП(б)", "В.О.", "МТС", "НЭП", "вече", "съезд", "1927", "—", ""])
def test_abbreviations_are_no_numerals(word: str) -> None:
    """Their letters are not such as numerals are made of, or make none."""
    assert not looks_like_numeral(word) or numeral_among_cyrillic(word) is None


@given(st.sampled_from(UPTO_39[:12]), st.integers(1, 31), st.integers(1900, 1940))
def test_months_in_dates(numeral: str, day: int, year: int) -> None:
    """A date keeps its figures, and its month is put right."""
    date = f"{day}.{numeral}.{year}"
    assert numeral_among_latin(date) == date
    assert is_date(date)
    assert not is_date(f"{day}.{year}")


def test_misread_latin_numerals_are_mended() -> None:
    """1, l and lower case are the same ink; a word that holds none of a numeral's letters is left alone."""
    assert numeral_among_latin("X1X") == "XIX"
    assert numeral_among_latin("xiv,") == "XIV,"
    assert numeral_among_latin("LT") is None
    assert numeral_among_latin("Paris") is None


def test_what_numerals_count() -> None:
    """Centuries, congresses, months after a typist's I; not any noun."""
    assert all(map(is_counted, ("веке", "в-в"[:0] + "вв.", "съезд", "Конгресса", "«том", "ноября", "століття")))
    assert not any(map(is_counted, ("дорога", "", "и")))
    assert is_large_numeral("MDCCCXLII.")
    assert not is_large_numeral("MIX")
    assert not is_large_numeral("Paris")


def test_letters_that_tell_a_script() -> None:
    """A word of shared letters tells nothing; one letter that Cyrillic has not tells Latin."""
    assert not tells_latin("COPE")
    assert not tells_latin("MOCT")
    assert not tells_latin("мост")
    assert tells_latin("Paris")
    assert is_same_shape("СССР", "CCCP")
    assert is_same_shape("А.", "A.")
    assert not is_same_shape("и", "u")
    assert not is_same_shape("СС", "C")
    assert is_abbreviation("«C-ie»,")
    assert not is_abbreviation("Ciel")


@pytest.mark.parametrize("word", ["гоБиг»", "Науагз$оп", "вар1епв", "С-1е", "Кац?шапо", "М1еВе!х"])
def test_garbled_words_are_noticed(word: str) -> None:
    """Capitals, digits and signs inside a word."""
    assert is_garbled(word)


@pytest.mark.parametrize("word", ["Работа,", "20-го", "8р.", "№5", "СССР", "В-17", "т.-е.", "«Пахарь»", "5,5", "!", ""])
def test_words_in_order_are_not_garbled(word: str) -> None:
    """Figures with endings, capitals throughout, punctuation."""
    assert not is_garbled(word)


def test_mixed_latin_words() -> None:
    """Capitals inside a word are noise, but for names that have them."""
    assert is_mixed("MOleDB")
    assert is_mixed("HacTpo")
    assert not is_mixed("McDonald")
    assert not is_mixed("L'Humanité")
    assert not is_mixed("USA")


def test_function_words() -> None:
    """A short word is told with its punctuation."""
    assert is_function_word("«на,")
    assert not is_function_word("С-1е")
    assert is_function_word("та,")
    assert not is_function_word("та,", "rus")
    assert not is_function_word("на2")


@given(st.text(max_size=30))
def test_anything_may_be_asked(text: str) -> None:
    """No text makes the evidence fail."""
    for question in (
        is_numeral,
        looks_like_numeral,
        is_date,
        is_counted,
        tells_latin,
        is_garbled,
        is_mixed,
    ):
        assert question(text) in (True, False)
    assert numeral_among_latin(text) is None or is_numeral("X")
    assert numeral_among_cyrillic(text) is None or looks_like_numeral(text) or text
