"""``python -m benchmarks.service``: the service's times and memory. Writes to the section "Service" of docs/benchmarks.md.

``--only`` measures one thing alone: ``drop`` (to a finished page), ``flow`` (over a run without Prefect), ``growth`` (of
the service's memory), ``memory`` (of long documents). The chaos run is ``python -m benchmarks.service.chaos``.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.bench.__main__ import DOCUMENT, SUMMARY
from benchmarks.bench.document import render
from benchmarks.bench.summary import Section, load, machine, save
from benchmarks.bench.systems import Digitize
from benchmarks.memory.material import make_document
from benchmarks.service.drop import time_drops
from benchmarks.service.flow_over import time_pair
from benchmarks.service.growth import by_role, growth, measure_growth
from benchmarks.service.peak import measure_peak
from benchmarks.service.places import free_port
from benchmarks.service.scans import quick_document
from benchmarks.service.service_process import base_environment, end_by_sigterm, serve
from benchmarks.service.stub_engine import install, stubbed

ROOT = Path(__file__).parents[2]
_BUSY = 0.5
"""Processes that wait or work, per core, beside this one, from which a machine is called busy."""
_JOBS = 2
_REAL_PAGES = {"a4": 8, "broadsheet": 2}
"""Pages that are read by the real engines: what reading needs does not grow with the document."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, and writes the document."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.service", description=__doc__)
    parser.add_argument(
        "--only", choices=sorted(_MEASURES), action="append", help="measure this alone; may be repeated"
    )
    parser.add_argument("--documents", type=int, default=2_000, help="growth: how many documents")
    parser.add_argument("--warm-up", type=int, default=200, help="growth: documents before the line begins")
    parser.add_argument("--times", type=int, default=10, help="drop: how many pages")
    parser.add_argument("--pairs", type=int, default=3, help="flow: how many pairs")
    parser.add_argument("--flow-pages", type=int, default=100, help="flow: pages of the document")
    parser.add_argument("--pages", type=int, default=200, help="memory: pages of the documents")
    parser.add_argument("--kind", choices=sorted(_REAL_PAGES), action="append", help="memory: this kind alone")
    parser.add_argument("--all-real", action="store_true", help="memory: read every page by the real engines (hours)")
    parser.add_argument("--scans", type=Path, default=ROOT / ".cache" / "service", help="what is drawn is kept here")
    parser.add_argument("--not-written", action="store_true", help="print, and write no results")
    options = parser.parse_args(arguments)
    end_by_sigterm()
    for name in options.only or _MEASURES:
        print(f"service: {name}", file=sys.stderr)
        about: Section = {"machine": machine(), "version": Digitize(auto=False).version(), "busy": _is_busy()}
        measured = _MEASURES[name](options) | about
        print(measured, file=sys.stderr)
        if not options.not_written:
            save(SUMMARY, load(SUMMARY) | {"service": load(SUMMARY).get("service", {}) | {name: measured}})
            DOCUMENT.write_text(render(load(SUMMARY)), encoding="utf-8")
    return 0


def _is_busy() -> bool:
    return os.getloadavg()[0] > _BUSY * len(os.sched_getaffinity(0))


def _drop(options: argparse.Namespace) -> Section:
    with tempfile.TemporaryDirectory(prefix="service-") as folder:
        root = Path(folder)
        (root / "inbox").mkdir()
        with serve(root, base_environment(), free_port(), free_port()) as service:
            started_s = service.wait_until_ready()
            seconds = time_drops(service, root, options.times)
            service.end()
    return {
        "n": len(seconds),
        "median_s": statistics.median(seconds),
        "least_s": min(seconds),
        "most_s": max(seconds),
        "started_s": started_s,
    }


def _flow(options: argparse.Namespace) -> Section:
    scan = quick_document(options.scans / f"quick-{options.flow_pages}.pdf", options.flow_pages)
    pairs = [time_pair(scan, flow_first=bool(n % 2)) for n in range(options.pairs)]
    return {
        "pages": pairs[0][0].pages,
        "pairs": len(pairs),
        "run_s": statistics.median(run.called_s for run, _ in pairs),
        "flow_s": statistics.median(flow.started_s for _, flow in pairs),
        "over": statistics.median(flow.started_s / run.called_s - 1 for run, flow in pairs),
        "overs": [flow.started_s / run.called_s - 1 for run, flow in pairs],
        "over_call": statistics.median(flow.called_s / run.called_s - 1 for run, flow in pairs),
    }


def _growth(options: argparse.Namespace) -> Section:
    with tempfile.TemporaryDirectory(prefix="service-") as folder:
        root = Path(folder)
        (root / "inbox").mkdir()
        install(root / "stub")
        environment = stubbed(root / "stub", base_environment()) | {"DIGITIZE_JOBS": "1"}
        with serve(root, environment, free_port(), free_port()) as service:
            service.wait_until_ready()
            held = measure_growth(service, root, options.documents, seed=1)
            service.end()
    line = growth(held, options.warm_up)
    return {
        "documents": held[-1].documents,
        "warm_up": options.warm_up,
        "share": line.share if line else None,
        "first_mib": line.first_mib if line else None,
        "last_mib": line.last_mib if line else None,
        "by_role": {role: list(both) for role, both in by_role(held, options.warm_up).items()},
    }


def _memory(options: argparse.Namespace) -> Section:
    rows = []
    for kind in options.kind or _REAL_PAGES:
        few = _REAL_PAGES[kind]
        asked = [(options.pages, True)] if options.all_real else [(few, True), (options.pages, False)]
        rows += [_peak(options.scans, kind, pages, real=real) for pages, real in asked]
    return {"jobs": _JOBS, "rows": rows}


def _peak(scans: Path, kind: str, pages: int, *, real: bool) -> Section:
    print(f"service: memory, {pages} pages {kind}, {'real' if real else 'stub'} engines", file=sys.stderr)
    scan = make_document(scans, kind, pages, "pdf")
    with tempfile.TemporaryDirectory(prefix="service-") as folder:
        environment = base_environment()
        if not real:
            install(Path(folder) / "stub")
            environment = stubbed(Path(folder) / "stub", environment)
        return {"kind": kind, "real": real, **asdict(measure_peak(scan, Path(folder) / "output", environment, _JOBS))}


_MEASURES: dict[str, Callable[[argparse.Namespace], Section]] = {
    "drop": _drop,
    "flow": _flow,
    "growth": _growth,
    "memory": _memory,
}

if __name__ == "__main__":
    sys.exit(main())
