"""What the layout picture draws with: colours, fonts, numbers in boxes, arrows.

Drawn at twice the size of the picture and reduced in the end, which smooths every edge.
"""

from __future__ import annotations

import math
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from digitize.model.geometry import Point
from digitize.model.transcription import RegionKind

FINE = 2
"""Pixels of the drawing per pixel of the picture."""

Colour = tuple[int, int, int]

INK: Colour = (20, 20, 20)
JUMP: Colour = (0xB0, 0x00, 0x6E)
PAPER: Colour = (255, 255, 255)

COLOURS: dict[RegionKind, Colour] = {
    RegionKind.HEADING: (0xBF, 0x52, 0x00),
    RegionKind.PARAGRAPH: (0x00, 0x72, 0xB2),
    RegionKind.HEADER: (0x00, 0x7A, 0x5A),
    RegionKind.FOOTER: (0x00, 0x7A, 0x5A),
    RegionKind.PAGE_NUMBER: (0x00, 0x7A, 0x5A),
    RegionKind.CAPTION: (0xA0, 0x4A, 0x80),
    RegionKind.IMAGE: (0x86, 0x66, 0x00),
    RegionKind.TABLE: (0x5B, 0x3C, 0x9E),
    RegionKind.SEPARATOR: (0x55, 0x55, 0x55),
    RegionKind.STAMP: (0x88, 0x22, 0x55),
    RegionKind.HANDWRITING: (0x6E, 0x6E, 0x1E),
}
"""After Okabe and Ito ("Color Universal Design", 2008), darkened until white letters on them can be read (4.5 to 1).

There are more kinds than colours that everybody can tell apart, so a region that is no paragraph also says its kind.
"""


@cache
def font(size_px: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own font, in pixels of the picture: no font need be installed."""
    return ImageFont.load_default(size_px * FINE)


def drawable(text: str) -> str:
    """The text with a question mark for each letter that Pillow's own font may lack."""
    return text.encode("latin-1", "replace").decode("latin-1")


class Sheet:
    """A transparent sheet over a picture; places are in the picture's pixels.

    Args:
        width: Of the picture, in pixels.
        height: Of the picture, in pixels.
    """

    def __init__(self, width: int, height: int) -> None:
        self._size = (width, height)
        self._image = Image.new("RGBA", (width * FINE, height * FINE), (255, 255, 255, 0))
        self._draw = ImageDraw.Draw(self._image)

    def over(self, picture: Image.Image) -> Image.Image:
        """The picture (RGB, of the sheet's size) with the sheet on it."""
        reduced = self._image.resize(self._size, Image.Resampling.BOX)
        picture.paste(reduced, (0, 0), reduced)
        return picture

    def polygon(self, points: list[Point], colour: Colour, fill_alpha: int, width_px: float) -> None:
        """An outline, its inside tinted."""
        fine = _fine(points)
        self._draw.polygon(fine, fill=(*colour, fill_alpha))
        self._draw.line([*fine, fine[0]], fill=(*colour, 255), width=round(width_px * FINE), joint="curve")

    def line(self, points: list[Point], colour: Colour, width_px: float, alpha: int = 255) -> None:
        """A line through some points."""
        self._draw.line(_fine(points), fill=(*colour, alpha), width=max(1, round(width_px * FINE)), joint="curve")

    def arrow(self, start: Point, end: Point, colour: Colour, width_px: float) -> None:
        """An arrow with a rim of paper, so that it stands out on print."""
        head = _head(start, end, 9.0 + width_px)
        for ink, rim in ((PAPER, 1.6), (colour, 0.0)):
            self.line([start, end], ink, width_px + 2 * rim)
            if head:
                self._draw.polygon(_fine(_grown(head, rim)), fill=(*ink, 255))

    def label(self, at: Point, text: str, colour: Colour, size_px: int) -> None:
        """White letters on a box of colour; ``at`` is its top left corner."""
        width, height = self.measured(text, size_px)
        x, y = at
        box = (x * FINE, y * FINE, (x + width + 7) * FINE, (y + height + 5) * FINE)
        self._draw.rounded_rectangle(box, 3 * FINE, fill=(*colour, 255), outline=(*PAPER, 255), width=FINE)
        self.text((x + 3.5, y + 2.5 + height / 2), text, PAPER, size_px, "lm")

    def text(self, at: Point, text: str, colour: Colour, size_px: int, anchor: str = "la", rim: bool = False) -> None:
        """Letters at a place; ``anchor`` as Pillow has it; with ``rim`` they stand out on print."""
        place = (at[0] * FINE, at[1] * FINE)
        self._draw.text(
            place,
            drawable(text),
            fill=(*colour, 255),
            font=font(size_px),
            anchor=anchor,
            stroke_width=2 * FINE if rim else 0,
            stroke_fill=(*PAPER, 230),
        )

    def measured(self, text: str, size_px: int) -> tuple[float, float]:
        """Width of a text and height of its line, in pixels of the picture."""
        return font(size_px).getlength(drawable(text)) / FINE, float(size_px)


def _fine(points: list[Point]) -> list[Point]:
    return [(x * FINE, y * FINE) for x, y in points]


def _head(start: Point, end: Point, length_px: float) -> list[Point]:
    """The triangle at an arrow's end; none for an arrow too short to have one."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    distance = math.hypot(dx, dy)
    if distance < 1.5 * length_px:
        return []
    dx, dy = dx / distance, dy / distance
    x, y = end[0] - dx * length_px, end[1] - dy * length_px
    half = 0.45 * length_px
    return [end, (x - dy * half, y + dx * half), (x + dy * half, y - dx * half)]


def _grown(triangle: list[Point], rim_px: float) -> list[Point]:
    x = sum(point[0] for point in triangle) / 3
    y = sum(point[1] for point in triangle) / 3
    grown = []
    for px, py in triangle:
        distance = math.hypot(px - x, py - y) or 1.0
        factor = (distance + 2 * rim_px) / distance
        grown.append((x + (px - x) * factor, y + (py - y) * factor))
    return grown
