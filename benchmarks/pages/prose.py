"""Neutral text without end: sentences from ``texts/LANGUAGE.txt`` with their gaps filled by chance.

A file holds parts, each begun by ``@name``, one entry a line. ``<n 3 14>`` stands for a number in that range, ``<roman>``
for a Roman numeral, ``<upper>`` for a Latin capital, and ``<name>`` for an entry of that part of the file.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from random import Random

TEXTS = Path(__file__).parent / "texts"
TOPICS = ("harvest", "weather", "rail", "school", "museum", "sport", "town")
_ROMAN = ("II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "XIV", "XVII", "XVIII", "XIX", "XX")


@cache
def entries(language: str) -> dict[str, tuple[str, ...]]:
    """The parts of a language's file."""
    parts: dict[str, list[str]] = {}
    name = ""
    for line in (TEXTS / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            name = line[1:].strip()
        elif line.strip():
            parts.setdefault(name, []).append(line.strip())
    return {key: tuple(lines) for key, lines in parts.items()}


class Prose:
    """Gives out text by chance, in the markup of the samples; it does not repeat a line before all have been used.

    Args:
        language: Tesseract's code, with a file in ``texts``.
        chance: Decides everything.
        latin: Share of sentences with foreign words (where the language has such).
    """

    def __init__(self, language: str, chance: Random, latin: float = 0.0) -> None:
        self.language = language
        self.chance = chance
        self.latin = latin
        self._left: dict[str, list[str]] = {}

    def pick(self, part: str) -> str:
        """An entry of a part, its gaps filled."""
        left = self._left.setdefault(part, [])
        if not left:
            left.extend(entries(self.language)[part])
            self.chance.shuffle(left)
        return re.sub(r"<([a-z_]+)(?: (\d+) (\d+))?>", self._filled, left.pop())

    def has(self, part: str) -> bool:
        """Whether the language's file has such a part."""
        return part in entries(self.language)

    def _filled(self, gap: re.Match[str]) -> str:
        if gap[1] == "n":
            return str(self.chance.randint(int(gap[2]), int(gap[3])))
        if gap[1] == "roman":
            return self.chance.choice(_ROMAN)
        if gap[1] == "upper":
            return self.chance.choice("BDFGKLNRSVZ")
        return re.sub(r"<([a-z_]+)(?: (\d+) (\d+))?>", self._filled, self.chance.choice(entries(self.language)[gap[1]]))

    def sentence(self, topic: str | None = None) -> str:
        """A sentence on a topic."""
        if self.latin and self.chance.random() < self.latin:
            return self.pick("latin")
        return self.pick(topic or self.chance.choice(TOPICS))

    def sentences(self, count: int) -> list[str]:
        """Sentences that have something to do with each other."""
        topic = self.chance.choice(TOPICS)
        return [self.sentence(topic if i < 3 else None) for i in range(count)]

    def paragraph(self, shortest: int = 2, longest: int = 6) -> str:
        """A paragraph of so many sentences."""
        return " ".join(self.sentences(self.chance.randint(shortest, longest)))
