"""Seeds: stretches of letters that stand in both witnesses and nowhere else in either."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digitize.align.letters import Codes, Indices

_BASE = np.uint64(0x9E3779B97F4A7C15)
"""Odd, so that no letter of the window is lost in multiplying modulo 2**64 (Knuth's multiplicative hashing)."""


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that are the same in both witnesses.

    Args:
        a: Index of its first letter in the first witness.
        b: The same in the second.
        length: How many letters.
    """

    a: int
    b: int
    length: int

    @property
    def drift(self) -> int:
        """By how many letters the second witness is ahead here."""
        return self.b - self.a


def common_runs(a: Codes, b: Codes, width: int, a_at: int = 0, b_at: int = 0) -> list[Run]:
    """Runs made of windows of letters that are unique in each witness and stand in both.

    Args:
        a: Letters of the first witness.
        b: Letters of the second.
        width: Letters in a window.
        a_at: Index of the first of ``a`` in its witness, which the result counts from.
        b_at: The same of ``b``.

    Returns:
        In the order of the first witness; no two overlap in it.
    """
    if min(len(a), len(b)) < width:
        return []
    keys_a, at_a = _unique(_windows(a, width))
    keys_b, at_b = _unique(_windows(b, width))
    _, in_a, in_b = np.intersect1d(keys_a, keys_b, assume_unique=True, return_indices=True)
    if not len(in_a):
        return []
    starts_a, starts_b = at_a[in_a], at_b[in_b]
    order = np.argsort(starts_a, kind="stable")
    return _joined(starts_a[order], starts_b[order], width, a_at, b_at)


def _joined(a: Indices, b: Indices, width: int, a_at: int, b_at: int) -> list[Run]:
    """Windows on one drift whose letters touch or overlap become one run; runs are cut where the next begins."""
    breaks = np.flatnonzero((np.diff(b - a) != 0) | (np.diff(a) > width)) + 1
    first = np.concatenate(([0], breaks))
    last = np.concatenate((breaks, [len(a)])) - 1
    lengths = a[last] - a[first] + width
    room = np.diff(np.append(a[first], np.iinfo(np.int64).max))
    lengths = np.minimum(lengths, room)
    return [
        Run(a_at + i, b_at + j, n)
        for i, j, n in zip(a[first].tolist(), b[first].tolist(), lengths.tolist(), strict=True)
    ]


def _windows(codes: Codes, width: int) -> npt.NDArray[np.uint64]:
    """A number for every window of letters, by which equal ones are found."""
    count = len(codes) - width + 1
    total = np.zeros(count, dtype=np.uint64)
    for offset in range(width):
        total = total * _BASE + codes[offset : offset + count]
        total ^= total >> np.uint64(29)
    return total


def _unique(keys: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.uint64], Indices]:
    """The keys that occur once, in order, with their places."""
    order = np.argsort(keys, kind="stable")
    in_order = keys[order]
    different = np.concatenate(([True], in_order[1:] != in_order[:-1], [True]))
    alone = different[1:] & different[:-1]
    return in_order[alone], order[alone]
