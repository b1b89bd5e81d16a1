"""From the characters of a line to its words, with their places on the crop."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from digitize.model.geometry import Box
from digitize.recognize.ctc import Emission
from digitize.recognize.engine import ReadGlyph, ReadLine, ReadWord
from digitize.recognize.ink import inked
from digitize.recognize.line_case import in_case_of_line
from digitize.recognize.line_image import LineImage
from digitize.recognize.own_model import FRAME_PX
from digitize.recognize.word_case import in_case
from digitize.recognize.word_script import in_script

_WHITE = 0.3
"""Ink below which a column is paper."""
_REACH_PX = 40
"""How far from its first or last character a line's ink may go on, in a normalised line: the height of the line."""

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Ink:
    """How far up and down the ink of a crop reaches.

    Args:
        width: Of the crop.
        height: Of the crop.
        tops: For each column the first row with ink; the height where there is none.
        ends: For each column the row after the last one with ink; 0 where there is none.
    """

    width: int
    height: int
    tops: list[int]
    ends: list[int]

    @staticmethod
    def of(mask: NDArray[np.bool_]) -> _Ink:
        height, width = mask.shape
        has_any = mask.any(axis=0)
        tops = np.where(has_any, mask.argmax(axis=0), height)
        ends = np.where(has_any, height - mask[::-1].argmax(axis=0), 0)
        return _Ink(width, height, tops.tolist(), ends.tolist())

    def rows(self, x0: int, x1: int) -> tuple[int, int]:
        """First row with ink between two columns, and the one after the last; of the whole crop where there is none."""
        end = max(self.ends[x0:x1], default=0)
        return (min(self.tops[x0:x1]), end) if end else (0, self.height)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A character with its left and right edge in the normalised line, in pixels."""

    emission: Emission
    x0: float
    x1: float


def read_line(
    emissions: Sequence[Emission], image: LineImage, pixels: Pixels, model: str, paragraph: int = 0
) -> ReadLine | None:
    """The line that the characters make; ``None`` when there is none but spaces.

    A word is as sure as its least sure character, space before or after it, or place where a character may have been
    passed over: one wrong letter makes a wrong word, and a mean over many letters would hide it.

    Args:
        emissions: The characters, their frames counted from the left edge of ``image``.
        image: The line as the network saw it.
        pixels: The crop that it was made from.
        model: What the words are said to be read by.
        paragraph: The line's paragraph.
    """
    trimmed = _trimmed(emissions)
    if not trimmed:
        return None
    placed = _placed(trimmed, image.ink)
    ink = _Ink.of(inked(pixels))
    words = []
    for is_space, group in groupby(range(len(trimmed)), key=lambda i: trimmed[i].character.isspace()):
        members = list(group)
        if not is_space:
            words.append(_word(trimmed, members, placed, image, ink, model))
    words = in_case_of_line(words, ink.rows)
    box = Box.around([word.box for word in words])
    base = _baseline(words, ink, box)
    return ReadLine(paragraph, box, ((box.x0, base), (box.x1, base)), tuple(words))


def _trimmed(emissions: Sequence[Emission]) -> list[Emission]:
    """Without spaces at the ends."""
    solid = [i for i, emission in enumerate(emissions) if not emission.character.isspace()]
    return list(emissions[solid[0] : solid[-1] + 1]) if solid else []


def _placed(emissions: Sequence[Emission], ink: NDArray[np.float32]) -> dict[int, _Placed]:
    """Edges of every character but spaces: half way to its neighbours, where the least ink is, then drawn in to the ink."""
    columns: list[float] = ink.max(axis=0).tolist()
    solid = [i for i, emission in enumerate(emissions) if not emission.character.isspace()]
    centre = {i: _centre(emissions[i], len(columns)) for i in solid}
    edges = [max(0, centre[solid[0]] - _REACH_PX)]
    edges += [_between(columns, centre[a], centre[b]) for a, b in pairwise(solid)]
    edges.append(min(len(columns), centre[solid[-1]] + _REACH_PX))
    found = {}
    for i, (left, right) in zip(solid, pairwise(edges), strict=True):
        found[i] = _Placed(emissions[i], *_drawn_in(columns, left, max(left + 1, right)))
    return found


def _centre(emission: Emission, width: int) -> int:
    """The middle of a character's frames, in pixels."""
    return min(width - 1, (emission.first + emission.end) * FRAME_PX // 2)


def _between(columns: Sequence[float], left: int, right: int) -> int:
    """Where two characters part: the middle of the widest gap between their centres, or of the least ink."""
    if right - left < 2:
        return right
    part = columns[left:right]
    least = max(_WHITE, min(part) + 0.05)
    best, size, start = 0, 0, -1
    for at, ink in enumerate((*part, math.inf)):
        if ink <= least:
            start = at if start < 0 else start
        elif start >= 0:
            if at - start > size:
                best, size = start, at - start
            start = -1
    return left + (2 * best + size + 1) // 2


def _drawn_in(columns: Sequence[float], left: int, right: int) -> tuple[int, int]:
    """The extent of the ink between two columns; all of it where there is none."""
    inked = [at for at in range(left, min(right, len(columns))) if columns[at] >= _WHITE]
    return (inked[0], inked[-1] + 1) if inked else (left, right)


def _word(
    emissions: Sequence[Emission],
    members: Sequence[int],
    placed: dict[int, _Placed],
    image: LineImage,
    ink: _Ink,
    model: str,
) -> ReadWord:
    glyphs = in_case(in_script(tuple(_glyph(placed[i], image, ink.width) for i in members)))
    x0, x1 = min(glyph.x0 for glyph in glyphs), max(glyph.x1 for glyph in glyphs)
    y0, y1 = ink.rows(x0, x1)
    return ReadWord(
        "".join(glyph.character for glyph in glyphs),
        Box(x0, y0, x1, y1),
        min(_confidence(emissions, members), *(glyph.confidence for glyph in glyphs)),
        model,
        glyphs=glyphs,
    )


def _confidence(emissions: Sequence[Emission], members: Sequence[int]) -> float:
    first, last = members[0], members[-1]
    around = [emissions[i] for i in (first - 1, last + 1) if 0 <= i < len(emissions)]
    own = [emissions[i] for i in members]
    missed = max(max(emission.missed_before, emission.missed_after) for emission in own)
    return min(1.0 - missed, *(emission.confidence for emission in (*own, *around)), 1.0)


def _glyph(placed: _Placed, image: LineImage, width: int) -> ReadGlyph:
    emission = placed.emission
    x0 = min(width - 1, max(0, math.floor(image.x0 + placed.x0 / image.scale)))
    x1 = min(width, max(x0 + 1, math.ceil(image.x0 + placed.x1 / image.scale)))
    return ReadGlyph(emission.character, x0, x1, emission.confidence, emission.alternatives)


def _baseline(words: Sequence[ReadWord], ink: _Ink, box: Box) -> float:
    """The row below which only descenders reach: most characters have none."""
    feet = [ink.rows(glyph.x0, glyph.x1)[1] for word in words for glyph in word.glyphs]
    return float(min(box.y1, max(box.y0, int(np.median(feet)))))
