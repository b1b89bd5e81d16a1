"""Making up a page: blocks become rows, rows flow through columns, columns are filled to their foot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from benchmarks.samples.fonts import Font, advance_px
from benchmarks.samples.markup import Block, Kind, tokens
from benchmarks.samples.setting import Align, set_text, text_width
from benchmarks.samples.sheet import Line, Piece, Region, Word
from digitize.model.geometry import Box


@dataclass(frozen=True, slots=True)
class Style:
    """How a kind of block is set.

    Args:
        font: In what.
        leading_px: From baseline to baseline.
        align: How its lines fill the measure.
        before_px: Space above the block.
        after_px: Space below it.
        region: PAGE's kind of region.
        indent_px: Of the first line.
        stretch: How much of a column's spare room goes above the block, relative to others.
        keeps: Whether the block stays in one column with what follows.
        ruled: Whether a thin rule stands above the block, unless it opens a column.
    """

    font: Font
    leading_px: float
    align: Align = Align.JUSTIFIED
    before_px: float = 0.0
    after_px: float = 0.0
    region: str = "paragraph"
    indent_px: float = 0.0
    stretch: float = 1.0
    keeps: bool = False
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class House:
    """A newspaper's habits: language and styles."""

    language: str
    styles: dict[Kind, Style]
    box_pad_px: int = 16


@dataclass(frozen=True, slots=True)
class Row:
    """One line waiting for its place in a column.

    Args:
        line: Placed from 0, baseline 0.
        style: Its block's.
        block: Number of its block: rows of one block in one column are a region.
        above_px: Space above.
        keep: Whether the next row must stand in the same column.
        boxed: Number of the box around it, or ``None``.
        opens: Whether it is the first row of its block.
        article: Number of the article that its block belongs to, or ``None``.
    """

    line: Line
    style: Style
    block: int
    above_px: float
    keep: bool
    boxed: int | None
    opens: bool
    article: int | None = None


@dataclass(slots=True)
class Made:
    """What has been made up so far: regions in reading order, and rules.

    ``unit`` scales the thickness and the distance of rules, for type larger or smaller than that of the samples.
    """

    regions: list[Region] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    unit: float = 1.0


def shifted(line: Line, dx: float, dy: float) -> Line:
    """The same line elsewhere, on whole pixels."""
    words = tuple(
        Word(
            w.text,
            tuple(replace(p, x=float(round(p.x + dx)), baseline=float(round(p.baseline + dy))) for p in w.pieces),
        )
        for w in line.words
    )
    return Line(words, float(round(line.baseline + dy)), line.spaced)


def _table_row(text: str, font: Font, x0: float, measure: float) -> list[Line]:
    """A row of a table: the first cell flush left, the last flush right."""
    left, _, right = text.rpartition("|")
    words = [Word(t, (Piece(t, font, 0.0, 0.0),)) for t in (*left.split(), *right.split())]
    gap, count = advance_px(" ", font), len(left.split())
    x = x0
    placed: list[Word] = []
    for index, word in enumerate(words):
        if index == count:
            x = x0 + measure - sum(text_width(w.text, font) for w in words[count:]) - gap * (len(words) - count - 1)
        placed.append(Word(word.text, (replace(word.pieces[0], x=x),)))
        x += text_width(word.text, font) + gap
    return [Line(tuple(placed), 0.0)]


def rows_of(blocks: Iterable[Block], house: House, measure_px: float) -> list[Row]:
    """Sets blocks into rows of that measure."""
    rows: list[Row] = []
    after, previous = 0.0, None
    for number, block in enumerate(blocks):
        style, pad = house.styles[block.kind], 0 if block.boxed is None else house.box_pad_px
        if block.kind is Kind.ROW:
            lines = _table_row(block.text, style.font, pad, measure_px - 2 * pad)
        else:
            words, measure = tokens(block.text), measure_px - 2 * pad
            lines = set_text(words, style.font, pad, measure, style.align, house.language, style.indent_px)
        joined = block.kind is Kind.ROW and previous is not None and previous.kind is Kind.ROW
        opens_box = block.boxed is not None and (previous is None or previous.boxed != block.boxed)
        above = 0.0 if joined else max(style.before_px, after) + 2 * pad * opens_box
        in_region = rows[-1].block if joined else number
        for index, line in enumerate(lines):
            keep = style.keeps or block.boxed is not None or _kept(index, len(lines))
            rows.append(
                Row(line, style, in_region, 0.0 if index else above, keep, block.boxed, index == 0, block.article)
            )
        after, previous = style.after_px + pad, block
    return rows


