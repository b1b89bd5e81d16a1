"""Drawing of the facing transcription: content streams of its pages, in points from the top left corner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from digitize.export.pdf_facing_layout import BOTTOM, HEIGHT, MARGIN, NOTE_SIZE, RAISED, WIDTH, Chunk, Opening, Set
from digitize.export.pdf_type import Type, measured
from digitize.model.geometry import Box, Transform
from digitize.model.transcription import TranscribedPage

FONT = "/F1"
SCAN = "/Scan"
_GREY, _BLACK = "0.4 g", "0 g"
_HEAD_Y, _FOOT_Y = 40.0, 577.0
_LOCATOR_HEIGHT = 40.0


@dataclass(slots=True)
class Canvas:
    """A page that is being drawn.

    Args:
        type: The letters of the whole PDF.
        parts: What has been drawn.
    """

    type: Type
    parts: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, size: float, text: str, *, grey: bool = False, bold: bool = False) -> float:
        """Sets text with its baseline at ``y``; returns where it ends."""
        letters, ems = measured(text)
        code = self.type.encode(letters).hex().upper()
        weight = f"2 Tr {_n(size * 0.025)} w " if bold else ""
        back = " 0 Tr" if bold else ""
        colour = _GREY if grey else _BLACK
        self.parts.append(f"BT {colour} {weight}{FONT} {_n(size)} Tf {_n(x)} {_up(y)} Td <{code}> Tj{back} ET")
        return x + size * ems

    def rule(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.4, *, dotted: bool = False) -> None:
        """A straight line; dots are as wide as they are high."""
        dash = f"1 J [0 {_n(2.4 * width)}] 0 d" if dotted else "0 J [] 0 d"
        self.parts.append(f"q {dash} {_n(width)} w {_n(x0)} {_up(y0)} m {_n(x1)} {_up(y1)} l S Q")

    def box(self, x: float, y: float, width: float, height: float, paint: str) -> None:
        """A rectangle, painted by operators such as ``0.3 w S``, or ``0.8 g f``."""
        self.parts.append(
            f"q {paint.rpartition(' ')[0]} {_n(x)} {_up(y + height)} {_n(width)} {_n(height)} re {paint.rsplit(maxsplit=1)[-1]} Q"
        )

    def scan(self, chunk: Chunk, canonical_to_user: Transform) -> None:
        """A part of the scan, all else cut away."""
        part, scale = chunk.part, chunk.scale
        place = Transform(scale, 0, chunk.x - scale * part.x0, 0, -scale, HEIGHT - chunk.y + scale * part.y0)
        a, b, c, d, e, f = canonical_to_user.inverse.then(place).values
        matrix = " ".join(_n(value, 6) for value in (a, d, b, e, c, f))
        width, height = scale * part.width, scale * part.height
        self.parts.append(
            f"q {_n(chunk.x)} {_up(chunk.y + height)} {_n(width)} {_n(height)} re W n {matrix} cm {SCAN} Do Q"
        )
        self.box(chunk.x, chunk.y, width, height, "0.5 G 0.3 w S")

    def content(self) -> bytes:
        return ("\n".join(self.parts) + "\n").encode("ascii")


def draw_opening(
    canvas: Canvas, opening: Opening, page: TranscribedPage, to_user: Transform, head: str, foot: tuple[str, str]
) -> None:
    """Draws an opening.

    Args:
        canvas: Receives it.
        opening: What stands where.
        page: The page that is read.
        to_user: From pixels of its canonical image to the user space of the scan's form.
        head: The line over it.
        foot: What stands below on the left and on the right.
    """
    canvas.text(MARGIN, _HEAD_Y, 9.5, head)
    _locator(canvas, [chunk.part for chunk in opening.chunks], page)
    for chunk in opening.chunks:
        if chunk.label:
            canvas.text(chunk.x, chunk.y - 2.5, 6.5, chunk.label, grey=True)
        canvas.scan(chunk, to_user)
        for word in chunk.words:
            draw_word(canvas, word)
    for left, right, y in opening.rules:
        canvas.rule(left, y, right, y)
    for note in opening.notes:
        canvas.text(note.x, note.y, NOTE_SIZE, note.text)
    canvas.rule(MARGIN, BOTTOM + 10, WIDTH - MARGIN, BOTTOM + 10, 0.25)
    canvas.text(MARGIN, _FOOT_Y, 7, foot[0], grey=True)
    canvas.text(WIDTH - MARGIN - 7 * measured(foot[1])[1], _FOOT_Y, 7, foot[1], grey=True)


def draw_word(canvas: Canvas, word: Set) -> None:
    """A word with its marks: dots under what is unsure, a raised question mark and note number after it."""
    end = canvas.text(word.x, word.y, word.size, word.text, bold=word.bold, grey=word.remark)
    if word.doubt:
        canvas.rule(
            word.x + 0.4, word.y + 0.17 * word.size, end, word.y + 0.17 * word.size, 0.09 * word.size, dotted=True
        )
    raised = ("?" if word.doubt == 2 else "") + (str(word.note) if word.note else "")
    if raised:
        canvas.text(end, word.y - 0.36 * word.size, RAISED * word.size, raised)


def _locator(canvas: Canvas, parts: Sequence[Box], page: TranscribedPage) -> None:
    """The whole page, small, with its regions, and what of it this opening shows."""
    scale = _LOCATOR_HEIGHT / page.height
    width = scale * page.width
    if width > 3 * _LOCATOR_HEIGHT:
        scale *= 3 * _LOCATOR_HEIGHT / width
        width = scale * page.width
    left, top = WIDTH - MARGIN - width, 22.0
    for region in page.regions:
        if region.lines:
            box = region.box
            canvas.box(left + scale * box.x0, top + scale * box.y0, scale * box.width, scale * box.height, "0.85 g f")
    for part in parts:
        canvas.box(left + scale * part.x0, top + scale * part.y0, scale * part.width, scale * part.height, "0.35 g f")
    canvas.box(left, top, width, scale * page.height, "0.3 G 0.4 w S")


def _up(y: float) -> str:
    return _n(HEIGHT - y)


def _n(value: float, digits: int = 2) -> str:
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
