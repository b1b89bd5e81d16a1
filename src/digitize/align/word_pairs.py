"""Pairs the words of two short stretches: the cheapest way from their beginning to their end.

Dynamic programming over words (Needleman & Wunsch 1970), where words may also be run together, parted, swapped, or abbreviated.
Costs are in letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from digitize.align.abbreviations import may_be_short_or_number, related

_LEFT_OUT, _LEFT_OUT_EACH = 0.65, 0.5
"""Cost of a word without a partner, per letter and once. Two words that have nothing in common cost more so than paired, as long as
the witnesses have as many words: one was put for the other."""
_UNLIKE, _PENALTY = 0.6, 0.3
"""Share of letters changed from which a pair is doubtful, and what that costs per letter."""
_NOT_THE_SAME = 0.05
"""What a pair costs that is alike but for what folding takes away, so that of two equal words the one is taken that stands so."""
_JOINED = 0.5
"""Cost of running two words together."""
_SWAPPED = 1.0
_RELATED = 0.5
"""Cost of an abbreviation beside what it stands for, or of a number written in another way."""
_LIKENESS_OF_JOINED = 0.5
"""Share of letters that may differ between a word and what was run together for it."""
_Step = tuple[int, int, bool]
"""Words of each side that a step takes, and whether they are swapped."""
_PAIRED, _A_LEFT_OUT, _B_LEFT_OUT = (1, 1, False), (1, 0, False), (0, 1, False)
_MANY = 24
"""Cells from which distances are computed all at once."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a witness that follow each other.

    Args:
        folded: The words, folded.
        raw: The same as they stand.
    """

    folded: Sequence[str]
    raw: Sequence[str]

    def __len__(self) -> int:
        return len(self.folded)


@dataclass(frozen=True, slots=True)
class Pair:
    """Words of two stretches that stand for each other; one side may be empty. Ends are exclusive."""

    a_start: int
    a_stop: int
    b_start: int
    b_stop: int
    swapped: bool = False


def left_out(word: str) -> float:
    """What it costs to leave a word without a partner."""
    return _LEFT_OUT * len(word) + _LEFT_OUT_EACH


def pair_words(a: Stretch, b: Stretch, free_a: int | None = None, free_b: int | None = None) -> list[Pair]:
    """The cheapest pairing of two stretches, in order; every word of either is in one pair.

    Args:
        a: Words of the first witness.
        b: Words of the second.
        free_a: Place in ``a`` at which words have been cut out: none is joined across it.
        free_b: The same of ``b``.
    """
    if len(a) == len(b) == 1:
        return [Pair(0, 1, 0, 1)] if _is_worth_pairing(a, b) else [Pair(0, 1, 0, 0), Pair(1, 1, 0, 1)]
    return _Table(a, b, free_a, free_b).pairs()


def _is_worth_pairing(a: Stretch, b: Stretch) -> bool:
    one, other = a.folded[0], b.folded[0]
    if _pair_cost(one, other, Levenshtein.distance(one, other)) <= left_out(one) + left_out(other):
        return True
    return related(a.raw, b.raw)


def _pair_cost(one: str, other: str, distance: int) -> float:
    longer = max(len(one), len(other))
    return distance + (_PENALTY * longer if distance > _UNLIKE * longer else 0.0)


class _Table:
    """Cheapest costs up to each pair of places, and the step that leads there.

    Written for speed: most time of an alignment of badly read text is spent here.
    """

    def __init__(self, a: Stretch, b: Stretch, free_a: int | None, free_b: int | None) -> None:
        self._a, self._b = a, b
        self._free_a, self._free_b = free_a, free_b
        self._ask_a, self._ask_b = (
            [may_be_short_or_number(w) for w in a.raw],
            [may_be_short_or_number(w) for w in b.raw],
        )
        self._lengths_a, self._lengths_b = [len(word) for word in a.folded], [len(word) for word in b.folded]
        self._spaced_a, self._spaced_b = _spaced(self._lengths_a), _spaced(self._lengths_b)

    def pairs(self) -> list[Pair]:
        """The cheapest pairing, in order."""
        gaps_a, gaps_b = [left_out(word) for word in self._a.folded], [left_out(word) for word in self._b.folded]
        costs = [[0.0, *accumulate(gaps_b)]]
        steps: list[list[_Step]] = [[_B_LEFT_OUT] * (len(self._b) + 1)]
        for i, (gap_a, distances) in enumerate(zip(gaps_a, self._distances(), strict=True), 1):
            above = costs[-1]
            cost = above[0] + gap_a
            row, here = [cost], [_A_LEFT_OUT]
            for j, gap_b in enumerate(gaps_b, 1):
                pair = self._cost(i - 1, j - 1, distances[j - 1])
                cost += gap_b
                step = _B_LEFT_OUT
                if (other := above[j] + gap_a) < cost:
                    cost, step = other, _A_LEFT_OUT
                if (other := above[j - 1] + pair) <= cost:
                    cost, step = other, _PAIRED
                if pair > _NOT_THE_SAME:  # nothing is better than two words that are the same
                    for found, extra in self._others(i, j):
                        other = (costs[i - found[0]] if found[0] else row)[j - found[1]] + extra
                        if other < cost:
                            cost, step = other, found
                row.append(cost)
                here.append(step)
            costs.append(row)
            steps.append(here)
        return self._walked(steps)

    def _distances(self) -> list[list[int]]:
        a, b = self._a.folded, self._b.folded
        if len(a) * len(b) < _MANY:
            return [[Levenshtein.distance(one, other) for other in b] for one in a]
        found: list[list[int]] = cdist(a, b, scorer=Levenshtein.distance, workers=1).tolist()
        return found

    def _walked(self, steps: list[list[_Step]]) -> list[Pair]:
        pairs: list[Pair] = []
        i, j = len(self._a), len(self._b)
        while i or j:
            n, m, swapped = steps[i][j]
            if swapped:
                pairs += (Pair(i - 1, i, j - 2, j - 1, swapped=True), Pair(i - 2, i - 1, j - 1, j, swapped=True))
            else:
                pairs.append(Pair(i - n, i, j - m, j))
            i, j = i - n, j - m
        return pairs[::-1]

    def _cost(self, i: int, j: int, distance: int) -> float:
        if not distance:
            return 0.0 if self._a.raw[i] == self._b.raw[j] else _NOT_THE_SAME
        one, other = self._lengths_a[i], self._lengths_b[j]
        longer = one if one > other else other  # noqa: FURB136  max() takes longer
        cost = distance + _PENALTY * longer if distance > _UNLIKE * longer else float(distance)
        asked = self._ask_a[i] or self._ask_b[j]
        return (
            _RELATED if asked and cost > _RELATED and related(self._a.raw[i : i + 1], self._b.raw[j : j + 1]) else cost
        )

    def _others(self, i: int, j: int) -> list[tuple[_Step, float]]:
        """Other steps that end at a place, and what they cost."""
        found: list[tuple[_Step, float]] = []
        one, other = self._lengths_a[i - 1], self._lengths_b[j - 1]
        if i > 1 and j > 1:
            self._add_two_for_two(found, i, j)
        if i > 1:
            asked = self._ask_b[j - 1]
            two = one + self._lengths_a[i - 2]
            if asked or _may_be_joined(two, other):
                self._add_joined(found, i, 2, j, 1)
            if i > 2 and (asked or _may_be_joined(two + self._lengths_a[i - 3], other)):
                self._add_joined(found, i, 3, j, 1)
            for n in range(4, self._spaced_a[i] + 1):
                self._add_joined(found, i, n, j, 1)
        if j > 1:
            asked = self._ask_a[i - 1]
            two = other + self._lengths_b[j - 2]
            if asked or _may_be_joined(two, one):
                self._add_joined(found, i, 1, j, 2)
            if j > 2 and (asked or _may_be_joined(two + self._lengths_b[j - 3], one)):
                self._add_joined(found, i, 1, j, 3)
            for m in range(4, self._spaced_b[j] + 1):
                self._add_joined(found, i, 1, j, m)
        return found

    def _add_two_for_two(self, found: list[tuple[_Step, float]], i: int, j: int) -> None:
        """Adds the step of two words for two: swapped, or parted in another place."""
        first, second = self._a.folded[i - 2], self._a.folded[i - 1]
        third, fourth = self._b.folded[j - 2], self._b.folded[j - 1]
        swapped = second == third and first == fourth and first != second
        lengths = len(first) + len(second) == len(third) + len(fourth)
        parted = lengths and second != fourth and first + second == third + fourth
        if (swapped or parted) and self._unbroken(i, 2, j, 2):
            found.append(((2, 2, True), _SWAPPED) if swapped else ((2, 2, False), _JOINED))

    def _add_joined(self, found: list[tuple[_Step, float]], i: int, n: int, j: int, m: int) -> None:
        """Adds the step of ``n`` words for ``m``, if they are nearly the same or stand for each other."""
        if not self._unbroken(i, n, j, m):
            return
        one, other = "".join(self._a.folded[i - n : i]), "".join(self._b.folded[j - m : j])
        most = int(_LIKENESS_OF_JOINED * min(len(one), len(other)))
        distance = Levenshtein.distance(one, other, score_cutoff=most)
        if distance <= most:
            found.append(((n, m, False), distance + _JOINED))
        elif (self._ask_a[i - 1] if n == 1 else self._ask_b[j - 1]) and related(
            self._a.raw[i - n : i], self._b.raw[j - m : j]
        ):
            found.append(((n, m, False), _RELATED))

    def _unbroken(self, i: int, n: int, j: int, m: int) -> bool:
        """Whether nothing was cut out within the last words of either."""
        return not (
            (self._free_a is not None and i - n < self._free_a < i)
            or (self._free_b is not None and j - m < self._free_b < j)
        )


def _may_be_joined(one: int, other: int) -> bool:
    """Whether words of so many letters can be alike enough to be one run together or parted."""
    return abs(one - other) <= _LIKENESS_OF_JOINED * (one if one < other else other)  # noqa: FURB136  min() takes longer


def _spaced(lengths: Sequence[int]) -> list[int]:
    """For each place how many single letters stand before it: a word set with spaces between its letters."""
    counts = [0]
    for length in lengths:
        counts.append(counts[-1] + 1 if length == 1 else 0)
    return counts
