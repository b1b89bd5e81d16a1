"""Old orthography in today's: word by word, on the reading layer only, with provenance, and back again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.model.language import Orthography
from digitize.model.transcription import RegionKind, TranscribedPage, Word
from digitize.repair.hyphens import join_hyphens
from digitize.repair.modernise import keep_spelling, modern_steps, modernise
from digitize.repair.old_spelling import RULES
from tests.repair.old_words import WORDS
from tests.repair.test_repair_hyphens import page

P = RegionKind.PARAGRAPH


def modern(word: str) -> str:
    return [word, *(changed for _, changed in modern_steps(word))][-1]


def old_page(text: str, language: str = "rus", number: int = 1) -> TranscribedPage:
    """A page found to be in the old orthography, its lines parted by ``/``."""
    return replace(page((P, text), number=number, language=language), orthography=Orthography.BEFORE_1918)


def reading(*pages: TranscribedPage) -> str:
    return " ".join(word.reading for each in pages for word in each.words if word.reading)


def test_the_table_is_worth_its_name() -> None:
    """Every rule is tried, and words that look like its own and are not."""
    assert len(WORDS) > 200
    assert {rule.name for _, old, _ in WORDS for rule, _ in modern_steps(old)} == {rule.name for rule in RULES}


@pytest.mark.parametrize(("rule", "old", "new"), WORDS, ids=[old for _, old, _ in WORDS])
def test_words(rule: str, old: str, new: str) -> None:
    """Each to its form of today; what no rule can know stays. What is modern already stays too."""
    assert modern(old) == new, rule
    assert modern(new) == new, rule


def test_the_printed_layer_stays_and_each_change_is_told() -> None:
    """One repair for each rule, with the reading before and after it, in the order of the rules."""
    (made,) = modernise((old_page("безсмысленнѣйшаго вечеръ"),))
    first, second = made.words
    assert (first.text, first.reading) == ("безсмысленнѣйшаго", "бессмысленнейшего")
    assert [(r.rule, r.layer, r.old, r.new) for r in first.repairs] == [
        ("modernise-ago", "reading", "безсмысленнѣйшаго", "безсмысленнѣйшего"),
        ("modernise-prefix", "reading", "безсмысленнѣйшего", "бессмысленнѣйшего"),
        ("modernise-yat", "reading", "бессмысленнѣйшего", "бессмысленнейшего"),
    ]
    assert all(r.evidence and r.modernises for r in (*first.repairs, *second.repairs))
    assert first.reading_as_spelled == "безсмысленнѣйшаго"


def test_other_languages_scripts_and_pages_stay() -> None:
    """Ukrainian, French and Latin words, and Russian on a page that is not found to be in the old orthography."""
    for stays in (
        old_page("пів міръ", "ukr"),
        old_page("градъ", "bul"),
        old_page("XIX Bъ L'Étoile", "fra"),
        old_page("Latin"),
        page((P, "столъ міръ")),
    ):
        assert modernise((stays,)) == (stays,)
    unknown = replace(old_page("столъ"), language=None)
    words = tuple(replace(word, language=None) for word in unknown.words)
    (line,) = unknown.lines
    unknown = replace(unknown, regions=(replace(unknown.regions[0], lines=(replace(line, words=words),)),))
    assert reading(*modernise((unknown,))) == "стол"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("въ раз-/сказѣ старомъ", "в рассказе старом"),
        ("рус-/скаго языка", "русского языка"),
        ("какъ-/то такъ", "как-то так"),
        ("изъ-/за лѣса", "из-за леса"),
        ("одинъ, два-/дцать", "один, двадцать"),
        ("объ-/Ѣздъ", "объ- Езд"),
    ],
)
def test_broken_words_are_joined_first(text: str, told: str) -> None:
    """Whole words are modernised; a part that was not joined keeps its end."""
    assert reading(*modernise(join_hyphens((old_page(text),)))) == told


def test_joining_is_told_before_modernising() -> None:
    """The whole word carries both, in this order, so that taking modernising back leaves the joined word."""
    joined = join_hyphens((old_page("раз-/сказъ"), old_page("и разсказъ", number=2)))
    made = modernise(joined)
    first = next(made[0].words)
    assert [r.rule for r in first.repairs] == ["join-hyphen", "modernise-prefix", "modernise-hard-sign"]
    assert first.reading_as_spelled == "разсказъ"
    assert keep_spelling(made) == joined
    assert join_hyphens(made) == made


LETTERS = st.text(alphabet="абвгдезийклмнопрстуфхцчшщъыьэюяѣіѳѵАЁБЪѢІѲѴ-'.«»1x%ћѷ", min_size=1, max_size=14)


def _page_of(words: list[str]) -> TranscribedPage:
    return old_page(" ".join(words).replace("/", ""))


@given(st.lists(LETTERS | st.sampled_from([old for _, old, _ in WORDS]), min_size=1, max_size=8))
def test_modernising_holds_for_any_words(words: list[str]) -> None:
    """As many words as before, none emptied; printed words, ids and boxes untouched; once is enough; and back again."""
    pages = (_page_of(words),)
    made = modernise(pages)
    assert [w.text for w in made[0].words] == [w.text for w in pages[0].words]
    assert [(w.id, w.box, w.language) for w in made[0].words] == [(w.id, w.box, w.language) for w in pages[0].words]
    assert all(word.reading for word in made[0].words)
    assert modernise(made) == made
    assert keep_spelling(made) == pages


@given(LETTERS)
def test_steps_follow_each_other(word: str) -> None:
    """Each repair begins where the one before it ended."""
    made: list[Word] = list(modernise((_page_of([word]),))[0].words)
    for each in made:
        chain = [each.text, *(repair.new for repair in each.repairs)]
        assert [repair.old for repair in each.repairs] == chain[:-1]
        assert each.reading == chain[-1]


@pytest.mark.parametrize("word", ["вѣра", "разсказъ", "русскаго", "другія", "онѣ", "предъидущій", "Ѳома", "міръ"])
def test_capitals_are_kept(word: str) -> None:
    """Small letters, a capital, capitals throughout."""
    assert modern(word.upper()) == modern(word).upper()
    assert modern(word.capitalize()) == modern(word).capitalize()
