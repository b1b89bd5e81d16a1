"""Decodes pages of PDF files: the embedded scan itself where a page is one scan, else a rendering."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from digitize.ingest.orientation import orientation_of, turned, turning
from digitize.ingest.pdf_contents import PlacedImage, Rectangle, TextKind
from digitize.ingest.pdf_image import StoredRaster, find_image, stored_raster, stored_stream
from digitize.ingest.pdf_page import ODDITIES, OpenPage, opened_page
from digitize.ingest.pdf_render import RENDER_DPI, fitting_dpi, rendered, unrendered
from digitize.ingest.pixels import converted
from digitize.ingest.places import place
from digitize.ingest.resolution import (
    LOWEST_DPI,
    Resolution,
    check_pixels,
    judged,
    squared,
)
from digitize.model.geometry import Transform
from digitize.model.page import Colour, DecodedPage, DpiOrigin, SourceFile
from digitize.model.raster import Raster

_COVERAGE = 0.90
"""Part of the page that a scan covers at least."""

_OVERHANG, _OVERHANG_PT = 0.005, 2.0
"""How far a scan may reach beyond its page, as part of its size or in points: rounding, not cropping."""

_RENDERING_SLACK, _RENDERING_SLACK_PX = 0.02, 2

_TEXT_NOTES = {
    TextKind.INVISIBLE: "the page already has a text layer",
    TextKind.VISIBLE: "the page already has text of its own",
}


@dataclass(frozen=True, slots=True)
class _Scan:
    """The one image of a page, and how it lies.

    Args:
        image: Where it stands.
        orientation: EXIF's number for how it lies.
        to_shown: From the image's pixels to the shown page.
    """

    image: PlacedImage
    orientation: int
    to_shown: Transform


def decode_pdf(path: Path, source: SourceFile, frame: int, *, max_pixels: int) -> DecodedPage:
    """Decodes one page: the stored raster where the page is one plain scan, else rendered at 300 dpi.

    Args:
        path: The file; its name does not matter.
        source: What it is.
        frame: Index of the page, from 0.
        max_pixels: Largest raster: a larger scan is refused, a rendering is made at a lower resolution.

    Raises:
        InputError: If the page is damaged, too large, or has no size.
        LimitError: If rendering takes too long.
        MissingDependencyError: If poppler is not installed.
    """
    where = place(source, frame)
    with opened_page(path, frame, where) as page:
        notes: tuple[str, ...] = ("the file is damaged and was repaired for reading",) if page.repaired else ()
        if page.contents.text in _TEXT_NOTES:
            notes += (_TEXT_NOTES[page.contents.text],)
        scan = _scan(page)
        if scan is not None:
            check_pixels(scan.image.width, scan.image.height, max_pixels, where)
            stored = _stored(page, scan, where)
            if stored is not None:
                return _taken_out(page, scan, stored, source=source, frame=frame, notes=notes, max_pixels=max_pixels)
        return _rendered(page, source, frame, notes, max_pixels)


def page_text_kind(path: Path, frame: int) -> Literal["none", "invisible", "visible"]:
    """Text that a page of a PDF has of its own.

    Args:
        path: The PDF.
        frame: Index of the page, from 0.

    Returns:
        ``invisible`` for a text layer of an earlier recognition (text under the scan included), ``visible`` for a page
        that was born digital.

    Raises:
        InputError: If the page cannot be read.
    """
    with opened_page(path, frame, f"page {frame + 1}") as page:
        return page.contents.text.value


def embedded_stream(path: Path, source: SourceFile, frame: int) -> tuple[str, bytes] | None:
    """The stored JPEG or JPEG 2000 of a page that is one scan, with the ending for its file.

    ``None`` for any other page, and for one that is shown turned or mirrored.
    """
    with opened_page(path, frame, place(source, frame)) as page:
        scan = _scan(page)
        if scan is None or scan.orientation != 1:
            return None
        try:
            image = find_image(page.page)
            return stored_stream(image) if image is not None else None
        except ODDITIES:
            return None


def _scan(page: OpenPage) -> _Scan | None:
    """The image that is all there is to see, if there is one that covers the page."""
    contents = page.contents
    if len(contents.images) != 1 or not contents.only_images or page.has_layers or page.has_marks:
        return None
    image = contents.images[0]
    if not image.plain or not image.width or not image.height:
        return None
    unit_square = Transform(1 / image.width, 0, 0, 0, -1 / image.height, 1)
    to_shown = unit_square.then(image.placement).then(page.to_shown)
    corners = ((0, 0), (image.width, 0), (image.width, image.height), (0, image.height))
    bounds = Rectangle.around([to_shown.point(corner) for corner in corners])
    overhang = max(_OVERHANG_PT, _OVERHANG * max(page.width_pt, page.height_pt))
    if bounds.common(page.bounds).area < _COVERAGE * page.bounds.area or not page.bounds.holds(bounds, overhang):
        return None
    orientation = orientation_of(to_shown)
    return None if orientation is None else _Scan(image, orientation, to_shown)


def _stored(page: OpenPage, scan: _Scan, where: str) -> StoredRaster | None:
    try:
        image = find_image(page.page)
        if image is None or (int(image.Width), int(image.Height)) != (scan.image.width, scan.image.height):
            return None
        return stored_raster(image, scan.image.handle, where)
    except ODDITIES:
        return None  # poppler may still make something of it


def _taken_out(
    page: OpenPage,
    scan: _Scan,
    stored: StoredRaster,
    *,
    source: SourceFile,
    frame: int,
    notes: tuple[str, ...],
    max_pixels: int,
) -> DecodedPage:
    turn = turning(scan.orientation, scan.image.width, scan.image.height)
    decoded_to_shown = turn.inverse.then(scan.to_shown)
    per_inch = 72 / page.unit
    resolution = judged([(per_inch / abs(decoded_to_shown.a), per_inch / abs(decoded_to_shown.e))])
    pixels = turned(stored.pixels, scan.orientation)
    bitonal = stored.colour is Colour.BITONAL
    where = place(source, frame)
    square = squared(pixels, resolution, bitonal=bitonal, max_pixels=max_pixels, where=where)
    return DecodedPage(
        source_sha256=source.sha256,
        frame=frame,
        raster=Raster(square.pixels, resolution.dpi, bitonal),
        dpi_origin=resolution.origin,
        colour=stored.colour,
        file_to_decoded=decoded_to_shown.inverse.then(square.transform),
        embedded=not square.resampled,
        warnings=(*notes, *resolution.warnings, *square.warnings),
    )


def _rendered(page: OpenPage, source: SourceFile, frame: int, notes: tuple[str, ...], max_pixels: int) -> DecodedPage:
    where = place(source, frame)
    wanted = _wanted_dpi(page)
    dpi = fitting_dpi(page.width_pt, page.height_pt, wanted, max_pixels, where)
    image, warnings = rendered(page.path, page.frame, dpi, where)
    if not _is_whole(page, dpi, image.width, image.height):
        raise unrendered(where)
    result = converted(image)
    true_dpi = dpi / page.unit
    if dpi < wanted:
        warnings += (f"the page is very large; rendered at {true_dpi:.3g} dpi",)
    resolution = judged([(true_dpi, true_dpi)])
    if resolution.origin is DpiOrigin.DECLARED:
        resolution = Resolution(true_dpi, true_dpi, DpiOrigin.RENDERED)
    return DecodedPage(
        source_sha256=source.sha256,
        frame=frame,
        raster=Raster(result.pixels, resolution.dpi),
        dpi_origin=resolution.origin,
        colour=result.colour,
        file_to_decoded=_rendering(page, dpi, image.width, image.height),
        embedded=False,
        warnings=(*notes, *warnings, *resolution.warnings),
    )


def _wanted_dpi(page: OpenPage) -> float:
    """300 dpi, in dots per 72 units of the page; fewer where a page of images has fewer to show."""
    wanted = RENDER_DPI * page.unit
    images = [image for image in page.contents.images if image.width and image.height]
    if not page.contents.only_images or not images:
        return wanted
    largest = max(images, key=lambda image: image.bounds.common(page.bounds).area)
    a, b, _, d, e, _ = largest.placement.values
    stored = 72 * max(largest.width / math.hypot(a, d), largest.height / math.hypot(b, e))
    return stored if LOWEST_DPI <= stored / page.unit < RENDER_DPI else wanted


def _rendering(page: OpenPage, dpi: float, width_px: int, height_px: int) -> Transform:
    """From points of the shown page to the rendering, whose size is rounded up to whole pixels."""
    exact = dpi / 72
    if abs(page.width_pt * exact - width_px) <= 1 and abs(page.height_pt * exact - height_px) <= 1:
        return Transform.scale(exact)
    return Transform.scale(width_px / page.width_pt, height_px / page.height_pt)


def _is_whole(page: OpenPage, dpi: float, width_px: int, height_px: int) -> bool:
    """Whether a rendering is of the page's size: poppler answers a broken page with a single pixel."""
    expected = (page.width_pt * dpi / 72, page.height_pt * dpi / 72)
    return all(
        abs(wanted - got) <= _RENDERING_SLACK_PX + _RENDERING_SLACK * wanted
        for wanted, got in zip(expected, (width_px, height_px), strict=True)
    )
