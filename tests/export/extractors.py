"""Words, ids and boxes read back out of every format, as a stranger's program would."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from lxml import etree

from digitize.export.markup import Element
from digitize.model.geometry import Box

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
Files = Mapping[str, bytes]


def parsed(files: Files, prefix: str) -> list[Element]:
    """The documents whose path begins so, in order; no network, no entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return [etree.fromstring(files[path], parser) for path in sorted(files) if path.startswith(prefix)]


def alto_words(files: Files) -> list[str]:
    return [str(s.get("CONTENT")) for page in parsed(files, "alto/") for s in page.iterfind(".//{*}String")]


def page_words(files: Files) -> list[str]:
    path = "{*}TextEquiv/{*}Unicode"
    return [word.findtext(path) or "" for page in parsed(files, "page/") for word in page.iterfind(".//{*}Word")]


def page_lines(files: Files) -> list[str]:
    path = "{*}TextEquiv/{*}Unicode"
    return [line.findtext(path) or "" for page in parsed(files, "page/") for line in page.iterfind(".//{*}TextLine")]


def hocr_words(files: Files) -> list[str]:
    return [str(w.text) for page in parsed(files, "hocr/") for w in page.iterfind(".//*[@class='ocrx_word']")]


def tei_of(files: Files) -> Element:
    (path,) = (path for path in files if path.endswith(".tei.xml"))
    return parsed(files, path)[0]


def tei_words(files: Files, layer: str = "orig") -> list[str]:
    """The words of a layer: ``orig`` (printed) or ``reg`` (reading; joined words are empty)."""
    words = []
    for word in tei_of(files).iterfind("{*}text//{*}w"):
        choice = word.find("{*}choice")
        words.append((word.text if choice is None else choice.findtext(f"{{*}}{layer}")) or "")
    return words


def json_words(files: Files, layer: str = "text") -> list[str]:
    content = json.loads(files["transcription.json"])
    return [
        word[layer]
        for page in content["pages"]
        for region in page["regions"]
        for line in region["lines"]
        for word in line["words"]
    ]


def ids(root: Element) -> list[str]:
    """Every id of a document, in the attribute that its format uses."""
    return [
        value
        for element in root.iter(etree.Element)
        for name in ("ID", "id", XML_ID, "pcGtsId")
        if (value := element.get(name)) is not None
    ]


def alto_boxes(page: Element) -> Iterator[tuple[str, Box]]:
    for element in page.iterfind(".//*[@HPOS]"):
        x, y, width, height = (int(element.get(name, "1")) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
        yield element.get("ID", ""), Box(x, y, x + width, y + height)


def page_points(page: Element) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    for element in page.iterfind(".//*[@points]"):
        parent = element.getparent()
        assert parent is not None
        yield parent.get("id", ""), points(element.get("points", ""))


def corners_of(files: Files) -> list[tuple[str, int, int]]:
    """Every point and every corner of a box in ALTO, PAGE, hOCR and TEI, with the id that it belongs to."""
    tei = tei_of(files)
    boxes = [box for root in parsed(files, "alto/") for box in alto_boxes(root)]
    boxes += [box for root in parsed(files, "hocr/") for box in hocr_boxes(root)]
    boxes += list(tei_boxes(tei))
    found = [(id_, x, y) for id_, box in boxes for x, y in ((box.x0, box.y0), (box.x1, box.y1))]
    for root in (*parsed(files, "alto/"), *parsed(files, "page/"), tei):
        for name in ("points", "POINTS", "BASELINE"):
            for element in root.iterfind(f".//*[@{name}]"):
                found += [(f"{element.tag}", x, y) for x, y in points(element.get(name, ""))]
    return found


def off_page(files: Files, width: int, height: int) -> list[tuple[str, int, int]]:
    """Those of them that lie outside a page of that size; its edges are on it."""
    return [(id_, x, y) for id_, x, y in corners_of(files) if not (0 <= x <= width and 0 <= y <= height)]


def points(text: str) -> list[tuple[int, int]]:
    return [(int(x), int(y)) for x, y in (pair.split(",") for pair in text.split())]


def hocr_properties(element: Element) -> dict[str, str]:
    """The properties of a title; quoted values hold no semicolon."""
    pairs = (part.strip().partition(" ") for part in element.get("title", "").split(";"))
    return {name: value for name, _, value in pairs}


def hocr_boxes(page: Element) -> Iterator[tuple[str, Box]]:
    for element in page.iterfind(".//*[@title]"):
        match = re.search(r"bbox (\d+) (\d+) (\d+) (\d+)", element.get("title", ""))
        assert match is not None
        x0, y0, x1, y1 = map(int, match.groups())
        yield element.get("id", ""), Box(x0, y0, x1, y1)


def tei_boxes(root: Element) -> Iterator[tuple[str, Box]]:
    for element in root.iterfind(".//*[@ulx]"):
        x0, y0, x1, y1 = (int(element.get(name, "-1")) for name in ("ulx", "uly", "lrx", "lry"))
        yield element.get(XML_ID, ""), Box(x0, y0, x1, y1)
