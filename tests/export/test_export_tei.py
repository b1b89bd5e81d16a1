"""TEI: the header, dates, breaks and links."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from digitize.export.tei_elements import XML_LANG, date_attributes, version_number, web_pointer, xml_name
from digitize.model.document import Document
from digitize.model.reference import FIELDS, SourceReference, is_web_address
from digitize.model.transcription import RegionKind
from tests.export import schemas
from tests.export.documents import R, W, document, exported, page
from tests.export.extractors import XML_ID, Files, tei_of

DATES = {
    "1927": {"when": "1927"},
    "1927-03": {"when": "1927-03"},
    "1927-03-05": {"when": "1927-03-05"},
    "1927-03/1928": {"from": "1927-03", "to": "1928"},
    "1927~": None,
    "192X": None,
    "1927-21": None,
    "1927/..": None,
    "0000": None,
    "-0043": None,
}


@pytest.mark.parametrize(("edtf", "expected"), DATES.items())
def test_only_plain_dates_are_w3c_dates(edtf: str, expected: dict[str, str] | None) -> None:
    """A date that is no plain one stays EDTF under its own name, so that no precision is invented."""
    given = date_attributes(edtf)
    assert given == (expected or {"when-custom": edtf, "datingMethod": "https://www.loc.gov/standards/datetime/"})


def test_every_date_is_valid_tei(official_schemas: Path) -> None:
    """Each form of date makes a valid header and is there as given."""
    for edtf in DATES:
        tei = tei_of(exported(document([page(1)], reference=SourceReference(date=edtf))))
        schemas.tei(official_schemas, tei).assertValid(tei)
        assert tei.findtext(".//{*}sourceDesc/{*}bibl/{*}date") == edtf


def test_a_proposal_is_no_fact(files: Files) -> None:
    """What the file's name suggests is a note of low certainty, beside what was stated."""
    bibl = tei_of(files).find(".//{*}bibl[@type='cited']")
    assert bibl is not None
    assert [note.get("cert") for note in bibl.iterfind("{*}note[@type='proposal']")] == ["low"]
    assert bibl.findtext("{*}biblScope") == "1"
    assert bibl.findtext("{*}note[@type='citation']") == "Вестник садовода. 1927. 5 марта. С. 1"


def test_nothing_stated_makes_no_citation(official_schemas: Path) -> None:
    """A document without reference still has a valid header, titled by its id, citing nothing."""
    tei = tei_of(exported(document([page(1)], reference=SourceReference())))
    schemas.tei(official_schemas, tei).assertValid(tei)
    assert tei.find(".//{*}bibl[@type='cited']") is None
    assert tei.findtext(".//{*}titleStmt/{*}title") == "вестник-1927"


def texts(tei: etree._Element, path: str) -> list[tuple[str | None, str | None]]:
    """Type or unit and text of each element."""
    return [(e.get("type") or e.get("unit"), e.text) for e in tei.iterfind(f".//{{*}}sourceDesc/{path}")]


def test_a_newspaper_in_the_header(official_schemas: Path) -> None:
    """What is printed of it is a bibl; the holders are notes of their own, and the address is one of the web."""
    reference = SourceReference(
        title="Правда",
        date="1927-11-02",
        page="4",
        issue="251",
        edition="Moscow",
        columns="3",
        place="top",
        subhead="Прения",
        document="12",
        entry="7",
        item="9",
        list="3",
        original_holder="РНБ",
        copy_holder="LoC",
        url="https://пример.example/газета?a=1&b=[2]%",
    )
    tei = tei_of(exported(document([page(1)], reference=reference)))
    schemas.tei(official_schemas, tei).assertValid(tei)
    assert texts(tei, "{*}bibl[@type='cited']/{*}biblScope") == [
        *(("issue", "251"), ("page", "4"), ("column", "3"), ("document", "12"), ("entry", "7"))
    ]
    assert texts(tei, "{*}bibl[@type='cited']/{*}note") == [
        *(("place", "top"), ("subhead", "Прения"), ("original-holder", "РНБ"), ("copy-holder", "LoC"))
    ]
    assert texts(tei, "{*}bibl[@type='cited']/{*}idno") == [("list", "3"), ("item", "9")]
    assert tei.find(".//{*}msDesc") is None
    pointer = tei.find(".//{*}bibl[@type='cited']/{*}ptr")
    assert pointer is not None and pointer.get("target", "").endswith(
        "%B3%D0%B0%D0%B7%D0%B5%D1%82%D0%B0?a=1&b=%5B2%5D%25"
    )


