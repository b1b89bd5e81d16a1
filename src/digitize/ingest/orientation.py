"""The eight ways a stored image can lie, as EXIF numbers them (EXIF 2.3, tag 274), applied to pixels and to points."""

from __future__ import annotations

import numpy as np

from digitize.model.geometry import Transform
from digitize.model.raster import Pixels

UPRIGHT = 1


def turned(pixels: Pixels, orientation: int) -> Pixels:
    """The pixels as they are to be shown.

    Args:
        pixels: As stored.
        orientation: 1 upright, 2 mirrored, 3 upside down, 4 flipped, 5 transposed, 6 to be turned by 90 degrees
            clockwise, 7 transposed over the other diagonal, 8 to be turned by 270 degrees clockwise.
    """
    match orientation:
        case 2:
            shown = pixels[:, ::-1]
        case 3:
            shown = pixels[::-1, ::-1]
        case 4:
            shown = pixels[::-1]
        case 5:
            shown = pixels.swapaxes(0, 1)
        case 6:
            shown = pixels.swapaxes(0, 1)[:, ::-1]
        case 7:
            shown = pixels.swapaxes(0, 1)[::-1, ::-1]
        case 8:
            shown = pixels.swapaxes(0, 1)[::-1]
        case _:
            return pixels
    return np.ascontiguousarray(shown)


def turning(orientation: int, width_px: int, height_px: int) -> Transform:
    """The map from the stored frame, of that width and height, to the shown one."""
    match orientation:
        case 2:
            return Transform(-1, 0, width_px, 0, 1, 0)
        case 3:
            return Transform(-1, 0, width_px, 0, -1, height_px)
        case 4:
            return Transform(1, 0, 0, 0, -1, height_px)
        case 5:
            return Transform(0, 1, 0, 1, 0, 0)
        case 6:
            return Transform(0, -1, height_px, 1, 0, 0)
        case 7:
            return Transform(0, -1, height_px, -1, 0, width_px)
        case 8:
            return Transform(0, 1, 0, -1, 0, width_px)
        case _:
            return Transform()


def lies_on_its_side(orientation: int) -> bool:
    """Whether width and height change places when the image is shown."""
    return orientation in (5, 6, 7, 8)


_BY_SIGNS = {
    (False, 1, 1): 1,
    (False, -1, 1): 2,
    (False, -1, -1): 3,
    (False, 1, -1): 4,
    (True, 1, 1): 5,
    (True, -1, 1): 6,
    (True, -1, -1): 7,
    (True, 1, -1): 8,
}
"""Orientation by (axes swapped, sign of the shown x, sign of the shown y)."""


def orientation_of(stored_to_shown: Transform, tolerance: float = 1e-3) -> int | None:
    """The orientation of an image that is placed by ``stored_to_shown``; ``None`` if it stands at an angle.

    Args:
        stored_to_shown: From stored pixels to the frame in which it is shown, y down in both; scaled in any way.
        tolerance: Largest part of one axis that may lie along the other.
    """
    a, b, _, d, e, _ = stored_to_shown.values
    if max(abs(b), abs(d)) <= tolerance * min(abs(a), abs(e)):
        return _BY_SIGNS[False, _sign(a), _sign(e)]
    if max(abs(a), abs(e)) <= tolerance * min(abs(b), abs(d)):
        return _BY_SIGNS[True, _sign(b), _sign(d)]
    return None


def _sign(value: float) -> int:
    return 1 if value > 0 else -1
