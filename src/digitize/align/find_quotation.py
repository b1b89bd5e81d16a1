"""Finds quotations in many pages, through misread letters, cuts, and what the one who quotes has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from digitize.align.align import align
from digitize.align.alignment import Alignment
from digitize.align.letters import Letters, fold_word
from digitize.align.quotation import Quotation
from digitize.align.search_text import GROUP, Corpus
from digitize.model.witness import Witness

_LOOKED_FOR = 240
"""Letters of a quotation that are looked for at once; of a longer one, so many from its beginning, middle and end."""
_TRIED, _TRIED_EACH = 40, 8
"""Stretches whose letters are compared with the quotation's; of a long one, those of each of its excerpts."""
_AT_ONCE, _END = 400, 200
"""Letters up to which a piece is compared as a whole; of a longer one its ends are found first."""
_BESIDE = 2
"""Words beside the likeliest first and last one that are tried."""
_MOST_MOVES = 12
"""How often the words beside a better first and last one are tried in their turn."""
_MARGIN = 12
"""Words before and after a stretch that may belong to the quotation."""
_NEAR = 1_500
"""Words within which the next piece after a cut is expected: half a page of a newspaper."""
_NEXT = 60
"""Words within which it is expected most, so that less likeness is asked of it."""
_SHORT_OF = 0.1
"""By how much less a piece may be like its place than is asked of the whole, when others stand beside it."""
_HALF = 0.5
"""Share of a quotation that must stand in a place, where pieces of it do not."""
_FOUND, _SHORT = 0.62, 3.0
"""Likeness from which a quotation is found, and how much more of it (divided by the number of letters) a short one needs.
Measured on quotations that do not occur (docs/benchmarks.md)."""


@dataclass(frozen=True, slots=True)
class PageWords:
    """A page of the corpus.

    Args:
        document: Its document's id.
        page_number: From 1, within the document.
        words: Its words as they stand, in reading order.
    """

    document: str
    page_number: int
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class FoundPart:
    """A piece of a quotation in the text.

    Args:
        page: Index in the corpus of the page on which it begins.
        first: Index of its first word on that page.
        count: How many words it has; they may go on on the next pages.
        alignment: The words of the text (first witness) and of the piece.
    """

    page: int
    first: int
    count: int
    alignment: Alignment


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in which a quotation stands.

    Args:
        document: The document's id.
        parts: Its pieces, in order; ``None`` for a piece that was not found where the others are.
        likeness: Share of the letters of these pieces that are the same, in [0, 1].
        share: Share of the quotation's letters that stand in these pieces.
    """

    document: str
    parts: tuple[FoundPart | None, ...]
    likeness: float
    share: float = 1.0

    @property
    def rank(self) -> float:
        """How much of the quotation stands there as it is quoted."""
        return self.likeness * self.share


@dataclass(frozen=True, slots=True)
class _Place:
    """Words of the corpus, counted through all of a document's pages, and how like a piece they are."""

    document: int
    first: int
    stop: int
    likeness: float
    words: tuple[str, ...]
    part: Witness


