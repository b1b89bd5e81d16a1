"""Pages for tests of repairs, from lines of words."""

from __future__ import annotations

from collections.abc import Iterable

from digitize.model.geometry import Box
from digitize.model.language import Orthography
from digitize.model.transcription import PageStatus, RegionKind, TextLine, TextRegion, TranscribedPage, Word

BOX = Box(0, 0, 10, 10)


def region_of(
    lines: Iterable[str], number: int = 1, language: str = "rus", kind: RegionKind = RegionKind.PARAGRAPH
) -> TextRegion:
    """A region of lines, each of words parted by spaces; all in one place."""
    made = []
    for n, line in enumerate(lines, start=1):
        id_ = f"p0001_r{number:03}_l{n:03}"
        words = tuple(
            Word.read(f"{id_}_w{w:03}", text, BOX, 0.9, language) for w, text in enumerate(line.split(), start=1)
        )
        made.append(TextLine(id_, BOX, BOX.polygon, ((0, 9), (10, 9)), words, 1))
    return TextRegion(f"p0001_r{number:03}", kind, BOX, BOX.polygon, tuple(made), 1)


def page_of(*regions: TextRegion, old: bool = False) -> TranscribedPage:
    """A page of regions, in the orthography of before 1918 or today's."""
    orthography = Orthography.BEFORE_1918 if old else None
    return TranscribedPage(1, 100, 100, PageStatus.RECOGNISED, regions, 1, "rus", orthography=orthography)


def lines_of(*lines: str, language: str = "rus", old: bool = False) -> TranscribedPage:
    """A page of one paragraph."""
    return page_of(region_of(lines, language=language), old=old)
