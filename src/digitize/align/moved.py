"""Finds words that one witness lacks in one place and has in another: transposed words and clauses."""

from __future__ import annotations

from bisect import bisect_left
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
_MOST_TRIED = 40
"""Places of a word that are tried."""


def with_moved(links: Sequence[Link], words_a: Sequence[str], words_b: Sequence[str]) -> list[Link]:
    """The pairs, and those of words without a partner that stand elsewhere in the other witness.

    Args:
        links: Pairs, in no order.
        words_a: The first witness's words, folded.
        words_b: The second's.
    """
    alone_a = _Alone([link.a for link in links], len(words_a))
    alone_b = _Alone([link.b for link in links], len(words_b))
    if not alone_a.words or not alone_b.words:
        return list(links)
    expected = _Expected(links)
    places: dict[str, list[int]] = defaultdict(list)
    for j in alone_b.words:
        places[words_b[j]].append(j)
    found: list[Link] = []
    taken: set[int] = set()
    done = -1
    for i in alone_a.words:
        if i <= done:
            continue
        best: _Clause | None = None
        place = expected.place(i)
        for j in _nearest(places.get(words_a[i], ()), place):
            clause = _clause(i, j, words_a, words_b, alone_a, alone_b, taken)
            if clause is not None and _is_moved(clause, words_a, place, alone_a, alone_b):
                best = clause if best is None else max(best, clause, key=lambda c: (c.count, -abs(c.b - place)))
        if best is not None:
            places_a, places_b = range(best.a, best.a + best.count), range(best.b, best.b + best.count)
            found += [
                Link(range(x, x + 1), range(y, y + 1), moved=True) for x, y in zip(places_a, places_b, strict=True)
            ]
            taken.update(places_b)
            done = places_a[-1]
    return [*links, *found]


def _nearest(places: Sequence[int], expected: int) -> Sequence[int]:
    """The places nearest to one: a common word has too many to try them all."""
    if len(places) <= _MOST_TRIED:
        return places
    at = bisect_left(places, expected)
    return places[max(0, at - _MOST_TRIED // 2) : at + _MOST_TRIED // 2]


@dataclass(frozen=True, slots=True)
class _Clause:
    """Words without a partner that are the same in both witnesses."""

    a: int
    b: int
    count: int


class _Alone:
    """The words of a witness that have no partner, and how many of them stand together."""

    def __init__(self, paired: Sequence[range], count: int) -> None:
        free = [True] * count
        for words in paired:
            free[words.start : words.stop] = [False] * len(words)
        self.words = [k for k in range(count) if free[k]]
        self._free = free
        self._together: dict[int, int] = {}
        start = 0
        for n, k in enumerate(self.words):
            if n and k != self.words[n - 1] + 1:
                start = n
            if n + 1 == len(self.words) or self.words[n + 1] != k + 1:
                self._together |= dict.fromkeys(self.words[start : n + 1], n + 1 - start)

    def has(self, k: int) -> bool:
        return k < len(self._free) and self._free[k]

    def together(self, k: int) -> int:
        """How many words without a partner the word stands among, itself included."""
        return self._together[k]


def _clause(
    i: int, j: int, words_a: Sequence[str], words_b: Sequence[str], alone_a: _Alone, alone_b: _Alone, taken: set[int]
) -> _Clause | None:
    count = 0
    while (
        alone_a.has(i + count)
        and alone_b.has(j + count)
        and j + count not in taken
        and words_a[i + count] == words_b[j + count]
    ):
        count += 1
    return _Clause(i, j, count) if count else None


def _is_moved(clause: _Clause, words_a: Sequence[str], expected: int, alone_a: _Alone, alone_b: _Alone) -> bool:
    """Whether so many words, so far from where they are expected, are no accident."""
    letters = sum(len(word) for word in words_a[clause.a : clause.a + clause.count])
    if clause.count >= _WORDS_OF_LONG and letters >= _LONG_CLAUSE:
        return True
    if max(alone_a.together(clause.a), alone_b.together(clause.b)) > clause.count + 1:
        return False  # a word or two in common with a passage that one witness lacks
    far = abs(clause.b - expected)
    return far <= (_CLAUSE_REACH if clause.count > 1 and letters >= _SHORT_CLAUSE else _NEAR_WORDS)


class _Expected:
    """Where in the second witness a word of the first would stand, by the pairs before it."""

    def __init__(self, links: Sequence[Link]) -> None:
        self._in_order = sorted((link.a.start, link.b.stop) for link in links)
        self._starts = [start for start, _ in self._in_order]

    def place(self, i: int) -> int:
        at = bisect_left(self._starts, i) - 1
        return self._in_order[at][1] if at >= 0 else 0
