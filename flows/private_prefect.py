"""A Prefect server of our own: what it is told, how it is started, when it is there."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event

from digitize.errors import EnvironmentFault
from digitize_flows.health import answers
from digitize_flows.parts import Part, end_all

_START_S = 300.0
"""Prefect's server takes some 10 s to start on an idle machine, and much longer on a busy one."""
_LOOK_S = 0.2
_PATIENCE_S = 3.0
_TRIES = 5


def server_part(host: str, port: int, environment: dict[str, str], log: Path) -> Part:
    """The process that is the server; not started yet."""
    url = f"{environment['PREFECT_API_URL']}/health"
    return Part("server", ["-m", "digitize_flows.server", host, str(port)], environment, log, url=url)


def prefect_environment(home: Path, url: str) -> dict[str, str]:
    """The environment of a server and its clients: this process's, with a Prefect that opens no outside connection.

    The user's own Prefect, with its addresses and keys, stays out.

    Args:
        home: Prefect's folder; its database is there.
        url: Where the server listens.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return {
        **inherited,
        "DO_NOT_TRACK": "1",
        "PREFECT_API_URL": f"{url}/api",
        "PREFECT_HOME": str(home),
        "PREFECT_LOGGING_COLORS": "false",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        # A busy SQLite database is waited for; by default a statement is given up after 10 s, a connection after 5.
        "PREFECT_SERVER_DATABASE_CONNECTION_TIMEOUT": "60",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{home / 'prefect.db'}",
        "PREFECT_SERVER_DATABASE_TIMEOUT": "60",
        # Work pools of other machines are looked after by it; here there are none.
        "PREFECT_SERVER_SERVICES_FOREMAN_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_UI_API_URL": "/api",  # so the UI works through a tunnel or a proxy too
    }


@contextmanager
def temporary_server() -> Iterator[tuple[str, Path]]:
    """A server for the time of the block, on a free port, with its database in a temporary folder.

    It has a process group of its own, so that Ctrl-C reaches the flow first, and the flow can still say how it ended.

    Yields:
        Its address, and its folder.

    Raises:
        EnvironmentFault: If it does not start.
    """
    with tempfile.TemporaryDirectory(prefix="digitize-prefect-") as folder:
        server, url = _start_somewhere(Path(folder))
        try:
            yield url, Path(folder)
        finally:
            end_all([server], _PATIENCE_S)


def _start_somewhere(home: Path) -> tuple[Part, str]:
    """A started server and its address; another program may be quicker to take the port, so there are several tries."""
    for tries_left in reversed(range(_TRIES)):
        port = _free_port()
        url = f"http://127.0.0.1:{port}"
        environment = prefect_environment(home, url) | {"PREFECT_SERVER_UI_ENABLED": "false"}
        server = server_part("127.0.0.1", port, environment, home / "server.log")
        try:
            server.start()
            wait_for(server, partial(answers, f"{url}/api/health"), Event())
        except EnvironmentFault:
            server.end()
            if not tries_left:
                raise
        except BaseException:
            server.end()
            raise
        else:
            return server, url
    raise AssertionError("the last try returns or raises")


def wait_for(part: Part, is_ready: Callable[[], bool], stop: Event) -> None:
    """Waits until a part has started, or ``stop`` is set.

    Raises:
        EnvironmentFault: If it ends before, or takes too long.
    """
    waited_s = 0.0
    while not stop.is_set() and not is_ready():
        if not part.runs or waited_s > _START_S:
            how = "did not start in time" if part.runs else "ended while it started"
            raise EnvironmentFault(f"the part {part.name!r} {how}", where=str(part.log), hint="Its log says why")
        stop.wait(_LOOK_S)
        waited_s += _LOOK_S


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
