"""Between two readings of one line: of each word the surer one."""

from __future__ import annotations

import pytest

from digitize.model.geometry import Box
from digitize.model.profile import EngineName
from digitize.pipeline.vote import (
    Witness,
    is_believed,
    is_doubtful,
    is_still_doubtful,
    mean_confidence,
    voted_line,
)
from digitize.preprocess.line_tones import Toning
from digitize.recognize.engine import ReadLine, ReadWord
from digitize.recognize.word_breaks import has_overlooked


def line(*words: tuple[str, float | None], paragraph: int = 0, model: str = "rus") -> ReadLine:
    read = tuple(ReadWord(text, Box(9 * i, 0, 9 * i + 8, 10), sure, model) for i, (text, sure) in enumerate(words))
    return ReadLine(paragraph, Box.around([word.box for word in read]), ((0, 10), (9, 10)), read)


def vote(*readings: ReadLine, listed: tuple[str, ...] = ()) -> tuple[ReadLine, int]:
    """The first by Tesseract, the others by our own recogniser, of them all but the first in another toning."""
    own = [Witness(each, EngineName.OWN, toning) for each, toning in zip(readings[1:], Toning, strict=False)]
    return voted_line([Witness(readings[0], EngineName.TESSERACT), *own], lambda text: text in listed)


def texts(*readings: ReadLine, listed: tuple[str, ...] = ()) -> list[str]:
    return [word.text for word in vote(*readings, listed=listed)[0].words]


def test_of_each_word_the_surer_reading_is_taken() -> None:
    """The line keeps its place on the page, and the words that both read alike are the first one's."""
    first = line(("новое", 0.9), ("слово", 0.4), ("дело", 0.9), paragraph=3)
    second = line(("новое", 0.99), ("слава", 0.9), ("депо", 0.6), model="own")
    voted, taken = vote(first, second)
    assert voted.paragraph == 3 and taken == 1
    assert [(word.text, word.model) for word in voted.words] == [
        ("новое", "rus"),
        ("слава", "own"),
        ("дело", "rus"),
    ]


def test_what_loses_is_kept() -> None:
    """Each reading that lost, with what read it and how sure that was, the likeliest first."""
    first = line(("слово", 0.4), ("дело", 0.9))
    second, third = (
        line(("слава", 0.9), ("дело", 0.9), model="own"),
        line(("слива", 0.2), ("дело", 0.9), model="own"),
    )
    voted, _ = vote(first, second, third)
    assert [[(o.text, o.by) for o in word.alternatives] for word in voted.words] == [
        [("слово", "rus"), ("слива", "own, smoothed")],
        [],
    ]
    assert [other.confidence for other in voted.words[0].alternatives] == [0.4, 0.2]


def test_readings_that_agree_outweigh_one_that_is_surer() -> None:
    """Two preparations of one ink, read alike, count more than one; another engine counts more than a preparation."""
    first = line(("слово", 0.8))
    assert texts(first, line(("слава", 0.85))) == ["слава"]
    assert texts(line(("слава", 0.85)), line(("слово", 0.8)), line(("слово", 0.8))) == ["слово"]
    assert texts(first, line(("слава", 0.85)), line(("слово", 0.6))) == ["слово"]


def test_a_tie_goes_to_the_first() -> None:
    """Whatever it is."""
    assert texts(line(("слово", 0.8)), line(("слова", 0.8))) == ["слово"]


def test_a_word_in_a_line_that_an_engine_is_lost_in_is_not_believed() -> None:
    """A single word that it is sure of among many that it is not."""
    first = line(("одно", 0.7), ("слово", 0.7), ("дело", 0.7))
    second = line(("очко", 0.9), ("слава", 0.1), ("депо", 0.1))
    assert texts(first, second) == ["одно", "слово", "дело"]


