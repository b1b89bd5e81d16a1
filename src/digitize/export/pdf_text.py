"""The text layer of one page: a content stream that shows nothing and reads like the page.

Each line is one run: its words, each stretched to the width of its ink, and between them a space stretched over the gap.
Because no gap is left open, readers that look for columns in wide gaps (poppler) do not tear justified lines apart;
because words and spaces are real characters in reading order, readers that follow the stream (pdfium, pdf.js) get them
as they stand.
"""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from digitize.export.pdf_font import ADVANCE_EM, TALL, USUAL, CodeTable, Cut
from digitize.model.geometry import Point, Polygon, Transform
from digitize.model.rules import RepairRule
from digitize.model.transcription import TextLine, TextRegion, TranscribedPage, Word

_NARROWEST_GAP_EM = 0.2
"""The least width of a space, in ems: poppler and pdfium take what stands closer for one word."""
_NARROWEST_GAP_STRETCH = 0.12
"""The same in ems as stretched by the line's widest letters so far: by these pdf.js measures."""
_THINNEST_SPACE_PT = 0.05
_MOST_CUT = 0.3
"""Share of a word's width that may be cut at either end to make room for a space."""
_MOST_CUT_ALONE = 0.8
"""The same of the wider one of two words that even so have no room between them: words do not lie over each other, so its
box is too wide."""
_LITTLE_LEAN = math.radians(6)
_STEP_PT = 0.2
"""A rise of the baseline smaller than this is not followed."""
_NEW_LINE_EM = 0.52
"""How much higher or lower a new line has to begin than the last one ended, in ems: by a half pdf.js knows it."""
_NOTHING = "\t"
"""What the second part of a broken word stands for, whose first part stands for all of it. One span over both would have
poppler take their lines for one; for an empty text pdfium would give the part itself."""
_SHORTEST_BROKEN = 2
"""Characters of the first part of a broken word, the hyphen with it."""
_LIKE_SIZE = 1.3
"""Lines whose sizes differ by less than this factor count as set in one size."""
_SAME_LINE_EM = 0.5
"""How far from the baseline of a line's first word poppler takes a word for one of that line, in ems."""
_LEANING_SHARE = 0.25
"""Share of the lines that run into the height of their neighbours, from which on a page is set in the tall cut: where few
do, the order in which poppler reads the page would suffer more than its words gain."""


@dataclass(frozen=True, slots=True)
class Span:
    """A word in its line's own frame.

    Args:
        text: The word.
        start_px: Left edge, along the line.
        width_px: Extent along the line.
        base_px: The baseline at the word's middle (up is positive).
        bottom_px: Lower edge of the ink, above the baseline there.
        top_px: Upper edge, likewise.
    """

    text: str
    start_px: float
    width_px: float
    base_px: float
    bottom_px: float
    top_px: float


