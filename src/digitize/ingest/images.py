"""Decodes pages from image files with Pillow: TIFF, JPEG, PNG, JPEG 2000, WebP, BMP, GIF."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image, TiffImagePlugin, UnidentifiedImageError

from digitize.errors import DigitizeError, InputError
from digitize.ingest.opening import open_regular
from digitize.ingest.orientation import UPRIGHT, lies_on_its_side, turned, turning
from digitize.ingest.pixels import Converted, converted
from digitize.ingest.places import place
from digitize.ingest.quiet import overheard
from digitize.ingest.resolution import check_pixels, judged, squared
from digitize.ingest.signatures import BMP, GIF, J2C, JP2, JPEG, PNG, TIFF, WEBP
from digitize.ingest.tiff_directory import read_directories
from digitize.model.page import Colour, DecodedPage, SourceFile
from digitize.model.raster import Raster

Image.MAX_IMAGE_PIXELS = None  # check_pixels() holds the limit that the user has set; Pillow's own would only add to it

# Pillow knows this kind in Intel's byte order only; whether 0 is white is minded here.
TiffImagePlugin.OPEN_INFO.setdefault((TiffImagePlugin.MM, 0, (1,), 1, (16,), ()), ("I;16B", "I;16B"))

FORMATS = {
    TIFF: ("TIFF",),
    JPEG: ("JPEG",),
    PNG: ("PNG",),
    JP2: ("JPEG2000",),
    J2C: ("JPEG2000",),
    WEBP: ("WEBP",),
    BMP: ("BMP",),
    GIF: ("GIF",),
}
"""Pillow's decoder for each media type; no other is tried."""

_ORIENTATION, _PHOTOMETRIC = 274, 262
_X_RESOLUTION, _Y_RESOLUTION, _RESOLUTION_UNIT = 282, 283, 296
_WHITE_IS_ZERO = 0
_PER_CENTIMETRE = 3
_END_OF_JPEG = b"\xff\xd9"
_TAIL_BYTES = 64


def decode_image(path: Path, source: SourceFile, frame: int, *, max_pixels: int) -> DecodedPage:
    """Decodes one image of an image file; upright by its own orientation tag, with square pixels.

    Args:
        path: The file; its name does not matter.
        source: What it is.
        frame: Index of the page, from 0.
        max_pixels: Largest image decoded; its size is read from the header first.

    Raises:
        InputError: If it is too large, damaged, cut off, or stored in a way that is not read.
    """
    where = place(source, frame)
    with open_regular(path) as file, _pillow(where):
        notes = _notes_on_file(file, source, where)
        with _opened(file, source) as image:
            if source.media_type == TIFF:
                image.seek(page_index(file, frame, source))
            check_pixels(image.width, image.height, max_pixels, where)
            orientation = _orientation(image)
            resolution = judged(_statements(image))
            if source.media_type in (GIF, PNG, WEBP) and getattr(image, "is_animated", False):
                notes += ("the image is animated; only its first frame is read",)
            result, faults = _load(image, source)
            notes += faults
    # Pillow turns TIFFs by itself; all others come as they are stored.
    pixels = result.pixels if source.media_type == TIFF else turned(result.pixels, orientation)
    height, width = pixels.shape[:2]
    if lies_on_its_side(orientation):
        width, height = height, width
        resolution = resolution.on_its_side
    bitonal = result.colour is Colour.BITONAL
    square = squared(pixels, resolution, bitonal=bitonal, max_pixels=max_pixels, where=where)
    if result.flattened:
        notes += ("the image is transparent in places; they are taken as white",)
    return DecodedPage(
        source_sha256=source.sha256,
        frame=frame,
        raster=Raster(square.pixels, resolution.dpi, bitonal),
        dpi_origin=resolution.origin,
        colour=result.colour,
        file_to_decoded=turning(orientation, width, height).then(square.transform),
        embedded=not square.resampled,
        warnings=(*notes, *resolution.warnings, *square.warnings),
    )


def page_index(file: BinaryIO, frame: int, source: SourceFile) -> int:
    """Index of a TIFF's page among all of its images, which may be thumbnails, too."""
    position = file.tell()
    pages = read_directories(file, source.frames).pages
    file.seek(position)
    if frame >= len(pages):
        raise InputError("is not in the file", where=place(source, frame))
    return pages[frame]


