"""PAGE content, version 2019-07-15, one file per page: the printed layer, with the repairs it went through."""

from __future__ import annotations

import json
from collections.abc import Iterable

from lxml import etree

from digitize.export.facts import image_name, mean_confidence, region_span, rounded, span_of
from digitize.export.markup import Element, clean, corners, outline, points, root, serialise
from digitize.export.page_terms import GRAPHIC_TYPES, LANGUAGES, REGIONS, SCRIPTS, TEXT_TYPES
from digitize.export.sink import Sink
from digitize.export.tongues import languages_of, scripts_of
from digitize.model.clock import export_date
from digitize.model.document import Document, PageRecord
from digitize.model.page import DpiOrigin
from digitize.model.transcription import Emphasis, RegionKind, Repair, TextLine, TextRegion, TranscribedPage, Word

NAMESPACE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LOCATION = f"{NAMESPACE} {NAMESPACE}/pagecontent.xsd"

_STYLES = {Emphasis.BOLD: "bold", Emphasis.UNDERLINED: "underlined", Emphasis.LETTERSPACED: "letterSpaced"}
"""Attributes of ``TextStyle``; capitals are in the text."""


def export_page(document: Document, sink: Sink) -> None:
    """Writes ``page/0001.xml`` and so on."""
    for record, page in zip(document.pages, document.transcription.pages, strict=True):
        sink.write(f"page/{page.page_number:04d}.xml", encode_page_xml(document, record, page))


def encode_page_xml(document: Document, record: PageRecord, page: TranscribedPage) -> bytes:
    """One page as a PAGE file."""
    pcgts = root(
        NAMESPACE,
        "PcGts",
        {"pcGtsId": f"pc_p{page.page_number:04d}", f"{{{_XSI}}}schemaLocation": _LOCATION},
        xsi=_XSI,
    )
    _metadata(_add(pcgts, "Metadata"), document, record, page)
    element = _add(pcgts, "Page", **_page_attributes(document, record, page))
    if page.regions:
        order = _add(_add(element, "ReadingOrder"), "OrderedGroup", id="reading_order")
        for index, region in enumerate(page.regions):
            _add(order, "RegionRefIndexed", index=str(index), regionRef=region.id)
    writer = _PageWriter(page)
    for index, region in enumerate(page.regions):
        writer.region(element, index, region)
    return serialise(pcgts)


def _metadata(metadata: Element, document: Document, record: PageRecord, page: TranscribedPage) -> None:
    date = export_date().strftime("%Y-%m-%dT%H:%M:%SZ")
    own = next((tool.version for tool in document.tools if tool.name == "digitize"), None)
    _add(metadata, "Creator").text = clean(f"digitize {own}" if own else "digitize")
    _add(metadata, "Created").text = date
    _add(metadata, "LastChange").text = date
    comments = [f"failed: {page.failure}"] if page.failure else []
    comments += [f"warning: {warning}" for warning in record.warnings]
    if comments:
        _add(metadata, "Comments").text = clean("\n".join(comments))
    for tool in document.tools:
        _add(metadata, "MetadataItem", type="processingStep", name=clean(tool.name), value=clean(tool.version))
    for choice in record.choices:
        item = _add(metadata, "MetadataItem", type="other", name=clean(choice.what), value=clean(choice.value))
        _add(_add(item, "Labels"), "Label", type="why", value=clean(choice.why))


def _page_attributes(document: Document, record: PageRecord, page: TranscribedPage) -> dict[str, str]:
    attributes = {
        "imageFilename": clean(image_name(document, record)),
        "imageWidth": str(page.width),
        "imageHeight": str(page.height),
    }
    if record.image.dpi_origin is not DpiOrigin.ASSUMED:
        resolution = f"{record.image.dpi:g}"
        attributes |= {"imageXResolution": resolution, "imageYResolution": resolution, "imageResolutionUnit": "PPI"}
    attributes["custom"] = f"structure {{columns:{page.columns};}} status {{value:{page.status};}}"
    if record.skew_deg:
        attributes["orientation"] = f"{-record.skew_deg:.3f}"
    attributes |= _languages(page.words, page.language) | _scripts(page.words)
    attributes |= {"readingDirection": "left-to-right", "textLineOrder": "top-to-bottom"}
    confidence = mean_confidence(page.words)
    if confidence is not None:
        attributes["conf"] = f"{confidence:g}"
    return attributes


def _columns(span: str | None) -> str:
    if span is None:
        return ""
    return f" columns:{span};" if "-" in span else f" column:{span};"


def _languages(words: Iterable[Word], first: str | None = None) -> dict[str, str]:
    """The two most frequent languages that PAGE has a name for; ``first`` before all others."""
    codes = dict.fromkeys([*([first] if first else []), *languages_of(words)])
    return _ranked("Language", [LANGUAGES[code] for code in codes if code in LANGUAGES])


