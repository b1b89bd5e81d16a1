"""Words made strange, so that letters are read and not guessed: altered endings, letters changed, dropped, doubled."""

from __future__ import annotations

import random
from typing import Final

from training.text.lexicon import Lexicon

ALTERED: Final = 0.12
"""Share of words with one authentic-looking error: print of the time has them, and they must survive reading."""
PSEUDO: Final = 0.08
"""Share of words that no dictionary has."""


def _cased(word: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word[0].upper() + word[1:] if like[:1].isupper() else word


def altered(rnd: random.Random, word: str, lexicon: Lexicon) -> str:
    """The word with one thing wrong; its first letter and its capitals are kept."""
    if len(word) < 3:
        return word
    place = rnd.randrange(1, len(word))
    letter = rnd.choice(lexicon.letters)
    if word.isupper():
        letter = letter.upper() if letter != "ß" else "S"
    way = rnd.random()
    if way < 0.35:
        return word[:place] + letter + word[place + 1 :]
    if way < 0.55:
        return word[:place] + word[place + 1 :]
    if way < 0.7:
        return word[:place] + word[place] + word[place:]
    if way < 0.8 and place + 1 < len(word):
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    end = lexicon.word(rnd)[-2:]
    return word[:-2] + (end.upper() if word.isupper() else end)


def pseudo(rnd: random.Random, like: str, lexicon: Lexicon) -> str:
    """A word that nobody knows, with the capitals of ``like``."""
    return _cased(rnd.choice(lexicon.pseudo), like)


def strange(rnd: random.Random, word: str, lexicon: Lexicon) -> str:
    """The word, or in the shares above something else in its place."""
    draw = rnd.random()
    if draw > ALTERED + PSEUDO or not word.isalpha():
        return word
    return altered(rnd, word, lexicon) if draw < ALTERED else pseudo(rnd, word, lexicon)
