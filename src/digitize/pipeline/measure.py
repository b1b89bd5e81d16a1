"""Reads pages whose text is known, and scores the reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from digitize.confine import Pool
from digitize.errors import DigitizeError, EnvironmentFault, MissingDependencyError
from digitize.evaluate.differences import Differences, find_differences
from digitize.evaluate.ground_truth import TruthPage, read_ground_truth
from digitize.evaluate.honesty import Honesty, find_honesty
from digitize.evaluate.layout_report import LayoutEvaluation, evaluate_layout
from digitize.evaluate.page_layout import layout_found
from digitize.evaluate.report import Evaluation, evaluate
from digitize.ingest import Candidate
from digitize.model.geometry import Transform
from digitize.model.transcription import TranscribedPage
from digitize.pipeline.intake import plan_document
from digitize.pipeline.page import PageOutcome
from digitize.pipeline.progress import Progress
from digitize.pipeline.run import read_pages
from digitize.pipeline.workshop import Tally, Workshop
from digitize.settings import Settings

TRUTH = "truth"
"""Value of ``--languages`` that takes each page's own languages from the ground truth."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """Scores, and the pages that could not be read (they count as read empty).

    Args:
        evaluation: Of the text.
        layout: Of where it stands, for the pages whose truth says so.
        differences: In what ways the text differs from its truth.
        honesty: Of what is said of it: confidence, predicted error rates.
        failures: Why pages could not be read.
    """

    evaluation: Evaluation
    layout: LayoutEvaluation
    differences: Differences
    honesty: Honesty
    failures: tuple[DigitizeError, ...]

    def as_json(self) -> dict[str, Any]:
        failures = [str(error) for error in self.failures]
        return {
            **self.evaluation.as_dict(),
            "layout": self.layout.as_dict(),
            "differences": self.differences.as_dict(),
            "confidence": self.honesty.as_dict(),
            "failures": failures,
        }

    def as_text(self) -> str:
        failures = "".join(f"\nfailed: {error}" for error in self.failures)
        told = (self.evaluation, self.differences, self.layout, self.honesty)
        return "".join(part.as_text() for part in told) + failures


def measure(
    ground_truth: Path,
    languages: str,
    settings: Settings,
    progress: Progress,
    opened: Callable[[Pool], object] | None = None,
) -> Measurement:
    """Reads every page of a ground-truth folder and scores the printed layer against its true text.

    Where the truth says where the text stands, layout, reading order and column numbers are scored too.

    The pages are kept apart from the documents of the output folder, under ``.digitize/evaluation``.

    Args:
        ground_truth: A folder with a manifest, or with images beside their ``.gt.txt``.
        languages: ``truth`` (each page's own where stated), ``auto``, or models.
        settings: Of the run.
        progress: Is told what happens.
        opened: Is told of the workers, so that it can end them.

    Raises:
        InputError: If there is no ground truth.
        MissingDependencyError: If a language is not installed.
        EnvironmentFault: If the output folder cannot be written to.
    """
    failures: list[DigitizeError] = []
    pages = read_ground_truth(ground_truth)
    read = list(read_all(pages, languages, settings, progress, failures, opened))
    texts = [(page, "\n\n".join(outcome.page.text for outcome in outcomes)) for page, outcomes in read]
    layouts = ((page, layout_found(map(_placed, outcomes))) for page, outcomes in read)
    honesty = find_honesty((page, [outcome.page for outcome in outcomes]) for page, outcomes in read if outcomes)
    differences = find_differences(texts)
    return Measurement(evaluate(texts), evaluate_layout(layouts), differences, honesty, tuple(failures))


def _placed(outcome: PageOutcome) -> tuple[TranscribedPage, Transform]:
    return outcome.page, outcome.record.image.file_to_canonical


def read_all(
    pages: tuple[TruthPage, ...],
    languages: str,
    settings: Settings,
    progress: Progress,
    failures: list[DigitizeError],
    opened: Callable[[Pool], object] | None = None,
) -> Iterator[tuple[TruthPage, tuple[PageOutcome, ...]]]:
    """Reads pages of truth, those of the same languages together, and nothing else: no file is exported.

    Args:
        pages: Of the ground truth.
        languages: As for :func:`measure`.
        settings: Of the run.
        progress: Is told what happens.
        failures: Added to, when a page cannot be read; there is no outcome then.
        opened: Is told of the workers.

    Yields:
        Each page of truth with what became of it: one page, or the two of a spread.
    """

    def asked(page: TruthPage) -> str:
        return (page.languages or "auto") if languages == TRUTH else languages

    output = settings.output / ".digitize" / "evaluation"
    with Pool(settings.jobs, settings.memory_mib << 20) as pool:  # one for all: a worker takes a second to start
        if opened is not None:
            opened(pool)
        for wanted, group in groupby(sorted(pages, key=asked), key=asked):
            own = settings.model_copy(update={"languages": wanted, "output": output})
            with Workshop(own, progress, pool) as shop:
                for page in group:
                    yield page, _read(page, shop, failures)


def _read(page: TruthPage, shop: Workshop, failures: list[DigitizeError]) -> tuple[PageOutcome, ...]:
    tally = Tally()
    try:
        plan = plan_document(Candidate(page.image.stem, (page.image,), None), shop, tally)
        plan = replace(plan, pages=tuple(planned for planned in plan.pages if planned.frame == page.frame))
        shop.progress.document_started(plan.id, len(plan.pages))
        outcomes = read_pages(plan, shop, tally)
        shop.progress.document_done(plan.id)
    except (EnvironmentFault, MissingDependencyError):
        raise
    except DigitizeError as error:
        failures.append(error)
        return ()
    failures += [outcome.error for outcome in outcomes if outcome.error is not None]
    return tuple(outcome for outcome in outcomes if outcome.error is None)
