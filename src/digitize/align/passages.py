"""Passages: seeds chained into stretches that run through both witnesses in one order; what is transposed is one of its own.

Colinear chaining as sequence aligners do it (Abouelhoda & Ohlebusch, Chaining algorithms for multiple genome comparison,
2005): the heaviest chain of seeds that rise in both witnesses, then the heaviest of what is left, and so on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from digitize.align.letters import Codes
from digitize.align.seeds import Run, common_runs

_WIDE, _LEAST = 12, 5
"""Letters of a window: in the whole of long texts, and in the shortest gaps. A window of twelve hardly ever meets its like by
chance in a book (22 letters at about 4 bits each), one of five in a few hundred letters."""
_NARROWER = 3
"""By so many letters windows shrink from a passage to its gaps."""
_WORTH_SEEDING = 60
"""Letters: shorter gaps are left to the comparison of words."""
_JUMP = 40
"""Letters by which one witness may run ahead between two neighbouring seeds before it is asked whether they belong together."""
_SILENT = 120
"""Letters without a seed after which the same is asked."""
_AROUND = 24
"""Letters looked at on either side of a seed that stands alone."""
_ALIKE = 0.55
"""Share of these that must agree (unrelated texts in one language agree in about 0.4)."""
_HEAVY = 24
"""Letters of a passage that needs no more evidence; and the least of one that stands elsewhere in the other witness."""
_SURE = 60
"""Letters of one that stands elsewhere and needs no more evidence: a set phrase is shorter."""
_MOST_ROUNDS = 40


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch that runs through both witnesses.

    Args:
        runs: Its seeds, rising in both witnesses, not overlapping.
    """

    runs: tuple[Run, ...]

    @property
    def weight(self) -> int:
        """Letters that are the same in both."""
        return sum(run.length for run in self.runs)


def find_passages(a: Codes, b: Codes) -> list[Passage]:
    """The passages that two witnesses have in common, in the order of the first.

    Args:
        a: Letters of the first witness.
        b: Letters of the second.
    """
    width = min(_WIDE, max(_LEAST + _NARROWER, _width_for(max(len(a), len(b)))))
    runs = common_runs(a, b, width)
    found: list[Passage] = []
    for _ in range(_MOST_ROUNDS):
        chain = _heaviest_chain(runs)
        if not chain:
            break
        passages = [p for p in _parted(chain) if not found or p.weight >= _HEAVY]
        sure = _SURE if found else _HEAVY
        passages = [p for p in passages if p.weight >= sure or _is_alike(p, a, b)]
        if not passages:
            break
        found += passages
        runs = _outside(runs, found)
    found.sort(key=lambda passage: passage.runs[0].a)
    return [Passage(_filled(passage.runs, a, b, width)) for passage in found]


def runs_between(a: Codes, b: Codes, a_at: int, b_at: int) -> tuple[Run, ...]:
    """Seeds in a stretch of both witnesses that is bounded on both sides, rising in both.

    Args:
        a: The first witness's letters of it.
        b: The second's.
        a_at: Index of the first of ``a`` in its witness.
        b_at: The same of ``b``.
    """
    return _seeded(a, b, a_at, b_at, _width_for(max(len(a), len(b))))


def _width_for(letters: int) -> int:
    """Letters of a window that is hardly ever met twice by chance in so many letters."""
    return _LEAST + max(0, letters.bit_length() - 7) // 2


def _heaviest_chain(runs: Sequence[Run]) -> list[Run]:
    """The runs, rising in both witnesses, that have the most letters together.

    The weight of the best chain that ends before a place of the second witness is kept in a binary indexed tree (Fenwick
    1994), so that this takes n log n steps.
    """
    if not runs:
        return []
    places = sorted({run.b for run in runs})
    best = [0] * (len(places) + 1)
    last = [-1] * (len(places) + 1)
    before = [-1] * len(runs)
    top, end = 0, -1
    for index, run in enumerate(runs):  # in the order of the first witness
        place = bisect_left(places, run.b)
        weight, link = 0, -1
        at = place  # places before this one
        while at:
            if best[at] > weight:
                weight, link = best[at], last[at]
            at &= at - 1
        before[index] = link
        weight += run.length
        if weight > top:
            top, end = weight, index
        at = place + 1
        while at <= len(places):
            if weight > best[at]:
                best[at], last[at] = weight, index
            at += at & -at
    chain = []
    while end >= 0:
        chain.append(runs[end])
        end = before[end]
    return _without_overlaps(chain[::-1])