@dataclass(frozen=True, slots=True)
class Run:
    """A line in its own frame: origin at the baseline's first point, u along the line, v up from it.

    Args:
        angle: Of the u axis, in radians, clockwise on the screen.
        origin: The frame's origin on the canonical page image.
        spans: The words, from left to right.
        whole: What the last word is together with the first one of the next line; empty where it is not broken.
        goes_on: Whether the first word is such a second part.
    """

    angle: float
    origin: Point
    spans: tuple[Span, ...]
    whole: str = ""
    goes_on: bool = False

    @property
    def bottom_px(self) -> float:
        """The usual lower edge of the words, above the baseline."""
        return statistics.median_low(span.bottom_px for span in self.spans)

    @property
    def height_px(self) -> float:
        """From the usual lower edge to the upper edge of the taller words."""
        tops = sorted(span.top_px for span in self.spans)
        return max(1.0, tops[(3 * len(tops)) // 4] - self.bottom_px)

    @property
    def tells_size(self) -> bool:
        """Whether it has a letter or digit; dashes and dots say nothing about the size of the type."""
        return any(c.isalnum() for span in self.spans for c in span.text)


def text_stream(page: TranscribedPage, canonical_to_user: Transform, codes: CodeTable) -> bytes:
    """The content stream of a page's words; empty when it has none.

    Args:
        page: The page; words of its printed layer are taken in reading order.
        canonical_to_user: From pixels of the canonical page image to the PDF page's user space.
        codes: The document's character codes.
    """
    regions = [list(_region_lines(region)) for region in page.regions]
    cut = TALL if _runs_into_neighbours(regions) else USUAL
    lines = _told_apart([line.in_cut(cut) for lines in regions for line in lines])
    shown = [_show(line, canonical_to_user, codes) for line in lines]
    return b"q\nBT\n3 Tr\n" + b"".join(shown) + b"ET\nQ\n" if shown else b""


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line and the size that it is set in.

    Args:
        run: The line.
        em_px: Its font size.
        cut: Of the font.
    """

    run: Run
    em_px: float
    cut: Cut = USUAL

    @property
    def lift_px(self) -> float:
        """From the baseline to that of the font: the middle of the font's extent is put on the middle of the ink's."""
        return self.run.bottom_px + self.run.height_px / 2 + self.em_px * (self.cut.descent_em - self.cut.ascent_em) / 2

    @property
    def rise_px(self) -> float:
        """From the lowest to the highest baseline of its words."""
        bases = [span.base_px for span in self.run.spans]
        return max(bases) - min(bases)

    @property
    def begins_px(self) -> float:
        """The height at which its first word stands."""
        first = self.run.spans[0]
        return self.pen(first, first.start_px)[1]

    def in_cut(self, cut: Cut) -> SetLine:
        """The same as high in another cut of the font."""
        return replace(self, em_px=self.em_px * self.cut.extent_em / cut.extent_em, cut=cut)

    def pen(self, span: Span, along_px: float) -> Point:
        """Where the pen stands at that place of the line: along it and up, from the page's corner."""
        x, y = self.run.origin
        cos, sin = math.cos(self.run.angle), math.sin(self.run.angle)
        return x * cos + y * sin + along_px, x * sin - y * cos + span.base_px + self.lift_px

    def raised(self, index: int, by_px: float) -> SetLine:
        """The same with one word higher."""
        spans = list(self.run.spans)
        spans[index] = replace(spans[index], base_px=spans[index].base_px + by_px)
        return replace(self, run=replace(self.run, spans=tuple(spans)))


def _region_lines(region: TextRegion) -> Iterator[SetLine]:
    lines = [line for line in region.lines if line.doubt is None]
    if not lines:
        return
    wholes = ["", *(_whole(line, after) for line, after in itertools.pairwise(lines)), ""]
    runs = [
        replace(line_run(line), goes_on=bool(before), whole=whole)
        for line, (before, whole) in zip(lines, itertools.pairwise(wholes), strict=True)
    ]
    usual = statistics.median_low([run.height_px for run in runs if run.tells_size] or [run.height_px for run in runs])
    for run in runs:
        # Readers take a change of size for a change of block, so lines of about one size share it.
        alike = not run.tells_size or usual / _LIKE_SIZE < run.height_px < usual * _LIKE_SIZE
        yield SetLine(run, (usual if alike else run.height_px) / USUAL.extent_em)


def _runs_into_neighbours(regions: list[list[SetLine]]) -> bool:
    """Whether many lines of a page lean so much that words of the next line stand as high as their first one."""
    leaning = [
        line.rise_px > pitch - _SAME_LINE_EM * line.em_px
        for lines in regions
        if (pitch := _pitch(lines)) is not None
        for line in lines
        if len(line.run.spans) > 1
    ]
    return sum(leaning) > _LEANING_SHARE * len(leaning)


def _pitch(lines: list[SetLine]) -> float | None:
    """The usual distance from line to line, in pixels; ``None`` for less than two."""
    steps = [abs(below.begins_px - above.begins_px) for above, below in itertools.pairwise(lines)]
    return statistics.median(steps) if steps else None


def _whole(line: TextLine, after: TextLine) -> str:
    """The word that is broken at the end of a line, as printed but for the break; empty where none is joined with the next line's."""
    first, second = line.words[-1], after.words[0]
    joins = [repair for repair in first.repairs if repair.rule == RepairRule.JOIN_HYPHEN]
    goes_on = [repair for repair in second.repairs if repair.rule == RepairRule.JOIN_HYPHEN and not repair.new]
    if len(joins) != 1 or not joins[0].new or not goes_on or len(first.text) < _SHORTEST_BROKEN:
        return ""
    stem = len(joins[0].old) - 1
    kept = joins[0].new[stem : stem + 1] == joins[0].old[-1:]
    return (first.text if kept else first.text[:-1]) + second.text


def _told_apart(lines: list[SetLine]) -> list[SetLine]:
    """Lines of which none begins at the height where the one before it ended.

    On a page that leans so much that a line ends as high as the next one begins, pdf.js sees no new line and puts no
    space between their words. There the two words are moved apart, each by a quarter of the font size at most.
    """
    told = list(lines)
    for index in range(1, len(told)):
        above, below = told[index - 1], told[index]
        if above.run.angle != below.run.angle:
            continue
        last, first = above.run.spans[-1], below.run.spans[0]
        end, ended = above.pen(last, last.start_px + last.width_px)
        start, started = below.pen(first, first.start_px)
        lacking = _NEW_LINE_EM * above.em_px - abs(started - ended)
        if start < end and lacking > 0:
            apart = math.copysign(lacking / 2, started - ended)
            told[index - 1], told[index] = above.raised(-1, -apart), below.raised(0, apart)
    return told


def line_run(line: TextLine) -> Run:
    """The line in its own frame.

    A line that leans a little is set upright, its words stepping along the baseline: poppler breaks a word in two
    where its baseline rises by half a point. A line that leans more is set along its baseline.
    """
    (x0, y0), (x1, y1) = line.baseline[0], line.baseline[-1]
    lean = math.atan2(y1 - y0, x1 - x0)
    axis = round(lean / (math.pi / 2)) * (math.pi / 2)
    angle = axis if abs(lean - axis) <= _LITTLE_LEAN else lean
    cos, sin = math.cos(angle), math.sin(angle)

    def in_frame(point: Point) -> Point:
        dx, dy = point[0] - x0, point[1] - y0
        return dx * cos + dy * sin, dx * sin - dy * cos

    baseline = tuple(in_frame(point) for point in line.baseline)
    return Run(angle, (x0, y0), tuple(_span(word, in_frame, cos, sin, baseline) for word in line.words))


def _span(word: Word, in_frame: Callable[[Point], Point], cos: float, sin: float, baseline: Polygon) -> Span:
    box = word.box
    along, above = in_frame(((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2))
    width, height = _upright_extent(box.width, box.height, abs(cos), abs(sin))
    base = _height_at(along, baseline)
    above -= base
    return Span(word.text, along - width / 2, width, base, above - height / 2, above + height / 2)


def _height_at(u: float, points: Polygon) -> float:
    """Height of a line of points at ``u``; before its first and after its last point it goes on straight."""
    if len(points) < 2:
        return points[0][1]
    after = next((i for i in range(1, len(points) - 1) if u < points[i][0]), len(points) - 1)
    (u0, v0), (u1, v1) = points[after - 1], points[after]
    return v0 + (v1 - v0) * (u - u0) / (u1 - u0) if u1 > u0 else v0


def _upright_extent(width: int, height: int, cos: float, sin: float) -> tuple[float, float]:
    """Width and height of the leaning rectangle whose upright box is given.

    The box of a rectangle w x h leaning by t is ``w cos t + h sin t`` wide and ``w sin t + h cos t`` high; near 45
    degrees that cannot be solved, and the box itself is the better guess.
    """
    det = cos * cos - sin * sin
    if abs(det) < 0.5:
        return float(width), float(height)
    w, h = (width * cos - height * sin) / det, (height * cos - width * sin) / det
    longest, least = max(width, height), 0.25 * min(width, height)
    return min(max(w, least), longest), min(max(h, least), longest)


def _show(line: SetLine, to_user: Transform, codes: CodeTable) -> bytes:
    run, lift = line.run, line.lift_px
    cos, sin = math.cos(run.angle), math.sin(run.angle)
    scale = math.sqrt(abs(to_user.a * to_user.e - to_user.b * to_user.d))
    along, above = run.spans[0].start_px, run.spans[0].base_px + lift
    x, y = to_user.point((run.origin[0] + along * cos + above * sin, run.origin[1] + along * sin - above * cos))
    right = ((to_user.a * cos + to_user.b * sin) / scale, (to_user.d * cos + to_user.e * sin) / scale)
    up = ((to_user.a * sin - to_user.b * cos) / scale, (to_user.d * sin - to_user.e * cos) / scale)
    size = max(0.01, round(line.em_px * scale, 2))
    matrix = " ".join(_n(value, 5) for value in (*right, *up)) + f" {_n(x)} {_n(y)}"
    return f"{line.cut.key} {_n(size)} Tf\n{matrix} Tm\n".encode("ascii") + b"".join(_words(run, size, scale, codes))


def _words(run: Run, size: float, scale: float, codes: CodeTable) -> Iterator[bytes]:
    """Words and the spaces between them; the pen is followed in points along the line."""
    spans = _parted(run.spans, size / scale)
    pen = origin = spans[0].start_px * scale
    level = spans[0].base_px * scale
    for index, span in enumerate(spans):
        target, base = span.start_px * scale, span.base_px * scale
        if index:
            shown, pen = _stretched(" ", max(target - pen, _THINNEST_SPACE_PT), size, codes, pen)
            yield shown
            # A jump where words overlap even so, or where the line has risen or sunk.
            if abs(target - pen) > _THINNEST_SPACE_PT or abs(base - level) > _STEP_PT:
                right, up = round(target - origin, 3), round(base - level, 3)
                yield f"{_n(right)} {_n(up)} Td\n".encode("ascii")
                pen = origin = origin + right
                level += up
        shown, pen = _stretched(span.text, max(span.width_px * scale, 0.01), size, codes, pen)
        if run.whole and index == len(spans) - 1:
            shown = _standing_for("".join(c for c in run.whole if codes.encode(c)), shown)
        elif run.goes_on and index == 0:
            shown = _standing_for(_NOTHING, shown)
        yield shown


def _standing_for(text: str, shown: bytes) -> bytes:
    """What is shown, as a marked span that stands for other text."""
    begun = f"/Span <</ActualText <FEFF{text.encode('utf-16-be').hex().upper()}>>> BDC\n"
    return begun.encode("ascii") + shown + b"EMC\n"


def _parted(spans: tuple[Span, ...], em_px: float) -> tuple[Span, ...]:
    """Words that touch or overlap, cut at the ends that meet so that a space has room between them."""
    parted = list(spans)
    widest = 0.0
    for index in range(1, len(parted)):
        left, right = parted[index - 1], parted[index]
        widest = max(widest, left.width_px / (ADVANCE_EM * max(1, len(left.text))))
        least_gap = max(_NARROWEST_GAP_EM * em_px, _NARROWEST_GAP_STRETCH * widest)
        lacking = least_gap - (right.start_px - left.start_px - left.width_px)
        if lacking > 0:
            cut_right = min(lacking / 2, _MOST_CUT * right.width_px)
            cut_left = min(lacking - cut_right, _MOST_CUT * left.width_px)
            lacking -= cut_right + cut_left
            if left.width_px >= right.width_px:
                cut_left += min(lacking, (_MOST_CUT_ALONE - _MOST_CUT) * left.width_px)
            else:
                cut_right += min(lacking, (_MOST_CUT_ALONE - _MOST_CUT) * right.width_px)
            parted[index - 1] = replace(left, width_px=left.width_px - cut_left)
            parted[index] = replace(right, start_px=right.start_px + cut_right, width_px=right.width_px - cut_right)
    return tuple(parted)


def _stretched(text: str, width: float, size: float, codes: CodeTable, pen: float) -> tuple[bytes, float]:
    """Shows ``text`` over ``width`` points; and where the pen then stands."""
    shown = codes.encode(text)
    if not shown:
        return b"", pen
    natural = ADVANCE_EM * size * (len(shown) // 2)
    percent = max(0.01, round(100 * width / natural, 2))
    return f"{_n(percent)} Tz <{shown.hex().upper()}> Tj\n".encode("ascii"), pen + natural * percent / 100


def _n(value: float, digits: int = 3) -> str:
    """A number as PDF writes it: no exponent, no needless zeros."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
