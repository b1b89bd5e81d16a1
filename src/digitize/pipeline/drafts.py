"""From readings to regions in the frame of the canonical image, not yet numbered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

from digitize.layout import Region
from digitize.layout.kinds import confirm_kind
from digitize.model.geometry import Box, Polygon
from digitize.model.language import OWN, model_for, script_of
from digitize.model.profile import EngineName
from digitize.model.transcription import Emphasis, RegionKind, TextLine, TextRegion, Word
from digitize.pipeline.doubts import doubt_of
from digitize.pipeline.emphasis import Emphases
from digitize.pipeline.prepare import PrepareResult
from digitize.pipeline.prepared import CropFile, PreparedPage
from digitize.recognize.calibration import alone
from digitize.recognize.engine import Reading, ReadLine, ReadWord
from digitize.recognize.suspects import letters_in

_GRAPHIC = (RegionKind.IMAGE, RegionKind.STAMP, RegionKind.HANDWRITING)
_MARKS = (RegionKind.STAMP, RegionKind.HANDWRITING)
_WITHIN = 0.7
"""A line that lies in a stamp or in handwriting by this share was read from it; a typed name under a signature is not."""

_SURE = 0.5
"""Mean confidence that a line must have on a page on which hardly any letters were seen."""
_ALIKE, _LETTERS = 0.3, 8
"""Or the share of it that two engines read alike, and how many letters it has: in grain they do not see the same."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """The way from a crop's pixels to the canonical image."""

    crop: CropFile
    page: PreparedPage
    emphases: Emphases

    def polygon(self, points: Polygon) -> Polygon:
        """Mapped points, clipped to the page, to a tenth of a pixel."""
        mapped = self.page.canonical_to_straight.inverse.polygon(self.crop.to_straight(points))
        width, height = self.page.width, self.page.height
        return tuple((round(min(max(x, 0.0), width), 1), round(min(max(y, 0.0), height), 1)) for x, y in mapped)

    def box(self, box: Box) -> Box:
        return Box.around_points(self.polygon(box.polygon), self.page.width, self.page.height)

    def emphasis(self, word: ReadWord) -> tuple[Emphasis, ...]:
        """How a word of the crop is set off, as measured."""
        return self.emphases.get((self.crop.path, word.box), ())

    def outline(self, box: Box) -> Polygon:
        """A line's outline: its box's corners, and where its course bends points between them."""
        between = [x for x, _ in self.crop.top[1:-1]]
        inner = [(x - self.crop.x0) * self.crop.scale for x in between]
        xs = [box.x0, *(x for x in inner if box.x0 < x < box.x1), box.x1]
        return self.polygon((*((x, box.y0) for x in xs), *((x, box.y1) for x in reversed(xs))))


def draft_regions(
    prepared: PrepareResult, readings: tuple[Reading, ...], languages: tuple[str, ...], emphases: Emphases
) -> list[TextRegion]:
    """Regions in reading order, with lines and words but without ids and places.

    A page read as a whole has its regions by the engine's paragraphs, and their kinds by the layout under them; a page
    read line by line has those of the layout.

    Args:
        prepared: The page and its crops.
        readings: One per crop.
        languages: Models that read it.
        emphases: Words that are set off.
    """
    page = prepared.page
    layout = page.segmented.regions
    if page.x_height_px is None:  # hardly a letter was seen: what an engine reads there is mostly grain
        readings = tuple(_sure_lines(reading) for reading in readings)
    read = list(zip(prepared.crops, readings, strict=True))
    if prepared.whole_page:
        found = [
            region for crop, reading in read for region in _paragraphs(_Frame(crop, page, emphases), reading, languages)
        ]
        return _with_graphics(found, [_graphic(region, page) for region in layout if region.kind in _GRAPHIC])
    lines = {index: list(items) for index, items in groupby(read, key=lambda item: item[0].region)}
    drafts: list[TextRegion] = []
    for index, region in enumerate(layout):
        if index in lines:
            frames = [(_Frame(crop, page, emphases), reading) for crop, reading in lines[index]]
            drafts += _region(region, frames, languages)
        elif region.kind in _GRAPHIC:
            drafts.append(_graphic(region, page))
    return drafts


def _sure_lines(reading: Reading) -> Reading:
    """The lines of a reading that the engine was rather sure of, or that two engines agree on."""
    return Reading(tuple(line for line in reading.lines if _confidence(line) >= _SURE or _is_agreed(line)))


def _is_agreed(line: ReadLine) -> bool:
    letters = sum(letters_in(word.text) for word in line.words)
    return line.agreement is not None and line.agreement >= _ALIKE and letters >= _LETTERS


