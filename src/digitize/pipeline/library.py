"""What the output folder holds, read back from its files."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from digitize.errors import InputError, UsageError
from digitize.export import EXPORTERS
from digitize.export.report_json import encode_report
from digitize.export.transcription_json import decode_reference, read_transcription
from digitize.ingest import printable
from digitize.model.citation import cite_source
from digitize.model.document import Choice, Document, Tool
from digitize.model.page import SourceFile
from digitize.model.profile import Profile
from digitize.pipeline.deliver import Delivery, write_exports
from digitize.pipeline.repairs import repaired_pages
from digitize.pipeline.workshop import Workshop
from digitize.repair.modernise import keep_spelling, modernise
from digitize.settings import Settings
from digitize.store.output import FolderSink, document_ids
from digitize.store.page_codec import decode_record


@dataclass(frozen=True, slots=True)
class _Page:
    page_number: int
    status: str
    failure: str | None
    columns: int
    words: int
    width: int
    height: int
    mean_confidence: float | None
    choices: list[Choice]
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class _Reference:
    title: str | None
    date: str | None
    page: str | None
    citation: str | None
    proposals: list[Any]


@dataclass(frozen=True, slots=True)
class _Provenance:
    tools: list[Tool]
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Report:
    """What this module looks for in a report."""

    document: str
    reference: _Reference
    provenance: _Provenance
    sources: list[SourceFile]
    pages: list[_Page]
    outputs: dict[str, str]


_REPORT = TypeAdapter(_Report)

_TELL_READING = ("alto", "hocr", "json", "page", "tei", "txt")
"""Formats that hold the reading layer, or name the repairs that made it."""


def list_documents(settings: Settings) -> list[dict[str, Any]]:
    """A row for every document: id, title, pages, words, state. One that cannot be read says so and stops no other."""
    if not settings.output.is_dir():
        return []
    return [_row(document_id, settings) for document_id in document_ids(settings.output)]


def _row(document_id: str, settings: Settings) -> dict[str, Any]:
    try:
        report = load_report(document_id, settings)
    except InputError as error:
        return {"id": document_id, "title": None, "pages": None, "words": None, "state": error.message}
    pages = report["pages"]
    return {
        "id": document_id,
        "title": report["reference"]["title"],
        "pages": len(pages),
        "words": sum(page["words"] for page in pages),
        "state": _state(report),
    }


def _state(report: dict[str, Any]) -> str:
    failed = sum(page["status"] == "failed" for page in report["pages"])
    there = len(report["pages"])
    halved = {
        (page["source_sha256"], page["frame"]) for page in report["pages"] if page.get("part", "whole") != "whole"
    }
    all_pages = sum(source["frames"] for source in report["sources"]) + len(halved)
    told = [f"{failed} page{'s' if failed != 1 else ''} failed"] if failed else []
    told += [f"{there} of {all_pages} pages"] if there < all_pages else []
    return ", ".join(told) or "complete"


def load_report(name: str, settings: Settings) -> dict[str, Any]:
    """The report of a document.

    Args:
        name: The document's id, or its folder.
        settings: Say where the output folder is.

    Raises:
        InputError: If there is no such document, or its report is not one of this program.
    """
    path = document_folder(name, settings) / "report.json"
    hint = "Run the document again: digitize run"
    try:
        report = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise InputError(f"the report cannot be read: {error}", where=printable(str(path)), hint=hint) from None
    try:
        _REPORT.validate_python(report)
        decode_reference(report["reference"])
    except (ValidationError, ValueError, KeyError, TypeError):
        raise InputError("the report is damaged", where=printable(str(path)), hint=hint) from None
    return dict(report)


def document_folder(name: str, settings: Settings) -> Path:
    """The folder of a document named by its id or its folder.

    Raises:
        InputError: If there is no such document.
    """
    for folder in (settings.output / name, Path(name)) if name else ():
        with suppress(OSError, ValueError):  # a name that no file can have
            if (folder / "report.json").is_file():
                return folder
    raise InputError(
        f"no document {printable(name)!r} in {printable(str(settings.output))}",
        hint="See what is there: digitize documents (or name --output)",
    )


def source_cited(report: dict[str, Any]) -> str:
    """How the source of a document is cited, by its report; empty when nothing is stated."""
    return cite_source(decode_reference(report["reference"]))


def load_document(name: str, settings: Settings) -> tuple[Path, Document]:
    """The folder of a document, and the document as it is stored there.

    Raises:
        InputError: If there is no such document, or it cannot be read.
    """
    folder = document_folder(name, settings)
    return folder, _stored_document(folder, load_report(name, settings))


def export_again(name: str, formats: tuple[str, ...], shop: Workshop) -> Delivery:
    """Writes a document's files in some formats again from its stored transcription, and brings its report up to date.

    Where the setting ``modernise`` or ``no_repair`` is given and the document is stored another way, its layers are changed first;
    then every format that tells of what has changed is written with those asked for, so that none says otherwise.

    Raises:
        InputError: If there is no such document, or its transcription cannot be read.
        UsageError: If the document is not in the output folder.
        EnvironmentFault: If a file cannot be written.
    """
    folder = document_folder(name, shop.settings)
    if shop.output.root.resolve() != folder.resolve().parent:
        raise UsageError(
            "the document is not in the output folder",
            where=printable(str(folder)),
            hint=f"Add --output {printable(str(folder.parent))}",
        )
    with shop.output.locked(folder.resolve().name):
        report = load_report(name, shop.settings)
        document, settings = _stored_document(folder, report), report["provenance"]["settings"]
        stored = document
        if "no_repair" in shop.settings.model_fields_set:
            document, settings = _repaired_anew(document, shop.settings, settings)
        if "modernise" in shop.settings.model_fields_set:
            document = _spelled(document, modern=shop.settings.modernise)
            settings = {**settings, "modernise": shop.settings.modernise}
        formats = tuple(dict.fromkeys((*formats, *_outdated(stored, document))))
        delivery = write_exports(document, formats, shop)
        outputs = {**report["outputs"], **delivery.outputs}
        FolderSink(folder).write("report.json", encode_report(document, settings, outputs))
    return delivery


def _repaired_anew(document: Document, asked: Settings, stored: dict[str, Any]) -> tuple[Document, dict[str, Any]]:
    """The document with the repairs of the rules asked for; all else is as it was set when it was made."""
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
    texts = [[word.text for page in each.transcription.pages for word in page.words] for each in (stored, made)]
    return _TELL_READING if texts[0] == texts[1] else tuple(EXPORTERS)


def _spelled(document: Document, *, modern: bool) -> Document:
    transcription = document.transcription
    pages = (modernise if modern else keep_spelling)(transcription.pages)
    return replace(document, transcription=replace(transcription, pages=pages))


def _stored_document(folder: Path, report: dict[str, Any]) -> Document:
    path = folder / "transcription.json"
    where = printable(str(path))
    try:
        stored = read_transcription(path.read_bytes(), where)
    except OSError as error:
        raise InputError(
            f"the transcription cannot be read: {error.strerror}", where=where, hint="Run the document again"
        ) from None
    try:
        return Document(
            folder.resolve().name,
            tuple(SourceFile(**source) for source in report["sources"]),
            stored.reference,
            tuple(decode_record({**page, "image": page}) for page in report["pages"]),
            stored.transcription,
            tuple(Tool(**tool) for tool in report["provenance"]["tools"]),
            stored.languages,
        )
    except (ValueError, TypeError):
        raise InputError(
            "the report and the transcription do not fit together", where=where, hint="Run the document again"
        ) from None
