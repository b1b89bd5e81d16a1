"""Words of each language with their weights, sentences, pseudo-words; built once, kept in ``training/.cache/lexicon``."""

from __future__ import annotations

import json
import random
import sys
from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from itertools import accumulate
from pathlib import Path
from typing import Final

import numpy as np

from training.text.fetch import CACHE, SOURCES

VERSION: Final = 4
"""Raised when what is built changes, so that an older cache is not read."""

FLATTENING: Final = 0.6
"""Exponent on frequencies: common words stay common, rare forms are seen."""
UNCOUNTED: Final = 3e-9
"""Frequency given to a form that only a dictionary knows."""
MOST_UNCOUNTED: Final = 250_000
"""So many of a language's uncounted forms are kept, by chance."""
PSEUDO_WORDS: Final = 40_000

_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_ENGLISH = "abcdefghijklmnopqrstuvwxyz"
LETTERS: Final = {
    "rus": _RUSSIAN,
    "rus-old": "абвгдежзийклмнопрстуфхцчшщъыьэюяіѣѳ",
    "ukr": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "bel": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "bul": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "fra": _ENGLISH + "àâæçéèêëîïôœùûüÿ",
    "deu": _ENGLISH + "äöüß",
    "eng": _ENGLISH,
    "foreign": _ENGLISH + "ąćęłńóśźżáíúñìòåøéèàùö",
}
"""Letters a word of the language may have, in lower case; the first ones that an altered word draws from."""

_CODES: Final = {"rus": "ru", "ukr": "uk", "bul": "bg", "fra": "fr", "deu": "de", "eng": "en"}
_DICTIONARIES: Final = {
    "ukr": ("wukrainian/usr/share/dict/ukrainian",),
    "bul": ("wbulgarian/usr/share/dict/bulgarian",),
    "fra": ("wfrench/usr/share/dict/french",),
    "deu": ("wngerman/usr/share/dict/ngerman", "wogerman/usr/share/dict/ogerman"),
    "eng": ("wbritish/usr/share/dict/british-english",),
    "foreign": (
        "wpolish/usr/share/dict/polish",
        "wspanish/usr/share/dict/spanish",
        "witalian/usr/share/dict/italian",
    ),
}
_COMMON_BELARUSIAN: Final = """
і у ў на не што з да як гэта за ён яна яны мы вы я па ад для але аб пры ці так ужо толькі яго яе іх каб быў была было
былі ёсць няма можа вельмі яшчэ дзе калі хто які якая якое якія ўсё усе ўсіх нам вам мне табе сабе сваё свой свая сваю
таго тых гэты гэтай гэтага той тая тое без над пад праз каля пасля перад тут там цяпер потым трэба больш менш год гады
дзень людзі чалавек час справа народ край беларускі беларуская савецкі рабочы сяляне улада працы работы Мінск Беларусі
""".split()
_SCANDINAVIAN: Final = (
    "Åse Ångström Søren Øst Malmö Århus København Møller Ørsted Tromsø Ålesund Bjørnson Grünø Åbo".split()
)


