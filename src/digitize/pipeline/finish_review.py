"""Makes of persons' decisions a reviewed text, puts it in force, and writes the document's files from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from digitize.errors import InputError, StaleWriteError
from digitize.export.renew import excerpt_of
from digitize.export.report_json import encode_report, renew_report
from digitize.export.transcription_json import StoredTranscription
from digitize.ingest import printable
from digitize.model.clock import Clock, now
from digitize.model.decided import Draft
from digitize.model.decision import Decision, DecisionKind, in_force, no_longer_fit, origins
from digitize.model.document import Document
from digitize.model.transcription import Origin, TranscribedPage, Transcription
from digitize.pipeline.alignments import lay_anew
from digitize.pipeline.carry import PROGRAM
from digitize.pipeline.decided_text import READ_AGAIN, DecidedText, text_in_force
from digitize.pipeline.edited_pages import EditedPages
from digitize.pipeline.exports import Delivery, all_formats, outputs_now, warnings_now, write_exports
from digitize.pipeline.finish_pages import keep_renewed, plan_renewal, write_renewed
from digitize.pipeline.kept_facts import keep_facts
from digitize.pipeline.library import document_with, folder_in_output, load_report
from digitize.pipeline.sealing import sealed_after
from digitize.pipeline.settled import settled
from digitize.pipeline.upgrade import bring_up_to_date
from digitize.pipeline.version_list import in_force_id, line_of
from digitize.pipeline.versions import is_same_text, keep_transcription, read_in_force, read_version
from digitize.pipeline.workshop import Workshop
from digitize.store.decision_log import DecisionLog, append_decisions, read_decisions
from digitize.store.output import FolderSink
from digitize.store.page_lines import PageLines
from digitize.store.versions import IN_FORCE, version_path


@dataclass(frozen=True, slots=True)
class Review:
    """What became of a review that was ended.

    Args:
        transcription: Id of the version in force.
        is_new: Whether it was made now; it was not, when the decisions change nothing.
        delivery: The files that were written.
        unfit: Decisions that did not fit the text any more, and are not in it.
    """

    transcription: str
    is_new: bool
    delivery: Delivery
    unfit: tuple[Decision, ...]


def finish_review(name: str, parent_id: str, shop: Workshop, clock: Clock = now, *, lays_anew: bool = True) -> Review:
    """Makes a reviewed text of the decisions, puts it in force and writes every file of the document.

    Args:
        name: The document's id, or its folder.
        parent_id: The transcription that the person has in front of them: the one in force.
        shop: What the run works with.
        clock: Tells the time.
        lays_anew: Whether reference texts are laid on the new text at once, which takes long in a long document; else
            :func:`~digitize.pipeline.alignments.lay_again` is to be called after it.

    Raises:
        StaleWriteError: If another transcription is in force meanwhile.
        InputError: If there is no such document, or it cannot be read.
        EnvironmentFault: If a file cannot be written.
    """
    folder = folder_in_output(name, shop.settings)
    with shop.output.locked(folder.name), sealed_after(folder):
        bring_up_to_date(folder)
        text = text_in_force(folder)
        if text.version != parent_id:
            raise StaleWriteError(
                f"{text.version} is newer than {printable(parent_id)}, which was reviewed",
                where=folder.name,
                hint=READ_AGAIN,
            )
        report = load_report(str(folder), shop.settings)
        review = _finish_by_pages(text, report, shop, clock) or _finish_whole(text, report, shop, clock)
        if not review.delivery.outputs or not lays_anew:
            return review
        _, unlaid = lay_anew(folder, shop)
        return replace(review, delivery=replace(review.delivery, errors=(*review.delivery.errors, *unlaid)))


def _finish_by_pages(text: DecidedText, report: dict[str, Any], shop: Workshop, clock: Clock) -> Review | None:
    """Ends a review by the pages that have changed; ``None`` when the files that are there are not those of the text in force."""
    folder = text.folder
    try:
        lines = PageLines(folder / IN_FORCE)
    except (OSError, ValueError):
        return None
    with lines:
        log = read_decisions(folder)
        planned = plan_renewal(text, report, log.entries, lines, shop)
        if planned is None:
            return None
        edited = planned if isinstance(planned, EditedPages) else planned.edited
        log = _with_unfit(log, text, edited.unfit, clock)
        unfit = tuple(decision for decision, _ in edited.unfit)
        if isinstance(planned, EditedPages):
            return Review(text.version, is_new=False, delivery=Delivery({}, ()), unfit=unfit)
        renewal = keep_renewed(planned, text, log.sequence, lines)
    version_id = renewal.document.transcription.id
    digests = write_renewed(renewal, folder, shop)
    if digests is None:
        stored = read_version(folder, version_id)
        document = document_with(folder, report, stored, printable(str(version_path(folder, version_id))))
        return _written(document, text, report, shop, unfit, is_new=True)
    outputs = {**report["outputs"], **digests}
    keep_facts(renewal.document, outputs[IN_FORCE], renewal.excerpt.facts, shop.output)
    delivery = Delivery(dict(sorted(outputs.items())), ())
    changed = excerpt_of(renewal.excerpt.now, renewal.edited.pages.keys(), last=False)
    no_longer = _no_longer(text, report, log)
    warnings = warnings_now(report, delivery)
    lying = (folder / "report.json").read_bytes()
    told = renew_report(lying, changed, outputs, no_longer, warnings)
    FolderSink(folder).write("report.json", told)
    return Review(version_id, is_new=True, delivery=delivery, unfit=unfit)


def _finish_whole(text: DecidedText, report: dict[str, Any], shop: Workshop, clock: Clock) -> Review:
    """Ends a review by all pages, and writes every file anew."""
    folder, parent_id = text.folder, text.version
    stored, unfit = _reviewed(text, report, clock)
    is_new = not is_same_text(stored.transcription.pages, read_version(folder, parent_id).transcription.pages)
    if not is_new and in_force_id(folder) == report["transcription"] == parent_id:
        return Review(parent_id, is_new=False, delivery=Delivery({}, ()), unfit=unfit)
    if not is_new:  # ended before, but interrupted before its files were written
        stored = replace(stored, transcription=read_version(folder, parent_id).transcription)
    document = document_with(folder, report, stored, printable(str(version_path(folder, text.root))))
    if is_new:
        document = keep_transcription(document, folder)
    return _written(document, text, report, shop, unfit, is_new=is_new)


def _written(
    document: Document,
    text: DecidedText,
    report: dict[str, Any],
    shop: Workshop,
    unfit: tuple[Decision, ...],
    *,
    is_new: bool,
) -> Review:
    """Writes every file of a document with its new text."""
    folder = text.folder
    delivery = write_exports(document, all_formats(document.id, report["outputs"]), shop, _told_by(folder, report))
    outputs = outputs_now(report, delivery)
    reading = report.get("last_reading", text.root)
    no_longer = _no_longer(text, report, read_decisions(folder))
    warnings = warnings_now(report, delivery)
    told = encode_report(document, report["provenance"]["settings"], outputs, reading, no_longer, warnings)
    FolderSink(folder).write("report.json", told)
    return Review(document.transcription.id, is_new, delivery, unfit)


def _no_longer(text: DecidedText, report: dict[str, Any], log: DecisionLog) -> int:
    """How many decisions do not fit what engines read last."""
    reading = report.get("last_reading", text.root)
    return len(no_longer_fit(log.entries, line_of(text.folder, reading)))


def _with_unfit(
    log: DecisionLog, text: DecidedText, unfit: Sequence[tuple[Decision, str]], clock: Clock
) -> DecisionLog:
    """Takes down which decisions did not fit, and why."""
    origin = origins(log.entries)
    entries = [
        Decision(number, DecisionKind.UNFIT, PROGRAM, clock(), text.root, of=origin[decision.sequence], reason=reason)
        for number, (decision, reason) in enumerate(unfit, log.sequence + 1)
    ]
    return append_decisions(text.folder, log, entries)


def _told_by(folder: Path, report: dict[str, Any]) -> Transcription | None:
    """The text that the document's files tell now; ``None`` when it cannot be read."""
    try:
        return read_version(folder, str(report["transcription"])).transcription
    except InputError:
        return None


def _reviewed(
    text: DecidedText, report: dict[str, Any], clock: Clock
) -> tuple[StoredTranscription, tuple[Decision, ...]]:
    """The text after all decisions in force, not kept yet, and the decisions that did not fit, which is taken down."""
    log = read_decisions(text.folder)
    read = read_version(text.folder, text.root)
    draft = Draft(read.transcription.pages, text.root)
    unfit: list[tuple[Decision, str]] = []
    decisions = in_force(log.entries, text.line)
    for decision in decisions:
        reason = draft.apply(decision)
        if reason is not None:
            unfit.append((decision, reason))
    log = _with_unfit(log, text, unfit, clock)
    pages: Sequence[TranscribedPage] = draft.pages()
    if decisions or text.version != text.root:
        pages = settled(pages, report["provenance"]["settings"])
    transcription = Transcription("reviewed", Origin.REVIEWED, text.version, pages, log.sequence)
    try:
        reference = read_in_force(text.folder).reference
    except InputError:
        reference = read.reference
    return replace(read, transcription=transcription, reference=reference), tuple(decision for decision, _ in unfit)
