"""Other tonings of a line: what is tried where a line as it was cut out of its page is not read well.

No toning is best everywhere: a threshold that takes the haze off a carbon copy breaks the thin strokes of a worn newspaper. So
some are tried (``pipeline/race.py``). Those that came off worse are measured beside them by ``benchmarks/fidelity``.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.model.raster import Pixels

_WINDOW = 2.0
"""Side of the neighbourhood that a local threshold looks at, in x-heights: a letter and the paper beside it."""
_STEADY = 2.7
"""An x-height over the standard deviation of the rows of a line's ink: some 14 pixels over 5.2 in running text."""
_SMOOTH = 1 / 18
"""Standard deviation of smoothing, in x-heights: a third of a stroke."""
_SHARP = 1 / 8
"""That of the haze which is taken off, in x-heights: a stroke's width."""
_SHARPER = 0.8
"""How much of it is taken off."""
_LARGER = 1.5
_DARKER = 2.2
"""Exponent of the tones, 0 being ink and 1 paper: faint strokes become as dark as half-dark ones."""
_SMALLEST_PX = 4.0
"""x-height below which windows shrink no more."""

Floats = NDArray[np.float32]


class Toning(StrEnum):
    """What is done to a line's tones before it is read."""

    AS_CUT = "as cut"
    SMOOTHED = "smoothed"
    SHARPENED = "sharpened"
    DARKENED = "darkened"
    ENLARGED = "enlarged"
    OTSU = "otsu"
    SAUVOLA = "sauvola"
    WOLF = "wolf"
    NICK = "nick"
    ADAPTIVE = "adaptive"


def toned(line: Pixels, toning: Toning) -> tuple[Pixels, float]:
    """A line in another toning, and how many of its pixels are one of the line's.

    Args:
        line: Grey crop of one line, evenly lit.
        toning: What is to be done.
    """
    if toning is Toning.AS_CUT or line.size == 0:
        return line, 1.0
    if toning is Toning.ENLARGED:
        larger = cv2.resize(line, None, fx=_LARGER, fy=_LARGER, interpolation=cv2.INTER_CUBIC)
        return np.asarray(larger, dtype=np.uint8), _LARGER
    return np.asarray(_DONE[toning](line), dtype=np.uint8), 1.0


def x_height_of(line: Pixels) -> float:
    """A line's x-height in pixels, by how far its ink is spread over its rows."""
    ink = 255.0 - line.mean(axis=1, dtype=np.float64)
    profile = np.clip(ink - np.percentile(ink, 10), 0.0, None)
    total = float(profile.sum())
    if total <= 0.0:
        return _SMALLEST_PX
    rows = np.arange(len(profile))
    middle = float((profile * rows).sum()) / total
    return max(_SMALLEST_PX, _STEADY * float(np.sqrt((profile * (rows - middle) ** 2).sum() / total)))


def _smoothed(line: Pixels) -> Pixels:
    blurred = cv2.GaussianBlur(line, (0, 0), max(0.5, _SMOOTH * x_height_of(line)))
    return np.asarray(blurred, dtype=np.uint8)


def _sharpened(line: Pixels) -> Pixels:
    """Unsharp masking."""
    haze = cv2.GaussianBlur(line, (0, 0), _SHARP * x_height_of(line))
    return np.asarray(cv2.addWeighted(line, 1.0 + _SHARPER, haze, -_SHARPER, 0.0), dtype=np.uint8)


def _darkened(line: Pixels) -> Pixels:
    table = np.rint(255.0 * (np.arange(256) / 255.0) ** _DARKER).astype(np.uint8)
    return np.asarray(cv2.LUT(line, table), dtype=np.uint8)


def _otsu(line: Pixels) -> Pixels:
    """Otsu, IEEE Transactions on Systems, Man, and Cybernetics 9, 1979."""
    return np.asarray(cv2.threshold(line, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1], dtype=np.uint8)


def _sauvola(line: Pixels) -> Pixels:
    """Sauvola & Pietikäinen, Pattern Recognition 33, 2000, with their k of a grey page (0.34 is common for low contrast)."""
    mean, deviation = _neighbourhood(line)
    return _split(line, mean * (1.0 + 0.34 * (deviation / 128.0 - 1.0)))


def _wolf(line: Pixels) -> Pixels:
    """Wolf & Jolion, Pattern Analysis and Applications 6, 2003, k = 0.5."""
    mean, deviation = _neighbourhood(line)
    most = max(1.0, float(deviation.max()))
    return _split(line, mean - 0.5 * (1.0 - deviation / most) * (mean - float(line.min())))


def _nick(line: Pixels) -> Pixels:
    """Khurshid et al., Document Recognition and Retrieval XVI, 2009, k = -0.15."""
    mean, deviation = _neighbourhood(line)
    return _split(line, mean - 0.15 * np.sqrt(deviation**2 + mean**2))


def _adaptive(line: Pixels) -> Pixels:
    """Darker than the mean of its neighbourhood by a tenth of the tones."""
    mean, _ = _neighbourhood(line)
    return _split(line, mean - 25.5)


def _neighbourhood(line: Pixels) -> tuple[Floats, Floats]:
    """Mean and standard deviation around each pixel."""
    side = max(3, round(_WINDOW * x_height_of(line)) | 1)
    tones = line.astype(np.float32)
    mean = cv2.blur(tones, (side, side), borderType=cv2.BORDER_REPLICATE)
    squares = cv2.blur(tones * tones, (side, side), borderType=cv2.BORDER_REPLICATE)
    deviation = np.sqrt(np.clip(squares - mean * mean, 0.0, None))
    return np.asarray(mean, dtype=np.float32), np.asarray(deviation, dtype=np.float32)


def _split(line: Pixels, threshold: Floats) -> Pixels:
    return np.where(line < threshold, np.uint8(0), np.uint8(255))


_DONE: dict[Toning, Callable[[Pixels], Pixels]] = {
    Toning.SMOOTHED: _smoothed,
    Toning.SHARPENED: _sharpened,
    Toning.DARKENED: _darkened,
    Toning.OTSU: _otsu,
    Toning.SAUVOLA: _sauvola,
    Toning.WOLF: _wolf,
    Toning.NICK: _nick,
    Toning.ADAPTIVE: _adaptive,
}
