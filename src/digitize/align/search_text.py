"""Pages made ready for search: groups of four folded letters as numbers, so that a thousand pages are looked through at once.

Counting the groups that a stretch has in common with what is looked for is Ukkonen's filter for approximate matching (1992): it
stands letters read wrongly, words run together and broken, and needs no dictionary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digitize.align.letters import Letters, fold_word

GROUP = 4
"""Letters in a group. At 10 % errors two in three survive, at 25 % one in three."""
_KINDS = 1 << 16
"""Different groups told apart; a number takes two bytes."""
_BLOCK = 32
"""Letters that are counted together."""
_LEAST_SHARE = 0.18
"""Weight in common from which a stretch is looked at, as a share of all that is looked for."""
_HEAVIEST = 12
"""Weight of the rarest groups: once in 4,096 letters or less; one weighs as many bits as its being there tells."""
_SAMPLE = 1 << 21
"""Letters by which it is told how rare groups are."""
_FACTORS = (np.uint64(0x9E3779B1), np.uint64(0x85EBCA77), np.uint64(0xC2B2AE3D), np.uint64(0x27D4EB2F))
"""Odd numbers without a pattern, one for each letter of a group."""

Groups = npt.NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class SearchText:
    """The words of a page as they are searched; as bytes, to be kept in the index.

    Args:
        groups: A number (16 bits, little endian) for the group that begins with each letter.
        starts: Index of each word's first letter, and of the end (32 bits, little endian).
    """

    groups: bytes
    starts: bytes

    @staticmethod
    def of(words: Sequence[str]) -> SearchText:
        """Of a page's words as they stand."""
        letters = Letters.of([fold_word(word) for word in words])
        return SearchText(groups_of(letters).astype("<u2").tobytes(), letters.starts.astype("<u4").tobytes())


def groups_of(letters: Letters) -> Groups:
    """The number of the group that begins with each letter; at the end, where it is not whole, zero."""
    count = len(letters) - GROUP + 1
    groups = np.zeros(len(letters), dtype=np.uint16)
    if count > 0:
        total = np.zeros(count, dtype=np.uint64)
        for offset, factor in enumerate(_FACTORS):
            total += letters.codes[offset : offset + count] * factor
        total ^= total >> np.uint64(15)
        groups[:count] = (total % np.uint64(_KINDS - 1) + np.uint64(1)).astype(np.uint16)
    return groups


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of letters that has groups in common with what is looked for.

    Args:
        start: Index of its first letter in the corpus.
        stop: Index after its last one.
        common: How much they weigh.
    """

    start: int
    stop: int
    common: int


class Corpus:
    """Many pages in one row.

    Args:
        pages: The pages, those of one document in order and next to each other.
    """

    def __init__(self, pages: Sequence[SearchText]) -> None:
        self._groups = np.frombuffer(b"".join(page.groups for page in pages), dtype="<u2")
        sizes = np.fromiter((len(page.groups) // 2 for page in pages), dtype=np.int64, count=len(pages))
        self.page_starts = np.concatenate(([0], np.cumsum(sizes)))
        """Index of each page's first letter, and of the end."""
        self._weights = _weights(self._groups)

    def __len__(self) -> int:
        return len(self._groups)

    def stretches(self, letters: Letters, most: int) -> list[Stretch]:
        """The stretches that have most in common with what is looked for, the likeliest first; they do not overlap.

        Args:
            letters: What is looked for; a few hundred letters at most.
            most: How many stretches.
        """
        wanted = groups_of(letters)[: max(len(letters) - GROUP + 1, 0)]
        if not len(wanted) or not len(self._groups):
            return []
        table = np.zeros(_KINDS, dtype=np.uint8)
        table[wanted] = self._weights[wanted]
        hits = table[self._groups]
        blocks = _sums(hits, _BLOCK)
        width = -(-len(letters) * 5 // 4 // _BLOCK) + 1  # read a quarter longer, and not beginning with a block
        totals = np.concatenate(([0], np.cumsum(blocks)))
        stops = np.minimum(np.arange(len(blocks)) + width, len(blocks))
        common = totals[stops] - totals[:-1]
        places = np.flatnonzero(common >= _LEAST_SHARE * int(self._weights[wanted].sum()))
        return _best(places, common[places], width, most, len(self._groups))


def _weights(groups: Groups) -> npt.NDArray[np.uint8]:
    """What each group weighs: bits, by how rare it is (Spaerck Jones 1972)."""
    step = max(1, len(groups) // _SAMPLE)
    counts = np.bincount(groups[::step], minlength=_KINDS)
    rarity = np.log2(max(len(groups) // step, 1) / np.maximum(counts, 1))
    return np.clip(np.rint(rarity), 1, _HEAVIEST).astype(np.uint8)


def _sums(hits: npt.NDArray[np.uint8], size: int) -> npt.NDArray[np.int64]:
    whole = len(hits) // size * size
    sums = hits[:whole].reshape(-1, size).sum(axis=1, dtype=np.int64)
    return np.append(sums, hits[whole:].sum(dtype=np.int64)) if whole < len(hits) else sums


def _best(
    places: npt.NDArray[np.int64], common: npt.NDArray[np.int64], width: int, most: int, end: int
) -> list[Stretch]:
    """The heaviest windows, none of which begins within another."""
    found: list[Stretch] = []
    left = common.astype(np.int64).copy()
    while len(found) < most and len(left) and (best := int(left.argmax()), left[int(left.argmax())] > 0)[1]:
        at = int(places[best])
        found.append(Stretch(at * _BLOCK, min((at + width) * _BLOCK, end), int(left[best])))
        near = np.searchsorted(places, [at - width + 1, at + width])
        left[near[0] : near[1]] = 0
    return found
