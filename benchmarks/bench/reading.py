"""Has every system read every page, alternating between systems so that noise falls on all alike."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.bench.images import digest, single_frame
from benchmarks.bench.measured import Outcome, run_measured
from benchmarks.bench.results import Key, Result, Results
from benchmarks.bench.systems import System, Task
from benchmarks.bench.truth import languages_of
from digitize.errors import InputError
from digitize.evaluate.ground_truth import Kind, TruthPage
from digitize.evaluate.page_layout import PageLayout

TIMEOUT_S = 1800.0

Found = dict[str, list[tuple[TruthPage, Result]]]
"""Results by system, in the order of the pages."""


def read_pages(
    pages: Sequence[TruthPage], systems: Sequence[System], results: Results, *, timed: bool, jobs: int
) -> Found:
    """Every page by every system; kept results are used where they are.

    Args:
        pages: With their truth.
        systems: What reads them; the first changes from page to page.
        results: Kept results; new ones are added at once.
        timed: One command at a time, and results without timings are made again.
        jobs: Commands at a time when not timed.
    """
    versions = {system.name: system.version() for system in systems}
    todo = [(page, system, _key(page, system, versions[system.name])) for page, system in _alternated(pages, systems)]
    missing = [item for item in todo if results.get(item[2], timed=timed, places=item[1].places) is None]
    with ThreadPoolExecutor(1 if timed else jobs) as pool:
        done = pool.map(lambda item: read_page(item[0], item[1], timed=timed), missing)
        for number, ((page, system, key), result) in enumerate(zip(missing, done, strict=True), start=1):
            results.put(key, result)
            said = f": {result.failure}" if result.failure else ""
            print(f"[{number}/{len(missing)}] {system.name} {page.set}/{page.name}{said}", file=sys.stderr)
    found: Found = {system.name: [] for system in systems}
    for page in pages:
        for system in systems:
            kept = results.get(_key(page, system, versions[system.name]), timed=timed, places=system.places)
            if kept is None:
                raise RuntimeError(f"{page.image} changed while it was read")
            found[system.name].append((page, kept))
    return found


def _alternated(pages: Sequence[TruthPage], systems: Sequence[System]) -> Iterator[tuple[TruthPage, System]]:
    for number, page in enumerate(pages):
        first = number % len(systems)
        for system in (*systems[first:], *systems[:first]):
            yield page, system


def _key(page: TruthPage, system: System, version: str) -> Key:
    line = page.kind is Kind.LINE
    return Key(system.name, version, digest(page.image), page.frame, languages_of(page), line)


def read_page(page: TruthPage, system: System, *, timed: bool) -> Result:
    """One page by one system, in a folder of its own that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        image = single_frame(page.image, page.frame, folder)
        task = Task(image.resolve(), languages_of(page), page.kind is Kind.LINE, places=system.places)
        environment = system.environment(os.environ)
        if not timed:
            environment["OMP_THREAD_LIMIT"] = "1"  # changes no text, and keeps out of the other commands' way
        outcome = run_in(folder, system, task, environment)
        text, layout, failure = taken(outcome, lambda: (system.text(folder), system.layout(folder)))
    return Result(text, failure, outcome.usage if timed else None, layout)


def run_in(folder: Path, system: System, task: Task, environment: Mapping[str, str]) -> Outcome:
    """Prepares and runs one command."""
    command = system.command(task, folder)
    return run_measured(command, folder=folder, environment=environment, timeout_s=TIMEOUT_S)


def taken(
    outcome: Outcome, read: Callable[[], tuple[str, PageLayout | None]]
) -> tuple[str, PageLayout | None, str | None]:
    """Text, places, and why the page failed if it did; a page that failed has no text, and all of it counts as lost."""
    if outcome.timed_out:
        return "", None, f"ended after {TIMEOUT_S:.0f} s"
    if outcome.exit_code != 0:
        said = outcome.stderr.strip().splitlines()
        return "", None, f"exit code {outcome.exit_code}: {said[-1] if said else 'nothing said'}"
    try:
        return *read(), None
    except (OSError, ValueError, KeyError, InputError) as error:
        return "", None, f"no text came out: {type(error).__name__}"
