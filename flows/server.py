"""The Prefect server, in one process: ``python -m digitize_flows.server HOST PORT``. A part of ``digitize serve``."""

from __future__ import annotations

import gc
import sys

from digitize_flows.lifeline import end_with_parent

_FINISH_S = 2
"""Seconds that open requests may take when the server ends; browsers keep theirs open for ever."""


def main() -> None:
    """Serves the API and the UI."""
    end_with_parent()
    host, port = sys.argv[1], int(sys.argv[2])
    gc.disable()  # while it is imported, Prefect makes a million objects that stay: to look through them again and again takes seconds
    import uvicorn
    from prefect.server.api.server import create_app

    gc.freeze()
    gc.enable()
    uvicorn.run(
        create_app,
        factory=True,
        host=host,
        port=port,
        log_level="warning",
        lifespan="on",
        timeout_graceful_shutdown=_FINISH_S,
    )


if __name__ == "__main__":
    main()
