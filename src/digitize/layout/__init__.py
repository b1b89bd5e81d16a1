"""Layout: rules, gutters, lines, blocks and columns, and their reading order."""

from digitize.layout.segment import segment_page
from digitize.layout.segmented import Region, SegmentedPage

__all__ = ["Region", "SegmentedPage", "segment_page"]
