"""A queue of places as bytes and back, for the cache. Columns instead of objects: twenty thousand places are read in a blink."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Sequence
from dataclasses import fields
from itertools import islice, repeat
from typing import Any

from digitize.model.geometry import Box
from digitize.model.place import Beside, ReviewPlace, ReviewQueue
from digitize.model.transcription import Alternative, Repair
from digitize.pipeline.uncollected import uncollected

_PLACE, _PIECE = "\x1e", "\x1f"
"""Between the texts of two places, and between pieces of one; both are white space, which no word has."""


def mark_of(document_id: str) -> bytes:
    """By what the entries of a document are found in the cache, when it is deleted; they hold its text."""
    return json.dumps({"queue_of": document_id}).encode("ascii")


def encode_queue(queue: ReviewQueue) -> bytes:
    """A queue as bytes: a line by which it is found, then its content. Not compressed: to unpack it takes longer than to read more."""
    head = [queue.document, queue.left, queue.right, queue.left_name, queue.right_name, len(queue.places)]
    told = json.dumps([head, _columns(queue.places)], ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return mark_of(queue.document) + b"\n" + told.encode("utf-8", "surrogatepass")


def decode_queue(data: bytes) -> ReviewQueue:
    """The queue that :func:`encode_queue` was given.

    Raises:
        ValueError: If it is none.
    """
    try:
        with uncollected():
            head, columns = json.loads(data.partition(b"\n")[2].decode("utf-8", "surrogatepass"))
            document, left, right, left_name, right_name, count = head
            places = _places(columns, count)
        return ReviewQueue(document, left, right, places, left_name, right_name)
    except (TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise ValueError(f"not a queue: {error!r}") from error


def _columns(places: Sequence[ReviewPlace]) -> dict[str, Any]:
    return {
        "key": _joined([place.key for place in places]),
        "page": [place.page_number for place in places],
        "line": _joined([place.line for place in places]),
        "words": _joined([_PIECE.join(place.words) for place in places]),
        "boxes": [len(place.boxes) for place in places],
        "edges": [edge for place in places for box in place.boxes for edge in (box.x0, box.y0, box.x1, box.y1)],
        "left": _joined([place.left for place in places]),
        "right": None if all(p.right is None for p in places) else _joined([place.right or "" for place in places]),
        "kinds": _numbered([place.kinds for place in places]),
        "beside": _numbered([None if place.beside is None else place.beside.value for place in places]),
        "substantive": [place.substantive for place in places],
        "misread": _numbered([place.misread for place in places]),
        "evidence": _numbered([place.evidence for place in places]),
        "graphemes": _joined([_PIECE.join(text for pair in place.graphemes for text in pair) for place in places]),
        "aligned": [bool(place.graphemes) for place in places],
        "confidence": [place.confidence for place in places],
        "script": _numbered([place.script for place in places]),
        "before": _joined([place.before for place in places]),
        "after": _joined([place.after for place in places]),
        "alternatives": [
            [number, [[each.text, each.confidence, each.by] for each in place.alternatives]]
            for number, place in enumerate(places)
            if place.alternatives
        ],
        "repairs": [
            [number, [[each.rule, each.layer, each.old, each.new, each.evidence] for each in place.repairs]]
            for number, place in enumerate(places)
            if place.repairs
        ],
        "citation": _numbered([place.citation for place in places]),
        "moved": [place.moved for place in places],
        "decidable": [place.decidable for place in places],
    }


def _places(told: dict[str, Any], count: int) -> tuple[ReviewPlace, ...]:
    alternatives: list[tuple[Alternative, ...]] = [()] * count
    for number, each in told["alternatives"]:
        alternatives[number] = tuple(Alternative(*one) for one in each)
    repairs: list[tuple[Repair, ...]] = [()] * count
    for number, each in told["repairs"]:
        repairs[number] = tuple(Repair(*one) for one in each)
    columns: tuple[Sequence[Any], ...] = (
        _parted(told["key"], count),
        told["page"],
        _parted(told["line"], count),
        [tuple(each.split(_PIECE)) for each in _parted(told["words"], count)],
        _boxes(told["boxes"], told["edges"]),
        _parted(told["left"], count),
        [None] * count if told["right"] is None else _parted(told["right"], count),
        _unnumbered(told["kinds"]),
        [None if each is None else Beside(each) for each in _unnumbered(told["beside"])],
        told["substantive"],
        _unnumbered(told["misread"]),
        _unnumbered(told["evidence"]),
        [
            _pairs(each) if aligned else ()
            for each, aligned in zip(_parted(told["graphemes"], count), told["aligned"], strict=True)
        ],
        told["confidence"],
        _unnumbered(told["script"]),
        _parted(told["before"], count),
        _parted(told["after"], count),
        alternatives,
        repairs,
        _unnumbered(told["citation"]),
        told["moved"],
        told["decidable"],
    )
    return _of_columns(columns, count)


def _of_columns(columns: Sequence[Sequence[Any]], count: int) -> tuple[ReviewPlace, ...]:
    """Places from the values of their fields.

    Field by field over all places, past ``__init__``, which takes three times as long: that is half of what a person waits for.
    """
    if any(len(column) != count for column in columns):
        raise ValueError("not a queue: columns of unlike length")
    made = tuple(map(object.__new__, repeat(ReviewPlace, count)))
    for field, column in zip(fields(ReviewPlace), columns, strict=True):
        deque(map(getattr(ReviewPlace, field.name).__set__, made, column), maxlen=0)
    if not all(place.words and place.kinds for place in made):
        raise ValueError("not a queue: a place without words or kinds")
    return made


def _joined(texts: Sequence[str]) -> str:
    """Texts as one, which is read far faster than many."""
    return _PLACE.join(texts)


def _parted(text: str, count: int) -> list[str]:
    return text.split(_PLACE) if count else []


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    pieces = iter(text.split(_PIECE))
    return tuple(zip(pieces, pieces, strict=True))


def _boxes(counts: Sequence[int], edges: Sequence[int]) -> list[tuple[Box, ...]]:
    """The boxes of each place."""
    each = iter(edges)
    boxes = map(Box, each, each, each, each)
    return [tuple(islice(boxes, count)) for count in counts]


def _numbered(values: Sequence[Any]) -> list[Any]:
    """Values of which many are the same: each of them once, and the number of each."""
    numbers: dict[Any, int] = {}
    told = [numbers.setdefault(value, len(numbers)) for value in values]
    return [list(numbers), told]


def _unnumbered(column: Sequence[Any]) -> list[Any]:
    once = [tuple(value) if isinstance(value, list) else value for value in column[0]]
    return [once[number] for number in column[1]]
