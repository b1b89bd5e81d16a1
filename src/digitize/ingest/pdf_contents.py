"""What a PDF page shows: how many images, where they stand, and whether anything else is to be seen.

PDFium interprets the page; objects come in the order in which they are painted, those within forms included.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import pypdfium2 as pdfium
from pypdfium2 import raw

from digitize.model.geometry import Point, Transform

_MOST_OBJECTS = 200_000
"""A page with more is a drawing, whatever comes after."""

_DEEPEST_FORM = 12
_TOLERANCE_PT = 1.0


class TextKind(StrEnum):
    """Text that a PDF page has of its own."""

    NONE = "none"
    INVISIBLE = "invisible"
    VISIBLE = "visible"


@dataclass(frozen=True, slots=True)
class Rectangle:
    """An upright rectangle in points; unlike a box it may be of any size, or none."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def area(self) -> float:
        return max(0.0, self.x1 - self.x0) * max(0.0, self.y1 - self.y0)

    def common(self, other: Rectangle) -> Rectangle:
        return Rectangle(max(self.x0, other.x0), max(self.y0, other.y0), min(self.x1, other.x1), min(self.y1, other.y1))

    def holds(self, other: Rectangle, tolerance: float = _TOLERANCE_PT) -> bool:
        return (
            self.x0 <= other.x0 + tolerance
            and self.y0 <= other.y0 + tolerance
            and self.x1 >= other.x1 - tolerance
            and self.y1 >= other.y1 - tolerance
        )

    @staticmethod
    def around(points: list[Point]) -> Rectangle:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return Rectangle(min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """An image on a page.

    Args:
        handle: PDFium's object, valid while the page is open.
        placement: From the image's unit square (y up) to the page's user space (y up), in points.
        width: In pixels.
        height: In pixels.
        plain: Whether it is painted whole and opaque.
    """

    handle: object
    placement: Transform
    width: int
    height: int
    plain: bool

    @property
    def bounds(self) -> Rectangle:
        return Rectangle.around([self.placement.point(corner) for corner in ((0, 0), (0, 1), (1, 0), (1, 1))])


@dataclass(frozen=True, slots=True)
class Contents:
    """What a page shows.

    Args:
        images: In the order of painting.
        only_images: Whether nothing else can be seen.
        text: Text of its own; text under an image counts as invisible.
    """

    images: tuple[PlacedImage, ...]
    only_images: bool
    text: TextKind


@dataclass(frozen=True, slots=True)
class _Painted:
    """One object in the order of painting."""

    kind: int
    handle: object
    bounds: Rectangle | None
    to_page: Transform
    clips: tuple[tuple[object, Transform], ...]


def contents_of(page: pdfium.PdfPage) -> Contents:
    """Looks through the objects of an open page."""
    images: list[PlacedImage] = []
    visible: list[_Painted] = []
    has_text = overflown = False
    for number, painted in enumerate(_objects(page, Transform(), (), 0)):
        if number >= _MOST_OBJECTS:
            overflown = True
            break
        if painted.kind == raw.FPDF_PAGEOBJ_IMAGE:
            image = _placed(painted)
            images.append(image)
            visible = [v for v in visible if not (image.plain and v.bounds and image.bounds.holds(v.bounds))]
        elif painted.kind == raw.FPDF_PAGEOBJ_TEXT:
            has_text = True
            if _text_is_painted(painted):
                visible.append(painted)
        elif _is_painted(painted, on_white=not images):
            visible.append(painted)
    visible = _without_blank_text(page, visible)
    visible_text = any(v.kind == raw.FPDF_PAGEOBJ_TEXT for v in visible)
    text = TextKind.VISIBLE if visible_text else TextKind.INVISIBLE if has_text else TextKind.NONE
    return Contents(tuple(images), not visible and not overflown, text)


def _objects(
    container: object, to_page: Transform, clips: tuple[tuple[object, Transform], ...], depth: int
) -> Iterator[_Painted]:
    """Objects of a page or form; forms are entered, not returned."""
    is_page = isinstance(container, pdfium.PdfPage)
    count = raw.FPDFPage_CountObjects(container) if is_page else raw.FPDFFormObj_CountObjects(container)
    for index in range(max(0, count)):
        handle = raw.FPDFPage_GetObject(container, index) if is_page else raw.FPDFFormObj_GetObject(container, index)
        kind = raw.FPDFPageObj_GetType(handle)
        own_clips = (*clips, (handle, to_page))
        if kind == raw.FPDF_PAGEOBJ_FORM:
            inner = _matrix(handle)
            if inner is not None and depth < _DEEPEST_FORM:
                yield from _objects(handle, inner.then(to_page), own_clips, depth + 1)
        else:
            yield _Painted(kind, handle, _bounds(handle, to_page), to_page, own_clips)


def _matrix(handle: object) -> Transform | None:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, matrix):
        return None
    try:
        return Transform(matrix.a, matrix.c, matrix.e, matrix.b, matrix.d, matrix.f)
    except ValueError:  # squeezed to a line: nothing of it is seen
        return None


