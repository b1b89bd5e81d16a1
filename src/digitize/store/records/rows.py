"""What the index is told, and tells, of a document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IndexedPage:
    """A page, as the document's report tells."""

    page_number: int
    status: str
    words: int
    mean_confidence: float | None
    predicted_cer: float | None


@dataclass(frozen=True, slots=True)
class IndexedTranscription:
    """A version of the text.

    Args:
        id: ``ocr-1``, ``reference-NAME``.
        origin: ``ocr``, ``reference``, ``reviewed``.
        parent: The version it was made from.
        words: How many it has; ``None`` when it cannot be read.
        sequence: Number of the last decision that it took in.
        created: When it was made, where it says so.
        stamp: Tells whether its file has changed.
    """

    id: str
    origin: str
    parent: str | None
    words: int | None
    sequence: int | None
    created: str | None
    stamp: str


@dataclass(frozen=True, slots=True)
class IndexedDecision:
    """An entry of the document's decisions."""

    sequence: int
    kind: str
    by: str
    at: str
    transcription_id: str
    of: int | None
    page_number: int | None
    words: str
    old: str
    new: str
    reference_id: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document.

    Args:
        id: The document's id.
        fingerprint: Tells whether its files have changed.
        title: Its stated title.
        in_force: The version in force; ``None`` when that cannot be told.
        pages: Its pages.
        transcriptions: The versions of its text.
        decisions: Persons' decisions, in order.
        alignments: Ids of the references that it is aligned with.
        fault: Why it cannot be read; ``None`` when it can.
    """

    id: str
    fingerprint: str
    title: str | None = None
    in_force: str | None = None
    pages: tuple[IndexedPage, ...] = ()
    transcriptions: tuple[IndexedTranscription, ...] = ()
    decisions: tuple[IndexedDecision, ...] = ()
    alignments: tuple[str, ...] = ()
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page as it is searched, with what is told of a place that is found: nothing else need be opened for it.

    Args:
        document_id: The document.
        transcription_id: The version of its text.
        page_number: From 1.
        words: Its words as they stand, in reading order, parted by single spaces.
        groups: What is looked through (``digitize.align.search_text``).
        starts: The same module's: where in it each word begins.
        boxes: Of each word ``x0, y0, x1, y1``, 32 bits each, little endian; pixels of the canonical page image.
        facts: JSON: lines with their places, confidences, alternatives (``pipeline/search_pages.py``).
    """

    document_id: str
    transcription_id: str
    page_number: int
    words: str
    groups: bytes
    starts: bytes
    boxes: bytes
    facts: str


@dataclass(frozen=True, slots=True)
class LightPage:
    """As much of a page as is looked through to find a text.

    Args:
        document_id: The document.
        page_number: From 1.
        groups: As of :class:`SearchPage`.
        starts: The same.
    """

    document_id: str
    page_number: int
    groups: bytes
    starts: bytes
