"""Which lines are no text that could be relied on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digitize.model.transcription import Doubt, RegionKind
from digitize.pipeline.doubts import doubt_of
from tests.pipeline.test_pipeline_vote import line


@pytest.mark.parametrize(
    ("sure", "agreement", "doubt"),
    [
        (0.9, 1.0, None),
        (0.3, 0.9, None),
        (0.4, 0.2, None),
        (0.2, 0.2, Doubt.UNREADABLE),
        (0.2, None, None),
        (0.05, None, Doubt.UNREADABLE),
        (0.1, 1.0, Doubt.UNREADABLE),
        (0.12, None, None),
    ],
)
def test_what_nobody_can_read(sure: float, agreement: float | None, doubt: Doubt | None) -> None:
    """Neither sure of it nor of one mind; hard print that engines read alike is print, what both merely guess is not."""
    assert doubt_of(replace(line(("слово", sure)), agreement=agreement), RegionKind.PARAGRAPH) is doubt


@pytest.mark.parametrize(
    ("kind", "doubt"), [(RegionKind.STAMP, Doubt.STAMP), (RegionKind.HANDWRITING, Doubt.HANDWRITING)]
)
def test_stamps_and_handwriting(kind: RegionKind, doubt: Doubt) -> None:
    """What is read there for certain is print: a typed name under a signature."""
    assert doubt_of(replace(line(("слово", 0.5)), agreement=1.0), kind) is doubt
    assert doubt_of(replace(line(("KLOCK", 0.9)), agreement=1.0), kind) is None
    assert doubt_of(replace(line(("Ж", 0.9)), agreement=1.0), kind) is doubt


def test_marks_that_are_no_letters() -> None:
    """Specks are none; a row of dashes is typed, and a dash read for certain printed."""
    assert doubt_of(line(("|", 0.4)), RegionKind.PARAGRAPH) is Doubt.UNREADABLE
    assert doubt_of(line(("—", 0.9)), RegionKind.PARAGRAPH) is None
    assert doubt_of(line(("-----", 0.2)), RegionKind.PARAGRAPH) is None
    assert doubt_of(line((".", 0.2), ("..", 0.2)), RegionKind.PARAGRAPH) is Doubt.UNREADABLE
