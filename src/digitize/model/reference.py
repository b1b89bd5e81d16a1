"""What a scholar cites: the source reference, every part of it optional."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

EDTF_PATTERN = re.compile(
    r"""
    (?P<year>-?(?!0000)\d{4}|0000|\d{3}X|\d{2}XX)   # 1927, 192X, 19XX; there is no -0000
    (?:-(?P<month>0[1-9]|1[0-2]|2[1-4]|XX)          # month, or season 21-24
       (?:-(?P<day>0[1-9]|[12]\d|3[01]|XX))?
    )?
    [?~%]?                                          # uncertain, approximate, both
    """,
    re.VERBOSE | re.ASCII,
)


def is_edtf(text: str) -> bool:
    """Whether ``text`` is a date of EDTF (ISO 8601-2:2019), levels 0 and 1: a date, or an interval of two.

    Of level 2, a day in an unspecified year is taken as well (``19XX-05-03``: file names give such). Times of day and
    years of more than four digits, which no printed page needs, are left out.
    """
    ends = text.split("/")
    dates = [end for end in ends if end not in ("", "..")]
    return len(ends) <= 2 and bool(dates) and all(map(_is_edtf_date, dates))


_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _is_edtf_date(text: str) -> bool:
    match = EDTF_PATTERN.fullmatch(text)
    if match is None:
        return False
    year, month, day = match["year"], match["month"], match["day"]
    if month is None or day is None:
        return True
    if month == "XX":
        return day == "XX"
    if int(month) > 12:
        return False  # a season has no days
    if day == "XX":
        return True
    if month == "02" and day == "29" and "X" not in year:
        return int(year) % 4 == 0 and (int(year) % 100 != 0 or int(year) % 400 == 0)
    return int(day) <= _DAYS[int(month) - 1]


class Certainty(StrEnum):
    """Whether a value was stated by a person or is a machine's proposal."""

    STATED = "stated"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value that a file name suggests: to be confirmed by a person, never a fact.

    Args:
        field: ``date`` or ``page``.
        value: In the field's own form (EDTF for a date).
        evidence: The part of the name and the rule that reads it so.
    """

    field: str
    value: str
    evidence: str
    certainty: Certainty = Certainty.PROPOSED


@dataclass(frozen=True, slots=True)
class SourceReference:
    """How the source is cited. Only stated values; what a file name suggests is in ``proposals``.

    Args:
        title: Title of the newspaper, journal or document.
        date: EDTF date, as given.
        page: The printed page number (or leaf) on which the document begins, as given.
        citation: The verbatim citation string.
        proposals: Readings of the file name.
        issue: Number of the issue (``251``, ``52-53``), as given.
    """

    title: str | None = None
    date: str | None = None
    page: str | None = None
    citation: str | None = None
    proposals: tuple[Proposal, ...] = ()
    issue: str | None = None

    def __post_init__(self) -> None:
        if self.date is not None and not is_edtf(self.date):
            raise ValueError(f"not a date in EDTF: {self.date!r}")
