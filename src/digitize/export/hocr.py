"""hOCR 1.2, one XHTML file per page: the printed layer."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from digitize.export.facts import image_name, rounded
from digitize.export.markup import Element, clean, root
from digitize.export.sink import Sink
from digitize.export.tongues import Tongue, main_tongue, page_tag, scripts_of, tags_of, tongue_of
from digitize.model.document import Document, PageRecord
from digitize.model.geometry import Box
from digitize.model.page import DpiOrigin
from digitize.model.transcription import RegionKind, TextLine, TextRegion, TranscribedPage, Word

NAMESPACE = "http://www.w3.org/1999/xhtml"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DOCTYPE = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
)
_CLASSES = {
    RegionKind.HEADER: "ocr_header",
    RegionKind.FOOTER: "ocr_footer",
    RegionKind.PAGE_NUMBER: "ocr_pageno",
    RegionKind.CAPTION: "ocr_caption",
    RegionKind.IMAGE: "ocr_image",
    RegionKind.TABLE: "ocr_table",
    RegionKind.SEPARATOR: "ocr_separator",
}
"""Classes of regions that hOCR has a name for; every other region is an ocr_carea."""


def export_hocr(document: Document, sink: Sink) -> None:
    """Writes ``hocr/0001.html`` and so on."""
    for record, page in zip(document.pages, document.transcription.pages, strict=True):
        sink.write(f"hocr/{page.page_number:04d}.html", encode_hocr(document, record, page))


def encode_hocr(document: Document, record: PageRecord, page: TranscribedPage) -> bytes:
    """One page as an hOCR file."""
    html = root(NAMESPACE, "html")
    _language(html, page_tag(page))
    head = _add(html, "head")
    body = _add(html, "body")
    writer = _PageWriter(page)
    writer.write(body, _page_title(document, record, page))
    _head(head, document, page, writer.classes)
    for element in html.iter():
        if element.tail is None and element.get("class") != "ocrx_word":
            element.tail = "\n"
    html.tail = None
    return etree.tostring(html, xml_declaration=True, encoding="UTF-8", doctype=_DOCTYPE) + b"\n"


def _head(head: Element, document: Document, page: TranscribedPage, classes: Iterable[str]) -> None:
    _add(head, "title").text = clean(f"{document.title}, {page.page_number}")
    _add(head, "meta", {"http-equiv": "Content-Type", "content": "text/html; charset=utf-8"})
    tools = [f"{tool.name} {tool.version}" for tool in document.tools]
    meta = {
        "ocr-system": "; ".join(tools) or "digitize",
        "ocr-capabilities": " ".join([*sorted(classes), "ocrp_lang"]),
        "ocr-langs": " ".join(tags_of(page)) or "unknown",
        "ocr-scripts": " ".join(scripts_of(page.words)) or "unknown",
        "ocr-number-of-pages": "1",
    }
    for name, content in meta.items():
        _add(head, "meta", {"name": name, "content": clean(content)})


def _page_title(document: Document, record: PageRecord, page: TranscribedPage) -> str:
    properties = [
        f"image {_quoted(image_name(document, record))}",
        f"bbox 0 0 {page.width} {page.height}",
        f"ppageno {page.page_number - 1}",
    ]
    if record.image.dpi_origin is not DpiOrigin.ASSUMED:
        resolution = max(1, round(record.image.dpi))
        properties.append(f"scan_res {resolution} {resolution}")
    properties.append(f"x_status {page.status}")
    if page.failure:
        properties.append(f"x_failure {_quoted(page.failure)}")
    return "; ".join(properties)


class _PageWriter:
    """Writes one page and notes which classes it used."""

    def __init__(self, page: TranscribedPage) -> None:
        self.page = page
        self.classes: set[str] = set()

    def write(self, body: Element, title: str) -> None:
        element = self._element(body, "div", "ocr_page", f"p{self.page.page_number:04d}", title)
        element.text = "\n"
        for region in self.page.regions:
            self._region(element, region)

    def _region(self, parent: Element, region: TextRegion) -> None:
        title = f"{self._bbox(region.box)}; x_kind {region.kind}"
        if region.column:
            title += f"; x_column {region.column}"
        area = self._element(parent, "div", _CLASSES.get(region.kind, "ocr_carea"), region.id, title)
        if not region.lines:
            area.text = ""  # an end tag of its own: read as HTML, an empty-element tag would swallow what follows
            return
        paragraph = self._element(area, "p", "ocr_par", f"{region.id}_par", self._bbox(region.box))
        tongue = main_tongue((word for line in region.lines for word in line.words), self.page.orthography)
        if tongue:
            _language(paragraph, tongue.tag)
        for line in region.lines:
            self._line(paragraph, line, tongue)

    def _line(self, paragraph: Element, line: TextLine, inherited: Tongue | None) -> None:
        properties = [self._bbox(line.box), *_baseline(line, line.box.inside(self.page.width, self.page.height))]
        if line.columns:
            properties.append("x_columns {} {}".format(*line.columns))
        if line.column:
            properties.append(f"x_column {line.column}")
        if line.place:
            properties.append(f"x_place {line.place}")
        if line.doubt:
            properties.append(f"x_doubt {line.doubt}")
        element = self._element(paragraph, "span", "ocr_line", line.id, "; ".join(properties))
        tongue = main_tongue(line.words, self.page.orthography)
        if tongue and tongue != inherited:
            _language(element, tongue.tag)
        for word in line.words:
            own = tongue_of(word, self.page.orthography)
            self._word(element, word, None if own == tongue else own)
            element[-1].tail = " "
        element[-1].tail = None

    def _word(self, line: Element, word: Word, tongue: Tongue | None) -> None:
        title = self._bbox(word.box)
        if word.confidence is not None:
            title += f"; x_wconf {round(100 * rounded(word.confidence))}"
        title += "".join(f"; x_alternative {_quoted(other.text)}" for other in word.alternatives)
        if word.repairs:
            told = (part for r in word.repairs for part in (r.rule, r.layer, r.old, r.new, r.evidence))
            title += f"; x_repairs {' '.join(map(_quoted, told))}"
        if word.emphasis:
            title += f"; x_emphasis {' '.join(word.emphasis)}"
        if word.decision is not None:
            title += f"; x_decision {word.decision}"
        element = self._element(line, "span", "ocrx_word", word.id, title)
        if tongue:
            _language(element, tongue.tag)
        element.text = clean(word.text)

    def _element(self, parent: Element, tag: str, class_: str, id_: str, title: str) -> Element:
        self.classes.add(class_)
        return _add(parent, tag, {"class": class_, "id": id_, "title": clean(title)})

    def _bbox(self, box: Box) -> str:
        inside = box.inside(self.page.width, self.page.height)
        return f"bbox {inside.x0} {inside.y0} {inside.x1} {inside.y1}"


def _baseline(line: TextLine, box: Box) -> list[str]:
    """The ``baseline`` property: slope, and height of the line at the left edge above the lower left corner.

    hOCR 1.2, "baseline": the constant is negative when the line runs above the corner. What is less than a pixel long
    has no slope that could be told.
    """
    if len(line.baseline) < 2:
        return []
    (x0, y0), (x1, y1) = line.baseline[0], line.baseline[-1]
    slope = (y1 - y0) / (x1 - x0) if x1 - x0 >= 1 else 0.0
    offset = round(y0 + slope * (box.x0 - x0) - box.y1)
    return [f"baseline {round(slope, 4) + 0.0:.4f} {offset}"]


def _quoted(text: str) -> str:
    """A quoted value: what would end it, or the property, is written as in a web address (``%22``)."""
    escaped = "".join(f"%{ord(c):02X}" if c in '%";\\' or ord(c) < 32 else c for c in text)
    return f'"{escaped}"'


def _language(element: Element, tag: str) -> None:
    element.set("lang", tag)
    element.set(_XML_LANG, tag)


def _add(parent: Element, local: str, attributes: dict[str, str] | None = None) -> Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{local}", attributes or {})
