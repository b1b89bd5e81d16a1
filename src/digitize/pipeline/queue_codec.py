"""A queue of places as bytes and back, for the cache. Columns instead of objects: twenty thousand places are read in a blink."""

from __future__ import annotations

import gc
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from digitize.model.geometry import Box
from digitize.model.place import Beside, ReviewPlace, ReviewQueue
from digitize.model.transcription import Alternative, Repair

_QUICK = 1
"""Level of compression: what is kept is small already, and written while somebody waits."""
_MOST_BYTES = 1 << 30
"""Of a queue that is read: what claims to be longer is none of ours."""


def mark_of(document_id: str) -> bytes:
    """By what the entries of a document are found in the cache, when it is deleted; they hold its text."""
    return json.dumps({"queue_of": document_id}).encode("ascii")


def encode_queue(queue: ReviewQueue) -> bytes:
    """A queue as bytes: a line by which it is found, then its content, compressed."""
    places = queue.places
    columns: list[list[Any]] = [
        [place.key for place in places],
        [place.page_number for place in places],
        [place.line for place in places],
        [" ".join(place.words) for place in places],
        [[edge for box in place.boxes for edge in (box.x0, box.y0, box.x1, box.y1)] for place in places],
        [place.left for place in places],
        [place.right for place in places],
        _numbered([place.kinds for place in places]),
        [None if place.beside is None else place.beside.value for place in places],
        [place.substantive for place in places],
        [place.misread for place in places],
        [list(place.evidence) for place in places],
        [[text for pair in place.graphemes for text in pair] for place in places],
        [place.confidence for place in places],
        [place.script for place in places],
        [place.before for place in places],
        [place.after for place in places],
        [[[each.text, each.confidence, each.by] for each in place.alternatives] for place in places],
        [[[each.rule, each.layer, each.old, each.new, each.evidence] for each in place.repairs] for place in places],
        _numbered([place.citation for place in places]),
        [place.moved for place in places],
        [place.decidable for place in places],
    ]
    head = [queue.document, queue.left, queue.right, queue.left_name, queue.right_name]
    told = json.dumps([head, columns], ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return mark_of(queue.document) + b"\n" + zlib.compress(told.encode("utf-8", "surrogatepass"), _QUICK)


def decode_queue(data: bytes) -> ReviewQueue:
    """The queue that :func:`encode_queue` was given.

    Raises:
        ValueError: If it is none.
    """
    try:
        with _uncollected():
            head, columns = json.loads(_unpacked(data.partition(b"\n")[2]).decode("utf-8", "surrogatepass"))
            document, left, right, left_name, right_name = head
            places = tuple(map(ReviewPlace, *_decoded(columns)))
        return ReviewQueue(document, left, right, places, left_name, right_name)
    except (TypeError, KeyError, IndexError, AttributeError, zlib.error, RecursionError) as error:
        raise ValueError(f"not a queue: {error!r}") from error


def _unpacked(data: bytes) -> bytes:
    made = zlib.decompressobj()
    told = made.decompress(data, _MOST_BYTES)
    if not made.eof:
        raise ValueError("not a queue: it is cut, or too long")
    return told


def _decoded(columns: Sequence[Any]) -> tuple[Sequence[Any], ...]:
    """The columns, in the order of a place's fields."""
    (key, page, line, words, boxes, left, right, kinds, beside, substantive, misread, evidence, graphemes) = columns[
        :13
    ]
    (confidence, script, before, after, alternatives, repairs, citation, moved, decidable) = columns[13:]
    return (
        key,
        page,
        line,
        [tuple(each.split(" ")) for each in words],
        [_boxes(each) for each in boxes],
        left,
        right,
        _unnumbered(kinds, tuple),
        [None if each is None else Beside(each) for each in beside],
        substantive,
        misread,
        list(map(tuple, evidence)),
        [tuple(zip(each[::2], each[1::2], strict=True)) for each in graphemes],
        confidence,
        script,
        before,
        after,
        [tuple(Alternative(*one) for one in each) if each else () for each in alternatives],
        [tuple(Repair(*one) for one in each) if each else () for each in repairs],
        _unnumbered(citation, str),
        moved,
        decidable,
    )


def _boxes(edges: Sequence[int]) -> tuple[Box, ...]:
    if len(edges) == 4:
        return (Box(*edges),)
    return tuple(Box(*edges[at : at + 4]) for at in range(0, len(edges), 4))


def _numbered(values: Sequence[Any]) -> list[Any]:
    """Values of which many are the same: each of them once, and the number of each."""
    numbers: dict[Any, int] = {}
    told = [numbers.setdefault(value, len(numbers)) for value in values]
    return [list(numbers), told]


def _unnumbered(column: Sequence[Any], made: Callable[[Any], Any]) -> list[Any]:
    once = [made(value) for value in column[0]]
    return [once[number] for number in column[1]]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing that is made meanwhile is garbage, and looking for some takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
