"""Peak memory of ``digitize run`` on a long document, summed over its processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.service.processes import MARK
from benchmarks.service.sampled import Sampler
from benchmarks.service.service_process import DIGITIZE

_READING_DONE = "report.json"


@dataclass(frozen=True, slots=True)
class Peak:
    """What one document needed.

    Args:
        pages: Of the document.
        words: That were read.
        seconds: It took.
        peak_mib: The most that all processes held together.
        by_role: What they held then, by what they are for.
        at_share: When that was, as a share of the time.
    """

    pages: int
    words: int
    seconds: float
    peak_mib: float
    by_role: dict[str, float]
    at_share: float


def measure_peak(scan: Path, output: Path, environment: Mapping[str, str], jobs: int) -> Peak:
    """Digitises a document in processes of its own, and looks at all of them five times a second.

    Raises:
        RuntimeError: If it is not delivered.
    """
    mark = uuid.uuid4().hex
    command = [str(DIGITIZE), "run", str(scan), "--output", str(output), "--jobs", str(jobs), "--json"]
    began = time.monotonic()
    with Sampler(mark) as sampler:
        answer = subprocess.run(
            command, env={**environment, MARK: mark}, stdout=subprocess.PIPE, stderr=sys.stderr, check=False
        )
    seconds = time.monotonic() - began
    if answer.returncode not in (0, 1):
        raise RuntimeError(f"not delivered: {os.fsdecode(answer.stdout)[-2000:]}")
    (told,) = json.loads(answer.stdout)
    peak = sampler.peak
    return Peak(told["pages"], told["words"], seconds, peak.pss_mib, peak.by_role, peak.at_s / seconds)
