"""A document step: which pages are Russian in the orthography of before 1918, told from what was read on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from digitize.lexicon.orthography import SpellingEvidence, is_clearly_russian, weigh_spelling
from digitize.model.document import Choice
from digitize.model.language import Orthography
from digitize.model.packed_pages import kept_alike
from digitize.model.transcription import TranscribedPage

WHAT = "orthography"
"""What the choice is called in the report."""

_TOLD = {Orthography.BEFORE_1918: "before 1918", None: "today's"}


class _Verdict(Enum):
    OLD = auto()
    MODERN = auto()
    OPEN = auto()
    """Russian, it may be, and too little of it to tell."""
    OTHER = auto()
    """Failed, empty, or not clearly Russian."""


_LITTLE = 40
"""Words up to which a text may be Russian without showing it: six different function words are asked for, and a third of
running text is function words."""


@dataclass(frozen=True, slots=True)
class _Seen:
    verdict: _Verdict
    evidence: SpellingEvidence


Told = tuple[Orthography | None, Choice | None]
"""The orthography of a page, and what is to be said of it in the report."""


def tell_orthography(
    pages: Sequence[TranscribedPage],
) -> tuple[Sequence[TranscribedPage], tuple[Choice | None, ...]]:
    """The pages with their orthography, and what is to be said of each in the report.

    Args:
        pages: Of a document; hyphenated words joined, since halves of words have no ends.
    """
    told = find_orthography(pages)
    return with_orthography(pages, told), tuple(choice for _, choice in told) if told else (None,) * len(pages)


def find_orthography(pages: Iterable[TranscribedPage]) -> tuple[Told, ...]:
    """What each page is written in; empty where no page is in the old orthography, and nothing is to be said.

    Each page is told by itself. One with too little text follows the others, where those that can be told agree. Where a page
    is in the old orthography, something is said of every page that could be.

    Args:
        pages: Of a document; hyphenated words joined, since halves of words have no ends.
    """
    seen = [_look_at(page) for page in pages]
    verdicts = [each.verdict for each in seen]
    if _Verdict.OLD not in verdicts:
        return ()
    agree = _Verdict.MODERN not in verdicts
    told = []
    for each in seen:
        old = each.verdict is _Verdict.OLD or (each.verdict is _Verdict.OPEN and agree and not each.evidence.is_against)
        orthography = Orthography.BEFORE_1918 if old else None
        told.append((orthography, _choice(each, orthography, verdicts.count(_Verdict.OLD))))
    return tuple(told)


def with_orthography(pages: Sequence[TranscribedPage], told: tuple[Told, ...]) -> Sequence[TranscribedPage]:
    """The pages with what was found of each; themselves where nothing was."""
    if not told:
        return pages
    both = zip(pages, told, strict=True)
    return kept_alike(pages, (replace(page, orthography=orthography) for page, (orthography, _) in both))


def _look_at(page: TranscribedPage) -> _Seen:
    words = [word for word in page.words if word.language in ("rus", None)]
    text = " ".join(word.reading for word in words if word.script in ("Cyrl", "Zyyy"))
    count = sum(word.script == "Cyrl" for word in words)
    evidence = weigh_spelling(text)
    if count and is_clearly_russian(text) and evidence.is_enough:
        return _Seen(_Verdict.OLD if evidence.is_old else _Verdict.MODERN, evidence)
    return _Seen(_Verdict.OPEN if 0 < count <= _LITTLE else _Verdict.OTHER, evidence)


def _choice(seen: _Seen, orthography: Orthography | None, old: int) -> Choice | None:
    if seen.verdict is _Verdict.OTHER:
        return None
    why = str(seen.evidence)
    if seen.verdict is _Verdict.OPEN:
        little = f"too little text to tell: {why}"
        if orthography is None:
            return Choice(WHAT, "not known", little)
        why = f"{little}; so are all pages that can be told, {old} of them"
    return Choice(WHAT, _TOLD[orthography], why)
