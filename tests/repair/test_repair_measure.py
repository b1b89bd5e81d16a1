"""How often the rules are right: planted misreadings, planted authentic errors, and what no rule may touch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from digitize.model.transcription import TranscribedPage
from digitize.repair.apply import repair, undo
from digitize.repair.typed import Hand
from tests.repair.authentic import (
    CAPITALS,
    CODES,
    ERRORS,
    FRENCH_ERRORS,
    OLD_RUSSIAN_ERRORS,
    RUSSIAN_ERRORS,
    SURNAMES,
    VERSE,
)
from tests.repair.misreadings import Line, lines
from tests.repair.pages import lines_of, page_of, region_of

LEAST_RIGHT = 0.98

AUTHENTIC = {
    "Russian errors": (RUSSIAN_ERRORS, "rus", False),
    "Russian errors of before 1918": (OLD_RUSSIAN_ERRORS, "rus", True),
    "French errors": (FRENCH_ERRORS, "fra", False),
    "surnames": (SURNAMES, "rus", False),
    "surnames in French": (SURNAMES, "fra", False),
    "capitals": (CAPITALS, "rus", False),
    "codes": (CODES, "rus", False),
    "codes in French": (CODES, "fra", False),
    "codes on an old page": (CODES, "rus", True),
    "verse": (VERSE.replace("/", " ").split(), "rus", False),
    "verse on an old page": (VERSE.replace("/", " ").split(), "rus", True),
}


def made_of(words: list[str], language: str, *, old: bool, per_line: int) -> TranscribedPage:
    lines = [" ".join(words[n : n + per_line]) for n in range(0, len(words), per_line)]
    return lines_of(*lines, language=language, old=old)


@pytest.mark.parametrize("hand", Hand)
@pytest.mark.parametrize("name", AUTHENTIC)
def test_no_authentic_word_is_changed(name: str, hand: Hand) -> None:
    """Misspellings as people make them, names that no list has, capitals, codes and verse stay as printed, on any kind of page."""
    words, language, old = AUTHENTIC[name]
    for per_line in (1, 3, 7):
        before = made_of(words, language, old=old, per_line=per_line)
        (after,) = repair((before,), hand=hand)
        assert [word.text for word in after.words] == [word.text for word in before.words]


def test_the_lists_are_long_enough() -> None:
    """Two hundred authentic errors are asked for, a hundred surnames."""
    assert len(ERRORS) >= 250 and len(set(SURNAMES)) >= 100
    assert min(len(RUSSIAN_ERRORS), len(FRENCH_ERRORS)) >= 80 and len(OLD_RUSSIAN_ERRORS) >= 40


def repaired_lines(hand: Hand) -> list[tuple[Line, list[str], list[str]]]:
    """Every line with what the rules make of it, in both layers. Each is a document; those in Fraktur have its long s below."""
    found = []
    for line in lines():
        below = "ſie ſo ſein ſich ſagt ſehr ſind ſoll ſonſt ſchon ſtand" if line.kind == "Fraktur" else "и"
        regions = (region_of([" ".join(line.read)], 1, line.language), region_of([below], 2, line.language))
        made = page_of(*regions, old=line.old)
        (after,) = repair((made,), hand=hand)
        assert undo((after,)) == (made,)
        words = list(after.regions[0].lines[0].words)
        found.append((line, [word.text for word in words], [word.reading for word in words]))
    return found


@pytest.mark.parametrize("hand", [Hand.PRINTED, Hand.NOT_KNOWN])
def test_repairs_are_right(hand: Hand, record_property: Callable[[str, object], None]) -> None:
    """Of the words that the rules change on the printed layer, 98 in a hundred become what is printed; most misreadings are mended."""
    right: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    wrong = []
    for line, printed, _ in repaired_lines(hand):
        for true, read, now in zip(line.true, line.read, printed, strict=True):
            planted[line.kind] += true != read
            if now != read:
                changed[line.kind] += 1
                right[line.kind] += now == true
                if now != true:
                    wrong.append((line.kind, true, read, now))
    total, good = changed.total(), right.total()
    told = {kind: (number, changed[kind], right[kind]) for kind, number in planted.items()}
    record_property("planted, changed, right", told)
    assert planted.total() >= 300
    assert good / total >= LEAST_RIGHT, (told, wrong)
    assert good / planted.total() >= 0.6, told


def test_a_typescript_keeps_what_may_have_been_typed() -> None:
    """Digits for letters, letters for digits and numerals in Cyrillic letters stand on the printed layer; the reading layer is right."""
    total = good = 0
    for line, printed, reading in repaired_lines(Hand.TYPED):
        if line.kind in ("number", "numeral"):
            assert printed == list(line.read)
        for true, read, now in zip(line.true, line.read, reading, strict=True):
            total += now != read
            good += now != read and now == true
    assert good / total >= LEAST_RIGHT
