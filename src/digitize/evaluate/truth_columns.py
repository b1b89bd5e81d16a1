"""Numbers the columns of truth that states none, from where its regions stand.

Regions of about the same width at about the same place, one below the other, make a column. The largest such stack is a
column, then the largest that lies beside it, and so on. A region that lies in one of them bears its number; one over
several has none. What stands above a rule across the page, in its top quarter, is the head of the page, which no column
numbering reaches: it has none either.
"""

from __future__ import annotations

from collections.abc import Sequence

from digitize.model.geometry import Box

_ALIKE = 0.75
"""Share of their joint width that two regions of one stack have in common."""
_BESIDE = 0.2
"""Share of its width that a column may have in common with its neighbours: pages lean."""
_WITHIN = 0.8
"""Share of its width by which a region lies in a column."""
_NARROWEST = 0.25
"""Width of the narrowest column, in widths of the main one; narrower is a marginal note or a page number."""
_ACROSS = 2 / 3
"""Share of the columns' width that a rule across the page covers; worn rules have holes."""
_HEAD = 0.25
"""Share of the page's height in which its head ends."""
_SAME_ROW = 0.01
"""Share of the page's height by which the pieces of one rule may stand apart."""


def number_columns(regions: Sequence[tuple[Box, int]], rules: Sequence[Box], height_px: int) -> tuple[int | None, ...]:
    """The column of each region, from the left, from 1.

    Args:
        regions: Box of each region, with the sum of its lines' heights.
        rules: Boxes of drawn rules.
        height_px: Of the page.
    """
    columns = sorted(_columns(regions), key=lambda span: (sum(span), span))
    if len(columns) < 2:
        return (1,) * len(regions)
    head_y = _head(columns, rules, height_px)
    return tuple(
        None if box.y0 + box.y1 < 2 * head_y else next((n for n, c in enumerate(columns, 1) if _lies_in(box, c)), None)
        for box, _ in regions
    )


def _lies_in(box: Box, column: tuple[int, int]) -> bool:
    return _common(_span(box), column) >= _WITHIN * box.width


def _columns(regions: Sequence[tuple[Box, int]]) -> list[tuple[int, int]]:
    """Left and right edge of each column, the tallest stack first."""
    stacks = []
    for box, _ in regions:
        members = [(other, weight) for other, weight in regions if _alike(_span(box), _span(other))]
        span = _middle([(o.x0, weight) for o, weight in members]), _middle([(o.x1, weight) for o, weight in members])
        stacks.append((-sum(weight for _, weight in members), span))
    chosen: list[tuple[int, int]] = []
    for _, span in sorted(stacks):
        wide_enough = not chosen or _width(span) >= _NARROWEST * _width(chosen[0])
        if wide_enough and all(_common(span, c) <= _BESIDE * min(_width(span), _width(c)) for c in chosen):
            chosen.append(span)
    return chosen


def _middle(values: Sequence[tuple[int, int]]) -> int:
    """The weighted median."""
    half, passed = sum(weight for _, weight in values) / 2, 0
    for value, weight in sorted(values):
        passed += weight
        if passed >= half:
            return value
    raise ValueError("no values")


def _span(box: Box) -> tuple[int, int]:
    return box.x0, box.x1


def _width(span: tuple[int, int]) -> int:
    return span[1] - span[0]


def _alike(one: tuple[int, int], other: tuple[int, int]) -> bool:
    common = _common(one, other)
    return common >= _ALIKE * (_width(one) + _width(other) - common)


def _common(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _head(columns: Sequence[tuple[int, int]], rules: Sequence[Box], height_px: int) -> float:
    """Height at which the head of the page ends; 0 when no rule across the page says so."""
    left, right = min(span[0] for span in columns), max(span[1] for span in columns)
    across = 0.0
    for rule in rules:
        middle = (rule.y0 + rule.y1) / 2
        row = [r for r in rules if abs((r.y0 + r.y1) / 2 - middle) <= _SAME_ROW * height_px and r.width > r.height]
        covered = _covered([(max(r.x0, left), min(r.x1, right)) for r in row])
        if middle <= _HEAD * height_px and covered >= _ACROSS * (right - left):
            across = max(across, middle)
    return across


def _covered(spans: Sequence[tuple[int, int]]) -> int:
    """Length of the union of spans."""
    total, reached = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total
