"""What is on a scan beside the page: dark borders, the neighbouring page's edge, punch holes. Painted over with paper."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.model.geometry import Box, Polygon
from digitize.model.raster import Pixels
from digitize.preprocess.letters import ink_mask
from digitize.preprocess.percentiles import percentiles
from digitize.preprocess.pieces import pieces_of
from digitize.preprocess.reduce import reduced

_WORKING_PX = 1_000
"""Longest side of the picture on which borders are looked for."""
_DARK = 0.5
"""Borders are darker than this share of the paper's brightness."""
_SHADOW = 0.72
"""The same for the shadow in which the neighbouring page begins."""
_THICK = 0.9
"""Least thickness of a border in x-heights: no stroke of a letter of ordinary size is as thick, no rule."""
_WRITTEN_ON = 0.02
"""Share of ink on a dark area above which it is no border but a page, or a picture, in the dark."""
_A_SLIVER = 0.001
"""A border over less of the scan than this is not worth telling of."""
_ALMOST_ALL = 0.8
"""A border over more of the scan than this is a dark page."""
_WHOLE_HEIGHT = 0.92
"""Part of the scan's height over which the shadow before the neighbouring page runs; column rules end before."""
_SIDE = 0.15
"""Part of the scan's width, from either side, that may be the neighbouring page's."""
_TOUCHES = 0.3
"""Part of the scan's height along which such a shadow may lie at the very edge."""
_HOLE = (1.6, 6.0)
"""Diameter of a punch hole, 5 to 8 mm, in x-heights of print and typewriters."""
_MARGIN = 0.1
"""Part of the page, from any side, in which holes are punched."""
_A_DISC = 0.93
"""What a hole and the disc of its size have in common, as a share of both together."""
_RIM_PX = 13
"""Width of the rim of a border, on the reduced picture, whose tone is not the paper's."""
_NEAR_ENOUGH = 0.1
"""Share of a neighbourhood that must be paper for its tone to count in full."""
_BLACK_BESIDE = 0.03
"""Ink around a hole, as a share of the ring around it, above which it is a part of something."""


@dataclass(frozen=True, slots=True)
class Borders:
    """What is not page.

    Args:
        mask: 255 where it is, 0 elsewhere, on a reduced picture of the scan.
        small: That picture.
        share: Part of the scan that borders cover.
        sides: Where they are: ``left``, ``right``, ``top``, ``bottom``.
        holes: Number of punch holes.
    """

    mask: Pixels
    small: Pixels
    share: float
    sides: tuple[str, ...]
    holes: int

    @property
    def found(self) -> bool:
        return bool(self.sides) or self.holes > 0

    def with_part(self, part: Polygon, width_px: int, height_px: int) -> Borders:
        """The same, and a part of the scan that is not of the page.

        Args:
            part: In pixels of the scan.
            width_px: Of the scan.
            height_px: Of the scan.
        """
        height, width = self.mask.shape
        corners = [(round(x * width / width_px), round(y * height / height_px)) for x, y in part]
        mask = self.mask.copy()
        if len({x for x, _ in corners}) > 1:  # else it is a line
            cv2.fillPoly(mask, [np.array(corners, np.int32)], (255,))
        return replace(self, mask=mask)

    @property
    def told(self) -> str:
        """For the report."""
        parts = [f"dark border ({', '.join(self.sides)}), {self.share:.1%} of the scan"] if self.sides else []
        parts += [f"{self.holes} punch hole{'s' if self.holes > 1 else ''}"] if self.holes else []
        return "; ".join(parts)


