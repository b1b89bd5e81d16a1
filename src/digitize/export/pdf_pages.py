"""The pages of a document, taken from their source files into one plain PDF that holds pages and nothing else.

Forms, scripts, attachments and outlines of a source PDF stay behind: what an archive copy needs is the page as seen.
OCRmyPDF then works on that PDF, so it never meets what it would refuse. Pages stand in it unturned (no ``/Rotate``), so
that text can be placed in plain user space; the turn is applied at the end (:mod:`digitize.export.pdf_finish`).
"""

from __future__ import annotations

import logging
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name, Page, Pdf, Stream

from digitize.errors import ExportError
from digitize.export.pdf_font import CUTS
from digitize.export.pdf_images import OpenImage, PlacedImage, embed_image, open_image
from digitize.export.pdf_own_text import VisibleText, strip_hidden_text, strip_invisible_text, uses_font, visible_text
from digitize.export.pdf_source import PageBox, crop_page, open_source_pdf, set_boxes, tidy_page
from digitize.export.sink import Materials
from digitize.model.document import Document
from digitize.model.geometry import Transform
from digitize.model.own_text import OwnTextKind
from digitize.model.page import PageImage, PagePart, SourceFile
from digitize.model.transcription import PageStatus

log = logging.getLogger(__name__)

_PDF = "application/pdf"
_SMALLEST_PT, _LARGEST_PT = 3.0, 14400.0
"""Limits of a page's sides in PDF/A-2 (ISO 19005-2, 6.1.13)."""
_SQUARED = 4
"""How many times more pixels than its canonical image a stored image may have."""
_WARNED_TEXT = {
    VisibleText.ILLEGIBLE: "its own text is in fonts without a map to Unicode; it is searched by what was read from its picture",
    VisibleText.MIXED: "part of its own text is in fonts without a map to Unicode, and cannot be searched",
}
_PART_BYTES = 16 * 1024 * 1024
_PART_IMAGES = 32
"""Image data, and pages made of image files, that are held in memory before a part of the document is written out. Pages of PDFs share
their fonts, which would be in every part."""


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """A page of the assembled PDF.

    Args:
        canonical_to_user: From pixels of the canonical page image to the page's user space.
        media_box: The page's media box ``x0, y0, x1, y1`` in user space.
        rotate_deg: The turn that the finished page carries (``/Rotate``).
        own_text: Whether the page keeps text of its own, and gets none of ours.
        beside: Whether it keeps text of its own by which it is not found, and gets ours beside it.
    """

    canonical_to_user: Transform
    media_box: PageBox
    rotate_deg: int
    own_text: bool = False
    beside: bool = False


def display_to_user(rotate_deg: int, box: PageBox) -> Transform:
    """From points of the page as displayed (origin top left) to its user space.

    Args:
        rotate_deg: The page's ``/Rotate``.
        box: Its visible box ``x0, y0, x1, y1`` in user space.
    """
    x0, y0, x1, y1 = box
    turned = {
        90: Transform(0, 1, x0, 1, 0, y0),
        180: Transform(-1, 0, x1, 0, 1, y0),
        270: Transform(0, -1, x1, -1, 0, y1),
    }
    return turned.get(rotate_deg % 360, Transform(1, 0, x0, 0, -1, y1))


def page_size_pt(image: PageImage) -> tuple[float, float]:
    """Width and height of the page as displayed, in points, within what PDF/A allows."""
    width, height = image.width * 72 / image.dpi, image.height * 72 / image.dpi
    factor = min(1.0, _LARGEST_PT / max(width, height))
    return max(_SMALLEST_PT, width * factor), max(_SMALLEST_PT, height * factor)