def test_the_dictionary_breaks_ties_and_no_more() -> None:
    """Of readings about as sure the word that there is; never one that an engine has clearly not seen."""
    first = line(("слеза", 0.8))
    assert texts(first, line(("слива", 0.8)), listed=("слива",)) == ["слива"]
    assert texts(first, line(("слива", 0.5)), listed=("слива",)) == ["слеза"]
    assert texts(first, line(("слива", 0.95)), listed=("слеза",)) == ["слива"]
    assert texts(line(("слеза", 0.5)), line(("слива", 0.95)), listed=("слеза",)) == ["слива"]


def test_words_that_one_engine_has_run_together() -> None:
    """Compared with what the other has in their place, wherever it says that they stand."""
    first = line(("вконце", 0.4), ("дня", 0.9))
    second = line(("в", 0.9), ("конце", 0.9), ("дня", 0.9))
    assert texts(first, second) == ["в", "конце", "дня"]


def test_a_word_that_one_engine_alone_has_seen() -> None:
    """Stays unless it is not sure of it, and then it is kept as an alternative; it is never surer for it."""
    second = line(("слово", 0.9), ("дело", 0.9))
    kept, _ = vote(line(("слово", 0.9), ("новое", 0.95), ("дело", 0.95)), second)
    assert [word.text for word in kept.words] == ["слово", "новое", "дело"]
    dropped, _ = vote(line(("слово", 0.9), ("—", 0.2), ("дело", 0.9)), second)
    assert [word.text for word in dropped.words] == ["слово", "дело"]
    assert [other.text for other in dropped.words[1].alternatives] == ["— дело"]


def test_the_same_ink_stays_in_its_script() -> None:
    """A numeral in Latin letters is not turned into Cyrillic ones by an engine that is surer of the same shapes."""
    assert texts(line(("XII", 0.5)), line(("ХІІ", 0.99))) == ["XII"]


def test_words_that_both_have_read_are_surer_than_those_that_one_has() -> None:
    """Agreement raises a word's confidence, contradiction lowers it, and silence of the other is no agreement."""
    voted, _ = vote(line(("слово", 0.9), ("дело", 0.9), ("тело", 0.9)), line(("слово", 0.8), ("депо", 0.3)))
    agreed, contradicted, alone = (word.confidence or 0.0 for word in voted.words)
    assert agreed > max(contradicted, alone) + 0.05


def test_a_word_is_less_sure_in_a_line_that_engines_read_differently() -> None:
    """Where half of a line is another for each of them, its other half is not to be believed either."""
    same, other = ("слово", 0.9), ("дело", 0.9)
    alike, _ = vote(line(same, other), line(same, other))
    apart, _ = vote(line(same, other), line(same, ("рыба", 0.2)))
    assert (alike.words[0].confidence or 0.0) > (apart.words[0].confidence or 0.0) + 0.02


def test_how_much_of_a_line_engines_have_read_alike() -> None:
    """By characters, look-alikes of the two scripts counting as the same; not told where one engine alone has read it."""
    assert vote(line(("слово", 0.9)), line(("слава", 0.5)))[0].agreement == pytest.approx(0.6)
    assert vote(line(("XII", 0.9)), line(("ХІІ", 0.5)))[0].agreement == 1.0
    assert voted_line([Witness(line(("слово", 0.9)), EngineName.TESSERACT)], lambda text: False)[0].agreement is None


def test_no_confidence_is_certain_or_hopeless() -> None:
    """Whatever an engine states."""
    voted, _ = vote(line(("слово", 1.0), ("дело", 0.0)), line(("слово", 1.0), ("тело", 0.0)))
    sure, unsure = (word.confidence or 0.0 for word in voted.words)
    assert 0.9 < sure < 1.0 and 0.0 < unsure < 0.1


def test_words_in_two_scripts_speak_against_a_reading() -> None:
    """An engine that spells a word in letters of both scripts does not know what it sees."""
    assert texts(line(("слова", 0.4)), line(("Наlvаrввоn", 0.95))) == ["слова"]


@pytest.mark.parametrize(("sure", "doubtful"), [(0.96, False), (0.88, False), (0.87, True), (None, True)])
def test_lines_with_a_word_in_doubt_are_read_again(sure: float | None, doubtful: bool) -> None:
    """One uncertain word is enough; a line that was read for certain costs nothing more, nor does a dash."""
    assert is_doubtful(line(("слово", 0.96), ("дело", sure))) is doubtful
    assert not is_doubtful(line(("слово", 0.96), ("—", sure)))


