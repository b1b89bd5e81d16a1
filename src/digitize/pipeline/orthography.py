"""A document step: which pages are Russian in the orthography of before 1918, told from what was read on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto

from digitize.lexicon.orthography import SpellingEvidence, is_clearly_russian, weigh_spelling
from digitize.model.document import Choice
from digitize.model.language import Orthography
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


def tell_orthography(
    pages: tuple[TranscribedPage, ...],
) -> tuple[tuple[TranscribedPage, ...], tuple[Choice | None, ...]]:
    """The pages with their orthography, and what is to be said of each in the report.

    Each page is told by itself. One with too little text follows the others, where those that can be told agree. Nothing is
    said where no page is in the old orthography; else of every page that could be.

    Args:
        pages: Of a document; hyphenated words joined, since halves of words have no ends.
    """
    seen = [_look_at(page) for page in pages]
    verdicts = [each.verdict for each in seen]
    if _Verdict.OLD not in verdicts:
        return pages, (None,) * len(pages)
    agree = _Verdict.MODERN not in verdicts
    told, choices = [], []
    for page, each in zip(pages, seen, strict=True):
        old = each.verdict is _Verdict.OLD or (each.verdict is _Verdict.OPEN and agree and not each.evidence.is_against)
        orthography = Orthography.BEFORE_1918 if old else None
        told.append(replace(page, orthography=orthography))
        choices.append(_choice(each, orthography, verdicts.count(_Verdict.OLD)))
    return tuple(told), tuple(choices)


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
