"""Words hyphenated at a line's end: joined on the reading layer, with provenance, and the printed layer left alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.model.geometry import Box
from digitize.model.transcription import (
    Doubt,
    PageStatus,
    RegionKind,
    Repair,
    TextLine,
    TextRegion,
    TranscribedPage,
    Word,
)
from digitize.repair.hyphens import RULE, join_hyphens
from digitize.repair.particles import keeps_hyphen

BOX = Box(0, 0, 10, 10)
P, H = RegionKind.PARAGRAPH, RegionKind.HEADING

Draft = tuple[RegionKind, str]


def page(*regions: Draft, number: int = 1, language: str = "rus") -> TranscribedPage:
    """A page of regions, each a kind and its lines parted by ``/``."""
    made = []
    for r, (kind, text) in enumerate(regions, 1):
        lines = []
        for n, line in enumerate(filter(None, text.split("/")), 1):
            id = f"p{number:04}_r{r:03}_l{n:03}"
            words = tuple(
                Word.read(f"{id}_w{w:03}", each, BOX, 0.9, language) for w, each in enumerate(line.split(), 1)
            )
            lines.append(TextLine(id, BOX, BOX.polygon, ((0, 9), (10, 9)), words, 1))
        made.append(TextRegion(f"p{number:04}_r{r:03}", kind, BOX, BOX.polygon, tuple(lines), 1))
    return TranscribedPage(number, 100, 100, PageStatus.RECOGNISED, tuple(made), 1, language)


def failed(number: int) -> TranscribedPage:
    return TranscribedPage(number, 100, 100, PageStatus.FAILED, (), 0, None, "the engine crashed")


def reading(*pages: TranscribedPage) -> str:
    """The reading layer after joining: words by spaces."""
    return " ".join(word.reading for page in join_hyphens(pages) for word in page.words if word.reading)


def printed(pages: Sequence[TranscribedPage]) -> list[list[str]]:
    return [[word.text for word in page.words] for page in pages]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ("на при-/стани тихо", "на пристани тихо"),
        ("la pé-/niche arrive", "la péniche arrive"),
        ("при-/стани, говорят", "пристани, говорят"),
        ("«при-/стани» тихо", "«пристани» тихо"),
        ("при\u2010/стани", "пристани"),
        ("при\u00ad/стани", "пристани"),
        ("при\u00ac/стани", "пристани"),
        ("при\u2e17/стани", "пристани"),
        ("ПРИ-/СТАНЬ", "ПРИСТАНЬ"),
        ("«ПРИ-/СТАНЬ»,", "«ПРИСТАНЬ»,"),
        ("Верхне-/озерск", "Верхнеозерск"),
    ],
)
def test_a_word_over_two_lines_is_joined(lines: str, joined: str) -> None:
    """With any hyphen an engine may read, with signs before and after, in capitals throughout."""
    assert reading(page((P, lines))) == joined


@pytest.mark.parametrize(
    "lines",
    [
        "Ново-/Озерск",
        "при-/Стань",
        "в 1927-/го",
        "дом № 5-/7",
        "поле -/ветер",
        "поле —/ветер",
        "поле –/ветер",
        "поле--/ветер",
        "-/поле",
        "поле-/(ветер)",
        "поле-/— ветер",
        "поле-/12",
        "поле/ветер",
        "поле=/ветер",
        "поле-",
    ],
)
def test_what_is_no_broken_word_stays(lines: str) -> None:
    """Names that go on with a capital, numbers, dashes, signs: nothing is guessed."""
    before = page((P, lines))
    assert join_hyphens((before,)) == (before,)


def test_a_hyphen_inside_a_line_stays() -> None:
    """Only what ends a line was broken by the printer."""
    assert reading(page((P, "северо- восток/тихо"))) == "северо- восток тихо"


def test_the_double_hyphen_of_fraktur() -> None:
    """Engines read it as an equals sign, which breaks words in German and nowhere else."""
    assert reading(page((P, "Regie=/rung"), language="deu")) == "Regierung"
    assert reading(page((P, "x=/y"), language="fra")) == "x= y"


def test_words_are_joined_over_regions_and_pages() -> None:
    """From the foot of a column to the head of the next, and to the next page, past running heads and captions."""
    pages = (
        page((P, "урожай на бере-"), (P, "гу собран, до-"), (RegionKind.CAPTION, "Рисунок"), number=1),
        page((RegionKind.HEADER, "Вестник 12-"), (RegionKind.PAGE_NUMBER, "2"), (P, "рога ровная"), number=2),
    )
    assert reading(*pages) == "урожай на берегу собран, дорога Рисунок Вестник 12- 2 ровная"


def test_a_picture_between_two_parts_does_not_part_them() -> None:
    """Pictures are listed after the text of their page; the word goes on below, or on the next page, all the same."""
    pages = (page((P, "до-"), (RegionKind.IMAGE, ""), number=1), page((P, "рога"), number=2))
    assert reading(*pages) == "дорога"


def test_a_heading_parts_paragraphs() -> None:
    """A word broken before a heading does not go on in it, nor after it; within a heading words are joined."""
    assert reading(page((P, "до-"), (H, "рога"), (P, "рога"))) == "до- рога рога"
    assert reading(page((H, "до-/рога"), (P, "ровная"))) == "дорога ровная"


def test_pages_that_are_no_neighbours_are_not_joined() -> None:
    """What a failed page or one left out by --pages held is not known; an empty page held nothing."""
    first, third = page((P, "до-"), number=1), page((P, "рога"), number=3)
    assert reading(first, third) == "до- рога"
    assert reading(first, failed(2), third) == "до- рога"
    assert reading(first, page(number=2), third) == "дорога"


def test_a_line_of_one_word() -> None:
    """The middle part of a word may fill a line: all parts become one word, at the first."""
    (after,) = join_hyphens((page((P, "пе-/ре-/правка через/ре-/ку")),))
    assert [word.reading for word in after.words] == ["переправка", "", "", "через", "реку", ""]
    assert [word.text for word in after.words] == ["пе-", "ре-", "правка", "через", "ре-", "ку"]


def test_a_word_may_end_one_and_begin_another() -> None:
    """The last word of a line is broken, and so is the last of the next."""
    assert reading(page((P, "до-/рога ров-/ная"))) == "дорога ровная"


def test_both_parts_carry_the_repair() -> None:
    """Rule, layer, old and new reading, and each other's ids: enough to undo it."""
    (after,) = join_hyphens((page((P, "на при-/стани тихо")),))
    _, first, second, _ = after.words
    assert (first.reading, second.reading) == ("пристани", "")
    (left,), (right,) = first.repairs, second.repairs
    assert (left.rule, left.layer, left.old, left.new) == (RULE, "reading", "при-", "пристани")
    assert (right.rule, right.layer, right.old, right.new) == (RULE, "reading", "стани", "")
    assert second.id in left.evidence
    assert first.id in right.evidence


