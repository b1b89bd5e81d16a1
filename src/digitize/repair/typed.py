"""Whether a page is typewritten: told from the places of its words, since every sign of a typewriter is as wide as any other.

What a typist put for a sign that the machine lacks (I for 1, О for 0, У for V, П for II) stands on the paper; in print the same is a
misreading. So the rules for such signs ask for the kind of page first.
"""

from __future__ import annotations

from enum import Enum, auto
from statistics import median

from digitize.model.transcription import TranscribedPage


class Hand(Enum):
    """How a page was made."""

    TYPED = auto()
    PRINTED = auto()
    NOT_KNOWN = auto()


_FEWEST = 20
"""Words that are asked for: fewer have a small spread by chance."""
_SHORTEST = 3
_SIDE = 0.2
"""What a word's box lacks of its pitches: the space beside its first and last letter, in pitches."""
_TYPED, _PRINTED = 0.028, 0.036
"""Median deviation from one pitch. On 44 pages read by digitize it was 0.010 to 0.021 on typescripts, 0.044 to 0.127 in print."""


def hand_of(page: TranscribedPage) -> Hand:
    """Whether a page is typewritten or printed; not known where it has few words, or words without places of their own."""
    words = [word for word in page.words if len(word.text) >= _SHORTEST and word.text.isalpha()]
    if len(words) < _FEWEST or len({word.box for word in words}) < len(words) / 2:
        return Hand.NOT_KNOWN
    pitches = [word.box.width / (len(word.text) - _SIDE) for word in words]
    pitch = median(pitches)
    spread = median(abs(each / pitch - 1) for each in pitches)
    if spread <= _TYPED:
        return Hand.TYPED
    return Hand.PRINTED if spread >= _PRINTED else Hand.NOT_KNOWN
