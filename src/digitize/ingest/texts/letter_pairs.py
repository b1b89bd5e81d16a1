"""How likely a letter is, and one letter after another, in the languages that plain texts come in: natural logarithms.

Only what tells encodings apart is weighed: letters beyond ASCII, and their neighbours.
"""

from __future__ import annotations

from math import log

_CYRILLIC = {
    "rus": (
        "о110 е85 а80 и73 н67 т63 с55 р47 в45 л44 к35 м32 д30 п28 у26 я20 ы19 ь17 г17 з16 б16 ч14 й12 х10 ж9 ш7 ю6 ц5 "
        "щ4 э3 ф3 ъ1 ё3 і.3"
    ),
    "ukr": (
        "о94 а81 н68 и60 і57 т55 в52 е49 р45 с41 л40 к39 у36 м31 д30 п29 я23 з23 ь19 г16 б16 ч13 й13 х12 ц10 ж9 ї8 ю8 "
        "ш7 є6 щ4 ф3 ґ.3 ў.3 ы.3 э.1 ё.1 ъ.1"
    ),
}
"""Letters by how many of a thousand they are."""
_LATIN = (
    "é190 à50 ü50 ä40 è35 ö30 ê22 ß20 í20 á20 ó20 å20 ø15 ñ15 ç10 æ10 ã10 ú8 ù6 â5 î5 ô5 û4 õ5 ò5 ì5 ë2 ï2 œ2 š2 ž2 "
    "ý1 ÿ.1 ð.1 þ.1"
)
"""The same of Latin letters beyond ASCII, as they are among themselves."""

CYRILLIC, LATIN = ("rus", "ukr"), ("latin",)
"""What may be asked for as a language."""

_SIGNS = dict.fromkeys("«»„“”’–—…§°", -5.0) | dict.fromkeys("\u00a0\u00ad‘№", -6.0) | {"¤": -11.0}
_UNUSUAL = frozenset("©®™•·±¹²³ªº¼½¾€£×÷µ‹›‚")
_UNUSUAL_SIGN, _NO_TEXT = -8.0, -11.0
_RARE = -9.0
_OPENING, _CLOSING = frozenset("«„“‘"), frozenset("»”…")

_OTHER_SCRIPT = -7.0
_LATIN_I = -1.5
"""Encodings that lack the Ukrainian i were used with the Latin one."""
_CAPITAL_AFTER_SMALL = -8.0
_CAPITAL = -0.5
_SIGN_AT_LETTER = -3.0
_TWO_ACCENTS = -3.0
_TWO_VOWELS, _TWO_CONSONANTS = -1.2, -0.4
_CANNOT_BEGIN = -4.0
_APOSTROPHE = -1.5
_COMMON_PAIR, _OTHER_PAIR = 0.7, -0.5
_COMMON = frozenset(
    "ст но то на ен ов ни ра во ко пр ер ро по ли ан ре ос ал ка ет от ол ва те ла ат не де ве ри ор ел ит ил ть го ог "
    "ом ес ин ло та ск да ма ие ам им ые ся ас ль ед об ак из ми за ны ее ой ий ая мо до со сь тр ик ис ну ле ди ви лс "
    "че ки ти нн ож жи бы же чт эт уд ем ав од ар уч ту ру гд ти ня ві ні ін ід що як це ій їх ів лі рі мі ої тв бу ув "
    "нь ла ам із ля ці".split()
)
"""Pairs of letters that are common in Russian or Ukrainian."""
_VOWELS = frozenset("аеёиоуыэюяіїєўaeiouyàâäáãåæéèêëíìîïóòôöõøœúùûü")
_SIGNS_OF_SOUND = frozenset("ьъ")
_NO_BEGINNING = frozenset("ьъы")


def _logarithms(table: str) -> dict[str, float]:
    counts = {entry[0]: float(entry[1:]) for entry in table.split()}
    whole = sum(counts.values())
    return {letter: log(count / whole) for letter, count in counts.items()}


_LETTERS = {language: _logarithms(table) for language, table in {**_CYRILLIC, "latin": _LATIN}.items()}


def weight_of(letter: str, language: str) -> float:
    """How likely a character beyond ASCII is, wherever it stands; ASCII weighs nothing.

    Args:
        letter: The character.
        language: ``rus``, ``ukr`` or ``latin``.
    """
    if letter < "\x80":
        return 0.0
    if letter.isalpha() and letter not in "ªº":
        known = _LETTERS[language].get(letter.lower(), _RARE)
        return known + _CAPITAL if letter.isupper() else known
    return _SIGNS.get(letter, _UNUSUAL_SIGN if letter in _UNUSUAL else _NO_TEXT)


def weight_of_pair(before: str, after: str) -> float:
    """What it adds that one character stands after another, if one of them is beyond ASCII."""
    if before.isalpha() and after.isalpha():
        return _within_word(before, after)
    if "’" in (before, after) and (before.isalpha() or after.isalpha()):
        return -_SIGNS["’"] / 2 + _APOSTROPHE / 2
    if before.isalpha():
        return _SIGN_AT_LETTER if after >= "\xa1" and after not in _CLOSING and after not in "–—" else 0.0
    if after.isalpha():
        sign = _SIGN_AT_LETTER if before >= "\xa1" and before not in _OPENING and before not in "–—№§" else 0.0
        return sign + (_CANNOT_BEGIN if after.lower() in _NO_BEGINNING else 0.0)
    return 0.0


def _within_word(before: str, after: str) -> float:
    if _is_cyrillic(before) != _is_cyrillic(after):
        return _LATIN_I if before in "iI" or after in "iI" else _OTHER_SCRIPT
    weight = _CAPITAL_AFTER_SMALL if before.islower() and after.isupper() else 0.0
    first, second = before.lower(), after.lower()
    if not _is_cyrillic(before):
        return weight + (_TWO_ACCENTS if first > "\x7f" and second > "\x7f" else 0.0)
    if second in _SIGNS_OF_SOUND:
        return weight + (_CANNOT_BEGIN if first in _VOWELS or first in _SIGNS_OF_SOUND else 0.0)
    weight += _COMMON_PAIR if first + second in _COMMON else _OTHER_PAIR
    vowels = (first in _VOWELS) + (second in _VOWELS)
    return weight + (_TWO_VOWELS if vowels == 2 else _TWO_CONSONANTS if vowels == 0 else 0.0)


def _is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u052f"