def _bounds(handle: object, to_page: Transform) -> Rectangle | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
        return None
    corners = [(x.value, y.value) for x in (left, right) for y in (bottom, top)]
    return Rectangle.around([to_page.point(corner) for corner in corners])


def _placed(painted: _Painted) -> PlacedImage:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    raw.FPDFImageObj_GetImagePixelSize(painted.handle, width, height)
    matrix = _matrix(painted.handle)
    placement = (matrix or Transform.scale(1e-6)).then(painted.to_page)
    image = PlacedImage(painted.handle, placement, width.value, height.value, plain=False)
    opaque = not any(raw.FPDFPageObj_HasTransparency(handle) for handle, _ in painted.clips)
    whole = all(_clip_shows(handle, to_page, image.bounds) for handle, to_page in painted.clips)
    plain = matrix is not None and opaque and whole
    return PlacedImage(painted.handle, placement, width.value, height.value, plain)


def _clip_shows(handle: object, to_page: Transform, bounds: Rectangle) -> bool:
    """Whether the clip of an object leaves ``bounds`` whole; only upright rectangles are trusted to.

    A clip to the page itself leaves the image whole as far as it can be seen; what lies outside of the page is judged
    by the caller.
    """
    clip = raw.FPDFPageObj_GetClipPath(handle)
    if not clip:
        return True
    for path in range(max(0, raw.FPDFClipPath_CountPaths(clip))):
        points = []
        for index in range(max(0, raw.FPDFClipPath_CountPathSegments(clip, path))):
            segment = raw.FPDFClipPath_GetPathSegment(clip, path, index)
            x, y = ctypes.c_float(), ctypes.c_float()
            if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_BEZIERTO:
                return False
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            points.append(to_page.point((x.value, y.value)))
        if not points:
            return False
        box = Rectangle.around(points)
        at_corners = all(min(abs(x - box.x0), abs(x - box.x1)) < 0.01 for x, _ in points) and all(
            min(abs(y - box.y0), abs(y - box.y1)) < 0.01 for _, y in points
        )
        if not at_corners or not box.holds(bounds):
            return False
    return True


def _text_is_painted(painted: _Painted) -> bool:
    mode = raw.FPDFTextObj_GetTextRenderMode(painted.handle)
    return bool(mode != raw.FPDF_TEXTRENDERMODE_INVISIBLE and _has_area(painted))


def _is_painted(painted: _Painted, *, on_white: bool) -> bool:
    """Whether a path or shading leaves a trace; white leaves none on white paper."""
    if painted.kind != raw.FPDF_PAGEOBJ_PATH:
        return True
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(painted.handle, fill, stroke):
        return True
    filled = fill.value != raw.FPDF_FILLMODE_NONE and _has_area(painted)
    if filled and _inks(raw.FPDFPageObj_GetFillColor, painted, on_white=on_white):
        return True
    return bool(stroke.value) and _inks(raw.FPDFPageObj_GetStrokeColor, painted, on_white=on_white)


def _inks(colour_of: Callable[..., int], painted: _Painted, *, on_white: bool) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not colour_of(painted.handle, red, green, blue, alpha):
        return True
    white = red.value == green.value == blue.value == 255
    return alpha.value > 0 and not (white and on_white)


def _has_area(painted: _Painted) -> bool:
    return painted.bounds is None or painted.bounds.area > 0


def _without_blank_text(page: pdfium.PdfPage, visible: list[_Painted]) -> list[_Painted]:
    """Drops text objects that hold only spaces."""
    if not any(painted.kind == raw.FPDF_PAGEOBJ_TEXT for painted in visible):
        return visible
    text_page = page.get_textpage()
    try:
        return [p for p in visible if p.kind != raw.FPDF_PAGEOBJ_TEXT or _text(p, text_page).strip()]
    finally:
        text_page.close()


def _text(painted: _Painted, text_page: pdfium.PdfTextPage) -> str:
    size = raw.FPDFTextObj_GetText(painted.handle, text_page, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFTextObj_GetText(painted.handle, text_page, buffer, size)
    text = bytes(buffer)[: max(0, size - 2)].decode("utf-16-le", errors="replace")
    return text.replace("\0", "") or "?"  # a font without a mapping to Unicode: something is there all the same