def _scripts(words: Iterable[Word]) -> dict[str, str]:
    return _ranked("Script", [SCRIPTS[code] for code in scripts_of(words) if code in SCRIPTS])


def _ranked(what: str, values: list[str]) -> dict[str, str]:
    return {f"{rank}{what}": value for rank, value in zip(("primary", "secondary"), values, strict=False)}


class _PageWriter:
    """Writes the regions of one page."""

    def __init__(self, page: TranscribedPage) -> None:
        self.page = page

    def region(self, parent: Element, index: int, region: TextRegion) -> None:
        attributes = {
            "id": region.id,
            "custom": f"readingOrder {{index:{index};}} structure {{type:{region.kind};{_columns(region_span(region))}}}",
        }
        if region.kind in TEXT_TYPES:
            self._text_region(parent, region, attributes, TEXT_TYPES[region.kind])
            return
        if region.kind in GRAPHIC_TYPES:
            attributes["type"] = GRAPHIC_TYPES[region.kind]
        if region.lines and region.kind is not RegionKind.SEPARATOR:
            attributes["embText"] = "true"
        element = _add(parent, REGIONS[region.kind], **attributes)
        self._coords(element, region)
        if region.lines:
            self._text_region(element, region, {"id": f"{region.id}_text"}, "other")

    def _text_region(self, parent: Element, region: TextRegion, attributes: dict[str, str], type_: str) -> None:
        words = [word for line in region.lines for word in line.words]
        element = _add(parent, "TextRegion", type=type_, **attributes, **_languages(words), **_scripts(words))
        self._coords(element, region)
        for index, line in enumerate(region.lines):
            self._line(element, index, line)
        if region.lines:
            _text(element, "\n".join(line.text for line in region.lines))

    def _line(self, region: Element, index: int, line: TextLine) -> None:
        place = _columns(span_of(line)) + (f" place:{line.place};" if line.place else "")
        custom = f"readingOrder {{index:{index};}}" + (f" structure {{{place.strip()}}}" if place else "")
        if line.doubt is not None:
            custom += f" doubt {{type:{line.doubt};}}"
        attributes = {"id": line.id, "custom": custom}
        languages = _languages(line.words)
        languages.pop("secondaryLanguage", None)  # the schema has none for lines
        element = _add(region, "TextLine", **attributes, **languages, **_scripts(line.words))
        self._coords(element, line)
        if len(line.baseline) > 1:
            _add(element, "Baseline", points=points(line.baseline, self.page.width, self.page.height))
        for word in line.words:
            self._word(element, word)
        _text(element, line.text)

    def _word(self, line: Element, word: Word) -> None:
        attributes = {"id": word.id}
        if word.language in LANGUAGES:
            attributes["language"] = LANGUAGES[word.language]
        if word.script in SCRIPTS:
            attributes["primaryScript"] = SCRIPTS[word.script]
        if word.decision is not None:
            attributes["custom"] = f"decision {{sequence:{word.decision};}}"
        element = _add(line, "Word", **attributes)
        _add(element, "Coords", points=corners(word.box, self.page))
        by = "" if word.decision is None else f"decided by a person: decision {word.decision}"
        _text(element, word.text, word.confidence, index=0 if word.alternatives else None, comments=by)
        for index, other in enumerate(word.alternatives, start=1):
            _text(element, other.text, other.confidence, index=index, comments=f"read by {other.by}")
        styles = {style: "true" for emphasis, style in _STYLES.items() if emphasis in word.emphasis}
        if styles:
            _add(element, "TextStyle", **styles)
        if word.repairs:
            user_defined = _add(element, "UserDefined")
            for repair in word.repairs:
                _repair(user_defined, repair)

    def _coords(self, element: Element, thing: TextRegion | TextLine) -> None:
        _add(element, "Coords", points=outline(thing, self.page))


def _text(
    element: Element, text: str, confidence: float | None = None, *, index: int | None = None, comments: str = ""
) -> None:
    attributes = {} if confidence is None else {"conf": f"{rounded(confidence):g}"}
    if index is not None:
        attributes["index"] = str(index)
    if comments:
        attributes["comments"] = clean(comments)
    _add(_add(element, "TextEquiv", **attributes), "Unicode").text = clean(text)


def _repair(user_defined: Element, repair: Repair) -> None:
    value = {"rule": repair.rule, "layer": repair.layer, "old": repair.old, "new": repair.new}
    _add(
        user_defined,
        "UserAttribute",
        name="repair",
        description=clean(repair.evidence),
        type="xsd:string",
        value=clean(json.dumps(value, ensure_ascii=False)),
    )


def _add(parent: Element, local: str, **attributes: str) -> Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{local}", attributes)
