"""``python -m benchmarks.bench.lean FOLDER PAGES OUTPUT LANGUAGES ENGINE``: this project from image to text and no further, in one process tree.

Reads the pages of a ground-truth folder that a JSON file names by set and name, one at a time, and writes no document. After each page
plain Tesseract reads it, so that both meet the machine as fast or slow as it is; what that cost goes to ``plain.json`` beside OUTPUT.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.bench.images import single_frame
from benchmarks.bench.measured import Usage
from benchmarks.bench.reading import run_in
from benchmarks.bench.systems import Task, Tesseract
from benchmarks.bench.timing import succeeded
from benchmarks.bench.truth import languages_of
from digitize.errors import DigitizeError
from digitize.evaluate.ground_truth import TruthPage, read_ground_truth
from digitize.model.profile import EngineName
from digitize.pipeline.measure import read_all
from digitize.pipeline.progress import Silent
from digitize.settings import load_settings


def main(folder: str, pages: str, output: str, languages: str, engine: str) -> int:
    """Reads the pages; returns 1 if one could not be read."""
    named = {(of, name) for of, name in json.loads(Path(pages).read_text(encoding="utf-8"))}
    chosen = tuple(page for page in read_ground_truth(Path(folder)) if (page.set, page.name) in named)
    failures: list[DigitizeError] = []
    settings = load_settings(output=Path(output), jobs=1, engine=EngineName(engine))
    plain = [_plain(page) for page, _ in read_all(chosen, languages, settings, Silent(), failures)]
    for failure in failures:
        print(failure, file=sys.stderr)
    told = {
        "wall_s": sum(usage.wall_s for usage in plain),
        "cpu_s": sum(usage.cpu_s for usage in plain),
        "peak_mib": max((usage.peak_mib for usage in plain), default=0.0),
    }
    Path(output).with_name("plain.json").write_text(json.dumps(told), encoding="utf-8")
    return 1 if failures else 0


def _plain(page: TruthPage) -> Usage:
    """What plain Tesseract needs for a page."""
    system = Tesseract()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        image = single_frame(page.image, page.frame, Path(name))
        task = Task(image.resolve(), languages_of(page), line=False)
        outcome = run_in(Path(name), system, task, system.environment(os.environ))
    succeeded(outcome, f"{system.name} on {page.name}")
    return outcome.usage


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
