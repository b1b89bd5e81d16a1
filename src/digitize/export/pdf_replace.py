"""The text of single pages of a finished PDF of ours exchanged: what a review changes follows in a moment.

The file is read and written again with the new text in it, images and all else copied as they lie there. The result is
the same, byte for byte, as a fresh export: no history of changes grows in the file, and nothing tells how it came about.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

from digitize.errors import ExportError
from digitize.export.pdf_font import FONT_NAME, CodeTable
from digitize.export.pdf_metadata import CLAIM, describe
from digitize.export.pdf_pages import Assembler, PlacedPage, display_to_user, page_size_pt
from digitize.export.pdf_plugin import Work
from digitize.export.pdf_text import FONT_KEY
from digitize.export.pdf_write import content_streams, is_as_written, packed, write_pdf
from digitize.export.sink import Materials
from digitize.model.document import Document
from digitize.model.geometry import Transform
from digitize.model.transcription import TranscribedPage

_PDF = "application/pdf"
_MATRIX = re.compile(rb"q [-0-9. ]+ cm\n")
"""What stands before a layer whose page has its corner elsewhere than at the origin."""


class NotReplaceableError(ExportError):
    """The text cannot be exchanged in this file; a fresh export is the way out."""


def replace_page_text(
    pdf: Path, target: Path, document: Document, changed: Collection[int], materials: Materials
) -> None:
    """Writes a finished PDF of ours again with the text of some pages exchanged.

    Args:
        pdf: The PDF as :func:`~digitize.export.pdf.export_pdf` or this function wrote it; not written to.
        target: Receives the result, the same bytes that a fresh export of ``document`` gives. The caller makes of it a
            whole file (``Sink.file``).
        document: The document with its text of now.
        changed: Numbers of the pages whose text is not what the PDF says.
        materials: The document's source files; not written to.

    Raises:
        NotReplaceableError: If the file is not ours, was changed by another program, is of other pages, or a page gets
            its first text or loses its last.
        ValueError: If a number is not that of a page.
    """
    numbers = [page.page_number for page in document.transcription.pages]
    if not set(changed) <= set(numbers):
        raise ValueError(f"no such pages: {sorted(set(changed) - set(numbers))}")
    where = f"{document.id}.pdf"
    try:
        with pikepdf.open(pdf) as opened:
            _require_ours(opened, document, where)
            _exchange(opened, document, [numbers.index(number) for number in sorted(set(changed))], materials, where)
            write_pdf(opened, target, document)
    except (pikepdf.PdfError, OSError) as error:
        raise _refused(f"cannot be read ({type(error).__name__})", where) from error


def _require_ours(pdf: Pdf, document: Document, where: str) -> None:
    if len(pdf.pages) != len(document.pages):
        raise _refused(f"has {len(pdf.pages)} pages, not {len(document.pages)}", where)
    if not is_as_written(pdf, document):
        raise _refused(
            "is not as this program wrote it: another program has changed it, or it is of other pages", where
        )


def _refused(reason: str, where: str) -> NotReplaceableError:
    return NotReplaceableError(
        f"{reason}; the text of single pages cannot be exchanged in it", where=where, hint="Export the PDF anew"
    )


def _exchange(pdf: Pdf, document: Document, indexes: list[int], materials: Materials, where: str) -> None:
    codes = CodeTable.of(word.text for page in document.transcription.pages for word in page.words)
    if _renew_font(pdf, codes):
        # Characters beyond the basic plane may have got other codes: on all pages.
        astral = (i for i, page in enumerate(document.transcription.pages) if _has_astral(page))
        indexes = sorted({*indexes, *astral})
    with ExitStack() as open_files, tempfile.TemporaryDirectory(prefix="digitize-pdf-") as folder:
        assembler = Assembler(document, materials, Path(folder), open_files)
        for index in indexes:
            placed = _placed(pdf, document, index, assembler)
            _exchange_layer(pdf, pdf.pages[index], _text(document, index, placed, codes), where)
    level_b, level_u = (CLAIM.format(level=level).encode("ascii") for level in "BU")
    packet = pdf.Root.Metadata.read_bytes()
    describe(pdf, document, archival=level_b in packet or level_u in packet)
    if level_u in packet:
        renewed = pdf.Root.Metadata.read_bytes().replace(level_b, level_u)
        pdf.Root.Metadata = pdf.make_stream(renewed, Type=Name.Metadata, Subtype=Name.XML)


def _text(document: Document, index: int, placed: PlacedPage, codes: CodeTable) -> bytes:
    """The page's text layer, as an export makes it."""
    transcription = replace(document.transcription, pages=document.transcription.pages[index : index + 1])
    alone = replace(document, pages=document.pages[index : index + 1], transcription=transcription)
    return Work(alone, (placed,), codes).text(0)


def _placed(pdf: Pdf, document: Document, index: int, assembler: Assembler) -> PlacedPage:
    """How a page stands in the PDF; what was made of an image file need not be looked at again."""
    record, page = document.pages[index], document.transcription.pages[index]
    image = record.image
    source = next(each for each in document.sources if each.sha256 == image.source_sha256)
    if source.media_type == _PDF:
        return assembler.add(image, page.status)
    turned = int(pdf.pages[index].obj.get(Name.Rotate, 0))
    width, height = page_size_pt(image)
    media = (width, height) if turned in (0, 180) else (height, width)
    to_display = Transform.scale(width / image.width, height / image.height)
    box = (0.0, 0.0, *media)
    return PlacedPage(to_display.then(display_to_user(turned, box)), box, turned)


def _exchange_layer(pdf: Pdf, page: Page, text: bytes, where: str) -> None:
    """Puts a text layer in the place of the page's own."""
    streams = content_streams(page)
    at = 1 if streams and _MATRIX.fullmatch(streams[0].read_bytes()) else 0
    has_layer = at < len(streams) and FONT_KEY in page.obj.Resources.get(Name.Font, Dictionary())
    if has_layer != bool(text):
        change = "gets its first text" if text else "loses its last text"
        raise _refused(f"a page {change}", where)
    if has_layer:
        streams[at] = packed(pdf, text)
        page.obj.Contents = Array(streams)


def _renew_font(pdf: Pdf, codes: CodeTable) -> bool:
    """Gives our font the meanings that the document's characters now need; whether they are others than before."""
    font = next(filter(None, map(_our_font, pdf.pages)), None)
    meanings = codes.to_unicode()
    if font is None or font.ToUnicode.read_bytes() == meanings:
        return False
    font.ToUnicode = packed(pdf, meanings)
    return True


def _our_font(page: Page) -> Object | None:
    fonts = page.obj.Resources.get(Name.Font)
    font = fonts.get(FONT_KEY) if isinstance(fonts, Dictionary) else None
    return font if isinstance(font, Dictionary) and font.get(Name.BaseFont) == Name("/" + FONT_NAME) else None


def _has_astral(page: TranscribedPage) -> bool:
    return any(character > "\uffff" for word in page.words for character in word.text)
