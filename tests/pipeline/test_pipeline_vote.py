"""Between two readings of one line: the surer one, by a plain rule."""

from __future__ import annotations

import pytest

from digitize.model.geometry import Box
from digitize.pipeline.vote import better_line, is_doubtful, mean_confidence
from digitize.recognize.engine import ReadLine, ReadWord


def line(*words: tuple[str, float | None], paragraph: int = 0, model: str = "rus") -> ReadLine:
    read = tuple(ReadWord(text, Box(9 * i, 0, 9 * i + 8, 10), sure, model) for i, (text, sure) in enumerate(words))
    return ReadLine(paragraph, Box.around([word.box for word in read]), ((0, 10), (9, 10)), read)


def test_the_surer_line_is_taken() -> None:
    """By the mean over its letters; it keeps its place on the page."""
    first, second = line(("слово", 0.8), ("дело", 0.6), paragraph=3), line(("слова", 0.95), model="own")
    better = better_line(first, second)
    assert better is not None
    assert [word.text for word in better.words] == ["слова"]
    assert better.paragraph == 3
    assert better_line(second, first) is second


def test_a_tie_goes_to_the_first() -> None:
    """What is no better changes nothing."""
    first, second = line(("слово", 0.9)), line(("слова", 0.9))
    assert better_line(first, second) is first


def test_a_little_surer_is_not_enough() -> None:
    """The engines' confidences are of different kinds."""
    first, second = line(("слово", 0.8)), line(("слова", 0.88))
    assert better_line(first, second) is first


def test_words_in_two_scripts_speak_against_a_reading() -> None:
    """An engine that spells a word in letters of both scripts does not know what it sees."""
    first, second = line(("Наlvаrввоn", 0.95)), line(("слова", 0.4))
    assert better_line(second, first) is second


@pytest.mark.parametrize(("sure", "doubtful"), [(0.96, False), (0.9, False), (0.89, True), (None, True)])
def test_lines_with_a_word_in_doubt_are_read_again(sure: float | None, doubtful: bool) -> None:
    """One uncertain word is enough; a line that was read for certain costs nothing more."""
    assert is_doubtful(line(("слово", 0.96), ("дело", sure))) is doubtful


def test_one_engine_alone() -> None:
    """The first is trusted; the second only where it is rather sure; nothing is nothing."""
    sure, unsure = line(("слово", 0.5)), line(("слово", 0.49))
    assert better_line(unsure, None) is unsure
    assert better_line(None, sure) is sure
    assert better_line(None, unsure) is None
    assert better_line(None, None) is None


@pytest.mark.parametrize(
    ("words", "mean"),
    [
        ([("а", 1.0), ("бббб", 0.5)], 0.6),
        ([("а", None), ("б", 1.0)], 0.5),
        ([("—", 1.0), ("б", 0.0)], 0.5),
    ],
)
def test_long_words_weigh_more(words: list[tuple[str, float | None]], mean: float) -> None:
    """By their letters and digits; a dash counts as one; what states no confidence as not sure."""
    assert mean_confidence(line(*words)) == pytest.approx(mean)
