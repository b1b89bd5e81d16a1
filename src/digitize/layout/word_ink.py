"""Measures the ink of words: how wide their strokes are, how far their letters stand apart, whether a line runs below them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.model.geometry import Box
from digitize.model.raster import Pixels

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

_BELOW = 0.5
"""How far below a word a line may run that belongs to it, in heights of the word: a typewriter's runs a third to a half of an x-height
below the feet of the letters."""
_STEP_PX, _TALLEST_PX = 8, 240
"""Words whose heights differ by less are measured side by side; a word that is taller is not measured: the letters of a title."""
_WIDEST = 60
"""A word that is wider than so many times its height is none: a rule, a row of dots."""
_SHEET_PX = 1 << 21
"""Pixels of a sheet of words: enough to make the overhead of a call small, few enough for the processor's cache."""
_FAINTEST = 40
"""Ink that is darker than the paper by less than this is a stain or print that shows through."""
_HALF = 0.5
"""Share of the darkness of a word's ink from which a pixel belongs to a stroke: the place of an edge that is blurred."""
_CORE = 0.5
"""Share of the inkiest rows' ink that a row has between the feet and the heads of small letters."""
_PARTS = 4
"""Parts of a word in each of which a line below it must be found, at heights that differ little: it may lean."""
_COVERED, _BARE = 0.9, 0.2
"""Share of a part's columns with ink in a row of a line below; and in a row between it and the letters."""
_PROBED = 0.6, 1.6
"""Where it is looked whether the line runs on beside the word, in heights of the word: beyond the space to the next."""
_LEAST_STROKE_PX = 0.5
_GAP_PX = 2


@dataclass(frozen=True, slots=True)
class WordInk:
    """What was measured of words, an entry each; sizes in pixels of their crops. ``nan`` where nothing was measured.

    Args:
        stroke_px: Mean width of the strokes; of typed words not measured.
        thinner_px: The same of the half of the word that has the thinner ones.
        height_px: Height of the band in which most of the ink lies: of small letters, or of capitals where all are.
        pieces: Pieces that columns without ink part the word into.
        gap_px: Median width of the gaps between the pieces; ``nan`` when there is one piece.
        underlined: 1 where a line runs below a typed word from end to end and is apart from it, else 0.
        on_left: 1 where this line runs on to the left of the word, or nobody can see whether it does, else 0.
        on_right: The same to the right.
    """

    stroke_px: Numbers
    thinner_px: Numbers
    height_px: Numbers
    pieces: Numbers
    gap_px: Numbers
    underlined: Numbers
    on_left: Numbers
    on_right: Numbers


@dataclass(frozen=True, slots=True)
class _Placed:
    """A word on its crop, its number, and its ink with what is below it, as far as that is looked at."""

    number: int
    pixels: Pixels
    box: Box
    patch: Pixels


