"""A document in the Prefect UI: its progress while it is digitised, and then its pages, links, tags and events."""

from __future__ import annotations

import time
from threading import Lock
from types import TracebackType
from typing import Self

from prefect import get_run_logger

from digitize.errors import DigitizeError
from digitize.ingest import printable
from digitize.model.transcription import PageStatus
from digitize.pipeline.for_review import look_for_review
from digitize.pipeline.intake import DocumentPlan
from digitize.pipeline.page import PageOutcome
from digitize.pipeline.review_state import counted
from digitize.pipeline.run import DocumentResult
from digitize.pipeline.workshop import Tally, Workshop
from digitize.settings import Settings
from digitize_flows.events import tell_of_document
from digitize_flows.links import links_of
from digitize_flows.page_facts import PageFacts, facts_of
from digitize_flows.run_log import Warnings
from digitize_flows.shown import ShownProgress, add_tags, show_text
from digitize_flows.tables import artifact_key, page_table
from digitize_flows.thumbnails import thumbnails

_READ = 95.0
"""Percent when all pages are read; the rest is for writing the files."""
_FEWEST_FOR_A_GUESS = 3
"""Pages that must have been read before anything is said of how long the others take."""


class DocumentShown:
    """A document while it is digitised; a context manager for as long as that lasts. Safe to tell from several threads.

    Args:
        plan: The document.
        shop: What the run works with.
    """

    def __init__(self, plan: DocumentPlan, shop: Workshop) -> None:
        self._plan = plan
        self._shop = shop
        self._pages: dict[int, PageFacts] = {}
        self._lock = Lock()
        self._warnings = Warnings()
        self._started_s = time.monotonic()
        self._progress = ShownProgress(artifact_key("progress", plan.id), f"{plan.id}: {_of_pages(0, plan)}")

    def __enter__(self) -> Self:
        pages, files = counted(len(self._plan.pages), "page"), counted(len(self._plan.sources), "file")
        get_run_logger().info("%s: %s to do, of %s", self._plan.id, pages, files)
        self._progress.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.__exit__(kind, error, trace)

    def page_done(self, outcome: PageOutcome, tally: Tally, seconds: float) -> None:
        """A page was read, or has failed; called within its task.

        Args:
            outcome: What became of it.
            tally: Of the work on this page.
            seconds: That it took.
        """
        facts = facts_of(outcome, from_cache=tally.counts["pages_from_cache"] > 0)
        logger = get_run_logger()
        if facts.status is not PageStatus.FAILED:
            logger.info("%s, page %d: %s", self._plan.id, facts.number, _told(facts, tally, seconds))
        self._warnings.tell(logger, self._plan.id, facts.number, facts.warnings)
        with self._lock:
            self._pages[facts.number] = facts
            done = list(self._pages.values())
        share = len(done) / len(self._plan.pages)
        self._progress.tell(_READ * share, f"{self._plan.id}: {self._so_far(done)}")

    def all_read(self) -> None:
        """All pages are read, and the files are to be written."""
        done = self._in_order()
        told = f"{self._plan.id}: {self._so_far(done)}; the files are being written"
        self._progress.tell(_READ, told)
        self._warnings.sum_up(get_run_logger(), self._plan.id)
        get_run_logger().info("%s (%.0f s)", told, time.monotonic() - self._started_s)

    def delivered(self, result: DocumentResult, tally: Tally) -> None:
        """The document is finished, or nothing of it could be delivered: shows its pages, and tells who waits for it."""
        state = "delivered" if result.delivered else "nothing could be delivered"
        self._progress.tell(100.0, f"{self._plan.id}: {self._so_far(self._in_order())}; {state}")
        logger = get_run_logger()
        steps = ", ".join(f"{step} {seconds:.1f} s" for step, seconds in sorted(tally.seconds.items()))
        logger.info("%s: time of all workers by step: %s", self._plan.id, steps)
        for laid in result.laid:
            logger.info("%s: %s was laid on it as %s", self._plan.id, printable(laid.source_name), laid.reference)
        for warning in result.warnings:
            logger.warning("%s: %s", self._plan.id, warning)
        self._show(result)

    def _show(self, result: DocumentResult) -> None:
        pages, settings = self._in_order(), self._shop.settings
        failed = tuple(page.number for page in pages if page.status is PageStatus.FAILED)
        for_review = look_for_review(result.id, settings) if result.id is not None else None
        reasons = for_review.reasons if for_review is not None else ()
        first = (*failed, *(page.number for page in pages if page.number not in failed))
        text = page_table(
            self._plan.id if result.delivered else printable(result.name),
            pages,
            folder=result.folder,
            links=links_of(result.id, settings) if result.id is not None else None,
            pictures=thumbnails(result.id, first, self._shop) if result.id is not None else None,
            reasons=reasons,
            errors=[str(error) for error in result.errors if not _is_of_a_page(error, pages)],
        )
        told = _of_pages(len(pages), self._plan) + (f", {len(failed)} failed" if failed else "")
        show_text(
            artifact_key("pages", self._plan.id), text, f"{self._plan.id}: {told}{'; needs review' if reasons else ''}"
        )
        tags = [f"document:{self._plan.id}"] if result.delivered else ["failed"]
        add_tags([*tags, *(["needs-review"] if reasons else []), *(["failed-pages"] if failed else [])])
        if not result.as_before:
            tell_of_document(result, for_review, failed, settings)

    def _in_order(self) -> list[PageFacts]:
        with self._lock:
            return sorted(self._pages.values(), key=lambda page: page.number)

    def _so_far(self, done: list[PageFacts]) -> str:
        told = [_of_pages(len(done), self._plan)]
        failed = sum(page.status is PageStatus.FAILED for page in done)
        told += [f"{failed} failed"] if failed else []
        cached = sum(page.from_cache for page in done)
        told += [f"{cached} as before"] if cached else []
        left = len(self._plan.pages) - len(done)
        if left and len(done) - cached >= _FEWEST_FOR_A_GUESS:
            told.append(f"about {_duration((time.monotonic() - self._started_s) / (len(done) - cached) * left)} left")
        return ", ".join(told)


def show_refused(result: DocumentResult, settings: Settings) -> None:
    """A document that could not even be taken in."""
    name = printable(result.name)
    text = page_table(name, (), errors=[str(error) for error in result.errors])
    show_text(artifact_key("pages", name), text, f"{name}: nothing could be delivered")
    add_tags(["failed"])
    tell_of_document(result, None, (), settings)


def _of_pages(done: int, plan: DocumentPlan) -> str:
    return f"{done:,} of {counted(len(plan.pages), 'page')}"


def _told(facts: PageFacts, tally: Tally, seconds: float) -> str:
    if facts.status is PageStatus.EMPTY:
        what = "no text"
    else:
        what = counted(facts.words, "word")
        what += f" ({'+'.join(facts.languages)})" if facts.languages else ""
        what += f", predicted CER {100 * facts.predicted.cer:.1f} %" if facts.predicted is not None else ""
    if facts.from_cache:
        return f"{what}, as before"
    return f"{what}, in {seconds:.1f} s, {counted(tally.counts['engine_calls'], 'engine call')}"


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{max(1, round(seconds / 5) * 5)} s"
    return f"{minutes} min" if minutes < 90 else f"{minutes / 60:.0f} h"


def _is_of_a_page(error: DigitizeError, pages: list[PageFacts]) -> bool:
    """Whether it is told of in the list of failed pages already."""
    reasons = {page.failure for page in pages}
    return (f"{error.message}. {error.hint}" if error.hint else error.message) in reasons
