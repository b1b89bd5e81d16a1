"""The letters of a word in one case: most Cyrillic capitals have the shape of their small letters, and size tells little in worn print."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import groupby

from digitize.recognize.engine import ReadGlyph

_CAPITALS: tuple[Callable[[int], range], ...] = (lambda _: range(0), lambda _: range(1), range)
"""Of a part of so many letters, the places of its capitals: none, the first, all."""


def in_case(glyphs: tuple[ReadGlyph, ...]) -> tuple[ReadGlyph, ...]:
    """The characters of a word, each part of it small, with a first capital, or in capitals.

    Where capitals and small letters are mixed otherwise, the likeliest of these by what the network saw besides; where it saw no such
    letters, the part stays as it is (``McKay``, ``кВт``). What it told of a changed letter is its first rival.
    """
    parts = (tuple(part) for _, part in groupby(glyphs, key=lambda glyph: glyph.character.isalpha()))
    return tuple(glyph for part in parts for glyph in _part_in_case(part))


def _part_in_case(part: tuple[ReadGlyph, ...]) -> tuple[ReadGlyph, ...]:
    text = "".join(glyph.character for glyph in part)
    if text in (text.lower(), text.upper(), text[:1].upper() + text[1:].lower()):
        return part
    ways = [way for way in (_cased(part, capitals(len(part))) for capitals in _CAPITALS) if way is not None]
    return max(ways, key=lambda way: sum(math.log(max(glyph.confidence, 1e-6)) for glyph in way), default=part)


def _cased(part: tuple[ReadGlyph, ...], capitals: range) -> tuple[ReadGlyph, ...] | None:
    """The letters with capitals in those places; ``None`` where one was not seen in the case that it is to have."""
    found = []
    for place, glyph in enumerate(part):
        wanted = glyph.character.upper() if place in capitals else glyph.character.lower()
        seen = dict(glyph.alternatives)
        if wanted == glyph.character:
            found.append(glyph)
        elif wanted in seen:
            found.append(glyph.told_as(wanted, seen[wanted]))
        else:
            return None
    return tuple(found)
