"""Takes apart pairs of words that only stand beside each other because both witnesses go on with something else."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from digitize.align.alignment import Link

_ALIKE = 0.5
"""Share of letters that words which stand for each other have in common, mostly."""
_AROUND = 6
"""Pairs on either side by which one is judged."""
_FAR, _ALONE = 15, 12
"""Words without a partner on either side of a pair that stands alone, and the letters that it needs then."""
_LEAST = 0.4
"""Share of the letters on the better side of a pair that must be in words that are alike."""


def is_alike(link: Link, words_a: Sequence[str], words_b: Sequence[str]) -> bool:
    """Whether the words of a pair have at least half of their letters in common."""
    one, other = "".join(words_a[i] for i in link.a), "".join(words_b[j] for j in link.b)
    return one == other or Levenshtein.normalized_similarity(one, other) >= _ALIKE


def without_nonsense(links: Sequence[Link], words_a: Sequence[str], words_b: Sequence[str]) -> list[Link]:
    """The pairs, without those that stand where the witnesses have nothing in common.

    A word put for another stands among words that are the same, on one side at least. What one witness lacks speaks against no
    pair beside it; what both have without a partner does. A short word alone in a passage that one witness lacks stands there by
    chance.

    Args:
        links: Pairs, in no order.
        words_a: The first witness's words, folded.
        words_b: The second's.
    """
    in_order = sorted(links, key=lambda link: link.a.start)
    if not in_order:
        return []
    alike = [is_alike(link, words_a, words_b) for link in in_order]
    good = [_size(link, words_a, words_b) if fine else 0.0 for link, fine in zip(in_order, alike, strict=True)]
    bad = [0.0 if fine else _size(link, words_a, words_b) for link, fine in zip(in_order, alike, strict=True)]
    between = [0.0, *(_unpaired(x, y, words_a, words_b) for x, y in pairwise(in_order)), 0.0]
    far = _far_apart(in_order, len(words_a), len(words_b))
    kept = []
    for k, link in enumerate(in_order):
        if far[k] and far[k + 1] and _size(link, words_a, words_b) < _ALONE:
            continue
        if alike[k] and not (between[k] or between[k + 1]) and _has_good_neighbour(alike, k):
            kept.append(link)  # most are
            continue
        before = range(max(0, k - _AROUND), k)
        after = range(k + 1, min(len(in_order), k + 1 + _AROUND))
        left = _share(good, bad, (between[i + 1] for i in before), before, k)
        right = _share(good, bad, (between[i] for i in after), after, k)
        if max(left, right) >= _LEAST:
            kept.append(link)
    return kept


def _far_apart(in_order: Sequence[Link], count_a: int, count_b: int) -> list[bool]:
    """Whether many words of a witness stand before each pair without a partner, and after the last one."""
    edges = [(0, 0), *((link.a.stop, link.b.stop) for link in in_order)]
    begins = [*((link.a.start, link.b.start) for link in in_order), (count_a, count_b)]
    return [max(a - end_a, b - end_b) > _FAR for (end_a, end_b), (a, b) in zip(edges, begins, strict=True)]


def _has_good_neighbour(alike: Sequence[bool], k: int) -> bool:
    return any(alike[max(0, k - 1) : k]) or any(alike[k + 1 : k + 2]) or len(alike) == 1


def _share(good: Sequence[float], bad: Sequence[float], gaps: object, side: range, k: int) -> float:
    """Share of the letters on one side of a pair, its own included, that are in words alike."""
    fine = good[k] + sum(good[i] for i in side)
    total = fine + bad[k] + sum(bad[i] for i in side) + sum(gaps)  # type: ignore[call-overload]
    return float(fine / total) if total else 0.0


def _size(link: Link, words_a: Sequence[str], words_b: Sequence[str]) -> float:
    """Letters of a pair, the mean of both sides."""
    return (sum(len(words_a[i]) for i in link.a) + sum(len(words_b[j]) for j in link.b)) / 2


def _unpaired(one: Link, other: Link, words_a: Sequence[str], words_b: Sequence[str]) -> float:
    """Letters between two pairs that both witnesses have without a partner."""
    a = sum(len(words_a[i]) for i in range(one.a.stop, other.a.start))
    b = sum(len(words_b[j]) for j in range(one.b.stop, other.b.start))
    return float(min(a, b))
