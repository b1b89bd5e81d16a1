"""The watched folders of the service: each document is a run of the flow ``digitize-document``.

``python -m digitize_flows.inbox INBOX... SETTLE_S`` watches until it is ended; a part of ``digitize serve``. The flow runs
in this process, so that a page is on its way at once, and not when a runner next asks for work.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import httpx
from prefect import State, tags
from prefect.exceptions import ParameterTypeError, PrefectException
from prefect.settings import PREFECT_API_URL

from digitize.errors import EnvironmentFault
from digitize.ingest import printable
from digitize.pipeline.run import DocumentResult
from digitize.pipeline.standby import Standby
from digitize.settings import Settings, load_settings
from digitize.watch import Submit, places_beside, watch
from digitize.watch.local import stopped_by_signals, supply_in_workshop
from digitize_flows.digitize_document import digitize_document
from digitize_flows.health import wait_for_server
from digitize_flows.lifeline import end_with_parent
from digitize_flows.parameters import parameters_of
from digitize_flows.screen import say
from digitize_flows.states import results_of

_UNREACHABLE = "Failed to reach API at"
"""How a flow says that the server is not there."""
_HEALTH_S = 10.0


def submit_as_flow(settings: Settings, standby: Standby, inboxes: Sequence[Path] = ()) -> Submit:
    """A function that digitises one document by a flow run, and waits for it.

    Args:
        settings: For the documents.
        standby: Lends its workers.
        inboxes: The watched folders; a run has the one that its scan lies in as a tag.
    """

    def submit(path: Path) -> Sequence[DocumentResult]:
        _require_server()
        parameters = parameters_of(path, settings)
        try:
            with standby.lent(), tags(*_named(inboxes, path)):
                return results_of(cast("State[Any]", digitize_document(**parameters, return_state=True)))
        except ParameterTypeError:
            raise
        except (httpx.HTTPError, PrefectException) as error:
            raise _unanswered(type(error).__name__) from error
        except RuntimeError as error:
            if _UNREACHABLE in str(error):
                raise _unanswered("not reached") from error
            raise

    return submit


def _named(inboxes: Sequence[Path], path: Path) -> list[str]:
    return [f"inbox:{printable(str(inbox))}" for inbox in inboxes if path.is_relative_to(inbox)]


def _require_server() -> None:
    """Asks whether the server is there, before a run is begun that could not be told of.

    Raises:
        EnvironmentFault: If it is not.
    """
    url = PREFECT_API_URL.value()
    if not url:
        return
    try:
        httpx.get(f"{url}/health", timeout=_HEALTH_S, trust_env=False).raise_for_status()
    except httpx.HTTPError as error:
        raise _unanswered(type(error).__name__) from error


def _unanswered(how: str) -> EnvironmentFault:
    return EnvironmentFault(f"the Prefect server does not answer ({how})", hint="See whether it still runs")


def main() -> None:
    """Watches the inboxes that the command line names."""
    end_with_parent()
    wait_for_server()
    settings = load_settings()
    *inboxes, settle_s = sys.argv[1:]
    places = places_beside(map(Path, inboxes), settings.output)
    with stopped_by_signals(None) as stop, Standby(settings) as standby:
        watch(
            places,
            submit_as_flow(settings, standby, [each.inbox for each in places]),
            stop=stop,
            tell=say,
            supply=supply_in_workshop(settings, standby),
            expect=standby.expect,
            settle_s=float(settle_s),
        )


if __name__ == "__main__":
    main()
