"""Strips of scan and text beside each other on openings of the facing transcription.

Every line of text stands at the height of its line on the scan, in one readable size for the whole page. So a newspaper
page of six columns goes over several openings, with the part of the scan that is being read beside its text.
All lengths are points; the origin is the top left corner of an opening.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from digitize.export.pdf_facing_notes import doubt_of, note_of
from digitize.export.pdf_facing_strips import Entry, Strip, pitch_px, strips_of
from digitize.export.pdf_type import measured, width_em
from digitize.model.geometry import Box
from digitize.model.transcription import Emphasis, TranscribedPage

_BREAKS = re.compile(r"[ \t\n\r]+")
"""Where rows may be broken: not at spaces that are to hold."""
WIDTH, HEIGHT = 842.0, 595.0
"""A4, lying."""
MARGIN = 30.0
TOP, BOTTOM = 74.0, 556.0
"""Between which scan and text stand."""
_BETWEEN_FRAMES, _GUTTER = 22.0, 10.0
_BETWEEN_CHUNKS = 7.0
_FEWEST_LINES_FOR_TWO = 25
_LONG_LINE = 50
"""Letters of the usual line up to which two frames stand on an opening."""
_SCAN_SHARE = 0.46
_LARGEST_PITCH, _TYPE_SIZES = 15.5, (8.0, 10.5)
_LEADING = 1.24
_HEADING = 1.18
_INDENT = 9.0
"""Of what goes on from a line too long for its place."""
NOTE_SIZE = 6.8
NOTE_LEADING = 8.6
RAISED = 0.62
"""Size of raised numbers and marks, of the text's."""
_FEWEST_TO_BEGIN = 4
"""Lines that a strip begins with at the foot of a frame, if it has more."""
_TALLEST_PICTURE = 190.0
_PAD = 0.25
_LABEL = 9.0
"""Room over a chunk for the name of its column."""
_OVER_NOTES = 12.0
_SPACE_EM = 0.26
_RISE_EM = 0.82
"""Of a line's type over its baseline."""
_MOST_WORDS = 80
_MOST_LINES = 120
"""Lines of one chunk: more never have room in a frame."""
_BETWEEN_NOTES = " \u00a0\u00a0"


