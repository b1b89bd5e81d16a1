"""Lays two witnesses side by side, word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from digitize.align.alignment import Alignment, Link
from digitize.align.all_links import all_links
from digitize.align.blocks import Block, in_order, marked
from digitize.align.letters import Letters, folded_words
from digitize.align.moved import with_moved
from digitize.align.nonsense import is_alike, without_nonsense
from digitize.align.passages import find_passages, runs_between
from digitize.align.seeds import Run
from digitize.align.word_pairs import Pair, Stretch, pair_words
from digitize.model.witness import Token, Witness

_SMALL = 2_500
"""Pairs of words that are compared at once; in larger stretches seeds are looked for first."""
_TOO_LARGE = 60_000
"""Pairs of words, without a seed between them, that are taken to have nothing in common (250 words each)."""
_NEAR = 10
"""Words more than twice the shorter side's that are compared, next to what is sure, where one side is much longer."""

_DROP = 5
_BEGINNING = 4
"""Letters in common by which both texts are taken to begin, or to end, with the same words."""


def align(a: Witness, b: Witness) -> Alignment:
    """Lays two witnesses side by side: every word of either is in one link, and both texts can be rebuilt.

    Letters that are the same in long stretches are found first, passages that stand in another order included; the words between
    them are paired by the least number of changed letters. What has nothing in common stays unpaired. Time and memory grow in
    step with the length of the texts.

    Args:
        a: The first witness.
        b: The second.
    """
    pairs = _Aligner(a.tokens, b.tokens).pairs()
    return Alignment(a, b, all_links(pairs, len(a.tokens), len(b.tokens)))


_Anchors = list[tuple[int, int]]
"""Indices of words of both witnesses that are sure to stand for each other, rising in both."""


