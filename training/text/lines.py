"""Lines of text, drawn from a seed: thin first version."""

from __future__ import annotations

import random
from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from training.text.alphabet import ALPHABET

LANGUAGES = {"rus": ("ru", 44), "ukr": ("uk", 6), "bul": ("bg", 4), "fra": ("fr", 18), "deu": ("de", 8), "eng": ("en", 7), "mixed": ("", 9), "none": ("", 4)}
RARE = [sign for sign in ALPHABET if sign not in " абвгдежзийклмнопрстуфхцчшщъыьэюяabcdefghijklmnopqrstuvwxyzéèà0123456789.,-"]


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line as it is to be drawn, which is its exact truth."""

    text: str
    language: str
    script: str


class TextSource:
    """Draws lines; the lexicons are read once."""

    def __init__(self) -> None:
        from wordfreq import get_frequency_dict

        allowed = set(ALPHABET)
        self._words: dict[str, tuple[list[str], list[float]]] = {}
        for language, (code, _) in LANGUAGES.items():
            if code:
                frequencies = get_frequency_dict(code, wordlist="best")
                pairs = [(word, value**0.6) for word, value in frequencies.items() if allowed.issuperset(word)]
                self._words[language] = ([word for word, _ in pairs], list(accumulate(value for _, value in pairs)))
        self._names = list(LANGUAGES)
        self._weights = list(accumulate(weight for _, weight in LANGUAGES.values()))

    def _word(self, rnd: random.Random, language: str) -> str:
        if language == "mixed":
            language = rnd.choice(("rus", "rus", "fra", "deu"))
        if language == "none" or rnd.random() < 0.06:
            return "".join(rnd.choices("0123456789", k=rnd.randint(1, 5)))
        words, cumulative = self._words[language]
        word = words[bisect(cumulative, rnd.random() * cumulative[-1], hi=len(words) - 1)]
        if rnd.random() < 0.15:
            place = rnd.randrange(len(word))
            word = word[:place] + rnd.choice(words)[:1] + word[place + 1 :]
        if language == "rus" and rnd.random() < 0.25 and word[-1] in "бвгджзклмнпрстфхцчшщ":
            word = (word + "ъ").replace("ие", "іе").replace("ия", "ія").replace("е", "ѣ", 1)
        draw = rnd.random()
        word = word.upper() if draw < 0.12 else word[0].upper() + word[1:] if draw < 0.3 else word
        return word if len(word) == len(word.encode("utf-16-le")) // 2 else "a"

    def draw(self, rng: np.random.Generator) -> TextLine:
        """One line; the same state of ``rng`` gives the same line."""
        rnd = random.Random(int(rng.integers(2**63)))
        language = self._names[bisect(self._weights, rnd.random() * self._weights[-1], hi=len(self._names) - 1)]
        length = rnd.randint(25, 65) if rnd.random() < 0.9 else rnd.randint(1, 12)
        words: list[str] = []
        while sum(map(len, words)) + len(words) < length:
            word = self._word(rnd, language)
            draw = rnd.random()
            if draw < 0.12:
                word += rnd.choice(",.;:!?")
            elif draw < 0.16:
                word = rnd.choice(("«{}»", "„{}“", '"{}"', "({})", "“{}”", "[{}]", "‘{}’")).format(word)
            elif draw < 0.19:
                word += rnd.choice(RARE)
            elif draw < 0.22:
                word += " " + rnd.choice("-–—")
            words.append(word)
        text = " ".join(words)[:100].strip()
        text = "".join(sign for sign in text if sign in set(ALPHABET)) or "1"
        cyrillic = sum("\u0400" <= sign <= "\u04ff" for sign in text)
        latin = sum(sign.isalpha() for sign in text) - cyrillic
        return TextLine(text, language, "Zyyy" if not cyrillic + latin else "Cyrl" if cyrillic >= latin else "Latn")