def test_lines_that_the_vote_leaves_in_doubt() -> None:
    """By the probability of their words."""
    assert is_still_doubtful(line(("слово", 0.99), ("дело", 0.4)))
    assert not is_still_doubtful(line(("слово", 0.99), ("дело", 0.5), ("—", 0.1)))


def test_one_engine_alone() -> None:
    """The first is trusted; the second only where it is rather sure."""
    unsure = line(("слово", 0.49))
    assert voted_line([Witness(unsure, EngineName.TESSERACT)], lambda text: False) == (unsure, 0)
    assert is_believed(line(("слово", 0.5))) and not is_believed(unsure)


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


def test_a_reading_that_may_not_be_taken_tells_how_sure_the_other_is() -> None:
    """Of the same signs in another alphabet it speaks for the line, of others and of none against it; not asked, it says nothing."""
    alone = [Witness(line(("ХОР", 0.7), ("тест", 0.7)), EngineName.TESSERACT)]
    told = {text: voted_line(alone, lambda _: False, text)[0] for text in ("XOPтест", "Ilnub", "", None)}
    assert [told[text].agreement for text in told] == [1.0, pytest.approx(0.0, abs=0.2), 0.0, None]
    sure = [mean_confidence(told[text]) for text in told]
    assert sure[0] > 0.7 > sure[1] >= sure[2] and sure[2] < 0.3 and sure[3] == pytest.approx(0.7)


def test_a_smear_is_no_row_of_dashes() -> None:
    """What one toning makes of a line without any letter does not count where another toning has letters; a drawn rule has none in any."""
    first = line(("о", 0.1), ("ЕР", 0.1))
    smear, words = line(("===", 0.8), model="own"), line(("слово", 0.5), ("дело", 0.5), model="own")
    assert texts(first, smear, smear, words) == ["слово", "дело"]
    assert texts(first, smear, smear) == ["==="]


@pytest.mark.parametrize(
    ("parted", "together"), [(("et", "M."), "etM."), (("l’humanité",), "lhumanité"), (("имен,", "чья"), "имен,чья")]
)
def test_what_runs_words_together_has_overlooked_something(parted: tuple[str, ...], together: str) -> None:
    """Of two readings of the same letters that with a space or an apostrophe more between them is taken, though the other is surer."""
    first = line(*((word, 0.8) for word in parted))
    assert texts(first, line((together, 0.95), model="own")) == list(parted)


@pytest.mark.parametrize(
    ("first", "own", "read"),
    [
        ("været", "vret", "været"),
        ("Jøder", "Jeder", "Jøder"),
        ("Rađio", "Radio", "Radio"),  # no letter that our own hardly knows
        ("Jeder", "Jøder", "Jøder"),  # it has seen one after all
    ],
)
def test_letters_that_our_own_hardly_knows_are_left_to_tesseract(first: str, own: str, read: str) -> None:
    """Where Tesseract has a Danish letter and our own another, or none, Tesseract is believed though it is less sure."""
    assert texts(line((first, 0.6)), line((own, 0.85), model="own")) == [read]


def test_engines_that_differ_in_case_alone_agree() -> None:
    """Of a line without ascenders nobody can tell whether it is in capitals: the words are in doubt, not that they were read."""
    voted, _ = vote(line(("сомын", 0.6), ("сы", 0.6)), line(("СОМЫН", 0.6), ("СЫ", 0.6), model="own"))
    assert voted.agreement == 1.0


@pytest.mark.parametrize(
    ("text", "other"),
    [("et M.", "etM."), ("etM", "el M"), ("октября", "о к т я б р я"), ("слово", "слово'"), ("слово", " слово")],
)
def test_other_differences_are_no_oversight(text: str, other: str) -> None:
    """More marks, other letters, letters one by one, marks at the edge: none of them weighs a reading down."""
    assert not has_overlooked(text, other)
