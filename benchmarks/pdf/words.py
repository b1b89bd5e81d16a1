"""What the transcription says against what a reader found: the same words, in the same order.

A reader may give a word that is broken at a line's end in its two printed parts or whole: both are right.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import LCSseq

HYPHENS = "-\u2010\u00ad\u00ac="
"""What may stand at the end of a line in the place of a hyphen (Fraktur prints one like an equals sign)."""


@dataclass(frozen=True, slots=True)
class ExpectedPage:
    """The words of a page as its PDF should give them.

    Args:
        words: In reading order.
        broken: Indexes of words that end a line with a hyphen and go on in the next word.
        ending: Indexes of words with a hyphen at the end of any line: that of a region too, where readers that follow the
            stream join it with what comes next.
    """

    words: tuple[str, ...]
    broken: tuple[int, ...] = ()
    ending: tuple[int, ...] = ()

    def joined(self, index: int) -> str:
        """The whole of the word that is broken at ``index``."""
        return self.words[index].rstrip(HYPHENS) + self.words[index + 1]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a reader's words are those of the transcription.

    Args:
        words: Of the transcription, or of the reader where it has more.
        same: Of these, in both, whatever the order.
        ordered: Of these, in both in one order.
    """

    words: int
    same: int
    ordered: int

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(self.words + other.words, self.same + other.same, self.ordered + other.ordered)


NOTHING = Agreement(0, 0, 0)


def expected_pages(transcription: Mapping[str, Any]) -> list[ExpectedPage]:
    """The pages of ``transcription.json``; lines in doubt are no text and are left out."""
    return [_expected(page) for page in transcription["pages"]]


def _expected(page: Mapping[str, Any]) -> ExpectedPage:
    words: list[str] = []
    broken: list[int] = []
    ending: list[int] = []
    for region in page["regions"]:
        lines = [line for line in region["lines"] if line.get("doubt") is None and line["words"]]
        for number, line in enumerate(lines, start=1):
            for word in line["words"]:
                words += unicodedata.normalize("NFC", word["text"]).split()
            if words and is_broken(words[-1]):
                ending.append(len(words) - 1)
                broken += ending[-1:] if number < len(lines) else []
    last = len(words) - 1
    return ExpectedPage(
        tuple(words), tuple(index for index in broken if index < last), tuple(index for index in ending if index < last)
    )


def is_broken(word: str) -> bool:
    """Whether the last word of a line goes on in the next line."""
    return len(word) > 1 and word[-1] in HYPHENS and word[-2].isalpha()


def agreement(expected: ExpectedPage, text: str) -> Agreement:
    """Compares a page with its text by a reader."""
    found = unicodedata.normalize("NFC", text).split()
    wanted = as_joined_by(expected, found)
    same = sum((Counter(wanted) & Counter(found)).values())
    return Agreement(max(len(wanted), len(found)), same, LCSseq.similarity(wanted, found))


def as_joined_by(expected: ExpectedPage, found: Iterable[str]) -> list[str]:
    """The expected words, those whole that the reader gives whole."""
    spare = Counter(found)
    spare.subtract(expected.words)
    joined: dict[int, str] = {}
    for index in expected.ending or expected.broken:
        # Some words are written with the hyphen at which they are broken.
        wholes = (expected.joined(index), expected.words[index] + expected.words[index + 1])
        whole = next((each for each in wholes if spare[each] > 0), None)
        if whole is not None and index - 1 not in joined:
            spare[whole] -= 1
            joined[index] = whole
    words: list[str] = []
    for index, word in enumerate(expected.words):
        if index - 1 in joined:
            continue
        words.append(joined.get(index, word))
    return words


def share(part: int, of: int) -> float:
    """``part`` of ``of``; all of nothing is whole."""
    return part / of if of else 1.0


def total(agreements: Sequence[Agreement]) -> Agreement:
    """All of them together."""
    return sum(agreements, NOTHING)
