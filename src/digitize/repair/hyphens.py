"""Joins words hyphenated at a line's end, on the reading layer only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from digitize.model.packed_pages import kept_alike
from digitize.model.rules import RepairRule
from digitize.model.transcription import (
    PageStatus,
    RegionKind,
    Repair,
    TextLine,
    TextRegion,
    TranscribedPage,
    Word,
)
from digitize.repair.particles import keeps_hyphen

RULE = RepairRule.JOIN_HYPHEN.value

_HYPHENS = "-\u2010\u00ad\u00ac\u2e17"
"""Hyphen-minus, hyphen, soft hyphen, not sign (as some engines read a hyphen), double oblique hyphen of Fraktur."""
_GERMAN_HYPHEN = "="
"""How engines read the double hyphen of Fraktur; elsewhere it is an equals sign."""

_FLOWS = (RegionKind.PARAGRAPH, RegionKind.HEADING)
"""Kinds in which text runs on. Running heads, captions and pictures stand between two parts of a word without parting
them; a heading parts paragraphs."""


@dataclass(frozen=True, slots=True)
class _At:
    page: int
    region: int
    line: int


def join_hyphens(pages: Sequence[TranscribedPage]) -> Sequence[TranscribedPage]:
    """The pages with hyphenated words joined in their reading layer, over lines, regions and pages.

    The first part's ``reading`` becomes the whole word, the other parts' become empty; all carry the repair. A word is
    joined when the line ends with a letter and a hyphen and the next line goes on in lower case, or when both parts are
    capitals throughout; not over a heading, nor over a page that failed or was left out. Lines in doubt (handwriting across the
    text) are passed over. Every printed word stays as it
    is. What is joined already is left alone, so joining twice is joining once.
    """
    changed = _changed(pages)
    return kept_alike(pages, (_with(page, changed) for page in pages)) if changed else pages


def hyphens_joined(pages: Sequence[TranscribedPage]) -> Iterator[TranscribedPage]:
    """The same, one page after the other: for who looks at each once."""
    changed = _changed(pages)
    return (_with(page, changed) for page in pages) if changed else iter(pages)


def _changed(pages: Sequence[TranscribedPage]) -> dict[str, Word]:
    """The words that joining changes, by their ids; no more than two pages are looked at together, or those between two lines."""
    changed: dict[str, Word] = {}
    heads: dict[str, str] = {}
    for here, after in pairwise(_places(pages)):
        if not _runs_on(pages, here, after):
            continue
        last, next_part = _last_word(_line(pages, here)), _line(pages, after).words[0]
        # A line of one word may hold the middle of a word: what it goes on with belongs to the first part.
        first = changed.get(heads.get(last.id, last.id), last)
        if next_part.reading and _ends_broken(first.reading, last) and _goes_on(_printed(last)[:-1], next_part.text):
            changed[first.id], changed[next_part.id] = _joined(first, next_part)
            heads[next_part.id] = first.id
    return changed


def _places(pages: Sequence[TranscribedPage]) -> Iterator[_At]:
    """Every line in which text runs on."""
    for p in range(len(pages)):
        for r, region in enumerate(pages[p].regions):
            if region.kind in _FLOWS:
                yield from (_At(p, r, n) for n, line in enumerate(region.lines) if line.doubt is None)


def _line(pages: Sequence[TranscribedPage], at: _At) -> TextLine:
    return pages[at.page].regions[at.region].lines[at.line]


def _last_word(line: TextLine) -> Word:
    """The last word that begins in a line: of a letterspaced one, its first letter."""
    return next((word for word in reversed(line.words) if word.reading), line.words[-1])


def _printed(word: Word) -> str:
    """A word as printed; of a letterspaced one, all its letters, in the orthography of the print."""
    is_closed = any(repair.rule == RepairRule.LETTERSPACING for repair in word.repairs)
    return word.reading_as_spelled if is_closed else word.text


def _runs_on(pages: Sequence[TranscribedPage], here: _At, after: _At) -> bool:
    if pages[here.page].regions[here.region].kind is not pages[after.page].regions[after.region].kind:
        return False
    passed = [pages[number] for number in range(here.page, after.page + 1)]
    return all(b.page_number == a.page_number + 1 for a, b in pairwise(passed)) and not any(
        page.status is PageStatus.FAILED for page in passed
    )


def _ends_broken(reading: str, last: Word) -> bool:
    """Whether a line's last word ends in a hyphen that no rule has taken away yet."""
    hyphens = _HYPHENS + _GERMAN_HYPHEN if last.language == "deu" else _HYPHENS
    text = _printed(last)
    return len(text) > 1 and text[-1] in hyphens and text[-2].isalpha() and reading[-1:] == text[-1]


def _goes_on(stem: str, tail: str) -> bool:
    if not tail[0].isalpha():
        return False
    return tail[0].islower() or (stem.isupper() and tail.rstrip(".,;:!?»)").isupper())


def _joined(first: Word, next_part: Word) -> tuple[Word, Word]:
    stem = first.reading[:-1]
    tail = "".join(c for c in next_part.reading if c.isalpha() or c in _HYPHENS)
    keeps = keeps_hyphen(stem, tail)
    whole = f"{stem}-{next_part.reading}" if keeps else f"{stem}{next_part.reading}"
    why = "kept: the word is written with it" if keeps else "ends its line; the next line goes on with the word"
    left = Repair(RULE, "reading", first.reading, whole, f"hyphen {why}; other part {next_part.id}")
    right = Repair(RULE, "reading", next_part.reading, "", f"second part of {first.id}")
    return (
        replace(first, reading=whole, repairs=(*first.repairs, left)),
        replace(next_part, reading="", repairs=(*next_part.repairs, right)),
    )


def _with(page: TranscribedPage, changed: dict[str, Word]) -> TranscribedPage:
    def line(old: TextLine) -> TextLine:
        if not any(word.id in changed for word in old.words):
            return old
        return replace(old, words=tuple(changed.get(word.id, word) for word in old.words))

    def region(old: TextRegion) -> TextRegion:
        return replace(old, lines=tuple(line(each) for each in old.lines))

    return replace(page, regions=tuple(region(each) for each in page.regions))