def test_earlier_repairs_are_built_upon() -> None:
    """What another rule made of a reading is what is joined, and its repair stays in front."""
    before = page((P, "мi-/ра"))
    region = before.regions[0]
    line, after = region.lines
    earlier = Repair("old-letters", "reading", "мi-", "ми-", "today's spelling")
    mended = replace(line, words=(replace(line.words[0], reading="ми-", repairs=(earlier,)),))
    (joined,) = join_hyphens((replace(before, regions=(replace(region, lines=(mended, after)),)),))
    first = next(joined.words)
    assert first.reading == "мира"
    assert [repair.rule for repair in first.repairs] == ["old-letters", RULE]
    assert first.repairs[1].old == "ми-"


KEPT = [
    ("кто", "то"),
    ("какой", "то"),
    ("Что", "то"),
    ("где", "либо"),
    ("когда", "нибудь"),
    ("всё", "таки"),
    ("да", "с"),
    ("он", "де"),
    ("ну", "ка"),
    ("кое", "что"),
    ("кой", "кого"),
    ("из", "за"),
    ("из", "под"),
    ("по", "русски"),
    ("по", "прежнему"),
    ("во", "первых"),
    ("dit", "il"),
    ("dira-t", "elle"),
    ("dira", "t-on"),
    ("Allez", "vous"),
    ("avons", "nous"),
    ("veux", "tu"),
    ("est", "ce"),
    ("qu'est", "ce"),
    ("n’est", "ce"),
    ("celui", "ci"),
    ("jours", "ci"),
    ("celle", "là"),
    ("lui", "même"),
    ("donnez", "moi"),
    ("allons", "y"),
    ("peut", "être"),
    ("c'est-à", "dire"),
    ("au", "dessus"),
]

SYLLABLES = [
    ("мес", "то"),
    ("ле", "то"),
    ("прос", "то"),
    ("нау", "ка"),
    ("ре", "ка"),
    ("кой", "ка"),
    ("заво", "де"),
    ("по", "тому"),
    ("по", "этому"),
    ("по", "ход"),
    ("из", "вестие"),
    ("во", "да"),
    ("ver", "tu"),
    ("for", "ce"),
    ("provin", "ce"),
    ("mer", "ci"),
    ("voi", "là"),
    ("modè", "le"),
    ("par", "ler"),
    ("mon", "ta"),
    ("Fran", "ce"),
]


