"""Sets a line of text in a face: the ink as it would be without wear."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from training.look.faces import X_HEIGHT_PX, Face, Faces, Glyph
from training.look.machine import Machine, fitted

Ink = NDArray[np.float32]

_UP, _DOWN = 84, 48
"""Rows above and below the baseline: more than two x-heights up, for accents on capitals and the line above."""
_PAD = 40


@dataclass(frozen=True, slots=True)
class Set:
    """A line set.

    Args:
        ink: 0 to 1, shape (132, width).
        baseline: Row of the baseline.
        left: First column with ink.
        right: Column after the last.
    """

    ink: Ink
    baseline: int
    left: int
    right: int


_BROKEN_SETTING = 0.25
"""Share of printed lines with gaps between letters that are no blanks: worn matrices, a line driven out."""


def set_line(rng: np.random.Generator, faces: Faces, kind: str, text: str, age: float = 1.0) -> Set:
    """A line of a kind of print (``serif``, ``typewriter``, ``grotesque``).

    Args:
        rng: Source of chance.
        faces: What there is to set it in.
        kind: Of print.
        text: Of characters that some face has.
        age: Of the typewriter, 0 to 1.

    Raises:
        LookupError: If no face has its characters.
    """
    face = faces.draw(rng, kind, text)
    marked = faces.sister(rng, face, text) if rng.random() < 0.08 else None
    placed, width = _typed(rng, face, marked, text, age) if kind == "typewriter" else _printed(rng, face, marked, text)
    ink = np.zeros((_UP + _DOWN, width), np.float32)
    for glyph, x, drop, strength in placed:
        _stamp(ink, glyph, x, _UP + drop, strength)
    columns = np.flatnonzero(ink.max(axis=0) > 0.3)
    left, right = (int(columns[0]), int(columns[-1]) + 1) if len(columns) else (0, width)
    if rng.random() < (0.05 if kind == "typewriter" else 0.012):
        _underline(rng, ink, left, right)
    return Set(ink, _UP, left, right)


_Placed = tuple[list[tuple[Glyph, int, int, float]], int]
"""Each glyph with its column, its drop below the line and its strength; and the width of all."""


def _printed(rng: np.random.Generator, face: Face, marked: Face | None, text: str) -> _Placed:
    tracking = float(rng.choice([0.0, rng.normal(0.0, 0.6), rng.uniform(1.0, 5.0)], p=[0.5, 0.42, 0.08]))
    space = float(rng.choice([0.0, rng.uniform(-2.5, 3.0), rng.uniform(3.0, 22.0)], p=[0.4, 0.3, 0.3]))
    dance = abs(float(rng.normal(0.0, 0.25))) * (rng.random() < 0.3)
    blank = max(4.0, face.glyph(" ").advance + space + tracking)
    broken = float(rng.uniform(0.01, 0.06)) if rng.random() < _BROKEN_SETTING else 0.0
    pen, placed, current = float(_PAD), [], face
    for character in text:
        if character == " ":
            if marked is not None:
                current = marked if rng.random() < 0.4 else face
            pen += max(4.0, current.glyph(" ").advance + space + tracking)
            continue
        glyph = current.glyph(character)
        drop = int(round(rng.normal(0.0, dance * 1.1))) if dance else 0
        placed.append((glyph, int(round(pen + glyph.left + (rng.normal(0.0, 0.6) if dance else 0.0))), drop, 1.0))
        pen += max(3.0, glyph.advance + tracking)
        if broken and rng.random() < broken:
            pen += float(rng.uniform(0.1, 0.5)) * blank
    return placed, int(pen) + _PAD


def _typed(rng: np.random.Generator, face: Face, marked: Face | None, text: str, age: float) -> _Placed:
    machine = Machine(rng, age)
    letter = face.glyph("н" if face.has("н") else "n")
    pitch = letter.advance if face.kind == "typewriter" else float(rng.uniform(1.15, 1.45)) * X_HEIGHT_PX
    pen, placed, current = float(_PAD), [], face
    for character in text:
        if character == " ":
            if marked is not None:
                current = marked if rng.random() < 0.4 else face
        else:
            strike = machine.strike(character, fitted(current.glyph(character), pitch))
            aside = (pitch - strike.glyph.advance) / 2.0 + strike.aside
            placed.append((strike.glyph, int(round(pen + strike.glyph.left + aside)), strike.drop, strike.strength))
        pen += pitch
    return placed, int(pen) + _PAD


def _stamp(ink: Ink, glyph: Glyph, x: int, baseline: int, strength: float) -> None:
    height, width = glyph.ink.shape
    y0, x0 = baseline - glyph.top, x
    top, left = max(0, -y0), max(0, -x0)
    bottom, right = min(height, ink.shape[0] - y0), min(width, ink.shape[1] - x0)
    if top >= bottom or left >= right:
        return
    part = ink[y0 + top : y0 + bottom, x0 + left : x0 + right]
    np.maximum(part, glyph.ink[top:bottom, left:right] * strength, out=part)


def _underline(rng: np.random.Generator, ink: Ink, left: int, right: int) -> None:
    width = max(20, right - left)
    start = left if rng.random() < 0.5 else left + int(rng.integers(width // 2 + 1))
    end = min(ink.shape[1], start + int(rng.integers(width // 4, width + 1)))
    row = _UP + int(rng.integers(6, 14))
    ink[row : row + int(rng.integers(2, 5)), start:end] = 1.0


def bend(rng: np.random.Generator, ink: Ink) -> Ink:
    """A line that leans and sags a little: what is left when layout has levelled it, and now and then more."""
    height, width = ink.shape
    x = np.linspace(-1.0, 1.0, width, dtype=np.float32)
    lean = float(rng.normal(0.0, 0.06 if rng.random() < 0.8 else 0.2)) * X_HEIGHT_PX
    sag = float(rng.normal(0.0, 0.04)) * X_HEIGHT_PX
    wave = (
        float(rng.normal(0.0, 0.03)) * X_HEIGHT_PX * np.sin(x * float(rng.uniform(2.0, 9.0)) + float(rng.uniform(0, 6)))
    )
    shift = lean * x + sag * (x * x - 0.5) + wave
    slant = float(rng.normal(0.0, 0.05))
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    bent = cv2.remap(ink, columns + slant * (rows - _UP), rows + shift[None, :], cv2.INTER_LINEAR)
    return np.asarray(bent, dtype=np.float32)
