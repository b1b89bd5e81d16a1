"""Several readings of one line laid beside each other, parted at the spaces that all of them have.

What textual scholars call a collation: the places (loci) at which witnesses can differ, and what each of them has there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from digitize.lexicon.one_script import shape_of
from digitize.recognize.engine import ReadWord

Words = tuple[ReadWord, ...]


@dataclass(frozen=True, slots=True)
class Locus:
    """A place in a line.

    Args:
        first: Index of its first word in the base reading.
        end: Index after its last one there.
        witnesses: What each of the other readings has in this place, in their order; may be nothing.
    """

    first: int
    end: int
    witnesses: tuple[Words, ...]


def collate(base: Sequence[ReadWord], others: Sequence[Sequence[ReadWord]]) -> tuple[Locus, ...]:
    """The places of a line, from left to right. Together they hold every word of every reading, once.

    Readings are aligned by the least number of changed characters; letters of the two scripts that look alike count as the same.

    Args:
        base: The words of one reading, at least one.
        others: Those of the others.
    """
    text = _text(base)
    ends = _ends(base)
    maps = [_mapped(text, _text(other)) for other in others]
    texts = [_text(other) for other in others]
    cuts = [
        index
        for index, end in enumerate(ends[:-1], 1)
        if all(there[at[end] : at[end + 1]] == " " for at, there in zip(maps, texts, strict=True))
    ]
    bounds = [0, *cuts, len(base)]
    rests = [_Rest(other) for other in others]
    return tuple(
        Locus(
            first,
            end,
            tuple(rest.up_to(at[ends[end - 1]]) for rest, at in zip(rests, maps, strict=True))
            if end < len(base)
            else tuple(rest.all() for rest in rests),
        )
        for first, end in pairwise(bounds)
    )


def likeness(one: str, other: str) -> float:
    """How much two readings have in common, from 0 to 1, by the least number of changed characters.

    Letters of the two scripts that look alike are the same, and small letters and capitals: of a line without ascenders nobody can
    tell which they are.
    """
    return float(Levenshtein.normalized_similarity(shape_of(one.upper()), shape_of(other.upper())))


class _Rest:
    """The words of a reading that no locus has yet."""

    def __init__(self, words: Sequence[ReadWord]) -> None:
        self._words = list(zip(words, _ends(words), strict=True))

    def up_to(self, place: int) -> Words:
        """Those that end at or before a place in the reading's text."""
        count = sum(end <= place for _, end in self._words)
        taken, self._words = self._words[:count], self._words[count:]
        return tuple(word for word, _ in taken)

    def all(self) -> Words:
        """Those that are left."""
        return self.up_to(self._words[-1][1]) if self._words else ()


def _text(words: Sequence[ReadWord]) -> str:
    return shape_of(" ".join(word.text for word in words))


def _ends(words: Sequence[ReadWord]) -> list[int]:
    """Where each word ends in the text of all."""
    ends, at = [], -1
    for word in words:
        at += 1 + len(word.text)
        ends.append(at)
    return ends


def _mapped(text: str, other: str) -> list[int]:
    """The place in another reading for each place between the characters of one, both ends included."""
    places = [0] * (len(text) + 1)
    for step in Levenshtein.opcodes(text, other):
        alike = step.src_end - step.src_start == step.dest_end - step.dest_start
        for at in range(step.src_start, step.src_end + 1):
            if alike:
                places[at] = step.dest_start + at - step.src_start
            else:
                places[at] = step.dest_start if at == step.src_start else step.dest_end
    places[-1] = len(other)
    return places
