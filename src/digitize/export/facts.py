"""What several formats say of a page: its image's name, its mean confidence, the columns that a line stands over."""

from __future__ import annotations

import math
from collections.abc import Iterable

from digitize.model.document import Document, PageRecord
from digitize.model.transcription import TextLine, TextRegion, Word

CONFIDENCE_DIGITS = 4
"""Decimals of a confidence in every export: a ten-thousandth is far below what calibration can promise."""


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


def span_of(line: TextLine) -> str | None:
    """Columns that a line stands over: ``2``, or ``1-3``; ``None`` when it stands in none."""
    if line.columns is not None:
        return "{}-{}".format(*line.columns)
    return None if line.column is None else str(line.column)


def region_span(region: TextRegion) -> str | None:
    """Columns that a region stands over, by its own word or that of its lines when they agree."""
    if region.column is not None:
        return str(region.column)
    spans = {span_of(line) for line in region.lines}
    return spans.pop() if len(spans) == 1 else None
