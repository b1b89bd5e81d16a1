"""Languages of what our own recogniser has read: by the text, by what was asked for, never made up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digitize.model.document import Choice
from digitize.model.geometry import Box
from digitize.model.transcription import Alternative
from digitize.pipeline.languages import Languages
from digitize.pipeline.own_languages import (
    languages_asked,
    languages_choice,
    languages_chosen,
    languages_read,
    with_known_letters,
    with_languages,
)
from digitize.recognize.engine import ReadGlyph, Reading, ReadLine, ReadWord

RUSSIAN = """Машины вышли в поле до рассвета и работали до самого вечера на всех участках
и за день было убрано то что раньше убирали за неделю но это ещё не всё что для села
было сделано так как и по другим районам области он сказал что не только хлеб"""
OLD = """Съ утра и до вечера въ полѣ было то что и на всѣхъ дорогахъ но не такъ какъ это было бы
для нихъ по прежнему такъ какъ онъ за то не отвѣчалъ и только къ ночи у насъ же всё"""
FRENCH = """Le public est venu dans la ville pour voir les coureurs qui sont partis ce matin et que nous
avons vus sur la route avec des amis mais il ne faut pas oublier que cette course est une des plus"""


def reading(text: str, model: str = "own") -> Reading:
    lines = []
    for line in text.splitlines():
        words = tuple(ReadWord(word, Box(i, 0, i + 1, 1), 0.9, model) for i, word in enumerate(line.split()))
        lines.append(ReadLine(0, Box(0, 0, len(words), 1), ((0, 1), (len(words), 1)), words))
    return Reading(tuple(lines))


@pytest.mark.parametrize(
    ("text", "by_script"),
    [(RUSSIAN, {"Cyrl": "rus"}), (OLD, {"Cyrl": "rus"}), (FRENCH, {"Latn": "fra"}), ("инѣ Wr ни", {}), ("", {})],
)
def test_function_words_tell_the_language(text: str, by_script: dict[str, str]) -> None:
    """Of Russian in either spelling, of French; what they do not tell stays unknown."""
    assert languages_read([reading(text)])[0] == by_script


def test_a_language_is_told_for_its_script_only() -> None:
    """A Latin word in a Russian text is in no language that is known; digits are in none."""
    (line,) = with_languages(reading("город London 1931"), {"Cyrl": "rus"}).lines
    assert [word.language for word in line.words] == ["rus", None, None]


@pytest.mark.parametrize(
    ("text", "language", "read"),
    [
        ("с І по ХІІ С-іе", "rus", "с I по XII C-ie"),
        ("с І по ХІІ ніс", "ukr", "с І по ХІІ ніс"),
        ("съ І по полѣ сіе", "rus", "съ І по полѣ сіе"),
        ("жіто", "rus", "жіто"),
    ],
)
def test_a_language_without_i_has_latin_numerals(text: str, language: str, read: str) -> None:
    """Letters of the same shape are Latin where the Cyrillic one is none of the language's; a word with other letters stays."""
    (found,) = with_known_letters([reading(text)], {"Cyrl": language})
    assert " ".join(word.text for line in found.lines for word in line.words) == read
    assert with_known_letters([reading(text, model="rus")], {"Cyrl": language}) == (reading(text, model="rus"),)


def with_glyphs(found: Reading, **rivals: str) -> Reading:
    """The reading, its words with their characters; of each letter that is named what else was seen in its place, the likeliest first."""

    def glyphs(text: str) -> tuple[ReadGlyph, ...]:
        seen = {c: tuple((rival, 0.2 - 0.05 * n) for n, rival in enumerate(of)) for c, of in rivals.items()}
        return tuple(ReadGlyph(c, i, i + 1, 0.7, seen.get(c, ())) for i, c in enumerate(text))

    lines = (
        replace(line, words=tuple(replace(word, glyphs=glyphs(word.text)) for word in line.words))
        for line in found.lines
    )
    return Reading(tuple(lines))


