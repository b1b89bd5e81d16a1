"""How the pages of a finished PDF of ours stand in it: found out again, without embedding images."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from pikepdf import Name, Pdf

from digitize.export.pdf_pages import Assembler, PlacedPage, display_to_user, page_size_pt
from digitize.export.sink import Materials
from digitize.model.document import Document
from digitize.model.geometry import Transform
from digitize.model.page import PageImage

_PDF = "application/pdf"


def places_of(
    pdf: Pdf, document: Document, materials: Materials, indexes: Iterable[int] | None = None
) -> dict[int, PlacedPage]:
    """How pages stand in a finished PDF.

    Args:
        pdf: The PDF, as :func:`~digitize.export.pdf.export_pdf` made it of the document.
        document: The document.
        materials: Its source files; pages of PDFs are looked at again.
        indexes: Which pages, from 0; all if ``None``.
    """
    found: dict[int, PlacedPage] = {}
    kinds = {source.sha256: source.media_type for source in document.sources}
    with ExitStack() as open_files, tempfile.TemporaryDirectory(prefix="digitize-pdf-") as folder:
        assembler = Assembler(document, materials, Path(folder), open_files)
        for index in range(len(document.pages)) if indexes is None else indexes:
            image = document.pages[index].image
            if kinds[image.source_sha256] == _PDF:
                found[index] = assembler.add(index)
            else:
                found[index] = _of_image(image, int(pdf.pages[index].obj.get(Name.Rotate, 0)))
    return found


def _of_image(image: PageImage, rotate_deg: int) -> PlacedPage:
    """A page that was made of an image file; a failed one that could not be shown stands the same way."""
    width, height = page_size_pt(image)
    media = (width, height) if rotate_deg in (0, 180) else (height, width)
    to_display = Transform.scale(width / image.width, height / image.height)
    box = (0.0, 0.0, *media)
    return PlacedPage(to_display.then(display_to_user(rotate_deg, box)), box, rotate_deg)
