"""Source files, page images, and what each page step hands to the next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from digitize.model.geometry import Box, Transform
from digitize.model.raster import Raster


@dataclass(frozen=True, slots=True)
class SourceFile:
    r"""The bytes that were dropped in; identified by their digest, never changed.

    Args:
        sha256: Hexadecimal digest of the content.
        name: The file's own name, without folders; bytes that are no UTF-8 are written as ``\xNN``.
        size_bytes: Length of the content.
        media_type: What the content is by its own signature, e.g. ``application/pdf``.
        frames: Number of pages or images in the file.
    """

    sha256: str
    name: str
    size_bytes: int
    media_type: str
    frames: int


class DpiOrigin(StrEnum):
    """Where a page's resolution comes from."""

    DECLARED = "declared"
    RENDERED = "rendered"
    ESTIMATED = "estimated"
    ASSUMED = "assumed"


class Colour(StrEnum):
    """What the source's pixels can hold."""

    BITONAL = "bitonal"
    GREY = "grey"
    COLOUR = "colour"


class PagePart(StrEnum):
    """What part of its scan a page is: all of it, or one of two facing pages."""

    WHOLE = "whole"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class DecodedPage:
    """One page as its file shows it: EXIF or PDF rotation applied, not yet turned upright by its content.

    Args:
        source_sha256: The source file.
        frame: Index of the page in its file, from 0.
        raster: The pixels.
        dpi_origin: Where ``raster.dpi`` comes from.
        colour: What the source's pixels can hold.
        file_to_decoded: From the file's own frame (pixels as stored; for PDF, points of the displayed page, origin
            top left) to ``raster``'s.
        embedded: Whether the pixels are a stored raster itself (an image file, or the single image of a PDF page)
            and not a rendering.
        warnings: What a person should know (no resolution declared, transparency flattened, ...).
    """

    source_sha256: str
    frame: int
    raster: Raster
    dpi_origin: DpiOrigin
    colour: Colour
    file_to_decoded: Transform
    embedded: bool
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageImage:
    """The canonical page image, without its pixels: all geometry of results lives in its frame.

    Args:
        page_number: From 1.
        source_sha256: The source file.
        frame: Index of the page in its file, from 0.
        width: In pixels.
        height: In pixels.
        dpi: Pixels per inch.
        dpi_origin: Where ``dpi`` comes from.
        colour: What the source's pixels can hold.
        turn_deg: Clockwise turn by 0, 90, 180 or 270 degrees that made the decoded page upright.
        file_to_canonical: From the file's own frame to the canonical image's.
        image_path: Path of the canonical image within the document's folder (``images/0001.png``); ``None`` when the
            source file itself is that image.
        part: Whether the page is the whole of its frame, or the left or right half of a spread.
    """

    page_number: int
    source_sha256: str
    frame: int
    width: int
    height: int
    dpi: float
    dpi_origin: DpiOrigin
    colour: Colour
    turn_deg: int
    file_to_canonical: Transform
    image_path: str | None
    part: PagePart = PagePart.WHOLE

    @property
    def box(self) -> Box:
        return Box(0, 0, self.width, self.height)


@dataclass(frozen=True, slots=True)
class StraightenedPage:
    """A page ready for layout: grey, upright, level.

    Args:
        raster: Grey pixels of the straightened frame.
        canonical_to_straight: From the canonical image's frame to ``raster``'s.
        skew_deg: Clockwise angle by which the text leaned on the canonical image; 0 when none was found.
    """

    raster: Raster
    canonical_to_straight: Transform
    skew_deg: float

    def __post_init__(self) -> None:
        if not self.raster.is_grey:
            raise ValueError("a straightened page is grey")
