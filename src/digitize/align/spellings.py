"""Spellings of one word by the rules of different times: whether two are, and nothing about which is right.

Russian by the decree of 1918 (and ё for е); French by the usages of before 1835 and the recommendations of 1990, capitals
without accents; German by the conferences of 1901 and 1996; English
as it was printed before 1940 and on either side of the ocean.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

_Rule = Callable[[str], str]

_OLD_LETTERS = str.maketrans("ѣѢѳѲіІїЇёЁ", "еЕфФиИиИеЕ")
_HARD = "бвгджзклмнпрстфхцчшщ"
_VOICELESS = "кпстфхцчшщ"
_CYRILLIC_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), new)
    for pattern, new in (
        (r"(?<=[ае])[ѵѷ]", "в"),
        (r"[ѵѷ]", "и"),
        (rf"(?<=[{_HARD}])ъ(?![а-яё])", ""),
        (r"ъи", "ы"),
        (r"ъ(?=[аоуэ])", ""),
        (r"\b(он|одн)е(?=(?:х|м|ми)?\b)", r"\1и"),
        (r"\b(н?)ея\b", r"\1ее"),
        (r"аго\b", "ого"),
        (r"яго\b", "его"),
        (r"ыя\b", "ые"),
        (rf"\b(не|по)?(бе|и|ра|ро|во|ни|чере)з(?=[{_VOICELESS}])", r"\1\2с"),
        (r"\b(ра)сс(?=ч[её]т)", r"\1с"),
        ("\u0301|\u0300", ""),  # marks of stress
    )
)
_ON_CAPITALS = re.compile("[ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸ]")
_FRENCH_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"œ", "oe"),
        (r"Œ(?=[A-Z])", "OE"),
        (r"Œ", "Oe"),
        (r"æ", "ae"),
        (r"Æ", "Ae"),
        (r"(?<=[a-zé]{2})([ae])ns\b", r"\1nts"),
        (r"\b([Tt])ems\b", r"\1emps"),
        (r"(?<=[a-zé]{2})oi(?=(?:s|t|ent)\b)", "ai"),
        (r"\b([Ff])ran[cç]oi(?=s)", r"\1rançai"),
        (r"([Cc])onnoi", r"\1onnai"),
        (r"([Ff])oibl", r"\1aibl"),
        (r"[èëê]", "é"),
        (r"[îï]", "i"),
        (r"[ûü]", "u"),
        (r"(?<=\w)['’](?=\w{3})", "-"),
    )
)
_GERMAN_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"ß", "ss"),
        (r"ſ", "s"),
        (r"([Tt])h", r"\1"),
        (r"TH", "T"),
        (r"\bC(?=[eiäy])", "Z"),
        (r"c(?=[eiäy])", "z"),
        (r"\bC(?=[aourl])", "K"),
        (r"c(?=[aourt])", "k"),
        (r"([ae])y", r"\1i"),
        (r"iren\b", "ieren"),
        (r"Ae", "Ä"),
        (r"Oe", "Ö"),
        (r"Ue", "Ü"),
        (r"niß\b|niss\b", "nis"),
    )
)
_ENGLISH_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), new)
    for pattern, new in (
        (r"\b(s)hew", r"\1how"),
        (r"xion", "ction"),
        (r"\bgaol", "jail"),
        (r"(?<=\w{2})our(?=\w*\b)", "or"),
        (r"(?<=\w{2})is(?=(?:e|es|ed|ing|ation)\b)", "iz"),
        (r"\b(w)agg", r"\1ag"),
        (r"\bgrey", "gray"),
        (r"(?<=t)re\b", "er"),
        (r"[œæ]", "e"),
    )
)
_PLURAL = re.compile(r"ія(\W*)$", re.IGNORECASE)
_PLURAL_NOW = re.compile(r"ие(\W*)$", re.IGNORECASE)


def in_one_spelling(a: str, b: str, languages: Iterable[str]) -> tuple[str, str]:
    """Two readings with what rules of different times spell differently made alike: a key to compare by, no text.

    Args:
        a: One reading.
        b: Another.
        languages: ISO 639-3 codes of languages whose rules may hold; Russian's always do where letters are Cyrillic.
    """
    asked = frozenset(languages)
    if a.isupper() and b.isupper():
        a, b = a.lower(), b.lower()
    rules: list[_Rule] = [_as_today] if _has_cyrillic(a) or _has_cyrillic(b) else []
    if "fra" in asked:
        rules.append(_as_french)
    if "deu" in asked:
        rules.append(_as_german)
    if "eng" in asked:
        rules.append(_as_english)
    if _PLURAL.search(a) and _PLURAL_NOW.search(b):
        a = _PLURAL.sub(r"ие\1", a)
    elif _PLURAL.search(b) and _PLURAL_NOW.search(a):
        b = _PLURAL.sub(r"ие\1", b)
    for rule in rules:
        a, b = rule(a), rule(b)
    return a, b


def _has_cyrillic(text: str) -> bool:
    return any("\u0400" <= c <= "\u052f" for c in text)


def _as_today(text: str) -> str:
    text = text.translate(_OLD_LETTERS)
    for pattern, new in _CYRILLIC_RULES:
        text = pattern.sub(new, text)
    return text


def _as_french(text: str) -> str:
    text = _ON_CAPITALS.sub(lambda match: unicodedata.normalize("NFD", match[0])[0], text)
    for pattern, new in _FRENCH_RULES:
        text = pattern.sub(new, text)
    return text


def _as_english(text: str) -> str:
    for pattern, new in _ENGLISH_RULES:
        text = pattern.sub(new, text)
    return text


def _as_german(text: str) -> str:
    for pattern, new in _GERMAN_RULES:
        text = pattern.sub(new, text)
    return text
