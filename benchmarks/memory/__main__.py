"""``python -m benchmarks.memory``: what a run on a long document holds in memory, all its processes together.

Draws the document (kept in ``--folder``), digitises it with two workers into an output folder there, and prints one JSON object
per run: seconds, MiB at the peak by process, the most that the parent held. With ``--again`` the run is the second one:
nothing is read, and what is left is the parent and the exports.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.memory.material import FORMATS, SHEETS, make_document
from benchmarks.memory.sampling import watch

_ROOT = Path(__file__).parents[2]
_PROGRAM = "from digitize.cli import main; main()"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, and prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__)
    parser.add_argument("--sheet", choices=sorted(SHEETS), action="append", help="kind of page (default: both)")
    parser.add_argument("--format", choices=FORMATS, default="pdf", help="of the file")
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=_ROOT / ".cache" / "memory", help="what is drawn is kept here")
    parser.add_argument("--again", action="store_true", help="keep the pages that are read, and write all files again")
    asked = parser.parse_args(arguments)
    for sheet in asked.sheet or sorted(SHEETS):
        path = make_document(asked.folder, sheet, asked.pages, asked.format)
        output = asked.folder / f"output-{path.stem}-{asked.format}"
        if asked.again:
            shutil.rmtree(output / path.stem, ignore_errors=True)
        else:
            shutil.rmtree(output, ignore_errors=True)
        command = [sys.executable, "-c", _PROGRAM, "run", str(path), "--jobs", str(asked.jobs), "--quiet"]
        environment = os.environ | {"PYTHONPATH": str(_ROOT / "src"), "OMP_THREAD_LIMIT": "1"}
        watched = watch([*command, "--output", str(output)], environment)
        told = {
            "document": path.name,
            "again": asked.again,
            "exit_code": watched.exit_code,
            "wall_s": round(watched.wall_s),
            "peak_mib": round(watched.peak.mib),
            "peak_at_s": round(watched.peak.at_s),
            "of": [[name, round(mib)] for mib, name in watched.peak.processes],
            "parent_mib": round(watched.alone),
        }
        print(json.dumps(told), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
