"""Lines that the layout sees and no engine has read a word of: a page may be short of half its text, and be read well in the rest."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from digitize.layout import SegmentedPage
from digitize.layout.lines import Line
from digitize.model.geometry import Transform
from digitize.model.transcription import RegionKind, TranscribedPage

_NO_TEXT = (RegionKind.IMAGE, RegionKind.STAMP, RegionKind.HANDWRITING)
_MUCH = 0.2
"""Share of the length of all lines from which lines without a word are told of. What else looks like lines (pencil, dirt, rules) came
to less than half of that on scans with true text."""
_STEPS = 24
"""Places along a line at which it is asked for a word."""


def passed_over(layout: SegmentedPage, to_straight: Transform, page: TranscribedPage) -> tuple[str, ...]:
    """A warning where much of what looks like text has no word, not even one in doubt; none on a page without any word.

    Args:
        layout: Where lines were seen, on the straightened page.
        to_straight: From the canonical image to the straightened page.
        page: What was read.
    """
    boxes = [to_straight.box(word.box, layout.width, layout.height) for word in page.words]
    if not boxes:
        return ()
    words = np.array([(box.x0, box.y0, box.x1, box.y1) for box in boxes], dtype=np.float64)
    lines = [line for region in layout.regions if region.kind not in _NO_TEXT for line in region.lines]
    unread = [line for line in lines if not _is_read(line, words)]
    if not unread or _length(unread) < _MUCH * _length(lines):
        return ()
    told = f"{len(unread)} of the {len(lines)} lines that seem to stand on this page were not read"
    return (f"{told}; compare its text with the scan",)


def _length(lines: Iterable[Line]) -> int:
    return sum(line.width for line in lines)


def _is_read(line: Line, words: NDArray[np.float64]) -> bool:
    x0, y0, x1, y1 = words[(words[:, 1] < line.y1) & (words[:, 3] > line.y0)].T[..., None]
    x = np.linspace(line.x0, line.x1, _STEPS)
    y = np.array([line.at(place) for place in x])
    return bool(((x0 <= x) & (x < x1) & (y0 <= y) & (y < y1)).any())
