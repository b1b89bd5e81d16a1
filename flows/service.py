"""The service: Prefect server, deployments, watched folders and review app together. What ``digitize serve`` runs."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from digitize.errors import EnvironmentFault, UsageError
from digitize.ingest import printable
from digitize.settings import Settings
from digitize.watch.local import stopped_by_signals
from digitize.watch.places import Places, places_beside
from digitize.watch.watcher import SETTLE_S
from digitize_flows.database_room import make_shrinkable, retention
from digitize_flows.health import answers, status_of
from digitize_flows.parts import Hear, Part
from digitize_flows.prefect_database import put_aside_if_unusable
from digitize_flows.private_prefect import prefect_environment, server_part
from digitize_flows.screen import Screen
from digitize_flows.service_record import ServiceRecord
from digitize_flows.standing import Standing
from digitize_flows.supervisor import Supervisor
from digitize_flows.temporary import emptied_folder, empty

DEPLOYMENTS = (
    "digitize-document",
    "digitize-folder",
    "digitize-again",
    "align-reference",
    "export-again",
    "evaluate",
)
"""Flows whose deployments must be there before the service is called ready."""
HOST = "127.0.0.1"
PORT = 4200
REVIEW_PORT = 8484

_LEAST_FREE_MIB = 200
"""A disk with less than that is full for our purposes: Prefect's database alone grows by so much in a busy week."""
_PORT_PATIENCE_S = 3.0
"""Seconds that a port may still be held by the server of a service that was killed a moment ago."""
_LOCK_PATIENCE_S = 0.5
_OK = 200
_ANY_HOST = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104  only asked about, not chosen


def serve(
    settings: Settings,
    inboxes: Sequence[Path],
    host: str = HOST,
    port: int = PORT,
    *,
    review_port: int = REVIEW_PORT,
    settle_s: float = SETTLE_S,
) -> None:
    """Runs the service until Ctrl-C, SIGTERM or SIGHUP; then ends it with all its processes, in a few seconds.

    A document that is being read then is read on when the service starts again: it stays in the inbox, its finished
    pages in the cache.

    Args:
        settings: For documents of the watched folders, and what the forms are filled in with.
        inboxes: The watched folders; ``done`` and ``failed`` stand beside each.
        host: Address of the Prefect server and the review app.
        port: The server's port.
        review_port: The app's port.
        settle_s: Seconds that a file must stay the same before it is taken.

    Raises:
        MissingDependencyError: If a program or language is missing.
        EnvironmentFault: If a folder or a port cannot be used, the disk is full, or a service works with this output
            folder already.
        UsageError: If results would fall into an inbox, inboxes lie within each other, or both ports are one.
    """
    began_s = time.monotonic()
    settings = settings.model_copy(update={"output": settings.output.absolute()})
    if port == review_port:
        raise UsageError(
            "the Prefect server and the review app cannot share a port",
            where=f"--port {port}",
            hint="Choose another with --review-port",
        )
    places = places_beside(inboxes, settings.output)
    _require_room(settings.output)
    with _alone(settings.output), stopped_by_signals(None) as stop, _stopped_by_hang_up(stop):
        _require_free("the Prefect server", host, port, "--port")
        _require_free("the review app", host, review_port, "--review-port")
        _run(settings, places, (host, port, review_port), settle_s, stop, began_s)


def _run(
    settings: Settings,
    places: Sequence[Places],
    address: tuple[str, int, int],
    settle_s: float,
    stop: Event,
    began_s: float,
) -> None:
    host, port, review_port = address
    screen = Screen()
    hidden = settings.output / ".digitize"
    database = hidden / "prefect" / "prefect.db"
    for told in (put_aside_if_unusable(database), make_shrinkable(database)):
        if told is not None:
            screen.say(told)
    reached = _ANY_HOST.get(host, host)
    url, review_url = f"http://{reached}:{port}", f"http://{reached}:{review_port}/"
    if settings.review_url is None:  # without the token: what is linked to it stands in Prefect's database
        linked = f"http://{socket.gethostname()}:{review_port}" if host in _ANY_HOST else review_url.rstrip("/")
        settings = settings.model_copy(update={"review_url": linked})
    scratch = emptied_folder(settings.output)
    environment = _environment(settings, url) | {"TMPDIR": str(scratch)}
    logs = hidden / "logs"
    server = server_part(host, port, environment, logs / "server.log")
    supervisor = Supervisor([server], screen, stop)
    screen.say("starting; this takes some ten seconds ...")
    try:
        server.start()  # it takes longest, so it goes first, and what is missing is looked for meanwhile
        shown, token = _review_address(settings, host, review_port)
        inboxes = [each.inbox for each in places]
        record = ServiceRecord(settings.output, {"Prefect UI": url, "review": review_url}, inboxes)

        def hear(sentence: str) -> None:
            record.hear(sentence)
            screen.say(sentence)

        def part(name: str, module: str, *arguments: str, hear: Hear | None = None, at: str | None = None) -> Part:
            log = logs / f"{module}.log"
            return Part(
                name, ["-m", f"digitize_flows.{module}", *arguments], environment | token, log, hear=hear, url=at
            )

        others = (
            part("deployments", "deployments"),
            part("inbox", "inbox", *map(str, inboxes), str(settle_s), hear=hear),
            part("review app", "review_app", host, str(review_port), at=review_url),
            part("upkeep", "upkeep"),
        )
        supervisor = Supervisor([server, *others], screen, stop)
        supervisor.start()
        supervisor.wait_until(lambda: _is_ready(url, review_url))
        if not stop.is_set():
            screen.say(_addresses(settings, places, url, shown, logs, time.monotonic() - began_s))
        standing = Standing(supervisor, record, inboxes, screen)
        supervisor.watch([standing.show, lambda: record.beat(supervisor.parts)])
        record.end()
    finally:
        _end(supervisor, screen)
        empty(scratch)


