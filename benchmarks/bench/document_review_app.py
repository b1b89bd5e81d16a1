"""The part of the document on the review app: its first page, its keys, and what is left when it is killed."""

from __future__ import annotations

from benchmarks.bench.markdown import table
from benchmarks.bench.summary import Section
from benchmarks.bench.targets import Target

_WRITTEN = """\
Written by `make bench-review-app` (`python -m benchmarks.review.app`); {version}, in a headless Chromium on the same machine. A document of {pages} pages and
{differences} differences. Machine: {cores} cores, {memory:.0f} GiB of memory.
"""
_BUSY = "**The machine had other work to do meanwhile: these times are too long.**\n"
_KEYS = """\
From the key that decides, in the page, until the next place has been painted (two frames after it is there); `with its picture`: its line of the scan, too. By
place the next one stands near, by doubt anywhere in the document.
"""
_OPENING = """\
The app has just been started (which took {started_s:.1f} s). The places of the document had been found before: the first one is on the screen after
{prepared_s:.2f} s, when the page is loaded again after {again_s:.2f} s. They had not: a page says after {told_s:.2f} s that they are looked for, the first one is there
after {found_s:.1f} s.
"""
_KILLED = """\
{acknowledged} decisions by keyboard, the app killed by SIGKILL at {kills} of them, within 60 ms after the key: {lost} of those that it had acknowledged were lost, {twice} were made twice.
"""


def review_app_part(section: Section | None) -> list[str]:
    """The tables; a line where nothing was measured."""
    if section is None:
        return ["### The app\n", "Not measured yet (`make bench-review-app`).\n"]
    machine, killed = section["machine"], section["killed"]
    about = {name: f"{section[name]:,}" for name in ("pages", "differences")}
    counts = {name: len(killed[name]) or "none" for name in ("lost", "twice")}
    return [
        "### The app\n",
        _WRITTEN.format(version=section["version"], cores=machine["cores"], memory=machine["memory_gib"], **about),
        *([_BUSY] if section["busy"] else []),
        _KEYS,
        _keys(section["keys"]),
        _OPENING.format(**section["opening"]),
        _KILLED.format(acknowledged=killed["acknowledged"], kills=killed["kills"], **counts),
    ]


def review_app_targets(section: Section | None) -> list[Target]:
    """The figures that something was asked of."""
    if section is None:
        return []
    busy = "; on a busy machine" if section["busy"] else ""
    name = f"From decision to next difference, {section['pages']:,} pages and {section['differences']:,} differences"
    made = []
    for of in section["keys"]:
        note = f"by {of['order']}, {of['n']} decisions{busy}"
        for what, key, floor, stretch in (
            ("median", "painted_median_s", 0.15, 0.05),
            ("95th percentile", "painted_p95_s", 0.4, 0.15),
        ):
            reached = {"digitize": of[key]}
            made.append(Target(f"{name}: {what}", floor, stretch, "seconds", low=True, reached=reached, note=note))
    first = {"digitize": section["opening"]["prepared_s"]}
    note = f"its places found before{busy}"
    return [*made, Target("First page of such a document", 1.0, 0.3, "seconds", low=True, reached=first, note=note)]


def _keys(keys: list[Section]) -> str:
    names = ("painted_median_s", "painted_p95_s", "pictured_median_s", "pictured_p95_s")
    rows = [[of["order"], str(of["n"]), *(f"{1000 * of[name]:.0f}" for name in names)] for of in keys]
    heads = ("order", "timed", "median ms", "95th percentile ms", "with its picture, median ms", "95th percentile ms")
    return table(heads, rows)
