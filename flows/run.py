"""What both flows do: find the documents, digitise one after the other, tell how it went."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from prefect import State, get_run_logger
from prefect.runtime import flow_run

from digitize.errors import DigitizeError
from digitize.ingest import printable
from digitize.pipeline.find import find_candidates
from digitize.pipeline.run import DocumentResult
from digitize.pipeline.workshop import Workshop
from digitize.settings import Settings, load_settings
from digitize_flows.document import digitise_by_tasks
from digitize_flows.parameters import path_from_text
from digitize_flows.run_log import pipeline_log
from digitize_flows.shown import ShownProgress, show_text
from digitize_flows.states import Results, final_state, stopped_by
from digitize_flows.tables import artifact_key, document_table


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
    try:
        results = _digitise(source, load_settings(**flags), as_document=as_document, selection=pages.strip() or None)
    except DigitizeError as error:
        return stopped_by(error)
    return final_state(results)


def _digitise(source: Path, settings: Settings, *, as_document: bool, selection: str | None) -> Results:
    collection = find_candidates([source], settings.output, as_document=as_document)
    results = [DocumentResult(error.where or "input", None, None, 0, 0, (error,)) for error in collection.rejected]
    told = printable(str(source))
    with pipeline_log(), Workshop(settings) as shop, _folder_progress(told, len(collection.candidates)) as progress:
        for number, candidate in enumerate(collection.candidates):
            progress(number, printable(candidate.name))
            result = digitise_by_tasks(candidate, shop, selection)
            _tell(result)
            results.append(result)
        progress(len(collection.candidates), "all done")
    if len(results) > 1:
        show_text(
            artifact_key("documents", str(source)),
            document_table(told, results, settings),
            f"{told}: {len(results)} documents, {sum(1 for result in results if result.errors)} with something that failed",
        )
    return tuple(results)


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
    logger = get_run_logger()
    if result.delivered:
        logger.info("%s: %d pages, %d words: %s", result.id, result.pages, result.words, result.folder)
    for error in result.errors:
        logger.error("%s", error)
