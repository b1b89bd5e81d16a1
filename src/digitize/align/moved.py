"""Finds words that one witness lacks in one place and has in another: transposed words and clauses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from digitize.align.alignment import Link

_NEAR_WORDS = 8
"""Words over which a single one may have moved."""
_SHORT_CLAUSE, _CLAUSE_REACH = 10, 60
"""Letters of a clause of two words or more, and the words over which it may have moved."""
_LONG_CLAUSE, _WORDS_OF_LONG = 20, 4
"""Letters and words of a clause that is known again wherever it stands."""


def with_moved(links: Sequence[Link], words_a: Sequence[str], words_b: Sequence[str]) -> list[Link]:
    """The pairs, and those of words without a partner that stand elsewhere in the other witness.

    Args:
        links: Pairs, in no order.
        words_a: The first witness's words, folded.
        words_b: The second's.
    """
    free_a, free_b = _free(links, len(words_a), side_a=True), _free(links, len(words_b), side_a=False)
    if not free_a or not free_b:
        return list(links)
    expected = _Expected(links)
    places: dict[str, list[int]] = defaultdict(list)
    for j in sorted(free_b):
        places[words_b[j]].append(j)
    found: list[Link] = []
    taken: set[int] = set()
    done = -1
    for i in sorted(free_a):
        if i <= done:
            continue
        clauses = [
            _clause(i, j, words_a, words_b, free_a, free_b - taken if taken else free_b)
            for j in places.get(words_a[i], ())
            if j not in taken
        ]
        fitting = [clause for clause in clauses if clause.is_moved(words_a, expected.place(clause.a))]
        if fitting:
            best = max(fitting, key=lambda clause: (clause.count, -abs(clause.b - expected.place(clause.a))))
            found += [
                Link(range(best.a + k, best.a + k + 1), range(best.b + k, best.b + k + 1), moved=True)
                for k in range(best.count)
            ]
            taken.update(range(best.b, best.b + best.count))
            done = best.a + best.count - 1
    return [*links, *found]


@dataclass(frozen=True, slots=True)
class _Clause:
    """Words without a partner that are the same in both witnesses."""

    a: int
    b: int
    count: int

    def is_moved(self, words_a: Sequence[str], expected: int) -> bool:
        """Whether so many words, so far from where they are expected, are no accident."""
        letters = sum(len(word) for word in words_a[self.a : self.a + self.count])
        far = abs(self.b - expected)
        if self.count >= _WORDS_OF_LONG and letters >= _LONG_CLAUSE:
            return True
        if self.count > 1 and letters >= _SHORT_CLAUSE:
            return far <= _CLAUSE_REACH
        return far <= _NEAR_WORDS


def _clause(
    i: int, j: int, words_a: Sequence[str], words_b: Sequence[str], free_a: set[int], free_b: set[int]
) -> _Clause:
    count = 0
    while i + count in free_a and j + count in free_b and words_a[i + count] == words_b[j + count]:
        count += 1
    return _Clause(i, j, count)


class _Expected:
    """Where in the second witness a word of the first would stand, by the pairs before it."""

    def __init__(self, links: Sequence[Link]) -> None:
        self._in_order = sorted((link.a.start, link.b.stop) for link in links)
        self._starts = [start for start, _ in self._in_order]

    def place(self, i: int) -> int:
        from bisect import bisect_left

        at = bisect_left(self._starts, i) - 1
        return self._in_order[at][1] if at >= 0 else 0


def _free(links: Sequence[Link], count: int, *, side_a: bool) -> set[int]:
    """Words of a witness that have no partner."""
    taken = {k for link in links for k in (link.a if side_a else link.b)}
    return set(range(count)) - taken