def measure_words(crops: Iterable[tuple[Pixels, Sequence[Box]]], *, typed: bool) -> WordInk:
    """Measures words on the crops that they stand on.

    Words of like height are copied side by side onto sheets, so that each step is one operation on hundreds of them.

    Args:
        crops: Grey pixels with even light, paper white, and the places of the words in them; what lies outside is cut off.
        typed: Whether a typewriter wrote them: it has one weight, but underlines; of print it is the other way round.

    Returns:
        An entry for each word, in the order of the crops and their words.
    """
    waiting: dict[int, list[_Placed]] = {}
    area: dict[int, int] = {}
    done: list[tuple[list[_Placed], WordInk]] = []
    count = 0
    below = _BELOW if typed else 0.0
    for pixels, boxes in crops:
        for number, box in enumerate(boxes, count):
            patch = pixels[box.y0 : box.y1 + int(below * box.height), box.x0 : box.x1]
            height, width = patch.shape
            if min(height, width) < 2 or height > _TALLEST_PX or width > _WIDEST * height:
                continue
            rows = -(-height // _STEP_PX) * _STEP_PX
            waiting.setdefault(rows, []).append(_Placed(number, pixels, box, patch))
            area[rows] = area.get(rows, 0) + rows * width
            if area[rows] > _SHEET_PX:
                done.append(_measured(rows, waiting.pop(rows), typed=typed))
                area[rows] = 0
        count += len(boxes)
    done += [_measured(rows, words, typed=typed) for rows, words in sorted(waiting.items())]
    whole = WordInk(*(np.full(count, np.nan) for _ in fields(WordInk)))
    for words, ink in done:
        numbers = [word.number for word in words]
        for one in fields(WordInk):
            getattr(whole, one.name)[numbers] = getattr(ink, one.name)
    return whole


def _measured(rows: int, words: list[_Placed], *, typed: bool) -> tuple[list[_Placed], WordInk]:
    """Words of like height, side by side with paper between them."""
    widths = np.array([word.patch.shape[1] for word in words])
    ends = np.cumsum(widths + _GAP_PX)
    sheet = np.full((rows, int(ends[-1]) + _GAP_PX), 255, np.uint8)
    left, right = ends - widths, ends
    for word, start, end in zip(words, left.tolist(), right.tolist(), strict=True):
        sheet[: word.patch.shape[0], start:end] = word.patch
    limits = _limits(sheet, left, right)
    over = np.pad(np.repeat(limits, widths + _GAP_PX), (0, _GAP_PX))  # a word's own and the paper before it
    return words, _measure(np.asarray(sheet < over, dtype=np.uint8), left, right, words, limits, typed=typed)


def _limits(sheet: Pixels, left: Places, right: Places) -> Pixels:
    """Tone below which a word's pixels are ink: half of its usual darkness, so that strokes of faint words are as wide as others.

    The usual darkness is the mean of the columns' darkest pixels, each weighted by itself.
    """
    darkest = 255.0 - cv2.reduce(sheet, 0, cv2.REDUCE_MIN)[0]
    sums = np.cumsum(darkest, dtype=np.float64)
    squares = np.cumsum(darkest**2, dtype=np.float64)
    usual = (squares[right - 1] - squares[left - 1]) / np.maximum(sums[right - 1] - sums[left - 1], 1.0)
    return np.minimum(255 - _FAINTEST, 255.0 - _HALF * usual).astype(np.uint8)


def _measure(
    ink: Pixels, left: Places, right: Places, words: Sequence[_Placed], limits: Pixels, *, typed: bool
) -> WordInk:
    """Measures the words of a sheet.

    Args:
        ink: 1 where there is ink.
        left: First column of each word.
        right: The column after its last.
        words: The words.
        limits: Tone below which their pixels are ink.
        typed: Whether a typewriter wrote them.
    """
    total = np.asarray(cv2.integral(ink, sdepth=cv2.CV_32S), dtype=np.int32)
    rows = np.diff(total[:, right] - total[:, left], axis=0)  # (height, words)
    inked = rows.sum(axis=0) > 0
    unknown = np.full(len(words), np.nan)
    stroke, thinner = (unknown, unknown) if typed else _strokes(ink, total[-1], left, right)
    below = _underlined(total, left, right, words, limits) if typed else (unknown, unknown, unknown)
    core = _core(rows, np.array([word.box.height for word in words]))
    pieces, gap = _gaps(np.diff(total[-1]), left)
    return WordInk(
        stroke,
        thinner,
        np.where(inked, core, np.nan),
        np.where(inked, pieces, np.nan),
        gap,
        below[0],
        below[1],
        below[2],
    )


def _strokes(ink: Pixels, above: NDArray[np.int32], left: Places, right: Places) -> tuple[Numbers, Numbers]:
    """Mean width of the strokes of words, and that of the half of each that has the thinner ones.

    The mean distance from the paper, over a stroke that is ``w`` pixels wide, is ``(w + 2) / 4``: 1, 2, ... up to the middle and
    down again.

    Args:
        ink: 1 where there is ink.
        above: Ink to the left of each column.
        left: First column of each word.
        right: The column after its last.
    """
    depth = cv2.reduce(cv2.distanceTransform(ink, cv2.DIST_L2, cv2.DIST_MASK_3), 0, cv2.REDUCE_SUM, dtype=cv2.CV_32F)[0]
    sums = np.concatenate(([0.0], np.cumsum(depth, dtype=np.float64)))

    def width(start: Places, end: Places) -> Numbers:
        area = above[end] - above[start]
        mean = (sums[end] - sums[start]) / np.maximum(area, 1)
        return np.where(area > 0, np.maximum(4.0 * mean - 2.0, _LEAST_STROKE_PX), np.nan)

    middle = (left + right) // 2
    return width(left, right), np.fmin(width(left, middle), width(middle, right))


def _core(rows: NDArray[np.int32], feet: Places) -> Numbers:
    """Height of the band of rows that have much ink, above the feet of the words' boxes."""
    counted = np.where(np.arange(len(rows))[:, None] < feet[None], rows, 0)
    many = np.partition(counted, -max(2, len(rows) // 8), axis=0)[-max(2, len(rows) // 8)]
    core: Numbers = (counted >= np.maximum(1, _CORE * many)).sum(axis=0).astype(np.float64)
    return core


def _gaps(columns: NDArray[np.int32], left: Places) -> tuple[Numbers, Numbers]:
    """Pieces that columns without ink part the words into, and their median gap."""
    edges = np.diff((columns > 0).astype(np.int8), prepend=0, append=0)
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    word = np.searchsorted(left, starts, side="right") - 1
    pieces = np.bincount(word, minlength=len(left))
    within = np.flatnonzero(word[1:] == word[:-1])
    width, owner = starts[within + 1] - ends[within], word[within]
    width = width[np.lexsort((width, owner))]
    gaps = np.maximum(pieces - 1, 0)
    middle = np.cumsum(gaps) - gaps + np.maximum(gaps - 1, 0) // 2
    gap = np.full(len(left), np.nan)
    gap[gaps > 0] = width[middle[gaps > 0]]
    return pieces.astype(np.float64), gap


def _underlined(
    total: NDArray[np.int32],
    left: Places,
    right: Places,
    words: Sequence[_Placed],
    limits: Pixels,
) -> tuple[Numbers, Numbers, Numbers]:
    """Whether a line runs below a word, and whether it runs on to the left and to the right."""
    found, on_left, on_right = (np.zeros(len(words)) for _ in range(3))
    low = np.arange(len(total) - 1)[:, None] >= np.array([3 * word.box.height // 4 for word in words])[None]
    likely = np.ones(len(words), np.bool_)
    for start, end in pairwise(np.linspace(left, right, _PARTS + 1).round().astype(np.int64)):
        rows = np.diff(total[:, end] - total[:, start], axis=0)
        likely &= np.where(low, rows, 0).max(axis=0) >= _COVERED * (end - start)
    for i in np.flatnonzero(likely).tolist():
        word = words[i]
        line = _line_below(total[:, left[i] : right[i] + 1], word.box.height)
        if line is not None:
            found[i] = 1.0
            on_left[i], on_right[i] = _runs_on(word, line, int(limits[i]))
    return found, on_left, on_right


def _line_below(total: NDArray[np.int32], foot: int) -> tuple[int, int] | None:
    """First and last row of a line below the letters of a word.

    In each part of the word a row near its foot is all ink, at like heights, with paper between it and the letters.

    Args:
        total: Ink above and to the left of each pixel.
        foot: The row at which the word's box ends.
    """
    cuts = np.linspace(0, total.shape[1] - 1, _PARTS + 1).round().astype(np.int64)
    share = np.diff(np.diff(total[:, cuts], axis=1), axis=0) / np.maximum(np.diff(cuts), 1)
    lowest = []
    for part in share.T:
        (full,) = np.nonzero(part[3 * foot // 4 :] >= _COVERED)
        if len(full) == 0:
            return None
        lowest.append(3 * foot // 4 + int(full[-1]))
        above = part[max(0, lowest[-1] - max(1, foot // 3)) : lowest[-1]]
        if len(above) == 0 or above.min() > _BARE:
            return None
    return (min(lowest), max(lowest)) if max(lowest) - min(lowest) <= max(2, foot // 12) else None


def _runs_on(word: _Placed, line: tuple[int, int], limit: int) -> tuple[bool, bool]:
    """Whether a line below a word is there to the left and to the right of it, too; yes where the crop ends before."""
    near, far = (round(reach * word.box.height) for reach in _PROBED)
    top, foot = word.box.y0 + line[0] - 2, word.box.y0 + line[1] + 3
    beside = []
    for x0, x1 in ((word.box.x0 - far, word.box.x0 - near), (word.box.x1 + near, word.box.x1 + far)):
        seen = word.pixels[max(0, top) : foot, max(0, x0) : max(0, x1)]
        whole = x0 >= 0 and x1 <= word.pixels.shape[1]
        beside.append(not whole or bool(np.mean((seen < limit).any(axis=0)) >= _COVERED))
    return beside[0], beside[1]
