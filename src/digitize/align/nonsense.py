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
    sizes = [_size(link, words_a, words_b) for link in in_order]
    gaps = [
        0.0,
        *(_unpaired(x, y, words_a, words_b) for x, y in pairwise(in_order)),
        0.0,
    ]  # before each pair, and after all
    far = _far_apart(in_order, len(words_a), len(words_b))
    kept = []
    for k, link in enumerate(in_order):
        if far[k] and far[k + 1] and sizes[k] < _ALONE:
            continue
        if alike[k] and not (gaps[k] or gaps[k + 1]) and _has_good_neighbour(alike, k):
            kept.append(link)  # most are
            continue
        first, last = max(0, k - _AROUND), min(len(in_order), k + 1 + _AROUND)
        before = _share(alike[first : k + 1], sizes[first : k + 1], gaps[first + 1 : k + 1])
        after = _share(alike[k:last], sizes[k:last], gaps[k + 1 : last])
        if max(before, after) >= _LEAST:
            kept.append(link)
    return kept


def _far_apart(in_order: Sequence[Link], count_a: int, count_b: int) -> list[bool]:
    """Whether many words of a witness stand before each pair without a partner, and after the last one."""
    edges = [(0, 0), *((link.a.stop, link.b.stop) for link in in_order)]
    begins = [*((link.a.start, link.b.start) for link in in_order), (count_a, count_b)]
    return [max(a - end_a, b - end_b) > _FAR for (end_a, end_b), (a, b) in zip(edges, begins, strict=True)]


def _has_good_neighbour(alike: Sequence[bool], k: int) -> bool:
    return any(alike[max(0, k - 1) : k]) or any(alike[k + 1 : k + 2]) or len(alike) == 1


def _share(alike: Sequence[bool], sizes: Sequence[float], gaps: Sequence[float]) -> float:
    """Share of the letters of some pairs, and of what stands between them without a partner, that are in words alike."""
    good = sum(size for fine, size in zip(alike, sizes, strict=True) if fine)
    total = sum(sizes) + sum(gaps)
    return good / total if total else 0.0


def _size(link: Link, words_a: Sequence[str], words_b: Sequence[str]) -> float:
    """Letters of a pair, the mean of both sides."""
    return (sum(len(words_a[i]) for i in link.a) + sum(len(words_b[j]) for j in link.b)) / 2


def _unpaired(one: Link, other: Link, words_a: Sequence[str], words_b: Sequence[str]) -> float:
    """Letters between two pairs that both witnesses have without a partner."""
    a = sum(len(words_a[i]) for i in range(one.a.stop, other.a.start))
    b = sum(len(words_b[j]) for j in range(one.b.stop, other.b.start))
    return float(min(a, b))
