"""Which words of drawn pages are told to be bold, letterspaced or underlined."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.emphasis.pages import EmphasisPage, Look, draw
from benchmarks.emphasis.score import find_on, score_page
from digitize.layout.emphasis import PageWords, find_set_off, find_typed
from digitize.layout.word_ink import measure_words
from digitize.model.geometry import Box
from digitize.model.transcription import Emphasis

PRINT = Look("serif-roman", "serif-bold", words=220)


@pytest.mark.parametrize("wear", ["clean", "worn", "blurred", "bitonal"])
@pytest.mark.parametrize(("roman", "bold"), [("serif-roman", "serif-bold"), ("grotesque", "grotesque-bold")])
def test_bold_words_are_found_and_no_others(roman: str, bold: str, wear: str) -> None:
    """In a serif and a grotesque that no constant was set by, on clean and on worn pages."""
    score = score_page(draw(replace(PRINT, roman=roman, bold=bold, wear=wear, kinds=(Emphasis.BOLD,)), 7))
    assert score[Emphasis.BOLD].wrong == 0
    assert score[Emphasis.BOLD].right >= 3 * score[Emphasis.BOLD].missed
    assert score[Emphasis.BOLD].right > 5
    assert score[Emphasis.LETTERSPACED].wrong == score[Emphasis.UNDERLINED].wrong == 0


@pytest.mark.parametrize("language", ["rus", "fra"])
def test_letterspaced_words_are_found_and_no_others(language: str) -> None:
    """In both scripts."""
    score = score_page(draw(replace(PRINT, language=language, kinds=(Emphasis.LETTERSPACED,)), 5))[
        Emphasis.LETTERSPACED
    ]
    assert score.wrong == 0
    assert score.right > 5
    assert score.right >= 3 * score.missed


@pytest.mark.parametrize("kinds", [(), (Emphasis.CAPITALS,)])
def test_plain_text_and_capitals_are_neither_bold_nor_spaced(kinds: tuple[Emphasis, ...]) -> None:
    """Capitals have wider stems and stand farther apart; that is their letters' way."""
    scores = score_page(draw(replace(PRINT, wear="worn", kinds=kinds), 2))
    assert [score.wrong for score in scores.values()] == [0, 0, 0]


@pytest.mark.parametrize("face", ["serif-bold", "grotesque-bold"])
def test_a_page_that_is_bold_throughout_sets_nothing_off(face: str) -> None:
    """Bold is what differs from the rest of the page."""
    assert score_page(draw(replace(PRINT, roman=face, kinds=()), 3))[Emphasis.BOLD].wrong == 0


@pytest.mark.parametrize("wear", ["clean", "worn", "carbon"])
@pytest.mark.parametrize("face", ["typewriter", "typewriter-even"])
def test_typing_with_uneven_force_is_never_bold(face: str, wear: str) -> None:
    """A typewriter has one weight."""
    scores = score_page(draw(Look(face, None, wear=wear, words=220, kinds=()), 4))
    assert [score.wrong for score in scores.values()] == [0, 0, 0]


def test_typed_underlining_is_found() -> None:
    """And nothing else is taken for it."""
    score = score_page(draw(Look("typewriter", None, words=220, kinds=(Emphasis.UNDERLINED,)), 4))[Emphasis.UNDERLINED]
    assert score.wrong == 0
    assert score.right > 5
    assert score.missed == 0


def test_a_rule_across_the_page_underlines_nothing() -> None:
    """It runs on where no word stands."""
    page = draw(Look("typewriter", None, words=120, kinds=()), 1)
    pixels = page.pixels.copy()
    foot = max(word.box.y1 for word in page.lines[2]) + 6
    pixels[foot : foot + 3] = 20
    assert score_page(EmphasisPage(pixels, page.lines))[Emphasis.UNDERLINED].wrong == 0


