"""The part of the document on alignment: kinds of planted differences, words laid rightly, time, quotations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.bench.markdown import table
from benchmarks.bench.summary import Section
from benchmarks.bench.targets import Target
from digitize.evaluate.report import percent

_WRITTEN = """\
Written by `python -m benchmarks.alignment`; {version}. Texts are the project's own, every difference and every misreading in them is
put there by a seeded program, and the truth is what it put where. Real texts differ in more ways at once.
"""
_KINDS = """\
Differences planted by rule into Russian, French, English and German passages, at least eight words apart. Right: exactly one variant
touches the place, it goes no more than a word beyond it, and its weightiest kind is the planted one. False: variants where
nothing was planted. The half `held-out` has its own passages, tables, signs and seed, and was not looked at while the code was written.
Intervals: Wilson, 95 %.
"""
_WORDS = """\
Words of a reference that are laid on a word of the scan that has their letters, and on no other's. Half Russian, half French, invented
words among real ones, drawn by Zipf's law; errors unevenly spread over lines of 60 characters, a half of the lines that would want
it ending in a hyphen. `not on the scan`: words that the scan lacks, laid on nothing; both directions together.
"""


def alignment_part(section: Section | None) -> list[str]:
    """The tables; a line where nothing was measured."""
    if section is None:
        return ["## Alignment\n", "Not measured yet (`python -m benchmarks.alignment`).\n"]
    parts = ["## Alignment\n", _WRITTEN.format(version=section["version"])]
    if "kinds" in section:
        parts += ["### Kinds of planted differences\n", _KINDS, _kinds(section["kinds"]), _languages(section["kinds"])]
    if "clean" in section:
        told = ", ".join(f"{language}: {'yes' if right else 'no'}" for language, right in section["clean"].items())
        parts.append(
            f"Two clean texts that differ by two interjections, one word and a last sentence, exactly these: {told}.\n"
        )
    if "words" in section:
        parts += ["### Words laid on the right word, percent\n", _WORDS, _words(section["words"])]
    if "time" in section:
        parts += ["### Time and memory\n", _time(section["time"])]
    parts += ["### Quotations\n", _quotations(section.get("quotations"))]
    return parts


def alignment_targets(section: Section | None) -> list[Target]:
    """The figures that something was asked of."""
    if section is None:
        return []
    targets = []
    for cer, floor, stretch in ((0.10, 0.99, 0.997), (0.25, 0.95, 0.98)):
        rows = [row for row in section.get("words", ()) if row["cer"] == cer]
        if rows:
            right, of = _pooled([share for row in rows for share in (row["scan_first"], row["reference_first"])])
            name = f"Reference words laid on the right word at {cer:.0%} CER"
            targets.append(_target(name, floor, stretch, "percent", right / of, f"{of} words, all rows together"))
    if "kinds" in section:
        held = section["kinds"]["held-out"]["all"]
        note = f"{held['of']} planted, half `held-out`; {held['false']} false"
        targets.append(_target("Kinds of planted differences right", 0.95, 0.98, "percent", held["value"], note))
    if "time" in section:
        page, book = section["time"]["page"], section["time"]["books"][-1]
        targets += [
            _target("Aligning a page of 5,000 words", 1.0, 0.3, "seconds", page["align_s"], f"5 % CER; variants {page['variants_s']:.2f} s more", low=True),
            _target(f"Aligning a book of {book['pages']} pages", 30.0, 10.0, "seconds", book["align_s"], f"{book['words']} words, 5 % CER; variants {book['variants_s']:.1f} s more", low=True),
        ]  # fmt: skip
    if "quotations" in section:
        of = section["quotations"]
        targets += [
            _target("Quotations of 8 words or more found at 10 % CER", 0.97, 0.995, "percent", of["found"]["value"], f"{of['found']['of']} in {of['pages']} pages"),
            _target("Quotations that are not there, found", 0.01, 0.001, "percent", of["false"]["value"], f"{of['false']['of']}", low=True),
            _target("Seconds per quotation, indexed", 0.5, 0.1, "seconds", of["median_s"], f"median; {of['pages']} pages", low=True),
        ]  # fmt: skip
    return targets


def _target(
    name: str, floor: float, stretch: float, unit: str, value: float | None, note: str, *, low: bool = False
) -> Target:
    return Target(name, floor, stretch, unit, low=low, reached={"digitize": value}, note=note)


def _pooled(shares: Iterable[Section]) -> tuple[int, int]:
    of = list(shares)
    return sum(share["right"] for share in of), sum(share["of"] for share in of)


def _kinds(halves: Section) -> str:
    names = list(halves)
    kinds = list(halves[names[0]]["kinds"])
    rows = [[kind, *(cell for name in names for cell in _kind(halves[name]["kinds"][kind]))] for kind in kinds]
    rows.append(["all", *(cell for name in names for cell in _kind(halves[name]["all"]))])
    head = ["kind", *(f"{name}: {what}" for name in names for what in ("n", "right, %", "false"))]
    return table(head, rows)


def _kind(share: Section) -> Sequence[str]:
    return (str(share["of"]), _told(share), str(share["false"]))


def _told(share: Section) -> str:
    if share["value"] is None:
        return "-"
    low, high = share["interval"]
    return f"{percent(share['value'])} ({percent(low)}–{percent(high)})"


def _languages(halves: Section) -> str:
    names = list(halves)
    languages = list(halves[names[0]]["languages"])
    rows = [
        [language, *(cell for name in names for cell in _language(halves[name]["languages"][language]))]
        for language in languages
    ]
    return table(["language", *(f"{name}: {what}" for name in names for what in ("n", "right, %"))], rows)


def _language(share: Section) -> Sequence[str]:
    return (str(share["of"]), _told(share))


def _words(rows: Sequence[Section]) -> str:
    head = ("scan", "CER", "CER as it came out", "words", "scan first", "reference first", "not on the scan")
    return table(
        head,
        [
            [
                row["disorder"],
                percent(row["cer"]),
                percent(row["measured_cer"]),
                str(row["scan_first"]["of"]),
                f"{100 * row['scan_first']['value']:.2f}",
                f"{100 * row['reference_first']['value']:.2f}",
                percent(row["missing"]["value"]),
            ]
            for row in rows
        ],
    )


def _time(section: Section) -> str:
    rows = [["one page", *_timed(section["page"])]]
    rows += [[f"{book['pages']} pages", *_timed(book)] for book in section["books"]]
    head = ("text", "words", "to align, s", "to find variants, s", "MiB before", "MiB at the peak")
    said = f"One process each, {percent(section['cer'])} % CER, running heads; of the page the median of five.\n\n"
    return said + table(head, rows)


def _timed(of: Section) -> Sequence[str]:
    return (
        str(of["words"]),
        f"{of['align_s']:.2f}",
        f"{of['variants_s']:.2f}",
        f"{of['before_mib']:.0f}",
        f"{of['peak_mib']:.0f}",
    )


def _quotations(section: Section | None) -> str:
    if section is None:
        return "Not measured yet.\n"
    rows = [[change, "yes", str(share["of"]), _told(share)] for change, share in section["found_by_change"].items()]
    rows.append(["all", "yes", str(section["found"]["of"]), _told(section["found"])])
    rows += [[change, "no", str(share["of"]), _told(share)] for change, share in section["false_by_change"].items()]
    rows.append(["all", "no", str(section["false"]["of"]), _told(section["false"])])
    said = (
        f"{section['pages']} pages at {percent(section['cer'])} % CER, half Russian, half French; index made in {section['index_s']:.1f} s,"
        f" {section['median_s']:.3f} s per quotation, {section['slowest_s']:.3f} s the slowest.\n\n"
    )
    return said + table(("quotations of 8 to 40 words", "there", "n", "found, %"), rows, words=(0, 1))
