"""Makes of persons' decisions a reviewed text, puts it in force, and writes the document's files from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from digitize.errors import InputError, StaleWriteError
from digitize.export.report_json import encode_report
from digitize.export.transcription_json import StoredTranscription
from digitize.ingest import printable
from digitize.model.clock import Clock, now
from digitize.model.decided import Draft
from digitize.model.decision import Decision, DecisionKind, in_force, no_longer_fit, origins
from digitize.model.rules import NONE, RepairRule, rules_named
from digitize.model.transcription import Origin, TranscribedPage, Transcription
from digitize.pipeline.alignments import lay_anew
from digitize.pipeline.carry import PROGRAM
from digitize.pipeline.decided_text import READ_AGAIN, DecidedText, text_in_force
from digitize.pipeline.exports import Delivery, all_formats, warnings_now, write_exports
from digitize.pipeline.library import document_with, folder_in_output, load_report
from digitize.pipeline.upgrade import bring_up_to_date
from digitize.pipeline.version_list import in_force_id, line_of
from digitize.pipeline.versions import is_same_text, keep_transcription, read_in_force, read_version
from digitize.pipeline.workshop import Workshop
from digitize.repair.hyphens import join_hyphens
from digitize.repair.letterspacing import close_letterspacing
from digitize.repair.modernise import keep_spelling, modernise
from digitize.store.decision_log import append_decisions, read_decisions
from digitize.store.output import FolderSink
from digitize.store.versions import version_path


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


def finish_review(name: str, parent_id: str, shop: Workshop, clock: Clock = now) -> Review:
    """Makes a reviewed text of the decisions, puts it in force and writes every file of the document.

    Args:
        name: The document's id, or its folder.
        parent_id: The transcription that the person has in front of them: the one in force.
        shop: What the run works with.
        clock: Tells the time.

    Raises:
        StaleWriteError: If another transcription is in force meanwhile.
        InputError: If there is no such document, or it cannot be read.
        EnvironmentFault: If a file cannot be written.
    """
    folder = folder_in_output(name, shop.settings)
    with shop.output.locked(folder.name):
        bring_up_to_date(folder)
        text = text_in_force(folder)
        if text.version != parent_id:
            raise StaleWriteError(
                f"{text.version} is newer than {printable(parent_id)}, which was reviewed",
                where=folder.name,
                hint=READ_AGAIN,
            )
        report = load_report(str(folder), shop.settings)
        stored, unfit = _reviewed(text, report, clock)
        is_new = not is_same_text(stored.transcription.pages, read_version(folder, parent_id).transcription.pages)
        if not is_new and in_force_id(folder) == parent_id:
            return Review(parent_id, is_new=False, delivery=Delivery({}, ()), unfit=unfit)
        if not is_new:  # ended before, but interrupted before its files were written
            stored = replace(stored, transcription=read_version(folder, parent_id).transcription)
        document = document_with(folder, report, stored, printable(str(version_path(folder, text.root))))
        if is_new:
            document = keep_transcription(document, folder)
        delivery = write_exports(document, all_formats(document.id, report["outputs"]), shop, _told_by(folder, report))
        outputs = {**report["outputs"], **delivery.outputs}
        reading = report.get("last_reading", text.root)
        no_longer = len(no_longer_fit(read_decisions(folder).entries, line_of(folder, reading)))
        warnings = warnings_now(report, delivery)
        told = encode_report(document, report["provenance"]["settings"], outputs, reading, no_longer, warnings)
        FolderSink(folder).write("report.json", told)
        _, unlaid = lay_anew(folder, shop)
        delivery = replace(delivery, errors=(*delivery.errors, *unlaid))
        return Review(document.transcription.id, is_new, delivery, unfit)


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
    unfit: list[Decision] = []
    entries: list[Decision] = []
    origin, decisions = origins(log.entries), in_force(log.entries, text.line)
    for decision in decisions:
        reason = draft.apply(decision)
        if reason is not None:
            number = log.sequence + len(entries) + 1
            about = (number, DecisionKind.UNFIT, PROGRAM, clock(), text.root)
            entries.append(Decision(*about, of=origin[decision.sequence], reason=reason))
            unfit.append(decision)
    log = append_decisions(text.folder, log, entries)
    pages = draft.pages()
    if decisions or text.version != text.root:
        pages = settled(pages, report["provenance"]["settings"])
    transcription = Transcription("reviewed", Origin.REVIEWED, text.version, pages, log.sequence)
    try:
        reference = read_in_force(text.folder).reference
    except InputError:
        reference = read.reference
    return replace(read, transcription=transcription, reference=reference), tuple(unfit)


def settled(pages: tuple[TranscribedPage, ...], told: Mapping[str, Any]) -> tuple[TranscribedPage, ...]:
    """The reading layer of pages in which words have changed, made anew by the rules that the document was made with.

    Args:
        pages: After decisions.
        told: The settings in the document's report.
    """
    left_out = rules_named(str(told.get("no_repair", NONE)))
    pages = keep_spelling(pages)
    if RepairRule.LETTERSPACING not in left_out:
        pages = close_letterspacing(pages)
    if RepairRule.JOIN_HYPHEN not in left_out:
        pages = join_hyphens(pages)
    return modernise(pages) if told.get("modernise") else pages
