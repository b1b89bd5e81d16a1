"""Error measures, against examples worked by hand and properties that hold for all texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.evaluate.measures import (
    Rate,
    character_errors,
    line_errors,
    missed_words,
    surplus_words,
    word_errors,
)

TEXTS = st.text(alphabet="аб вэ-.\n", max_size=40)
LINES = st.lists(st.text(alphabet="абв ", min_size=1, max_size=12), max_size=8)


def test_character_errors_by_hand() -> None:
    """One substitution, one letter lost, one too many: three errors over seven characters of truth."""
    assert character_errors("урожай.", "yрожа..") == Rate(2, 7)
    assert character_errors("урожай.", "урожа..х") == Rate(2, 7)
    assert character_errors("урожай.", "орожай") == Rate(2, 7)
    assert character_errors("ab", "xyzuv") == Rate(5, 2)


def test_a_combining_mark_counts_as_a_code_point() -> None:
    """Distances are over code points: a letter with a mark that has no composed form counts two."""
    assert character_errors("о̂", "о") == Rate(1, 2)


def test_word_errors_by_hand() -> None:
    """Words are parted by white space; a full stop too many makes another word."""
    assert word_errors("в поле рожь и овёс", "в поле, рожь овёс") == Rate(2, 5)


def test_recall_and_precision_by_hand() -> None:
    """Order, case and punctuation do not count, repetition does."""
    truth, text = "Рожь, рожь и овёс", "овёс! РОЖЬ и лён лён"
    assert missed_words(truth, text) == Rate(1, 4)
    assert missed_words(truth, text).right == 0.75
    assert surplus_words(truth, text) == Rate(2, 5)
    assert surplus_words(truth, text).right == pytest.approx(0.6)


def test_line_errors_by_hand() -> None:
    """Swapped lines cost only their letters; a line without a partner costs its length; surplus lines cost nothing."""
    truth = ["рожь убрана", "овёс стоит", "лён"]
    assert line_errors(truth, ["овес стоит", "рожь убрана", "что-то совсем другое"]) == Rate(1 + 3, 24)


def test_a_line_run_together_over_two_columns_is_lost() -> None:
    """Of two true lines printed side by side only one can be matched with the line that has both."""
    truth = ["abcdefgh", "ijklmnopqr"]
    assert line_errors(truth, ["abcdefgh ijklmnopqr"]) == Rate(8 + 9, 18)


def test_a_matched_line_costs_at_most_its_length() -> None:
    """A partner so bad that writing the line anew is cheaper is as good as none."""
    assert line_errors(["аб"], ["xyzxyzxyz"]) == Rate(2, 2)


def test_the_best_pair_comes_first() -> None:
    """A perfect partner is not taken by an earlier line that is only similar to it."""
    assert line_errors(["abcx", "abcd"], ["abcd"]) == Rate(4, 8)
    assert line_errors(["abcx", "abcd"], ["abcd", "abcdxxxx"]) == Rate(4, 8)


def test_nothing_on_one_side() -> None:
    """No text found loses everything; without truth there is no value, not a value of zero."""
    assert line_errors(["аб", "в"], []) == Rate(3, 3)
    assert line_errors([], ["аб"]) == Rate(0, 0)
    assert character_errors("", "аб").value is None
    assert missed_words("", "аб").right is None
    assert character_errors("аб", "") == Rate(2, 2)


@given(TEXTS)
def test_identical_texts_have_no_errors(text: str) -> None:
    """Every measure of a text against itself counts nothing."""
    lines = [line for line in text.split("\n") if line]
    for measure in (character_errors, word_errors, missed_words, surplus_words):
        assert measure(text, text).errors == 0
    assert line_errors(lines, lines).errors == 0


@given(TEXTS, TEXTS)
def test_the_distance_is_symmetric_and_bounded(one: str, other: str) -> None:
    """Truth and text may change places; errors are never fewer than the difference in length."""
    there, back = character_errors(one, other), character_errors(other, one)
    assert there.errors == back.errors
    assert abs(len(one) - len(other)) <= there.errors <= max(len(one), len(other))
    assert (there.total, back.total) == (len(one), len(other))


@given(st.lists(st.sampled_from("рожь овёс лён и в".split())), st.randoms())
def test_words_forgive_order(words: list[str], random: object) -> None:
    """Shuffled words are all found and none is surplus."""
    shuffled = list(words)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert missed_words(" ".join(words), " ".join(shuffled)).errors == 0
    assert surplus_words(" ".join(words), " ".join(shuffled)).errors == 0


@given(LINES, LINES, st.randoms())
def test_lines_forgive_order(truth: list[str], lines: list[str], random: object) -> None:
    """A shuffled copy has no line errors, more lines found never cost, and errors stay within truth's size."""
    shuffled = list(truth)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert line_errors(truth, shuffled).errors == 0
    assert line_errors(truth, [*shuffled, *lines]).errors == 0
    rate = line_errors(truth, lines)
    assert 0 <= rate.errors <= rate.total == sum(map(len, truth))


def test_a_whole_newspaper_page_is_measured() -> None:
    """900 lines against themselves in reverse: every one finds its own."""
    lines = [f"строка номер {number:03d} из газеты" for number in range(900)]
    assert line_errors(lines, lines[::-1]) == Rate(0, sum(map(len, lines)))


def test_rates_add_up_and_refuse_nonsense() -> None:
    """A sum is weighted by size; negative counts are a bug."""
    assert (Rate(1, 10) + Rate(3, 30)).value == pytest.approx(0.1)
    assert (Rate(1, 10) + Rate(0, 90)) == Rate(1, 100)
    with pytest.raises(ValueError, match="not a rate"):
        Rate(-1, 3)
