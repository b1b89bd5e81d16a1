"""Reading Word documents: what stands in the text, the notes and the boxes, and how it is set off."""

from __future__ import annotations

from pathlib import Path

import pytest

from digitize.errors import InputError
from digitize.ingest.texts import ReferenceText, TextFormat, read_text
from digitize.model.transcription import Emphasis
from digitize.model.witness import TextPart
from tests.ingest.word_files import docx, note_mark, notes, paragraph, run, style, styles, zipped

BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx>'
    "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r>"
)


def read(folder: Path, data: bytes, name: str = "t.docx") -> ReferenceText:
    path = folder / name
    path.write_bytes(data)
    return read_text(path)


def emphasis_of(told: ReferenceText) -> dict[str, tuple[Emphasis, ...]]:
    return {token.text: token.emphasis for token in told.witness.tokens}


def test_signs_that_are_elements_are_text(tmp_path: Path) -> None:
    """Hyphens of both kinds, tabs, breaks of lines and pages, signs by their number."""
    data = docx(
        paragraph(
            "<w:r><w:t>раз</w:t><w:softHyphen/><w:t>рядка</w:t><w:tab/><w:t>А</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r>"
        ),
        paragraph(
            '<w:r><w:t>строка</w:t><w:br/><w:t>вторая</w:t></w:r><w:r><w:br w:type="page"/><w:t>лист</w:t></w:r>'
        ),
        paragraph(
            '<w:r><w:sym w:font="Symbol" w:char="00A7"/><w:t> 5</w:t><w:sym w:font="Wingdings" w:char="F0B7"/></w:r>'
        ),
    )
    told = read(tmp_path, data)
    assert told.witness.text == "раз\u00adрядка\tА\u20111\n\nстрока\nвторая\fлист\n\n§ 5\n"
    assert told.notices == ("1 sign of a symbol font left out",)
    assert (told.format, told.source.frames) == (TextFormat.DOCX, 2)


def test_emphasis_set_on_runs_is_kept(tmp_path: Path) -> None:
    """Bold, italic, underlined, capitals; letterspacing from one point on; off is off."""
    data = docx(
        paragraph(
            run("жирно ", "<w:b/>"),
            run("курсив ", "<w:i/>"),
            run("чертой ", '<w:u w:val="single"/>'),
            run("прописью ", "<w:caps/>"),
            run("разрядкой ", '<w:spacing w:val="40"/>'),
            run("подогнано ", '<w:spacing w:val="4"/><w:u w:val="none"/>'),
            run("просто ", '<w:b w:val="0"/><w:i w:val="false"/><w:spacing w:val="-10"/>'),
            run("поло", "<w:b/>"),
            run("вина"),
        )
    )
    told = emphasis_of(read(tmp_path, data))
    assert told == {
        "жирно": (Emphasis.BOLD,),
        "курсив": (Emphasis.ITALIC,),
        "чертой": (Emphasis.UNDERLINED,),
        "прописью": (Emphasis.CAPITALS,),
        "разрядкой": (Emphasis.LETTERSPACED,),
        "подогнано": (),
        "просто": (),
        "половина": (Emphasis.BOLD,),
    }


def test_emphasis_comes_from_styles_too(tmp_path: Path) -> None:
    """A style builds on another; bold within a bold style is not bold; what a heading's style gives sets nothing off."""
    told = styles(
        style("Цитата", "<w:rPr><w:i/></w:rPr>"),
        style("Вставка", '<w:rPr><w:spacing w:val="60"/></w:rPr>', based_on="Цитата"),
        style("Выделение", "<w:rPr><w:i/></w:rPr>", kind="character"),
        style("heading 1", "<w:rPr><w:b/></w:rPr>"),
        style("круг", based_on="круг"),
    )
    data = docx(
        paragraph(run("Заголовок"), properties='<w:pStyle w:val="heading 1"/>'),
        paragraph(
            run("цитата "),
            run("обратно", '<w:rStyle w:val="Выделение"/>'),
            properties='<w:pStyle w:val="Цитата"/>',
        ),
        paragraph(run("вставка"), properties='<w:pStyle w:val="Вставка"/>'),
        paragraph(run("выделено", '<w:rStyle w:val="Выделение"/>'), properties='<w:pStyle w:val="круг"/>'),
        styles=told,
    )
    found = read(tmp_path, data)
    assert emphasis_of(found) == {
        "Заголовок": (),
        "цитата": (Emphasis.ITALIC,),
        "обратно": (),
        "вставка": (Emphasis.LETTERSPACED, Emphasis.ITALIC),
        "выделено": (Emphasis.ITALIC,),
    }
    assert found.witness.tokens[0].part is TextPart.HEADING


