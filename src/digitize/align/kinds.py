"""In what ways two readings differ: each kind of difference has a way of taking it away, and what it takes to make both alike tells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from digitize.align.abbreviations import abbreviates
from digitize.align.numbers import bare_number, is_written_in_signs, number_of
from digitize.align.spellings import in_one_spelling
from digitize.align.variant import VariantKind
from digitize.lexicon.one_script import shape_of

QUOTES = '«»„“”‟"‹›‚‘‛'
_SINGLE_QUOTES = "'’"
_DASHES = "—–―‒"
_NOTE_MARK = re.compile(
    r"[¹²³⁰⁴-⁹]+\)?|\[\d{1,3}\]|(?<=\S)\(\d{1,3}\)|(?<=\S)[*†‡]+\)?"
    r"|(?<=[^\W\d_])\d{1,3}\)|(?<=[.,;:!?»”\"])\d{1,3}\)?(?=\s|$)"
)
_ALONE = re.compile(r"[¹²³⁰⁴-⁹]+\)?|\[\d{1,3}\]|[*†‡]+\)?")
"""Marks of notes that stand by themselves."""
_GLUED_NUMBER = re.compile(r"(?<=[^\W\d_]{2})\d{1,2}(?=\W*(?:\s|$))")
"""A raised number at the end of a word whose place was lost in reading."""
_QUOTE = re.compile(rf"[{QUOTES}]|(?<!\w)[{_SINGLE_QUOTES}]|[{_SINGLE_QUOTES}](?!\w)")
_BROKEN = re.compile(r"(?<=[^\W\d_])[-‐‑\u00ad¬]\s*(?=[^\W\d_])|\u00ad")
_PUNCTUATION = re.compile(rf"[^\w\s{QUOTES}*†‡§№%&°'’¹²³⁰⁴-⁹-]|(?<!\w)-|-(?!\w)|(?<=\d)-(?=\d)|_")
_APOSTROPHE = re.compile("['’ʼ`´]")
_SPACE = re.compile(r"\s+")
_LOOK_ALIKE_DIGITS = str.maketrans({"0": "O", "1": "I", "l": "I", "|": "I", "3": "З"})

_SHORT_WORD, _LONG_WORD = 3, 6
"""Letters of a word that may be misspelt by one letter, and by two."""
_MISSPELT = 0.25
"""Share of its letters up to which a longer word is the same misspelt."""
_GARBLED = 0.5
"""The same where one of the two is no word at all."""


def _nothing(_: str) -> bool | None:
    return None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two readings are compared by.

    Args:
        languages: ISO 639-3 codes of the witnesses' languages, whose rules of spelling are known.
        equivalent: Kinds that the user takes for equal: such variants are told, but not counted.
        knows: Whether a word is one of the language; ``None`` where nothing tells.
    """

    languages: frozenset[str] = frozenset()
    equivalent: frozenset[VariantKind] = frozenset()
    knows: Callable[[str], bool | None] = field(default=_nothing)


def kinds_of(a: str, b: str, by: Comparison) -> tuple[VariantKind, ...]:
    """In what ways two readings differ, the weightiest first; none for texts that are canonically the same.

    Args:
        a: One reading: a word as it stands, or several parted by single spaces. Not empty.
        b: Another.
        by: What they are compared by.
    """
    a, b = unicodedata.normalize("NFC", a), unicodedata.normalize("NFC", b)
    if a == b:
        return ()
    numeral = _numeral(a, b)
    if numeral:
        return numeral
    every = tuple(_WAYS)
    one, other = _without(a, b, every, by)
    for kind in every if one == other else _LETTERS:
        if _same(a, b, (kind,), by):
            return (kind,)
    if one != other:
        return _ordered(_of_different_words(a, b, one, other, by))
    needed = tuple(kind for kind in every if not _same(a, b, tuple(k for k in every if k is not kind), by))
    return _ordered(needed or _first_pair(a, b, by))


def is_substantive(kinds: tuple[VariantKind, ...], a: str, b: str) -> bool:
    """Whether a difference changes what is said, as editors tell substantives from accidentals (Greg 1950)."""
    if VariantKind.NUMERAL in kinds and number_of(a) != number_of(b):
        return True
    return any(kind in _SUBSTANTIVE for kind in kinds)


_SUBSTANTIVE = frozenset(
    (VariantKind.OMISSION, VariantKind.ADDITION, VariantKind.TRANSPOSITION, VariantKind.SUBSTITUTION)
)


def is_punctuation(text: str) -> bool:
    """Whether a reading has neither letters nor digits, and is no sign that is read aloud."""
    return not any(c.isalnum() or c in "§№%&°" for c in text)


def is_note_mark(text: str) -> bool:
    """Whether a word is a mark that refers to a note, and nothing else."""
    return _ALONE.fullmatch(text) is not None


def _numeral(a: str, b: str) -> tuple[VariantKind, ...]:
    """Kinds of two numbers of which one is in signs; none where they are not, or do not differ as numbers."""
    one, other = number_of(a), number_of(b)
    if one is None or other is None or not (is_written_in_signs(a) or is_written_in_signs(b)):
        return ()
    bare_a, bare_b = bare_number(a), bare_number(b)
    if bare_a == bare_b or shape_of(bare_a) == shape_of(bare_b):
        return ()
    edges = (VariantKind.PUNCTUATION,) if _edges(a) != _edges(b) else ()
    return (VariantKind.NUMERAL, *edges)


