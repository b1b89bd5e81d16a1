"""The page as layout sees it: reduced, with text ink, rules and pictures told apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.model.geometry import Box
from digitize.model.raster import Pixels, has_few_pieces

X = 5
"""x-height of the reduced picture, in its pixels: enough to keep narrow gutters, small enough to be quick."""

_CROWDED = 0.35
"""Share of ink beside a run above which it is part of a line of letters, not a rule."""

_PART = 30 * X
"""Side of the parts of a page whose ink is compared: a dozen lines."""
_ENOUGH = 10
"""Letters that a part must have to say how dark its ink is."""
_FAINT = 0.4
"""Share of the darkness of the ink around below which a piece is no print of this side of the leaf."""
_SLENDER = 30
"""A run this many times as long as it is thick is a rule though it be thick: a double rule run together."""
_SOLID, _WORN = 0.93, 0.8
"""Share of the length of a short and of a long rule that is ink."""
_LONG = 40 * X
_DASH = 5 * X
"""A flat piece of ink longer than this is a rule, shorter ones may be a dash."""
_MASTHEAD = 40 * X
"""Tallest letters of a masthead: as high as sixteen lines."""
_FELLOWS = 2
"""Letters of like height that a large letter must have beside it to be no picture."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ink:
    """The ink of a page on a picture reduced to an x-height of ``X`` pixels.

    Args:
        small: The reduced picture itself, grey.
        text: Ink of letters.
        letters: Connected components of ``text``, ``(n, 4)``: x0, y0, x1, y1.
        upright: Ink of vertical rules.
        level: Ink of horizontal rules.
        pictures: Boxes of pictures, in reduced pixels.
        scale: Pixels of the straightened page per reduced pixel.
        letter: Median height of the page's letters, those with ascenders among them.
    """

    small: Pixels
    text: Mask
    letters: NDArray[np.int32]
    upright: Mask
    level: Mask
    pictures: tuple[Box, ...]
    scale: float
    letter: float

    def between(self, top: int, bottom: int) -> Ink:
        """The rows from ``top`` to before ``bottom``, without pictures."""
        middle = (self.letters[:, 1] + self.letters[:, 3]) // 2
        inside = self.letters[(middle >= top) & (middle < bottom)]
        letters = np.clip(inside - np.array((0, top, 0, top), np.int32), 0, None)
        letters[:, 3] = np.minimum(letters[:, 3], bottom - top)
        rows = slice(top, bottom)
        kept = letters[letters[:, 3] > letters[:, 1]]
        return Ink(
            self.small[rows], self.text[rows], kept, self.upright[rows], self.level[rows], (), self.scale, self.letter
        )


