"""The service: Prefect server, deployments and watched folder together. What ``digitize serve`` runs."""

from __future__ import annotations

import fcntl
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import httpx
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from digitize.errors import EnvironmentFault
from digitize.ingest import printable
from digitize.pipeline.workshop import Workshop
from digitize.settings import Settings
from digitize.watch import Places
from digitize.watch.local import stopped_by_signals
from digitize.watch.watcher import SETTLE_S
from digitize_flows.parts import Part, end_all

DEPLOYMENTS = ("digitize-document", "digitize-folder")
HOST = "127.0.0.1"
PORT = 4200

_START_S = 300.0
_PATIENCE_S = 4.0
"""Seconds that flows have to tell the server that they were ended."""
_SERVER_PATIENCE_S = 3.0
_ANY_HOST = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104  only asked about, not chosen


def serve(settings: Settings, inbox: Path, host: str = HOST, port: int = PORT, *, settle_s: float = SETTLE_S) -> None:
    """Runs the service until Ctrl-C or SIGTERM; then ends it with all its processes, in a few seconds.

    A document that is being read then is read on when the service starts again: it stays in the inbox, its finished
    pages in the cache.

    Args:
        settings: For documents of the watched folder, and what the forms are filled in with.
        inbox: The watched folder; ``done`` and ``failed`` stand beside it.
        host: Address of the Prefect server.
        port: Its port.
        settle_s: Seconds that a file must stay the same before it is taken.

    Raises:
        MissingDependencyError: If a program or language is missing.
        EnvironmentFault: If a folder or the port cannot be used, or a service works with this output folder already.
        UsageError: If results would fall into the inbox.
    """
    settings = settings.model_copy(update={"output": settings.output.absolute()})
    places = Places.beside(inbox)
    places.prepare(settings.output)
    with Workshop(settings):  # what is missing is said now, and not when the first file comes
        pass
    with _alone(settings.output), stopped_by_signals(_say_nothing) as stop:
        _require_free(host, port)
        _run(settings, places, host, port, settle_s, stop)


def _run(settings: Settings, places: Places, host: str, port: int, settle_s: float, stop: Event) -> None:
    screen = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    url = f"http://{_ANY_HOST.get(host, host)}:{port}"
    logs = settings.output / ".digitize" / "logs"
    environment = _environment(settings, url)

    def part(name: str, *arguments: str, speaks: bool = False) -> Part:
        module = f"digitize_flows.{name}"
        return Part(name, ["-m", module, *arguments], environment, logs / f"{name}.log", speaks=speaks)

    server = part("server", host, str(port))
    others = [part("deployments"), part("inbox", str(places.inbox), str(settle_s), speaks=True)]
    screen.print("starting the Prefect server ...")
    try:
        server.start()
        _wait_for(server, lambda: _answers(f"{url}/api/health"), stop)
        for other in others:
            other.start()
        _wait_for(
            others[0], lambda: all(_answers(f"{url}/api/deployments/name/{name}/local") for name in DEPLOYMENTS), stop
        )
        if not stop.is_set():
            screen.print(_addresses(settings, places, url, logs))
        while not stop.wait(0.5):
            for each in (server, *others):
                pause_s = each.revive()
                if pause_s is not None:
                    screen.print(
                        f"{each.name} has ended, and starts again in {pause_s:g} s; see {escape(str(each.log))}"
                    )
    finally:
        screen.print("ending ...")
        end_all(others, _PATIENCE_S)
        end_all([server], _SERVER_PATIENCE_S)


def _environment(settings: Settings, url: str) -> dict[str, str]:
    """The parts' environment: these settings, and a Prefect of their own that opens no outside connection."""
    own = {f"DIGITIZE_{name.upper()}": str(value) for name, value in settings.model_dump(mode="json").items()}
    home = settings.output / ".digitize" / "prefect"
    prefect = {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"{url}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{home / 'prefect.db'}",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_UI_API_URL": "/api",  # so the UI works through a tunnel or a proxy too
        "PREFECT_RUNNER_POLL_FREQUENCY": "2",
        "PREFECT_LOGGING_COLORS": "false",
        "DO_NOT_TRACK": "1",
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "DIGITIZE_"))}
    return {**inherited, **own, **prefect, "OMP_THREAD_LIMIT": "1"}


@contextmanager
def _alone(output: Path) -> Iterator[None]:
    """Holds a lock for as long as the service runs: two servers with one database would block each other."""
    descriptor = os.open(output / ".digitize" / "locks" / "service", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EnvironmentFault(
                "another digitize serve works with this output folder",
                where=printable(str(output)),
                hint="End it, or choose another folder with --output",
            ) from None
        yield
    finally:
        os.close(descriptor)


def _require_free(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise EnvironmentFault(
            f"the Prefect server cannot listen there: {reason}",
            where=f"{host}:{port}",
            hint="End the program that listens there, or choose another port with --port",
        ) from None


def _wait_for(part: Part, is_ready: Callable[[], bool], stop: Event) -> None:
    """Waits until a part has started.

    Raises:
        EnvironmentFault: If it ends before, or takes too long.
    """
    waited_s, step_s = 0.0, 0.2
    while not stop.is_set() and not is_ready():
        if not part.runs or waited_s > _START_S:
            how = "did not start in time" if part.runs else "ended while it started"
            raise EnvironmentFault(f"{part.name} {how}", where=str(part.log), hint="Its log says why")
        stop.wait(step_s)
        waited_s += step_s


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5.0, trust_env=False).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def _addresses(settings: Settings, places: Places, url: str, logs: Path) -> Table:
    table = Table(
        title="digitize is running; Ctrl-C ends it", title_justify="left", box=None, show_header=False, pad_edge=False
    )
    rows = (
        ("Prefect UI", url),
        ("forms", f"{url}/deployments"),
        ("drop scans here", str(places.inbox)),
        ("then they are in", str(places.done)),
        ("or, with the reason", str(places.failed)),
        ("results", str(settings.output)),
        ("logs", str(logs)),
    )
    for name, value in rows:
        table.add_row(name, escape(printable(value)))
    return table


def _say_nothing(sentence: str) -> None:
    del sentence
