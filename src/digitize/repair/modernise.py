"""Turns Russian in the orthography of before 1918 into today's, on the reading layer only, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from digitize.lexicon.function_words import ALPHABETS
from digitize.model.language import Orthography
from digitize.model.packed_pages import kept_alike
from digitize.model.transcription import MODERNISING, Repair, TextLine, TextRegion, TranscribedPage, Word
from digitize.repair.old_spelling import RULES, Rule

_PIECE = re.compile(r"[^\s\-\u2010\u2011\u2013\u2014\u00ad\u00ac.,:;!?()\[\]«»\"„“”…*/]+")
"""What is spelled as one word: between signs and hyphens. A digit or any other sign inside one is a misreading."""
_HYPHENS = "-\u2010\u00ad\u00ac"
_APOSTROPHES = "'’ʼ"
_KNOWN = ALPHABETS["rus"] | frozenset("ѷ") | frozenset(_APOSTROPHES)


def modernise(pages: Sequence[TranscribedPage]) -> Sequence[TranscribedPage]:
    """The pages with the reading layer of their Russian words in today's spelling, where they are in that of before 1918.

    Every rule that changes a word leaves a repair with the reading before it, so that :func:`keep_spelling` gives the old
    reading back. Words in other languages and scripts, words with letters that Russian never had or a capital among small
    letters, and pages that are not found to be in the old orthography stay as they are. So does every printed word.
    Modernising twice is modernising once.
    """
    old = Orthography.BEFORE_1918
    return kept_alike(pages, (_with_words(page, _modern) if page.orthography is old else page for page in pages))


def keep_spelling(pages: Sequence[TranscribedPage]) -> Sequence[TranscribedPage]:
    """The pages as they were before :func:`modernise`."""
    return kept_alike(pages, (_with_words(page, _as_spelled) for page in pages))


def modern_steps(reading: str) -> Iterator[tuple[Rule, str]]:
    """The rules that change a Russian word, one after the other, each with what the word is after it.

    Args:
        reading: A word with the signs around it; compounds are taken part by part. A part before a hyphen at the end is a
            piece of a word that goes on elsewhere: only its letters are changed.
    """
    for rule in RULES:
        changed = _apply(rule, reading)
        if changed != reading:
            yield rule, changed
            reading = changed


def _apply(rule: Rule, reading: str) -> str:
    is_broken = reading.endswith(tuple(_HYPHENS))
    last = len(reading.rstrip(_HYPHENS))

    def one(match: re.Match[str]) -> str:
        piece = match.group()
        if not _is_spelled(piece) or (is_broken and match.end() == last and not rule.on_pieces):
            return piece
        return rule.apply(piece)

    return _PIECE.sub(one, reading)


def _is_spelled(piece: str) -> bool:
    """Whether it can be a Russian word: its letters, and its capitals all, none, or the first."""
    return set(piece.lower()) <= _KNOWN and (piece.isupper() or not any(c.isupper() for c in piece[1:]))


def _modern(word: Word) -> Word:
    if word.language not in ("rus", None) or word.script != "Cyrl":
        return word
    repairs, reading = [], word.reading
    for rule, changed in modern_steps(reading):
        repairs.append(Repair(f"{MODERNISING}{rule.name}", "reading", reading, changed, rule.why))
        reading = changed
    return replace(word, reading=reading, repairs=(*word.repairs, *repairs)) if repairs else word


def _as_spelled(word: Word) -> Word:
    if not any(repair.modernises for repair in word.repairs):
        return word
    kept = tuple(repair for repair in word.repairs if not repair.modernises)
    return replace(word, reading=word.reading_as_spelled, repairs=kept)


def _with_words(page: TranscribedPage, change: Callable[[Word], Word]) -> TranscribedPage:
    def line(old: TextLine) -> TextLine:
        return replace(old, words=tuple(map(change, old.words)))

    def region(old: TextRegion) -> TextRegion:
        return replace(old, lines=tuple(map(line, old.lines)))

    return replace(page, regions=tuple(map(region, page.regions)))
