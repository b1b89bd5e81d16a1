"""Finds two facing pages on one scan, and the fold between them.

A wrong split does more harm than a missed one, so everything must speak for it: running text of like width and height
on both sides, nothing across the middle, and between them either white far wider than any gutter, or the fold's shadow.
Sizes are told in x-heights (``X`` pixels of a reduced picture).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.model.raster import Pixels
from digitize.preprocess.letters import ink_mask, letter_like
from digitize.preprocess.pieces import pieces_of
from digitize.preprocess.reduce import reduced

X = 5.0
"""x-height of the reduced picture, in its pixels."""
_MOST_PX = 2_400
"""Longest side of the reduced picture."""
_SHAPE = (1.15, 2.4)
"""Width to height of a scan of two pages: two tall pages with little around them, two square ones."""
_LEANS = np.tan(np.radians(np.arange(-6.0, 6.01, 0.5)))
"""Slopes at which the strip between the pages is looked for."""
_WORTH_LEANING = 1.1
"""How much wider a strip must be that leans more."""
_MIDDLE = (0.36, 0.64)
"""Where the fold may lie, as part of the width of all text."""
_ENOUGH_LETTERS = 120
_ENOUGH_LINES = 5
_LONG_LINE = 15.0
"""Width of a line of running text: some fifteen letters. Cells of a table are narrower, and so are entries of a list."""
_IN_LONG_LINES = 0.6
"""Part of a page's letters that stand in such lines."""
_WORD_SPACE = 2.6
"""Gaps between words that are bridged to see lines."""
_LIKE_WIDTH = 0.72
_LIKE_HEIGHT = (0.6, 0.3)
"""Least ratio of the two text blocks' heights: with white between them, with a shadow."""
_WHITE = 7.0
"""Least width of the white between pages that have no shadow: two inner margins. Gutters have two to four."""
_WHITE_WITH_SHADOW = 1.2
_WIDER_THAN_GUTTERS = 2.0
"""How many times wider than the widest gutter within a page."""
_WIDER_IN_SHADOW = 1.4
"""The same where a shadow runs along it: a newspaper may have been folded along a gutter."""
_OF_MARGINS = 0.4
"""How wide as a share of both outer margins: columns of one page stand closer to one another than to its edges."""
_STRAYS = 0.02
"""Letters over a place, as a share of those over an ordinary one, that count as none: specks."""
_SHADE = 0.93
"""Brightness of the fold's shadow against the paper beside it."""
_SHADED = 0.85
"""Part of the scan's height that a shadow runs over, margins included: column rules end with the text."""
_UPRIGHT = 10.0
"""Height from which upright ink is no part of a letter."""
_SHADOW_WIDTH = 1.0
"""Least width of a shadow: rules are a fifth of an x-height."""


@dataclass(frozen=True, slots=True)
class Fold:
    """The line between two pages, from the top to the bottom of the scan.

    Args:
        top_x: Where it meets the upper edge, in pixels of the scan.
        bottom_x: Where it meets the lower edge.
        why: What it was recognised by, for the report.
    """

    top_x: float
    bottom_x: float
    why: str


@dataclass(frozen=True, slots=True)
class _Letters:
    """Letters of the reduced picture: edges and middles in pixels, ``(n,)`` each."""

    x0: NDArray[np.float64]
    x1: NDArray[np.float64]
    y: NDArray[np.float64]

    def of(self, chosen: NDArray[np.bool_]) -> _Letters:
        return _Letters(self.x0[chosen], self.x1[chosen], self.y[chosen])


@dataclass(frozen=True, slots=True)
class _Strip:
    """An upright or leaning strip without letters.

    Args:
        slope: Pixels to the right per pixel down.
        left: Its left edge at mid-height.
        right: Its right edge at mid-height.
    """

    slope: float
    left: float
    right: float

    @property
    def width(self) -> float:
        return self.right - self.left


def may_be_spread(width_px: int, height_px: int) -> bool:
    """Whether a scan has the shape of two facing pages."""
    return _SHAPE[0] <= width_px / height_px <= _SHAPE[1]


