"""Which words are in doubt, and which of two readings is taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.lexicon.word_list import NO_WORDS, read_word_list
from digitize.model.geometry import Box
from digitize.recognize.engine import ReadLine, ReadWord
from digitize.recognize.suspects import is_foreign_line, is_suspect, mean_confidence, suspects
from digitize.recognize.tesseract import Tesseract
from digitize.recognize.verdict import Standing, in_other_script, numeral_for


def word(text: str, confidence: float | None = 0.96) -> ReadWord:
    return ReadWord(text, Box(0, 0, 10 * len(text), 20), confidence, None)


def line(*words: ReadWord) -> ReadLine:
    box = Box(0, 0, 1000, 20)
    return ReadLine(0, box, ((0, 15), (1000, 15)), words)


RUS = read_word_list(Tesseract().word_lists(("rus",))["rus"])
ALONE = Standing(known=False, other_known=False)


@pytest.mark.parametrize("text", ["работа", "СССР,", "в", "И", "дорога.", "1927", "—", "№", "В.О."])
def test_words_that_are_read_well_are_not_in_doubt(text: str) -> None:
    """Nothing is read again that the model is sure of."""
    assert not is_suspect(word(text), RUS)


@pytest.mark.parametrize(
    ("text", "confidence"), [("Науагззоп", 0.0), ("гоБиг»", 0.95), ("Тапсеф", 0.63), ("ХУП", 0.96), ("Раз", 0.18)]
)
def test_words_in_doubt(text: str, confidence: float) -> None:
    """Unsure ones, garbled ones, those in the shape of numerals, and a known word that is hardly read."""
    assert is_suspect(word(text, confidence), RUS)


def test_a_known_word_needs_less() -> None:
    """What the language has was not read out of other letters by chance."""
    assert not is_suspect(word("дорога", 0.6), RUS)
    assert is_suspect(word("дорога", 0.6), NO_WORDS)


def test_letterspaced_words_are_left_alone() -> None:
    """Their single letters are no initials and no numerals."""
    spaced = line(*(word(letter, 0.5) for letter in "ПОВТОРИТЬ"))
    assert suspects(spaced, RUS) == ()


def test_foreign_lines() -> None:
    """A line with most of it in doubt is read again as a whole; one of two words is not."""
    poor = line(*(word(text, 0.1) for text in ("Ощег", "еп", "Тло4еп")))
    assert is_foreign_line(poor, suspects(poor, RUS))
    good = line(word("Дорога"), word("открыта"), word("Оощег", 0.1))
    assert not is_foreign_line(good, suspects(good, RUS))
    assert not is_foreign_line(line(word("Оощег", 0.1), word("еп", 0.1)), (0, 1))
    assert mean_confidence(()) == 0.0


@pytest.mark.parametrize(
    ("read", "confidence", "other", "sure"),
    [("Науагззоп", 0.0, "Halvarsson", 0.92), ("Оиропё,", 0.3, "Dupont,", 0.92), ("вар1епв", 0.43, "sapiens", 0.9)],
)
def test_a_latin_word_is_taken(read: str, confidence: float, other: str, sure: float) -> None:
    """Where the Latin model is clearly surer."""
    assert in_other_script(word(read, confidence), word(other, sure), ALONE)


@pytest.mark.parametrize(
    ("read", "confidence", "other", "sure"),
    [
        ("СССР", 0.93, "CCCP", 0.95),
        ("МТС", 0.8, "MTC", 0.95),
        ("мост", 0.24, "MOCT", 0.9),
        ("в", 0.5, "B", 0.96),
        ("П.", 0.5, "N.", 0.9),
        ("настро", 0.4, "HacTpo", 0.95),
        ("дождь", 0.6, "dozd", 0.3),
        ("вода", 0.9, "Boda", 0.95),
        ("17", 0.4, "IT", 0.8),
    ],
)
def test_a_cyrillic_word_stays(read: str, confidence: float, other: str, sure: float) -> None:
    """Look-alikes alone prove nothing; nor do capitals for small letters, mixed letters, or an unsure reading."""
    assert not in_other_script(word(read, confidence), word(other, sure), ALONE)


def test_neighbours_decide_what_letters_do_not() -> None:
    """An initial is Latin before a Latin name, and Cyrillic before a Cyrillic one."""
    initial, latin = word("А.", 0.93), word("A.", 0.9)
    assert in_other_script(initial, latin, Standing(known=False, other_known=False, beside=True, leads=True))
    assert not in_other_script(initial, latin, ALONE)
    small = Standing(known=False, other_known=True, beside=True, leads=True, follows=True)
    assert in_other_script(word("ап", 0.8), word("an", 0.96), small)


def test_known_words_are_kept_against_unknown_ones() -> None:
    """A long word of the language stays whatever the other model says; a function word stays where it is sure."""
    known = Standing(known=True, other_known=False)
    assert not in_other_script(word("представление", 0.0), word("mpeAcTaBlene".lower(), 0.95), known)
    function = Standing(known=True, other_known=True, function_word=True, beside=True)
    assert not in_other_script(word("на", 0.9), word("ha", 0.96), function)


@pytest.mark.parametrize(
    ("read", "others", "before", "after", "numeral"),
    [
        ("ХУП", [word("XVII", 0.9)], "в", "веке", "XVII"),
        ("П", [word("II", 0.7)], "на", "съезде", "II"),
        ("Т", [], "с", "ноября", "I"),
        ("ХХ", [], "и", "дорога", "XX"),
        ("4.ХП.1937", [], "от", "оплачен", "4.XII.1937"),
        ("Х1Х", [word("XIX", 0.6)], "конца", "столетия", "XIX"),
        ("П.", [word("II.", 0.9)], "инженер", "Иванов", None),
        ("У", [word("V", 0.9)], "дома.", "съезда", None),
        ("ТУТ", [word("TyT", 0.9)], "он", "был", None),
        ("работа", [word("XX", 0.9)], "", "век", None),
    ],
)
def test_numerals(read: str, others: list[ReadWord], before: str, after: str, numeral: str | None) -> None:
    """A numeral takes the shape and a reading, or the shape and what it counts; an initial is none."""
    assert numeral_for(word(read, 0.9), others, before, after) == numeral


@pytest.mark.parametrize(
    ("read", "heard", "sure", "numeral"),
    [
        ("11.11.1938", "11.II.1938", 0.7, "11.II.1938"),
        ("11.11.1938", "11.II.1938", 0.5, None),  # the witness is not sure
        ("11.11.1938", "11.11.1938", 0.9, None),  # no numeral in it
        ("4.ХП.1937", "4.12.1937", 0.9, "4.XII.1937"),  # a witness of figures does not silence the shape
    ],
)
def test_a_witness_of_both_scripts_tells_dates(read: str, heard: str, sure: float, numeral: str | None) -> None:
    """A month in Roman numerals is told from one in figures by who knows both; else the shapes decide as ever."""
    assert numeral_for(word(read, 0.95), [], "от", "г.", word(heard, sure)) == numeral


def test_a_witnessed_word_is_taken_from_the_latin_models() -> None:
    """With a letter that nothing in Cyrillic looks like, or beside a Latin word; not by look-alikes alone."""
    witnessed = Standing(known=False, other_known=False, witnessed=True)
    assert in_other_script(word("Наivагззоп", 0.7), word("Halvarsson", 0.5), witnessed)
    assert not in_other_script(word("сор", 0.93), word("cop", 0.9), witnessed)
    beside = Standing(known=False, other_known=False, witnessed=True, beside=True)
    assert in_other_script(word("сор", 0.93), word("cop", 0.9), beside)


@given(
    st.text(min_size=1, max_size=8).filter(lambda text: not any(c.isspace() for c in text)),
    st.text(min_size=1, max_size=8).filter(lambda text: not any(c.isspace() for c in text)),
    st.none() | st.floats(0, 1),
    st.floats(0, 1),
    st.booleans(),
    st.booleans(),
)
def test_any_two_readings_get_a_verdict(
    read: str, other: str, confidence: float | None, sure: float, known: bool, beside: bool
) -> None:
    """No text fails, and what is taken has Latin letters."""
    standing = Standing(known=known, other_known=not known, beside=beside)
    if in_other_script(word(read, confidence), word(other, sure), standing):
        assert any("LATIN" in __import__("unicodedata").name(c, "") for c in other)
    assert is_suspect(word(read, confidence), NO_WORDS) in (True, False)
