"""Whether planted differences are found, each in one place and of its kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from benchmarks.alignment.material import Language
from benchmarks.alignment.planting import Place, Planted
from digitize.align.variant import Variant, VariantKind
from digitize.model.witness import Witness

Compare = Callable[[Witness, Witness], Sequence[Variant]]

_Z = 1.959964
"""Of a two-sided interval of 95 %."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One planted difference and what was found there.

    Args:
        planted: The witnesses.
        place: The difference.
        found: The variants that touch it.
        is_right: Whether it is one variant, of the kind planted, that goes no more than a word beyond the place.
    """

    planted: Planted
    place: Place
    found: tuple[Variant, ...]
    is_right: bool


@dataclass(frozen=True, slots=True)
class KindScores:
    """All outcomes of a half.

    Args:
        outcomes: One for each planted difference.
        false: Variants where nothing was planted, with the witnesses they are of.
    """

    outcomes: tuple[Outcome, ...]
    false: tuple[tuple[Planted, Variant], ...]

    def of(self, kind: VariantKind | None = None, language: Language | None = None) -> Share:
        """How many are right, of a kind or a language or all."""
        chosen = [
            outcome.is_right
            for outcome in self.outcomes
            if kind in (None, outcome.place.kind) and language in (None, outcome.planted.language)
        ]
        return Share(sum(chosen), len(chosen))

    def false_of(self, kind: VariantKind) -> int:
        """Variants of a kind where nothing was planted."""
        return sum(variant.kind is kind for _, variant in self.false)

    def confusion(self) -> Mapping[tuple[VariantKind, str], int]:
        """What was found for what was planted, where it is not right."""
        return Counter(
            (outcome.place.kind, " + ".join(sorted(variant.kind.value for variant in outcome.found)) or "nothing")
            for outcome in self.outcomes
            if not outcome.is_right
        )


@dataclass(frozen=True, slots=True)
class Share:
    """A share of so many, with Wilson's interval of 95 % (Wilson 1927, JASA 22:209)."""

    right: int
    of: int
    bounds: tuple[float, float] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "bounds", _wilson(self.right, self.of))

    @property
    def value(self) -> float | None:
        """``None`` where there were none."""
        return self.right / self.of if self.of else None


def _wilson(right: int, of: int) -> tuple[float, float]:
    if not of:
        return (0.0, 1.0)
    share, z2 = right / of, _Z * _Z
    centre = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z / (1 + z2 / of) * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return (max(0.0, centre - half), min(1.0, centre + half))


def score_kinds(planted: Iterable[Planted], compare: Compare) -> KindScores:
    """Compares every pair of witnesses and scores what is found."""
    outcomes: list[Outcome] = []
    false: list[tuple[Planted, Variant]] = []
    for pair in planted:
        variants = compare(pair.a, pair.b)
        for place in pair.places:
            found = tuple(variant for variant in variants if _touches(variant, place))
            right = len(found) == 1 and found[0].kind is place.kind and _is_within(found[0], place)
            outcomes.append(Outcome(pair, place, found, right))
        false += [(pair, variant) for variant in variants if not any(_touches(variant, place) for place in pair.places)]
    return KindScores(tuple(outcomes), tuple(false))


def _touches(variant: Variant, place: Place) -> bool:
    return _meet(variant.a, place.a) or _meet(variant.b, place.b)


def _meet(one: range, other: range) -> bool:
    return max(one.start, other.start) < min(one.stop, other.stop)


def _is_within(variant: Variant, place: Place) -> bool:
    """On each side where the variant has words."""
    sides = ((variant.a, place.a), (variant.b, place.b))
    return all(not of or (around.start - 1 <= of.start and of.stop <= around.stop + 1) for of, around in sides)
