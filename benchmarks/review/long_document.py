"""A long document in an output folder, as a run leaves it, and without anything being read: images, versions, every file."""

from __future__ import annotations

import hashlib
import io
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image, ImageDraw

from benchmarks.review.drawn_text import DPI, HEIGHT, WIDTH, WORDS, draw_text
from digitize.export.report_json import encode_report
from digitize.model.document import Choice, Document, PageRecord
from digitize.model.geometry import Transform
from digitize.model.page import Colour, DpiOrigin, PageImage, SourceFile
from digitize.model.reference import SourceReference
from digitize.model.transcription import Origin, TranscribedPage, Transcription
from digitize.pipeline.alignments import align_reference
from digitize.pipeline.deliver import tools
from digitize.pipeline.exports import all_formats, write_exports
from digitize.pipeline.versions import keep_transcription
from digitize.pipeline.workshop import Workshop
from digitize.repair.hyphens import join_hyphens
from digitize.settings import Settings
from digitize.store.files import write_whole
from digitize.store.output import FolderSink, OutputFolder

ID = "kniga"
SETTINGS_TOLD = {"modernise": False, "no_repair": "none"}


@dataclass(frozen=True, slots=True)
class LongDocument:
    """What was made.

    Args:
        output: The output folder.
        id: The document's id.
        pages: How many.
        words: On all pages.
        differences: Places where the reference text reads otherwise.
        reference: The reference text, in a file beside the output folder.
    """

    output: Path
    id: str
    pages: int
    words: int
    differences: int
    reference: Path

    @property
    def settings(self) -> Settings:
        """Settings to work on it with."""
        return Settings(output=self.output, jobs=2)

    @property
    def folder(self) -> Path:
        """The document's folder."""
        return self.output / self.id


def make_document(output: Path, pages: int, differences: int, seed: int = 8, *, align: bool = False) -> LongDocument:
    """Makes a document of drawn text in an output folder: its scan, its images, a version of its text, all its files.

    Args:
        output: The output folder; must not exist.
        pages: How many, of 520 words each.
        differences: Places where its reference text reads otherwise.
        seed: The same seed makes the same document.
        align: Whether to lay the reference text on it, too.
    """
    drawn = draw_text(pages, differences, seed)
    folder = OutputFolder(output).folder(ID)
    images = [_image(page) for page in drawn.pages]
    scan = _scan(images)
    digest = hashlib.sha256(scan).hexdigest()
    write_whole(OutputFolder(output).original(digest), scan)
    OutputFolder(output).claim_id(ID, digest)
    (folder / "images").mkdir(parents=True)
    for number, image in enumerate(images, 1):
        image.save(folder / f"images/{number:04d}.png")
    reference = output.parent / "edition.txt"
    reference.write_text(drawn.reference, encoding="utf-8")
    settings = Settings(output=output, jobs=2)
    with Workshop(settings) as shop:
        document = Document(
            ID,
            (SourceFile(digest, "kniga.tif", len(scan), "image/tiff", pages),),
            SourceReference(title="Книга", date="1927", page="1", citation="Книга. 1927"),
            tuple(_record(number, digest) for number in range(1, pages + 1)),
            Transcription("ocr", Origin.OCR, None, join_hyphens(drawn.pages)),
            tools(shop),
            ("rus",),
        )
        document = keep_transcription(document, folder)
        delivery = write_exports(document, all_formats(ID, ()), shop)
        if delivery.errors:
            raise delivery.errors[0]
        told = encode_report(document, SETTINGS_TOLD, delivery.outputs, None, 0, delivery.warnings)
        FolderSink(folder).write("report.json", told)
        if align:
            align_reference(ID, reference, shop)
    words = sum(1 for page in drawn.pages for _ in page.words)
    return LongDocument(output, ID, pages, words, drawn.planted, reference)


def made_once(folder: Path, pages: int, differences: int, *, align: bool = False) -> LongDocument:
    """The same, kept in a folder and made only when it is not there yet; not to be changed, but copied."""
    place = folder / f"{pages}-pages-{differences}-differences{'-aligned' if align else ''}"
    words = pages * WORDS
    if not (place / "whole").is_file():
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        print(f"review: drawing {pages} pages", file=sys.stderr)
        make_document(place / "output", pages, differences, align=align)
        (place / "whole").touch()
    return LongDocument(place / "output", ID, pages, words, differences, place / "edition.txt")


def copied(document: LongDocument, folder: Path) -> LongDocument:
    """A copy to work on, times of files as they are."""
    shutil.copytree(document.output, folder / "output")
    return replace(document, output=folder / "output")


def _image(page: TranscribedPage) -> Image.Image:
    """Ink where the words are."""
    image = Image.new("1", (WIDTH, HEIGHT), 1)
    draw = ImageDraw.Draw(image)
    for word in page.words:
        box = word.box
        draw.rectangle((box.x0, box.y0 + 6, box.x1 - 3, box.y1 - 4), fill=0)
    return image


def _scan(images: Sequence[Image.Image]) -> bytes:
    stream = io.BytesIO()
    first, *more = images
    first.save(stream, "TIFF", save_all=True, append_images=more, compression="group4", dpi=(DPI, DPI))
    return stream.getvalue()


def _record(number: int, digest: str) -> PageRecord:
    image = PageImage(
        page_number=number,
        source_sha256=digest,
        frame=number - 1,
        width=WIDTH,
        height=HEIGHT,
        dpi=float(DPI),
        dpi_origin=DpiOrigin.DECLARED,
        colour=Colour.BITONAL,
        turn_deg=0,
        file_to_canonical=Transform(),
        image_path=f"images/{number:04d}.png",
    )
    return PageRecord(image, 0.0, (Choice("languages", "rus", "stated"),), ())
