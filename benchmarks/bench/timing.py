"""Times that need runs of their own: a broadsheet by each system in turn, and a second run of the same command."""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.bench.images import single_frame
from benchmarks.bench.measured import Outcome, Usage, run_measured
from benchmarks.bench.reading import TIMEOUT_S, run_in
from benchmarks.bench.summary import Section, described, machine
from benchmarks.bench.systems import Digitize, System, Task
from benchmarks.bench.truth import languages_of
from digitize.evaluate.ground_truth import Kind, TruthPage


def broadsheets(pages: Sequence[TruthPage]) -> list[tuple[str, Task]]:
    """The newspaper pages among the truth, by name."""
    return [
        (page.name, Task(page.image.resolve(), languages_of(page), line=False))
        for page in pages
        if page.kind is Kind.NEWSPAPER and page.frame == 0
    ]


def time_broadsheets(sheets: Sequence[tuple[str, Task]], systems: Sequence[System], repetitions: int) -> Section:
    """Every system on every sheet, in turn; the first changes from repetition to repetition.

    Every run starts with an empty output folder, so nothing is taken from a cache.

    Raises:
        RuntimeError: If a command fails: a time without a result is none.
    """
    return {
        "machine": machine(),
        "systems": described(systems),
        "repetitions": repetitions,
        "sheets": [
            {"page": name, "languages": task.languages, **_sheet(name, task, systems, repetitions)}
            for name, task in sheets
        ],
    }


def _sheet(name: str, task: Task, systems: Sequence[System], repetitions: int) -> Section:
    runs: dict[str, list[Usage]] = {system.name: [] for system in systems}
    texts: dict[str, list[float]] = {system.name: [] for system in systems}
    for repetition in range(repetitions):
        first = repetition % len(systems)
        for system in (*systems[first:], *systems[:first]):
            with tempfile.TemporaryDirectory(prefix="bench-") as folder:
                single = Task(single_frame(task.image, 0, Path(folder)), task.languages, task.line)
                outcome = run_in(Path(folder), system, single, system.environment(os.environ))
                succeeded(outcome, f"{system.name} on {name}")
                texts[system.name].append(to_text_s(outcome, Path(folder)))
            runs[system.name].append(outcome.usage)
            print(
                f"[{repetition + 1}/{repetitions}] {name} {system.name} {outcome.usage.wall_s:.1f} s", file=sys.stderr
            )
    return {
        "costs": {of: _median(usages) | {"text_s": statistics.median(texts[of])} for of, usages in runs.items()},
        "wall_ratios": ratios({of: [usage.wall_s for usage in usages] for of, usages in runs.items()}),
        "text_ratios": ratios(texts),
    }


def to_text_s(outcome: Outcome, folder: Path) -> float:
    """Seconds from the start of the process until the page's text is there, assembled and ordered.

    Plain programs have it when they end. This project says in ``run.json`` when it ended and how long the formats took to
    write; what comes before those is the way to the text, start of the interpreter and of the workers included.
    """
    runs = list((folder / "output").glob("*/run.json"))
    if not runs:
        return outcome.usage.wall_s
    (run,) = (json.loads(path.read_text(encoding="utf-8")) for path in runs)
    finished = datetime.fromisoformat(run["finished"]).timestamp()
    return finished - outcome.started_at - float(run["stages_s"].get("export", 0.0))


def _median(usages: Sequence[Usage]) -> Section:
    return {
        "wall_s": statistics.median(usage.wall_s for usage in usages),
        "cpu_s": statistics.median(usage.cpu_s for usage in usages),
        "peak_mib": max(usage.peak_mib for usage in usages),
    }


def ratios(runs: dict[str, list[float]]) -> dict[str, list[float]]:
    """This project's time over each other system's, paired by repetition: lowest, median, highest."""
    own = Digitize(auto=False).name
    if own not in runs:
        return {}
    of = {
        other: sorted(ours / theirs for ours, theirs in zip(runs[own], times, strict=True))
        for other, times in runs.items()
        if other != own
    }
    return {other: [values[0], statistics.median(values), values[-1]] for other, values in of.items()}


def time_second_run(folder: Path) -> Section:
    """Runs this project twice over a folder into the same output, and counts engine calls of both runs.

    Raises:
        RuntimeError: If a run fails.
    """
    system = Digitize(auto=True)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        here = Path(name)
        command = system.command(Task(folder.resolve(), "auto", line=False), here)
        runs = []
        for number in (1, 2):
            outcome = run_measured(
                command, folder=here, environment=system.environment(os.environ), timeout_s=TIMEOUT_S
            )
            succeeded(outcome, f"run {number}")
            runs.append({"wall_s": outcome.usage.wall_s, "engine_calls": engine_calls(here / "output")})
    return {"machine": machine(), "systems": described([system]), "files": _count(folder), "runs": runs}


def engine_calls(output: Path) -> int:
    """Sum of ``engine_calls`` over the documents' ``run.json``.

    Raises:
        RuntimeError: If there is no document, or one does not say.
    """
    runs: list[dict[str, Any]] = [json.loads(path.read_text(encoding="utf-8")) for path in output.glob("*/run.json")]
    if not runs or any("engine_calls" not in run for run in runs):
        raise RuntimeError("run.json does not say how often an engine was called")
    return sum(int(run["engine_calls"]) for run in runs)


def _count(folder: Path) -> int:
    return sum(1 for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))


def succeeded(outcome: Outcome, what: str) -> None:
    """Raises RuntimeError unless the command ended well: a time without a result is none."""
    if outcome.timed_out or outcome.exit_code != 0:
        raise RuntimeError(f"{what}: exit code {outcome.exit_code}\n{outcome.stderr}")
