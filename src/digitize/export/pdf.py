"""The searchable PDF: the scan as it is, with the words of the transcription invisibly where they stand on it."""

from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path
from typing import Any

import ocrmypdf
import pikepdf
from ocrmypdf.exceptions import ExitCodeException
from pikepdf import Dictionary, Name, Pdf

from digitize.errors import ExportError
from digitize.export import pdf_plugin
from digitize.export.pdf_font import FONT_NAME, CodeTable
from digitize.export.pdf_metadata import CLAIM
from digitize.export.pdf_pages import assemble
from digitize.export.pdf_write import places_in_file
from digitize.export.sink import Materials, Sink
from digitize.model.document import Document

log = logging.getLogger(__name__)

_DELIVERED = (
    ocrmypdf.ExitCode.ok,
    ocrmypdf.ExitCode.invalid_output_pdf,
    ocrmypdf.ExitCode.pdfa_conversion_failed,
)
"""What OCRmyPDF may answer when it has written the file: a scan that is damaged in the source stays damaged."""


def export_pdf(document: Document, materials: Materials, sink: Sink) -> None:
    """Writes ``<document.id>.pdf``: one page per page of the document, the printed layer as invisible text.

    The compressed image data are not touched: pages of a PDF are taken over as they are, image files are embedded as
    they are where PDF/A allows it and else without loss. Failed and empty pages are there too, with their image. The
    file is PDF/A-2u when nothing on its pages stands against it, PDF/A-2b when only fonts of the source do, and plain
    PDF when neither can be had: :func:`pdf_conformance` tells.

    A page of a source PDF that has an invisible OCR layer gets ours in its place. A page with visible text of its own
    (born digital) keeps that text and gets none of ours, so that no word is found twice.

    The same document gives the same bytes.

    Args:
        document: The document.
        materials: Its source files and canonical page images; not written to.
        sink: Receives the file.

    Raises:
        ExportError: If a page's image cannot be embedded, or OCRmyPDF refuses the pages.
    """
    pdf_plugin.quieten()
    codes = CodeTable.of(word.text for page in document.transcription.pages for word in page.words)
    with tempfile.TemporaryDirectory(prefix="digitize-pdf-") as folder, sink.file(f"{document.id}.pdf") as target:
        pages, placed = assemble(document, materials, Path(folder))
        _run_ocrmypdf(pages, target, pdf_plugin.Work(document, placed, codes))
        _claim_unicode(target)
        if pdf_conformance(target) is None:
            log.warning("%s.pdf is no PDF/A: something on its pages is not allowed there", document.id)


def pdf_conformance(path: Path) -> str | None:
    """What a PDF claims to be: ``PDF/A-2U``, ``PDF/A-2B``, or ``None`` for plain PDF."""
    with pikepdf.open(path) as pdf:
        status = pdf.open_metadata().pdfa_status
    return f"PDF/A-{status.upper()}" if status else None


def _run_ocrmypdf(pages: Path, target: Path, work: pdf_plugin.Work) -> None:
    order: dict[str, Any] = {pdf_plugin.WORK: work}
    standard_error = sys.stderr
    try:
        answer = ocrmypdf.ocr(
            pages,
            target,
            plugins=[pdf_plugin.__name__],
            pdf_renderer="sandwich",
            mode="skip",
            output_type="auto",
            pdfa_backend="internal",
            optimize=0,
            jobs=1,
            use_threads=True,
            progress_bar=False,
            tagged_pdf_mode="ignore",
            invalidate_digital_signatures=True,
            **order,
        )
    except ExitCodeException as error:
        raise ExportError(
            f"OCRmyPDF cannot make the searchable PDF: {str(error) or type(error).__name__}",
            where=work.document.id,
            hint="The other formats are not affected; please report the file",
        ) from error
    finally:
        # pikepdf's check of linearization, which OCRmyPDF calls, leaves a buffer in its place.
        sys.stderr = standard_error
    if answer not in _DELIVERED:
        raise ExportError(
            f"OCRmyPDF gave up on the searchable PDF ({answer.name})",
            where=work.document.id,
            hint="The other formats are not affected; run with --verbose to see its log",
        )


def _claim_unicode(path: Path) -> None:
    """Raises the claim from 2b to 2u where every font of the file is ours, whose every code has a meaning.

    OCRmyPDF validates for level B and refuses any other claim, so the one letter is changed in place afterwards: the
    packet is stored plainly, as PDF/A asks, and keeps its length.
    """
    with pikepdf.open(path) as pdf:
        if pdf.open_metadata().pdfa_status != "2B" or not _only_our_fonts(pdf):
            return
        packet = pdf.Root.Metadata.read_raw_bytes()
    level_b, level_u = (CLAIM.format(level=level).encode("ascii") for level in "BU")
    places = list(places_in_file(path, packet))
    if len(places) == 1 and packet.count(level_b) == 1:
        with path.open("r+b") as stream:
            stream.seek(places[0] + packet.index(level_b))
            stream.write(level_u)


def _only_our_fonts(pdf: Pdf) -> bool:
    fonts = (obj for obj in pdf.objects if isinstance(obj, Dictionary) and obj.get(Name.Type) == Name.Font)
    return all(font.get(Name.BaseFont) == Name("/" + FONT_NAME) for font in fonts)