def find_borders(grey: Pixels, x_height_px: float) -> Borders:
    """Dark areas at the scan's edges on which nothing is written, neighbouring pages beyond a shadow, punch holes.

    Args:
        grey: The scan, black on white.
        x_height_px: Its x-height.
    """
    factor = min(1.0, _WORKING_PX / max(grey.shape))
    small = reduced(grey, factor)
    x = max(1.0, x_height_px * factor)
    height, width = small.shape
    middle = small[height // 5 : height - height // 5, width // 5 : width - width // 5]
    paper = percentiles(middle, 70)[0] if middle.size else 255.0
    border = _at_the_edges(small, paper, x) | _neighbours(small, paper, x)
    if border.mean() > _ALMOST_ALL:
        border = np.zeros_like(border)
    holes = _holes(grey, small, paper, x, border)
    share, sides = float(border.mean()), _sides(border)
    pad = 2 * math.ceil(0.3 * x) + 1
    mask = cv2.dilate((border | (holes > 0)).astype(np.uint8) * 255, np.ones((pad, pad), np.uint8))
    return Borders(np.asarray(mask, dtype=np.uint8), small, share, sides, int(holes.max()))


def paint_over(grey: Pixels, borders: Borders) -> Pixels:
    """A copy of a scan with paper where borders and holes are, of the tone that the paper has beside them.

    Args:
        grey: The scan.
        borders: What is on it.
    """
    height, width = grey.shape
    mask = borders.mask
    paper = _paper_beside(borders.small, mask)
    painted = grey.copy()
    rows = max(1, (1 << 21) // width)
    scale = mask.shape[0] / height
    columns = np.minimum(((np.arange(width) + 0.5) * mask.shape[1] / width).astype(np.intp), mask.shape[1] - 1)
    for top in range(0, height, rows):
        bottom = min(height, top + rows)
        # Strip by strip: a mask and a paper of the page's own size would double the memory it takes.
        first, last = math.floor(top * scale), max(math.floor(top * scale) + 1, math.ceil(bottom * scale))
        if not mask[first:last].any():
            continue
        at = np.minimum(((np.arange(top, bottom) + 0.5) * scale).astype(np.intp), mask.shape[0] - 1) - first
        here = (mask[first:last] > 0)[:, columns][at]
        np.copyto(painted[top:bottom], paper[first:last][:, columns][at], where=here)
    return painted


def _paper_beside(small: Pixels, mask: Pixels) -> Pixels:
    """The paper's tone, carried on into what is masked from what is near it, without a step."""
    away = cv2.dilate(mask, np.ones((_RIM_PX, _RIM_PX), np.uint8)) == 0
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    tones = np.where(away, closed, 0).astype(np.float32)
    weights = away.astype(np.float32)
    paper = np.full(small.shape, percentiles(closed[away], 70)[0] if away.any() else 255.0, np.float32)
    for window in (401, 201, 101, 51):
        near = cv2.blur(weights, (window, window))
        mean = cv2.blur(tones, (window, window)) / np.maximum(near, 1e-6)
        share = np.minimum(near / _NEAR_ENOUGH, 1.0)
        paper = share * mean + (1.0 - share) * paper
    return np.asarray(paper.round().clip(0, 255), dtype=np.uint8)


def _at_the_edges(small: Pixels, paper: float, x: float) -> NDArray[np.bool_]:
    """Dark, thick areas that reach the scan's edge and have nothing written on them."""
    dark = (cv2.blur(small, (3, 3)) < _DARK * paper).astype(np.uint8)
    # Beyond the frame is dark too, so that a border may be thinner at the edge than a stroke.
    thick = max(3, round(_THICK * x) | 1)
    framed = cv2.copyMakeBorder(dark, thick, thick, thick, thick, cv2.BORDER_CONSTANT, value=(1,))
    solid = cv2.morphologyEx(framed, cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8))
    ink = ink_mask(small) > 0
    found = np.zeros(small.shape, np.bool_)
    _, labels = cv2.connectedComponents(solid[thick:-thick, thick:-thick], connectivity=4, ltype=cv2.CV_32S)
    edge = np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1]))
    core = cv2.erode(solid, np.ones((2 * thick + 1, 2 * thick + 1), np.uint8))[thick:-thick, thick:-thick]
    for label in np.unique(edge[edge > 0]):
        area = labels == label
        inner = area & (core > 0)
        if not inner.any() or ink[inner].mean() <= _WRITTEN_ON:
            found |= area
    return found


