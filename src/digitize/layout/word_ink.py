"""Measures the ink of words: how wide its strokes are, how far its letters stand apart, whether a line runs below it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.model.geometry import Box
from digitize.model.raster import Pixels

Numbers = NDArray[np.float64]

_BELOW = 0.5
"""How far below a word a line may run that belongs to it, in heights of the word."""
_HEIGHTS_PX = (24, 32, 48, 72, 108, 160, 240)
"""Heights of the sheets on which words of like size are measured side by side."""
_WIDEST = 60
"""A word that is wider than so many times its height is none: a rule, a row of dots."""
_SHEET_PX = 1 << 23
"""Pixels of a sheet: enough to make numpy's overhead small, few enough for the processor's cache and for memory."""
_FAINTEST = 40
"""Ink that is darker than the paper by less than this is a stain or print that shows through."""
_HALF = 0.5
"""Share of the darkness of a word's ink from which a pixel belongs to a stroke: the place of an edge that is blurred."""
_CORE = 0.5
"""Share of the inkiest rows' ink that a row has between the feet and the heads of small letters."""
_PARTS = 4
"""Parts of a word in each of which a line below it must be found, at heights that differ little: it may lean."""
_COVERED, _BARE = 0.9, 0.35
"""Share of a part's columns with ink in a row of a line below; and in a row between it and the letters."""
_GAP_PX = 2


@dataclass(frozen=True, slots=True)
class WordInk:
    """What was measured of words, an entry each; sizes in pixels of their crops. ``nan`` where there was nothing to measure.

    Args:
        stroke_px: Mean width of the strokes.
        height_px: Height of the band in which most of the ink lies: of small letters, or of capitals where all are.
        open_px: Columns without ink between the first and the last one with ink.
        pieces: Pieces that these columns part the word into.
        widest_px: The widest of the gaps between the pieces.
        underlined: 1 where a line runs below the word from end to end and is apart from it, else 0.
    """

    stroke_px: Numbers
    height_px: Numbers
    open_px: Numbers
    pieces: Numbers
    widest_px: Numbers
    underlined: Numbers

    @staticmethod
    def unknown(count: int) -> WordInk:
        """Of as many words of which nothing is known."""
        return WordInk(*(np.full(count, np.nan) for _ in fields(WordInk)))


def measure_words(crops: Iterable[tuple[Pixels, Sequence[Box]]]) -> WordInk:
    """Measures words on the crops that they stand on.

    Words are copied side by side onto sheets, so that each step is one operation on all of them.

    Args:
        crops: Grey pixels with even light, paper white, and the places of the words in them; what lies outside is cut off.

    Returns:
        An entry for each word, in the order of the crops and their words.
    """
    patches: dict[int, list[tuple[int, Pixels, int]]] = {}
    found: list[tuple[list[int], WordInk]] = []
    size = dict.fromkeys(_HEIGHTS_PX, 0)
    count = 0
    for pixels, boxes in crops:
        for number, box in enumerate(boxes, count):
            patch, foot = _patch(pixels, box)
            height = next((h for h in _HEIGHTS_PX if h >= patch.shape[0]), None)
            if height is None or min(patch.shape) < 2 or patch.shape[1] > _WIDEST * patch.shape[0]:
                continue
            patches.setdefault(height, []).append((number, patch, foot))
            size[height] += height * patch.shape[1]
            if size[height] > _SHEET_PX:
                found.append(_measured(height, patches.pop(height)))
                size[height] = 0
        count += len(boxes)
    found += [_measured(height, group) for height, group in sorted(patches.items())]
    whole = WordInk.unknown(count)
    for numbers, ink in found:
        for one in fields(WordInk):
            getattr(whole, one.name)[numbers] = getattr(ink, one.name)
    return whole


def _patch(pixels: Pixels, box: Box) -> tuple[Pixels, int]:
    """A word with what is below it, and the row at which its box ends."""
    below = box.y1 + int(_BELOW * box.height)
    return pixels[box.y0 : below, box.x0 : box.x1], box.height


def _measured(height: int, group: Sequence[tuple[int, Pixels, int]]) -> tuple[list[int], WordInk]:
    """Words of like height, side by side with paper between them."""
    widths = np.array([patch.shape[1] for _, patch, _ in group])
    starts = np.concatenate(([0], np.cumsum(widths + _GAP_PX))) + _GAP_PX
    sheet = np.full((height, int(starts[-1])), 255, np.uint8)
    for (_, patch, _), start in zip(group, starts.tolist(), strict=False):
        sheet[: patch.shape[0], start : start + patch.shape[1]] = patch
    feet = np.array([foot for _, _, foot in group])
    return [number for number, _, _ in group], _measure(sheet, starts[:-1], starts[:-1] + widths, feet)


