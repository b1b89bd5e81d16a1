"""What several formats say of a page: its image's name, its mean confidence, its languages and scripts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from digitize.model.document import Document, PageRecord
from digitize.model.transcription import RegionKind, TextRegion, Word

CONFIDENCE_DIGITS = 4
"""Decimals of a confidence in every export: a ten-thousandth is far below what calibration can promise."""

PICTURES = frozenset({RegionKind.IMAGE, RegionKind.TABLE, RegionKind.SEPARATOR})
"""Kinds that formats have an element of its own for, one that holds no lines by itself."""


def holds_text_itself(region: TextRegion) -> bool:
    """Whether a region is written as a block of text, and not as a picture, table or rule."""
    return region.kind not in PICTURES


def image_name(document: Document, record: PageRecord) -> str:
    """Name of the page's canonical image: its path in the document's folder, or the source file's name."""
    if record.image.image_path is not None:
        return record.image.image_path
    return {source.sha256: source.name for source in document.sources}[record.image.source_sha256]


def rounded(confidence: float) -> float:
    """A confidence as exports give it."""
    return round(confidence, CONFIDENCE_DIGITS)


def mean_confidence(words: Iterable[Word]) -> float | None:
    """Mean of the words' confidences; ``None`` when no word has one."""
    known = [rounded(word.confidence) for word in words if word.confidence is not None]
    return rounded(math.fsum(known) / len(known)) if known else None


def shared_language(words: Iterable[Word]) -> str | None:
    """ISO 639-3 code of the language that all words are in; ``None`` when they differ or one has none."""
    languages = {word.language for word in words}
    return languages.pop() if len(languages) == 1 else None


def languages_of(words: Iterable[Word]) -> list[str]:
    """ISO 639-3 codes of the words' languages, the most frequent first."""
    return _by_weight(word.language for word in words)


def scripts_of(words: Iterable[Word]) -> list[str]:
    """ISO 15924 codes of the words' scripts, the most frequent first; without digits and punctuation."""
    return _by_weight(word.script for word in words if word.script not in ("Zyyy", "Zzzz"))


def _by_weight(codes: Iterable[str | None]) -> list[str]:
    counts = Counter(code for code in codes if code is not None)
    return sorted(counts, key=lambda code: (-counts[code], code))
