"""Two readings of one line, parted at the spaces that both have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digitize.model.geometry import Box
from digitize.recognize.engine import ReadWord

_SAME = 0.4
"""Share of the narrower one's width that two words have in common when they stand for the same ink."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words of one reading, and those of the other in their place.

    Args:
        first: Index of the first word.
        end: Index after the last one.
        other: What the other reading has there, at least one word.
    """

    first: int
    end: int
    other: tuple[ReadWord, ...]


def parted(own: Sequence[ReadWord], other: Sequence[ReadWord]) -> tuple[Part, ...]:
    """The parts of a line in both readings, from left to right; where only one has anything, there is no part.

    Args:
        own: The words of one reading, their boxes in the frame of the other's.
        other: The words of the other.
    """
    found: list[Part] = []
    first, mine = 0, set[int]()
    for index, word in enumerate(own):
        here = {i for i, each in enumerate(other) if _is_same(word.box, each.box)}
        if mine and not here & mine:
            found.append(Part(first, index, tuple(other[i] for i in sorted(mine))))
            mine = set()
        if not mine:
            first = index
        mine |= here
    if mine:
        found.append(Part(first, len(own), tuple(other[i] for i in sorted(mine))))
    return tuple(found)


def _is_same(a: Box, b: Box) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > _SAME * min(a.width, b.width)
