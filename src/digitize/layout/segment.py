"""From a straightened page to its regions, columns and reading order.

Sizes are told in x-heights (``X`` pixels of a reduced picture), so that they hold at any resolution.
"""

from __future__ import annotations

import numpy as np

from digitize.layout.band import Band, has_columns_of, lay_out, lay_out_in
from digitize.layout.bands import find_bands
from digitize.layout.blocks import Block
from digitize.layout.columns import Extent, block_of, column_of
from digitize.layout.ink import Ink, X, find_ink
from digitize.layout.lines import Line
from digitize.layout.segmented import Region, SegmentedPage
from digitize.model.geometry import Box
from digitize.model.raster import Raster
from digitize.model.transcription import RegionKind

_FILLS = 0.8
"""Share of the width of the articles' columns over which a band with columns of its own extends."""
_WRITTEN_OVER = 0.3
"""Share of a picture that lines of text may cover, letters in the picture and caption included."""
_HEADING = 1.5
"""Letters this many times as high as those of the page's ordinary line are a heading's."""


def segment_page(level: Raster, x_height_px: float) -> SegmentedPage:
    """The regions of a straightened page, in reading order.

    Args:
        level: Grey, upright, level.
        x_height_px: Its x-height.
    """
    ink = find_ink(level.pixels, x_height_px)
    bands, main = _bands(ink)
    blocks = [(block, band) for band in bands for block in band.blocks]
    if len(main.columns) <= 1 and blocks:  # what stands beside the text of a single column is read where it stands
        blocks = [(block_of([line for block, _ in blocks for line in block.lines]), main)]
    ordinary = float(np.median([line.letter for block, _ in blocks for line in block.lines])) if blocks else 0.0
    regions = [
        Region(
            _kind(block, ordinary),
            _enlarged(block.box, ink, level),
            column_of(block.box, _numbering(band, main)),
            tuple(_full_line(line, ink, level) for line in block.lines),
        )
        for block, band in blocks
    ]
    regions += _pictures(ink, [line for region in regions for line in region.lines], level)
    edges = tuple((int(a * ink.scale), min(level.width, int(b * ink.scale))) for a, b in main.columns)
    why = f"{len(edges)} columns by gutters and rules" if len(edges) > 1 else "no gutter runs through the text"
    return SegmentedPage(level.width, level.height, tuple(regions), edges, why)


def _bands(ink: Ink) -> tuple[list[Band], Band]:
    """The bands from the top, and the one of the articles: that with most lines."""
    parts = [(ink.between(top, bottom), top) for top, bottom in find_bands(ink)]
    bands = [lay_out(part, top) for part, top in parts]
    main = max(bands, key=lambda band: band.lines)
    if len(main.columns) > 1:
        for i, (part, top) in enumerate(parts):
            if len(bands[i].columns) <= 1 and has_columns_of(part, main.columns):
                bands[i] = lay_out_in(part, top, main.columns)
    return bands, main


def _numbering(band: Band, main: Band) -> tuple[Extent, ...]:
    """The columns by which a band's lines are numbered.

    Its own where it fills the page with columns as the articles do (a feuilleton), else those of the articles
    (a masthead).
    """
    own, others = band.columns, main.columns
    if len(own) > 1 and own[-1][1] - own[0][0] >= _FILLS * (others[-1][1] - others[0][0]):
        return own
    return others


def _kind(block: Block, ordinary: float) -> RegionKind:
    large = block.letter > _HEADING * ordinary and len(block.lines) <= 6
    return RegionKind.HEADING if large else RegionKind.PARAGRAPH


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


def _pictures(ink: Ink, lines: list[Line], level: Raster) -> list[Region]:
    """Pictures that hardly any line of text crosses: what lines cover was text in one piece with a rule or a stain."""
    found = []
    for picture in ink.pictures:
        box = _enlarged(picture, ink, level)
        if sum(line.overlap(box) for line in lines) < _WRITTEN_OVER * box.area:
            found.append(Region(RegionKind.IMAGE, box, None, ()))
    return found
