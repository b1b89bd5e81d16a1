"""The page view: the scan beside its text, both in step, and every line to be put right in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from digitize.errors import DigitizeError
from digitize.export.transcription_json import decode_reference
from digitize.model.decision import Decision
from digitize.model.draft_layout import page_id
from digitize.model.transcription import Doubt, PageStatus
from digitize.pipeline.history import history
from digitize.pipeline.page_now import PageNow
from digitize.pipeline.page_tiles import TILE_PX
from digitize.review.answers import NOT_KEPT, Refused, fault, page, rendered, words_of
from digitize.review.asked import page_number
from digitize.review.deciding import Conflict, decision_told, undo_last
from digitize.review.desk import Desk
from digitize.review.kept import Kept
from digitize.review.page_deciding import LineAction, LineAsk, decide_line
from digitize.review.page_layout import KINDS, decide_layout, layout_wish
from digitize.review.page_shown import ShownPage, shown_page
from digitize.review.requests import address_of, body_of, document_of, number_in, number_of_path
from digitize.review.typed import name_of_person, typed_text
from digitize.store.versions import is_version_id

_PAGES = 16
_WIDTHS = (1200, 2400)
"""Of the pictures of a whole page; what is sharper comes in pieces."""
_KEPT = {"Cache-Control": "private, max-age=86400"}


class PageView:
    """The routes.

    Args:
        desk: What they work with.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._made: Kept[tuple[int, int], _Made] = Kept(_PAGES)

    def routes(self) -> list[Route]:
        """All of them."""
        at = "/documents/{document}/pages"
        return [
            Route(at, self.go),
            Route(f"{at}/{{page}}", self.screen),
            Route(f"{at}/{{page}}/now", self.now),
            Route(f"{at}/{{page}}/history", self.history),
            Route(f"{at}/{{page}}/scan/{{width}}.webp", self.scan),
            Route(f"{at}/{{page}}/tiles/{{column}}-{{row}}.jpg", self.tile),
            Route(f"{at}/{{page}}/decisions", self.decided, methods=["POST"]),
            Route(f"{at}/{{page}}/undo", self.undone, methods=["POST"]),
        ]

    # Pages ---------------------------------------------------------------------------------------------------------

    def go(self, request: Request) -> Response:
        """To the page of a number that a person has typed; to the first when none is."""
        document_id = document_of(request)
        number = page_number(request.query_params, "number") or self._numbers(document_id)[0]
        return RedirectResponse(f"{address_of(document_id)}/pages/{number}", status_code=303, headers=NOT_KEPT)

    def screen(self, request: Request) -> Response:
        """One page."""
        document_id, number = self._page_of(request)
        numbers = self._numbers(document_id)
        now = self._desk.page_now(document_id, number)
        shown = self._shown(document_id, now)
        address, say = address_of(document_id), words_of(request)
        at = numbers.index(number)
        start = {
            "address": f"{address}/pages/{number}",
            "document": address,
            "seen": now.sequence,
            "version": now.text.version,
            "width": shown.width,
            "height": shown.height,
            "widths": _widths(shown.width),
            "tile": TILE_PX,
            "ahead": self._picture_of(document_id, numbers[at + 1]) if at + 1 < len(numbers) else None,
            "say": say.group("page_script"),
        }
        return page(
            request,
            "page.html",
            document=document_id,
            address=address,
            title=self._desk.report(document_id).get("title") or document_id,
            number=number,
            last=numbers[-1],
            before=numbers[at - 1] if at else None,
            following=numbers[at + 1] if at + 1 < len(numbers) else None,
            shown=shown,
            start=start,
            no_image=self._image_fault(document_id, number),
            kinds=[kind.value for kind in KINDS],
            can_add=shown.status is not PageStatus.FAILED,
            doubts=[doubt.value for doubt in Doubt],
            person=self._desk.person,
        )

    def now(self, request: Request) -> Response:
        """What has changed on a page since a decision that the browser knows of."""
        told = request.query_params
        seen = told.get("seen", "0")
        if not (seen.isascii() and seen.isdigit() and len(seen) <= 9):
            raise Refused(400, "'seen' in the address is not valid", hint="Load the page again")
        return JSONResponse(self._changes(request, int(seen), told.get("version")), headers=NOT_KEPT)

    def history(self, request: Request) -> Response:
        """Everything that was decided on a word, a line or a region, the newest first."""
        document_id, number = self._page_of(request)
        on = request.query_params.get("on", "")
        rows = history(self._desk.folder(document_id), on)[::-1] if on.startswith(page_id(number)) else ()
        return JSONResponse({"html": rendered(request, "_history.html", rows=rows)}, headers=NOT_KEPT)

    def scan(self, request: Request) -> Response:
        """The scan, reduced to one of a few widths."""
        document_id, number = document_of(request), number_of_path(request, "page")
        told = str(request.path_params["width"])
        widths = _widths(self._desk.image(document_id, number).width)
        if told not in [str(width) for width in widths]:
            raise Refused(404, "there is no picture of that width", where=f"{document_id}, page {number}")
        data = self._desk.page_picture(document_id, number, int(told))
        return Response(data, media_type="image/webp", headers=_KEPT)

    def tile(self, request: Request) -> Response:
        """A piece of the scan, as sharp as it is; columns and rows of pieces are counted from 1."""
        column, row = number_of_path(request, "column") - 1, number_of_path(request, "row") - 1
        data = self._desk.page_tile(document_of(request), number_of_path(request, "page"), column, row)
        return Response(data, media_type="image/jpeg", headers=_KEPT)

    # Decisions -----------------------------------------------------------------------------------------------------

    async def decided(self, request: Request) -> Response:
        """Takes a decision down, and answers with what has changed on the page."""
        return await run_in_threadpool(self._decided, request, await body_of(request))

    def _decided(self, request: Request, told: dict[str, Any]) -> Response:
        document_id, number = document_of(request), number_of_path(request, "page")
        seen = number_in(told, "seen")
        try:
            made = self._decide(document_id, number, seen, told)
        except Conflict as conflict:
            return fault(
                request, conflict, {"theirs": decision_told(conflict.theirs), **self._again(request, told, seen)}
            )
        answer = self._changes(request, seen, told.get("version"))
        return JSONResponse({**answer, "made": [entry.sequence for entry in made]}, headers=NOT_KEPT)

    def _decide(self, document_id: str, number: int, seen: int, told: dict[str, Any]) -> tuple[Decision, ...]:
        by, version = name_of_person(told.get("by")), told.get("version")
        if not isinstance(version, str) or not is_version_id(version):
            raise Refused(400, "no version is named", hint="Load the page again")
        if str(told.get("action")) in set(LineAction):
            return decide_line(self._desk, document_id, number, _line_ask(told, by, version, seen))
        wish = layout_wish(told, by, version, number)
        return decide_layout(self._desk, document_id, number, seen, wish)

    async def undone(self, request: Request) -> Response:
        """Takes a person's last decision back, and answers with what has changed on the page."""
        return await run_in_threadpool(self._undone, request, await body_of(request))

    def _undone(self, request: Request, told: dict[str, Any]) -> Response:
        document_id, number = document_of(request), number_of_path(request, "page")
        seen = number_in(told, "seen")
        undone = undo_last(self._desk, document_id, name_of_person(told.get("by")))
        if undone is None:
            raise Refused(404, "there is nothing to take back", where=document_id, hint="Nothing was changed")
        answer = self._changes(request, seen, told.get("version"))
        taken_back = self._desk.log(document_id).entries[(undone.entries[-1].of or 1) - 1]
        on = number if taken_back.place is None else taken_back.place.page_number
        return JSONResponse({**answer, "page": on, "words": list(undone.words)}, headers=NOT_KEPT)

    # Inside --------------------------------------------------------------------------------------------------------

    def _numbers(self, document_id: str) -> list[int]:
        """Numbers of the document's pages."""
        numbers = [sheet["page_number"] for sheet in self._desk.report(document_id)["pages"]]
        if not numbers:
            raise Refused(404, "it has no pages", where=document_id, hint="Run the document again")
        return numbers

    def _page_of(self, request: Request) -> tuple[str, int]:
        """The document and the page that the path names; both are there."""
        document_id, number = document_of(request), number_of_path(request, "page")
        numbers = self._numbers(document_id)
        if number not in numbers:
            hint = f"It has pages {numbers[0]} to {numbers[-1]}"
            raise Refused(404, f"there is no page {number}", where=document_id, hint=hint)
        return document_id, number

    def _shown(self, document_id: str, now: PageNow) -> ShownPage:
        report = self._desk.report(document_id)
        return self._made.get((id(now), id(report)), lambda: _Made(now, report, _made(now, report))).shown

    def _changes(self, request: Request, seen: int, version: object) -> dict[str, Any]:
        """What is not as it was after decision ``seen``: some lines, or all of the text."""
        document_id, number = document_of(request), number_of_path(request, "page")
        now = self._desk.page_now(document_id, number)
        shown = self._shown(document_id, now)
        told: dict[str, Any] = {"sequence": now.sequence, "version": now.text.version}
        lines = None
        if seen <= now.sequence and version in now.text.line:
            lines = shown.changed_since(self._shown(document_id, self._desk.page_now(document_id, number, seen)))
        if lines is None:
            return {**told, "html": rendered(request, "_page_text.html", shown=shown), "geometry": shown.geometry}
        told["lines"] = [
            {"id": line.id, "html": rendered(request, "_page_line.html", line=line), "geometry": line.geometry}
            for line in lines
        ]
        return told

    def _again(self, request: Request, told: dict[str, Any], seen: int) -> dict[str, Any]:
        """The page as it is now, for the second of two writers."""
        try:
            return self._changes(request, seen, told.get("version"))
        except DigitizeError:
            return {}

    def _picture_of(self, document_id: str, number: int) -> str | None:
        """Address of the first picture of a page; ``None`` where it has none."""
        try:
            width = self._desk.image(document_id, number).width
        except DigitizeError:
            return None
        return f"{address_of(document_id)}/pages/{number}/scan/{_widths(width)[0]}.webp"

    def _image_fault(self, document_id: str, number: int) -> DigitizeError | None:
        """Why the scan cannot be shown, as far as that is known without decoding it."""
        try:
            self._desk.image(document_id, number)
        except DigitizeError as error:
            return error
        return None


@dataclass(frozen=True, slots=True)
class _Made:
    """A page as it is shown, with what it was made of, which is known by where it stands in memory while it is kept here."""

    now: PageNow
    report: dict[str, Any]
    shown: ShownPage


def _made(now: PageNow, report: dict[str, Any]) -> ShownPage:
    frames = sum(source["frames"] for source in report["sources"])
    pages = max(frames, report["pages"][-1]["page_number"])
    return shown_page(now.page, decode_reference(report["reference"]), pages)


def _widths(width: int) -> list[int]:
    """Widths of the pictures of a page, the smallest first; the last one is the page itself where that is no wider."""
    smaller = [each for each in _WIDTHS if each < width]
    return smaller if len(smaller) == len(_WIDTHS) else [*smaller, width]


def _line_ask(told: dict[str, Any], by: str, version: str, seen: int) -> LineAsk:
    action, line = LineAction(told["action"]), told.get("line")
    if not isinstance(line, str):
        raise Refused(400, "no line is named", hint="Load the page again")
    return LineAsk(action, by, version, seen, line, typed_text(told.get("text")) if action is LineAction.EDIT else "")
