"""Where a difference is planted, and what is planted there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from benchmarks.alignment.material import Language, Signs, Tables
from digitize.align.variant import VariantKind
from digitize.model.witness import PARAGRAPH, Token

_CORE = re.compile(r"(\W*)(.*?)([^\w]*)", re.DOTALL)
_SENTENCE_END = re.compile(r"[^\W\d_]{3,}[.!?]»?|[.!?]»|.*\.\)")


@dataclass(frozen=True, slots=True)
class Edit:
    """One planted difference.

    Args:
        start: Index of the first word of the passage that it takes the place of.
        stop: Index after the last one.
        a: What the first witness has there.
        b: What the second has.
        kind: In what way they differ.
        rule: What planted it.
    """

    start: int
    stop: int
    a: tuple[Token, ...]
    b: tuple[Token, ...]
    kind: VariantKind
    rule: str = ""

    def turned(self) -> Edit:
        """The same with the witnesses exchanged."""
        kinds = {VariantKind.OMISSION: VariantKind.ADDITION, VariantKind.ADDITION: VariantKind.OMISSION}
        return replace(self, a=self.b, b=self.a, kind=kinds.get(self.kind, self.kind))


@dataclass(frozen=True, slots=True)
class Site:
    """A passage that differences are planted into.

    Args:
        tokens: Its words.
        language: What it is in.
        tables: What may stand for what.
        signs: Which signs are planted.
        pool: Words of the half in that language, lower case, of letters alone.
        known: Whether the language has such a word.
        chance: Decides everything.
    """

    tokens: tuple[Token, ...]
    language: Language
    tables: Tables
    signs: Signs
    pool: Sequence[str]
    known: Callable[[str], bool]
    chance: Random

    def text(self, index: int) -> str:
        """A word; empty outside the passage."""
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def is_plain(self, index: int, shortest: int = 1) -> bool:
        """Whether a word has nothing but letters, all small."""
        return is_letters(self.text(index), shortest) and self.text(index).islower()

    def begins_paragraph(self, index: int) -> bool:
        """Whether a paragraph begins with the word."""
        return self.tokens[index].before == PARAGRAPH

    def is_short(self, index: int) -> bool:
        """Whether a word is an abbreviation of the table."""
        return self.text(index).lower() in {short.lower() for _, short in self.tables.abbreviations}

    def ends_sentence(self, index: int) -> bool:
        """Whether a sentence surely ends with the word."""
        following = self.text(index + 1)
        ends = _SENTENCE_END.fullmatch(self.text(index)) is not None and not self.is_short(index)
        return ends and (not following or following[0].isupper() or following[0] in "«—(")

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Indices of the first word of each sentence and after its last; none goes on in another paragraph."""
        start = 0
        for index in range(len(self.tokens)):
            last = index + 1 == len(self.tokens) or self.begins_paragraph(index + 1)
            if last or self.ends_sentence(index):
                yield start, index + 1
                start = index + 1

    def swap(self, index: int, texts: Sequence[str], kind: VariantKind, count: int = 1) -> Edit:
        """An edit in which other words stand in the place of ``count`` words from ``index`` on."""
        old = self.tokens[index : index + count]
        new = tuple(Token(text, old[0].before if place == 0 else " ") for place, text in enumerate(texts))
        return Edit(index, index + count, old, new, kind)


def is_letters(text: str, shortest: int = 1) -> bool:
    """Whether a word is of letters alone, at least so many."""
    return len(text) >= shortest and text.isalpha()


def parted(text: str) -> tuple[str, str, str]:
    """Signs before a word, the word, signs after it; joined they are the text."""
    match = _CORE.fullmatch(text)
    if match is None:
        raise ValueError(f"not a word: {text!r}")
    return match[1], match[2], match[3]


def in_case_of(model: str, text: str) -> str:
    """A word with a capital where another has one."""
    return text[:1].upper() + text[1:] if model[:1].isupper() else text
