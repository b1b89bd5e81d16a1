"""The two deployments: forms in the Prefect UI from which people start the flows.

``python -m digitize_flows.deployments`` serves them until it is ended; a part of ``digitize serve``.
"""

from __future__ import annotations

from typing import Any

from prefect import serve
from prefect.deployments.runner import RunnerDeployment
from prefect.types.entrypoint import EntrypointType

from digitize import __version__
from digitize.settings import Settings, load_settings
from digitize_flows.digitize_document import digitize_document
from digitize_flows.digitize_folder import digitize_folder
from digitize_flows.health import wait_for_server
from digitize_flows.lifeline import end_with_parent
from digitize_flows.parameters import text_from_path

NAME = "local"
"""Of both deployments: they run on this machine. In the UI: ``digitize-document/local``."""

_AT_A_TIME = 1
"""Runs at a time: each uses all the cores it is given."""


def deployments(settings: Settings) -> tuple[RunnerDeployment, RunnerDeployment]:
    """Both deployments, their forms filled in with the settings of this installation."""
    defaults: dict[str, Any] = {
        "output": text_from_path(settings.output.absolute()),
        "languages": settings.languages,
        "profile": str(settings.profile),
        "engine": str(settings.engine),
        "modernise": settings.modernise,
        "no_repair": settings.no_repair,
        "pdf": str(settings.pdf),
        "text_layer": str(settings.text_layer),
        "jobs": settings.jobs,
    }
    document, folder = (
        RunnerDeployment.from_flow(
            flow,
            NAME,
            parameters=defaults,
            version=__version__,
            tags=["digitize"],
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for flow in (digitize_document, digitize_folder)
    )
    return document, folder


def main() -> None:
    """Serves both deployments, as soon as the server is there."""
    end_with_parent()
    wait_for_server()
    serve(*deployments(load_settings()), limit=_AT_A_TIME, print_starting_message=False, pause_on_shutdown=False)


if __name__ == "__main__":
    main()
