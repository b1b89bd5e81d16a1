"""Words with letters that their language does not have: a net that knows the words of a language must still read the letters.

The letters of an alphabet are unequally common. In one line of some, common letters are exchanged for rare ones that look like them, as Komi
or Mari print has ӧ where Russian has о: then rare letters are seen in all places of a word, and words are no proof.
"""

from __future__ import annotations

import numpy as np

_CYRILLIC = {
    "о": "ӧӧӧ", "и": "ії", "е": "єёѣ", "г": "ґ", "у": "ў", "ф": "ѳ", "а": "ѫ", "ь": "ъ", "в": "ѵ", "О": "ӦӦ", "И": "ІЇ", "Е": "ЄЁѢ",
    "Г": "Ґ", "У": "Ў", "Ф": "Ѳ", "А": "Ѫ", "Ь": "Ъ",
}  # fmt: skip
_LATIN = {
    "a": "àâäåáą", "e": "éèêëę", "i": "îïíì", "o": "ôöóòøœ", "u": "ùûüú", "c": "çć", "n": "ñń", "s": "śſ", "z": "źż", "l": "ł", "y": "ÿ",
    "A": "ÀÂÄÅÁĄ", "E": "ÉÈÊËĘ", "I": "ÎÏÍÌ", "O": "ÔÖÓÒØŒ", "U": "ÙÛÜÚ", "C": "ÇĆ", "N": "ÑŃ", "S": "Ś", "Z": "ŹŻ", "L": "Ł",
}  # fmt: skip
_TABLE = _CYRILLIC | _LATIN
_LINES = 0.14
"""Share of the lines that are respelled."""
_LETTERS = 3
"""Letters that are exchanged in a line, at most."""


def respelled(rng: np.random.Generator, text: str, alphabet: str) -> str:
    """A text, in some cases with a few of its letters exchanged for rarer ones, each at half of its places."""
    if rng.random() >= _LINES:
        return text
    there = sorted({c for c in text if c in _TABLE})
    if not there:
        return text
    for index in rng.permutation(len(there))[: int(rng.integers(1, _LETTERS + 1))]:
        common = there[int(index)]
        rare = _TABLE[common][int(rng.integers(len(_TABLE[common])))]
        if rare in alphabet:
            text = "".join(rare if c == common and rng.random() < 0.5 else c for c in text)
    return text
