"""Blocks: words that are sure to belong to one passage; those that stand in another order in the other witness are moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from digitize.align.alignment import Link


@dataclass(frozen=True, slots=True)
class Block:
    """Words from the first to the last that are sure of one passage; ends are exclusive."""

    a_start: int
    a_stop: int
    b_start: int
    b_stop: int
    weight: int


def in_order(blocks: Sequence[Block]) -> list[Block]:
    """The heaviest blocks that stand in one order in both witnesses; the others are moved."""
    best: list[tuple[int, int]] = []  # weight up to each block, and the one before it
    for k, block in enumerate(blocks):
        weight, before = max(
            ((best[i][0], i) for i in range(k) if blocks[i].b_stop <= block.b_start),
            default=(0, -1),
            key=lambda w: w[0],
        )
        best.append((weight + block.weight, before))
    if not best:
        return []
    at = max(range(len(best)), key=lambda k: best[k][0])
    kept = []
    while at >= 0:
        kept.append(blocks[at])
        at = best[at][1]
    return kept[::-1]


def marked(links: Sequence[Link], moved: Sequence[Block]) -> list[Link]:
    """The links, those of moved blocks marked so."""
    if not moved:
        return list(links)
    in_order = sorted(moved, key=lambda block: block.a_start)
    starts = [block.a_start for block in in_order]

    def is_moved(link: Link) -> bool:
        at = bisect_left(starts, link.a.start + 1) - 1
        return at >= 0 and link.a.start < in_order[at].a_stop

    return [Link(link.a, link.b, moved=link.moved or is_moved(link)) for link in links]