@dataclass(frozen=True, slots=True)
class Set:
    """A word as set.

    Args:
        x: Its left edge.
        y: Its baseline.
        size: Of the type.
        text: In letters that the typeface has.
        width: Its extent.
        doubt: 0 none, 1 unsure, 2 more likely wrong than right.
        note: Number of its note; ``None`` when it has none.
        bold: Whether it is set off by weight.
        remark: Whether it is said of the scan, and does not stand on it.
    """

    x: float
    y: float
    size: float
    text: str
    width: float
    doubt: int = 0
    note: int | None = None
    bold: bool = False
    remark: bool = False

    @property
    def extent(self) -> float:
        """Its width with the marks after it."""
        raised = ("?" if self.doubt == 2 else "") + (str(self.note) if self.note else "")
        return self.width + (RAISED * self.size * width_em(raised) if raised else 0.0)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of the scan and the words that stand on it.

    Args:
        part: Of the canonical page image.
        x: Left edge of the scan.
        y: Its upper edge.
        scale: Points to a pixel.
        words: As set beside it.
        label: What column it is; empty when that goes without saying.
    """

    part: Box
    x: float
    y: float
    scale: float
    words: tuple[Set, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """One row of a note at the foot of a frame."""

    x: float
    y: float
    text: str


@dataclass(slots=True)
class Opening:
    """One opening: its chunks and the notes on their words."""

    chunks: list[Chunk] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    rules: list[tuple[float, float, float]] = field(default_factory=list)
    """Lines over the notes: left, right, height."""


@dataclass(frozen=True, slots=True)
class Measures:
    """The sizes of a page in the facing transcription.

    Args:
        frames: How many pairs of scan and text stand on an opening.
        scale: Points to a pixel of the scan.
        size: Of the type.
    """

    frames: int
    scale: float
    size: float

    @property
    def frame_width(self) -> float:
        return (WIDTH - 2 * MARGIN - (self.frames - 1) * _BETWEEN_FRAMES) / self.frames

    @property
    def scan_width(self) -> float:
        return _SCAN_SHARE * (self.frame_width - _GUTTER)

    @property
    def text_width(self) -> float:
        return self.frame_width - self.scan_width - _GUTTER


def measures_of(strips: Sequence[Strip]) -> Measures:
    """Sizes that keep both the scan and its text readable."""
    lines = [entry for strip in strips for entry in strip.entries if entry.words]
    letters = statistics.median([sum(len(w.text) + 1 for w in line.words) for line in lines] or [1])
    frames = 2 if len(lines) >= _FEWEST_LINES_FOR_TWO and letters <= _LONG_LINE else 1
    plain = Measures(frames, 1.0, 1.0)
    pitch = pitch_px(strips)
    widths = sorted(line.box.width for line in lines) or [1]
    usual = widths[(9 * (len(widths) - 1)) // 10]
    scale = min(plain.scan_width / usual, _LARGEST_PITCH / pitch)
    smallest, largest = _TYPE_SIZES
    return replace(plain, scale=scale, size=min(largest, max(smallest, scale * pitch / _LEADING)))


def openings_of(page: TranscribedPage) -> tuple[Opening, ...]:
    """The openings of a page; one without text where the page has none, with the whole scan."""
    strips = strips_of(page)
    if not strips:
        whole = Box(0, 0, page.width, page.height)
        measures = Measures(1, 1.0, _TYPE_SIZES[1])
        scale = min(measures.scan_width / page.width, (BOTTOM - TOP) / page.height)
        return (Opening([Chunk(whole, MARGIN, TOP, scale, ())]),)
    setter = _Setter(measures_of(strips), page)
    for strip in strips:
        setter.add(strip)
    return setter.finish()


@dataclass(frozen=True, slots=True)
class _Tried:
    """A chunk as it would stand, its notes, and where it ends."""

    chunk: Chunk
    notes: tuple[str, ...]
    bottom: float


class _Setter:
    """Fills frame after frame."""

    def __init__(self, measures: Measures, page: TranscribedPage) -> None:
        self.openings = [Opening()]
        self._measures = measures
        self._page = page
        self._frame = 0
        self._y = TOP
        self._notes: list[str] = []
        self._numbered = 0
        self._label = ""

    def add(self, strip: Strip) -> None:
        entries = [part for entry in strip.entries for part in _in_parts(entry)]
        label = "" if strip.columns is None or self._page.columns < 2 else f"col. {strip.columns}"
        while entries:
            taken = self._place(entries, label)
            del entries[:taken]
            if entries:
                self._next_frame()

    def finish(self) -> tuple[Opening, ...]:
        """Sets the notes of the last frame."""
        self._set_notes()
        return tuple(self.openings)

    @property
    def _left(self) -> float:
        return MARGIN + self._frame * (self._measures.frame_width + _BETWEEN_FRAMES)

    @property
    def _text_left(self) -> float:
        return self._left + self._measures.scan_width + _GUTTER

    def _next_frame(self) -> None:
        self._set_notes()
        self._y, self._notes, self._label = TOP, [], ""
        self._frame += 1
        if self._frame == self._measures.frames:
            self._frame, self._numbered = 0, 0
            self.openings.append(Opening())

    def _place(self, entries: list[Entry], label: str) -> int:
        """Sets as many entries as there is room for; 0 when that is none, and the frame is not empty."""
        is_fresh = self._y == TOP
        best, taken = self._tried(entries[:1], label, shrink=is_fresh), 1
        step, too_many = 16, min(len(entries), _MOST_LINES) + 1
        while best is not None and taken + 1 < too_many:
            count = min(taken + step, too_many - 1)
            tried = self._tried(entries[:count], label, shrink=False)
            if tried is not None:
                best, taken = tried, count
            else:
                too_many, step = count, max(1, (count - taken) // 2)
        if best is None or (not is_fresh and taken < min(_FEWEST_TO_BEGIN, len(entries))):
            return 0
        self.openings[-1].chunks.append(best.chunk)
        self._notes += best.notes
        self._numbered += len(best.notes)
        self._y = best.bottom + _BETWEEN_CHUNKS
        self._label = label
        return taken

    def _tried(self, entries: list[Entry], label: str, *, shrink: bool) -> _Tried | None:
        """The chunk of these entries; ``None`` when there is no room for it."""
        measures = self._measures
        part = self._part(entries)
        scale = min(measures.scale, measures.scan_width / part.width)
        if not any(entry.words for entry in entries):
            scale = min(scale, _TALLEST_PICTURE / part.height)
        told = label if label != self._label else ""
        top = self._y + (_LABEL if told else 0.0)
        if shrink:
            scale = min(scale, (BOTTOM - top) / part.height)
        words, notes, end = self._set(entries, part, scale, top)
        bottom = max(top + scale * part.height, end)
        if not shrink and bottom > BOTTOM - self._notes_height((*self._notes, *notes)):
            return None
        return _Tried(Chunk(part, self._left, top, scale, tuple(words), told), tuple(notes), bottom)

    def _notes_height(self, notes: Sequence[str]) -> float:
        return NOTE_LEADING * len(self._rows(notes)) + _OVER_NOTES if notes else 0.0

    def _rows(self, notes: Sequence[str]) -> list[str]:
        """Notes run on, one after the other."""
        return rows_of(_BETWEEN_NOTES.join(notes), self._measures.text_width, NOTE_SIZE)

    def _part(self, entries: list[Entry]) -> Box:
        box = Box.around([entry.box for entry in entries])
        pad = max(2, round(_PAD * statistics.median([entry.box.height for entry in entries if entry.words] or [8])))
        return box.padded(pad, self._page.width, self._page.height)

    def _set(self, entries: list[Entry], part: Box, scale: float, top: float) -> tuple[list[Set], list[str], float]:
        """Words beside their lines, none over another; what is said in notes; where the last line ends."""
        made: list[Set] = []
        notes: list[str] = []
        lowest, right = top, self._text_left + self._measures.text_width
        for entry in entries:
            size = self._measures.size * (_HEADING if entry.heading else 1.0)
            start = self._text_left + (_INDENT if entry.indented else 0.0)
            x, base = start, max(top + scale * (entry.base_px - part.y0), lowest + _RISE_EM * size)
            for piece in self._pieces(entry, size, notes):
                if x > start and x + piece.width > right:
                    x, base = self._text_left + _INDENT, base + size * _LEADING
                made.append(replace(piece, x=x, y=base))
                x += piece.extent + size * _SPACE_EM
            lowest = base + (_LEADING - _RISE_EM) * size
        return made, notes, lowest

    def _pieces(self, entry: Entry, size: float, notes: list[str]) -> Iterator[Set]:
        if entry.remark:
            yield _piece(f"[{entry.remark}]", 0.86 * size, self._measures.text_width, remark=True)
        for word in entry.words:
            note, number = note_of(word), None
            if note:
                number = self._numbered + len(notes) + 1
                notes.append(f"{number} {note}")
            bold = entry.heading or Emphasis.BOLD in word.emphasis
            yield _piece(word.text, size, self._measures.text_width, doubt_of(word), number, bold=bold)

    def _set_notes(self) -> None:
        """Sets the notes at the foot of the frame, once no more words come into it."""
        if not self._notes:
            return
        rows = self._rows(self._notes)
        start = BOTTOM - NOTE_LEADING * (len(rows) - 1)
        opening = self.openings[-1]
        opening.rules.append((self._text_left, self._text_left + 60, start - NOTE_LEADING))
        opening.notes += [Note(self._text_left, start + NOTE_LEADING * i, row) for i, row in enumerate(rows)]


def _piece(
    text: str,
    size: float,
    most: float,
    doubt: int = 0,
    note: int | None = None,
    *,
    bold: bool = False,
    remark: bool = False,
) -> Set:
    """A word that is yet to be placed; one wider than a row is set smaller."""
    letters, ems = measured(text)
    fitting = min(size, 0.95 * most / ems) if ems else size
    return Set(0, 0, fitting, letters, fitting * ems, doubt, note, bold, remark)


def _in_parts(entry: Entry) -> Iterator[Entry]:
    """A line of very many words, as no printed page has it, in several that stand in one place."""
    for start in range(0, max(1, len(entry.words)), _MOST_WORDS):
        yield replace(entry, words=entry.words[start : start + _MOST_WORDS], remark="" if start else entry.remark)


def rows_of(text: str, width: float, size: float) -> list[str]:
    """Text broken into rows, in letters that the typeface has; a word longer than a row is broken where it must be."""
    rows: list[str] = [""]
    room = width / size
    for word in _BREAKS.split(text.strip()):
        letters, ems = measured(word)
        if rows[-1] and width_em(rows[-1]) + _SPACE_EM + ems <= room:
            rows[-1] += f" {letters}"
            continue
        if rows[-1]:
            rows.append("")
        for letter in letters:
            if rows[-1] and width_em(rows[-1] + letter) > room:
                rows.append("")
            rows[-1] += letter
    return rows
