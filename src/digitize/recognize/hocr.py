"""Reads the hOCR that engines answer with."""

from __future__ import annotations

import re

from lxml import etree

from digitize.errors import EngineError
from digitize.model.geometry import Box, Polygon
from digitize.recognize.engine import Reading, ReadLine, ReadWord

_BOX = re.compile(r"bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_BASELINE = re.compile(r"baseline (-?[\d.eE+-]+) (-?[\d.eE+-]+)")
_CONFIDENCE = re.compile(r"x_wconf (\d+)")
_LINE_CLASSES = frozenset({"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"})
_XHTML = "{http://www.w3.org/1999/xhtml}"


def parse_hocr(data: bytes) -> tuple[Reading, ...]:
    """One reading per ``ocr_page``, in order.

    Words keep what the engine says, but for white space; words without text and lines without words are left out.

    Raises:
        EngineError: If ``data`` is no hOCR.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise EngineError(f"the engine's answer is no hOCR: {error}", hint="Try the page again") from None
    if root is None:
        raise EngineError("the engine's answer is empty", hint="Try the page again")
    return tuple(_reading(page) for page in root.iter(f"{_XHTML}div") if page.get("class") == "ocr_page")


def _reading(page: etree._Element) -> Reading:
    lines: list[ReadLine] = []
    paragraph = -1
    for element in page.iter(f"{_XHTML}p", f"{_XHTML}span"):
        kind = element.get("class")
        if kind == "ocr_par":
            paragraph += 1
        elif kind in _LINE_CLASSES:
            line = _line(element, max(0, paragraph))
            if line is not None:
                lines.append(line)
    return Reading(tuple(lines))


def _line(element: etree._Element, paragraph: int) -> ReadLine | None:
    words = tuple(word for e in element.iter(f"{_XHTML}span") if (word := _word(e)) is not None)
    if not words:
        return None
    title = element.get("title", "")
    box = _box(title) or Box.around([word.box for word in words])
    return ReadLine(paragraph, box, _baseline(title, box), words)


def _word(element: etree._Element) -> ReadWord | None:
    if element.get("class") != "ocrx_word":
        return None
    text = "".join("".join(map(str, element.itertext())).split())
    box = _box(element.get("title", ""))
    if not text or box is None:
        return None
    confidence = _CONFIDENCE.search(element.get("title", ""))
    return ReadWord(text, box, min(1.0, int(confidence[1]) / 100) if confidence else None, _model(element))


def _model(element: etree._Element | None) -> str | None:
    """A word's model is stated on it, or on its paragraph for all that do not differ."""
    while element is not None:
        stated = element.get("lang")
        if stated:
            return stated.removeprefix("script/")
        element = element.getparent() if element.get("class") != "ocr_par" else None
    return None


def _box(title: str) -> Box | None:
    match = _BOX.search(title)
    if match is None:
        return None
    x0, y0, x1, y1 = (max(0, int(value)) for value in match.groups())
    return Box(x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _baseline(title: str, box: Box) -> Polygon:
    """hOCR gives the baseline as slope and offset from the box's bottom left corner."""
    match = _BASELINE.search(title)
    slope, offset = (float(match[1]), float(match[2])) if match else (0.0, 0.0)
    return ((box.x0, box.y1 + offset), (box.x1, box.y1 + offset + slope * box.width))
