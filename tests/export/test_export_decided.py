"""What persons have decided, in every format: their words marked as theirs, regions in their order, kinds and lines by their word."""

from __future__ import annotations

from pathlib import Path

import pytest

from digitize.model.decision import DecisionKind
from digitize.model.geometry import Box
from digitize.model.transcription import Origin, RegionKind, Transcription
from tests.export import extractors, schemas
from tests.export.documents import document, exported
from tests.export.extractors import Files, hocr_properties, parsed
from tests.model.layout_decisions import LEFT, PICTURE, RIGHT, STAMP, Deciding, line_at

ADDED = f"{RIGHT}_l003"


@pytest.fixture(scope="module")
def case() -> Deciding:
    """A word edited, a line added in a column and one in a picture, regions in another order, a picture that was text, text that was a stamp."""
    made = Deciding()
    made.edit("великъ", "великъ,")
    made.decide(DecisionKind.ADD_LINE, ADDED, "Цѣна 5 к.", line_at(RIGHT, f"{RIGHT}_l002", Box(640, 300, 1000, 340)))
    made.decide(DecisionKind.ADD_LINE, f"{PICTURE}_l001", "Рис.", line_at(PICTURE, None, Box(110, 610, 300, 640)))
    made.decide(DecisionKind.REORDER, "p0001", f"{RIGHT} {LEFT}")
    made.decide(DecisionKind.REORDER, RIGHT, f"{RIGHT}_l002 {RIGHT}_l001")
    made.decide(DecisionKind.SET_KIND, STAMP, "caption")
    return made


@pytest.fixture(scope="module")
def decided(case: Deciding) -> Files:
    text = Transcription("reviewed-1", Origin.REVIEWED, "ocr-1", (case.page,), len(case.made))
    return exported(document([case.page], transcription=text))


EXPECTED = "ВѢСТНИКЪ САДОВОДА овесъ Цѣны на Цѣна 5 к. Урожай въ саду былъ великъ, раз- говор о нём. АРХ?ВЪ Рис."


def test_every_format_has_the_order_and_the_lines(decided: Files) -> None:
    """The same words in the same order, the added ones among them; what is text by a person's word is text."""
    for extract in (
        extractors.alto_words,
        extractors.page_words,
        extractors.hocr_words,
        extractors.tei_words,
        extractors.json_words,
    ):
        assert " ".join(extract(decided)) == EXPECTED
    assert "Цѣна 5 к." in decided["вестник-1927.txt"].decode() and "[stamp]" not in decided["вестник-1927.txt"].decode()


def test_the_reading_order_is_told(decided: Files) -> None:
    """In PAGE and ALTO, by the ids that things have had all along."""
    expected = [f"p0001_r{number:03}" for number in (1, 3, 2, 4, 5)]
    page, alto = parsed(decided, "page/")[0], parsed(decided, "alto/")[0]
    assert [ref.get("regionRef") for ref in page.iterfind(".//{*}RegionRefIndexed")] == expected
    assert [ref.get("REF") for ref in alto.iterfind(".//{*}ElementRef")] == expected
    region = page.find(f".//{{*}}TextRegion[@id='{RIGHT}']")
    assert region is not None
    assert [line.get("id", "")[-4:] for line in region.iterfind("{*}TextLine")] == ["l002", "l001", "l003"]


def test_words_of_persons_are_marked(decided: Files) -> None:
    """And no others; with the number of the decision where the format has a place for it."""
    numbers = {f"{LEFT}_l002_w002": 1, f"{PICTURE}_l001_w001": 3} | {f"{ADDED}_w00{n}": 2 for n in (1, 2, 3)}
    alto = {
        string.get("ID"): (string.get("TAGREFS", ""), string.get("CS"))
        for string in parsed(decided, "alto/")[0].iterfind(".//{*}String")
    }
    assert {id_: tags for id_, tags in alto.items() if tags != ("", None)} == {
        id_: (f"decision_{number}", "true") for id_, number in numbers.items()
    }
    page = {word.get("id"): word for word in parsed(decided, "page/")[0].iterfind(".//{*}Word") if word.get("custom")}
    assert {id_: word.get("custom") for id_, word in page.items()} == {
        id_: f"decision {{sequence:{number};}}" for id_, number in numbers.items()
    }
    equivs = [word.find("{*}TextEquiv") for word in page.values()]
    assert (
        all("decided by a person" in (e.get("comments") or "") for e in equivs if e is not None) and None not in equivs
    )
    hocr = {
        word.get("id"): hocr_properties(word).get("x_decision")
        for word in parsed(decided, "hocr/")[0].iterfind(".//*[@class='ocrx_word']")
    }
    assert {id_: told for id_, told in hocr.items() if told} == {id_: str(number) for id_, number in numbers.items()}


def test_tei_names_who_is_responsible(decided: Files) -> None:
    """Marked words refer to a statement in the header; a text that nobody has decided on has none."""
    root = extractors.tei_of(decided)
    marked = {
        w.get(f"{{{'http://www.w3.org/XML/1998/namespace'}}}id") for w in root.iterfind(".//{*}w[@resp='#reviewers']")
    }
    assert marked == {f"{LEFT}_l002_w002", f"{PICTURE}_l001_w001", *(f"{ADDED}_w00{n}" for n in (1, 2, 3))}
    assert len(root.findall(".//{*}respStmt")) == 1
    plain = exported(document([Deciding().page]))
    assert b"respStmt" not in plain["вестник-1927.tei.xml"] and b"decision" not in plain["alto/0001.xml"]


def test_schemas(decided: Files, official_schemas: Path) -> None:
    """All of it is valid."""
    schemas.assert_valid(decided, official_schemas)


def test_every_kind_is_valid(official_schemas: Path) -> None:
    """Whatever a person makes of a region with text, of a stamp, of a picture; lines are no text where that says so."""
    for kind in set(RegionKind) - {RegionKind.SEPARATOR}:
        made = Deciding()
        for region in (LEFT, STAMP, PICTURE):
            if made.region(region).kind is not kind:
                made.decide(DecisionKind.SET_KIND, region, kind.value)
        files = exported(document([made.page]))
        schemas.assert_valid(files, official_schemas)
        hidden = kind in {RegionKind.HANDWRITING, RegionKind.STAMP, RegionKind.IMAGE}
        assert ("Урожай" not in files["вестник-1927.txt"].decode()) is hidden