def _confidence(line: ReadLine) -> float:
    stated = [word.confidence for word in line.words if word.confidence is not None]
    return sum(stated) / len(stated) if stated else 0.0


def _paragraphs(frame: _Frame, reading: Reading, languages: tuple[str, ...]) -> list[TextRegion]:
    """The paragraphs that an engine found in a crop, parted where the layout sees another kind of text."""
    crop, page = frame.crop, frame.page
    found = []
    for _, group in groupby(reading.lines, key=lambda line: (line.paragraph, _kind_under(line, crop, page))):
        members = list(group)
        kind = _kind_under(members[0], crop, page)
        lines = tuple(_line(line, frame, 1, languages, kind) for line in members)
        found.append(_text_region(kind, lines, 1))
    return found


def _kind_under(line: ReadLine, crop: CropFile, page: PreparedPage) -> RegionKind:
    """The kind of the region of the layout in which a line stands; a paragraph where there is none.

    Print that a stamp or a signature lies over is no part of it.
    """
    box = Box.around_points(
        crop.to_straight(line.box.polygon), page.segmented.width, page.segmented.height
    )  # in the straightened frame
    marks = [r.kind for r in page.segmented.regions if r.kind in _MARKS and r.box.overlap(box) > _WITHIN * box.area]
    if marks and doubt_of(line, marks[0]) is not None:
        return marks[0]
    texts = [r for r in page.segmented.regions if r.kind not in _GRAPHIC and r.box.overlap(box) > box.area / 2]
    best = max(texts, key=lambda r: max((line.overlap(box) for line in r.lines), default=0), default=None)
    return best.kind if best else RegionKind.PARAGRAPH


def _region(region: Region, read: list[tuple[_Frame, Reading]], languages: tuple[str, ...]) -> list[TextRegion]:
    """A region whose lines were read one by one; nothing when no letter was found in any."""
    lines = tuple(
        replace(_line(line, frame, region.column, languages, region.kind), columns=region.spans)
        for frame, reading in read
        for line in reading.lines
    )
    return [_text_region(region.kind, lines, region.column)] if lines else []


def _text_region(kind: RegionKind, lines: tuple[TextLine, ...], column: int | None) -> TextRegion:
    box = Box.around([line.box for line in lines])
    text = "\n".join(line.text for line in lines)
    return TextRegion("", confirm_kind(kind, text), box, box.polygon, lines, column)


def _line(line: ReadLine, frame: _Frame, column: int | None, languages: tuple[str, ...], kind: RegionKind) -> TextLine:
    words = tuple(
        replace(
            Word.read("", word.text, frame.box(word.box), _probability(word, line), _language(word, languages)),
            alternatives=word.alternatives,
            emphasis=frame.emphasis(word),
        )
        for word in line.words
    )
    box = Box.around([word.box for word in words])
    outline, baseline = frame.outline(line.box), frame.polygon(line.baseline)
    return TextLine("", box, outline, baseline, words, column, doubt=doubt_of(line, kind))


def _probability(word: ReadWord, line: ReadLine) -> float | None:
    """How likely it is that a word is right; where engines have voted on its line, that is known."""
    if word.confidence is None or line.agreement is not None:
        return word.confidence
    return alone(word.confidence, EngineName.OWN if word.model == OWN.code else EngineName.TESSERACT)


def _language(word: ReadWord, languages: tuple[str, ...]) -> str | None:
    """The language of the model that read a word, unless the word's letters are not of that language's script."""
    if word.model == OWN.code:  # it tells of no language: what is known was found out from the text
        return word.language
    text, described = word.text, model_for(word.model or languages[0])
    script = script_of(text)
    same = script in (described.script, "Zyyy") or {script, described.script} == {"Latn", "Latf"}
    if same:
        return word.language or described.language
    others = [model_for(code) for code in languages]
    fitting = [m for m in others if m.script == script]
    return fitting[0].language if len(fitting) == 1 else None


def _graphic(region: Region, page: PreparedPage) -> TextRegion:
    box = page.canonical_to_straight.inverse.box(region.box, page.width, page.height)
    return TextRegion("", region.kind, box, box.polygon, (), region.column)


def _with_graphics(texts: list[TextRegion], graphics: list[TextRegion]) -> list[TextRegion]:
    """Each picture or mark before the first text whose middle is below its own."""
    regions = list(texts)
    for graphic in graphics:
        middle = graphic.box.y0 + graphic.box.y1
        below = (i for i, r in enumerate(regions) if r.box.y0 + r.box.y1 > middle)
        regions.insert(next(below, len(regions)), graphic)
    return regions
