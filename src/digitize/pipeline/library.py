"""What the output folder holds, read back from its files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from digitize.errors import ExportError, InputError
from digitize.export.report_json import encode_report
from digitize.export.transcription_json import read_transcription
from digitize.model.document import Document, Tool
from digitize.model.page import SourceFile
from digitize.pipeline.deliver import Delivery, write_exports
from digitize.pipeline.workshop import Workshop
from digitize.settings import Settings
from digitize.store.output import FolderSink, OutputFolder
from digitize.store.page_codec import decode_record


def list_documents(settings: Settings) -> list[dict[str, Any]]:
    """A row for every document: id, title, pages, words, state."""
    if not settings.output.is_dir():
        return []
    found = []
    for document_id in OutputFolder(settings.output).document_ids():
        report = load_report(document_id, settings)
        failed = sum(page["status"] == "failed" for page in report["pages"])
        found.append(
            {
                "id": document_id,
                "title": report["reference"]["title"],
                "pages": len(report["pages"]),
                "words": sum(page["words"] for page in report["pages"]),
                "state": f"{failed} pages failed" if failed else "complete",
            }
        )
    return found


def load_report(name: str, settings: Settings) -> dict[str, Any]:
    """The report of a document.

    Args:
        name: The document's id, or its folder.
        settings: Say where the output folder is.

    Raises:
        InputError: If there is no such document.
    """
    path = document_folder(name, settings) / "report.json"
    try:
        report: dict[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise InputError(
            f"the report cannot be read: {error}", where=str(path), hint="Run the document again: digitize run"
        ) from None
    return report


def document_folder(name: str, settings: Settings) -> Path:
    """The folder of a document named by its id or its folder.

    Raises:
        InputError: If there is no such document.
    """
    for folder in (settings.output / name, Path(name)):
        if (folder / "report.json").is_file():
            return folder
    raise InputError(
        f"no document {name!r} in {settings.output}", hint="See what is there: digitize documents (or name --output)"
    )


def export_again(name: str, formats: tuple[str, ...], shop: Workshop) -> Delivery:
    """Writes a document's files in some formats again from its stored transcription, and brings its report up to date.

    Raises:
        InputError: If there is no such document, or its transcription cannot be read.
    """
    folder = document_folder(name, shop.settings)
    report = load_report(name, shop.settings)
    path = folder / "transcription.json"
    try:
        stored = read_transcription(path.read_bytes(), str(path))
    except OSError as error:
        raise InputError(
            f"the transcription cannot be read: {error.strerror}", where=str(path), hint="Run the document again"
        ) from None
    document = Document(
        folder.resolve().name,
        tuple(SourceFile(**source) for source in report["sources"]),
        stored.reference,
        tuple(decode_record({**page, "image": page}) for page in report["pages"]),
        stored.transcription,
        tuple(Tool(**tool) for tool in report["provenance"]["tools"]),
        stored.languages,
    )
    if shop.output.root.resolve() != folder.resolve().parent:
        raise ExportError(
            "the document is not in the output folder", where=str(folder), hint=f"Add --output {folder.parent}"
        )
    with shop.output.locked(document.id):
        delivery = write_exports(document, formats, shop)
        outputs = {**report["outputs"], **delivery.outputs}
        FolderSink(folder).write("report.json", encode_report(document, report["provenance"]["settings"], outputs))
    return delivery