def _neighbours(small: Pixels, paper: float, x: float) -> NDArray[np.bool_]:
    """What lies beyond the middle of a shadow that runs down the whole scan near its left or right edge.

    Only the far half of the shadow goes: a line may begin in the near one.
    """
    height, width = small.shape
    shadow = (cv2.blur(small, (3, 3)) < _SHADOW * paper).astype(np.uint8)
    # Letters are broken up, and what leans stays: dark from top to bottom is what counts.
    tall = cv2.morphologyEx(shadow, cv2.MORPH_OPEN, np.ones((max(3, round(6 * x)), max(1, round(0.5 * x))), np.uint8))
    found = np.zeros(small.shape, np.bool_)
    labels, stats, _ = pieces_of(np.asarray(tall, dtype=np.uint8))
    for label, (left, top, wide, high, area) in enumerate(stats[1:].tolist(), 1):
        to_left = left + wide <= _SIDE * width
        if not (to_left or left >= (1 - _SIDE) * width):
            continue
        if high < _WHOLE_HEIGHT * height or area < _THICK * x * high or wide > _SIDE * width:
            continue
        part = labels[top : top + high] == label
        outermost = part[:, 0] if to_left else part[:, -1]
        if outermost.mean() > _TOUCHES:
            continue  # a border, or the light falling off: there is no page beyond
        columns = np.arange(width)
        middle = (part * columns).sum(axis=1) / np.maximum(part.sum(axis=1), 1)
        beyond = columns[None, :] < middle[:, None] if to_left else columns[None, :] > middle[:, None]
        found[top : top + high] |= beyond & part.any(axis=1)[:, None]
    return found


def _holes(grey: Pixels, small: Pixels, paper: float, x: float, border: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Punch holes, numbered from 1: dark discs near an edge with nothing beside them."""
    page = _within(border)
    dark = (small < _DARK * paper) & ~border
    labels, stats, _ = pieces_of(dark.astype(np.uint8))
    size, shape = (stats[1:, 2] + stats[1:, 3]) / 2, stats[1:, 2] / stats[1:, 3]
    like = (size >= max(5, _HOLE[0] * x)) & (size <= _HOLE[1] * x) & (shape >= 0.85) & (shape <= 1.18)
    numbered = np.zeros(small.shape, np.int32)
    holes = 0
    for label in (np.flatnonzero(like) + 1).tolist():
        left, top, wide, high, area = stats[label].tolist()
        across, down = (left + wide / 2 - page.x0) / page.width, (top + high / 2 - page.y0) / page.height
        if _MARGIN < across < 1 - _MARGIN and _MARGIN < down < 1 - _MARGIN:
            continue
        pad = math.ceil(x)
        around = dark[max(0, top - pad) : top + high + pad, max(0, left - pad) : left + wide + pad]
        if around.sum() - area > _BLACK_BESIDE * (around.size - area):
            continue
        if not _is_disc(grey, (left, top, wide, high), grey.shape[1] / small.shape[1], _DARK * paper):
            continue
        holes += 1
        numbered[labels == label] = holes
    return numbered


def _within(border: NDArray[np.bool_]) -> Box:
    """The page within its border: from the first row and column that is mostly page to the last."""
    rows, columns = np.flatnonzero(border.mean(axis=1) < 0.5), np.flatnonzero(border.mean(axis=0) < 0.5)
    if not (len(rows) and len(columns)):
        return Box(0, 0, border.shape[1], border.shape[0])
    return Box(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def _is_disc(grey: Pixels, box: tuple[int, int, int, int], scale: float, dark: float) -> bool:
    """Whether what is dark in a box of the reduced picture fills a disc on the scan itself, where letters show their eyes."""
    left, top, wide, high = box
    x0, y0 = max(0, round((left - 1) * scale)), max(0, round((top - 1) * scale))
    seen = grey[y0 : round((top + high + 1) * scale), x0 : round((left + wide + 1) * scale)] < dark
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    if not len(rows):
        return False
    seen = seen[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = seen.shape
    y, x = np.ogrid[0:height, 0:width]
    disc = ((x + 0.5) / width - 0.5) ** 2 + ((y + 0.5) / height - 0.5) ** 2 <= 0.25
    return bool((seen & disc).sum() >= _A_DISC * (seen | disc).sum())


def _sides(border: NDArray[np.bool_]) -> tuple[str, ...]:
    """The edges that a border lies along for a tenth of their length; none for a sliver."""
    if border.mean() < _A_SLIVER:
        return ()
    edges = {"left": border[:, 0], "right": border[:, -1], "top": border[0], "bottom": border[-1]}
    return tuple(name for name, edge in edges.items() if edge.mean() > 0.1)
