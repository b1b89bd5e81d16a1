"""Documents put into an output folder without being read: what a run leaves, made of plain descriptions."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image

from digitize.export.report_json import encode_report
from digitize.export.transcription_json import export_transcription
from digitize.model.document import Document
from digitize.model.page import SourceFile
from digitize.model.reference import SourceReference
from digitize.model.transcription import RegionKind, TranscribedPage
from digitize.store.output import FolderSink, OutputFolder
from tests.export.documents import HEIGHT, WIDTH, R, W, document, page

REFERENCE = SourceReference("Pravda", "1927-11-02", "4", "Правда. 1927. 2 нояб.", issue="251")


def newspaper(number: int = 1) -> TranscribedPage:
    """A headline over both columns, a paragraph in each."""
    return page(
        number,
        [
            R(RegionKind.HEADING, [(W("Урожай"),)], top=60, width=1000, columns=(1, 2)),
            R(RegionKind.PARAGRAPH, [(W("В"), W("саду")), (W("раз-", "разговор"),)], 1, top=200),
            R(RegionKind.PARAGRAPH, [(W("говор", ""), W("и"))], 2, top=200, left=600),
        ],
        columns=2,
    )


def stored(output: Path, pages: Sequence[TranscribedPage], *, images: bool = True) -> Document:
    """A document of such pages, ``vestnik``, each with an image of its own unless told otherwise."""
    made = document(pages, id="vestnik", reference=REFERENCE)
    sink = FolderSink(output / "vestnik")
    export_transcription(made, sink)
    sink.write("report.json", encode_report(made, {}, {}))
    for record in made.pages if images else ():
        path = output / "vestnik" / str(record.image.image_path)
        path.parent.mkdir(exist_ok=True)
        Image.new("L", (WIDTH, HEIGHT), 255).save(path)
    return made


def stored_scan(output: Path, scan: bytes, made: TranscribedPage) -> None:
    """A document of one page whose image is the source file itself, kept as the run keeps it."""
    digest = hashlib.sha256(scan).hexdigest()
    source = SourceFile(digest, "scan", len(scan), _media_type(scan), 1)
    plain = document([made])
    (record,) = plain.pages
    image = replace(record.image, source_sha256=digest, image_path=None)
    whole = replace(plain, id="vestnik", sources=(source,), pages=(replace(record, image=image),))
    sink = FolderSink(output / "vestnik")
    export_transcription(whole, sink)
    sink.write("report.json", encode_report(whole, {}, {}))
    kept = OutputFolder(output).original(digest)
    kept.parent.mkdir(parents=True)
    kept.write_bytes(scan)


def _media_type(scan: bytes) -> str:
    heads = {b"\xff\xd8": "image/jpeg", b"\x89P": "image/png", b"II": "image/tiff", b"%P": "application/pdf"}
    return heads[scan[:2]]
