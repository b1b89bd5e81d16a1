"""Lines that our own recogniser has read first: of which of them it is sure."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from digitize.model.geometry import Box
from digitize.pipeline.sure_lines import Grounds, sure_lines
from digitize.recognize.engine import Reading, ReadLine, ReadWord
from digitize.recognize.tesseract import Tesseract

LISTS = tuple(Tesseract().word_lists(["rus"]).values())
FRENCH = "le jour de la fête est dans les mois qui ne sont pas pour nous et une des".split()


def reading(*words: tuple[str, float]) -> Reading:
    read = tuple(ReadWord(text, Box(50 * n, 0, 50 * n + 40, 20), sure, "own") for n, (text, sure) in enumerate(words))
    return Reading((ReadLine(0, Box(0, 0, 50 * len(words), 20), ((0, 18), (50 * len(words), 18)), read),))


SURE = [reading(("дорога", 0.99), ("новый", 0.99), ("город", 0.99))] * 12
"""The rest of a page that was read well."""


def judged(
    *readings: Reading,
    scripts: frozenset[str] | None = None,
    neighbours: Mapping[str, str] | None = None,
    models: tuple[str, ...] = ("rus",),
) -> list[bool]:
    """Of each reading, whether it is sure, among a page that was read well."""
    page = [*readings, *SURE]
    sure = sure_lines(page, [1] * len(page), Grounds(LISTS, scripts, models, neighbours or {}))
    assert set(range(len(readings), len(page))) <= sure or scripts is not None
    return [n in sure for n in range(len(readings))]


def test_every_word_must_be_sure() -> None:
    """One that is not leaves the line to another engine."""
    assert judged(reading(("дорога", 0.99), ("город", 0.1)), reading(("дорога", 0.99), ("город", 0.95))) == [
        False,
        True,
    ]


@pytest.mark.parametrize("sure", [0.6, 0.7])
def test_a_word_that_no_dictionary_has_must_be_sure_by_itself(sure: float) -> None:
    """A doubled letter on a page that was read well: the page speaks for it, the dictionary does not."""
    assert judged(reading(("дорога", sure)), reading(("дорогга", sure))) == [True, False]


def test_the_page_counts() -> None:
    """The same line among others that were read badly."""
    poor = [reading(("горот", 0.5), ("дарога", 0.4))] * 40
    assert sure_lines([reading(("дорога", 0.9))], [1], Grounds(LISTS, None, ("rus",), {})) == {0}
    page = [reading(("дорога", 0.9)), *poor]
    assert sure_lines(page, [1] * len(page), Grounds(LISTS, None, ("rus",), {})) == frozenset()


def test_signs_alone_are_not_sure() -> None:
    """Nor what may be a stain; a mark of punctuation beside words is of no concern."""
    assert judged(reading(("—", 0.99)), reading(("и", 0.99)), reading(("город", 0.99), ("—", 0.2))) == [
        False,
        False,
        True,
    ]


def test_a_script_that_was_not_asked_for_is_left_to_others() -> None:
    """However sure its words are."""
    assert judged(reading(("город", 0.99)), scripts=frozenset({"Latn"})) == [False]
    assert judged(reading(("город", 0.99)), scripts=frozenset({"Cyrl"})) == [True]


def test_a_passage_in_another_language_is_left_to_its_model() -> None:
    """As far as its function words tell; the lines beside it are not."""
    passage = [reading(*((word, 0.99) for word in FRENCH[i : i + 9])) for i in (0, 9)] * 3
    french = tuple(Tesseract().word_lists(["fra"]).values())
    english = [reading(*((word, 0.99) for word in "the house of the town was on a hill".split()))] * 5
    regions = [1] * len(passage) + [2] * len(english)
    grounds = Grounds(french, None, ("eng",), {"fra": "fra"})
    assert sure_lines([*passage, *english], regions, grounds) == set(range(len(passage), len(regions)))


def test_nothing_read() -> None:
    """There is nothing to be sure of."""
    assert sure_lines([Reading(()), Reading(())], [1, 1], Grounds((), None, ("rus",), {})) == frozenset()


def test_lines_that_a_hyphen_joins_are_read_by_one_engine() -> None:
    """Where another script is looked for: the second half of a word is none in it. On any other page each goes by itself."""
    page = [reading(("город", 0.99), ("пере-", 0.99)), reading(("вес", 0.1), ("дорога", 0.99)), *SURE]
    grounds = Grounds(LISTS, None, ("rus",), {})
    assert 0 in sure_lines(page, [1] * len(page), grounds)
    joined = sure_lines(page, [1] * len(page), Grounds(LISTS, None, ("rus",), {}, joined=True))
    assert joined == set(range(2, len(page)))
