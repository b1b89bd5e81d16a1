"""Collation of several witnesses: nothing is lost or doubled, and what belongs together stands in one row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.align.collation import Collation, Locus, collate, loci, siglum_of
from digitize.align.kinds import Comparison
from digitize.align.variant import VariantKind
from digitize.model.transcription import Emphasis
from digitize.model.witness import Token, Witness

_WORDS = st.sampled_from(
    "и в на хлеб земля мир товарищи, собрались сегодня, съ съезд. съезде раз- говор разговор 5 пять".split()
)
_TEXTS = st.lists(_WORDS, max_size=30)


def _witness(words: list[str], name: str = "w") -> Witness:
    return Witness.of_text(name, " ".join(words))


@st.composite
def _witnesses(draw: st.DrawFn) -> list[Witness]:
    """A text and copies of it in which words are lost, put in, changed and moved; or other texts altogether."""
    first = draw(_TEXTS)
    made = [first]
    for _ in range(draw(st.integers(1, 3))):
        words = list(draw(st.one_of(st.just(first), _TEXTS)))
        for _ in range(draw(st.integers(0, 6))):
            at = draw(st.integers(0, len(words)))
            edit = draw(st.sampled_from(("lose", "put in", "move", "double")))
            if edit == "put in" or not words:
                words.insert(at, draw(_WORDS))
            elif edit == "lose":
                words.pop(at % len(words))
            elif edit == "double":
                words[at:at] = words[at - 3 : at]
            else:
                cut, words = words[at : at + 7], words[:at] + words[at + 7 :]
                words[len(words) // 2 : len(words) // 2] = cut
        made.append(words)
    return [_witness(words, f"w{n}") for n, words in enumerate(made)]


def _holds_all(collation: Collation, ranges: list[tuple[range, ...]]) -> None:
    for k, witness in enumerate(collation.witnesses):
        held = sorted(i for of_row in ranges for i in of_row[k])
        assert held == list(range(len(witness.tokens)))


@given(_witnesses(), st.data())
def test_no_word_of_any_witness_is_lost_or_doubled(witnesses: list[Witness], data: st.DataObject) -> None:
    """Whatever the texts and whichever is the base, each word is in one row and in one locus, and the texts are rebuilt."""
    collation = collate(witnesses, data.draw(st.integers(0, len(witnesses) - 1)))
    _holds_all(collation, [row.ranges for row in collation.rows])
    _holds_all(collation, [locus.row.ranges for locus in loci(collation, Comparison())])
    for k, witness in enumerate(witnesses):
        assert collation.rebuilt(k) == witness.text


@given(_witnesses())
def test_the_base_keeps_its_order_and_groups_are_whole(witnesses: list[Witness]) -> None:
    """The base's words rise from row to row; in every locus each witness is in one group, the base in the first."""
    collation = collate(witnesses)
    starts = [row.ranges[0].start for row in collation.rows if row.ranges[0]]
    assert starts == sorted(starts)
    for locus in loci(collation, Comparison()):
        assert sorted(k for group in locus.groups for k in group) == list(range(len(witnesses)))
        assert locus.groups[0][0] == 0


@given(_witnesses())
def test_what_is_not_marked_as_moved_stands_in_order(witnesses: list[Witness]) -> None:
    """A witness's words rise from row to row, but for those that are marked; so each text can be read off the table."""
    collation = collate(witnesses)
    for rows in (collation.rows, tuple(locus.row for locus in loci(collation, Comparison()))):
        for k in range(len(witnesses)):
            starts = [row.ranges[k].start for row in rows if row.ranges[k] and k not in row.moved]
            assert starts == sorted(starts)


def _told(texts: list[str], by: Comparison | None = None) -> list[tuple[str, ...]]:
    """The readings of the places where texts differ."""
    collation = collate([Witness.of_text("w", text) for text in texts])
    return [
        tuple(collation.reading(locus.row, k) for k in range(len(texts)))
        for locus in loci(collation, by or Comparison())
        if locus.varies
    ]


