"""Peak memory of ``digitize run`` on a long document, summed over its processes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.memory.sampling import Held, watch
from benchmarks.service.service_process import DIGITIZE


@dataclass(frozen=True, slots=True)
class Peak:
    """What one document needed.

    Args:
        pages: Of the document.
        words: That were read.
        seconds: It took.
        peak_mib: The most that all processes held together.
        by_name: What they held then, by their names.
        at_share: When that was, as a share of the time.
    """

    pages: int
    words: int
    seconds: float
    peak_mib: float
    by_name: dict[str, float]
    at_share: float


def measure_peak(scan: Path, output: Path, environment: Mapping[str, str], jobs: int) -> Peak:
    """Digitises a document in processes of its own, and looks at all of them five times a second.

    Raises:
        RuntimeError: If it is not delivered.
    """
    command = [str(DIGITIZE), "run", str(scan), "--output", str(output), "--jobs", str(jobs), "--quiet"]
    watched = watch(command, environment)
    if watched.exit_code not in (0, 1):
        raise RuntimeError(f"not delivered: {scan}")
    (report,) = output.glob("*/report.json")
    pages = json.loads(report.read_bytes())["pages"]
    words = sum(page["words"] or 0 for page in pages)
    peak = watched.peak
    return Peak(len(pages), words, watched.wall_s, peak.mib, _by_name(peak), peak.at_s / watched.wall_s)


def _by_name(held: Held) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for mib, name in held.processes:
        sums[name] += mib
    return dict(sums)