@dataclass(slots=True)
class Assembler:
    """Gathers the pages; use :func:`assemble`."""

    document: Document
    materials: Materials
    folder: Path
    open_files: ExitStack
    part: Pdf = field(default_factory=Pdf.new)
    parts: list[Path] = field(default_factory=list)
    held_bytes: int = 0
    held_images: int = 0
    tiffs: dict[str, OpenImage] = field(default_factory=dict)
    halved: dict[tuple[str, int], PlacedImage] = field(default_factory=dict)
    source_pdfs: dict[str, Pdf] = field(default_factory=dict)

    def add(self, index: int) -> PlacedPage:
        """Adds the page at ``index``; a failed page that cannot even be shown becomes an empty one of its size."""
        image, status = self.document.pages[index].image, self.document.transcription.pages[index].status
        source = next(s for s in self.document.sources if s.sha256 == image.source_sha256)
        where = f"{source.name}, page {image.page_number}"
        try:
            return self._pdf_page(source, index) if source.media_type == _PDF else self._image_page(image)
        except (pikepdf.PdfError, OSError, ValueError, KeyError, IndexError, EOFError, SyntaxError) as error:
            if status is not PageStatus.FAILED:
                raise ExportError(
                    f"the page's image cannot be put into the PDF: {error}",
                    where=where,
                    hint="Save the file again with another program and give it once more",
                ) from error
            log.warning("%s: not even its image could be put into the PDF; the page is empty (%s)", where, error)
            return self._blank_page(image)

    def _blank_page(self, image: PageImage) -> PlacedPage:
        width, height = page_size_pt(image)
        self.part.add_blank_page(page_size=(width, height))
        to_display = Transform.scale(width / image.width, height / image.height)
        box = (0.0, 0.0, width, height)
        return PlacedPage(to_display.then(display_to_user(0, box)), box, 0)

    def _image_page(self, image: PageImage) -> PlacedPage:
        placed = self._embedded(image)
        stored_to_canonical = Transform() if placed.canonical else image.file_to_canonical
        rotate = quarter_turn(stored_to_canonical) or 0
        width, height = page_size_pt(image)
        media = (width, height) if rotate in (0, 180) else (height, width)
        to_display = Transform.scale(width / image.width, height / image.height)
        to_user = to_display.then(display_to_user(rotate, (0, 0, *media)))
        unit_to_stored = Transform(placed.width, 0, 0, 0, -placed.height, placed.height)
        matrix = unit_to_stored.then(stored_to_canonical).then(to_user)
        page = self.part.add_blank_page(page_size=media)
        page.obj.Resources = Dictionary(XObject=Dictionary(Im0=placed.image))
        a, b, c, d, e, f = matrix.values
        numbers = " ".join(f"{round(value, 4) + 0.0:.4f}" for value in (a, d, b, e, c, f))
        page.obj.Contents = self.part.make_stream(f"q\n{numbers} cm\n/Im0 Do\nQ\n".encode("ascii"))
        self.held_images += 1
        self._hold(page)
        return PlacedPage(to_user, (0.0, 0.0, *media), rotate)

    def _embedded(self, image: PageImage) -> PlacedImage:
        """The page's image in the part of the document that is being made.

        Both pages of a spread show one image, each its half: what is cut off lies outside the page.
        """
        frame = (image.source_sha256, image.frame)
        if image.part is not PagePart.WHOLE and frame in self.halved:
            return self.halved.pop(frame)
        path = self.materials.original(image.source_sha256)
        canonical = self.materials.image(image.page_number) if image.part is PagePart.WHOLE else None
        with ExitStack() as for_page:
            opened = self.tiffs.get(image.source_sha256)
            if opened is None:
                # A canonical image made square may have fewer pixels than the stored one.
                opened = for_page.enter_context(open_image(path, _SQUARED * image.width * image.height))
            if len(opened.frames) > 1 and image.source_sha256 not in self.tiffs:
                # Stays open: finding a page among many anew for each would take ever longer.
                self.open_files.push(for_page.pop_all())
                self.tiffs[image.source_sha256] = opened
            placed = embed_image(self.part, opened, image.frame, canonical)
        if image.part is not PagePart.WHOLE:
            self.halved[frame] = placed
        return placed

    def _pdf_page(self, source: SourceFile, index: int) -> PlacedPage:
        record = self.document.pages[index]
        image = record.image
        origin = self._source_pdf(source)
        if image.frame >= len(origin.pages):
            raise IndexError(f"the file has {len(origin.pages)} pages")
        self.part.pages.append(origin.pages[image.frame])
        page = self.part.pages[-1]
        where = f"{source.name}, page {image.page_number}"
        rotate = tidy_page(self.part, page, where)
        media, visible = set_boxes(page)
        keeps = self.document.keeps_text(index)
        if not keeps:
            unseen = record.own_text is not None and record.own_text.kind is OwnTextKind.INVISIBLE
            strip_invisible_text(self.part, page, unseen=unseen)
            if record.own_text is not None and record.own_text.hidden_words:
                strip_hidden_text(self.part, page)
        to_user = image.file_to_canonical.inverse.then(display_to_user(rotate, visible))
        if image.part is not PagePart.WHOLE:
            media = crop_page(page, to_user.polygon(image.box.polygon))
        text = VisibleText.NONE if keeps else visible_text(page)
        if text in _WARNED_TEXT:
            log.warning("%s: %s", where, _WARNED_TEXT[text])
        adds = (
            text is not VisibleText.NONE
            and self.document.adds_text(index)
            and not any(uses_font(page, cut.key) for cut in CUTS)
        )
        beside = text is VisibleText.ILLEGIBLE or adds
        own_text = keeps or (text is not VisibleText.NONE and not beside)
        placed = PlacedPage(to_user, media, (rotate + image.turn_deg) % 360, own_text, beside)
        if Name.OCProperties not in origin.Root:
            self._hold(page)
        return placed

    def _hold(self, page: Page) -> None:
        """Counts the page's image data, which are in memory from now on, and writes the part out when they are many."""
        xobjects = page.obj.Resources.get(Name.XObject)
        for xobject in xobjects.values() if isinstance(xobjects, Dictionary) else ():
            if isinstance(xobject, Stream):
                # A stream that was made here does not state its length before it is written.
                self.held_bytes += (
                    int(xobject.get(Name.Length, 0)) or memoryview(xobject.get_raw_stream_buffer()).nbytes
                )
        if self.held_bytes > _PART_BYTES or self.held_images >= _PART_IMAGES:
            self._close_part()

    def _source_pdf(self, source: SourceFile) -> Pdf:
        if source.sha256 not in self.source_pdfs:
            self.source_pdfs[source.sha256] = self.open_files.enter_context(
                open_source_pdf(self.materials.original(source.sha256), source.name)
            )
        return self.source_pdfs[source.sha256]

    def _close_part(self) -> None:
        path = self.folder / f"part-{len(self.parts):04d}.pdf"
        self.part.save(path)
        self.parts.append(path)
        self.part.close()
        self.part = Pdf.new()
        self.halved = {}
        self.held_bytes = self.held_images = 0

    def finish(self, path: Path) -> None:
        """Writes the whole of the pages to ``path``."""
        if len(self.part.pages):
            self._close_part()
        if len(self.parts) == 1:
            self.parts[0].replace(path)
            return
        # qpdf itself joins them: pages taken over by pikepdf would bring their images into memory.
        pages = [{"file": str(part), "range": "1-z"} for part in self.parts]
        pikepdf.Job({"empty": "", "pages": pages, "outputFile": str(path)}).run()


