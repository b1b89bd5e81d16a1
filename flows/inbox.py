"""The watched folder of the service: each document is a run of the flow ``digitize-document``.

``python -m digitize_flows.inbox INBOX SETTLE_S`` watches until it is ended; a part of ``digitize serve``. The flow runs
in this process, so that a page is on its way at once, and not when a runner next asks for work.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import httpx
from prefect import State

from digitize.errors import EnvironmentFault
from digitize.pipeline.run import DocumentResult
from digitize.settings import Settings, load_settings
from digitize.watch import Places, watch
from digitize.watch.local import stopped_by_signals
from digitize_flows.digitize_document import digitize_document
from digitize_flows.health import wait_for_server
from digitize_flows.lifeline import end_with_parent
from digitize_flows.parameters import text_from_path
from digitize_flows.screen import say
from digitize_flows.states import results_of


def submit_as_flow(settings: Settings) -> Callable[[Path], Sequence[DocumentResult]]:
    """A function that digitises one document by a flow run, and waits for it."""

    def submit(path: Path) -> Sequence[DocumentResult]:
        parameters: dict[str, Any] = {
            "source": text_from_path(path),
            "output": text_from_path(settings.output),
            "languages": settings.languages,
            "profile": settings.profile,
            "engine": settings.engine,
            "modernise": settings.modernise,
            "no_repair": settings.no_repair,
            "pdf": settings.pdf,
            "text_layer": settings.text_layer,
            "jobs": settings.jobs,
        }
        try:
            return results_of(cast("State[Any]", digitize_document(**parameters, return_state=True)))
        except httpx.HTTPError as error:
            raise EnvironmentFault(
                f"the Prefect server does not answer ({type(error).__name__})", hint="See whether it still runs"
            ) from error

    return submit


def main() -> None:
    """Watches the inbox that the command line names."""
    end_with_parent()
    wait_for_server()
    settings = load_settings()
    places = Places.beside(Path(sys.argv[1]))
    with stopped_by_signals(None) as stop:
        watch(
            places.inbox,
            submit_as_flow(settings),
            done=places.done,
            failed=places.failed,
            stop=stop,
            tell=say,
            settle_s=float(sys.argv[2]),
        )


if __name__ == "__main__":
    main()
