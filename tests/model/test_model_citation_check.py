"""Citations compared with where the text was found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digitize.model.citation_check import Agreement, LevelCheck, check_citation
from digitize.model.cited import parse_citation
from digitize.model.reference import SourceReference
from digitize.model.romanised import romanised, same_name
from digitize.model.transcription import Place

PRAVDA = SourceReference("Правда", "1927-11-02", "4", issue="251")
TELEGRAM = SourceReference(repository="RGASPI", fond="3", opis="24", delo="163", list="179-181")


def told(
    text: str, reference: SourceReference = PRAVDA, label: str = "4", columns: tuple[int, int] | None = (3, 3)
) -> dict[str, str]:
    check = check_citation(parse_citation(text), reference, label, columns, Place.TOP)
    return {level.level: level.agreement.value for level in check.levels}


def test_a_citation_that_is_right() -> None:
    """Every level that both say agrees, over scripts; what the citation leaves out is not stated."""
    check = check_citation(
        parse_citation("*Pravda*, November 2, 1927, p. 4, col. 3, top"), PRAVDA, "4", (3, 3), Place.TOP
    )
    assert check.agreement is Agreement.AGREES and check.differing == ()
    assert [(level.level, level.agreement) for level in check.levels] == [
        ("title", Agreement.AGREES),
        ("date", Agreement.AGREES),
        ("issue", Agreement.NOT_STATED),
        ("page", Agreement.AGREES),
        ("columns", Agreement.AGREES),
        ("place", Agreement.AGREES),
    ]


def test_a_citation_that_is_wrong_is_told_level_by_level() -> None:
    """What was cited and what was found stand beside each other."""
    check = check_citation(parse_citation("Pravda, 3 Nov. 1927, p. 5, col. 3, bottom"), PRAVDA, "4", (3, 3), Place.TOP)
    assert check.agreement is Agreement.DIFFERS
    assert check.differing == (
        LevelCheck("date", Agreement.DIFFERS, "1927-11-03", "1927-11-02"),
        LevelCheck("page", Agreement.DIFFERS, "5", "4"),
        LevelCheck("place", Agreement.DIFFERS, "bottom", "top"),
    )


@pytest.mark.parametrize(
    ("text", "level", "expected"),
    [
        ("Izvestiia, 1927", "title", "differs"),
        ("Trotsky, “Speech,” Pravda, 1927", "title", "agrees"),
        ("Trotsky, “Speech,” Izvestiia, 1927", "title", "not-stated"),
        ("Pravda, November 1927", "date", "agrees"),
        ("Pravda, 1928", "date", "differs"),
        ("Pravda, 2/11/1927, p. 4", "date", "agrees"),
        ("Pravda, 3/11/1927, p. 4", "date", "differs"),
        ("nos 250-251", "issue", "agrees"),
        ("№ 252", "issue", "differs"),
        ("pp. 3-4", "page", "agrees"),
        ("cols 1-4", "columns", "agrees"),
        ("cols 1, 3", "columns", "agrees"),
        ("cols 1, 4-5", "columns", "differs"),
    ],
)
def test_levels_of_a_newspaper(text: str, level: str, expected: str) -> None:
    """Less said agrees, ranges hold what lies in them, either order of day and month may be meant."""
    assert told(text)[level] == expected


def test_a_running_number_is_no_page() -> None:
    """The third image of a document that states no page is not page 3: nothing is said of it."""
    assert told("Pravda, p. 9", replace(PRAVDA, page=None), "1")["page"] == "not-stated"
    assert told("Pravda, p. 9", replace(PRAVDA, page="4-5"), "4-5, image 3")["page"] == "not-stated"


def test_a_headline_over_several_columns() -> None:
    """It stands in each of them; on a page of one column none is known."""
    assert told("col. 2", columns=(1, 3))["columns"] == "agrees"
    assert told("col. 4", columns=(1, 3))["columns"] == "differs"
    assert told("col. 2", columns=None)["columns"] == "not-stated"


@pytest.mark.parametrize(
    ("text", "differing"),
    [
        ("Na 3 ll. F.3, op.24, d.163, l.179-181", []),
        ("РГАСПИ. Ф. 3. Оп. 24. Д. 163. Л. 180", []),
        ("F.3, op.24, d.164, l.182", ["delo", "list"]),
        ("Ф. 3. Оп. 24. Д. 163. Л. 180 об.", ["list"]),
    ],
)
def test_levels_of_an_archive(text: str, differing: list[str]) -> None:
    """Fond to leaf; the leaf is that of the page found, and the back of a leaf is not its front."""
    check = check_citation(parse_citation(text), TELEGRAM, "l. 180")
    assert [level.level for level in check.differing] == differing
    by_level = {level.level: level for level in check.levels}
    assert by_level["fond"].agreement is Agreement.AGREES
    assert by_level["repository"].agreement is (Agreement.AGREES if "РГАСПИ" in text else Agreement.NOT_STATED)


def test_values_may_bring_their_own_words() -> None:
    """``Papka No. 28`` is folder 28, ``163а`` in Cyrillic letters is 163a."""
    reference = SourceReference(fond="Ф. 31660", delo="163а", folder="Papka No. 28", list="12-14 об.", page="7")
    check = check_citation(parse_citation("F.31660 d. 163a Papka No. 28, l. 13"), reference, "7")
    assert {level.level: level.agreement for level in check.levels if level.cited} == dict.fromkeys(
        ["fond", "delo", "folder", "list"], Agreement.AGREES
    )


def test_nothing_to_compare() -> None:
    """An empty citation, and a document of which nothing is stated, agree in nothing and differ in nothing."""
    assert check_citation(parse_citation(""), SourceReference(), "1").levels == ()
    assert check_citation(parse_citation("Pravda, p. 4"), SourceReference(), "1").agreement is Agreement.NOT_STATED


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Правда", "Pravda", True),
        ("Известия", "Izvestiya", True),
        ("Известия", "Izvestiia", True),
        ("Бюллетень оппозиции", "Biulleten' Oppozitsii", True),
        ("L'Humanité", "L\u2019Humanite", True),
        ("Правда (Москва)", "Pravda", True),
        ("Троцкий", "Trotsky", True),
        ("Komsomol'skaia pravda", "Pravda", False),
        ("Le Temps", "Le Matin", False),
        ("***", "Правда", False),
        ("(1)", "(2)", False),
    ],
)
def test_names_over_scripts(one: str, other: str, same: object) -> None:
    """Romanisations, accents, apostrophes and what stands in brackets do not part names; words do."""
    assert same_name(one, other) is same_name(other, one) is same


def test_romanised_letters() -> None:
    """As libraries write Russian, without its diacritics; old letters too."""
    assert romanised("Сѣверный Вѣстникъ, «Ёж» щука") == "severnyi vestnik ezh shchuka"
