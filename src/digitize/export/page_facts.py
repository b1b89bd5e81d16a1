"""What a file for the whole document says of each page's words: told once per page, so that one page can change alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from digitize.export.tongues import Tongue, tag_counts, variant_of
from digitize.model.language import MODERNISED, Orthography
from digitize.model.transcription import TranscribedPage


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Of one page.

    Args:
        language: ISO 639-3 code of most words, or ``None``.
        orthography: The older orthography that its Russian is in; ``None`` for today's.
        letters: The characters of its printed words, each once, in order.
        languages: How many words are in each language, by code; those without one are in the page's.
        tags: How many words have each tag of language and script (BCP 47).
        modern: Whether a rule has put a word into today's spelling.
        decided: Whether a person has decided on a word.
    """

    language: str | None
    orthography: Orthography | None
    letters: str
    languages: Mapping[str, int]
    tags: Mapping[str, int]
    modern: bool
    decided: bool


Facts = dict[int, PageFacts]
"""Of all pages of a document, by number, in order."""


def facts_of(pages: Iterable[TranscribedPage]) -> Facts:
    """The facts of pages."""
    return {page.page_number: _facts(page) for page in pages}


def _facts(page: TranscribedPage) -> PageFacts:
    letters: set[str] = set()
    languages: Counter[str] = Counter()
    modern = decided = False
    for word in page.words:
        letters.update(word.text)
        languages[word.language or page.language or ""] += 1
        modern = modern or any(repair.modernises for repair in word.repairs)
        decided = decided or word.decision is not None
    del languages[""]
    written = "".join(sorted(letters))
    return PageFacts(page.language, page.orthography, written, languages, tag_counts(page), modern, decided)


def tags_told(facts: Facts) -> list[str]:
    """Tags of the languages, scripts and orthographies of all words, the most frequent first."""
    counts: Counter[str] = Counter()
    for page in facts.values():
        counts.update(page.tags)
    return sorted(counts, key=lambda tag: (-counts[tag], tag))


def modern_tags(facts: Facts) -> list[str]:
    """For each page in an older orthography with words in today's spelling the tag of that."""
    return [MODERNISED[page.orthography] for page in facts.values() if page.orthography and page.modern]


def main_language_told(facts: Facts) -> str | None:
    """The BCP 47 tag of the language of most words; ``None`` when no word's is known.

    It names an older orthography where all pages in that language are in it.
    """
    counts: Counter[str] = Counter()
    for page in facts.values():
        counts.update(page.languages)
    if not counts:
        return None
    language = min(counts, key=lambda language: (-counts[language], language))
    variants = {variant_of(language, page.orthography) for page in facts.values() if page.language == language}
    return Tongue(language, "", variants.pop() if len(variants) == 1 else "").tag


def encode_facts(facts: Facts) -> list[dict[str, Any]]:
    """Facts as JSON."""
    return [
        {
            "page_number": number,
            "language": page.language,
            "orthography": None if page.orthography is None else page.orthography.value,
            "letters": page.letters,
            "languages": dict(page.languages),
            "tags": dict(page.tags),
            "modern": page.modern,
            "decided": page.decided,
        }
        for number, page in facts.items()
    ]


def decode_facts(data: list[dict[str, Any]]) -> Facts:
    """The facts that :func:`encode_facts` was given.

    Raises:
        ValueError, KeyError, TypeError: If ``data`` is no such list.
    """
    return {
        int(page["page_number"]): PageFacts(
            page["language"],
            None if page["orthography"] is None else Orthography(page["orthography"]),
            str(page["letters"]),
            dict(page["languages"]),
            dict(page["tags"]),
            bool(page["modern"]),
            bool(page["decided"]),
        )
        for page in data
    }
