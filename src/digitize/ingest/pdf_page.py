"""One page of a PDF, opened: its frame, and what it shows."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium

from digitize.errors import InputError
from digitize.ingest.opening import open_regular
from digitize.ingest.pdf_contents import Contents, Rectangle, contents_of
from digitize.ingest.pdf_file import is_rebuilt, opened_pdf
from digitize.model.geometry import Transform

ODDITIES = (
    pikepdf.PdfError,
    pdfium.PdfiumError,
    AttributeError,
    IndexError,
    KeyError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What the libraries raise on objects of the wrong kind, as hostile and home-made PDFs hold them."""

_PAINTED_ANNOTATIONS = {
    "/Stamp", "/FreeText", "/Ink", "/Widget", "/Square", "/Circle", "/Line", "/Polygon", "/PolyLine", "/Redact",
}  # fmt: skip
"""Annotations that are part of what a page says; links, notes and highlights are not."""

_SMALLEST_PT = 0.01

_HIDDEN, _NO_VIEW = 2, 32
"""Flags of annotations (PDF 1.7, table 165)."""


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A page, usable while its file is open.

    Args:
        page: The page's dictionary.
        contents: What it shows.
        path: File to render it from.
        frame: Its index there.
        width_pt: Of the crop box as shown, in units of the page.
        height_pt: The same.
        unit: Size of a unit of the page in 1/72 inch, commonly 1.
        to_shown: From user space (y up) to the shown page, origin top left, y down.
        repaired: Whether the file was damaged.
        has_layers: Whether something in the file may be switched off.
        has_marks: Whether annotations add to what is seen.
    """

    page: pikepdf.Page
    contents: Contents
    path: Path
    frame: int
    width_pt: float
    height_pt: float
    unit: float
    to_shown: Transform
    repaired: bool
    has_layers: bool
    has_marks: bool

    @property
    def bounds(self) -> Rectangle:
        return Rectangle(0, 0, self.width_pt, self.height_pt)


@contextmanager
def opened_page(path: Path, frame: int, where: str) -> Iterator[OpenPage]:
    """Opens a page for reading while the block runs.

    In a damaged file each library may find other pages: then the one that is meant is put into a file of its own.

    Raises:
        InputError: If the page is not there, cannot be read, or has no size.
    """
    with ExitStack() as stack:
        pdf = stack.enter_context(opened_pdf(stack.enter_context(open_regular(path)), where))
        try:
            if not 0 <= frame < len(pdf.pages):
                raise InputError("is not in the file", where=where)
            document = _document(path, stack)
            repaired = is_rebuilt(pdf)
            if repaired or document is None or len(document) != len(pdf.pages):
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="digitize-")))
                path = _page_apart(pdf, frame, folder)
                frame = 0
                pdf = stack.enter_context(opened_pdf(path, where))
                document = _document(path, stack)
            if document is None:
                raise _unreadable(where)
            shown = document[frame]
            stack.callback(shown.close)
            page = _described(pdf, shown, path, frame, where, repaired=repaired)
        except ODDITIES:
            raise _unreadable(where) from None
        yield page


def _document(path: Path, stack: ExitStack) -> pdfium.PdfDocument | None:
    """The file in PDFium, by an open file: its own way of opening takes only names in UTF-8."""
    try:
        document = pdfium.PdfDocument(stack.enter_context(open_regular(path)))
    except ODDITIES:
        return None
    stack.callback(document.close)
    return document


def _page_apart(pdf: pikepdf.Pdf, frame: int, folder: Path) -> Path:
    """A new file of one page."""
    path = folder / "page.pdf"
    with pikepdf.new() as single:
        single.pages.append(pdf.pages[frame])
        single.save(path)
    return path


def _described(
    pdf: pikepdf.Pdf, shown: pdfium.PdfPage, path: Path, frame: int, where: str, *, repaired: bool
) -> OpenPage:
    page = pdf.pages[frame]
    _require_size(page, where)
    left, bottom, right, top = shown.get_bbox()
    turn = shown.get_rotation()
    upright = Transform(1, 0, -left, 0, -1, top)
    width, height = right - left, top - bottom
    unit = _unit(page)
    return OpenPage(
        page=page,
        contents=contents_of(shown),
        path=path,
        frame=frame,
        width_pt=height if turn % 180 else width,
        height_pt=width if turn % 180 else height,
        unit=unit,
        to_shown=upright.then(_exact_turn(turn, width, height)),
        repaired=repaired,
        has_layers=_has_hidden_layers(pdf),
        has_marks=_has_marks(page),
    )


def _exact_turn(turn_deg: int, width: float, height: float) -> Transform:
    """As :meth:`Transform.turn`, for a frame that is not of whole pixels."""
    match turn_deg % 360:
        case 90:
            return Transform(0, -1, height, 1, 0, 0)
        case 180:
            return Transform(-1, 0, width, 0, -1, height)
        case 270:
            return Transform(0, 1, 0, -1, 0, width)
        case _:
            return Transform()


def _require_size(page: pikepdf.Page, where: str) -> None:
    """Refuses a page whose box is empty: renderers would put a letter page in its place."""
    for name in ("/MediaBox", "/CropBox"):
        box = page.mediabox if name == "/MediaBox" else page.cropbox
        x0, y0, x1, y1 = (float(value) for value in box)
        if not all(math.isfinite(value) for value in (x0, y0, x1, y1)) or abs(x1 - x0) * abs(y1 - y0) < _SMALLEST_PT**2:
            raise InputError("the page has no size", where=where, hint="Make the PDF again with its true size")


def _unit(page: pikepdf.Page) -> float:
    """Size of the page's unit in 1/72 inch (``UserUnit``, PDF 1.6); large pages need it, renderers ignore it."""
    value = float(page.obj.get("/UserUnit", 1))
    return value if math.isfinite(value) and 0.01 <= value <= 1000 else 1.0


def _has_hidden_layers(pdf: pikepdf.Pdf) -> bool:
    properties = pdf.Root.get("/OCProperties")
    layers = properties.get("/D") if properties is not None else None
    if layers is None:
        return False
    return len(layers.get("/OFF", ())) > 0 or str(layers.get("/BaseState", "/ON")) != "/ON"


def _has_marks(page: pikepdf.Page) -> bool:
    return any(
        str(mark.get("/Subtype")) in _PAINTED_ANNOTATIONS
        and "/AP" in mark
        and not int(mark.get("/F", 0)) & (_HIDDEN | _NO_VIEW)
        for mark in page.obj.get("/Annots", ())
    )


def _unreadable(where: str) -> InputError:
    return InputError("the page cannot be read", where=where, hint="Mend the file with: qpdf IN.pdf OUT.pdf")