def find_fold(grey: Pixels, x_height_px: float) -> Fold | None:
    """The fold of a scan of two facing pages; ``None`` when it is anything else, or in doubt.

    Args:
        grey: The scan, its lines level, black on white.
        x_height_px: Its x-height.
    """
    height, width = grey.shape
    if not may_be_spread(width, height):
        return None
    factor = min(1.0, X / x_height_px, _MOST_PX / max(grey.shape))
    small = reduced(grey, factor)
    x = x_height_px * factor
    ink = ink_mask(small)
    labels, stats, centres = pieces_of(ink)
    letters = _letters(stats, centres, x)
    if len(letters.y) < 2 * _ENOUGH_LETTERS:
        return None
    strip = _widest_strip(letters, small.shape)
    # What is looked for first costs least, or leaves fewest.
    if strip is None or not _is_text_beside(letters, _lines(labels, stats, x), strip, small.shape, x):
        return None
    centre, shadow = _shadow(small, strip, x)
    if not _are_facing(letters, strip, small.shape, x, shadow=shadow) or _is_crossed(ink, letters, strip, x):
        return None
    half = small.shape[0] / 2
    top, bottom = (centre - strip.slope * half) / factor, (centre + strip.slope * half) / factor
    why = f"white of {strip.width / x:.0f} x-heights between two text blocks" + (
        ", the fold's shadow" if shadow else ""
    )
    return Fold(min(max(top, 1.0), width - 1.0), min(max(bottom, 1.0), width - 1.0), why)


def _letters(stats: NDArray[np.int32], centres: NDArray[np.float64], x: float) -> _Letters:
    height = stats[1:, cv2.CC_STAT_HEIGHT]
    kept = (height >= 0.6 * x) & (height <= 4 * x) & (stats[1:, cv2.CC_STAT_WIDTH] <= 8 * x)
    kept &= letter_like(stats[1:]) | (height < 4)
    chosen = stats[1:][kept].astype(np.float64)
    left = chosen[:, cv2.CC_STAT_LEFT]
    return _Letters(left, left + chosen[:, cv2.CC_STAT_WIDTH], centres[1:][kept][:, 1])


def _lines(labels: NDArray[Any], stats: NDArray[np.int32], x: float) -> NDArray[np.int32]:
    """Boxes ``x, y, width, height, area`` of runs of letters whose gaps are those between words."""
    height, width = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]
    text = (height <= 4 * x) & (width <= 8 * x)
    text[0] = False
    bridge = np.ones((1, max(2, round(_WORD_SPACE * x))), np.uint8)
    closed = cv2.morphologyEx(np.asarray(text[labels], dtype=np.uint8), cv2.MORPH_CLOSE, bridge)
    return pieces_of(np.asarray(closed, dtype=np.uint8))[1][1:]


def _widest_strip(letters: _Letters, shape: tuple[int, ...]) -> _Strip | None:
    """The widest strip without letters in the middle, as upright as may be."""
    best: _Strip | None = None
    for slope in sorted(_LEANS.tolist(), key=abs):
        found = _widest_gap(letters, slope, shape, _MIDDLE)
        if found is not None and (best is None or found.width > _WORTH_LEANING * best.width):
            best = found
    return best


def _widest_gap(letters: _Letters, slope: float, shape: tuple[int, ...], within: tuple[float, float]) -> _Strip | None:
    """The widest gap in the letters' profile along a slope, its middle within a part of the text's width."""
    if len(letters.y) == 0:
        return None
    height, width = shape
    shift = slope * (letters.y - height / 2)
    starts = np.clip(np.rint(letters.x0 - shift), 0, width - 1).astype(np.intp)
    ends = np.clip(np.rint(letters.x1 - shift), 1, width).astype(np.intp)
    steps = np.bincount(starts, minlength=width + 1) - np.bincount(ends, minlength=width + 1)
    profile = np.cumsum(steps)[:width]
    first, last = (float(v) for v in np.percentile((starts + ends) / 2, (1, 99)))
    usual = float(np.median(profile[int(first) : int(last) + 1]))
    empty = np.concatenate(([False], profile <= _STRAYS * usual, [False]))
    edges = np.flatnonzero(empty[1:] != empty[:-1]).reshape(-1, 2)
    low, high = (first + part * (last - first) for part in within)
    gaps = [(int(b - a), int(a), int(b)) for a, b in edges if a > first and b < last and low <= (a + b) / 2 <= high]
    if not gaps:
        return None
    _, left, right = max(gaps)
    return _Strip(slope, float(left), float(right))


def _side_of(x: NDArray[np.float64], y: NDArray[np.float64], strip: _Strip, height: int) -> NDArray[np.bool_]:
    """Whether points lie left of the strip's middle."""
    middle = (strip.left + strip.right) / 2 + strip.slope * (y - height / 2)
    return np.asarray(x < middle, dtype=np.bool_)


def _halves(letters: _Letters, strip: _Strip, height: int) -> tuple[_Letters, _Letters]:
    """What stands left and right of a strip."""
    on_left = _side_of((letters.x0 + letters.x1) / 2, letters.y, strip, height)
    return letters.of(on_left), letters.of(~on_left)


def _is_text_beside(
    letters: _Letters, lines: NDArray[np.int32], strip: _Strip, shape: tuple[int, ...], x: float
) -> bool:
    """Whether running text stands on both sides of a strip."""
    height, _ = shape
    if min(len(half.y) for half in _halves(letters, strip, height)) < _ENOUGH_LETTERS:
        return False
    middles = lines[:, 0] + lines[:, 2] / 2, lines[:, 1] + lines[:, 3] / 2
    on_left = _side_of(middles[0], middles[1], strip, height)
    return all(_is_running_text(lines[side], x) for side in (on_left, ~on_left))


