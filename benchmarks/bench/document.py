"""Writes docs/benchmarks.md from a summary."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from benchmarks.bench.document_alignment import alignment_part
from benchmarks.bench.document_fidelity import fidelity_part
from benchmarks.bench.document_layout import layout_part
from benchmarks.bench.document_pdf import pdf_part
from benchmarks.bench.document_review import review_part
from benchmarks.bench.document_service import service_part
from benchmarks.bench.document_targets import targets_part
from benchmarks.bench.markdown import table
from benchmarks.bench.summary import Section
from benchmarks.bench.systems import BASELINE
from digitize.evaluate.report import percent

_HEAD = """\
# Benchmark

Written by `make bench` (`python -m benchmarks.bench`); do not edit by hand. It runs this project, plain Tesseract and
OCRmyPDF side by side over the same pages and compares what they found with human transcriptions.
"""

_HOW = """\
- Accuracy is scored on the printed text: a line per printed line, nothing modernised.
- CER and WER are edit distances in the order of the truth, so errors of reading order count. Characters are code points
  after NFC; words of WER are parted by white space. Recall and precision are of words in any order, in lower case. Line
  CER matches every true line with one line found, best pairs first, and forgives order.
- Within a set, figures are weighted by size (sum of errors / sum of characters). There is no figure over all sets: they
  differ too much for a mean to say anything.
- Intervals: bootstrap over pages, {level:.0%}, {resamples} resamples, seed {seed}. With few pages they are too narrow;
  for a single page there is none.
- LANG are the recognition models that the truth's manifest states for a page; `auto` has to find them.
- A page on which a system fails counts as wholly lost.
- A page of a file with several is taken out, and alpha is flattened for OCRmyPDF, before the clock starts. Runs for
  accuracy alone set `OMP_THREAD_LIMIT=1` for all: it changes no text.
- Wall time, CPU time (user and system, of all processes of a command) and the memory of its largest process are those
  of one command per page, start of the interpreter included, one command at a time, systems in turn.
