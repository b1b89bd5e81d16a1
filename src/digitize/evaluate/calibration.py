"""Whether confidence means something: of words that are said to be right with a probability, how many are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import Levenshtein

BINS = 15
"""Classes of confidence of equal width, as usual (Guo et al., ICML 2017)."""

Outcome = tuple[float, bool]
"""The stated probability that a word is right, and whether it is."""


def words_right(words: Sequence[str], truth: str) -> tuple[bool, ...]:
    """Which words of a line stand so in its truth, as words of their own.

    The line is aligned with its truth by the least number of changed characters; a word is right when all its characters and the
    spaces on either side of it are.

    Args:
        words: As they were read, normalised as the truth is; may be empty strings.
        truth: The line.
    """
    text = " ".join(words)
    kept = np.zeros(len(text), np.bool_)
    missing = set()
    for step in Levenshtein.opcodes(text, truth):
        if step.tag == "equal":
            kept[step.src_start : step.src_end] = True
        elif step.tag == "insert":
            missing.add(step.src_start)
    right, start = [], 0
    for word in words:
        end = start + len(word)
        around = (start == 0 or kept[start - 1]) and (end == len(text) or kept[end])
        right.append(bool(around and kept[start:end].all() and missing.isdisjoint(range(start, end + 1))))
        start = end + 1
    return tuple(right)


def calibration_error(outcomes: Sequence[Outcome]) -> float | None:
    """Expected calibration error: how far, on average, the share of right words is from what was stated; ``None`` for no words."""
    if not outcomes:
        return None
    stated, right = np.array([p for p, _ in outcomes]), np.array([r for _, r in outcomes], dtype=np.float64)
    bins = np.minimum((stated * BINS).astype(int), BINS - 1)
    sizes = np.bincount(bins, minlength=BINS)
    off = np.abs(np.bincount(bins, stated, BINS) - np.bincount(bins, right, BINS))
    return float(off[sizes > 0].sum() / len(outcomes))


def area_under_curve(outcomes: Sequence[Outcome]) -> float | None:
    """Probability that a right word is stated to be surer than a wrong one (AUROC), ties counting half; ``None`` without both."""
    right = sum(r for _, r in outcomes)
    wrong = len(outcomes) - right
    if not right or not wrong:
        return None
    stated = np.array([p for p, _ in outcomes])
    _, places, counts = np.unique(stated, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2.0)[places]
    of_right = float(ranks[np.array([r for _, r in outcomes], dtype=np.bool_)].sum())
    return (of_right - right * (right + 1) / 2.0) / (right * wrong)
