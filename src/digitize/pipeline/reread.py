"""A stored document digitised again from the kept copies of its originals: they may be gone from where they were dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from digitize.errors import InputError
from digitize.ingest import collect, printable
from digitize.model.page import SourceFile
from digitize.model.profile import Splitting
from digitize.pipeline.intake import DocumentPlan, identify_confined, joined_digest, pages_of, selected_pages
from digitize.pipeline.library import folder_in_output, load_report, stored_document
from digitize.pipeline.own_text import refuse_own_text
from digitize.pipeline.run import DocumentResult, digitise_planned
from digitize.pipeline.upgrade import bring_up_to_date
from digitize.pipeline.workshop import Tally, Workshop
from digitize.settings import Settings, load_settings
from digitize.store.files import sha256_of

KEPT_SETTINGS = ("engine", "languages", "modernise", "no_repair", "profile", "split_spreads", "text_layer")
"""What a report tells of the settings that a document was made with."""

ALL_PAGES = "all"
"""As a selection: every page of the originals, also those that were left out before."""


def settings_again(name: str, settings: Settings, changed: Mapping[str, object]) -> Settings:
    """The settings for digitising a document again: those it was made with, but for those that are to be others.

    Args:
        name: The document's id, or its folder.
        settings: Say where the output folder is, and how many processes may work.
        changed: Settings by name; ``None`` is as before.

    Raises:
        InputError: If there is no such document, or its report is damaged.
        UsageError: If a value is not valid.
    """
    stored = load_report(name, settings)["provenance"]["settings"]
    before = {key: stored[key] for key in KEPT_SETTINGS if key in stored}
    asked = {key: value for key, value in changed.items() if value is not None}
    return load_settings(output=settings.output, jobs=settings.jobs, **{**before, **asked})


def digitise_again(name: str, shop: Workshop, selection: str | None = None) -> DocumentResult:
    """Digitises a stored document again, with the settings of the workshop.

    What is read now becomes a version of its own when it differs; those before are kept, and so are decisions. Of a
    reviewed document the reviewed text stays in force.

    Args:
        name: The document's id, or its folder.
        shop: What the run works with.
        selection: Pages to do, such as ``1-3,7``; ``None`` for those that it has, ``all`` for every page.

    Raises:
        InputError: If there is no such document.
        MissingDependencyError: If a program or language is missing.
        EnvironmentFault: If the output cannot be written.
        UsageError: If ``selection`` is no list of pages, or the document is not in the output folder.
    """
    document_id = folder_in_output(name, shop.settings).name

    def planned(tally: Tally) -> DocumentPlan:
        return plan_again(document_id, shop, tally, selection)

    return digitise_planned(printable(document_id), planned, shop)


def plan_again(name: str, shop: Workshop, tally: Tally, selection: str | None = None) -> DocumentPlan:
    """Takes a stored document in again.

    Args:
        name: The document's id, or its folder.
        shop: What the run works with.
        tally: Of the work on this document.
        selection: As for :func:`digitise_again`.

    Raises:
        InputError: If there is no such document, a kept copy is lost or damaged, or none of the selected pages exists.
        UsageError: If the selection is no list of pages, or the document is not in the output folder.
        EnvironmentFault: If the document cannot be brought up to date.
    """
    folder = folder_in_output(name, shop.settings)
    with shop.output.locked(folder.name):
        bring_up_to_date(folder)
        report = load_report(folder.name, shop.settings)
        document = stored_document(folder, report, packed=True)
    taken = [_kept(source, shop, alone=len(document.sources) == 1) for source in document.sources]
    sources = tuple(source for source, _ in taken)
    wanted = None if selection == ALL_PAGES else selection or _pages_before(report, shop.settings)
    pages = pages_of(taken, shop, tally, wanted)
    chosen = selected_pages(pages, wanted, printable(folder.name))
    refuse_own_text([(page.source, page.frame) for page in chosen if page.fault is None], shop)
    return DocumentPlan(
        folder.name, joined_digest([source.sha256 for source in sources]), sources, document.reference, chosen
    )


def content_at(source: Path) -> str | None:
    """The digest by which a document is known, of a file or of a folder that is one document; ``None`` when it cannot be told.

    Args:
        source: The file or folder; nothing of it is decoded.
    """
    try:
        if source.is_file():
            return sha256_of(source)
        found = collect([source], as_document=True).candidates
        digests = [sha256_of(path) for path in found[0].files] if len(found) == 1 else []
    except OSError:
        return None
    return joined_digest(digests) if digests else None


def document_with(content: str, shop: Workshop) -> str | None:
    """The id of the document that was made of some content; ``None`` when none is there."""
    document_id = shop.output.all_contents().get(content)
    return document_id if document_id and (shop.output.folder(document_id) / "report.json").is_file() else None


def _pages_before(report: dict[str, Any], settings: Settings) -> str | None:
    """The pages that the document has, as a selection; all where a spread may now be one page or two."""
    if report["provenance"]["settings"].get("split_spreads", Splitting.AUTO) != settings.split_spreads:
        return None
    return ",".join(str(page["page_number"]) for page in report["pages"])


def _kept(source: SourceFile, shop: Workshop, *, alone: bool) -> tuple[SourceFile, InputError | None]:
    """The kept copy of a source file, checked, under the name that the file had."""
    path = shop.output.original(source.sha256)
    hint = "Digitise the scan itself: digitize run"
    if not path.is_file():
        raise InputError(f"the kept copy of {printable(source.name)} is lost", where=printable(str(path)), hint=hint)
    try:
        found = identify_confined(path, shop)
    except InputError as error:
        told = type(error)(error.message, where=printable(source.name), hint=error.hint)
        if alone:
            raise told from None
        return source, told
    if found.sha256 != source.sha256:
        raise InputError(f"the kept copy of {printable(source.name)} is damaged", where=printable(str(path)), hint=hint)
    return replace(found, name=source.name), None
