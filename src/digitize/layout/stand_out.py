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
_ROUNDS = 4
_NORMAL = 1.4826
"""Standard deviation of a normal distribution, in its median absolute deviations."""
_PRIOR = 1.0
"""Weight of the assumption that a letter is like the others, in occurrences of it: letters differ about as much as two prints of one."""
_NEAR = 30
"""Words before and after one that show whether ink or spacing are different in that part of the page."""


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


def depart(values: Numbers, texts: Sequence[str], samples: NDArray[np.int64], counts: Flags) -> Departure:
    """How far each word is from what its letters usually have on the page.

    A word's value is taken for the mean of its letters' (least squares with a prior; what departs is left out and all is
    done again). Capitals, figures and heavy letters then do not pass for bold, in whatever face the page is printed, and of a word
    with letters that are seldom seen less is sure.

    Args:
        values: A measure of each word; ``nan`` where there is none.
        texts: The words.
        samples: How many letters, or gaps between letters, each was measured on.
        counts: Which words show what is usual; at least one of them has a value.
    """
    shares = _shares(texts)
    known = counts & np.isfinite(values)
    offset = np.nan_to_num(values - np.median(values[known]))
    sure = np.clip(samples, 1, _WORD).astype(np.float64)
    used, by, deviation = known, offset, np.ones(len(offset))
    for _ in range(_ROUNDS):
        rows = shares[used] * np.sqrt(sure[used, None])
        inverse = np.linalg.inv(rows.T @ rows + _PRIOR * np.eye(shares.shape[1]))
        by = offset - shares @ (inverse @ (rows.T @ (offset[used] * np.sqrt(sure[used]))))
        by -= np.median(by[used])
        deviation = np.sqrt(1.0 / sure + np.einsum("ij,jk,ik->i", shares, inverse, shares, optimize=True))
        deviation *= _NORMAL * float(np.median(np.abs(by[known]) / deviation[known]))
        used = known & (np.abs(by) <= _TRIMMED * deviation)
    return Departure(np.where(np.isfinite(values), by, np.nan), deviation, known)


def stands_out(departure: Departure, least: float) -> Flags:
    """Which words clearly have more of something than the others; none where there is no gap between these and the rest.

    What grows little by little over a page (ink, pressure, the lens) sets nothing off: a word must stand out from those near by that
    do not, and the words half way must be fewer than those beyond.

    Args:
        departure: From what is usual, in reading order.
        least: Least departure that can be seen.
    """
    limit = departure.limit(least)
    by = np.where(departure.counts, departure.by, -np.inf)
    far = by > limit
    for i in np.flatnonzero(far).tolist():
        near = slice(max(0, i - _NEAR), i + _NEAR + 1)
        rest = by[near][~far[near] & departure.counts[near]]
        if len(rest) and by[i] - max(0.0, float(np.median(rest))) <= limit[i]:
            far[i] = False
    between = (by > limit / 2) & ~(by > limit)
    return far if np.count_nonzero(between) <= np.count_nonzero(far) else np.zeros_like(far)


def _shares(texts: Sequence[str]) -> Numbers:
    """What share of each word each character of the page has."""
    lengths = np.array([len(text) for text in texts], np.int64)
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    found, index = np.unique(codes, return_inverse=True)
    word = np.repeat(np.arange(len(texts)), lengths)
    counts = np.bincount(word * len(found) + index, minlength=len(texts) * len(found))
    shares: Numbers = counts.reshape(len(texts), len(found)) / lengths[:, None]
    return shares
