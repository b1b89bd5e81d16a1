"""The signs that the line recogniser knows, in the order of its output classes.

The order is part of a trained model: a sign may be added at the end, none may be moved. One code point a sign, NFC.
Letters that look alike in the two scripts are different signs, because telling them apart is the reader's work.
"""

from __future__ import annotations

from typing import Final

CYRILLIC: Final = (
    "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя"
    "Ёё"
    "ІіѢѣѲѳѴѵ"  # old Russian orthography; і is Ukrainian and Belarusian too
    "ЄєЇїҐґЎў"  # Ukrainian, Belarusian
    "ӦӧѪѫ"  # Komi, old Bulgarian
)
LATIN: Final = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸàâæçéèêëîïôœùûüÿ"  # French
    "ÄÖäößſ"  # German
    "ÅåØø"  # Scandinavian names
    "ĄĆĘŁŃÓŚŹŻąćęłńóśźż"  # Polish names
    "ÁÍÚÑÌÒáíúñìò"  # Spanish and Italian names
)
DIGITS: Final = "0123456789"
MARKS: Final = ".,;:!?-–—'’‘\"„“”«»‹›()[]/*+=%№§&_°…|~<>£$†•½¼¾²³¹^#@{}×‰¬"

ALPHABET: Final[str] = " " + CYRILLIC + LATIN + DIGITS + MARKS
"""Every sign once, blank first. Class 0 of a CTC network is the gap, so sign ``i`` is class ``i + 1``."""

INDEX: Final[dict[str, int]] = {sign: place for place, sign in enumerate(ALPHABET)}
"""Place of each sign in `ALPHABET`."""

_SUBSTITUTES: Final = {
    "\u00a0": " ",
    "\u2009": " ",
    "\u202f": " ",
    "\u00ad": "",
    "\u0301": "",
    "\u200b": "",
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "–",
    "\u2015": "—",
    "\u2212": "–",
    "\u201f": "”",
    "\u201a": "‘",
    "\u02bc": "’",
    "\u2032": "'",
    "\u2033": '"',
    "\u00b4": "'",
    "`": "‘",
    "\u00ba": "°",
    "\u00b7": "•",
}


def spelled_in_alphabet(text: str) -> str:
    """The text with typographic variants brought to the signs of `ALPHABET`; other foreign signs are left standing."""
    return "".join(_SUBSTITUTES.get(sign, sign) for sign in text)
