"""Numbers and ranges of them as scholars write them: ``4``, ``179-181``, ``322-3``, ``1, 3, 5-6``."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DASH = r"\s*[-\u2010-\u2014\u2212]\s*"
_RANGE = re.compile(rf"(\d{{1,9}})(?:{_DASH}(\d{{1,9}}))?", re.ASCII)
_NEXT = re.compile(r"\s*[,;/]\s*")


def number_range(text: str) -> range | None:
    """The numbers from the first to the last: of ``179-181`` three, of ``322-3`` two (322 and 323), of ``4`` one.

    ``None`` for anything else, and for a range that runs backwards.
    """
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        return None
    first, last = match[1], match[2] or match[1]
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return range(int(first), int(last) + 1) or None


def number_ranges(text: str) -> tuple[range, ...] | None:
    """The ranges of a list of numbers (``1, 3, 5-6``; ``169/322-3``), in order; ``None`` where a part is no number."""
    found = [number_range(part) for part in _NEXT.split(text.strip())]
    ranges = tuple(each for each in found if each is not None)
    return ranges if len(ranges) == len(found) else None


def overlap(some: tuple[range, ...], others: tuple[range, ...]) -> bool:
    """Whether a number stands in both."""
    return any(a.start < b.stop and b.start < a.stop for a in some for b in others)


def in_ranges(numbers: Sequence[int], between: str = ", ") -> str:
    """Rising numbers as a list of ranges: ``1-3, 7`` for 1, 2, 3, 7.

    Args:
        numbers: The numbers.
        between: What parts the ranges.
    """
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return between.join(str(first) if first == last else f"{first}-{last}" for first, last in spans)
