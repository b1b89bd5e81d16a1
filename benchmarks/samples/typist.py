"""A typewriter and the hand on it: every letter has its own place, and its own force."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random

from benchmarks.samples.fonts import Font
from benchmarks.samples.hyphens import break_points
from benchmarks.samples.sheet import Line, Piece, Word
from digitize.model.geometry import Box

PITCH_PX = 20
SIZE_PX = 32.1
_MISSING = "№"
_ROOM_FOR_HYPHEN = 4


@dataclass(slots=True)
class Typewriter:
    """Types lines of pieces; some letters always stand high or low, or print faintly.

    Args:
        seed: Decides all its faults.
        scale: Size of its type against that of the sample (ten cells to the inch at 200 dpi).
        face: Its type.
        lacks: Letters that it does not have, printed in another type.
    """

    seed: int
    scale: float = 1.0
    face: str = "typewriter"
    lacks: str = _MISSING
    chance: Random = field(init=False)
    faults: dict[str, tuple[float, float, float]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)

    def _fault(self, letter: str) -> tuple[float, float, float]:
        if letter not in self.faults:
            own = Random(f"{self.seed}{letter}")
            self.faults[letter] = (own.gauss(0, 0.7), own.gauss(0, 1.1), own.uniform(0.88, 1.0))
        return self.faults[letter]

    def strike(self, letter: str, x: float, baseline: float) -> Piece:
        """One letter at a cell of the line."""
        dx, dy, force = self._fault(letter)
        face, size = ("typewriter-more", 33.0) if letter in self.lacks else (self.face, SIZE_PX)
        strength = max(0.6, min(1.0, force * self.chance.uniform(0.82, 1.1)))
        x = round(x + (dx + self.chance.gauss(0, 0.5)) * self.scale)
        baseline = round(baseline + (dy + self.chance.gauss(0, 0.6)) * self.scale)
        return Piece(letter, Font(face, size * self.scale), float(x), float(baseline), strength)

    def line(self, text: str, x0: float, baseline: float, spaced: bool = False) -> tuple[Line, list[Box]]:
        """A typed line; ``_..._`` in ``text`` is underlined, and the rules of that are returned beside it."""
        words: list[Word] = []
        letters: list[Piece] = []
        under: list[Box] = []
        start: float | None = None
        x = x0
        for character in f"{text} ":
            if character == "_":
                if start is not None:
                    top, foot = round(baseline + 8 * self.scale), round(baseline + 11 * self.scale)
                    under.append(Box(round(start), top, round(x), foot))
                start = None if start is not None else x
                continue
            if character != " ":
                letters.append(self.strike(character, x, baseline))
            elif letters:
                words.append(Word("".join(p.text for p in letters), tuple(letters)))
                letters = []
            x += PITCH_PX * self.scale
        return Line(tuple(words), baseline, ((0, len(words)),) if spaced else ()), under


def typed_lines(text: str, cells: int, indent: int) -> list[str]:
    """Wraps a paragraph as a typist does: words are broken with a hyphen when more than a few cells would stay free.

    Args:
        text: May hold ``_`` around underlined words (they take no cell).
        cells: Length of a line.
        indent: Blanks before the first line.
    """
    lines, line = [], " " * indent
    for word in text.split():
        blank = "" if not line.strip() else " "
        if _cells(line + blank + word) <= cells:
            line += blank + word
            continue
        head, tail = _broken(word, cells - _cells(line) - 2)
        lines.append(line + blank + head if head else line)
        line = tail
    return [*lines, line]


def _cells(text: str) -> int:
    return len(text.replace("_", ""))


def _broken(word: str, room: int) -> tuple[str, str]:
    if room < _ROOM_FOR_HYPHEN or "_" in word or not re.search(r"[а-я]", word):
        return "", word
    points = [p for p in break_points(word, "rus") if p <= room]
    return (word[: points[-1]] + "-", word[points[-1] :]) if points else ("", word)
