"""Numbers as they are written: in digits, Roman numerals or words; dates by their parts."""

from __future__ import annotations

import re
from functools import lru_cache

from digitize.lexicon.one_script import shape_of

_EDGES = " .,:;!?()[]«»\"'„“”’—–-№"
_DIGITS = re.compile(r"\d+")
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u2009\u202f.,'’]\d{3})+")
"""Thousands parted by a blank, stop, comma or apostrophe."""
_ORDINAL = re.compile(
    r"(\d+|[IVXLCDM]+)[-‐–]?(?:[а-яё]{1,3}|er|re|ère|ème|e|è|de|st|nd|rd|th|te|ten|ter)\.?", re.IGNORECASE
)
_DATE = re.compile(r"(\d{1,2})\s?[./-]\s?(\d{1,2}|[IVX]{1,4})\s?[./-]\s?(\d{2,4})")
_ROMAN = re.compile(r"(?=[MDCLXVI])M{0,3}(?:CM|CD|D?C{0,4})(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}

_UNITS_OF_WORDS = {
    0: "ноль нуль нуля zéro zero null",
    1: "один одна одно одного одной одному одним одну un une one ein eine einen einem einer eins",
    2: "два две двух двум двумя deux two zwei",
    3: "три трех трёх трем трём тремя trois three drei",
    4: "четыре четырех четырёх четырем четырём четырьмя quatre four vier",
    5: "пять пяти пятью cinq five fünf",
    6: "шесть шести шестью six sechs",
    7: "семь семи семью sept seven sieben",
    8: "восемь восьми восемью huit eight acht",
    9: "девять девяти девятью neuf nine neun",
    10: "десять десяти десятью dix ten zehn",
    11: "одиннадцать одиннадцати onze eleven elf",
    12: "двенадцать двенадцати douze twelve zwölf",
    13: "тринадцать тринадцати treize thirteen dreizehn",
    14: "четырнадцать четырнадцати quatorze fourteen vierzehn",
    15: "пятнадцать пятнадцати quinze fifteen fünfzehn",
    16: "шестнадцать шестнадцати seize sixteen sechzehn",
    17: "семнадцать семнадцати dix-sept seventeen siebzehn",
    18: "восемнадцать восемнадцати dix-huit eighteen achtzehn",
    19: "девятнадцать девятнадцати dix-neuf nineteen neunzehn",
    20: "двадцать двадцати vingt twenty zwanzig",
    30: "тридцать тридцати trente thirty dreißig",
    40: "сорок сорока quarante forty vierzig",
    50: "пятьдесят пятидесяти cinquante fifty fünfzig",
    60: "шестьдесят шестидесяти soixante sixty sechzig",
    70: "семьдесят семидесяти soixante-dix seventy siebzig",
    80: "восемьдесят восьмидесяти quatre-vingt quatre-vingts eighty achtzig",
    90: "девяносто девяноста quatre-vingt-dix ninety neunzig",
    100: "сто ста cent hundred hundert",
    200: "двести двухсот deux-cents",
    300: "триста трехсот трёхсот",
    400: "четыреста четырехсот четырёхсот",
    500: "пятьсот пятисот",
    600: "шестьсот шестисот",
    700: "семьсот семисот",
    800: "восемьсот восьмисот",
    900: "девятьсот девятисот",
    1000: "тысяча тысячи тысяч тысячу mille thousand tausend",
}
_WORDS = {word: value for value, words in _UNITS_OF_WORDS.items() for word in words.split()}

_ORDINALS = {
    "перв": 1, "втор": 2, "трет": 3, "четверт": 4, "четвёрт": 4, "пят": 5, "шест": 6, "седьм": 7, "восьм": 8, "девят": 9,
    "десят": 10, "одиннадцат": 11, "двенадцат": 12, "тринадцат": 13, "четырнадцат": 14, "пятнадцат": 15,
    "шестнадцат": 16, "семнадцат": 17, "восемнадцат": 18, "девятнадцат": 19, "двадцат": 20,
}  # fmt: skip
_GERMAN_ORDINALS = {
    "erst": 1, "zweit": 2, "dritt": 3, "viert": 4, "fünft": 5, "sechst": 6, "siebent": 7, "siebt": 7, "acht": 8, "neunt": 9,
    "zehnt": 10, "elft": 11, "zwölft": 12, "zwanzigst": 20,
}  # fmt: skip
_GERMAN_ENDINGS = frozenset(("e", "en", "er", "es", "em"))
_ORDINAL_ENDINGS = frozenset(
    "ый ой ий ая ое ье ья ого его ьего ой ей ьей ому ему ьему ую ью ым им ьим ом ем ьем ые ие ьи ых их ьих".split()
)
_OTHER_ORDINALS = {
    "premier": 1, "première": 1, "premiers": 1, "premières": 1, "deuxième": 2, "second": 2, "seconde": 2, "troisième": 3,
    "quatrième": 4, "cinquième": 5, "sixième": 6, "septième": 7, "huitième": 8, "neuvième": 9, "dixième": 10,
    "onzième": 11, "douzième": 12, "seizième": 16, "dix-septième": 17, "dix-huitième": 18, "dix-neuvième": 19,
    "vingtième": 20, "first": 1, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
}  # fmt: skip


@lru_cache(maxsize=20_000)
def number_of(text: str) -> str | None:
    """What number a text stands for, as digits (``11``, of a date ``11.2.1938``); ``None`` when it is none.

    Roman numerals may be in Cyrillic letters that look like theirs. Of ordinals the number is told.
    """
    bare = bare_number(text)
    if not bare:
        return None
    return _in_digits(bare) or _in_words(bare.lower().split()) or _roman_or_ordinal(bare)


@lru_cache(maxsize=20_000)
def is_written_in_signs(text: str) -> bool:
    """Whether a number is written in digits or as a Roman numeral rather than in words."""
    bare = bare_number(text)
    if any(c.isdigit() for c in bare) or _roman(bare) is not None:
        return True
    ordinal = _ORDINAL.fullmatch(bare)
    return ordinal is not None and _roman(ordinal[1]) is not None


def bare_number(text: str) -> str:
    """A number without the punctuation and signs around it."""
    return text.strip(_EDGES)


def _in_digits(bare: str) -> str | None:
    if _DIGITS.fullmatch(bare):
        return bare.lstrip("0") or "0"
    if _GROUPED.fullmatch(bare):
        return re.sub(r"\D", "", bare)
    if date := _DATE.fullmatch(shape_of(bare)):
        month = date[2] if date[2].isdigit() else _roman(date[2])
        return f"{int(date[1])}.{int(month)}.{date[3]}" if month else None
    return None


def _roman_or_ordinal(bare: str) -> str | None:
    if value := _roman(bare):
        return value
    if match := _ORDINAL.fullmatch(bare):
        stem = match[1]
        return (stem.lstrip("0") or "0") if stem.isdigit() else _roman(stem)
    lower = bare.lower()
    if lower in _OTHER_ORDINALS:
        return str(_OTHER_ORDINALS[lower])
    for stems, endings in ((_ORDINALS, _ORDINAL_ENDINGS), (_GERMAN_ORDINALS, _GERMAN_ENDINGS)):
        for stem, value_of in stems.items():
            if lower.startswith(stem) and lower[len(stem) :] in endings:
                return str(value_of)
    return None


def _roman(text: str) -> str | None:
    shape = shape_of(text)
    if not shape.isupper() or not _ROMAN.fullmatch(shape):
        return None
    values = [_ROMAN_VALUES[c] for c in shape]
    return str(sum(-v if any(v < later for later in values[i + 1 : i + 2]) else v for i, v in enumerate(values)))


def _in_words(words: list[str]) -> str | None:
    """The value of a number in words, of falling size: ``двадцать пять``; of thousands ``две тысячи сто``."""
    if not words or any(word not in _WORDS for word in words):
        return None
    total, part = 0, 0
    for word in words:
        value = _WORDS[word]
        if value == 1000:
            total, part = total + max(part, 1) * 1000, 0
        elif value == 100 and 1 < part < 10:
            part *= 100
        elif part and (part % 10 or value >= part):
            return None
        else:
            part += value
    return str(total + part)
