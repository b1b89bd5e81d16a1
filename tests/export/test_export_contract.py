"""What holds for every format: the same words in the same order, valid, whole, unique ids, boxes on the page."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from digitize.export import EXPORTERS
from digitize.export.markup import clean
from digitize.model.document import Document
from digitize.model.transcription import Word
from digitize.store.output import FolderSink
from tests.export import extractors, schemas
from tests.export.documents import HEIGHT, WIDTH, NoMaterials, document, exported, page, rich_document
from tests.export.extractors import Files, parsed

FORMATS = ["alto/", "page/", "hocr/", "вестник-1927.tei.xml"]


def words(document: Document) -> list[Word]:
    return [word for page in document.transcription.pages for word in page.words]


def test_the_fixture_is_rich(rich: Document) -> None:
    """The contract is tested on words of every sort: joined, repaired, foreign, without confidence, hostile."""
    made = words(rich)
    assert len(made) > 40
    assert any(not w.reading for w in made) and any(w.confidence is None for w in made)
    assert {"Cyrl", "Latn", "Zyyy"} <= {w.script for w in made}
    assert any(clean(w.text) != w.text for w in made)


@pytest.mark.parametrize(
    "extract",
    [
        extractors.alto_words,
        extractors.page_words,
        extractors.hocr_words,
        extractors.tei_words,
        lambda files: [clean(word) for word in extractors.json_words(files)],
    ],
    ids=["alto", "page", "hocr", "tei", "json"],
)
def test_every_format_has_the_printed_words_in_order(
    rich: Document, files: Files, extract: Callable[[Files], list[str]]
) -> None:
    """Read back by a stranger's eyes, each format gives the printed layer word for word."""
    assert extract(files) == [clean(word.text) for word in words(rich)]


def test_the_reading_layer_is_recovered(rich: Document, files: Files) -> None:
    """TEI and JSON give the reading layer exactly; the text has its words and no others, but for marked stamps."""
    reading = [word.reading for word in words(rich)]
    assert extractors.json_words(files, "reading") == reading
    assert extractors.tei_words(files, "reg") == [clean(word) for word in reading]
    text = files["вестник-1927.txt"].decode()
    pages = [page for page in text.split("\f") if not page.startswith("[")]
    readable = [
        word.reading
        for page in rich.transcription.pages
        for line in page.lines
        for word in line.words
        if line.doubt is None
    ]
    told = " ".join(pages).replace("[stamp] ", "").replace("[unreadable]", "")
    assert told.split() == [clean(word) for word in readable if word]


def test_word_ids_are_those_of_the_transcription(rich: Document, files: Files) -> None:
    """An id found in one format is found in all the others."""
    expected = [word.id for word in words(rich)]
    alto = [s.get("ID") for p in parsed(files, "alto/") for s in p.iterfind(".//{*}String")]
    page_xml = [w.get("id") for p in parsed(files, "page/") for w in p.iterfind(".//{*}Word")]
    hocr = [w.get("id") for p in parsed(files, "hocr/") for w in p.iterfind(".//*[@class='ocrx_word']")]
    tei = [w.get(extractors.XML_ID) for w in extractors.tei_of(files).iterfind("{*}text//{*}w")]
    assert alto == page_xml == hocr == tei == expected


@pytest.mark.parametrize("prefix", FORMATS)
def test_ids_are_unique_and_names(files: Files, prefix: str) -> None:
    """No file has an id twice, and each is a name that XML admits."""
    for root in parsed(files, prefix):
        found = extractors.ids(root)
        assert found and len(found) == len(set(found))
        assert all(etree.QName(f"{{x}}{id_}").localname == id_ and ":" not in id_ for id_ in found)


def test_every_reference_leads_somewhere(files: Files) -> None:
    """What points to an id, in ALTO, PAGE and TEI, points to one that is there."""
    for root in parsed(files, "alto/"):
        refs = " ".join(
            value
            for element in root.iter(etree.Element)
            for name in ("TAGREFS", "PROCESSINGREFS", "REF")
            if (value := element.get(name))
        )
        assert set(refs.split()) <= set(extractors.ids(root))
    for root in parsed(files, "page/"):
        assert {r.get("regionRef") for r in root.iterfind(".//*[@regionRef]")} <= set(extractors.ids(root))
    tei = extractors.tei_of(files)
    pointers = {
        value
        for element in tei.iter(etree.Element)
        for name in ("facs", "next", "prev", "corresp", "target")
        if (value := element.get(name))
    }
    assert pointers and {pointer.removeprefix("#") for pointer in pointers} <= set(extractors.ids(tei))


def test_boxes_are_those_of_the_transcription(rich: Document, files: Files) -> None:
    """Each word stands in every format where the transcription has it."""
    expected = {word.id: word.box for word in words(rich)}
    alto = {id_: box for root in parsed(files, "alto/") for id_, box in extractors.alto_boxes(root)}
    hocr = {id_: box for root in parsed(files, "hocr/") for id_, box in extractors.hocr_boxes(root)}
    tei = {id_.removeprefix("z_"): box for id_, box in extractors.tei_boxes(extractors.tei_of(files))}
    corners = {id_: points for root in parsed(files, "page/") for id_, points in extractors.page_points(root)}
    for id_, box in expected.items():
        assert alto[id_] == hocr[id_] == tei[id_] == box
        assert corners[id_] == list(box.polygon)


