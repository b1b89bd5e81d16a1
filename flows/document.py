"""One document, its pages read by Prefect tasks: the pipeline's own steps, in the pipeline's order."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from prefect import State, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectConcurrentFuture
from prefect.states import Cancelled, Failed
from prefect.task_runners import ThreadPoolTaskRunner

from digitize.confine import PoolClosedError
from digitize.errors import InputError
from digitize.ingest import Candidate
from digitize.model.transcription import PageStatus
from digitize.pipeline.intake import DocumentPlan, plan_document
from digitize.pipeline.page import PageOutcome, digitise_page
from digitize.pipeline.run import DocumentResult, finish_document
from digitize.pipeline.workshop import Tally, Workshop
from digitize_flows.document_shown import DocumentShown, show_refused


class Desk:
    """A document while its pages are read. Safe to use from several threads.

    It is no dataclass, so that Prefect does not look through it for results of other tasks.

    Args:
        plan: The document.
        shop: What the run works with.
        tally: Of the work on this document.
        shown: Is told of every page.
    """

    def __init__(self, plan: DocumentPlan, shop: Workshop, tally: Tally, shown: DocumentShown) -> None:
        self.plan = plan
        self.shop = shop
        self.tally = tally
        self.shown = shown
        self.failed: dict[int, PageOutcome] = {}
        self._pages = {planned.page_number: planned for planned in plan.pages}

    def read(self, page_number: int) -> PageOutcome:
        """Reads one page; the text stays in the cache."""
        started_s, tally = time.monotonic(), Tally()
        outcome = digitise_page(self.plan, self._pages[page_number], self.shop, tally)
        self.tally.add(tally)
        if outcome.page.status is PageStatus.FAILED:
            self.failed[page_number] = outcome
        self.shown.page_done(outcome, tally, time.monotonic() - started_s)
        return outcome

    def recall(self, keys: Sequence[str | None]) -> tuple[PageOutcome, ...]:
        """All pages again: those with a key from the cache, those without as they failed."""
        again = Tally()
        return tuple(
            self.failed[planned.page_number] if key is None else digitise_page(self.plan, planned, self.shop, again)
            for planned, key in zip(self.plan.pages, keys, strict=True)
        )


@task(
    name="read-page",
    task_run_name="{document}, page {page_number}",
    cache_policy=NO_CACHE,  # Prefect's own keys do not see what a file holds
    persist_result=False,
)
def read_page(document: str, page_number: int, desk: Desk) -> str | State[Any]:  # noqa: ARG001  in the name
    """Reads one page of ``document`` and hands on the key under which the cache has it.

    A page that fails is a failed task; the document goes on without its text.
    """
    try:
        outcome = desk.read(page_number)
    except PoolClosedError:
        return Cancelled(message="The run was ended while the page was read.")
    if outcome.page.status is PageStatus.FAILED:
        return Failed(message=str(outcome.error or outcome.page.failure))
    return outcome.key


def digitise_by_tasks(candidate: Candidate, shop: Workshop, selection: str | None) -> DocumentResult:
    """Digitises one document and shows it: its progress, then its pages.

    Raises:
        MissingDependencyError: If a program or language is missing.
        EnvironmentFault: If the output cannot be written.
        UsageError: If ``selection`` is no list of pages.
    """
    started, tally = datetime.now(UTC), Tally()
    try:
        plan = plan_document(candidate, shop, tally, selection)
    except InputError as error:
        refused = DocumentResult(candidate.name, None, None, 0, 0, (error.at(candidate.name),))
        show_refused(refused, shop.settings)
        return refused
    with shop.output.locked(plan.id), DocumentShown(plan, shop) as shown:
        desk = Desk(plan, shop, tally, shown)
        outcomes = desk.recall(read_pages(desk))
        shown.all_read()
        result = finish_document(candidate.name, plan, outcomes, shop, tally, started)
        shown.delivered(result, tally)
    return result


def read_pages(desk: Desk) -> tuple[str | None, ...]:
    """Reads all pages, one task each, as many at a time as there are workers, and one more to keep them busy.

    Returns:
        The cache key of each page, ``None`` for a page that failed.
    """
    document, shop = desk.plan.id, desk.shop
    numbers = [planned.page_number for planned in desk.plan.pages]
    with ThreadPoolTaskRunner[Any](max_workers=shop.pool.workers + 1) as runner:
        try:
            futures = [
                runner.submit(read_page, {"document": document, "page_number": number, "desk": desk})
                for number in numbers
            ]
            return tuple(_key(future, number, desk) for number, future in zip(numbers, futures, strict=True))
        except BaseException:
            shop.pool.close()  # ends what the other tasks wait for
            raise


def _key(future: PrefectConcurrentFuture[Any], page_number: int, desk: Desk) -> str | None:
    """Waits for a page; a fault that no page could do without is raised."""
    future.wait()
    if page_number in desk.failed:
        return None
    return str(future.result())