class Finder:
    """Searches many pages.

    Args:
        corpus: The pages, made ready.
        page: Gives a page by its index in the corpus; asked for few.
        documents: For each page the id of its document; those of one document stand together, in order.
        starts: For each page, index of each word's first letter on it, and of the end.
    """

    def __init__(
        self,
        corpus: Corpus,
        page: Callable[[int], PageWords],
        documents: Sequence[str],
        starts: Callable[[int], np.ndarray],
    ) -> None:
        self._corpus, self._page, self._starts = corpus, page, starts
        self._documents = documents
        self._begins = _first_pages(documents)

    def find(self, quotation: Quotation, most: int = 5) -> list[Finding]:
        """The places in which a quotation stands, the likeliest first; none when it is not found."""
        return [finding for finding in self.nearest(quotation, most) if is_found(finding, quotation)]

    def nearest(self, quotation: Quotation, most: int = 5) -> list[Finding]:
        """The places that are most like a quotation, however little that is."""
        if not quotation.parts:
            return []
        longest = max(range(len(quotation.parts)), key=lambda k: _size(quotation.parts[k]))
        places = self._places(quotation.parts[longest], quotation.parts)[:most]
        needed = _needed(_size(quotation.parts[longest]))
        findings = [
            self._with_others(quotation, longest, place)
            for rank, place in enumerate(places)
            if not rank or place.likeness >= needed - _SHORT_OF
        ]
        return sorted(findings, key=lambda finding: -finding.rank)

    def _places(self, part: Witness, all_parts: Sequence[Witness]) -> list[_Place]:
        """Where a piece may stand, the likeliest first, none overlapping another.

        The others of the quotation, looked for together with it, help to find a short one.
        """
        words = [fold_word(token.text) for token in part.tokens]
        letters = Letters.of(words)
        wanted = "".join(words)
        longer = max(0, len(wanted) - _LOOKED_FOR)
        most = _TRIED if len(wanted) <= _LOOKED_FOR else _TRIED_EACH
        bounds = {
            (stretch.start - offset - len(wanted) // 4, stretch.stop - offset + longer)
            for offset, piece in _excerpts(letters)
            for stretch in self._corpus.stretches(piece, most)
        }
        if len(all_parts) > 1:
            together = Letters.of([_wanted(each) for each in all_parts])
            bounds |= {
                (stretch.start - offset - len(together), stretch.stop + len(together))
                for offset, piece in _excerpts(together)
                for stretch in self._corpus.stretches(piece, most)
            }
        windows = {window for start, stop in bounds if (window := self._window(start, stop)) is not None}
        places = [self._compared(part, wanted, window) for window in windows]
        found: list[_Place] = []
        for place in sorted((place for place in places if place is not None), key=lambda p: -p.likeness):
            if not any(o.document == place.document and o.first < place.stop and place.first < o.stop for o in found):
                found.append(place)
        return found

    def _window(self, start: int, stop: int) -> tuple[int, int, int] | None:
        """Index of the document's first page, and words within it, of a stretch of letters of the corpus."""
        start, stop = max(0, start), min(stop, len(self._corpus))
        if start >= stop:
            return None
        page = self._page_at((start + stop) // 2)
        first_page = self._begins[page]
        first = self._word_at(start, first_page) - _MARGIN
        last = self._word_at(stop, first_page) + _MARGIN
        return (first_page, max(0, first), last)

    def _page_at(self, letter: int) -> int:
        return int(np.searchsorted(self._corpus.page_starts, letter, side="right")) - 1

    def _word_at(self, letter: int, first_page: int) -> int:
        """Index, within its document, of the word that a letter of the corpus belongs to; the nearest of the document."""
        page = self._page_at(min(letter, len(self._corpus) - 1))
        if page < first_page:
            return 0
        words = 0
        for k in range(first_page, page + 1):
            if self._begins[k] != first_page:
                return words
            starts = self._starts(k)
            if k == page:
                within = letter - int(self._corpus.page_starts[k])
                return words + max(0, int(np.searchsorted(starts[:-1], within, side="right")) - 1)
            words += len(starts) - 1
        return words

    def _words(self, first_page: int, first: int, stop: int) -> list[str]:
        """Words of a document, counted through all its pages."""
        found: list[str] = []
        at = 0
        for k in range(first_page, len(self._documents)):
            if self._begins[k] != first_page or at >= stop:
                break
            count = len(self._starts(k)) - 1
            if at + count > first:
                found += self._page(k).words[max(0, first - at) : stop - at]
            at += count
        return found

    def _compared(self, part: Witness, wanted: str, window: tuple[int, int, int]) -> _Place | None:
        """The words of a window that are most like a piece."""
        first_page, first, stop = window
        words = self._words(first_page, first, stop)
        folded = [fold_word(word) for word in words]
        ends = _ends_in("".join(folded), wanted)
        if ends is None:
            return None
        starts = np.cumsum([0, *map(len, folded)])
        near_start = int(np.searchsorted(starts, ends[0], side="right")) - 1
        near_stop = int(np.searchsorted(starts, ends[1], side="left"))
        best, at = _likeliest(wanted, folded, (near_start, near_stop))
        for _ in range(
            _MOST_MOVES
        ):  # the text may have words in between that are not quoted: its ends lie farther apart
            likeness, moved = _likeliest(wanted, folded, at)
            if likeness <= best:
                break
            best, at = likeness, moved
        return _Place(first_page, first + at[0], first + at[1], best, tuple(words[at[0] : at[1]]), part)

    def _with_others(self, quotation: Quotation, longest: int, place: _Place) -> Finding:
        """A place of the longest piece with the others, looked for before and after it."""
        parts: list[FoundPart | None] = [None] * len(quotation.parts)
        parts[longest] = self._part(place)
        same = place.likeness * _size(quotation.parts[longest])
        first, stop = place.first, place.stop
        for k in range(longest - 1, -1, -1):
            found = self._near(quotation.parts[k], place.document, (max(0, first - _NEAR), first), after=False)
            if found is not None:
                parts[k], first = self._part(found), found.first
                same += found.likeness * _size(quotation.parts[k])
        for k in range(longest + 1, len(quotation.parts)):
            found = self._near(quotation.parts[k], place.document, (stop, stop + _NEAR), after=True)
            if found is not None:
                parts[k], stop = self._part(found), found.stop
                same += found.likeness * _size(quotation.parts[k])
        total = sum(map(_size, quotation.parts))
        there = sum(_size(asked) for asked, part in zip(quotation.parts, parts, strict=True) if part is not None)
        return Finding(self._documents[place.document], tuple(parts), same / there, there / total)

    def _near(self, part: Witness, first_page: int, bounds: tuple[int, int], *, after: bool) -> _Place | None:
        """A piece among some words of a document: next to where it is expected, or as sure as anywhere else."""
        wanted = _wanted(part)
        first, stop = bounds
        next_to = (first, min(stop, first + _NEXT)) if after else (max(first, stop - _NEXT), stop)
        for window, needed in ((next_to, _FOUND), (bounds, _needed(len(wanted)))):
            place = self._compared(part, wanted, (first_page, *window))
            if place is not None and place.likeness >= needed:
                return place
        return None

    def _part(self, place: _Place) -> FoundPart:
        at = place.first
        page = place.document
        while at >= (count := len(self._starts(page)) - 1):
            at -= count
            page += 1
        text = Witness.of_text("text", " ".join(place.words))
        return FoundPart(page, at, place.stop - place.first, align(text, place.part))


def _likeliest(wanted: str, folded: Sequence[str], near: tuple[int, int]) -> tuple[float, tuple[int, int]]:
    """Which of the words about some first and last one are most like a piece, and how much so."""
    best, at = -1.0, near
    for one in range(max(0, near[0] - _BESIDE), min(near[0] + _BESIDE + 1, len(folded))):
        for other in range(max(one + 1, near[1] - _BESIDE), min(near[1] + _BESIDE, len(folded)) + 1):
            likeness = _likeness(wanted, "".join(folded[one:other]))
            if likeness > best:
                best, at = likeness, (one, other)
    return best, at


def _first_pages(documents: Sequence[str]) -> list[int]:
    """For each page, index of the first page of its document."""
    begins: list[int] = []
    for k, document in enumerate(documents):
        begins.append(begins[-1] if k and documents[k - 1] == document else k)
    return begins


def _ends_in(text: str, wanted: str) -> tuple[int, int] | None:
    """Where in a text the letters stand that are most like a piece."""
    if not text or not wanted:
        return None
    if len(wanted) <= _AT_ONCE:
        found = fuzz.partial_ratio_alignment(wanted, text)
        if found is None or not found.score:
            return None
        if len(wanted) > len(text):  # the text is looked for in the piece
            return 0, len(text)
        return found.dest_start, found.dest_end
    head = fuzz.partial_ratio_alignment(wanted[:_END], text)
    tail = fuzz.partial_ratio_alignment(wanted[-_END:], text)
    if head is None or tail is None or head.dest_start >= tail.dest_end:
        return None
    return head.dest_start, tail.dest_end


def least_likeness(quotation: Quotation) -> float:
    """Share of its letters that must be the same for a quotation to be found."""
    return _needed(sum(map(_size, quotation.parts)))


def is_too_short(quotation: Quotation) -> bool:
    """Whether a quotation has no piece of enough letters to be looked for: that it is not found says nothing."""
    return max(map(_size, quotation.parts), default=0) < GROUP


def is_found(finding: Finding, quotation: Quotation) -> bool:
    """Whether a quotation stands in a place: half of it at least, and that is alike enough for its length."""
    there = finding.share * sum(map(_size, quotation.parts))
    return finding.share >= _HALF and finding.likeness >= _needed(round(there))


def _needed(letters: int) -> float:
    return min(0.95, _FOUND + _SHORT / max(letters, 1))


def _wanted(part: Witness) -> str:
    return "".join(fold_word(token.text) for token in part.tokens)


def _size(part: Witness) -> int:
    return len(_wanted(part))


def _likeness(one: str, other: str) -> float:
    longer = max(len(one), len(other))
    return 1.0 - Levenshtein.distance(one, other) / longer if longer else 0.0


def _excerpts(letters: Letters) -> list[tuple[int, Letters]]:
    """What is looked for of a piece, each with its place in it."""
    count = len(letters)
    if count <= _LOOKED_FOR:
        return [(0, letters)]
    places = sorted({0, (count - _LOOKED_FOR) // 2, count - _LOOKED_FOR})
    return [(at, Letters(letters.codes[at : at + _LOOKED_FOR], np.array([0, _LOOKED_FOR]))) for at in places]