def test_nothing_stands_outside_its_page(files: Files) -> None:
    """Boxes and points lie on the page, though outlines of leaning lines reach beyond its edge."""
    assert extractors.corners_of(files) and extractors.off_page(files, WIDTH, HEIGHT) == []


@pytest.mark.parametrize(
    ("prefix", "schema"), [("alto/", "alto/alto-4-4.xsd"), ("page/", "page/pagecontent-2019-07-15.xsd")]
)
def test_xml_is_valid_against_the_official_schema(
    files: Files, official_schemas: Path, prefix: str, schema: str
) -> None:
    """Every page, the failed and the empty one too, satisfies the format's own schema."""
    validator = schemas.xsd(official_schemas, schema)
    roots = parsed(files, prefix)
    assert len(roots) == 4
    for root in roots:
        validator.assertValid(root)


def test_tei_is_valid_against_the_official_schema(files: Files, official_schemas: Path) -> None:
    """The TEI file satisfies TEI P5."""
    tei = extractors.tei_of(files)
    schemas.tei(official_schemas, tei).assertValid(tei)


def test_the_schemas_can_find_fault(files: Files, official_schemas: Path) -> None:
    """The validation above is no formality: a file that lacks a required part is refused."""
    alto = parsed(files, "alto/")[0]
    string = next(alto.iterfind(".//{*}String"))
    del string.attrib["CONTENT"]
    assert not schemas.xsd(official_schemas, "alto/alto-4-4.xsd").validate(alto)


@pytest.mark.parametrize("name", ["zone", "person", "bogus"])
def test_the_schema_of_tei_can_find_fault(files: Files, official_schemas: Path, name: str) -> None:
    """An element that may not stand here, or is none of TEI's, is refused, whether or not others of its name are right."""
    tei = extractors.tei_of(files)
    word = next(tei.iterfind(".//{*}body//{*}w"))
    word.tag = f"{{{etree.QName(word).namespace}}}{name}"
    assert not schemas.tei(official_schemas, tei).validate(tei)


def test_the_same_document_gives_the_same_bytes(files: Files) -> None:
    """A second export of a document made anew differs in no byte."""
    assert exported(rich_document()) == files


def test_files_arrive_whole_in_a_folder(rich: Document, files: Files, tmp_path: Path) -> None:
    """Through the sink that the pipeline uses, the same files stand in the document's folder, and nothing else."""
    sink = FolderSink(tmp_path)
    for name, export in EXPORTERS.items():
        if name != "pdf":
            export(rich, NoMaterials(), sink)
    found = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert found == files and set(sink.digests) == set(files)


def test_the_files_are_those_of_the_contract(files: Files) -> None:
    """Names and places are as the README promises."""
    assert sorted(files) == sorted(
        [
            *(
                f"{folder}/{n:04d}.{end}"
                for folder, end in (("alto", "xml"), ("page", "xml"), ("hocr", "html"))
                for n in (1, 2, 3, 4)
            ),
            "transcription.json",
            "вестник-1927.tei.xml",
            "вестник-1927.txt",
        ]
    )
    assert list(EXPORTERS) == ["alto", "hocr", "json", "page", "pdf", "tei", "txt"]


@pytest.mark.parametrize("path", ["alto/0002.xml", "page/0002.xml", "hocr/0002.html", "transcription.json"])
def test_a_failed_page_says_so(files: Files, path: str) -> None:
    """A program that reads one file only sees that the page failed, and why."""
    content = files[path].decode()
    assert "failed" in content and "the recogniser crashed" in content


def test_a_failed_page_says_so_in_the_texts(files: Files) -> None:
    """TEI has a gap with the reason; the plain text names the page in square brackets."""
    gaps = list(extractors.tei_of(files).iterfind(".//{*}gap"))
    assert [gap.findtext("{*}desc") for gap in gaps] == ['the recogniser crashed: "signal 11"; try\nagain <&>']
    failed = files["вестник-1927.txt"].decode().split("\f")[1]
    assert failed == '[page 2 could not be read: the recogniser crashed: "signal 11"; try again <&>]\n'


def test_the_date_is_the_fixed_clocks(monkeypatch: pytest.MonkeyPatch, rich: Document, files: Files) -> None:
    """No export carries the time of its run: only SOURCE_DATE_EPOCH moves the date."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    later = exported(rich)
    for path in ("alto/0001.xml", "page/0001.xml", "вестник-1927.tei.xml"):
        assert b"1970-01-02" in later[path] and b"1970-01-02" not in files[path]
    assert later["transcription.json"] == files["transcription.json"]


def test_a_document_of_one_empty_page_exports() -> None:
    """The least that can be digitised makes a file of every format."""
    files = exported(document([page(1)]))
    assert files["вестник-1927.txt"] == b"\n"
    assert extractors.alto_words(files) == extractors.tei_words(files) == []


def test_importing_the_room_is_cheap() -> None:
    """The command line may name the formats without loading lxml, numpy or OCRmyPDF."""
    code = "import sys, digitize.export; print(*sorted({'lxml', 'numpy', 'ocrmypdf', 'pikepdf'} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == ""
