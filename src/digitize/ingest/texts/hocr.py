"""Reads hOCR: HTML whose classes say what is a page, a line and a word."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from digitize.errors import InputError
from digitize.ingest.texts.composing import Composer
from digitize.ingest.texts.markup import Element, broken, encoding_of, local, parse_xml
from digitize.ingest.texts.reference_text import ReadText, TextFormat
from digitize.ingest.texts.regions import in_doubt, part_named
from digitize.ingest.texts.set_off import joined, named, styled
from digitize.model.transcription import Emphasis
from digitize.model.witness import TextPart

_BLOCKS = frozenset("div p h1 h2 h3 h4 h5 h6 li ul ol table blockquote".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_SKIPPED = frozenset("head script style template noscript title".split())
_LINES = frozenset("ocr_line ocrx_line".split())
_LINES_OF_A_KIND = frozenset("ocr_header ocr_footer ocr_caption ocr_textfloat ocr_pageno".split())
"""Classes of regions, which Tesseract gives to single lines."""
_CLASSES = {
    "ocr_header": TextPart.FURNITURE,
    "ocr_footer": TextPart.FURNITURE,
    "ocr_pageno": TextPart.FURNITURE,
    "ocr_title": TextPart.HEADING,
}
_EMPHASIS = re.compile(r"(?:^|;)\s*x_emphasis\s+([^;]*)")
_KIND = re.compile(r"(?:^|;)\s*x_kind\s+([^;]*)")
_DOUBT = re.compile(r"(?:^|;)\s*x_doubt\s")
_TAGS = frozenset("b strong i em u ins".split())
_IS_HOCR = re.compile(rb"""class\s*=\s*["']?[^"'>]*\bocrx?_|ocr-system|ocr-capabilities""", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)


def read_hocr(data: bytes, name: str, where: str) -> ReadText:
    """The text of the pages, line by line; what is marked as doubtful is left out.

    Args:
        data: The file's content.
        name: What the witness is called.
        where: The file's name in errors.

    Raises:
        InputError: If it is HTML without hOCR's classes, or broken.
    """
    if not _IS_HOCR.search(data):
        raise InputError(
            "is a web page (HTML) that is no hOCR",
            where=where,
            hint="Save its text alone, as plain text, Markdown or docx",
        )
    root = _parse(data, where)
    reader = _Reader()
    reader.read(root)
    witness = reader.composer.witness(name, tells_emphasis=reader.has_styles)
    return ReadText(witness, TextFormat.HOCR, encoding_of(root), in_doubt(reader.doubtful))


def _parse(data: bytes, where: str) -> Element:
    """XHTML is parsed as XML, unless it needs the named characters of HTML; all other as HTML."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        try:
            return parse_xml(data, where)
        except InputError as error:
            if "entity" not in str(error).lower():
                raise
    if b"</html>" not in data[-4096:].lower():
        line = data.count(b"\n") + 1
        raise InputError(f"breaks off in line {line}: </html> is missing", where=where, hint="Export it again")
    declared = _CHARSET.search(data[:4096])
    encoding = declared[1].decode("ascii", "replace") if declared else "utf-8"
    try:
        parser = etree.HTMLParser(encoding=encoding, no_network=True, remove_comments=True, remove_pis=True)
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise broken(error, where) from None
    except (LookupError, ValueError) as error:
        raise InputError(f"cannot be read: {error}", where=where, hint="Save it as UTF-8") from None


@dataclass(slots=True)
class _Reader:
    composer: Composer = field(default_factory=Composer)
    doubtful: int = 0
    has_styles: bool = False
    _emphases: list[tuple[Emphasis, ...]] = field(default_factory=lambda: [()])
    _parts: list[TextPart] = field(default_factory=lambda: [TextPart.BODY])

    def read(self, root: Element) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        passed_over: Element | None = None
        for event, element in walk:
            if event == "start":
                if local(element) in _SKIPPED or self._is_doubtful(element):
                    passed_over = element
                    walk.skip_subtree()
                else:
                    self._start(element)
                continue
            if element is not passed_over:
                self._end(element)
            self._take(element.tail)

    def _is_doubtful(self, element: Element) -> bool:
        doubtful = _DOUBT.search(element.get("title", "")) is not None
        self.doubtful += doubtful
        return doubtful

    def _start(self, element: Element) -> None:
        self._break_before(element)
        self._parts.append(self._part(element))
        own = (*_emphasis(element), *self._emphases[-1])
        self._emphases.append(joined(own))
        self.has_styles = self.has_styles or bool(own)
        self._take(element.text)

    def _end(self, element: Element) -> None:
        self._emphases.pop()
        self._parts.pop()
        classes = _classes(element)
        if local(element) in _BLOCKS or "ocr_page" in classes:
            self.composer.paragraph()
        elif _is_line(element, classes) or local(element) == "tr":
            self.composer.line()
        elif "ocrx_word" in classes or local(element) in ("td", "th"):
            self.composer.space()

    def _take(self, text: str | None) -> None:
        if text:
            self.composer.emphasis, self.composer.part = self._emphases[-1], self._parts[-1]
            self.composer.text(text)

    def _break_before(self, element: Element) -> None:
        classes = _classes(element)
        if "ocr_page" in classes:
            self.composer.page()
        elif local(element) in _BLOCKS:
            self.composer.paragraph()
        elif _is_line(element, classes) or local(element) in ("tr", "br"):
            self.composer.line()
        elif "ocrx_word" in classes:
            self.composer.space()

    def _part(self, element: Element) -> TextPart:
        """By our own ``x_kind``, hOCR's classes for regions, HTML's headings; else as around it."""
        classes = _classes(element)
        kind = _KIND.search(element.get("title", ""))
        if kind:
            return part_named(kind[1])
        if "ocr_header" in classes and _is_line(element, classes):  # Tesseract's name for a heading
            return TextPart.HEADING
        if local(element) in _HEADINGS:
            return TextPart.HEADING
        return next((_CLASSES[name] for name in classes if name in _CLASSES), self._parts[-1])


def _classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def _is_line(element: Element, classes: list[str]) -> bool:
    return any(name in _LINES or (name in _LINES_OF_A_KIND and local(element) == "span") for name in classes)


def _emphasis(element: Element) -> tuple[Emphasis, ...]:
    told = _EMPHASIS.search(element.get("title", ""))
    tag = local(element)
    by_tag = {"em": "italic", "ins": "underline"}.get(tag, tag) if tag in _TAGS else ""
    return (*named(told[1] if told else ""), *named(by_tag), *styled(element.get("style", "")))
