"""Reads the hOCR that engines answer with."""

from __future__ import annotations

import math
import re

from lxml import etree

from digitize.errors import EngineError
from digitize.model.geometry import Box, Polygon
from digitize.recognize.engine import Reading, ReadLine, ReadWord
from digitize.recognize.message import brief

_BOX = re.compile(r"bbox (-?\d{1,9}) (-?\d{1,9}) (-?\d{1,9}) (-?\d{1,9})(?!\d)", re.ASCII)
_BASELINE = re.compile(r"baseline (-?[\d.]{1,20}(?:[eE][+-]?\d{1,3})?) (-?[\d.]{1,20}(?:[eE][+-]?\d{1,3})?)", re.ASCII)
_CONFIDENCE = re.compile(r"x_wconf (\d{1,9})", re.ASCII)
_LINE_CLASSES = frozenset({"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"})
_XHTML = "{http://www.w3.org/1999/xhtml}"


def parse_hocr(data: bytes) -> tuple[Reading, ...]:
    """One reading per ``ocr_page``, in order.

    Words keep what the engine says, but for white space; words without text and lines without words are left out. Boxes
    are clipped to the page that the engine says it has read; a word without a box of its own stands where its line does.

    Raises:
        EngineError: If ``data`` is no hOCR, or a word stands nowhere.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise EngineError(f"the engine's answer is no hOCR: {brief(str(error))}", hint="Try the page again") from None
    return tuple(_reading(page) for page in root.iter(f"{_XHTML}div") if page.get("class") == "ocr_page")


def _reading(page: etree._Element) -> Reading:
    frame = _frame(page.get("title", ""))
    lines: list[ReadLine] = []
    paragraph = -1
    for element in page.iter(f"{_XHTML}p", f"{_XHTML}span"):
        kind = element.get("class")
        if kind == "ocr_par":
            paragraph += 1
        elif kind in _LINE_CLASSES:
            line = _line(element, max(0, paragraph), frame)
            if line is not None:
                lines.append(line)
    return Reading(tuple(lines))


def _line(element: etree._Element, paragraph: int, frame: Box | None) -> ReadLine | None:
    title = element.get("title", "")
    stated = _box(title, frame)
    words = tuple(word for e in element.iter(f"{_XHTML}span") if (word := _word(e, stated or frame, frame)) is not None)
    if not words:
        return None
    box = stated or Box.around([word.box for word in words])
    return ReadLine(paragraph, box, _baseline(title, box), words)


def _word(element: etree._Element, place: Box | None, frame: Box | None) -> ReadWord | None:
    if element.get("class") != "ocrx_word":
        return None
    text = "".join("".join(str(part) for part in element.itertext()).split())
    if not text:
        return None
    title = element.get("title", "")
    box = _box(title, frame) or place
    if box is None:
        raise EngineError("the engine does not say where a word stands", hint="Try the page again")
    confidence = _CONFIDENCE.search(title)
    return ReadWord(text, box, min(1.0, int(confidence[1]) / 100) if confidence else None, _model(element))


def _model(element: etree._Element | None) -> str | None:
    """A word's model is stated on it, or on its paragraph for all that do not differ."""
    while element is not None:
        stated = element.get("lang")
        if stated:
            return stated.removeprefix("script/")
        element = element.getparent() if element.get("class") != "ocr_par" else None
    return None


def _frame(title: str) -> Box | None:
    """The page as the engine saw it. Its title begins with a file name, in which anything may stand."""
    stated = [tuple(map(int, match.groups())) for match in _BOX.finditer(title)]
    if not stated or stated[-1][2] < 1 or stated[-1][3] < 1:
        return None
    return Box(0, 0, stated[-1][2], stated[-1][3])


def _box(title: str, frame: Box | None) -> Box | None:
    """A box with an area, within the frame: what has none, or stands outside, becomes the nearest pixel."""
    match = _BOX.search(title)
    if match is None:
        return None
    x0, y0, x1, y1 = (max(0, int(value)) for value in match.groups())
    box = Box(x0, y0, max(x0 + 1, x1), max(y0 + 1, y1))
    return box if frame is None else box.inside(frame.width, frame.height)


def _baseline(title: str, box: Box) -> Polygon:
    """hOCR gives the baseline as slope and offset from the box's bottom left corner.

    One that leaves the line's box by more than the box's height is none: then the bottom of the box stands for it.
    """
    match = _BASELINE.search(title)
    try:
        slope, offset = (float(match[1]), float(match[2])) if match else (0.0, 0.0)
    except ValueError:  # two decimal points
        slope, offset = 0.0, 0.0
    left, right = box.y1 + offset, box.y1 + offset + slope * box.width
    if not all(math.isfinite(y) and box.y0 - box.height <= y <= box.y1 + box.height for y in (left, right)):
        left = right = float(box.y1)
    return ((box.x0, left), (box.x1, right))
