"""hOCR: the facts of its specification, and how a browser reads it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from digitize.model.document import Document
from digitize.model.page import DpiOrigin
from digitize.model.transcription import RegionKind
from tests.export import extractors
from tests.export.documents import R, W, document, exported, page
from tests.export.extractors import Files, hocr_properties, parsed


@pytest.fixture(scope="module")
def facts(official_schemas: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((official_schemas / "hocr/hocr-1.2-facts.json").read_text("utf-8"))
    return found


def test_elements_and_properties_are_those_of_the_specification(files: Files, facts: dict[str, Any]) -> None:
    """Classes are known, required properties are there, and every value has the form that hOCR 1.2 gives it."""
    for root in parsed(files, "hocr/"):
        for element in root.iterfind(".//{*}body//*"):
            known = facts["elements"][element.get("class", "")]
            properties = hocr_properties(element)
            assert set(known.get("required", [])) <= set(properties)
            for name, value in properties.items():
                if not name.startswith("x_") or name in facts["properties"]:
                    assert re.fullmatch(facts["properties"][name]["value_regex"], value), (name, value)


def test_regions_have_the_classes_of_the_specification(files: Files) -> None:
    """Running heads, page numbers, captions, pictures, tables and rules go by hOCR's own names; the rest are areas."""
    body = parsed(files, "hocr/")[0].find(".//*[@class='ocr_page']")
    assert body is not None
    found = [(element.get("class"), hocr_properties(element)["x_kind"]) for element in body]
    names = {"header", "footer", "caption", "table", "separator", "image"}
    expected = {**{name: f"ocr_{name}" for name in names}, "page-number": "ocr_pageno"}
    assert names < {kind for _, kind in found}
    assert all(class_ == expected.get(kind, "ocr_carea") for class_, kind in found)


def test_a_word_in_another_language_says_so(files: Files) -> None:
    """The paragraph states the language of most of its words; lines and words only where they differ."""
    paragraph = parsed(files, "hocr/")[0].find(".//*[@id='p0001_r005_par']")
    assert paragraph is not None and paragraph.get("lang") == "ru"
    stated = {e.get("id"): e.get("lang") for e in paragraph.iterfind(".//*[@lang]")}
    assert stated == {"p0001_r005_l002_w003": "fr"}


def test_capabilities_name_what_is_used(files: Files) -> None:
    """The head lists every class of the body, once, beside the system that made it."""
    for root in parsed(files, "hocr/"):
        meta = {m.get("name"): m.get("content", "") for m in root.iterfind(".//{*}meta[@name]")}
        classes = {e.get("class") for e in root.iterfind(".//{*}body//*")}
        assert set(meta["ocr-capabilities"].split()) == {*classes, "ocrp_lang"}
        assert meta["ocr-system"].startswith("digitize 0.1.0")
        assert meta["ocr-number-of-pages"] == "1"


def test_a_browser_finds_the_same_structure(rich: Document, files: Files) -> None:
    """Read as HTML instead of XML, regions are still neighbours: none swallows the next.

    HTML knows no empty-element tags but those of its own empty elements: a browser takes ``<div/>`` for ``<div>``.
    """
    content = files["hocr/0001.html"]
    assert set(re.findall(rb"<(\w+)[^>]*/>", content)) == {b"meta"}
    root = lxml.html.document_fromstring(content)
    regions = root.xpath("//body/div[@class='ocr_page']/div/@id")
    assert regions == [region.id for region in rich.transcription.pages[0].regions]
    assert root.xpath("//span[@class='ocrx_word']/text()") == extractors.hocr_words({"hocr/1": content})


def test_pages_are_counted_from_nought(files: Files) -> None:
    """ppageno is the place of the page in the document, from 0, as hOCR has it."""
    numbers = [
        hocr_properties(element)["ppageno"]
        for root in parsed(files, "hocr/")
        for element in root.iterfind(".//*[@class='ocr_page']")
    ]
    assert numbers == ["0", "1", "2", "3"]


def test_words_of_a_line_are_apart(files: Files) -> None:
    """The text of a line, as a browser copies it, has spaces between its words."""
    line = parsed(files, "hocr/")[0].find(".//*[@id='p0001_r005_l001']")
    assert line is not None and "".join(map(str, line.itertext())) == "В саду раз-"


def test_the_baseline_is_measured_from_the_lower_left_corner() -> None:
    """A line whose base runs 10 px above the box's lower edge at its left, and falls 2.5 px over 400."""
    files = exported(document([page(1, [R(RegionKind.PARAGRAPH, [(W("слово"),)])])]))
    line = parsed(files, "hocr/")[0].find(".//*[@class='ocr_line']")
    assert line is not None and hocr_properties(line)["baseline"] == "0.0063 -10"


def test_confidence_is_a_percentage_or_absent(rich: Document, files: Files) -> None:
    """x_wconf is a whole number from 0 to 100; a word without a confidence has none."""
    found = {
        w.get("id"): hocr_properties(w).get("x_wconf")
        for root in parsed(files, "hocr/")
        for w in root.iterfind(".//*[@class='ocrx_word']")
    }
    for word in (word for p in rich.transcription.pages for word in p.words):
        assert found[word.id] == (None if word.confidence is None else str(round(100 * word.confidence)))


def test_a_resolution_that_is_a_guess_is_not_given() -> None:
    """scan_res and PAGE's resolution are left out when nothing was known of it."""
    made = document([page(1)])
    (record,) = made.pages
    guessed = replace(record, image=replace(record.image, dpi_origin=DpiOrigin.ASSUMED))
    files = exported(replace(made, pages=(guessed,)))
    assert b"scan_res" not in files["hocr/0001.html"] and b"imageXResolution" not in files["page/0001.xml"]


def test_a_file_name_cannot_break_the_properties() -> None:
    """Quotes, semicolons and line feeds in a file's name stay inside the image property."""
    made = document([page(1)])
    (record,) = made.pages
    hostile = replace(made.sources[0], name='a"; bbox 0 0 1 1; x "\n%.tif')
    unnamed = replace(record, image=replace(record.image, image_path=None))
    files = exported(replace(made, pages=(unnamed,), sources=(hostile,)))
    body = parsed(files, "hocr/")[0].find(".//*[@class='ocr_page']")
    assert body is not None
    assert hocr_properties(body)["image"] == '"a%22%3B bbox 0 0 1 1%3B x %22%0A%25.tif"'
    assert hocr_properties(body)["bbox"] == "0 0 1200 1600"
