"""Whether two dates in EDTF may be the same: one of them may say less, or be an interval that holds the other."""

from __future__ import annotations

from digitize.model.reference import EDTF_PATTERN

_Span = tuple[tuple[int, ...], tuple[int, ...]]
_EVER = 10_000


def may_be_same_date(one: str, other: str) -> bool:
    """Whether nothing that both say differs: ``1927-11`` agrees with ``1927-11-02``, ``192X`` with ``1927``.

    Doubt (``1927?``) is passed over; a season agrees with all of its year.

    Args:
        one: A valid EDTF date (:func:`~digitize.model.reference.is_edtf`).
        other: Another.
    """
    if "/" in one or "/" in other:
        (first, last), (other_first, other_last) = _span(one), _span(other)
        return first <= other_last and other_first <= last
    return all(map(_agree, _parts(one), _parts(other)))


def _parts(date: str) -> tuple[str, str, str]:
    match = EDTF_PATTERN.fullmatch(date)
    if match is None:
        raise ValueError(f"not a single date in EDTF: {date!r}")
    year, month, day = match["year"], match["month"] or "XX", match["day"] or "XX"
    return year.rjust(5), month if month in ("XX", *map("{:02}".format, range(1, 13))) else "XX", day


def _agree(one: str, other: str) -> bool:
    return len(one) == len(other) and all(a == b or "X" in (a, b) for a, b in zip(one, other, strict=True))


def _span(date: str) -> _Span:
    """The first and the last day that it may mean, as year, month and day."""
    first, slash, last = date.partition("/")
    return _end(first, first=True), _end(last if slash else first, first=False)


def _end(date: str, *, first: bool) -> tuple[int, ...]:
    if date in ("", ".."):
        return (-_EVER,) if first else (_EVER,)
    year, month, day = _parts(date)
    low_or_high = ("0", "01", "01") if first else ("9", "12", "31")
    return (
        int(year.replace("X", low_or_high[0])),
        int(low_or_high[1] if month == "XX" else month),
        int(low_or_high[2] if day == "XX" else day),
    )
