"""In what ways texts differ from their truth: the alignment that also lays references on scans, and its kinds."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from digitize.align import align, find_variants
from digitize.align.variant import VariantKind
from digitize.evaluate.ground_truth import TruthPage
from digitize.evaluate.measures import Rate
from digitize.evaluate.normalisation import normalisation_for
from digitize.model.witness import Witness

_SHOWN = 12
"""Confusions that are told to people."""
_LONGEST = 3
"""Letters of a confusion: longer ones are other words."""
_MISREAD = frozenset((VariantKind.SPELLING, VariantKind.SCRIPT, VariantKind.SUBSTITUTION, VariantKind.NUMERAL))


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs, over all pages.

    Args:
        words: Words of truth that the text has in the same place of it, exactly; wherever on the page that place stands.
        places: Places that differ, by their weightiest kind.
        confusions: What is read (second) for what stands there (first), within words, and how often.
    """

    words: Rate
    places: Counter[VariantKind]
    confusions: Counter[tuple[str, str]]

    def as_dict(self) -> dict[str, Any]:
        """For JSON; all confusions, the most frequent first."""
        return {
            "words_in_place": {"value": self.words.right, "errors": self.words.errors, "n": self.words.total},
            "places": {kind.value: self.places[kind] for kind in VariantKind if self.places[kind]},
            "confusions": [{"truth": truth, "read": read, "count": count} for (truth, read), count in self._in_order()],
        }

    def as_text(self) -> str:
        """A few lines for people, at most 80 columns wide."""
        if not self.words.total:
            return ""
        kinds = ", ".join(f"{kind.value} {count}" for kind, count in self.places.most_common())
        told = f"Words in place: {100 * (self.words.right or 0):.1f} % of {self.words.total}. Differences: {kinds or 'none'}."
        lines = ["", *textwrap.wrap(told, 80, break_on_hyphens=False)]
        if self.confusions:
            pairs = "; ".join(
                f"{truth or 'nothing'} read as {read or 'nothing'} {count}"
                for (truth, read), count in self._in_order()[:_SHOWN]
            )
            lines += textwrap.wrap(f"Most frequent: {pairs}.", 80, break_on_hyphens=False)
        return "\n".join(lines) + "\n"

    def _in_order(self) -> list[tuple[tuple[str, str], int]]:
        return sorted(self.confusions.items(), key=lambda item: (-item[1], item[0]))


def find_differences(pairs: Iterable[tuple[TruthPage, str]]) -> Differences:
    """How texts differ from their truth.

    Args:
        pairs: Each page with the text found on it; both are normalised by the page's convention first.
    """
    words = Rate(0, 0)
    places: Counter[VariantKind] = Counter()
    confusions: Counter[tuple[str, str]] = Counter()
    for page, text in pairs:
        rules = normalisation_for(page.convention)
        truth = Witness.of_text("truth", "\n".join(rules.lines(page.text)))
        read = Witness.of_text("read", "\n".join(rules.lines(text)))
        alignment = align(truth, read)
        right = sum(
            [t.text for t in alignment.tokens_a(link)] == [t.text for t in alignment.tokens_b(link)]
            for link in alignment.links
            if len(link.a) == 1 and link.b
        )
        words += Rate(len(truth.tokens) - right, len(truth.tokens))
        for variant in find_variants(alignment):
            places[variant.kind] += 1
            if variant.kind in _MISREAD:
                confusions.update(
                    (a, b) for a, b in variant.graphemes if a != b and len(a) <= _LONGEST and len(b) <= _LONGEST
                )
    return Differences(words, places, confusions)
