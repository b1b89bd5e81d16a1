"""Which words of a page stand out in some measure from the others, when each letter may have its own usual value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

ENOUGH = 25
"""Words that are needed to tell what is usual."""
_SIGMAS = 5.0
"""By how many standard deviations a word must depart: by chance, one in thousands of pages' words does."""
_WORD = 6
"""Letters whose widths or gaps make a word's mean as sure as it gets: the ink differs from word to word, too."""
_TRIMMED = 3.0
"""What departs by more standard deviations takes no part in finding out what is usual."""
_ROUNDS = 3
_NORMAL = 1.4826
"""Standard deviation of a normal distribution, in its median absolute deviations."""
_PRIOR = 1.0
"""Weight of the assumption that a letter is like the others, in occurrences of it: letters differ about as much as two prints of one."""
_NEARLY = 0.7
"""Share of the limit from which a word nearly stands out. Where departures only become rarer the larger they are, more words are between
this and the limit than beyond it."""
_FEW = 3
"""Fewer words that stand out must do so by as much more as the others fall short: what chance brings, it brings singly."""
_RARE = 3
"""Characters that occur less often are taken for one: nothing can be known of each."""
_NEAR = 30
"""Words before and after one that show whether ink or spacing are different in that part of the page."""


def shares_of(texts: Sequence[str]) -> Numbers:
    """What share of each word (a row) each character of a page (a column) has; the first column is for rare ones."""
    lengths = np.array([len(text) for text in texts], np.int64)
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    _, index, often = np.unique(codes, return_inverse=True, return_counts=True)
    column = np.where(often >= _RARE, np.cumsum(often >= _RARE), 0)
    width = int(column.max()) + 1
    word = np.repeat(np.arange(len(texts)), lengths)
    counts = np.bincount(word * width + column[index], minlength=len(texts) * width)
    shares: Numbers = counts.reshape(len(texts), width) / lengths[:, None]
    return shares


@dataclass(frozen=True, slots=True)
class Departure:
    """How far words are from what is usual, an entry each.

    Args:
        by: The distance, in the unit of the measure; ``nan`` where not known.
        deviation: Its standard deviation, for a word like the others.
        counts: Which words show what is usual.
    """

    by: Numbers
    deviation: Numbers
    counts: Flags

    def limit(self, least: float) -> Numbers:
        """From where on a word departs clearly.

        Args:
            least: Least departure that can be seen.
        """
        return np.maximum(least, _SIGMAS * self.deviation)


def depart(values: Numbers, shares: Numbers, samples: NDArray[np.int64], counts: Flags) -> Departure:
    """How far each word is from what its letters usually have on the page.

    A word's value is taken for the mean of its letters' (least squares with a prior; what departs is left out and all is
    done again). Capitals, figures and heavy letters then do not pass for bold, in whatever face the page is printed, and of a word
    with letters that are seldom seen less is sure.

    Args:
        values: A measure of each word; ``nan`` where there is none.
        shares: What share of each word each character has (:func:`shares_of`).
        samples: How many letters, or gaps between letters, each was measured on.
        counts: Which words show what is usual; at least one of them has a value.
    """
    known = counts & np.isfinite(values)
    offset = np.nan_to_num(values - np.median(values[known]))
    sure = np.clip(samples, 1, _WORD).astype(np.float64)
    root = np.sqrt(sure)
    used, by = known, offset
    inverse: Numbers = np.eye(shares.shape[1])
    for _ in range(_ROUNDS):
        rows = shares[used] * root[used, None]
        inverse = np.asarray(np.linalg.inv(rows.T @ rows + _PRIOR * np.eye(shares.shape[1])), dtype=np.float64)
        by = offset - shares @ (inverse @ (rows.T @ (offset[used] * root[used])))
        by -= np.median(by[used])
        used = known & (np.abs(by) * root <= _TRIMMED * _spread(by * root, known))
    deviation = np.sqrt(1.0 / sure + ((shares @ inverse) * shares).sum(axis=1))
    deviation *= _spread(by / deviation, known)
    return Departure(np.where(np.isfinite(values), by, np.nan), deviation, known)


def stands_out(departure: Departure, least: float) -> Flags:
    """Which words clearly have more of something than the others; none where there is no gap between these and the rest.

    What grows little by little over a page (ink, pressure, the lens) sets nothing off: a word must stand out from those near by that
    do not, and the words that nearly do must be fewer than those that do.

    Args:
        departure: From what is usual, in reading order.
        least: Least departure that can be seen.
    """
    limit = departure.limit(least)
    by = np.where(departure.counts, departure.by, -np.inf)
    far = by > limit
    if not far.any():
        return far
    for i in np.flatnonzero(far).tolist():
        near = slice(max(0, i - _NEAR), i + _NEAR + 1)
        rest = by[near][~far[near] & departure.counts[near]]
        if len(rest) and by[i] - max(0.0, float(np.median(rest))) <= limit[i]:
            far[i] = False
    if np.count_nonzero(far) < _FEW:
        far &= by > limit / _NEARLY
    between = (by > _NEARLY * limit) & ~(by > limit)
    return far if np.count_nonzero(between) <= np.count_nonzero(far) else np.zeros_like(far)


def _spread(values: Numbers, some: Flags) -> float:
    """Standard deviation from 0, by the middle half of the values."""
    return _NORMAL * float(np.median(np.abs(values[some])))
