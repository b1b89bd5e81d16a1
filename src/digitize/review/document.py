"""One document's own page: what it is, its versions, what can be reviewed, its pages, files and decisions; and the end of a review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from digitize.errors import StaleWriteError
from digitize.model.reference import FIELDS
from digitize.pipeline.catalogue import CatalogueRow
from digitize.pipeline.review_pairs import ReviewPair, pairs_of
from digitize.review.answers import NOT_KEPT, Refused, page, rendered
from digitize.review.asked import page_number
from digitize.review.desk import Desk
from digitize.review.downloads import download, downloads_of, package
from digitize.review.facts import decision_counts, facts_of, grade_of, past_decisions, sheets_of, versions_told
from digitize.review.finishing import Finish
from digitize.review.requests import address_of, body_of, document_of, number_of_path
from digitize.review.shelf import Counted, first_pair
from digitize.review.typed import name_of_person
from digitize.review.undoing import undo_own
from digitize.store.versions import is_version_id

_STEP = 100
"""Decisions on a page of their history."""


class DocumentPage:
    """The routes.

    Args:
        desk: What they work with.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """All of them."""
        at = "/documents/{document}"
        return [
            Route(at, self.document),
            Route(f"{at}/counts", self.counts),
            Route(f"{at}/files.zip", self.package),
            Route(f"{at}/files/{{file:path}}", self.file),
            Route(f"{at}/finish", self.finish, methods=["POST"]),
            Route(f"{at}/finish", self.finished),
            Route(f"{at}/decisions", self.decisions),
            Route(f"{at}/decisions/{{number}}/undo", self.undo, methods=["POST"]),
        ]

    # The page ------------------------------------------------------------------------------------------------------

    def document(self, request: Request) -> Response:
        """Everything that is known of a document."""
        document_id = document_of(request)
        folder, report = self._desk.folder(document_id), self._desk.report(document_id)
        row, pairs = self._row(document_id), pairs_of(document_id, self._desk.shop.settings)
        counts = self._desk.shelf.counted(row, pairs)
        log = self._desk.log(document_id)
        stated = [(name, report["reference"][name]) for name in FIELDS if report["reference"].get(name)]
        return page(
            request,
            "document.html",
            **self._about(document_id),
            row=row,
            facts=facts_of(report),
            stated=stated,
            versions=versions_told(folder, log),
            pairs=self._pairs_told(pairs, counts, document_id),
            sheets=sheets_of(report),
            decided=decision_counts(log),
            first=first_pair(pairs),
            waits=any(counted is None for counted in counts.values()),
            grade=grade_of,
            downloads=downloads_of(folder, report),
            finish=self._desk.finishing.known(document_id),
            parent=pairs[0].left,
        )

    def counts(self, request: Request) -> Response:
        """How many places are open, for a script that waits for it."""
        document_id = document_of(request)
        row, pairs = self._row(document_id), pairs_of(document_id, self._desk.shop.settings)
        counts = self._desk.shelf.counted(row, pairs)
        told = self._pairs_told(pairs, counts, document_id)
        chosen = first_pair(pairs)
        first = next(counted for pair, _, counted in told if pair == chosen)
        return JSONResponse(
            {
                "pairs": {key: _places_told(request, counted) for _, key, counted in told},
                "pages": {} if first is None or first.places is None else first.places.pages,
                "waits": any(counted is None or counted.stamp != row.stamp for _, _, counted in told),
            },
            headers=NOT_KEPT,
        )

    # Files ---------------------------------------------------------------------------------------------------------

    def file(self, request: Request) -> Response:
        """One of the document's files, to be kept."""
        document_id = document_of(request)
        return download(
            self._desk.folder(document_id), self._desk.report(document_id), str(request.path_params["file"])
        )

    def package(self, request: Request) -> Response:
        """The files of one format, in one."""
        document_id = document_of(request)
        asked = request.query_params.get("of", "")
        return package(self._desk.folder(document_id), self._desk.report(document_id), asked)

    # Finishing -----------------------------------------------------------------------------------------------------

    async def finish(self, request: Request) -> Response:
        """Begins to end the review."""
        return await run_in_threadpool(self._finish, request, await body_of(request))

    def _finish(self, request: Request, told: dict[str, Any]) -> Response:
        document_id = document_of(request)
        self._desk.folder(document_id)
        parent, by = told.get("parent"), name_of_person(told.get("by"))
        if not isinstance(parent, str) or not is_version_id(parent):
            raise Refused(400, "no version is named that was reviewed", hint="Load the page again")
        self._check_parent(document_id, parent)
        begun = self._desk.finishing.begin(document_id, parent, by)
        return self._finish_told(request, document_id, begun, status=202)

    def _check_parent(self, document_id: str, parent: str) -> None:
        """Tells a stale page at once; whoever writes meanwhile is told by the pipeline."""
        known = self._desk.finishing.known(document_id)
        now = pairs_of(document_id, self._desk.shop.settings)[0].left
        if now != parent and not (known is not None and known.is_running):
            raise StaleWriteError(
                f"{now} is newer than {parent}, which this page shows",
                where=document_id,
                hint="Load the page again, look at the text as it is now, and finish then",
            )

    def finished(self, request: Request) -> Response:
        """How far the end of the review is, for a script that waits for it."""
        document_id = document_of(request)
        self._desk.folder(document_id)
        return self._finish_told(request, document_id, self._desk.finishing.known(document_id), status=200)

    def _finish_told(self, request: Request, document_id: str, finish: Finish | None, status: int) -> Response:
        html = rendered(request, "_finish.html", **self._about(document_id), finish=finish)
        told = {"runs": finish is not None and finish.is_running, "html": html}
        return JSONResponse(told, status_code=status, headers=NOT_KEPT)

    # Decisions -----------------------------------------------------------------------------------------------------

    def decisions(self, request: Request) -> Response:
        """Everything that was decided, the newest first."""
        document_id, told = document_of(request), request.query_params
        by, number = told.get("by", "")[:200], page_number(told, "page") or 1
        log = self._desk.log(document_id)
        past = past_decisions(self._desk.folder(document_id), log)
        shown = [entry for entry in past if not by or entry.by == by]
        start = (number - 1) * _STEP
        return page(
            request,
            "decisions.html",
            **self._about(document_id),
            rows=shown[start : start + _STEP],
            found=len(shown),
            total=len(past),
            number=number,
            last=max(1, -(-len(shown) // _STEP)),
            by=by,
            persons=sorted({entry.by for entry in past}),
            query=urlencode({"by": by}) if by else "",
        )

    async def undo(self, request: Request) -> Response:
        """Takes one of a person's own decisions back."""
        return await run_in_threadpool(self._undo, request, await body_of(request))

    def _undo(self, request: Request, told: dict[str, Any]) -> Response:
        document_id, number = document_of(request), number_of_path(request, "number")
        self._desk.folder(document_id)
        together = told.get("together") is True
        made = undo_own(self._desk, document_id, number, name_of_person(told.get("by")), together=together)
        answer = {"made": [entry.sequence for entry in made], "undone": [entry.of for entry in made]}
        return JSONResponse(answer, headers=NOT_KEPT)

    # Inside --------------------------------------------------------------------------------------------------------

    def _about(self, document_id: str) -> dict[str, Any]:
        return {
            "document": document_id,
            "address": address_of(document_id),
            "title": self._desk.report(document_id).get("title") or document_id,
            "person": self._desk.person,
        }

    def _row(self, document_id: str) -> CatalogueRow:
        self._desk.report(document_id)  # what is wrong with it is said better by who reads it
        row = self._desk.shelf.row(document_id)
        if row is None:
            raise Refused(404, "the document is not there any more", where=document_id, hint="Look in the library")
        return row

    @staticmethod
    def _pairs_told(
        pairs: Sequence[ReviewPair], counts: dict[tuple[str, str, str | None], Counted | None], document_id: str
    ) -> list[tuple[ReviewPair, str, Counted | None]]:
        """The pairs, each with a name for scripts, and its open places where they are known."""
        return [(pair, f"{pair.left} {pair.right or ''}", counts[document_id, pair.left, pair.right]) for pair in pairs]


def _places_told(request: Request, counted: Counted | None) -> str | None:
    """What is told of a pair's open places, as HTML; ``None`` while they are not known."""
    return None if counted is None else rendered(request, "_open.html", counted=counted, to=None)
