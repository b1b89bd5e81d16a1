"""Two clean texts of one speech: exactly what tells them apart, and nothing else."""

from __future__ import annotations

import pytest

from benchmarks.alignment.clean_texts import PAIRS, Pair, told
from digitize.align import align, find_variants
from digitize.align.variant import VariantKind
from digitize.model.witness import Witness


def _found(a: str, b: str) -> list[tuple[VariantKind, str, str]]:
    first, second = Witness.of_text("a", a), Witness.of_text("b", b)
    words = [tuple(token.text for token in witness.tokens) for witness in (first, second)]
    return [told(variant, *words) for variant in find_variants(align(first, second))]


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_two_interjections_one_word_and_a_last_sentence(pair: Pair) -> None:
    """Four differences are four variants, each with its readings and kind."""
    assert _found(pair.spoken, pair.published) == list(pair.differences)


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_the_other_way_round(pair: Pair) -> None:
    """With the witnesses exchanged the same four places differ; what was left out is put in."""
    turned = {VariantKind.OMISSION: VariantKind.ADDITION, VariantKind.ADDITION: VariantKind.OMISSION}
    expected = [(turned.get(kind, kind), b, a) for kind, a, b in pair.differences]
    assert _found(pair.published, pair.spoken) == expected


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_substantive_all_four(pair: Pair) -> None:
    """An interjection, a word, a sentence: each changes what is said."""
    spoken, published = Witness.of_text("a", pair.spoken), Witness.of_text("b", pair.published)
    assert [variant.substantive for variant in find_variants(align(spoken, published))] == [True] * 4
