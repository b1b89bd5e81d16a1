"""Whether the service answers. ``python -m digitize_flows.health [URL...]`` asks: for a container, for a monitor.

Without an address it asks the Prefect server and the review app where they are by default. Exit code 0 when all answer,
otherwise 1, and each that does not is named on standard error.
"""

from __future__ import annotations

import http.client
import os
import sys
import time
from urllib.parse import urlsplit

PREFECT_URL = "http://127.0.0.1:4200/api/health"
REVIEW_URL = "http://127.0.0.1:8484/"

_LOOK_S = 0.2
_ANSWER_S = 10.0


def answers(url: str, within_s: float = _ANSWER_S) -> bool:
    """Whether somebody answers there, and not with a fault of the server; to ask for a token is an answer."""
    status = status_of(url, within_s)
    return status is not None and status < http.client.INTERNAL_SERVER_ERROR


def status_of(url: str, within_s: float = _ANSWER_S) -> int | None:
    """The status with which a server answers; ``None`` when it does not. Asks directly, past any proxy."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=within_s)
    try:
        connection.request("GET", parts.path or "/")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def wait_for_server() -> None:
    """Waits until the Prefect server of this process (``PREFECT_API_URL``) answers: parts start beside it."""
    url = f"{os.environ['PREFECT_API_URL']}/health"
    while not answers(url):
        time.sleep(_LOOK_S)


def main() -> int:
    """Asks the addresses of the command line."""
    silent = [url for url in sys.argv[1:] or (PREFECT_URL, REVIEW_URL) if not answers(url)]
    for url in silent:
        sys.stderr.write(f"no answer: {url}\n")
    return 1 if silent else 0


if __name__ == "__main__":
    raise SystemExit(main())