def _are_facing(letters: _Letters, strip: _Strip, shape: tuple[int, ...], x: float, *, shadow: bool) -> bool:
    """Whether the texts on both sides of a strip are those of two pages."""
    height, width = shape
    halves = _halves(letters, strip, height)
    widths = [float(np.percentile(half.x1, 97) - np.percentile(half.x0, 3)) for half in halves]
    heights = [float(np.percentile(half.y, 97) - np.percentile(half.y, 3)) for half in halves]
    if min(widths) < _LIKE_WIDTH * max(widths) or min(heights) < _LIKE_HEIGHT[shadow] * max(heights):
        return False
    if max(heights) < 0.4 * max(widths):
        return False
    gutters = [_widest_gutter(half, shape) for half in halves]
    margins = float(np.percentile(halves[0].x0, 3)) + width - float(np.percentile(halves[1].x1, 97))
    if shadow:
        return strip.width >= max(_WHITE_WITH_SHADOW * x, _WIDER_IN_SHADOW * max(gutters))
    return (
        strip.width >= _WHITE * x
        and strip.width >= _WIDER_THAN_GUTTERS * max(gutters)
        and strip.width >= _OF_MARGINS * margins
    )


def _is_running_text(lines: NDArray[np.int32], x: float) -> bool:
    width, height, area = lines[:, 2], lines[:, 3], lines[:, 4]
    upright_enough = height <= 0.12 * width + 4 * x  # what leans with the page
    long = (width >= _LONG_LINE * x) & upright_enough
    return int(long.sum()) >= _ENOUGH_LINES and float(area[long].sum()) >= _IN_LONG_LINES * float(area.sum())


def _widest_gutter(half: _Letters, shape: tuple[int, ...]) -> float:
    """Of a page by itself, which may lean otherwise than its neighbour: at the slope that leaves most white."""
    found = (_widest_gap(half, slope, shape, (0.05, 0.95)) for slope in _LEANS[::2].tolist())
    return max((gap.width for gap in found if gap is not None), default=0.0)


def _shadow(small: Pixels, strip: _Strip, x: float) -> tuple[float, bool]:
    """The fold's place at mid-height, and whether a shadow shows it; the middle of the strip where none does."""
    middle = (strip.left + strip.right) / 2
    height, width = small.shape
    reach = round(max(strip.width / 2, 2 * x) + 6 * x)
    offsets = np.arange(-reach, reach + 1)
    columns = np.clip(
        np.rint(middle + strip.slope * (np.arange(height) - height / 2)[:, None] + offsets), 0, width - 1
    ).astype(np.intp)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((max(3, round(2 * x)) | 1, 3), np.uint8))
    rows = np.take_along_axis(paper, columns, axis=1)
    bands = [band for band in np.array_split(rows, 24) if len(band)]
    tones = np.array([np.median(band, axis=0) for band in bands])
    beside = np.percentile(tones, 85, axis=1, keepdims=True)
    inside = np.abs(offsets) <= max(strip.width / 2, 2 * x)
    dark = (tones < _SHADE * beside) & inside
    shaded = dark.sum(axis=1) >= _SHADOW_WIDTH * x
    if shaded.mean() < _SHADED:
        return middle, False
    profile = np.where(inside, np.median(tones[shaded] / beside[shaded], axis=0), np.inf)
    lowest = float(np.median(offsets[profile <= profile.min() + 0.01]))
    return middle + lowest, True


def _is_crossed(ink: Pixels, letters: _Letters, strip: _Strip, x: float) -> bool:
    """Whether a headline, a rule or a picture reaches over the strip, at the height of the text."""
    height, width = ink.shape
    top, bottom = (int(v) for v in np.percentile(letters.y, (0.5, 99.5)))
    wide = math.ceil(max(3.0, 0.6 * strip.width))
    # The shadow itself, or a rule down the fold, crosses nothing.
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((max(3, round(_UPRIGHT * x)), 1), np.uint8))
    rest = cv2.subtract(ink, cv2.dilate(upright, np.ones((1, 3), np.uint8)))
    closed = cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones((1, max(2, round(_WORD_SPACE * x))), np.uint8))
    middle = (strip.left + strip.right) / 2 + strip.slope * (np.arange(height) - height / 2)
    columns = np.clip(np.rint(middle[:, None] + np.arange(wide) - wide / 2), 0, width - 1).astype(np.intp)
    inside = np.take_along_axis(closed, columns, axis=1)[max(0, top) : bottom + 1]
    return bool((inside > 0).all(axis=1).any())
