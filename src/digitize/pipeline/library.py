"""The documents of the output folder, read back from their files."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from digitize.errors import InputError, UsageError
from digitize.export.transcription_json import (
    StoredTranscription,
    decode_reference,
    read_transcription,
    read_transcription_lines,
)
from digitize.ingest import printable
from digitize.model.citation import cite_source
from digitize.model.document import Choice, Document, Tool
from digitize.model.own_text import TextLayer
from digitize.model.page import SourceFile
from digitize.settings import Settings
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


def folder_in_output(name: str, settings: Settings) -> Path:
    """The folder of a document that is to be written to: it must be in the output folder of the settings.

    Raises:
        InputError: If there is no such document.
        UsageError: If it is somewhere else.
    """
    folder = document_folder(name, settings)
    if settings.output.resolve() != folder.resolve().parent:
        raise UsageError(
            "the document is not in the output folder",
            where=printable(str(folder)),
            hint=f"Add --output {printable(str(folder.parent))}",
        )
    return settings.output / folder.resolve().name


def source_cited(report: dict[str, Any]) -> str:
    """How the source of a document is cited, by its report; empty when nothing is stated."""
    return cite_source(decode_reference(report["reference"]))


def load_document(name: str, settings: Settings) -> tuple[Path, Document]:
    """The folder of a document, and the document as it is stored there.

    Raises:
        InputError: If there is no such document, or it cannot be read.
    """
    folder = document_folder(name, settings)
    return folder, stored_document(folder, load_report(name, settings))


def stored_document(folder: Path, report: dict[str, Any], *, packed: bool = False) -> Document:
    """The document in a folder with its transcription in force.

    Args:
        folder: The document's folder.
        report: Its report, as :func:`load_report` gives it.
        packed: As for :func:`read_stored`.

    Raises:
        InputError: If the transcription cannot be read, or is not that of the report.
    """
    path = folder / "transcription.json"
    return document_with(folder, report, read_stored(path, packed=packed), printable(str(path)))


def read_stored(path: Path, *, packed: bool = False) -> StoredTranscription:
    """The transcription in a file.

    Args:
        path: The file.
        packed: Whether its pages are to be packed: for who goes through all of them once, and needs no more than one at a time.

    Raises:
        InputError: If it cannot be read.
    """
    where = printable(str(path))
    try:
        if packed:
            with path.open("rb") as stream:
                stored = read_transcription_lines(stream, where)
            if stored is not None:
                return stored
        return read_transcription(path.read_bytes(), where)
    except OSError as error:
        raise InputError(
            f"the transcription cannot be read: {error.strerror}", where=where, hint="Run the document again"
        ) from None


def document_with(folder: Path, report: dict[str, Any], stored: StoredTranscription, where: str) -> Document:
    """The document that a report tells of, with a transcription of it.

    Args:
        folder: The document's folder.
        report: Its report.
        stored: The transcription.
        where: The file that holds it, for errors.

    Raises:
        InputError: If they do not fit together.
    """
    try:
        return Document(
            folder.resolve().name,
            tuple(SourceFile(**source) for source in report["sources"]),
            stored.reference,
            tuple(decode_record({**page, "image": page}) for page in report["pages"]),
            stored.transcription,
            tuple(Tool(**tool) for tool in report["provenance"]["tools"]),
            stored.languages,
            TextLayer(report["provenance"]["settings"].get("text_layer", TextLayer.REPLACE)),
        )
    except (ValueError, TypeError):
        raise InputError(
            "the report and the transcription do not fit together", where=where, hint="Run the document again"
        ) from None
