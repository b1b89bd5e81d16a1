"""Where quotations stand in the scans, how they differ from them, and what was searched when they are not found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import TracebackType
from typing import Self

import numpy as np

from digitize.align.find_quotation import Finder, Finding, FoundPart, PageWords, is_found, is_too_short, least_likeness
from digitize.align.find_variants import find_variants, languages_in
from digitize.align.kinds import Comparison
from digitize.align.ocr_evidence import with_ocr_evidence
from digitize.align.quotation import Quotation, read_quotation
from digitize.align.search_text import Corpus, SearchText
from digitize.align.variant import Variant
from digitize.errors import DigitizeError
from digitize.model.citation import cite
from digitize.model.citation_check import CitationCheck, check_citation
from digitize.model.citation_style import AMERICAN
from digitize.model.cited import parse_citation
from digitize.model.geometry import Box
from digitize.model.reference import SourceReference
from digitize.model.transcription import PageStatus, Word
from digitize.pipeline.index import refresh
from digitize.pipeline.library import document_folder
from digitize.pipeline.quotes import Quote
from digitize.pipeline.search_pages import (
    FoundLine,
    SearchedPage,
    add_missing,
    read_search_page,
    reference_of,
)
from digitize.settings import Settings
from digitize.store.records.index import Index

_PAGES_KEPT = 64
"""Pages that are read back and kept at a time."""
_BESIDE = 8
"""Words that are told before and after what is found."""


@dataclass(frozen=True, slots=True)
class LineBox:
    """The words of a quotation on one line.

    Args:
        page_number: Of the page in its document.
        line: The line's id.
        citation: The line's place: ``p. 3, col. 2, bottom``.
        box: Around the words, in pixels of the canonical page image.
        text: The words as printed.
        before: The words before them on their page, at most eight.
        after: The words after them.
    """

    page_number: int
    line: str
    citation: str
    box: Box
    text: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class LocatedPart:
    """A piece of a quotation, between two cuts.

    Args:
        asked: The piece as it is quoted.
        found: Where it stands, line by line; empty when it does not stand where the others do.
        variants: How they differ: of the scan's text (first) from the quotation.
        printed: The scan's words, those that are quoted.
    """

    asked: str
    found: tuple[LineBox, ...]
    variants: tuple[Variant, ...]
    printed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """A place in which a quotation stands.

    Args:
        document: The document's id.
        citation: Citation of the place: ``*Pravda*, November 2, 1927, p. 4, col. 3, top``.
        likeness: Share of the quotation's letters that are the same, in [0, 1].
        parts: Its pieces.
        check: The citation that was given, level by level; ``None`` when none was.
    """

    document: str
    citation: str
    likeness: float
    parts: tuple[LocatedPart, ...]
    check: CitationCheck | None


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched: the evidence for what is not found.

    Args:
        documents: How many documents.
        pages: Pages whose text was searched.
        words: How many words they have.
        predicted_cer: Share of their characters that are likely to be wrong, over the pages of which it is known, weighed by
            words; ``None`` when it is known of none.
        worst: The page that is read worst: document, page number, predicted CER.
        unread: Pages that could not be searched (failed, or nothing was read on them): document and page number.
        faults: Documents that could not be searched, and why.
    """

    documents: int
    pages: int
    words: int
    predicted_cer: float | None
    worst: tuple[str, int, float] | None
    unread: tuple[tuple[str, int], ...]
    faults: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a quotation.

    Args:
        quote: What was asked.
        found: The places in which it stands, the likeliest first.
        nearest: Where it is not found, the place that is most like it; ``None`` where nothing is.
        needed: Likeness from which it is found.
        too_short: Whether it has too few letters to be looked for, so that nothing is known of where it stands.
    """

    quote: Quote
    found: tuple[Located, ...]
    nearest: Located | None
    needed: float
    too_short: bool = False


class Search:
    """The documents of an output folder, ready to be searched; a context manager that closes the index.

    Args:
        settings: Say where the output folder is.
        documents: Names of the documents to search; none for all.
        on_document: Told the id of each document that is made ready first.
        busy_s: Seconds to wait for another process that works on the index; ``None`` for the usual time.

    Raises:
        InputError: If a document is not there, or there is no output folder.
        EnvironmentFault: If the index cannot be used.
    """

    def __init__(
        self,
        settings: Settings,
        documents: Sequence[str] = (),
        on_document: Callable[[str], None] | None = None,
        busy_s: float | None = None,
    ) -> None:
        self._settings = settings
        wanted = {document_folder(name, settings).resolve().name for name in documents} or None
        self._index = refresh(settings, on_document, busy_s)
        try:
            faults = {**self._index.faults(), **add_missing(self._index, settings, on_document)}
            self.searched, self._finder = self._made_ready(wanted, faults)
        except BaseException:
            self._index.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the index."""
        self._index.close()

    def _made_ready(self, wanted: set[str] | None, faults: dict[str, str]) -> tuple[Searched, Finder]:
        light = self._index.light_pages(wanted)
        self._keys = [(page.document_id, page.page_number) for page in light]
        starts = [np.frombuffer(page.starts, dtype="<u4") for page in light]
        self._page = lru_cache(maxsize=_PAGES_KEPT)(self._read)
        corpus = Corpus([SearchText(page.groups, page.starts) for page in light])
        documents = [page.document_id for page in light]
        searched = _searched(self._index, wanted, set(self._keys), faults)
        return searched, Finder(corpus, self._words, documents, starts.__getitem__)

    def _read(self, page: int) -> SearchedPage:
        return read_search_page(self._index.search_page(*self._keys[page]))

    def _words(self, page: int) -> PageWords:
        return PageWords(*self._keys[page], [word.text for word in self._page(page).words])

    def answer(self, quote: Quote, most: int) -> Answer:
        """Where a quotation stands.

        Args:
            quote: The quotation.
            most: How many places at most.
        """
        quotation = read_quotation(quote.text)
        if is_too_short(quotation):
            return Answer(quote, (), None, least_likeness(quotation), too_short=True)
        needed = least_likeness(quotation)
        nearest = self._finder.nearest(quotation, most)
        found = [finding for finding in nearest if is_found(finding, quotation)]
        placed = tuple(self._located(finding, quotation, quote) for finding in found)
        near = None if found or not nearest else self._located(nearest[0], quotation, quote)
        return Answer(quote, placed, near, needed)

    def _located(self, finding: Finding, quotation: Quotation, quote: Quote) -> Located:
        parts, lines = [], []
        for asked, part in zip(quotation.parts, finding.parts, strict=True):
            if part is None:
                parts.append(LocatedPart(asked.text, (), (), ()))
                continue
            words, boxes, furniture = self._standing(part)
            by = Comparison(languages=languages_in(part.alignment.a, part.alignment.b))
            told = (_weighed(variant, furniture) for variant in find_variants(part.alignment, by))
            variants = with_ocr_evidence(tuple(told), part.alignment, words, by)
            parts.append(LocatedPart(asked.text, boxes, variants, tuple(word.text for word in words)))
            lines.append(self._line(part.page, part.first))
        reference = self._reference(finding.document)
        place = lines[0]
        check = None
        if quote.citation:
            columns = place.columns or ((place.column, place.column) if place.column is not None else None)
            check = check_citation(parse_citation(quote.citation), reference, place.page_label, columns, place.place)
        return Located(
            finding.document, cite(reference, place.citation, AMERICAN), finding.likeness, tuple(parts), check
        )

    def _line(self, page: int, word: int) -> FoundLine:
        return self._page(page).line_of(word)

    def _standing(self, part: FoundPart) -> tuple[list[Word], tuple[LineBox, ...], frozenset[int]]:
        """The words of a piece, the lines that they stand on, and which of the words are running heads and page numbers."""
        words: list[Word] = []
        furniture: set[int] = set()
        found: list[LineBox] = []
        page, first = part.page, part.first
        while len(words) < part.count:
            here = self._page(page)
            taken = here.words[first : first + part.count - len(words)]
            for line_number, line in enumerate(here.lines):
                end = here.lines[line_number + 1].first if line_number + 1 < len(here.lines) else len(here.words)
                on_line = here.words[max(line.first, first) : min(end, first + len(taken))]
                if on_line:
                    if line.is_furniture:
                        at = len(words) + max(line.first, first) - first
                        furniture.update(range(at, at + len(on_line)))
                    box = Box.around([word.box for word in on_line])
                    start = max(line.first, first)
                    stop = start + len(on_line)
                    around = (here.words[max(0, start - _BESIDE) : start], here.words[stop : stop + _BESIDE])
                    told = [" ".join(word.text for word in each) for each in (on_line, *around)]
                    found.append(LineBox(self._keys[page][1], line.id, line.citation, box, *told))
            words += taken
            page, first = page + 1, 0
        return words, tuple(found), frozenset(furniture)

    def _reference(self, document: str) -> SourceReference:
        try:
            return reference_of(document, self._settings)
        except DigitizeError:  # it has gone since it was indexed
            return SourceReference()


