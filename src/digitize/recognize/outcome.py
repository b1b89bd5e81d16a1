"""How well a trial reading went, without knowing the truth."""

from __future__ import annotations

from dataclasses import dataclass

from digitize.recognize.engine import Reading


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a trial reading says about itself.

    Args:
        letters: Letters and digits read.
        confidence: Mean confidence of the words, weighted by their letters; 0 when nothing was read.
    """

    letters: int
    confidence: float

    @property
    def sure_letters(self) -> float:
        """Letters times confidence: grows with both, so that neither silence nor noise wins."""
        return self.letters * self.confidence


def outcome(readings: tuple[Reading, ...]) -> Outcome:
    """The outcome of trial readings of one sample. Words without a stated confidence count as not sure at all."""
    letters, sure = 0, 0.0
    for reading in readings:
        for line in reading.lines:
            for word in line.words:
                size = sum(c.isalnum() for c in word.text)
                letters += size
                sure += size * (word.confidence or 0.0)
    return Outcome(letters, sure / letters if letters else 0.0)
