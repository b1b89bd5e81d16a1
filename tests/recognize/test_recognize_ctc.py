"""Decoding: characters, their probabilities, places and rivals from the posteriors of a CTC network."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from digitize.recognize.ctc import best_path

ALPHABET = "абc "
BLANK = "-"


def posteriors(*frames: dict[str, float]) -> NDArray[np.float32]:
    """Logarithms of the probabilities that frames give to characters; the rest goes to the blank."""
    probs = np.full((len(frames), len(ALPHABET) + 1), 1e-6)
    for row, frame in zip(probs, frames, strict=True):
        for character, share in frame.items():
            row[0 if character == BLANK else 1 + ALPHABET.index(character)] = share
        if BLANK not in frame:
            row[0] = max(1e-6, 1.0 - sum(frame.values()))
    return np.asarray(np.log(probs / probs.sum(axis=1, keepdims=True)), dtype=np.float32)


def path(text: str, sure: float = 0.9) -> NDArray[np.float32]:
    """Frames that each speak for one character."""
    return posteriors(*({c: sure} for c in text))


@pytest.mark.parametrize(
    ("frames", "read"),
    [
        ("", ""),
        ("----", ""),
        ("аааа", "а"),
        ("аа-а", "аа"),
        ("-аб-", "аб"),
        ("аббааc", "абаc"),
        ("а-  -б", "а б"),
        (" а ", " а "),
    ],
)
def test_runs_are_characters_and_blanks_part_them(frames: str, read: str) -> None:
    """The rule of CTC: repeats fall together, blanks fall away."""
    assert "".join(found.character for found in best_path(path(frames), ALPHABET)) == read


def test_no_frames_no_characters() -> None:
    """A line without width is read as nothing."""
    assert best_path(np.zeros((0, len(ALPHABET) + 1), np.float32), ALPHABET) == ()


def test_confidence_and_place_are_those_of_the_surest_frame() -> None:
    """The run is where the character is the likeliest class; its peak is where it is likeliest of all."""
    first, second = best_path(posteriors({}, {"а": 0.6}, {"а": 0.95}, {"а": 0.7}, {}, {"б": 0.8}), ALPHABET)
    assert (first.first, first.end, first.peak) == (1, 4, 2)
    assert first.confidence == pytest.approx(0.95, abs=1e-3)
    assert (second.first, second.end, second.peak) == (5, 6, 5)


def test_rivals_are_told_the_likeliest_first() -> None:
    """What else it may be, at the surest frame; neither the blank nor what is out of the question."""
    (found,) = best_path(posteriors({"а": 0.6, "б": 0.1, "c": 0.2, " ": 0.002}), ALPHABET)
    assert [character for character, _ in found.alternatives] == ["c", "б"]
    assert [share for _, share in found.alternatives] == [pytest.approx(0.2, abs=0.01), pytest.approx(0.1, abs=0.01)]


def test_a_character_passed_over_is_told_on_both_sides() -> None:
    """Where the blank wins narrowly, something may stand that is not read."""
    first, second = best_path(posteriors({"а": 0.9}, {"c": 0.4, "-": 0.6}, {"б": 0.9}), ALPHABET)
    assert first.missed_after == second.missed_before == pytest.approx(0.4, abs=0.01)
    assert first.missed_before == second.missed_after == 0.0


def test_the_flank_of_a_character_is_no_other() -> None:
    """A character's own probability dies away over some frames: nothing was passed over there."""
    first, second = best_path(posteriors({"а": 0.9}, {"а": 0.4}, {"б": 0.4}, {"б": 0.9}), ALPHABET)
    assert first.missed_after == second.missed_before == pytest.approx(0.0, abs=1e-4)


def test_a_flat_posterior_is_not_trusted() -> None:
    """A network that has no idea reads a character with the probability of a guess."""
    flat = np.full((5, len(ALPHABET) + 1), np.log(1 / (len(ALPHABET) + 1)), np.float32)
    flat[:, 1] += 1e-3
    (found,) = best_path(flat, ALPHABET)
    assert found.confidence == pytest.approx(0.2, abs=0.01)


POSTERIORS = arrays(
    np.float32, st.tuples(st.integers(0, 30), st.just(len(ALPHABET) + 1)), elements=st.floats(-20, 0, width=32)
)


@given(POSTERIORS)
def test_any_posteriors_are_decoded(scores: NDArray[np.float32]) -> None:
    """Only the alphabet comes out, in order, each at a place of its own, with probabilities that are some."""
    log_probs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    found = best_path(np.asarray(log_probs, np.float32), ALPHABET)
    end = 0
    for each in found:
        assert each.character in ALPHABET
        assert end <= each.first <= each.peak < each.end <= len(scores)
        end = each.end
        shares = [each.confidence, *(share for _, share in each.alternatives), each.missed_before, each.missed_after]
        assert all(0.0 <= share <= 1.0 for share in shares)
        assert each.confidence >= max((share for _, share in each.alternatives), default=0.0)
        assert each.character not in [character for character, _ in each.alternatives]


@given(st.text(ALPHABET + BLANK, max_size=30))
def test_what_is_written_into_frames_is_read_out_of_them(frames: str) -> None:
    """A certain path comes out as the rule of CTC has it."""
    expected = "".join(c for c, before in zip(frames, BLANK + frames, strict=False) if c not in (BLANK, before))
    found = best_path(path(frames), ALPHABET)
    assert "".join(each.character for each in found) == expected
    assert all(each.confidence == pytest.approx(0.9, abs=1e-3) for each in found)
