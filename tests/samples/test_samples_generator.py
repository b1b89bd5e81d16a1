"""The generator's parts: breaking words, setting lines, the warp, wear, and small pages for other tests."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.samples import fonts
from benchmarks.samples.__main__ import main
from benchmarks.samples.drawing import draw_text_page
from benchmarks.samples.flow import shifted
from benchmarks.samples.fonts import Font, FontMissingError
from benchmarks.samples.hyphens import break_points
from benchmarks.samples.markup import tokens
from benchmarks.samples.presses import Newsprint, print_and_scan
from benchmarks.samples.setting import Align, set_text
from benchmarks.samples.typist import typed_lines
from benchmarks.samples.warp import Warp, Wave
from digitize.model.geometry import Box

BODY = Font("old-roman", 35)
NEWSPRINT = Newsprint(
    tone=200, tan=20, spread=0.06, through=12, folds=(0.5,), stains=((0.5, 0.5, 40, 10),), lamp=(1, 1, 1, 1)
)


@pytest.mark.parametrize(
    ("word", "language", "parts"),
    [
        ("экспедиция", "rus", "эк-спе-ди-ция"),
        ("объявление", "rus", "объ-яв-ле-ние"),
        ("майский", "rus", "май-ский"),
        ("лён", "rus", "лён"),
        ("ОТЧЕТ", "rus", "ОТЧЕТ"),
        ("montagne", "fra", "mon-ta-gne"),
        ("quarante", "fra", "qua-rante"),
        ("appartient", "fra", "ap-par-tient"),
        ("classement", "fra", "clas-se-ment"),
    ],
)
def test_words_break_between_syllables(word: str, language: str, parts: str) -> None:
    """A printer's hyphens: between syllables, no single letters, capitals left whole."""
    points = [0, *break_points(word, language), len(word)]
    assert "-".join(word[a:b] for a, b in itertools.pairwise(points)) == parts


WORDS = st.lists(
    st.sampled_from("лед на реке пристань экспедиция — мост, и колокольчик (Смех.) 1927 №".split()),
    min_size=1,
    max_size=40,
)


@settings(max_examples=25, deadline=None)
@given(WORDS)
def test_set_lines_hold_the_text_and_the_measure(words: list[str]) -> None:
    """Lines put together again are the text, no line leaves the measure, and words do not touch."""
    lines = set_text(tokens(" ".join(words)), BODY, 10, 430, Align.JUSTIFIED, "rus", 30)
    text = ""
    for line in (shifted(line, 0, 100) for line in lines):
        broken = line.text.endswith("-") and not line.text.endswith(" -")
        text += line.text[:-1] if broken else f"{line.text} "
        assert line.box.x0 >= 8 and line.box.x1 <= 10 + 430 + 3
        boxes = [word.box for word in line.words]
        assert all(a.x1 < b.x0 + 2 for a, b in itertools.pairwise(boxes))
    assert text.split() == words


def test_letterspaced_word_is_letters() -> None:
    """A letterspaced word becomes letters with their places, marked as one group, its comma with the last letter."""
    (line,) = set_text(tokens("в {о к т я б р е}, потом"), BODY, 0, 600, Align.LEFT, None)
    assert line.text == "в о к т я б р е, потом"
    assert line.spaced == ((1, 8),)


def test_thin_space_is_drawn_and_not_transcribed() -> None:
    """French punctuation stands off its word, but the word is transcribed as one."""
    (line,) = set_text(tokens("midi ; « non »"), BODY, 0, 600, Align.LEFT, None)
    assert [word.text for word in line.words] == ["midi;", "«", "non", "»"]
    assert len(line.words[0].pieces) == 2


@given(
    st.lists(st.sampled_from("отчет о снабжении партии Kaufmann'a № 77 превосходны".split()), min_size=1, max_size=60)
)
def test_typed_lines_keep_text_and_width(words: list[str]) -> None:
    """A typist's line ends lose nothing and keep to the margin."""
    lines = typed_lines(" ".join(words), 40, 5)
    assert all(len(line) <= 40 for line in lines)
    text = "".join(line[:-1] if line.endswith("-") else f"{line} " for line in lines)
    assert text.split() == words


