"""Pairs the words of two short stretches: the cheapest way from their beginning to their end.

Dynamic programming over words (Needleman & Wunsch 1970), where words may also be run together, parted, swapped, or abbreviated.
Costs are in letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
_MOST_JOINED = 3
_LIKENESS_OF_JOINED = 0.5
"""Share of letters that may differ between a word and what was run together for it."""
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
    """Cheapest costs up to each pair of places, and the step that leads there."""

    def __init__(self, a: Stretch, b: Stretch, free_a: int | None, free_b: int | None) -> None:
        self._a, self._b = a, b
        self._free_a, self._free_b = free_a, free_b
        self._distances = self._all_distances()
        self._ask_a, self._ask_b = (
            [may_be_short_or_number(w) for w in a.raw],
            [may_be_short_or_number(w) for w in b.raw],
        )
        self._lengths_a, self._lengths_b = [len(word) for word in a.folded], [len(word) for word in b.folded]

    def _all_distances(self) -> list[list[int]]:
        a, b = self._a.folded, self._b.folded
        if len(a) * len(b) < _MANY:
            return [[Levenshtein.distance(one, other) for other in b] for one in a]
        found: list[list[int]] = cdist(a, b, scorer=Levenshtein.distance, workers=1).tolist()
        return found

    def pairs(self) -> list[Pair]:
        a, b = self._a.folded, self._b.folded
        gaps_a, gaps_b = [left_out(word) for word in a], [left_out(word) for word in b]
        costs = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
        steps: list[list[tuple[int, int, bool]]] = [[(0, 0, False)] * (len(b) + 1) for _ in range(len(a) + 1)]
        for j in range(1, len(b) + 1):
            costs[0][j], steps[0][j] = costs[0][j - 1] + gaps_b[j - 1], (0, 1, False)
        for i in range(1, len(a) + 1):
            row, above = costs[i], costs[i - 1]
            row[0], steps[i][0] = above[0] + gaps_a[i - 1], (1, 0, False)
            for j in range(1, len(b) + 1):
                pair = self._cost(i - 1, j - 1)
                best, step = above[j - 1] + pair, (1, 1, False)
                if (cost := above[j] + gaps_a[i - 1]) < best:
                    best, step = cost, (1, 0, False)
                if (cost := row[j - 1] + gaps_b[j - 1]) < best:
                    best, step = cost, (0, 1, False)
                if pair > _NOT_THE_SAME:  # nothing is better than two words that are the same
                    for n, m, swapped, extra in self._others(i, j):
                        if (cost := costs[i - n][j - m] + extra) < best:
                            best, step = cost, (n, m, swapped)
                row[j], steps[i][j] = best, step
        return self._walked(steps)

    def _walked(self, steps: list[list[tuple[int, int, bool]]]) -> list[Pair]:
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

    def _cost(self, i: int, j: int) -> float:
        distance = self._distances[i][j]
        if not distance:
            return 0.0 if self._a.raw[i] == self._b.raw[j] else _NOT_THE_SAME
        cost = _pair_cost(self._a.folded[i], self._b.folded[j], distance)
        asked = self._ask_a[i] or self._ask_b[j]
        if asked and cost > _RELATED and related(self._a.raw[i : i + 1], self._b.raw[j : j + 1]):
            return _RELATED
        return cost

    def _others(self, i: int, j: int) -> list[tuple[int, int, bool, float]]:
        """Other steps that end at a place: how many words of each, whether swapped, what it costs."""
        a, b = self._a.folded, self._b.folded
        found: list[tuple[int, int, bool, float]] = []
        if i > 1 and j > 1 and self._unbroken(i, 2, j, 2):
            if a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1] and a[i - 1] != a[i - 2]:
                found.append((2, 2, True, _SWAPPED))
            elif a[i - 2] + a[i - 1] == b[j - 2] + b[j - 1] and a[i - 1] != b[j - 1]:
                found.append((2, 2, False, _JOINED))
        for n in range(2, min(i, _MOST_JOINED) + 1):
            self._add_joined(found, i, n, j, 1)
        for m in range(2, min(j, _MOST_JOINED) + 1):
            self._add_joined(found, i, 1, j, m)
        for n in range(_MOST_JOINED + 1, self._spaced(self._a, i) + 1):
            self._add_joined(found, i, n, j, 1)
        for m in range(_MOST_JOINED + 1, self._spaced(self._b, j) + 1):
            self._add_joined(found, i, 1, j, m)
        return found

    def _add_joined(self, found: list[tuple[int, int, bool, float]], i: int, n: int, j: int, m: int) -> None:
        """Adds the step of ``n`` words for ``m``, if they are nearly the same or stand for each other."""
        length_a, length_b = sum(self._lengths_a[i - n : i]), sum(self._lengths_b[j - m : j])
        most = int(_LIKENESS_OF_JOINED * min(length_a, length_b))
        asked = (n == 1 and self._ask_a[i - 1]) or (m == 1 and self._ask_b[j - 1])
        if (abs(length_a - length_b) > most and not asked) or not self._unbroken(i, n, j, m):
            return
        if abs(length_a - length_b) <= most:
            one, other = "".join(self._a.folded[i - n : i]), "".join(self._b.folded[j - m : j])
            distance = Levenshtein.distance(one, other, score_cutoff=most)
            if distance <= most:
                found.append((n, m, False, distance + _JOINED))
                return
        if asked and related(self._a.raw[i - n : i], self._b.raw[j - m : j]):
            found.append((n, m, False, _RELATED))

    def _spaced(self, stretch: Stretch, end: int) -> int:
        """How many single letters stand before a place: a word set with spaces between its letters."""
        count = 0
        while count < end and len(stretch.folded[end - 1 - count]) == 1:
            count += 1
        return count

    def _unbroken(self, i: int, n: int, j: int, m: int) -> bool:
        """Whether nothing was cut out within the last words of either."""
        return not (
            (self._free_a is not None and i - n < self._free_a < i)
            or (self._free_b is not None and j - m < self._free_b < j)
        )
