"""Differences from truth by kind: the alignment of references, used to score."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from digitize.align.variant import VariantKind
from digitize.evaluate.differences import find_differences
from digitize.evaluate.ground_truth import TruthPage

TEXT = "Вчера вечером открылся съезд льноводов уезда. Собрание длилось до ночи, и речь агронома слушали все."


def page(text: str) -> TruthPage:
    return TruthPage("set", "page", Path("page.png"), 0, text)


def test_kinds_and_confusions() -> None:
    """A misread word, a lost capital and a lost word are told apart, and the letters are named."""
    read = TEXT.replace("съезд", "съези").replace("Собрание", "собрание").replace("агронома ", "")
    found = find_differences([(page(TEXT), read)])
    assert found.places == {VariantKind.SPELLING: 1, VariantKind.CAPITALS: 1, VariantKind.OMISSION: 1}
    assert found.confusions == {("д", "и"): 1}
    assert (found.words.errors, found.words.total) == (3, len(TEXT.split()))
    assert "spelling 1" in found.as_text()
    assert found.as_dict()["confusions"] == [{"truth": "д", "read": "и", "count": 1}]


def test_order_is_forgiven() -> None:
    """Sentences read in another order stand in their places all the same, and are told as moved."""
    first, second = (sentence.strip() for sentence in TEXT.split(". "))
    found = find_differences([(page(TEXT), f"{second} {first}.")])
    assert found.words.errors == 0
    assert set(found.places) == {VariantKind.TRANSPOSITION}


def test_nothing_read() -> None:
    """A page that failed has lost all its words; without truth there is nothing to tell."""
    assert find_differences([(page(TEXT), "")]).words.right == 0
    assert not find_differences([(replace(page(TEXT), text=""), "")]).as_text()
