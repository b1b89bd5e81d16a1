"""Citations of whole sources: newspapers and archives, in each style, whatever is stated."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digitize.model.citation import cite, cite_source, cite_stated, page_label
from digitize.model.citation_style import (
    AMERICAN,
    BRITISH,
    RUSSIAN_ARCHIVES,
    CitationStyle,
    DateOrder,
    Letters,
    Markup,
)
from digitize.model.reference import FIELDS, SourceReference

PRAVDA = SourceReference("Pravda", "1927-11-02", "4", columns="3", place="top")
TELEGRAM = SourceReference(repository="RGASPI", fond="3", opis="24", delo="163", list="179-181")


@pytest.mark.parametrize(
    ("reference", "style", "expected"),
    [
        (PRAVDA, AMERICAN, "*Pravda*, November 2, 1927, p. 4, col. 3, top"),
        (PRAVDA, BRITISH, "Pravda, 2 November 1927, p. 4, col. 3, top"),
        (
            SourceReference(
                "L'Humanité", "1934-12-28", "3", edition="5 h. du soir", columns="1-4", subhead="Les faits"
            ),
            BRITISH,
            "L'Humanité, 5 h. du soir, 28 December 1934, p. 3, cols 1-4, subhead “Les faits”",
        ),
        (SourceReference("Livre rouge", "1936", "169/322-3"), BRITISH, "Livre rouge, 1936, p. 169/322-3"),
        (SourceReference(page="322-3", document="12"), BRITISH, "doc. 12, pp. 322-3"),
        (TELEGRAM, BRITISH, "RGASPI, f. 3, op. 24, d. 163, l. 179-181"),
        (
            replace(TELEGRAM, repository="РГАСПИ."),
            RUSSIAN_ARCHIVES,
            "РГАСПИ. Ф. 3. Оп. 24. Д. 163. Л. 179\u2014181",
        ),
        (
            SourceReference(
                "Report", "1938-02-11", fond="31660", delo="9067", folder="Papka No. 28", copy_holder="LoC"
            ),
            AMERICAN,
            "Report, February 11, 1938, f. 31660, d. 9067, Papka No. 28 (copy in LoC)",
        ),
        (
            SourceReference(collection="Volkogonov Papers", reel="3", container="4", folder="16"),
            BRITISH,
            "Volkogonov Papers, reel 3, container 4, folder 16",
        ),
        (
            SourceReference(repository="Harvard", collection="Trotsky Archive", item="4782"),
            BRITISH,
            "Harvard, Trotsky Archive 4782",
        ),
        (SourceReference(item="4782"), BRITISH, "item 4782"),
        (SourceReference(repository="Hoover Institution"), BRITISH, "Hoover Institution"),
        (
            SourceReference(original_holder="AP RF", copy_holder="LoC", url="https://a.example/1"),
            BRITISH,
            "original in AP RF; copy in LoC, https://a.example/1",
        ),
        (SourceReference(fond="Р-5446", delo="163а", list="12 об."), RUSSIAN_ARCHIVES, "Ф. Р-5446. Д. 163а. Л. 12 об."),
        (SourceReference(citation="as I like it."), BRITISH, "as I like it."),
        (SourceReference(page="4", citation="F. 3, op. 24."), BRITISH, "F. 3, op. 24; p. 4"),
        (SourceReference("a*b_c", fond="[1]"), AMERICAN, r"a\*b\_c, f. \[1\]"),
        (SourceReference("a*b", url="https://a.example/x_y"), AMERICAN, r"*a\*b*, https://a.example/x_y"),
        (SourceReference(), BRITISH, ""),
    ],
)
def test_all_that_is_stated(reference: SourceReference, style: CitationStyle, expected: str) -> None:
    """Newspapers, editions, and archives with whatever levels they have, in the words of the style."""
    assert cite_stated(reference, style) == expected


def test_a_found_place_takes_the_stated_ones_place() -> None:
    """Of a line its own place is told, with the source before it; where that is kept stands at the end."""
    reference = replace(PRAVDA, copy_holder="RNB", subhead="Заседание")
    assert cite(reference, "p. 4, col. 2, bottom") == "Pravda, 2 November 1927, p. 4, col. 2, bottom (copy in RNB)"
    assert cite_source(reference) == "Pravda, 2 November 1927 (copy in RNB)"
    assert cite(PRAVDA, "p. 4, col. 2", AMERICAN) == "*Pravda*, November 2, 1927, p. 4, col. 2"


def test_a_leaf_is_told_once() -> None:
    """Where pages are called by their leaf, the extent is not told before it; where a page is stated too, it is."""
    assert cite(TELEGRAM, f"{page_label(TELEGRAM, 2, 3)}, top") == "RGASPI, f. 3, op. 24, d. 163, l. 180, top"
    russian = page_label(TELEGRAM, 2, 3, RUSSIAN_ARCHIVES)
    assert cite(TELEGRAM, f"{russian}, top", RUSSIAN_ARCHIVES) == "RGASPI. Ф. 3. Оп. 24. Д. 163. Л. 180, top"
    assert cite(replace(TELEGRAM, page="7"), "p. 7").endswith("l. 179-181, p. 7")


@pytest.mark.parametrize(
    ("stated", "number", "pages", "expected"),
    [
        ("179-181", 1, 3, "l. 179"),
        ("179-181", 3, None, "l. 181"),
        ("179-181", 4, None, "l. 179-181, image 4"),
        ("179-181", 1, 6, "l. 179-181"),
        ("179-181", 2, 6, "l. 179-181, image 2"),
        ("179", 1, 2, "l. 179"),
        ("179", 2, 2, "l. 179, image 2"),
        ("12-14 об.", 2, 3, "l. 12-14 об., image 2"),
        ("Bl. 7", 1, 1, "Bl. 7"),
    ],
)
def test_leaves_are_counted_on_where_that_is_sure(stated: str, number: int, pages: int | None, expected: str) -> None:
    """An extent that holds all pages is counted; with more pages than leaves some are backs, and nobody knows which."""
    assert page_label(SourceReference(list=stated), number, pages) == expected


def test_an_end_cut_short_is_a_range() -> None:
    """``322-3`` is pages 322 and 323."""
    assert [page_label(SourceReference(page="322-3"), n) for n in (1, 2, 3)] == ["322", "323", "322-3, image 3"]


WORDS = st.from_regex(r"\A[A-Za-zА-я0-9]{1,6}( [A-Za-zА-я0-9]{1,6})?\Z").filter(lambda text: "None" not in text)
TEXTS = [name for name in FIELDS if name not in ("date", "url", "citation")]
STYLES = st.builds(CitationStyle, st.sampled_from(Markup), st.sampled_from(DateOrder), st.sampled_from(Letters))


@given(
    st.dictionaries(st.sampled_from(TEXTS), WORDS),
    st.sampled_from([None, "1927-11-02", "1927~", "../1927-05"]),
    st.sampled_from([None, "https://a.example/scan_1"]),
    STYLES,
)
def test_any_part_may_be_missing(
    values: dict[str, str], date: str | None, url: str | None, style: CitationStyle
) -> None:
    """Each stated value is told, and no trace is left of what is not: no doubled or stray separator, no None."""
    reference = SourceReference(**values, date=date, url=url)  # type: ignore[arg-type]
    whole = cite_stated(reference, style)
    assert [value for value in [*values.values(), url or ""] if value not in whole] == []
    assert ("1927" in whole) >= (date is not None)
    assert re.search(r"None|[,;]\s*[,;.)]|\.\s*\.|\(\s|\(\)|\s\s|^[\s,;.(]|[\s,;]$", whole) is None
    assert bool(whole) == bool(values or date or url)


@given(st.dictionaries(st.sampled_from(TEXTS), st.text(max_size=8)), STYLES)
@example({"collection": "", "item": ""}, BRITISH)
@example({"collection": "a", "item": ""}, BRITISH)
def test_any_text_can_be_cited(values: dict[str, str], style: CitationStyle) -> None:
    """Whatever people write, there is a citation, and it neither begins nor ends with a comma."""
    reference = SourceReference(**values)  # type: ignore[arg-type]
    for whole in (cite_stated(reference, style), cite_source(reference, style)):
        assert not whole.startswith((",", ";")) and not whole.endswith((",", ";"))
