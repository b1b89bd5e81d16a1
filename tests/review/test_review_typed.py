"""What a person has typed: taken as it is, or refused with a reason; nothing that cannot be seen comes in."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.review.answers import Refused
from digitize.review.typed import MOST_LETTERS, name_of_person, typed_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("слово", "слово"),
        ("  два \n слова\t", "два слова"),
        ("", ""),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("и\u0306", "й"),
        ("ѣ ѳ ѵ і", "ѣ ѳ ѵ і"),
        ("a\u00a0b", "a b"),
    ],
)
def test_words_are_parted_by_single_spaces(typed: str, kept: str) -> None:
    """Authentic signs stay; a letter and its accent are one, as everywhere in the product."""
    assert typed_text(typed) == kept


@pytest.mark.parametrize("typed", ["a\u0000b", "\u202eabc", "a\u200bb", "so\u00adft", "\ue000", "\ud800", "\x1b[31m"])
def test_what_nobody_can_see_is_refused(typed: str) -> None:
    """Control characters, marks that turn the direction of writing, private and half characters: each is named by its number."""
    with pytest.raises(Refused, match=r"U\+[0-9A-F]{4,}") as caught:
        typed_text(typed)
    assert caught.value.status == 422


@pytest.mark.parametrize("typed", ["x" * (MOST_LETTERS + 1), "я" * 10_000])
def test_an_edit_that_no_line_can_hold_is_refused(typed: str) -> None:
    """It says how long it is, and how long it may be."""
    with pytest.raises(Refused, match=r"2,000") as caught:
        typed_text(typed)
    assert caught.value.status == 422


@pytest.mark.parametrize("typed", [None, 1, ["a"], {"a": "b"}])
def test_what_is_no_text_is_refused(typed: object) -> None:
    """A script of another version, or a forged one, gets a reason and no traceback."""
    with pytest.raises(Refused):
        typed_text(typed)


@given(st.text(max_size=80))
def test_what_is_taken_is_visible_and_stays_the_same(typed: str) -> None:
    """Whatever is typed: it is refused, or it can be a text of words, and typing that again changes nothing."""
    try:
        kept = typed_text(typed)
    except Refused:
        return
    assert kept == " ".join(kept.split()) == unicodedata.normalize("NFC", kept)
    assert typed_text(kept) == kept


@pytest.mark.parametrize("name", ["", "   ", None, 5, "x" * 101, "A\u0000"])
def test_a_decision_needs_a_name(name: object) -> None:
    """Nobody decides without one."""
    with pytest.raises(Refused):
        name_of_person(name)


def test_a_name_is_kept_as_typed() -> None:
    """In any script."""
    assert name_of_person(" Анна  Ильинична ") == "Анна Ильинична"
