"""Reading ALTO, PAGE and hOCR: those of other programs, and our own exports word for word."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from digitize.export.markup import clean
from digitize.ingest.texts import ReferenceText, TextFormat, read_text
from digitize.model.document import Document
from digitize.model.transcription import Emphasis, RegionKind, TranscribedPage
from digitize.model.witness import TextPart, Token, Witness
from tests.export.documents import R, W, document, exported, page, rich_document

KINDS = ((), (Emphasis.BOLD,), (Emphasis.LETTERSPACED, Emphasis.BOLD), (Emphasis.CAPITALS,), (Emphasis.UNDERLINED,), ())
HELD = {
    "tei": set(Emphasis),
    "hocr": set(Emphasis),
    "page": set(Emphasis) - {Emphasis.CAPITALS},
    "alto": {Emphasis.BOLD, Emphasis.UNDERLINED},
}
"""What each of our formats has a word for; capitals are seen in the text itself."""


def read(folder: Path, name: str, content: str | bytes) -> ReferenceText:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_text(path)


def set_off_page() -> TranscribedPage:
    """A line of words that are set off in several ways."""
    made = page(1, [R(RegionKind.PARAGRAPH, [[W(f"слово{n}") for n in range(len(KINDS))]])], 1, "rus")
    line = made.regions[0].lines[0]
    words = tuple(replace(word, emphasis=kinds) for word, kinds in zip(line.words, KINDS, strict=True))
    return replace(made, regions=(replace(made.regions[0], lines=(replace(line, words=words),)),))


def expected(made: Document, pages: tuple[int, ...], held: set[Emphasis]) -> tuple[Token, ...]:
    """The tokens of the printed layer, as XML can hold them."""
    witness = Witness.of_pages("t", (p for p in made.transcription.pages if p.page_number in pages))
    return tuple(
        replace(token, text=clean(token.text), emphasis=tuple(kind for kind in token.emphasis if kind in held))
        for token in witness.tokens
    )


@pytest.mark.parametrize("made", [rich_document(), document([set_off_page()])], ids=["rich", "set off"])
@pytest.mark.parametrize("kind", ["tei", "alto", "page", "hocr"])
def test_our_own_exports_read_back(tmp_path: Path, made: Document, kind: str) -> None:
    """Every word of the printed layer with what parts it, what it belongs to and how it is set off; no line in doubt."""
    name = {"tei": f"{made.id}.tei.xml", "hocr": "hocr/0001.html"}.get(kind, f"{kind}/0001.xml")
    told = read(tmp_path, Path(name).name, exported(made)[name])
    pages = tuple(p.page_number for p in made.transcription.pages) if kind == "tei" else (1,)
    assert told.witness.tokens == expected(made, pages, HELD[kind])
    assert told.format == kind
    doubtful = sum(line.doubt is not None for p in made.transcription.pages for line in p.lines)
    assert (f"{doubtful} line that the file marks as doubtful left out" in told.notices) == bool(doubtful)


ALTO = """<?xml version="1.0"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v2#"><Styles><TextStyle ID="s1" FONTSTYLE="bold italics"/></Styles>
<Tags><StructureTag ID="t1" LABEL="Heading"/><LayoutTag ID="t2" LABEL="footnote"/></Tags>
<ReadingOrder><OrderedGroup ID="g"><ElementRef ID="e1" REF="b2"/><ElementRef ID="e2" REF="b1"/></OrderedGroup></ReadingOrder>
<Layout><Page><TopMargin><TextBlock><TextLine><String CONTENT="ПРАВДА"/></TextLine></TextBlock></TopMargin>
<PrintSpace><TextBlock ID="b1" TAGREFS="t2"><TextLine><String CONTENT="Сноска"/></TextLine></TextBlock>
<ComposedBlock ID="b2"><TextBlock TAGREFS="t1"><TextLine><String CONTENT="Глава" STYLEREFS="s1"/></TextLine></TextBlock>
<TextBlock><TextLine STYLEREFS="s1"><String CONTENT="Соб" STYLE=""/><SP/><String CONTENT="рано"/><HYP CONTENT="-"/></TextLine>
<TextLine><String CONTENT="вание"/></TextLine></TextBlock></ComposedBlock></PrintSpace></Page>
<Page><PrintSpace><TextBlock><TextLine><String CONTENT="лист"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>"""


def test_alto_of_another_program(tmp_path: Path) -> None:
    """Order, tags, margins, styles by reference, hyphens as elements, several pages."""
    told = read(tmp_path, "t.xml", ALTO)
    assert told.witness.text == "Глава\n\nСоб рано-\nвание\n\nСноска\n\nПРАВДА\fлист\n"
    parts = [token.part for token in told.witness.tokens]
    assert parts[0] is TextPart.HEADING
    assert (parts[4], parts[5]) == (TextPart.NOTE, TextPart.FURNITURE)
    both = (Emphasis.BOLD, Emphasis.ITALIC)
    assert [token.emphasis for token in told.witness.tokens][:4] == [both, (), both, ()]
    assert told.witness.tells_emphasis
    assert told.source.frames == 2


PAGE = """<?xml version="1.0"?>
<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15"><Page>
<ReadingOrder><OrderedGroup id="o"><RegionRefIndexed index="1" regionRef="r1"/><RegionRefIndexed index="0" regionRef="r2"/>
</OrderedGroup></ReadingOrder>
<TextRegion id="r1" type="paragraph"><TextLine custom="readingOrder {index:0;} textStyle {offset:4; length:5; bold:true;}">
<TextEquiv><Unicode>как слово лежит</Unicode></TextEquiv></TextLine>
<TextLine><Word><TextEquiv index="1"><Unicode>иное</Unicode></TextEquiv><TextEquiv index="0"><Unicode>одно</Unicode></TextEquiv>
<TextStyle italic="true" underlined="false"/></Word><TextEquiv><Unicode>не это</Unicode></TextEquiv></TextLine></TextRegion>
<TextRegion id="r2" custom="structure {type:heading;}"><TextEquiv><Unicode>Глава
первая</Unicode></TextEquiv></TextRegion>
<TextRegion id="r3" type="page-number"><TextLine><TextEquiv><Unicode>4</Unicode></TextEquiv></TextLine></TextRegion>
<TextRegion id="r4" type="footnote"><TextLine><TextEquiv><Unicode>Сноска</Unicode></TextEquiv></TextLine></TextRegion>
</Page></PcGts>"""


def test_page_of_another_program(tmp_path: Path) -> None:
    """Order by index, text of words before that of lines and regions, the reading of the lowest index, styles in ``custom``."""
    told = read(tmp_path, "t.xml", PAGE)
    assert told.witness.text == "Глава\nпервая\n\nкак слово лежит\nодно\n\n4\n\nСноска\n"
    assert [(token.part, token.emphasis) for token in told.witness.tokens] == [
        (TextPart.HEADING, ()),
        (TextPart.HEADING, ()),
        (TextPart.BODY, ()),
        (TextPart.BODY, (Emphasis.BOLD,)),
        (TextPart.BODY, ()),
        (TextPart.BODY, (Emphasis.ITALIC,)),
        (TextPart.FURNITURE, ()),
        (TextPart.NOTE, ()),
    ]


HOCR = """<!DOCTYPE html><html><head><title>Не текст</title><meta name="ocr-system" content="tesseract 5"></head><body>
<div class="ocr_page" title="image x"><div class="ocr_carea"><p class="ocr_par"><span class="ocr_header" title="bbox">
<span class="ocrx_word">Глава</span></span></p><p class="ocr_par"><span class="ocr_line"><span class="ocrx_word"><strong>жирно</strong></span>
<span class="ocrx_word">&laquo;да&raquo;</span></span><span class="ocr_line"><span class="ocrx_word">далее</span></span></p></div></div>
<div class="ocr_page"><span class="ocr_line">без слов</span><br>строка</div></body></html>"""


def test_hocr_of_another_program(tmp_path: Path) -> None:
    """HTML with its named characters; Tesseract's name for headings; emphasis by tags; lines without words."""
    told = read(tmp_path, "t.hocr", HOCR)
    assert told.witness.text == "Глава\n\nжирно «да»\nдалее\fбез слов\nстрока\n"
    assert told.witness.tokens[0].part is TextPart.HEADING
    assert told.witness.tokens[1].emphasis == (Emphasis.BOLD,)
    assert told.format is TextFormat.HOCR


def test_xhtml_with_named_characters_is_read(tmp_path: Path) -> None:
    """As XML it would need a document type that is not at hand."""
    xhtml = HOCR.replace("<br>", "<br/>").replace('"tesseract 5">', '"tesseract 5"/>')
    told = read(tmp_path, "t.html", f'<?xml version="1.0" encoding="UTF-8"?>\n{xhtml}')
    assert "«да»" in told.witness.text


def test_what_tells_no_style_is_not_taken_to_be_plain(tmp_path: Path) -> None:
    """A page file without any style says nothing of emphasis."""
    assert not read(
        tmp_path, "t.xml", ALTO.replace("bold italics", "").replace("STYLEREFS", "X")
    ).witness.tells_emphasis