def _end(supervisor: Supervisor, screen: Screen) -> None:
    began_s = time.monotonic()
    screen.show("")
    screen.say("ending ...")
    supervisor.end()
    screen.say(f"ended, in {time.monotonic() - began_s:.1f} s")


def _is_ready(url: str, review_url: str) -> bool:
    return answers(review_url) and all(
        status_of(f"{url}/api/deployments/name/{name}/local") == _OK for name in DEPLOYMENTS
    )


def _review_address(settings: Settings, host: str, review_port: int) -> tuple[str, dict[str, str]]:
    """The review app's address for a person, and the variable with its token, if it asks for one.

    What the product needs to work is looked for here as well, after the server was started: both take seconds.

    Raises:
        MissingDependencyError: If a program or language is missing.
        UsageError: If the token is too short.
    """
    from digitize.pipeline.workshop import Workshop
    from digitize.review.access import TOKEN
    from digitize.review.server import access_for, address_of

    access = access_for(host, os.environ.get(TOKEN))
    with Workshop(settings):  # what is missing is said now, and not when the first file comes
        pass
    return address_of(access, review_port), {TOKEN: access.token} if access.token else {}


def _environment(settings: Settings, url: str) -> dict[str, str]:
    """The parts' environment: these settings, and a Prefect of their own."""
    prefect = prefect_environment(settings.output / ".digitize" / "prefect", url)
    inherited = {name: value for name, value in prefect.items() if not name.startswith("DIGITIZE_")}
    stated = settings.model_dump(mode="json", exclude_none=True)
    own = {f"DIGITIZE_{name.upper()}": str(value) for name, value in stated.items()}
    kept = retention(settings.keep_runs_days)
    return {**inherited, **own, **kept, "OMP_THREAD_LIMIT": "1", "PREFECT_RUNNER_POLL_FREQUENCY": "2"}


@contextmanager
def _alone(output: Path) -> Iterator[None]:
    """Holds a lock for as long as the service runs: two servers with one database would block each other."""
    place = output / ".digitize" / "locks" / "service"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise _unusable(output, error) from error
    try:
        if not _is_locked(descriptor):
            raise EnvironmentFault(
                "another digitize serve works with this output folder",
                where=printable(str(output)),
                hint="End it, or choose another folder with --output",
            )
        yield
    finally:
        os.close(descriptor)


def _is_locked(descriptor: int) -> bool:
    """Takes the lock, unless another service has it; whoever asks whether one does holds it for an instant."""
    deadline = time.monotonic() + _LOCK_PATIENCE_S
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        else:
            return True


@contextmanager
def _stopped_by_hang_up(stop: Event) -> Iterator[None]:
    """A terminal that is closed ends the service in good order, unless it was started to outlive it (``nohup``)."""
    before = signal.getsignal(signal.SIGHUP)
    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: stop.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)


def _require_room(output: Path) -> None:
    """Refuses to start on a full disk, where the database would be the first to suffer.

    Raises:
        EnvironmentFault: If there is too little room, or the folder cannot be made.
    """
    try:
        output.mkdir(parents=True, exist_ok=True)
        free_mib = shutil.disk_usage(output).free >> 20
    except OSError as error:
        raise _unusable(output, error) from error
    if free_mib < _LEAST_FREE_MIB:
        raise EnvironmentFault(
            f"its disk is full: {free_mib} MiB are free, and {_LEAST_FREE_MIB} MiB are needed to start",
            where=printable(str(output)),
            hint="Make room, or choose a folder on another disk with --output",
        )


def _unusable(output: Path, error: OSError) -> EnvironmentFault:
    return EnvironmentFault(
        f"the output folder cannot be written: {error.strerror}",
        where=printable(str(output)),
        hint="Check its permissions, or choose another folder with --output",
    )


def _require_free(what: str, host: str, port: int, flag: str) -> None:
    deadline = time.monotonic() + _PORT_PATIENCE_S
    while (reason := _fault_of_address(host, port)) is not None:
        if time.monotonic() > deadline:
            raise EnvironmentFault(
                f"{what} cannot listen there: {reason}",
                where=f"{host}:{port}",
                hint=f"End the program that listens there, or choose another port with {flag}",
            )
        time.sleep(0.1)


def _fault_of_address(host: str, port: int) -> str | None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        return getattr(error, "strerror", None) or str(error)
    return None


def _addresses(settings: Settings, places: Sequence[Places], url: str, review: str, logs: Path, took_s: float) -> str:
    rows: list[tuple[str, object]] = [("Prefect UI", url), ("forms", f"{url}/deployments"), ("review", review)]
    for each in places:
        rows += [
            ("drop scans here", each.inbox),
            ("then they are in", each.done),
            ("or, with a reason, in", each.failed),
        ]
    rows += [("results", settings.output), ("logs", logs)]
    lines = [f"  {name:<23}{printable(str(value))}" for name, value in rows]
    return "\n".join([f"digitize is running, after {took_s:.0f} s; Ctrl-C ends it", *lines])
