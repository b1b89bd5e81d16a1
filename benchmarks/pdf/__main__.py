"""``python -m benchmarks.pdf``: the conformity suite over the samples and the real scans, read where they lie.

Digitises them once (with Tesseract alone: what matters here is what becomes of the words), then has every PDF read by
five readers, validated, measured and weighed. Writes the section "PDF" of docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.bench.__main__ import DOCUMENT, SUMMARY
from benchmarks.bench.document import render
from benchmarks.bench.summary import Section, load, machine, save
from benchmarks.bench.systems import Digitize
from benchmarks.pdf.boxes import Edge, edges
from benchmarks.pdf.broken import Finds, find_broken
from benchmarks.pdf.exchange import Exchanged, time_exchange
from benchmarks.pdf.material import ROOT, chosen, digitise
from benchmarks.pdf.readers import READERS
from benchmarks.pdf.timing import FileSink, Timed, stored, time_export
from benchmarks.pdf.verapdf import passes
from benchmarks.pdf.words import Agreement, ExpectedPage, agreement, expected_pages, share, total
from digitize.export.pdf import export_pdf, pdf_conformance
from digitize.pipeline.exports import KeptMaterials

_BROADSHEETS = ("nzz-19090430", "nzz-18740624")
_LONG = "mikrofilm-1931"
_LENGTHS = (50, 200, 1000)
_EXCHANGED = 300
"""Pages of a PDF in which the text of one is exchanged."""
_AGAIN = "otchet-1938"
_PER_PAGE, _PER_FILE = (30_000, 15_000), (60_000, 40_000)
_SHARE = (0.05, 0.02)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, and writes the document."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pdf", description=__doc__)
    parser.add_argument("--ground-truth", type=Path, default=ROOT.parent / "shared" / "gt", help="the real scans")
    parser.add_argument("--output", type=Path, default=ROOT / ".cache" / "pdf", help="what is digitised is kept here")
    options = parser.parse_args(arguments)
    documents = digitise(chosen(options.ground_truth), options.output)
    section: Section = {"machine": machine(), "version": Digitize(auto=False).version()}
    section["documents"] = [_document(options.output, name) for name in documents]
    paths = {name: _pdf(options.output, name) for name in documents}
    judged = passes(list(paths.values()))
    for told in section["documents"]:
        told["passes"] = judged[paths[told["name"]]]
    section["time"] = {name: _fields(time_export(options.output, name)) for name in _BROADSHEETS if name in paths}
    section["long"] = [_fields(time_export(options.output, _LONG, pages)) for pages in _LENGTHS]
    section["exchange"] = _fields(time_exchange(options.output, _LONG, _EXCHANGED))
    section["again"] = _again(options.output)
    save(SUMMARY, load(SUMMARY) | {"pdf": section})
    DOCUMENT.write_text(render(load(SUMMARY)), encoding="utf-8")
    return 0


def _pdf(output: Path, name: str) -> Path:
    return output / name / f"{name}.pdf"


def _document(output: Path, name: str) -> Section:
    """What is measured of one document; its PDF is written anew and compared with itself."""
    path, folder = _pdf(output, name), output / name
    document = stored(output, name)
    export_pdf(document, KeptMaterials(output, document), FileSink(path))
    with tempfile.TemporaryDirectory(prefix="twice-") as other:
        twice = Path(other) / "twice.pdf"
        export_pdf(document, KeptMaterials(output, document), FileSink(twice))
        same = twice.read_bytes() == path.read_bytes()
    expected = expected_pages(json.loads((folder / "transcription.json").read_text(encoding="utf-8")))
    given = sum(source.size_bytes for source in document.sources)
    check = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False)
    print(f"pdf: {name}", file=sys.stderr)
    return {
        "name": name,
        "pages": len(expected),
        "skew_deg": max((abs(page.skew_deg) for page in document.pages), default=0.0),
        "columns": max((page.columns for page in document.transcription.pages), default=0),
        "from_pdf": any(source.media_type == "application/pdf" for source in document.sources),
        "readers": {reader: _told(expected, read(path)) for reader, read in READERS.items()},
        "broken": _found(find_broken(path, expected)),
        "edges": _edges(edges(path, document.pages[0].image.dpi)),
        "given_bytes": given,
        "written_bytes": path.stat().st_size,
        "room": [
            round((path.stat().st_size - given) / (part * given + page * len(expected) + file), 3)
            for part, page, file in zip(_SHARE, _PER_PAGE, _PER_FILE, strict=True)
        ],
        "claims": pdf_conformance(path),
        "qpdf": check.returncode == 0,
        "same_bytes": same,
    }


def _told(expected: Sequence[ExpectedPage], texts: Sequence[str]) -> Section:
    if len(texts) != len(expected):
        raise RuntimeError(f"a reader found {len(texts)} pages instead of {len(expected)}")
    pages = [agreement(page, text) for page, text in zip(expected, texts, strict=True)]
    return _shares(total(pages)) | {"least": min(share(page.same, page.words) for page in pages)}


def _shares(of: Agreement) -> Section:
    return {"words": of.words, "same": of.same, "ordered": of.ordered}


def _found(finds: Finds) -> Section:
    return {"of": finds.of, "found": dict(finds.found)}


def _edges(found: Sequence[Edge]) -> Section:
    sideways = [abs(edge.off_px) for edge in found if edge.sideways]
    upright = [abs(edge.off_px) for edge in found if not edge.sideways]
    if not sideways:
        return {"n": 0, "sideways_px": None, "upright_px": None}
    return {"n": len(found), "sideways_px": statistics.median(sideways), "upright_px": statistics.median(upright)}


def _fields(measured: Timed | Exchanged) -> Section:
    return {name: getattr(measured, name) for name in type(measured).__slots__}


def _again(output: Path) -> Mapping[str, object]:
    """``digitize run`` on a PDF of our own: its text is taken for an OCR layer and replaced, its scan is untouched."""
    with tempfile.TemporaryDirectory(prefix="again-") as name:
        folder = Path(name)
        own = folder / "again.pdf"
        shutil.copy(_pdf(output, _AGAIN), own)
        results = digitise([own], folder / "out")
        made = folder / "out" / results[0]
        report = json.loads((made / "report.json").read_text(encoding="utf-8"))
        expected = expected_pages(json.loads((made / "transcription.json").read_text(encoding="utf-8")))
        reader = READERS["poppler -raw"](made / f"{results[0]}.pdf")
        choices = report["pages"][0]["choices"]
        return {
            "told": next((choice["value"] for choice in choices if choice["what"] == "text layer"), None),
            "readers": _told(expected, reader),
            "claims": pdf_conformance(made / f"{results[0]}.pdf"),
        }


if __name__ == "__main__":
    sys.exit(main())
