"""Decodes one page of a file of any kind that is read."""

from __future__ import annotations

from pathlib import Path

from digitize.ingest.images import decode_image
from digitize.ingest.pdf import decode_pdf
from digitize.ingest.signatures import PDF
from digitize.model.page import DecodedPage, SourceFile


def decode_page(path: Path, source: SourceFile, frame: int, *, max_pixels: int) -> DecodedPage:
    """The pixels of one page, upright as its file shows it, with square pixels.

    Args:
        path: The file's content; its name does not matter.
        source: What ``identify`` said of it.
        frame: Index of the page, from 0.
        max_pixels: Largest raster in pixels; checked before anything is decoded.

    Raises:
        InputError: If the page is damaged, cut off, too large, or stored in a way that is not read.
        LimitError: If rendering a PDF page takes too long.
        MissingDependencyError: If poppler is needed and not installed.
    """
    decode = decode_pdf if source.media_type == PDF else decode_image
    return decode(path, source, frame, max_pixels=max_pixels)
