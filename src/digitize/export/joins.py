"""Words that the reading layer joined: a word broken at a line's end, a letterspaced word.

The model says of a joined part only that its reading is empty. Formats that mark broken words (ALTO, TEI) need to know
which words belong together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from digitize.model.transcription import RegionKind, TextRegion, TranscribedPage, Word

FURNITURE = frozenset({RegionKind.HEADER, RegionKind.FOOTER, RegionKind.PAGE_NUMBER})
"""Regions that stand between the text of one page and of the next: no word runs into or out of them."""

_HYPHENS = ("-", "\u2010", "\u00ad", "\u00ac", "\u2e17", "=")
"""What breaks a word at a line's end: hyphen-minus, hyphen, soft hyphen, not sign, double hyphen, equals sign."""


@dataclass(frozen=True, slots=True)
class JoinedWord:
    """Printed words that are one word in the reading layer.

    Args:
        ids: Their ids in reading order, at least two; the first one carries the reading.
        reading: The whole word, in the orthography of the print.
        hyphenated: Whether it is one word broken by a hyphen at a line's end.
    """

    ids: tuple[str, ...]
    reading: str
    hyphenated: bool


@dataclass(slots=True)
class _Chain:
    head: Word
    head_ends_line: bool
    parts: list[tuple[Word, bool]]
    """Each with whether it begins its line."""


def find_joins(pages: Iterable[TranscribedPage]) -> dict[str, JoinedWord]:
    """Joined words, by the id of each of their parts.

    A part belongs to the nearest word before it whose reading was changed (joining changes it; rules that join nothing do not count), past captions and over
    the ends of columns and pages, but not past running heads, which are looked at on their own.
    """
    chains: list[_Chain] = []
    open_chain: _Chain | None = None
    for page in pages:
        for region in page.regions:
            if region.kind in FURNITURE:
                _follow(region, None, chains)
            else:
                open_chain = _follow(region, open_chain, chains)
    found: dict[str, JoinedWord] = {}
    for chain in chains:
        if chain.parts:
            joined = _joined(chain)
            found.update((id, joined) for id in joined.ids)
    return found


def _follow(region: TextRegion, chain: _Chain | None, chains: list[_Chain]) -> _Chain | None:
    for line in region.lines:
        for word in line.words:
            if not word.reading:
                if chain is not None:
                    chain.parts.append((word, word is line.words[0]))
            elif _begins(word):
                chain = _Chain(word, word is line.words[-1], [])
                chains.append(chain)
    return chain


def _begins(word: Word) -> bool:
    """Whether later words may have been joined to it: its reading was changed, and not only by rules that join nothing."""
    return word.reading_as_spelled != word.text and (not word.repairs or any(repair.joins for repair in word.repairs))


def _joined(chain: _Chain) -> JoinedWord:
    (_, begins_line), *more = chain.parts
    hyphenated = not more and begins_line and chain.head_ends_line and chain.head.text.endswith(_HYPHENS)
    return JoinedWord((chain.head.id, *(word.id for word, _ in chain.parts)), chain.head.reading_as_spelled, hyphenated)


def goes_on_from_before(page: TranscribedPage) -> bool:
    """Whether a word of an earlier page goes on on it."""
    first = next((word for word in _outside_furniture(page) if not word.reading or _begins(word)), None)
    return first is not None and not first.reading


def begins_joined(page: TranscribedPage) -> bool:
    """Whether a word begins on it that later ones may be joined to."""
    return any(word.reading and _begins(word) for word in _outside_furniture(page))


def _outside_furniture(page: TranscribedPage) -> Iterator[Word]:
    regions = (region for region in page.regions if region.kind not in FURNITURE)
    return (word for region in regions for line in region.lines for word in line.words)