def _kept(index: int, count: int) -> bool:
    """Whether a line must have the next one below it: no line of a paragraph stands alone in a column."""
    return index < count - 1 and (count < 4 or index in (0, count - 2))


def deal(rows: list[Row], heights_px: list[float]) -> list[list[Row]]:
    """Deals rows into columns of those heights, from the left; rows that are kept together move on together.

    Returns:
        The rows of each column, and in one more list those that found no room.
    """
    columns: list[list[Row]] = [[] for _ in heights_px]
    at, used, index = 0, 0.0, 0
    while index < len(rows):
        group = [rows[index]]
        while group[-1].keep and index + len(group) < len(rows):
            group.append(rows[index + len(group)])
        need = sum(r.style.leading_px + r.above_px for r in group) - (0 if used else group[0].above_px)
        if used + need > heights_px[at] + 0.5:
            at, used = at + 1, 0.0
            if at == len(heights_px):
                return [*columns, rows[index:]]
            continue
        columns[at].extend(group)
        used += need
        index += len(group)
    return [*columns, []]


def balanced_height(rows: list[Row], columns: int, step_px: float) -> float:
    """The least height at which rows fit into that many columns, in steps of a line."""
    height = sum(r.style.leading_px + r.above_px for r in rows) / columns
    while deal(rows, [height] * columns)[-1]:
        height += step_px / 2
    return height


def _spread(rows: list[Row], room_px: float) -> list[float]:
    """Room above each row of a column: its own, and its share of what is left over."""
    above = [row.above_px if index else 0.0 for index, row in enumerate(rows)]
    spare = max(0.0, room_px - sum(row.style.leading_px for row in rows) - sum(above))
    weights = [_weight(row) if index else 0.0 for index, row in enumerate(rows)]
    share = spare / (sum(weights) or 1.0)
    return [a + share * w for a, w in zip(above, weights, strict=True)]


def _weight(row: Row) -> float:
    if row.boxed is not None and not row.opens:
        return 0.0
    return row.style.stretch if row.opens else 0.06


def pour(
    rows: list[Row],
    box: Box,
    column: int | None,
    made: Made,
    foot: int | None = None,
    span: tuple[int, int] | None = None,
) -> int:
    """Places the rows of one column from the top of its box; with ``foot``, spreads them down to there.

    Rows that stretch over several columns have a ``span`` and no ``column``.

    Returns:
        The foot of the last row.
    """
    y = float(box.y0)
    lines: list[tuple[Row, Line]] = []
    framed: dict[int, tuple[float, float]] = {}
    for row, above in zip(rows, _spread(rows, 0.0 if foot is None else foot - box.y0), strict=True):
        if row.style.ruled and row.opens and above:
            middle, thick = round(y + above / 2 - 2), max(1, round(3 * made.unit))
            made.rules.append(Box(box.x0 + box.width // 4, middle, box.x1 - box.width // 4, middle + thick))
        y += above
        lines.append((row, shifted(row.line, box.x0, y + 0.76 * row.style.leading_px)))
        if row.boxed is not None:
            framed[row.boxed] = (framed.get(row.boxed, (y, y))[0], y + row.style.leading_px)
        y += row.style.leading_px
    for block in dict.fromkeys(row.block for row, _ in lines):
        mine = [(row, line) for row, line in lines if row.block == block]
        first = mine[0][0]
        region = Region(first.style.region, tuple(line for _, line in mine), column, article=first.article, span=span)
        made.regions.append(region)
    out, below, thick = (max(1, round(px * made.unit)) for px in (12, 10, 3))
    for top, end in framed.values():
        made.rules.extend(frame(Box(box.x0, round(top) - out, box.x1, round(end) + below), thick))
    return round(y)


def frame(box: Box, thickness_px: int) -> list[Box]:
    """The four rules of a frame, inside ``box``."""
    t = thickness_px
    return [
        Box(box.x0, box.y0, box.x1, box.y0 + t),
        Box(box.x0, box.y1 - t, box.x1, box.y1),
        Box(box.x0, box.y0, box.x0 + t, box.y1),
        Box(box.x1 - t, box.y0, box.x1, box.y1),
    ]
