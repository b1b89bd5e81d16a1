"""The section on layout: what each system found of where the text stands, on scans and on drawn pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from benchmarks.bench.reading import Found
from benchmarks.bench.summary import Section, described
from benchmarks.bench.systems import System
from digitize.evaluate.ground_truth import Kind
from digitize.evaluate.layout_report import (
    LayoutEvaluation,
    PageLayoutScore,
    evaluate_layout,
    grouped,
    scores_dict,
)
from digitize.evaluate.page_layout import EMPTY
from digitize.evaluate.report import evaluate

Layouts = dict[str, LayoutEvaluation]
"""Layout scores by system."""


def evaluate_places(found: Found, systems: Sequence[System]) -> Layouts:
    """Scores every system that says where it found the text; a page on which it failed has no line."""
    return {
        system.name: evaluate_layout((page, result.layout or EMPTY) for page, result in found[system.name])
        for system in systems
        if system.places
    }


def layout(real: Layouts, drawn: Layouts, drawn_found: Found, systems: Sequence[System]) -> Section:
    """The section on layout: scans by kind of page and by set, drawn pages by set, and the text of these.

    Args:
        real: Layout scores of scans.
        drawn: Layout scores of drawn pages.
        drawn_found: Drawn pages as the systems read them.
        systems: All of them.
    """
    some = next(iter((*real.values(), *drawn.values())), LayoutEvaluation(()))
    return {
        "systems": described([system for system in systems if system.places]),
        "left_out": list(some.left_out),
        "kinds": _groups(real, lambda page: page.kind.value),
        "sets": _groups(real, lambda page: page.set if page.kind is Kind.NEWSPAPER else None),
        "drawn": _groups(drawn, lambda page: page.set),
        "drawn_text": _texts(drawn_found),
    }


def _texts(found: Found) -> list[Section]:
    scored = {name: evaluate((page, result.text) for page, result in results) for name, results in found.items()}
    by_set: dict[str, Section] = {}
    for system, evaluation in scored.items():
        for of in evaluation.sets:
            group = by_set.setdefault(of.name, {"name": of.name, "pages": of.pages, "systems": {}})
            rates = {"cer": of.scores.cer, "line_cer": of.scores.line_cer}
            group["characters"] = of.characters
            group["systems"][system] = {name: rate.value for name, rate in rates.items()}
    return list(by_set.values())


def _groups(of: Mapping[str, LayoutEvaluation], key: Callable[[PageLayoutScore], str | None]) -> list[Section]:
    by_system = {system: {g.name: g for g in grouped(scored.pages, key)} for system, scored in of.items()}
    names = dict.fromkeys(name for groups in by_system.values() for name in groups)
    return [
        {
            "name": name,
            "pages": max(groups[name].pages for groups in by_system.values() if name in groups),
            "systems": {
                system: scores_dict(groups[name].scores, groups[name].intervals)
                for system, groups in by_system.items()
                if name in groups
            },
        }
        for name in names
    ]
