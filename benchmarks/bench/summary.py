"""Figures of a benchmark, without any text of the pages: what is committed and what the document is written from."""

from __future__ import annotations

import json
import os
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.bench.reading import Found
from benchmarks.bench.results import Result
from benchmarks.bench.systems import BASELINE, System
from digitize.evaluate.ground_truth import Kind
from digitize.evaluate.interval import LEVEL, RESAMPLES, SEED, Comparison, Interval, compare
from digitize.evaluate.normalisation import Convention, normalisation_for
from digitize.evaluate.report import MEASURES, Evaluation, SetScore, bounds, evaluate

Section = dict[str, Any]


def machine() -> Section:
    """Cores this process may use, and memory. No names."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {"cores": len(os.sched_getaffinity(0)), "memory_gib": round(memory / 2**30, 1)}


def described(systems: Sequence[System]) -> Section:
    """Command and version of each system."""
    return {system.name: {"how": system.how, "version": system.version()} for system in systems}


def accuracy(found: Found, systems: Sequence[System], *, drawn: bool) -> Section:
    """The section on accuracy: every set with every system's scores, costs, and comparison with the baseline."""
    scored = {name: evaluate((page, result.text) for page, result in pages) for name, pages in found.items()}
    names = list(dict.fromkeys(page.set for page, _ in next(iter(found.values()))))
    conventions = sorted({page.convention for page, _ in next(iter(found.values()))})
    return {
        "drawn": drawn,
        "machine": machine(),
        "systems": described(systems),
        "interval": {"level": LEVEL, "resamples": RESAMPLES, "seed": SEED},
        "normalisation": {name: list(normalisation_for(Convention(name)).steps) for name in conventions},
        "sets": [_set(name, scored, found) for name in names],
        "kinds": _kinds(found),
    }


def _kinds(found: Found) -> list[Section]:
    """As by set, by kind of page over all sets."""
    by_kind = {
        system: [(replace(page, set=page.kind.value), result) for page, result in pages]
        for system, pages in found.items()
    }
    scored = {system: evaluate((page, result.text) for page, result in pages) for system, pages in by_kind.items()}
    present = {page.set for page, _ in next(iter(by_kind.values()))}
    return [_set(kind.value, scored, by_kind) for kind in Kind if kind.value in present]


def _set(name: str, scored: Mapping[str, Evaluation], found: Found) -> Section:
    scores = {system: _set_score(evaluation, name) for system, evaluation in scored.items()}
    some = next(iter(scores.values()))
    return {
        "set": name,
        "pages": some.pages,
        "characters": some.characters,
        "languages": sorted({page.languages or "-" for page, _ in next(iter(found.values())) if page.set == name}),
        "systems": {
            system: _scores(score)
            | _costs([result for page, result in found[system] if page.set == name])
            | {"failed": [page.name for page, result in found[system] if page.set == name and result.failure]}
            for system, score in scores.items()
        },
        "against_baseline": {
            system: _comparison(_compared(evaluation, scored[BASELINE], name))
            for system, evaluation in scored.items()
            if BASELINE in scored and system != BASELINE
        },
    }


def _set_score(evaluation: Evaluation, name: str) -> SetScore:
    return next(score for score in evaluation.sets if score.name == name)


def _scores(score: SetScore) -> Section:
    return {
        measure: {
            "errors": getattr(score.scores, measure).errors,
            "n": getattr(score.scores, measure).total,
            "value": getattr(score.scores, measure).value,
            "interval": bounds(score.intervals[measure]),
        }
        for measure in MEASURES
    }


def _compared(first: Evaluation, second: Evaluation, name: str) -> Comparison | None:
    ours = [page.scores.cer for page in first.pages if page.set == name]
    theirs = [page.scores.cer for page in second.pages if page.set == name]
    return compare(ours, theirs) if sum(rate.total for rate in ours) else None


def _comparison(of: Comparison | None) -> Section | None:
    if of is None:
        return None
    pair: Interval | None = of.difference_interval
    return {"difference": of.difference, "interval": bounds(pair), "worse": of.first_is_worse, "ratio": of.ratio}


def _costs(results: Sequence[Result]) -> Section:
    """Sums of time, and the largest process; ``None`` unless every page was timed."""
    usages = [result.usage for result in results if result.usage is not None]
    if len(usages) < len(results):
        return {"cost": None}
    return {
        "cost": {
            "wall_s": sum(usage.wall_s for usage in usages),
            "median_wall_s": statistics.median(usage.wall_s for usage in usages),
            "cpu_s": sum(usage.cpu_s for usage in usages),
            "peak_mib": max(usage.peak_mib for usage in usages),
        }
    }


def load(path: Path) -> dict[str, Section]:
    """The sections written so far: ``accuracy``, ``layout``, ``fidelity``, ``alignment``, ``pdf``, ``review``, ``service``, ``targets``, ``broadsheet``, ``processor``, ``rerun``."""
    if not path.is_file():
        return {}
    sections: dict[str, Section] = json.loads(path.read_text(encoding="utf-8"))
    return sections


def save(path: Path, sections: Mapping[str, Section]) -> None:
    """Writes all sections."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(_rounded(sections), ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


def _rounded(value: Any) -> Any:
    """Floats to six places: more would only make noise in the history."""
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, Mapping):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(item) for item in value]
    return value
