"""Compared texts for tests of what is written of them, made of plain descriptions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from digitize.align import align, find_variants
from digitize.align.kinds import Comparison
from digitize.align.ocr_evidence import with_ocr_evidence
from digitize.align.variant import VariantKind
from digitize.export.compared import Compared, Side
from digitize.model.document import Document
from digitize.model.transcription import RegionKind, TranscribedPage
from digitize.model.witness import Witness
from digitize.store.reference_file import KeptReference
from tests.export.documents import SHA, R, W, document, page

SCAN = [
    "Урожай в саду был великъ и раз-",
    "говор о нём шёл до самой ночи,",
    "хотя к утру все устали; пришли",
    "соседи и принесли груши.",
]


def lines_page(number: int, lines: Sequence[str], columns: int = 2) -> TranscribedPage:
    """A page whose first column holds these lines."""
    made = [tuple(W(word) for word in line.split()) for line in lines]
    return page(number, [R(RegionKind.PARAGRAPH, made, 1, top=200, width=900)], columns=columns, language="rus")


def scanned(*pages: Sequence[str]) -> Document:
    """A document of such pages."""
    return document([lines_page(number, lines) for number, lines in enumerate(pages or (SCAN,), 1)])


def kept(text: str, name: str = "izdanie", notices: Sequence[str] = ()) -> KeptReference:
    """A reference text of plain text."""
    return KeptReference(
        document_id="вестник-1927",
        witness=Witness.of_text(f"reference-{name}", text),
        created=datetime(2027, 1, 1, tzinfo=UTC),
        source_name=f"{name}.txt",
        source_sha256=SHA,
        source_bytes=len(text),
        format="txt",
        encoding="utf-8",
        language="rus",
        notices=tuple(notices),
    )


def compared(document: Document, reference: KeptReference, *equal: VariantKind) -> Compared:
    """A reference laid on a document."""
    transcription = document.transcription
    a = Side(f"{document.id}@{transcription.id}", Witness.of_pages("ocr-1", transcription.pages), (), "rus", document)
    b = Side(reference.source_name, reference.witness, (("format", "txt"),), "rus", None, reference.notices)
    alignment = align(a.witness, b.witness)
    by = Comparison(frozenset({"rus"}), frozenset(equal))
    variants = find_variants(alignment, by)
    return Compared(
        a, b, alignment, with_ocr_evidence(variants, alignment, [w.word for w in a.words], by), by, ("rus",)
    )
