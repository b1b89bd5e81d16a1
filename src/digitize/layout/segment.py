"""From a straightened page to its regions, columns and reading order.

Sizes are told in x-heights (``X`` pixels of a reduced picture), so that they hold at any resolution.
"""

from __future__ import annotations

from dataclasses import replace

from digitize.layout.band import Band, Parted, Strip, has_columns_of, lay_out, lay_out_in, part_lines
from digitize.layout.bands import find_bands
from digitize.layout.blocks import Block
from digitize.layout.columns import Extent, block_of, column_of, spanned
from digitize.layout.figures import Figure, find_figures, without
from digitize.layout.ink import Ink, X, find_ink
from digitize.layout.kinds import Run, find_kinds
from digitize.layout.lines import Line
from digitize.layout.marks import find_marks
from digitize.layout.segmented import Region, SegmentedPage
from digitize.model.geometry import Box
from digitize.model.raster import Raster
from digitize.model.transcription import RegionKind

_FILLS = 0.8
"""Share of the width of the articles' columns over which a band with columns of its own extends."""


def segment_page(level: Raster, x_height_px: float) -> SegmentedPage:
    """The regions of a straightened page, in reading order; stamps and handwriting after them.

    Args:
        level: Grey, upright, level.
        x_height_px: Its x-height.
    """
    ink = find_ink(level.pixels, x_height_px)
    parted = part_lines(ink)
    figures = find_figures(ink, parted.lines)
    bands, main = _bands(without(ink, figures), figures, parted)
    blocks = [(block, _numbering(band, main)) for band in bands for block in band.blocks]
    if len(main.columns) <= 1:
        blocks = [(block, main.columns) for block in _one_column([block for block, _ in blocks])]
    marks = _marks(ink, blocks, len(main.columns), figures)
    regions = [
        Region(
            block.kind or RegionKind.PARAGRAPH,
            _enlarged(block.box, ink, level),
            column_of(block.box, columns),
            tuple(_full_line(line, ink, level) for line in block.lines),
            spanned(block.box, columns),
        )
        for block, columns in _typed(ink, blocks, [*(figure.box for figure in figures), *(box for _, box in marks)])
    ]
    regions += [Region(kind, _enlarged(box, ink, level), None, ()) for kind, box in marks]
    edges = tuple((int(a * ink.scale), min(level.width, int(b * ink.scale))) for a, b in main.columns)
    why = f"{len(edges)} columns by gutters and rules" if len(edges) > 1 else "no gutter runs through the text"
    return SegmentedPage(level.width, level.height, tuple(regions), edges, why)


def _bands(ink: Ink, figures: tuple[Figure, ...], parted: Parted) -> tuple[list[Band], Band]:
    """The bands from the top, and the one of the articles: that with most lines.

    The page's lines are those of the only band where no figure is taken out of it.
    """
    strips = [_strip(ink, top, bottom, figures) for top, bottom in find_bands(ink)]
    if len(strips) == 1 and not figures:
        strips = [replace(strips[0], parted=parted)]
    bands = [lay_out(strip) for strip in strips]
    main = max(bands, key=lambda band: band.lines)
    if len(main.columns) > 1:
        for i, strip in enumerate(strips):
            if len(bands[i].columns) <= 1 and has_columns_of(strip.ink, main.columns):
                bands[i] = lay_out_in(strip, main.columns)
    return bands, main


def _strip(ink: Ink, top: int, bottom: int, figures: tuple[Figure, ...]) -> Strip:
    inside = [f for f in figures if top <= (f.box.y0 + f.box.y1) // 2 < bottom]
    return Strip(
        ink.between(top, bottom),
        top,
        tuple(Block(f.box, f.lines, f.kind) for f in inside),
    )


def _numbering(band: Band, main: Band) -> tuple[Extent, ...]:
    """The columns by which a band's lines are numbered.

    Its own where it fills the page with columns as the articles do (a feuilleton), else those of the articles
    (a masthead).
    """
    own, others = band.columns, main.columns
    if len(own) > 1 and own[-1][1] - own[0][0] >= _FILLS * (others[-1][1] - others[0][0]):
        return own
    return others


def _one_column(blocks: list[Block]) -> list[Block]:
    """The lines of a single column in one block, but for its figures: what stands beside it is read where it stands."""
    figures = sorted((b for b in blocks if b.kind is not None), key=lambda b: b.box.y0)
    lines = sorted((line for b in blocks if b.kind is None for line in b.lines), key=lambda line: line.y0 + line.y1)
    found: list[Block] = []
    for figure in figures:
        above = [line for line in lines if line.y0 + line.y1 < figure.box.y0 + figure.box.y1]
        lines = lines[len(above) :]
        found += [block_of(above)] if above else []
        found.append(figure)
    return [*found, block_of(lines)] if lines else found


def _marks(
    ink: Ink, blocks: list[tuple[Block, tuple[Extent, ...]]], columns: int, figures: tuple[Figure, ...]
) -> list[tuple[RegionKind, Box]]:
    """Stamps and handwriting, that lie over the text or beside it."""
    lines = [line for block, _ in blocks if block.kind is None for line in block.lines]
    found = find_marks(ink, lines, max(1, columns), [figure.box for figure in figures])
    return [(mark.kind, mark.box) for mark in found]


def _typed(
    ink: Ink, blocks: list[tuple[Block, tuple[Extent, ...]]], taken: list[Box]
) -> list[tuple[Block, tuple[Extent, ...]]]:
    """The blocks of text divided into headings, paragraphs and so on, and the figures between them."""
    texts = [(i, block, columns) for i, (block, columns) in enumerate(blocks) if block.kind is None]
    runs = [Run(block.lines, column_of(block.box, columns), _edges(block.box, columns)) for _, block, columns in texts]
    pictures = [block.box for block, _ in blocks if block.kind is RegionKind.IMAGE]
    parts: dict[int, list[Block]] = {}
    for piece in find_kinds(runs, ink, pictures, taken, find_bands(ink)):
        parts.setdefault(texts[piece.run][0], []).append(replace(block_of(list(piece.lines)), kind=piece.kind))
    return [(part, columns) for i, (block, columns) in enumerate(blocks) for part in parts.get(i, [block])]


def _edges(box: Box, columns: tuple[Extent, ...]) -> tuple[int, int]:
    """Left and right edge of the column in which a box stands, or of those that it spans."""
    over = spanned(box, columns)
    number = column_of(box, columns)
    if over is not None:
        return columns[over[0] - 1][0], columns[over[1] - 1][1]
    return columns[number - 1] if number is not None else (box.x0, box.x1)


def _enlarged(part: Box, ink: Ink, level: Raster) -> Box:
    """From reduced to straightened pixels, with a margin of half an x-height."""
    s, pad = ink.scale, X / 2
    x0, y0 = max(0, int((part.x0 - pad) * s)), max(0, int((part.y0 - pad) * s))
    x1, y1 = int((part.x1 + pad) * s) + 1, int((part.y1 + pad) * s) + 1
    return Box(x0, y0, min(x1, level.width), min(y1, level.height))


def _full_line(line: Line, ink: Ink, level: Raster) -> Line:
    box = _enlarged(line, ink, level)
    middle = 0.5 * ink.scale  # a reduced pixel stands for a square: its middle
    spine = tuple((round(x * ink.scale, 1), round(y * ink.scale + middle, 1)) for x, y in line.spine)
    return Line(box.x0, box.y0, box.x1, box.y1, spine, round(line.letter * ink.scale, 1))
