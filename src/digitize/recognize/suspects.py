"""Which words of a reading may be in a script that the model does not know."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from digitize.lexicon.function_words import FUNCTION_WORDS
from digitize.lexicon.look_alikes import is_garbled
from digitize.lexicon.numerals import looks_like_numeral
from digitize.lexicon.word_list import WordList
from digitize.recognize.engine import ReadLine, ReadWord

UNSURE = 0.905
"""Tesseract is 0.96 sure of a word of its list that it reads well, and 0.91 to 0.93 of one that is not on its list."""
_UNSURE_OF_KNOWN = 0.5
"""A word that the language has was hardly read out of other letters, unless the reading itself is poor."""
_MOST_OF_A_LINE = 0.6
"""Share of its letters in doubt above which a line is read again as a whole."""
_WORDS_OF_A_LINE = 3
_LETTERSPACED = 4
"""Single letters in a row that make a letterspaced word: initials are two or three."""

_ONE_LETTER = frozenset(word for words in FUNCTION_WORDS.values() for word in words if len(word) == 1)


def letters_in(text: str) -> int:
    """Letters and digits of a word."""
    return sum(c.isalnum() for c in text)


def is_suspect(word: ReadWord, words: WordList) -> bool:
    """Whether another script may stand behind a word.

    Args:
        word: As the model of the page read it.
        words: The words of that model.
    """
    confidence = word.confidence or 0.0
    bare = [c for c in word.text if c.isalpha()]
    if not bare:
        return confidence < UNSURE and len(word.text) <= 4 and any(c in "[]|!\\/{}1357" for c in word.text)
    if len(bare) == 1 and letters_in(word.text) == 1 and bare[0].lower() in _ONE_LETTER:
        return False
    if is_garbled(word.text):
        return True
    if words.knows(word.text):
        return confidence < _UNSURE_OF_KNOWN
    return confidence < UNSURE or looks_like_numeral(word.text)


def suspects(line: ReadLine, words: WordList) -> tuple[int, ...]:
    """Indices of the words of a line that are in doubt. Letterspaced words, single letters in a row, are not."""
    spaced: set[int] = set()
    for single, group in groupby(range(len(line.words)), key=lambda i: letters_in(line.words[i].text) == 1):
        run = list(group)
        if single and len(run) >= _LETTERSPACED:
            spaced.update(run)
    return tuple(i for i, word in enumerate(line.words) if i not in spaced and is_suspect(word, words))


def is_foreign_line(line: ReadLine, doubtful: tuple[int, ...]) -> bool:
    """Whether so much of a line is in doubt that it is to be read again as a whole."""
    total = sum(letters_in(word.text) for word in line.words)
    return len(line.words) >= _WORDS_OF_A_LINE and (
        sum(letters_in(line.words[i].text) for i in doubtful) > _MOST_OF_A_LINE * total
    )


def mean_confidence(words: Sequence[ReadWord]) -> float:
    """Mean confidence of words, weighted by their letters; 0 when they have none."""
    size = sum(letters_in(word.text) for word in words)
    return sum(letters_in(word.text) * (word.confidence or 0.0) for word in words) / size if size else 0.0