def _measure(
    sheet: Pixels, left: NDArray[np.int64], right: NDArray[np.int64], feet: NDArray[np.int64]
) -> WordInk:
    """Measures the words of a sheet by their first columns, the columns after their last, and the rows where their boxes end."""
    ink = _ink(sheet, left, right)
    total = cv2.integral(ink, sdepth=cv2.CV_32S)
    area = (total[-1, right] - total[-1, left]).astype(np.float64)
    inside = np.cumsum(np.concatenate(([0.0], cv2.reduce(_depth(ink), 0, cv2.REDUCE_SUM, dtype=cv2.CV_32F)[0])))
    with np.errstate(invalid="ignore", divide="ignore"):
        depth = (inside[right] - inside[left]) / area
    rows = np.diff(total[:, right] - total[:, left], axis=0)  # (height, words)
    gaps = _gaps(np.diff(total[-1]), left, right)
    return WordInk(
        np.where(area > 0, np.maximum(4.0 * depth - 2.0, 0.5), np.nan),
        _core(rows, feet),
        *gaps,
        _underlined(total, left, right, feet),
    )


def _ink(sheet: Pixels, left: NDArray[np.int64], right: NDArray[np.int64]) -> Pixels:
    """1 where there is ink: as dark as half of what is usual in the word, so that faint words have strokes of the same width."""
    darkest = 255.0 - sheet.min(axis=0)
    sums, squares = (np.concatenate(([0.0], np.cumsum(darkest**power))) for power in (1, 2))
    level = (squares[right] - squares[left]) / np.maximum(sums[right] - sums[left], 1.0)
    limit = np.zeros(sheet.shape[1], np.uint8)
    for start, end, tone in zip(left.tolist(), right.tolist(), (255.0 - _HALF * level).tolist(), strict=True):
        limit[start:end] = min(255 - _FAINTEST, int(tone))
    return np.asarray(sheet < limit, dtype=np.uint8)


def _depth(ink: Pixels) -> NDArray[np.float32]:
    """How far each pixel of ink is from the paper.

    Its mean over a stroke that is ``w`` pixels wide is ``(w + 2) / 4``: 1, 2, ... up to the middle and down again.
    """
    return np.asarray(cv2.distanceTransform(ink, cv2.DIST_L2, cv2.DIST_MASK_3), dtype=np.float32)


def _core(rows: NDArray[np.int32], feet: NDArray[np.int64]) -> Numbers:
    """Height of the band of rows that have much ink, above the feet of the words' boxes."""
    counted = np.where(np.arange(len(rows))[:, None] < feet[None], rows, 0)
    many = np.sort(counted, axis=0)[-max(2, len(rows) // 8)]
    core: Numbers = (counted >= np.maximum(1, _CORE * many)).sum(axis=0).astype(np.float64)
    return np.where(many > 0, core, np.nan)


def _gaps(columns: NDArray[np.int32], left: NDArray[np.int64], right: NDArray[np.int64]) -> tuple[Numbers, Numbers, Numbers]:
    """Columns without ink within words, the pieces that they part the words into, and the widest gap."""
    edges = np.diff((columns > 0).astype(np.int8), prepend=0, append=0)
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    word = np.searchsorted(left, starts, side="right") - 1
    pieces = np.bincount(word, minlength=len(left)).astype(np.float64)
    width = np.where(word[1:] == word[:-1], starts[1:] - ends[:-1], 0) if len(starts) > 1 else np.zeros(0, np.int64)
    opened = np.bincount(word[: len(width)], weights=width, minlength=len(left))
    widest = np.zeros(len(left))
    np.maximum.at(widest, word[: len(width)], width)
    empty = pieces == 0
    return np.where(empty, np.nan, opened), np.where(empty, np.nan, pieces), np.where(empty, np.nan, widest)


def _underlined(
    total: NDArray[np.int32], left: NDArray[np.int64], right: NDArray[np.int64], feet: NDArray[np.int64]
) -> Numbers:
    """Whether in each part of a word a row near its foot is all ink, at like heights, with paper between it and the letters."""
    cuts = np.linspace(left, right, _PARTS + 1).round().astype(np.int64)
    rows = np.diff(total, axis=0)
    height = len(rows)
    lowest: list[NDArray[np.int64]] = []
    apart = np.ones(len(left), np.bool_)
    at = np.arange(height)[:, None]
    for a, b in zip(cuts[:-1], cuts[1:], strict=True):
        share = (rows[:, b] - rows[:, a]) / np.maximum(b - a, 1)
        full = (share >= _COVERED) & (at > feet[None] // 2)
        last = height - 1 - np.argmax(full[::-1], axis=0)
        lowest.append(np.where(full.any(axis=0), last, -height))
        above = (at < last[None]) & (at >= last[None] - feet[None] // 3)
        apart &= np.where(above, share, 1.0).min(axis=0) <= _BARE
    places = np.stack(lowest)
    level = (places.min(axis=0) >= 0) & (np.ptp(places, axis=0) <= np.maximum(2, feet // 12))
    return (level & apart).astype(np.float64)

