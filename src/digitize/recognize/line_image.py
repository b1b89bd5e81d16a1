"""Brings a line to the size, place and tone in which the project's own recogniser reads it.

Training uses this same function: what the network sees here is what it has learned from.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

HEIGHT_PX = 40
"""Rows of a normalised line."""
_SPREAD_PX = 5.1
"""Standard deviation of the strokes' rows in a normalised line. Running text then has an x-height of about 14 px, and capitals are
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
_SAME = 2
"""Levels by which the rows and columns of a frame around a line may differ within themselves."""
_LIGHTEST = 0.8
"""Share of a crop's pixels that are no lighter than its paper: ink is less than that of it, and grains of paper that are lighter are few."""
_PATCH_ROWS = 16
"""Rows at least, and less than twice as many, in which a line is looked at to see how uneven its paper is."""
_EVEN = 10
"""Levels by which paper may differ without being evened out."""
_DARKEST_PAPER = 0.7
"""Paper in the shade is no darker than this share of the lightest: what is, is ink, however broad."""
_FINE = 20
"""Specks are finer than a line's height over this, and strokes are not: so much is smoothed before its rows are measured."""
_STROKE = 90
"""Smoothed darkness, of 255, from which on it is a stroke: specks over a third of the paper are none."""
_STROKES_ALONE = [dark if dark > _STROKE else 0 for dark in range(256)]
_FAINTEST = 20
"""Levels between paper and the darkest ink below which nothing is taken to be printed."""
_MARGIN_PX = 6
"""Columns of paper kept left and right of the ink, in a normalised line."""
_BLOCKS = 24
"""Blocks of columns in which a line's rows are compared to see how much it leans."""
_STEEPEST = 0.05
"""Rows per column, 2.9 degrees: what leans more, layout has levelled."""
_INKED = 102
"""Darkness, of 255, from which on a column of a line has ink."""
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
    unframed, x0 = _unframed(pixels)
    ink = _ink(_evened(unframed)) if unframed.size else None
    if ink is None:
        return None
    ink = _levelled(ink)
    middle, spread = _rows(_strokes(ink))
    scale = min(_SPREAD_PX / max(spread, len(unframed) / _THINNEST, 0.5), _WIDEST_PX / ink.shape[1])
    left, right = _extent(ink, middle, spread)
    margin = _MARGIN_PX / scale
    box = (left - margin, middle - _MIDDLE_PX / scale, right + margin, middle + (HEIGHT_PX - _MIDDLE_PX) / scale)
    columns = max(1, round((box[2] - box[0]) * scale))
    return LineImage(_resampled(ink, box, columns), scale, x0 + box[0])


def _unframed(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], int]:
    """The crop without a frame that is lighter than its paper, and the column that is now its first: the frame would be taken for the paper."""
    if pixels.size == 0:
        return pixels, 0
    rows, columns = (np.flatnonzero(np.ptp(pixels, axis=axis) > _SAME) for axis in (1, 0))
    if not len(rows) or not len(columns):
        return pixels[:0], 0
    inside = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if inside.size == pixels.size or inside.size < pixels.size // 2:  # a lone letter in the middle of its crop
        return pixels, 0
    counts = np.array(Image.fromarray(inside).histogram())
    paper = int(np.searchsorted(np.cumsum(counts), _LIGHTEST * inside.size))
    is_paper = paper - int(np.flatnonzero(counts)[0]) >= _FAINTEST  # otherwise it is ink: a dash
    lighter = int(max(pixels[0, 0], pixels[-1, -1])) - paper > _EVEN
    return (inside, int(columns[0])) if is_paper and lighter else (pixels, 0)


