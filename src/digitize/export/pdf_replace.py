"""The text of single pages of a finished PDF of ours exchanged: what a review changes follows in a moment.

The file is read and written again with the new text in it, images and all else copied as they lie there. The result is
the same, byte for byte, as a fresh export: no history of changes grows in the file, and nothing tells how it came about.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pikepdf
from pikepdf import Array, Page, Pdf

from digitize.errors import ExportError
from digitize.export.page_facts import Facts, facts_of
from digitize.export.pdf_finish import layer_text
from digitize.export.pdf_font import CUTS, CodeTable
from digitize.export.pdf_metadata import describe_like
from digitize.export.pdf_outline import renew_outline
from digitize.export.pdf_placed import places_of
from digitize.export.pdf_write import content_streams, is_as_written, layer_index, our_fonts, packed, write_pdf
from digitize.export.sink import Materials
from digitize.model.document import Document


class NotReplaceableError(ExportError):
    """The text cannot be exchanged in this file; a fresh export is the way out."""


def replace_page_text(
    pdf: Path,
    target: Path,
    document: Document,
    changed: Collection[int],
    materials: Materials,
    facts: Facts | None = None,
) -> None:
    """Writes a finished PDF of ours again with the text of some pages exchanged.

    Args:
        pdf: The PDF as :func:`~digitize.export.pdf.export_pdf` or this function wrote it; not written to.
        target: Receives the result, the same bytes that a fresh export of ``document`` gives. The caller makes of it a
            whole file (``Sink.file``).
        document: The document with its text of now.
        changed: Numbers of the pages whose text is not what the PDF says.
        materials: The document's source files; not written to.
        facts: What is told of all pages; given where ``document`` has the words of those alone that changed.

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
            _exchange(opened, document, [numbers.index(number) for number in sorted(set(changed))], materials, facts)
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
    if any(0 < len(our_fonts(page)) < len(CUTS) for page in pdf.pages):
        raise _refused("was written by an older version of this program", where)


def _refused(reason: str, where: str) -> NotReplaceableError:
    return NotReplaceableError(
        f"{reason}; the text of single pages cannot be exchanged in it", where=where, hint="Export the PDF anew"
    )


def _exchange(pdf: Pdf, document: Document, indexes: list[int], materials: Materials, facts: Facts | None) -> None:
    where = f"{document.id}.pdf"
    told_of = facts or facts_of(document.transcription.pages)
    letters = [page.letters for page in told_of.values()]
    codes = CodeTable.of(letters)
    if _renew_font(pdf, document, codes):
        # Characters beyond the basic plane may have got other codes: on all pages.
        astral = [index for index, told in enumerate(letters) if max(told, default="") > "\uffff"]
        if facts is not None and not set(astral) <= set(indexes):
            raise _refused("needs other codes for characters on other pages", where)
        indexes = sorted({*indexes, *astral})
    places = places_of(pdf, document, materials, indexes)
    for index, placed in places.items():
        if not document.keeps_text(index):
            _exchange_layer(pdf, pdf.pages[index], layer_text(document, index, placed, codes), where)
    describe_like(pdf, document, told_of)
    renew_outline(pdf, document, places)


def _exchange_layer(pdf: Pdf, page: Page, text: bytes, where: str) -> None:
    """Puts a text layer in the place of the page's own."""
    at = layer_index(page)
    if (at is not None) != bool(text):
        change = "gets its first text" if text else "loses its last text"
        raise _refused(f"a page {change}", where)
    if at is not None:
        streams = content_streams(page)
        streams[at] = packed(pdf, text)
        page.obj.Contents = Array(streams)


def _renew_font(pdf: Pdf, document: Document, codes: CodeTable) -> bool:
    """Gives our font the meanings that the document's characters now need; whether they are others than before."""
    pages = (page for index, page in enumerate(pdf.pages) if not document.keeps_text(index))
    fonts = next(filter(None, map(our_fonts, pages)), [])
    meanings = codes.to_unicode()
    if not fonts or fonts[0].ToUnicode.read_bytes() == meanings:
        return False
    renewed = pdf.make_indirect(packed(pdf, meanings))
    for font in fonts:
        font.ToUnicode = renewed
    return True
