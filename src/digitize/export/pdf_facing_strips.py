"""A page cut into strips for the facing transcription: lines that stand below each other, in reading order."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digitize.export.facts import span_of
from digitize.model.geometry import Box
from digitize.model.transcription import Doubt, RegionKind, TextLine, TextRegion, TranscribedPage, Word

UNSURE = 0.8
"""Confidence below which a word is marked. Confidences are calibrated: of such words one in five or more is wrong, which is where
looking at the scan begins to pay."""
LIKELY_WRONG = 0.5
"""Confidence below which a word is more likely wrong than right, and is marked twice."""
_MARKED = frozenset({RegionKind.STAMP, RegionKind.HANDWRITING, RegionKind.CAPTION, RegionKind.TABLE})
"""Kinds that are named before their first line."""
_SILENT = frozenset({RegionKind.SEPARATOR})
_NAMES = {RegionKind.IMAGE: "picture"}
_INDENTS = (0.6, 4.0)
"""Of the first line of a paragraph, in heights of a line."""
_RISE = 0.7
"""How far, in heights of a line, the next line of a strip may begin above the end of the one before."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the transcription says of one line, or of one region without text.

    Args:
        box: Where it stands on the canonical page image.
        base_px: Height of its baseline there, in the middle.
        words: The words of the printed layer; empty where something else stands there.
        remark: In square brackets before the words, or instead of them: ``stamp``, ``unreadable``; or empty.
        heading: Whether it is set larger.
        indented: Whether it begins a paragraph, as it stands there.
    """

    box: Box
    base_px: float
    words: tuple[Word, ...]
    remark: str = ""
    heading: bool = False
    indented: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """Entries that stand below each other.

    Args:
        columns: Number of their column, or ``1-3``; ``None`` where they stand in none.
        entries: In reading order, at least one.
    """

    columns: str | None
    entries: tuple[Entry, ...]

    @property
    def box(self) -> Box:
        return Box.around([entry.box for entry in self.entries])


def strips_of(page: TranscribedPage) -> tuple[Strip, ...]:
    """The strips of a page, in reading order; none where it has no region that says anything."""
    strips: list[tuple[str | None, list[Entry]]] = []
    for columns, entry in _entries(page):
        if strips and strips[-1][0] == columns and _goes_on(strips[-1][1][-1], entry):
            strips[-1][1].append(entry)
        else:
            strips.append((columns, [entry]))
    return tuple(Strip(columns, tuple(entries)) for columns, entries in strips)


def pitch_px(strips: Sequence[Strip]) -> float:
    """From one line to the next on the page, in pixels: the usual distance, or what the height of lines lets expect."""
    steps = [
        lower.base_px - upper.base_px
        for strip in strips
        for upper, lower in zip(strip.entries, strip.entries[1:], strict=False)
        if upper.words and lower.words and lower.base_px > upper.base_px
    ]
    heights = [entry.box.height for strip in strips for entry in strip.entries if entry.words]
    return max(1.0, statistics.median(steps) if steps else 1.2 * statistics.median(heights or [40]))


def _entries(page: TranscribedPage) -> Iterator[tuple[str | None, Entry]]:
    for region in page.regions:
        if not region.lines and region.kind not in _SILENT:
            yield (
                None if region.column is None else str(region.column),
                Entry(region.box, region.box.y1, (), _NAMES.get(region.kind, region.kind.value)),
            )
        for index, line in enumerate(region.lines):
            yield span_of(line), _entry(region, line, first=index == 0)


def _entry(region: TextRegion, line: TextLine, *, first: bool) -> Entry:
    (_, left), (_, right) = line.baseline[0], line.baseline[-1]
    base = (left + right) / 2
    if line.doubt is not None:
        remark = line.doubt.value if line.doubt is not Doubt.UNREADABLE else "unreadable"
        return Entry(line.box, base, (), remark)
    remark = region.kind.value if first and region.kind in _MARKED else ""
    is_heading = region.kind is RegionKind.HEADING
    return Entry(line.box, base, line.words, remark, is_heading, indented=not is_heading and _is_indented(region, line))


def _is_indented(region: TextRegion, line: TextLine) -> bool:
    """Whether a line begins to the right of the others, by about a letter or three."""
    off = line.box.x0 - statistics.median([each.box.x0 for each in region.lines])
    return _INDENTS[0] * line.box.height < off < _INDENTS[1] * line.box.height


def _goes_on(above: Entry, entry: Entry) -> bool:
    """Whether an entry stands below the one before, and not beside it."""
    height = min(above.box.height, entry.box.height)
    overlaps = entry.box.x0 < above.box.x1 and above.box.x0 < entry.box.x1
    return overlaps and entry.box.y0 >= above.box.y1 - _RISE * height