def _weighed(variant: Variant, furniture: frozenset[int]) -> Variant:
    """A variant that does not count as substantive where nothing but words of the page is left out."""
    left_out = not variant.b and furniture.issuperset(variant.a)
    return replace(variant, substantive=False) if left_out else variant


def locate(
    quotes: Iterable[Quote],
    documents: Sequence[str],
    settings: Settings,
    most: int,
    on_document: Callable[[str], None] | None = None,
) -> tuple[Searched, list[Answer]]:
    """Looks for quotations in documents.

    Args:
        quotes: The quotations.
        documents: Names of the documents; none for all.
        settings: Say where the output folder is.
        most: How many places of each at most.
        on_document: Told the id of each document that is made ready first.

    Raises:
        InputError: If a document is not there, or there is no output folder.
        EnvironmentFault: If the index cannot be used.
    """
    with Search(settings, documents, on_document) as search:
        return search.searched, [search.answer(quote, most) for quote in quotes]


def _searched(index: Index, wanted: set[str] | None, there: set[tuple[str, int]], faults: dict[str, str]) -> Searched:
    pages = index.pages_of(wanted)
    read = [(d, page) for d, page in pages if (d, page.page_number) in there and page.status == PageStatus.RECOGNISED]
    rated = [(page.predicted_cer, page.words) for _, page in read if page.predicted_cer is not None]
    weight = sum(words for _, words in rated)
    worst = max(
        ((page.predicted_cer, d, page.page_number) for d, page in read if page.predicted_cer is not None), default=None
    )
    done = {(d, page.page_number) for d, page in read}
    told = tuple((d, why) for d, why in sorted(faults.items()) if wanted is None or d in wanted)
    return Searched(
        documents=len({d for d, _ in there}),
        pages=len(read),
        words=sum(page.words for _, page in read),
        predicted_cer=sum(cer * words for cer, words in rated) / weight if weight else None,
        worst=None if worst is None else (worst[1], worst[2], worst[0]),
        unread=tuple((d, page.page_number) for d, page in pages if (d, page.page_number) not in done),
        faults=told,
    )
