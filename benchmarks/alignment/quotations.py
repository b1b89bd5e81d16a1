"""Whether quotations are found in a corpus of noisy pages, and whether what is not there is not found."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol

from benchmarks.alignment.book import Book
from benchmarks.alignment.kinds import Share
from benchmarks.alignment.material import Language
from benchmarks.alignment.noise import misread
from digitize.model.witness import Token, Witness

_WORDS_PER_PAGE = 400
_PAGES_PER_DOCUMENT = 50
_UNIQUE = 6
"""So many words in a row stand nowhere else in the corpus, so that a quotation has one place."""
_SHORTEST, _LONGEST = 8, 40
_CUTS = ("...", "[...]", "…", "[…]", "(...)")


class Hit(Protocol):
    """A place where a quotation was found."""

    @property
    def document(self) -> str: ...
    @property
    def page(self) -> int:
        """From 1."""

    @property
    def first(self) -> int:
        """Index of its first word among the page's words."""

    @property
    def last(self) -> int:
        """Index of its last word there."""

    @property
    def similarity(self) -> float: ...


class Finder(Protocol):
    """Finds quotations in the documents that it was made for."""

    def find(self, quote: str) -> Sequence[Hit]:
        """The places, the likeliest first; none where it is not there."""


MakeFinder = Callable[[Mapping[str, Sequence[Witness]]], Finder]
"""From the pages of each document."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """What is looked for.

    Args:
        text: As a book prints it.
        words: How many of the scan's it has.
        change: What was done to it.
        document: Where it stands; empty where nowhere.
        page: Of its first word, from 1.
        first: Index of its first word on the page.
        last: Index of its last word on that page.
    """

    text: str
    words: int
    change: str
    document: str = ""
    page: int = 0
    first: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents as they were read, and what is looked for in them.

    Args:
        pages: Of each document.
        present: Quotations out of them.
        absent: Quotations that stand nowhere.
    """

    pages: Mapping[str, tuple[Witness, ...]]
    present: tuple[Quotation, ...]
    absent: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class QuotationScores:
    """What was found.

    Args:
        found: Of those present, where the first place named is the right one, by half of its words at least.
        found_by_change: The same by what was done to them.
        false: Of those absent, found anywhere.
        false_by_change: The same by how they were made.
        index_s: Seconds to make the finder.
        median_s: Seconds per quotation.
        slowest_s: Of the slowest one.
    """

    found: Share
    found_by_change: Mapping[str, Share]
    false: Share
    false_by_change: Mapping[str, Share]
    index_s: float
    median_s: float
    slowest_s: float


