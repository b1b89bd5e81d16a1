"""Citations: the place of a line in words, and what is stated of its source before it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.model.citation import cite, page_label, place_of
from digitize.model.dates import date_in_words
from digitize.model.geometry import Box
from digitize.model.reference import SourceReference
from digitize.model.transcription import Place, TextLine, Word

BOX = Box(10, 10, 60, 30)


def line(column: int | None = None, place: Place | None = None, columns: tuple[int, int] | None = None) -> TextLine:
    word = Word.read("p0003_r001_l001_w001", "слово", BOX, None, None)
    return TextLine("p0003_r001_l001", BOX, BOX.polygon, ((10, 28), (60, 28)), (word,), column, place, columns)


@pytest.mark.parametrize(
    ("made", "columns", "expected"),
    [
        (line(2, Place.BOTTOM), 6, "p. 3, col. 2, bottom"),
        (line(1, Place.TOP), 1, "p. 3, top"),
        (line(None, Place.TOP, (1, 3)), 6, "p. 3, cols 1-3, top"),
        (line(None, Place.MIDDLE), 6, "p. 3, middle"),
        (line(), 6, "p. 3"),
    ],
)
def test_the_place_of_a_line(made: TextLine, columns: int, expected: str) -> None:
    """Page, column and third; several columns as a range; no column where the page has but one."""
    assert place_of("3", made, columns) == expected


@pytest.mark.parametrize("columns", [(0, 2), (2, 2), (3, 1)])
def test_a_line_stands_over_several_columns_in_order(columns: tuple[int, int]) -> None:
    """A span is from a lower column to a higher one."""
    with pytest.raises(ValueError, match="several columns"):
        line(columns=columns)


def test_a_line_stands_in_one_column_or_over_several() -> None:
    """Not both: a reader would not know which to cite."""
    with pytest.raises(ValueError, match="several columns"):
        line(column=1, columns=(1, 2))


@pytest.mark.parametrize(
    ("stated", "number", "expected"),
    [
        (None, 3, "3"),
        ("4", 1, "4"),
        ("4", 3, "6"),
        ("169-171", 3, "171"),
        ("169\u2013171", 4, "169\u2013171, image 4"),
        ("XII", 1, "XII"),
        ("XII", 2, "XII, image 2"),
        ("l. 179", 1, "l. 179"),
    ],
)
def test_the_stated_page_wins_over_the_running_number(stated: str | None, number: int, expected: str) -> None:
    """It is the first page's; numbers count on, and where they do not the image is told beside the label."""
    assert page_label(SourceReference(page=stated), number) == expected


def test_a_label_may_bring_its_own_word() -> None:
    """A leaf is not called a page."""
    assert place_of("l. 179", line(None, Place.TOP), 1) == "l. 179, top"
    assert place_of("4 bis", line(), 1) == "p. 4 bis"


PLACE = "p. 4, col. 3, bottom"


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (SourceReference("Pravda", "1927-11-02"), f"Pravda, 2 November 1927, {PLACE}"),
        (SourceReference("Pravda", "1927-11-02", issue="251"), f"Pravda, no. 251, 2 November 1927, {PLACE}"),
        (SourceReference("Biulleten'", "1936-10", issue="52-53"), f"Biulleten', nos 52-53, October 1936, {PLACE}"),
        (SourceReference("Le Temps", issue="nº 7"), f"Le Temps, nº 7, {PLACE}"),
        (SourceReference(date="1927"), f"1927, {PLACE}"),
        (SourceReference(citation="F. 3, op. 24, d. 163."), f"F. 3, op. 24, d. 163; {PLACE}"),
        (SourceReference("Pravda", citation="as I like it"), f"Pravda, {PLACE}"),
        (SourceReference(), PLACE),
    ],
)
def test_a_full_citation(reference: SourceReference, expected: str) -> None:
    """Title, issue and date as far as they are stated; nothing is made up for what is not."""
    assert cite(reference, PLACE) == expected


@pytest.mark.parametrize(
    ("edtf", "words"),
    {
        "1927-11-02": "2 November 1927",
        "1927-11": "November 1927",
        "1927": "1927",
        "1927~": "c. 1927",
        "1927-05?": "May 1927?",
        "1927%": "c. 1927?",
        "192X": "1920s",
        "19XX": "19XX",
        "19XX-05-03": "3 May 19XX",
        "1927-XX-XX": "1927",
        "1927-05-XX": "May 1927",
        "1927-23": "autumn 1927",
        "1927-05-01/1927-05-03": "1 May 1927 to 3 May 1927",
        "../1927": "until 1927",
        "1927/": "from 1927",
        "-0044": "-0044",
        "0000": "0000",
    }.items(),
)
def test_dates_in_words(edtf: str, words: str) -> None:
    """Precision and doubt are kept: no day is named that was not given."""
    assert date_in_words(edtf) == words


@given(st.dates())
def test_every_day_has_words(day: object) -> None:
    """Day and year of the words are those of the date."""
    day_, _, year = date_in_words(str(day)).split()
    assert (int(day_), int(year)) == (int(str(day)[8:]), int(str(day)[:4]))
