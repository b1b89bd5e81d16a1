"""Documents in an output folder as a run leaves them, without anything being read: the scan kept, a version of the text."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image

from digitize.export.report_json import encode_report
from digitize.export.transcription_json import export_transcription
from digitize.model.document import Document
from digitize.model.page import SourceFile
from digitize.model.transcription import Origin, RegionKind, TranscribedPage, Transcription
from digitize.pipeline.versions import keep_transcription
from digitize.settings import Settings
from digitize.store.output import FolderSink, OutputFolder
from tests.export.documents import R, W, document, page

LINES = [
    (W("Урожай"), W("в"), W("саду"), W("был")),
    (W("великъ", confidence=0.3), W("и"), W("раз-")),
    (W("говор"), W("о"), W("нём"), W("шёл.")),
]
START = datetime(2027, 3, 5, 12, 0, tzinfo=UTC)
TOLD = {"modernise": False, "no_repair": "none"}


def read_page(number: int = 1, lines: Sequence[Sequence[W]] = LINES) -> TranscribedPage:
    return page(number, [R(RegionKind.PARAGRAPH, lines, 1, width=900)], columns=1, language="rus")


def scan(shade: int = 255) -> bytes:
    stream = io.BytesIO()
    Image.new("L", (1200, 1600), shade).save(stream, "PNG")
    return stream.getvalue()


@dataclass
class Kept:
    """An output folder with documents."""

    output: Path

    @property
    def settings(self) -> Settings:
        return Settings(output=self.output, jobs=1)

    def folder(self, document_id: str = "vestnik") -> Path:
        return self.output / document_id

    def document(
        self,
        pages: Sequence[TranscribedPage],
        document_id: str = "vestnik",
        *scans: bytes,
        versions: bool = True,
        **changes: object,
    ) -> Document:
        """Puts a document there, its pages on the images of as many scans; the original of each is kept.

        ``changes`` are of the document, such as its ``reference``.
        """
        scans = scans or tuple(scan(255 - number) for number in range(len(pages)))
        digests = [hashlib.sha256(data).hexdigest() for data in scans]
        output = OutputFolder(self.output)
        plain = document(pages, id=document_id, **changes)
        records = [
            replace(record, image=replace(record.image, source_sha256=digest, image_path=None, frame=0))
            for record, digest in zip(plain.pages, digests, strict=True)
        ]
        sources = [
            SourceFile(digest, f"{n}.png", len(data), "image/png", 1)
            for n, (digest, data) in enumerate(zip(digests, scans, strict=True))
        ]
        made = replace(plain, pages=tuple(records), sources=tuple(sources))
        for digest, data in zip(digests, scans, strict=True):
            kept = output.original(digest)
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(data)
        output.claim_id(
            document_id, hashlib.sha256("".join(digests).encode()).hexdigest() if len(digests) > 1 else digests[0]
        )
        folder = self.folder(document_id)
        if versions:
            made = keep_transcription(made, folder)
        sink = FolderSink(folder)
        export_transcription(made, sink)
        sink.write("report.json", encode_report(made, TOLD, sink.digests))
        return made

    def another_reading(self, pages: Sequence[TranscribedPage], parent: str | None = None) -> Transcription:
        """Keeps one more version of the document, as a run or an export does, without putting it in force."""
        made = document(pages, id="vestnik", transcription=Transcription("ocr", Origin.OCR, parent, tuple(pages)))
        return keep_transcription(made, self.folder()).transcription


class Ticking:
    """A clock that goes on by a second each time it is asked."""

    def __init__(self) -> None:
        self.told = 0

    def __call__(self) -> datetime:
        self.told += 1
        return START + timedelta(seconds=self.told)


def word_id(pages: Sequence[TranscribedPage], text: str) -> str:
    """The id of the first word with that text."""
    return next(word.id for page in pages for word in page.words if word.text == text)
