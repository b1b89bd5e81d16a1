"""A document that a person has reviewed, when it is run again: its text and files stay, under the source reference of today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from digitize.errors import InputError
from digitize.export import FACING
from digitize.export.report_json import encode_report
from digitize.export.transcription_json import StoredTranscription, encode_reference
from digitize.ingest import printable
from digitize.model.document import Document
from digitize.model.profile import PdfKind
from digitize.pipeline.exports import Delivery, all_formats, warnings_now, write_exports
from digitize.pipeline.library import document_with, load_report
from digitize.pipeline.versions import read_version
from digitize.pipeline.workshop import Workshop
from digitize.store.files import sha256_of
from digitize.store.output import FolderSink
from digitize.store.versions import IN_FORCE, version_path


def deliver_reviewed(
    read: Document, reviewed_id: str, settings: Mapping[str, object], unfit: int, shop: Workshop
) -> Delivery:
    """Sees to it that the files of a reviewed document are there and tell its reviewed text.

    What is there already stays as it is. The caller holds the document's lock.

    Args:
        read: The document as it was read now; how it is cited is taken from it.
        reviewed_id: The reviewed version in force.
        settings: Those that it was read with now.
        unfit: Decisions that do not fit what was read now.
        shop: What the run works with.

    Raises:
        InputError: If the reviewed version cannot be read.
        EnvironmentFault: If a file cannot be written.
    """
    folder = shop.output.folder(read.id)
    stored = replace(read_version(folder, reviewed_id, packed=True), reference=read.reference)
    where = printable(str(version_path(folder, reviewed_id)))
    outputs: dict[str, str] | None = None
    report: dict[str, Any] = {}
    facing = shop.settings.pdf is PdfKind.FACING
    formats = all_formats(read.id, (), facing=facing)
    try:
        report = load_report(str(folder), shop.settings)
    except InputError:  # lost: the pages came about as those that were read now, if they are the same
        document = _on_pages_of(read, stored, where)
    else:
        document, settings = document_with(folder, report, stored, where), report["provenance"]["settings"]
        formats = all_formats(read.id, report["outputs"], facing=facing)
        if document.text_layer is read.text_layer:
            outputs = _outputs_there(folder, report, document, formats)
        else:  # asked for another way now
            document = replace(document, text_layer=read.text_layer)
            settings = {**settings, "text_layer": str(read.text_layer)}
            report = {**report, "export_warnings": {}}
    delivery = Delivery(outputs, ()) if outputs is not None else write_exports(document, formats, shop)
    sink = FolderSink(folder)
    warnings = warnings_now(report, delivery)
    told = encode_report(document, settings, delivery.outputs, read.transcription.id, unfit, warnings)
    sink.write("report.json", told)
    return Delivery({**delivery.outputs, **sink.digests}, delivery.errors, unfit, warnings)


def _on_pages_of(read: Document, stored: StoredTranscription, where: str) -> Document:
    """The reviewed text on the pages that were read now."""
    sizes = [
        [(page.page_number, page.width, page.height) for page in pages]
        for pages in (read.transcription.pages, stored.transcription.pages)
    ]
    if sizes[0] != sizes[1]:
        raise InputError(
            "the report is lost, and the reviewed text is of other pages than those that were read now",
            where=where,
            hint="Restore report.json from a copy, or run all pages with the settings of before",
        )
    return replace(read, transcription=stored.transcription, languages=stored.languages)


def _outputs_there(
    folder: Path, report: dict[str, Any], document: Document, formats: tuple[str, ...]
) -> dict[str, str] | None:
    """The files that the report tells of, if they are whole, of that text and source, and all there; else ``None``."""
    outputs: dict[str, str] = report["outputs"]
    wanted = {f"{document.id}.{ending}" for ending in ("pdf", "tei.xml", "txt")} | {IN_FORCE}
    wanted |= {f"{document.id}.facing.pdf"} if FACING in formats else set()
    is_told = (
        report["transcription"] == document.transcription.id
        and report["reference"] == encode_reference(document.reference)
        and wanted <= outputs.keys()
    )
    is_whole = is_told and all(
        (folder / path).is_file() and sha256_of(folder / path) == digest for path, digest in outputs.items()
    )
    return outputs if is_whole else None
