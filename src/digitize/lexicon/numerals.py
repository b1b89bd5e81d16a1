"""Roman numerals in Cyrillic text, and what a model without Latin letters makes of them: XIX becomes ХГХ, II becomes П."""

from __future__ import annotations

import re

_NUMERAL = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
"""Up to 39: centuries, congresses, months, volumes. L, C, D and M are left to what words are told by."""

_LARGE_NUMERAL = re.compile(r"M{0,3}(?:CM|CD|D?C{0,4})(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})")
_LARGE = 4
_MARKS = re.compile(r"([.,:;()«»\"„“”/\-—]+)")
_SHAPES = frozenset("ХУПШГТИНЦЧЛхупшгтиІі1VIX[]|!\\lЫ")
"""Cyrillic letters and marks that stand for parts of a Roman numeral where no Latin ones are known."""
_AS_CYRILLIC = str.maketrans(
    {"Х": "X", "х": "X", "У": "V", "П": "II", "Ш": "III", "Г": "I", "Т": "I", "І": "I", "1": "I", "[": "I", "|": "I"}
    | {"!": "I", "\\": "V"}
)
_AS_LATIN = str.maketrans({"1": "I", "l": "I", "|": "I", "!": "I", "i": "I", "L": "I", "T": "I", "v": "V", "x": "X"})
"""How the parts of a numeral are misread among Cyrillic and among Latin letters."""

_SURELY_PART = re.compile(r"[IVX1l|!ivx]")
"""Without any of these, what a Latin model has read is other letters."""
_DATE = re.compile(r"\W*\d{1,2}[./-][^\W_][^.\s]{0,4}[./-](?:\d{2}|\d{4})\W*")
_COUNTED = (
    "век", "вв.", "столет", "тысячелет", "съезд", "созыв", "сесси", "конгресс", "конференц", "интернационал", "том", "глав",
    "гл.", "част", "отдел", "раздел", "выпуск", "вып.", "квартал", "класс", "категори", "разряд", "степен", "ступен", "групп",
    "сери", "курс", "корпус", "пятилет", "полугод", "кн.", "вік", "столітт", "стагодд", "з'їзд", "з'езд", "конгрес", "розділ",
    "январ", "феврал", "марта", "апрел", "мая", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр",
)  # fmt: skip
"""How nouns begin that are counted in Roman numerals; and months, since typists wrote I for 1."""


def is_numeral(text: str) -> bool:
    """Whether a text is one Roman numeral from I to XXXIX."""
    return bool(text) and _NUMERAL.fullmatch(text) is not None


def is_large_numeral(text: str) -> bool:
    """Whether a word, but for the signs around it, is a Roman numeral of four signs or more, such as a year."""
    bare = _MARKS.sub("", text)
    return len(bare) >= _LARGE and _LARGE_NUMERAL.fullmatch(bare) is not None


def looks_like_numeral(text: str) -> bool:
    """Whether a word read among Cyrillic letters may be a Roman numeral: all of its letters have the shape of its parts."""
    parts = [part for part in _MARKS.split(text) if part and not _MARKS.fullmatch(part) and not part.isdecimal()]
    return bool(parts) and all(set(part) <= _SHAPES for part in parts)


def is_single(text: str) -> bool:
    """Whether a word has one letter: then its shape alone proves nothing, since initials have the same."""
    return sum(c.isalnum() or c in "[]|!\\" for c in text) == 1


def is_date(text: str) -> bool:
    """Whether a word is a date with its month in the middle, as the press and offices wrote it: ``4.XII.1937``."""
    return _DATE.fullmatch(text) is not None


def is_counted(word: str) -> bool:
    """Whether a neighbouring word is one that Roman numerals count: century, congress, volume."""
    return word.lower().lstrip('(«"„').startswith(_COUNTED)


def numeral_among_latin(text: str) -> str | None:
    """A word as a Latin model read it with its numerals in order (``X1X`` for XIX), or ``None`` when it holds none."""
    return _mended(text, _AS_LATIN)


def numeral_among_cyrillic(text: str) -> str | None:
    """A word as a Cyrillic model read it with its numerals in order (``ХГХ`` for XIX), or ``None``."""
    return _mended(text, _AS_CYRILLIC)


def _mended(text: str, parts_of_numerals: dict[int, str]) -> str | None:
    if _SURELY_PART.search(text) is None and parts_of_numerals is _AS_LATIN:
        return None
    found, mended = False, []
    for part in _MARKS.split(text):
        if not part or _MARKS.fullmatch(part) or part.isdecimal():
            mended.append(part)
            continue
        numeral = part.translate(parts_of_numerals)
        if not is_numeral(numeral):
            return None
        found = True
        mended.append(numeral)
    return "".join(mended) if found else None
