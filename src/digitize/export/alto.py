"""ALTO 4.4, one file per page: the printed layer, in pixels of the canonical page image."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from lxml import etree

from digitize.export.facts import image_name, mean_confidence, region_span, rounded, span_of
from digitize.export.joins import JoinedWord, find_joins
from digitize.export.markup import Element, clean, corners, outline, points, root, serialise
from digitize.export.sink import Sink
from digitize.export.tongues import Tongue, main_tongue, page_tag, tags_of, tongue_of
from digitize.model.clock import export_date
from digitize.model.document import Document, PageRecord, Tool
from digitize.model.geometry import Box
from digitize.model.transcription import Emphasis, RegionKind, TextLine, TextRegion, TranscribedPage, Word

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LOCATION = f"{NAMESPACE} http://www.loc.gov/standards/alto/v4/alto-4-4.xsd"

_STRUCTURE = frozenset(
    {
        RegionKind.HEADING,
        RegionKind.PARAGRAPH,
        RegionKind.HEADER,
        RegionKind.FOOTER,
        RegionKind.PAGE_NUMBER,
        RegionKind.CAPTION,
    }
)
"""Kinds that say what a block is for (StructureTag); the others say what it looks like (LayoutTag)."""

_MARKS = frozenset({RegionKind.STAMP, RegionKind.HANDWRITING})
"""Kinds that are a picture as long as nothing was read in them, and a block of text as soon as something was."""

_PICTURES = _MARKS | {RegionKind.IMAGE, RegionKind.TABLE, RegionKind.SEPARATOR}
"""Kinds that ALTO has an element of its own for."""

_STYLES = {Emphasis.BOLD: "bold", Emphasis.UNDERLINED: "underline"}
"""What ALTO has a style for. Capitals are in the text; for letterspacing there is none."""


def export_alto(document: Document, sink: Sink) -> None:
    """Writes ``alto/0001.xml`` and so on."""
    joins = find_joins(document.transcription.pages)
    for record, page in zip(document.pages, document.transcription.pages, strict=True):
        sink.write(f"alto/{page.page_number:04d}.xml", encode_alto(document, record, page, joins))


def encode_alto(
    document: Document, record: PageRecord, page: TranscribedPage, joins: Mapping[str, JoinedWord]
) -> bytes:
    """One page as an ALTO file.

    Args:
        document: The document.
        record: The page's record.
        page: The page's text.
        joins: Joined words of the whole document (:func:`~digitize.export.joins.find_joins`).
    """
    alto = root(NAMESPACE, "alto", {"SCHEMAVERSION": "4.4", f"{{{_XSI}}}schemaLocation": _LOCATION}, xsi=_XSI)
    _describe(_add(alto, "Description"), document, record, page)
    _tag(_add(alto, "Tags"), page)
    if page.regions:
        order = _add(_add(alto, "ReadingOrder"), "OrderedGroup", ID="reading_order")
        for number, region in enumerate(page.regions, start=1):
            _add(order, "ElementRef", ID=f"order_{number:03d}", REF=region.id)
    _PageWriter(page, joins).write(_add(alto, "Layout"), _processing_ids(document))
    return serialise(alto)


class _PageWriter:
    """Writes the layout of one page."""

    def __init__(self, page: TranscribedPage, joins: Mapping[str, JoinedWord]) -> None:
        self.page = page
        self.joins = joins
        self.repair_tags = _repair_tags(page)

    def write(self, layout: Element, processing_refs: str) -> None:
        page = self.page
        attributes = {
            "ID": f"p{page.page_number:04d}",
            "PHYSICAL_IMG_NR": str(page.page_number),
            "WIDTH": str(page.width),
            "HEIGHT": str(page.height),
            "PROCESSINGREFS": processing_refs,
        }
        confidence = mean_confidence(page.words)
        if confidence is not None:
            attributes["PC"] = f"{confidence:g}"
        if page.language:
            attributes["LANG"] = page_tag(page)
            others = [tag for tag in tags_of(page) if tag != attributes["LANG"]]
            if others:
                attributes["OTHERLANGS"] = " ".join(others)
        element = _add(layout, "Page", **attributes)
        whole = Box(0, 0, page.width, page.height)
        printed = Box.around([region.box for region in page.regions]) if page.regions else whole
        space = _add(element, "PrintSpace", **self._place(printed))
        for region in page.regions:
            self._region(space, region)

    def _region(self, parent: Element, region: TextRegion) -> None:
        attributes = {"ID": region.id, "TAGREFS": _tag_ids(region), **self._place(region.box)}
        kind = region.kind
        if kind not in _PICTURES or (kind in _MARKS and region.lines):
            self._block(parent, region, attributes)
        elif region.lines or kind is RegionKind.TABLE:
            block = _add(parent, "ComposedBlock", **attributes, TYPE=kind.value)
            if region.lines:
                self._block(block, region, {"ID": f"{region.id}_text", **self._place(region.box)})
        elif kind is RegionKind.SEPARATOR:
            self._shape(_add(parent, "GraphicalElement", **attributes), region)
        else:
            self._shape(_add(parent, "Illustration", **attributes, TYPE=kind.value), region)

    def _block(self, parent: Element, region: TextRegion, attributes: dict[str, str]) -> None:
        tongue = main_tongue((word for line in region.lines for word in line.words), self.page.orthography)
        if tongue:
            attributes["LANG"] = tongue.tag
        block = _add(parent, "TextBlock", **attributes)
        self._shape(block, region)
        for line in region.lines:
            self._line(block, line)

    def _line(self, block: Element, line: TextLine) -> None:
        attributes = {"ID": line.id, **self._place(line.box)}
        if len(line.baseline) > 1:
            attributes["BASELINE"] = points(line.baseline, self.page.width, self.page.height)
        span = span_of(line)
        tags = [f"column_{span}"] if span else []
        tags += [f"place_{line.place}"] if line.place else []
        tags += [f"doubt_{line.doubt}"] if line.doubt else []
        if tags:
            attributes["TAGREFS"] = " ".join(tags)
        tongue = main_tongue(line.words, self.page.orthography)
        if tongue:
            attributes["LANG"] = tongue.tag
        element = _add(block, "TextLine", **attributes)
        self._shape(element, line)
        for index, word in enumerate(line.words):
            if index:
                self._space(element, line.words[index - 1], word)
            own = tongue_of(word, self.page.orthography)
            self._string(element, word, None if own == tongue else own)

    def _space(self, line: Element, left: Word, right: Word) -> None:
        before = left.box.inside(self.page.width, self.page.height)
        gap = right.box.inside(self.page.width, self.page.height).x0 - before.x1
        place = {"HPOS": before.x1, "VPOS": before.y0, "WIDTH": gap} if gap > 0 else {}
        _add(line, "SP", **{name: str(value) for name, value in place.items()})

    def _string(self, line: Element, word: Word, tongue: Tongue | None) -> None:
        attributes = {"ID": word.id, **self._place(word.box), "CONTENT": clean(word.text)}
        styles = [style for emphasis, style in _STYLES.items() if emphasis in word.emphasis]
        if styles:
            attributes["STYLE"] = " ".join(styles)
        joined = self.joins.get(word.id)
        if joined is not None and joined.hyphenated:
            attributes["SUBS_TYPE"] = "HypPart1" if joined.ids[0] == word.id else "HypPart2"
            attributes["SUBS_CONTENT"] = clean(joined.reading)
        if word.confidence is not None:
            attributes["WC"] = f"{rounded(word.confidence):g}"
        if tongue:
            attributes["LANG"] = tongue.tag
        kinds = dict.fromkeys((repair.rule, repair.layer) for repair in word.repairs)
        tags = [self.repair_tags[kind] for kind in kinds]
        if word.decision is not None:
            attributes["CS"] = "true"
            tags.append(f"decision_{word.decision}")
        if tags:
            attributes["TAGREFS"] = " ".join(tags)
        string = _add(line, "String", **attributes)
        for repair in word.repairs:
            if repair.layer == "printed":
                purpose = clean(f"read so before repair {repair.rule}: {repair.evidence}")
                _add(string, "ALTERNATIVE", PURPOSE=purpose).text = clean(repair.old)
        for other in word.alternatives:
            _add(string, "ALTERNATIVE", PURPOSE=clean(f"read by {other.by}")).text = clean(other.text)

    def _shape(self, element: Element, thing: TextRegion | TextLine) -> None:
        """Its outline, unless that is its box."""
        shape = outline(thing, self.page)
        if shape != corners(thing.box, self.page):
            _add(_add(element, "Shape"), "Polygon", POINTS=shape)

    def _place(self, box: Box) -> dict[str, str]:
        inside = box.inside(self.page.width, self.page.height)
        return {
            "HPOS": str(inside.x0),
            "VPOS": str(inside.y0),
            "WIDTH": str(inside.width),
            "HEIGHT": str(inside.height),
        }


def _describe(description: Element, document: Document, record: PageRecord, page: TranscribedPage) -> None:
    _add(description, "MeasurementUnit").text = "pixel"
    source = _add(description, "sourceImageInformation")
    _add(source, "fileName").text = clean(image_name(document, record))
    identifier = _add(source, "fileIdentifier", fileIdentifierLocation="sha256 of the source file")
    identifier.text = record.image.source_sha256
    _add(source, "documentIdentifier").text = clean(document.id)
    processing = _add(description, "Processing", ID="processing")
    _add(processing, "processingCategory").text = "preOperation contentGeneration contentModification"
    _add(processing, "processingDateTime").text = export_date().strftime("%Y-%m-%dT%H:%M:%SZ")
    for step in _steps(record, page):
        _add(processing, "processingStepDescription").text = clean(step)
    for number, tool in enumerate(document.tools, start=1):
        _software(_add(description, "Processing", ID=f"software_{number:02d}"), tool)


def _software(processing: Element, tool: Tool) -> None:
    software = _add(processing, "processingSoftware")
    _add(software, "softwareName").text = clean(tool.name)
    _add(software, "softwareVersion").text = clean(tool.version)


def _processing_ids(document: Document) -> str:
    return " ".join(["processing", *(f"software_{n:02d}" for n in range(1, len(document.tools) + 1))])


def _steps(record: PageRecord, page: TranscribedPage) -> list[str]:
    steps = [f"{choice.what}: {choice.value} ({choice.why})" for choice in record.choices]
    rules = Counter((repair.rule, repair.layer) for word in page.words for repair in word.repairs)
    steps += [f"repair {rule}, {layer} layer, words: {count}" for (rule, layer), count in sorted(rules.items())]
    decided = sum(word.decision is not None for word in page.words)
    steps += [f"decided by persons, words: {decided}"] if decided else []
    steps += [f"warning: {warning}" for warning in record.warnings]
    return [*steps, f"failed: {page.failure}"] if page.failure else steps


def _tag(tags: Element, page: TranscribedPage) -> None:
    """Declares what TAGREFS refer to, and the page's status."""
    kinds = {region.kind for region in page.regions}
    for kind in sorted(kinds):
        name = "StructureTag" if kind in _STRUCTURE else "LayoutTag"
        _add(tags, name, ID=f"kind_{kind}", TYPE="region", LABEL=kind.value)
    spans = {region_span(region) for region in page.regions} | {span_of(line) for line in page.lines}
    for span in sorted((span for span in spans if span), key=lambda span: [int(n) for n in span.split("-")]):
        _add(tags, "LayoutTag", ID=f"column_{span}", TYPE="columns" if "-" in span else "column", LABEL=span)
    for place in sorted({line.place for line in page.lines if line.place}):
        _add(tags, "LayoutTag", ID=f"place_{place}", TYPE="place", LABEL=place.value)
    for doubt in sorted({line.doubt for line in page.lines if line.doubt}):
        _add(tags, "OtherTag", ID=f"doubt_{doubt}", TYPE="doubt", LABEL=doubt.value)
    for (rule, layer), id_ in _repair_tags(page).items():
        _add(tags, "OtherTag", ID=id_, TYPE="repair", LABEL=clean(rule), DESCRIPTION=clean(f"{layer} layer"))
    for number in sorted({word.decision for word in page.words if word.decision is not None}):
        decided = {"TYPE": "decision", "LABEL": str(number), "DESCRIPTION": "decided by a person"}
        _add(tags, "OtherTag", ID=f"decision_{number}", **decided)
    status = {"ID": f"status_{page.status}", "TYPE": "status", "LABEL": page.status.value}
    if page.failure:
        status["DESCRIPTION"] = clean(page.failure)
    _add(tags, "OtherTag", **status)


def _repair_tags(page: TranscribedPage) -> dict[tuple[str, str], str]:
    """Ids of the tags for rule and layer of each kind of repair on a page."""
    kinds = sorted({(repair.rule, repair.layer) for word in page.words for repair in word.repairs})
    return {kind: f"repair_{number:02d}" for number, kind in enumerate(kinds, start=1)}


def _tag_ids(region: TextRegion) -> str:
    span = region_span(region)
    return f"kind_{region.kind} column_{span}" if span else f"kind_{region.kind}"


def _add(parent: Element, local: str, **attributes: str) -> Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{local}", attributes)