@dataclass(slots=True)
class Lexicon:
    """What the lines of one language are made of.

    Attributes:
        words: Sorted by their last two letters, so that the words of one ending stand together.
        cumulative: Sums of the words' weights.
        endings: Two letters -> first and one past the last word that end in them.
        sentences: Running text.
        pseudo: Words that nobody knows, of the language's own sequences of letters.
        letters: Those that an altered word draws from.
        twins: Words of letters that Cyrillic and Latin share the shapes of.
        old: Russian only: modern word -> old spelling, and the other old spelling that it may have or nothing.
    """

    words: list[str]
    cumulative: list[float]
    endings: dict[str, tuple[int, int]]
    sentences: list[str]
    pseudo: list[str]
    letters: str = ""
    twins: list[str] = field(default_factory=list)
    old: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, weights: dict[str, float], sentences: list[str], letters: str, seed: int = 1) -> Lexicon:
        """Sorts words and makes pseudo-words; ``weights`` must not be empty."""
        words = sorted(weights, key=lambda word: (word[-2:], word))
        made = pseudo_words(
            [word for word in words if len(word) > 3] or words, min(PSEUDO_WORDS, 20 * len(words)), seed
        )
        sums = list(accumulate(weights[word] for word in words))
        return cls(words, sums, ending_ranges(words), sentences, made, letters, look_alikes(words))

    def word(self, rnd: random.Random) -> str:
        """A word, the common ones more often."""
        return self.words[bisect(self.cumulative, rnd.random() * self.cumulative[-1], hi=len(self.words) - 1)]

    def word_like(self, rnd: random.Random, word: str) -> str:
        """A word with the same ending, so that the sentence keeps its grammar."""
        start, end = self.endings.get(word[-2:], (0, 0))
        if end - start < 5:
            return word
        low = self.cumulative[start - 1] if start else 0.0
        place = bisect(self.cumulative, low + rnd.random() * (self.cumulative[end - 1] - low), start, end - 1)
        return self.words[place]


TWINS: Final = frozenset("aceopxyABCEHKMOPTXуасеорхАВСЕНКМОРТХІіi")
"""Letters of one script that look like letters of the other."""


def look_alikes(words: list[str]) -> list[str]:
    """Words of letters that both scripts have: copa, TAXE, сор, МОТОР (the last two only in capitals)."""
    small = [word for word in words if len(word) > 2 and TWINS.issuperset(word)]
    capital = [word.upper() for word in words if len(word) > 2 and TWINS.issuperset(word.upper())]
    return (small + capital) or ["x"]


def ending_ranges(words: list[str]) -> dict[str, tuple[int, int]]:
    """Last two letters -> the stretch of the sorted words that have them."""
    ranges: dict[str, tuple[int, int]] = {}
    for place, word in enumerate(words):
        start, _ = ranges.get(word[-2:], (place, 0))
        ranges[word[-2:]] = start, place + 1
    return ranges


def pseudo_words(words: list[str], number: int, seed: int) -> list[str]:
    """Words drawn letter by letter, each from what follows the last two letters in ``words``."""
    rnd = random.Random(seed)
    followers: dict[str, list[str]] = {}
    for word in rnd.sample(words, min(len(words), 60_000)):
        marked = "^^" + word.lower() + "$"
        for place in range(2, len(marked)):
            followers.setdefault(marked[place - 2 : place], []).append(marked[place])
    made = []
    for _ in range(number):
        text = "^^"
        while len(text) < 14 and text[-1] != "$":
            text += rnd.choice(followers[text[-2:]])
        made.append(text.strip("^$"))
    return [word for word in made if len(word) > 2]


def _counted(code: str, allowed: frozenset[str]) -> Iterator[tuple[str, float]]:
    from wordfreq import get_frequency_dict  # type: ignore[import-not-found]

    for word, frequency in get_frequency_dict(code, wordlist="best").items():
        if allowed.issuperset(word) and (len(word) > 1 or frequency > 1e-4):
            yield word, frequency


def _dictionary_words(language: str) -> list[str]:
    words: list[str] = []
    for name in _DICTIONARIES.get(language, ()):
        listed = (SOURCES / name).read_text(encoding="utf-8").split("\n")
        if language == "foreign":
            signs = frozenset("ąćęłńóśźżáíúñìòéèàù")
            listed = [word for word in listed if not signs.isdisjoint(word) or hash_of(word) % 29 == 0]
            listed = random.Random(1).sample(listed, min(len(listed), 40_000))
        words += listed
    return words


def hash_of(word: str) -> int:
    """A number that is the same in every run."""
    return int.from_bytes(word.encode()[-4:], "big")


def _is_numeral(word: str) -> bool:
    """Whether a Cyrillic "word" is a Roman numeral in disguise (ХХІ): numerals are drawn in Latin letters only."""
    return len(word) > 1 and set(word.lower()) <= set("хі") and word != "іх"  # Belarusian: them


