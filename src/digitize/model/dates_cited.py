"""Dates as they stand in citations, found in a text: ``November 2, 1927``, ``28 Dec. 1934``, ``2 ноября 1927 г.``, ``11.II.1938``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from digitize.model.month_names import MONTHS, ROMAN_MONTHS
from digitize.model.reference import is_edtf

MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})(?![^\W_])"
"""A name of a month, for other patterns; to be used without regard to capitals."""
_DASH = r"\s*[-\u2010-\u2014/]\s*"
_ORDINAL = r"(?:st|nd|rd|th|er|-?го|-?е)?\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_DAYS = rf"(?<!\w)(?P<day>{_DAY}){_ORDINAL}(?:{_DASH}(?P<last>{_DAY}){_ORDINAL})?"
_MONTH = rf"(?P<month>{MONTH})\.?"
_YEAR = r"(?<!\w)(?P<year>1[5-9]\d\d|20\d\d)(?!\w|[-/.]\d)(?P<of_russian>\s*г(?:ода|оду|\.|(?!\w)))?"
_GAP = r"[\s,]*(?:(?:of|de)\s+)?"

_IN_WORDS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_DAYS}\s*(?:of\s+|de\s+)?{_MONTH}{_GAP}{_YEAR}",
        rf"(?<!\w){_MONTH}\s*{_DAYS}[\s,.]*{_YEAR}",
        rf"{_YEAR}[\s,.]*{_DAYS}\s*{_MONTH}",
        rf"{_YEAR}[\s,.]*{_MONTH}\s*{_DAYS}(?!\d)",
        rf"(?<!\w){_MONTH}{_GAP}{_YEAR}",
    )
)
_YEAR_FIRST = re.compile(r"(?<![\w.-])(1[5-9]\d\d|20\d\d)([-./])(\d{1,2})\2(\d{1,2})(?!\w|[-./]\d)")
_IN_NUMBERS = re.compile(
    r"(?<![\w.-])(\d{1,2})\s?([-./])\s?(\d{1,2}|[ivx]{1,4})\s?\2\s?((?:1[5-9]|20)\d\d|\d\d)(?!\w|[-/]\d)"
    r"(\s*г(?:ода|\.|(?!\w)))?",
    re.IGNORECASE,
)
_YEARS = re.compile(
    rf"(?<![.-]){_YEAR}|(?<![\w.-])(1[5-9]\d\d|20\d\d)[-\u2013/](\d\d(?:\d\d)?)(?!\w|[-/.]\d)", re.IGNORECASE
)
_DAY_FIRST_BEFORE = re.compile(r"(?<!\w)(?:du|le|au|vom|am|den|от|за)\s+$", re.IGNORECASE)
_DAY_FIRST_WORDS = re.compile(
    r"(?<!\w)(?:(?:с|стр|кол|стб|стлб|столб|вып)\.\s?\d|(?:S|Sp|Nr)\.\s?\d|(?:Seite|Spalte)\s\d|n[\u00b0\u00ba]\s?\d)"
)
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{2,}|(?<!\w)[A-Za-z]\.")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]{2,}")


@dataclass(frozen=True, slots=True)
class DateCited:
    """A date found in a text, or what has the form of one.

    Args:
        start: Where it begins.
        end: Where it ends.
        readings: What it may mean, in EDTF: one reading where that is sure, two where the order of day and month is not,
            none where the calendar has no such day.
        sure: Whether its only reading is what it says; a year of two digits has a reading (19YY), but no sure one.
    """

    start: int
    end: int
    readings: tuple[str, ...]
    sure: bool


def find_dates(text: str) -> tuple[DateCited, ...]:
    """The dates in a text, in order.

    The order of day and month in numbers is told by the date itself (``28.12.1934``), by a Roman month, or by a language
    that knows one order only: Russian, German, French.
    """
    found: list[DateCited] = []
    rest = text
    for finder in (_numbers, _words, _bare_years):
        here = list(finder(rest))
        found += here
        for date in here:
            rest = rest[: date.start] + "\x1f" * (date.end - date.start) + rest[date.end :]
    return tuple(sorted(found, key=lambda date: date.start))


def _numbers(text: str) -> Iterator[DateCited]:
    for match in _YEAR_FIRST.finditer(text):
        readings = _days(match[1], match[3], match[4])
        yield DateCited(*match.span(), readings, sure=bool(readings))
    for match in _IN_NUMBERS.finditer(text):
        day, _, month, year = match.groups()[:4]
        full = year if len(year) == 4 else f"19{year}"
        roman = ROMAN_MONTHS.get(month.lower())
        if not roman and not month.isdecimal():
            continue
        readings = _days(full, str(roman or month), day)
        if not roman and not _is_day_first(text, match):
            readings = tuple(dict.fromkeys((*readings, *_days(full, day, month))))
        yield DateCited(*match.span(), readings, sure=len(readings) == 1 and len(year) == 4)


def _is_day_first(text: str, match: re.Match[str]) -> bool:
    """Whether the language, as far as it shows, writes the day before the month."""
    if (
        match[5]
        or _DAY_FIRST_BEFORE.search(text, max(0, match.start() - 8), match.start())
        or _DAY_FIRST_WORDS.search(text)
    ):
        return True
    return _CYRILLIC.search(text) is not None and _LATIN_WORD.search(text) is None


def _words(text: str) -> Iterator[DateCited]:
    taken: list[range] = []
    for pattern in _IN_WORDS:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = str(MONTHS[parts["month"].lower()])
            days = [day for day in (parts.get("day"), parts.get("last")) if day is not None]
            dates = [_days(parts["year"], month, day) for day in days] or [(f"{parts['year']}-{month:0>2}",)]
            if not any(match.start() < span.stop and span.start < match.end() for span in taken):
                taken.append(range(*match.span()))
                readings = ("/".join(date for (date,) in dates),) if all(dates) else ()
                yield DateCited(*match.span(), readings, sure=bool(readings))


def _bare_years(text: str) -> Iterator[DateCited]:
    for match in _YEARS.finditer(text):
        first, last = match[3], match[4]
        if match["year"] is not None:
            yield DateCited(*match.span(), (match["year"],), sure=True)
        elif int(first) < int(last if len(last) == 4 else first[:2] + last):
            yield DateCited(*match.span(), (f"{first}/{last if len(last) == 4 else first[:2] + last}",), sure=True)


def _days(year: str, month: str, day: str) -> tuple[str, ...]:
    """The day in EDTF, or nothing when the calendar has none such."""
    date = f"{year}-{month:0>2}-{day:0>2}"
    return (date,) if int(month) <= 12 and is_edtf(date) else ()
