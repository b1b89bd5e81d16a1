"""TEI P5, one file per document: header, facsimile zones, and a text that holds both layers.

How the layers are recovered (docs/formats.md): the words of the text are its ``w`` elements in document order. The
printed layer is each word's content, ``orig`` where there is a ``choice``; the reading layer takes ``reg`` instead and
leaves out words that are then empty. Pages are written one after the other, so that a long book needs little memory.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from lxml import etree

from digitize.export.facts import image_name
from digitize.export.joins import find_joins
from digitize.export.markup import Element, clean, outline, points
from digitize.export.page_facts import Facts, facts_of
from digitize.export.sink import Sink
from digitize.export.tei_elements import NAMESPACE, XML_ID, add, element, pointer
from digitize.export.tei_header import header
from digitize.export.tei_text import page_division
from digitize.model.citation import page_label, place_of
from digitize.model.document import Document, PageRecord
from digitize.model.geometry import Box
from digitize.model.transcription import TextLine, TextRegion, TranscribedPage


def export_tei(document: Document, sink: Sink, facts: Facts | None = None) -> None:
    """Writes ``<id>.tei.xml``.

    Args:
        document: The document.
        sink: Receives the file.
        facts: What is told of all its pages; given where ``document`` has only some of them.
    """
    pages = document.transcription.pages
    joins = find_joins(pages)
    facts = facts_of(pages) if facts is None else facts
    with (
        sink.file(f"{document.id}.tei.xml") as path,
        etree.xmlfile(os.fspath(path), encoding="UTF-8") as out,
    ):
        out.write_declaration()
        with out.element(f"{{{NAMESPACE}}}TEI", nsmap={None: NAMESPACE}):
            _write(out, [_indented(header(document, facts))])
            with out.element(f"{{{NAMESPACE}}}facsimile"):
                records = zip(document.pages, pages, strict=True)
                _write(out, (_indented(_surface(document, record, page)) for record, page in records))
            out.write("\n")
            with out.element(f"{{{NAMESPACE}}}text"), out.element(f"{{{NAMESPACE}}}body"):
                _write(out, (page_division(page, _label(document, page), joins) for page in pages))
            out.write("\n")
            if any(word.repairs for page in pages for word in page.words):
                with (
                    out.element(f"{{{NAMESPACE}}}standOff"),
                    out.element(f"{{{NAMESPACE}}}listAnnotation", type="repairs"),
                ):
                    _write(out, (note for page in pages for note in _repairs(page)))
                out.write("\n")


def _write(out: etree._IncrementalFileWriter, elements: Iterable[Element]) -> None:
    out.write("\n")
    for one in elements:
        one.tail = "\n"
        out.write(one)


def _indented(one: Element) -> Element:
    etree.indent(one, space=" ")
    return one


def _surface(document: Document, record: PageRecord, page: TranscribedPage) -> Element:
    whole = Box(0, 0, page.width, page.height)
    surface = element("surface", {XML_ID: f"z_p{page.page_number:04d}", "n": str(page.page_number), **_corners(whole)})
    size = {"width": f"{page.width}px", "height": f"{page.height}px"}
    add(surface, "graphic", {"url": pointer(image_name(document, record)), **size})
    label = _label(document, page)
    for region in page.regions:
        _zone(surface, region, page, {"type": "region", "subtype": region.kind.value})
        for line in region.lines:
            _zone(surface, line, page, {"type": "line", "n": clean(place_of(label, line, page.columns))})
            if len(line.baseline) > 1:
                baseline = points(line.baseline, page.width, page.height)
                add(surface, "path", {"type": "baseline", "corresp": f"#z_{line.id}", "points": baseline})
            for word in line.words:
                box = word.box.inside(page.width, page.height)
                add(surface, "zone", {XML_ID: f"z_{word.id}", "type": "word", **_corners(box)})
    return surface


def _label(document: Document, page: TranscribedPage) -> str:
    return page_label(document.reference, page.page_number, document.page_count)


def _zone(surface: Element, thing: TextRegion | TextLine, page: TranscribedPage, attributes: dict[str, str]) -> None:
    box = thing.box.inside(page.width, page.height)
    add(
        surface,
        "zone",
        {XML_ID: f"z_{thing.id}", **attributes, **_corners(box), "points": outline(thing, page)},
    )


def _corners(box: Box) -> dict[str, str]:
    return {"ulx": str(box.x0), "uly": str(box.y0), "lrx": str(box.x1), "lry": str(box.y1)}


def _repairs(page: TranscribedPage) -> Iterator[Element]:
    for word in page.words:
        for repair in word.repairs:
            note = element("note", {"type": "repair", "target": f"#{word.id}"})
            add(note, "term", {"type": "rule"}, clean(repair.rule))
            add(note, "term", {"type": "layer"}, clean(repair.layer))
            choice = add(note, "choice")
            add(choice, "orig", {}, clean(repair.old))
            add(choice, "reg", {}, clean(repair.new))
            add(note, "gloss", {}, clean(repair.evidence))
            yield note
