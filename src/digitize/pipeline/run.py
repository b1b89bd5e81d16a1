"""The whole pipeline over documents: what the command line, the flows and the watched folder call."""

from __future__ import annotations

import logging
import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from digitize.errors import DigitizeError, EnvironmentFault, ExitCode, InputError, MissingDependencyError, UsageError
from digitize.export.run_json import Machine, Run, encode_run
from digitize.ingest import Candidate, printable
from digitize.model.transcription import PageStatus
from digitize.pipeline.alignments import lay_references
from digitize.pipeline.comparing import equivalent_kinds
from digitize.pipeline.deliver import deliver
from digitize.pipeline.find import find_candidates
from digitize.pipeline.intake import DocumentPlan, as_known, plan_document
from digitize.pipeline.laying import Laid
from digitize.pipeline.names import keep_name
from digitize.pipeline.page import PageOutcome, digitise_page, is_unreadable
from digitize.pipeline.sealing import sealed_after
from digitize.pipeline.selection import parse_selection
from digitize.pipeline.version_list import in_force_id
from digitize.pipeline.workshop import Tally, Workshop
from digitize.store.files import write_whole

_log = logging.getLogger("digitize.run")


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """What became of one document.

    Args:
        name: What the user called it: the name of its file or folder, as it may be shown.
        id: The document's id; ``None`` when it could not be taken in.
        folder: The document's folder; ``None`` likewise.
        pages: Number of pages done.
        words: Number of words read.
        errors: What failed: pages, formats, or the document itself.
        engine_calls: How often a recogniser was called.
        pages_from_cache: Pages whose text was there already.
        same_as: Name of a document of this run with the same content, which was delivered in its stead.
        transcription: Id of the text in force; ``None`` when nothing was delivered.
        unfit_decisions: Decisions of a person that do not fit what was read now.
        laid: Reference texts that were laid on it.
        warnings: What of its sources is not in its files, and the like.
        other_names: Names under which the same content has come before.
        as_before: Whether an earlier run had done all of it: nothing was read, and no file written.
    """

    name: str
    id: str | None
    folder: Path | None
    pages: int
    words: int
    errors: tuple[DigitizeError, ...]
    engine_calls: int = 0
    pages_from_cache: int = 0
    same_as: str | None = None
    transcription: str | None = None
    unfit_decisions: int = 0
    laid: tuple[Laid, ...] = ()
    warnings: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    as_before: bool = False

    @property
    def delivered(self) -> bool:
        return self.id is not None


def digitise(
    inputs: Sequence[Path],
    shop: Workshop,
    *,
    as_document: bool = False,
    selection: str | None = None,
    references: Sequence[Path] = (),
) -> Iterator[DocumentResult]:
    """Digitises files and folders, one document after the other; yields each result as it is ready.

    A document that fails does not stop the others.

    Args:
        inputs: Files and folders.
        shop: What the run works with.
        as_document: Each folder in ``inputs`` is one document.
        selection: Pages to do; ``None`` for all.
        references: Texts to lay on the only document, besides those that lie beside it.

    Raises:
        MissingDependencyError: If a program or language is missing.
        EnvironmentFault: If the output cannot be written.
        UsageError: If ``selection`` is no list of pages, there are references and not one document, or the setting ``equal``
            names no kind.
    """
    if selection is not None:
        parse_selection(selection)
    equivalent_kinds(shop.settings.equal)
    collection = find_candidates(inputs, shop.settings.output, as_document=as_document)
    candidates = collection.candidates
    if references and len(candidates) != 1:
        raise UsageError(
            f"a reference text belongs to one document, and there are {len(candidates)}",
            where="--reference",
            hint="Name one document, or put each text beside its scan under the same name",
        )
    if references:
        candidates = (replace(candidates[0], references=(*candidates[0].references, *references)),)
    for error in collection.rejected:
        yield DocumentResult(error.where or "input", None, None, 0, 0, (error,))
    done: dict[str, str] = {}
    for candidate in candidates:
        yield digitise_candidate(candidate, shop, selection, done)


def digitise_candidate(
    candidate: Candidate, shop: Workshop, selection: str | None = None, done: dict[str, str] | None = None
) -> DocumentResult:
    """Digitises one document.

    Args:
        candidate: Its files.
        shop: What the run works with.
        selection: Pages to do; ``None`` for all.
        done: Names of the run's documents by their id, added to: the same content is delivered once.

    Raises:
        MissingDependencyError: If a program or language is missing.
        EnvironmentFault: If the output cannot be written.
        UsageError: If ``selection`` is no list of pages.
    """

    def planned(tally: Tally) -> DocumentPlan:
        return plan_document(candidate, shop, tally, selection)

    return digitise_planned(printable(candidate.name), planned, shop, done)


