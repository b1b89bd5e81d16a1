"""Two readings in aligned pieces, grapheme by grapheme: what a reader sees as one letter is never cut."""

from __future__ import annotations

import unicodedata

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

    By the least number of changed graphemes.
    """
    one, other = graphemes_of(a), graphemes_of(b)
    return tuple(
        ("".join(one[op.src_start : op.src_end]), "".join(other[op.dest_start : op.dest_end]))
        for op in Levenshtein.opcodes(one, other)
    )
