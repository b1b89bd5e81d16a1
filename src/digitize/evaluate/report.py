"""Scores transcriptions against truth, page by page and set by set."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from digitize.evaluate.ground_truth import TruthPage
from digitize.evaluate.interval import LEVEL, RESAMPLES, SEED, Interval, interval, total
from digitize.evaluate.measures import (
    Rate,
    character_errors,
    line_errors,
    missed_words,
    surplus_words,
    word_errors,
)
from digitize.evaluate.normalisation import Convention, normalisation_for

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Scores:
    """Every measure of one page, or of a set's pages together.

    Args:
        cer: Character errors in truth's order.
        wer: Word errors in truth's order.
        missed: Words of truth not found; ``missed.right`` is the word recall.
        surplus: Words that truth has not; ``surplus.right`` is the word precision.
        line_cer: Character errors with lines matched in any order.
    """

    cer: Rate
    wer: Rate
    missed: Rate
    surplus: Rate
    line_cer: Rate


MEASURES = tuple(field.name for field in fields(Scores))


@dataclass(frozen=True, slots=True)
class PageScore:
    """What one page scored, without its text."""

    set: str
    name: str
    convention: Convention
    scores: Scores


@dataclass(frozen=True, slots=True)
class SetScore:
    """What a set's pages scored together, weighted by size, with 95 % intervals over pages.

    Args:
        name: The set.
        pages: How many pages.
        characters: Characters of truth after normalisation.
        conventions: Of its pages, each once.
        scores: Sums over the pages.
        intervals: By the names of ``Scores``, for its errors (not for recall and precision themselves); ``None`` for
            a single page.
    """

    name: str
    pages: int
    characters: int
    conventions: tuple[Convention, ...]
    scores: Scores
    intervals: dict[str, Interval | None]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores of a ground truth's pages; sets in the order in which they came."""

    pages: tuple[PageScore, ...]

    @property
    def sets(self) -> tuple[SetScore, ...]:
        """Every set on its own: a mean over all pages would say little, sets differ too much."""
        by_set: dict[str, list[PageScore]] = {}
        for page in self.pages:
            by_set.setdefault(page.set, []).append(page)
        return tuple(_set_score(name, pages) for name, pages in by_set.items())

    def as_dict(self) -> dict[str, object]:
        """Everything, ready for JSON: rates with their counts, intervals, and how texts were normalised."""
        conventions = sorted({page.convention for page in self.pages})
        return {
            "schema_version": SCHEMA_VERSION,
            "unit": "code points after NFC",
            "normalisation": {name: list(normalisation_for(name).steps) for name in conventions},
            "interval": {"level": LEVEL, "method": "bootstrap over pages", "resamples": RESAMPLES, "seed": SEED},
            "sets": [_set_dict(score) for score in self.sets],
            "pages": [
                {"set": page.set, "page": page.name, "convention": page.convention, **_scores_dict(page.scores, None)}
                for page in self.pages
            ],
        }

    def as_text(self) -> str:
        """A table of the sets for people, at most 80 columns wide, with the rules of the score below it."""
        sets = self.sets
        lines = [_HEAD, "-" * len(_HEAD), *(line for score in sets for line in _rows(score)), ""]
        lines += _wrapped(
            "Figures in percent, weighted by size; below each, the 95 % interval (bootstrap over pages, "
            f"{RESAMPLES} resamples, seed {SEED}; none for one page, too narrow for few). Recall and prec(ision) are "
            "of words in any order; lineCER matches lines in any order. Distances count code points."
        )
        for name in sorted({page.convention for page in self.pages}):
            of = "" if name is Convention.NONE else f" ({name})"
            lines += _wrapped(f"Normalised{of}: {'; '.join(normalisation_for(name).steps)}.")
        return "\n".join(lines) + "\n"


def evaluate(pairs: Iterable[tuple[TruthPage, str]]) -> Evaluation:
    """Scores texts against truth.

    Args:
        pairs: Each page with the text found on it: the printed layer, a line per printed line, an empty line between
            regions; empty for a page that failed (all of it counts as lost).
    """
    return Evaluation(tuple(score_page(page, text) for page, text in pairs))


def score_page(page: TruthPage, text: str) -> PageScore:
    """Every measure of one page."""
    rules = normalisation_for(page.convention)
    truth, found = rules.apply(page.text), rules.apply(text)
    scores = Scores(
        cer=character_errors(truth, found),
        wer=word_errors(truth, found),
        missed=missed_words(truth, found),
        surplus=surplus_words(truth, found),
        line_cer=line_errors(rules.lines(page.text), rules.lines(text)),
    )
    return PageScore(page.set, page.name, page.convention, scores)


def _set_score(name: str, pages: Sequence[PageScore]) -> SetScore:
    rates = {measure: [getattr(page.scores, measure) for page in pages] for measure in MEASURES}
    sums = Scores(**{measure: total(of_pages) for measure, of_pages in rates.items()})
    return SetScore(
        name,
        len(pages),
        sums.cer.total,
        tuple(dict.fromkeys(page.convention for page in pages)),
        sums,
        {measure: interval(of_pages) for measure, of_pages in rates.items()},
    )


def _set_dict(score: SetScore) -> dict[str, object]:
    return {
        "set": score.name,
        "pages": score.pages,
        "characters": score.characters,
        "conventions": list(score.conventions),
        **_scores_dict(score.scores, score.intervals),
    }


_AS_RIGHT = {"missed": "word_recall", "surplus": "word_precision"}
"""Measures that are stated as the share that is right."""


def _scores_dict(scores: Scores, intervals: dict[str, Interval | None] | None) -> dict[str, object]:
    result: dict[str, object] = {}
    for measure in MEASURES:
        rate: Rate = getattr(scores, measure)
        right = measure in _AS_RIGHT
        entry: dict[str, object] = {
            "value": rate.right if right else rate.value,
            "errors": rate.errors,
            "n": rate.total,
        }
        if intervals is not None:
            entry["interval"] = bounds(intervals[measure], right=right)
        result[_AS_RIGHT.get(measure, measure)] = entry
    return result


def bounds(of: Interval | None, *, right: bool = False) -> list[float] | None:
    """An interval as a pair; ``right`` turns an interval of errors into one of the share that is right."""
    if of is None:
        return None
    return [1 - of.high, 1 - of.low] if right else [of.low, of.high]


_NAME_WIDTH = 12
_HEAD = f"{'set':<{_NAME_WIDTH}}{'pages':>6}{'chars':>7}" + "".join(
    f"{title:>11}" for title in ("CER", "WER", "recall", "prec", "lineCER")
)


def _rows(score: SetScore) -> list[str]:
    """The name on a line of its own where it is too long, the values, the intervals."""
    values, ranges = "", ""
    for measure in MEASURES:
        rate: Rate = getattr(score.scores, measure)
        right = measure in _AS_RIGHT
        values += f"{percent(rate.right if right else rate.value):>11}"
        pair = bounds(score.intervals[measure], right=right)
        ranges += f"{f'{percent(pair[0])}-{percent(pair[1])}' if pair else '':>11}"
    fits = len(score.name) < _NAME_WIDTH
    rows = [] if fits else _wrapped(score.name)
    rows.append(f"{score.name if fits else '':<{_NAME_WIDTH}}{score.pages:>6}{score.characters:>7}{values}")
    if ranges.strip():
        rows.append(f"{'':<{_NAME_WIDTH + 13}}{ranges}")
    return rows


def percent(value: float | None) -> str:
    """A share in percent with one decimal place; ``-`` for nothing."""
    return "-" if value is None else f"{100 * value:.1f}"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, width=80, break_on_hyphens=False)
