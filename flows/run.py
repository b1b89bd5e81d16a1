"""What both flows do: find the documents, digitise one after the other, tell how it went."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import State, get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.runtime import flow_run

from digitize.errors import DigitizeError
from digitize.ingest import printable
from digitize.pipeline.find import find_candidates
from digitize.pipeline.run import DocumentResult
from digitize.pipeline.standby import pool_on_loan
from digitize.pipeline.workshop import Workshop
from digitize.settings import Settings, load_settings
from digitize_flows.document import digitise_by_tasks
from digitize_flows.parameters import path_from_text
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
    with Workshop(settings, pool=pool_on_loan(settings)) as shop:
        for candidate in collection.candidates:
            result = digitise_by_tasks(candidate, shop, selection)
            _tell(result)
            results.append(result)
    if len(results) > 1:
        create_markdown_artifact(
            document_table(str(source), results),
            key=artifact_key("documents", str(source)),
            description=f"{len(results)} documents",
        )
    return tuple(results)


def _tell(result: DocumentResult) -> None:
    logger = get_run_logger()
    if result.delivered:
        logger.info("%s: %d pages, %d words: %s", result.id, result.pages, result.words, result.folder)
    for error in result.errors:
        logger.error("%s", error)
