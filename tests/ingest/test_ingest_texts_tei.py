"""Reading TEI: the text of the source in its own spelling, whatever was encoded around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from digitize.errors import InputError
from digitize.ingest.texts import ReferenceText, TextFormat, read_text
from digitize.model.transcription import Emphasis
from digitize.model.witness import TextPart

NAMESPACE = "http://www.tei-c.org/ns/1.0"


def read(folder: Path, body: str) -> ReferenceText:
    return read_xml(
        folder,
        f'<TEI xmlns="{NAMESPACE}"><teiHeader><fileDesc><titleStmt><title>Не текст</title></titleStmt></fileDesc></teiHeader>'
        f"<text><body>{body}</body></text></TEI>",
    )


def read_xml(folder: Path, xml: str) -> ReferenceText:
    path = folder / "t.xml"
    path.write_bytes(f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}'.encode())
    return read_text(path)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>одно\n   два</p><p>три</p>", "одно два\n\nтри\n"),
        ("<p>одно<lb/>два<cb/>три</p>", "одно\nдва\nтри\n"),
        ('<p>Собра<lb break="no"/>ние шло</p>', "Собрание\nшло\n"),
        ('<p>Собра\n  <lb n="2" break="no"/>\n  ние шло</p>', "Собрание\nшло\n"),
        ('<p>Собра-<lb break="no"/>ние шло</p>', "Собра-\nние шло\n"),
        ('<p>Собра<pb break="no"/><lb break="no"/>ние шло</p>', "Собрание\fшло\n"),
        ('<p><w part="I">Собра</w><lb break="no"/><w part="F">ние</w></p>', "Собрание\n"),
        ("<p><w>одно</w><w>два</w><pc>,</pc> <w>три</w></p>", "одно два, три\n"),
        ("<lg><l>строка</l><l>вторая</l></lg>", "строка\nвторая\n"),
        ("<p>до</p><pb n='2'/><p>после</p>", "до\fпосле\n"),
        ("<table><row><cell>а</cell><cell>б</cell></row><row><cell>в</cell></row></table>", "а б\nв\n"),
        ("<p>слово<stage>(Шум)</stage>далее</p>", "слово\n\n(Шум)\n\nдалее\n"),
        ("<p>до <figure><figDesc>кот</figDesc></figure><gap><desc>дыра</desc></gap>после</p>", "до\n\nпосле\n"),
        ("<list><item>раз</item><item>два</item></list>", "раз\n\nдва\n"),
        ("<p>И&#x301;мя&#160;рек</p>", "И\u0301мя\u00a0рек\n"),
    ],
)
def test_breaks_and_words(tmp_path: Path, body: str, text: str) -> None:
    """What parts words and what does not."""
    assert read(tmp_path, body).witness.text == text


@pytest.mark.parametrize(
    ("body", "text", "notice"),
    [
        ("<choice>\n <orig>хлѣбъ</orig>\n <reg>хлеб</reg>\n</choice>.", "хлѣбъ.", "1 regularised spelling left out"),
        ("<choice><corr>почти</corr><sic>почта</sic></choice>", "почта", "1 editor's correction left out"),
        ("<choice><abbr>тов.</abbr><expan>товарищ</expan></choice>", "тов.", "1 expanded abbreviation left out"),
        ("<corr>почти</corr> <reg>хлеб</reg>", "почти хлеб", None),
        ("он <del>не</del> был<add>о</add>", "он было", "1 deletion left out"),
        ("<app><lem>мир</lem><rdg>миръ</rdg><rdg>міръ</rdg></app>", "мир", "2 other readings of an apparatus left out"),
        ("<app><rdg>миръ</rdg><rdg>міръ</rdg></app>", "миръ", "1 other reading of an apparatus left out"),
        ("го<supplied>род</supplied>", "город", "1 passage supplied by the editor read as text"),
    ],
)
def test_the_source_has_its_way(tmp_path: Path, body: str, text: str, notice: str | None) -> None:
    """Of two encodings of one place the one of the source is taken, and the user told that there is another."""
    told = read(tmp_path, f"<p>{body}</p>")
    assert told.witness.text == f"{text}\n"
    assert told.notices == ((notice,) if notice else ())


@pytest.mark.parametrize(
    ("mark", "emphasis"),
    [
        ('hi rend="bold italic"', (Emphasis.BOLD, Emphasis.ITALIC)),
        ('hi rendition="#g"', (Emphasis.LETTERSPACED,)),
        ('hi rendition="simple:letterspace simple:underline"', (Emphasis.UNDERLINED,)),
        ('hi style="letter-spacing: 0.2em; font-weight:700"', (Emphasis.LETTERSPACED, Emphasis.BOLD)),
        ('hi style="letter-spacing:normal; font-style:italic"', (Emphasis.ITALIC,)),
        ("emph", (Emphasis.ITALIC,)),
        ('emph rend="gesperrt"', (Emphasis.LETTERSPACED,)),
        ('title rend="italics"', (Emphasis.ITALIC,)),
        ("hi", ()),
        ('hi rend="superscript"', ()),
    ],
)
def test_emphasis_in_the_words_of_many(tmp_path: Path, mark: str, emphasis: tuple[Emphasis, ...]) -> None:
    """``rend``, ``rendition`` and ``style``, as projects use them."""
    told = read(tmp_path, f"<p>до <{mark}>слово</{mark.split(maxsplit=1)[0]}> после</p>")
    assert [token.emphasis for token in told.witness.tokens] == [(), emphasis, ()]
    assert told.witness.tells_emphasis


def test_parts_of_the_text(tmp_path: Path) -> None:
    """Headings, running heads and notes are told apart from the body."""
    told = read(tmp_path, '<fw>ПРАВДА</fw><head rend="bold">Глава</head><p>Слово<note>сноска</note>, далее.</p>')
    assert [(token.text, token.part, token.emphasis) for token in told.witness.tokens] == [
        ("ПРАВДА", TextPart.FURNITURE, ()),
        ("Глава", TextPart.HEADING, ()),
        ("Слово,", TextPart.BODY, ()),
        ("далее.", TextPart.BODY, ()),
        ("сноска", TextPart.NOTE, ()),
    ]


def test_notes_stand_on_the_page_of_their_mark(tmp_path: Path) -> None:
    """Before the next page begins, in the order of their marks; a note of a note after it; one that stands alone where it is."""
    body = (
        "<p>а<note>раз<note>внутри</note></note> б<note><p>два</p><p>три</p></note> в<pb/>г<note>четыре</note> д</p>"
        "<note>сам</note>"
    )
    assert read(tmp_path, body).witness.text == "а б в\n\nраз\n\nдва\n\nтри\n\nвнутри\fг д\n\nчетыре\n\nсам\n"


def test_zones_are_read_where_there_is_no_text(tmp_path: Path) -> None:
    """A transcription by its places, of which facsimiles have none."""
    zones = "<surface><zone><line>раз</line><line>два</line></zone><zone><line>три</line></zone></surface>"
    xml = (
        f'<TEI xmlns="{NAMESPACE}"><teiHeader/><sourceDoc>{zones}<surface><line>лист</line></surface></sourceDoc></TEI>'
    )
    told = read_xml(tmp_path, xml)
    assert told.witness.text == "раз\nдва\n\nтри\fлист\n"
    assert told.source.frames == 2


def test_older_tei_and_corpora_are_read(tmp_path: Path) -> None:
    """P4 without a namespace; several texts in one file, each a page of its own."""
    assert read_xml(tmp_path, "<TEI.2><text><body><p>слово</p></body></text></TEI.2>").format is TextFormat.TEI
    one = "<TEI><teiHeader/><text><group><text><body><p>раз</p></body></text></group></text></TEI>"
    corpus = f'<teiCorpus xmlns="{NAMESPACE}"><teiHeader/>{one}{one}</teiCorpus>'
    assert read_xml(tmp_path, corpus).witness.text == "раз\fраз\n"


def test_tei_without_text_is_refused(tmp_path: Path) -> None:
    """A header alone is no text."""
    with pytest.raises(InputError, match="TEI without a text element"):
        read_xml(tmp_path, f'<TEI xmlns="{NAMESPACE}"><teiHeader/></TEI>')


def test_notes_within_notes_end(tmp_path: Path) -> None:
    """As deep as the parser lets them stand."""
    assert len(read(tmp_path, "<p>а" + "<note>б" * 200 + "</note>" * 200 + "</p>").witness.tokens) == 201
