"""Which lines are no text that could be relied on: handwriting, stamps, what no engine can read. They are kept, and marked."""

from __future__ import annotations

from digitize.model.transcription import Doubt, RegionKind
from digitize.pipeline.vote import mean_confidence
from digitize.recognize.engine import ReadLine
from digitize.recognize.suspects import letters_in

_MARKS = {RegionKind.STAMP: Doubt.STAMP, RegionKind.HANDWRITING: Doubt.HANDWRITING}
_PRINTED = 0.6
"""Mean confidence with which a line in a stamp or in handwriting is taken to be print: a typed name under a signature."""
_LETTERS = 3
"""Letters or digits that such a line has at least."""
_READ = 0.45
"""Sum of a line's mean confidence and of the share of it that two engines read alike, below which nobody has read it. Of what is
handwriting, rubber stamp, pencil or dirt on typescripts two thirds lie below it, of print seven lines in a thousand (docs/experiments.md)."""
_HOPELESS = 0.15
"""Mean confidence below which a line with letters was not read, however alike two engines are in what they make of it: of 720 lines that both
have read on 40 pages three are below a tenth, all rows of dashes, and two between that and a fifth, neither with a right word; scribbles are."""
_READ_BY_ONE = 0.1
"""The same for the mean confidence alone, where one engine has read a line: that of half-read Fraktur is 0.15 to 0.4, like that of dirt."""
_SPECK = 0.6
"""The same for what has no letters and no digits."""
_ROW = 3
"""Equal signs in a row that are a rule, leaders or a frame, drawn with types."""


def doubt_of(line: ReadLine, kind: RegionKind) -> Doubt | None:
    """Why a line is not to be delivered as text; ``None`` for text.

    Args:
        line: As it was read.
        kind: Of the region in which it stands.
    """
    sure = mean_confidence(line)
    text = line.signs
    letters = letters_in(text)
    if kind in _MARKS and not (sure >= _PRINTED and letters >= _LETTERS):
        return _MARKS[kind]
    if letters == 0:
        return None if sure >= _SPECK or any(_is_row(word.text) for word in line.words) else Doubt.UNREADABLE
    if line.agreement is None:
        return None if sure >= _READ_BY_ONE else Doubt.UNREADABLE
    return None if sure >= _HOPELESS and sure + line.agreement >= _READ else Doubt.UNREADABLE


def _is_row(text: str) -> bool:
    return any(text[i : i + _ROW] == text[i] * _ROW for i in range(len(text) - _ROW + 1))
