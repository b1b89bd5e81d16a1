"""How well a trial went, judged without the truth."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.model.geometry import Box
from digitize.recognize.engine import Reading, ReadLine, ReadWord
from digitize.recognize.message import brief
from digitize.recognize.outcome import outcome

BOX = Box(0, 0, 10, 10)


def reading(*words: tuple[str, float | None]) -> Reading:
    read = tuple(ReadWord(text, BOX, confidence, None) for text, confidence in words)
    return Reading((ReadLine(0, BOX, ((0, 10), (10, 10)), read),)) if read else Reading(())


def test_confidence_is_weighted_by_letters() -> None:
    """Long words count for more; signs that are neither letters nor digits do not count."""
    found = outcome((reading(("слово,", 0.9), ("—", 0.1)), reading(("1931", 0.5), ("№", 0.0))))
    assert found.letters == 9
    assert math.isclose(found.confidence, (5 * 0.9 + 4 * 0.5) / 9)
    assert math.isclose(found.sure_letters, 6.5)


@pytest.mark.parametrize("readings", [(), (Reading(()),), (reading(("...", 0.9)),)], ids=["none", "empty", "signs"])
def test_silence(readings: tuple[Reading, ...]) -> None:
    """Where no letter was read there is nothing to be sure of."""
    found = outcome(readings)
    assert (found.letters, found.confidence, found.sure_letters) == (0, 0.0, 0.0)


def test_no_statement_is_no_confidence() -> None:
    """An engine that does not say how sure it is wins nothing by that."""
    assert outcome((reading(("слово", None)),)).sure_letters == 0


@given(st.lists(st.tuples(st.text(min_size=1, max_size=5), st.none() | st.floats(0, 1)), max_size=5), st.integers(0, 5))
def test_how_words_are_shared_out_does_not_matter(words: list[tuple[str, float | None]], at: int) -> None:
    """The outcome is that of all words together, in [0, 1]."""
    whole = outcome((reading(*words),))
    parts = outcome((reading(*words[:at]), reading(*words[at:])))
    assert whole.letters == parts.letters
    assert math.isclose(whole.confidence, parts.confidence, abs_tol=1e-12)
    assert 0.0 <= whole.confidence <= 1.0 + 1e-12


@given(st.text(max_size=2000))
def test_messages_are_brief(text: str) -> None:
    """Whatever an engine prints becomes one printable line that can be read."""
    line = brief(text)
    assert line.isprintable()
    assert len(line) <= 310
    assert not line.endswith(".") or line == ""
