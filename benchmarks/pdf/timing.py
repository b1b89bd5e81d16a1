"""``python -m benchmarks.pdf.timing OUTPUT ID COUNT``: time and memory of the PDF step, in a process of its own.

Exports a stored document, or its first page COUNT times over, twice. Prints one JSON object: seconds of the second
time, MiB held before and at the peak, bytes written.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from digitize.export.pdf import export_pdf
from digitize.model.document import Document
from digitize.pipeline.exports import KeptMaterials
from digitize.pipeline.library import load_document
from digitize.settings import load_settings

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Timed:
    """One export.

    Args:
        pages: Of the PDF.
        words: On them.
        wall_s: Seconds, PDF/A and its check by OCRmyPDF included.
        before_mib: Memory of the process with the document loaded and all libraries.
        peak_mib: The most it held.
        written_bytes: Size of the PDF.
    """

    pages: int
    words: int
    wall_s: float
    before_mib: float
    peak_mib: float
    written_bytes: int


class FileSink:
    """Writes the one file of a PDF export."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, path: str, data: bytes) -> None:
        raise NotImplementedError(path)

    @contextmanager
    def file(self, path: str) -> Iterator[Path]:
        del path
        yield self._path


def time_export(output: Path, document_id: str, pages: int | None = None) -> Timed:
    """Times the export of a stored document in a child process.

    Args:
        output: The folder with the document's folder.
        document_id: Which.
        pages: Take its first page so many times; ``None`` for the document as it is.
    """
    command = [sys.executable, "-m", "benchmarks.pdf.timing", str(output), document_id, str(pages or 0)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment())
    return Timed(**json.loads(answer.stdout))


def environment() -> dict[str, str]:
    """In which a child process runs this very code."""
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}


def stored(output: Path, document_id: str) -> Document:
    """A document as it was delivered."""
    return load_document(document_id, load_settings(output=output))[1]


def repeated(document: Document, pages: int) -> Document:
    """The first page of a document so many times."""
    record, text = document.pages[0], document.transcription.pages[0]
    numbers = range(1, pages + 1)
    records = tuple(replace(record, image=replace(record.image, page_number=number)) for number in numbers)
    texts = tuple(replace(text, page_number=number) for number in numbers)
    return replace(document, pages=records, transcription=replace(document.transcription, pages=texts))


class OneImage(KeptMaterials):
    """The images of a document whose pages all are its first."""

    def image(self, page_number: int) -> Path | None:
        del page_number
        return super().image(1)


def _timed(output: Path, document_id: str, pages: int) -> Timed:
    document = stored(output, document_id)
    materials = OneImage(output, document) if pages else KeptMaterials(output, document)
    with tempfile.TemporaryDirectory(prefix="timing-") as folder:
        path = Path(folder) / "out.pdf"
        once = repeated(document, 1) if pages else document
        export_pdf(once, materials, FileSink(path))  # what is loaded once is not timed
        wanted = repeated(document, pages) if pages else document
        before = _held_mib("VmRSS")
        started = time.perf_counter()
        export_pdf(wanted, materials, FileSink(path))
        wall = time.perf_counter() - started
        words = sum(1 for page in wanted.transcription.pages for _ in page.words)
        return Timed(len(wanted.pages), words, wall, before, _held_mib("VmHWM"), path.stat().st_size)


def _held_mib(what: str) -> float:
    """Memory now or at the peak, of this process alone."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (kib,) = (line.split()[1] for line in status.splitlines() if line.startswith(f"{what}:"))
    return int(kib) / 1024


def main() -> None:
    """Times one export in this process."""
    timed = _timed(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
    print(json.dumps({name: getattr(timed, name) for name in Timed.__slots__}))


if __name__ == "__main__":
    main()