_SPEECH = "Товарищи, мы собрались здесь сегодня, чтобы обсудить важный вопрос о хлебе и земле."


def test_words_that_the_base_lacks_are_laid_beside_each_other() -> None:
    """What two witnesses have and the base has not is one place, word for word, and the third has nothing there."""
    fuller = _SPEECH.replace("важный", "давно назревший и весьма важный")
    other = _SPEECH.replace("важный", "давно назревшей и весьма важный")
    told = _told([_SPEECH, fuller, other])
    assert told == [("", "давно", "давно"), ("", "назревший", "назревшей"), ("", "и весьма", "и весьма")]


def test_different_words_in_one_place_are_one_locus() -> None:
    """Interjections of two witnesses in the same place stand in one row, as an apparatus has them."""
    ah, alas = _SPEECH.replace("мы", "ах, мы"), _SPEECH.replace("мы", "увы, мы")
    assert _told([_SPEECH, ah, alas]) == [("", "ах,", "увы,")]


def test_a_missing_sentence_is_one_locus() -> None:
    """Words in succession that a witness lacks are told once."""
    longer = f"{_SPEECH} Слово имеет товарищ Иванов из губернии."
    assert _told([longer, _SPEECH, longer]) == [
        ("Слово имеет товарищ Иванов из губернии.", "", "Слово имеет товарищ Иванов из губернии.")
    ]


def _loci(texts: list[str], by: Comparison | None = None) -> list[Locus]:
    found = loci(collate([Witness.of_text("w", text) for text in texts]), by or Comparison())
    return [locus for locus in found if locus.varies]


def test_transposed_words_are_marked() -> None:
    """A clause that stands elsewhere in one witness is laid beside its like, and that witness reads otherwise there."""
    moved = "Чтобы обсудить важный вопрос о хлебе и земле, товарищи, мы собрались здесь сегодня."
    places = _loci([_SPEECH, moved])
    assert any(place.row.moved == {1} and place.groups == ((0,), (1,)) for place in places)


def test_equivalent_readings_are_one_group() -> None:
    """What the user takes for equal makes no difference; the readings themselves stay as they are."""
    texts = ["сказал: «Хлеб!» и ушёл", 'сказал: "Хлеб!" и ушелъ', "сказал: „Хлеб!“ и ушёл"]
    kinds = frozenset({VariantKind.QUOTATION_MARKS})
    assert [place.groups for place in _loci(texts)] == [((0,), (1,), (2,)), ((0, 2), (1,))]
    assert [place.groups for place in _loci(texts, Comparison(equivalent=kinds))] == [((0, 2), (1,))]


def test_emphasis_tells_readings_apart_where_it_is_known() -> None:
    """A word set off differs from one that is not, unless a witness cannot tell, or emphasis is taken for equal."""
    plain = (Token("слово", ""), Token("дано"))
    bold = (Token("слово", "", (Emphasis.BOLD,)), Token("дано"))
    witnesses = [Witness("a", plain, tells_emphasis=True), Witness("b", bold, tells_emphasis=True), Witness("c", plain)]
    assert loci(collate(witnesses), Comparison())[0].groups == ((0, 2), (1,))
    alike = Comparison(equivalent=frozenset({VariantKind.EMPHASIS}))
    assert loci(collate(witnesses), alike)[0].groups == ((0, 1, 2),)


def test_fewer_than_two_witnesses_are_no_collation() -> None:
    """One text cannot be collated, and the base must be one of the texts."""
    one = Witness.of_text("a", "слово")
    with pytest.raises(ValueError, match="not a base"):
        collate([one])
    with pytest.raises(ValueError, match="not a base"):
        collate([one, one], 2)


def test_sigla_go_on_after_the_alphabet() -> None:
    """Every witness has a siglum of its own."""
    assert [siglum_of(n) for n in (0, 1, 25, 26, 27)] == ["A", "B", "Z", "A2", "B2"]
    assert len({siglum_of(n) for n in range(200)}) == 200
