"""What is known of a page before it is read: everything that a later run need not find out again."""

from __future__ import annotations

from dataclasses import dataclass

from digitize.layout import SegmentedPage
from digitize.model.document import Choice
from digitize.model.geometry import Polygon, Transform
from digitize.model.own_text import OwnText
from digitize.model.page import Colour, DpiOrigin
from digitize.preprocess.letters import LetterSize
from digitize.preprocess.line_crops import uncut

_ORDINARY_DPI = 300.0


@dataclass(frozen=True, slots=True)
class PreparedPage:
    """A page decoded, turned upright, made level and cut into regions; without its pixels.

    Args:
        width: Of the canonical image, in pixels.
        height: Of the canonical image, in pixels.
        dpi: Of the canonical image.
        dpi_origin: Where ``dpi`` comes from.
        colour: What the source's pixels can hold.
        turn_deg: Clockwise turn that made the page upright.
        file_to_canonical: From the file's own frame.
        canonical_to_straight: To the straightened frame, in which ``segmented`` is told.
        skew_deg: Clockwise angle by which the text leaned.
        x_height_px: Typical x-height; ``None`` when there is too little text to tell.
        script: As script detection names it (``Cyrillic``); ``None`` when it could not tell.
        segmented: Regions, columns, reading order.
        image_suffix: Suffix of the canonical image file; ``None`` when the source file itself is that image.
        choices: What was decided, and why.
        warnings: What a person should know.
        own_text: Text that the page of a PDF has of its own; ``None`` where it has none.
    """

    width: int
    height: int
    dpi: float
    dpi_origin: DpiOrigin
    colour: Colour
    turn_deg: int
    file_to_canonical: Transform
    canonical_to_straight: Transform
    skew_deg: float
    x_height_px: float | None
    script: str | None
    segmented: SegmentedPage
    image_suffix: str | None
    choices: tuple[Choice, ...]
    warnings: tuple[str, ...]
    own_text: OwnText | None = None

    def reading_dpi(self, scale: float) -> float:
        """What an engine is told of a crop so enlarged: the resolution at which its letters have ordinary size."""
        return LetterSize(self.x_height_px * scale, 0).dpi if self.x_height_px else _ORDINARY_DPI


@dataclass(frozen=True, slots=True)
class CropFile:
    """A region, or one of its lines, cut out for reading.

    Args:
        path: Grey image file.
        region: Index of the region in the segmented page.
        x0: Left edge in the straightened frame, in pixels.
        y0: Top edge in the straightened frame, in pixels.
        scale: Pixels of the crop per pixel of the straightened frame.
        area_px: Pixels in the file: how long it takes to read.
        top: Course of a levelled line's top edge in the straightened frame, from left to right; empty for an upright
            rectangle.
    """

    path: str
    region: int
    x0: int
    y0: int
    scale: float
    area_px: int
    top: Polygon = ()

    @property
    def is_line(self) -> bool:
        """Whether the crop is one line, made level."""
        return bool(self.top)

    def to_straight(self, points: Polygon) -> Polygon:
        """Points of the crop in the straightened frame."""
        top = self.top or ((self.x0, float(self.y0)),)
        return uncut(points, self.x0, top, self.scale)
