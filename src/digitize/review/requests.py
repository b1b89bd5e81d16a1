"""What a browser has sent: parameters of the path, and bodies in JSON."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from starlette.requests import Request

from digitize.review.answers import Refused

MOST_BYTES = 1 << 20


async def body_of(request: Request) -> dict[str, Any]:
    """The object that a script has sent.

    Raises:
        Refused: If it is none, or too long.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Refused(415, "not JSON", hint="Load the page again")
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > MOST_BYTES:
            raise Refused(413, "that is too much at once", hint="Decide on fewer places at a time")
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        raise Refused(400, "not JSON", hint="Load the page again") from None
    if not isinstance(told, dict):
        raise Refused(400, "not an object", hint="Load the page again")
    return told


def number_in(told: dict[str, Any], name: str) -> int:
    """A whole number that is not below zero.

    Raises:
        Refused: If it is none.
    """
    value = told.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Refused(400, f"{name!r} is not a number", hint="Load the page again")
    return value


def number_of_path(request: Request, name: str) -> int:
    """A whole number from 1 in the path.

    Raises:
        Refused: If it is none.
    """
    told = str(request.path_params[name])
    if not (told.isascii() and told.isdigit() and len(told) <= 6 and int(told) > 0):
        raise Refused(404, "there is no such page", hint="Go back, and choose again")
    return int(told)


def document_of(request: Request) -> str:
    """The document that the path names; not yet known to be there."""
    return str(request.path_params["document"])


def address_of(document_id: str) -> str:
    """Where a document's pages begin."""
    return f"/documents/{quote(document_id, safe='')}"
