"""The service: Prefect server, deployments, watched folder and review app together. What ``digitize serve`` runs."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from digitize.errors import EnvironmentFault
from digitize.ingest import printable
from digitize.pipeline.workshop import Workshop
from digitize.review.access import TOKEN, Access
from digitize.review.server import PORT as REVIEW_PORT
from digitize.review.server import access_for, address_of
from digitize.settings import Settings
from digitize.watch import Places
from digitize.watch.local import stopped_by_signals
from digitize.watch.watcher import SETTLE_S
from digitize_flows.parts import Part, end_all
from digitize_flows.private_prefect import answers, prefect_environment, server_part, wait_for
from digitize_flows.screen import say

DEPLOYMENTS = (
    "digitize-document",
    "digitize-folder",
    "digitize-again",
    "align-reference",
    "export-again",
    "evaluate",
)
HOST = "127.0.0.1"
PORT = 4200

_PATIENCE_S = 4.0
"""Seconds that flows have to tell the server that they were ended."""
_SERVER_PATIENCE_S = 3.0
_ANY_HOST = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104  only asked about, not chosen


def serve(
    settings: Settings,
    inbox: Path,
    host: str = HOST,
    port: int = PORT,
    *,
    review_port: int = REVIEW_PORT,
    settle_s: float = SETTLE_S,
) -> None:
    """Runs the service until Ctrl-C or SIGTERM; then ends it with all its processes, in a few seconds.

    A document that is being read then is read on when the service starts again: it stays in the inbox, its finished
    pages in the cache.

    Args:
        settings: For documents of the watched folder, and what the forms are filled in with.
        inbox: The watched folder; ``done`` and ``failed`` stand beside it.
        host: Address of the Prefect server and the review app.
        port: The server's port.
        review_port: The app's port.
        settle_s: Seconds that a file must stay the same before it is taken.

    Raises:
        MissingDependencyError: If a program or language is missing.
        EnvironmentFault: If a folder or a port cannot be used, or a service works with this output folder already.
        UsageError: If results would fall into the inbox.
    """
    settings = settings.model_copy(update={"output": settings.output.absolute()})
    places = Places.beside(inbox)
    places.prepare(settings.output)
    with Workshop(settings):  # what is missing is said now, and not when the first file comes
        pass
    access = access_for(host, os.environ.get(TOKEN))
    with _alone(settings.output), stopped_by_signals(None) as stop:
        _require_free("the Prefect server", host, port, "--port")
        _require_free("the review app", host, review_port, "--review-port")
        _run(settings, places, host, port, (access, review_port), settle_s, stop)


def _run(
    settings: Settings,
    places: Places,
    host: str,
    port: int,
    review: tuple[Access, int],
    settle_s: float,
    stop: Event,
) -> None:
    url = f"http://{_ANY_HOST.get(host, host)}:{port}"
    logs = settings.output / ".digitize" / "logs"
    access, review_port = review
    if settings.review_url is None:  # without the token: what is linked to it stands in Prefect's database
        settings = settings.model_copy(
            update={"review_url": address_of(access, review_port).partition("?")[0].rstrip("/")}
        )
    environment = _environment(settings, url) | ({TOKEN: access.token} if access.token else {})

    server = server_part(host, port, environment, logs / "server.log")
    deployments = Part("deployments", ["-m", "digitize_flows.deployments"], environment, logs / "deployments.log")
    watching = ["-m", "digitize_flows.inbox", str(places.inbox), str(settle_s)]
    watched = Part("inbox", watching, environment, logs / "inbox.log", speaks=True)
    looked_at = ["-m", "digitize_flows.review_app", host, str(review_port)]
    reviewed = Part("review app", looked_at, environment, logs / "review.log")
    say("starting the Prefect server ...")
    try:
        server.start()
        wait_for(server, lambda: answers(f"{url}/api/health"), stop)
        deployments.start()
        watched.start()
        reviewed.start()
        wait_for(
            deployments, lambda: all(answers(f"{url}/api/deployments/name/{name}/local") for name in DEPLOYMENTS), stop
        )
        if not stop.is_set():
            say(_addresses(settings, places, url, address_of(access, review_port), logs))
        while not stop.wait(0.5):
            for each in (server, deployments, watched, reviewed):
                pause_s = each.revive()
                if pause_s is not None:
                    log = printable(str(each.log))
                    say(f"the part {each.name!r} has ended, and starts again in {pause_s:g} s; see {log}")
    finally:
        say("ending ...")
        end_all([deployments, watched, reviewed], _PATIENCE_S)
        end_all([server], _SERVER_PATIENCE_S)


def _environment(settings: Settings, url: str) -> dict[str, str]:
    """The parts' environment: these settings, and a Prefect of their own."""
    prefect = prefect_environment(settings.output / ".digitize" / "prefect", url)
    inherited = {name: value for name, value in prefect.items() if not name.startswith("DIGITIZE_")}
    stated = settings.model_dump(mode="json", exclude_none=True)
    own = {f"DIGITIZE_{name.upper()}": str(value) for name, value in stated.items()}
    return {**inherited, **own, "OMP_THREAD_LIMIT": "1", "PREFECT_RUNNER_POLL_FREQUENCY": "2"}


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


def _require_free(what: str, host: str, port: int, flag: str) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise EnvironmentFault(
            f"{what} cannot listen there: {reason}",
            where=f"{host}:{port}",
            hint=f"End the program that listens there, or choose another port with {flag}",
        ) from None


def _addresses(settings: Settings, places: Places, url: str, review: str, logs: Path) -> str:
    rows = (
        ("Prefect UI", url),
        ("forms", f"{url}/deployments"),
        ("review", review),
        ("drop scans here", places.inbox),
        ("then they are in", places.done),
        ("or, with a reason, in", places.failed),
        ("results", settings.output),
        ("logs", logs),
    )
    lines = [f"  {name:<23}{printable(str(value))}" for name, value in rows]
    return "\n".join(["digitize is running; Ctrl-C ends it", *lines])
