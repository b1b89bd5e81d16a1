"""Tells whether a text is Russian in the orthography of before 1918, from what was read and nothing else.

The hard sign is the measure: every word that ended in a hard consonant had one after it, a third of all words, and since
the reform none has. It is a letter of the modern alphabet, so that a recogniser without ѣ and і reads it too. Bulgarian
until 1945 and some printing in Ukrainian had it as well, so the words must be Russian besides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from digitize.lexicon.function_words import language_of

_RIVALS = frozenset(("rus", "ukr", "bel", "bul"))
"""Languages in Cyrillic that have function words here; those of Serbian are looked at as a neighbour's."""

_MOSTLY = 0.5
"""Share of the hard consonants at the end of a word that must have a hard sign after them. In the old orthography all have
it, in today's none: between them lie misreadings, and pages that quote the other spelling. The greater part decides."""

_ENOUGH = 5
"""Hard signs that must be met: fewer may be misreadings, or a firm's old name."""

_WORD = re.compile(r"[\u0400-\u052f]{2,}")
"""Two letters at least: a single ъ is a piece of a letterspaced word."""
_EDGES = '.,:;!?()[]«»"„“”*/'
_BROKEN = ("-", "\u2010", "\u00ad", "\u00ac", "\u2014")
"""Ends of words that go on in the next line: their halves end anyhow."""

_HARD = "бвгджзклмнпрстфхцчшщѳ"
_ENDS_BARE = re.compile(rf"[{_HARD}]$")
_ENDS_IN_HARD_SIGN = re.compile(rf"[{_HARD}]ъ$")
_YAT = "ѣ"
_I_BEFORE_VOWEL = re.compile(r"і(?=[аеийоуыэюяѣ])")
"""Where і stood in Russian, but for міръ, the world. Ukrainian and Belarusian have it before consonants and by itself."""
_HARD_SIGN_AT_END = re.compile(rf"(?<=[{_HARD}])ъ\b")
_RARE = str.maketrans("ѣѳѵ", "ефи")


@dataclass(frozen=True, slots=True)
class SpellingEvidence:
    """What tells the two orthographies apart.

    Args:
        hard_signs: Words that end in a hard sign after a consonant.
        bare: Words that end in a consonant that would have one.
        yats: Words with ѣ.
        i_before_vowel: Words with і before a vowel or й.
    """

    hard_signs: int
    bare: int
    yats: int
    i_before_vowel: int

    @property
    def endings(self) -> int:
        """Words whose end tells."""
        return self.hard_signs + self.bare

    @property
    def is_enough(self) -> bool:
        return self.endings >= _ENOUGH

    @property
    def is_old(self) -> bool:
        return self.hard_signs >= max(_ENOUGH, _MOSTLY * self.endings)

    @property
    def is_against(self) -> bool:
        """Whether what is there, little as it may be, speaks against the old orthography."""
        return self.bare > self.hard_signs

    def __str__(self) -> str:
        """In words, for the report."""
        told = f"{self.hard_signs} of {self.endings} words after hard consonants end in ъ"
        letters = ((self.yats, "ѣ"), (self.i_before_vowel, "і before a vowel or й"))
        also = " and ".join(f"{count} have {what}" for count, what in letters if count)
        return f"{told}; {also}" if also else told


def weigh_spelling(text: str) -> SpellingEvidence:
    """Counts what tells the orthographies apart. Words with signs or letters of another script inside tell nothing."""
    hard_signs = bare = yats = before_vowel = 0
    for word in text.lower().split():
        core = word.strip(_EDGES)
        if core.endswith(_BROKEN):
            continue
        for part in core.split("-"):
            if not _WORD.fullmatch(part):
                continue
            hard_signs += _ENDS_IN_HARD_SIGN.search(part) is not None
            bare += _ENDS_BARE.search(part) is not None
            yats += _YAT in part
            before_vowel += _I_BEFORE_VOWEL.search(part) is not None
    return SpellingEvidence(hard_signs, bare, yats, before_vowel)


def is_old_spelling(text: str) -> bool:
    """Whether a Russian text is in the orthography of before 1918; of a text in another language it tells nothing."""
    return weigh_spelling(text).is_old


def is_clearly_russian(text: str) -> bool:
    """Whether the function words of a text, in either orthography, are clearly Russian ones."""
    found = language_of(plain_spelling(text), _RIVALS)
    return found is not None and found.language == "rus"


def plain_spelling(text: str) -> str:
    """A text in lower case with the letters of today for those of before 1918, for comparing words; no modernised text.

    What is not Russian keeps what shows it: і before a consonant stays.
    """
    return _HARD_SIGN_AT_END.sub("", _I_BEFORE_VOWEL.sub("и", text.lower()).translate(_RARE))
