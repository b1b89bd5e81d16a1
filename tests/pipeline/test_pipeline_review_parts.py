"""Readings that run over the end of a line, cut where the line ends; nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitize.pipeline.review_parts import cut_at_line_end


@pytest.mark.parametrize(
    ("first", "second", "right", "cut"),
    [
        ("раз-", "говоръ", "разговор", ("раз-", "говор")),
        ("раз-", "говоръ", "раз- говор", ("раз-", "говор")),
        ("рас-", "говор", "разговор", ("раз-", "говор")),
        ("юго-", "западъ", "юго-запад", ("юго-", "запад")),
        ("раз\u00ad", "говоръ", "разговор", ("раз\u00ad", "говор")),
        ("Обра- |", "щатьси", "Обращаться", ("Обра-", "щаться")),
        ("въ саду", "былъ", "в саду был", ("в саду", "был")),
        ("боль", "шойъ", "большой", None),
        ("раз-", "говор", "беседа", None),
        ("раз-", "говор", "раз", None),
    ],
)
def test_where_a_reading_is_cut(first: str, second: str, right: str, cut: tuple[str, str] | None) -> None:
    """At the hyphen, which stays, or between words; a word that is broken without a hyphen is left whole."""
    assert cut_at_line_end(first, second, right) == cut


_WORD = st.text("абвг", min_size=1, max_size=5)


@settings(max_examples=50)
@given(
    st.lists(_WORD, min_size=1, max_size=3),
    st.lists(_WORD, min_size=1, max_size=3),
    st.lists(_WORD, min_size=1, max_size=6),
)
def test_no_letter_is_lost_or_made(first: list[str], second: list[str], right: list[str]) -> None:
    """Both halves together are the reading, whatever it is, when no word is broken."""
    cut = cut_at_line_end(" ".join(first), " ".join(second), " ".join(right))
    assert cut is None or " ".join(cut) == " ".join(right)


@settings(max_examples=50)
@given(_WORD, _WORD, st.text("абвг", min_size=2, max_size=10))
def test_a_broken_word_keeps_its_hyphen(first: str, second: str, right: str) -> None:
    """The first half ends in it, and without it both are the reading."""
    cut = cut_at_line_end(f"{first}-", second, right)
    assert cut is None or (cut[0].endswith("-") and cut[0][:-1] + cut[1] == right)
