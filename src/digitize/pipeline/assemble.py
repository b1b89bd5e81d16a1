"""From readings of crops to the transcription of a page, in the frame of the canonical image."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

from digitize.layout import Region
from digitize.model.geometry import Box, Polygon, Transform
from digitize.model.language import model_for, script_of
from digitize.model.transcription import (
    PageStatus,
    Place,
    RegionKind,
    TextLine,
    TextRegion,
    TranscribedPage,
    Word,
)
from digitize.pipeline.prepare import PrepareResult
from digitize.pipeline.prepared import CropFile, PreparedPage
from digitize.recognize.engine import Reading, ReadLine


@dataclass(frozen=True, slots=True)
class _Frame:
    """The way from a crop's pixels to the canonical image."""

    to_canonical: Transform
    width: int
    height: int

    def polygon(self, points: Polygon) -> Polygon:
        """Mapped points, clipped to the page, to a tenth of a pixel."""
        return tuple(
            (round(min(max(x, 0.0), self.width), 1), round(min(max(y, 0.0), self.height), 1))
            for x, y in self.to_canonical.polygon(points)
        )

    def box(self, box: Box) -> Box:
        return self.to_canonical.box(box, self.width, self.height)


def assemble_page(
    page_number: int, prepared: PrepareResult, readings: tuple[Reading, ...], languages: tuple[str, ...]
) -> TranscribedPage:
    """The transcription of one page.

    Each paragraph that the engine found in a block becomes a region. Regions, lines and words are numbered in reading
    order; each line knows its column and the third of it in which it stands.

    Args:
        page_number: From 1.
        prepared: The page and its crops.
        readings: One per crop.
        languages: Models that read it.
    """
    page = prepared.page
    drafts: list[TextRegion] = []
    for crop, reading in zip(prepared.crops, readings, strict=True):
        region = page.segmented.regions[crop.region] if page.segmented.regions else None
        drafts += _regions(crop, reading, None if prepared.whole_page else region, page, languages)
    if not prepared.whole_page:
        drafts += [_picture(region, page) for region in page.segmented.regions if region.kind is RegionKind.IMAGE]
    regions = _with_ids(_with_places(drafts), page_number)
    words = [word for region in regions for line in region.lines for word in line.words]
    columns = max(1, len(page.segmented.columns)) if not prepared.whole_page else 1
    return TranscribedPage(
        page_number,
        page.width,
        page.height,
        PageStatus.RECOGNISED if words else PageStatus.EMPTY,
        regions,
        columns if words else 0,
        _commonest(words),
    )


def failed_page(page_number: int, width: int, height: int, reason: str) -> TranscribedPage:
    """A page that failed: it keeps its number."""
    return TranscribedPage(page_number, width, height, PageStatus.FAILED, (), 0, None, reason)


def _regions(
    crop: CropFile, reading: Reading, region: Region | None, page: PreparedPage, languages: tuple[str, ...]
) -> list[TextRegion]:
    to_straight = Transform.scale(1 / crop.scale).then(Transform.shift(crop.x0, crop.y0))
    frame = _Frame(to_straight.then(page.canonical_to_straight.inverse), page.width, page.height)
    column = region.column if region else 1
    kind = region.kind if region else RegionKind.PARAGRAPH
    found = []
    for _, group in groupby(reading.lines, key=lambda line: line.paragraph):
        lines = tuple(_line(line, frame, column, languages) for line in group)
        box = Box.around([line.box for line in lines])
        found.append(TextRegion("", kind, box, box.polygon, lines, column))
    return found


def _line(line: ReadLine, frame: _Frame, column: int | None, languages: tuple[str, ...]) -> TextLine:
    words = tuple(
        Word.read("", word.text, frame.box(word.box), word.confidence, _language(word.text, word.model, languages))
        for word in line.words
    )
    box = Box.around([word.box for word in words])
    return TextLine("", box, frame.polygon(line.box.polygon), frame.polygon(line.baseline), words, column)


def _language(text: str, model: str | None, languages: tuple[str, ...]) -> str | None:
    """The language of the model that read a word, unless the word's letters are not of that language's script."""
    described = model_for(model or languages[0])
    script = script_of(text)
    same = script in (described.script, "Zyyy") or {script, described.script} == {"Latn", "Latf"}
    if same:
        return described.language
    others = [model_for(code) for code in languages]
    fitting = [m for m in others if m.script == script]
    return fitting[0].language if len(fitting) == 1 else None


def _picture(region: Region, page: PreparedPage) -> TextRegion:
    frame = _Frame(page.canonical_to_straight.inverse, page.width, page.height)
    box = frame.box(region.box)
    return TextRegion("", region.kind, box, box.polygon, (), region.column)


def _with_places(regions: list[TextRegion]) -> list[TextRegion]:
    """Top, middle or bottom: the third of its column's text in which the middle of a line stands."""
    extents: dict[int, tuple[int, int]] = {}
    for line in (line for region in regions for line in region.lines):
        if line.column is not None:
            low, high = extents.get(line.column, (line.box.y0, line.box.y1))
            extents[line.column] = (min(low, line.box.y0), max(high, line.box.y1))
    return [replace(region, lines=tuple(_placed(line, extents) for line in region.lines)) for region in regions]


def _placed(line: TextLine, extents: dict[int, tuple[int, int]]) -> TextLine:
    if line.column is None:
        return line
    low, high = extents[line.column]
    third = int(3 * ((line.box.y0 + line.box.y1) / 2 - low) / (high - low))
    return replace(line, place=(Place.TOP, Place.MIDDLE, Place.BOTTOM)[min(2, third)])


def _with_ids(regions: list[TextRegion], page_number: int) -> tuple[TextRegion, ...]:
    numbered = []
    for r, region in enumerate(regions, 1):
        region_id = f"p{page_number:04}_r{r:03}"
        lines = []
        for n, line in enumerate(region.lines, 1):
            line_id = f"{region_id}_l{n:03}"
            words = tuple(replace(word, id=f"{line_id}_w{w:03}") for w, word in enumerate(line.words, 1))
            lines.append(replace(line, id=line_id, words=words))
        numbered.append(replace(region, id=region_id, lines=tuple(lines)))
    return tuple(numbered)


def _commonest(words: list[Word]) -> str | None:
    counts: dict[str, int] = {}
    for word in words:
        if word.language and word.script != "Zyyy":
            counts[word.language] = counts.get(word.language, 0) + 1
    return max(sorted(counts), key=lambda language: counts[language]) if counts else None