class _Aligner:
    def __init__(self, a: Sequence[Token], b: Sequence[Token]) -> None:
        self._raw_a, self._raw_b = [t.text for t in a], [t.text for t in b]
        self._words_a, self._words_b = folded_words(a), folded_words(b)
        self._letters_a, self._letters_b = Letters.of(self._words_a), Letters.of(self._words_b)

    def pairs(self) -> list[Link]:
        """All pairs of words, in no order; words without a partner are left out."""
        blocks: list[Block] = []
        found: list[Link] = []
        passages = [
            (anchors, passage.weight)
            for passage in find_passages(self._letters_a.codes, self._letters_b.codes)
            if (anchors := self._anchors(passage.runs))
        ]
        for anchors, weight in self._extended(passages):
            (first_a, first_b), (last_a, last_b) = anchors[0], anchors[-1]
            blocks.append(Block(first_a, last_a + 1, first_b, last_b + 1, weight))
            found += self._between(anchors)
        main = in_order(blocks)
        found += self._around(blocks)
        found = without_nonsense(found, self._words_a, self._words_b)
        found = marked(found, [block for block in blocks if block not in main])
        return with_moved(found, self._words_a, self._words_b)

    def _extended(self, passages: Sequence[tuple[_Anchors, int]]) -> Iterator[tuple[_Anchors, int]]:
        """The passages with the words before and after them that are the same, and what both texts begin and end with."""
        end_a, end_b = len(self._words_a), len(self._words_b)
        order = sorted(range(len(passages)), key=lambda k: passages[k][0][0][1])
        place = {k: n for n, k in enumerate(order)}
        starts_b = [passages[k][0][0][1] for k in order]
        stops_b = [passages[k][0][-1][1] + 1 for k in order]
        first_a = passages[0][0][0][0] if passages else end_a
        head = self._same_from(0, 0, first_a, starts_b[0] if starts_b else end_b)
        if _letters(self._words_a[:head]) < _BEGINNING:
            head = 0
        if head:
            yield [(k, k) for k in range(head)], 0
        stop_a = head
        for k, (anchors, weight) in enumerate(passages):
            (i, j), (last_i, last_j), n = anchors[0], anchors[-1], place[k]
            stop_b = stops_b[n - 1] if n else head
            back = 0
            while (
                i - back > stop_a and j - back > stop_b and self._words_a[i - back - 1] == self._words_b[j - back - 1]
            ):
                back += 1
            next_a = passages[k + 1][0][0][0] if k + 1 < len(passages) else end_a
            on = self._same_from(last_i + 1, last_j + 1, next_a, starts_b[n + 1] if n + 1 < len(order) else end_b)
            stop_a, starts_b[n], stops_b[n] = last_i + 1 + on, j - back, last_j + 1 + on
            before = [(i - step, j - step) for step in range(back, 0, -1)]
            yield [*before, *anchors, *((last_i + step, last_j + step) for step in range(1, on + 1))], weight

    def _same_from(self, i: int, j: int, end_a: int, end_b: int) -> int:
        """How many words are the same from a place of both on."""
        count = 0
        while i + count < end_a and j + count < end_b and self._words_a[i + count] == self._words_b[j + count]:
            count += 1
        return count

    def _anchors(self, runs: Sequence[Run]) -> list[tuple[int, int]]:
        """Pairs of words that lie whole in the same letters of both, in order."""
        a, b = self._letters_a.starts, self._letters_b.starts
        ends = np.array([(run.a, run.a + run.length, run.b - run.a) for run in runs])
        first = np.searchsorted(a, ends[:, 0], side="left")
        after = np.searchsorted(a, ends[:, 1], side="right") - 1
        counts = np.maximum(after - first, 0)
        total = int(counts.sum())
        if not total:
            return []
        offsets = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
        words_a = np.repeat(first, counts) + offsets
        starts_b = a[words_a] + np.repeat(ends[:, 2], counts)
        words_b = np.searchsorted(b, starts_b, side="left")
        words_b = np.minimum(words_b, len(b) - 2)
        whole = (b[words_b] == starts_b) & (b[words_b + 1] - b[words_b] == a[words_a + 1] - a[words_a])
        return list(zip(words_a[whole].tolist(), words_b[whole].tolist(), strict=True))

    def _between(self, anchors: Sequence[tuple[int, int]]) -> list[Link]:
        """The anchors, and the pairs of the words between them."""
        found: list[Link] = []
        for (i, j), (next_i, next_j) in pairwise(anchors):
            found.append(Link(range(i, i + 1), range(j, j + 1)))
            if i + 1 < next_i and j + 1 < next_j:
                found += self._paired(i + 1, next_i, j + 1, next_j, head=True, tail=True)
        i, j = anchors[-1]
        found.append(Link(range(i, i + 1), range(j, j + 1)))
        return found

    def _paired(self, i0: int, i1: int, j0: int, j1: int, *, head: bool, tail: bool) -> list[Link]:
        """Pairs in a stretch that is bounded by sure ones before it (``head``), after it (``tail``), or both."""
        n, m = i1 - i0, j1 - j0
        if not n or not m:
            return []
        most = 2 * min(n, m) + _NEAR
        if (
            head and tail and max(n, m) > 2 * most and n * m > _SMALL
        ):  # far apart: what follows one end, then what is before the other
            found = self._paired(i0, i1, j0, j1, head=True, tail=False)
            found = _nearest(found, self._words_a, self._words_b)
            i0, j0 = (found[-1].a.stop, found[-1].b.stop) if found else (i0, j0)
            rest = self._paired(i0, i1, j0, j1, head=False, tail=True)
            return [*found, *_nearest(rest[::-1], self._words_a, self._words_b)]
        in_a, cut_a = _near(i0, i1, most, head=head, tail=tail)
        in_b, cut_b = _near(j0, j1, most, head=head, tail=tail)
        if len(in_a) * len(in_b) > _SMALL and cut_a is None and cut_b is None:
            anchors = self._seeded(in_a[0], in_a[-1] + 1, in_b[0], in_b[-1] + 1)
            if anchors:
                (first_a, first_b), (last_a, last_b) = anchors[0], anchors[-1]
                return [
                    *self._paired(in_a[0], first_a, in_b[0], first_b, head=head, tail=True),
                    *self._between(anchors),
                    *self._paired(last_a + 1, in_a[-1] + 1, last_b + 1, in_b[-1] + 1, head=True, tail=tail),
                ]
        if len(in_a) * len(in_b) > _TOO_LARGE:
            return []
        one = Stretch([self._words_a[i] for i in in_a], [self._raw_a[i] for i in in_a])
        other = Stretch([self._words_b[j] for j in in_b], [self._raw_b[j] for j in in_b])
        return [_link(pair, in_a, in_b) for pair in pair_words(one, other, cut_a, cut_b) if _is_paired(pair)]

    def _seeded(self, i0: int, i1: int, j0: int, j1: int) -> list[tuple[int, int]]:
        """Pairs of words in a stretch that are sure since they lie in the same letters."""
        a, b = self._letters_a, self._letters_b
        at_a, at_b = int(a.starts[i0]), int(b.starts[j0])
        runs = runs_between(a.codes[at_a : a.starts[i1]], b.codes[at_b : b.starts[j1]], at_a, at_b)
        return self._anchors(runs) if runs else []

    def _around(self, blocks: Sequence[Block]) -> list[Link]:
        """Pairs of the words between blocks, before the first and after the last."""
        end_a, end_b = len(self._words_a), len(self._words_b)
        if not blocks:
            return self._paired(0, end_a, 0, end_b, head=False, tail=False)
        by_b = sorted(range(len(blocks)), key=lambda k: blocks[k].b_start)
        rank = {block: place for place, block in enumerate(by_b)}
        found: list[Link] = []
        taken_a = [block.a_stop for block in blocks]  # up to where the space after each block is taken
        taken_b = [block.b_stop for block in blocks]
        for k, block in enumerate(blocks):  # what follows a block
            next_a = blocks[k + 1].a_start if k + 1 < len(blocks) else end_a
            place = rank[k]
            next_b = blocks[by_b[place + 1]].b_start if place + 1 < len(by_b) else end_b
            both_last = k + 1 == len(blocks) and place + 1 == len(by_b)
            neighbours = k + 1 < len(blocks) and place + 1 < len(by_b) and by_b[place + 1] == k + 1
            links = self._paired(block.a_stop, next_a, block.b_stop, next_b, head=True, tail=neighbours or both_last)
            if not (neighbours or both_last):
                links = _nearest(links, self._words_a, self._words_b)
            found += links
            if links:
                taken_a[k] = max(link.a.stop for link in links)
                taken_b[k] = max(link.b.stop for link in links)
        for k, block in enumerate(blocks):  # what stands before one, where that is another block's space
            place = rank[k]
            before_a = taken_a[k - 1] if k else 0
            before_b = taken_b[by_b[place - 1]] if place else 0
            if k and place and by_b[place - 1] == k - 1:
                continue  # done with what follows that block
            links = self._paired(before_a, block.a_start, before_b, block.b_start, head=False, tail=True)
            if k or place:
                links = _nearest(links[::-1], self._words_a, self._words_b)
            found += links
        return found


