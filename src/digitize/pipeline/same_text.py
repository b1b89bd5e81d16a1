"""Whether two aligned texts are the same work at all: single words that agree prove nothing, words in succession do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digitize.align.alignment import Alignment, Link
from digitize.align.letters import folded_words
from digitize.align.nonsense import is_alike

_PASSAGE = 24
"""Letters of words in succession, alike in both texts, that are no turn of speech."""
_LONG = 120
"""Letters of a passage that no two texts have by chance: names of institutions and formulae have up to 65."""
_LEAST_SHARE = 0.10
"""Share of the shorter text that must stand in such passages. 518 pairs of unrelated texts of 60 to 3,000 words, Russian, French,
German and others, have at most 0.06 (19 of 20 pairs have none at all); a text beside itself with every second letter wrong has 0.26
and more, with every fourth wrong 0.91."""


@dataclass(frozen=True, slots=True)
class InCommon:
    """What two texts have in common.

    Args:
        a_share: Share of the first text's letters that stand in passages which the second has too.
        b_share: The same of the second.
        longest: Letters of the longest such passage.
    """

    a_share: float
    b_share: float
    longest: int

    @property
    def is_one_work(self) -> bool:
        """Whether the one is a text of the other, or has a passage of it."""
        return self.longest >= _LONG or max(self.a_share, self.b_share) >= _LEAST_SHARE


def in_common(alignment: Alignment) -> InCommon:
    """What two aligned texts have in common."""
    words_a, words_b = folded_words(alignment.a.tokens), folded_words(alignment.b.tokens)
    shared_a = shared_b = longest = 0
    for run in _runs(alignment.links, words_a, words_b):
        a = sum(len(words_a[i]) for link in run for i in link.a)
        if a >= _PASSAGE:
            shared_a += a
            shared_b += sum(len(words_b[j]) for link in run for j in link.b)
            longest = max(longest, a)
    return InCommon(shared_a / max(1, sum(map(len, words_a))), shared_b / max(1, sum(map(len, words_b))), longest)


def _runs(links: Sequence[Link], words_a: Sequence[str], words_b: Sequence[str]) -> list[list[Link]]:
    """Pairs of words that are alike, in succession in both texts."""
    runs: list[list[Link]] = []
    for link in sorted((link for link in links if link.is_paired), key=lambda link: link.a.start):
        if not is_alike(link, words_a, words_b):
            continue
        last = runs[-1][-1] if runs else None
        if last is None or last.a.stop != link.a.start or last.b.stop != link.b.start:
            runs.append([])
        runs[-1].append(link)
    return runs
