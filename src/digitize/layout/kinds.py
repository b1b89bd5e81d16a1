"""Tells what the blocks of a page are, in PAGE's terms: headings, running heads, page numbers, captions, paragraphs.

Shape and place speak first; once the text is read it may confirm or deny (``confirm_kind``). What is not sure is a
paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

import numpy as np

from digitize.layout.ink import Ink, X
from digitize.layout.lines import Line
from digitize.layout.paragraphs import Ordinary, line_weights, middle, ordinary_text, split_into_blocks
from digitize.model.geometry import Box
from digitize.model.transcription import RegionKind

_HEAD = 0.25
_FOOT = 0.9
"""Shares of the text's height above and below which rules across the page set apart a masthead, and an imprint."""
_ROWS = 6
"""Rows of a masthead at most, between rules across the page: a title with prices and addresses beside it."""
_IMPRINT = 3
"""Rows of an imprint at most."""
_DISPLAY = 2.2
"""Larger letters than so many ordinary ones are a title's, not a running head's."""
_UNBROKEN = 0.95
"""Share of a line's length with ink that only a rule has: letters and words leave white between them."""
_RULED = 0.5
"""Share of the text's width that a rule under a running head covers."""
_APART = 1.4
"""Distance, in line distances, of a running head or page number from the text: typists leave a blank half line."""
_SPREAD = 6 * X
"""White within a running head, between title and number: no space between words or columns is as wide."""
_TOKEN = 10 * X
"""Widest page number: four digits between dashes."""
_CAPTION = 2.5
"""A caption begins within so many line distances below its picture, ..."""
_CAPTION_LINES = 5
"""... and has so many lines at most."""
_NUMBER = re.compile(r"[-–—.()\[\]*\s]*(\d{1,4}|[IVXLC]{1,8}|[ivxlc]{1,8}|[ІХ]{1,5})[-–—.()\[\]*\s]*")
"""A page number in Arabic or Roman figures (typed in Cyrillic letters, too), between dashes, stars or brackets."""
_TEXT_LINES = 5
"""A page with fewer rows has no running head: what stands on it is its text."""


