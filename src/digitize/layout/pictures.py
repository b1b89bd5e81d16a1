"""Finds pictures: photographs, dark blocks and drawings.

Text leaves white paper between its lines and letters; a photograph, screened or not, leaves none. So a picture is
where no white run is in reach. A drawing has white in it, but its strokes hang together over a size that no letter has.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.layout.ink import Ink, Mask, X, pieces_of
from digitize.model.geometry import Box
from digitize.model.raster import Pixels

_RUN = 3 * X
"""A white run of three x-heights is paper: five or six letters without ascender or descender, or the white of a
margin. The specks of white in a screened photograph are far shorter."""
_REACH = X
"""From any place in a line of body type it is less than an x-height to the white above or below it."""
_JOINED = 4 * X
"""Dark parts of one picture stand at most so far apart as two lines of text: highlights are no white between lines."""
_DARK = 0.25
"""Darker than paper, in shares of the page's range of tones: paler than a worn letter, darker than a shadow on paper."""
_PALE = 0.12
"""Edge of a photograph's pale parts, in the same shares: what adjoins dark parts may be paler than those."""
_MARGIN = 3 * X
"""Least margin of a page, half a centimetre: dark parts nearer to the edge are the ground on which the page lay."""
_DEEP = 0.5
_DEEP_SHARE = 0.4
"""In a photograph two fifths of the dark parts are darker than the middle tone; a stain, a fold, a shadow are pale."""
_BLOCK_SHARE = 0.8
"""In a block of ink nearly all is; a stain with dense text on it does not come near."""
_STEP = 0.15
"""Step in tone, within three pixels, at the side of a photograph, in shares of the range; stains have soft edges."""
_GRAIN = 0.5
"""Mean change of tone from pixel to pixel of a screened picture, in shares of the range; paper and stains have 0.3 at
most."""
_LEAST = 6 * X
"""Shortest side of the dark parts of a picture: what is smaller is a heavy letter, a hole, a blot."""
_WRITTEN_OVER = 0.15
"""Share of dark parts that lines of text may cover: what they cover more of is stained or shaded text."""
_LETTERS = 5
"""Letters that make a line: noise in a photograph hardly puts as many side by side."""
_MOSTLY = 0.5
"""Pale share of a strip that belongs to a photograph, since highlights are white; and written share of one that does
not: a line of text covers more, noise that looks like one less."""
_DOT = 0.12
"""Change of tone, in shares of the range, at the dots of a screen, be they ever so small."""
_DOTTED = 0.6
"""Share of any part of a screened picture at which the tone changes so, its sky included; white has hardly any."""
_DRAWING = 15 * X
"""Shortest side of a drawing: four lines of text. Initials and the letters of mastheads stay below it."""
_MASTHEAD = 25 * X
"""Letters of a masthead are not higher."""
_STROKES = 1 / 8
"""Least ink in the box of a drawing; frames, signatures and rings of stamps have less."""


def find_pictures(ink: Ink, lines: Sequence[Box]) -> tuple[Box, ...]:
    """Boxes of pictures on the reduced picture, from the top; they do not overlap.

    What reaches the edge of the page is a shadow or the ground on which the page lay, never a picture.
    """
    height, width = ink.small.shape
    if height < _LEAST or width < _LEAST:
        return ()
    paper, tones = paper_tone(ink.small)
    written = written_on(ink, lines)
    found = [*_photographs(ink.small, paper, tones, written), *_drawings(ink, paper, tones, written)]
    return tuple(sorted(_joined(found, written), key=lambda box: (box.y0, box.x0)))


