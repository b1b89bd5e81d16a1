"""Divides a column's run of lines into headings and paragraphs, by what the lines look like and how they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.layout.ink import Ink, X
from digitize.layout.lines import Line
from digitize.layout.pictures import paper_tone
from digitize.model.transcription import RegionKind

_DISPLAY = 1.8
"""Letters this many times as high as the ordinary ones make a heading wherever they stand."""
_LARGE = 1.3
"""Letters this many times as high are larger type, or capitals."""
_BOLD = 1.15
"""Ink on this many times as much of the letters' area as ordinarily: nine in ten lines of running text have less."""
_BOLDER = 1.25
"""So much of it that a line of larger letters need not be centred: part of a headline that was torn apart."""
_PALE = 0.9
"""Less of it shows that the letters are not larger: a bracket, a blot, a line below was taken for them."""
_INDENT = 1.2 * X
"""First-line indent of a paragraph at least; lines of a column are set, and found, flush to half an x-height."""
_CENTRED = 0.8 * X
"""White on both sides of a centred line at least; the lines of a justified column have less."""
_SET_IN = 2.5 * X
"""White on both sides that no indent accounts for."""
_OFF_CENTRE = 0.12
"""Difference of the white on both sides, as a share of the column."""
_LEADED = 1.35
"""Distance between lines, in line distances, that parts paragraphs: a third of a line more than ordinary."""
_SHORT = 0.25
"""White at the end of a justified paragraph's last line, as a share of the column, that shows that it is the last."""
_TITLE_SET_IN = 0.15
"""White on both sides of such a title, as a share of the column."""
_TITLE = 3
"""Lines of a title of ordinary type that is told by standing apart; more are verse, an address."""
_WINDOW = 7
"""Lines above and below that show where the edges of a column are: it may lean."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ordinary:
    """What running text looks like on a page.

    Args:
        letter: Height of its letters, in reduced pixels.
        weight: Share of its letters' boxes that is ink.
        distance: From line to line, in reduced pixels.
    """

    letter: float
    weight: float
    distance: float


def line_weights(ink: Ink, lines: Sequence[Line]) -> Floats:
    """Share of the area of each line's letters that is ink, by grey: bold type has more, at any size.

    Grey tells it to a fraction of a pixel, where strokes are but one pixel wide.
    """
    paper, tones = paper_tone(ink.small)
    dark = np.minimum(np.asarray(cv2.subtract(paper, ink.small), np.float32) / tones, 1.0)
    dark[~ink.text] = 0
    x0, y0, x1, y1 = ink.letters[np.argsort(ink.letters[:, 1] + ink.letters[:, 3], kind="stable")].T
    middle_x, middle_y, area = (x0 + x1) // 2, (y0 + y1) // 2, (x1 - x0) * (y1 - y0)
    weights = np.zeros(len(lines))
    for i, line in enumerate(lines):
        near = slice(*np.searchsorted(middle_y, (line.y0, line.y1)))
        own = area[near][(middle_x[near] >= line.x0) & (middle_x[near] < line.x1)]
        weights[i] = float(dark[line.y0 : line.y1, line.x0 : line.x1].sum()) / max(1, int(own.sum()))
    return weights


def ordinary_text(runs: Sequence[Sequence[Line]], weights: Sequence[Floats]) -> Ordinary:
    """Letter, weight and line distance of most of the page's text, long lines counting for more."""
    lines = [line for run in runs for line in run]
    if not lines:
        return Ordinary(1.5 * X, 0.4, 3.0 * X)
    widths = np.array([line.width for line in lines], np.float64)
    letters = np.array([line.letter for line in lines])
    steps = [middle(b) - middle(a) for run in runs for a, b in pairwise(run)]
    steps = [step for step in steps if X < step < 12 * X]
    distance = float(np.median(steps)) if steps else 3.0 * X
    return Ordinary(_median(letters, widths), _median(np.concatenate(list(weights)), widths), distance)


def _median(values: Floats, shares: Floats) -> float:
    order = np.argsort(values, kind="stable")
    gathered = np.cumsum(shares[order])
    return float(values[order][np.searchsorted(gathered, gathered[-1] / 2)])


def middle(line: Line) -> float:
    """Height of the middle of a line's letters."""
    return sum(y for _, y in line.spine) / len(line.spine) if line.spine else (line.y0 + line.y1) / 2


