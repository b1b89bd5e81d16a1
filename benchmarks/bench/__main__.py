"""``python -m benchmarks.bench``: measures and writes docs/benchmarks.md."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.bench.document import render
from benchmarks.bench.reading import read_pages
from benchmarks.bench.results import Results
from benchmarks.bench.summary import Section, accuracy, load, save
from benchmarks.bench.systems import ROOT, SYSTEMS, TIMING_SYSTEMS, System, Task
from benchmarks.bench.timing import broadsheets, time_broadsheets, time_second_run
from benchmarks.bench.truth import SAMPLES, VARIABLE, chosen, find_truth
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
    made.add_argument("--timing-broadsheet", action="store_true", help="times newspaper pages instead")
    made.add_argument("--broadsheet", type=Path, help="the page image to time; default: the truth's newspaper pages")
    made.add_argument("--languages", default="rus", help="of the page given by --broadsheet")
    made.add_argument("--repetitions", type=_positive, default=3, help="of each timing")
    made.add_argument("--rerun", action="store_true", help="runs the samples twice and counts engine calls instead")
    made.add_argument("--render", action="store_true", help="measures nothing, writes the document from the summary")
    made.epilog = f"Pages are taken from the folder in {VARIABLE}, else ../shared/gt, else scans/samples."
    return made


def _names(value: str) -> tuple[str, ...]:
    return tuple(part for part in value.split(",") if part)


def _positive(value: str) -> int:
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what the arguments ask for; returns the exit code."""
    options = parser().parse_args(arguments)
    try:
        measured = measure(options)
    except (DigitizeError, RuntimeError, ValueError) as error:
        print(error, file=sys.stderr)
        return 3
    if measured is not None:
        sections = load(SUMMARY) | measured
        save(SUMMARY, sections)
        DOCUMENT.write_text(render(load(SUMMARY)), encoding="utf-8")
        print(f"written: {DOCUMENT.relative_to(ROOT)}", file=sys.stderr)
    return 0


def measure(options: argparse.Namespace) -> dict[str, Section] | None:
    """The sections that were measured; ``None`` when the run was partial and only printed."""
    if options.render:
        return {}
    if options.rerun:
        return {"rerun": time_second_run(SAMPLES)}
    if options.timing_broadsheet:
        return {"broadsheet": _broadsheet(options)}
    systems = chosen_systems(SYSTEMS, options.systems)
    truth = find_truth()
    pages = chosen(truth.pages, options.sets, options.limit)
    found = read_pages(pages, systems, Results(CACHE), timed=not options.only_accuracy, jobs=options.jobs)
    for name, results in found.items():
        print(f"\n{name}\n{evaluate((page, result.text) for page, result in results).as_text()}")
    if options.sets or options.limit is not None:
        return None
    return {"accuracy": accuracy(found, systems, drawn=truth.drawn)}


def _broadsheet(options: argparse.Namespace) -> Section:
    systems = chosen_systems(TIMING_SYSTEMS, options.systems)
    if options.broadsheet is not None:
        image: Path = options.broadsheet
        sheets = [(image.stem, Task(image.resolve(), options.languages, line=False))]
    else:
        sheets = broadsheets(chosen(find_truth().pages, options.sets, options.limit))
    if not sheets:
        raise ValueError("no newspaper page to time; name one with --broadsheet")
    return time_broadsheets(sheets, systems, options.repetitions)


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
