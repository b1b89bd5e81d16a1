"""The screen of differences and doubts: one place at a time, or as a list; and the decisions made on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from digitize.errors import DigitizeError
from digitize.export.line_pictures import LinePicture, line_frame
from digitize.model.decision import Decision
from digitize.model.geometry import Box
from digitize.model.place import ReviewPlace
from digitize.model.place_selection import same_difference
from digitize.model.place_states import PlaceState
from digitize.model.transcription import Alternative
from digitize.pipeline.history import history
from digitize.pipeline.review_pairs import pairs_of
from digitize.review.answers import NOT_KEPT, Refused, fault, page, rendered
from digitize.review.asked import Asked
from digitize.review.deciding import Action, Ask, Conflict, decide, decision_told, others_of, undo_last
from digitize.review.desk import Desk
from digitize.review.requests import address_of, body_of, document_of, number_in, number_of_path
from digitize.review.selection import OpenQueue, Selection
from digitize.review.typed import name_of_person, typed_text

_AHEAD = 4
"""Places whose pictures a browser asks for before they are shown."""
_PATIENCE_S = 0.5
"""Seconds after which a person is told that places are being looked for; in a book that has not been opened yet it takes longer."""
_LIST = 50
_AROUND = 3.5
"""Of a line's height, what the wider picture shows above and below it, and beside it."""
_AROUND_PX = 1600
_MOST_SAME = 2_000
_BOX = re.compile(r"([0-9]{1,6})-([0-9]{1,6})-([0-9]{1,6})-([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Shown:
    """A place as the screen shows it.

    Args:
        place: The place.
        state: What was decided; ``None`` while it is open.
        picture: Address of the picture of its line.
        frame: What the picture shows: width, height.
        marks: Rectangles to mark in it: x, y, width, height.
        same: How many other places have the same difference and are open.
        others: What else could stand there: what other engines read, and what was read before a rule changed it.
        around: Address of a picture of the lines around it.
    """

    place: ReviewPlace
    state: PlaceState | None
    picture: str
    frame: tuple[int, int]
    marks: tuple[tuple[float, float, float, float], ...]
    same: int
    others: tuple[Alternative, ...]
    around: str


def show_place(desk: Desk, selection: Selection, place: ReviewPlace, with_same: bool = True) -> Shown:
    """A place with everything that the screen shows of it."""
    opened = selection.opened
    document_id, left = opened.folder.name, opened.queue.left
    sheet, line = desk.line(document_id, left, place.page_number, place.line)
    box, width, height = line_frame(line.box, sheet.width, sheet.height)
    frame = LinePicture(b"", box, width, height)
    marks = tuple(frame.frame(each) for each in place.boxes if _touches(each, box))
    same = [
        other
        for other in (same_difference(opened.queue, place) if with_same else ())
        if other.key not in selection.states
    ]
    at = address_of(document_id)
    address = f"{at}/lines/{left}/{place.page_number}/{place.line}.webp"
    wide = line.box.padded(round(_AROUND * line.box.height), sheet.width, sheet.height)
    around = f"{at}/around/{place.page_number}/{wide.x0}-{wide.y0}-{wide.x1}-{wide.y1}.webp"
    state = selection.states.get(place.key)
    return Shown(place, state, address, (width, height), marks, len(same), others_of(place), around)


def _touches(box: Box, frame: Box) -> bool:
    return box.x0 < frame.x1 and box.x1 > frame.x0 and box.y0 < frame.y1 and box.y1 > frame.y0


class Differences:
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
            Route(f"{at}/review", self.screen),
            Route(f"{at}/list", self.listed),
            Route(f"{at}/ready", self.ready),
            Route(f"{at}/place", self.place),
            Route(f"{at}/same", self.same),
            Route(f"{at}/history", self.history),
            Route(f"{at}/decisions", self.decided, methods=["POST"]),
            Route(f"{at}/undo", self.undone, methods=["POST"]),
            Route(f"{at}/around/{{page}}/{{box}}.webp", self.around),
            Route(f"{at}/lines/{{version}}/{{page}}/{{line}}.webp", self.line_picture),
        ]

    # Pages ---------------------------------------------------------------------------------------------------------

    def screen(self, request: Request) -> Response:
        """One place, with what is to be decided on it."""
        if not self._desk.is_open(document_of(request), Asked.of(request.query_params), _PATIENCE_S):
            return self._wait(request)
        selection = self._selection(request, request.query_params)
        key = request.query_params.get("at")
        place = selection.opened.places.get(key) if key else selection.next_after(None)
        return page(
            request,
            "review.html",
            **self._about(request, selection),
            shown=None if place is None else show_place(self._desk, selection, place),
            ahead=self._ahead(selection, place),
        )

    def listed(self, request: Request) -> Response:
        """Many places, one below the other."""
        if not self._desk.is_open(document_of(request), Asked.of(request.query_params), _PATIENCE_S):
            return self._wait(request)
        selection = self._selection(request, request.query_params)
        shown = selection.shown
        try:
            start = max(0, int(request.query_params.get("from", "0")))
        except ValueError:
            start = 0
        rows = [show_place(self._desk, selection, place, with_same=False) for place in shown[start : start + _LIST]]
        about = self._about(request, selection)
        return page(request, "list.html", **about, rows=rows, start=start, step=_LIST, found=len(shown))

    def place(self, request: Request) -> Response:
        """One place as a script asks for it: the next, the one before, or that of a key."""
        told = request.query_params
        selection = self._selection(request, told)
        step = told.get("step")
        if step is None:
            place: ReviewPlace | None = selection.opened.place(told.get("at"))
        else:
            place = selection.next_after(told.get("at"), told.get("of") or None, -1 if step == "-1" else 1)
        return JSONResponse(self._answer(request, selection, place), headers=NOT_KEPT)

    def same(self, request: Request) -> Response:
        """All open places with the same difference, to be looked at before one decision is made for all."""
        selection = self._selection(request, request.query_params)
        place = selection.opened.place(request.query_params.get("at"))
        same = same_difference(selection.opened.queue, place)
        others = [place, *(other for other in same if other.key not in selection.states)][:_MOST_SAME]
        rows = [show_place(self._desk, selection, other, with_same=False) for other in others]
        html = rendered(request, "_same.html", rows=rows, place=place, **self._about(request, selection))
        return JSONResponse({"html": html, "keys": [other.key for other in others]}, headers=NOT_KEPT)

    def history(self, request: Request) -> Response:
        """Everything that was decided on a word, the newest first."""
        word = request.query_params.get("word", "")
        rows = history(self._desk.folder(document_of(request)), word)[::-1]
        return JSONResponse({"html": rendered(request, "_history.html", rows=rows)}, headers=NOT_KEPT)

    def line_picture(self, request: Request) -> Response:
        """The picture of a line."""
        told = request.path_params
        document_id, version = document_of(request), str(told["version"])
        number = number_of_path(request, "page")
        picture = self._desk.line_picture(document_id, version, number, str(told["line"]))
        kept = {"Cache-Control": "private, max-age=86400"}
        return Response(picture.data, media_type="image/webp", headers=kept)

    def around(self, request: Request) -> Response:
        """A picture of a part of a page."""
        found = _BOX.fullmatch(str(request.path_params["box"]))
        if found is None:
            raise Refused(404, "there is no such part of the page")
        x0, y0, x1, y1 = map(int, found.groups())
        if not (x0 < x1 and y0 < y1):
            raise Refused(404, "there is no such part of the page")
        number = number_of_path(request, "page")
        data = self._desk.part_picture(document_of(request), number, Box(x0, y0, x1, y1), _AROUND_PX)
        return Response(data, media_type="image/webp", headers={"Cache-Control": "private, max-age=86400"})

    # Decisions -----------------------------------------------------------------------------------------------------

    async def decided(self, request: Request) -> Response:
        """Takes a decision down, and answers with the next place."""
        return await run_in_threadpool(self._decided, request, await body_of(request))

    def _decided(self, request: Request, told: dict[str, Any]) -> Response:
        selection = self._selection(request, _object(told, "asked"))
        keys = told.get("keys")
        if not isinstance(keys, list) or not 0 < len(keys) <= _MOST_SAME or not all(isinstance(k, str) for k in keys):
            raise Refused(400, "no place is named", hint="Load the page again")
        places = [selection.opened.place(key) for key in dict.fromkeys(keys)]
        made: Sequence[Decision] = ()
        try:
            made = decide(self._desk, selection, places, _ask(told))
        except Conflict as conflict:
            more = {"theirs": decision_told(conflict.theirs), **self._again(request, told, places[0])}
            return fault(request, conflict, more)
        after = self._selection(request, _object(told, "asked"))
        following = after.next_after(places[-1].key if len(places) == 1 else str(keys[0]))
        answer = self._answer(request, after, following)
        states = {
            place.key: rendered(request, "_state.html", shown=show_place(self._desk, after, place, with_same=False))
            for place in places[:_LIST]
        }
        return JSONResponse({**answer, "made": [entry.sequence for entry in made], "states": states}, headers=NOT_KEPT)

    async def undone(self, request: Request) -> Response:
        """Takes a person's last decision back, and answers with its place."""
        return await run_in_threadpool(self._undone, request, await body_of(request))

    def _undone(self, request: Request, told: dict[str, Any]) -> Response:
        document_id = document_of(request)
        undone = undo_last(self._desk, document_id, name_of_person(told.get("by")))
        if undone is None:
            raise Refused(404, "there is nothing to take back", where=document_id, hint="Nothing was changed")
        selection = self._selection(request, _object(told, "asked"))
        words = set(undone.words)
        place = next((place for place in selection.opened.queue.places if words.intersection(place.words)), None)
        return JSONResponse(self._answer(request, selection, place), headers=NOT_KEPT)

    def ready(self, request: Request) -> Response:
        """Whether the places are at hand; a page that waits for them asks again and again."""
        found = self._desk.is_open(document_of(request), Asked.of(request.query_params), _PATIENCE_S)
        return JSONResponse({"ready": found}, headers=NOT_KEPT)

    # Inside --------------------------------------------------------------------------------------------------------

    @staticmethod
    def _wait(request: Request) -> Response:
        """A page that says that places are being looked for, and shows them when they are there."""
        document_id = document_of(request)
        address = address_of(document_id)
        asked = Asked.of(request.query_params)
        return page(request, "wait.html", 202, document=document_id, address=address, asked=asked)

    def _selection(self, request: Request, told: Any) -> Selection:
        return self._desk.selection(document_of(request), Asked.of(told))

    def _about(self, request: Request, selection: Selection) -> dict[str, Any]:
        """What every page of a queue tells of it."""
        opened, document_id = selection.opened, document_of(request)
        return {
            "document": document_id,
            "address": address_of(document_id),
            "title": self._desk.report(document_id).get("title") or document_id,
            "asked": selection.asked,
            "queue": opened.queue,
            "can_decide": opened.can_decide,
            "pairs": pairs_of(document_id, self._desk.shop.settings),
            "kinds": _counted_kinds(opened),
            "scripts": sorted({place.script for place in opened.queue.places if place.script}),
            "pages": sorted({place.page_number for place in opened.queue.places}),
            "person": self._desk.person,
            **self._counts(selection),
        }

    @staticmethod
    def _counts(selection: Selection) -> dict[str, int]:
        decided = sum(place.key in selection.states for place in selection.places)
        total = len(selection.places)
        return {"total": total, "decided": decided, "open": total - decided, "sequence": selection.log.sequence}

    def _answer(self, request: Request, selection: Selection, place: ReviewPlace | None) -> dict[str, Any]:
        """A place for a script, with the pictures that will be needed next."""
        shown = None if place is None else show_place(self._desk, selection, place)
        html = rendered(
            request,
            "_place.html",
            shown=shown,
            queue=selection.opened.queue,
            can_decide=selection.opened.can_decide,
            asked=selection.asked,
            address=address_of(document_of(request)),
        )
        return {
            "key": None if place is None else place.key,
            "html": html,
            "ahead": self._ahead(selection, place),
            **self._counts(selection),
        }

    def _ahead(self, selection: Selection, place: ReviewPlace | None) -> list[str]:
        """Addresses of the pictures of the next places."""
        found: list[str] = []
        opened = selection.opened
        address = f"{address_of(opened.folder.name)}/lines/{opened.queue.left}"
        following = place
        for _ in range(_AHEAD):
            following = None if following is None else selection.next_after(following.key)
            if following is None:
                break
            found.append(f"{address}/{following.page_number}/{following.line}.webp")
        return list(dict.fromkeys(found))

    def _again(self, request: Request, told: dict[str, Any], place: ReviewPlace) -> dict[str, Any]:
        """The place as it is now, for the second of two writers."""
        try:
            return self._answer(request, self._selection(request, _object(told, "asked")), place)
        except DigitizeError:
            return {}


def _ask(told: dict[str, Any]) -> Ask:
    try:
        action = Action(str(told.get("action")))
    except ValueError:
        raise Refused(400, "no such action", hint="Load the page again") from None
    return Ask(
        action=action,
        by=name_of_person(told.get("by")),
        seen=number_in(told, "seen"),
        text=typed_text(told.get("text")) if action is Action.EDIT else "",
        alternative=number_in(told, "alternative") if action is Action.OTHER else 0,
    )


def _object(told: dict[str, Any], name: str) -> dict[str, Any]:
    value = told.get(name, {})
    if not isinstance(value, dict):
        raise Refused(400, f"{name!r} is not an object", hint="Load the page again")
    return value


def _counted_kinds(opened: OpenQueue) -> list[tuple[str, int]]:
    """How many places each kind has, the most frequent first."""
    counts: dict[str, int] = {}
    for place in opened.queue.places:
        for kind in place.kinds:
            counts[kind] = counts.get(kind, 0) + 1
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))
