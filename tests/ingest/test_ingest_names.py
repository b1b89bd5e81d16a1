"""Names: shown safely, in natural order, as document ids."""

from __future__ import annotations

import os
import unicodedata
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.ingest import printable, slug
from digitize.ingest.names import natural_key

ANY_NAME = st.one_of(st.text(), st.binary().map(os.fsdecode))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("scan 1.pdf", "scan 1.pdf"),
        ("Правда.tif", "Правда.tif"),
        ("two\nlines", "two\\x0alines"),
        ("bell\x07\x1b[31m", "bell\\x07\\x1b[31m"),
        (os.fsdecode(b"caf\xe9.png"), "caf\\xe9.png"),
        ("fdp\u202etxt.exe", "fdp\\u202etxt.exe"),
        ("line\u2028break", "line\\u2028break"),
    ],
)
def test_a_name_is_shown_without_harm(name: str, shown: str) -> None:
    """Control characters, foreign bytes and characters that turn the line around are written out."""
    assert printable(name) == shown


@given(ANY_NAME)
def test_any_name_can_be_printed(name: str) -> None:
    """Whatever a file is called, its shown name is one line of valid UTF-8."""
    shown = printable(name)
    shown.encode()
    assert len(shown.splitlines()) <= 1


def test_natural_order() -> None:
    """Numbers count as numbers, case does not matter, and the order does not depend on where one starts."""
    names = ["page", "page1.tif", "Page2.tif", "page02.tif", "page10.tif", "page10b.tif", "лист 2", "лист 11"]
    shuffled = names[:]
    Random(4).shuffle(shuffled)
    assert sorted(shuffled, key=natural_key) == names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("1927-11-02-4", "1927-11-02-4"),
        ("Правда № 251 (1927)", "правда-251-1927"),
        ("L'Humanité, 28 déc. 1934", "l-humanité-28-déc-1934"),
        ("../../etc/passwd", "etc-passwd"),
        ("..", "document"),
        ("", "document"),
        (".hidden", "hidden"),
        ("---", "document"),
        ("CON", "document-con"),
        ("lpt1", "document-lpt1"),
        ("console", "console"),
        ("a\nb", "a-b"),
        (os.fsdecode(b"caf\xe9"), "caf"),
        (printable(os.fsdecode(b"a\xe9b")), "a-b"),
        ("й", "й"),
        ("\u0301odd", "odd"),
        ("新聞 1934", "新聞-1934"),
    ],
)
def test_slug(name: str, expected: str) -> None:
    """Letters of any script stay; path tricks, reserved names and empty results do not get through."""
    assert slug(name) == expected


@given(ANY_NAME)
def test_any_name_gives_a_safe_id(name: str) -> None:
    """An id is never empty or too long, a single path component, lower case, NFC, and its own slug."""
    made = slug(name)
    assert 1 <= len(made) <= 89
    assert len(made.encode()) <= 209
    assert not set(made) & set('/\\. \0:*?"<>|')
    assert made.strip("-") == made
    assert unicodedata.is_normalized("NFC", made)
    assert slug(made) == made


def test_a_long_name_is_cut_between_letters() -> None:
    """Eighty characters at most, and never between a letter and its accent."""
    assert slug("x" * 79 + "ы" * 50) == "x" * 79 + "ы"
    cut = slug("x" * 79 + "q\u0301\u0302" + "z")
    assert cut == "x" * 79
    assert len(slug("\U00010330" * 80).encode()) <= 200