@pytest.mark.parametrize(
    ("word", "read"),
    [("Продоволѣствие", "Продовольствие"), ("ариѳметика", "арифметика"), ("хлѣбъ", "хлѣбъ"), ("сѵнод", "сѵнод")],
)
def test_a_page_in_the_spelling_of_today_has_its_letters(word: str, read: str) -> None:
    """For ѣ and ѳ the best letter of today that was seen there too; what is old besides, or without a rival, stays as it was read."""
    text = with_glyphs(reading(f"{word}\n{RUSSIAN}"), ѣ="ѳbьъ", ѳ="ф")
    (found,) = with_known_letters([text], {"Cyrl": "rus"})
    assert found.lines[0].words[0].text == read
    assert found.lines[1:] == text.lines[1:]
    if read != word:
        changed = next(g for g in found.lines[0].words[0].glyphs if g.character in "ьф")
        assert changed.alternatives[0] == (next(c for c in word if c in "ѣѳ"), 0.7)


def test_a_page_in_the_old_spelling_keeps_its_letters() -> None:
    """Whatever else was seen: ѣ is one of them. A few words with one are taken to be old."""
    for text in (OLD, "о хлѣбе"):
        page = with_glyphs(reading(text), ѣ="ь")
        assert with_known_letters([page], {"Cyrl": "rus"}) == (page,)


def test_what_a_word_becomes_is_no_alternative_to_it() -> None:
    """The other engine's reading, the same now, is told no longer; the rest is, and what was read before."""
    page = with_glyphs(reading(f"мѣра\n{RUSSIAN}"), ѣ="е")
    others = tuple(Alternative(text, 0.4, "rus") for text in ("мера", "мара"))
    first = replace(page.lines[0], words=(replace(page.lines[0].words[0], alternatives=others),))
    (found,) = with_known_letters([Reading((first, *page.lines[1:]))], {"Cyrl": "rus"})
    assert found.lines[0].words[0].text == "мера"
    assert [(other.text, other.by) for other in found.lines[0].words[0].alternatives] == [
        ("мѣра", "own"),
        ("мара", "rus"),
    ]


def test_words_of_another_engine_keep_what_they_have() -> None:
    """Only words of our own recogniser are told their language here."""
    before = reading("город", model="rus")
    assert with_languages(before, {"Cyrl": "ukr"}) == before


@pytest.mark.parametrize(
    ("models", "by_script"),
    [
        (("rus",), {"Cyrl": "rus"}),
        (("rus", "fra"), {"Cyrl": "rus", "Latn": "fra"}),
        (("rus", "ukr", "fra"), {"Latn": "fra"}),
        (("Cyrillic",), {}),
        (("xyz",), {"Zyyy": "xyz"}),
    ],
)
def test_a_script_has_the_one_language_asked_for(models: tuple[str, ...], by_script: dict[str, str]) -> None:
    """Of two in one script neither is taken."""
    assert languages_asked(models) == by_script


def test_beside_tesseract_the_page_has_its_language() -> None:
    """Also where it was read by the model of a whole script."""
    choice = Choice("languages", "", "")
    assert languages_chosen(Languages(("rus",), ("fra", "eng"), {}, choice)) == {"Cyrl": "rus"}
    assert languages_chosen(Languages(("Cyrillic",), (), {}, choice, "rus")) == {"Cyrl": "rus"}
    assert languages_chosen(Languages(("rus",), (), {}, choice, asked=("rus", "fra"))) == {"Cyrl": "rus", "Latn": "fra"}


def test_documents_are_named_by_models() -> None:
    """The language's model stands for it; without one, that of our own recogniser."""
    assert languages_choice({"Cyrl": "rus"}, "why") == (("rus",), Choice("languages", "rus", "why"))
    assert languages_choice({}, "why") == (("own",), Choice("languages", "own", "why"))
