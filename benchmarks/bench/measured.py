"""Runs a command and measures it: wall time, CPU time of its whole process tree, memory of its largest process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_LAUNCH = Path(__file__).with_name("launch.py")
_KEPT_STDERR = 2_000


@dataclass(frozen=True, slots=True)
class Usage:
    """What a command cost.

    Args:
        wall_s: Seconds from start to end.
        cpu_s: User and system seconds of the command and all descendants that were waited for.
        peak_mib: Largest resident size that any one of those processes had, in MiB (not their sum).
    """

    wall_s: float
    cpu_s: float
    peak_mib: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended.

    Args:
        exit_code: Its exit code; negative for a signal.
        timed_out: Whether it was ended at the limit.
        usage: What it cost.
        stderr: The end of what it said there.
        started_at: When it began, in seconds since 1970.
    """

    exit_code: int
    timed_out: bool
    usage: Usage
    stderr: str
    started_at: float = 0.0


def run_measured(command: Sequence[str], *, folder: Path, environment: Mapping[str, str], timeout_s: float) -> Outcome:
    """Runs a command and waits for it.

    Args:
        command: Program and arguments.
        folder: An existing folder to run in; gets ``stdout``, ``stderr`` and ``usage.json``.
        environment: All variables that the command sees.
        timeout_s: After this many seconds its whole process group is killed.
    """
    report = folder / "usage.json"
    launcher = [sys.executable, "-I", "-S", str(_LAUNCH), str(report), str(timeout_s), *command]
    with (folder / "stdout").open("wb") as stdout, (folder / "stderr").open("wb") as stderr:
        subprocess.run(
            launcher,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            check=True,
        )
    cost = json.loads(report.read_text(encoding="utf-8"))
    said = (folder / "stderr").read_bytes()[-_KEPT_STDERR:].decode("utf-8", "replace")
    usage = Usage(cost["wall_s"], cost["cpu_s"], cost["peak_mib"])
    return Outcome(cost["exit_code"], cost["timed_out"], usage, said, cost["started_at"])
