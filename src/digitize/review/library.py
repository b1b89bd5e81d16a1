"""The library: all documents with what is known of each, small pictures of their pages, and text found in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from digitize.errors import InputError
from digitize.pipeline.catalogue import CatalogueRow
from digitize.review.answers import NOT_KEPT, fault, page, rendered, wants_json, words_of
from digitize.review.asked import searched_text
from digitize.review.browsing import STEP, Browsed, browse
from digitize.review.desk import Desk
from digitize.review.facts import grade_of
from digitize.review.finding import Finds, Preparing
from digitize.review.kept import Kept
from digitize.review.requests import address_of, document_of, number_of_path
from digitize.review.shelf import Counted, Shown

_THUMB_PX = 240
_KEPT_LISTS = 16
_FEW, _MANY = 20, 100
"""Places of a text that is found: as many as are told first, and at most."""
_WAIT_S = 2.0
"""A page waits so long for documents to be made ready, then it is shown without them."""


@dataclass(frozen=True, slots=True)
class Told:
    """A row as the page tells it.

    Args:
        row: What is known of the document.
        address: Of its page; ``None`` where its folder's name cannot stand in one.
        key: By this scripts know it from others.
        counted: How many places are open; ``None`` while that is not known.
        changed: When its files were written last.
    """

    row: CatalogueRow
    address: str | None
    key: str
    counted: Counted | None
    changed: datetime


class Library:
    """The routes.

    Args:
        desk: What they work with.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lists: Kept[tuple[str, Browsed], list[CatalogueRow]] = Kept(_KEPT_LISTS)

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route("/", self.library),
            Route("/library/rows", self.rows),
            Route("/find", self.find),
            Route("/documents/{document}/thumb.webp", self.first_thumb),
            Route("/documents/{document}/thumbs/{page}.webp", self.thumb),
        ]

    # Documents -----------------------------------------------------------------------------------------------------

    def library(self, request: Request) -> Response:
        """All documents, a hundred on a page."""
        asked = Browsed.of(request.query_params)
        shown = self._desk.shelf.look()
        return page(request, "library.html", **self._about(asked, shown), person=self._desk.person)

    def rows(self, request: Request) -> Response:
        """The same rows for a script that asks whether anything is new."""
        asked = Browsed.of(request.query_params)
        shown = self._desk.shelf.look()
        if shown.revision == request.query_params.get("known"):
            return JSONResponse({"revision": shown.revision}, headers=NOT_KEPT)
        about = self._about(asked, shown)
        return JSONResponse(
            {
                "revision": shown.revision,
                "html": rendered(request, "_rows.html", **about),
                "found": words_of(request)("library.found", count=about["found"], total=about["total"]),
                "unread": shown.unread,
            },
            headers=NOT_KEPT,
        )

    def _about(self, asked: Browsed, shown: Shown) -> dict[str, Any]:
        found = self._lists.get((shown.revision, asked), lambda: browse(shown.rows, shown.counts, asked))
        last = max(1, -(-len(found) // STEP))
        start = (min(asked.page, last) - 1) * STEP
        return {
            "asked": asked,
            "rows": told_rows(found[start : start + STEP], shown),
            "found": len(found),
            "total": len(shown.rows),
            "unread": shown.unread,
            "revision": shown.revision,
            "number": min(asked.page, last),
            "last": last,
            "grade": grade_of,
        }

    # Text ----------------------------------------------------------------------------------------------------------

    def find(self, request: Request) -> Response:
        """Where a text stands in the documents."""
        text = searched_text(request.query_params, "q").strip()
        most = _MANY if request.query_params.get("all") else _FEW
        shown = self._desk.shelf.look()
        found: Finds | Preparing | None = None
        if text:
            found = self._desk.finding.ask(text, shown.texts, most, _WAIT_S)
        about: dict[str, Any] = {
            "text": text,
            "finds": found if isinstance(found, Finds) else None,
            "preparing": found if isinstance(found, Preparing) else None,
            "rows": {told.row.id: told for told in told_rows(shown.rows, shown)} if isinstance(found, Finds) else {},
            "most": most,
        }
        if wants_json(request):
            told = {"waits": isinstance(found, Preparing), "html": rendered(request, "_found.html", **about)}
            return JSONResponse(told, headers=NOT_KEPT)
        return page(request, "find.html", **about, person=self._desk.person)

    # Pictures ------------------------------------------------------------------------------------------------------

    def first_thumb(self, request: Request) -> Response:
        """The first page, small."""
        report = self._desk.report(document_of(request))
        return self._thumb(request, report["pages"][0]["page_number"] if report["pages"] else 1)

    def thumb(self, request: Request) -> Response:
        """A page, small."""
        return self._thumb(request, number_of_path(request, "page"))

    def _thumb(self, request: Request, number: int) -> Response:
        try:
            data = self._desk.page_picture(document_of(request), number, _THUMB_PX)
        except InputError as error:
            if wants_json(request) or "image/" not in request.headers.get("accept", ""):
                return fault(request, error)
            svg = rendered(request, "_no_image.html", error=error)
            return Response(svg, 404, media_type="image/svg+xml", headers=NOT_KEPT)
        return Response(data, media_type="image/webp", headers={"Cache-Control": "private, max-age=86400"})


def told_rows(rows: Iterable[CatalogueRow], shown: Shown) -> list[Told]:
    """Rows as a page tells them."""
    return [
        Told(
            row,
            _address(row.id),
            quote(row.id.encode("utf-8", "surrogateescape"), safe=""),
            shown.counts.get(row.id),
            datetime.fromtimestamp(row.changed).astimezone(),
        )
        for row in rows
    ]


def _address(document_id: str) -> str | None:
    try:
        return address_of(document_id)
    except UnicodeEncodeError:
        return None