def find_ink(grey: Pixels, x_height_px: float) -> Ink:
    """Tells text, rules and pictures apart by the size and shape of connected components.

    Args:
        grey: Straightened page.
        x_height_px: Its x-height.
    """
    scale = max(1.0, x_height_px / X)
    height, width = grey.shape
    size = (max(1, round(width / scale)), max(1, round(height / scale)))
    small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    ink, darker = _threshold(small)
    upright = _runs(ink, (1, 12 * X), (3 * X) // 4)
    level = _runs(ink, (12 * X, 1), (3 * X) // 4)
    rest = ink & ~cv2.dilate((upright | level).astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.bool_)
    text, dashes, letters, pictures = _sort_components(rest, darker)
    return Ink(small, text, letters, upright, level | dashes, pictures, scale, letter_height(letters))


def pieces_of(ink: Pixels, connectivity: int = 8) -> tuple[NDArray[Any], NDArray[np.int32]]:
    """The number of its connected piece at each pixel of ink, and OpenCV's ``stats`` of the pieces; number 0 is the paper."""
    kind = cv2.CV_16U if has_few_pieces(ink) else cv2.CV_32S
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=connectivity, ltype=kind)
    return np.asarray(labels), np.asarray(stats, dtype=np.int32)


def letter_height(letters: NDArray[np.int32]) -> float:
    """Median height of letters without dots and commas; 0 for none."""
    heights = letters[:, 3] - letters[:, 1]
    body = heights[heights > X // 2]
    return float(np.median(body if len(body) else heights)) if len(heights) else 0.0


def _threshold(small: Pixels) -> tuple[Mask, Pixels]:
    """Ink against its surroundings, and large dark areas by the page's own tones; and how much darker each pixel is."""
    window = (12 * X) | 1
    darker = cv2.subtract(cv2.blur(small, (window, window)), small)
    low, high = (float(v) for v in np.percentile(small[::4, ::4], (1, 90)))
    local = darker > max(10.0, 0.12 * (high - low))
    dark = small < low + 0.2 * (high - low) if high - low > 40 else np.zeros_like(local)
    return np.asarray(local | dark, dtype=np.bool_), np.asarray(darker, dtype=np.uint8)


def _runs(ink: Mask, kernel: tuple[int, int], thickest: int) -> Mask:
    """Straight runs of ink at least as long as the kernel and not thicker than ``thickest``.

    A rule may be broken or lean by a pixel: gaps of half an x-height are bridged first.
    """
    width, height = kernel
    bridge = np.ones((max(1, height // 16), max(1, width // 16)), np.uint8)
    bridged = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, bridge)
    long = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((height, width), np.uint8))
    labels, stats = pieces_of(np.asarray(long, dtype=np.uint8))
    across = stats[:, cv2.CC_STAT_WIDTH] if height > width else stats[:, cv2.CC_STAT_HEIGHT]
    along = stats[:, cv2.CC_STAT_HEIGHT] if height > width else stats[:, cv2.CC_STAT_WIDTH]
    # Mean thickness, since a long rule on a warped page leans more than it is thick.
    thick = np.maximum(thickest, np.minimum(along // _SLENDER, 2 * X))
    keep = (stats[:, cv2.CC_STAT_AREA] <= thick * along) & (across * 6 <= along)
    keep[0] = False
    for label in np.flatnonzero(keep):
        x, y, w, h = (int(v) for v in stats[label, :4])
        run = Box(x, y, x + w, y + h)
        keep[label] = _stands_free(ink, run, upright=height > width) and _is_solid(ink, run, upright=height > width)
    return np.asarray(keep[labels], dtype=np.bool_)


def _stands_free(ink: Mask, run: Box, *, upright: bool) -> bool:
    """Whether there is white along both sides of a run: the row of letters of a tight line has ink above and below."""
    if upright:
        beside = (ink[run.y0 : run.y1, max(0, run.x0 - 2) : run.x0], ink[run.y0 : run.y1, run.x1 : run.x1 + 2])
    else:
        beside = (ink[max(0, run.y0 - 2) : run.y0, run.x0 : run.x1], ink[run.y1 : run.y1 + 2, run.x0 : run.x1])
    return all(side.size == 0 or side.mean() < _CROWDED for side in beside)


def _is_solid(ink: Mask, run: Box, *, upright: bool) -> bool:
    """Whether ink runs on: a column of brackets, one to a line, is broken once in every line. A long run may be worn."""
    part = ink[run.y0 : run.y1, run.x0 : run.x1]
    covered = float(part.any(axis=1 if upright else 0).mean())
    return covered >= (_SOLID if max(run.width, run.height) < _LONG else _WORN)


def _sort_components(ink: Mask, darker: Pixels) -> tuple[Mask, Mask, NDArray[np.int32], tuple[Box, ...]]:
    """Sorts pieces of ink into letters, dashes and pictures; drops shadows of the frame, specks, and what is faint."""
    height, width = ink.shape
    labels, stats = pieces_of(ink.astype(np.uint8))
    if len(stats) <= 1:
        return ink, np.zeros_like(ink), np.zeros((0, 4), np.int32), ()
    x, y, w, h, area = (stats[:, column] for column in range(5))
    touches = (x <= 1) | (y <= 1) | (x + w >= width - 1) | (y + h >= height - 1)
    large = (h > 10 * X) & (w > 6 * X) | (h > 16 * X) | (w > 40 * X) & (h > 6 * X)
    shadow = touches & ((h > 3 * X) | (w > 6 * X))
    speck = (h <= 1) & (w <= 1) | (area <= 2)
    dash = (w > _DASH) & (h < X)
    large &= ~_display(stats, large & ~shadow)
    faint = _faint(labels, stats, darker)
    text = ~(large | shadow | speck | dash | faint)
    text[0] = dash[0] = False
    picture = large & ~shadow & (area * 6 > w * h) & (w > 10 * X) & (h > 10 * X)
    picture[0] = False
    boxes = tuple(Box(int(x[i]), int(y[i]), int(x[i] + w[i]), int(y[i] + h[i])) for i in np.flatnonzero(picture))
    letters = np.stack((x, y, x + w, y + h), axis=1)[text]
    return text[labels], dash[labels], np.asarray(letters, dtype=np.int32), boxes


def _display(stats: NDArray[np.int32], large: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Large components that are letters of a masthead: three or more of like height side by side on one row."""
    display = np.zeros(len(stats), np.bool_)
    tall = np.flatnonzero((stats[:, 3] > 5 * X) & (stats[:, 3] <= _MASTHEAD) & (stats[:, 2] <= 3 * stats[:, 3]))
    x, y, w, h = (stats[tall, column] for column in range(4))
    for i in np.flatnonzero(large[tall]):
        common = np.minimum(y + h, y[i] + h[i]) - np.maximum(y, y[i])
        gap = np.maximum(x, x[i]) - np.minimum(x + w, x[i] + w[i])
        like = (np.maximum(h, h[i]) <= 2 * np.minimum(h, h[i])) & (common > 0.6 * np.minimum(h, h[i]))
        display[tall[i]] = int((like & (gap <= 2 * h[i])).sum()) > _FELLOWS
    return display


def _faint(labels: NDArray[Any], stats: NDArray[np.int32], darker: Pixels) -> NDArray[np.bool_]:
    """Pieces much fainter than the ink around them: print that shows through from the other side, grain of the paper.

    Each is compared with the darkest tenth of the ink in its part of the page and the parts next to it, so that a
    faded corner is not lost beside a black one.
    """
    area, at = np.maximum(stats[:, 4], 1), np.flatnonzero(labels)
    tone = np.bincount(labels.ravel()[at], weights=darker.ravel()[at], minlength=len(stats)) / area
    rows, columns = (stats[:, 1] + stats[:, 3] // 2) // _PART, (stats[:, 0] + stats[:, 2] // 2) // _PART
    strongest = np.zeros((int(rows.max()) + 1, int(columns.max()) + 1), np.float32)
    letters = (area >= X) & (stats[:, 3] <= 10 * X)
    letters[0] = False
    part = rows * strongest.shape[1] + columns
    for cell in np.unique(part[letters]):
        tones = tone[letters & (part == cell)]
        strongest.flat[cell] = np.percentile(tones, 90) if len(tones) >= _ENOUGH else 0.0
    around = cv2.dilate(strongest, np.ones((3, 3), np.uint8))
    return np.asarray(tone < _FAINT * around[rows, columns], dtype=np.bool_)
