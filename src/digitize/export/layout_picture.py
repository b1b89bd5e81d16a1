"""A picture of what was found on a page: regions by kind and in reading order, their lines, the columns."""

from __future__ import annotations

import io
import math
import re
import statistics
import textwrap
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image

from digitize.export.layout_marks import COLOURS, INK, JUMP, PAPER, Sheet
from digitize.model.geometry import Box, Point, Polygon
from digitize.model.transcription import PageStatus, RegionKind, TextLine, TextRegion, TranscribedPage

HEIGHT_PX, WIDTH_PX = 1800, 2600
"""Room for the page itself."""
_LARGEST_SCALE = 2.0
_HEAD_PX, _LEGEND_PX, _MARGIN_PX = 46, 300, 14
_LEAST_LEGEND_PX = 560
_FADE = 0.5
"""How far the page goes towards white."""
_TINT = 30
_CLOSE_PX = 11.0
"""Lines closer than this have no room for a number each."""
_FAULT = COLOURS[RegionKind.HEADING]


def picture_scale(page: TranscribedPage) -> float:
    """Pixels of the picture per pixel of the canonical page image."""
    return min(HEIGHT_PX / page.height, WIDTH_PX / page.width, _LARGEST_SCALE)


def draw_layout(page: TranscribedPage, image: Image.Image | None) -> bytes:
    """The picture as a PNG file.

    Args:
        page: The page.
        image: Its canonical image in any size and mode ``L`` or ``RGB``; ``None`` when a failed page has none.
    """
    frame = _Frame.of(page)
    height = max(frame.height + _HEAD_PX, _LEAST_LEGEND_PX) + _MARGIN_PX
    size = (frame.left + frame.width + _MARGIN_PX + _LEGEND_PX, height)
    picture = Image.new("RGB", size, PAPER)
    room = (frame.width, frame.height)
    if image is not None:
        faded = image.resize(room, Image.Resampling.BOX, reducing_gap=2.0).convert("RGB")
        picture.paste(Image.blend(faded, Image.new("RGB", room, PAPER), _FADE), (frame.left, frame.top))
    sheet = Sheet(*size)
    edge = Box(0, 0, page.width, page.height)
    sheet.polygon(frame.points(edge.polygon), (150, 150, 150), 0, 1)
    _Marks(page, frame, sheet).draw()
    _Legend(page, sheet, frame.left + frame.width + _MARGIN_PX).draw()
    if page.failure is not None:
        _notice(sheet, frame, f"Page {page.page_number} could not be read", page.failure)
    elif page.status is PageStatus.EMPTY:
        _notice(sheet, frame, "No text was found on this page", "")
    out = io.BytesIO()
    sheet.over(picture).quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Frame:
    """From the canonical image to the picture."""

    scale: float
    left: int
    top: int
    width: int
    height: int

    @staticmethod
    def of(page: TranscribedPage) -> _Frame:
        scale = picture_scale(page)
        return _Frame(
            scale, _MARGIN_PX, _HEAD_PX, max(1, round(page.width * scale)), max(1, round(page.height * scale))
        )

    def point(self, point: Point) -> Point:
        return self.left + point[0] * self.scale, self.top + point[1] * self.scale

    def points(self, polygon: Polygon) -> list[Point]:
        return [self.point(point) for point in polygon]


class _Marks:
    """Draws what was found over the page: first areas, then lines, then the order, at last the numbers."""

    def __init__(self, page: TranscribedPage, frame: _Frame, sheet: Sheet) -> None:
        self.page, self.frame, self.sheet = page, frame, sheet
        pitches = [line.box.height * frame.scale for line in page.lines]
        self.step = 5 if pitches and statistics.median(pitches) < _CLOSE_PX else 1

    def draw(self) -> None:
        for region in self.page.regions:
            outline = region.polygon if len(region.polygon) > 2 else region.box.polygon
            self.sheet.polygon(self.frame.points(outline), COLOURS[region.kind], _TINT, 2)
        for region in self.page.regions:
            for place, line in enumerate(region.lines):
                self._line(line, region.kind, is_first=place == 0)
        in_order = [region for region in self.page.regions if region.kind is not RegionKind.SEPARATOR]
        for before, after in pairwise(in_order):
            jump = _is_jump(before, after)
            start, end = self._anchor(before), self._anchor(after)
            self.sheet.arrow(start, _short_of(start, end, 9.0), JUMP if jump else INK, 2.4 if jump else 1.6)
        for region in self.page.regions:
            self._number(region)
        for column, (x0, x1) in column_extents(self.page).items():
            self._column(column, self.frame.point((x0, 0))[0], self.frame.point((x1, 0))[0])

    def _line(self, line: TextLine, kind: RegionKind, *, is_first: bool) -> None:
        number = _number_of(line)
        if len(line.baseline) > 1:
            self.sheet.line(self.frame.points(line.baseline), COLOURS[kind], 1.2, 210)
        if is_first or number % self.step == 0:
            x, y = self.frame.point((line.box.x0, (line.box.y0 + line.box.y1) / 2))
            self.sheet.text((x - 3, y), str(number), COLOURS[kind], 9, "rm", rim=True)

    def _anchor(self, region: TextRegion) -> Point:
        """Where the order passes through a region: its number."""
        x, y = self.frame.point((region.box.x0, region.box.y0))
        return x + 9, y + 8

    def _number(self, region: TextRegion) -> None:
        x, y = self.frame.point((region.box.x0, region.box.y0))
        plain = region.kind in (RegionKind.PARAGRAPH, RegionKind.SEPARATOR)
        number = _number_of(region)
        text = str(number) if plain else f"{number} {region.kind}"
        self.sheet.label((x, y), text, COLOURS[region.kind], 9 if region.kind is RegionKind.SEPARATOR else 12)

    def _column(self, column: int, x0: float, x1: float) -> None:
        y = _HEAD_PX - 12
        self.sheet.line([(x0, y + 7), (x0, y), (x1, y), (x1, y + 7)], INK, 1.6)
        self.sheet.text(((x0 + x1) / 2, y - 5), f"column {column}" if x1 - x0 > 70 else str(column), INK, 14, "ms")


