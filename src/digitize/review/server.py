"""Runs the app: what ``digitize review`` does."""

from __future__ import annotations

import getpass
import secrets
import socket
from collections.abc import Callable
from urllib.parse import quote

import uvicorn

from digitize.errors import EnvironmentFault, UsageError
from digitize.pipeline.workshop import Workshop
from digitize.review.access import Access, is_loopback
from digitize.review.app import build_app
from digitize.review.desk import Desk
from digitize.settings import Settings

HOST, PORT = "127.0.0.1", 8484
_LEAST_TOKEN = 12


def access_for(host: str, token: str | None) -> Access:
    """Who may talk to an app that listens on an address; away from loopback a token is made where none is given.

    Raises:
        UsageError: If the token is too short to keep anybody out.
    """
    if token is not None and len(token) < _LEAST_TOKEN:
        raise UsageError(
            f"the token has {len(token)} characters",
            where="--token",
            hint=f"Use at least {_LEAST_TOKEN}, or leave it out: then one is made",
        )
    if token is None and not is_loopback(host):
        token = secrets.token_urlsafe(24)
    return Access(host, token)


def person_here() -> str:
    """The name of the person whose account this is; ``""`` when the system does not know."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def address_of(access: Access, port: int) -> str:
    """Where a person opens the app."""
    host = {"0.0.0.0": socket.gethostname(), "::": socket.gethostname()}.get(access.host, access.host)  # noqa: S104
    name = f"[{host}]" if ":" in host else host
    token = f"?token={quote(access.token, safe='')}" if access.token else ""
    return f"http://{name}:{port}/{token}"


def listening_on(host: str, port: int) -> socket.socket:
    """A socket that listens there.

    Raises:
        EnvironmentFault: If it cannot.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(128)
        except OSError:
            listener.close()
            raise
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise EnvironmentFault(
            f"the review app cannot listen there: {reason}",
            where=f"{host}:{port}",
            hint="End the program that listens there, or choose another port with --port",
        ) from None
    return listener


class _Server(uvicorn.Server):
    """Says when it answers.

    Args:
        config: Of the server.
        ready: Called then.
    """

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()


def serve_app(
    settings: Settings,
    listener: socket.socket,
    access: Access,
    person: str,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Runs the app until Ctrl-C or SIGTERM.

    Args:
        settings: Say where the output folder is.
        listener: Where it listens.
        access: Who may talk to it.
        person: The name that decisions are kept under where a browser has none yet.
        ready: Called when the app answers.
    """
    with listener, Workshop(settings) as shop:
        desk = Desk(shop, person)
        desk.make_ready()
        config = uvicorn.Config(
            build_app(desk, access),
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=3,
        )
        try:
            _Server(config, ready).run(sockets=[listener])
        finally:
            desk.close()
