"""Citations as users write them, read into their levels."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.model.citation import cite_stated
from digitize.model.citation_style import AMERICAN, BRITISH, RUSSIAN_ARCHIVES, CitationStyle
from digitize.model.cited import CitedPlace, parse_citation
from digitize.model.reference import SourceReference
from digitize.model.transcription import Place


def levels(text: str) -> dict[str, Any]:
    """What was read, without the string itself and what comes before the first level."""
    cited = parse_citation(text)
    assert cited.raw == text
    values = {field.name: getattr(cited, field.name) for field in fields(CitedPlace)}
    return {name: value for name, value in values.items() if value and name not in ("raw", "lead")}


NEWSPAPERS: dict[str, dict[str, Any]] = {
    "*Pravda*, November 2, 1927, p. 4, col. 3, top": {
        "title": "Pravda",
        "date": "1927-11-02",
        "page": "4",
        "columns": "3",
        "place": Place.TOP,
    },
    "Правда, 2 ноября 1927 г., стр. 4": {"title": "Правда", "date": "1927-11-02", "page": "4"},
    "L'Humanité, 28 Dec. 1934, p. 1, col. 6 bottom": {
        "title": "L'Humanité",
        "date": "1934-12-28",
        "page": "1",
        "columns": "6",
        "place": Place.BOTTOM,
    },
    "Pravda, 16 January 1935, p. 6, cols 1, 3, 5-6": {
        "title": "Pravda",
        "date": "1935-01-16",
        "page": "6",
        "columns": "1, 3, 5-6",
    },
    "Речь т. Троцкого // Правда. 1927. 2 ноября. № 251. С. 4.": {
        "title": "Правда",
        "date": "1927-11-02",
        "issue": "251",
        "page": "4",
    },
    "Правда, 1927, № 251, 2 нояб., с. 4, кол. 3, внизу": {
        "title": "Правда",
        "date": "1927-11-02",
        "issue": "251",
        "page": "4",
        "columns": "3",
        "place": Place.BOTTOM,
    },
    "Le Temps du 25 décembre 1934, p. 2, 3e col., en bas": {
        "title": "Le Temps",
        "date": "1934-12-25",
        "page": "2",
        "columns": "3",
        "place": Place.BOTTOM,
    },
    "Frankfurter Zeitung, Nr. 12, 2. Januar 1935, S. 3, Sp. 2, oben": {
        "title": "Frankfurter Zeitung",
        "date": "1935-01-02",
        "issue": "12",
        "page": "3",
        "columns": "2",
        "place": Place.TOP,
    },
    "Biulleten' Oppozitsii, ##52-53 (October 1936), p. 12": {
        "title": "Biulleten' Oppozitsii",
        "date": "1936-10",
        "issue": "52-53",
        "page": "12",
    },
    "Izvestiia, 11.12.1934, p. 2": {"title": "Izvestiia", "readings": ("1934-12-11", "1934-11-12"), "page": "2"},
    "Известия от 11.12.1934, с. 2": {"title": "Известия", "date": "1934-12-11", "page": "2"},
    "Pravda, Nov. 2, 1927 (accessed 3 May 2020)": {"title": "Pravda", "date": "1927-11-02"},
    "Pravda, 2 Nov 1927, bottom of p. 3": {"title": "Pravda", "date": "1927-11-02", "page": "3", "place": Place.BOTTOM},
    "col. 3, 2 November 1927": {"date": "1927-11-02", "columns": "3"},
    "(col. 6, top)": {"columns": "6", "place": Place.TOP},
    "EN 3e PAGE": {"title": "EN", "page": "3"},
    "p. 169/322-3": {"page": "169/322-3"},
    "no. 3 November 1927": {"date": "1927-11", "issue": "3"},
    "Pravda": {"title": "Pravda"},
    "": {},
}


@pytest.mark.parametrize(("text", "expected"), NEWSPAPERS.items())
def test_newspapers(text: str, expected: dict[str, Any]) -> None:
    """Title, date, issue, page, columns and place, each where it is plainly there."""
    assert levels(text) == expected


ARCHIVES: dict[str, dict[str, Any]] = {
    "Na 3 ll. F.3, op.24, d.163, l.179-181": {"fond": "3", "opis": "24", "delo": "163", "list": "179-181"},
    "Ф. 3. Оп. 24. Д. 163. Л. 179\u2014181": {"fond": "3", "opis": "24", "delo": "163", "list": "179\u2014181"},
    "ГАРФ. Ф. Р-5446. Оп. 1. Д. 2а. Л. 3, 5-7 об.": {"fond": "Р-5446", "opis": "1", "delo": "2а", "list": "3, 5-7 об."},
    "Zborowski's reports, F.31660 d. 9067 Papka No. 28": {"fond": "31660", "delo": "9067", "folder": "28"},
    "Volkogonov Papers, Reel 3 Container 4 Folder 16": {"reel": "3", "container": "4", "folder": "16"},
    "RGASPI, fond 17, opis' 2, delo 1927": {"fond": "17", "opis": "2", "delo": "1927"},
    "Там же. Л. 12 об.": {"list": "12 об."},
    "Ф. 3. Л. 5, 2 ноября 1927": {"fond": "3", "list": "5", "date": "1927-11-02"},
}


@pytest.mark.parametrize(("text", "expected"), ARCHIVES.items())
def test_archives(text: str, expected: dict[str, Any]) -> None:
    """Levels in Latin and Cyrillic letters; an extent is not a leaf, a delo no year, and what comes before no title."""
    assert levels(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("p. 3, l. 4", {"page": "3"}),
        (
            "L'Humanité, 28 December 1934, p. 1 col. 6 bottom, p. 2 col. 1",
            {"title": "L'Humanité", "date": "1934-12-28", "page": "1, 2"},
        ),
        ("Trotsky, “Speech,” Pravda, 2 November 1927", {"date": "1927-11-02"}),
        ("Speech of 2 November 1927, in Works, 1936", {"title": "Speech", "readings": ("1927-11-02", "1936")}),
        ("Biulleten' 10, April 1930", {"date": "1930-04"}),
        ("Harvard, Trotsky Archive 4782", {}),
        ("Pravda, 31 февраля 1927, p. 4", {"title": "Pravda", "page": "4"}),
        ("p. 4, col. 3, top and bottom of col. 3", {"page": "4", "columns": "3"}),
    ],
)
def test_nothing_is_guessed(text: str, expected: dict[str, Any]) -> None:
    """A line that may be a leaf, columns of several pages, a lead of several parts, two dates: left out."""
    assert levels(text) == expected


def test_what_comes_first_is_kept() -> None:
    """Where the title is not plain, what stands before the first level is there to look into."""
    assert parse_citation("Trotsky, “Speech,” Pravda, 2 November 1927").lead == "Trotsky, “Speech,” Pravda"
    assert parse_citation("РГАСПИ. Ф. 17. Оп. 2").lead == "РГАСПИ"


def test_composed_and_decomposed_letters_read_alike() -> None:
    """é of two characters is é."""
    assert parse_citation("L'Humanite\u0301, 28 de\u0301cembre 1934").date == "1934-12-28"


@given(st.text(st.sampled_from("aб1 2.,-p.l.F.№«»*()'/\x1f\ud800"), max_size=60) | st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    """Nothing that people may write is an error, and the string itself is kept."""
    assert parse_citation(text).raw == text


def test_a_very_long_text_is_read_at_its_beginning() -> None:
    """A citation is short: of what is not, the rest is kept, not read."""
    text = "Pravda, p. 4, " + "x " * 5000 + "col. 3"
    cited = parse_citation(text)
    assert (cited.page, cited.columns, cited.raw) == ("4", None, text)


NUMBERS = st.integers(1, 9999).map(str)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "date": st.dates().filter(lambda day: 1500 <= day.year < 2100).map(str),
            "issue": NUMBERS,
            "page": NUMBERS,
            "columns": st.sampled_from(["3", "1-4", "1, 3, 5-6"]),
            "place": st.sampled_from(["top", "middle", "bottom"]),
        },
    ),
    st.sampled_from([BRITISH, AMERICAN]),
)
def test_our_own_citations_are_read_back(values: dict[str, str], style: CitationStyle) -> None:
    """What is cited in either style comes back level by level; a place alone, without page or column, is none."""
    if not {"page", "columns"} & values.keys():
        values.pop("place", None)
    told = levels(cite_stated(SourceReference("Pravda", **values), style))  # type: ignore[arg-type]
    assert told == {"title": "Pravda", **values}


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, st.sampled_from([BRITISH, AMERICAN, RUSSIAN_ARCHIVES]))
def test_our_own_shelfmarks_are_read_back(fond: str, opis: str, delo: str, leaf: str, style: CitationStyle) -> None:
    """In Latin and in Cyrillic letters."""
    values = {"fond": fond, "opis": opis, "delo": delo, "list": leaf}
    assert levels(cite_stated(SourceReference(**values), style)) == values  # type: ignore[arg-type]
