"""Typewriters: a type's habits come back wherever it does, and every machine has its own."""

from __future__ import annotations

import numpy as np
import pytest

from training.look.faces import Glyph
from training.look.machine import Machine, fitted


def _ring(width: int = 20) -> Glyph:
    """A letter with a counter, as wide as is said."""
    ink = np.zeros((26, width), np.float32)
    ink[2:24, 2 : width - 2] = 1.0
    ink[6:20, 6 : width - 6] = 0.0
    return Glyph(ink, 1, 26, float(width + 2))


def _strikes(seed: int, age: float, count: int = 6) -> list[np.ndarray]:
    machine = Machine(np.random.default_rng(seed), age)
    return [machine.strike("e", _ring()).glyph.ink for _ in range(count)]


def test_a_new_machine_prints_its_types_as_they_are() -> None:
    """Nothing is worn, clogged or struck on one side."""
    for seed in range(20):
        assert all(np.array_equal(ink, _ring().ink) for ink in _strikes(seed, 0.0))


def test_wear_belongs_to_the_type() -> None:
    """Of old machines some print the letter otherwise, and then mostly the same way each time."""
    worn = alike = 0
    for seed in range(60):
        inks = _strikes(seed, 1.0)
        for ink in inks:
            assert ink.dtype == np.float32 and 0.0 <= float(ink.min()) and float(ink.max()) <= 1.0
        if not np.array_equal(inks[0], _ring().ink):
            worn += 1
            alike += sum(np.array_equal(inks[0], ink) for ink in inks[1:]) >= 2
    assert 10 <= worn <= 50
    assert alike >= 0.6 * worn


def test_the_same_seed_is_the_same_machine() -> None:
    """A line can be drawn again from its number."""
    assert all(np.array_equal(a, b) for a, b in zip(_strikes(7, 1.0), _strikes(7, 1.0), strict=True))


@pytest.mark.parametrize("width", [12, 20, 40])
def test_wide_letters_are_narrowed_to_the_pitch(width: int) -> None:
    """An m has no more room than an i; what fits is left as it is."""
    made = fitted(_ring(width), 25.0)
    assert made.ink.shape == (26, min(width, 24)) and made.top == 26
    assert width > 24 or np.array_equal(made.ink, _ring(width).ink)
