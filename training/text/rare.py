"""Signs that text alone would hardly show: each is put into lines often enough to be learned."""

from __future__ import annotations

import random
from bisect import bisect
from itertools import accumulate
from typing import Final

from training.text.alphabet import CYRILLIC, LATIN

SHARE: Final = 0.17
"""Share of lines into which a rare sign is put."""

_BOOSTED: Final[dict[str, float]] = {
    **dict.fromkeys("ѢѲѳЄЇґЎЁЪЫ", 0.8),
    **dict.fromkeys("ѵѴӦѪѫҐ", 1.4),
    **dict.fromkeys("ӧŸÆ", 2.2),
    **dict.fromkeys("ÂÊËÏÔŒÙÛÅØĄĆĘŁŃÓŚŹŻÁÍÚÑÌÒæñ", 1.9),
    **dict.fromkeys("ćźìåúøò", 2.8),
    **dict.fromkeys("ÇÎęńśżáíóÜ", 1.2),
    **dict.fromkeys("ÀÈëïœùûüÿÄÖſął", 0.7),
    **dict.fromkeys("‹›[]*+=%§&_°…|~<>£$†•½¼¾²³¹^#{}×‰¬‘“„", 0.6),
    "@": 1.2,
}
"""Weights among the rare signs."""

_AFTER_FIGURES: Final = frozenset("%‰°½¼¾²³¹×")
_CYRILLIC: Final = frozenset(CYRILLIC)
_LATIN: Final = frozenset(LATIN)


class Rarities:
    """Puts rare signs into lines."""

    def __init__(self) -> None:
        self._signs = list(_BOOSTED)
        self._sums = list(accumulate(_BOOSTED.values()))

    def _sign(self, rnd: random.Random) -> str:
        return self._signs[bisect(self._sums, rnd.random() * self._sums[-1], hi=len(self._signs) - 1)]

    def add(self, rnd: random.Random, text: str) -> str:
        """The line, in some cases with a rare sign in a word of its script or beside a word."""
        if rnd.random() > SHARE:
            return text
        words = text.split(" ")
        for _ in range(2):
            sign = self._sign(rnd)
            place = rnd.randrange(len(words))
            if not sign.isalpha():
                words[place] = beside(rnd, words[place], sign)
                continue
            own = _CYRILLIC if sign in _CYRILLIC else _LATIN
            places = [
                place for place, word in enumerate(words) if len(word) > 2 and word.isalpha() and own.issuperset(word)
            ]
            if places:
                place = rnd.choice(places)
                words[place] = within(rnd, words[place], sign)
        return " ".join(words)

    def salad(self, rnd: random.Random) -> str:
        """Rare signs in a row, single and in small groups: what is left are signs that no word explains."""
        groups = []
        for _ in range(rnd.randint(4, 14)):
            sign = self._sign(rnd)
            if sign.isalpha():
                groups.append(sign * rnd.choice((1, 1, 1, 2)))
            else:
                groups.append(rnd.choice((sign, f"{sign}{rnd.randint(1, 99)}", f"{rnd.randint(1, 99)}{sign}", sign)))
        return " ".join(groups)


def within(rnd: random.Random, word: str, sign: str) -> str:
    """The word with one of its letters exchanged for the sign; capitals only where the word has them."""
    if word.isupper() and len(sign.upper()) == 1 and sign.upper() in _CYRILLIC | _LATIN:
        place = rnd.randrange(len(word))
        return word[:place] + sign.upper() + word[place + 1 :]
    if sign in "ЪЫ":
        return word  # stand inside capitals only
    place = 0 if sign.isupper() else rnd.randrange(1, len(word))
    return word[:place] + sign + word[place + 1 :]


def beside(rnd: random.Random, word: str, sign: str) -> str:
    """The word with a mark where such a mark stands."""
    if sign in _AFTER_FIGURES:
        return f"{word} {rnd.randint(0, 99)}{sign}"
    pairs = {
        "[": "[{}]",
        "]": "[{}]",
        "{": "{{{}}}",
        "}": "{{{}}}",
        "<": "<{}>",
        ">": "<{}>",
        "‹": "‹{}›",
        "›": "‹{}›",
        "‘": "‘{}’",
        "“": "“{}”",
        "„": "„{}“",
    }
    if sign in pairs:
        return pairs[sign].format(word)
    if sign in "§£$#":
        return f"{word} {sign}{rnd.choice(('', ' '))}{rnd.randint(1, 999)}"
    return rnd.choice((f"{word}{sign}", f"{sign} {word}", f"{word} {sign}", f"{word}{sign}"))