@pytest.mark.parametrize(("stem", "tail"), KEPT)
def test_a_particle_keeps_its_hyphen(stem: str, tail: str) -> None:
    """What is written with a hyphen in the middle of a line is so at its end; the rule says that it knew."""
    assert keeps_hyphen(stem, tail)
    (after,) = join_hyphens((page((P, f"{stem}-/{tail},")),))
    first, second = after.words
    assert (first.reading, second.reading) == (f"{stem}-{tail},", "")
    assert "kept" in first.repairs[0].evidence


@pytest.mark.parametrize(("stem", "tail"), SYLLABLES)
def test_a_syllable_that_looks_like_a_particle_is_joined(stem: str, tail: str) -> None:
    """Particles are syllables of many common words; what stands before them tells."""
    assert not keeps_hyphen(stem, tail)
    assert reading(page((P, f"{stem}-/{tail}"))) == f"{stem}{tail}"


def test_particles_in_capitals() -> None:
    """A headline has the same words."""
    assert reading(page((H, "КТО-/ТО"))) == "КТО-ТО"
    assert reading(page((H, "МЕС-/ТО"))) == "МЕСТО"


WORD = st.text(st.sampled_from("абвАБ-«.,1=é\u00ad"), min_size=1, max_size=6)
LINE = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
REGION = st.tuples(
    st.sampled_from([P, P, H, RegionKind.CAPTION, RegionKind.HEADER]), st.lists(LINE, max_size=4).map("/".join)
)
PAGES = st.lists(st.lists(REGION, max_size=3), min_size=1, max_size=3).map(
    lambda pages: tuple(page(*regions, number=number) for number, regions in enumerate(pages, 1))
)


@given(PAGES)
def test_the_printed_layer_never_changes(pages: tuple[TranscribedPage, ...]) -> None:
    """Whatever is joined: same words, same boxes, same lines; only readings and repairs differ."""
    after = join_hyphens(pages)
    assert printed(after) == printed(pages)

    def bare(pages: Sequence[TranscribedPage]) -> list[Word]:
        return [replace(word, reading="", repairs=()) for page in pages for word in page.words]

    assert bare(after) == bare(pages)


@given(PAGES)
def test_every_change_has_its_repair(pages: tuple[TranscribedPage, ...]) -> None:
    """A reading differs from what the engine read if and only if a repair tells of it, step by step."""
    for page in join_hyphens(pages):
        for word in page.words:
            assert bool(word.repairs) == (word.reading != word.text)
            steps = [word.text, *(repair.new for repair in word.repairs)]
            assert [repair.old for repair in word.repairs] == steps[:-1]
            assert steps[-1] == word.reading


@given(PAGES)
def test_no_letter_is_lost(pages: tuple[TranscribedPage, ...]) -> None:
    """The readings, put together, are the printed words without some of their hyphens."""

    def letters(text: str) -> list[str]:
        return [c for c in text if c not in "-=\u00ad"]

    after = "".join(word.reading for page in join_hyphens(pages) for word in page.words if page_flows(page, word))
    before = "".join(word.text for page in pages for word in page.words if page_flows(page, word))
    assert sorted(letters(after)) == sorted(letters(before))


def page_flows(page: TranscribedPage, word: Word) -> bool:
    """Whether a word stands in running text."""
    region = next(each for each in page.regions if word.id.startswith(each.id))
    return region.kind in (P, H)


@given(PAGES)
def test_joining_twice_is_joining_once(pages: tuple[TranscribedPage, ...]) -> None:
    """A document that is repaired again stays as it is."""
    once = join_hyphens(pages)
    assert join_hyphens(once) == once


@given(PAGES)
def test_ids_and_places_stay(pages: tuple[TranscribedPage, ...]) -> None:
    """Regions and lines are the same but for the words in them."""
    for before, after in zip(pages, join_hyphens(pages), strict=True):
        assert [line.id for line in after.lines] == [line.id for line in before.lines]
        assert replace(after, regions=()) == replace(before, regions=())


def test_nothing_to_join_is_handed_on_as_it_is() -> None:
    """No copies are made of pages without broken words; no pages is no pages."""
    pages = (page((P, "поле и лес")),)
    assert join_hyphens(pages) is pages
    assert join_hyphens(()) == ()


def test_lines_in_doubt_are_passed_over() -> None:
    """Handwriting across a page, or a stamp at its foot, is no text: the word goes on after it."""
    before = page((P, "на до-/Верно/роге тихо"))
    region = before.regions[0]
    first, written, last = region.lines
    doubted = replace(region, lines=(first, replace(written, doubt=Doubt.HANDWRITING), last))
    assert reading(replace(before, regions=(doubted,))) == "на дороге Верно тихо"
