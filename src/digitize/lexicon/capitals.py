"""Words that are set in capitals to set them off, told from abbreviations and numerals."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from digitize.lexicon.numerals import is_large_numeral, is_numeral

_LONG = 6
"""Letters from which a word in capitals is no abbreviation (``ВЦСПС``, ``UNRRA``)."""
_AS_NUMERAL = str.maketrans("ХІМСУ", "XIMCV")
"""Cyrillic letters that stand in Roman numerals as they are typed."""


def in_capitals(lines: Sequence[Sequence[str]]) -> list[list[bool]]:
    """Which words of a block of text are set off by capitals.

    A word of six letters or more is, and shorter ones beside such a word: by themselves they may be abbreviations. Nothing is in a
    block that has mostly capitals, nor in lines that are all capitals (a heading, or several lines of one): there capitals set nothing off.

    Args:
        lines: The words of each line of the block.
    """
    words = [word for line in lines for word in line]
    letters = [c for word in words for c in word if c.isupper() or c.islower()]
    if 2 * sum(map(str.isupper, letters)) > len(letters):
        return [[False] * len(line) for line in lines]
    upper = [is_upper(word) for word in words]
    flags = [False] * len(words)
    for first, after in _runs(upper):
        if any(sum(map(str.isalpha, word)) >= _LONG for word in words[first:after]) and not _fills(lines, first, after):
            flags[first:after] = [not _is_numeral(word) for word in words[first:after]]
    ends = [0]
    for line in lines:
        ends.append(ends[-1] + len(line))
    return [flags[start:end] for start, end in pairwise(ends)]


def is_upper(word: str) -> bool:
    """Whether a word has two cased letters or more, all of them capitals, and no figures (a shelf mark)."""
    return word.isupper() and sum(map(str.isupper, word)) > 1 and not any(map(str.isdigit, word))


def _runs(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """First place and end of each run of flags that are set."""
    edges = [i for i, (a, b) in enumerate(pairwise([False, *flags, False])) if a != b]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _fills(lines: Sequence[Sequence[str]], first: int, after: int) -> bool:
    """Whether a run of words is all the words of some lines."""
    start = 0
    starts = set()
    for line in lines:
        starts.add(start)
        start += len(line)
    starts.add(start)
    return first in starts and after in starts


def _is_numeral(word: str) -> bool:
    bare = "".join(c for c in word if c.isalnum()).translate(_AS_NUMERAL)
    return is_numeral(bare) or is_large_numeral(bare)
