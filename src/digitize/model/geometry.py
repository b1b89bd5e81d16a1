"""Boxes, polygons and transforms in pixel frames: origin top left, x to the right, y down."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Polygon = tuple[Point, ...]


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """An upright rectangle ``x0, y0, x1, y1`` in whole pixels; ``x1`` and ``y1`` are exclusive.

    Raises:
        ValueError: If it has no area or a corner is negative.
    """

    x0: int
    y0: int
    x1: int
    y1: int

    def __post_init__(self) -> None:
        if not (0 <= self.x0 < self.x1 and 0 <= self.y0 < self.y1):
            raise ValueError(f"not a box: {self.x0}, {self.y0}, {self.x1}, {self.y1}")

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.y1 - self.y0

    @property
    def area(self) -> int:
        return self.width * self.height

    @property
    def polygon(self) -> Polygon:
        """The corners, clockwise from the top left."""
        return ((self.x0, self.y0), (self.x1, self.y0), (self.x1, self.y1), (self.x0, self.y1))

    def shifted(self, dx: int, dy: int) -> Box:
        return Box(self.x0 + dx, self.y0 + dy, self.x1 + dx, self.y1 + dy)

    def padded(self, pad_px: int, width_px: int, height_px: int) -> Box:
        """Grown by ``pad_px`` on every side, but not out of a frame of that width and height."""
        return Box(
            max(0, self.x0 - pad_px),
            max(0, self.y0 - pad_px),
            min(width_px, self.x1 + pad_px),
            min(height_px, self.y1 + pad_px),
        )

    def overlap(self, other: Box) -> int:
        """Area in common, in square pixels."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        return max(0, width) * max(0, height)

    def inside(self, width_px: int, height_px: int) -> Box:
        """Clipped to a frame; a box wholly outside becomes the nearest pixel of the frame."""
        x0 = min(max(0, self.x0), width_px - 1)
        y0 = min(max(0, self.y0), height_px - 1)
        return Box(x0, y0, min(max(x0 + 1, self.x1), width_px), min(max(y0 + 1, self.y1), height_px))

    @staticmethod
    def around(boxes: Sequence[Box]) -> Box:
        """The smallest box that holds all of ``boxes`` (at least one)."""
        return Box(
            min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes)
        )

    @staticmethod
    def around_points(points: Polygon, width_px: int, height_px: int) -> Box:
        """The smallest whole-pixel box around ``points``, clipped to a frame of that width and height."""
        x0 = min(max(0, math.floor(min(x for x, _ in points) + _ROUND)), width_px - 1)
        y0 = min(max(0, math.floor(min(y for _, y in points) + _ROUND)), height_px - 1)
        x1 = max(x0 + 1, min(math.ceil(max(x for x, _ in points) - _ROUND), width_px))
        y1 = max(y0 + 1, min(math.ceil(max(y for _, y in points) - _ROUND), height_px))
        return Box(x0, y0, x1, y1)


_ROUND = 1e-6
"""Keeps a corner that is whole but for floating-point error from growing its box by a pixel."""


@dataclass(frozen=True, slots=True)
class Transform:
    """An affine map from one pixel frame to another: ``(x, y) -> (a x + b y + c, d x + e y + f)``."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 1.0
    f: float = 0.0

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, self.values)) or abs(self.a * self.e - self.b * self.d) < 1e-12:
            raise ValueError("a transform must be invertible")

    def point(self, point: Point) -> Point:
        x, y = point
        return (self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f)

    def polygon(self, points: Polygon) -> Polygon:
        return tuple(self.point(p) for p in points)

    def box(self, box: Box, width_px: int, height_px: int) -> Box:
        """The upright box around the mapped corners, clipped to the target frame."""
        return Box.around_points(self.polygon(box.polygon), width_px, height_px)

    def then(self, after: Transform) -> Transform:
        """First this map, then ``after``."""
        return Transform(
            after.a * self.a + after.b * self.d,
            after.a * self.b + after.b * self.e,
            after.a * self.c + after.b * self.f + after.c,
            after.d * self.a + after.e * self.d,
            after.d * self.b + after.e * self.e,
            after.d * self.c + after.e * self.f + after.f,
        )

    @property
    def inverse(self) -> Transform:
        det = self.a * self.e - self.b * self.d
        a, b, d, e = self.e / det, -self.b / det, -self.d / det, self.a / det
        return Transform(a, b, -(a * self.c + b * self.f), d, e, -(d * self.c + e * self.f))

    @property
    def mirrors(self) -> bool:
        """Whether it turns left and right round: a scan from the wrong side of the film."""
        return self.a * self.e - self.b * self.d < 0

    @property
    def values(self) -> tuple[float, float, float, float, float, float]:
        return (self.a, self.b, self.c, self.d, self.e, self.f)

    @staticmethod
    def scale(factor_x: float, factor_y: float | None = None) -> Transform:
        return Transform(a=factor_x, e=factor_x if factor_y is None else factor_y)

    @staticmethod
    def shift(dx: float, dy: float) -> Transform:
        return Transform(c=dx, f=dy)

    @staticmethod
    def turn(degrees_clockwise: int, width_px: int, height_px: int) -> Transform:
        """A turn by a multiple of 90 degrees, clockwise on the screen, of a frame of that width and height."""
        match degrees_clockwise % 360:
            case 0:
                return Transform()
            case 90:
                return Transform(0, -1, height_px, 1, 0, 0)
            case 180:
                return Transform(-1, 0, width_px, 0, -1, height_px)
            case 270:
                return Transform(0, 1, 0, -1, 0, width_px)
        raise ValueError(f"not a multiple of 90 degrees: {degrees_clockwise}")

    @staticmethod
    def rotation(degrees_clockwise: float, centre: Point) -> Transform:
        """A rotation about ``centre``, clockwise on the screen (y points down)."""
        angle = math.radians(degrees_clockwise)
        cos, sin = math.cos(angle), math.sin(angle)
        x, y = centre
        return Transform(cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y)
