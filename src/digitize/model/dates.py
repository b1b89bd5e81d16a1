"""Dates in EDTF told in English words, for citations."""

from __future__ import annotations

from digitize.model.reference import EDTF_PATTERN

_MONTHS = "January February March April May June July August September October November December".split()
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_DOUBT = {"?": ("", "?"), "~": ("c. ", ""), "%": ("c. ", "?")}
"""What stands before and after a date that is uncertain, approximate or both."""


def date_in_words(edtf: str, *, month_first: bool = False) -> str:
    """``2 November 1927`` for ``1927-11-02``; ``c. 1927`` for ``1927~``; ``1920s`` for ``192X``.

    What has no plain words (years before 1, centuries with open digits) stays as it is written.

    Args:
        edtf: A valid EDTF date (:func:`~digitize.model.reference.is_edtf`).
        month_first: ``November 2, 1927``, as in America.
    """
    first, slash, last = edtf.partition("/")
    if not slash:
        return _single(edtf, month_first)
    if first in ("", ".."):
        return f"until {_single(last, month_first)}"
    if last in ("", ".."):
        return f"from {_single(first, month_first)}"
    return f"{_single(first, month_first)} to {_single(last, month_first)}"


def _single(date: str, month_first: bool) -> str:
    match = EDTF_PATTERN.fullmatch(date)
    if match is None or date.startswith(("-", "0000")):
        return date
    before, after = _DOUBT.get(date[-1], ("", ""))
    year, month, day = match["year"], match["month"], match["day"]
    if month in (None, "XX"):
        words = f"{year[:3]}0s" if year[3] == "X" != year[2] else year
    elif month in _SEASONS:
        words = f"{_SEASONS[month]} {year}"
    else:
        name = _MONTHS[int(month) - 1]
        if day in (None, "XX"):
            words = f"{name} {year}"
        else:
            words = f"{name} {int(day)}, {year}" if month_first else f"{int(day)} {name} {year}"
    return f"{before}{words}{after}"
