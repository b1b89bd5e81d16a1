"""Reference texts of stored documents: laid on them, kept with them, and laid anew when another version is in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digitize.errors import DigitizeError, EngineError, EnvironmentFault, InputError, LimitError, MissingDependencyError
from digitize.export.alignment_json import FILE, read_alignment_head
from digitize.ingest import printable
from digitize.ingest.texts import ReferenceText
from digitize.model.document import Document
from digitize.model.rules import NONE
from digitize.pipeline.comparing import ComparisonPlan, equivalent_kinds, plan_comparison
from digitize.pipeline.laying import PAGE, Laid, LayJob, inputs_digest, lay_text, printable_name
from digitize.pipeline.library import folder_in_output, load_document
from digitize.pipeline.reference_texts import read_reference
from digitize.pipeline.sealing import sealed_after
from digitize.pipeline.upgrade import bring_up_to_date
from digitize.pipeline.workshop import Workshop
from digitize.store.reference_file import KeptReference, read_kept_reference
from digitize.store.versions import alignment_folder, alignment_ids, version_path


def align_reference(name: str, path: Path, shop: Workshop, called: str | None = None) -> Laid:
    """Lays a text on a stored document, and keeps it with the document.

    Args:
        name: The document's id, or its folder.
        path: The file that holds the text.
        shop: What the run works with.
        called: What to call the text; by default the stem of the file's name.

    Raises:
        InputError: If there is no such document, the text cannot be read, or is another work; nothing is written then.
        UsageError: If the document is not in the output folder, or the setting ``equal`` names no kind.
        EnvironmentFault: If a file cannot be written.
    """
    equivalent_kinds(shop.settings.equal)
    folder = folder_in_output(name, shop.settings)
    text = read_reference(path, shop)
    with shop.output.locked(folder.name), sealed_after(folder):
        bring_up_to_date(folder)
        return _lay(folder, _to_keep(text, folder.name), called or printable_name(path), shop)


def lay_references(
    document_id: str, paths: Sequence[Path], shop: Workshop
) -> tuple[tuple[Laid, ...], tuple[DigitizeError, ...]]:
    """Lays texts on a document that has just been delivered; and anew those that lay on another version of its text.

    The caller holds the document's lock. A text that fails does not stop the others.

    Args:
        document_id: The document's id.
        paths: Files of texts that were brought along.
        shop: What the run works with.

    Returns:
        What lies on it now, and what failed.

    Raises:
        EnvironmentFault: If a file cannot be written.
    """
    folder = shop.output.folder(document_id)
    laid: list[Laid] = []
    errors: list[DigitizeError] = []
    for path in paths:
        with _named(printable(str(path)), errors):
            laid += _lay_if_new(folder, read_reference(path, shop), printable_name(path), shop)
    anew, failed = lay_anew(folder, shop)
    return (*laid, *anew), (*errors, *failed)


def lay_again(name: str, shop: Workshop) -> tuple[tuple[Laid, ...], tuple[DigitizeError, ...]]:
    """Lays the kept texts of a document anew, where they lie on another version than the one in force.

    Args:
        name: The document's id, or its folder.
        shop: What the run works with.

    Returns:
        What was laid, and what failed.

    Raises:
        InputError: If there is no such document.
        EnvironmentFault: If a file cannot be written.
    """
    folder = folder_in_output(name, shop.settings)
    with shop.output.locked(folder.name), sealed_after(folder):
        bring_up_to_date(folder)
        return lay_anew(folder, shop)


def lay_anew(folder: Path, shop: Workshop) -> tuple[tuple[Laid, ...], tuple[DigitizeError, ...]]:
    """Lays the kept texts of a document anew, where they lie on another version than the one in force.

    The caller holds the document's lock. A text that fails does not stop the others.

    Args:
        folder: The document's folder.
        shop: What the run works with.

    Returns:
        What was laid, and what failed.

    Raises:
        EnvironmentFault: If a file cannot be written.
    """
    laid: list[Laid] = []
    errors: list[DigitizeError] = []
    kept = alignment_ids(folder)
    document = load_document(str(folder), shop.settings)[1] if kept else None
    for reference_id in kept:
        head = read_alignment_head(alignment_folder(folder, reference_id) / FILE)
        if document is None or (head is not None and head.get("transcription") == document.transcription.id):
            continue
        with _named(f"{folder.name}@{reference_id}", errors):
            reference = read_kept_reference(version_path(folder, reference_id))
            laid.append(_lay(folder, reference, None, shop, taken_for_equal(head)))
    return tuple(laid), tuple(errors)


@contextmanager
def _named(where: str, errors: list[DigitizeError]) -> Iterator[None]:
    """Collects what fails with one text, with its place; what fails with all of them is raised."""
    try:
        yield
    except (EnvironmentFault, MissingDependencyError):
        raise
    except DigitizeError as error:
        errors.append(error.at(where))


def _lay_if_new(folder: Path, text: ReferenceText, name: str, shop: Workshop) -> list[Laid]:
    """Lays a text, unless it lies there already as it would now."""
    kept = alignment_ids(folder)
    if kept:
        _, document = load_document(str(folder), shop.settings)
        wanted = inputs_digest(document, text.source.sha256, _plan(document, text.language, shop))
        for reference_id in kept:
            place = alignment_folder(folder, reference_id)
            head = read_alignment_head(place / FILE)
            if head is not None and head.get("inputs_sha256") == wanted and (place / PAGE).is_file():
                return []
    return [_lay(folder, _to_keep(text, folder.name), name, shop)]


def taken_for_equal(head: dict[str, Any] | None) -> str | None:
    """What was taken for equal when a text was laid before: it still is. ``None`` where it never was laid.

    Args:
        head: Of its ``alignment.json``.
    """
    try:
        return "+".join(head["comparison"]["equivalent"]) or NONE if head else None
    except (KeyError, TypeError):
        return None


def _plan(document: Document, language: str | None, shop: Workshop, equal: str | None = None) -> ComparisonPlan:
    return plan_comparison([*document.languages, *filter(None, [language])], shop, equal)


def _lay(folder: Path, reference: KeptReference, name: str | None, shop: Workshop, equal: str | None = None) -> Laid:
    _, document = load_document(str(folder), shop.settings)
    plan = _plan(document, reference.language, shop, equal)
    job = LayJob(folder, document, reference, name, plan, shop.settings.max_pixels)
    try:
        return shop.pool.run(shop.settings.page_timeout_s, lay_text, job)
    except (EngineError, LimitError) as error:
        hint = "Align a part of the text, or allow more: DIGITIZE_MEMORY_MIB, DIGITIZE_PAGE_TIMEOUT_S"
        raise InputError(error.message, where=reference.source_name, hint=hint) from None


def _to_keep(text: ReferenceText, document_id: str) -> KeptReference:
    return KeptReference(
        document_id=document_id,
        witness=text.witness,
        created=datetime.now(UTC),
        source_name=text.source.name,
        source_sha256=text.source.sha256,
        source_bytes=text.source.size_bytes,
        format=text.format.value,
        encoding=text.encoding,
        language=text.language,
        notices=text.notices,
    )
