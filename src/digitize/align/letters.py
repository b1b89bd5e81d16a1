"""Witnesses as streams of folded letters, in which words are looked for whatever their spacing, case and spelling.

Folding makes alike what is hardly ever a different word: capitals, accents, the old orthography's letters, letters of the
two scripts that look alike. It serves to find what belongs together and nothing else; variants are told from the texts
as they stand.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from digitize.model.witness import Token

HYPHENS = "-\u2010\u2011\u00ad\u00ac"
"""Signs at the end of a line that a word is broken by."""

_SAME = str.maketrans(
    dict(zip("abcehikmoptxy", "авсеникмортху", strict=True))  # small letters whose capitals look alike
    | dict(zip("ѣіїѵѳґєўђћ", "еииифгеуее", strict=True))
    | {"ß": "ss", "ſ": "s", "œ": "ое", "æ": "ае", "ø": "о", "ł": "l"}
)
"""Old letters for today's, Latin ones for the Cyrillic ones that look alike. Different Latin letters stay different."""
_PUNCTUATION = str.maketrans(
    dict.fromkeys("«»„“”‟\"‹›'’‘`´", '"') | dict.fromkeys("—–―‒−-‐‑", "-") | {"…": "...", "\u00ad": "-", "¬": "-"}
)
_CONSONANTS = frozenset("бвгджзклмнпрстфхцчшщ")

Codes = npt.NDArray[np.uint32]
Indices = npt.NDArray[np.int64]


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """A word's letters and digits, folded; of a word without any, its signs."""
    lower = text.casefold()
    if not lower.isascii():
        lower = "".join(
            c for c in unicodedata.normalize("NFKD", lower.translate(_SAME)) if not unicodedata.combining(c)
        )
    lower = lower.translate(_SAME)
    bare = "".join(c for c in lower if c.isalnum())
    if len(bare) > 1 and bare[-1] == "ъ" and bare[-2] in _CONSONANTS:
        bare = bare[:-1]
    return bare or lower.translate(_PUNCTUATION)


def fold_word(word: str) -> str:
    """A word, folded; a hyphen that breaks it at the end of a line is no part of it."""
    return fold(word.rstrip(HYPHENS) or word)


def folded_words(tokens: Sequence[Token]) -> list[str]:
    """The words of a witness, folded."""
    return [fold_word(token.text) for token in tokens]


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of many words in one row.

    Args:
        codes: Code points, one per letter.
        starts: Index of each word's first letter; one more entry for the end.
    """

    codes: Codes
    starts: Indices

    @staticmethod
    def of(words: Sequence[str]) -> Letters:
        """The letters of folded words."""
        codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        lengths = np.fromiter((len(word) for word in words), dtype=np.int64, count=len(words))
        return Letters(codes, np.concatenate(([0], np.cumsum(lengths))).astype(np.int64))

    def __len__(self) -> int:
        return len(self.codes)
