"""Decides between two readings of one line by two engines, word by word."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from digitize.lexicon.one_script import is_two_scripts, shape_of
from digitize.recognize.engine import ReadLine, ReadWord
from digitize.recognize.parts import parted
from digitize.recognize.suspects import UNSURE, letters_in

_SURER = 0.05
"""By how much the second engine must be surer than the first: their confidences are not calibrated to each other."""
_LISTED = 0.15
"""What it counts for that one of two words is in the dictionary and the other is not. It breaks ties between readings of nearly equal
confidence; from 0.1 to 0.3 nothing changes much (docs/experiments.md)."""
_LEAST = 0.5
"""Confidence that a line needs which only one engine has seen: below it, it is a stain or a pencil mark."""

_BIAS, _SLOPE, _AGREEMENT = -0.63, 0.63, 2.29
"""Logarithm of the odds that a word is right: a bias, a share of what its engine states, and what it counts that the other has read the same.
Fitted by logistic regression to 9,987 words of 25 pages that both have read (docs/experiments.md)."""
_EDGE = 0.001
"""No engine is surer, or less sure, than this."""

Knows = Callable[[str], bool]
"""Whether a word is in the dictionary of one of the page's languages."""


def is_doubtful(line: ReadLine) -> bool:
    """Whether a line is worth a second engine's time: not every word of it was read for certain."""
    return any((word.confidence or 0.0) < UNSURE for word in line.words)


def voted_line(first: ReadLine | None, second: ReadLine | None, knows: Knows) -> tuple[ReadLine | None, int]:
    """A line with, in each place, the words of the engine that is surer of them, and how many are the second one's.

    How sure an engine is of a word is the mean of what it says of the word and of the line: one that is at a loss in a line is not to be
    believed in a single word of it. The second must be a little surer. A line that the second alone has seen is taken if it is
    rather sure of it; the first is trusted as it would be by itself. Where both have read the line, the words' confidences are
    probabilities: that two engines which err differently agree says more than what either states.

    Args:
        first: As one engine read it; ``None`` when it saw nothing.
        second: As the other did, in the frame of the first.
        knows: The dictionary.
    """
    if second is None:
        return first, 0
    if first is None:
        return (second, len(second.words)) if mean_confidence(second) >= _LEAST else (None, 0)
    words, taken = [_weighed(word, agreed=False) for word in first.words], 0
    sure_of_first, sure_of_second = mean_confidence(first), mean_confidence(second)
    for part in reversed(parted(first.words, second.words)):
        old, new = first.words[part.first : part.end], part.other
        if shape_of(_text(old)) == shape_of(_text(new)):  # both see the same ink; its script was settled before
            words[part.first : part.end] = [_weighed(word, agreed=True) for word in old]
            continue
        if any(is_two_scripts(word.text) for word in new):
            continue  # an engine that spells a word in letters of both scripts could not make up its mind what it sees
        listed = _LISTED * (_is_listed(new, knows) - _is_listed(old, knows))
        if (_least(new) + sure_of_second) / 2.0 + listed > (_least(old) + sure_of_first) / 2.0 + _SURER:
            words[part.first : part.end] = [_weighed(word, agreed=False) for word in new]
            taken += len(new)
    return replace(first, words=tuple(words)), taken


def _weighed(word: ReadWord, *, agreed: bool) -> ReadWord:
    """The word with the probability that it is right, by what its engine says of it and by what the other one has read."""
    stated = min(max(word.confidence or 0.0, _EDGE), 1.0 - _EDGE)
    odds = _BIAS + _SLOPE * math.log(stated / (1.0 - stated)) + _AGREEMENT * agreed
    return replace(word, confidence=1.0 / (1.0 + math.exp(-odds)))


def mean_confidence(line: ReadLine) -> float:
    """Mean confidence of a line's words, weighted by their letters and digits; what states none counts as not sure."""
    sizes = [max(1, letters_in(word.text)) for word in line.words]
    return sum(size * (word.confidence or 0.0) for size, word in zip(sizes, line.words, strict=True)) / sum(sizes)


def _text(words: Sequence[ReadWord]) -> str:
    return " ".join(word.text for word in words)


def _least(words: Sequence[ReadWord]) -> float:
    return min(word.confidence or 0.0 for word in words)


def _is_listed(words: Sequence[ReadWord], knows: Knows) -> bool:
    """Whether all that has letters is in the dictionary."""
    lettered = [word.text for word in words if any(c.isalpha() for c in word.text)]
    return bool(lettered) and all(map(knows, lettered))
