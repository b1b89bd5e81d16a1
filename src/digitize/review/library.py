"""The library: all documents, with what is known of each; and one document's own page."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from digitize.pipeline.listing import list_documents
from digitize.pipeline.review_pairs import pairs_of
from digitize.review.answers import page
from digitize.review.desk import Desk
from digitize.review.requests import document_of, number_of_path

_THUMB_PX = 240


class Library:
    """The routes.

    Args:
        desk: What they work with.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route("/", self.library),
            Route("/documents/{document}", self.document),
            Route("/documents/{document}/thumbs/{page}.webp", self.thumb),
        ]

    def library(self, request: Request) -> Response:
        """All documents."""
        rows = list_documents(self._desk.shop.settings)
        return page(request, "library.html", rows=rows, person=self._desk.person)

    def document(self, request: Request) -> Response:
        """One document: its pages, and what can be reviewed."""
        document_id = document_of(request)
        report = self._desk.report(document_id)
        return page(
            request,
            "document.html",
            document=document_id,
            address=f"/documents/{quote(document_id, safe='')}",
            title=report.get("title") or document_id,
            report=report,
            pairs=pairs_of(document_id, self._desk.shop.settings),
            person=self._desk.person,
        )

    def thumb(self, request: Request) -> Response:
        """A page, small."""
        data = self._desk.page_picture(document_of(request), number_of_path(request, "page"), _THUMB_PX)
        return Response(data, media_type="image/webp", headers={"Cache-Control": "private, max-age=86400"})
