"""Decides between two readings of one line by two engines. A plain rule, for now; what knows of both readings goes here."""

from __future__ import annotations

from dataclasses import replace

from digitize.lexicon.one_script import is_two_scripts
from digitize.recognize.engine import ReadLine
from digitize.recognize.suspects import letters_in

_CERTAIN = 0.9
_SURER = 0.1
"""By how much the second engine must be surer than the first. Without, each takes lines from the other that it reads no better; a
tenth costs clean pages nothing and keeps most of what is won on pages that the first reads badly (docs/experiments.md)."""
_LEAST = 0.5
"""Confidence that a line needs which only one engine has seen: below it, it is a stain or a pencil mark."""


def is_doubtful(line: ReadLine) -> bool:
    """Whether a line is worth a second engine's time: not every word of it was read for certain.

    Tesseract is 0.96 sure of a word of its list that it reads well, and 0.91 to 0.93 of one that is not on its list.
    """
    return any((word.confidence or 0.0) < _CERTAIN for word in line.words)


def better_line(first: ReadLine | None, second: ReadLine | None) -> ReadLine | None:
    """The line of the engine that is surer of it, by the mean confidence of its words, weighted by their letters.

    The second must be clearly surer. The confidences of two engines are not calibrated to each other: neither is a probability
    yet. A line that the second alone has seen is taken if it is rather sure of it; the first is trusted as it would be by itself.

    Args:
        first: As one engine read it; ``None`` when it saw nothing.
        second: As the other did. Taken, it keeps its place in the first one's paragraph.
    """
    if second is None:
        return first
    if first is None:
        return second if mean_confidence(second) >= _LEAST else None
    if any(is_two_scripts(word.text) for word in second.words):
        return first  # it could not make up its mind what it sees
    if mean_confidence(second) > mean_confidence(first) + _SURER:
        return replace(second, paragraph=first.paragraph)
    return first


def mean_confidence(line: ReadLine) -> float:
    """Mean confidence of a line's words, weighted by their letters and digits; what states none counts as not sure."""
    sizes = [max(1, letters_in(word.text)) for word in line.words]
    return sum(size * (word.confidence or 0.0) for size, word in zip(sizes, line.words, strict=True)) / sum(sizes)
