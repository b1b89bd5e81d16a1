"""Words spelled in two scripts come out in one, where their letters tell which."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.lexicon.one_script import in_one_script, is_two_scripts, rather_latin


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Наlvаrsson", "Halvarsson"),  # lvr and s tell
        ("Моd.", "Mod."),
        ("С-іe,", "C-ie,"),
        ("Pоссия", "Россия"),  # Latin P before Cyrillic letters
        ("COВET", "COBET"),  # all alike: most are Latin
        ("СОВЕT", "СОВЕТ"),  # most are Cyrillic
        ("Каufmаnn'ом", "Kaufmann'ом"),  # an inflected name keeps its ending
        ("ДP", "ДР"),
        ("XVІІ", "XVII"),
    ],
)
def test_letters_that_look_alike_go_with_those_that_tell(read: str, meant: str) -> None:
    """The ink is the same; the script is that of the letters beside it."""
    assert in_one_script(read) == meant


@pytest.mark.parametrize("word", ["Москва", "Paris", "СССР", "CCCP", "1938", "№", "", "жlж"])
def test_words_of_one_script_and_riddles_stay(word: str) -> None:
    """Nothing is changed where nothing is mixed, or nothing can be told."""
    assert in_one_script(word) == word


@given(st.text(alphabet="АВЖжаеСсPRabcsSwо-'1."))
def test_length_stays_and_twice_is_once(word: str) -> None:
    """Every letter keeps its place; a second look changes nothing."""
    once = in_one_script(word)
    assert len(once) == len(word)
    assert in_one_script(once) == once
    assert is_two_scripts(word) or once == word


@pytest.mark.parametrize(
    ("word", "latin"), [("Наlvаrввon", True), ("Кaufmann'ом", True), ("Жлоba", False), ("СОВ", True), ("слово", False)]
)
def test_telling_letters_are_counted(word: str, latin: bool) -> None:
    """As many that only Latin has as only Cyrillic has: then it is worth asking the Latin models."""
    assert rather_latin(word) is latin
