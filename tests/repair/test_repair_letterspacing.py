"""Letterspaced words: closed in the reading layer, parted at the wider gaps, and what is no letterspacing left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.model.geometry import Box
from digitize.model.rules import RepairRule
from digitize.model.transcription import Doubt, RegionKind, TranscribedPage
from digitize.repair.apply import repair, undo
from digitize.repair.letterspacing import close_letterspacing
from tests.repair.pages import lines_of, page_of, region_of

LETTER, NARROW, WIDE = 20, 10, 30


def spaced(text: str) -> TranscribedPage:
    """A line whose letters stand ten pixels apart, and thirty where the text has two blanks."""
    page = lines_of(*text.replace("  ", " ").split("/"))
    region = page.regions[0]
    lines = []
    for line, drawn in zip(region.lines, text.split("/"), strict=True):
        wide = [part.split() for part in drawn.split("  ")]
        starts = {sum(map(len, wide[:n])) for n in range(1, len(wide))}
        x, words = 0, []
        for n, word in enumerate(line.words):
            x += WIDE if n in starts else NARROW
            words.append(replace(word, box=Box(x, 0, x + LETTER * len(word.text), 30)))
            x += LETTER * len(word.text)
        lines.append(replace(line, words=tuple(words)))
    return replace(page, regions=(replace(region, lines=tuple(lines)),))


def reading(page: TranscribedPage) -> str:
    (after,) = close_letterspacing((page,))
    return " ".join(word.reading for word in after.words if word.reading)


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("С о в е т", "Совет"),
        ("ВОТ С О В Е Т !", "ВОТ СОВЕТ !"),
        ("h a n s e n", "hansen"),
        ("в месяц  о к т я б р я,  что", "в месяц октября, что"),
        ("«Д ѣ л о»", "«Дѣло»"),
        ("С о в е т  н а р о д н ы х  Д е л", "Совет народных Дел"),
        ("к о м и т е т  и  с о в е т", "комитет и совет"),
        ("в  о к т я б р е", "в октябре"),
        ("и д ё т  о н  в п е р ё д", "идёт он вперёд"),
        ("É l e v é", "Élevé"),
    ],
)
def test_letterspaced_words_are_closed(text: str, closed: str) -> None:
    """With the signs before the first and after the last letter; several in a row are parted at the wider gaps."""
    assert reading(spaced(text)) == closed


@pytest.mark.parametrize(
    "text",
    [
        "С о в",
        "А. Б. В. Г. Д.",
        "а б в г д е",
        "A B C D E",
        "х х х х х",
        "и я у в с",
        "y a à y",
        "а, и, к, о, н",
        "м А т Ь",
        "с о v е т",
        "1 2 3 4 5",
        "В И П С о н",
    ],
)
def test_what_is_no_letterspacing_stays(text: str) -> None:
    """Fewer than four letters, initials, lists, letters in the order of the alphabet, words of one letter, mixed capitals."""
    page = lines_of(text)
    assert close_letterspacing((page,)) == (page,)


def test_boxes_that_tell_nothing_make_one_word() -> None:
    """Where gaps are not known, or all alike, a run is one word."""
    assert reading(lines_of("С о в е т")) == "Совет"


def test_tables_and_lines_in_doubt_stay() -> None:
    """Their letters are signs of columns, or no text."""
    table = page_of(region_of(["С о в е т"], kind=RegionKind.TABLE))
    assert close_letterspacing((table,)) == (table,)
    page = lines_of("С о в е т")
    (line,) = page.lines
    region = replace(page.regions[0], lines=(replace(line, doubt=Doubt.STAMP),))
    doubted = replace(page, regions=(region,))
    assert close_letterspacing((doubted,)) == (doubted,)


def test_every_letter_carries_the_repair() -> None:
    """The first has the word, the others are part of it; undone, the letters are what they were."""
    page = spaced("С о в е т")
    (after,) = close_letterspacing((page,))
    first, *rest = after.words
    (told,) = first.repairs
    assert (told.rule, told.layer, told.old, told.new) == ("letterspacing", "reading", "С", "Совет")
    assert "5 single letters" in told.evidence and rest[-1].id in told.evidence
    assert [(word.reading, word.repairs[0].old, word.repairs[0].new) for word in rest] == [("", c, "") for c in "овет"]
    assert all(first.id in word.repairs[0].evidence for word in rest)
    assert [word.text for word in after.words] == list("Совет")
    assert undo((after,)) == (page,)


def test_a_letterspaced_word_may_be_broken() -> None:
    """Closed first, then joined with what the next line goes on with, letterspaced or not."""
    (after,) = repair((spaced("в  С о в е т-/с к о м  доме"),))
    assert " ".join(word.reading for word in after.words if word.reading) == "в Советском доме"
    (plain,) = repair((spaced("в  С о в е т-/ском доме"),))
    assert " ".join(word.reading for word in plain.words if word.reading) == "в Советском доме"
    off = frozenset({RepairRule.LETTERSPACING})
    (stays,) = repair((spaced("в  С о в е т-/ском доме"),), off)
    assert " ".join(word.reading for word in stays.words if word.reading) == "в С о в е тском доме"


@given(
    st.lists(
        st.lists(
            st.sampled_from(["а", "С", "о", "в,", "«т", "дом", "x", "-", "1", "т-", "А."]), min_size=1, max_size=9
        ).map(" ".join),
        min_size=1,
        max_size=3,
    )
)
def test_the_print_stays_and_no_letter_is_lost(lines: list[str]) -> None:
    """Whatever stands on the line; the readings together are the printed words, but for hyphens that joining takes."""
    page = spaced("/".join(lines))
    (closed,) = close_letterspacing((page,))
    assert [word.text for word in closed.words] == [word.text for word in page.words]
    assert "".join(word.reading for word in closed.words) == "".join(word.text for word in page.words)
    assert close_letterspacing((closed,)) == (closed,)
    (after,) = repair((page,))
    assert repair((after,)) == (after,)
    assert undo((after,)) == (page,)
