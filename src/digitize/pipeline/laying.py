"""Lays a reference text on a document and writes what came of it; in a worker, since both may be long."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from digitize import __version__
from digitize.align import align, find_variants
from digitize.align.alignment import Alignment
from digitize.align.ocr_evidence import with_ocr_evidence
from digitize.errors import InputError
from digitize.export.alignment_json import FILE, REFERENCE, SCAN, SCHEMA_VERSION, export_alignment, read_alignment_head
from digitize.export.compared import Compared, Labels, Measures
from digitize.export.comparison_html import comparison_page, sentences
from digitize.export.html import write_page
from digitize.export.transcription_json import encode_reference, to_json
from digitize.export.variant_json import encode_measures
from digitize.ingest import printable
from digitize.model.document import Document
from digitize.model.witness import Witness
from digitize.pipeline.comparing import ComparisonPlan
from digitize.pipeline.same_text import InCommon, in_common
from digitize.pipeline.sides import document_side, language_of, named_language, reference_side
from digitize.pipeline.variant_pictures import pictures_of_variants
from digitize.pipeline.versions import keep_reference
from digitize.store.files import explained
from digitize.store.output import FolderSink
from digitize.store.reference_file import KeptReference
from digitize.store.versions import ALIGNMENTS, alignment_folder

PAGE = "alignment.html"


@dataclass(frozen=True, slots=True)
class LayJob:
    """What the worker is told.

    Args:
        folder: The document's folder.
        document: The document, with the transcription that the text is laid on.
        reference: The text.
        name: What to call it, when it is not kept yet; ``None`` when it is.
        plan: What texts are compared by.
        max_pixels: Largest page image that is decoded.
    """

    folder: Path
    document: Document
    reference: KeptReference
    name: str | None
    plan: ComparisonPlan
    max_pixels: int


@dataclass(frozen=True, slots=True)
class Laid:
    """A reference text that lies on a document.

    Args:
        document: The document's id.
        transcription: The version of its text.
        reference: Id of the reference text.
        source_name: Name of the file that it was read from.
        measures: How much the two share.
        sentences: The same for people.
        files: What was written, by paths in the document's folder.
        notices: What a person should know.
    """

    document: str
    transcription: str
    reference: str
    source_name: str
    measures: Measures
    sentences: tuple[str, ...]
    files: tuple[str, ...]
    notices: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "document": self.document,
            "transcription": self.transcription,
            "reference": self.reference,
            "source": self.source_name,
            "measures": {**encode_measures(self.measures, SCAN, REFERENCE), "pages": list(self.measures.pages)},
            "files": list(self.files),
            "notices": list(self.notices),
        }


def lay_text(job: LayJob) -> Laid:
    """Aligns, keeps the text with the document, and writes ``alignment.json`` and ``alignment.html``.

    Raises:
        InputError: If the text is another work than the document's; nothing is written then.
        EnvironmentFault: If a file cannot be written.
    """
    document, reference = job.document, job.reference
    scan = Witness.of_pages(document.transcription.id, document.transcription.pages)
    if not scan.tokens:
        raise InputError(
            "no text was read on its pages, so nothing can be laid on them",
            where=document.id,
            hint="See what is wrong with the pages: digitize show",
        )
    alignment = align(scan, reference.witness)
    _check_is_one_work(in_common(alignment), document, reference)
    if job.name is not None:
        reference = keep_reference(reference, job.folder, job.name)
        alignment = Alignment(scan, reference.witness, alignment.links)
    compared = _compared(document, alignment, reference, job.plan)
    return _written(job, compared, reference)


def inputs_digest(document: Document, reference_sha256: str, plan: ComparisonPlan) -> str:
    """A digest of everything that an alignment depends on.

    Args:
        document: With the transcription that a text is laid on.
        reference_sha256: Of the text's file.
        plan: What they are compared by.
    """
    told = [
        __version__,
        SCHEMA_VERSION,
        document.transcription.id,
        encode_reference(document.reference),
        reference_sha256,
        sorted(plan.equivalent),
        [f"{code} {path.stat().st_size}" for code, path in sorted(plan.lists.items()) if path.is_file()],
    ]
    return hashlib.sha256(to_json(told)).hexdigest()


def _compared(document: Document, alignment: Alignment, reference: KeptReference, plan: ComparisonPlan) -> Compared:
    a = document_side(document)
    b = replace(reference_side(reference), witness=alignment.b)
    by = plan.comparison(alignment.a, alignment.b, languages=(reference.language,))
    variants = with_ocr_evidence(find_variants(alignment, by), alignment, [placed.word for placed in a.words], by)
    return Compared(a, b, alignment, variants, by, tuple(plan.lists))


def _written(job: LayJob, compared: Compared, reference: KeptReference) -> Laid:
    document = job.document
    place = f"{ALIGNMENTS}/{reference.id}"
    _keep_older(alignment_folder(job.folder, reference.id), document.transcription.id)
    sink = FolderSink(job.folder)
    export_alignment(
        compared, reference, sink, f"{place}/{FILE}", inputs_digest(document, reference.source_sha256, job.plan)
    )
    pictures, notices = pictures_of_variants(job.folder, compared, job.max_pixels)
    title = f"{document.title}: {reference.source_name}"
    with sink.file(f"{place}/{PAGE}") as temporary:
        write_page(temporary, comparison_page(compared, Labels.of_scan(title), pictures, notices))
    return Laid(
        document.id,
        document.transcription.id,
        reference.id,
        reference.source_name,
        compared.measures,
        tuple(sentences(compared, Labels.of_scan(title))),
        (f"{place}/{FILE}", f"{place}/{PAGE}"),
        (*notices, *reference.notices),
    )


def _keep_older(folder: Path, transcription_id: str) -> None:
    """An alignment with another version of the document's text stays, under that version's name."""
    head = read_alignment_head(folder / FILE)
    older = None if head is None else head.get("transcription")
    if isinstance(older, str) and older != transcription_id and "/" not in older:
        with explained(folder):
            (folder / FILE).replace(folder / f"alignment@{older}.json")


def _check_is_one_work(common: InCommon, document: Document, reference: KeptReference) -> None:
    if common.is_one_work:
        return
    shorter_is_text = common.b_share >= common.a_share
    share = 100 * max(common.a_share, common.b_share)
    told = (
        f"only {share:.0f} % of its words stand on the scan in their order"
        if shorter_is_text
        else f"only {share:.0f} % of the scan's words stand in it in their order"
    )
    language = language_of(document)
    hint = f"Check that it is the text of {document.id}; a quotation of a few words is found by digitize locate"
    if language and reference.language and language != reference.language:
        hint = f"It is in {named_language(reference.language)}, the document in {named_language(language)}: translations cannot be aligned"
    raise InputError(f"{told}; this seems to be another text", where=reference.source_name, hint=hint)


def printable_name(path: Path) -> str:
    """What a reference text is called: the stem of its file's name, without the ``.reference`` that marks it."""
    stem = printable(path.stem)
    return stem.removesuffix(".reference") or stem
