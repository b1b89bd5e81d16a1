"""From the pages of a document to its files: repairs, transcription, exports, report."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from digitize import __version__
from digitize.export.report_json import encode_report
from digitize.export.transcription_json import encode_reference
from digitize.model.document import Choice, Document, PageRecord, Tool
from digitize.model.packed_pages import PackedPages
from digitize.model.profile import PdfKind
from digitize.model.transcription import Origin, Transcription
from digitize.pipeline.carry import carry_decisions
from digitize.pipeline.exports import Delivery, all_formats, warnings_now, write_exports
from digitize.pipeline.intake import DocumentPlan
from digitize.pipeline.keys import DELIVER_VERSION, step_key
from digitize.pipeline.page import PageOutcome
from digitize.pipeline.repairs import repaired_pages, with_orthography
from digitize.pipeline.review_state import review_state
from digitize.pipeline.reviewed import deliver_reviewed
from digitize.pipeline.upgrade import bring_up_to_date
from digitize.pipeline.version_list import newest_reviewed
from digitize.pipeline.versions import keep_transcription
from digitize.pipeline.workshop import Tally, Workshop
from digitize.store.files import sha256_of
from digitize.store.output import FolderSink

LAYOUT_FOLDER = "layout"
"""Where pictures of the layout are drawn on demand, in a document's folder."""

_LIBRARIES = ("lxml", "ocrmypdf", "opencv-python-headless", "pdf2image", "pikepdf", "pillow", "pytesseract")


def build_document(plan: DocumentPlan, outcomes: tuple[PageOutcome, ...], shop: Workshop) -> Document:
    """The document with what spans its pages: its orthography, and the repairs."""
    pages, orthographies = with_orthography(PackedPages(outcome.packed for outcome in outcomes))
    pages = repaired_pages(pages, shop.settings)
    weights: dict[str, int] = {}  # words of the pages that a model was the first choice for
    for outcome in outcomes:
        for rank, code in enumerate(outcome.languages):
            weights[code] = weights.get(code, 0) + (0 if rank else outcome.packed.words)
    return Document(
        plan.id,
        plan.sources,
        plan.reference,
        tuple(_with_choice(outcome.record, told) for outcome, told in zip(outcomes, orthographies, strict=True)),
        Transcription("ocr-1", Origin.OCR, None, pages),
        tools(shop),
        tuple(sorted(weights, key=lambda code: -weights[code])),
        shop.settings.text_layer,
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
    """Keeps what was read as a version of the text, and writes every file of the document, unless all are there already.

    A reviewed document keeps the text that was reviewed; only what was read now is kept beside it.

    Raises:
        InputError: If a file of the document is of a newer version, or of a reviewed one cannot be read.
        EnvironmentFault: If the output cannot be written.
    """
    key = _delivery_key(plan, outcomes, shop)
    folder = shop.output.folder(plan.id)
    bring_up_to_date(folder)
    there = _already_there(key, folder, shop)
    if there is not None:
        return Delivery(there, (), len(review_state(folder).unfit), warnings_told(folder), as_before=True)
    before = outputs_told(folder)
    with tally.timed("assemble"):
        document = keep_transcription(build_document(plan, outcomes, shop), folder)
    unfit = carry_decisions(document.transcription, folder)
    reviewed = newest_reviewed(folder)
    if reviewed is not None:
        with tally.timed("export"):
            return deliver_reviewed(document, reviewed, _settings_told(shop), unfit, shop)
    with tally.timed("export"):
        facing = shop.settings.pdf is PdfKind.FACING
        delivery = write_exports(document, all_formats(document.id, before, facing=facing), shop)
    sink = FolderSink(folder)
    told = encode_report(document, _settings_told(shop), delivery.outputs, None, unfit, delivery.warnings)
    sink.write("report.json", told)
    outputs = {**delivery.outputs, **sink.digests}
    _remove_outdated(folder, before - outputs.keys())
    _remove_pictures(folder)
    if not delivery.errors:
        shop.output.cache(key, json.dumps(outputs, sort_keys=True).encode())
    return Delivery(outputs, delivery.errors, unfit, delivery.warnings)


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
        "text_layer": str(settings.text_layer),
    }


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
        pdf=shop.settings.pdf,
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


def warnings_told(folder: Path) -> dict[str, tuple[str, ...]]:
    """What a document's report tells of its files; nothing when there is no report that can be read."""
    try:
        return warnings_now(json.loads((folder / "report.json").read_bytes()), Delivery({}, ()))
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


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
