"""The product's finder of quotations, as the benchmark asks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from digitize.align.find_quotation import Finder, Finding, PageWords
from digitize.align.quotation import read_quotation
from digitize.align.search_text import Corpus, SearchText
from digitize.model.witness import Witness


@dataclass(frozen=True, slots=True)
class Found:
    """A place where a quotation was found; what goes on on the next page is left out.

    Args:
        document: The document's id.
        page: From 1.
        first: Index of its first word among the page's words.
        last: Index of its last word there.
        similarity: In [0, 1].
    """

    document: str
    page: int
    first: int
    last: int
    similarity: float


class ProductFinder:
    """Finds quotations in pages.

    Args:
        pages: Of each document.
    """

    def __init__(self, pages: Mapping[str, Sequence[Witness]]) -> None:
        self._pages = [
            PageWords(name, number, tuple(token.text for token in page.tokens))
            for name, of in pages.items()
            for number, page in enumerate(of, start=1)
        ]
        texts = [SearchText.of(page.words) for page in self._pages]
        starts = [np.frombuffer(text.starts, dtype="<u4") for text in texts]
        documents = [page.document for page in self._pages]
        self._finder = Finder(Corpus(texts), self._pages.__getitem__, documents, starts.__getitem__)

    def find(self, quote: str) -> list[Found]:
        """The places, the likeliest first."""
        return [self._found(finding) for finding in self._finder.find(read_quotation(quote))]

    def _found(self, finding: Finding) -> Found:
        parts = [part for part in finding.parts if part is not None]
        page = self._pages[parts[0].page]
        on_page = [part for part in parts if part.page == parts[0].page]
        last = min(on_page[-1].first + on_page[-1].count, len(page.words)) - 1
        return Found(page.document, page.page_number, parts[0].first, last, finding.likeness)
