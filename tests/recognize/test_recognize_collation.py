"""Several readings of one line laid beside each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digitize.model.geometry import Box
from digitize.recognize.collation import collate
from digitize.recognize.engine import ReadWord


def words(text: str) -> tuple[ReadWord, ...]:
    return tuple(ReadWord(each, Box(9 * i, 0, 9 * i + 8, 10), 0.9, "rus") for i, each in enumerate(text.split()))


def loci(base: str, *others: str) -> list[tuple[str, ...]]:
    read = words(base)
    found = collate(read, [words(other) for other in others])
    return [(_text(read[locus.first : locus.end]), *(_text(witness) for witness in locus.witnesses)) for locus in found]


def _text(read: tuple[ReadWord, ...]) -> str:
    return " ".join(word.text for word in read)


def test_word_by_word_where_all_have_the_same_spaces() -> None:
    """Whatever the words are."""
    assert loci("как год назад", "так под назад", "как год назло") == [
        ("как", "так", "как"),
        ("год", "под", "год"),
        ("назад", "назад", "назло"),
    ]


def test_spaces_that_not_all_have_part_nothing() -> None:
    """Words that a reading has run together, or torn apart, are compared with all that stands in their place."""
    assert loci("в конце дня", "вконце дня") == [("в конце", "вконце"), ("дня", "дня")]
    assert loci("конце дня", "кон це дня") == [("конце", "кон це"), ("дня", "дня")]


def test_what_a_reading_has_passed_over() -> None:
    """Goes with a neighbour: that there is a space beside it is not agreed upon."""
    assert loci("слово дело тело", "слово тело") == [("слово", "слово"), ("дело тело", "тело")]
    assert loci("слово", "") == [("слово", "")]


def test_letters_that_look_alike_are_the_same() -> None:
    """Of the two scripts."""
    assert loci("съезд XII мая", "съезд ХІІ мая") == [("съезд", "съезд"), ("XII", "ХІІ"), ("мая", "мая")]


LINES = st.lists(st.text("абвXI-", min_size=1, max_size=6), min_size=1, max_size=8).map(" ".join)


@given(LINES, st.lists(st.one_of(LINES, st.just("")), min_size=1, max_size=3))
def test_no_word_is_lost_or_told_twice(base: str, others: list[str]) -> None:
    """All readings can be put together again from the loci."""
    columns = list(zip(*loci(base, *others), strict=True))
    assert [" ".join(filter(None, column)) for column in columns] == [base, *others]
