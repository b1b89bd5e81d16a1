"""Which words of a page are set off from the text around them: bold, letterspaced, underlined.

Only what stands out clearly is told: a word that is wrongly said to be bold misleads, one that is missed can be seen on the scan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from digitize.layout.stand_out import ENOUGH, Departure, Flags, Numbers, depart, shares_of, stands_out
from digitize.layout.word_ink import WordInk

_BOLD = 1.125
_SURE_PX = 0.2
"""Least width of a bold stroke, in widths of a regular one: half way to the lightest bold of the faces that were looked at, whose strokes are
wider by a quarter. And what is added, since widths are known to within a fifth of a pixel."""
_SOME = 2
"""Words of a line that must all be bold for it to be so: a single one may be a blot, or two lines read as one."""
_LARGER_BOLD = float(np.log(1.35))
"""Least departure of larger type (a logarithm), which is compared with the text: its face is another, and the height of its letters
is known less well."""
_WORD = 3
"""Letters that a word must have to be told by itself."""
_SAME_SIZE = 0.15
"""By how much the heights of letters of one size may differ: x-heights of ten pixels are known to within one."""
_CAPITALS = 1.4
"""Height of capitals and figures, in x-heights."""
_EVEN = 0.045
"""Standard deviation of the width of letters, from word to word, in widths of a letter: at most 0.033 on 22 real typescripts, at least 0.064
on 21 printed pages."""
_BESIDE = 0.3
"""Paper beside the letters of a typed word, in widths of a letter."""
_OF_PITCH = 0.2
"""By how much the width of letters may depart from a typewriter's: a place or two of a box is off by a few pixels."""
_SPACED = 0.2
"""Least departure of the gaps between letters, in x-heights: a printer spaces by an eighth of the body and more, which is a
quarter of an x-height."""
_TYPED_SPACED = 0.7
"""The same of a typist, who leaves a blank: somewhat more than an x-height."""
_ROW, _SURE_ROW = 3, 4
"""Single letters in a row that may be one letterspaced word, and that are one: three may be words (and, in, with)."""
_CLOSE, _AS_WORDS = 0.75, 1.3
"""Widest gap between these letters, in spaces between words: in a row of three closer than words are, and no wider than between words."""
_PARTED = 0.8
"""Share of the letters of a letterspaced word that stand apart: some touch in print even so."""


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of a page in reading order, an entry each.

    Args:
        texts: As read.
        lines: Number of each word's line, ascending.
        x0: Left edges of their boxes, in pixels of the page along their lines.
        x1: Right edges, exclusive.
    """

    texts: tuple[str, ...]
    lines: NDArray[np.int64]
    x0: Numbers
    x1: Numbers


@dataclass(frozen=True, slots=True)
class SetOff:
    """Which words are set off, an entry each."""

    letterspaced: Flags
    bold: Flags
    underlined: Flags


def find_set_off(words: PageWords, typed: Flags, scale: Numbers, ink: WordInk) -> SetOff:
    """Which words are set off.

    Args:
        words: The words.
        typed: Which of them a typewriter wrote (:func:`find_typed`).
        scale: Pixels that ``ink`` is told in, per pixel of the page.
        ink: What was measured of them.
    """
    texts = words.texts
    if not texts:
        nothing = np.zeros(0, np.bool_)
        return SetOff(nothing, nothing, nothing)
    letters = np.array([sum(map(str.isalnum, text)) for text in texts], np.int64)
    height = _heights(texts, words.lines, ink.height_px / scale)
    shares = shares_of(texts)
    least = _TYPED_SPACED if typed.any() else _SPACED
    return SetOff(
        _letterspaced(texts, shares, letters, height * scale, ink, least) | _single_letters(words),
        _bold(_Page(shares, words.lines, letters, height, ink.stroke_px / scale, ink.thinner_px / scale)),
        _underlined(words.lines, letters, typed, ink),
    )


def find_typed(words: PageWords) -> Flags:
    """Which words a typewriter wrote, by its letters of equal width; none on a page on which most are not.

    It has one weight: what is blacker was struck harder, or twice. And it underlines, which print does not.
    """
    signs = np.array([len(text) for text in words.texts], np.int64)
    widths = words.x1 - words.x0
    pitch = widths / (signs - _BESIDE)
    long = signs > _WORD
    if not long.any():
        return long
    usual = float(np.median(pitch[long]))
    if 1.4826 * float(np.median(np.abs(pitch[long] - usual))) > _EVEN * usual:
        return np.zeros_like(long)
    spaced = widths / (2 * signs - 1 - _BESIDE)
    return (np.abs(pitch / usual - 1.0) < _OF_PITCH) | (np.abs(spaced / usual - 1.0) < _OF_PITCH)


def _heights(texts: Sequence[str], lines: NDArray[np.int64], height: Numbers) -> Numbers:
    """x-height of each word's line: the median of its words'."""
    tall = np.array([text.upper() == text for text in texts], np.bool_)
    own = np.where(tall, height / _CAPITALS, height)
    order = np.lexsort((own, lines))  # those that are not known come last
    known = np.isfinite(own)
    _, first, line = np.unique(lines[order], return_index=True, return_inverse=True)
    count = np.bincount(line, weights=known[order]).astype(np.int64)
    found = np.full(len(own), np.nan)
    found[order] = np.where(count > 0, own[order][first + np.maximum(count - 1, 0) // 2], np.nan)[line]
    return found


@dataclass(frozen=True, slots=True)
class _Page:
    """The words of a page, an entry each, sizes in pixels of the page."""

    shares: Numbers
    lines: NDArray[np.int64]
    letters: NDArray[np.int64]
    height: Numbers
    stroke: Numbers
    thinner: Numbers


def _bold(page: _Page) -> Flags:
    """Words whose strokes are clearly wider than those of the other words of their size."""
    bold = np.zeros(len(page.letters), np.bool_)
    left = np.isfinite(page.height) & np.isfinite(page.stroke)
    told = page.letters >= _WORD
    body = np.inf
    while np.count_nonzero(left & told) >= ENOUGH:
        sizes = np.sort(page.height[left & told])
        size = float(sizes[len(sizes) // 2])  # one that occurs
        same = left & (np.abs(page.height / size - 1.0) <= _SAME_SIZE)
        left &= ~same
        if size > body:
            continue
        if np.count_nonzero(same & told) < ENOUGH:
            break
        (at,) = np.nonzero(same)
        stroke = page.stroke[at]
        departure = depart(np.log(stroke), page.shares[at], page.letters[at], told[at])
        least = float(np.log(_BOLD + _SURE_PX / np.median(stroke)))
        departure = _throughout(departure, page.thinner[at] / stroke)
        found = stands_out(departure, least) | _whole_lines(
            departure.by > departure.limit(least), told[at], page.lines[at]
        )
        bold[at] = _with_short(found, departure, least, ~told[at])
        if body == np.inf:
            body = size
            bold |= _larger_bold(page, size)
    return bold


def _larger_bold(page: _Page, body: float) -> Flags:
    """Lines of larger type whose strokes are wider than those of the text would be at that size."""
    size = page.height / body
    told = page.letters >= _WORD
    known = np.isfinite(size) & np.isfinite(page.stroke)
    larger = known & (size > 1.0 + _SAME_SIZE)
    bold = np.zeros(len(size), np.bool_)
    if not larger.any():
        return bold
    text = known & (np.abs(size - 1.0) <= _SAME_SIZE) & told
    (at,) = np.nonzero(larger | text)
    departure = depart(np.log(page.stroke[at] / size[at]), page.shares[at], page.letters[at], text[at])
    departure = _throughout(departure, page.thinner[at] / page.stroke[at])
    beyond = np.zeros(len(size), np.bool_)
    beyond[at] = departure.by > departure.limit(_LARGER_BOLD)
    bold[at] = _whole_lines(beyond[at], told[at], page.lines[at]) & larger[at]
    return bold


def _whole_lines(flags: Flags, told: Flags, lines: NDArray[np.int64]) -> Flags:
    """All words of lines of which every word that can be told is flagged, and more than one.

    A heading is set off as a whole; what ink does by chance, it does to some words of a line.
    """
    line = np.cumsum(np.diff(lines, prepend=-1) != 0) - 1
    count, flagged = np.bincount(line, weights=told), np.bincount(line, weights=told & flags)
    return np.asarray(((count >= _SOME) & (flagged == count))[line], dtype=np.bool_)


def _throughout(departure: Departure, thinner: Numbers) -> Departure:
    """The departure of the thinner half, doubled, where that is less: it must be half way there itself, else part of the word is blotted.

    Args:
        departure: Of the logarithm of the words' strokes.
        thinner: Strokes of the thinner half, in strokes of the word.
    """
    return replace(departure, by=np.fmin(departure.by, 2.0 * (departure.by + np.log(thinner))))


def _letterspaced(
    texts: Sequence[str],
    shares: Numbers,
    letters: NDArray[np.int64],
    height_px: Numbers,
    ink: WordInk,
    least: float,
) -> Flags:
    """Words whose letters stand clearly farther apart than those of the others."""
    signs = np.array([len(text) for text in texts], np.int64)
    gap = np.where(letters > 1, ink.gap_px / height_px, np.nan)
    told = (letters > _WORD) & np.isfinite(gap)
    if np.count_nonzero(told) < ENOUGH:
        return np.zeros(len(texts), np.bool_)
    departure = depart(gap, shares, signs - 1, told)
    lettered = np.array([2 * sum(map(str.isalpha, text)) > len(text) for text in texts], np.bool_)
    apart = lettered & (np.nan_to_num(ink.pieces) >= _PARTED * signs)
    short = (apart | (letters < 2)) & (letters <= _WORD)
    by_far = told & (departure.by > 2.0 * departure.limit(least))
    return _with_short((stands_out(departure, least) | by_far) & apart, departure, least, short)


def _single_letters(words: PageWords) -> Flags:
    """Letters that an engine read as words of their own, and that stand in a row as the letters of one word do."""
    found = np.zeros(len(words.texts), np.bool_)
    gaps = np.maximum(words.x0[1:] - words.x1[:-1], 0.0)
    beside = words.lines[1:] == words.lines[:-1]
    lengths = np.array([sum(map(str.isalpha, text)) for text in words.texts], np.int64)
    ordinary = beside & (lengths[1:] > 1) & (lengths[:-1] > 1)
    if not ordinary.any():
        return found
    space = float(np.median(gaps[ordinary]))
    single = np.array([sum(map(str.isalpha, text)) == 1 and len(text) <= 2 for text in words.texts], np.bool_)
    ends = np.array([not text[-1].isalpha() for text in words.texts], np.bool_)
    linked = beside & single[1:] & single[:-1] & ~ends[:-1] & (gaps <= _AS_WORDS * space)
    edges = np.flatnonzero(np.diff(linked.astype(np.int8), prepend=0, append=0)).reshape(-1, 2)
    for first, last in edges.tolist():
        close = bool(np.all(gaps[first:last] <= _CLOSE * space))
        if last - first + 1 >= (_ROW if close else _SURE_ROW):
            found[first : last + 1] = True
    return found


def _underlined(lines: NDArray[np.int64], letters: NDArray[np.int64], typed: Flags, ink: WordInk) -> Flags:
    """Words with a line below them that ends where words end.

    One that runs on beyond the first or last word of a line, or on both sides of words, is a rule or what is left of one.

    Words of few letters are underlined with others.
    """
    flags = (np.nan_to_num(ink.underlined) > 0) & (letters > 0)
    found = np.zeros(len(lines), np.bool_)
    if not flags.any():
        return found
    bounds = np.flatnonzero(np.diff(lines, prepend=-1, append=-1)).tolist()
    for start, end in pairwise(bounds):
        edges = np.flatnonzero(np.diff(flags[start:end].astype(np.int8), prepend=0, append=0)) + start
        for first, after in edges.reshape(-1, 2).tolist():
            on_left, on_right = ink.on_left[first] > 0, ink.on_right[after - 1] > 0
            beyond = (on_left and (first == start or on_right)) or (on_right and after == end)
            told = typed[first:after] & (letters[first:after] >= _WORD)
            found[first:after] = bool(told.any()) and not beyond
    return found


def _with_short(flags: Flags, departure: Departure, least: float, short: Flags) -> Flags:
    """With the short words beside those that stand out: alone they would be too few letters to tell by.

    Between two that stand out it is enough to be half way there, or to be nothing that can be measured (a single letter has no gaps).
    """
    before, after = np.concatenate(([False], flags[:-1])), np.concatenate((flags[1:], [False]))
    half = ~(departure.by <= least / 2.0)
    whole = departure.by > departure.limit(least)
    return flags | (short & ((before & after & half) | ((before | after) & whole)))
