"""The file to keep as a page's canonical image, where the source file is not that image itself."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from digitize.ingest.opening import open_regular
from digitize.ingest.pdf import embedded_stream
from digitize.ingest.pixels import converted
from digitize.ingest.signatures import PDF, TIFF
from digitize.ingest.tiff_directory import read_directories
from digitize.model.geometry import Box, Transform
from digitize.model.page import DecodedPage, SourceFile
from digitize.model.raster import Raster

_BITONAL_LEVEL, _GREY_LEVEL = 6, 4
"""zlib levels: higher ones cost seconds a page and gain some five per cent (a bitonal A2 page: 5 s instead of 0.6)."""

_ORIENTATION = 274


@dataclass(frozen=True, slots=True)
class CanonicalFile:
    """An image file to be written beside the results.

    Args:
        suffix: Its ending, with the dot.
        data: Its content; the same for the same page.
    """

    suffix: str
    data: bytes


def canonical_image_file(
    path: Path, source: SourceFile, decoded: DecodedPage, turn_deg: int, part: Box | None = None
) -> CanonicalFile | None:
    """The image in whose pixels all results of a page are given.

    Args:
        path: The source file's content.
        source: What it is.
        decoded: The page, as decoded from it.
        turn_deg: Clockwise turn by a multiple of 90 degrees that makes the decoded page upright.
        part: The part of the upright image that is the page; ``None`` for all of it.

    Returns:
        ``None`` if the source file is that image, pixel for pixel. Else the JPEG or JPEG 2000 of a PDF page byte for
        byte, if it decodes to the page; else a lossless PNG.
    """
    turn = turn_deg % 360
    if part is not None:
        return CanonicalFile(".png", png(decoded.raster, turn, part))
    if source.media_type != PDF:
        if turn == 0 and _is_single_image(path, source) and decoded.file_to_decoded == Transform():
            return None
    elif turn == 0 and decoded.embedded:
        stream = embedded_stream(path, source, decoded.frame)
        if stream is not None and _shows(stream[1], decoded.raster):
            return CanonicalFile(*stream)
    return CanonicalFile(".png", png(decoded.raster, turn))


def png(raster: Raster, turn_deg: int, part: Box | None = None) -> bytes:
    """The raster, turned clockwise by a multiple of 90 degrees, as PNG; 1 bit per pixel where that is all there is."""
    pixels = np.rot90(raster.pixels, -(turn_deg // 90))
    if part is not None:
        pixels = pixels[part.y0 : part.y1, part.x0 : part.x1]
    image = Image.fromarray(np.ascontiguousarray(pixels))
    if raster.bitonal:
        image = image.convert("1", dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    level = _BITONAL_LEVEL if raster.bitonal else _GREY_LEVEL
    image.save(buffer, "PNG", dpi=(raster.dpi, raster.dpi), compress_level=level)
    return buffer.getvalue()


def _is_single_image(path: Path, source: SourceFile) -> bool:
    """Whether the file holds nothing but this image; a TIFF may hold thumbnails besides its page."""
    if source.frames != 1:
        return False
    if source.media_type != TIFF:
        return True
    with open_regular(path) as file:
        return read_directories(file, 2).count == 1


def _shows(data: bytes, raster: Raster) -> bool:
    """Whether any viewer shows this file as the page: the same pixels, and no orientation tag of its own."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "JPEG2000")) as image:
            if image.getexif().get(_ORIENTATION, 1) != 1 or image.size != (raster.width, raster.height):
                return False
            image.load()
            pixels = converted(image).pixels
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError):
        return False
    return np.array_equal(pixels, raster.pixels)
