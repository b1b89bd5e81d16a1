"""Reading plain text: nothing of it is lost, and nothing is added."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digitize.ingest.texts import TextFormat, read_text
from digitize.ingest.texts.composing import plain_tokens
from digitize.model.witness import Token, Witness
from tests.ingest.passages import FRENCH, RUSSIAN, UKRAINIAN

SEVERAL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0<\ufeff"), max_size=200)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=SEVERAL)
def test_every_character_is_kept(text: str, tmp_path: Path) -> None:
    """All white space too, whatever line ends a system has."""
    path = tmp_path / "t.txt"
    path.write_bytes(b"x" + text.encode())
    assert read_text(path).witness.text == "x" + text


@given(st.text())
def test_words_are_those_of_a_witness_of_text(text: str) -> None:
    """Sharing equal words changes nothing."""
    tokens, after = plain_tokens(text)
    assert Witness("t", tokens, after) == Witness.of_text("t", text)


def test_words_that_are_alike_are_one_value() -> None:
    """So that a text of 50 MB fits into little memory."""
    tokens, _ = plain_tokens("да нет " * 1000)
    assert len({id(token) for token in tokens}) == 3
    assert tokens[2] == Token("да", " ")


def test_the_file_is_named_with_its_digest(tmp_path: Path) -> None:
    """The copy that is kept can be found by it; form feeds part pages."""
    path = tmp_path / "Издание 1928.txt"
    path.write_bytes("Первая\fвторая\f\nтретья\n".encode())
    read = read_text(path)
    assert read.source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (read.source.name, read.source.media_type, read.source.frames) == (path.name, "text/plain", 3)
    assert (read.format, read.encoding, read.notices) == (TextFormat.PLAIN, "utf-8", ())
    assert read.witness.name == path.name
    assert not read.witness.tells_emphasis


@pytest.mark.parametrize(
    ("text", "language"), [(RUSSIAN[0], "rus"), (UKRAINIAN[0], "ukr"), (FRENCH[0], "fra"), ("12. 5. 1934", None)]
)
def test_the_language_is_told_by_function_words(tmp_path: Path, text: str, language: str | None) -> None:
    """Or not at all."""
    path = tmp_path / "t.txt"
    path.write_bytes(text.encode())
    assert read_text(path).language == language


def test_another_encoding_is_read_and_told(tmp_path: Path) -> None:
    """From file to witness."""
    path = tmp_path / "t.txt"
    path.write_bytes(RUSSIAN[0].encode("cp1251"))
    read = read_text(path)
    assert read.witness.text == RUSSIAN[0]
    assert (read.encoding, read.notices) == ("windows-1251", ("read as windows-1251",))


@pytest.mark.parametrize("text", ["<Из письма> Друзья!", "<note> a word in brackets", "< 5 и > 3", "PK и прочее"])
def test_a_text_may_begin_with_brackets(tmp_path: Path, text: str) -> None:
    """Editors write so; it is no markup."""
    path = tmp_path / "t.txt"
    path.write_bytes(text.encode())
    assert read_text(path).witness.text == text
