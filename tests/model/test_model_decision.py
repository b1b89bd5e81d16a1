"""Persons' decisions as a list that only grows: what holds, what was taken back, what no longer fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from digitize.model.decision import (
    AddedLine,
    Decision,
    DecisionKind,
    DecisionPlace,
    Offer,
    in_force,
    no_longer_fit,
    origins,
    taken_back,
)
from digitize.model.geometry import Box

AT = datetime(2027, 3, 5, 12, 0, tzinfo=UTC)
PLACE = DecisionPlace(1, (Box(0, 0, 10, 10),))
EDIT = Decision(1, DecisionKind.EDIT, "Anna", AT, "ocr-1", ("p0001_r001_l001_w001",), "кот", "кит", place=PLACE)


def undo(number: int, of: int, on: str = "ocr-1") -> Decision:
    return Decision(number, DecisionKind.UNDO, "Anna", AT, on, of=of)


def carried(number: int, of: int, on: str) -> Decision:
    return replace(EDIT, sequence=number, kind=DecisionKind.CARRIED, repeats=DecisionKind.EDIT, of=of, transcription=on)


def unfit(number: int, of: int, on: str) -> Decision:
    return Decision(number, DecisionKind.UNFIT, "digitize", AT, on, of=of, reason="it is not there")


@pytest.mark.parametrize(
    "wrong",
    [
        {"sequence": 0},
        {"at": datetime(2027, 3, 5)},  # noqa: DTZ001  that is the point
        {"words": ()},
        {"place": None},
        {"of": 1, "sequence": 2},
        {"kind": DecisionKind.UNDO},
        {"kind": DecisionKind.REJECT, "new": "кот"},
        {"kind": DecisionKind.REJECT, "offer": Offer("кит")},
        {"kind": DecisionKind.UNSURE},
        {"kind": DecisionKind.ACCEPT},
        {"kind": DecisionKind.CARRIED, "of": 1, "sequence": 2},
        {"reason": "why not"},
        {"new": "два  слова"},
        {"repeats": DecisionKind.EDIT},
        {"on": "p0001_r001"},
        {"line": AddedLine("p0001_r001", PLACE.boxes[0].polygon)},
        {"batch": 2},
        {"kind": DecisionKind.SET_KIND},
        {"kind": DecisionKind.SET_KIND, "words": (), "on": "p0001_r001", "new": "кот"},
        {"kind": DecisionKind.ADD_LINE, "words": (), "on": "p0001_r001_l001"},
        {"kind": DecisionKind.REORDER, "words": (), "on": "p0001", "place": None},
    ],
    ids=str,
)
def test_what_does_not_go_together_is_no_decision(wrong: dict[str, Any]) -> None:
    """An entry that no reader could understand cannot be made."""
    with pytest.raises(ValueError, match=r"\w"):
        replace(EDIT, **wrong)


def test_what_a_person_may_say() -> None:
    """Accept as read or as offered, reject an offer, edit, be unsure, empty a word that is none."""
    same = {"new": "кот"}
    for change in (
        {"kind": DecisionKind.ACCEPT, **same},
        {"kind": DecisionKind.ACCEPT, "offer": Offer("кит", "reference-kniga")},
        {"kind": DecisionKind.REJECT, "offer": Offer("кит", "reference-kniga"), **same},
        {"kind": DecisionKind.UNSURE, **same},
        {"new": ""},
    ):
        assert replace(EDIT, **change).effect is not DecisionKind.CARRIED


def test_taking_back_and_nothing_else() -> None:
    """An undo takes one decision out of force; the others, and the list, stay."""
    second = replace(EDIT, sequence=2, new="кум")
    entries = (EDIT, second, undo(3, 2))
    assert in_force(entries, ["ocr-1"]) == (EDIT,)
    assert taken_back(entries) == {2}
    assert in_force((*entries, undo(4, 1)), ["ocr-1"]) == ()


def test_a_decision_holds_where_it_was_made_or_carried_to() -> None:
    """Each reading has its own entries; those of another reading are not applied to it."""
    entries = (EDIT, carried(2, 1, "ocr-2"))
    assert in_force(entries, ["ocr-1", "reviewed-1"]) == (EDIT,)
    assert in_force(entries, ["ocr-2"]) == (entries[1],)
    assert in_force(entries, ["ocr-3"]) == ()
    assert origins(entries) == {1: 1, 2: 1}


@pytest.mark.parametrize("of", [1, 2])
def test_taking_back_reaches_every_reading(of: int) -> None:
    """Whichever of its repetitions is taken back: the person's decision is, everywhere."""
    entries = (EDIT, carried(2, 1, "ocr-2"), undo(3, of, "ocr-2"))
    assert in_force(entries, ["ocr-1"]) == in_force(entries, ["ocr-2"]) == ()


def test_what_does_not_fit_is_told_until_it_fits_or_is_taken_back() -> None:
    """It is told of the reading that it does not fit, and of no other."""
    entries = (EDIT, unfit(2, 1, "ocr-2"))
    assert no_longer_fit(entries, ["ocr-2"]) == (entries[1],)
    assert no_longer_fit(entries, ["ocr-1"]) == ()
    assert in_force(entries, ["ocr-2"]) == () and in_force(entries, ["ocr-1"]) == (EDIT,)
    assert no_longer_fit((*entries, carried(3, 1, "ocr-3")), ["ocr-3"]) == ()
    assert no_longer_fit((*entries, undo(3, 1)), ["ocr-2"]) == ()
