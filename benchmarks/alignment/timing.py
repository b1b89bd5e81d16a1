"""``python -m benchmarks.alignment.timing SCAN REFERENCE``: time and memory of aligning two text files, in a process of its own.

Prints one JSON object: seconds to align, seconds to find the variants, MiB held before and at the peak, words.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.alignment.material import Language
from benchmarks.alignment.placement import make_case
from digitize.align import align, find_variants
from digitize.model.witness import Witness

CER = 0.05
WORDS_PER_PAGE = 400
PAGE_WORDS = 5_000
_DISORDER = "running heads, page numbers"
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Timed:
    """One alignment.

    Args:
        words: Of the reference.
        align_s: Seconds to align.
        variants_s: Seconds to find the variants.
        before_mib: Memory of the process with both witnesses.
        peak_mib: The most it held.
    """

    words: int
    align_s: float
    variants_s: float
    before_mib: float
    peak_mib: float


def time_alignment(words: int) -> Timed:
    """Times one alignment in a child process.

    Args:
        words: Of the reference, at least; the scan of it is in Russian, at 5 % CER, with running heads.
    """
    case = make_case(Language.RUSSIAN, _DISORDER, CER, words, seed=5)
    with tempfile.TemporaryDirectory(prefix="timing-") as name:
        paths = [Path(name) / "scan.txt", Path(name) / "reference.txt"]
        for path, witness in zip(paths, (case.scan, case.reference), strict=True):
            path.write_text(witness.text, encoding="utf-8")
        command = [sys.executable, "-m", "benchmarks.alignment.timing", *map(str, paths)]
        answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=_ROOT)
    return Timed(**json.loads(answer.stdout))


def _timed(scan_file: Path, reference_file: Path) -> Timed:
    few = Witness.of_text("few", "one two three")
    find_variants(align(few, few))  # what is loaded once is not timed
    scan = Witness.of_text("scan", scan_file.read_text(encoding="utf-8"))
    reference = Witness.of_text("reference", reference_file.read_text(encoding="utf-8"))
    before = _peak_mib()
    started = time.perf_counter()
    alignment = align(scan, reference)
    aligned = time.perf_counter()
    find_variants(alignment)
    done = time.perf_counter()
    return Timed(len(reference.tokens), aligned - started, done - aligned, before, _peak_mib())


def _peak_mib() -> float:
    """Of this process alone: what ``getrusage`` says begins with the parent's."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (kib,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kib) / 1024


def main() -> None:
    """Times one alignment in this process."""
    timed = _timed(Path(sys.argv[1]), Path(sys.argv[2]))
    print(json.dumps({name: getattr(timed, name) for name in Timed.__slots__}))


if __name__ == "__main__":
    main()