@settings(max_examples=15, deadline=None)
@given(st.floats(-3, 3), st.floats(-4, 4), st.floats(0, 6), st.integers(20, 280), st.integers(20, 180))
def test_warp_and_its_inverse_agree(skew: float, dx: float, phase: float, x: int, y: int) -> None:
    """A pixel's source on the sheet maps back onto that pixel."""
    warp = Warp(300, 200, skew, (Wave(dx, 1.5, 0.5 / 300, 0.7 / 200, phase),))
    from_x, from_y = warp.sources(0, 200)
    assert warp.point((float(from_x[y, x]), float(from_y[y, x]))) == pytest.approx((x, y), abs=0.05)


def test_drawn_words_fill_their_boxes() -> None:
    """On a drawn page all ink is in the boxes, and every box is filled to its edges."""
    page, boxes = draw_text_page(["Лед на реке", "", "tronulся 27"], BODY, (420, 260))
    dark = np.asarray(page) < 128
    for box in (box for row in boxes for box in row):
        patch = dark[box.y0 : box.y1, box.x0 : box.x1]
        rows, columns = np.flatnonzero(patch.any(axis=1)), np.flatnonzero(patch.any(axis=0))
        assert rows[0] <= 2 and columns[0] <= 2
        assert rows[-1] >= patch.shape[0] - 3 and columns[-1] >= patch.shape[1] - 3
        dark[box.y0 : box.y1, box.x0 : box.x1] = False
    assert [len(row) for row in boxes] == [3, 0, 2]
    assert not dark.any()


def test_drawing_refuses_what_does_not_fit() -> None:
    """A word beyond the page's edge is an error, not a lost word."""
    with pytest.raises(ValueError, match="does not fit"):
        draw_text_page(["слишком длинная строка"], BODY, (200, 200))


def test_same_seed_gives_the_same_scan() -> None:
    """Wear is decided by the seed alone."""
    ink = np.zeros((240, 320), np.uint8)
    ink[100:120, 40:280] = 255
    warp = Warp(320, 240, 0.5)
    first, again, other = (print_and_scan(ink, warp, NEWSPRINT, np.random.default_rng(s)) for s in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_ink_lies_where_the_warp_puts_it() -> None:
    """A printed bar is found on the scan in the box that the warp gives for it."""
    ink = np.zeros((300, 400), np.uint8)
    bar = Box(60, 200, 340, 220)
    ink[bar.y0 : bar.y1, bar.x0 : bar.x1] = 255
    warp = Warp(400, 300, 2.0, (Wave(2, 3, 0.5 / 400, 0, 1.0),))
    grey = print_and_scan(ink, warp, NEWSPRINT, np.random.default_rng(3))
    rows, columns = np.nonzero(grey[20:-20, 20:-20] < 110)
    box = warp.box(bar)
    found = (columns.min() + 20, rows.min() + 20, columns.max() + 21, rows.max() + 21)
    assert found == pytest.approx((box.x0, box.y0, box.x1, box.y1), abs=4)


def test_missing_font_names_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without a font the message says which package to install."""
    monkeypatch.setattr(fonts, "FOLDERS", (tmp_path,))
    fonts.font_path.cache_clear()
    try:
        with pytest.raises(FontMissingError, match="apt-get install fonts-oldstandard"):
            fonts.font_path("old-roman")
    finally:
        fonts.font_path.cache_clear()


def test_command_makes_a_sample(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """``--only`` and ``--out`` write one sample's scan and truth, and nothing else."""
    monkeypatch.setattr("sys.argv", ["samples", "--only", "mikrofilm-1931", "--out", str(tmp_path)])
    assert main() == 0
    made = sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file())
    assert made == ["mikrofilm-1931.tif", "truth/mikrofilm-1931.gt.txt", "truth/mikrofilm-1931.json"]
