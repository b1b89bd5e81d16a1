"""Brings a line to the size, place and tone in which the project's own recogniser reads it.

Training uses this same function: what the network sees here is what it has learned from.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

HEIGHT_PX = 40
"""Rows of a normalised line."""
_SPREAD_PX = 5.2
"""Standard deviation of the ink's rows in a normalised line. Running text then has an x-height of about 14 px, and capitals are
about 19 px tall whether a line is all capitals or not."""
_MIDDLE_PX = 23.0
"""Row of a normalised line at which the middle of its ink comes to lie: more room above, for accents on capitals."""
_THINNEST = 14.0
"""A line's ink is taken to spread over at least its crop's height over this: a row of dashes is not blown up to letters."""
_WINDOW = 2.6
"""Ink further from the middle than so many standard deviations belongs to neighbours or rules, and does not count."""
_CAP = 1.6
"""A row counts for at most so many times the usual row: an underline is one dark row among many."""
_ROUNDS = 4
_VALLEY = 0.25
"""Between lines there is less than this share of the ink of a line's darkest rows."""
_BAND = 3.0
"""Height of a line's dark band over the standard deviation of its rows: a little less than that of an even band, the square
root of 12, for there are ascenders, too."""
_FAINTEST = 20
"""Levels between paper and the darkest ink below which nothing is taken to be printed."""
_MARGIN_PX = 6
"""Columns of paper kept left and right of the ink, in a normalised line."""
_BLOCKS = 24
"""Blocks of columns in which a line's rows are compared to see how much it leans."""
_STEEPEST = 0.05
"""Rows per column, 2.9 degrees: what leans more, layout has levelled."""
_COARSE = 4
"""Leanings are tried in steps of so many fine ones first: letters are some twenty fine steps tall."""
_LEVEL = 1.04
"""A line is level unless it gathers its ink in fewer rows by this factor (in squares) when it is sheared."""
_WIDEST_PX = 40_000
"""No line is enlarged beyond this width."""


@dataclass(frozen=True, slots=True)
class LineImage:
    """A normalised line.

    Args:
        ink: Shape (40, width), 0 for paper to 1 for ink.
        scale: Its pixels per pixel of the crop.
        x0: Column of the crop that its column 0 shows; may be negative. A crop's column is ``x0 + column / scale``.
    """

    ink: NDArray[np.float32]
    scale: float
    x0: float


def normalise_line(pixels: NDArray[np.uint8]) -> LineImage | None:
    """A line's ink, scaled by the spread of its rows and centred on their mean.

    Args:
        pixels: Grey crop of one line that is level or leans by up to three degrees, shape (height, width).

    Returns:
        The normalised line; ``None`` for a crop without ink.
    """
    ink = _ink(pixels)
    if ink is None:
        return None
    ink = _levelled(ink)
    height, width = ink.shape
    middle, spread = _rows(ink)
    scale = min(_SPREAD_PX / max(spread, height / _THINNEST, 0.5), _WIDEST_PX / width)
    left, right = _extent(ink, middle, spread)
    margin = _MARGIN_PX / scale
    box = (left - margin, middle - _MIDDLE_PX / scale, right + margin, middle + (HEIGHT_PX - _MIDDLE_PX) / scale)
    columns = max(1, round((box[2] - box[0]) * scale))
    return LineImage(_resampled(ink, box, columns), scale, box[0])


