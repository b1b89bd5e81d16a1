"""Whether what is said of a reading holds: the probabilities of its words, and the error rates predicted of its pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from digitize.evaluate.calibration import Outcome, area_under_curve, calibration_error, words_right
from digitize.evaluate.ground_truth import TruthPage
from digitize.evaluate.normalisation import Normalisation, normalisation_for
from digitize.evaluate.report import score_page
from digitize.model.transcription import TextLine, TranscribedPage

_ALIKE = 0.3
"""Share of the longer one that a line and its truth have in common at least."""


@dataclass(frozen=True, slots=True)
class PagePrediction:
    """What was predicted of a page, and what came true.

    Args:
        set: The page's set.
        name: Its name.
        predicted: The expected error rate, and the ends of its interval.
        line_cer: The true rate, lines matched in any order.
        cer: The true rate in the order of the truth.
    """

    set: str
    name: str
    predicted: tuple[float, float, float]
    line_cer: float
    cer: float

    @property
    def holds(self) -> bool:
        """Whether the true rate, order forgiven, lies in the interval."""
        _, low, high = self.predicted
        return low <= self.line_cer <= high

    @property
    def holds_in_order(self) -> bool:
        """The same for the rate in the order of the truth."""
        _, low, high = self.predicted
        return low <= self.cer <= high


@dataclass(frozen=True, slots=True)
class Honesty:
    """Figures over all pages.

    Args:
        outcomes: Of the words that have a confidence, by name of their page.
        predictions: Of the pages of which an error rate was predicted.
    """

    outcomes: dict[tuple[str, str], tuple[Outcome, ...]]
    predictions: tuple[PagePrediction, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        outcomes = [outcome for of in self.outcomes.values() for outcome in of]
        held = sum(page.holds for page in self.predictions)
        return {
            "words": len(outcomes),
            "calibration_error": calibration_error(outcomes),
            "auroc": area_under_curve(outcomes),
            "pages_predicted": len(self.predictions),
            "pages_in_interval": held,
            "pages_in_interval_in_order": sum(page.holds_in_order for page in self.predictions),
        }

    def as_text(self) -> str:
        """A few lines, for people; none where nothing is known."""
        told = self.as_dict()
        if not told["words"]:
            return ""
        auroc = "-" if told["auroc"] is None else f"{told['auroc']:.2f}"
        return (
            f"\nconfidence: calibration error {100 * told['calibration_error']:.1f} %, AUROC against errors {auroc}"
            f" ({told['words']} words)\npredicted CER: the true one is inside the interval on {told['pages_in_interval']} of"
            f" {told['pages_predicted']} pages\n"
        )


def find_honesty(pairs: Iterable[tuple[TruthPage, Sequence[TranscribedPage]]]) -> Honesty:
    """Compares what is said of pages with their truth.

    Args:
        pairs: Each page of truth with its reading: one page, or the two of a spread.
    """
    outcomes: dict[tuple[str, str], tuple[Outcome, ...]] = {}
    predictions = []
    for page, read in pairs:
        lines = [line for each in read for line in each.lines if line.doubt is None]
        outcomes[page.set, page.name] = _outcomes(page, lines)
        predicted = read[0].predicted if len(read) == 1 else None
        if predicted is not None:
            scores = score_page(page, read[0].text).scores
            if scores.cer.value is not None and scores.line_cer.value is not None:
                stated = (predicted.cer, predicted.low, predicted.high)
                predictions.append(PagePrediction(page.set, page.name, stated, scores.line_cer.value, scores.cer.value))
    return Honesty(outcomes, tuple(predictions))


def _outcomes(page: TruthPage, lines: Sequence[TextLine]) -> tuple[Outcome, ...]:
    """Whether each word is right in the line of truth that its line is nearest to; in a line that has none it is wrong."""
    normalisation = normalisation_for(page.convention)
    truth = normalisation.lines(page.text)
    found: list[Outcome] = []
    partners = _partners(truth, [_normalised(line, normalisation) for line in lines])
    for number, line in enumerate(lines):
        words = [_folded(word.text, normalisation) for word in line.words]
        partner = partners.get(number)
        right = (False,) * len(words) if partner is None else words_right(words, truth[partner])
        stated = [word.confidence for word in line.words]
        found += [(p, r) for p, r in zip(stated, right, strict=True) if p is not None]
    return tuple(found)


def _partners(truth: Sequence[str], lines: Sequence[str]) -> dict[int, int]:
    """For lines the line of truth that each belongs to, the most alike pairs first."""
    if not truth or not lines:
        return {}
    alike = cdist(truth, lines, scorer=Levenshtein.normalized_similarity, workers=1)
    free_truth, partners = np.ones(len(truth), np.bool_), dict[int, int]()
    for place in np.argsort(-alike, axis=None, kind="stable").tolist():
        row, column = divmod(place, len(lines))
        if alike[row, column] < _ALIKE:
            break
        if free_truth[row] and column not in partners:
            free_truth[row] = False
            partners[column] = row
    return partners


def _normalised(line: TextLine, normalisation: Normalisation) -> str:
    return " ".join(_folded(word.text, normalisation) for word in line.words)


def _folded(text: str, normalisation: Normalisation) -> str:
    return " ".join(normalisation.lines(text))