def _bare(text: str) -> str:
    return text.strip(f" .,:;!?()[]{QUOTES}{_DASHES}'’")


def _edges(text: str) -> tuple[str, str]:
    bare = _bare(text)
    before, _, after = text.partition(bare) if bare else (text, "", "")
    return _QUOTE.sub("", before), _QUOTE.sub("", after)


_Pair = tuple[str, str]


def _both(change: Callable[[str], str]) -> Callable[[str, str, Comparison], _Pair]:
    return lambda a, b, _by: (change(a), change(b))


def _without_note_marks(text: str) -> str:
    return _NOTE_MARK.sub("", text)


def _note_marks(a: str, b: str, _by: Comparison) -> _Pair:
    one, other = _without_note_marks(a), _without_note_marks(b)
    if one != other:
        glued_a, glued_b = _GLUED_NUMBER.sub("", one), _GLUED_NUMBER.sub("", other)
        if (glued_a == one) != (glued_b == other):  # a number on one side only
            return glued_a, glued_b
    return one, other


def _unpunctuated(text: str) -> str:
    return _SPACE.sub(" ", _PUNCTUATION.sub(" ", _APOSTROPHE.sub("'", text))).strip()


def _in_capitals(text: str) -> str:
    return "".join(upper if len(upper := c.upper()) == 1 else c for c in text)


def _shapes(text: str) -> str:
    return shape_of(text.translate(_LOOK_ALIKE_DIGITS))


_WAYS: dict[VariantKind, Callable[[str, str, Comparison], _Pair]] = {
    VariantKind.NOTE_MARK: _note_marks,
    VariantKind.QUOTATION_MARKS: _both(lambda text: _SPACE.sub(" ", _QUOTE.sub("", text)).strip()),
    VariantKind.HYPHENATION: _both(lambda text: _BROKEN.sub("", text)),
    VariantKind.PUNCTUATION: _both(_unpunctuated),
    VariantKind.SPACING: _both(lambda text: _SPACE.sub("", text)),
    VariantKind.ORTHOGRAPHY: lambda a, b, by: in_one_spelling(a, b, by.languages),
    VariantKind.CAPITALS: _both(_in_capitals),
    VariantKind.SCRIPT: _both(_shapes),
}
"""How each kind of difference is taken away, in the order in which that is done. (The rules of spelling know small letters and
capitals; of capitals more look alike than of small letters.)"""
_LETTERS = (VariantKind.ORTHOGRAPHY, VariantKind.SCRIPT)
"""Kinds whose way is barred by another's: і is an old letter in one word, and looks like the Latin one in the next."""


def _without(a: str, b: str, kinds: tuple[VariantKind, ...], by: Comparison) -> _Pair:
    for kind in kinds:
        a, b = _WAYS[kind](a, b, by)
    return a, b


def _same(a: str, b: str, kinds: tuple[VariantKind, ...], by: Comparison) -> bool:
    one, other = _without(a, b, kinds, by)
    return one == other


def _first_pair(a: str, b: str, by: Comparison) -> tuple[VariantKind, ...]:
    """Two kinds that suffice together where each can stand in for another."""
    ways = tuple(_WAYS)
    pairs = ((k, m) for i, k in enumerate(ways) for m in ways[i + 1 :])
    return next((pair for pair in pairs if _same(a, b, pair, by)), ways[-1:])


def _ordered(kinds: tuple[VariantKind, ...]) -> tuple[VariantKind, ...]:
    return tuple(kind for kind in VariantKind if kind in kinds)


def _of_different_words(a: str, b: str, one: str, other: str, by: Comparison) -> tuple[VariantKind, ...]:
    """Kinds of readings that no rule makes alike.

    Args:
        a: One reading.
        b: Another.
        one: The first with all other kinds of difference taken away.
        other: The second likewise.
        by: What they are compared by.
    """
    words_a, words_b = a.split(), b.split()
    if abbreviates(words_a, words_b) or abbreviates(words_b, words_a):
        return (VariantKind.ABBREVIATION,)
    kinds = [_spelling_or_word(a, b, one, other, by)]
    if _edges(a) != _edges(b):
        kinds.append(VariantKind.PUNCTUATION)
    if len(words_a) != len(words_b) and kinds[0] is VariantKind.SPELLING:
        kinds.append(VariantKind.SPACING)
    return tuple(kinds)


def _spelling_or_word(a: str, b: str, one: str, other: str, by: Comparison) -> VariantKind:
    distance, longer = OSA.distance(one, other), max(len(one), len(other))
    near = (
        (distance == 1 and longer >= _SHORT_WORD)
        or (distance == 2 and longer >= _LONG_WORD)
        or distance <= _MISSPELT * longer
    )
    known_a, known_b = by.knows(_bare(a)), by.knows(_bare(b))
    if near:
        return VariantKind.SUBSTITUTION if known_a and known_b else VariantKind.SPELLING
    garbled = known_a is not None and known_b is not None and known_a != known_b
    return VariantKind.SPELLING if garbled and distance <= _GARBLED * longer else VariantKind.SUBSTITUTION