def paper_tone(small: Pixels) -> tuple[Pixels, float]:
    """Tone of the paper at each pixel, over dark pictures too, and the page's range of tones from paper to ink."""
    height, width = small.shape
    reduced = cv2.resize(small, (max(1, width // 8), max(1, height // 8)), interpolation=cv2.INTER_AREA)
    window = 3 * X  # of a picture reduced by eight: a quarter of a newspaper column's height is less
    bright = cv2.medianBlur(cv2.dilate(reduced, np.ones((3, 3), np.uint8)), window)
    bright = cv2.blur(cv2.dilate(bright, np.ones((window, window), np.uint8)), (window, window))
    paper = np.asarray(cv2.resize(bright, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
    darkest = float(np.percentile(small[::4, ::4], 1))
    return paper, max(60.0, float(np.median(paper)) - darkest)


def _photographs(small: Pixels, paper: Pixels, tones: float, written: Mask) -> list[Box]:
    """Dark parts without white in reach, and the pale parts that adjoin them."""
    dark = _without_white(small, paper, _DARK * tones)
    dark = _morph(dark, cv2.MORPH_OPEN, _RUN, _RUN)
    if not dark.any():
        return []
    dark = _morph(dark, cv2.MORPH_CLOSE, _JOINED, _JOINED)
    pale = _without_white(small, paper, _PALE * tones) | dark
    darker = np.asarray(cv2.subtract(paper, small), dtype=np.uint8)
    grain = np.abs(cv2.Laplacian(small, cv2.CV_16S, ksize=1))
    height, width = small.shape
    labels, stats = pieces_of(dark)
    found = []
    for label, (x, y, w, h, _) in enumerate(stats.tolist()):
        box = Box(x, y, x + w, y + h)
        if label == 0 or min(w, h) < _LEAST or _at_edge(box, small, _MARGIN + _REACH):
            continue
        at = (slice(y, y + h), slice(x, x + w))
        part = labels[at] == label
        if written[at][part].mean() > _WRITTEN_OVER:
            continue
        screened = float(grain[at][part].mean()) >= _GRAIN * tones
        whole = _grown(box, pale, grain > _DOT * tones if screened else None, written).padded(_REACH, width, height)
        deep = float((darker[at][part] > _DEEP * tones).mean())
        straight = deep >= _DEEP_SHARE and _straight_sides(darker, whole.padded(_REACH, width, height), tones) >= 2
        if screened or straight or deep >= _BLOCK_SHARE:
            found.append(whole)
    return found


def _morph(mask: NDArray[np.uint8], operation: int, width: int, height: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.morphologyEx(mask, operation, np.ones((height, width), np.uint8)), dtype=np.uint8)


def _without_white(small: Pixels, paper: Pixels, delta: float) -> NDArray[np.uint8]:
    """Where no white run is in reach, for what is paler than ``delta`` below the paper."""
    white = np.asarray(cv2.subtract(paper, small) < delta, dtype=np.uint8)
    runs = _morph(white, cv2.MORPH_OPEN, _RUN, 1) | _morph(white, cv2.MORPH_OPEN, 1, _RUN)
    return 1 - _morph(runs, cv2.MORPH_DILATE, 2 * _REACH + 1, 2 * _REACH + 1)


def _straight_sides(darker: Pixels, box: Box, tones: float) -> int:
    """Sides of a box near which the tone steps from paper to picture along a straight line."""
    cut = darker[box.y0 : box.y1, box.x0 : box.x1]
    sides = 0
    for turns in range(4):
        side = np.rot90(cut, turns)[: 4 * _REACH].mean(axis=1)  # tone by distance from the side
        steps = side[3:] - side[:-3]
        sides += bool(len(steps) and steps.max() >= _STEP * tones)
    return sides


def _grown(box: Box, pale: NDArray[np.uint8], dots: Mask | None, written: Mask) -> Box:
    """The box grown on each side as long as the strip next to it is pale, or full of dots, and not written on."""
    height, width = pale.shape
    x0, y0, x1, y1 = box.x0, box.y0, box.x1, box.y1
    growing = {0, 1, 2, 3}
    while growing:
        for side in sorted(growing):
            strips = ((y0, y1, x0 - X, x0), (y0 - X, y0, x0, x1), (y0, y1, x1, x1 + X), (y1, y1 + X, x0, x1))
            top, bottom, left, right = strips[side]
            at = (slice(top, bottom), slice(left, right))
            inside = top >= 0 and left >= 0 and bottom <= height and right <= width
            like = inside and (pale[at].mean() >= _MOSTLY or (dots is not None and _is_dotted(dots[at], side)))
            if not like or written[at].mean() > _MOSTLY:
                growing.discard(side)
                continue
            x0, y0, x1, y1 = min(x0, left), min(y0, top), max(x1, right), max(y1, bottom)
    return Box(x0, y0, x1, y1)


def _is_dotted(strip: Mask, side: int) -> bool:
    """Whether a strip at the left, top, right or bottom is full of dots, with no white row before the next text."""
    rows = strip.mean(axis=1 if side % 2 else 0)
    return bool(rows.mean() >= _DOTTED and rows.min() >= _DOTTED / 2)


def _drawings(ink: Ink, paper: Pixels, tones: float, written: Mask) -> list[Box]:
    """Strokes that hang together over a size that no letter has, with the loose strokes beside them."""
    small = ink.small
    around = np.minimum(paper, cv2.blur(small, (12 * X + 1, 12 * X + 1)))  # a shadow is no stroke
    strokes = (cv2.subtract(around, small) > _DARK * tones).astype(np.uint8)
    strokes[cv2.dilate((ink.upright | ink.level).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = 0
    strokes[written] = 0
    _, stats = pieces_of(strokes)
    x, y, w, h, area = (stats[1:, column] for column in range(5))
    edges = np.stack((x, y, x + w, y + h), axis=1)
    found = []
    for i in np.flatnonzero((np.minimum(w, h) >= _DRAWING) & (area >= _STROKES * w * h)):
        box = Box(*(int(v) for v in edges[i]))
        free = written[box.y0 : box.y1, box.x0 : box.x1].mean() <= _WRITTEN_OVER
        if free and not _at_edge(box, small, _MARGIN) and not _has_neighbours(int(i), edges):
            found.append(_with_loose_strokes(box, edges))
    return found


def _has_neighbours(index: int, edges: NDArray[np.int32]) -> bool:
    """Whether something of like height stands beside it on the same row: then both are letters of a masthead."""
    x0, y0, x1, y1 = edges.T
    height = y1 - y0
    if height[index] > _MASTHEAD:
        return False
    beside = np.maximum(x0, x0[index]) - np.minimum(x1, x1[index]) < height[index]
    common = np.minimum(y1, y1[index]) - np.maximum(y0, y0[index])
    beside &= common > 0.6 * np.maximum(height, height[index])
    return int(beside.sum()) > 1


def _with_loose_strokes(box: Box, edges: NDArray[np.int32]) -> Box:
    """The box grown around the strokes that lie mostly in it or close by."""
    middle_x, middle_y = (edges[:, 0] + edges[:, 2]) // 2, (edges[:, 1] + edges[:, 3]) // 2
    pad = X // 2
    near = (middle_x >= box.x0 - pad) & (middle_x < box.x1 + pad)
    near &= (middle_y >= box.y0 - pad) & (middle_y < box.y1 + pad)
    low, high = edges[near, :2].min(axis=0), edges[near, 2:].max(axis=0)
    return Box(min(box.x0, int(low[0])), min(box.y0, int(low[1])), max(box.x1, int(high[0])), max(box.y1, int(high[1])))


def written_on(ink: Ink, lines: Sequence[Box]) -> Mask:
    """Where lines stand that no noise makes: of five letters at least, alike in height, as close as in words."""
    order = np.argsort(ink.letters[:, 1] + ink.letters[:, 3], kind="stable")
    x0, y0, x1, y1 = ink.letters[order].T
    middle_x, middle_y, heights = (x0 + x1) // 2, (y0 + y1) // 2, y1 - y0
    written = np.zeros(ink.text.shape, np.bool_)
    for line in lines:
        near = slice(*np.searchsorted(middle_y, (line.y0, line.y1)))
        inside = (middle_x[near] >= line.x0) & (middle_x[near] < line.x1) & (heights[near] >= X // 2)
        own = heights[near][inside]
        if len(own) >= _LETTERS and line.height <= 2.5 * np.median(own) and line.width <= 2.5 * float(own.sum()):
            written[line.y0 : line.y1, line.x0 : line.x1] = True
    return written


def _at_edge(box: Box, small: Pixels, margin: int) -> bool:
    """Whether it lies nearer to the edge of the page than any picture is printed."""
    height, width = small.shape
    return bool(min(box.x0, box.y0, width - box.x1, height - box.y1) < margin)


def _joined(boxes: list[Box], written: Mask) -> list[Box]:
    """Boxes that overlap, or stand near each other with nothing written between: parts of one picture."""
    joined: list[Box] = []
    for box in sorted(boxes):
        whole = box
        while (near := next((other for other in joined if _are_one(other, whole, written)), None)) is not None:
            joined.remove(near)
            whole = Box.around([near, whole])
        joined.append(whole)
    return joined


def _are_one(a: Box, b: Box, written: Mask) -> bool:
    if a.overlap(b) > 0:
        return True
    gap = max(a.x0 - b.x1, b.x0 - a.x1, a.y0 - b.y1, b.y0 - a.y1)
    if gap > min(max(a.width, a.height), max(b.width, b.height)) / 2:
        return False
    whole = Box.around([a, b])
    between = written[whole.y0 : whole.y1, whole.x0 : whole.x1].copy()
    for part in (a, b):
        between[part.y0 - whole.y0 : part.y1 - whole.y0, part.x0 - whole.x0 : part.x1 - whole.x0] = False
    return float(between.mean()) <= _WRITTEN_OVER / 3
