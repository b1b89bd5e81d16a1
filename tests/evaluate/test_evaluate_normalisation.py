"""Normalisation: what counts as the same text."""

from __future__ import annotations

import dataclasses
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.evaluate.normalisation import Convention, Normalisation, normalisation_for

PLAIN = normalisation_for(Convention.NONE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("уро-\nжай", "урожай"),
        ("уро- \t\r\n\n  жай", "урожай"),
        ("récol¬\nte", "récolte"),
        ("récol\u00ad\nte", "récolte"),
        ("конец -\nначало", "конец - начало"),
        ("слово-\n— тире", "слово- - тире"),
        ("ré-colte", "ré-colte"),
        ("а=\nб", "а= б"),
    ],
)
def test_hyphens_at_line_ends_are_joined(text: str, expected: str) -> None:
    """A word is joined only where a hyphen stands between letters at a line end."""
    assert PLAIN.apply(text) == expected


def test_a_decomposed_letter_before_the_hyphen_is_joined_too() -> None:
    """NFC comes first: a combining mark is no word character and would hide the letter before the hyphen."""
    assert PLAIN.apply(unicodedata.normalize("NFD", "строй-\nка")) == "стройка"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("«дом» „дом“ ”дом”", '"дом" "дом" "дом"'),
        ("l’été ‘a’ ‚b` c´", "l'été 'a' 'b' c'"),
        ("1914‐1918 – — − ―", "1914-1918 - - - ―"),
        ("ёлка Ёж", "елка Еж"),
        ("и так…", "и так..."),
        (" два \n\n слова\t", "два слова"),
        ("e\u0301te\u0301", "été"),
    ],
)
def test_folds(text: str, expected: str) -> None:
    """Quotation marks, dashes, ё, ellipsis, white space and composition fold as the rules of the score say."""
    assert PLAIN.apply(text) == expected


@pytest.mark.parametrize(
    ("convention", "text", "expected"),
    [
        (Convention.KOMI, "Выль туйӧд, Ӧні і І", "Выль туйод, Они и И"),
        (Convention.MARKS, "_souligné 2^e ~~~ fin", "souligné 2e fin"),
        (Convention.FRAKTUR, "daſs Zei=\ntung a = b", "dass Zeitung a = b"),
        (Convention.NONE, "ӧ _a ſ", "ӧ _a ſ"),
    ],
)
def test_conventions(convention: Convention, text: str, expected: str) -> None:
    """Each convention folds what it names, and nothing else does."""
    assert normalisation_for(convention).apply(text) == expected


def test_lines_stay_on_their_own() -> None:
    """Line by line nothing is joined, empty lines fall out, and a Fraktur hyphen at a line end reads as a hyphen."""
    assert PLAIN.lines("уро-\nжай\n\n  \nздесь ") == ("уро-", "жай", "здесь")
    assert normalisation_for(Convention.FRAKTUR).lines("Zei=\ntung = x") == ("Zei-", "tung = x")
    assert normalisation_for(Convention.MARKS).lines("~~~\na") == ("a",)


@given(st.text(), st.sampled_from(list(Convention)))
def test_the_second_time_changes_nothing_but_new_line_ends(text: str, convention: Convention) -> None:
    """Normalised text has no line breaks left and stays as it is."""
    rules = normalisation_for(convention)
    once = rules.apply(text)
    assert rules.apply(once) == once
    assert not set(once) & set("“”„«»’‘‚`´‐–—−⸗¬ёЁ…\n\r\t")


OFF = {
    "compose": ("e\u0301", "Unicode NFC"),
    "join_hyphens": ("а-\nб", "hyphenated"),
    "quotes": ("«", "quotation"),
    "dashes": ("—", "dashes"),
    "yo": ("ё", "ё to е"),
    "ellipsis": ("…", "..."),
    "collapse_space": ("а  б", "white space"),
}


@pytest.mark.parametrize("name", OFF)
def test_every_fold_can_be_left_out_and_is_reported(name: str) -> None:
    """A fold that is off leaves its text alone and is missing from the description; on, it changes and is named."""
    text, step = OFF[name]
    off = dataclasses.replace(PLAIN, **{name: False})  # type: ignore[arg-type]
    changed_by_spaces = name == "join_hyphens"
    assert off.apply(text) == (text.replace("\n", " ") if changed_by_spaces else text)
    assert PLAIN.apply(text) != off.apply(text)
    assert any(step in said for said in PLAIN.steps)
    assert len(off.steps) == len(PLAIN.steps) - 1


def test_every_switch_is_tested_above() -> None:
    """A new fold without a test of its switch fails here."""
    assert {field.name for field in dataclasses.fields(Normalisation)} == {*OFF, "convention"}


@pytest.mark.parametrize("convention", [c for c in Convention if c is not Convention.NONE])
def test_a_convention_is_reported(convention: Convention) -> None:
    """The description of a page's normalisation names its convention."""
    assert any(said.startswith(convention.value) for said in normalisation_for(convention).steps)
    assert len(normalisation_for(convention).steps) == len(PLAIN.steps) + 1
