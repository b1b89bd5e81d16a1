"""The part of docs/benchmarks.md on where the text stands."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.bench.markdown import table
from benchmarks.bench.summary import Section
from digitize.evaluate.report import percent

_SAID = """\
Where the truth says where its lines stand (PAGE and ALTO files of the ground truth, the line boxes of the 1939 page, the
truth of drawn pages), what was found is compared with it in pixels of the image; see
[how layout is measured](#how-layout-is-measured). In percent: lines found one to one (recall, precision, F); lines of truth
that came out in pieces, run together with another, run together across columns, or not at all; F of regions; neighbouring
lines within a region or column that follow each other, and those from region to region; lines that bear the right column
number. Tesseract numbers no columns.
"""

_HOW = """\
- A line is taken as a band along its baseline. Lines match on one row: bands that share half of the lower one's height. A
  line is **found** when one found line covers 80 % of its length, and is covered by it to 80 %, and neither lies on
  another (the classes of Wolf & Jolion, IJDAR 8, 2006; a tolerance of height alone as in READ-BAD, DAS 2018). **Split**:
  several found lines lie on it. **Merged**: a found line lies on several; **across**: they stand in different columns or,
  where one stands in none, in different regions. **Lost**: less than half of its length was found.
- Lines that truth shows without text (handwriting) are not asked for, and what is found on them counts neither way.
- A **region** is found when it shares half of the joint area with one found (boxes around their lines). Truth without
  regions of its own is left out. How finely a page is cut into paragraphs is a matter of taste: read with the others.
- **Order**: of two lines that follow each other in truth, the first must end where the second begins in what was found.
  Lines found in pieces begin with their leftmost piece and end with their rightmost. Surplus lines are passed over; a lost
  line, and one merged across columns, is nobody's neighbour. Lines not found by their place may be known by their text (at
  most 30 % errors). Pairs within a region, or from a region to the next below it in its column, are told apart from
  jumps: in what order a newspaper's articles are read is a choice, and nobody verified it for the 1939 page.
- **Columns** are numbered by the truth of drawn pages. For the others, regions of like width above each other make a
  column; a region in one of them bears its number; what lies over several, or in the head of the page above a rule across
  it, has none and is left out.
- **Latin words** are those on a page mostly in Cyrillic, in truth that has a place for each word; the found word at that
  place must be marked as Latin. For Tesseract, the script is that of most of a word's letters.
"""


def layout_part(section: Section | None) -> list[str]:
    """The tables, by kind of page, for newspapers by set, and for drawn pages."""
    title = "## Layout\n"
    if section is None:
        return [title, "Not measured yet.\n"]
    parts = [title, _SAID]
    for heading, groups in (
        ("### Scans, by kind of page\n", section["kinds"]),
        ("### Newspapers, by set\n", section["sets"]),
        (
            "### Drawn pages\n\nDrawn by this project's own programs, with exact truth: easier than scans.\n",
            section["drawn"],
        ),
    ):
        if groups:
            parts += [heading, _groups(groups)]
    if section["drawn_text"]:
        parts += ["### Drawn pages: CER / line CER, percent\n", _texts(section["drawn_text"])]
    latin = _latin([*section["kinds"], *section["drawn"]])
    if latin:
        parts += ["### Latin words on pages in Cyrillic, percent\n", latin]
    parts += [f"- left out: {reason}\n" for reason in section["left_out"]]
    return [*parts, "### How layout is measured\n", _HOW]


def _groups(groups: Sequence[Section]) -> str:
    head = ("of", "pages", "lines", "system", "recall", "precision", "F", "split", "merged", "across", "lost")
    more = ("regions F", "order", "jumps", "column")
    rows = [
        [
            of["name"],
            str(of["pages"]),
            str(scores["line_recall"]["n"]),
            f"`{system}`",
            percent(scores["line_recall"]["value"]),
            percent(scores["line_precision"]["value"]),
            percent(scores["line_f"]),
            *(percent(scores[name]["value"]) for name in ("line_split", "line_merged", "line_across", "line_lost")),
            percent(scores["region_f"]),
            *(_with_interval(scores[name]) for name in ("order", "order_across", "column")),
        ]
        for of in groups
        for system, scores in of["systems"].items()
    ]
    return table((*head, *more), rows, words=(0, 3))


def _texts(groups: Sequence[Section]) -> str:
    names = list(dict.fromkeys(system for of in groups for system in of["systems"]))
    rows = [
        [
            of["name"],
            str(of["pages"]),
            str(of["characters"]),
            *(f"{percent(of['systems'][name]['cer'])} / {percent(of['systems'][name]['line_cer'])}" for name in names),
        ]
        for of in groups
    ]
    return table(("of", "pages", "characters", *(f"`{name}`" for name in names)), rows)


def _with_interval(of: Section) -> str:
    pair = of.get("interval")
    return percent(of["value"]) + (f" ({percent(pair[0])}–{percent(pair[1])})" if pair else "")


def _latin(groups: Sequence[Section]) -> str:
    rows = [
        [
            of["name"],
            str(scores["latin_script"]["n"]),
            f"`{system}`",
            *(percent(scores[name]["value"]) for name in ("latin_script", "latin_text", "latin_within")),
        ]
        for of in groups
        for system, scores in of["systems"].items()
        if scores["latin_script"]["n"]
    ]
    head = ("of", "words", "system", "script right", "and read right", "and read right, in Cyrillic lines")
    return table(head, rows, words=(0, 2)) if rows else ""
