"""One document, its pages read by Prefect tasks: the pipeline's own steps, in the pipeline's order."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from prefect import State, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectConcurrentFuture
from prefect.runtime import flow_run
from prefect.states import Cancelled, Failed
from prefect.task_runners import ThreadPoolTaskRunner

from digitize.confine import PoolClosedError
from digitize.errors import DigitizeError, EnvironmentFault, MissingDependencyError, UsageError, WorkerKilledError
from digitize.model.transcription import PageStatus
from digitize.pipeline.intake import DocumentPlan
from digitize.pipeline.keys import step_key
from digitize.pipeline.page import PageOutcome, digitise_page
from digitize.pipeline.run import DocumentResult, finish_document
from digitize.pipeline.workshop import Tally, Workshop
from digitize_flows.document_shown import DocumentShown, show_refused

_AGAIN_AFTER_S = (2, 10)
"""Seconds until a page is tried again whose worker was killed: mostly the machine had no memory left for a moment."""


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
        self.outcomes: dict[int, PageOutcome] = {}
        self._pages = {planned.page_number: planned for planned in plan.pages}

    def read(self, page_number: int) -> PageOutcome:
        """Reads one page."""
        started_s, tally = time.monotonic(), Tally()
        outcome = digitise_page(self.plan, self._pages[page_number], self.shop, tally)
        self.tally.add(tally)
        self.outcomes[page_number] = outcome
        self.shown.page_done(outcome, tally, time.monotonic() - started_s)
        return outcome


def _was_killed(task: Any, task_run: Any, state: State[Any]) -> bool:
    """Whether a page may go well when it is tried again; what is wrong with the page itself stays wrong."""
    del task, task_run
    return isinstance(state.data, WorkerKilledError)


@task(
    name="read-page",
    task_run_name="{document}, page {page_number}",
    cache_policy=NO_CACHE,  # Prefect's own keys do not see what a file holds
    persist_result=False,
    retries=len(_AGAIN_AFTER_S),
    retry_delay_seconds=list(_AGAIN_AFTER_S),
    retry_condition_fn=_was_killed,
)
def read_page(document: str, page_number: int, desk: Desk) -> str | State[Any]:  # noqa: ARG001  in the name
    """Reads one page of ``document`` and hands on the key under which the cache has it.

    A page that fails is a failed task; the document goes on without its text.
    """
    try:
        outcome = desk.read(page_number)
    except PoolClosedError:
        return Cancelled(message="The run was ended while the page was read.")
    if outcome.packed.status is PageStatus.FAILED:
        return Failed(message=str(outcome.error or outcome.page.failure), data=outcome.error)
    return outcome.key


def digitise_by_tasks(name: str, planned: Callable[[Tally], DocumentPlan], shop: Workshop) -> DocumentResult:
    """Digitises one document and shows it: its progress, then its pages.

    Args:
        name: What the user calls it.
        planned: Takes it in.
        shop: What the run works with.

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
        refused = DocumentResult(name, None, None, 0, 0, (error.at(name),))
        show_refused(refused, shop.settings)
        return refused
    with shop.output.locked(plan.id), DocumentShown(plan, shop) as shown:
        try:
            outcomes = read_pages(Desk(plan, shop, tally, shown))
            shown.all_read()
            result = finish_document(name, plan, outcomes, shop, tally, started)
        except BaseException:
            shop.pool.close()  # nothing writes to the document any more when the lock is given back
            raise
        shown.delivered(result, tally)
    if result.delivered and not result.as_before:
        _sign(plan.id, shop)
    return result


def read_pages(desk: Desk) -> tuple[PageOutcome, ...]:
    """Reads all pages, one task each, as many at a time as there are workers, and one more to keep them busy.

    Raises:
        PoolClosedError: If the run was cancelled meanwhile.
    """
    document, shop = desk.plan.id, desk.shop
    numbers = [planned.page_number for planned in desk.plan.pages]
    with ThreadPoolTaskRunner[Any](max_workers=shop.pool.workers + 1) as runner:
        try:
            futures = [
                runner.submit(read_page, {"document": document, "page_number": number, "desk": desk})
                for number in numbers
            ]
            return tuple(_outcome(future, number, desk) for number, future in zip(numbers, futures, strict=True))
        except BaseException:
            shop.pool.close()  # ends what the other tasks wait for
            raise


def _outcome(future: PrefectConcurrentFuture[Any], page_number: int, desk: Desk) -> PageOutcome:
    """Waits for a page; a fault that no page could do without is raised."""
    future.wait()
    if future.state.is_cancelled():
        raise PoolClosedError
    if page_number not in desk.outcomes:
        future.result()
    return desk.outcomes[page_number]


def _sign(document_id: str, shop: Workshop) -> None:
    """Notes which run did the work, for one that comes later and finds it done."""
    told = {"name": flow_run.name, "ended": datetime.now(UTC).isoformat(timespec="seconds")}
    shop.output.cache(_signature(document_id), json.dumps(told).encode())


def done_by(document_id: str, shop: Workshop) -> str:
    """Which run did the work on a document last, in words."""
    try:
        told = json.loads(shop.output.cached(_signature(document_id)) or b"")
        return f"the run {told['name']} of {told['ended']}"
    except (ValueError, TypeError, KeyError):
        return "an earlier run"


def _signature(document_id: str) -> str:
    return step_key("signature", 1, document=document_id)
