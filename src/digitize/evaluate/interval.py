"""How sure a rate is: bootstrap over pages.

Pages are the units because errors within a page hang together: one lost column is one accident, not a thousand wrong
characters. Each resample draws as many pages as there are, with replacement, and forms the rate that is weighted by
size (sum of errors / sum of characters); the interval runs between the percentiles of those rates (Efron & Tibshirani,
An Introduction to the Bootstrap, 1993, ch. 13). With few pages it is too narrow, with one page there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digitize.evaluate.measures import NOTHING, Rate

SEED = 1
"""Seed of the resampling, fixed so that the same scores give the same interval."""
RESAMPLES = 10_000
LEVEL = 0.95

_CHUNK = 500_000
"""Drawn page numbers held at a time, to bound memory on large collections."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds that hold a value in ``level`` of the resamples, from ``pages`` pages."""

    low: float
    high: float
    pages: int
    level: float = LEVEL


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two systems over the same pages.

    Args:
        difference: First system's value minus the second's.
        difference_interval: ``None`` with fewer than two pages.
        ratio: First system's value over the second's; ``None`` when the second's is 0.
        ratio_interval: ``None`` with fewer than two pages, or when a resample divides by 0.
        pages: How many pages were compared.
    """

    difference: float
    difference_interval: Interval | None
    ratio: float | None
    ratio_interval: Interval | None
    pages: int

    @property
    def first_is_worse(self) -> bool | None:
        """Whether the first system's error is higher beyond chance; ``None`` with fewer than two pages."""
        return None if self.difference_interval is None else self.difference_interval.low > 0


def total(rates: Sequence[Rate]) -> Rate:
    """The rate of all pages together, weighted by size."""
    return sum(rates, start=NOTHING)


def interval(rates: Sequence[Rate], *, seed: int = SEED, resamples: int = RESAMPLES) -> Interval | None:
    """The 95 % interval of the rate of all pages together.

    Returns:
        ``None`` with fewer than two pages, or with nothing to count against. Resamples without a size (pages whose
        truth is empty, drawn alone) are left out.
    """
    if len(rates) < 2 or not total(rates).total:
        return None
    errors, totals = _resampled([rates], seed, resamples)[0]
    sized = totals > 0
    return _percentiles(errors[sized] / totals[sized], len(rates))


def compare(
    first: Sequence[Rate], second: Sequence[Rate], *, seed: int = SEED, resamples: int = RESAMPLES
) -> Comparison:
    """Difference and ratio of two systems' rates, both drawn from the same pages in each resample.

    Args:
        first: One rate per page.
        second: One rate per page, the same pages in the same order.
        seed: Of the resampling.
        resamples: How many.

    Raises:
        ValueError: If the two do not have the same number of pages, or nothing to count against.
    """
    if len(first) != len(second):
        raise ValueError(f"not the same pages: {len(first)} and {len(second)}")
    ours, theirs = total(first).value, total(second).value
    if ours is None or theirs is None:
        raise ValueError("no page has a size to compare by")
    ratio = ours / theirs if theirs else None
    if len(first) < 2:
        return Comparison(ours - theirs, None, ratio, None, len(first))
    (errors_a, totals_a), (errors_b, totals_b) = _resampled([first, second], seed, resamples)
    sized = (totals_a > 0) & (totals_b > 0)
    rate_a, rate_b = errors_a[sized] / totals_a[sized], errors_b[sized] / totals_b[sized]
    return Comparison(
        ours - theirs,
        _percentiles(rate_a - rate_b, len(first)),
        ratio,
        _percentiles(rate_a / rate_b, len(first)) if rate_b.all() else None,
        len(first),
    )


_Floats = npt.NDArray[np.float64]


def _resampled(systems: Sequence[Sequence[Rate]], seed: int, resamples: int) -> list[tuple[_Floats, _Floats]]:
    """Sums of errors and of sizes per resample, for each system, all from the same draws."""
    pages = len(systems[0])
    columns = np.array([[(rate.errors, rate.total) for rate in system] for system in systems], dtype=np.float64)
    generator = np.random.default_rng(seed)
    rows = max(1, _CHUNK // pages)
    sums: list[_Floats] = []
    for start in range(0, resamples, rows):
        drawn = generator.integers(0, pages, size=(min(rows, resamples - start), pages))
        sums.append(columns[:, drawn, :].sum(axis=2))
    joined = np.concatenate(sums, axis=1)
    return [(joined[i, :, 0], joined[i, :, 1]) for i in range(len(systems))]


def _percentiles(values: _Floats, pages: int) -> Interval:
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(values, [tail, 1 - tail])
    return Interval(float(low), float(high), pages)
