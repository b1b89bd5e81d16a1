"""Reading Markdown: the text without its markup, emphasis and notes told."""

from __future__ import annotations

from pathlib import Path

import pytest

from digitize.errors import InputError
from digitize.ingest.texts import ReferenceText, TextFormat, read_text
from digitize.model.transcription import Emphasis
from digitize.model.witness import TextPart


def read(folder: Path, text: str) -> ReferenceText:
    path = folder / "t.md"
    path.write_bytes(text.encode())
    return read_text(path)


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("# Глава\n\nСлово\nза словом\\\nи ещё\n\n***\n\nКонец", "Глава\n\nСлово\nза словом\nи ещё\n\nКонец\n"),
        ("1. раз\n2. два\n\n   дальше\n\n- пункт", "1. раз\n\n2. два\n\nдальше\n\nпункт\n"),
        ("> цитата\n> дальше", "цитата\nдальше\n"),
        ("| а | б |\n|---|---|\n| в | г |", "а б\nв г\n"),
        ("см. [здесь](http://x) и ![кот](c.png)`код` &amp; &#8212;", "см. здесь и код & —\n"),
        ("до\n\n    отступ\n      дальше", "до\n\nотступ\nдальше\n"),
        ("а<br>б <!-- в --> г\n\n<div>д <i>е</i></div>", "а\nб г\n\nд е\n"),
        ("---\ntitle: т\n---\nтекст", "текст\n"),
    ],
)
def test_the_text_is_what_a_reader_sees(tmp_path: Path, marked: str, plain: str) -> None:
    """One deterministic way; numbers of lists are text, bullets are not."""
    assert read(tmp_path, marked).witness.text == plain


def test_emphasis_is_kept(tmp_path: Path) -> None:
    """In Markdown's own marks and in those of HTML; a word is set off when at least half of it is."""
    told = read(tmp_path, "**жирно**, *курс*ом ***оба*** <u>под\nчертой</u> __слово__ н*а*дпись snake_case_word 2\\*2")
    assert [(token.text, token.emphasis) for token in told.witness.tokens] == [
        ("жирно,", (Emphasis.BOLD,)),
        ("курсом", (Emphasis.ITALIC,)),
        ("оба", (Emphasis.BOLD, Emphasis.ITALIC)),
        ("под", (Emphasis.UNDERLINED,)),
        ("чертой", (Emphasis.UNDERLINED,)),
        ("слово", (Emphasis.BOLD,)),
        ("надпись", ()),
        ("snake_case_word", ()),
        ("2*2", ()),
    ]
    assert told.witness.tells_emphasis
    assert told.format is TextFormat.MARKDOWN


def test_notes_come_after_their_paragraph(tmp_path: Path) -> None:
    """The words around a mark stay together; a note that nothing refers to is not lost."""
    text = "# Глава\n\nСлово[^1], ещё^[внутри] тут[^1].\n\nДалее.\n\n[^1]: Первая *сноска*.\n\n[^2]: Без знака."
    witness = read(tmp_path, text).witness
    assert witness.text == "Глава\n\nСлово, ещё тут.\n\nПервая сноска.\n\nвнутри\n\nДалее.\n\nБез знака.\n"
    parts = {token.text: token.part for token in witness.tokens}
    assert parts["Глава"] is TextPart.HEADING
    assert parts["Слово,"] is TextPart.BODY
    assert {parts[word] for word in ("Первая", "внутри", "Без")} == {TextPart.NOTE}


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    """Front matter and pictures; struck words are read."""
    told = read(tmp_path, "---\ntitle: т\n---\n\n![к](c.png) ~~было~~ стало")
    assert told.witness.text == "было стало\n"
    assert told.notices == ("front matter left out", "1 picture left out", "1 struck passage read as text")


def test_what_is_nested_too_deeply_is_refused(tmp_path: Path) -> None:
    """The parser itself would leave out the text without a word."""
    assert read(tmp_path, "> " * 30 + "слово").witness.text == "слово\n"
    with pytest.raises(InputError, match="nested too deeply"):
        read(tmp_path, "> " * 3000 + "слово")


def test_another_encoding_is_told_too(tmp_path: Path) -> None:
    """Notices of the bytes and of the markup."""
    path = tmp_path / "t.md"
    path.write_bytes("Письмо **брата** лежало на столе уже третий день. ~~Нет.~~".encode("koi8_r"))
    told = read_text(path)
    assert told.witness.tokens[1].emphasis == (Emphasis.BOLD,)
    assert told.notices == ("read as koi8-r", "1 struck passage read as text")
