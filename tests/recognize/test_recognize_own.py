"""Our own recogniser, with a network that reads bars for certain: words, places, doubts, and what is no line of text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from digitize.confine import Pool
from digitize.errors import LimitError
from digitize.model.language import script_of
from digitize.recognize.engine import CropKind, ReadLine
from digitize.recognize.own import OwnRecogniser
from tests.recognize import jobs
from tests.recognize.bars import GAP_PX, HEIGHT_PX, WIDTHS_PX, Barred, draw_bars, write_crop, write_network
from tests.recognize.contract import check_line, check_reading

LETTERS = "".join(WIDTHS_PX)
Pixels = NDArray[np.uint8]


@pytest.fixture(scope="module")
def own(barred: Barred) -> OwnRecogniser:
    return OwnRecogniser(barred.model)


def read(own: OwnRecogniser, pixels: Pixels) -> ReadLine:
    (line,) = own.read_lines([pixels])
    assert line is not None
    check_line(line, pixels.shape[1], pixels.shape[0])
    return line


def text(line: ReadLine) -> str:
    return " ".join(word.text for word in line.words)


# What is read ---------------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=50)
@given(words=st.lists(st.text(LETTERS, min_size=1, max_size=6), min_size=1, max_size=8))
def test_what_is_drawn_is_read(barred: Barred, words: list[str]) -> None:
    """Any text in the made script comes out, word by word, every word sure."""
    line = read(OwnRecogniser(barred.model), draw_bars(" ".join(words)))
    assert [word.text for word in line.words] == words
    assert all(word.confidence is not None and word.confidence > 0.8 for word in line.words)


def test_both_scripts_on_one_line(own: OwnRecogniser) -> None:
    """No language is asked for or told; each word is in the script of its letters."""
    line = read(own, draw_bars("инѣ Wr ни"))
    assert [script_of(word.text) for word in line.words] == ["Cyrl", "Latn", "Cyrl"]
    assert {(word.model, word.language) for word in line.words} == {("own", None)}


def test_every_glyph_has_its_place(own: OwnRecogniser) -> None:
    """Characters in order, each where its bar was drawn, to two pixels, with its probability."""
    line = read(own, draw_bars("инѣWr"))
    (word,) = line.words
    x = 12
    for glyph, character in zip(word.glyphs, "инѣWr", strict=True):
        assert glyph.character == character
        assert abs(glyph.x0 - x) <= 2 and abs(glyph.x1 - x - WIDTHS_PX[character]) <= 2
        assert 0.8 < glyph.confidence <= 1.0
        x += WIDTHS_PX[character] + GAP_PX
    assert "".join(glyph.character for glyph in word.glyphs) == word.text


def test_the_baseline_is_where_the_letters_stand(own: OwnRecogniser) -> None:
    """Level, at the feet of most letters."""
    pixels = draw_bars("инѣ Wr ни")
    pixels[12 + HEIGHT_PX :, :][:6, 12:20] = 0  # a descender
    line = read(own, np.pad(pixels, ((0, 10), (0, 0)), constant_values=255))
    assert [y for _, y in line.baseline] == [12 + HEIGHT_PX] * 2
    assert line.words[0].box.y1 == 12 + HEIGHT_PX + 6
    assert line.words[1].box.y1 == 12 + HEIGHT_PX


def test_a_word_is_as_sure_as_its_least_sure_letter(own: OwnRecogniser) -> None:
    """A bar between two widths is doubtful; so is its word, and no other; what else it may be is told."""
    pixels = draw_bars("нн ннн нн")
    left = 12 + 2 * 16 + 16 + 64 + 16 + 16  # the second letter of the middle word
    pixels[12 : 12 + HEIGHT_PX, left + 16 : left + 20] = 0  # 20 px wide: between 16 and 24
    line = read(own, pixels)
    confidences = [word.confidence or 0.0 for word in line.words]
    assert confidences[1] < 0.8 < min(confidences[0], confidences[2])
    doubtful = min(line.words[1].glyphs, key=lambda glyph: glyph.confidence)
    assert line.words[1].confidence == pytest.approx(doubtful.confidence, abs=0.2)
    assert [character for character, _ in doubtful.alternatives] in (["ѣ"], ["н"])


@pytest.mark.parametrize("grey", [0, 60, 120])
def test_grey_ink_is_ink(own: OwnRecogniser, grey: int) -> None:
    """Tone is no concern of the letters."""
    assert text(read(own, draw_bars("инѣ Wr ни", ink=grey))) == "инѣ Wr ни"


@pytest.mark.parametrize("factor", [2, 3])
def test_size_is_no_concern_either(own: OwnRecogniser, factor: int) -> None:
    """Larger letters are read as well, and stand where they stand."""
    pixels = np.kron(draw_bars("инѣ Wr"), np.ones((factor, factor), np.uint8))
    line = read(own, np.asarray(pixels, np.uint8))
    assert text(line) == "инѣ Wr"
    assert abs(line.words[1].box.x0 - factor * (12 + 8 + 16 + 16 + 16 + 24 + 64)) <= 3 * factor


# Long lines, batches, determinism --------------------------------------------------------------------------------------


def test_a_line_of_twenty_thousand_pixels(own: OwnRecogniser) -> None:
    """It is read in pieces, and no word is lost, doubled or cut."""
    words = ["инѣWr", "ни", "WWr"] * 42
    pixels = draw_bars(" ".join(words))
    assert pixels.shape[1] > 20_000
    line = read(own, pixels)
    assert [word.text for word in line.words] == words
    boxes = [word.box for word in line.words]
    assert all(a.x1 < b.x0 for a, b in pairwise(boxes))


def test_a_long_word_is_not_parted(own: OwnRecogniser) -> None:
    """Where there is no gap as wide as that between words, the cut makes none."""
    word = "инѣWr" * 60
    line = read(own, draw_bars(word))
    assert text(line) == word


@settings(deadline=None, max_examples=20)
@given(
    texts=st.lists(st.text(LETTERS + " ", min_size=1, max_size=40), min_size=2, max_size=12), seed=st.integers(0, 99)
)
def test_lines_do_not_depend_on_their_company(barred: Barred, texts: list[str], seed: int) -> None:
    """Alone or among others, in any order: the same reading to the last bit."""
    own = OwnRecogniser(barred.model)
    crops = [draw_bars(each) for each in texts]
    alone = [own.read_lines([crop])[0] for crop in crops]
    assert list(own.read_lines(crops)) == alone
    order = np.random.default_rng(seed).permutation(len(crops)).tolist()
    assert list(own.read_lines([crops[i] for i in order])) == [alone[i] for i in order]


def test_two_processes_read_alike(pool: Pool, barred: Barred) -> None:
    """What a worker reads is what this process reads."""
    paths = tuple(barred.crops[name].path for name in ("russian", "english", "both"))
    there = pool.run(120.0, jobs.read_by_own, paths, CropKind.LINE, (), 300.0, barred.model)
    assert there == OwnRecogniser(barred.model).read(paths, CropKind.LINE, (), 300.0)


# Bad input ------------------------------------------------------------------------------------------------------------


def _noise(height: int, width: int) -> Pixels:
    return np.random.default_rng(5).integers(0, 256, (height, width), dtype=np.uint8)


def _rule(width: int) -> Pixels:
    pixels = np.full((60, width), 255, np.uint8)
    pixels[28:31] = 0
    return pixels


BAD: dict[str, Pixels] = {
    "no-width": np.zeros((40, 0), np.uint8),
    "no-height": np.zeros((0, 40), np.uint8),
    "one-pixel": np.zeros((1, 1), np.uint8),
    "one-white-pixel": np.full((1, 1), 255, np.uint8),
    "one-row": np.tile(np.array([0, 255], np.uint8), (1, 300)),
    "one-column": np.tile(np.array([[0], [255]], np.uint8), (30, 1)),
    "white": np.full((60, 500), 255, np.uint8),
    "grey": np.full((60, 500), 128, np.uint8),
    "black": np.zeros((60, 500), np.uint8),
    "white-and-long": np.full((60, 20_000), 255, np.uint8),
    "noise": _noise(60, 800),
    "noise-and-long": _noise(60, 20_000),
    "rule": _rule(800),
    "rule-and-long": _rule(20_000),
    "picture": np.asarray(np.add.outer(np.arange(600), np.arange(900)) % 256, np.uint8),
    "upright-text": np.ascontiguousarray(np.rot90(draw_bars("инѣ Wr ни инѣ Wr ни"))),
    "huge": _noise(3000, 4000),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_line_of_text(own: OwnRecogniser, name: str) -> None:
    """An empty reading, or one that keeps the contract; nothing is sure that is not there."""
    (line,) = own.read_lines([BAD[name]])
    if line is not None:
        check_line(line, BAD[name].shape[1], BAD[name].shape[0])
        assert all(word.confidence is not None and word.confidence < 0.5 for word in line.words)


@pytest.mark.parametrize("name", [name for name in BAD if BAD[name].size])
def test_what_is_no_page_of_text(own: OwnRecogniser, tmp_path: Path, name: str) -> None:
    """The same where lines are to be found first."""
    crop = write_crop(tmp_path / "crop.pgm", BAD[name])
    (reading,) = own.read([crop], CropKind.PAGE, (), 300.0)
    check_reading(reading, BAD[name].shape[1], BAD[name].shape[0])


def test_a_network_that_has_no_idea_is_not_sure(tmp_path: Path) -> None:
    """Where every class is as likely as another, what is read is not to be relied on."""
    blind = OwnRecogniser(write_network(tmp_path / "flat.onnx", flat=True))
    (line,) = blind.read_lines([draw_bars("инѣ Wr ни")])
    words = line.words if line else ()
    assert all((word.confidence or 0.0) < 0.5 for word in words)


def test_memory_is_bounded(tmp_path: Path, barred: Barred, temporary: Path) -> None:
    """The largest crops are read by a worker with half a gigabyte of address space over what it needs to start."""
    paths = tuple(
        write_crop(tmp_path / f"{name}.pgm", BAD[name]) for name in ("huge", "noise-and-long", "rule-and-long")
    )
    with Pool(1, 1 << 30) as pool:
        readings = pool.run(120.0, jobs.read_by_own, paths, CropKind.LINE, (), 300.0, barred.model)
    assert len(readings) == len(paths)


def test_too_little_memory_is_told_as_such(own: OwnRecogniser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not as a crash of the engine."""
    from digitize.recognize import own_model

    class Full:
        def run(self, names: list[str], feed: Any) -> list[Any]:
            raise RuntimeError("Failed to allocate memory for requested buffer of size 1; std::bad_alloc")

    model = own_model.open_model(own.model)
    monkeypatch.setattr(model, "_session", Full())
    with pytest.raises(LimitError, match="more memory than is allowed"):
        own.read_lines([draw_bars("и")])
