"""Lines that the layout sees and no engine has read a word of: a page may be short of half its text, and read well in the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from digitize.layout.lines import Line
from digitize.model.geometry import Box
from digitize.model.transcription import RegionKind, TranscribedPage
from digitize.pipeline.prepared import PreparedPage

_NO_TEXT = (RegionKind.IMAGE, RegionKind.STAMP, RegionKind.HANDWRITING)
_MUCH = 0.2
"""Share of the length of all lines from which lines without a word are told of: specks, pencil and rules come to less on a page of text."""
_STEPS = 24
"""Places along a line at which it is asked for a word."""
_STRIP_PX = 64


def passed_over(prepared: PreparedPage, page: TranscribedPage) -> tuple[str, ...]:
    """A warning where much of what looks like text has no word.

    Args:
        prepared: Where the layout saw lines.
        page: What was read.
    """
    lines = [line for region in prepared.segmented.regions if region.kind not in _NO_TEXT for line in region.lines]
    words = _by_row(prepared.canonical_to_straight.box(word.box, *_size(prepared)) for word in page.words)
    unread = [line for line in lines if not _is_read(line, words)]
    if not words or _length(unread) < _MUCH * _length(lines):
        return ()
    return (
        f"{len(unread)} of the {len(lines)} lines that seem to stand on this page were not read; compare its text with the scan",
    )


def _size(prepared: PreparedPage) -> tuple[int, int]:
    return prepared.segmented.width, prepared.segmented.height


def _length(lines: Iterable[Line]) -> int:
    return sum(line.width for line in lines)


def _by_row(words: Iterable[Box]) -> dict[int, list[Box]]:
    """The words that reach into each strip of the page: a broadsheet has thousands, and a line is near a few."""
    strips: dict[int, list[Box]] = {}
    for word in words:
        for strip in range(word.y0 // _STRIP_PX, (word.y1 - 1) // _STRIP_PX + 1):
            strips.setdefault(strip, []).append(word)
    return strips


def _is_read(line: Line, words: Mapping[int, Sequence[Box]]) -> bool:
    for step in range(_STEPS):
        x = line.x0 + (step + 0.5) * line.width / _STEPS
        y = line.at(x)
        near = words.get(int(y) // _STRIP_PX, ())
        if any(word.x0 <= x < word.x1 and word.y0 <= y < word.y1 for word in near):
            return True
    return False