def assemble(document: Document, materials: Materials, folder: Path) -> tuple[Path, tuple[PlacedPage, ...]]:
    """Puts the document's pages into one plain PDF.

    Args:
        document: The document.
        materials: Its source files and canonical images.
        folder: Receives the PDF and its parts.

    Returns:
        The PDF's path, and how each page stands in it.

    Raises:
        ExportError: If a source PDF cannot be opened, or a page's image cannot be embedded.
    """
    path = folder / "pages.pdf"
    with ExitStack() as open_files:
        assembler = Assembler(document, materials, folder, open_files)
        placed = tuple(assembler.add(index) for index in range(len(document.pages)))
        _keep_layers(assembler)
        assembler.finish(path)
    return path, placed


def quarter_turn(transform: Transform) -> int | None:
    """The clockwise turn by 0, 90, 180 or 270 degrees that ``transform`` makes; ``None`` if it mirrors or leans."""
    size = abs(transform.a) + abs(transform.b) + abs(transform.d) + abs(transform.e)
    a, b, d, e = (round(2 * value / size) for value in (transform.a, transform.b, transform.d, transform.e))
    turns = {(1, 0, 0, 1): 0, (0, -1, 1, 0): 90, (-1, 0, 0, -1): 180, (0, 1, -1, 0): 270}
    return turns.get((a, b, d, e))


def _keep_layers(assembler: Assembler) -> None:
    """Optional content (layers) is switched in the document, not in the page; kept where one PDF is the only source."""
    if len(assembler.source_pdfs) == 1 and not assembler.parts:
        (origin,) = assembler.source_pdfs.values()
        layers = origin.Root.get(Name.OCProperties)
        if isinstance(layers, Dictionary):
            assembler.part.Root.OCProperties = assembler.part.copy_foreign(origin.make_indirect(layers))
