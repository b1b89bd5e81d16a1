"""Letters that Cyrillic and Latin type share: what they alone spell proves nothing about a word's script."""

from __future__ import annotations

import re

from digitize.model.language import script_of

_SHARED = frozenset("aceopxynmurbkiïëöABCEHKMOPTXYÏËÖ")
"""Latin letters that a reader without Cyrillic makes of Cyrillic ones, since the same or nearly the same ink stands for both."""

_SIGN = r"[\d|!?$\\{}&%*+<>@№]"
_GARBLED = re.compile(
    rf"(?<!\w)[{{$\\|][^\W\d_]|[а-яёіїўґєѣ][А-ЯЁІЇЎҐЄѢ]|[^\W\d_]{_SIGN}|[^\W\d_][-'’]{_SIGN}+[^\W\d_]"
)
_MIXED = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]|[^\W\d_]\d+[^\W\d_]|[A-Z]{2,}[a-z]")
_AS_A_RULE = re.compile(r"\b(?:Ma?c|O['’]|D['’]|L['’]|De|La|Le|Van)(?=[A-ZÀ-Þ])")
"""Prefixes of names before a capital."""
_EDGES = ".,:;!?()[]«»\"„“”'’-—/|®©*"


_SAME_SHAPE = dict(zip("АВЕЗІКМНОРСТУХЅЈаеорсухіѕј", "ABE3IKMHOPCTYXSJaeopcyxisj", strict=True))


ABBREVIATIONS = frozenset(("c-ie", "cie", "co", "ltd", "mm", "cm", "km", "kg", "mod", "mr", "mrs", "dr", "ch", "st"))
"""What stands in Latin letters in Cyrillic text of trade and learning, too short for a word list, lower case."""


def is_abbreviation(text: str) -> bool:
    """Whether a word, but for what stands around it, is one of them."""
    return text.lower().strip(_EDGES) in ABBREVIATIONS


def is_same_shape(cyrillic: str, latin: str) -> bool:
    """Whether two readings stand for the same ink, letter by letter."""
    return len(cyrillic) == len(latin) and all(_SAME_SHAPE.get(c, c) == d for c, d in zip(cyrillic, latin, strict=True))


def tells_latin(text: str) -> bool:
    """Whether a reading has a Latin letter that nothing in Cyrillic type looks like."""
    return any(script_of(c) == "Latn" and c not in _SHARED for c in text if c.isalpha())


def is_garbled(text: str) -> bool:
    """Whether a Cyrillic reading has capitals, digits or signs inside a word: what other scripts are turned into.

    A number with letters after it (``20-го``, ``8р``) is in order.
    """
    return _GARBLED.search(text.strip(_EDGES)) is not None


def is_mixed(text: str) -> bool:
    """Whether a Latin reading has capitals or digits inside a word: what Cyrillic letters are turned into."""
    return _MIXED.search(_AS_A_RULE.sub("", text)) is not None
