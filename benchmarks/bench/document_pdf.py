"""The part of the document on the PDF: readers, broken words, edges, weight, time, validators."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.bench.markdown import table
from benchmarks.bench.summary import Section
from benchmarks.bench.targets import Target

_WRITTEN = """\
Written by `make bench-pdf` (`python -m benchmarks.pdf`); {version}. The samples and pages of every set of real scans, read with Tesseract
alone: what is measured is what becomes of the words, not whether they are right. Every PDF is read by strangers: poppler (`pdftotext` in its
usual mode and with `-raw`), pdfium, pdfminer.six, MuPDF's program, pdf.js with its own find bar.
"""
_READERS = """\
Words: those of a page that are in `transcription.json` and with the reader, of the larger of the two counts, whatever the order. A word broken
at a line's end counts in two parts or whole. In order: those in both in one order (longest common subsequence). `poppler -raw`,
pdfium and pdf.js follow the text stream; the others judge the order by their own analysis of the page, which mixes narrow columns and
lines that lean.
"""
_STREAM = ("poppler -raw", "pdfium", "pdf.js")
_ALL = (*_STREAM, "pdfminer", "mupdf")


def pdf_part(section: Section | None) -> list[str]:
    """The tables; a line where nothing was measured."""
    if section is None:
        return ["## PDF\n", "Not measured yet (`make bench-pdf`).\n"]
    documents = section["documents"]
    return [
        "## PDF\n",
        _WRITTEN.format(version=section["version"]),
        "### What readers find, percent\n",
        _READERS,
        _readers(documents),
        "### By document\n",
        _documents(documents),
        "### Time and memory\n",
        _time(section),
        _checks(section),
    ]


def pdf_targets(section: Section | None) -> list[Target]:
    """What was measured of the PDF beside what it has to reach."""
    if section is None:
        return []
    documents = section["documents"]
    words = {reader: _share(documents, reader, "same") for reader in documents[0]["readers"]}
    order = {reader: _share(documents, reader, "ordered") for reader in documents[0]["readers"]}
    sides = [of["edges"]["sideways_px"] for of in documents if of["edges"]["sideways_px"] is not None]
    times = list(section["time"].values())
    images = [of for of in documents if not of["from_pdf"]]
    worst = min(_ALL, key=lambda reader: words[reader])
    targets = [
        _target("PDF: words found by the reader that finds fewest", 0.995, 0.999, "percent", words[worst], f"{worst}; {_n(documents)} words"),
        _target("The same with poppler's usual mode", 0.995, 0.999, "percent", words["poppler"], "joins halves of words over narrow columns"),
        _target("PDF: words in order, readers of the stream", 0.995, 0.999, "percent", min(order[reader] for reader in _STREAM), "the least of poppler -raw, pdfium, pdf.js"),
        _target("PDF: edges of words from the ink, at 300 dpi", 3, 1.5, "pixels", sorted(sides)[len(sides) // 2], f"median of {len(sides)} documents' medians; most {max(sides):.1f} px", low=True),
        _target("PDFs that veraPDF takes for PDF/A-2u, of images", 1.0, 1.0, "percent", sum(of["passes"] for of in images) / len(images), f"{len(images)} documents"),
    ]  # fmt: skip
    if times:
        slowest = max(times, key=lambda of: of["wall_s"])
        targets += [
            _target("PDF of a broadsheet page", 1.5, 0.5, "seconds", slowest["wall_s"], f"{slowest['words']} words, PDF/A included", low=True),
            _target("The same, memory over what was held", 300, 150, "MiB", slowest["peak_mib"] - slowest["before_mib"], "", low=True),
        ]  # fmt: skip
    if exchange := section.get("exchange"):
        size = f"{exchange['pages']} pages, {exchange['written_bytes'] / 1e6:.0f} MB"
        targets.append(
            _target("PDF: text of one page exchanged", 1.0, 0.3, "seconds", exchange["wall_s"], size, low=True)
        )
    return targets


def _target(
    name: str, floor: float, stretch: float, unit: str, value: float | None, note: str, *, low: bool = False
) -> Target:
    return Target(name, floor, stretch, unit, low=low, reached={"digitize": value}, note=note)


def _share(documents: Sequence[Section], reader: str, what: str) -> float:
    found = [of["readers"][reader] for of in documents]
    return float(sum(one[what] for one in found) / sum(one["words"] for one in found))


def _n(documents: Sequence[Section]) -> int:
    return int(sum(of["readers"]["mupdf"]["words"] for of in documents))


def _readers(documents: Sequence[Section]) -> str:
    rows = []
    for reader in documents[0]["readers"]:
        least = min(of["readers"][reader]["least"] for of in documents)
        finds = [of["broken"]["found"].get(reader) for of in documents]
        whole = sum(found for found in finds if found is not None)
        wanted = sum(of["broken"]["of"] for of in documents)
        rows.append(
            [
                reader,
                f"{100 * _share(documents, reader, 'same'):.2f}",
                f"{100 * least:.1f}",
                f"{100 * _share(documents, reader, 'ordered'):.2f}",
                f"{100 * whole / wanted:.1f}" if wanted and finds[0] is not None else "-",
            ]
        )
    return table(("reader", "words", "words, worst page", "in order", "broken words found whole"), rows)


def _documents(documents: Sequence[Section]) -> str:
    readers = sorted(documents[0]["readers"])
    head = ("document", "pages", "columns", "lean, °", *readers, "edges, px", "given, kB", "PDF, kB", "of the room", "PDF/A", "veraPDF 2u")  # fmt: skip
    rows = [
        [
            of["name"][:32],
            str(of["pages"]),
            str(of["columns"]),
            f"{of['skew_deg']:.1f}",
            *(f"{100 * _same(of['readers'][reader]):.1f}" for reader in readers),
            "-" if of["edges"]["sideways_px"] is None else f"{of['edges']['sideways_px']:.1f}",
            f"{of['given_bytes'] / 1000:.0f}",
            f"{of['written_bytes'] / 1000:.0f}",
            f"{100 * of['room'][0]:.0f} %",
            of["claims"] or "none",
            "passes" if of["passes"] else "fails",
        ]
        for of in documents
    ]
    said = (
        "`Of the room`: growth over the file given, of 5 % + 30 kB a page + 60 kB; below 100 % is within the floor.\n\n"
    )
    return said + table(head, rows)


def _same(found: Section) -> float:
    return float(found["same"] / found["words"]) if found["words"] else 1.0


def _time(section: Section) -> str:
    rows = [[name, *_timed(of)] for name, of in section["time"].items()]
    rows += [[f"one page {of['pages']} times", *_timed(of)] for of in section["long"]]
    head = ("document", "words", "seconds", "MiB before", "MiB at the peak", "PDF, kB")
    return "One process each; PDF/A and OCRmyPDF's checks included.\n\n" + table(head, rows) + _exchange(section)


def _exchange(section: Section) -> str:
    found = section.get("exchange")
    if not found:
        return ""
    same = "the same bytes as a fresh export" if found["same_bytes"] else "other bytes than a fresh export"
    size = f"{found['pages']} pages and {found['written_bytes'] / 1e6:.0f} MB"
    return f"\nThe text of one page exchanged in a PDF of {size}: {found['wall_s']:.2f} s, median of five; {same}.\n"


def _timed(of: Section) -> list[str]:
    return [
        str(of["words"]),
        f"{of['wall_s']:.2f}",
        f"{of['before_mib']:.0f}",
        f"{of['peak_mib']:.0f}",
        f"{of['written_bytes'] / 1000:.0f}",
    ]


def _checks(section: Section) -> str:
    documents, again = section["documents"], section["again"]
    same = sum(of["same_bytes"] for of in documents)
    sound = sum(of["qpdf"] for of in documents)
    found = again["readers"]
    return (
        f"Written twice, the same bytes: {same} of {len(documents)}. `qpdf --check` finds nothing: {sound} of {len(documents)}."
        f" `digitize run` on a PDF of our own: its text is replaced, {100 * found['same'] / max(1, found['words']):.1f} % of the new"
        f" words are found, and it claims {again['claims']}.\n"
    )
