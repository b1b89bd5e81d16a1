"""What a file name suggests about date and page: proposals for a person, never facts.

Naming habits differ (``1927-11-02-4``, ``...061837`` for 18 June 1937, ``...0238`` for February 1938, ``...1228`` for
28 December), and the name alone does not say which holds: every reading that is a possible date is proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from digitize.model.reference import Proposal, is_edtf

_ISO_DATE = re.compile(
    r"""
    (?<!\d) (?P<date>(?P<year>\d{4}) (?P<separator>[-_.]) (?P<month>\d{2}) (?P=separator) (?P<day>\d{2})) (?!\d)
    (?: [-_.\s]+ (?:p|pp|page|с|стр)?\.?\s? (?P<page>\d{1,3}) (?!\d) )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DIGITS = re.compile(r"(?<!\d)\d+(?!\d)", re.ASCII)

_EARLIEST_YEAR, _LATEST_YEAR = 1500, 2099


def propose_from_name(stem: str) -> tuple[Proposal, ...]:
    """Readings of a file name, in the order in which they stand in it; several where it is ambiguous.

    Args:
        stem: The name of a file or folder, without ending.
    """
    found: list[Proposal] = []
    rest = stem
    for match in _ISO_DATE.finditer(stem):
        date = f"{match['year']}-{match['month']}-{match['day']}"
        if not (match["date"].isascii() and _is_date(date)):
            continue
        found.append(Proposal("date", date, f"{match['date']!r} in the name, read as year-month-day"))
        if match["page"] and int(match["page"]):
            page = str(int(match["page"]))
            found.append(Proposal("page", page, f"{match['page']!r} after the date in the name, read as page"))
        rest = rest[: match.start()] + " " * (match.end() - match.start()) + rest[match.end() :]
    for match in _DIGITS.finditer(rest):
        found.extend(_readings(match[0]))
    return tuple(dict.fromkeys(found))


def _readings(digits: str) -> Iterator[Proposal]:
    """All readings of a bare group of digits that are possible dates."""
    for date, rule in _candidates(digits):
        if _is_date(date):
            yield Proposal("date", date, f"{digits!r} in the name, read as {rule}")


def _candidates(digits: str) -> Iterator[tuple[str, str]]:
    """Dates in EDTF, possible or not, each with the rule that reads the digits so."""
    first, second = digits[:2], digits[2:4]
    match len(digits):
        case 8:
            yield f"{digits[:4]}-{digits[4:6]}-{digits[6:]}", "YYYYMMDD"
        case 6:
            yield f"19{digits[4:]}-{first}-{second}", "MMDDYY, the two-digit year taken as 19YY"
        case 4:
            yield f"19XX-{first}-{second}", "MMDD, the year not in the name, taken as 19XX"
            yield f"19{second}-{first}", "MMYY, the two-digit year taken as 19YY"
            yield digits, "YYYY"
        case _:
            return


def _is_date(date: str) -> bool:
    """Whether it is a date of the calendar in the years that documents come from; seasons are none."""
    year, _, rest = date.partition("-")
    if year.isdecimal() and not _EARLIEST_YEAR <= int(year) <= _LATEST_YEAR:
        return False
    return is_edtf(date) and rest[:2] not in ("21", "22", "23", "24")
