"""Letters read for digits inside a number: ``19З8``, ``19б7``, ``l9l8``, ``2О мая``."""

from __future__ import annotations

from digitize.model.transcription import Word
from digitize.repair.around import PRINTED, READING, Around, Finding
from digitize.repair.signs_of_numbers import ONES, in_digits
from digitize.repair.typed import Hand

_THREE_AND_SIX = "Ззб"
_ZERO = "ОоOo"
_WHY = {
    Hand.PRINTED: "a misreading, since the page is printed",
    Hand.NOT_KNOWN: "a misreading: few typewriters have the letter for the digit",
}


def find_letters(word: Word, around: Around) -> Finding | None:
    """A number with digits for the letters that stand for them.

    In print they are misreadings, and the printed layer changes. On a typescript they may be what was typed, and the reading layer
    changes; I, l and І are left to the rule ``typewriter-one`` there. Where it is not known which a page is, numbers with З and б alone are
    taken for misread, and those with О, which many typists put for 0, for typed.
    """
    if not any(c.isdigit() for c in word.text):
        return None
    hand = around.facts.hand
    if hand is not Hand.TYPED:
        new = in_digits(word.text, around.after, _THREE_AND_SIX + _ZERO + ONES)
        is_plain = hand is Hand.PRINTED or new == in_digits(word.text, around.after, _THREE_AND_SIX)
        if new != word.text and is_plain:
            return _finding(PRINTED, word.text, new, _WHY[hand])
    new = in_digits(word.reading, around.after, _THREE_AND_SIX + _ZERO) if hand is not Hand.PRINTED else word.reading
    return _finding(READING, word.reading, new, "may have been typed for the digit") if new != word.reading else None


def _finding(layer: str, old: str, new: str, why: str) -> Finding:
    changed = dict.fromkeys(f"{was} for {now}" for was, now in zip(old, new, strict=True) if was != now)
    return Finding(layer, new, f"{', '.join(changed)} in a number; {why}")
