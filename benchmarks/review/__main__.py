"""``python -m benchmarks.review``: decisions and exports in documents of 1, 20 and 500 pages. Writes the section "Review" of docs/benchmarks.md."""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.bench.__main__ import DOCUMENT, SUMMARY
from benchmarks.bench.document import render
from benchmarks.bench.summary import Section, load, machine, save
from benchmarks.bench.systems import Digitize
from benchmarks.review.decisions import TimedDecisions, time_decisions
from benchmarks.review.finishing import TimedReviews, time_reviews
from benchmarks.review.long_document import LongDocument, copied, made_once

ROOT = Path(__file__).parents[2]
_PAGES = (1, 20, 500)
_DIFFERENCES = 40
"""On a page."""
_MADE_BEFORE = (0, 1_000, 5_000)
_BUSY = 0.5
"""Processes that wait or work, per core, beside this one, from which a machine is called busy."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, and writes the document."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.review", description=__doc__)
    parser.add_argument("--documents", type=Path, default=ROOT / ".cache" / "review", help="what is made is kept here")
    parser.add_argument("--pages", type=int, nargs="+", default=list(_PAGES), help="pages of the documents")
    parser.add_argument("--times", type=int, default=200, help="decisions that are timed")
    parser.add_argument("--reviews", type=int, default=5, help="reviews that are timed")
    options = parser.parse_args(arguments)
    load_before = os.getloadavg()[0]
    section: Section = {
        "machine": machine(),
        "version": Digitize(auto=False).version(),
        "busy": load_before > _BUSY * len(os.sched_getaffinity(0)),
    }
    documents = [made_once(options.documents, pages, _DIFFERENCES * pages) for pages in options.pages]
    section["reviews"] = [_reviews(_measured(document, options.reviews)) for document in documents]
    longest = max(documents, key=lambda of: of.pages)
    section["document"] = {"pages": longest.pages, "words": longest.words, "differences": longest.differences}
    section["decisions"] = []
    with tempfile.TemporaryDirectory(prefix="review-", dir=options.documents) as folder:
        document = copied(longest, Path(folder))
        for before in _MADE_BEFORE:
            print(f"review: {before} decisions before", file=sys.stderr)
            section["decisions"] += map(_decisions, time_decisions(document, before, options.times))
    save(SUMMARY, load(SUMMARY) | {"review": load(SUMMARY).get("review", {}) | section})
    DOCUMENT.write_text(render(load(SUMMARY)), encoding="utf-8")
    return 0


def _measured(document: LongDocument, times: int) -> TimedReviews:
    print(f"review: {document.pages} pages", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="review-", dir=document.output.parents[1]) as folder:
        return time_reviews(copied(document, Path(folder)), times)


def _reviews(timed: TimedReviews) -> Section:
    return {
        "pages": timed.pages,
        "n": len(timed.seconds),
        "median_s": statistics.median(timed.seconds),
        "most_s": max(timed.seconds),
        "anew_s": timed.anew_s,
        "same": timed.same,
        "written_bytes": timed.written_bytes,
    }


def _decisions(timed: TimedDecisions) -> Section:
    in_order = sorted(timed.seconds)
    return {
        "before": timed.before,
        "how": timed.how,
        "n": len(in_order),
        "median_s": statistics.median(in_order),
        "p95_s": in_order[min(len(in_order) - 1, int(0.95 * len(in_order)))],
    }


if __name__ == "__main__":
    sys.exit(main())