def split_into_blocks(
    lines: Sequence[Line], weights: Floats, edges: tuple[int, int], ordinary: Ordinary
) -> list[tuple[RegionKind, tuple[Line, ...]]]:
    """Headings and paragraphs of a run of lines, from the top.

    Args:
        lines: Lines that stand one below the other, from the top.
        weights: Weight of each.
        edges: Left and right edge of the column, or of the columns that the lines span.
        ordinary: The page's running text.
    """
    if not lines:
        return []
    stand = _Stand.of(lines, edges)
    steps = np.diff([middle(line) for line in lines])
    headings = _headings(lines, weights / ordinary.weight, stand, steps, ordinary)
    blocks: list[tuple[RegionKind, list[Line]]] = []
    for i, line in enumerate(lines):
        kind = RegionKind.HEADING if headings[i] else RegionKind.PARAGRAPH
        if i and headings[i] == headings[i - 1] and not _parts(i, lines, stand, steps, ordinary, heading=headings[i]):
            blocks[-1][1].append(line)
        else:
            blocks.append((kind, [line]))
    return [(kind, tuple(members)) for kind, members in blocks]


@dataclass(frozen=True, slots=True)
class _Stand:
    """How lines stand in their column: white at their left and right, width of the column, and whether it is justified."""

    left: Floats
    right: Floats
    width: float
    justified: bool

    @staticmethod
    def of(lines: Sequence[Line], edges: tuple[int, int]) -> _Stand:
        x0 = np.array([line.x0 for line in lines], np.float64)
        x1 = np.array([line.x1 for line in lines], np.float64)
        width = float(edges[1] - edges[0])
        full = x1 - x0 > 0.8 * width
        left, right = np.full(len(lines), float(edges[0])), np.full(len(lines), float(edges[1]))
        for i in range(len(lines)):
            near = slice(max(0, i - _WINDOW), i + _WINDOW + 1)
            if int(full[near].sum()) > _WINDOW // 2:  # else the column's own edges, which may lean off a little
                left[i] = np.percentile(x0[near][full[near]], 20)
                right[i] = np.percentile(x1[near][full[near]], 80)
        at_end = np.abs(right - x1) <= X
        justified = bool(at_end.mean() > 0.5)
        return _Stand(x0 - left, right - x1, width, justified)

    def are_centred(self) -> NDArray[np.bool_]:
        off = np.abs(self.left - self.right)
        return (np.minimum(self.left, self.right) >= _CENTRED) & (off <= max(X, _OFF_CENTRE * self.width))


def _headings(
    lines: Sequence[Line], weights: Floats, stand: _Stand, steps: Floats, ordinary: Ordinary
) -> NDArray[np.bool_]:
    """Which lines are headings: of display type; larger or bolder and centred; or centred and set apart together."""
    sizes = np.array([line.letter for line in lines]) / ordinary.letter
    large, bold = (sizes >= _LARGE) & (weights >= _PALE), weights >= _BOLD
    centred = stand.are_centred()
    set_in = centred & (np.minimum(stand.left, stand.right) >= _SET_IN)
    apart = np.concatenate(([True], steps >= _LEADED * ordinary.distance, [True]))
    first, last = _groups(centred)
    above, below = apart[first], apart[last + 1]
    found = (sizes >= _DISPLAY) & (weights >= _PALE)
    found |= centred & bold & (set_in | large | above)
    found |= set_in & large
    # A page's only line, or all that it has, stands apart from nothing.
    title = centred & (np.minimum(stand.left, stand.right) >= _TITLE_SET_IN * stand.width)
    found |= title & above & below & (last - first < _TITLE) & (len(lines) > last - first + 1)
    signed = stand.left > stand.width / 2  # an author's name at the end, on the right
    return np.asarray(found | (large & (weights >= _BOLDER) & ~signed), dtype=np.bool_)


def _groups(members: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and last of the members that follow each other, for each member; itself for the others."""
    first, last = np.arange(len(members)), np.arange(len(members))
    for i in range(1, len(members)):
        if members[i] and members[i - 1]:
            first[i] = first[i - 1]
    for i in range(len(members) - 2, -1, -1):
        if members[i] and members[i + 1]:
            last[i] = last[i + 1]
    return first, last


def _parts(i: int, lines: Sequence[Line], stand: _Stand, steps: Floats, ordinary: Ordinary, *, heading: bool) -> bool:
    """Whether a line begins a new heading or paragraph after one of the same kind."""
    if heading:
        tall, low = sorted((lines[i - 1].letter, lines[i].letter), reverse=True)
        return bool(tall > _LARGE * low or steps[i - 1] > _LEADED * max(ordinary.distance, 2 * tall))
    if steps[i - 1] < X:
        return False  # beside the line before
    if steps[i - 1] >= _LEADED * ordinary.distance:
        return True
    ends = stand.justified and stand.right[i - 1] > _SHORT * stand.width
    return bool(ends or (stand.left[i] >= _INDENT and (stand.left[i] - stand.left[i - 1] >= 0.7 * _INDENT)))
