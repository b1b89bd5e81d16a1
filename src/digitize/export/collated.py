"""Several collated texts as exports tell of them: what reads alike in each place, with its kinds, under sigla."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from digitize.align.collation import Collation, Locus, loci
from digitize.align.kinds import Comparison, is_punctuation, is_substantive, kinds_of
from digitize.align.variant import VariantKind
from digitize.export.compared import Side, at_word
from digitize.export.variant_json import encode_settings
from digitize.model.transcription import Emphasis
from digitize.model.witness import Token


@dataclass(frozen=True)
class Collated:
    """Texts laid beside each other.

    Args:
        sides: The texts, one for each witness of the collation.
        sigla: What they are called in an apparatus; parallel to ``sides``, no two alike.
        collation: The table.
        by: What they were compared by.
        listed: Models whose word lists told which words are known.
    """

    sides: tuple[Side, ...]
    sigla: tuple[str, ...]
    collation: Collation
    by: Comparison = field(repr=False)
    listed: tuple[str, ...] = ()

    @cached_property
    def places(self) -> tuple[Locus, ...]:
        """The rows, with what reads alike."""
        return loci(self.collation, self.by)

    @property
    def variants(self) -> int:
        """Places in which not all read alike."""
        return sum(place.varies for place in self.places)

    def reading(self, locus: Locus, witness: int) -> str:
        """What a witness has in a place."""
        return self.collation.reading(locus.row, witness)

    def named(self, group: tuple[int, ...]) -> str:
        """The sigla of some witnesses."""
        return " ".join(self.sigla[k] for k in group)

    def place(self, locus: Locus) -> str:
        """Where it stands: in the base, or in the first text that has words there."""
        base = self.collation.base
        holder = base if locus.row.ranges[base] else next(k for k, words in enumerate(locus.row.ranges) if words)
        return f"{self.sigla[holder]}, {self.sides[holder].place(at_word(locus.row.ranges[holder]))}"

    def kinds(self, locus: Locus, group: tuple[int, ...]) -> tuple[VariantKind, ...]:
        """In what ways a group of witnesses differs from the base in a place, the weightiest first; none for the base's own group."""
        first, base = group[0], self.collation.base
        one, other = self.reading(locus, base), self.reading(locus, first)
        if base in group or not (one or other):
            return ()
        if not one or not other:
            if is_punctuation(one or other):
                return (VariantKind.PUNCTUATION,)
            return (VariantKind.OMISSION if one else VariantKind.ADDITION,)
        found = {*kinds_of(one, other, self.by)}
        if (first in locus.row.moved) != (base in locus.row.moved):
            found.add(VariantKind.TRANSPOSITION)
        if not found:
            found.add(VariantKind.EMPHASIS)
        return tuple(kind for kind in VariantKind if kind in found)

    def is_substantive(self, locus: Locus) -> bool:
        """Whether some group says something else than the base."""
        base = self.reading(locus, self.collation.base)
        groups = ((self.kinds(locus, group), self.reading(locus, group[0])) for group in locus.groups)
        return any(kinds and is_substantive(kinds, base, reading) for kinds, reading in groups)

    def raw_groups(self, locus: Locus, group: tuple[int, ...]) -> list[tuple[int, ...]]:
        """The witnesses of a group apart by what stands in each, letter for letter and as it is set off."""
        apart: list[list[int]] = []
        for k in group:
            fitting = next((some for some in apart if self._is_same(locus, some, k)), None)
            if fitting is None:
                apart.append([k])
            else:
                fitting.append(k)
        return [tuple(some) for some in apart]

    def is_same_everywhere(self, locus: Locus) -> bool:
        """Whether all witnesses have it, letter for letter and set off alike, in the same order."""
        everybody = tuple(range(len(self.sides)))
        return not locus.varies and not locus.row.moved and len(self.raw_groups(locus, everybody)) == 1

    def best(self, group: tuple[int, ...]) -> int:
        """The witness of a group that tells most: how words are set off, too."""
        return next((k for k in group if self.sides[k].witness.tells_emphasis), group[0])

    def _is_same(self, locus: Locus, group: list[int], k: int) -> bool:
        if self.reading(locus, group[0]) != self.reading(locus, k) or (group[0] in locus.row.moved) != (
            k in locus.row.moved
        ):
            return False
        telling = [one for one in (*group, k) if self.sides[one].witness.tells_emphasis]
        return len({tuple(map(set_off, self.collation.tokens(locus.row, one))) for one in telling}) <= 1


def set_off(token: Token) -> tuple[Emphasis, ...]:
    """How a word is set off; capitals are told by the letters themselves."""
    return tuple(kind for kind in token.emphasis if kind is not Emphasis.CAPITALS)


def runs(collated: Collated) -> list[tuple[bool, list[Locus]]]:
    """The places in order; those in which all have the same, letter for letter, that follow each other together."""
    return [(same, list(group)) for same, group in groupby(collated.places, key=collated.is_same_everywhere)]


def apparatus_entry(collated: Collated, locus: Locus) -> str:
    """A place as an apparatus has it: ``хлебе A C ] хлебе. B ] om. D``."""
    told = []
    for group in locus.groups:
        for some in collated.raw_groups(locus, group):
            text = collated.reading(locus, some[0]) or "om."
            moved = " (transposed)" if some[0] in locus.row.moved else ""
            told.append(f"{cut_short(text)}{moved} {collated.named(some)}")
    return " ] ".join(told)


def cut_short(text: str, most: int = 90) -> str:
    """A reading by its ends, with the number of its words, where it is long."""
    words = text.split(" ")
    if len(text) <= most or len(words) < 8:
        return text if len(text) <= 4 * most else f"{text[:most]}…"
    return f"{' '.join(words[:4])} … {' '.join(words[-3:])} ({len(words):,} words)"


def encode_collation(collated: Collated) -> dict[str, Any]:
    """The table as JSON: each place with what every witness has."""
    return {
        "witnesses": [
            {"siglum": siglum, "name": side.name, "words": len(side.witness.tokens), "language": side.language}
            for siglum, side in zip(collated.sigla, collated.sides, strict=True)
        ],
        "base": collated.sigla[collated.collation.base],
        "comparison": encode_settings(collated.by, collated.listed),
        "variants": collated.variants,
        "places": [_encoded(collated, locus) for locus in collated.places],
    }


def _encoded(collated: Collated, locus: Locus) -> dict[str, Any]:
    return {
        "place": collated.place(locus),
        "varies": locus.varies,
        "substantive": locus.varies and collated.is_substantive(locus),
        "groups": [
            {
                "witnesses": [collated.sigla[k] for k in group],
                "kinds": [kind.value for kind in collated.kinds(locus, group)],
            }
            for group in locus.groups
        ],
        "readings": {
            siglum: {
                "first": locus.row.ranges[k].start,
                "count": len(locus.row.ranges[k]),
                "text": collated.reading(locus, k),
                "moved": k in locus.row.moved,
            }
            for k, siglum in enumerate(collated.sigla)
        },
    }
