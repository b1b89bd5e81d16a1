"""Pages as they are kept in the index to be searched: what is looked through, and what is told of a place that is found."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from digitize.align.search_text import SearchText
from digitize.errors import DigitizeError
from digitize.export.transcription_json import decode_reference
from digitize.model.citation import page_label, place_of
from digitize.model.document import Document
from digitize.model.geometry import Box
from digitize.model.reference import SourceReference
from digitize.model.transcription import Alternative, Place, TranscribedPage, Word
from digitize.model.witness import is_furniture, words_of
from digitize.pipeline.library import load_report
from digitize.pipeline.versions import load_document_version
from digitize.settings import Settings
from digitize.store.records.index import Index
from digitize.store.records.rows import SearchPage

_UNTOLD = -1
"""Stands for a confidence that no engine has stated."""


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A line of a page that is searched.

    Args:
        id: The line's id.
        first: Index of its first word among those of the page.
        column: Number of its column; ``None`` where the page has one, or it stands in none.
        columns: First and last of the columns that it stands over.
        place: Third of its column.
        citation: Its place in the words of a citation: ``p. 3, col. 2, bottom``.
        page_label: What its page is called.
        is_furniture: Whether it is a running head or page number: of the page, not of the text.
    """

    id: str
    first: int
    column: int | None
    columns: tuple[int, int] | None
    place: Place | None
    citation: str
    page_label: str
    is_furniture: bool


@dataclass(frozen=True, slots=True)
class SearchedPage:
    """A page that is searched, read back.

    Args:
        words: Its words in reading order: text, box, confidence, alternatives. They have no ids.
        lines: Its lines, in order.
    """

    words: tuple[Word, ...]
    lines: tuple[FoundLine, ...]

    def line_of(self, word: int) -> FoundLine:
        """The line that a word stands in."""
        return next(line for line in reversed(self.lines) if line.first <= word)


def add_missing(index: Index, settings: Settings, on_document: Callable[[str], None] | None = None) -> dict[str, str]:
    """Makes ready for search what is not yet so.

    Returns:
        Why documents could not be, by their id.

    Raises:
        EnvironmentFault: If the index cannot be written.
    """
    faults: dict[str, str] = {}
    for document_id, version in index.without_search_pages():
        if on_document is not None:
            on_document(document_id)
        try:
            _, document = load_document_version(f"{document_id}@{version}", settings)
        except DigitizeError as error:
            faults[document_id] = error.message
            continue
        pages = list(search_pages(document))
        index.put_search_pages(document_id, version, pages)
    return faults


def search_pages(document: Document) -> Iterator[SearchPage]:
    """The pages of a document as they are searched; those that failed or are empty have no words."""
    for page in document.transcription.pages:
        words = [placed.word for placed in words_of((page,))]
        text = SearchText.of([word.text for word in words])
        label = page_label(document.reference, page.page_number, document.page_count)
        boxes = np.array([(w.box.x0, w.box.y0, w.box.x1, w.box.y1) for w in words], dtype="<i4")
        yield SearchPage(
            document.id,
            document.transcription.id,
            page.page_number,
            " ".join(word.text for word in words),
            text.groups,
            text.starts,
            boxes.tobytes(),
            json.dumps(_facts(page, label, words), ensure_ascii=False),
        )


def _facts(page: TranscribedPage, label: str, words: list[Word]) -> dict[str, Any]:
    lines = []
    first = 0
    for region, line in ((each, line) for each in page.regions for line in each.lines):
        if line.doubt is None:
            column = line.column if page.columns > 1 else None
            place = line.place.value if line.place else None
            lines.append(
                [
                    line.id,
                    first,
                    column,
                    line.columns,
                    place,
                    place_of(label, line, page.columns),
                    is_furniture(region.kind),
                ]
            )
            first += len(line.words)
    return {
        "page": label,
        "lines": lines,
        "confidences": [_UNTOLD if word.confidence is None else round(word.confidence, 4) for word in words],
        "alternatives": {
            str(k): [[other.text, other.confidence, other.by] for other in word.alternatives]
            for k, word in enumerate(words)
            if word.alternatives
        },
    }


def read_search_page(page: SearchPage) -> SearchedPage:
    """What :func:`search_pages` has made of a page, read back."""
    facts = json.loads(page.facts)
    boxes = np.frombuffer(page.boxes, dtype="<i4").reshape(-1, 4).tolist()
    others = facts["alternatives"]
    words = tuple(
        Word(
            "",
            text,
            text,
            Box(*box),
            None if confidence == _UNTOLD else confidence,
            None,
            None,
            alternatives=tuple(Alternative(*other) for other in others.get(str(k), ())),
        )
        for k, (text, box, confidence) in enumerate(
            zip(page.words.split(" ") if page.words else (), boxes, facts["confidences"], strict=True)
        )
    )
    lines = tuple(
        FoundLine(
            id,
            first,
            column,
            tuple(columns) if columns else None,
            Place(place) if place else None,
            citation,
            facts["page"],
            bool(furniture and furniture[0]),
        )
        for id, first, column, columns, place, citation, *furniture in facts["lines"]
    )
    return SearchedPage(words, lines)


def reference_of(document_id: str, settings: Settings) -> SourceReference:
    """How a document is cited.

    Raises:
        InputError: If its report cannot be read.
    """
    return decode_reference(load_report(document_id, settings)["reference"])
