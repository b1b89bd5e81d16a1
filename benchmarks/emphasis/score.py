"""How much of the emphasis of drawn pages is found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.emphasis.pages import EmphasisPage, TrueWord
from digitize.layout.emphasis import PageWords, SetOff, find_set_off, find_typed
from digitize.layout.word_ink import measure_words
from digitize.model.raster import Pixels, Raster
from digitize.model.transcription import Emphasis
from digitize.preprocess.letters import measure_letters
from digitize.preprocess.tone import tone


@dataclass(frozen=True, slots=True)
class Score:
    """Words called rightly, called wrongly, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def told(self) -> str:
        """Precision and recall with their counts."""
        called, true = self.right + self.wrong, self.right + self.missed
        precision = f"{self.right / called:.3f}" if called else "  -  "
        recall = f"{self.right / true:.3f}" if true else "  -  "
        return f"P {precision} R {recall} ({self.right} right, {self.wrong} wrong, {self.missed} missed)"


def toned(page: EmphasisPage) -> Pixels:
    """The page as the pipeline measures it."""
    raster = Raster(page.pixels, 300.0, bitonal=bool(np.isin(page.pixels, (0, 255)).all()))
    letters = measure_letters(raster)
    return tone(raster, letters.x_height_px if letters else 20.0).raster.pixels


def _letters(word: TrueWord) -> int:
    """A single letter cannot be seen to be spaced, and a single sign hardly to be bold: they are left out."""
    return sum(map(str.isalpha, word.text))


def find_on(page: EmphasisPage) -> SetOff:
    """What is told of the page's words, from their true places."""
    words = [word for line in page.lines for word in line]
    page_words = PageWords(
        tuple(word.text for word in words),
        np.repeat(np.arange(len(page.lines)), [len(line) for line in page.lines]),
        np.array([float(word.box.x0) for word in words]),
        np.array([float(word.box.x1) for word in words]),
    )
    typed = find_typed(page_words)
    ink = measure_words([(toned(page), [word.box for word in words])], typed=bool(typed.any()))
    return find_set_off(page_words, typed, np.ones(len(words)), ink)


def score_page(page: EmphasisPage) -> dict[Emphasis, Score]:
    """Scores of the kinds that are told from pixels."""
    words = [word for line in page.lines for word in line]
    found = find_on(page)
    kinds = {
        Emphasis.BOLD: found.bold,
        Emphasis.LETTERSPACED: found.letterspaced,
        Emphasis.UNDERLINED: found.underlined,
    }
    scores = {}
    for kind, flags in kinds.items():
        pairs = [
            (bool(flag), kind in word.emphasis) for flag, word in zip(flags, words, strict=True) if _letters(word) > 1
        ]
        scores[kind] = Score(*(pairs.count(pair) for pair in ((True, True), (True, False), (False, True))))
    return scores