def test_notes_and_boxes_come_after_their_paragraph(tmp_path: Path) -> None:
    """Each once, with the words around the mark kept together; notes of notes too."""
    data = docx(
        paragraph(
            run("Слово"), note_mark(1), run(", ещё"), note_mark(1, "endnote"), BOX.format(paragraph(run("Врезка.")))
        ),
        paragraph(run("Далее"), note_mark(1)),
        footnotes=notes("footnote", paragraph(run("Сноска."), note_mark(2)), paragraph(run("К сноске."))),
        endnotes=notes("endnote", paragraph(run("В конце."))),
    )
    told = read(tmp_path, data)
    assert told.witness.text == "Слово, ещё\n\nСноска.\n\nВ конце.\n\nВрезка.\n\nК сноске.\n\nДалее\n"
    kinds = [token.part for token in told.witness.tokens]
    assert [kinds[n] for n in (0, 2, 3, 4, 5, 6, 8)] == [
        TextPart.BODY,
        TextPart.NOTE,
        TextPart.NOTE,
        TextPart.NOTE,
        TextPart.BODY,
        TextPart.NOTE,
        TextPart.BODY,
    ]


def test_tracked_changes_are_accepted_and_told(tmp_path: Path) -> None:
    """Deletions and what was moved away are left out, insertions read; a paragraph whose end was deleted goes on."""
    data = docx(
        paragraph(
            run("Было "),
            f'<w:del w:id="1"><w:r><w:delText>старое</w:delText></w:r></w:del><w:ins w:id="2">{run("новое")}</w:ins>',
            f'<w:moveFrom w:id="3">{run("ушло")}</w:moveFrom>',
            properties='<w:rPr><w:del w:id="4"/></w:rPr>',
        ),
        paragraph(run(" слово"), run("тайно", "<w:vanish/>"), run(" черта", "<w:strike/>")),
        f'<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>{run("пункт")}</w:p>',
    )
    told = read(tmp_path, data)
    assert told.witness.text == "Было новое слово черта\n\nпункт\n"
    assert told.notices == (
        "3 tracked deletions left out",
        "1 tracked insertion read as text",
        "1 hidden passage left out",
        "1 number or bullet of a list left out",
        "1 struck passage read as text",
    )


def test_tables_links_and_fields_are_text(tmp_path: Path) -> None:
    """A cell's paragraph begins a line; instructions of fields are no text."""
    cells = "".join(f"<w:tc>{paragraph(run(text))}</w:tc>" for text in ("а", "б"))
    data = docx(
        paragraph(
            f"<w:hyperlink>{run('ссылка ')}</w:hyperlink><w:sdt><w:sdtPr/><w:sdtContent>{run('поле ')}</w:sdtContent></w:sdt>"
        ),
        f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>",
        paragraph(
            '<w:r><w:instrText> PAGE </w:instrText></w:r><w:fldSimple w:instr="DATE">' + run("1934") + "</w:fldSimple>"
        ),
    )
    assert read(tmp_path, data).witness.text == "ссылка поле\n\nа\nб\n\n1934\n"


def test_what_it_is_counts_not_its_name(tmp_path: Path) -> None:
    """A Word document called .txt is read as one."""
    assert read(tmp_path, docx(paragraph(run("слово"))), "t.txt").format is TextFormat.DOCX


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (docx(paragraph(run("слово")))[:-40], "damaged Word document"),
        (b"PK\x03\x04" + b"\1" * 100, "damaged Word document"),
        (zipped({"a.txt": b"x"}), "ZIP file that is no Word document"),
        (zipped({"word/document.xml": b"<w:document"}), "broken XML, line 1"),
        (docx(paragraph()), "has no text in it"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    """With the reason, and a way out."""
    with pytest.raises(InputError, match=reason) as caught:
        read(tmp_path, data)
    assert caught.value.hint
    assert "t.docx" in str(caught.value.where)


def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that unpacks to a large one; tried with a small limit."""
    monkeypatch.setattr("digitize.ingest.texts.docx_parts._MOST_PART_BYTES", 10_000)
    data = docx(paragraph(run("а" * 1_000_000)))
    assert len(data) < 10_000
    with pytest.raises(InputError, match="unpacks to more than"):
        read(tmp_path, data)


def test_nested_boxes_end(tmp_path: Path) -> None:
    """Boxes within boxes are each read once, as deep as the parser lets them stand."""
    inner = paragraph(run("дно"))
    for _ in range(20):
        inner = paragraph(
            run("слой"), f"<w:r><w:pict><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></w:pict></w:r>"
        )
    words = [token.text for token in read(tmp_path, docx(inner)).witness.tokens]
    assert words == ["слой"] * 20 + ["дно"]
