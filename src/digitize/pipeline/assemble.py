"""From readings of crops to the transcription of a page, in the frame of the canonical image."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

from digitize.layout import Region
from digitize.model.geometry import Box, Polygon
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

    crop: CropFile
    page: PreparedPage

    def polygon(self, points: Polygon) -> Polygon:
        """Mapped points, clipped to the page, to a tenth of a pixel."""
        mapped = self.page.canonical_to_straight.inverse.polygon(self.crop.to_straight(points))
        width, height = self.page.width, self.page.height
        return tuple((round(min(max(x, 0.0), width), 1), round(min(max(y, 0.0), height), 1)) for x, y in mapped)

    def box(self, box: Box) -> Box:
        return Box.around_points(self.polygon(box.polygon), self.page.width, self.page.height)

    def outline(self, box: Box) -> Polygon:
        """A line's outline: its box's corners, and where its course bends points between them."""
        between = [x for x, _ in self.crop.top[1:-1]]
        inner = [(x - self.crop.x0) * self.crop.scale for x in between]
        xs = [box.x0, *(x for x in inner if box.x0 < x < box.x1), box.x1]
        return self.polygon((*((x, box.y0) for x in xs), *((x, box.y1) for x in reversed(xs))))


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
    read = zip(prepared.crops, readings, strict=True)
    if prepared.whole_page:
        for crop, reading in read:
            drafts += _paragraphs(crop, reading, page, languages)
    else:
        for index, lines in groupby(read, key=lambda item: item[0].region):
            drafts += _region(page.segmented.regions[index], list(lines), page, languages)
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


def _paragraphs(crop: CropFile, reading: Reading, page: PreparedPage, languages: tuple[str, ...]) -> list[TextRegion]:
    """The paragraphs that an engine found in a crop."""
    frame = _Frame(crop, page)
    found = []
    for _, group in groupby(reading.lines, key=lambda line: line.paragraph):
        lines = tuple(_line(line, frame, 1, languages) for line in group)
        box = Box.around([line.box for line in lines])
        found.append(TextRegion("", RegionKind.PARAGRAPH, box, box.polygon, lines, 1))
    return found


def _region(
    region: Region, read: list[tuple[CropFile, Reading]], page: PreparedPage, languages: tuple[str, ...]
) -> list[TextRegion]:
    """A region whose lines were read one by one; nothing when no letter was found in any."""
    lines = tuple(
        replace(_line(line, _Frame(crop, page), region.column, languages), columns=region.spans)
        for crop, reading in read
        for line in reading.lines
    )
    if not lines:
        return []
    box = Box.around([line.box for line in lines])
    return [TextRegion("", region.kind, box, box.polygon, lines, region.column)]


def _line(line: ReadLine, frame: _Frame, column: int | None, languages: tuple[str, ...]) -> TextLine:
    words = tuple(
        Word.read("", word.text, frame.box(word.box), word.confidence, _language(word.text, word.model, languages))
        for word in line.words
    )
    box = Box.around([word.box for word in words])
    return TextLine("", box, frame.outline(line.box), frame.polygon(line.baseline), words, column)


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
    box = page.canonical_to_straight.inverse.box(region.box, page.width, page.height)
    return TextRegion("", region.kind, box, box.polygon, (), region.column)


def _with_places(regions: list[TextRegion]) -> list[TextRegion]:
    """Top, middle or bottom: the third of its column's text in which a line stands.

    Of the page's text, for a line that stands in no single column.
    """
    extents: dict[int | None, tuple[int, int]] = {}
    for line in (line for region in regions for line in region.lines):
        for key in {line.column, None}:
            low, high = extents.get(key, (line.box.y0, line.box.y1))
            extents[key] = (min(low, line.box.y0), max(high, line.box.y1))
    return [replace(region, lines=tuple(_placed(line, extents) for line in region.lines)) for region in regions]


def _placed(line: TextLine, extents: dict[int | None, tuple[int, int]]) -> TextLine:
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
