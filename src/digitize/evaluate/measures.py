"""Error counts of one page. Every measure returns a :class:`Rate`: errors, and what they are counted against.

Texts come normalised (``normalisation.py``). Distances are Levenshtein's over **code points** after NFC, not over
grapheme clusters: the published figures that ours are compared with count so. The two differ only where a letter has a
combining mark that Unicode has no composed form for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Rate:
    """Errors against a size.

    Args:
        errors: How many; may exceed ``total`` (surplus text).
        total: What they are counted against: characters or words.
    """

    errors: int
    total: int

    def __post_init__(self) -> None:
        if self.errors < 0 or self.total < 0:
            raise ValueError(f"not a rate: {self.errors} of {self.total}")

    @property
    def value(self) -> float | None:
        """Errors per unit; ``None`` when there was nothing to count against."""
        return self.errors / self.total if self.total else None

    @property
    def right(self) -> float | None:
        """``1 - value``: recall and precision are stated so."""
        return None if self.value is None else 1.0 - self.value

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.errors + other.errors, self.total + other.total)


NOTHING = Rate(0, 0)
"""The rate to start a sum with."""


def character_errors(truth: str, text: str) -> Rate:
    """Edit distance in truth's order per character of truth (CER). Errors of reading order count."""
    return Rate(Levenshtein.distance(truth, text), len(truth))


def word_errors(truth: str, text: str) -> Rate:
    """Edit distance over words parted by white space, punctuation and case included, per word of truth (WER)."""
    expected = truth.split()
    return Rate(Levenshtein.distance(expected, text.split()), len(expected))


def missed_words(truth: str, text: str) -> Rate:
    """Words of truth that the text lacks, in any order; ``right`` is the word recall."""
    expected, found = _bag(truth), _bag(text)
    return Rate((expected - found).total(), expected.total())


def surplus_words(truth: str, text: str) -> Rate:
    """Words of the text that truth lacks, in any order; ``right`` is the word precision."""
    return missed_words(text, truth)


def _bag(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.lower()))


def line_errors(truth: Sequence[str], lines: Sequence[str]) -> Rate:
    """Errors when every line of truth is matched with one line of the text, best pairs first (line CER).

    A matched line costs its edit distance, at most its own length; a line without a partner costs its length. Reading
    order is forgiven, text that nobody asked for too, but lines run together across columns are lost.

    Args:
        truth: Lines of truth, none empty.
        lines: Lines of the transcription, none empty.
    """
    lengths = np.array([len(line) for line in truth], dtype=np.int64)
    total = int(lengths.sum())
    if not len(truth) or not len(lines):
        return Rate(total, total)
    distances = cdist(truth, lines, scorer=Levenshtein.distance, dtype=np.int32, workers=1)
    return Rate(total - _gain(distances, lengths), total)


def _gain(distances: npt.NDArray[np.int32], lengths: npt.NDArray[np.int64]) -> int:
    """Characters saved by pairing lines, the pair with the fewest errors per character of truth first.

    Ties go to the earlier line of truth, then to the earlier line of the text, so that the result is stable.
    """
    useful = np.argwhere(distances < lengths[:, None])  # other pairs save nothing
    expected, found = useful[:, 0], useful[:, 1]
    distance = distances[expected, found]
    order = np.argsort(distance / lengths[expected], kind="stable")
    free_truth = np.ones(distances.shape[0], dtype=bool)
    free_lines = np.ones(distances.shape[1], dtype=bool)
    gain = 0
    for row, column, cost in zip(
        expected[order].tolist(), found[order].tolist(), distance[order].tolist(), strict=True
    ):
        if free_truth[row] and free_lines[column]:
            free_truth[row] = free_lines[column] = False
            gain += int(lengths[row]) - cost
    return gain
