"""Which pages are meant by ``1-3,7``."""

from __future__ import annotations

from collections.abc import Sequence

from digitize.errors import InputError, UsageError


def selected(numbers: Sequence[int], selection: str | None, name: str) -> frozenset[int]:
    """Those of some page numbers that a selection names; all of them when there is none.

    Args:
        numbers: The numbers that there are.
        selection: Such as ``1-3,7``.
        name: What they are pages of, for errors.

    Raises:
        UsageError: If the selection is no list of pages.
        InputError: If none of them is there.
    """
    if selection is None:
        return frozenset(numbers)
    chosen = parse_selection(selection).intersection(numbers)
    if not chosen:
        raise InputError(
            f"it has {len(numbers)} page{'s' if len(numbers) != 1 else ''}, none of them in {selection!r}",
            where=name,
            hint="Choose others with --pages",
        )
    return frozenset(chosen)


def parse_selection(text: str) -> set[int]:
    """Page numbers in ``1-3,7``.

    Raises:
        UsageError: If it is no list of pages.
    """
    numbers: set[int] = set()
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise UsageError(f"not a list of pages: {text!r}", hint="Write it like 1-3,7")
        low, high = int(first), int(last) if dash else int(first)
        if not 1 <= low <= high <= 1_000_000:
            raise UsageError(f"not a list of pages: {text!r}", hint="Pages count from 1, the smaller number first")
        numbers.update(range(low, high + 1))
    return numbers
