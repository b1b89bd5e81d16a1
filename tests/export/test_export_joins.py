"""Which printed words are one word of the reading layer."""

from __future__ import annotations

from digitize.export.joins import JoinedWord, find_joins
from digitize.model.transcription import RegionKind
from digitize.repair.hyphens import join_hyphens
from tests.export.documents import R, W, page

P = RegionKind.PARAGRAPH


def test_a_word_broken_at_a_line_end() -> None:
    """Both parts lead to the same joined word."""
    joins = find_joins([page(1, [R(P, [(W("са"), W("раз-", "разлад")), (W("лад", ""), W("и"))])])])
    expected = JoinedWord(("p0001_r001_l001_w002", "p0001_r001_l002_w001"), "разлад", hyphenated=True)
    assert joins == dict.fromkeys(expected.ids, expected)


def test_a_word_runs_past_captions_and_running_heads() -> None:
    """What stands between the columns or pages, changed readings in heads too, does not catch the second part."""
    pages = [
        page(1, [R(P, [(W("раз-", "разлад"),)]), R(RegionKind.CAPTION, [(W("Сад"),)])]),
        page(2, [R(RegionKind.HEADER, [(W("С", "Сад"), W("ад", ""))]), R(P, [(W("лад", ""),)])]),
    ]
    joins = find_joins(pages)
    assert joins["p0002_r002_l001_w001"].ids == ("p0001_r001_l001_w001", "p0002_r002_l001_w001")
    assert joins["p0002_r001_l001_w002"].ids == ("p0002_r001_l001_w001", "p0002_r001_l001_w002")


def test_joining_within_a_line_is_no_hyphenation() -> None:
    """Letterspacing closed up, or a hyphen in the middle of a line, is joined but not hyphenated."""
    spaced = find_joins([page(1, [R(P, [(W("С", "Сад"), W("а", ""), W("д", ""))])])])
    assert {j.hyphenated for j in spaced.values()} == {False} and len(spaced) == 3
    inner = find_joins([page(1, [R(P, [(W("раз-", "разлад"), W("лад", ""))])])])
    assert {j.hyphenated for j in inner.values()} == {False}
    early = find_joins([page(1, [R(P, [(W("раз-", "разлад"), W("и")), (W("лад", ""),)])])])
    assert {j.hyphenated for j in early.values()} == {False}


def test_a_part_without_a_beginning_joins_nothing() -> None:
    """A reading that is empty for no visible reason is left alone; a changed reading alone is no join."""
    assert find_joins([page(1, [R(P, [(W("лад", ""), W("міръ", "мир"))])])]) == {}


def test_the_rule_that_joins_is_understood() -> None:
    """What the repair of hyphens joins, over a caption, a running head and a page, is found again word by word."""
    pages = (
        page(1, [R(P, [(W("раз-"),), (W("лад"), W("са-"))]), R(RegionKind.CAPTION, [(W("Сад"),)])]),
        page(2, [R(RegionKind.HEADER, [(W("Вестник"),)]), R(P, [(W("ду"), W("конец"))])]),
    )
    found = find_joins(join_hyphens(pages))
    assert {(joined.ids, joined.reading, joined.hyphenated) for joined in found.values()} == {
        (("p0001_r001_l001_w001", "p0001_r001_l002_w001"), "разлад", True),
        (("p0001_r001_l002_w002", "p0002_r002_l001_w001"), "саду", True),
    }
