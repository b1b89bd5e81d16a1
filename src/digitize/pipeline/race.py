"""Which toning a page's lines are read best in, tried on a few of them; no truth is needed.

Each toning of the sample is read by our own recogniser, which is quick. What speaks for one is how sure the recogniser is of
what it reads, and how much of that the other engine, which errs differently, has read too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digitize.pipeline.vote import mean_confidence
from digitize.preprocess.line_tones import Toning
from digitize.recognize.collation import likeness
from digitize.recognize.engine import ReadLine

SAMPLE = 4
"""Lines that tonings are tried on: more cost more than the better choice is worth; with three a drawn page of surnames was read worse."""
_CLEARLY = 0.01
"""By how much a toning must be better than the lines as they were cut, of 2: the sample is small."""
_WELL = 0.75
"""Mean confidence of our own recogniser on the sample from which no toning is tried: the race brought nothing on such pages (docs/experiments.md)."""

ENTRANTS = (Toning.SAUVOLA, Toning.SHARPENED, Toning.DARKENED)
"""Tonings that are tried: black and white, clearer edges, fainter strokes. Smoothing, enlarging and NICK's threshold bring no more for what they
cost, Wolf's, Otsu's and the plain adaptive one came last (docs/experiments.md)."""


@dataclass(frozen=True, slots=True)
class Race:
    """How tonings came out.

    Args:
        scores: Of each toning, from 0 to 2; of the lines as they were cut alone where the others were not tried.
        lines: How many lines they were tried on.
    """

    scores: Mapping[Toning, float]
    lines: int

    @property
    def winner(self) -> Toning:
        """The toning to read with."""
        best = max(self.scores, key=lambda toning: (self.scores[toning], toning is Toning.AS_CUT))
        return best if self.scores[best] > self.scores[Toning.AS_CUT] + _CLEARLY else Toning.AS_CUT

    @property
    def margin(self) -> float:
        """By how much the winner is ahead of the lines as they were cut; of the next where that is the winner."""
        others = [score for toning, score in self.scores.items() if toning is not Toning.AS_CUT]
        rival = max(others, default=0.0) if self.winner is Toning.AS_CUT else self.scores[Toning.AS_CUT]
        return self.scores[self.winner] - rival


def is_worth_racing(as_cut: Sequence[ReadLine | None]) -> bool:
    """Whether there is anything to be won: our own recogniser is in doubt of the sample as it was cut."""
    return sum(_sure(line) for line in as_cut) < _WELL * len(as_cut)


def score(lines: Sequence[ReadLine | None], firsts: Sequence[ReadLine]) -> float:
    """What speaks for a toning.

    Args:
        lines: The sample as our own recogniser reads it in that toning.
        firsts: The same lines by the other engine.
    """
    return sum(map(_speaking, lines, firsts)) / len(firsts)


def _speaking(line: ReadLine | None, first: ReadLine) -> float:
    if line is None:
        return 0.0
    return _sure(line) + likeness(_text(line), _text(first))


def _sure(line: ReadLine | None) -> float:
    return mean_confidence(line) if line is not None else 0.0


def _text(line: ReadLine) -> str:
    return " ".join(word.text for word in line.words)
