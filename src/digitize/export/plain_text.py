"""Plain text: the reading layer, for people and for search."""

from __future__ import annotations

from itertools import groupby

from digitize.export.markup import clean
from digitize.export.sink import Sink
from digitize.model.document import Document
from digitize.model.transcription import RegionKind, TextLine, TextRegion, TranscribedPage

_LINE_BY_LINE = frozenset({RegionKind.TABLE, RegionKind.STAMP, RegionKind.HANDWRITING})
"""Kinds whose lines are no running text."""
_LETTERS = 3
"""Letters or digits that engines make of what they cannot read, from which it is told that something stands there."""
_MARKED = frozenset({RegionKind.STAMP, RegionKind.HANDWRITING})
"""Kinds that are no part of the printed text, and named in square brackets before it."""


def export_text(document: Document, sink: Sink) -> None:
    """Writes ``<id>.txt``: an empty line between regions, a form feed between pages."""
    pages = [page_text(page) + "\n" for page in document.transcription.pages]
    sink.write(f"{document.id}.txt", "\f".join(pages).encode())


def page_text(page: TranscribedPage) -> str:
    """The reading layer of a page; a failed page is named as such, in square brackets."""
    if page.failure is not None:
        return f"[page {page.page_number} could not be read: {_one_line(page.failure)}]"
    paragraphs = (_paragraph(region) for region in page.regions)
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _paragraph(region: TextRegion) -> str:
    """A region's lines; runs of lines that are no text are named in square brackets."""
    parts: list[str] = []
    for doubt, lines in groupby(region.lines, key=lambda line: line.doubt):
        members = list(lines)
        if doubt is None:
            parts += [text for line in members if (text := _reading(line))]
        elif any(_is_more_than_a_speck(line) for line in members):
            parts.append(f"[{doubt}]")
    text = ("\n" if region.kind in _LINE_BY_LINE else " ").join(parts)
    named = region.kind in _MARKED and not text.startswith(f"[{region.kind}]")
    return f"[{region.kind}] {text}" if text and named else text


def _is_more_than_a_speck(line: TextLine) -> bool:
    return sum(c.isalnum() for word in line.words for c in word.text) >= _LETTERS


def _reading(line: TextLine) -> str:
    return _one_line(" ".join(word.reading for word in line.words))


def _one_line(text: str) -> str:
    return clean(" ".join(text.split()))
