"""Layout truth as a file states it, before it is placed on the page's image: whatever unit, whatever size."""

from __future__ import annotations

from dataclasses import dataclass

from digitize.model.geometry import Polygon


@dataclass(frozen=True, slots=True)
class StatedWord:
    """A word of truth.

    Args:
        text: As printed.
        points: Its outline; never empty.
    """

    text: str
    points: Polygon


@dataclass(frozen=True, slots=True)
class StatedLine:
    """A line of truth.

    Args:
        text: As transcribed; may be empty.
        points: Its outline; never empty.
        baseline: ``None`` when none is stated.
        column: Number of its column; ``None`` for none, or none stated.
        words: Those with a place of their own.
    """

    text: str
    points: Polygon
    baseline: Polygon | None = None
    column: int | None = None
    words: tuple[StatedWord, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedRegion:
    """A block of truth.

    Args:
        lines: In reading order, at least one.
        column: As for lines.
    """

    lines: tuple[StatedLine, ...]
    column: int | None = None


@dataclass(frozen=True, slots=True)
class StatedLayout:
    """What a file says of a page.

    Args:
        regions: Text regions with lines, in reading order.
        size: Width and height of the page in the file's unit; ``None`` when not stated.
        units_per_inch: Of the file's unit; ``None`` for pixels.
        rules: Boxes of drawn rules.
        numbered: Whether columns are stated.
        blocks: Whether the regions are regions, and not one made for the format's sake.
    """

    regions: tuple[StatedRegion, ...]
    size: tuple[float, float] | None
    units_per_inch: float | None = None
    rules: tuple[Polygon, ...] = ()
    numbered: bool = False
    blocks: bool = True

    @property
    def text(self) -> str:
        """A line per line, an empty line between regions."""
        return "\n\n".join("\n".join(line.text for line in region.lines) for region in self.regions)