def _without_overlaps(chain: list[Run]) -> list[Run]:
    """Runs cut at their beginning where the one before reaches into them."""
    kept: list[Run] = []
    for run in chain:
        into = max(0, kept[-1].a + kept[-1].length - run.a, kept[-1].b + kept[-1].length - run.b) if kept else 0
        if into < run.length:
            kept.append(Run(run.a + into, run.b + into, run.length - into))
    return kept


def _parted(chain: list[Run]) -> list[Passage]:
    """A chain parted where one witness jumps ahead, or neither has a seed for long.

    A jump is no fault: a passage may be missing. Parting a chain costs nothing, since the gap between two passages that are
    neighbours in both witnesses is compared as one within.
    """
    pieces: list[list[Run]] = [[chain[0]]]
    for one, other in pairwise(chain):
        gap = min(other.a - one.a, other.b - one.b) - one.length
        if abs(other.drift - one.drift) > _JUMP or gap > _SILENT:
            pieces.append([])
        pieces[-1].append(other)
    return [Passage(tuple(piece)) for piece in pieces]


def _is_alike(passage: Passage, a: Codes, b: Codes) -> bool:
    """Whether the letters around a short passage agree in both witnesses: then it is no common phrase in another place."""
    first, last = passage.runs[0], passage.runs[-1]
    sides = (
        (_before(a, first.a), _before(b, first.b)),
        (_after(a, last.a + last.length), _after(b, last.b + last.length)),
    )
    return any(_agreement(one, other) >= _ALIKE for one, other in sides)


def _before(codes: Codes, at: int) -> list[int]:
    """Letters before a place, the nearest first."""
    return [int(code) for code in codes[max(0, at - _AROUND) : at][::-1]]


def _after(codes: Codes, at: int) -> list[int]:
    return [int(code) for code in codes[at : at + _AROUND]]


def _agreement(one: list[int], other: list[int]) -> float:
    """How far two stretches agree, in [0, 1]; nothing agrees where a witness ends."""
    if min(len(one), len(other)) < _AROUND // 3:
        return 0.0
    return Levenshtein.normalized_similarity(one, other)


def _outside(runs: list[Run], passages: Sequence[Passage]) -> list[Run]:
    """What of the runs stands outside the passages in both witnesses; those of a few letters are not worth keeping."""
    spans_a = sorted((p.runs[0].a, p.runs[-1].a + p.runs[-1].length) for p in passages)
    spans_b = sorted((p.runs[0].b, p.runs[-1].b + p.runs[-1].length) for p in passages)
    starts_a, starts_b = [start for start, _ in spans_a], [start for start, _ in spans_b]
    kept = []
    for run in runs:
        before, after = _covered(run.a, run.length, spans_a, starts_a)
        before_b, after_b = _covered(run.b, run.length, spans_b, starts_b)
        first, last = max(before, before_b), run.length - max(after, after_b)
        if last - first >= _LEAST:
            kept.append(Run(run.a + first, run.b + first, last - first))
    return kept


def _covered(start: int, length: int, spans: list[tuple[int, int]], starts: list[int]) -> tuple[int, int]:
    """How many letters at the beginning and at the end of a stretch lie in spans; all of them where a span lies within."""
    before, stop = 0, start + length
    at = bisect_right(starts, start) - 1
    if at >= 0:
        before = min(length, max(0, spans[at][1] - start))
    after = stop - starts[at + 1] if at + 1 < len(starts) and starts[at + 1] < stop else 0
    return before, after


def _filled(runs: Sequence[Run], a: Codes, b: Codes, width: int) -> tuple[Run, ...]:
    """The runs with those found in the gaps between them, in narrower windows."""
    filled: list[Run] = []
    for one, other in pairwise(runs):
        filled.append(one)
        a_at, b_at = one.a + one.length, one.b + one.length
        filled += _seeded(a[a_at : other.a], b[b_at : other.b], a_at, b_at, width - _NARROWER)
    return (*filled, runs[-1])


def _seeded(a: Codes, b: Codes, a_at: int, b_at: int, width: int) -> tuple[Run, ...]:
    """Runs in a gap; those in the gaps between them included."""
    if min(len(a), len(b)) < _WORTH_SEEDING or width < _LEAST:
        return ()
    chain = _heaviest_chain(common_runs(a, b, min(width, _width_for(max(len(a), len(b)))), a_at, b_at))
    if not chain:
        return _seeded(a, b, a_at, b_at, width - _NARROWER)
    bounds = [Run(a_at, b_at, 0), *chain, Run(a_at + len(a), b_at + len(b), 0)]
    filled: list[Run] = []
    for one, other in pairwise(bounds):
        if one.length:
            filled.append(one)
        i, j = one.a + one.length, one.b + one.length
        filled += _seeded(a[i - a_at : other.a - a_at], b[j - b_at : other.b - b_at], i, j, width - _NARROWER)
    return tuple(filled)
