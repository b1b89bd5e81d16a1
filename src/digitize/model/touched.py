"""What a decision lays hands on, so that two persons at once can be told when they decide on the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digitize.model.decision import Decision, DecisionKind
from digitize.model.geometry import Box

_SAME_PLACE = 0.5
"""Share of the smaller of two boxes in which they overlap, when two persons add the same line."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What one decision, made or wished for, lays hands on.

    Args:
        changes: What is decided on: words by their ids, of lines and regions what is said of them with their ids.
        makes: Ids of lines and regions that are there by it alone.
        needs: Ids of lines and regions that must be there for it.
        adds: Where it adds a line: page and box.
    """

    changes: frozenset[tuple[str, str]]
    makes: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    adds: tuple[int, Box] | None = None

    def meets(self, other: Touched) -> bool:
        """Whether both lay hands on the same thing, or one on what is there by the other alone."""
        if self.changes & other.changes or self.makes & other.needs or other.makes & self.needs:
            return True
        if self.adds is None or other.adds is None or self.adds[0] != other.adds[0]:
            return False
        one, two = self.adds[1], other.adds[1]
        return one.overlap(two) >= _SAME_PLACE * min(one.area, two.area)


def touched_by(decision: Decision) -> Touched:
    """What an entry lays hands on; one that takes back, or does not fit, on nothing by itself."""
    place, on = decision.place, decision.on
    if place is None:
        return Touched(frozenset())
    if on is None:
        return touched_words(decision.words)
    if decision.line is not None:
        makes = {on} | ({decision.line.region} if decision.line.kind is not None else set())
        return touched_line(place.page_number, place.boxes[0], decision.line.anchor, makes)
    return touched_layout(decision.effect, on, decision.new)


def touched_words(words: Sequence[str]) -> Touched:
    """What a decision on words lays hands on."""
    return Touched(frozenset(("word", word) for word in words), needs=_above(words))


def touched_layout(kind: DecisionKind, on: str, new: str) -> Touched:
    """What a decision on a line, a region or the order of things lays hands on.

    Args:
        kind: What it says.
        on: What it is on.
        new: What it makes of it; of another order the ids in it.
    """
    things = new.split() if kind is DecisionKind.REORDER else [on]
    return Touched(frozenset((kind.value, each) for each in things), needs=_above([on, *things]))


def touched_line(page_number: int, box: Box, anchor: str | None, makes: Iterable[str] = ()) -> Touched:
    """What a decision that adds a line lays hands on.

    Args:
        page_number: From 1.
        box: Where the line stands.
        anchor: What it stands after, or first in (:attr:`~digitize.model.decision.AddedLine.anchor`).
        makes: Ids of the line, and of a region made for it, where they are known.
    """
    needs = _above([anchor]) if anchor else frozenset()
    return Touched(frozenset(), frozenset(makes), needs, (page_number, box))


def _above(ids: Sequence[str]) -> frozenset[str]:
    """Ids themselves with those of the lines and regions that they belong to."""
    found = set(ids)
    found |= {each.rpartition("_w")[0] for each in ids if "_w" in each}
    found |= {each.rpartition("_l")[0] for each in found if "_l" in each}
    return frozenset(found)
