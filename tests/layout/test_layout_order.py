"""Reading order of boxes, and work shared out: properties over arbitrary input."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.layout.order import reading_order
from digitize.model.geometry import Box
from digitize.pipeline.read import share_out

BOXES = st.lists(
    st.builds(
        lambda x, y, w, h: Box(x, y, x + w, y + h),
        st.integers(0, 300),
        st.integers(0, 300),
        st.integers(1, 200),
        st.integers(1, 200),
    ),
    max_size=25,
)


@given(BOXES)
def test_the_order_is_a_permutation(boxes: list[Box]) -> None:
    """Every box once, none added, whether the boxes overlap, repeat or contradict each other."""
    assert sorted(reading_order(boxes)) == list(range(len(boxes)))


@given(BOXES, st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_list(boxes: list[Box], shuffle: random.Random) -> None:
    """Shuffled, different boxes are read in the same order."""
    boxes = sorted(set(boxes))
    mixed = boxes.copy()
    shuffle.shuffle(mixed)
    assert [mixed[i] for i in reading_order(mixed)] == [boxes[i] for i in reading_order(boxes)]


@given(BOXES, st.integers(0, 500), st.integers(0, 500))
def test_the_order_does_not_depend_on_the_place(boxes: list[Box], dx: int, dy: int) -> None:
    """A page shifted on the glass is read in the same order."""
    even = [Box(2 * b.x0, 2 * b.y0, 2 * b.x1, 2 * b.y1) for b in boxes]  # middles stay whole
    assert reading_order([box.shifted(2 * dx, 2 * dy) for box in even]) == reading_order(even)


@given(st.integers(1, 8), st.data())
def test_columns_are_read_from_left_to_right_each_from_its_top(columns: int, data: st.DataObject) -> None:
    """Blocks of columns that do not touch: all of one column before any of the next, from top to bottom."""
    boxes = []
    for column in range(columns):
        y = 0
        for _ in range(data.draw(st.integers(1, 4))):
            height, gap = data.draw(st.integers(5, 90)), data.draw(st.integers(1, 20))
            boxes.append(Box(column * 100, y, column * 100 + 90, y + height))
            y += height + gap
    expected = sorted(boxes, key=lambda box: (box.x0, box.y0))
    mixed = data.draw(st.permutations(boxes))
    assert [mixed[i] for i in reading_order(mixed)] == expected


@given(st.integers(2, 7), st.integers(1, 3))
def test_a_headline_comes_before_the_columns_below_it(columns: int, rows: int) -> None:
    """A box over all columns is read first, one below them last."""
    head, foot = Box(0, 0, columns * 100 - 10, 30), Box(0, 900, columns * 100 - 10, 930)
    body = [Box(c * 100, 40 + r * 200, c * 100 + 90, 230 + r * 200) for c in range(columns) for r in range(rows)]
    boxes = [*body, foot, head]
    order = [boxes[i] for i in reading_order(boxes)]
    assert order == [head, *body, foot]


def test_a_headline_over_some_columns_parts_only_those() -> None:
    """Above it is read before it, below it after it; the column beside it is read through, after what is left of it."""
    left_above, right_above = Box(0, 0, 90, 300), Box(100, 0, 190, 300)
    headline = Box(0, 310, 190, 340)
    left_below, right_below = Box(0, 350, 90, 900), Box(100, 350, 190, 900)
    beside = Box(200, 0, 290, 900)
    boxes = [beside, right_below, left_below, headline, right_above, left_above]
    order = [boxes[i] for i in reading_order(boxes)]
    assert order == [left_above, right_above, headline, left_below, right_below, beside]


def test_contradictions_are_resolved() -> None:
    """Boxes that lie over each other like tiles of a roof, of which each would come before the next."""
    boxes = [Box(i * 7 % 50, i * 11 % 60, i * 7 % 50 + 40, i * 11 % 60 + 35) for i in range(40)]
    assert sorted(reading_order(boxes)) == list(range(40))
    assert reading_order([boxes[0]] * 20) == list(range(20))


def test_nothing_has_no_order() -> None:
    """An empty page."""
    assert reading_order([]) == []


@given(st.lists(st.integers(1, 10**9), max_size=60), st.integers(1, 20))
def test_work_is_shared_out_whole_and_evenly(sizes: list[int], shares: int) -> None:
    """Every item once, in order within its share; no share empty; and none larger than the rest by more than an item."""
    dealt = share_out(sizes, shares)
    assert sorted(i for share in dealt for i in share) == list(range(len(sizes)))
    assert len(dealt) == min(shares, len(sizes))
    assert all(share and share == sorted(share) for share in dealt)
    totals = [sum(sizes[i] for i in share) for share in dealt]
    if totals:
        assert max(totals) - min(totals) <= max(sizes)


@pytest.mark.parametrize("shares", [1, 2, 3])
def test_equal_work_is_shared_out_alike_every_time(shares: int) -> None:
    """The same sizes give the same shares: results are put together in the same order."""
    assert share_out([5] * 12, shares) == share_out([5] * 12, shares)
    assert {len(share) for share in share_out([5] * 12, shares)} == {12 // shares}
