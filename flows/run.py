"""What the flows that read documents do: find them, digitise one after the other, tell how it went."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from prefect import State
from prefect.runtime import flow_run

from digitize.errors import DigitizeError
from digitize.ingest import Candidate, printable
from digitize.pipeline.find import find_candidates
from digitize.pipeline.intake import plan_document
from digitize.pipeline.reread import ALL_PAGES as EVERY_PAGE
from digitize.pipeline.reread import content_at, document_with, plan_again, settings_again
from digitize.pipeline.run import DocumentResult
from digitize.pipeline.workshop import Workshop
from digitize.settings import Settings, load_settings
from digitize_flows.cancelling import Ending
from digitize_flows.document import digitise_by_tasks, done_by
from digitize_flows.parameters import path_from_text
from digitize_flows.shown import ShownProgress, show_text
from digitize_flows.states import Results, final_state, stopped_by
from digitize_flows.tables import artifact_key, document_table
from digitize_flows.work import in_flow, logger, workshop


def run_name() -> str:
    """What a flow run is called in the UI: the name of the file or folder."""
    source = path_from_text(str(flow_run.parameters["source"]))
    return printable(Path(source).name) or str(source)


def digitise_in_flow(source: Path, *, as_document: bool, pages: str, **flags: Any) -> State[Any]:
    """Digitises a file or a folder within a flow run.

    Args:
        source: File or folder.
        as_document: Whether a folder is one document.
        pages: Pages to do, such as ``1-3,7``; empty for all.
        flags: Settings, by name; variables and ``digitize.toml`` give the others.

    Returns:
        The flow run's final state.
    """
    content: str | None = None

    def remember() -> None:
        """What is to be read may be read, and put away, by the run that comes first: a scan of the watched folder."""
        nonlocal content
        content = content_at(source)

    def work(settings: Settings, ending: Ending) -> _Done:
        selection = pages.strip() or None
        with workshop(settings, ending) as shop:
            there = document_with(content, shop) if content and not source.exists() else None
            if there is not None:
                return _done([_read_meanwhile(source, there, shop, selection)], shop)
            return _done(_digitise(source, shop, as_document=as_document, selection=selection), shop)

    return in_flow(flags, work, _final, takes_turn=True, waits=remember)


def digitise_again_in_flow(document: str, *, pages: str, output: Path, jobs: int, **changed: Any) -> State[Any]:
    """Digitises a stored document again within a flow run.

    Args:
        document: Its id.
        pages: Pages to do; empty for those that it has, ``all`` for every page.
        output: The output folder.
        jobs: Worker processes at a time.
        changed: Settings that are to be others, by name; ``None`` is as before.

    Returns:
        The flow run's final state.
    """
    try:
        asked = settings_again(document, load_settings(output=output, jobs=jobs), changed)
    except DigitizeError as error:
        return stopped_by(error)

    def work(settings: Settings, ending: Ending) -> _Done:
        with workshop(settings, ending) as shop:
            return _done([_again(document, document, shop, pages.strip() or None)], shop)

    return in_flow(asked.model_dump(exclude_unset=True), work, _final, takes_turn=True)


@dataclass(frozen=True, slots=True)
class _Done:
    """What became of the documents, and which run had done the work where there was nothing to do."""

    results: Results
    by: str | None


def _done(results: Sequence[DocumentResult], shop: Workshop) -> _Done:
    same = next((result.id for result in results if result.as_before and result.id), None)
    return _Done(tuple(results), done_by(same, shop) if same else None)


def _final(done: _Done) -> State[Any]:
    return final_state(done.results, done.by)


def _digitise(source: Path, shop: Workshop, *, as_document: bool, selection: str | None) -> list[DocumentResult]:
    collection = find_candidates([source], shop.settings.output, as_document=as_document)
    results = [DocumentResult(error.where or "input", None, None, 0, 0, (error,)) for error in collection.rejected]
    told = printable(str(source))
    with _folder_progress(told, len(collection.candidates)) as progress:
        for number, candidate in enumerate(collection.candidates):
            progress(number, printable(candidate.name))
            result = _one(candidate, shop, selection)
            _tell(result)
            results.append(result)
        progress(len(collection.candidates), "all done")
    if len(results) > 1:
        show_text(
            artifact_key("documents", str(source)),
            document_table(told, results, shop.settings),
            f"{told}: {len(results)} documents, {sum(1 for result in results if result.errors)} with something that failed",
        )
    return results


def _one(candidate: Candidate, shop: Workshop, selection: str | None) -> DocumentResult:
    name = printable(candidate.name)
    return digitise_by_tasks(name, lambda tally: plan_document(candidate, shop, tally, selection), shop)


def _again(name: str, document: str, shop: Workshop, selection: str | None) -> DocumentResult:
    result = digitise_by_tasks(name, lambda tally: plan_again(document, shop, tally, selection), shop)
    _tell(result)
    return result


def _read_meanwhile(source: Path, document: str, shop: Workshop, selection: str | None) -> DocumentResult:
    """The document that the run before made of the same content, while this one waited."""
    logger().info("%s was digitised meanwhile, as %s", printable(source.name), document)
    return replace(_again(printable(source.name), document, shop, selection or EVERY_PAGE), name=printable(source.name))


@contextmanager
def _folder_progress(folder: str, documents: int) -> Iterator[Callable[[int, str], None]]:
    """Shows how many documents are done, where there are several."""
    if documents < 2:
        yield lambda _done, _name: None
        return
    with ShownProgress(artifact_key("progress", folder), f"{folder}: 0 of {documents:,} documents") as shown:
        yield lambda done, name: shown.tell(
            100 * done / documents, f"{folder}: {done:,} of {documents:,} documents; {name}"
        )


def _tell(result: DocumentResult) -> None:
    if result.delivered:
        logger().info("%s: %d pages, %d words: %s", result.id, result.pages, result.words, result.folder)
    for error in result.errors:
        logger().error("%s", error)