def _evened(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The crop with its paper divided out where that is uneven: what is darker over two thirds of its height, up and down and across, is no stroke but shade."""
    height, width = pixels.shape
    small = np.asarray(Image.fromarray(pixels).reduce(max(1, height // _PATCH_ROWS)))
    size = max(3, len(small) * 2 // 3 | 1)
    if _is_even(small, size):
        return pixels
    small = _slid(_slid(small, size, 0, np.maximum), size, 1, np.maximum)
    lightest = int(small.max())
    small = _slid(_slid(small, size, 0, np.minimum), size, 1, np.minimum)  # a morphological closing
    small = np.maximum(small, np.uint8(_DARKEST_PAPER * lightest))
    paper = Image.fromarray(np.ascontiguousarray(small)).filter(ImageFilter.GaussianBlur(size / 2))
    shown = np.asarray(paper.resize((width, height), Image.Resampling.BILINEAR))
    whiteness = np.minimum(np.divide(pixels, np.maximum(shown, 1), dtype=np.float32), 1.0)
    return np.asarray(whiteness * 255.0, dtype=np.uint8)


def _is_even(values: NDArray[np.uint8], size: int) -> bool:
    """Whether white, as white as anywhere, is nowhere further away than half of ``size`` rows and columns, as a quick look tells."""
    halves = values[:size].max(axis=0), values[-size:].max(axis=0)
    steps = np.arange(0, values.shape[1], size // 2)
    darkest = min(int(np.maximum.reduceat(half, steps).min()) for half in halves)
    return max(int(half.max()) for half in halves) - darkest <= _EVEN


def _slid(values: NDArray[np.uint8], size: int, axis: int, keep: np.ufunc) -> NDArray[np.uint8]:
    """For each value the greatest or the least of ``size`` values around it along an axis; what is beyond an edge is as the edge."""
    room = [(0, 0), (0, 0)]
    room[axis] = (size // 2, size - 1 - size // 2)
    found, seen = np.moveaxis(np.pad(values, room, mode="edge"), axis, 0), 1
    while seen < size:  # each round sees up to twice as far
        step = min(seen, size - seen)
        found = keep(found[:-step], found[step:])
        seen += step
    return np.moveaxis(found, 0, axis)


def _ink(pixels: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """Darkness, 0 for paper and 255 for the usual ink; ``None`` where there is none."""
    counts = np.array(Image.fromarray(pixels).histogram())
    paper = int(np.searchsorted(np.cumsum(counts), 0.6 * pixels.size))
    darkest = int(np.flatnonzero(counts)[0])
    if paper - darkest < _FAINTEST:
        return None
    darker = np.cumsum(counts[: paper - (paper - darkest) * 2 // 5])
    usual = int(np.searchsorted(darker, darker[-1] / 2))
    darkness = np.clip((paper - np.arange(256, dtype=np.float32)) / max(paper - usual, 1), 0.0, 1.0)
    return np.asarray(darkness * 255.0 + 0.5, dtype=np.uint8).take(pixels)


def _levelled(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The line with its columns moved up and down so that it does not lean: letters then stand in the rows that tell them apart.

    Of all leanings it takes the one in which the squares of the rows' sums are greatest, as in Postl's measure of skew.
    """
    height, width = ink.shape
    steepest = min(_STEEPEST * width, float(height)) / 2.0
    if steepest < 1.0 or width < _BLOCKS:
        return ink
    sums = np.add.reduceat(ink, np.arange(_BLOCKS) * width // _BLOCKS, axis=1, dtype=np.float64)
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
    padded = np.zeros((height + 2 * room, blocks))
    padded[room : room + height] = sums
    rows = np.arange(height)[None, :, None] + room + down[:, None, :]
    return np.asarray((padded[rows, np.arange(blocks)].sum(axis=2) ** 2).sum(axis=1))


def _moved(rows: NDArray[np.uint8], down: NDArray[np.float64]) -> NDArray[np.uint8]:
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


def _strokes(ink: NDArray[np.uint8]) -> NDArray[np.float64]:
    """How much of each row of a line is strokes: what is left of its ink when it is smoothed by the size of specks."""
    size = max(1, len(ink) // _FINE)
    smoothed = Image.fromarray(ink).reduce((size, 1)).filter(ImageFilter.BoxBlur((0, (size - 1) / 2)))
    dark = np.asarray(smoothed.point(_STROKES_ALONE))
    return np.asarray(dark.sum(axis=1, dtype=np.float64))


def _rows(profile: NDArray[np.float64]) -> tuple[float, float]:
    """Mean and standard deviation of the rows in which a line's strokes stand, in pixels.

    They are sought from the band with most ink on: what of its neighbours a crop has caught lies beyond white, or nearly.
    """
    profile = profile - np.sort(profile)[: max(1, len(profile) // 10)].mean()  # specks all over the crop are no letters
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


def _extent(ink: NDArray[np.uint8], middle: float, spread: float) -> tuple[int, int]:
    """First column with ink, and the one after the last, in the rows of the line."""
    reach = 2.0 * _WINDOW * spread
    rows = ink[max(0, int(middle - reach)) : int(middle + reach) + 1]
    (columns,) = np.nonzero(rows.max(axis=0) > _INKED)
    if len(columns) == 0:
        return 0, ink.shape[1]
    return int(columns[0]), int(columns[-1]) + 1


def _resampled(ink: NDArray[np.uint8], box: tuple[float, float, float, float], columns: int) -> NDArray[np.float32]:
    """The part of a line within ``box``, which may reach beyond it, as an image of 40 rows."""
    height, width = ink.shape
    x0, y0 = min(0, int(np.floor(box[0]))), min(0, int(np.floor(box[1])))
    x1, y1 = max(width, int(np.ceil(box[2])) + 1), max(height, int(np.ceil(box[3])) + 1)
    image = Image.fromarray(np.pad(ink, ((-y0, y1 - height), (-x0, x1 - width))))
    inner = (box[0] - x0, box[1] - y0, box[2] - x0, box[3] - y0)
    small = image.resize((columns, HEIGHT_PX), Image.Resampling.BILINEAR, box=inner)
    return np.asarray(small, dtype=np.float32) / np.float32(255.0)
