"""Joins words hyphenated at a line's end, on the reading layer only."""

from __future__ import annotations

from dataclasses import dataclass, replace

from digitize.model.transcription import (
    RegionKind,
    Repair,
    TextLine,
    TextRegion,
    TranscribedPage,
    Word,
)

RULE = "join-hyphen"

_HYPHENS = "-\u2010\u00ad\u00ac\u2e17"
"""Hyphen-minus, hyphen, soft hyphen, not sign (as some engines read a hyphen), double oblique hyphen of Fraktur."""

_KEEPS_HYPHEN_BEFORE = frozenset("то либо нибудь таки ка де с je tu il elle on nous vous ils elles ci là ce".split())
"""Particles that are written with a hyphen wherever the line ends (Russian ``кто-то``, French ``dit-il``)."""
_KEEPS_HYPHEN_AFTER = frozenset(("кое", "кой"))

_FLOWS = (RegionKind.PARAGRAPH, RegionKind.HEADING)


@dataclass(frozen=True, slots=True)
class _At:
    page: int
    region: int
    line: int


def join_hyphens(pages: tuple[TranscribedPage, ...]) -> tuple[TranscribedPage, ...]:
    """The pages with hyphenated words joined in their reading layer, over lines, regions and pages.

    The first part's ``reading`` becomes the whole word, the second part's becomes empty; both carry the repair. A word
    is joined when the line ends with a letter and a hyphen and the next line goes on in lower case, or when both parts
    are capitals throughout. Every printed word stays as it is.
    """
    places = [
        _At(p, r, n)
        for p, page in enumerate(pages)
        for r, region in enumerate(page.regions)
        if region.kind in _FLOWS
        for n in range(len(region.lines))
    ]
    changed: dict[str, Word] = {}
    for here, after in zip(places, places[1:], strict=False):
        kinds = {pages[at.page].regions[at.region].kind for at in (here, after)}
        if len(kinds) > 1:
            continue
        first, second = _line(pages, here).words[-1], _line(pages, after).words[0]
        first, second = changed.get(first.id, first), changed.get(second.id, second)
        if first.reading and _is_broken(first.text, second.text):
            changed[first.id], changed[second.id] = _joined(first, second)
    return tuple(_with(page, changed) for page in pages) if changed else pages


def _line(pages: tuple[TranscribedPage, ...], at: _At) -> TextLine:
    return pages[at.page].regions[at.region].lines[at.line]


def _is_broken(first: str, second: str) -> bool:
    if len(first) < 2 or first[-1] not in _HYPHENS or not first[-2].isalpha() or not second[0].isalpha():
        return False
    return second[0].islower() or (first[:-1].isupper() and second.rstrip(".,;:!?»)").isupper())


def _joined(first: Word, second: Word) -> tuple[Word, Word]:
    stem = first.reading[:-1]
    tail = "".join(c for c in second.text.lower() if c.isalpha() or c in _HYPHENS)
    keeps = tail in _KEEPS_HYPHEN_BEFORE or stem.lower().strip("«(\"'") in _KEEPS_HYPHEN_AFTER
    whole = f"{stem}-{second.text}" if keeps else f"{stem}{second.text}"
    why = "kept: a particle is written with it" if keeps else "ends its line; the next line goes on with the word"
    left = Repair(RULE, "reading", first.reading, whole, f"hyphen {why}; other part {second.id}")
    right = Repair(RULE, "reading", second.reading, "", f"second part of {first.id}")
    return (
        replace(first, reading=whole, repairs=(*first.repairs, left)),
        replace(second, reading="", repairs=(*second.repairs, right)),
    )


def _with(page: TranscribedPage, changed: dict[str, Word]) -> TranscribedPage:
    def line(old: TextLine) -> TextLine:
        if not any(word.id in changed for word in (old.words[0], old.words[-1])):
            return old
        return replace(old, words=tuple(changed.get(word.id, word) for word in old.words))

    def region(old: TextRegion) -> TextRegion:
        return replace(old, lines=tuple(line(each) for each in old.lines))

    return replace(page, regions=tuple(region(each) for each in page.regions))
