"""Today's spelling of one Russian word in the orthography of before 1918, rule by rule.

The rules are those of the decree of 10 October 1918 (ѣ, ѳ, і, ъ; -аго, -ыя; онѣ, однѣ, ея; prefixes in з), and of the
usage that it left behind (ѵ; ъ before a vowel that is no е, ю, я). What they cannot know stays as it is: a wrong modern form is
worse than an old one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from digitize.repair.old_endings import is_plural_in_iya, is_plural_in_yya, modern_genitive

CONSONANTS = "бвгджзйклмнпрстфхцчшщѳ"
_VOICELESS = "кпстфхцчшщѳ"

_PRONOUNS = {
    "онѣ": "они",
    "однѣ": "одни",
    "однѣхъ": "одних",
    "однѣмъ": "одним",
    "однѣми": "одними",
    "ея": "её",
    "нея": "неё",
}

_NUMERAL = re.compile(r"[ІХѴVСМ]+")
"""Roman numerals set in Cyrillic letters; a single І may be one too, or an initial."""

_INNER = r"не|без|по(?=раз)"
_BEFORE_VOICELESS = re.compile(
    rf"(?:{_INNER})?(?:(?:без|через|раз(?!к(?:[аеѣиу]|ами|(?:ам|ах|ов|ом)ъ?)$)|из)(?=[{_VOICELESS}])|воз(?=[стпхфцшщѳ])|низ(?=[спхт])|роз(?=с))(?!сс)"
)
"""Prefixes in з, by themselves or after another, where the next letter is voiceless. Not ``возка``, ``возчикъ``, ``разка``, ``низкій``, ``низшій``, ``розка``,
which have none, nor before a double с (``разссорить``), which becomes a single one."""
_RECKONING = re.compile(r"(?:не|без)?разсч[её]т")
"""``расчёт`` has one с for the two of ``рассчитать``."""

_HARD_PREFIXES = r"(?:не)?(?:без|об|от|под|пред|раз|из|с|в|над|воз)"
_BEFORE_I = re.compile(rf"{_HARD_PREFIXES}ъ(?=и)")
_BEFORE_OTHER_VOWEL = re.compile(rf"(?:{_HARD_PREFIXES}|двух|тр[её]х|четыр[её]х|сверх)ъ(?=[аоуэ])")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of modernising.

    Args:
        name: As repairs name it, after ``modernise-``.
        why: For their evidence.
        apply: A word to what the rule makes of it; the same word where it says nothing.
        on_pieces: Whether it looks at letters alone, so that it holds for a piece of a word as well.
    """

    name: str
    why: str
    apply: Callable[[str], str]
    on_pieces: bool = False


def _like(pattern: str, text: str) -> str:
    """``text`` in the capitals of ``pattern``, letter by letter."""
    return "".join(new.upper() if old.isupper() else new for old, new in zip(pattern, text, strict=True))


def _pronoun(word: str) -> str:
    new = _PRONOUNS.get(word.lower())
    return word if new is None else _like(word[: len(new)], new)


def _genitive(word: str) -> str:
    lower = word.lower()
    if not lower.endswith(("аго", "яго")):
        return word
    new = modern_genitive(lower, capital=word[0].isupper())
    return word if new is None else word[:-3] + _like(word[-3:], new)


def _plural(word: str) -> str:
    lower = word.lower()
    title = word[0].isupper() and not word.isupper()
    if lower.endswith("ыя") and is_plural_in_yya(lower):
        return word[:-1] + _like(word[-1], "е")
    if lower.endswith("ія") and is_plural_in_iya(lower, capital=word[0].isupper(), title=title):
        return word[:-2] + _like(word[-2:], "ие")
    return word


def _prefix(word: str) -> str:
    lower = word.lower()
    found = _BEFORE_VOICELESS.match(lower)
    if found is None:
        return word
    at = found.end() - 1
    if _RECKONING.match(lower):
        return word[:at] + word[at + 1 :]
    return word[:at] + _like(word[at], "с") + word[at + 1 :]


def _inner_hard_sign(word: str) -> str:
    lower = word.lower()
    found = _BEFORE_I.match(lower)
    if found is not None:
        return word[: found.end() - 1] + _like(word[found.end()], "ы") + word[found.end() + 1 :]
    found = _BEFORE_OTHER_VOWEL.match(lower)
    return word if found is None else word[: found.end() - 1] + word[found.end() :]


def _final_hard_sign(word: str) -> str:
    lower = word.lower()
    return word[:-1] if len(word) > 1 and lower[-1] == "ъ" and lower[-2] in CONSONANTS else word


def _izhitsa(word: str) -> str:
    """в after а and е, where Greek has a diphthong (``Еѵангеліе``, ``Паѵелъ``); и elsewhere (``мѵро``)."""
    if _NUMERAL.fullmatch(word):
        return word
    word = re.sub("(?<=[аеАЕ])[ѵѷ]", "в", word)
    word = re.sub("(?<=[аеАЕ])[ѴѶ]", "В", word)
    return word.translate(_IZHITSA)


def _decimal_i(word: str) -> str:
    return word if _NUMERAL.fullmatch(word) or len(word) == 1 else word.translate(_DECIMAL_I)


_IZHITSA = str.maketrans("ѵѴѷѶ", "иИиИ")
_DECIMAL_I = str.maketrans("іІ", "иИ")
_YAT = str.maketrans("ѣѢ", "еЕ")
_FITA = str.maketrans("ѳѲ", "фФ")

RULES = (
    Rule("pronoun", "form of a pronoun; decree of 1918", _pronoun),
    Rule("ago", "genitive of an adjective; decree of 1918", _genitive),
    Rule("yya", "plural of an adjective; decree of 1918", _plural),
    Rule("prefix", "prefix before a voiceless consonant; decree of 1918", _prefix),
    Rule("inner-hard-sign", "between prefix and vowel; today before е, ё, ю and я only", _inner_hard_sign),
    Rule("yat", "ѣ is е; decree of 1918", lambda word: word.translate(_YAT), on_pieces=True),
    Rule("fita", "ѳ is ф; decree of 1918", lambda word: word.translate(_FITA), on_pieces=True),
    Rule("izhitsa", "ѵ is и, after а and е в; out of use since 1918", _izhitsa, on_pieces=True),
    Rule("i", "і is и; decree of 1918", _decimal_i, on_pieces=True),
    Rule("hard-sign", "no ъ at the end of a word; decree of 1918", _final_hard_sign),
)
"""In the order in which they are used: words and endings while their old letters are still there."""