def _letters(words: Sequence[str]) -> int:
    return sum(map(len, words))


def _near(start: int, stop: int, most: int, *, head: bool, tail: bool) -> tuple[list[int], int | None]:
    """Indices of a stretch that are compared, and the place among them at which others were left out."""
    count = stop - start
    if head and tail and count > 2 * most:
        return [*range(start, start + most), *range(stop - most, stop)], most
    if (head or tail) and not (head and tail) and count > most:
        return list(range(start, start + most)) if head else list(range(stop - most, stop)), None
    return list(range(start, stop)), None


def _is_paired(pair: Pair) -> bool:
    return pair.a_start < pair.a_stop and pair.b_start < pair.b_stop


def _link(pair: Pair, in_a: Sequence[int], in_b: Sequence[int]) -> Link:
    a = range(in_a[pair.a_start], in_a[pair.a_stop - 1] + 1)
    b = range(in_b[pair.b_start], in_b[pair.b_stop - 1] + 1)
    return Link(a, b, moved=pair.swapped)


def _nearest(links: Sequence[Link], words_a: Sequence[str], words_b: Sequence[str]) -> list[Link]:
    """The links from the first one on as long as their words are alike: beyond the end of a passage nothing is expected.

    Extension ends where what is unlike outweighs what was alike by ``_DROP`` pairs, and is taken back to its best (the X-drop
    of Altschul et al., Basic local alignment search tool, 1990).
    """
    best = score = end = 0
    for count, link in enumerate(links, 1):
        score += 1 if is_alike(link, words_a, words_b) else -1
        if score > best:
            best, end = score, count
        elif score <= best - _DROP:
            break
    return list(links[:end])
