"""What layout hands on: a segmented page."""

from __future__ import annotations

from dataclasses import dataclass

from digitize.layout.lines import Line
from digitize.model.geometry import Box
from digitize.model.transcription import RegionKind


@dataclass(frozen=True, slots=True)
class Region:
    """A block of text, or a picture, on the straightened page.

    Args:
        kind: What it is, as far as its shape tells.
        box: In pixels of the straightened frame.
        column: Number from the left, from 1; ``None`` when it spans several columns.
        lines: Its lines, from top to bottom, in pixels of the straightened frame; empty for a picture.
        spans: Numbers of the first and the last column that it spans; ``None`` when it stands in one.
    """

    kind: RegionKind
    box: Box
    column: int | None
    lines: tuple[Line, ...]
    spans: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class SegmentedPage:
    """The regions of one page in reading order.

    Args:
        width: Of the straightened frame, in pixels.
        height: Of the straightened frame, in pixels.
        regions: In reading order; they may touch but hardly overlap.
        columns: Left and right edge of each column, from the left, in pixels; empty when there is no text.
        why: What the layout was recognised by, for the report.
    """

    width: int
    height: int
    regions: tuple[Region, ...]
    columns: tuple[tuple[int, int], ...]
    why: str

    @property
    def is_one_block(self) -> bool:
        """Whether the page is a single text block: nothing to cut apart."""
        return len(self.columns) <= 1
