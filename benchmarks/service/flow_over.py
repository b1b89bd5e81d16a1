"""``python -m benchmarks.service.flow_over SCAN OUTPUT [--flow]``: seconds that one document takes, with or without Prefect.

Prints one JSON object. A process of its own for each time, everything imported before the clock starts, an empty output
folder: nothing comes from a cache.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from benchmarks.service.service_process import base_environment

_ROOT = Path(__file__).parents[2]
_SETTINGS = {"engine": "tesseract", "languages": "eng"}


@dataclass(frozen=True, slots=True)
class Timed:
    """One document.

    Args:
        called_s: Seconds from the call until it was answered.
        started_s: Seconds from the start of the flow run, by Prefect's own clock, to its end; without Prefect as above.
        pages: Of the document.
    """

    called_s: float
    started_s: float
    pages: int


def time_pair(scan: Path, *, flow_first: bool) -> tuple[Timed, Timed]:
    """One document without Prefect and one with it; in which order is told by ``flow_first``."""
    timed = {flow: _timed(scan, flow=flow) for flow in ((True, False) if flow_first else (False, True))}
    return timed[False], timed[True]


def _timed(scan: Path, *, flow: bool) -> Timed:
    with tempfile.TemporaryDirectory(prefix="flow-over-") as folder:
        command = [
            sys.executable,
            "-m",
            "benchmarks.service.flow_over",
            str(scan),
            folder,
            *(["--flow"] if flow else []),
        ]
        answer = subprocess.run(
            command, stdout=subprocess.PIPE, check=True, cwd=_ROOT, env=base_environment(), encoding="utf-8"
        )
    return Timed(**json.loads(answer.stdout.splitlines()[-1]))


def _run(scan: Path, output: Path) -> Timed:
    from digitize.pipeline.run import digitise
    from digitize.pipeline.workshop import Workshop
    from digitize.settings import load_settings

    settings = load_settings(output=output, **_SETTINGS)
    began = time.monotonic()
    with Workshop(settings) as shop:
        (result,) = digitise([scan], shop, as_document=True)
    seconds = time.monotonic() - began
    if result.errors:
        raise RuntimeError(f"not delivered: {result.errors}")
    return Timed(seconds, seconds, result.pages)


def _run_flow(scan: Path, output: Path) -> Timed:
    import httpx
    from prefect import State
    from prefect.settings import PREFECT_API_URL

    from digitize_flows.digitize_document import digitize_document
    from digitize_flows.script import prefect_without_server
    from digitize_flows.states import results_of

    with prefect_without_server():
        began = time.monotonic()
        state = cast("State[Any]", digitize_document(source=scan, output=output, return_state=True, **_SETTINGS))
        seconds = time.monotonic() - began
        (result,) = results_of(state)
        if result.errors:
            raise RuntimeError(f"not delivered: {result.errors}")
        address = f"{PREFECT_API_URL.value()}/flow_runs/{state.state_details.flow_run_id}"
        told = httpx.get(address, trust_env=False).raise_for_status().json()
    return Timed(seconds, float(told["total_run_time"]), result.pages)


def main() -> int:
    """Times one document."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.service.flow_over", description=__doc__)
    parser.add_argument("scan", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--flow", action="store_true")
    asked = parser.parse_args()
    timed = (_run_flow if asked.flow else _run)(asked.scan, asked.output)
    print(json.dumps({"called_s": timed.called_s, "started_s": timed.started_s, "pages": timed.pages}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
