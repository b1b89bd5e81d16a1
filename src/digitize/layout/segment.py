"""From a straightened page to its regions, columns and reading order.

Sizes are told in x-heights (``X`` pixels of a reduced picture), so that they hold at any resolution.
"""

from __future__ import annotations

import numpy as np

from digitize.layout.barriers import find_barriers, with_column_gutters
from digitize.layout.blocks import Block, build_blocks
from digitize.layout.columns import column_of, find_columns, find_dividers, join_in_columns
from digitize.layout.ink import Ink, X, find_ink
from digitize.layout.lines import find_lines
from digitize.layout.order import reading_order
from digitize.layout.segmented import Region, SegmentedPage
from digitize.model.geometry import Box
from digitize.model.raster import Raster
from digitize.model.transcription import RegionKind

_WRITTEN_OVER = 0.3
"""Share of a picture that lines of text may cover, letters in the picture and caption included."""
_HEADING = 1.5
"""A line this many times as high as the page's ordinary line is a heading."""


def segment_page(level: Raster, x_height_px: float) -> SegmentedPage:
    """The regions of a straightened page, in reading order.

    Args:
        level: Grey, upright, level.
        x_height_px: Its x-height.
    """
    ink = find_ink(level.pixels, x_height_px)
    barriers = find_barriers(ink)
    blocks = build_blocks(find_lines(ink, barriers), barriers, ink.upright)
    columns = find_columns(blocks)
    if len(columns) > 1:
        barriers = with_column_gutters(barriers, ink, columns)
        blocks = build_blocks(find_lines(ink, barriers), barriers, ink.upright)
        columns = find_columns(blocks)
    dividers = find_dividers(ink.level, columns)
    blocks = join_in_columns(blocks, columns, dividers)
    order = reading_order([*(block.box for block in blocks), *dividers])
    blocks = [blocks[i] for i in order if i < len(blocks)]
    ordinary = float(np.median([line.height for block in blocks for line in block.lines])) if blocks else 0.0
    regions = [
        Region(
            _kind(block, ordinary),
            _enlarged(block.box, ink, level),
            column_of(block.box, columns),
            tuple(_enlarged(line, ink, level) for line in block.lines),
        )
        for block in blocks
    ]
    regions += _pictures(ink, [line for region in regions for line in region.lines], level)
    edges = tuple((int(a * ink.scale), min(level.width, int(b * ink.scale))) for a, b in columns)
    why = f"{len(edges)} columns by gutters and rules" if len(edges) > 1 else "no gutter runs through the text"
    return SegmentedPage(level.width, level.height, tuple(regions), edges, why)


def _kind(block: Block, ordinary: float) -> RegionKind:
    large = block.line_height > _HEADING * ordinary and len(block.lines) <= 6
    return RegionKind.HEADING if large else RegionKind.PARAGRAPH


def _enlarged(part: Box, ink: Ink, level: Raster) -> Box:
    """From reduced to straightened pixels, with a margin of half an x-height."""
    s, pad = ink.scale, X / 2
    x0, y0 = max(0, int((part.x0 - pad) * s)), max(0, int((part.y0 - pad) * s))
    x1, y1 = int((part.x1 + pad) * s) + 1, int((part.y1 + pad) * s) + 1
    return Box(x0, y0, min(x1, level.width), min(y1, level.height))


def _pictures(ink: Ink, lines: list[Box], level: Raster) -> list[Region]:
    """Pictures that hardly any line of text crosses: what lines cover was text in one piece with a rule or a stain."""
    found = []
    for picture in ink.pictures:
        box = _enlarged(picture, ink, level)
        if sum(line.overlap(box) for line in lines) < _WRITTEN_OVER * box.area:
            found.append(Region(RegionKind.IMAGE, box, None, ()))
    return found