def make_corpus(pages: int, quotations: int, cer: float, seed: int) -> Corpus:
    """Pages, half of them Russian and half French, with so many quotations of each sort.

    Args:
        pages: In all.
        quotations: Present, and as many absent.
        cer: Errors per character of the pages.
        seed: Of everything.
    """
    chance = Random(seed)
    read: dict[str, tuple[Witness, ...]] = {}
    true: dict[str, list[list[str]]] = {}
    where: dict[tuple[str, int, int], list[int]] = {}
    books = {language: Book(language, seed) for language in (Language.RUSSIAN, Language.FRENCH)}
    for number in range(-(-pages // _PAGES_PER_DOCUMENT)):
        name = f"document-{number + 1:02}"
        language = (Language.RUSSIAN, Language.FRENCH)[number % 2]
        count = min(_PAGES_PER_DOCUMENT, pages - number * _PAGES_PER_DOCUMENT)
        words = books[language].words(count * _WORDS_PER_PAGE)[: count * _WORDS_PER_PAGE]
        true[name] = [words[at : at + _WORDS_PER_PAGE] for at in range(0, len(words), _WORDS_PER_PAGE)]
        witnesses = []
        for page, text in enumerate(true[name], start=1):
            noisy = misread(text, range(len(text)), cer, chance)
            tokens = tuple(Token(word, before) for word, before in zip(noisy.words, noisy.before, strict=True))
            witnesses.append(Witness(f"{name} p. {page}", tokens))
            for place, origins in enumerate(noisy.origins):
                for origin in origins:
                    where.setdefault((name, page, origin), []).append(place)
        read[name] = tuple(witnesses)
    counted = Counter(gram for text in true.values() for page in text for gram in _grams(page))
    present: list[Quotation] = []
    while len(present) < quotations:
        quotation = _quotation(true, where, counted, chance)
        if quotation is not None:
            present.append(quotation)
    absent = tuple(_absent(true, books, chance) for _ in range(quotations))
    return Corpus(read, tuple(present), absent)


def _grams(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    folded = [word.lower().strip(".,;!?") for word in words]
    for at in range(len(folded) - _UNIQUE + 1):
        yield tuple(folded[at : at + _UNIQUE])


def _quotation(
    true: Mapping[str, Sequence[Sequence[str]]],
    where: Mapping[tuple[str, int, int], Sequence[int]],
    counted: Mapping[tuple[str, ...], int],
    chance: Random,
) -> Quotation | None:
    name = chance.choice(list(true))
    page = chance.randint(1, len(true[name]))
    text = true[name][page - 1]
    length = chance.randint(_SHORTEST, _LONGEST)
    start = chance.randrange(max(1, len(text) - length))
    words = list(text[start : start + length])
    places = [place for origin in range(start, start + len(words)) for place in where.get((name, page, origin), ())]
    if len(words) < length or not places or any(counted[gram] > 1 for gram in _grams(words)):
        return None
    change = chance.choice(("as it stands", "cut", "emphasis", "capitals", "all of these"))
    quoted = _changed(words, change, chance)
    kept = sum(any(c.isalnum() for c in word) for word in quoted)
    return Quotation(" ".join(quoted), kept, change, name, page, min(places), max(places))


def _changed(words: list[str], change: str, chance: Random) -> list[str]:
    """Words as a book prints them; what is put in stands neither in a cut nor within emphasis."""
    words = list(words)
    words[-1] = words[-1].rstrip(".,;") if chance.random() < 0.5 else words[-1]
    if change in ("capitals", "all of these"):
        words[0] = words[0][0].swapcase() + words[0][1:]
        at = chance.randrange(len(words))
        words[at] = words[at].upper()
    if change in ("cut", "all of these") and len(words) >= _SHORTEST + 3:
        gap = chance.randint(1, min(15, len(words) - _SHORTEST))
        at = chance.randint(4, max(4, len(words) - gap - 3))
        words[at : at + gap] = [chance.choice(_CUTS)]
    if change in ("emphasis", "all of these"):
        mark = chance.choice(("*", "_", "**"))
        at = chance.choice([n for n in range(len(words) - 1) if not {words[n], words[n + 1]} & set(_CUTS)])
        words[at], words[at + 1] = mark + words[at], words[at + 1] + mark
        if chance.random() < 0.3:
            words.insert(at + 2, chance.choice(("[курсив мой]", "[souligné par nous]")))
    return words


def _absent(true: Mapping[str, Sequence[Sequence[str]]], books: Mapping[Language, Book], chance: Random) -> Quotation:
    length = chance.randint(_SHORTEST, _LONGEST)
    pages = [page for text in true.values() for page in text]
    match change := chance.choice(("new sentences", "words of a page in another order", "scraps of three words")):
        case "new sentences":
            words = books[chance.choice(list(books))].words(length + 30)[20 : 20 + length]
        case "words of a page in another order":
            words = chance.sample(list(chance.choice(pages)), length)
        case _:
            words = []
            text = true[chance.choice(list(true))]
            while len(words) < length:
                page = chance.choice(text)
                at = chance.randrange(len(page) - 3)
                words += page[at : at + 3]
            words = words[:length]
    return Quotation(" ".join(words), len(words), change)


def score_quotations(corpus: Corpus, make_finder: MakeFinder) -> QuotationScores:
    """Looks for all quotations of a corpus."""
    started = time.perf_counter()
    finder = make_finder(corpus.pages)
    index_s = time.perf_counter() - started
    seconds: list[float] = []
    outcomes: list[tuple[Quotation, bool]] = []
    for quotation in (*corpus.present, *corpus.absent):
        started = time.perf_counter()
        hits = finder.find(quotation.text)
        seconds.append(time.perf_counter() - started)
        outcomes.append((quotation, bool(hits) and (not quotation.document or _is_there(hits[0], quotation))))
    present = [outcome for outcome in outcomes if outcome[0].document]
    absent = [outcome for outcome in outcomes if not outcome[0].document]
    return QuotationScores(
        _share(present),
        _by_change(present),
        _share(absent),
        _by_change(absent),
        index_s,
        statistics.median(seconds),
        max(seconds),
    )


def _is_there(hit: Hit, quotation: Quotation) -> bool:
    if (hit.document, hit.page) != (quotation.document, quotation.page):
        return False
    common = min(hit.last, quotation.last) - max(hit.first, quotation.first) + 1
    return 2 * common >= max(hit.last - hit.first, quotation.last - quotation.first) + 1


def _share(outcomes: Sequence[tuple[Quotation, bool]]) -> Share:
    return Share(sum(was_found for _, was_found in outcomes), len(outcomes))


def _by_change(outcomes: Sequence[tuple[Quotation, bool]]) -> dict[str, Share]:
    changes = sorted({quotation.change for quotation, _ in outcomes})
    return {change: _share([outcome for outcome in outcomes if outcome[0].change == change]) for change in changes}
