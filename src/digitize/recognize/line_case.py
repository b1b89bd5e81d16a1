"""Words read in capitals that stand no higher than the small letters of their line are in small letters.

Most Cyrillic capitals have the shape of their small letters, and the network sees a line at a size that it has guessed. On one line both
are measured alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median

from digitize.recognize.engine import ReadGlyph, ReadWord

_LOW = frozenset("вгжзиклмнопстхчшъыьэюя")
"""Small letters without ascender, descender and accent, whose capitals have the same shape."""
_ALIKE = _LOW | frozenset("дйцщӧ")
"""All small letters whose capitals have the same shape."""
_MEASURED = _LOW | frozenset("ае" + "acemnorsuvwxz")
"""Small letters that are as tall as the middle of a line."""
_LETTERS = 3
"""Letters of a word that are measured, at least."""
_AS_TALL = 1.12
"""Height of capitals over that of small letters below which they are none: in print and typing it is 1.3 to 1.5, in small capitals a little more than 1."""

Rows = Callable[[int, int], tuple[int, int]]
"""First row with ink between two columns of the crop, and the one after the last."""


def in_case_of_line(words: Sequence[ReadWord], rows: Rows) -> list[ReadWord]:
    """The words of a line, those in capitals made small that are as tall as its small letters.

    Only where all their letters look alike in both cases (small capitals are told from small letters by the others), and the network has
    seen small ones in most of them, too: on worn lines heights deceive. The words are as sure as before, and the capital is the first
    rival of each letter.

    Args:
        words: As they were read.
        rows: Of the line's crop.
    """
    small = [_height(glyph, rows) for word in words for glyph in word.glyphs if glyph.character in _MEASURED]
    if not small:
        return list(words)
    limit = _AS_TALL * median(small)
    return [_small(word) if _is_low(word, rows, limit) else word for word in words]


def _is_low(word: ReadWord, rows: Rows, limit: float) -> bool:
    letters = [glyph for glyph in word.glyphs if glyph.character.isalpha()]
    if not all(glyph.character.isupper() and glyph.character.lower() in _ALIKE for glyph in letters):
        return False
    heights = [_height(glyph, rows) for glyph in letters if glyph.character.lower() in _LOW]
    seen = sum(glyph.character.lower() in dict(glyph.alternatives) for glyph in letters)
    return len(heights) >= _LETTERS and 2 * seen >= len(letters) and median(heights) < limit


def _height(glyph: ReadGlyph, rows: Rows) -> int:
    top, end = rows(glyph.x0, glyph.x1)
    return end - top


def _small(word: ReadWord) -> ReadWord:
    glyphs = tuple(glyph.told_as(glyph.character.lower(), glyph.confidence) for glyph in word.glyphs)
    return replace(word, text="".join(glyph.character for glyph in glyphs), glyphs=glyphs)
