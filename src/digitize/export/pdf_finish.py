"""The last write of the PDF: the same fonts for all pages, text in the page itself, turns, metadata, outline, nothing of the moment.

OCRmyPDF hangs each text layer into its page as a form with a random name and a font of its own. Readers that skip
forms (pdfminer, in its usual setting, does not lay out their text) would find nothing, and no two runs would give the
same bytes; so the form's stream becomes the first content stream of its page.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from digitize.errors import ExportError
from digitize.export.pdf_font import CodeTable, add_fonts
from digitize.export.pdf_jpeg2000 import claim_pdfa_despite_jpeg2000
from digitize.export.pdf_metadata import describe
from digitize.export.pdf_outline import write_outline
from digitize.export.pdf_pages import PlacedPage
from digitize.export.pdf_text import text_stream
from digitize.export.pdf_write import content_streams, packed, write_pdf
from digitize.model.document import Document
from digitize.model.geometry import Transform

_LAYER_PREFIX = "/OCR-"


def finish(source: Path, target: Path, document: Document, placed: tuple[PlacedPage, ...], codes: CodeTable) -> None:
    """Writes ``source``, a PDF with OCRmyPDF's text layers, to ``target`` in its final form.

    Args:
        source: The PDF after OCRmyPDF's work.
        target: Receives the result; the same document gives the same bytes.
        document: The document.
        placed: How each page stands in the PDF.
        codes: The document's character codes.
    """
    with pikepdf.open(source) as pdf:
        archival = bool(pdf.open_metadata().pdfa_status) or claim_pdfa_despite_jpeg2000(source, pdf)
        fonts: dict[str, Object] = {}
        for index, (page, place) in enumerate(zip(pdf.pages, placed, strict=True)):
            if _layer_name(page) is None and place.beside:
                fonts = fonts or add_fonts(pdf, codes)
                _add_layer(pdf, page, layer_text(document, index, place, codes), place, fonts)
            elif _layer_name(page) is None:
                _assert_none_due(document, index, place)
            else:
                fonts = fonts or add_fonts(pdf, codes)
                _settle_layer(pdf, page, layer_text(document, index, place, codes), fonts)
            if place.rotate_deg:
                page.obj.Rotate = place.rotate_deg
        _share_profiles(pdf)
        describe(pdf, document, archival=archival)
        write_outline(pdf, document, placed)
        write_pdf(pdf, target, document)


def has_layer(document: Document, index: int, placed: PlacedPage) -> bool:
    """Whether a page gets a text layer: it has words, and does not keep its own text."""
    lines = document.transcription.pages[index].lines
    return not placed.own_text and any(line.words for line in lines if line.doubt is None)


def layer_text(document: Document, index: int, placed: PlacedPage, codes: CodeTable) -> bytes:
    """The text layer of a page; empty when it has no words or keeps its own text.

    Its corner is that of the page's media box, on which OCRmyPDF lays it.
    """
    if placed.own_text:
        return b""
    to_layer = placed.canonical_to_user.then(Transform.shift(-placed.media_box[0], -placed.media_box[1]))
    return text_stream(document.transcription.pages[index], to_layer, codes)


def _share_profiles(pdf: Pdf) -> None:
    """Pages of one scanner carry one colour profile; it is kept once."""
    known: dict[str, Object] = {}
    for page in pdf.pages:
        xobjects = page.obj.Resources.get(Name.XObject)
        for image in xobjects.values() if isinstance(xobjects, Dictionary) else ():
            space = image.get(Name.ColorSpace) if isinstance(image, Stream) else None
            if isinstance(space, Array) and len(space) == 2 and isinstance(space[1], Stream):
                data = space[1].read_raw_bytes()
                digest = hashlib.sha256(data).hexdigest() + str(space[1].get(Name.N))
                space[1] = known.setdefault(digest, space[1])


def _assert_none_due(document: Document, index: int, place: PlacedPage) -> None:
    """A page whose words OCRmyPDF left out would be a silent loss; lines in doubt are no text, and never have a layer."""
    page = document.transcription.pages[index]
    if has_layer(document, index, place):
        raise ExportError(
            "OCRmyPDF left out the text of a page",
            where=f"{document.id}, page {page.page_number}",
            hint="The other formats are not affected; please report the file",
        )


def _layer_name(page: Page) -> str | None:
    xobjects = page.obj.Resources.get(Name.XObject)
    if not isinstance(xobjects, Dictionary):
        return None
    return next((name for name in xobjects.keys() if name.startswith(_LAYER_PREFIX)), None)  # noqa: SIM118


def _settle_layer(pdf: Pdf, page: Page, text: bytes, fonts: dict[str, Object]) -> None:
    """Makes the page's text its first content stream, in the place where OCRmyPDF has hung a layer without words."""
    name = _layer_name(page)
    if name is None:
        raise ValueError("the page has no text layer")
    resources = page.obj.Resources
    before, after, rest = _without_layer(page.Contents.read_bytes(), name)
    del resources.XObject[name]
    if not len(resources.XObject):
        del resources[Name.XObject]
    _give_fonts(resources, fonts)
    parts = [before, text, after, rest]
    page.obj.Contents = Array([packed(pdf, part) for part in parts if part])


def _add_layer(pdf: Pdf, page: Page, text: bytes, place: PlacedPage, fonts: dict[str, Object]) -> None:
    """Gives a page that OCRmyPDF passes over, for it has text, our layer as its first content stream."""
    if not text:
        return
    x, y = place.media_box[:2]
    before, after = (f"q 1 0 0 1 {x:.4f} {y:.4f} cm\n".encode("ascii"), b"Q\n") if x or y else (b"", b"")
    rest = page.Contents.read_bytes() if isinstance(page.Contents, Stream) else b""
    if isinstance(page.Contents, Array):
        rest = b"\n".join(stream.read_bytes() for stream in content_streams(page))
    _give_fonts(page.obj.Resources, fonts)
    page.obj.Contents = Array([packed(pdf, part) for part in (before, text, after, rest) if part])


def _give_fonts(resources: Object, fonts: dict[str, Object]) -> None:
    standing = resources.get(Name.Font)
    resources.Font = standing if isinstance(standing, Dictionary) else Dictionary()
    for key, font in fonts.items():
        resources.Font[key] = font


def _without_layer(content: bytes, name: str) -> tuple[bytes, bytes, bytes]:
    """Cuts the drawing of the layer out of a page's content.

    Returns:
        What must stand before the layer and after it (its matrix, if it has one), and the rest of the content.
    """
    drawing = re.match(rb"\s*q\s(?:([^\n]*) cm\s)?\s*" + re.escape(name.encode()) + rb" Do\s+Q\s", content)
    if drawing is None:
        raise ValueError("OCRmyPDF placed the text layer in an unknown way")
    matrix = drawing[1]
    before, after = (b"q " + matrix + b" cm\n", b"Q\n") if matrix else (b"", b"")
    return before, after, content[drawing.end() :]
