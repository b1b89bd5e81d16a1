"""Latin words on a page in Cyrillic: were they marked as Latin, and read right?

Only truth that knows the places of its words can say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from digitize.evaluate.measures import NOTHING, Rate
from digitize.evaluate.normalisation import Normalisation
from digitize.evaluate.page_layout import LaidLine, LaidWord
from digitize.model.language import script_of

_FOLDS = Normalisation()
_EDGES = re.compile(r"^\W+|\W+$")
_LATIN = frozenset({"Latn", "Latf"})
_SAME_PLACE = 0.5
"""Share of the smaller box in common from which two words stand at one place."""


def latin_words(truth: Sequence[LaidLine], found: Sequence[LaidLine]) -> tuple[Rate, Rate, Rate]:
    """Latin words of truth that did not come out so.

    A word of truth is matched with the found word that shares most of its box with it; punctuation at the ends is left
    out of the comparison, and texts are normalised as for error rates.

    Returns:
        Words not marked as Latin; words not marked or not read right; the latter among words in lines that are mostly
        Cyrillic. All over nothing when the page is not mostly Cyrillic or has no words with places.
    """
    if script_of(" ".join(line.text for line in truth)) != "Cyrl":
        return NOTHING, NOTHING, NOTHING
    there = [word for line in found for word in line.words]
    counts = [[0, 0], [0, 0], [0, 0]]
    for line in truth:
        inside = script_of(line.text) == "Cyrl"
        for word in (word for word in line.words if word.script in _LATIN):
            match = _at(word, there)
            marked = match is not None and match.script in _LATIN
            right = marked and match is not None and _core(match.text) == _core(word.text)
            for count, wrong, counts_here in zip(
                counts, (not marked, not right, not right), (True, True, inside), strict=True
            ):
                count[0] += counts_here and wrong
                count[1] += counts_here
    script, text, within = (Rate(*count) for count in counts)
    return script, text, within


def _at(word: LaidWord, words: Iterable[LaidWord]) -> LaidWord | None:
    best, most = None, 0
    for other in words:
        common = word.box.overlap(other.box)
        if common > most and common >= _SAME_PLACE * min(word.box.area, other.box.area):
            best, most = other, common
    return best


def _core(text: str) -> str:
    return _EDGES.sub("", _FOLDS.apply(text))
