"""Reads pages whose text is known, and scores the reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from digitize.errors import DigitizeError, EnvironmentFault, MissingDependencyError
from digitize.evaluate.ground_truth import TruthPage, read_ground_truth
from digitize.evaluate.report import Evaluation, evaluate
from digitize.ingest import Candidate
from digitize.pipeline.intake import plan_document
from digitize.pipeline.progress import Progress
from digitize.pipeline.run import read_pages
from digitize.pipeline.workshop import Tally, Workshop
from digitize.settings import Settings

TRUTH = "truth"
"""Value of ``--languages`` that takes each page's own languages from the ground truth."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """Scores, and the pages that could not be read (they count as read empty)."""

    evaluation: Evaluation
    failures: tuple[DigitizeError, ...]

    def as_json(self) -> dict[str, Any]:
        return {**self.evaluation.as_dict(), "failures": [str(error) for error in self.failures]}

    def as_text(self) -> str:
        failures = "".join(f"\nfailed: {error}" for error in self.failures)
        return self.evaluation.as_text() + failures


def measure(ground_truth: Path, languages: str, settings: Settings, progress: Progress) -> Measurement:
    """Reads every page of a ground-truth folder and scores the printed layer against its true text.

    The pages are kept apart from the documents of the output folder, under ``.digitize/evaluation``.

    Args:
        ground_truth: A folder with a manifest, or with images beside their ``.gt.txt``.
        languages: ``truth`` (each page's own where stated), ``auto``, or models.
        settings: Of the run.
        progress: Is told what happens.

    Raises:
        InputError: If there is no ground truth.
        MissingDependencyError: If a language is not installed.
        EnvironmentFault: If the output folder cannot be written to.
    """
    failures: list[DigitizeError] = []
    pages = read_ground_truth(ground_truth)
    pairs = list(_read_all(pages, languages, settings, progress, failures))
    return Measurement(evaluate(pairs), tuple(failures))


def _read_all(
    pages: tuple[TruthPage, ...],
    languages: str,
    settings: Settings,
    progress: Progress,
    failures: list[DigitizeError],
) -> Iterator[tuple[TruthPage, str]]:
    def asked(page: TruthPage) -> str:
        return (page.languages or "auto") if languages == TRUTH else languages

    for wanted, group in groupby(sorted(pages, key=asked), key=asked):
        own = settings.model_copy(update={"languages": wanted, "output": settings.output / ".digitize" / "evaluation"})
        with Workshop(own, progress) as shop:
            for page in group:
                yield page, _read(page, shop, failures)


def _read(page: TruthPage, shop: Workshop, failures: list[DigitizeError]) -> str:
    tally = Tally()
    try:
        plan = plan_document(Candidate(page.image.stem, (page.image,), None), shop, tally, str(page.frame + 1))
        shop.progress.document_started(plan.id, 1)
        outcome = read_pages(plan, shop, tally)[0]
        shop.progress.document_done(plan.id)
    except (EnvironmentFault, MissingDependencyError):
        raise
    except DigitizeError as error:
        failures.append(error)
        return ""
    if outcome.error is not None:
        failures.append(outcome.error)
    return outcome.page.text
