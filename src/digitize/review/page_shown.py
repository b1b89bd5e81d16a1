"""A page as the page view shows it: rows of text with their citations, and boxes for the scan beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from digitize.model.citation import page_label, place_of
from digitize.model.geometry import Box
from digitize.model.place import DoubtKind
from digitize.model.reference import SourceReference
from digitize.model.transcription import Doubt, PageStatus, RegionKind, TextLine, TextRegion, TranscribedPage, Word
from digitize.pipeline.review_doubts import kinds_of_doubt


class Mark(IntEnum):
    """How a word is coloured; scripts know the numbers."""

    NONE = 0
    REPAIRED = 1
    DOUBTFUL = 2
    DECIDED = 3


@dataclass(frozen=True, slots=True)
class ShownWord:
    """A word.

    Args:
        id: Its id.
        text: Its printed text.
        box: Where it stands.
        mark: How it is coloured.
        decision: Number of the decision on it.
    """

    id: str
    text: str
    box: Box
    mark: Mark
    decision: int | None


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line.

    Args:
        id: Its id.
        citation: Where it stands, as it is cited.
        box: Where it stands.
        words: Its words.
        doubt: Why it is no text.
    """

    id: str
    citation: str
    box: Box
    words: tuple[ShownWord, ...]
    doubt: Doubt | None

    @property
    def geometry(self) -> dict[str, Any]:
        """For a script: the box, and for each word box, mark and the end of its id."""
        words = [[*_corners(word.box), word.mark.value, word.id.removeprefix(f"{self.id}_")] for word in self.words]
        return {"box": _corners(self.box), "words": words}


@dataclass(frozen=True, slots=True)
class ShownRegion:
    """A region.

    Args:
        id: Its id.
        number: Its place in the reading order, from 1.
        kind: What it is.
        column: Its column.
        box: Where it stands.
        lines: Its lines.
    """

    id: str
    number: int
    kind: RegionKind
    column: int | None
    box: Box
    lines: tuple[ShownLine, ...]

    @property
    def outline(self) -> tuple[object, ...]:
        """What the order and the kinds of rows depend on."""
        return (self.id, self.number, self.kind, self.column, self.box, tuple(line.id for line in self.lines))


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page.

    Args:
        number: From 1.
        width: Of the canonical page image, in pixels.
        height: Likewise.
        status: What became of it.
        failure: Why it failed.
        regions: In reading order.
    """

    number: int
    width: int
    height: int
    status: PageStatus
    failure: str | None
    regions: tuple[ShownRegion, ...]

    @property
    def geometry(self) -> dict[str, Any]:
        """For a script: the boxes of regions, lines and words."""
        return {
            "regions": {
                region.id: {"box": _corners(region.box), "number": region.number, "kind": region.kind.value}
                for region in self.regions
            },
            "lines": {line.id: line.geometry for region in self.regions for line in region.lines},
        }

    def changed_since(self, before: ShownPage) -> tuple[ShownLine, ...] | None:
        """The lines that are not as they were; ``None`` when rows have come, gone or moved."""
        if [region.outline for region in self.regions] != [region.outline for region in before.regions]:
            return None
        if self.status is not before.status:
            return None
        old = {line.id: line for region in before.regions for line in region.lines}
        return tuple(line for region in self.regions for line in region.lines if line != old[line.id])


def shown_page(page: TranscribedPage, reference: SourceReference, pages: int) -> ShownPage:
    """A page as it is shown.

    Args:
        page: The page.
        reference: How its document is cited.
        pages: How many pages the document has.
    """
    label = page_label(reference, page.page_number, pages)
    regions = tuple(_region(region, index, label, page.columns) for index, region in enumerate(page.regions, 1))
    return ShownPage(page.page_number, page.width, page.height, page.status, page.failure, regions)


def _region(region: TextRegion, number: int, label: str, columns: int) -> ShownRegion:
    lines = tuple(_line(line, label, columns) for line in region.lines)
    return ShownRegion(region.id, number, region.kind, region.column, region.box, lines)


def _line(line: TextLine, label: str, columns: int) -> ShownLine:
    return ShownLine(line.id, place_of(label, line, columns), line.box, _words(line.words), line.doubt)


def _words(words: Sequence[Word]) -> tuple[ShownWord, ...]:
    return tuple(ShownWord(word.id, word.text, word.box, mark_of(word), word.decision) for word in words)


def mark_of(word: Word) -> Mark:
    """How a word is coloured: what a person has decided on is no longer in doubt."""
    if word.decision is not None:
        return Mark.DECIDED
    kinds = kinds_of_doubt(word)
    if not kinds:
        return Mark.NONE
    return Mark.REPAIRED if kinds == (DoubtKind.REPAIR,) else Mark.DOUBTFUL


def _corners(box: Box) -> list[int]:
    return [box.x0, box.y0, box.x1, box.y1]
