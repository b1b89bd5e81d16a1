"""Any two texts: nothing of either is lost, and what is alike is laid on what is alike."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digitize.align import align, find_variants
from digitize.align.alignment import Alignment
from digitize.model.transcription import Emphasis
from digitize.model.witness import Token, Witness

SMALL = st.text("аб \n", max_size=60)
"""Few words, many times: every match is one of several."""
ODD = st.text("аеёѣъiЖ1XV\u0301\u0308\u00ad«»„“\"'’,.!?…—-¬*[]()¹ \n\t\f\u00a0\u2009", max_size=60)
"""Marks that combine, signs alone, both scripts, every sort of white space."""
PUNCTUATION = st.text('.,:;—«»"!?-()* ', max_size=30)
WORDS = st.lists(
    st.sampled_from("мост река и в на дом. снег, Дом XIV 1927 à l’eau des enfants — снѣгъ т. товарищ".split()),
    max_size=40,
)
PROSE = WORDS.map(" ".join)
EMPHASES = st.sampled_from([(), (), (Emphasis.BOLD,), (Emphasis.ITALIC, Emphasis.UNDERLINED)])
ENDINGS = ("ованный", "ительство", "ущая", "евшемуся", "онками", "ичность")
UNLIKE = ("барк", "дол", "жест", "зим", "кург", "лоск", "муж", "пыл", "тюф", "щеб")
TEXTS = st.one_of(SMALL, ODD, PUNCTUATION, PROSE)


@st.composite
def witnesses(draw: st.DrawFn) -> Witness:
    """Of plain text, or of words with emphasis; may be empty."""
    text = draw(TEXTS)
    plain = Witness.of_text("w", text)
    if not draw(st.booleans()):
        return plain
    tokens = tuple(Token(token.text, token.before, draw(EMPHASES)) for token in plain.tokens)
    return Witness("w", tokens, plain.after, tells_emphasis=True)


def is_whole(alignment: Alignment) -> bool:
    """Whether its links are a partition of both witnesses, in the order that they promise."""
    a = [index for link in alignment.links for index in link.a]
    b = sorted(index for link in alignment.links for index in link.b)
    return a == list(range(len(alignment.a.tokens))) and b == list(range(len(alignment.b.tokens)))


@given(witnesses(), witnesses())
def test_both_texts_are_rebuilt(a: Witness, b: Witness) -> None:
    """Every character of both comes back from the links alone, white space included."""
    alignment = align(a, b)
    assert alignment.rebuilt_a() == a.text
    assert alignment.rebuilt_b() == b.text


@given(witnesses(), witnesses())
def test_links_part_both_witnesses(a: Witness, b: Witness) -> None:
    """Each word of either is in exactly one link, whichever of the two comes first."""
    assert is_whole(align(a, b))
    assert is_whole(align(b, a))


@given(witnesses())
def test_the_same_text_twice(witness: Witness) -> None:
    """Each word is laid on itself, none has moved, and there is no variant."""
    alignment = align(witness, witness)
    assert [(link.a, link.b, link.moved) for link in alignment.links] == [
        (range(i, i + 1), range(i, i + 1), False) for i in range(len(witness.tokens))
    ]
    assert find_variants(alignment) == ()


@given(witnesses())
def test_nothing_against_something(witness: Witness) -> None:
    """Against an empty text every word is lacking, in both directions."""
    nothing = Witness("nothing", ())
    assert all(not link.b for link in align(witness, nothing).links)
    assert all(not link.a for link in align(nothing, witness).links)
    assert {index for variant in find_variants(align(witness, nothing)) for index in variant.a} == set(
        range(len(witness.tokens))
    )


@given(witnesses(), witnesses())
def test_what_no_variant_covers_is_alike(a: Witness, b: Witness) -> None:
    """No difference goes untold: outside the variants the two witnesses have the same words on each other."""
    alignment = align(a, b)
    variants = find_variants(alignment)
    told_a = {index for variant in variants for index in variant.a}
    told_b = {index for variant in variants for index in variant.b}
    for link in alignment.links:
        if told_a.isdisjoint(link.a) and told_b.isdisjoint(link.b):
            assert [t.text for t in alignment.tokens_a(link)] == [t.text for t in alignment.tokens_b(link)]


@given(witnesses(), witnesses())
def test_variants_lie_apart(a: Witness, b: Witness) -> None:
    """No word is in two variants, so that a difference is counted once."""
    variants = find_variants(align(a, b))
    for ranges in ([variant.a for variant in variants], [variant.b for variant in variants]):
        indices = [index for each in ranges for index in each]
        assert len(indices) == len(set(indices))


@given(witnesses(), witnesses())
def test_the_pieces_of_a_variant_are_its_readings(a: Witness, b: Witness) -> None:
    """Joined, the aligned pieces are the raw readings with single spaces, nothing normalised."""
    for variant in find_variants(align(a, b)):
        if variant.graphemes:
            assert "".join(piece for piece, _ in variant.graphemes) == _reading(a, variant.a)
            assert "".join(piece for _, piece in variant.graphemes) == _reading(b, variant.b)


def _reading(witness: Witness, words: range) -> str:
    return " ".join(token.text for token in witness.tokens[words.start : words.stop])


@given(PROSE, st.randoms(use_true_random=False))
def test_line_breaks_are_no_difference(text: str, chance: object) -> None:
    """The same words in other lines and paragraphs have no variant."""
    assert hasattr(chance, "choice")
    other = "".join(c if c != " " else chance.choice((" ", "\n", "\n\n", "\f")) for c in text)
    assert find_variants(align(Witness.of_text("a", text), Witness.of_text("b", other))) == ()


@given(st.integers(2, 39), st.integers(1, 12), st.booleans())
@example(at=27, length=12, first=False)  # one word after the gap
def test_a_gap_among_words_that_come_once(at: int, length: int, first: bool) -> None:
    """What one text lacks is one variant of exactly these words, wherever it stands."""
    assert is_told_exactly(range(at, min(at + length, 40)), lacking_in_b=first)


@pytest.mark.parametrize("lacking_in_b", [True, False])
def test_a_gap_after_the_first_word(lacking_in_b: bool) -> None:
    """The same where only one word stands before the gap."""
    assert is_told_exactly(range(1, 13), lacking_in_b=lacking_in_b)


def is_told_exactly(gap: range, *, lacking_in_b: bool) -> bool:
    """Whether 40 words, none of which comes twice, have one variant against the same without some: these."""
    words = [stem + ending for stem in UNLIKE for ending in ("ами", "ение", "ский", "ущая")]
    a = Witness.of_text("a", " ".join(words))
    b = Witness.of_text("b", " ".join(word for index, word in enumerate(words) if index not in gap))
    variants = find_variants(align(a, b) if lacking_in_b else align(b, a))
    sides = [(v.a, v.b) if lacking_in_b else (v.b, v.a) for v in variants]
    return len(sides) == 1 and sides[0][0] == gap and not sides[0][1]


@given(st.permutations(range(6)))
def test_paragraphs_in_any_order(order: Sequence[int]) -> None:
    """Whatever is moved, most words are laid on themselves; where nothing is, all are, and none has moved."""
    alignment = reordered(order)
    share = sum(alike for alike, _ in laid(alignment)) / len(alignment.a.tokens)
    if list(order) == sorted(order):
        assert share == 1.0 and not any(link.moved for link in alignment.links)
    assert share >= 0.6


@pytest.mark.parametrize("order", [(0, 1, 3, 2, 5, 4), (0, 1, 4, 3, 2, 5), (1, 0, 3, 2, 4, 5)])
def test_paragraphs_to_their_edges(order: Sequence[int]) -> None:
    """A paragraph moves whole: its first words go with it."""
    assert [told for alike, told in laid(reordered(order)) if not alike] == []


def reordered(order: Sequence[int]) -> Alignment:
    """Six paragraphs of 20 words, none of which comes twice, laid on the same in another order."""
    paragraphs = [[stem + ending + last for stem in UNLIKE for last in ("", "ми")] for ending in ENDINGS]
    texts = [" ".join(words).capitalize() + "." for words in paragraphs]
    other = [texts[number] for number in order]
    return align(Witness.of_text("a", "\n\n".join(texts)), Witness.of_text("b", "\n\n".join(other)))


def laid(alignment: Alignment) -> list[tuple[bool, str]]:
    """Of each link whether both sides have the same words, and these."""
    pairs = [(_words(alignment.tokens_a(link)), _words(alignment.tokens_b(link))) for link in alignment.links]
    return [(one == other, f"{one} | {other}") for one, other in pairs]


def _words(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)
