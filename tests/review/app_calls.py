"""Calls of the app without a server, with control over every byte of the address; and all its routes."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route

HOST = "127.0.0.1:8484"
OWN = {"X-Digitize-Review": "1", "Content-Type": "application/json", "Accept": "application/json"}
"""Headers of the app's own scripts."""


@dataclass(frozen=True)
class Answer:
    """What came back; ``bug`` is an exception that nothing caught."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    bug: Exception | None = None

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> dict[str, Any]:
        """The error, in the one form that all have."""
        told: dict[str, Any] = self.json["error"]
        assert {"status", "message", "where", "hint"} <= told.keys()
        assert told["status"] == self.status
        assert isinstance(told["message"], str) and told["message"]
        return told


def call(
    app: Starlette,
    method: str,
    address: str,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    host: str = HOST,
) -> Answer:
    """Asks the app something.

    Args:
        app: The app.
        method: GET, POST, ...
        address: Path and query as they stand in a request's first line: in ASCII, with ``%`` escapes.
        headers: Besides ``Host``.
        body: What is sent.
        host: The name under which it is asked.
    """
    path, _, query = address.partition("?")
    told = {"host": host, **{name.lower(): value for name, value in (headers or {}).items()}}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode("ascii"),
        "query_string": query.encode("ascii"),
        "root_path": "",
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in told.items()],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 8484),
    }
    return asyncio.run(_call(app, scope, body))


async def _call(app: Starlette, scope: dict[str, Any], body: bytes) -> Answer:
    sent: list[Any] = []
    whole = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Any:
        return whole.pop() if whole else await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    bug = None
    try:
        await app(scope, receive, send)
    except Exception as error:  # noqa: BLE001  told to the test
        bug = error
    start = next(each for each in sent if each["type"] == "http.response.start")
    headers = {name.decode().lower(): value.decode("latin-1") for name, value in start["headers"]}
    return Answer(start["status"], headers, b"".join(each.get("body", b"") for each in sent), bug)


def post(app: Starlette, address: str, told: Any, **headers: str) -> Answer:
    """Sends what a script of the app would send."""
    return call(app, "POST", address, {**OWN, **headers}, json.dumps(told).encode())


@dataclass(frozen=True)
class Address:
    """A route of the app.

    Args:
        method: How it is asked.
        path: With its parameters in braces.
    """

    method: str
    path: str

    def filled(self, **told: str) -> str:
        """The path with parameters that lead to something, but for those given."""
        path = self.path
        for name in self.parameters:
            path = path.replace(f"{{{name}}}", told.get(name, GOOD.get(name, "1")))
        return path

    @property
    def parameters(self) -> list[str]:
        return [part.partition("}")[0] for part in self.path.split("{")[1:]]


GOOD = {
    "document": "vestnik",
    "version": "ocr-1",
    "page": "1",
    "line": "p0001_r001_l001",
    "path": "review.css",
    "box": "100-100-1000-140",
    "width": "1200",
}
"""What leads to something, by the parameter's name."""


def addresses(app: Starlette) -> list[Address]:
    """Every route of the app, with each method that it has."""
    return list(_addresses(app.routes))


def _addresses(routes: list[BaseRoute]) -> Iterator[Address]:
    for route in routes:
        if isinstance(route, Route):
            plain = re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path)
            yield from (Address(method, plain) for method in sorted((route.methods or set()) - {"HEAD"}))
        elif isinstance(route, Mount):
            yield Address("GET", f"{route.path}/{{path}}")
