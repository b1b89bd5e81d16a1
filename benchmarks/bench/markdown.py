"""Tables of docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, words: Collection[int] = (0,)) -> str:
    """A markdown table; columns in ``words`` (from 0) stand to the left, numbers to the right."""
    rule = ["---" if column in words else "---:" for column in range(len(head))]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (head, rule, *rows))
