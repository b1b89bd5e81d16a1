"""``python -m benchmarks.service.chaos``: files of all kinds, and the service killed at random: none lost, none twice.

Ends with 1 when anything is not as it has to be. Writes benchmarks/results/chaos.json and the section "Service" of
docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.bench.__main__ import DOCUMENT, SUMMARY
from benchmarks.bench.document import render
from benchmarks.bench.summary import Section, load, machine, save
from benchmarks.bench.systems import Digitize
from benchmarks.service.checks import Fault, Outcome
from benchmarks.service.lives import Life, Lives
from benchmarks.service.places import free_port
from benchmarks.service.service_process import base_environment, end_by_sigterm, serve, watch
from benchmarks.service.strain import SERVICE, WATCHER, Strain
from benchmarks.service.stub_engine import install, stubbed

RESULTS = SUMMARY.with_name("chaos.json")
_SHOWN = 20
"""Faults that are told with all that was done to their files."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Strains the service, and tells what became of the files."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.service.chaos", description=__doc__)
    parser.add_argument("--files", type=int, default=500, help="how many files are dropped")
    parser.add_argument("--kills", type=int, default=25, help="how often the service or a part of it is killed")
    parser.add_argument("--seed", type=int, default=9, help="chooses files, times and kills")
    parser.add_argument("--watcher", action="store_true", help="the watched folder alone, and not the service")
    parser.add_argument(
        "--folder", type=Path, help="where it is done; kept (default: a temporary one, kept on failure)"
    )
    parser.add_argument("--port", type=int, help="of the Prefect server (default: a free one)")
    parser.add_argument("--review-port", type=int, help="of the review app (default: a free one)")
    parser.add_argument("--patience", type=float, default=180.0, help="seconds without any change until it has settled")
    parser.add_argument("--not-written", action="store_true", help="write no results")
    options = parser.parse_args(arguments)
    end_by_sigterm()
    root = options.folder or Path(tempfile.mkdtemp(prefix="chaos-"))
    root.mkdir(parents=True, exist_ok=True)
    if any(root.iterdir()):
        parser.error(f"{root} is not empty")
    install(root / "stub")
    environment = stubbed(root / "stub", base_environment()) | {"DIGITIZE_JOBS": "1"}
    ports = (options.port or free_port(), options.review_port or free_port())
    service = watch(root, environment) if options.watcher else serve(root, environment, *ports)
    lives = Lives(options.seed).plan(options.files)
    killing = WATCHER if options.watcher else SERVICE
    print(f"chaos: seed {options.seed}, {len(lives)} lives, in {root}", file=sys.stderr)
    began = time.monotonic()
    strain = Strain(root, service, lives, killing, options.kills, options.seed, options.patience)
    outcome = strain.run()
    section = _section(strain, outcome, options.seed, time.monotonic() - began)
    _tell(section, strain, outcome)
    if not options.not_written:
        RESULTS.write_text(json.dumps(section, indent=1, sort_keys=True) + "\n", "utf-8")
        kept = {name: value for name, value in section.items() if name != "faults"}
        save(SUMMARY, load(SUMMARY) | {"service": load(SUMMARY).get("service", {}) | {"chaos": kept}})
        DOCUMENT.write_text(render(load(SUMMARY)), encoding="utf-8")
    if options.folder is None and not outcome.faults:
        shutil.rmtree(root)
    return 1 if outcome.faults else 0


def _section(strain: Strain, outcome: Outcome, seed: int, seconds: float) -> Section:
    return {
        "machine": machine(),
        "version": Digitize(auto=False).version(),
        "seed": seed,
        "seconds": seconds,
        "dropped": strain.dropped,
        "removed": strain.removed,
        "rooms": outcome.rooms,
        "documents": outcome.documents,
        "kills": dict(strain.killed),
        "lives": dict(Counter(_kind(life) for life in strain.lives)),
        "faults": [asdict(fault) for fault in outcome.faults],
        "faults_by_kind": dict(Counter(fault.kind for fault in outcome.faults)),
    }


def _kind(life: Life) -> str:
    """What a life is counted as."""
    if life.turn not in ("", "left alone"):
        return life.turn
    if life.way not in ("straight", "page by page", "sidecars first"):
        return life.way
    return "with sidecars" if " with t" in life.kind else "a folder" if "folder" in life.kind else "straight"


def _tell(section: Section, strain: Strain, outcome: Outcome) -> None:
    """The table, and each fault with the lives that it concerns."""
    rows = [
        ("seed", section["seed"]),
        ("minutes", f"{section['seconds'] / 60:.1f}"),
        ("files dropped", section["dropped"]),
        ("taken back by the user", section["removed"]),
        *((f"in {room}", section["rooms"].get(room, 0)) for room in ("done", "failed", "inbox")),
        ("documents", section["documents"]),
        ("kills", f"{sum(section['kills'].values())}: " + _counts(section["kills"])),
        ("lives", _counts(section["lives"])),
        ("faults", _counts(section["faults_by_kind"]) or "none"),
    ]
    width = max(len(name) for name, _ in rows)
    print("\n".join(f"{name:<{width}}  {value}" for name, value in rows))
    for fault in outcome.faults[:_SHOWN]:
        print(f"\n{fault.kind}: {fault.what}")
        _tell_lives(strain, fault)
    if len(outcome.faults) > _SHOWN:
        print(f"\nand {len(outcome.faults) - _SHOWN} more: {RESULTS.name} and {strain.root}/ledger.jsonl have them")


def _tell_lives(strain: Strain, fault: Fault) -> None:
    for event in strain.ledger.of(fault.lives):
        print(f"  {event.at_s:8.2f} s  {event.life or 'service':>7}  {event.what}")


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counts.items(), key=lambda each: -each[1]))


if __name__ == "__main__":
    sys.exit(main())
