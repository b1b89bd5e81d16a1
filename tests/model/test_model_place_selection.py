"""Places picked and ordered: every filter by itself and together, and the likeliest errors first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digitize.model.decision import DecisionKind
from digitize.model.geometry import Box
from digitize.model.place import Beside, ReviewPlace, ReviewQueue
from digitize.model.place_selection import PlaceOrder, same_difference, select
from digitize.model.place_states import PlaceState
from tests.pipeline.kept_documents import START

BASE = ReviewPlace(
    "a", 1, "l1", ("a",), (Box(0, 0, 1, 1),), "Садъ", "сад", ("spelling",), substantive=False, misread="unlikely",
    confidence=0.9, script="Cyrl",
)  # fmt: skip
PLACES = (
    BASE,
    replace(BASE, key="b", page_number=2, kinds=("substitution", "punctuation"), misread="likely", substantive=True),
    replace(BASE, key="c", page_number=2, left="", right="Мир", beside=Beside.AFTER, confidence=None),
    replace(BASE, key="d", left="Mir", right="", script="Latn", confidence=0.4, misread="likely"),
    replace(BASE, key="e", misread="cannot be told without the image", confidence=0.7),
    replace(BASE, key="f", misread="cannot be told without the image", confidence=0.3, decidable=False),
)
QUEUE = ReviewQueue("vestnik", "ocr-1", "reference-kniga", PLACES)
STATES = {"b": PlaceState(DecisionKind.UNSURE, "Anna", START, 1, "Садъ")}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "abcdef"),
        ({"kinds": {"punctuation"}}, "b"),
        ({"kinds": {"spelling", "punctuation"}, "page": 2}, "bc"),
        ({"page": 3}, ""),
        ({"script": "Latn"}, "d"),
        ({"most_confidence": 0.7}, "def"),
        ({"only_open": True}, "acdef"),
        ({"text": " САДЪ"}, "abef"),
        ({"text": "mi"}, "d"),
        ({"text": "ми"}, "c"),
        ({"order": "doubt"}, "bdfeac"),
        ({"order": PlaceOrder.DOUBT, "page": 1, "only_open": True, "most_confidence": 0.8}, "dfe"),
    ],
)
def test_filters_and_orders(asked: dict[str, object], found: str) -> None:
    """Each filter leaves what it says; in the order of doubt what was likely misread comes first, then the sense, then confidence."""
    assert [place.key for place in select(QUEUE, STATES, **asked)] == list(found)  # type: ignore[arg-type]


def test_doubts_come_by_their_confidence() -> None:
    """Without a second text the least sure comes first, and what nothing is known of last."""
    plain = replace(BASE, right=None, misread=None, substantive=None)
    told = [("a", 0.5), ("b", None), ("c", 0.2)]
    places = [replace(plain, key=key, confidence=confidence) for key, confidence in told]
    found = select(ReviewQueue("vestnik", "ocr-1", None, places), {}, order=PlaceOrder.DOUBT)
    assert [place.key for place in found] == ["c", "a", "b"]


def test_there_are_two_orders() -> None:
    """Another one is refused."""
    with pytest.raises(ValueError, match="mood"):
        select(QUEUE, {}, order="mood")


def test_places_with_the_same_difference() -> None:
    """The others with both readings alike, on which one can decide; an addition is none of a word's."""
    assert [place.key for place in same_difference(QUEUE, PLACES[0])] == ["b", "e"]
    assert same_difference(QUEUE, PLACES[5]) == []
    assert same_difference(QUEUE, PLACES[2]) == []
