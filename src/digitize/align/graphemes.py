"""Two readings in aligned pieces, grapheme by grapheme: what a reader sees as one letter is never cut."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby

from rapidfuzz.distance import Levenshtein

_JOINERS = frozenset("\u200d\ufe0e\ufe0f")


def graphemes_of(text: str) -> list[str]:
    """A text's letters with the marks that stand on them (the part of UAX 29 that matters for Latin and Cyrillic type)."""
    found: list[str] = []
    for character in text:
        if found and (unicodedata.combining(character) or character in _JOINERS):
            found[-1] += character
        else:
            found.append(character)
    return found


def aligned_pieces(a: str, b: str) -> tuple[tuple[str, str], ...]:
    """Two readings cut where they begin and cease to differ; each side joined gives its reading.

    By the least number of changed graphemes, whatever their case: a letter stands beside its capital.
    """
    one, other = graphemes_of(a), graphemes_of(b)
    pieces: list[tuple[str, str]] = []
    for op in Levenshtein.opcodes([g.casefold() for g in one], [g.casefold() for g in other]):
        here, there = one[op.src_start : op.src_end], other[op.dest_start : op.dest_end]
        if op.tag == "equal":
            pieces += _by_case(here, there)
        else:
            pieces.append(("".join(here), "".join(there)))
    return tuple(pieces)


def _by_case(one: Sequence[str], other: Sequence[str]) -> list[tuple[str, str]]:
    """Letters that are the same but for their case, cut where they begin and cease to differ."""
    runs = groupby(zip(one, other, strict=True), key=lambda pair: pair[0] == pair[1])
    return [("".join(a for a, _ in run), "".join(b for _, b in run)) for run in (list(pairs) for _, pairs in runs)]
