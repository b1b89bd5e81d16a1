"""Words spelled in the letters of two scripts, where one was meant: letters that look alike are told by those beside them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import groupby

from digitize.lexicon.look_alikes import is_abbreviation

_PAIRS = dict(zip("АВЕКМНОРСТУХЅЈІЇЁаеорсухѕјіїё", "ABEKMHOPCTYXSJIÏËaeopcyxsjiïë", strict=True))
"""Cyrillic letters and the Latin ones of the same shape, in upright type."""
_BACK = {latin: cyrillic for cyrillic, latin in _PAIRS.items()}


def in_one_script(word: str) -> str:
    """A word in the letters of one script.

    Where letters of only one script are such that nothing in the other looks like them, all that look alike are of that
    script, too; where none are, the word is of the script of most of them, a tie goes to the Latin letters. Parts of a
    word between apostrophes and hyphens are told each by itself when the whole has letters of either script that are like
    none of the other: names are inflected so (``Kaufmann'а``).

    Args:
        word: As read; the result has the same length.
    """
    if not (any(map(_is_cyrillic, word)) and any(map(_is_latin, word))):
        return word
    latin = shape_of(word)
    whole = latin if is_abbreviation(latin) else _told(word)
    if whole is not None:
        return whole
    parts = ("".join(part) for _, part in groupby(word, key=str.isalnum))
    return "".join(part if (told := _told(part)) is None else told for part in parts)


def shape_of(text: str) -> str:
    """A text with Cyrillic letters that look like Latin ones as these: equal for texts that the same ink stands for."""
    return "".join(_PAIRS.get(c, c) for c in text)


def twin(character: str) -> str | None:
    """The letter of the other script that looks like a letter; ``None`` where there is none."""
    return _PAIRS.get(character) or _BACK.get(character)


@lru_cache(maxsize=8192)
def is_two_scripts(word: str) -> bool:
    """Whether a word has letters of both scripts."""
    return any(map(_is_cyrillic, word)) and any(map(_is_latin, word))


def rather_latin(word: str) -> bool:
    """Whether a word has no fewer Latin letters that are like no Cyrillic ones than the other way round."""
    latin = sum(_is_latin(c) and c not in _BACK for c in word)
    return latin >= sum(_is_cyrillic(c) and c not in _PAIRS for c in word)


def _told(word: str) -> str | None:
    """The word in one script; ``None`` where letters of both are like none of the other."""
    cyrillic = [c for c in word if _is_cyrillic(c)]
    latin = [c for c in word if _is_latin(c)]
    if not cyrillic or not latin:
        return word
    telling_cyrillic = any(c not in _PAIRS for c in cyrillic)
    telling_latin = any(c not in _BACK for c in latin)
    if telling_cyrillic and telling_latin:
        return None
    to_latin = telling_latin or (not telling_cyrillic and len(latin) >= len(cyrillic))
    table = _PAIRS if to_latin else _BACK
    return "".join(table.get(c, c) for c in word)


def _is_cyrillic(character: str) -> bool:
    return character.isalpha() and unicodedata.name(character, "").startswith("CYRILLIC")


def _is_latin(character: str) -> bool:
    return character.isalpha() and unicodedata.name(character, "").startswith("LATIN")
