"""Renders a PDF page with poppler, through pdf2image."""

from __future__ import annotations

import math
from pathlib import Path

import pdf2image
from pdf2image.exceptions import (
    PDFInfoNotInstalledError,
    PDFPageCountError,
    PDFPopplerTimeoutError,
    PDFSyntaxError,
)
from PIL import Image

from digitize.errors import InputError, LimitError, MissingDependencyError

RENDER_DPI = 300.0
_TIMEOUT_S = 300

_MOST_PIXELS = 150_000_000
"""A0 at 300 dpi. Poppler and Pillow hold a rendering three times over: what is larger is rendered at fewer dpi."""

_LOWEST_DPI = 1.0


def fitting_dpi(width_pt: float, height_pt: float, wanted_dpi: float, max_pixels: int, where: str) -> float:
    """The resolution at which a page of that size keeps to the limit of pixels, at most ``wanted_dpi``.

    Args:
        width_pt: In units of 1/72 inch for the renderer.
        height_pt: The same.
        wanted_dpi: In dots per 72 such units.
        max_pixels: The user's limit.
        where: Name of the page for messages.

    Raises:
        InputError: If the page is so large that nothing could be read on it.
    """
    limit = min(max_pixels, _MOST_PIXELS)
    dpi = min(wanted_dpi, 72 * math.sqrt(limit / (width_pt * height_pt)))
    # Sizes are rounded up to whole pixels; a long strip can pass the limit by that alone.
    while dpi >= _LOWEST_DPI and math.ceil(width_pt * dpi / 72) * math.ceil(height_pt * dpi / 72) > limit:
        dpi *= 0.99
    if dpi < min(_LOWEST_DPI, wanted_dpi):
        metres = f"{width_pt / 72 * 0.0254:.4g} x {height_pt / 72 * 0.0254:.4g} m"
        raise InputError(
            f"has an impossible size ({metres})", where=where, hint="Make the PDF again with its true size"
        )
    return dpi


def rendered(path: Path, frame: int, dpi: float, where: str) -> tuple[Image.Image, tuple[str, ...]]:
    """The page's crop box as poppler shows it.

    Args:
        path: The PDF.
        frame: Index of the page, from 0.
        dpi: Pixels per 72 units of the page.
        where: Name of the page for messages.

    Returns:
        An RGB image, and warnings.

    Raises:
        InputError: If poppler cannot read the page.
        LimitError: If it takes too long.
        MissingDependencyError: If poppler is not installed.
    """
    try:
        try:
            return _pdftoppm(path, frame, dpi, strict=True, where=where), ()
        except PDFSyntaxError:
            warning = "the page is faulty, parts of it may be missing"
            return _pdftoppm(path, frame, dpi, strict=False, where=where), (warning,)
    except PDFInfoNotInstalledError:
        raise MissingDependencyError("poppler is not installed", hint="Install it: apt install poppler-utils") from None
    except PDFPopplerTimeoutError:
        raise LimitError(f"took more than {_TIMEOUT_S} s to render", where=where) from None
    except (PDFPageCountError, OSError, ValueError, SyntaxError):
        raise unrendered(where) from None


def _pdftoppm(path: Path, frame: int, dpi: float, *, strict: bool, where: str) -> Image.Image:
    images = pdf2image.convert_from_path(
        path.absolute(),  # a relative path might begin with a hyphen
        dpi=dpi,  # type: ignore[arg-type] # declared int, handed on to pdftoppm as it is
        first_page=frame + 1,
        last_page=frame + 1,
        use_cropbox=True,
        strict=strict,
        timeout=_TIMEOUT_S,
    )
    if len(images) != 1:
        raise unrendered(where)
    return images[0]


def unrendered(where: str) -> InputError:
    """The error for a page that poppler makes nothing of."""
    return InputError("the page cannot be rendered", where=where, hint="Mend the file with: qpdf IN.pdf OUT.pdf")
