"""What is shown of a page that was read: a few numbers and messages, so that a thousand pages weigh nothing."""

from __future__ import annotations

from dataclasses import dataclass

from digitize.model.transcription import PageStatus, PredictedErrors
from digitize.pipeline.page import PageOutcome


@dataclass(frozen=True, slots=True)
class PageFacts:
    """One page.

    Args:
        number: From 1.
        status: What became of it.
        words: How many were read.
        confidence: The mean of the words' that have one; ``None`` when none has.
        predicted: Its expected error rate; ``None`` when it cannot be told.
        columns: How many; 0 when there are none.
        languages: Models that read it.
        warnings: What a person should know.
        failure: Why it could not be read, with the way out; ``None`` when it could.
        from_cache: Whether it had been read before.
    """

    number: int
    status: PageStatus
    words: int
    confidence: float | None
    predicted: PredictedErrors | None
    columns: int
    languages: tuple[str, ...]
    warnings: tuple[str, ...]
    failure: str | None
    from_cache: bool = False


def facts_of(outcome: PageOutcome, *, from_cache: bool = False) -> PageFacts:
    """What is shown of a page."""
    page = outcome.page
    words = [word for word in page.words if page.status is not PageStatus.FAILED]
    known = [word.confidence for word in words if word.confidence is not None]
    return PageFacts(
        page.page_number,
        page.status,
        len(words),
        sum(known) / len(known) if known else None,
        page.predicted,
        page.columns or 0,
        outcome.languages,
        outcome.record.warnings,
        page.failure,
        from_cache,
    )
