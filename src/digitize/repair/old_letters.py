"""Letters of before 1918 that models without them turn into others: ѣ into ћ, ђ or %, ѳ into ө."""

from __future__ import annotations

import re

from digitize.model.language import Orthography
from digitize.model.transcription import Word
from digitize.repair.around import PRINTED, Around, Finding

_MEANT = str.maketrans("ћЋђЂөӨθϴΘ", "ѣѢѣѢѳѲѳѲѲ")
"""Serbian letters, barred o and theta: Russian never had them."""
_SIGN_IN_WORD = re.compile(r"(?<=[а-яіѣѳѵё])%(?=[а-яіѣѳѵё])")
"""A per cent sign has digits before it, and a blank or a sign after it."""
_SIGN_AT_END = re.compile(r"(?<=[а-яіѣѳѵё]{2})%(?=[.,:;!?»)]*$)")
_CAPITAL = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщѳ])Ъ(?=[бвгджзйклмнпрстфхцчшщѳ])")
"""A capital among small letters, and between consonants, where Russian has no hard sign."""
_RUSSIAN = re.compile(r"[^A-Za-zÀ-ÿ]*")


def find_old_letters(word: Word, around: Around) -> Finding | None:
    """A word with ѣ and ѳ for what they were read as, on a page in the orthography of before 1918."""
    if around.facts.orthography is not Orthography.BEFORE_1918 or word.language not in ("rus", None):
        return None
    text = word.text
    if not _RUSSIAN.fullmatch(text) or not any("\u0400" <= c <= "\u04ff" for c in text):
        return None
    new = _CAPITAL.sub("ѣ", text.translate(_MEANT))
    if not any(c.isdigit() for c in text):
        new = _SIGN_AT_END.sub("ѣ", _SIGN_IN_WORD.sub("ѣ", new))
    if new == text:
        return None
    changed = dict.fromkeys(f"{old} for {meant}" for old, meant in zip(text, new, strict=True) if old != meant)
    return Finding(
        PRINTED, new, f"{', '.join(changed)}: no letter of Russian there; the page is in the orthography of before 1918"
    )