def _weights(language: str) -> dict[str, float]:
    allowed = frozenset(LETTERS[language])
    weights: dict[str, float] = {}
    if language in _CODES:
        weights.update((word, frequency**FLATTENING) for word, frequency in _counted(_CODES[language], allowed))
    if language == "bel":
        weights.update((word, 2e-3) for word in _COMMON_BELARUSIAN)
    listed = [word for word in _listed(language) if word and allowed.issuperset(word.lower())]
    listed = [word for word in listed if not _is_numeral(word)]
    weights = {word: weight for word, weight in weights.items() if not _is_numeral(word)}
    if language == "deu":  # nouns have their capitals in the dictionary only
        for word in listed:
            if word[0].isupper() and word.lower() in weights:
                weights[word] = weights.pop(word.lower())
    new = [word for word in dict.fromkeys(listed) if word not in weights and word.lower() not in weights]
    if len(new) > MOST_UNCOUNTED:
        new = random.Random(1).sample(new, MOST_UNCOUNTED)
    weights.update(dict.fromkeys(new, UNCOUNTED**FLATTENING))
    if language == "foreign":
        weights.update(dict.fromkeys(_SCANDINAVIAN, 30 * UNCOUNTED**FLATTENING))
    return weights


def _listed(language: str) -> Iterable[str]:
    if language == "bel":
        from training.text.affixes import forms

        folder = SOURCES / "hunspell-be/usr/share/hunspell"
        return forms(folder / "be_BY.aff", folder / "be_BY.dic")
    return _dictionary_words(language)


def _old(russian: Lexicon) -> dict[str, tuple[str, str]]:
    from training.text.grammar import old_words

    words = set(russian.words)
    for sentence in russian.sentences:
        words.update(word.strip('.,;:!?«»"()…—').lower() for word in sentence.split(" "))
    return {
        word: (old.plain, old.other)
        for word, old in old_words(word for word in words if word.replace("-", "").isalpha()).items()
    }


def _built_old(russian: Lexicon) -> Lexicon:
    """Words of the old spelling with the weights of the modern ones; its running text is the modern one, respelled."""
    weights: dict[str, float] = {}
    before = 0.0
    for word, total in zip(russian.words, russian.cumulative, strict=True):
        for old in filter(None, russian.old.get(word, (word, ""))):
            weights[old] = weights.get(old, 0.0) + (total - before)
        before = total
    return Lexicon.of(weights, [], LETTERS["rus-old"])


def build(language: str) -> Lexicon:
    """Makes the lexicon of one language from the fetched sources."""
    from training.text.corpus import sentences

    if language == "rus-old":
        return _built_old(load("rus"))
    lexicon = Lexicon.of(_weights(language), sentences(language), LETTERS[language])
    if language == "rus":
        lexicon.old = _old(lexicon)
    return lexicon


def _path(language: str) -> Path:
    return CACHE / "lexicon" / f"{language}-{VERSION}.json"


def save(language: str, lexicon: Lexicon) -> None:
    """Keeps a lexicon in the cache."""
    path = _path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.save(path.with_suffix(".npy"), np.array(lexicon.cumulative))
    names = (part.name for part in fields(lexicon) if part.name != "cumulative")
    partial = path.with_suffix(".partial")
    partial.write_text(
        json.dumps({name: getattr(lexicon, name) for name in names}, ensure_ascii=False), encoding="utf-8"
    )
    partial.rename(path)


def load(language: str) -> Lexicon:
    """Reads the lexicon of a language, building it first where there is none."""
    path = _path(language)
    if not path.exists():
        print(f"the lexicon of {language} is made, once")
        save(language, build(language))
    read = json.loads(path.read_text(encoding="utf-8"))
    return Lexicon(cumulative=np.load(path.with_suffix(".npy")).tolist(), **read)


if __name__ == "__main__":
    for _language in sys.argv[1:] or LETTERS:
        save(_language, build(_language))
