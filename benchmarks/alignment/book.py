"""Long texts that behave like real ones: few words make up most of the text, phrases come again, most words are rare.

The frequent words are a language's function words and those of the project's own prose; the rest is made of syllables, with
the language's endings, so that the same stem comes in several forms as it does in real text. Word frequencies follow
Zipf's law with Mandelbrot's offset, 1 / (rank + 2.7). The same seed gives the same book.
"""

from __future__ import annotations

from bisect import bisect
from itertools import accumulate
from random import Random

from benchmarks.alignment.material import Language
from benchmarks.pages.prose import entries
from digitize.lexicon.function_words import FUNCTION_WORDS

_STEMS = 9_000
_OFFSET = 2.7
_FUNCTION_SHARE = 0.3
_PHRASES = 400
_PHRASE_SHARE = 0.04
_REPEATED_SHARE = 0.01
_LETTERS = {
    Language.RUSSIAN: ("б в г д ж з к л м н п р с т х ц ч ш ст пр тр кр гр вл сл", "а е и о у ы я", "н м л р т к в с"),
    Language.FRENCH: ("b c d f g h l m n p r s t v ch pr tr cr gr bl ll ss", "a e i o u é ai ou eu an on", "n r l t s"),
}
_ENDINGS = {
    Language.RUSSIAN: "а у ом е ы ов ам ами ах ый ого ому ая ой ые ых ить ает али ение ения ость ости".split(),
    Language.FRENCH: "e es er ent ait é ée ées tion tions ment eur eurs ique eux".split(),
}


class Book:
    """Gives out paragraphs.

    Args:
        language: Russian or French.
        seed: Of everything.
    """

    def __init__(self, language: Language, seed: int) -> None:
        self.chance = Random(f"{language.value}{seed}")
        self._language = language
        self._function = sorted(FUNCTION_WORDS[language.value])
        words = self._real_words() + [self._invented() for _ in range(_STEMS)]
        self._words = list(dict.fromkeys(words))
        self._weights = list(accumulate(1 / (rank + _OFFSET) for rank in range(1, len(self._words) + 1)))
        self._phrases = [[self._word() for _ in range(self.chance.randint(2, 6))] for _ in range(_PHRASES)]
        self._said: list[str] = []

    def _real_words(self) -> list[str]:
        texts = " ".join(line for part in entries(self._language.value).values() for line in part)
        words = sorted({word.lower() for word in texts.split() if word.isalpha() and len(word) > 3})
        self.chance.shuffle(words)
        return words

    def _invented(self) -> str:
        onsets, vowels, codas = (part.split() for part in _LETTERS[self._language])
        stem = "".join(
            self.chance.choice(onsets) + self.chance.choice(vowels) for _ in range(self.chance.choice((1, 2, 2, 3)))
        )
        return stem + self.chance.choice(codas) + self.chance.choice(_ENDINGS[self._language])

    def _word(self) -> str:
        if self.chance.random() < _FUNCTION_SHARE:
            return self.chance.choice(self._function)
        word = self._words[bisect(self._weights, self.chance.random() * self._weights[-1])]
        if self.chance.random() < 0.1:
            ending = next((ending for ending in _ENDINGS[self._language] if word.endswith(ending)), "")
            word = word[: len(word) - len(ending)] + self.chance.choice(_ENDINGS[self._language])
        return word

    def sentence(self) -> str:
        """Five to 28 words; one in a hundred is an earlier one again."""
        if self._said and self.chance.random() < _REPEATED_SHARE:
            return self.chance.choice(self._said)
        words: list[str] = []
        wanted = self.chance.randint(5, 28)
        while len(words) < wanted:
            draw = self.chance.random()
            if draw < _PHRASE_SHARE:
                words += self.chance.choice(self._phrases)
            elif draw < _PHRASE_SHARE + 0.02:
                words.append(str(self.chance.choice((self.chance.randint(1, 99), self.chance.randint(1890, 1940)))))
            elif draw < _PHRASE_SHARE + 0.05:
                words.append(self._word().capitalize())
            else:
                words.append(self._word())
            if self.chance.random() < 0.1 and len(words) < wanted:
                words[-1] += self.chance.choice(",,,;")
        said = " ".join(words)
        said = said[0].upper() + said[1:] + self.chance.choice("......!?")
        self._said.append(said)
        return said

    def paragraph(self) -> str:
        """Two to seven sentences."""
        return " ".join(self.sentence() for _ in range(self.chance.randint(2, 7)))

    def words(self, count: int) -> list[str]:
        """Running text of at least so many words, in whole paragraphs."""
        words: list[str] = []
        while len(words) < count:
            words += self.paragraph().split()
        return words
