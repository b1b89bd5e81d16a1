"""From what a person does with regions, lines and their order on the page view to decisions on the disk."""

from __future__ import annotations

from typing import Any

from digitize.errors import StaleWriteError
from digitize.model.decision import Decision, DecisionKind
from digitize.model.draft_layout import page_id
from digitize.model.geometry import Box
from digitize.model.transcription import Doubt, RegionKind, TranscribedPage
from digitize.pipeline.decide import Wish
from digitize.pipeline.decide_layout import NewLine
from digitize.pipeline.decided_meanwhile import DecidedMeanwhileError
from digitize.pipeline.page_now import PageNow
from digitize.review.answers import Refused
from digitize.review.deciding import Conflict
from digitize.review.desk import Desk
from digitize.review.typed import typed_text

KINDS = tuple(kind for kind in RegionKind if kind is not RegionKind.SEPARATOR)
"""What a person can say of a region."""
_MOST_IDS = 2_000
_AGAIN = "Load the page again"


def layout_wish(told: dict[str, Any], by: str, version: str, number: int) -> Wish:
    """What a person wishes for a region, a line or an order.

    Args:
        told: What the browser has sent: ``action`` is ``kind``, ``doubt``, ``order`` or ``add``.
        by: The person's name.
        version: The version that their page shows.
        number: The page.

    Raises:
        Refused: If it is not valid.
    """
    match told.get("action"):
        case "kind":
            kind = _choice(told, "kind", tuple(kind.value for kind in KINDS))
            return Wish(DecisionKind.SET_KIND, by, version, on=_id(told.get("region"), number), new=kind)
        case "doubt":
            doubt = _choice(told, "doubt", ("", *(doubt.value for doubt in Doubt)))
            return Wish(DecisionKind.SET_DOUBT, by, version, on=_id(told.get("line"), number), new=doubt)
        case "order":
            ids = told.get("ids")
            if not isinstance(ids, list) or not 2 <= len(ids) <= _MOST_IDS:
                raise Refused(400, "no order is given", hint=_AGAIN)
            order = " ".join(_id(each, number) for each in ids)
            return Wish(DecisionKind.REORDER, by, version, on=_id(told.get("on"), number), new=order)
        case "add":
            line, text = _new_line(told, number), typed_text(told.get("text"))
            if not text:
                raise Refused(422, "a line that is added has words", hint="Type what stands there")
            return Wish(DecisionKind.ADD_LINE, by, version, new=text, line=line)
    raise Refused(400, "no such action", hint=_AGAIN)


def _new_line(told: dict[str, Any], number: int) -> NewLine:
    """Where a line is added: after a line or first in a region, or in a region of its own after another one."""
    box = told.get("box")
    if not isinstance(box, list) or len(box) != 4 or not all(type(each) is int for each in box):
        raise Refused(400, "the line has no place", hint="Draw a box around it on the scan")
    try:
        polygon = Box(*box).polygon
    except ValueError:
        raise Refused(422, "the box has no width or height", hint="Draw a box around the line on the scan") from None
    kind = RegionKind(_choice(told, "kind", tuple(kind.value for kind in KINDS)))
    after = told.get("after")
    if after in (None, ""):
        return NewLine(number, polygon, kind=kind)
    beside = _id(after, number)
    region, _, line = beside.partition("_l")
    if told.get("own") is True:
        return NewLine(number, polygon, after=region, kind=kind)
    return NewLine(number, polygon, after=beside) if line else NewLine(number, polygon, first_in=region)


def decide_layout(desk: Desk, document_id: str, number: int, seen: int, wish: Wish) -> tuple[Decision, ...]:
    """Takes a decision on a region, a line or an order down.

    Args:
        desk: What to work with.
        document_id: The document.
        number: The page, from 1.
        seen: Number of the last decision that the person's page knows of.
        wish: What is wished for.

    Returns:
        What was taken down; nothing when it is so already.

    Raises:
        Conflict: If somebody has decided on the same since ``seen``.
        InputError: If it does not fit the page.
        StaleWriteError: If another reading is in force meanwhile.
        EnvironmentFault: If it cannot be written.
    """
    now = desk.page_now(document_id, number)
    now.text.check_line(wish.transcription)
    if seen <= now.sequence and _is_so(now, desk.page_now(document_id, number, seen), wish):
        return ()
    try:
        return desk.record(document_id, seen, [wish], others_may_have_decided=True)
    except DecidedMeanwhileError as error:
        raise Conflict(error.newer[-1], f"{document_id}, page {number}") from None
    except StaleWriteError as error:
        raise StaleWriteError(error.message, where=error.where, hint=_AGAIN) from None


def _is_so(now: PageNow, before: PageNow, wish: Wish) -> bool:
    """Whether the page is as it is wished: an answer got lost, and the same is asked again; or somebody else was quicker."""
    on, new = wish.on or "", wish.new or ""
    if wish.line is not None:
        box = wish.line.box
        old = {line.id for line in before.page.lines}
        return any(line.text == new and line.box == box for line in now.page.lines if line.id not in old)
    if wish.kind is DecisionKind.REORDER:
        return _order(now.page, on, new.split()) == new.split()
    if wish.kind is DecisionKind.SET_KIND:
        region = now.region(on)
        return region is not None and region.kind == new
    line = now.line(on)
    return line is not None and (line.doubt or "") == new


def _order(page: TranscribedPage, on: str, ids: list[str]) -> list[str]:
    """Some regions of a page, or lines of a region, in their order of now."""
    if on == page_id(page.page_number):
        return [region.id for region in page.regions if region.id in ids]
    return [line.id for region in page.regions if region.id == on for line in region.lines if line.id in ids]


def _id(value: object, number: int) -> str:
    """An id of something on the page.

    Raises:
        Refused: If it is none.
    """
    page = page_id(number)
    if isinstance(value, str) and (value == page or value.startswith(f"{page}_")) and value.isascii():
        plain = value.replace("_", "").replace("-", "")
        if plain.isalnum() and len(value) <= 60:
            return value
    raise Refused(400, "no region or line of this page is named", hint=_AGAIN)


def _choice(told: dict[str, Any], name: str, values: tuple[str, ...]) -> str:
    value = told.get(name)
    if not isinstance(value, str) or value not in values:
        raise Refused(400, f"{name!r} is not valid", hint=_AGAIN)
    return value
