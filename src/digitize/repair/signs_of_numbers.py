"""Numbers in which letters stand for digits: what they mean, and what shows that they are numbers."""

from __future__ import annotations

import re

ONES = "IlІ"
"""What is read, or was typed, for 1: capital I, small L, Cyrillic І. A stroke may be a rule of a table."""
_MEANT = {**dict.fromkeys(ONES, "1"), **dict.fromkeys("ОоOo", "0"), "З": "3", "з": "3", "б": "6"}
_SIX = "б"

_SIGN = rf"[\d{''.join(_MEANT)}]"
_RUN = re.compile(rf"(?<!\w){_SIGN}+(?=(?:гг?|го|й|му|м|х|е|я|ая|ое|ый|лет\w*)?(?!\w))")
"""What may be a number: no other letter beside it, but for an ending."""
_ENDS_DATE = rf"(?:{_SIGN}{{4}}|{_SIGN}{{2}})(?=г?г?(?!\w))"
_DATE = re.compile(rf"(?<![\w.,]){_SIGN}{{1,2}}([./-]){_SIGN}{{1,2}}\1{_ENDS_DATE}")
_ROMAN_DATE = re.compile(rf"(?<![\w.,]){_SIGN}{{1,2}}([./-])[IVXІХVП]{{1,4}}\1{_ENDS_DATE}")
_YEAR = re.compile(r"1[4-9]\d\d|20\d\d")
_MONTH = re.compile(
    r"[(\"«]?(?:(?:январ|феврал|апрел|апрѣл|июн|июл|іюн|іюл|сентябр|октябр|ноябр|декабр)[ья]|марта?|августа?|ма[йя]|"
    r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b",
    re.IGNORECASE,
)
_MOST_DAYS, _MOST_MONTHS = 31, 12
_MOST = 99
"""Of days and of years that are counted: larger numbers need no such help."""
_YEARS = "-лет"


def is_month(text: str) -> bool:
    """Whether a word is a month as it stands after a day."""
    return _MONTH.match(text) is not None


def in_digits(text: str, after: str, letters: str) -> str:
    """A word with digits for the letters that stand for them, where it is plain that they are digits.

    It is plain where a letter has a digit on either side; where four signs are a year; in a date; before a month; and before ``-летие``.
    What is in letters throughout stays: it is a word, an initial, or a Roman numeral.

    Args:
        text: The word; the result has the same length.
        after: The word after it.
        letters: Those to change; others may stand beside them.
    """
    for date in (_DATE, _ROMAN_DATE):
        text = date.sub(lambda match: _in_date(match.group(), match.group(1), letters), text)
    before_month = is_month(after)

    def run(match: re.Match[str]) -> str:
        is_told = before_month or text.startswith(_YEARS, match.end())
        return _in_run(match.group(), letters, is_told=is_told)

    return _RUN.sub(run, text)


def number_of(text: str) -> str:
    """A text with every letter that may stand for a digit as that."""
    return "".join(_MEANT.get(c, c) for c in text)


def _in_date(date: str, mark: str, letters: str) -> str:
    """A date of three numbers, or with a Roman numeral for its month; its year has a digit, so that it is no row of initials."""
    day, month, year = date.split(mark)
    if not any(c.isdigit() for c in year) or not 1 <= int(number_of(day)) <= _MOST_DAYS:
        return date
    roman = not any(c.isdigit() for c in month)
    if not roman and not (number_of(month).isdecimal() and 1 <= int(number_of(month)) <= _MOST_MONTHS):
        return date
    return mark.join((_put(day, letters), month if roman else _put(month, letters), _put(year, letters)))


def _in_run(run: str, letters: str, *, is_told: bool) -> str:
    digits = sum(c.isdigit() for c in run)
    if not digits or digits == len(run):
        return run
    number = number_of(run)
    if (_YEAR.fullmatch(number) and digits > 1) or (is_told and 1 <= int(number) <= _MOST):
        return _put(run, letters)
    return "".join(_inside(run, place, letters, digits) for place in range(len(run)))


def _inside(run: str, place: int, letters: str, digits: int) -> str:
    """A sign; the digit that it stands for where there are digits before and after it."""
    sign = run[place]
    if sign not in letters or (sign == _SIX and digits <= 2):  # 2б3 may be part б of 2
        return sign
    is_between = any(c.isdigit() for c in run[:place]) and any(c.isdigit() for c in run[place + 1 :])
    return _MEANT[sign] if is_between else sign


def _put(text: str, letters: str) -> str:
    return "".join(_MEANT[c] if c in letters and c in _MEANT else c for c in text)
