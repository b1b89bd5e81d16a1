"""The part of the document on reviews: decisions, and the files after an edit."""

from __future__ import annotations

from benchmarks.bench.markdown import table
from benchmarks.bench.summary import Section
from benchmarks.bench.targets import Target

_WRITTEN = """\
Written by `make bench-review` (`python -m benchmarks.review`); {version}. Documents of drawn text, 520 words and 40 differences a page, an
image of each page; nothing is recognised. Machine: {cores} cores, {memory:.0f} GiB of memory.
"""
_BUSY = "**The machine had other work to do meanwhile: these times are too long.**\n"
_FILES = """\
One word is edited in the middle of the document, and the review ended: a new version is kept, and PDF, ALTO, PAGE, hOCR, TEI, text, JSON and the
report follow. In one process that goes on, as the review app does; no reference text lies on the document. `anew`: the same by `digitize export`.
"""
_DECISIONS = """\
In a document of {pages} pages and {words} words: from the call until the decision is on the disk. `desk`: one after the other, as the review app does.
`call`: each by itself, as a command would.
"""


def review_part(section: Section | None) -> list[str]:
    """The tables; a line where nothing was measured."""
    if section is None or "reviews" not in section:
        return ["## Review\n", "Not measured yet (`make bench-review`).\n"]
    machine = section["machine"]
    written = _WRITTEN.format(version=section["version"], cores=machine["cores"], memory=machine["memory_gib"])
    return [
        "## Review\n",
        written,
        *([_BUSY] if section["busy"] else []),
        "### All files after an edit on one page\n",
        _FILES,
        _reviews(section["reviews"]),
        "### Decisions\n",
        _DECISIONS.format(**section["document"]),
        _decisions(section["decisions"]),
    ]


def review_targets(section: Section | None) -> list[Target]:
    """The figures that something was asked of."""
    if section is None or "reviews" not in section:
        return []
    busy = "; on a busy machine" if section["busy"] else ""
    return [
        Target(
            f"All files after an edit on one page of {of['pages']}",
            1.5,
            0.7,
            "seconds",
            low=True,
            reached={"digitize": of["median_s"]},
            note=f"median of {of['n']}{busy}",
        )
        for of in section["reviews"]
    ]


def _reviews(reviews: list[Section]) -> str:
    rows = [
        [
            str(of["pages"]),
            f"{of['median_s']:.2f}",
            f"{of['most_s']:.2f}",
            f"{of['anew_s']:.1f}",
            f"{of['written_bytes'] / 1e6:.0f}",
            "yes" if of["same"] else "NO",
        ]
        for of in reviews
    ]
    return table(("pages", "median s", "most s", "anew, s", "files of the whole, MB", "same bytes as anew"), rows)


def _decisions(decisions: list[Section]) -> str:
    rows = [
        [of["how"], str(of["before"]), str(of["n"]), f"{1000 * of['median_s']:.0f}", f"{1000 * of['p95_s']:.0f}"]
        for of in decisions
    ]
    return table(("how", "made before", "timed", "median ms", "95th percentile ms"), rows)
