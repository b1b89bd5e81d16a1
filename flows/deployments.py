"""The deployments: forms in the Prefect UI from which people start the flows.

``python -m digitize_flows.deployments`` serves them until it is ended; a part of ``digitize serve``.
"""

from __future__ import annotations

import logging
from typing import Any, cast
from uuid import UUID

from prefect import Flow, serve
from prefect.deployments.runner import RunnerDeployment
from prefect.types.entrypoint import EntrypointType

from digitize import __version__
from digitize.pipeline.measure import TRUTH
from digitize.settings import Settings, load_settings
from digitize_flows.align_reference import align_reference
from digitize_flows.automation import keep_automation
from digitize_flows.digitize_again import digitize_again
from digitize_flows.digitize_document import digitize_document
from digitize_flows.digitize_folder import digitize_folder
from digitize_flows.evaluate import evaluate
from digitize_flows.export_again import export_again
from digitize_flows.health import wait_for_server
from digitize_flows.left_behind import settle_left_behind
from digitize_flows.lifeline import end_with_parent
from digitize_flows.list_for_review import list_for_review
from digitize_flows.parameters import AS_BEFORE, TITLES, text_from_path
from digitize_flows.shown import at_best

FLOWS: tuple[Flow[..., Any], ...] = (
    digitize_document,
    digitize_folder,
    digitize_again,
    align_reference,
    export_again,
    evaluate,
)
NAME = "local"
"""Of all deployments: they run on this machine. In the UI: ``digitize-document/local``."""
DEPLOYMENTS = tuple(flow.name for flow in FLOWS)

_BESIDES = 2
"""Processes more than runs that may work: for runs that take no turn, and for those that wait in sight. Others stay scheduled."""


def deployments(settings: Settings) -> tuple[RunnerDeployment, ...]:
    """All deployments, their forms filled in with the settings of this installation, as far as each has them."""
    filled: dict[str, Any] = {
        "output": text_from_path(settings.output.absolute()),
        "languages": settings.languages,
        "profile": str(settings.profile),
        "engine": str(settings.engine),
        "modernise": settings.modernise,
        "no_repair": settings.no_repair,
        "pdf": str(settings.pdf),
        "text_layer": str(settings.text_layer),
        "equal": settings.equal,
        "jobs": settings.jobs,
    }
    made = tuple(
        RunnerDeployment.from_flow(
            flow,
            NAME,
            parameters={
                name: filled[name] for name in flow.parameters.properties if name in filled and _is_free(flow, name)
            },
            version=__version__,
            tags=["digitize"],
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for flow in FLOWS
    )
    for each in made:
        _entitle(each)
    return made


def _entitle(deployment: RunnerDeployment) -> None:
    """Gives the fields of a form their titles: Prefect takes the names of parameters, and has no place to say others."""
    for name, about in deployment._parameter_openapi_schema.properties.items():  # noqa: SLF001
        about["title"] = TITLES[name]


def _is_free(flow: Flow[..., Any], name: str) -> bool:
    """Whether a parameter is what the installation says: not where "as before", or the truth's own, is what is meant."""
    return flow.parameters.properties[name].get("default") not in (AS_BEFORE, TRUTH)


def _is_news(record: logging.LogRecord) -> bool:
    """That runs wait for a free place the runner says every few seconds, for as long as they wait."""
    return "at capacity" not in record.getMessage()


def listing(settings: Settings) -> RunnerDeployment:
    """The deployment of ``list-for-review``, which an automation starts."""
    return RunnerDeployment.from_flow(
        list_for_review,
        NAME,
        parameters={"output": text_from_path(settings.output.absolute())},
        version=__version__,
        tags=["digitize"],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def main() -> None:
    """Serves all deployments, and makes the automation that comes with them, as soon as the server is there.

    What a service that is gone has left behind is settled first.
    """
    end_with_parent()
    logging.getLogger("prefect.runner").addFilter(_is_news)
    settings = load_settings()
    wait_for_server()
    settle_left_behind(settings.output.absolute() / ".digitize" / "locks")
    list_again = listing(settings)
    with at_best():
        keep_automation(cast("UUID", list_again.apply()))
    serve(
        *deployments(settings),
        list_again,
        limit=settings.runs + _BESIDES,
        print_starting_message=False,
        pause_on_shutdown=False,
    )


if __name__ == "__main__":
    main()