def _opened(file: BinaryIO, source: SourceFile) -> Image.Image:
    """The image, its header read. What runs out of memory so early is a header that lies about its length."""
    try:
        return Image.open(file, formats=FORMATS[source.media_type])
    except MemoryError:
        raise ValueError("a header of impossible length") from None


@contextmanager
def _pillow(where: str) -> Iterator[None]:
    """Turns whatever Pillow meets in a hostile file into an error for the user, and keeps its warnings off the screen.

    Its parsers raise nearly anything (OSError, SyntaxError, struct.error, IndexError, ...). Running out of memory is
    left to the confined process that this runs in.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (DigitizeError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - see above
        raise _damaged(error, where) from None


def _damaged(error: Exception, where: str) -> InputError:
    text = str(error)
    if "truncated" in text or "unexpected end" in text.lower():
        return InputError("is cut off: a part of the image is missing", where=where, hint="Scan or copy it again")
    if isinstance(error, UnidentifiedImageError):
        hint = "Save it again as uncompressed TIFF, or as PNG"
        return InputError("is damaged, or an image of a kind that is not read", where=where, hint=hint)
    return InputError(f"cannot be decoded ({_reason(error)})", where=where, hint="Scan or copy it again")


def _reason(error: Exception) -> str:
    """A short reason; Pillow's messages quote bytes and objects that are of no use to a user."""
    text = str(error).strip()
    return text.splitlines()[0][:80] if text else type(error).__name__


def _notes_on_file(file: BinaryIO, source: SourceFile, where: str) -> tuple[str, ...]:
    """Warnings about the file as a whole.

    Raises:
        InputError: If a JPEG ends in zeros instead of its end mark: an interrupted copy that decodes to a grey page.
    """
    if source.media_type == TIFF and read_directories(file, source.frames).circular:
        file.seek(0)
        return ("the file's list of images leads back to itself; each is taken once",)
    if source.media_type == JPEG:
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL_BYTES))
        tail = file.read()
        file.seek(0)
        if not tail.strip(b"\0"):
            raise InputError("is cut off: it ends in zeros", where=where, hint="Scan or copy it again")
        if _END_OF_JPEG not in tail and not _has_end_of_jpeg(file):
            return ("the file has no end mark; its last lines may be missing",)
    file.seek(0)
    return ()


def _has_end_of_jpeg(file: BinaryIO) -> bool:
    """Whether the end mark stands anywhere after the last start of a scan (programs append data of their own)."""
    file.seek(0)
    data = file.read()
    file.seek(0)
    return data.rfind(_END_OF_JPEG) > data.rfind(b"\xff\xda")


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 where there is none or an impossible one."""
    tags: Any = getattr(image, "tag_v2", None)
    value = tags.get(_ORIENTATION) if tags is not None else image.getexif().get(_ORIENTATION)
    return value if isinstance(value, int) and 1 <= value <= 8 else UPRIGHT


def _statements(image: Image.Image) -> Iterator[tuple[float, float]]:
    """What the file says about its resolution: its own header, then EXIF."""
    header = image.info.get("dpi")
    if header is not None:
        yield float(header[0]), float(header[1])
    exif = image.getexif()
    x, y = exif.get(_X_RESOLUTION), exif.get(_Y_RESOLUTION)
    if x and y and exif.get(_RESOLUTION_UNIT, 2) in (2, _PER_CENTIMETRE):
        unit = 2.54 if exif.get(_RESOLUTION_UNIT) == _PER_CENTIMETRE else 1.0
        yield float(x) * unit, float(y) * unit


def _load(image: Image.Image, source: SourceFile) -> tuple[Converted, tuple[str, ...]]:
    """The pixels, and a warning if libtiff found fault and went on."""
    tags: Any = getattr(image, "tag_v2", {})
    deep = image.mode in ("I", "F") or image.mode.startswith("I;")
    white_is_zero = deep and tags.get(_PHOTOMETRIC) == _WHITE_IS_ZERO
    # Pillow takes the inks of every CMYK JPEG for inverted; only Adobe's programs write them so, and say it.
    inks_inverted = source.media_type == JPEG and image.mode == "CMYK" and "adobe" not in image.info
    complaints: list[str] = []
    with overheard(complaints) if source.media_type == TIFF else nullcontext():
        image.load()
    faults = ("the image is faulty, parts of it may be missing",) if complaints else ()
    return converted(image, white_is_zero=white_is_zero, inks_inverted=inks_inverted), faults