def _number_of(thing: TextRegion | TextLine) -> int:
    """The number that the id ends with; it stays when a person puts things into another order."""
    return int(re.findall(r"\d+", thing.id)[-1])


def _is_jump(before: TextRegion, after: TextRegion) -> bool:
    """Whether the order leaves the region upwards or sideways, and not for what stands below it."""
    together = before.column is not None and before.column == after.column
    apart = after.box.x0 >= before.box.x1 or before.box.x0 >= after.box.x1
    return (apart and not together) or after.box.y0 < (before.box.y0 + before.box.y1) / 2


def _short_of(start: Point, end: Point, by_px: float) -> Point:
    """A point on the way that stops short of its end."""
    distance = math.hypot(end[0] - start[0], end[1] - start[1])
    if distance <= by_px:
        return end
    part = 1 - by_px / distance
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def column_extents(page: TranscribedPage) -> dict[int, tuple[float, float]]:
    """Left and right edge of each column that lines stand in, in pixels of the canonical image.

    The edges are those of most of its lines: one that is indented or juts out does not move them.
    """
    boxes: dict[int, list[Box]] = {}
    for line in page.lines:
        if line.column is not None:
            boxes.setdefault(line.column, []).append(line.box)
    return {
        column: (statistics.median_low(b.x0 for b in found), _upper_quartile([b.x1 for b in found]))
        for column, found in sorted(boxes.items())
    }


def _upper_quartile(values: list[int]) -> float:
    return sorted(values)[(3 * len(values)) // 4]


class _Legend:
    """Says beside the page what the marks mean."""

    def __init__(self, page: TranscribedPage, sheet: Sheet, left: int) -> None:
        self.page, self.sheet, self.left = page, sheet, left
        self.y = float(_HEAD_PX)

    def draw(self) -> None:
        page = self.page
        self._say(f"Page {page.page_number}", 22, 34)
        lines, words = sum(1 for _ in page.lines), sum(1 for _ in page.words)
        for count, what in ((page.columns, "column"), (len(page.regions), "region"), (lines, "line"), (words, "word")):
            self._say(f"{count} {what}{'' if count == 1 else 's'}", 15, 21)
        self.y += 14
        kinds = Counter(region.kind for region in page.regions)
        for kind in RegionKind:
            if kinds[kind]:
                self._swatch(kind, kinds[kind])
        if page.regions:
            self._explain()

    def _swatch(self, kind: RegionKind, count: int) -> None:
        y = self.y
        box: list[Point] = [(self.left, y), (self.left + 26, y), (self.left + 26, y + 16), (self.left, y + 16)]
        self.sheet.polygon(box, COLOURS[kind], _TINT, 2)
        self.sheet.text((self.left + 36, y + 8), f"{kind} ({count})", INK, 15, "lm")
        self.y += 24

    def _explain(self) -> None:
        left = self.left
        self.y += 14
        self.sheet.label((left, self.y), "7", COLOURS[RegionKind.PARAGRAPH], 12)
        self._beside("region 7")
        self.sheet.arrow((left, self.y + 8), (left + 30, self.y + 8), INK, 1.6)
        self._beside("read on below")
        self.sheet.arrow((left, self.y + 8), (left + 30, self.y + 8), JUMP, 2.4)
        self._beside("read on elsewhere")
        self.sheet.text((left + 8, self.y + 5), "3", COLOURS[RegionKind.PARAGRAPH], 9, "rm")
        self.sheet.line([(left + 11, self.y + 10), (left + 30, self.y + 10)], COLOURS[RegionKind.PARAGRAPH], 1.2)
        self._beside("line 3 of its region")
        self.sheet.line(
            [(left, self.y + 11), (left, self.y + 5), (left + 30, self.y + 5), (left + 30, self.y + 11)], INK, 1.6
        )
        self._beside("column, from the left")
        self.y += 14
        page = f"p{self.page.page_number:04d}"
        for text in ("Line 3 of region 7 has the id", f"{page}_r007_l003 in every file."):
            self._say(text, 14, 20)

    def _beside(self, text: str) -> None:
        self.sheet.text((self.left + 42, self.y + 8), text, INK, 15, "lm")
        self.y += 25

    def _say(self, text: str, size_px: int, step_px: int) -> None:
        self.sheet.text((self.left, self.y), text, INK, size_px)
        self.y += step_px


def _notice(sheet: Sheet, frame: _Frame, head: str, reason: str) -> None:
    """A box in the middle of the page that says what is wrong with it."""
    width = min(max(frame.width - 20.0, 300.0), 760.0)
    lines = textwrap.wrap(reason, max(16, int(width / 9)))[:12]
    height = 56.0 + 24 * len(lines)
    x = frame.left + max(0.0, (frame.width - width) / 2)
    y = frame.top + max(8.0, (frame.height - height) / 3)
    corners: list[Point] = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    sheet.polygon(corners, PAPER, 255, 1)
    sheet.polygon(corners, _FAULT, 0, 3)
    sheet.text((x + 16, y + 28), head, _FAULT, 22, "lm")
    for number, line in enumerate(lines):
        sheet.text((x + 16, y + 62 + 24 * number), line, INK, 16, "lm")
