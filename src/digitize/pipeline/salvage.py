"""What can be had of a page on which preparing failed: its image or at least its size, so that the page is kept."""

from __future__ import annotations

import warnings

from PIL import Image

from digitize.errors import InputError
from digitize.ingest import decode_page
from digitize.model.document import PageRecord
from digitize.model.geometry import Box, Transform
from digitize.model.page import Colour, DpiOrigin, PageImage, PagePart
from digitize.pipeline.upright import PrepareJob, write_canonical

_BLANK_PX = (2480, 3508)
"""A4 at 300 dpi: stands in for the size of a page of which nothing is known."""
_UNDECODED = "the page could not be decoded"


def salvage_page(job: PrepareJob, page_number: int) -> PageRecord:
    """Decodes a page and nothing else; runs in a worker.

    Args:
        job: As for preparing it.
        page_number: From 1.

    Returns:
        The record of a page that was not straightened, and turned only as a half of a spread.

    Raises:
        InputError: If the page cannot be decoded.
    """
    decoded = decode_page(job.path, job.source, job.frame, max_pixels=job.max_pixels)
    turn_deg = job.half.spread.turn_deg if job.half else 0
    suffix, file_to_canonical = write_canonical(job, decoded, turn_deg)
    whole = Box(0, 0, decoded.raster.width, decoded.raster.height)
    box = job.half.box if job.half else whole
    image = PageImage(
        page_number,
        job.source.sha256,
        job.frame,
        box.width,
        box.height,
        decoded.raster.dpi,
        decoded.dpi_origin,
        decoded.colour,
        turn_deg,
        file_to_canonical,
        f"images/{job.image_stem.name}{suffix}" if suffix else None,
        job.half.part if job.half else PagePart.WHOLE,
    )
    return PageRecord(image, 0.0, (), decoded.warnings)


def outline_page(job: PrepareJob, page_number: int) -> PageRecord:
    """The record of a damaged image file, with the size that its head states: the PDF shows what is left of it.

    Raises:
        InputError: If it states none.
    """
    try:
        with warnings.catch_warnings(), Image.open(job.path) as image:
            warnings.simplefilter("ignore")
            image.seek(job.frame)
            width, height = image.size
    except (OSError, ValueError, EOFError, SyntaxError, Image.DecompressionBombError):
        raise InputError("states no size", where=job.source.name) from None
    if not 0 < width * height <= job.max_pixels:
        raise InputError("states an impossible size", where=job.source.name)
    return _record_of_size(page_number, job.source.sha256, job.frame, width, height, (_UNDECODED,))


def blank_record(page_number: int, source_sha256: str, frame: int) -> PageRecord:
    """The record of a page of which nothing is known."""
    width, height = _BLANK_PX
    return _record_of_size(page_number, source_sha256, frame, width, height, (f"{_UNDECODED}; its size is not known",))


def _record_of_size(
    page_number: int, sha256: str, frame: int, width: int, height: int, told: tuple[str, ...]
) -> PageRecord:
    image = PageImage(
        page_number, sha256, frame, width, height, 300.0, DpiOrigin.ASSUMED, Colour.GREY, 0, Transform(), None
    )
    return PageRecord(image, 0.0, (), told)
