"""Language and script of words, lines and regions, and the tags by which formats name them (BCP 47)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from digitize.model.language import MODELS, bcp47
from digitize.model.transcription import Word

_USUAL_SCRIPT = {model.language: model.script for model in reversed(MODELS.values()) if model.language}
"""Script that a language is written in unless something else is said; its tag does without it."""


@dataclass(frozen=True, slots=True, order=True)
class Tongue:
    """A language in a script, as far as they are known.

    Args:
        language: ISO 639-3 code; empty when not known.
        script: ISO 15924 code; empty when not known.
    """

    language: str
    script: str

    @property
    def tag(self) -> str:
        """BCP 47: ``ru``; ``ru-Latn`` for Russian in Latin letters, ``und-Latn`` for Latin letters of any language."""
        tag = bcp47(self.language)
        if not self.script or _USUAL_SCRIPT.get(self.language) == self.script:
            return tag
        return f"{tag}-{self.script}"

    def differs_from(self, other: Tongue) -> bool:
        """Whether it is another language, or, where one of the two is not known, another script."""
        if self.language and other.language:
            return self.language != other.language
        return bool(self.script and other.script) and self.script != other.script


def tongue_of(word: Word) -> Tongue | None:
    """Language and script of a word; ``None`` for digits and punctuation, which are at home in every line."""
    if word.script == "Zyyy" or (word.script is None and word.language is None):
        return None
    if word.language and word.script == "Zzzz":  # its letters are of no script that is known here: that says nothing
        return Tongue(word.language, "")
    return Tongue(word.language or "", word.script or "")


def main_tongue(words: Iterable[Word]) -> Tongue | None:
    """Language and script of most words; ``None`` when there are digits and punctuation only."""
    counts = Counter(tongue for word in words if (tongue := tongue_of(word)) is not None)
    return min(counts, key=lambda tongue: (-counts[tongue], tongue)) if counts else None


def languages_of(words: Iterable[Word]) -> list[str]:
    """ISO 639-3 codes of the words' languages, the most frequent first."""
    return _by_weight(word.language for word in words)


def scripts_of(words: Iterable[Word]) -> list[str]:
    """ISO 15924 codes of the words' scripts, the most frequent first; without digits and punctuation."""
    return _by_weight(word.script for word in words if word.script not in ("Zyyy", "Zzzz"))


def tags_of(words: Iterable[Word]) -> list[str]:
    """Tags of the words' languages and scripts, the most frequent first."""
    return _by_weight(tongue.tag for word in words if (tongue := tongue_of(word)) is not None)


def _by_weight(codes: Iterable[str | None]) -> list[str]:
    counts = Counter(code for code in codes if code is not None)
    return sorted(counts, key=lambda code: (-counts[code], code))
