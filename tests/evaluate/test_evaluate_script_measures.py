"""Latin words on pages in Cyrillic."""

from __future__ import annotations

from dataclasses import replace

from digitize.evaluate.measures import NOTHING, Rate
from digitize.evaluate.page_layout import LaidLine
from digitize.evaluate.script_measures import latin_words
from tests.evaluate.layout_pages import box_of, words_of


def lines(*texts: str) -> list[LaidLine]:
    """Lines below each other, each word with its place."""
    return [LaidLine(text, box_of(1, row), 0, 1, 0.0, words_of(text, box_of(1, row))) for row, text in enumerate(texts)]


TRUTH = lines("газета «Times» и журнал", "в год XIX века", "Paris London Berlin", "конец истории о газете")


def test_what_is_found_is_right() -> None:
    """Five Latin words, two of them inside Cyrillic lines; digits and punctuation are of no script."""
    assert latin_words(TRUTH, TRUTH) == (Rate(0, 5), Rate(0, 5), Rate(0, 2))


def test_lookalikes_are_wrong() -> None:
    """A Roman numeral read in Cyrillic letters is neither marked nor right, a misread one is marked."""
    cyrillic = lines("газета «Times» и журнал", "в год ХІХ века", "Paris Londqn Berlin", "конец истории о газете")
    assert latin_words(TRUTH, cyrillic) == (Rate(1, 5), Rate(2, 5), Rate(1, 2))


def test_the_mark_counts_and_not_only_the_letters() -> None:
    """A word read right but marked as Cyrillic is wrong; one in Fraktur is Latin."""
    for script, wrong in (("Cyrl", 5), ("Latf", 0), (None, 5)):
        marked = [replace(of, words=tuple(replace(w, script=script) for w in of.words)) for of in TRUTH]
        assert latin_words(TRUTH, marked)[0] == Rate(wrong, 5)


def test_a_word_elsewhere_is_not_the_word() -> None:
    """Words are matched by their place."""
    moved = [replace(of, words=tuple(replace(w, box=w.box.shifted(0, 500)) for w in of.words)) for of in TRUTH]
    assert latin_words(TRUTH, moved)[0] == Rate(5, 5)


def test_pages_in_latin_letters_are_not_asked() -> None:
    """Nor are pages whose truth has no places of words."""
    french = lines("le journal de Paris", "газета")
    assert latin_words(french, french) == (NOTHING, NOTHING, NOTHING)
    assert latin_words([replace(of, words=()) for of in TRUTH], TRUTH)[0] == NOTHING
