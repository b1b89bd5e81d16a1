"""CPU time of one process over all pages, against plain Tesseract page by page."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.bench.images import single_frame
from benchmarks.bench.measured import Outcome, Usage, run_measured
from benchmarks.bench.summary import Section, described, machine
from benchmarks.bench.systems import ROOT, Digitize, Task, Tesseract
from benchmarks.bench.timing import succeeded
from digitize.evaluate.ground_truth import Kind, TruthPage
from digitize.model.profile import EngineName

_LIMIT_S = 6 * 3600.0

LEAN = "image to text, LANG"
"""The run that is compared: what Tesseract does, with the models that Tesseract is given."""

LEAN_ALONE = "image to text, LANG, by Tesseract alone"
"""The same without the second engine: what layout and preparation cost."""

LEAN_AUTO = "image to text, auto"


def measure_processor(folder: Path, pages: Sequence[TruthPage], *, lean: bool = False) -> Section:
    """CPU seconds of this project's whole process tree over all pages in one go, and of a Tesseract for each page.

    Cropped lines are no pages and are left out. This project works with one worker; nothing is cached. ``digitize run``
    over the same images, which writes every output and finds the languages by itself, is measured beside it.

    Args:
        folder: The ground truth that the pages come from.
        pages: Of that ground truth.
        lean: Only what is compared with Tesseract: image to text, with the models that it is given.

    Raises:
        RuntimeError: If a command fails.
    """
    whole = [page for page in pages if page.kind is not Kind.LINE]
    runs = {
        LEAN: _lean(folder, whole, "truth", EngineName.BOTH),
        LEAN_ALONE: _lean(folder, whole, "truth", EngineName.TESSERACT),
    }
    if not lean:
        runs[LEAN_AUTO] = _lean(folder, whole, "auto", EngineName.BOTH)
        runs["`digitize run`, all outputs, auto"] = _costs(_whole(whole))
    return {
        "machine": machine(),
        "systems": described([Digitize(auto=True), Tesseract()]),
        "pages": len(whole),
        "runs": runs,
        "plain": runs[LEAN]["plain"],
    }


def over_plain(section: Section, run: str) -> float:
    """A run's CPU time over that of plain Tesseract, which has read the same pages in turn with it."""
    of = section["runs"][run]
    return float(of["cpu_s"] / of.get("plain", section["plain"])["cpu_s"])


def _costs(of: Usage) -> Section:
    return {"wall_s": of.wall_s, "cpu_s": of.cpu_s, "peak_mib": of.peak_mib}


def _lean(folder: Path, pages: Sequence[TruthPage], languages: str, engine: EngineName) -> Section:
    """Costs of this project, and under ``plain`` those of Tesseract for the same pages, read in turn."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        here = Path(name)
        names = here / "pages.json"
        names.write_text(json.dumps([[page.set, page.name] for page in pages]), encoding="utf-8")
        program = [sys.executable, "-m", "benchmarks.bench.lean"]
        program += [str(folder.resolve()), str(names), str(here / "output"), languages, str(engine)]
        both = _costs(_run(program, here, f"image to text, {languages}, {engine}, and plain in turn"))
        plain = json.loads((here / "plain.json").read_text(encoding="utf-8"))
    own = {what: both[what] - plain[what] for what in ("wall_s", "cpu_s")}
    return {**both, **own, "plain": plain}


def _whole(pages: Sequence[TruthPage]) -> Usage:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        here = Path(name)
        scans = here / "scans"
        scans.mkdir()
        for number, page in enumerate(pages):
            image = single_frame(page.image, page.frame, here)
            shutil.copyfile(image, scans / f"{number:04d}-{image.name}")
        command = Digitize(auto=True).command(Task(scans, "auto", line=False), here)
        return _run([*command, "--jobs", "1"], here, "digitize run")


def _run(command: Sequence[str], here: Path, what: str) -> Usage:
    environment = Digitize(auto=True).environment(os.environ) | {"PYTHONPATH": str(ROOT)}
    outcome = run_measured(command, folder=here, environment=environment, timeout_s=_LIMIT_S)
    succeeded(outcome, what)
    _say(what, outcome)
    return outcome.usage


def _say(what: str, outcome: Outcome) -> None:
    print(f"{what} {outcome.usage.cpu_s:.1f} s of CPU", file=sys.stderr)
