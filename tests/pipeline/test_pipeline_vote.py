"""Between two readings of one line: of each word the surer one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digitize.model.geometry import Box
from digitize.pipeline.vote import is_doubtful, mean_confidence, voted_line
from digitize.recognize.engine import ReadLine, ReadWord


def line(*words: tuple[str, float | None], paragraph: int = 0, model: str = "rus") -> ReadLine:
    read = tuple(ReadWord(text, Box(9 * i, 0, 9 * i + 8, 10), sure, model) for i, (text, sure) in enumerate(words))
    return ReadLine(paragraph, Box.around([word.box for word in read]), ((0, 10), (9, 10)), read)


def texts(first: ReadLine | None, second: ReadLine | None, *listed: str) -> list[str]:
    voted, _ = voted_line(first, second, lambda text: text in listed)
    return [word.text for word in voted.words] if voted else []


def test_of_each_word_the_surer_reading_is_taken() -> None:
    """The line keeps its place on the page, and the words that both read alike are the first one's."""
    first = line(("новое", 0.9), ("слово", 0.4), ("дело", 0.9), paragraph=3)
    second = line(("новое", 0.99), ("слава", 0.9), ("депо", 0.6), model="own")
    voted, taken = voted_line(first, second, lambda text: False)
    assert voted is not None and voted.paragraph == 3 and taken == 1
    assert [(word.text, word.model) for word in voted.words] == [("новое", "rus"), ("слава", "own"), ("дело", "rus")]


def test_a_tie_goes_to_the_first_and_so_does_a_trifle() -> None:
    """The engines' confidences are of different kinds."""
    first = line(("слово", 0.8))
    assert texts(first, line(("слова", 0.8))) == texts(first, line(("слова", 0.84))) == ["слово"]
    assert texts(first, line(("слова", 0.86))) == ["слова"]


def test_a_word_in_a_line_that_an_engine_is_lost_in_is_not_believed() -> None:
    """A single word that it is sure of among many that it is not."""
    first = line(("одно", 0.7), ("слово", 0.7), ("дело", 0.7))
    second = line(("очко", 0.9), ("слава", 0.1), ("депо", 0.1))
    assert texts(first, second) == ["одно", "слово", "дело"]


def test_the_dictionary_breaks_ties_and_no_more() -> None:
    """Of readings about as sure the word that there is; never one that an engine has clearly not seen."""
    first = line(("слеза", 0.8))
    assert texts(first, line(("слива", 0.8)), "слива") == ["слива"]
    assert texts(first, line(("слива", 0.6)), "слива") == ["слеза"]
    assert texts(first, line(("слива", 0.95)), "слеза") == ["слеза"]
    assert texts(line(("слеза", 0.5)), line(("слива", 0.95)), "слеза") == ["слива"]


def test_words_that_one_engine_has_run_together() -> None:
    """Compared with what the other has in their place."""
    first = line(("вконце", 0.4), ("дня", 0.9))
    second = line(("в", 0.9), ("конце", 0.9), ("дня", 0.9))
    second = replace(
        second,
        words=tuple(
            replace(w, box=b)
            for w, b in zip(second.words, (Box(0, 0, 2, 10), Box(3, 0, 8, 10), Box(9, 0, 17, 10)), strict=True)
        ),
    )
    assert texts(first, second) == ["в", "конце", "дня"]


def test_the_same_ink_stays_in_its_script() -> None:
    """A numeral in Latin letters is not turned into Cyrillic ones by an engine that is surer of the same shapes."""
    assert texts(line(("XII", 0.5)), line(("ХІІ", 0.99))) == ["XII"]


def test_words_that_both_have_read_are_surer_than_those_that_one_has() -> None:
    """Agreement raises a word's confidence, contradiction lowers it, and silence of the other is no agreement."""
    first = line(("слово", 0.9), ("дело", 0.9), ("тело", 0.9))
    second = line(("слово", 0.8), ("депо", 0.3))
    voted, _ = voted_line(first, second, lambda text: False)
    assert voted is not None
    agreed, contradicted, alone = (word.confidence or 0.0 for word in voted.words)
    assert agreed > 0.9 > contradicted == alone > 0.5


def test_no_confidence_is_certain_or_hopeless() -> None:
    """Whatever an engine states."""
    voted, _ = voted_line(line(("слово", 1.0), ("дело", 0.0)), line(("слово", 1.0), ("тело", 0.0)), lambda text: False)
    assert voted is not None
    sure, unsure = (word.confidence or 0.0 for word in voted.words)
    assert 0.9 < sure < 1.0 and 0.0 < unsure < 0.1


def test_words_in_two_scripts_speak_against_a_reading() -> None:
    """An engine that spells a word in letters of both scripts does not know what it sees."""
    assert texts(line(("слова", 0.4)), line(("Наlvаrввоn", 0.95))) == ["слова"]


@pytest.mark.parametrize(("sure", "doubtful"), [(0.96, False), (0.91, False), (0.9, True), (None, True)])
def test_lines_with_a_word_in_doubt_are_read_again(sure: float | None, doubtful: bool) -> None:
    """One uncertain word is enough; a line that was read for certain costs nothing more."""
    assert is_doubtful(line(("слово", 0.96), ("дело", sure))) is doubtful


def test_one_engine_alone() -> None:
    """The first is trusted; the second only where it is rather sure; nothing is nothing."""
    sure, unsure = line(("слово", 0.5)), line(("слово", 0.49))
    assert texts(unsure, None) == texts(None, sure) == ["слово"]
    assert texts(None, unsure) == texts(None, None) == []


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
