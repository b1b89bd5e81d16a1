"""ALTO: what the contract suite does not see."""

from __future__ import annotations

from digitize.model.document import Document
from digitize.model.transcription import RegionKind
from tests.export.documents import R, W, document, exported, page
from tests.export.extractors import Files, parsed


def strings(files: Files) -> list[dict[str, str]]:
    return [
        {str(k): str(v) for k, v in s.attrib.items()}
        for root in parsed(files, "alto/")
        for s in root.iterfind(".//{*}String")
    ]


def test_broken_words_are_marked_on_both_parts(files: Files) -> None:
    """Parts broken over a line, a column and a page carry the whole word, and keep the hyphen as printed."""
    parts = [(s["SUBS_TYPE"], s["CONTENT"], s["SUBS_CONTENT"]) for s in strings(files) if "SUBS_TYPE" in s]
    assert parts == [
        ("HypPart1", "раз-", "разговор"),
        ("HypPart2", "говор", "разговор"),
        ("HypPart1", "ябло-", "яблоками"),
        ("HypPart2", "ками", "яблоками"),
        ("HypPart1", "по-", "полями."),
        ("HypPart2", "лями.", "полями."),
    ]
    assert all(root.find(".//{*}HYP") is None for root in parsed(files, "alto/"))


def test_a_letterspaced_word_is_not_called_hyphenated() -> None:
    """Only a hyphen at a line's end makes hyphenation parts."""
    letters = (W("С", "Сад"), W("а", ""), W("д", ""))
    files = exported(document([page(1, [R(RegionKind.PARAGRAPH, [letters])])]))
    assert [s["CONTENT"] for s in strings(files) if "SUBS_TYPE" not in s] == ["С", "а", "д"]


def test_confidence_is_given_or_absent(rich: Document, files: Files) -> None:
    """WC is the word's confidence; a word without one has no WC, and none is made up."""
    by_id = {s["ID"]: s.get("WC") for s in strings(files)}
    for word in (word for p in rich.transcription.pages for word in p.words):
        written = by_id[word.id]
        assert (None if written is None else float(written)) == word.confidence


def test_languages_are_stated_once_where_shared(files: Files) -> None:
    """A line says what most of its words are in; a word says so itself where it differs. Digits say nothing."""
    first = parsed(files, "alto/")[0]
    mixed = next(line for line in first.iterfind(".//{*}TextLine") if line.get("ID") == "p0001_r005_l002")
    assert mixed.get("LANG") == "ru"
    assert [s.get("LANG") for s in mixed.iterfind("{*}String")] == [None, None, "fr"]
    plain = next(line for line in first.iterfind(".//{*}TextLine") if line.get("ID") == "p0001_r005_l001")
    assert plain.get("LANG") == "ru" and all(s.get("LANG") is None for s in plain.iterfind("{*}String"))
    layout_page = first.find(".//{*}Page")
    assert layout_page is not None and layout_page.get("LANG") == "ru"
    assert layout_page.get("OTHERLANGS") == "fr ru-Latn und-Cyrl und-Latn und-Zzzz"


def test_pictures_rules_and_tables_have_their_elements(files: Files) -> None:
    """An image is an Illustration, a rule a GraphicalElement, a table a ComposedBlock that holds its text.

    Handwriting in which nothing was read is an Illustration; a stamp that was read is a block of text, so that no
    program misses its words.
    """
    first = parsed(files, "alto/")[0]
    found = {
        local: [e.get("ID") for e in first.iterfind(f".//{{*}}{local}")]
        for local in ("Illustration", "GraphicalElement", "ComposedBlock")
    }
    assert found == {
        "Illustration": ["p0001_r006", "p0001_r011"],
        "GraphicalElement": ["p0001_r004"],
        "ComposedBlock": ["p0001_r009", "p0001_r010"],
    }
    assert [i.get("TYPE") for i in first.iterfind(".//{*}Illustration")] == ["image", "handwriting"]
    (stamp,) = (b for b in first.iterfind(".//{*}TextBlock") if b.get("ID") == "p0001_r012")
    assert (stamp.get("TAGREFS"), stamp.get("LANG")) == ("kind_stamp", "ru")
    table = next(first.iterfind(".//{*}ComposedBlock"))
    assert [s.get("CONTENT") for s in table.iterfind("{*}TextBlock/{*}TextLine/{*}String")] == ["груши", "12"]


def test_column_and_place_of_a_line_are_tags(files: Files) -> None:
    """A citation's "column 2, top" can be read from ALTO alone."""
    first = parsed(files, "alto/")[0]
    line = next(line for line in first.iterfind(".//{*}TextLine") if line.get("ID") == "p0001_r008_l001")
    labels = {tag.get("ID"): (tag.get("TYPE"), tag.get("LABEL")) for tag in first.iterfind("{*}Tags/*")}
    assert [labels[ref] for ref in (line.get("TAGREFS") or "").split()] == [("column", "2"), ("place", "top")]


def test_several_columns_are_a_tag_of_their_own(files: Files) -> None:
    """A headline over two columns says which; its block says it too."""
    first = parsed(files, "alto/")[0]
    (tag,) = (tag for tag in first.iterfind("{*}Tags/*") if tag.get("TYPE") == "columns")
    assert (tag.get("ID"), tag.get("LABEL")) == ("column_1-2", "1-2")
    tagged = [e.get("ID") for e in first.iter("{*}TextBlock", "{*}TextLine") if "column_1-2" in e.get("TAGREFS", "")]
    assert tagged == ["p0001_r003", "p0001_r003_l001"]
