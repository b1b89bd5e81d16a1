"""``python -m benchmarks.pdf.exchange OUTPUT ID PAGES``: time to exchange the text of one page in a long PDF, in a process of its own.

The pages are the first one of a stored document, over pictures of noise that are all different, so that the file is as heavy
as a volume of scans. Prints one JSON object.
"""

from __future__ import annotations

import hashlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.pdf.timing import ROOT, FileSink, environment, repeated, stored
from digitize.export.pdf import export_pdf
from digitize.export.pdf_replace import replace_page_text
from digitize.model.document import Document
from digitize.model.geometry import Transform
from digitize.model.page import SourceFile
from digitize.model.transcription import TranscribedPage

_PAGE_BYTES = 350_000
"""Weight of a picture: a grey A4 page of 300 dpi as JPEG."""
_TIMES = 5


@dataclass(frozen=True, slots=True)
class Exchanged:
    """The text of one page exchanged.

    Args:
        pages: Of the PDF.
        written_bytes: Its size.
        wall_s: Seconds, median.
        same_bytes: Whether the file is that of a fresh export.
    """

    pages: int
    written_bytes: int
    wall_s: float
    same_bytes: bool


@dataclass(frozen=True, slots=True)
class _Noise:
    """Pictures of noise, as a document's source files."""

    folder: Path

    def original(self, sha256: str) -> Path:
        return self.folder / sha256

    def image(self, page_number: int) -> Path | None:
        del page_number
        return None


def time_exchange(output: Path, document_id: str, pages: int) -> Exchanged:
    """Times it in a child process; see the module's heading."""
    command = [sys.executable, "-m", "benchmarks.pdf.exchange", str(output), document_id, str(pages)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment())
    return Exchanged(**json.loads(answer.stdout))


def _long(document: Document, pages: int, folder: Path) -> Document:
    """The first page of a document so many times, each on a picture of its own."""
    page = document.pages[0].image
    chance = np.random.default_rng(7)
    made = []
    for number in range(pages):
        noise = chance.integers(0, 256, (page.height // 8, page.width // 8), dtype=np.uint8)
        image = Image.fromarray(noise).resize((page.width, page.height), Image.Resampling.BICUBIC)
        path = folder / "new.jpg"
        _save(image, path)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        made.append(SourceFile(digest, f"{number + 1}.jpg", path.stat().st_size, "image/jpeg", 1))
        path.replace(folder / digest)
    long = repeated(document, pages)
    records = [
        replace(
            record,
            image=replace(
                record.image, source_sha256=source.sha256, frame=0, turn_deg=0, file_to_canonical=Transform(), image_path=None
            ),
        )
        for record, source in zip(long.pages, made, strict=True)
    ]  # fmt: skip
    return replace(long, sources=tuple(made), pages=tuple(records))


def _save(image: Image.Image, path: Path) -> None:
    """As a JPEG of about the weight of a scan: the best quality that is no heavier."""
    for quality in (95, 85, 70, 50, 30, 10):
        image.save(path, "JPEG", quality=quality)
        if path.stat().st_size <= _PAGE_BYTES:
            return


def _changed(page: TranscribedPage) -> TranscribedPage:
    region = next(region for region in page.regions if region.lines)
    line = region.lines[0]
    words = (replace(line.words[0], text="exchanged", reading="exchanged"), *line.words[1:])
    lines = (replace(line, words=words), *region.lines[1:])
    return replace(page, regions=tuple(replace(r, lines=lines) if r is region else r for r in page.regions))


def _exchanged(output: Path, document_id: str, pages: int) -> Exchanged:
    with tempfile.TemporaryDirectory(prefix="exchange-") as name:
        folder = Path(name)
        before = _long(stored(output, document_id), pages, folder)
        scans, pdf, target, fresh = _Noise(folder), folder / "before.pdf", folder / "after.pdf", folder / "fresh.pdf"
        export_pdf(before, scans, FileSink(pdf))
        number = pages // 2
        texts = before.transcription.pages
        after = replace(
            before,
            transcription=replace(
                before.transcription, pages=(*texts[: number - 1], _changed(texts[number - 1]), *texts[number:])
            ),
        )
        seconds = []
        for _ in range(_TIMES):
            started = time.perf_counter()
            replace_page_text(pdf, target, after, [number], scans)
            seconds.append(time.perf_counter() - started)
        export_pdf(after, scans, FileSink(fresh))
        same = fresh.read_bytes() == target.read_bytes()
        return Exchanged(pages, target.stat().st_size, statistics.median(seconds), same)


def main() -> None:
    """Times it in this process."""
    made = _exchanged(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
    print(json.dumps({name: getattr(made, name) for name in Exchanged.__slots__}))


if __name__ == "__main__":
    main()