@dataclass(frozen=True, slots=True)
class Run:
    """Lines that stand one below the other, in one column or across several.

    Args:
        lines: From the top.
        column: Number of the column; ``None`` when it is across several.
        edges: Left and right edge of the column, or of the columns that it is across.
    """

    lines: tuple[Line, ...]
    column: int | None
    edges: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a run that is of one kind.

    Args:
        kind: What it is.
        lines: From the top.
        run: Index of the run that it is part of.
    """

    kind: RegionKind
    lines: tuple[Line, ...]
    run: int


def find_kinds(
    runs: Sequence[Run],
    ink: Ink,
    pictures: Sequence[Box] = (),
    taken: Sequence[Box] = (),
    bands: Sequence[tuple[int, int]] = (),
) -> tuple[Piece, ...]:
    """Divides runs into pieces and tells what each is; order is kept, and every line is in exactly one piece.

    Args:
        runs: In reading order.
        ink: The page.
        pictures: Below which captions may stand.
        taken: Tables, stamps and handwriting: lines in them say nothing about heads and feet of the page.
        bands: First row and end of what stands between rules across the page, from the top (``find_bands``).
    """
    lines = [line for run in runs for line in run.lines]
    if not lines:
        return ()
    weights = line_weights(ink, lines)
    starts = [0, *accumulate(len(run.lines) for run in runs)]
    ordinary = ordinary_text([run.lines for run in runs], [weights[a:b] for a, b in pairwise(starts)])
    sound = [i for i, line in enumerate(lines) if _is_sound(line, ink, taken)]
    kinds = _margins([lines[i] for i in sound], ink, taken, bands, ordinary)
    kinds = {sound[i]: kind for i, kind in kinds.items()} | _captions(lines, pictures, ordinary)
    pieces: list[Piece] = []
    for number, run in enumerate(runs):
        for kind, members in groupby(range(starts[number], starts[number + 1]), key=kinds.get):
            at = list(members)
            some = tuple(lines[i] for i in at)
            if kind is RegionKind.CAPTION:
                pieces.append(Piece(kind, some, number))
            elif kind is not None:  # each by itself: one of them may be the page's number
                pieces += [Piece(kind, (line,), number) for line in some]
            else:
                blocks = split_into_blocks(some, weights[at], run.edges, ordinary)
                pieces += [Piece(what, block, number) for what, block in blocks]
    return tuple(pieces)


def _is_sound(line: Line, ink: Ink, taken: Sequence[Box]) -> bool:
    """Whether a line is text, and no speck, no rest of a rule, no part of a table or stamp."""
    at = (slice(line.y0, line.y1), slice(line.x0, line.x1))
    flat = line.height <= 1.5 * X
    rule = flat and (ink.level[at].any(axis=0).mean() > 0.3 or ink.text[at].any(axis=0).mean() > _UNBROKEN)
    return line.height >= X and not rule and not any(line.overlap(box) > 0.5 * line.area for box in taken)


def _free(bands: Sequence[tuple[int, int]], taken: Sequence[Box]) -> list[tuple[int, int]]:
    """Bands, but for the edges that the rules of tables make."""
    edges = [top for top, _ in bands[1:] if not any(box.y0 - 3 * X <= top <= box.y1 + 3 * X for box in taken)]
    return list(pairwise([bands[0][0], *edges, bands[-1][1]])) if bands else []


def confirm_kind(kind: RegionKind, text: str) -> RegionKind:
    """The kind of a block, now that its text is known.

    A page number is a number; a running head or foot of nothing but a number is one, and so is a number between
    dashes that stands like a heading (a number without may head a chapter).
    """
    number = _NUMBER.fullmatch(text.strip()) is not None
    if kind is RegionKind.PAGE_NUMBER and not number:
        return RegionKind.PARAGRAPH
    if number and (kind in (RegionKind.HEADER, RegionKind.FOOTER) or (kind is RegionKind.HEADING and _is_dashed(text))):
        return RegionKind.PAGE_NUMBER
    return kind


def _is_dashed(text: str) -> bool:
    return re.fullmatch(r"\s*[-–—].*\d.*[-–—]\s*", text) is not None


def _captions(lines: Sequence[Line], pictures: Sequence[Box], ordinary: Ordinary) -> dict[int, RegionKind]:
    """Lines directly below a picture and within its width, until a gap or larger letters."""
    found: dict[int, RegionKind] = {}
    order = sorted(range(len(lines)), key=lambda i: middle(lines[i]))
    for picture in pictures:
        foot, rows = float(picture.y1), 0
        reach = _CAPTION * ordinary.distance
        for i in order:
            line = lines[i]
            across = line.x0 >= picture.x0 - 2 * X and line.x1 <= picture.x1 + 2 * X
            if middle(line) < picture.y1 - X or not across or line.letter > 1.3 * ordinary.letter:
                continue
            step = middle(line) - foot
            if step > reach or rows >= _CAPTION_LINES:
                break
            rows += step > X
            foot, reach = middle(line), 1.35 * ordinary.distance
            found[i] = RegionKind.CAPTION
    return found


def _margins(
    lines: Sequence[Line], ink: Ink, taken: Sequence[Box], bands: Sequence[tuple[int, int]], ordinary: Ordinary
) -> dict[int, RegionKind]:
    """Mastheads and imprints between rules across the page; running heads and page numbers apart from the text."""
    rows = _rows(lines)
    if len(rows) < _TEXT_LINES:
        return {}
    text = Box.around(lines)
    bands = _free(bands, taken)
    found: dict[int, RegionKind] = {}
    for top, bottom in bands[:-1]:
        inside = [row for row in rows if top <= middle(lines[row[0]]) < bottom]
        if len(inside) > _ROWS or bottom > text.y0 + _HEAD * text.height:
            break
        found |= dict.fromkeys((i for row in inside for i in row), RegionKind.HEADER)
    top, bottom = bands[-1] if len(bands) > 1 else (0, 0)
    inside = [row for row in rows if top <= middle(lines[row[0]]) < bottom]
    if len(inside) <= _IMPRINT and top >= text.y0 + _FOOT * text.height:
        found |= dict.fromkeys((i for row in inside for i in row), RegionKind.FOOTER)
    return found | _running(lines, rows, ink, taken, ordinary, found)


def _running(
    lines: Sequence[Line],
    rows: list[list[int]],
    ink: Ink,
    taken: Sequence[Box],
    ordinary: Ordinary,
    known: dict[int, RegionKind],
) -> dict[int, RegionKind]:
    """What stands apart from the text in the first row and the last."""
    found: dict[int, RegionKind] = {}
    text = Box.around(lines)
    head, below, above, foot = rows[0], rows[1], rows[-2], rows[-1]
    far = _APART * ordinary.distance
    if not any(i in known for i in head) and all(lines[i].letter < _DISPLAY * ordinary.letter for i in head):
        apart = min(middle(lines[i]) for i in below) - max(middle(lines[i]) for i in head) >= far
        box = Box.around([lines[i] for i in head])
        next_top = min(lines[i].y0 for i in below)
        ruled = _is_ruled(ink, box.y1, next_top, text) and not any(box.y1 - X <= t.y0 <= next_top for t in taken)
        if apart and len(head) == 1 and _is_token(box, text):
            found[head[0]] = RegionKind.PAGE_NUMBER
        elif ruled or (apart and _widest_white(ink, box) >= _SPREAD):
            found |= dict.fromkeys(head, RegionKind.HEADER)
    apart = min(middle(lines[i]) for i in foot) - max(middle(lines[i]) for i in above) >= far
    if apart and len(foot) == 1 and foot[0] not in known and _is_token(lines[foot[0]], text):
        found[foot[0]] = RegionKind.PAGE_NUMBER
    return found


def _widest_white(ink: Ink, row: Box) -> int:
    """Widest white between two letters of a row."""
    x0, y0, x1, y1 = ink.letters.T
    down = (y0 + y1) // 2
    own = np.flatnonzero((down >= row.y0) & (down < row.y1) & (x0 >= row.x0) & (x1 <= row.x1))
    own = own[np.argsort(x0[own], kind="stable")]
    return int(max(x0[own][1:] - np.maximum.accumulate(x1[own])[:-1], default=0))


def _rows(lines: Sequence[Line]) -> list[list[int]]:
    """Indices of the lines that stand beside each other, row by row from the top."""
    rows: list[list[int]] = []
    last = float("-inf")
    for i in sorted(range(len(lines)), key=lambda i: (middle(lines[i]), lines[i].x0)):
        if middle(lines[i]) - last > X:
            rows.append([])
            last = middle(lines[i])
        rows[-1].append(i)
    return rows


def _is_token(line: Box, text: Box) -> bool:
    """Whether a line is short and stands in the middle or in a corner of the page."""
    centred = abs((line.x0 + line.x1) - (text.x0 + text.x1)) <= 0.2 * text.width
    cornered = line.x0 - text.x0 <= 3 * X or text.x1 - line.x1 <= 3 * X
    return line.width <= _TOKEN and (centred or cornered)


def _is_ruled(ink: Ink, top: int, bottom: int, text: Box) -> bool:
    """Whether a rule runs between two rows of text."""
    between = ink.level[top : max(top, bottom), text.x0 : text.x1]
    return bool(between.any(axis=0).mean() >= _RULED) if between.size else False
