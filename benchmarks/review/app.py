"""``python -m benchmarks.review.app``: the review app in a browser, over a document of 500 pages and 20,000 differences.

Times its first page, and from a key to the next place on the screen; then decides while the app is killed at random. Adds
to the section "Review" of docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.bench.__main__ import DOCUMENT, SUMMARY
from benchmarks.bench.document import render
from benchmarks.bench.summary import Section, load, machine, save
from benchmarks.bench.systems import Digitize
from benchmarks.review.app_process import AppProcess
from benchmarks.review.browser import chromium, open_visit
from benchmarks.review.killing import Survived, decide_while_killed
from benchmarks.review.long_document import LongDocument, copied, made_once
from benchmarks.review.screens import TimedKeys, time_keys, time_opening
from digitize.store.decision_log import FILE

ROOT = Path(__file__).parents[2]
_PAGES, _DIFFERENCES = 500, 20_000
_TEXTS = "right=reference-edition"
_BUSY = 0.5
"""Processes that wait or work, per core, beside this one, from which a machine is called busy."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, and writes the document; ends with 1 when a decision was lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.review.app", description=__doc__)
    parser.add_argument("--documents", type=Path, default=ROOT / ".cache" / "review", help="what is made is kept here")
    parser.add_argument("--pages", type=int, default=_PAGES, help="pages of the document")
    parser.add_argument("--differences", type=int, default=_DIFFERENCES, help="differences in it")
    parser.add_argument(
        "--times", type=int, default=200, help="decisions that are timed, and made while the app is killed"
    )
    parser.add_argument("--kills", type=int, default=5, help="how often it is killed")
    parser.add_argument("--seed", type=int, default=8, help="chooses when it is killed")
    parser.add_argument("--only-kill", action="store_true", help="time nothing, and write nothing")
    options = parser.parse_args(arguments)
    busy = os.getloadavg()[0] > _BUSY * len(os.sched_getaffinity(0))
    kept = made_once(options.documents, options.pages, options.differences, align=True)
    with tempfile.TemporaryDirectory(prefix="review-app-", dir=options.documents) as folder, chromium() as browser:
        document, said = copied(kept, Path(folder)), Path(folder) / "said"
        section: Section = {"machine": machine(), "version": Digitize(auto=False).version(), "busy": busy}
        section |= {"pages": document.pages, "differences": document.differences}
        if not options.only_kill:
            print("review app: first page", file=sys.stderr)
            section["opening"] = asdict(time_opening(browser, document.output, document.id, _TEXTS, said))
            section["keys"] = _keys(browser, document, said, options.times)
        print("review app: killed", file=sys.stderr)
        survived = _killed(browser, document, said, options.times, options.kills, options.seed)
    print(survived, file=sys.stderr)
    if not options.only_kill:
        section["killed"] = asdict(survived)
        summary = load(SUMMARY)
        save(SUMMARY, summary | {"review": summary.get("review", {}) | {"app": section}})
        DOCUMENT.write_text(render(load(SUMMARY)), encoding="utf-8")
    return 1 if survived.lost or survived.twice or survived.acknowledged < options.times else 0


def _keys(browser: Browser, document: LongDocument, said: Path, times: int) -> list[Section]:
    found = []
    for order in ("place", "doubt"):
        print(f"review app: keys, by {order}", file=sys.stderr)
        (document.folder / FILE).unlink(missing_ok=True)
        with AppProcess(document.output, said) as app:
            found.append(_told(time_keys(browser, app.address, document.id, _TEXTS, order, times)))
    return found


def _told(timed: TimedKeys) -> Section:
    told: Section = {"order": timed.order, "n": len(timed.painted_s)}
    for name, seconds in (("painted", sorted(timed.painted_s)), ("pictured", sorted(timed.pictured_s))):
        told[f"{name}_median_s"] = statistics.median(seconds)
        told[f"{name}_p95_s"] = seconds[min(len(seconds) - 1, int(0.95 * len(seconds)))]
    return told


def _killed(browser: Browser, document: LongDocument, said: Path, times: int, kills: int, seed: int) -> Survived:
    (document.folder / FILE).unlink(missing_ok=True)
    with AppProcess(document.output, said) as app:
        visit = open_visit(browser, app.address, "Анна")
        address = f"/documents/{document.id}/review?{_TEXTS}&order=doubt"
        actions = ("left", "right", "unsure")
        return decide_while_killed(app, visit, document.folder, address, times, kills, actions, seed)


if __name__ == "__main__":
    sys.exit(main())