def _ink(pixels: NDArray[np.uint8]) -> NDArray[np.float32] | None:
    """Darkness from 0 to 1, 0 for paper and 1 for the usual ink; ``None`` where there is none."""
    if pixels.size == 0:
        return None
    counts = np.array(Image.fromarray(pixels).histogram())
    paper = int(np.searchsorted(np.cumsum(counts), 0.6 * pixels.size))
    darkest = int(np.flatnonzero(counts)[0])
    if paper - darkest < _FAINTEST:
        return None
    darker = np.cumsum(counts[: paper - (paper - darkest) * 2 // 5])
    usual = int(np.searchsorted(darker, darker[-1] / 2))
    darkness = np.clip((paper - np.arange(256, dtype=np.float32)) / max(paper - usual, 1), 0.0, 1.0)
    return np.asarray(darkness.take(pixels), dtype=np.float32)


def _levelled(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """The line with its columns moved up and down so that it does not lean: letters then stand in the rows that tell them apart.

    Of all leanings it takes the one in which the squares of the rows' sums are greatest, as in Postl's measure of skew.
    """
    height, width = ink.shape
    steepest = min(_STEEPEST * width, float(height)) / 2.0
    if steepest < 1.0 or width < _BLOCKS:
        return ink
    sums = np.add.reduceat(ink, np.arange(_BLOCKS) * width // _BLOCKS, axis=1).astype(np.float64)
    sums = np.maximum(sums - np.percentile(sums, 10, axis=0), 0.0)  # grey paper is no ink
    fine = max(0.5, height / 60.0)
    most = int(steepest / (fine * _COARSE))
    coarse = np.arange(-most, most + 1) * fine * _COARSE
    roughly = _gathered(sums, coarse)
    near = coarse[roughly.argmax()] + np.arange(-_COARSE + 1, _COARSE) * fine
    found = _gathered(sums, near)
    lean = float(near[found.argmax()])
    if lean == 0.0 or found.max() < _LEVEL * roughly[most]:  # the middle one is level
        return ink
    return _moved(ink, lean * (np.arange(width) / width * 2.0 - 1.0))


def _gathered(sums: NDArray[np.float64], leans: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each leaning how much a line that leans so gathers its ink in few rows: the sum of the squares of its rows' sums.

    Args:
        sums: Of each row in each block of columns, shape (rows, blocks).
        leans: Rows by which the right end lies lower than the middle, and the left end higher.
    """
    height, blocks = sums.shape
    places = (np.arange(blocks) + 0.5) / blocks * 2.0 - 1.0
    down = np.rint(leans[:, None] * places).astype(np.int64)
    room = int(np.abs(down).max(initial=0))
    padded = np.pad(sums, ((room, room), (0, 0)))
    rows = np.arange(height)[None, :, None] + room + down[:, None, :]
    return np.asarray((padded[rows, np.arange(blocks)].sum(axis=2) ** 2).sum(axis=1))


def _moved(rows: NDArray[np.float32], down: NDArray[np.float64]) -> NDArray[np.float32]:
    """Each column moved up by so many rows, rounded; what comes in from outside is empty."""
    by = np.rint(down).astype(np.int64)
    height, width = rows.shape
    moved = np.zeros_like(rows)
    ends = [*(np.flatnonzero(np.diff(by)) + 1).tolist(), width]
    for start, end in zip([0, *ends], ends, strict=False):  # runs of columns that move alike
        step = int(by[start])
        first, last = max(0, -step), min(height, height - step)
        if first < last:
            moved[first:last, start:end] = rows[first + step : last + step, start:end]
    return moved


def _rows(ink: NDArray[np.float32]) -> tuple[float, float]:
    """Mean and standard deviation of the rows in which a line's ink stands, in pixels.

    They are sought from the band with most ink on: what of its neighbours a crop has caught lies beyond white, or nearly.
    """
    profile = ink.sum(axis=1, dtype=np.float64)
    profile -= np.sort(profile)[: max(1, len(profile) // 10)].mean()  # specks all over the crop are no letters
    inked = profile[profile > 0.1 * profile.max()]
    profile = np.clip(profile, 0.0, _CAP * float(np.median(inked))) if len(inked) else np.ones_like(profile)
    rows = np.arange(len(profile)) + 0.5
    first, end = _band(profile)
    middle, spread = (first + end) / 2.0, max(0.5, (end - first) / _BAND)
    for _ in range(_ROUNDS):
        near = profile * (np.abs(rows - middle) <= _WINDOW * spread)
        total = float(near.sum())
        if total <= 0.0:
            break
        middle = float((near * rows).sum()) / total
        spread = max(0.5, float(np.sqrt((near * (rows - middle) ** 2).sum() / total)))
    return middle, spread


def _band(profile: NDArray[np.float64]) -> tuple[int, int]:
    """The run of rows with most ink on, all of them above a share of the darkest; and the row after it."""
    size = max(1, len(profile) // 16)
    smooth = np.convolve(profile, np.ones(size) / size, mode="same")
    edges = np.flatnonzero(np.diff(smooth > _VALLEY * smooth.max(), prepend=False, append=False)).reshape(-1, 2)
    sums = [float(smooth[first:end].sum()) for first, end in edges.tolist()]
    if not sums:
        return 0, len(profile)
    first, end = edges[int(np.argmax(sums))].tolist()
    return first, end


def _extent(ink: NDArray[np.float32], middle: float, spread: float) -> tuple[int, int]:
    """First column with ink, and the one after the last, in the rows of the line."""
    reach = 2.0 * _WINDOW * spread
    rows = ink[max(0, int(middle - reach)) : int(middle + reach) + 1]
    (columns,) = np.nonzero(rows.max(axis=0) > 0.4)
    if len(columns) == 0:
        return 0, ink.shape[1]
    return int(columns[0]), int(columns[-1]) + 1


def _resampled(ink: NDArray[np.float32], box: tuple[float, float, float, float], columns: int) -> NDArray[np.float32]:
    """The part of a line within ``box``, which may reach beyond it, as an image of 40 rows."""
    height, width = ink.shape
    x0, y0 = min(0, int(np.floor(box[0]))), min(0, int(np.floor(box[1])))
    x1, y1 = max(width, int(np.ceil(box[2])) + 1), max(height, int(np.ceil(box[3])) + 1)
    padded = np.pad(ink, ((-y0, y1 - height), (-x0, x1 - width)))
    image = Image.fromarray(np.asarray(padded * 255.0 + 0.5, dtype=np.uint8))
    inner = (box[0] - x0, box[1] - y0, box[2] - x0, box[3] - y0)
    small = image.resize((columns, HEIGHT_PX), Image.Resampling.BILINEAR, box=inner)
    return np.asarray(small, dtype=np.float32) / np.float32(255.0)
