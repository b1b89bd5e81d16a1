"""Answers: pages from templates, one shape for every error, and the headers that keep a page to itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from digitize.errors import DigitizeError, InputError, StaleWriteError, UsageError
from digitize.review.words import Words, words_for

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing from elsewhere, nothing written into a page."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # without any, browsers send forms of ours as those of an unknown origin
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
NOT_KEPT = {"Cache-Control": "no-store"}

_UNSEEN = frozenset(("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"))
"""Unicode's categories of characters that nobody can see on a scan."""


class Refused(DigitizeError):
    """A request that cannot be answered.

    Args:
        status: HTTP's number for it.
    """

    def __init__(self, status: int, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message, where=where, hint=hint)
        self.status = status


def status_of(error: DigitizeError) -> int:
    """HTTP's number for an error."""
    if isinstance(error, Refused):
        return error.status
    if isinstance(error, StaleWriteError):
        return 409
    if isinstance(error, InputError):
        return 404
    return 400 if isinstance(error, UsageError) else 503


def is_unseen(character: str) -> bool:
    """Whether a character cannot be seen, or turns the direction of others."""
    return unicodedata.category(character) in _UNSEEN


def visible(text: object) -> Markup:
    """Text as content of a page; characters that cannot be seen, or turn the direction of others, by their numbers."""
    told = str(text)
    if told.isprintable():
        return escape(told)
    parts: list[str] = []
    for character in told:
        if character == "\n" or not is_unseen(character):
            parts.append(str(escape(character)))
        else:
            name = unicodedata.name(character, f"character {ord(character):04X}").lower()
            parts.append(f'<span class="unseen" title="{escape(name)}">U+{ord(character):04X}</span>')
    return Markup("".join(parts))  # noqa: S704  every part is escaped above


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("digitize.review"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["visible"] = visible
    made.filters["percent"] = lambda share: f"{100 * share:.0f}\u202f%"
    return made


def words_of(request: Request) -> Words:
    """The strings in the language of the person who asks."""
    return words_for(request.headers.get("accept-language", ""))


def rendered(request: Request, template: str, **told: Any) -> str:
    """A template, filled in; ``say`` gives it the strings."""
    return _templates().get_template(template).render(say=words_of(request), **told)


def page(request: Request, template: str, status: int = 200, **told: Any) -> Response:
    """A page of the app."""
    return HTMLResponse(rendered(request, template, **told), status_code=status, headers=NOT_KEPT)


def fault(request: Request, error: DigitizeError, more: Mapping[str, Any] | None = None) -> Response:
    """An error as the one who asked can read it: a page for a person, JSON for a script.

    Args:
        request: What was asked.
        error: What is wrong.
        more: What else a script should know.
    """
    status = status_of(error)
    if wants_json(request):
        told = {"status": status, "message": error.message, "where": error.where, "hint": error.hint, **(more or {})}
        return JSONResponse({"error": told}, status_code=status, headers=NOT_KEPT)
    return page(request, "fault.html", status, error=error)


def wants_json(request: Request) -> bool:
    """Whether a script has asked."""
    return request.method not in ("GET", "HEAD") or "application/json" in request.headers.get("accept", "")
