"""A page as the printer set it, before any wear: pieces of type, rules, and the regions, lines and words that they form.

All geometry is in pixels of the flat sheet, which has the size of the finished scan.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from benchmarks.samples.fonts import Font, ink_extent
from digitize.model.geometry import Box


@dataclass(frozen=True, slots=True)
class Piece:
    """Type set in one go: a word, or one stroke of a typewriter.

    Args:
        text: What is printed.
        font: In what.
        x: Pen position, in pixels.
        baseline: In pixels.
        strength: How black it comes, 0 to 1.
    """

    text: str
    font: Font
    x: float
    baseline: float
    strength: float = 1.0

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the ink."""
        left, top, right, bottom = ink_extent(self.text, self.font)
        return (self.x + left, self.baseline + top, self.x + right, self.baseline + bottom)


@dataclass(frozen=True, slots=True)
class Word:
    """One word as printed, without white space."""

    text: str
    pieces: tuple[Piece, ...]

    def __post_init__(self) -> None:
        if not self.text or any(c.isspace() for c in self.text):
            raise ValueError(f"not a word: {self.text!r}")

    @property
    def box(self) -> Box:
        """The smallest box of whole pixels around the ink."""
        extents = [piece.extent for piece in self.pieces]
        return Box(
            math.floor(min(e[0] for e in extents)),
            math.floor(min(e[1] for e in extents)),
            math.ceil(max(e[2] for e in extents)),
            math.ceil(max(e[3] for e in extents)),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line.

    Args:
        words: From left to right.
        baseline: In pixels.
        spaced: Letterspaced words: first word and end (exclusive); each letter counts as a word.
    """

    words: tuple[Word, ...]
    baseline: float
    spaced: tuple[tuple[int, int], ...] = ()

    @property
    def box(self) -> Box:
        return Box.around([word.box for word in self.words])

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Region:
    """A block of lines, or one without text to be read (image, stamp, handwriting).

    Args:
        kind: PAGE's terms, as in ``digitize.model.transcription.RegionKind``.
        lines: In reading order.
        column: From 1; ``None`` when it spans several.
        area: Place of a region without lines.
        note: What a person sees there, for a region without lines; or what kind of lines these are.
        article: Number of the article or notice that it belongs to, from 1.
        span: First and last column that it stretches over, where it spans several.
        page: Number of the page that it stands on, from 1, where one image shows several.
    """

    kind: str
    lines: tuple[Line, ...]
    column: int | None = None
    area: Box | None = None
    note: str | None = None
    article: int | None = None
    span: tuple[int, int] | None = None
    page: int | None = None

    @property
    def box(self) -> Box:
        return self.area if self.area is not None else Box.around([line.box for line in self.lines])


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that is printed on one page.

    Args:
        width: In pixels.
        height: In pixels.
        columns: One box per column, from the left.
        regions: In reading order.
        rules: Printed lines, as filled boxes.
        pages: One box per page, from the left, where one image shows several.
        bands: How many columns stand beside each other, for each band of columns in turn, where a page has several;
            each band counts its own.
    """

    width: int
    height: int
    columns: tuple[Box, ...]
    regions: tuple[Region, ...]
    rules: tuple[Box, ...] = ()
    pages: tuple[Box, ...] = ()
    bands: tuple[int, ...] = ()

    @property
    def pieces(self) -> list[Piece]:
        """All type on the page."""
        return [p for r in self.regions for line in r.lines for word in line.words for p in word.pieces]