def digitise_planned(
    name: str, planned: Callable[[Tally], DocumentPlan], shop: Workshop, done: dict[str, str] | None = None
) -> DocumentResult:
    """Digitises one document that is taken in by a function.

    Args:
        name: What the user calls it.
        planned: Takes it in.
        shop: What the run works with.
        done: As for :func:`digitise_candidate`.

    Raises:
        MissingDependencyError: If a program or language is missing.
        EnvironmentFault: If the output cannot be written.
        UsageError: If what was asked for is wrong.
    """
    started, tally = datetime.now(UTC), Tally()
    try:
        plan = planned(tally)
    except (MissingDependencyError, EnvironmentFault, UsageError):
        raise
    except DigitizeError as error:
        return DocumentResult(name, None, None, 0, 0, (error.at(name),))
    if done is not None and plan.id in done:
        folder = shop.output.folder(plan.id)
        with shop.output.locked(plan.id):
            others = keep_name(folder, plan.name)
        return DocumentResult(name, plan.id, folder, 0, 0, (), same_as=done[plan.id], other_names=others)
    shop.progress.document_started(plan.id, len(plan.pages))
    with shop.output.locked(plan.id):
        try:
            outcomes = read_pages(plan, shop, tally)
            result = finish_document(name, plan, outcomes, shop, tally, started)
        except BaseException:
            shop.pool.close()  # nothing writes to the document any more when the lock is given back
            raise
        finally:
            shop.progress.document_done(plan.id)
    if done is not None and result.delivered:
        done[plan.id] = name
    return result


def read_pages(plan: DocumentPlan, shop: Workshop, tally: Tally) -> tuple[PageOutcome, ...]:
    """Reads all pages of a document, as many at a time as there are workers, and one more to keep them busy."""
    if len(plan.pages) == 1:
        return (digitise_page(plan, plan.pages[0], shop, tally),)
    with ThreadPoolExecutor(shop.pool.workers + 1) as threads:
        futures = [threads.submit(digitise_page, plan, planned, shop, tally) for planned in plan.pages]
        try:
            return tuple(future.result() for future in futures)
        except BaseException:
            for future in futures:
                future.cancel()
            shop.pool.close()  # ends what the threads wait for
            raise


def finish_document(
    name: str,
    plan: DocumentPlan,
    outcomes: tuple[PageOutcome, ...],
    shop: Workshop,
    tally: Tally,
    started: datetime,
) -> DocumentResult:
    """Writes a document's files. When no page of it could even be read from its file, nothing is delivered.

    The caller holds the document's lock.
    """
    plan = as_known(plan, shop.output.folder(plan.id))
    failures = tuple(outcome.error for outcome in outcomes if outcome.error is not None)
    if all(is_unreadable(outcome) for outcome in outcomes):
        shop.output.release_id(plan.id, plan.content)
        return DocumentResult(name, None, None, len(outcomes), 0, failures, tally.counts["engine_calls"])
    calls, cached = tally.counts["engine_calls"], tally.counts["pages_from_cache"]
    folder = shop.output.folder(plan.id)
    with sealed_after(folder):
        try:
            delivery = deliver(plan, outcomes, shop, tally)
        except InputError as error:  # what is there cannot be used, and must not be written over
            return DocumentResult(name, None, None, len(outcomes), 0, (*failures, error), calls)
        with tally.timed("align"):
            laid, unlaid = lay_references(plan.id, plan.references, shop)
        others = keep_name(folder, plan.name)
    told = (plan.id, len(outcomes), len(failures), cached, calls, len(delivery.errors))
    _log.info("%s: %d pages, %d of them failed, %d as before; %d engine calls; %d formats failed", *told)
    words = sum(o.packed.words for o in outcomes if o.packed.status is PageStatus.RECOGNISED)
    run = Run(started, datetime.now(UTC), tally.seconds, _machine(), tuple(sys.argv), calls, cached)
    write_whole(folder / "run.json", encode_run(run))
    errors = (*failures, *delivery.errors, *unlaid)
    as_before = delivery.as_before and not errors and not laid and cached == len(outcomes)
    return DocumentResult(
        name,
        plan.id,
        folder,
        len(outcomes),
        words,
        errors,
        calls,
        cached,
        transcription=in_force_id(folder),
        unfit_decisions=delivery.unfit_decisions,
        laid=laid,
        warnings=tuple(dict.fromkeys(each for told in delivery.warnings.values() for each in told)),
        other_names=others,
        as_before=as_before,
    )


def exit_code(results: Sequence[DocumentResult]) -> ExitCode:
    """The exit code of a run: 0 all good; 1 something failed and something was delivered; 3 nothing was."""
    if not any(result.errors for result in results):
        return ExitCode.OK
    return ExitCode.PARTIAL if any(result.delivered for result in results) else ExitCode.BAD_INPUT


def _machine() -> Machine:
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    except (ValueError, OSError):
        memory = None
    return Machine(len(os.sched_getaffinity(0)), memory, platform.python_version(), platform.platform())
