"""Decides between two readings of one word, by the models of two scripts.

The evidence is counted in units of confidence. A word of the model's list counts for a quarter more, and a first reading
with digits or capitals inside a word for as much less. Cyrillic pages have one Latin
word in a hundred: by itself, a Latin reading has to be clearly surer; beside a Latin word it need not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digitize.lexicon.look_alikes import is_garbled, is_mixed, is_same_shape, tells_latin
from digitize.lexicon.numerals import (
    is_counted,
    is_date,
    is_single,
    looks_like_numeral,
    numeral_among_cyrillic,
    numeral_among_latin,
)
from digitize.model.language import script_of
from digitize.recognize.engine import ReadWord
from digitize.recognize.suspects import letters_in

_KNOWN = 0.25
_GARBLED = 0.4
_LEAST, _LEAST_BESIDE = 0.6, 0.4
"""Confidence below which the other reading is not taken: it would be no better."""
_SURER, _SURER_BESIDE = 0.2, -0.1
"""How much surer it must be by itself, and beside a word already decided."""
_SHORT, _LEAST_SHORT = 3, 0.85
"""The same for two or three letters, which any model makes of stains and pencil strokes, and for letters that both scripts have."""
_TINY = 2
_LONG = 6
"""A word of so many letters that the model's list has was not read out of Latin ones by chance."""
_MUCH_SURER = 0.4
"""The same where all letters are such as both scripts have."""
_AROUND = '«»()"„“”.,:;-—'
_WELL_READ = 0.88
"""Tesseract is 0.91 to 0.93 sure of a name that it reads well: then it need not be much surer than the other model."""
_UNSURE = 0.5
_CLEARLY = 0.2
"""How much surer, beside a Latin word, where the first model has a function word."""
_SURE_NUMERAL = 0.5
_SURE = 0.9
_WITNESSED = 0.6
"""Confidence of our own recogniser, which is that of its least sure letter."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a word besides its readings.

    Args:
        known: Whether the first reading is a word of its model.
        function_word: Whether it is a function word: one in ten is, and they are short.
        other_known: Whether the second is.
        beside: Whether a word next to it was decided to be Latin.
        leads: Whether the word after it was: then an initial is Latin, too.
        follows: Whether the word before it was: then a capital by itself may be Latin, too (``Mod. B``).
        before_function_word: Whether a function word comes after it: then it is none itself.
        witnessed: Whether a recogniser that knows both scripts has read the word in Latin letters.
    """

    known: bool
    other_known: bool
    function_word: bool = False
    beside: bool = False
    leads: bool = False
    follows: bool = False
    before_function_word: bool = False
    witnessed: bool = False


def in_other_script(word: ReadWord, other: ReadWord, standing: Standing) -> bool:
    """Whether the other reading of a Cyrillic word is to be taken.

    Args:
        word: As the model of the page read it.
        other: The same place read by a Latin model.
        standing: What else is known.
    """
    if _is_implausible(word, other, standing):
        return False
    confidence, sure = word.confidence or 0.0, other.confidence or 0.0
    if standing.witnessed and (tells_latin(other.text) or standing.beside):
        return sure >= _LEAST_BESIDE or is_garbled(word.text)
    single = len(word.text.strip(_AROUND)) == 1
    if single and (_is_initial(word.text) or letters_in(other.text) == 1 or not standing.other_known):
        return sure >= _LEAST and _is_latin_letter(word, other.text, standing)
    if standing.leads and standing.follows and standing.other_known:
        return sure >= max(_WELL_READ, confidence)
    if standing.function_word and (not standing.beside or sure - confidence < _CLEARLY):
        return False
    garbled = is_garbled(word.text)
    surer = sure + _KNOWN * standing.other_known - confidence - _KNOWN * standing.known + _GARBLED * garbled
    firmly = confidence >= _SURE and not garbled
    if (garbled and sure >= _LEAST_SHORT) or tells_latin(other.text):
        if firmly and not (standing.other_known and any(c.isalpha() for c in word.text)):
            return False
        short = letters_in(other.text) <= _SHORT and not standing.other_known
        return sure >= _least(standing, firmly=firmly, short=short) and surer >= _margin(standing, sure, firmly=firmly)
    # Only letters that both scripts have: the neighbours decide, or the first model has no idea what it is.
    if standing.known or (not standing.beside and (firmly or is_same_shape(word.text, other.text))):
        return False
    if standing.beside:
        return standing.other_known and sure >= _LEAST and surer >= 0.0
    return sure >= _LEAST_SHORT and surer >= _MUCH_SURER


