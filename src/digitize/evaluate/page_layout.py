"""Where the text of a page stands, as the layout measures compare it: regions, lines, words, in reading order.

One form for truth and for what was found. All geometry is in pixels of the page's image file.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from digitize.model.geometry import Box, Point, Polygon, Transform
from digitize.model.transcription import TextLine, TranscribedPage


@dataclass(frozen=True, slots=True)
class LaidWord:
    """A word and its place.

    Args:
        text: As printed, or as read.
        box: Its place.
        script: ISO 15924 code; ``None`` when nothing was said of it.
    """

    text: str
    box: Box
    script: str | None


@dataclass(frozen=True, slots=True)
class LaidLine:
    """A line and its place.

    Args:
        text: Of the line; empty where truth shows a line that nobody transcribed (handwriting).
        box: Its place.
        region: Index of its region in the page's regions.
        column: Number of its column from the left, from 1; ``None`` when it stands in none.
        slope: By how many pixels its baseline falls per pixel to the right.
        words: From left to right; empty where their places are not known.
    """

    text: str
    box: Box
    region: int
    column: int | None
    slope: float = 0.0
    words: tuple[LaidWord, ...] = ()


@dataclass(frozen=True, slots=True)
class LaidRegion:
    """A block of text.

    Args:
        box: Around its lines.
        column: As for lines.
    """

    box: Box
    column: int | None


@dataclass(frozen=True, slots=True)
class PageLayout:
    """The text of a page with its places.

    Args:
        regions: Those with lines, in reading order.
        lines: In reading order.
        numbered: Whether columns are numbered at all; plain engines do not.
        blocks: Whether the regions are somebody's judgement; some truth has lines only, in one region that says nothing.
    """

    regions: tuple[LaidRegion, ...]
    lines: tuple[LaidLine, ...]
    numbered: bool = True
    blocks: bool = True

    @property
    def columns(self) -> int:
        """How many columns are numbered."""
        return len({line.column for line in self.lines if line.column is not None})


EMPTY = PageLayout((), ())
"""Nothing was found."""


def slope_of(baseline: Polygon | None) -> float:
    """Fall per pixel to the right between a baseline's ends; 0 for none, and for what is no baseline.

    Steeper than 45 degrees is no line of print on an upright page.
    """
    if not baseline or len(baseline) < 2:
        return 0.0
    (x0, y0), (x1, y1) = min(baseline), max(baseline)
    slope = (y1 - y0) / (x1 - x0) if x1 > x0 else 0.0
    return slope if math.isfinite(slope) and abs(slope) < 1 else 0.0


def pixel_box(points: Iterable[Point]) -> Box:
    """The box around points, at least a pixel wide and high, nothing left of or above the origin."""
    of = tuple(points)
    x0 = max(0, math.floor(min(x for x, _ in of) + _ROUND))
    y0 = max(0, math.floor(min(y for _, y in of) + _ROUND))
    x1, y1 = (math.ceil(max(point[axis] for point in of) - _ROUND) for axis in (0, 1))
    return Box(x0, y0, max(x0 + 1, x1), max(y0 + 1, y1))


_ROUND = 1e-6
"""Keeps a corner that is whole but for floating-point error from growing its box by a pixel."""


def layout_found(pages: Iterable[tuple[TranscribedPage, Transform]]) -> PageLayout:
    """What this project found on one image; lines that are marked as no text are not asked for.

    Args:
        pages: The page, or the two pages of a spread, each with the transform from the file's frame to the canonical
            image's; words are mapped back by it.
    """
    regions: list[LaidRegion] = []
    lines: list[LaidLine] = []
    for page, file_to_canonical in pages:
        back = file_to_canonical.inverse
        for region in page.regions:
            laid = [_line(line, len(regions), back) for line in region.lines if line.doubt is None]
            if not laid:
                continue
            lines += laid
            regions.append(LaidRegion(Box.around([line.box for line in laid]), region.column))
    return PageLayout(tuple(regions), tuple(lines))


def _line(line: TextLine, region: int, back: Transform) -> LaidLine:
    def mapped(box: Box) -> Box:
        return pixel_box(back.polygon(box.polygon))

    words = tuple(LaidWord(word.text, mapped(word.box), word.script) for word in line.words)
    box = pixel_box(back.polygon(line.polygon))
    return LaidLine(line.text, box, region, line.column, slope_of(back.polygon(line.baseline)), words)