"""

_DRAWN = """\
**These are the project's own sample scans, drawn by a program with its own fonts and wear. They flatter every system
and are no measure of what to expect from real scans.**
"""


def render(sections: Mapping[str, Section]) -> str:
    """The document; sections that have not been measured are named as missing."""
    parts = [_HEAD, *targets_part(sections)]
    if "accuracy" in sections:
        parts += _accuracy(sections["accuracy"])
    else:
        parts.append("## Accuracy\n\nNot measured yet.\n")
    parts += layout_part(sections.get("layout"))
    parts += fidelity_part(sections.get("fidelity"))
    parts += alignment_part(sections.get("alignment"))
    parts += pdf_part(sections.get("pdf"))
    parts += review_part(sections.get("review"))
    parts += service_part(sections.get("service"))
    parts += _broadsheet(sections.get("broadsheet"))
    parts += _processor(sections.get("processor"))
    parts += _rerun(sections.get("rerun"))
    return "\n".join(parts)


def _accuracy(section: Section) -> list[str]:
    names = list(section["systems"])
    normalisation = "".join(f"- `{name}`: {'; '.join(steps)}\n" for name, steps in section["normalisation"].items())
    parts = ["## What was compared\n", _systems(section), "## How\n", _HOW.format(**section["interval"])]
    parts += ["Normalisation of truth and text alike, by the conventions of a set (`-`: none):\n", normalisation]
    parts += ["## Accuracy\n"]
    if section["drawn"]:
        parts.append(_DRAWN)
    else:
        parts.append(
            "Scans with human transcriptions, not part of the repository. The project's drawn samples are not among them.\n"
        )
    parts += ["### Character error rate, percent\n", _rates(section, names, "cer")]
    if BASELINE in names and len(names) > 1:
        parts += [f"### Difference in CER from `{BASELINE}`, percentage points, paired over pages\n", _paired(section)]
    for title, measure, right in (
        ("Word error rate, percent", "wer", False),
        ("Word recall, percent", "missed", True),
        ("Word precision, percent", "surplus", True),
        ("Line CER, percent", "line_cer", False),
    ):
        parts += [f"### {title}\n", _rates(section, names, measure, right=right)]
    if "kinds" in section:
        parts += ["### By kind of page: CER / line CER / word recall, percent\n", _kinds(section, names)]
    parts += _failures(section)
    parts += ["## Time and memory per set\n", _costs(section, names)]
    return parts


def _systems(section: Section) -> str:
    rows = [[f"`{name}`", of["how"], of["version"]] for name, of in section["systems"].items()]
    return table(("system", "command", "version"), rows, words=(0, 1, 2)) + "\n" + _machine(section["machine"])


def _machine(of: Section) -> str:
    return f"Machine: {of['cores']} cores, {of['memory_gib']:.0f} GiB of memory.\n"


def _rates(section: Section, names: Sequence[str], measure: str, *, right: bool = False) -> str:
    def cell(scores: Section) -> str:
        rate = scores[measure]
        value, pair = rate["value"], rate["interval"]
        if right:
            value, pair = _right(value), [1 - pair[1], 1 - pair[0]] if pair else None
        return percent(value) + (f" ({percent(pair[0])}–{percent(pair[1])})" if pair else "")

    return _by_set(section, names, cell)


def _kinds(section: Section, names: Sequence[str]) -> str:
    """Sums over all sets: pages of one kind are more alike than those of one set."""

    def cell(scores: Section) -> str:
        values = (scores["cer"]["value"], scores["line_cer"]["value"], _right(scores["missed"]["value"]))
        return " / ".join(percent(value) for value in values)

    rows = [
        [of["set"], str(of["pages"]), str(of["characters"]), *(cell(of["systems"][name]) for name in names)]
        for of in section["kinds"]
    ]
    return table(("kind", "pages", "characters", *(f"`{name}`" for name in names)), rows)


def _right(value: float | None) -> float | None:
    return None if value is None else 1 - value


def _by_set(section: Section, names: Sequence[str], cell: Callable[[Section], str]) -> str:
    rows = [
        [of["set"], str(of["pages"]), str(of["characters"]), *(cell(of["systems"][name]) for name in names)]
        for of in section["sets"]
    ]
    return table(("set", "pages", "characters", *(f"`{name}`" for name in names)), rows)


_VERDICTS = {
    None: "one page, no interval",
    True: "worse beyond chance",
    False: "no worse beyond chance",
}
_FEW_PAGES = 6
"""With fewer, chance alone makes one system better on every page more often than in 5 % of cases (1 in 2 ** pages)."""


def _paired(section: Section) -> str:
    rows = []
    for of in section["sets"]:
        for name, compared in of["against_baseline"].items():
            if compared is None:
                continue
            pair = compared["interval"]
            rows.append(
                [
                    of["set"],
                    f"`{name}`",
                    str(of["pages"]),
                    _points(compared["difference"]),
                    f"{_points(pair[0])} to {_points(pair[1])}" if pair else "-",
                    _verdict(compared["worse"], of["pages"]),
                ]
            )
    return table(("set", "system", "pages", "difference", "95 % interval", "verdict"), rows, words=(0, 1, 5))


def _verdict(worse: bool | None, pages: int) -> str:
    few = worse is not None and pages < _FEW_PAGES
    return f"{_VERDICTS[worse]} (few pages)" if few else _VERDICTS[worse]


def _points(value: float) -> str:
    points = f"{100 * value:+.1f}"
    return "0.0" if points in {"+0.0", "-0.0"} else points


def _failures(section: Section) -> list[str]:
    failed = [
        f"- `{name}` failed on {of['set']}: {', '.join(scores['failed'])}\n"
        for of in section["sets"]
        for name, scores in of["systems"].items()
        if scores["failed"]
    ]
    return ["### Failed pages\n", "".join(failed) if failed else "None, by any system.\n"]


def _costs(section: Section, names: Sequence[str]) -> str:
    def cell(scores: Section) -> str:
        cost = scores["cost"]
        return f"{cost['wall_s']:.1f} / {cost['cpu_s']:.1f} / {cost['peak_mib']:.0f}" if cost else "-"

    if not any(scores["cost"] for of in section["sets"] for scores in of["systems"].values()):
        return "Not timed (this was a run for accuracy alone).\n"
    said = "Wall seconds / CPU seconds (sums over the set's pages) / MiB of the largest process; `-`: not timed.\n\n"
    return said + _by_set(section, names, cell)


def _broadsheet(section: Section | None) -> list[str]:
    title = "## A broadsheet page, timed\n"
    if section is None:
        return [title, "Not measured yet (`python -m benchmarks.bench --timing-broadsheet`).\n"]
    rows = [
        [
            sheet["page"],
            f"`{name}`",
            f"{cost['wall_s']:.1f}",
            f"{cost['text_s']:.1f}" if "text_s" in cost else "-",
            f"{cost['cpu_s']:.1f}",
            f"{cost['peak_mib']:.0f}",
            _ratio(sheet["wall_ratios"], name),
            _ratio(sheet.get("text_ratios", {}), name),
        ]
        for sheet in section["sheets"]
        for name, cost in sheet["costs"].items()
    ]
    head = ("page", "system", "wall s", "text after s", "CPU s", "peak MiB", "wall over it", "text over it")
    said = (
        f"Medians of {section['repetitions']} repetitions (memory: the largest); systems in turn, nothing cached; this "
        "project makes all its outputs, OCRmyPDF its PDF, Tesseract the text alone. `text after`: from the start of the "
        "process until the page's text is there, assembled and in order; this project writes its files only then (its end "
        "by `run.json`, less the time that the formats took), the others have it when they end. `over it`: this "
        "project's time over the system's, paired by repetition: median (lowest–highest).\n"
    )
    return [title, said, table(head, rows, words=(0, 1)), _systems(section)]


def _ratio(ratios: Section, name: str) -> str:
    ratio = ratios.get(name)
    return f"{ratio[1]:.2f} ({ratio[0]:.2f}–{ratio[2]:.2f})" if ratio else "-"


def _processor(section: Section | None) -> list[str]:
    title = "## CPU time over all pages\n"
    if section is None:
        return [title, "Not measured yet (`python -m benchmarks.bench --cpu`).\n"]
    plain = section["plain"]
    rows = [
        [
            name,
            f"{run['cpu_s']:.1f}",
            f"{run['wall_s']:.1f}",
            f"{run['peak_mib']:.0f}",
            f"{run['cpu_s'] / run.get('plain', plain)['cpu_s']:.2f}",
        ]
        for name, run in {**section["runs"], "plain `tesseract`, a command per page, text alone": plain}.items()
    ]
    said = (
        f"{section['pages']} scans (cropped lines left out). User and system seconds of the whole process tree. This project "
        "reads all of them in one go with one worker (`--jobs 1`), nothing cached: from image to text alone, with the "
        "models that Tesseract is given or finding the languages by itself (auto), and as `digitize run` with every output. After each page plain Tesseract reads it: the speed of the machine changes by half within minutes.\n"
    )
    head = ("run", "CPU s", "wall s", "peak MiB", "CPU over plain")
    return [title, said, table(head, rows), _systems(section)]


def _rerun(section: Section | None) -> list[str]:
    title = "## The same command again\n"
    if section is None:
        return [title, "Not measured yet (`python -m benchmarks.bench --rerun`).\n"]
    rows = [
        [name, f"{run['wall_s']:.1f}", str(run["engine_calls"])]
        for name, run in zip(("first run", "second run"), section["runs"], strict=True)
    ]
    said = f"`digitize run` over the sample scans ({section['files']} files), twice into the same output folder.\n"
    return [title, said, table(("run", "wall s", "engine calls"), rows), _systems(section)]
