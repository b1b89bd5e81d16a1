"""Which words of a page are set off from the text around them: bold, letterspaced, underlined.

Only what stands out clearly is told: a word that is wrongly said to be bold misleads, one that is missed can be seen on the scan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from digitize.layout.stand_out import ENOUGH, Departure, Flags, Numbers, depart, stands_out
from digitize.layout.word_ink import WordInk

_BOLD = 1.1
_SURE_PX = 0.2
"""Least width of a bold stroke, in widths of a regular one, and what is added since widths are known to within a fifth of a pixel. The
lightest bold of the faces that were looked at has strokes wider by a quarter, and blur may take half of that away."""
_LARGER_BOLD = float(np.log(1.25))
"""Least departure of larger type (a logarithm), which is compared with the text: its face is another, and the height of its letters
is known less well."""
_WORD = 3
"""Letters that a word must have to be told by itself."""
_SAME_SIZE = 0.15
"""By how much the heights of letters of one size may differ: x-heights of ten pixels are known to within one."""
_CAPITALS = 1.4
"""Height of capitals and figures, in x-heights."""
_SPACED = 0.2
"""Least departure of the gaps between letters, in x-heights: a printer spaces by an eighth of the body and more, which is a
quarter of an x-height."""
_PARTED = 0.8
"""Share of the letters of a letterspaced word that stand apart: some touch in print even so."""


@dataclass(frozen=True, slots=True)
class SetOff:
    """Which words are set off, an entry for each."""

    bold: Flags
    letterspaced: Flags
    underlined: Flags


def find_set_off(texts: Sequence[str], lines: NDArray[np.int64], scale: Numbers, ink: WordInk) -> SetOff:
    """Which words are set off.

    Args:
        texts: The words in reading order.
        lines: Number of each word's line, ascending.
        scale: Pixels that ``ink`` is told in, per pixel of the page.
        ink: What was measured of them.
    """
    letters = np.array([sum(map(str.isalnum, text)) for text in texts], np.int64)
    height = _heights(texts, lines, ink.height_px / scale)
    known = np.isfinite(height) & np.isfinite(ink.stroke_px)
    return SetOff(
        _bold(texts, lines, letters, np.where(known, height, np.nan), ink.stroke_px / scale),
        _letterspaced(texts, letters, height * scale, ink),
        (np.nan_to_num(ink.underlined) > 0) & (letters >= 2),
    )


def _heights(texts: Sequence[str], lines: NDArray[np.int64], height: Numbers) -> Numbers:
    """x-height of each word's line: the median of its words'."""
    tall = np.array([text.upper() == text for text in texts], np.bool_)
    own = np.where(tall, height / _CAPITALS, height)
    found = np.full(len(own), np.nan)
    bounds = np.flatnonzero(np.diff(lines, prepend=-1, append=-1)).tolist()
    for start, end in zip(bounds[:-1], bounds[1:], strict=True):
        some = own[start:end][np.isfinite(own[start:end])]
        if len(some):
            found[start:end] = np.median(some)
    return found


def _bold(
    texts: Sequence[str], lines: NDArray[np.int64], letters: NDArray[np.int64], height: Numbers, stroke: Numbers
) -> Flags:
    """Words whose strokes are clearly wider than those of the other words of their size."""
    bold = np.zeros(len(texts), np.bool_)
    left = np.isfinite(height) & np.isfinite(stroke)
    told = letters >= _WORD
    body = np.inf
    while np.count_nonzero(left & told) >= ENOUGH:
        size = float(np.median(height[left & told]))
        same = left & (np.abs(height / size - 1.0) <= _SAME_SIZE)
        left &= ~same
        if size > body:
            continue
        if np.count_nonzero(same & told) < ENOUGH:
            break
        (at,) = np.nonzero(same)
        departure = depart(np.log(stroke[at]), [texts[i] for i in at], letters[at], told[at])
        least = np.log(_BOLD + _SURE_PX / float(np.median(stroke[same & told])))
        bold[at] = _with_short(stands_out(departure, least), departure, least, ~told[at])
        if body == np.inf:
            body = size
            bold |= _larger_bold(texts, lines, letters, height / size, stroke)
    return bold


def _larger_bold(
    texts: Sequence[str], lines: NDArray[np.int64], letters: NDArray[np.int64], size: Numbers, stroke: Numbers
) -> Flags:
    """Lines of larger type whose strokes are wider than those of the text would be at that size."""
    told = letters >= _WORD
    text = np.isfinite(size) & (np.abs(size - 1.0) <= _SAME_SIZE) & told
    larger = np.isfinite(size) & (size > 1.0 + _SAME_SIZE)
    bold = np.zeros(len(texts), np.bool_)
    if not larger.any():
        return bold
    departure = depart(np.log(stroke / size), texts, letters, text)
    beyond = departure.by > departure.limit(_LARGER_BOLD)
    for _, group in groupby(np.flatnonzero(larger).tolist(), key=lambda i: int(lines[i])):
        members = list(group)
        shown = beyond[[i for i in members if told[i]]]
        if len(shown) and 2 * np.count_nonzero(shown) > len(shown):
            bold[members] = True
    return bold


def _letterspaced(texts: Sequence[str], letters: NDArray[np.int64], height_px: Numbers, ink: WordInk) -> Flags:
    """Words whose letters stand clearly farther apart than those of the others.

    The widest gap of a word is left out: it may be the space between two words that were read as one.
    """
    signs = np.array([len(text) for text in texts], np.int64)
    widest = np.where(signs > 2, ink.widest_px, 0.0)
    gaps = np.where(signs > 2, signs - 2, 1)
    gap = np.where(letters > 1, (ink.open_px - widest) / gaps / height_px, np.nan)
    told = (letters > _WORD) & np.isfinite(gap)
    if np.count_nonzero(told) < ENOUGH:
        return np.zeros(len(texts), np.bool_)
    departure = depart(gap, texts, gaps, told)
    lettered = np.array([any(map(str.isalpha, text)) for text in texts], np.bool_)
    apart = lettered & (np.nan_to_num(ink.pieces) >= _PARTED * signs)
    return _with_short(stands_out(departure, _SPACED) & apart, departure, _SPACED, (apart | (letters < 2)) & (letters <= _WORD))


def _with_short(flags: Flags, departure: Departure, least: float, short: Flags) -> Flags:
    """With the short words beside those that stand out: alone they would be too few letters to tell by.

    Between two that stand out it is enough to be half way there, or to be nothing that can be measured (a single letter has no gaps).
    """
    before, after = np.concatenate(([False], flags[:-1])), np.concatenate((flags[1:], [False]))
    half = ~(departure.by <= least / 2.0)
    whole = departure.by > departure.limit(least)
    return flags | (short & ((before & after & half) | ((before | after) & whole)))
