"""Language and script of words, lines and regions, and the tags by which formats name them (BCP 47)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from digitize.model.language import MODELS, VARIANTS, Orthography, bcp47
from digitize.model.transcription import TranscribedPage, Word

_USUAL_SCRIPT = {model.language: model.script for model in reversed(MODELS.values()) if model.language}
"""Script that a language is written in unless something else is said; its tag does without it."""


@dataclass(frozen=True, slots=True, order=True)
class Tongue:
    """A language in a script, as far as they are known.

    Args:
        language: ISO 639-3 code; empty when not known.
        script: ISO 15924 code; empty when not known.
        variant: Registered subtag of the orthography; empty for that of today.
    """

    language: str
    script: str
    variant: str = ""

    @property
    def tag(self) -> str:
        """BCP 47: ``ru``; ``ru-petr1708`` in the orthography of before 1918; ``ru-Latn`` in Latin letters; ``und-Latn``."""
        script = "" if not self.script or _USUAL_SCRIPT.get(self.language) == self.script else self.script
        return "-".join(filter(None, (bcp47(self.language), script, self.variant)))

    def differs_from(self, other: Tongue) -> bool:
        """Whether it is another language, or, where one of the two is not known, another script."""
        if self.language and other.language:
            return self.language != other.language
        return bool(self.script and other.script) and self.script != other.script


def tongue_of(word: Word, orthography: Orthography | None) -> Tongue | None:
    """Language, script and orthography of a word; ``None`` for digits and punctuation, which are at home in every line.

    Args:
        word: The word.
        orthography: Of its page.
    """
    if word.script == "Zyyy" or (word.script is None and word.language is None):
        return None
    language, script = word.language or "", word.script or ""
    if language and script == "Zzzz":  # its letters are of no script that is known here: that says nothing
        script = ""
    return Tongue(language, script, VARIANTS.get((language, script, orthography), "") if orthography else "")


def main_tongue(words: Iterable[Word], orthography: Orthography | None) -> Tongue | None:
    """Language, script and orthography of most words; ``None`` when there are digits and punctuation only."""
    counts = Counter(tongue for word in words if (tongue := tongue_of(word, orthography)) is not None)
    return min(counts, key=lambda tongue: (-counts[tongue], tongue)) if counts else None


def page_tag(page: TranscribedPage) -> str:
    """Tag of a page's language in its orthography; ``und`` when it is not known."""
    language = page.language or ""
    return Tongue(language, "", variant_of(language, page.orthography)).tag


def variant_of(language: str, orthography: Orthography | None) -> str:
    """Subtag of a language's orthography in its usual script; empty when there is none."""
    return VARIANTS.get((language, _USUAL_SCRIPT.get(language, ""), orthography), "") if orthography else ""


def languages_of(words: Iterable[Word]) -> list[str]:
    """ISO 639-3 codes of the words' languages, the most frequent first."""
    return _by_weight(word.language for word in words)


def scripts_of(words: Iterable[Word]) -> list[str]:
    """ISO 15924 codes of the words' scripts, the most frequent first; without digits and punctuation."""
    return _by_weight(word.script for word in words if word.script not in ("Zyyy", "Zzzz"))


def tags_of(*pages: TranscribedPage) -> list[str]:
    """Tags of the languages, scripts and orthographies of the pages' words, the most frequent first."""
    tongues = (tongue_of(word, page.orthography) for page in pages for word in page.words)
    return _by_weight(tongue.tag for tongue in tongues if tongue is not None)


def tag_counts(page: TranscribedPage) -> dict[str, int]:
    """How many words of a page have each tag."""
    tongues = Counter(tongue for word in page.words if (tongue := tongue_of(word, page.orthography)) is not None)
    counts: Counter[str] = Counter()
    for tongue, number in tongues.items():
        counts[tongue.tag] += number
    return dict(counts)


def _by_weight(codes: Iterable[str | None]) -> list[str]:
    counts = Counter(code for code in codes if code is not None)
    return sorted(counts, key=lambda code: (-counts[code], code))
