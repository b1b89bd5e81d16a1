"""The app: routes, and what stands around every one of them."""

from __future__ import annotations

import logging
import traceback
from importlib.resources import as_file, files
from typing import Any
from urllib.parse import parse_qs, urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from digitize.errors import DigitizeError
from digitize.export.typeface import typeface
from digitize.review.access import COOKIE, HEADER, Access, fault_of_origin
from digitize.review.answers import HEADERS, Refused, fault, page
from digitize.review.desk import Desk
from digitize.review.differences import Differences
from digitize.review.document import DocumentPage
from digitize.review.library import Library
from digitize.review.page_view import PageView

_log = logging.getLogger(__name__)
_MOST_FORM = 4_096
_OPEN_TO_ALL = ("/login", "/static/", "/fonts/")


def build_app(desk: Desk, access: Access) -> Starlette:
    """The app.

    Args:
        desk: What routes work with.
        access: Who may talk to it.
    """
    with as_file(files("digitize.review") / "static") as static:
        routes = [
            *Library(desk).routes(),
            *DocumentPage(desk).routes(),
            *Differences(desk).routes(),
            *PageView(desk).routes(),
            Route("/fonts/reading.ttf", _font),
            Route("/login", _Login(access), methods=["GET", "POST"]),
            Mount("/static", StaticFiles(directory=static)),
        ]
    handlers: dict[Any, Any] = {DigitizeError: _told, HTTPException: _not_found, Exception: _bug}
    return Starlette(routes=routes, exception_handlers=handlers, middleware=[Middleware(_Gate, access=access)])


class _Gate:
    """Lets in who may come, refuses what was forged, and adds the headers that every answer has."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)

        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                there = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(
                        (name.lower().encode(), value.encode())
                        for name, value in HEADERS.items()
                        if name.lower().encode() not in there
                    ),
                ]
            await send(message)

        refused = self._refusal(request)
        if refused is None:
            await self._app(scope, receive, send_with_headers)
        else:
            await refused(scope, receive, send_with_headers)

    def _refusal(self, request: Request) -> Response | None:
        path = request.url.path
        if not self._access.is_own_host(request.headers.get("host", "")):
            hint = "Use the address that digitize review has printed"
            return fault(request, Refused(403, "the app is not known under this name", hint=hint))
        if request.method not in ("GET", "HEAD"):
            forged = fault_of_origin(request)
            if forged is None and path != "/login" and request.headers.get(HEADER) is None:
                forged = "it does not come from a page of the app"
            if forged is not None:
                return fault(
                    request, Refused(403, f"the request was refused: {forged}", hint="Use the app's own pages")
                )
        token = request.query_params.get("token")
        if token is not None and request.method == "GET" and self._access.is_token(token):
            return _let_in(request, self._access)
        if not self._access.lets_in(request) and not path.startswith(_OPEN_TO_ALL):
            if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
                return page(request, "login.html", 401, wrong=token is not None)
            return fault(
                request, Refused(401, "the token is missing or wrong", hint="Open the app's page and type it in")
            )
        return None


def _let_in(request: Request, access: Access) -> Response:
    """Gives the cookie, and leads to the page that was asked for, without the token; never to another site (``//name``)."""
    path = "/" if request.url.path == "/login" else "/" + request.url.path.lstrip("/")
    query = urlencode([(name, value) for name, value in request.query_params.multi_items() if name != "token"])
    answer = RedirectResponse(f"{path}?{query}" if query else path, status_code=303)
    answer.set_cookie(COOKIE, access.pass_, httponly=True, samesite="strict", secure=request.url.scheme == "https")
    return answer


class _Login:
    """Asks for the token."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        answer = await self._answer(request)
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method == "GET":
            return page(request, "login.html", wrong=False)
        data = b""
        async for chunk in request.stream():
            data += chunk
            if len(data) > _MOST_FORM:
                return page(request, "login.html", 401, wrong=True)
        told = parse_qs(data.decode("utf-8", "replace")).get("token", [""])[0]
        if self._access.is_token(told):
            return _let_in(request, self._access)
        return page(request, "login.html", 401, wrong=True)


def _font(request: Request) -> Response:
    """The typeface of readings, which has the old letters."""
    del request
    return Response(typeface(), media_type="font/ttf", headers={"Cache-Control": "private, max-age=604800"})


def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, DigitizeError)  # noqa: S101  what it is registered for
    return fault(request, error)


def _not_found(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    what = {404: "there is no such page", 405: "this address is not for that"}.get(status, "the request is not valid")
    return fault(request, Refused(status, what, hint="Begin at the library"))


def _bug(request: Request, error: Exception) -> Response:
    _log.error("%s", "".join(traceback.format_exception(error)))
    hint = "Nothing that was decided is lost. Please report it, with what the terminal says"
    answer = fault(request, Refused(500, f"internal error ({type(error).__name__})", hint=hint))
    answer.headers.update(HEADERS)  # it comes from without the gate
    return answer
