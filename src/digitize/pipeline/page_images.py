"""The canonical image of a stored page: where its file is, and its pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from digitize.errors import InputError
from digitize.ingest import decode_page, identify
from digitize.model.document import Document, PageRecord
from digitize.model.page import SourceFile
from digitize.model.raster import Pixels
from digitize.store.output import OutputFolder

_PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class PageImageFile:
    """The file of a page's canonical image.

    Args:
        path: Where it is, or should be.
        source: What the file is; ``None`` for one that this program has written.
        width: Of the image, in pixels.
        height: Likewise.
    """

    path: Path
    source: SourceFile | None
    width: int
    height: int


def page_image_file(folder: Path, document: Document, record: PageRecord) -> PageImageFile | None:
    """The file of a page's canonical image: one of the document's, or the source file itself; ``None`` when there is none.

    Args:
        folder: The document's folder.
        document: The document.
        record: The page.
    """
    return image_file(folder, document.sources, record)


def image_file(folder: Path, sources: Sequence[SourceFile], record: PageRecord) -> PageImageFile | None:
    """The same, of a document of which only the sources are at hand."""
    size = (record.image.width, record.image.height)
    if record.image.image_path is not None:
        return PageImageFile(folder / record.image.image_path, None, *size)
    source = next((s for s in sources if s.sha256 == record.image.source_sha256), None)
    if source is None or source.media_type == _PDF or source.frames != 1:
        return None
    return PageImageFile(OutputFolder(folder.resolve().parent).original(source.sha256), source, *size)


def read_pixels(file: PageImageFile, max_pixels: int) -> Pixels:
    """The pixels of a page; runs in a worker.

    Args:
        file: The file.
        max_pixels: Largest image that is decoded.

    Raises:
        InputError: If it cannot be read, or is not the page's.
    """
    source = file.source or identify(file.path, max_file_bytes=file.path.stat().st_size, max_pages=1)
    pixels = decode_page(file.path, source, 0, max_pixels=max_pixels).raster.pixels
    if pixels.shape[:2] != (file.height, file.width):
        size = f"{pixels.shape[1]}x{pixels.shape[0]} pixels instead of {file.width}x{file.height}"
        raise InputError(f"it has {size}")
    return pixels
