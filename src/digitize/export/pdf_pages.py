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
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

from digitize.errors import ExportError
from digitize.export.pdf_images import embed_image
from digitize.export.pdf_own_text import has_visible_text, strip_invisible_text
from digitize.export.sink import Materials
from digitize.model.document import Document
from digitize.model.geometry import Transform
from digitize.model.page import PageImage, SourceFile
from digitize.model.transcription import PageStatus

log = logging.getLogger(__name__)

_PDF = "application/pdf"
_SMALLEST_PT, _LARGEST_PT = 3.0, 14400.0
"""Limits of a page's sides in PDF/A-2 (ISO 19005-2, 6.1.13)."""
_PART_BYTES = 16 * 1024 * 1024
"""Image data held in memory before a part of the document is written out."""
_HARMLESS_ACTIONS = ("/URI", "/GoTo")
_DROPPED_PAGE_KEYS = ("/AA", "/Thumb", "/PieceInfo", "/StructParents", "/B", "/Dur", "/Trans", "/Metadata")


PageBox = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """A page of the assembled PDF.

    Args:
        canonical_to_user: From pixels of the canonical page image to the page's user space.
        media_box: The page's media box ``x0, y0, x1, y1`` in user space.
        rotate_deg: The turn that the finished page carries (``/Rotate``).
        own_text: Whether the page has visible text of its own; then it gets none of ours.
    """

    canonical_to_user: Transform
    media_box: PageBox
    rotate_deg: int
    own_text: bool = False


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
    source_pdfs: dict[str, Pdf] = field(default_factory=dict)

    def add(self, image: PageImage, status: PageStatus) -> PlacedPage:
        """Adds one page; a failed page that cannot even be shown becomes an empty one of its size."""
        source = next(s for s in self.document.sources if s.sha256 == image.source_sha256)
        where = f"{source.name}, page {image.page_number}"
        try:
            return self._pdf_page(source, image) if source.media_type == _PDF else self._image_page(image)
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
        path = self.materials.original(image.source_sha256)
        canonical = self.materials.image(image.page_number)
        pixels = 2 * image.width * image.height
        placed = embed_image(self.part, path, image.frame, canonical, pixels)
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
        self.held_bytes += len(placed.image.read_raw_bytes())
        if self.held_bytes > _PART_BYTES:
            self._close_part()
        return PlacedPage(to_user, (0.0, 0.0, *media), rotate)

    def _pdf_page(self, source: SourceFile, image: PageImage) -> PlacedPage:
        origin = self._source_pdf(source)
        if image.frame >= len(origin.pages):
            raise IndexError(f"the file has {len(origin.pages)} pages")
        self.part.pages.append(origin.pages[image.frame])
        page = self.part.pages[-1]
        rotate = _tidy_page(self.part, page)
        media, visible = _boxes(page)
        strip_invisible_text(self.part, page)
        to_user = image.file_to_canonical.inverse.then(display_to_user(rotate, visible))
        return PlacedPage(to_user, media, (rotate + image.turn_deg) % 360, has_visible_text(page))

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
        self.held_bytes = 0

    def finish(self, path: Path) -> None:
        """Writes the whole of the pages to ``path``."""
        if len(self.part.pages):
            self._close_part()
        if len(self.parts) == 1:
            self.parts[0].replace(path)
            return
        with Pdf.new() as whole, ExitStack() as opened:
            for part in self.parts:
                whole.pages.extend(opened.enter_context(pikepdf.open(part)).pages)
            whole.save(path)


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
        pages = zip(document.pages, document.transcription.pages, strict=True)
        placed = tuple(assembler.add(record.image, page.status) for record, page in pages)
        _keep_layers(assembler)
        assembler.finish(path)
    return path, placed


def open_source_pdf(path: Path, name: str) -> Pdf:
    """Opens a source PDF; an empty user password is no hindrance.

    Raises:
        ExportError: If it needs a password or cannot be read.
    """
    try:
        pdf = pikepdf.open(path)
    except pikepdf.PasswordError:
        raise ExportError(
            "the PDF is protected by a password", where=name, hint="Remove the password and give the file once more"
        ) from None
    except pikepdf.PdfError as error:
        raise ExportError(
            f"the PDF cannot be read: {error}", where=name, hint="Repair it, for example with qpdf, and try again"
        ) from error
    form = pdf.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary):
        if int(form.get(Name.SigFlags, 0)) & 1:
            log.warning("%s: its digital signature does not survive in the searchable PDF; the original keeps it", name)
        # Filled-in fields become part of the page: without the form they would be lost from view.
        pdf.generate_appearance_streams()
        pdf.flatten_annotations("screen")
    return pdf


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


def _tidy_page(pdf: Pdf, page: Page) -> int:
    """Removes what a page alone cannot keep, and its ``/Rotate``, which is returned."""
    obj = page.obj
    rotate = int(obj.get(Name.Rotate, 0)) % 360
    for name in (*_DROPPED_PAGE_KEYS, "/Rotate"):
        if name in obj:
            del obj[name]
    # Pages may share their resources; each gets its own, since the text layer is added to them.
    resources = obj.get(Name.Resources)
    own = Dictionary(dict(resources.items())) if isinstance(resources, Dictionary) else Dictionary()
    for key in (Name.XObject, Name.Font):
        entries = own.get(key)
        if isinstance(entries, Dictionary):
            own[key] = Dictionary(dict(entries.items()))
    obj.Resources = own
    if Name.Contents not in obj:
        obj.Contents = pdf.make_stream(b"")
    annotations = obj.get(Name.Annots)
    if isinstance(annotations, Array):
        obj.Annots = Array([a for a in annotations if isinstance(a, Dictionary) and _is_harmless(a)])
        if not len(obj.Annots):
            del obj[Name.Annots]
    return rotate if rotate % 90 == 0 else 0


def _is_harmless(annotation: Object) -> bool:
    """Whether an annotation asks for nothing but an address or a place; its triggers are dropped."""
    if Name.AA in annotation:
        del annotation[Name.AA]
    action = annotation.get(Name.A)
    if not isinstance(action, Dictionary) or str(action.get(Name.S)) in _HARMLESS_ACTIONS:
        return True
    log.warning("an annotation with the action %s was left out", action.get(Name.S))
    return False


def _boxes(page: Page) -> tuple[PageBox, PageBox]:
    """Sets sound page boxes and returns the media box and the part of it that is visible."""
    media = _box(page.obj.get(Name.MediaBox)) or (0.0, 0.0, 612.0, 792.0)
    page.obj.MediaBox = Array([round(value, 4) for value in media])
    crop = _box(page.obj.get(Name.CropBox))
    if crop is None:
        if Name.CropBox in page.obj:
            del page.obj[Name.CropBox]
        return media, media
    visible = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    if visible[0] >= visible[2] or visible[1] >= visible[3]:
        del page.obj[Name.CropBox]
        return media, media
    page.obj.CropBox = Array([round(value, 4) for value in visible])
    return media, visible


def _box(value: Object | None) -> PageBox | None:
    if not isinstance(value, Array) or len(value) != 4:
        return None
    x0, y0, x1, y1 = (float(number) for number in value)
    box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return box if box[0] < box[2] and box[1] < box[3] else None
