"""What two decisions have to do with each other when neither person has seen the other's."""

from __future__ import annotations

import pytest

from digitize.model.decision import DecisionKind
from digitize.model.geometry import Box
from digitize.model.touched import Touched, touched_layout, touched_line, touched_words

LINE = "p0001_r002_l003"
KIND, DOUBT, ORDER = DecisionKind.SET_KIND, DecisionKind.SET_DOUBT, DecisionKind.REORDER
BOX = Box(0, 0, 100, 20)
ADDED = touched_line(1, BOX, "p0001_r002_l002", [LINE])
OWN = touched_line(1, BOX, None, ["p0001_r009_l001", "p0001_r009"])


@pytest.mark.parametrize(
    ("one", "other", "meets"),
    [
        (touched_words([f"{LINE}_w001", f"{LINE}_w002"]), touched_words([f"{LINE}_w002"]), True),
        (touched_words([f"{LINE}_w001"]), touched_words([f"{LINE}_w002"]), False),
        (touched_words([f"{LINE}_w001"]), touched_layout(KIND, "p0001_r002", "image"), False),
        (touched_layout(KIND, "p0001_r002", "image"), touched_layout(KIND, "p0001_r002", "stamp"), True),
        (touched_layout(KIND, "p0001_r002", "image"), touched_layout(KIND, "p0001_r003", "stamp"), False),
        (touched_layout(DOUBT, LINE, ""), touched_layout(DOUBT, LINE, "stamp"), True),
        (touched_layout(ORDER, "p0001", "p0001_r002 p0001_r001"), touched_layout(KIND, "p0001_r002", "stamp"), False),
        (
            touched_layout(ORDER, "p0001", "p0001_r002 p0001_r001"),
            touched_layout(ORDER, "p0001", "p0001_r003 p0001_r002"),
            True,
        ),
        (
            touched_layout(ORDER, "p0001", "p0001_r002 p0001_r001"),
            touched_layout(ORDER, "p0001", "p0001_r004 p0001_r003"),
            False,
        ),
        (ADDED, touched_line(1, Box(2, 1, 99, 22), None), True),
        (ADDED, touched_line(2, BOX, None), False),
        (ADDED, touched_line(1, Box(0, 30, 100, 50), "p0001_r002_l002"), False),
        (ADDED, touched_words([f"{LINE}_w001"]), True),
        (ADDED, touched_line(1, Box(0, 30, 100, 50), LINE), True),
        (OWN, touched_layout(KIND, "p0001_r009", "stamp"), True),
        (OWN, touched_layout(ORDER, "p0001", "p0001_r009 p0001_r001"), True),
        (ADDED, touched_layout(KIND, "p0001_r002", "stamp"), False),
    ],
)
def test_whether_they_meet(one: Touched, other: Touched, meets: bool) -> None:
    """On the same words, the same region's kind, line's doubt or place in the order, the same new line; or on what the other has added."""
    assert one.meets(other) is meets
    assert other.meets(one) is meets
