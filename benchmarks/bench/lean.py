"""``python -m benchmarks.bench.lean FOLDER PAGES OUTPUT LANGUAGES ENGINE``: this project from image to text and no further, in one process tree.

Reads the pages of a ground-truth folder that a JSON file names by set and name, one at a time, and writes no document.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from digitize.errors import DigitizeError
from digitize.evaluate.ground_truth import read_ground_truth
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
    read = sum(1 for _ in read_all(chosen, languages, settings, Silent(), failures))
    for failure in failures:
        print(failure, file=sys.stderr)
    print(read)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