def test_a_document_in_an_archive(official_schemas: Path) -> None:
    """Repository, fond, opis and delo are levels of its identifier, the leaves stand in the last of them."""
    reference = SourceReference(
        repository="РГАСПИ",
        collection="<&>",
        fond="3",
        opis="24",
        delo="163",
        folder="28",
        reel="3",
        container="4",
        list="179",
    )
    tei = tei_of(exported(document([page(1)], reference=reference)))
    schemas.tei(official_schemas, tei).assertValid(tei)
    assert texts(tei, "{*}msDesc/{*}msIdentifier/*") == [
        *((None, "РГАСПИ"), (None, "<&>"), ("fond", "3"), ("opis", "24"), ("delo", "163"), ("reel", "3")),
        *(("container", "4"), ("folder", "28"), ("list", "179")),
    ]
    assert tei.find(".//{*}bibl[@type='cited']") is None
    assert [pb.get("n") for pb in tei.iterfind(".//{*}pb")] == ["l. 179"]


def test_every_field_alone_makes_a_valid_header(official_schemas: Path) -> None:
    """Whatever is stated and whatever is not, the header is TEI, and the value stands in it."""
    for name in FIELDS:
        value = {"date": "1927", "url": "https://a.example/x"}.get(name, f"{name}\x01")
        tei = tei_of(exported(document([page(1)], reference=SourceReference(**{name: value}))))  # type: ignore[arg-type]
        schemas.tei(official_schemas, tei).assertValid(tei)
        source = tei.find(".//{*}sourceDesc")
        assert source is not None
        told = [*source.itertext(), *(pointer.get("target") for pointer in source.iterfind(".//{*}ptr"))]
        assert value.replace("\x01", "\ufffd") in told


def test_parts_of_a_word_are_linked(files: Files) -> None:
    """From the first part of a broken word one reaches the last, over the page too."""
    by_id = {word.get(XML_ID): word for word in tei_of(files).iterfind(".//{*}w")}
    first = by_id["p0001_r015_l001_w003"]
    last = by_id[(first.get("next") or "").removeprefix("#")]
    assert (first.get("part"), last.get("part")) == ("I", "F")
    assert last.get(XML_ID) == "p0004_r002_l001_w001" and last.get("prev") == "#p0001_r015_l001_w003"


def test_breaks_know_whether_they_break_a_word(files: Files) -> None:
    """lb and cb inside a word have break="no"; the others have none."""
    tei = tei_of(files)
    unbroken = [lb.get(XML_ID) for lb in tei.iterfind(".//{*}lb[@break='no']")]
    assert unbroken == ["p0001_r005_l002", "p0001_r008_l001", "p0004_r002_l001"]
    columns = [(cb.get("n") or cb.get("type"), cb.get("break")) for cb in tei.iterfind(".//{*}cb")]
    assert columns == [
        ("spanning", None),
        ("1-2", None),
        ("1", None),
        ("2", "no"),
        ("spanning", None),
        ("2", None),
        ("spanning", None),
    ]


def test_words_of_another_language_are_foreign(files: Files) -> None:
    """They stand in a foreign; a Roman numeral in Russian is Russian in Latin letters, and says so itself."""
    tei = tei_of(files)
    foreign = [(f.get(XML_LANG), [w.get(XML_ID) for w in f.iterfind("{*}w")]) for f in tei.iterfind(".//{*}foreign")]
    assert ("fr", ["p0001_r005_l002_w003"]) in foreign
    numeral = tei.find(f".//{{*}}w[@{XML_ID}='p0001_r003_l001_w002']")
    assert numeral is not None and numeral.get(XML_LANG) == "ru-Latn"
    head = tei.find(".//{*}head")
    assert head is not None and head.get(XML_LANG) == "ru"


def test_neighbours_of_another_language_stand_together() -> None:
    """A quotation of several words is one foreign, with spaces between its words as on the page."""
    words = (W("Он"), W("сказал"), W("«Vive", language="fra"), W("la", language="fra"), W("paix»", language="fra"))
    tei = tei_of(exported(document([page(1, [R(RegionKind.PARAGRAPH, [words, (W("и"), W("ушёл"), W("прочь"))])])])))
    (foreign,) = tei.iterfind(".//{*}foreign")
    assert "".join(map(str, foreign.itertext())) == "«Vive la paix»"
    paragraph = tei.find(".//{*}p[@facs]")
    assert paragraph is not None and "сказал «Vive la paix»" in "".join(map(str, paragraph.itertext()))