def _is_implausible(word: ReadWord, other: ReadWord, standing: Standing) -> bool:
    """Whether the other reading is no Latin word, or too little of one against the first, however sure it is."""
    if script_of(other.text) not in ("Latn", "Latf") or is_mixed(other.text) or _is_small_type(word.text, other.text):
        return True
    if standing.other_known:
        return False
    if standing.known and (standing.beside or letters_in(word.text) >= _LONG):
        return True
    return letters_in(other.text) <= _TINY and not standing.beside and letters_in(word.text) > 1


def _least(standing: Standing, *, firmly: bool, short: bool) -> float:
    """Confidence that the other reading needs."""
    if firmly:
        return _WELL_READ
    if standing.beside:
        return _LEAST if short else _LEAST_BESIDE
    return _LEAST_SHORT if short or standing.known > standing.other_known else _LEAST


def _margin(standing: Standing, sure: float, *, firmly: bool) -> float:
    """How much surer the other reading has to be."""
    if standing.beside:
        return 0.0 if firmly else _SURER_BESIDE
    return 0.0 if sure >= _WELL_READ and not standing.known and not firmly else _SURER


def _is_small_type(text: str, other: str) -> bool:
    """Whether capitals were read where small letters stand: most small Cyrillic letters look like small capitals."""
    return letters_in(other) > 1 and other.isupper() and not text.isupper()


def _is_latin_letter(word: ReadWord, other: str, standing: Standing) -> bool:
    """Whether one letter by itself is Latin: the initial before a Latin name, or a capital after a Latin word."""
    if letters_in(other) != 1:
        return False
    text = word.text
    if standing.leads:
        unsure = (word.confidence or 0.0) < _SURE and not text.strip(_AROUND).islower()
        same = is_same_shape(text, other)
        return (same and standing.follows) or (_is_initial(other) and (same or unsure))
    capital = text[0].isupper() and not _is_initial(text)
    return standing.follows and capital and (tells_latin(other) or standing.before_function_word)


def numeral_for(
    word: ReadWord, others: Sequence[ReadWord], before: str, after: str, witness: ReadWord | None = None
) -> str | None:
    """The Roman numeral that stands where a word was read, or ``None``.

    It takes a word all of whose letters have the shape of a numeral's parts, and either a Latin reading that is a numeral, or a
    date, or a neighbour that numerals count. A single letter has the shape of an initial: it takes such a neighbour, or no full stop.

    Args:
        word: As the model of the page read it.
        others: The same place read by Latin models, the best last.
        before: The word before it; empty at the beginning.
        after: The word after it.
        witness: The word as a recogniser that knows both scripts has read it.
    """
    if witness is not None and is_date(witness.text) and (witness.confidence or 0.0) >= _WITNESSED:
        dated = numeral_among_latin(witness.text)
        if dated is not None:
            return dated
    if not looks_like_numeral(word.text):
        dates = [other for other in others if is_date(other.text) and (other.confidence or 0.0) >= _SURE]
        return numeral_among_latin(dates[-1].text) if dates and (word.confidence or 0.0) < _UNSURE else None
    counted = is_counted(before) or is_counted(after)
    if word.text == "У" and (not before or before[-1] in ".!?»"):
        return None
    date = is_date(word.text)
    if is_single(word.text) and not counted and (word.text.strip('«»()"') not in ("П", "Ш", "Х", "Ц") or after == ""):
        return None
    for other in reversed(others):
        numeral = numeral_among_latin(other.text)
        if numeral is not None and (other.confidence or 0.0) >= _SURE_NUMERAL:
            return numeral
    shaped = numeral_among_cyrillic(word.text)
    if shaped is not None and (date or counted or ("X" in shaped and not is_single(word.text))):
        return shaped
    return None


def _is_initial(text: str) -> bool:
    bare = text.strip('«»()"„“')
    return len(bare) == 2 and (bare[0].isupper() or bare[0].isdecimal()) and bare[1] in ".,"
