"""From the pages of a document to its files: repairs, transcription, exports, report."""

from __future__ import annotations

import json
import logging
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from digitize import __version__
from digitize.errors import DigitizeError, EnvironmentFault, ExportError, InternalError, MissingDependencyError
from digitize.export import EXPORTERS
from digitize.export.report_json import encode_report
from digitize.export.transcription_json import encode_reference
from digitize.model.document import Choice, Document, PageRecord, Tool
from digitize.model.transcription import Origin, Transcription
from digitize.pipeline.intake import DocumentPlan
from digitize.pipeline.keys import DELIVER_VERSION, step_key
from digitize.pipeline.page import PageOutcome
from digitize.pipeline.repairs import repaired_pages, with_orthography
from digitize.pipeline.workshop import Tally, Workshop
from digitize.store.files import sha256_of
from digitize.store.output import FolderSink, OutputFolder

_log = logging.getLogger("digitize.deliver")

_SLOW = frozenset({"pdf"})
"""Formats to begin with, so that the others are written beside them."""

LAYOUT_FOLDER = "layout"
"""Where pictures of the layout are drawn on demand, in a document's folder."""

_LIBRARIES = ("lxml", "ocrmypdf", "opencv-python-headless", "pdf2image", "pikepdf", "pillow", "pytesseract")


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was written.

    Args:
        outputs: SHA-256 of every file, by its path in the document's folder.
        errors: Formats that could not be written.
    """

    outputs: dict[str, str]
    errors: tuple[DigitizeError, ...]


class KeptMaterials:
    """The images that a document was made from, where the output folder keeps them."""

    def __init__(self, root: Path, document: Document) -> None:
        self._output = OutputFolder(root)
        self._folder = self._output.folder(document.id)
        self._paths = {page.image.page_number: page.image.image_path for page in document.pages}

    def original(self, sha256: str) -> Path:
        """The kept copy of a source file."""
        return self._output.original(sha256)

    def image(self, page_number: int) -> Path | None:
        """The canonical page image where the document keeps one."""
        path = self._paths.get(page_number)
        return self._folder / path if path else None


def build_document(plan: DocumentPlan, outcomes: tuple[PageOutcome, ...], shop: Workshop) -> Document:
    """The document with what spans its pages: its orthography, and the repairs."""
    pages, orthographies = with_orthography(tuple(outcome.page for outcome in outcomes))
    pages = repaired_pages(pages, shop.settings)
    weights: dict[str, int] = {}  # words of the pages that a model was the first choice for
    for outcome in outcomes:
        for rank, code in enumerate(outcome.languages):
            weights[code] = weights.get(code, 0) + (0 if rank else sum(1 for _ in outcome.page.words))
    return Document(
        plan.id,
        plan.sources,
        plan.reference,
        tuple(_with_choice(outcome.record, told) for outcome, told in zip(outcomes, orthographies, strict=True)),
        Transcription("ocr-1", Origin.OCR, None, pages),
        tools(shop),
        tuple(sorted(weights, key=lambda code: -weights[code])),
    )


def _with_choice(record: PageRecord, choice: Choice | None) -> PageRecord:
    return record if choice is None else replace(record, choices=(*record.choices, choice))


def tools(shop: Workshop) -> tuple[Tool, ...]:
    """Programs and libraries that had a hand in the result, in order of name."""
    name, _, number = shop.engine_version.partition(" ")
    found = [Tool("digitize", __version__), Tool(name, number)]
    found += [Tool(library, version(library)) for library in _LIBRARIES]
    if shop.engines.facts is not None:
        found += [Tool("own", shop.engines.facts.version), Tool("onnxruntime", version("onnxruntime"))]
    return tuple(sorted(found, key=lambda tool: tool.name))


def deliver(plan: DocumentPlan, outcomes: tuple[PageOutcome, ...], shop: Workshop, tally: Tally) -> Delivery:
    """Writes every file of the document, unless all of them are there from the same pages already.

    Raises:
        EnvironmentFault: If the output cannot be written.
    """
    key = _delivery_key(plan, outcomes, shop)
    folder = shop.output.folder(plan.id)
    there = _already_there(key, folder, shop)
    if there is not None:
        return Delivery(there, ())
    before = outputs_told(folder)
    with tally.timed("assemble"):
        document = build_document(plan, outcomes, shop)
    with tally.timed("export"):
        delivery = write_exports(document, tuple(EXPORTERS), shop)
    sink = FolderSink(folder)
    sink.write("report.json", encode_report(document, _settings_told(shop), delivery.outputs))
    outputs = {**delivery.outputs, **sink.digests}
    _remove_outdated(folder, before - outputs.keys())
    _remove_pictures(folder)
    if not delivery.errors:
        shop.output.cache(key, json.dumps(outputs, sort_keys=True).encode())
    return Delivery(outputs, delivery.errors)


def _settings_told(shop: Workshop) -> dict[str, str | bool]:
    """The settings that the result depends on."""
    settings = shop.settings
    return {
        "engine": str(settings.engine),
        "languages": settings.languages,
        "modernise": settings.modernise,
        "no_repair": settings.no_repair,
        "profile": str(settings.profile),
        "split_spreads": str(settings.split_spreads),
    }


def write_exports(document: Document, formats: tuple[str, ...], shop: Workshop) -> Delivery:
    """Writes a document in some formats, each in a worker: exporters open the source files again.

    A format that fails is named and does not stop the others.

    Raises:
        EnvironmentFault: If a file cannot be written.
        MissingDependencyError: If a program is missing.
    """

    def write(name: str) -> dict[str, str] | ExportError:
        try:
            return shop.pool.run(shop.settings.page_timeout_s, _export, document, name, shop.settings.output)
        except (EnvironmentFault, MissingDependencyError):
            raise
        except DigitizeError as error:
            return _named(error, document.id, name)

    outputs: dict[str, str] = {}
    errors: list[DigitizeError] = []
    in_order = sorted(formats, key=lambda name: (name not in _SLOW, name))
    with ThreadPoolExecutor(shop.pool.workers) as threads:
        for answer in threads.map(write, in_order):
            if isinstance(answer, ExportError):
                errors.append(answer)
            else:
                outputs.update(answer)
    for record in document.pages:
        path = record.image.image_path
        if path is not None:
            outputs[path] = sha256_of(shop.output.folder(document.id) / path)
    return Delivery(dict(sorted(outputs.items())), tuple(errors))


def _named(error: DigitizeError, document_id: str, name: str) -> ExportError:
    """The failure of one format, with its place."""
    if isinstance(error, InternalError):
        _log.info("%s", error.detail)
    where = f"{document_id}, format {name}"
    if error.where and error.where != document_id:
        where = f"{where}: {error.where}"
    return ExportError(error.message, where=where, hint=error.hint)


def _export(document: Document, name: str, root: Path) -> dict[str, str]:
    """Runs one exporter; in a worker."""
    sink = FolderSink(root / document.id)
    EXPORTERS[name](document, KeptMaterials(root, document), sink)
    return sink.digests


def _delivery_key(plan: DocumentPlan, outcomes: tuple[PageOutcome, ...], shop: Workshop) -> str:
    return step_key(
        "deliver",
        DELIVER_VERSION,
        document=plan.id,
        sources=[source.sha256 for source in plan.sources],
        reference=encode_reference(plan.reference),
        pages=[outcome.key for outcome in outcomes],
        tools=[(tool.name, tool.version) for tool in tools(shop)],
        clock=os.environ.get("SOURCE_DATE_EPOCH"),
        settings=_settings_told(shop),
    )


def _already_there(key: str, folder: Path, shop: Workshop) -> dict[str, str] | None:
    stored = shop.output.cached(key)
    if stored is None:
        return None
    try:
        outputs = {str(path): str(digest) for path, digest in json.loads(stored).items()}
    except (ValueError, AttributeError):
        return None
    whole = all((folder / path).is_file() and sha256_of(folder / path) == digest for path, digest in outputs.items())
    return outputs if whole else None


def outputs_told(folder: Path) -> frozenset[str]:
    """Paths of the files that a document's report tells of; none when there is no report that can be read."""
    try:
        return frozenset(map(str, json.loads((folder / "report.json").read_bytes())["outputs"]))
    except (OSError, ValueError, TypeError, KeyError):
        return frozenset()


def _remove_outdated(folder: Path, paths: frozenset[str]) -> None:
    """Removes files of an earlier delivery that this one does not have: of pages left out now, of formats that fail."""
    for path in sorted(paths - {"report.json"}):
        target = folder / path
        # A report is a file like any other: it may tell of anything.
        if target.is_file() and target.resolve().is_relative_to(folder.resolve()):
            target.unlink()
            if target.parent != folder and not any(target.parent.iterdir()):
                target.parent.rmdir()


def _remove_pictures(folder: Path) -> None:
    """Removes drawings of an earlier layout: they would show what is no longer so."""
    for path in (folder / LAYOUT_FOLDER).glob("[0-9][0-9][0-9][0-9]*.png"):
        path.unlink(missing_ok=True)