def test_lines_carry_their_citation(files: Files) -> None:
    """The label of a line's zone is the place that a scholar cites; pages go by their stated number."""
    zones = {z.get(XML_ID): z.get("n") for z in tei_of(files).iterfind(".//{*}zone[@type='line']")}
    assert zones["z_p0001_r008_l001"] == "p. 1, col. 2, top"
    assert zones["z_p0001_r003_l001"] == "p. 1, cols 1-2, top"
    assert zones["z_p0004_r002_l001"] == "p. 4, top"
    made = document([page(1), page(2)], reference=SourceReference(page="7"))
    assert [pb.get("n") for pb in tei_of(exported(made)).iterfind(".//{*}pb")] == ["7", "8"]


def test_text_in_a_picture_stands_in_its_figure(official_schemas: Path) -> None:
    """Letters in a photograph are kept, as part of it."""
    tei = tei_of(exported(document([page(1, [R(RegionKind.IMAGE, [(W("АРХИВ"),)])])])))
    schemas.tei(official_schemas, tei).assertValid(tei)
    assert tei.findtext(".//{*}figure[@type='image']/{*}ab/{*}w") == "АРХИВ"


def test_every_page_has_its_surface_and_break(rich: Document, files: Files) -> None:
    """Failed and empty pages too: pages are counted as on the scan."""
    tei = tei_of(files)
    assert [s.get("n") for s in tei.iterfind(".//{*}surface")] == ["1", "2", "3", "4"]
    assert [pb.get("n") for pb in tei.iterfind(".//{*}pb")] == ["1", "2", "3", "4"]
    assert [g.get("url") for g in tei.iterfind(".//{*}graphic")] == [p.image.image_path for p in rich.pages]


def test_a_file_name_becomes_a_web_address() -> None:
    """The graphic's address of a page that is its source file is percent-encoded."""
    made = document([page(1)])
    (record,) = made.pages
    files = exported(replace(made, pages=(replace(record, image=replace(record.image, image_path=None)),)))
    graphic = tei_of(files).find(".//{*}graphic")
    assert graphic is not None
    assert graphic.get("url") == "%D0%92%D0%B5%D1%81%D1%82%D0%BD%D0%B8%D0%BA%20%225%3B%203%22%20%26%20%3C1927%3E.tif"


def test_repairs_stand_beside_the_text(rich: Document, files: Files) -> None:
    """Every repair, of the printed layer too, is a note that names its word, rule, layer, old and new form."""
    notes = [
        (
            (note.get("target") or "").removeprefix("#"),
            *(term.text for term in note.iterfind("{*}term")),
            note.findtext("{*}choice/{*}orig"),
            note.findtext("{*}choice/{*}reg"),
        )
        for note in tei_of(files).iterfind("{*}standOff//{*}note")
    ]
    assert notes == [
        (word.id, repair.rule, repair.layer, repair.old, repair.new)
        for p in rich.transcription.pages
        for word in p.words
        for repair in word.repairs
    ]


POINTER = etree.RelaxNG(
    etree.XML(
        "<element name='a' xmlns='http://relaxng.org/ns/structure/1.0' datatypeLibrary="
        "'http://www.w3.org/2001/XMLSchema-datatypes'><data type='anyURI'/></element>"
    )
)
SIGNS = "aЖ0/?#[]@!$&'()*+,;=%:.~ \\^<>\"|{}\u00a0"


@given(st.sampled_from(["a.example", "пример.example", "[::1]:80", "a:b@c.example"]), st.text(SIGNS, max_size=12))
def test_every_address_is_a_pointer(host: str, rest: str) -> None:
    """What may be stated as an address can be pointed to from TEI."""
    address = f"https://{host}/{rest}"
    if is_web_address(address):
        one = etree.Element("a")
        one.text = web_pointer(address)
        assert POINTER.validate(one), one.text


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("5.3.0", "5.3.0"),
        ("5.3.0-12-gabc", "5.3.0"),
        ("v4", "0"),
        ("", "0"),
        ("1.2.3.4.5", "1.2.3.4"),
        ("2.0rc1", "2.0rc1"),
    ],
)
def test_versions_are_cut_to_what_tei_admits(version: str, expected: str) -> None:
    """TEI has its own idea of a version; the whole one stands in the label."""
    assert version_number(version) == expected


def test_names_are_made_from_any_text() -> None:
    """A tool's name becomes a name of XML."""
    assert xml_name("tessdata rus") == "tessdata_rus"
    assert xml_name("1-отчёт") == "_1-_____"
