"""``python -m benchmarks.bench``: measures and writes docs/benchmarks.md."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.bench.document import render
from benchmarks.bench.places import evaluate_places, layout
from benchmarks.bench.processor import measure_processor
from benchmarks.bench.reading import read_pages
from benchmarks.bench.results import Results
from benchmarks.bench.summary import Section, accuracy, load, save
from benchmarks.bench.systems import ROOT, SYSTEMS, TIMING_SYSTEMS, System, Task
from benchmarks.bench.targets import accuracy_targets
from benchmarks.bench.timing import broadsheets, time_broadsheets, time_second_run
from benchmarks.bench.truth import SAMPLES, VARIABLE, chosen, find_drawn, find_truth
from digitize.errors import DigitizeError
from digitize.evaluate.report import evaluate

RESULTS = ROOT / "benchmarks" / "results"
CACHE = RESULTS / "cache.json"
SUMMARY = RESULTS / "summary.json"
DOCUMENT = ROOT / "docs" / "benchmarks.md"


def parser() -> argparse.ArgumentParser:
    """The command line."""
    known = ", ".join(dict.fromkeys([*SYSTEMS, *TIMING_SYSTEMS]))
    made = argparse.ArgumentParser(prog="python -m benchmarks.bench", description=__doc__)
    made.add_argument("--systems", type=_names, default=(), help=f"which to run, joined by commas: {known}")
    made.add_argument(
        "--sets", type=_names, default=(), help="only these sets, joined by commas; printed, no document is written"
    )
    made.add_argument("--limit", type=_positive, help="pages of each set at most; printed, no document is written")
    made.add_argument("--only-accuracy", action="store_true", help="no timings; may run several commands at a time")
    made.add_argument("--jobs", type=_positive, default=1, help="commands at a time with --only-accuracy")
    made.add_argument(
        "--drawn",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="drawn pages to read beside scans/samples, as `python -m benchmarks.pages DIR` writes them; may be repeated",
    )
    made.add_argument("--all", action="store_true", help="accuracy and layout, then every timing, one after the other")
    made.add_argument("--cpu", action="store_true", help="measures CPU time over all pages instead")
    made.add_argument("--lean", action="store_true", help="with --cpu: only what is compared with plain Tesseract")
    made.add_argument("--timing-broadsheet", action="store_true", help="times newspaper pages instead")
    made.add_argument("--broadsheet", type=Path, help="the page image to time; default: the truth's newspaper pages")
    made.add_argument("--languages", default="rus", help="of the page given by --broadsheet")
    made.add_argument("--repetitions", type=_positive, default=3, help="of each timing")
    made.add_argument("--rerun", action="store_true", help="runs the samples twice and counts engine calls instead")
    made.add_argument("--render", action="store_true", help="measures nothing, writes the document from the summary")
    made.epilog = (
        f"Pages are taken from the folder in {VARIABLE}, else ../shared/gt, else scans/samples; drawn pages from "
        "scans/samples and --drawn."
    )
    return made


def _names(value: str) -> tuple[str, ...]:
    return tuple(part for part in value.split(",") if part)


def _positive(value: str) -> int:
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what the arguments ask for; returns the exit code. What a step has measured is kept when a later one fails."""
    options = parser().parse_args(arguments)
    for step in steps(options):
        try:
            measured = step(options)
        except (DigitizeError, RuntimeError, ValueError) as error:
            print(error, file=sys.stderr)
            return 3
        if measured is not None:
            save(SUMMARY, load(SUMMARY) | measured)
            DOCUMENT.write_text(render(load(SUMMARY)), encoding="utf-8")
            print(f"written: {DOCUMENT.relative_to(ROOT)}", file=sys.stderr)
    return 0


Step = Callable[[argparse.Namespace], dict[str, Section] | None]
"""Measures; gives the sections that were measured, or ``None`` when the run was partial and only printed."""


def steps(options: argparse.Namespace) -> list[Step]:
    """What the options ask for, in order."""
    if options.all:
        return [_read, _broadsheet, _processor, _rerun]
    if options.render:
        return [lambda _: {}]
    if options.rerun:
        return [_rerun]
    if options.timing_broadsheet:
        return [_broadsheet]
    return [_processor if options.cpu else _read]


def _read(options: argparse.Namespace) -> dict[str, Section] | None:
    """Accuracy, layout, and what they say of the targets."""
    systems = chosen_systems(SYSTEMS, options.systems)
    placed = [system for system in systems if system.places]
    truth = find_truth()
    drawn_pages = () if truth.drawn else find_drawn([SAMPLES, *options.drawn])
    pages = chosen((*truth.pages, *drawn_pages), options.sets, options.limit)
    results, timed, jobs = Results(CACHE), not options.only_accuracy, options.jobs
    found = read_pages([page for page in pages if page not in drawn_pages], systems, results, timed=timed, jobs=jobs)
    drawn = read_pages([page for page in pages if page in drawn_pages], placed, results, timed=timed, jobs=jobs)
    real_layouts, drawn_layouts = evaluate_places(found, systems), evaluate_places(drawn, placed)
    for name in found:
        read = [*found[name], *drawn.get(name, [])]
        print(f"\n{name}\n{evaluate((page, result.text) for page, result in read).as_text()}")
        for layouts in (real_layouts, drawn_layouts):
            print(layouts[name].as_text() if name in layouts else "")
    if options.sets or options.limit is not None:
        return None
    return {
        "accuracy": accuracy(found, systems, drawn=truth.drawn),
        "layout": layout(real_layouts, drawn_layouts, drawn, placed),
        "targets": {"figures": accuracy_targets(found, real_layouts, drawn_layouts)},
    }


def _rerun(_: argparse.Namespace) -> dict[str, Section]:
    return {"rerun": time_second_run(SAMPLES)}


def _processor(options: argparse.Namespace) -> dict[str, Section] | None:
    truth = find_truth()
    measured = measure_processor(truth.folder, chosen(truth.pages, options.sets, options.limit), lean=options.lean)
    if options.sets or options.limit is not None:
        print(json.dumps(measured, ensure_ascii=False, indent=1))
        return None
    return {"processor": measured}


def _broadsheet(options: argparse.Namespace) -> dict[str, Section]:
    systems = chosen_systems(TIMING_SYSTEMS, () if options.all else options.systems)
    if options.broadsheet is not None:
        image: Path = options.broadsheet
        sheets = [(image.stem, Task(image.resolve(), options.languages, line=False))]
    else:
        sheets = broadsheets(chosen(find_truth().pages, options.sets, options.limit))
    if not sheets:
        raise ValueError("no newspaper page to time; name one with --broadsheet")
    return {"broadsheet": time_broadsheets(sheets, systems, options.repetitions)}


def chosen_systems(known: dict[str, System], names: Sequence[str]) -> list[System]:
    """The named systems, or all that can be run here; those that cannot are named.

    Raises:
        ValueError: If a name is not known, or no system can be run.
    """
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise ValueError(f"no system {', '.join(unknown)}; there are {', '.join(known)}")
    kept = []
    for system in [known[name] for name in names] or list(known.values()):
        if system.available():
            kept.append(system)
        else:
            print(f"{system.name} cannot be run here and is left out", file=sys.stderr)
    if not kept:
        raise ValueError("none of the systems can be run here")
    return kept


if __name__ == "__main__":
    sys.exit(main())