def test_a_stain_on_a_word_does_not_make_it_bold() -> None:
    """Bold strokes are wide in both halves of a word."""
    page = draw(replace(PRINT, kinds=()), 3)
    pixels = page.pixels.copy()
    long = next(word for word in page.lines[3] if len(word.text) > 7)
    pixels[long.box.y0 : long.box.y1, long.box.x0 : long.box.x0 + long.box.width // 4] = 20
    assert score_page(EmphasisPage(pixels, page.lines))[Emphasis.BOLD].wrong == 0


def test_print_that_grows_heavier_across_the_page_is_not_bold() -> None:
    """What changes little by little sets nothing off."""
    plain = draw(replace(PRINT, kinds=()), 6)
    bold = draw(replace(PRINT, roman="serif-bold", kinds=()), 6)
    share = np.linspace(0, 1, min(plain.pixels.shape[0], bold.pixels.shape[0]))[:, None]
    rows = len(share)
    mixed = (1 - share) * plain.pixels[:rows] + share * np.minimum(
        plain.pixels[:rows], np.roll(plain.pixels[:rows], 2, axis=1)
    )
    lines = tuple(line for line in plain.lines if max(word.box.y1 for word in line) < rows)
    assert score_page(EmphasisPage(mixed.astype(np.uint8), lines))[Emphasis.BOLD].wrong <= 1


def words_of(*texts: str, gap: float, pitch: float = 20.0) -> PageWords:
    """Words of one line, so far apart, each as wide as its letters."""
    x0, edges = 0.0, []
    for text in texts:
        edges.append((x0, x0 + pitch * len(text)))
        x0 = edges[-1][1] + gap
    return PageWords(texts, np.zeros(len(texts), np.int64), *(np.array(some) for some in zip(*edges, strict=True)))


def found_in(words: PageWords) -> list[str]:
    """What is letterspaced, by the places alone."""
    count = len(words.texts)
    ink = measure_words(
        [(np.full((40, 4000), 255, np.uint8), [Box(i, 0, i + 5, 20) for i in range(count)])], typed=False
    )
    flags = find_set_off(words, np.zeros(count, np.bool_), np.ones(count), ink).letterspaced
    return [text for text, flag in zip(words.texts, flags, strict=True) if flag]


def test_single_letters_in_a_row_are_one_letterspaced_word() -> None:
    """As engines read them."""
    words = words_of("власть", "всем", "С", "о", "в", "е", "т", "о", "в,", "сказал", "он", gap=20)
    assert found_in(words) == ["С", "о", "в", "е", "т", "о", "в,"]


def test_three_words_of_a_letter_are_no_letterspaced_word() -> None:
    """``и в с`` may be three words; closer together than words they are one."""
    plain = words_of("власть", "всем", "и", "в", "с", "сказал", gap=20)
    assert found_in(plain) == []
    close = replace(
        plain, x0=plain.x0 - np.array([0, 0, 0, 12, 24, 12.0]), x1=plain.x1 - np.array([0, 0, 0, 12, 24, 12.0])
    )
    assert found_in(close) == ["и", "в", "с"]


def test_initials_and_labels_of_columns_are_no_letterspaced_word() -> None:
    """Initials have full stops; what stands in columns stands far apart."""
    assert found_in(words_of("власть", "всем", "А.", "Б.", "В.", "Г.", "сказал", gap=20)) == []
    words = words_of("власть", "всем", "а", "б", "в", "г", gap=20)
    apart = np.array([0, 0, 0, 100, 200, 300.0])
    assert found_in(replace(words, x0=words.x0 + apart, x1=words.x1 + apart)) == []


def test_typing_is_told_by_its_pitch() -> None:
    """Letters of equal width are typed, also where a typist has left blanks between them."""
    texts = ["слово", "другое", "третье", "длинное", "короткое"] * 6
    assert find_typed(words_of(*texts, gap=20)).all()
    rng = np.random.default_rng(1)
    words = words_of(*texts, gap=20)
    assert not find_typed(replace(words, x1=words.x1 + rng.normal(0, 15, len(texts)))).any()
    spaced = words_of(*texts, "слово", gap=20)
    wide = spaced.x1.copy()
    wide[-1] = spaced.x0[-1] + 20 * 9
    assert find_typed(replace(spaced, x1=wide))[-1]


@pytest.mark.parametrize("count", [0, 1, 5])
def test_few_words_tell_nothing(count: int) -> None:
    """A page with next to no text has no usual look."""
    page = draw(replace(PRINT, words=40), 1)
    lines = (page.lines[0][:count],) if count else ()
    found = find_on(EmphasisPage(page.pixels, lines))
    assert not any(flags.any() for flags in (found.bold, found.letterspaced, found.underlined))


def test_words_of_many_sizes_come_to_an_end() -> None:
    """A page on which no two lines have letters of one size."""
    count = 60
    words = words_of(*["слово"] * count, gap=20)
    lines = replace(words, lines=np.arange(count))
    boxes = [Box(10 * i, 0, 10 * i + 8, 4 + 3 * i) for i in range(count)]
    ink = measure_words([(np.tile(np.array([[0, 0, 255, 255]], np.uint8), (240, 200)), boxes)], typed=False)
    assert not find_set_off(lines, np.zeros(count, np.bool_), np.ones(count), ink).bold.any()
