"""Words in capitals: emphasis, or abbreviations, numerals and headings."""

from __future__ import annotations

import pytest

from digitize.lexicon.capitals import in_capitals, is_upper

TEXT = ("рабочие нашего завода встретили известие о новой победе", "с большим подъемом и вышли на общее собрание")


def called(*lines: str) -> list[str]:
    """The words of a block that are set off, in running text."""
    block = [line.split() for line in (*lines, *TEXT)]
    flags = in_capitals(block)
    return [
        word for line, some in zip(block, flags, strict=True) for word, flag in zip(line, some, strict=True) if flag
    ]


def test_a_word_in_capitals_is_set_off() -> None:
    """Among words that are not, in either script, with its marks."""
    assert called("он сказал: ТОВАРИЩИ, вперед") == ["ТОВАРИЩИ,"]
    assert called("il faut ÉVIDEMMENT partir") == ["ÉVIDEMMENT"]


@pytest.mark.parametrize(
    "word", ["СССР", "ВЦСПС,", "ВКП(б)", "OGPU", "XVII", "MDCCCXCI", "ХХVIII", "НЭП", "А.", "1937", "84.L.91.XVIII."]
)
def test_abbreviations_and_numerals_are_not(word: str) -> None:
    """They are printed so whatever they mean."""
    assert called(f"по решению {word} было принято") == []


def test_short_words_are_set_off_beside_a_long_one() -> None:
    """By themselves they may be abbreviations; a numeral between them is still none."""
    assert called("мы ЗА МИРОВУЮ революцию") == ["ЗА", "МИРОВУЮ"]
    assert called("на СЪЕЗДЕ XVII ПАРТИИ приняли") == ["СЪЕЗДЕ", "ПАРТИИ"]


def test_a_run_over_the_end_of_a_line_is_set_off() -> None:
    """It begins or ends within a line."""
    assert called("да здравствует МИРОВАЯ", "РЕВОЛЮЦИЯ и ее вожди") == ["МИРОВАЯ", "РЕВОЛЮЦИЯ"]


def test_headings_are_not() -> None:
    """Lines of capitals, and blocks of them."""
    assert called("НАШИ ДОСТИЖЕНИЯ") == []
    assert called("ПРОЛЕТАРИИ ВСЕХ", "СТРАН СОЕДИНЯЙТЕСЬ") == []
    assert in_capitals([["ПРАВДА", "орган"], ["ЦЕНТРАЛЬНОГО", "КОМИТЕТА"]]) == [[False, False], [False, False]]


def test_blocks_without_words_or_letters_have_none() -> None:
    """Nothing fails."""
    assert in_capitals([]) == []
    assert in_capitals([["—"], ["12"]]) == [[False], [False]]


def test_two_capitals_make_a_word_in_capitals() -> None:
    """One is a word at the beginning of a sentence, or an initial."""
    assert is_upper("ДА")
    assert not is_upper("Я")
    assert not is_upper("Да")
    assert not is_upper("12")
