"""The variants of an alignment: neighbouring differences that make one place are told as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digitize.align.alignment import Alignment, Link
from digitize.align.graphemes import aligned_pieces
from digitize.align.kinds import Comparison, is_note_mark, is_punctuation, is_substantive, kinds_of
from digitize.align.variant import Variant, VariantKind
from digitize.lexicon.function_words import FUNCTION_WORDS, weigh_languages
from digitize.model.transcription import Emphasis
from digitize.model.witness import Token, Witness

_LONG = 2_000
"""Characters of a reading from which it is not cut into pieces: a passage that one witness lacks, or has elsewhere."""
_SAMPLE = 500
"""Words by which a witness's language is told."""
_LANGUAGES = frozenset(FUNCTION_WORDS)
_RUNS_ON = frozenset((VariantKind.EMPHASIS, VariantKind.CAPITALS, VariantKind.ABBREVIATION))
"""Kinds that are one variant over all the words that they run over."""


def find_variants(alignment: Alignment, by: Comparison | None = None) -> tuple[Variant, ...]:
    """Every place where two witnesses differ, in the order of the first.

    Texts that are canonically the same in Unicode do not differ. White space is compared where it parts words, not how much of
    it there is.

    Args:
        alignment: The witnesses, aligned.
        by: What they are compared by; when ``None``, by the rules of the languages that their function words show.
    """
    by = by or Comparison(languages=languages_in(alignment.a, alignment.b))
    emphasis_told = alignment.a.tells_emphasis and alignment.b.tells_emphasis
    places: list[_Place] = []
    for link in alignment.links:
        place = _place(link, alignment, by, emphasis_told=emphasis_told)
        if place is None:
            places.append(_SAME)
        elif places and (joined := _joined(places[-1], place)) is not None:
            places[-1] = joined
        else:
            places.append(place)
    return tuple(_variant(place, alignment, by) for place in places if place.kinds)


def languages_in(*witnesses: Witness) -> frozenset[str]:
    """The languages (ISO 639-3) that witnesses are most likely in, by the function words of their first pages."""
    found = set()
    for witness in witnesses:
        ranked = weigh_languages(" ".join(token.text for token in witness.tokens[:_SAMPLE]), _LANGUAGES)
        if ranked and ranked[0].hits and ranked[0].is_possible:
            found.add(ranked[0].language)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Place:
    """A difference before it is told: the words of both, and its kinds; none for words that are the same."""

    a: range
    b: range
    kinds: tuple[VariantKind, ...]


_SAME = _Place(range(0), range(0), ())


def _place(link: Link, alignment: Alignment, by: Comparison, *, emphasis_told: bool) -> _Place | None:
    tokens_a, tokens_b = alignment.tokens_a(link), alignment.tokens_b(link)
    if not link.is_paired:
        kind = VariantKind.OMISSION if link.a else VariantKind.ADDITION
        if all(is_punctuation(token.text) for token in (*tokens_a, *tokens_b)):
            kind = VariantKind.PUNCTUATION
        if all(is_note_mark(token.text) for token in (*tokens_a, *tokens_b)):
            kind = VariantKind.NOTE_MARK
        return _Place(link.a, link.b, (kind,))
    if len(tokens_a) == len(tokens_b) == 1 and tokens_a[0].text == tokens_b[0].text:
        kinds: tuple[VariantKind, ...] = ()
    else:
        kinds = kinds_of(_reading(tokens_a), _reading(tokens_b), by)
    if link.moved:
        kinds = (VariantKind.TRANSPOSITION, *kinds)
    if emphasis_told and _set_off(tokens_a) != _set_off(tokens_b):
        kinds = (*kinds, VariantKind.EMPHASIS)
    return _Place(link.a, link.b, kinds) if kinds else None


def _reading(tokens: Sequence[Token]) -> str:
    """The words as one reading."""
    return " ".join(token.text for token in tokens)


def _set_off(tokens: Sequence[Token]) -> frozenset[Emphasis]:
    """How the words are set off; capitals are told by the letters themselves."""
    return frozenset(kind for token in tokens for kind in token.emphasis) - {Emphasis.CAPITALS}


def _joined(one: _Place, other: _Place) -> _Place | None:
    """Two neighbouring differences as one; ``None`` where they are two."""
    if not one.kinds:
        return None
    kinds = _kinds_joined(one, other)
    if kinds is None:
        return None
    a, b = _union(one.a, other.a), _union(one.b, other.b)
    return None if a is None or b is None else _Place(a, b, kinds)


_MISSING = frozenset((VariantKind.OMISSION, VariantKind.ADDITION))


def _kinds_joined(one: _Place, other: _Place) -> tuple[VariantKind, ...] | None:
    first, second = one.kinds[0], other.kinds[0]
    if first is second and (first in _MISSING or (first in _RUNS_ON and one.kinds == other.kinds)):
        return one.kinds
    if first is second is VariantKind.TRANSPOSITION:
        return tuple(kind for kind in VariantKind if kind in (*one.kinds, *other.kinds))
    unlike = _MISSING | {VariantKind.SUBSTITUTION}
    if first in unlike and second in unlike and first is not second:
        return (VariantKind.SUBSTITUTION,)
    if first is VariantKind.PUNCTUATION and second is VariantKind.PUNCTUATION:
        return one.kinds
    if {first, second} <= _MISSING | {VariantKind.PUNCTUATION} and not (one.a and one.b) and not (other.a and other.b):
        return (first if first in _MISSING else second,)  # a dash within what is missing
    return None


def _union(one: range, other: range) -> range | None:
    """Two ranges that touch as one; an empty one stands nowhere."""
    if not one:
        return other or one
    if not other:
        return one
    if one.stop == other.start:
        return range(one.start, other.stop)
    return range(other.start, one.stop) if other.stop == one.start else None


def _variant(place: _Place, alignment: Alignment, by: Comparison) -> Variant:
    a = _reading(alignment.a.tokens[place.a.start : place.a.stop])
    b = _reading(alignment.b.tokens[place.b.start : place.b.stop])
    pieces = aligned_pieces(a, b) if len(a) < _LONG and len(b) < _LONG else ((a, b),)
    return Variant(
        place.a,
        place.b,
        place.kinds,
        is_substantive(place.kinds, a, b),
        by.equivalent.issuperset(place.kinds),
        pieces,
    )
