"""A stored document's files written again: as they are, or with its layers changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from digitize.errors import UsageError
from digitize.export import EXPORTERS, FACING
from digitize.export.report_json import encode_report
from digitize.export.transcription_json import decode_reference
from digitize.ingest import printable
from digitize.model.document import Document
from digitize.model.profile import Profile
from digitize.model.rules import NONE
from digitize.model.transcription import Origin
from digitize.pipeline.alignments import lay_anew
from digitize.pipeline.carry import carry_decisions
from digitize.pipeline.exports import Delivery, all_formats, outputs_now, warnings_now, write_exports
from digitize.pipeline.library import document_with, folder_in_output, load_report, stored_document
from digitize.pipeline.repairs import repaired_pages
from digitize.pipeline.sealing import sealed_after
from digitize.pipeline.upgrade import bring_up_to_date
from digitize.pipeline.version_list import newest_reviewed
from digitize.pipeline.versions import keep_transcription, read_version
from digitize.pipeline.workshop import Workshop
from digitize.repair.modernise import keep_spelling, modernise
from digitize.settings import Settings
from digitize.store.files import sha256_of
from digitize.store.output import FolderSink
from digitize.store.versions import IN_FORCE, version_path

_TELL_READING = ("alto", "hocr", "json", "page", "tei", "txt")
"""Formats that hold the reading layer, or name the repairs that made it."""


def export_again(name: str, formats: tuple[str, ...], shop: Workshop) -> Delivery:
    """Writes a document's files in some formats again from its stored transcription, and brings its report up to date.

    Where the setting ``modernise`` or ``no_repair`` is given and the document is stored another way, its layers are changed first: that
    is another version of the text, whose parent is the one before. Then every format that tells of what has changed is written with
    those asked for, so that none says otherwise.

    Raises:
        InputError: If there is no such document, its transcription cannot be read, or a file is of a newer version.
        UsageError: If the document is not in the output folder, or is reviewed and its repairs are to be others.
        EnvironmentFault: If a file cannot be written.
    """
    folder = folder_in_output(name, shop.settings)
    with shop.output.locked(folder.name), sealed_after(folder):
        bring_up_to_date(folder)
        report = load_report(name, shop.settings)
        stored, settings = _document_in_force(folder, report), report["provenance"]["settings"]
        document = stored
        if "no_repair" in shop.settings.model_fields_set:
            document, settings = _repaired_anew(document, shop.settings, settings)
        if "modernise" in shop.settings.model_fields_set:
            document = _spelled(document, modern=shop.settings.modernise)
            settings = {**settings, "modernise": shop.settings.modernise}
        if document != stored:
            document = _as_version(document, stored, folder)
        if stored.transcription.id != report["transcription"]:  # a review that was ended before its files were written
            formats = tuple(EXPORTERS)
        formats = tuple(dict.fromkeys((*formats, *_outdated(stored, document))))
        if document != stored or set(EXPORTERS) <= set(formats):
            of_all = all_formats(document.id, report["outputs"])
            formats = tuple(dict.fromkeys((*formats, *(name for name in of_all if name == FACING))))
        delivery = write_exports(document, formats, shop)
        outputs = outputs_now(report, delivery)
        reading, unfit = report.get("last_reading"), report.get("unfit_decisions", 0)
        if document.transcription.origin is Origin.OCR:
            reading, unfit = document.transcription.id, carry_decisions(document.transcription, folder)
        told = encode_report(document, settings, outputs, reading, unfit, warnings_now(report, delivery))
        FolderSink(folder).write("report.json", told)
        _, unlaid = lay_anew(folder, shop)
    return replace(delivery, errors=(*delivery.errors, *unlaid))


def _document_in_force(folder: Path, report: dict[str, Any]) -> Document:
    """The stored document; with its last review, where that was ended before its files were written."""
    stored = _as_written(folder, report)
    reviewed = newest_reviewed(folder)
    if reviewed in (None, stored.transcription.id):
        return stored
    last = read_version(folder, reviewed, packed=True)
    return replace(stored, transcription=last.transcription, languages=last.languages)


def _as_written(folder: Path, report: dict[str, Any]) -> Document:
    """The stored document; from the version that is kept, where ``transcription.json`` is not what was written."""
    path, digest = folder / IN_FORCE, report["outputs"].get(IN_FORCE)
    try:
        if digest is None or sha256_of(path) == digest:
            return stored_document(folder, report, packed=True)
    except OSError:
        pass
    if not version_path(folder, str(report["transcription"])).is_file():
        return stored_document(folder, report, packed=True)
    kept = read_version(folder, str(report["transcription"]), packed=True)
    return document_with(
        folder, report, replace(kept, reference=decode_reference(report["reference"])), printable(str(path))
    )


def _as_version(made: Document, stored: Document, folder: Path) -> Document:
    """A document with changed layers, its transcription kept as a version that has the stored one for parent."""
    transcription = replace(made.transcription, parent=stored.transcription.id)
    return keep_transcription(replace(made, transcription=transcription), folder)


def _repaired_anew(document: Document, asked: Settings, stored: dict[str, Any]) -> tuple[Document, dict[str, Any]]:
    """The document with the repairs of the rules asked for; all else is as it was set when it was made."""
    if document.transcription.origin is Origin.REVIEWED:
        if asked.no_repair == stored.get("no_repair", NONE):
            return document, stored
        raise UsageError(
            "the document is reviewed: its repairs are part of what was decided on",
            where=document.id,
            hint="Run it again with --no-repair: that makes another version beside the reviewed one",
        )
    told = {**stored, "no_repair": asked.no_repair}
    made = asked.model_copy(
        update={
            "modernise": bool(stored.get("modernise")),
            "profile": Profile(stored.get("profile", Profile.AUTO)),
        }
    )
    transcription = document.transcription
    pages = repaired_pages(transcription.pages, made)
    return replace(document, transcription=replace(transcription, pages=pages)), told


def _outdated(stored: Document, made: Document) -> tuple[str, ...]:
    """Formats that no longer say what the document does."""
    if made == stored:
        return ()
    both = zip(stored.transcription.pages, made.transcription.pages, strict=True)
    alike = all([word.text for word in one.words] == [word.text for word in other.words] for one, other in both)
    return _TELL_READING if alike else tuple(EXPORTERS)


def _spelled(document: Document, *, modern: bool) -> Document:
    transcription = document.transcription
    pages = (modernise if modern else keep_spelling)(transcription.pages)
    return replace(document, transcription=replace(transcription, pages=pages))
