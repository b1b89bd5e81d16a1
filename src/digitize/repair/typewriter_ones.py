"""Typewriters without a 1: ``I938`` for 1938, ``I4.II.I938`` for 14.II.1938, ``I-го`` for 1-го. In the reading layer alone."""

from __future__ import annotations

import re

from digitize.model.transcription import Word
from digitize.repair.around import READING, Around, Finding
from digitize.repair.roman_numerals import is_counted_so
from digitize.repair.signs_of_numbers import ONES, in_digits
from digitize.repair.typed import Hand

_AMONG_DIGITS = re.compile(rf"(?<!\w)(?=[{ONES}]*\d)[\d{ONES}]*[{ONES}][\d{ONES}]*(?!\w)")
_UNIT = re.compile(r"\d+l")
"""A small L after a number is litres or pounds as well."""
_ORDINAL = re.compile(rf"(?<!\w)([(«\"„]*)[{ONES}](-(?:го|му|ом|м|й|я|е|ая|ое|ой|ую|ые|ых)[.,:;)»\"]*)")


def find_ones(word: Word, around: Around) -> Finding | None:
    """A number or a date with 1 for the letters that a typist put for it, on pages that are not found to be printed.

    Only words with digits are numbers, and dates such as ``I4.II.I938``, whose month is a Roman numeral; further ``I-го``, unless the word
    after it is one that Roman numerals count. A Roman numeral by itself is never touched.
    """
    text = word.reading
    if around.facts.hand is Hand.PRINTED or not any(c in ONES for c in text):
        return None
    new = in_digits(text, around.after, ONES)
    new = _AMONG_DIGITS.sub(lambda match: _in_ones(match.group()), new)
    if not is_counted_so(around.after):
        new = _ORDINAL.sub(r"\g<1>1\g<2>", new)
    if new == text:
        return None
    changed = dict.fromkeys(was for was, now in zip(text, new, strict=True) if was != now)
    return Finding(READING, new, f"{', '.join(changed)} for 1 in a number or date")


def _in_ones(run: str) -> str:
    return run if _UNIT.fullmatch(run) else "".join("1" if c in ONES else c for c in run)
