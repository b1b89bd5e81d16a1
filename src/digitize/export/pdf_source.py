"""Source PDFs: opening them, and making a page of theirs stand by itself."""

from __future__ import annotations

import logging
from collections import Counter
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

from digitize.errors import ExportError
from digitize.export.pdf_left_behind import has_form, left_behind
from digitize.model.geometry import Polygon

log = logging.getLogger(__name__)

PageBox = tuple[float, float, float, float]
"""``x0, y0, x1, y1`` in a page's user space."""
_HARMLESS_ACTIONS = ("/URI", "/GoTo")
_FORBIDDEN = frozenset({"3D", "FileAttachment", "Movie", "RichMedia", "Screen", "Sound"})
_NEED_NO_LOOK = frozenset({"Link", "Popup"})
_PRINT, _UNSEEN = 4, 1 | 2 | 32
"""Flags of annotations: printed; invisible, hidden, not shown."""
_DROPPED_PAGE_KEYS = ("/AA", "/Thumb", "/PieceInfo", "/StructParents", "/B", "/Dur", "/Trans", "/Metadata")


def open_source_pdf(path: Path, name: str) -> Pdf:
    """Opens a source PDF; an empty user password is no hindrance.

    Raises:
        ExportError: If it needs a password or cannot be read.
    """
    try:
        pdf = pikepdf.open(path)
    except pikepdf.PasswordError:
        raise ExportError(
            "the PDF is protected by a password", where=name, hint="Remove the password and give the file once more"
        ) from None
    except pikepdf.PdfError as error:
        raise ExportError(
            f"the PDF cannot be read: {error}", where=name, hint="Repair it, for example with qpdf, and try again"
        ) from error
    for each in left_behind(pdf):
        log.warning("%s: %s", name, each)
    if has_form(pdf):
        try:
            # Filled-in fields become part of the page: without the form they would be lost from view.
            pdf.generate_appearance_streams()
            pdf.flatten_annotations("screen")
        except (pikepdf.PdfError, RuntimeError, ValueError) as error:
            log.warning(
                "%s: its form is damaged, and what is filled in may be missing (%s)", name, type(error).__name__
            )
    return pdf


def tidy_page(pdf: Pdf, page: Page, where: str) -> int:
    """Removes from a copied page what it cannot keep alone, and its ``/Rotate``, which is returned.

    Args:
        pdf: The PDF that the page was copied to.
        page: The page.
        where: Its file and number, for warnings.
    """
    obj = page.obj
    rotate = int(obj.get(Name.Rotate, 0)) % 360
    if Name.AA in obj:
        log.warning("%s: what it does by itself when it is opened or closed is left out", where)
    for name in (*_DROPPED_PAGE_KEYS, "/Rotate"):
        if name in obj:
            del obj[name]
    # Pages may share their resources; each gets its own, since the text layer is added to them.
    resources = obj.get(Name.Resources)
    own = Dictionary(dict(resources.items())) if isinstance(resources, Dictionary) else Dictionary()
    for key in (Name.XObject, Name.Font):
        entries = own.get(key)
        if isinstance(entries, Dictionary):
            own[key] = Dictionary(dict(entries.items()))
    obj.Resources = own
    if Name.Contents not in obj:
        obj.Contents = pdf.make_stream(b"")
    annotations = obj.get(Name.Annots)
    if isinstance(annotations, Array):
        _tidy_annotations(obj, annotations, where)
    elif annotations is not None:
        del obj[Name.Annots]
    return rotate if rotate % 90 == 0 else 0


def _tidy_annotations(page: Object, annotations: Array, where: str) -> None:
    """Keeps annotations that an archival PDF may have, and tells how many of each kind it may not."""
    kept, dropped = Array(), Counter[str]()
    for annotation in annotations:
        reason = _reason_against(annotation) if isinstance(annotation, Dictionary) else "damaged"
        if reason:
            dropped[reason] += 1
            continue
        if Name.AA in annotation:
            del annotation[Name.AA]
        annotation.F = int(annotation.get(Name.F, 0)) | _PRINT
        kept.append(annotation)
    if len(kept):
        page.Annots = kept
    else:
        del page[Name.Annots]
    if dropped:
        told = ", ".join(f"{count} {reason}" for reason, count in sorted(dropped.items()))
        log.warning("%s: annotations that an archival PDF cannot keep are left out: %s", where, told)


def _reason_against(annotation: Object) -> str:
    """Why an annotation cannot be kept; empty when it can.

    One that asks for more than an address or a place, one that is hidden or plays something, and one that says nothing of
    how it looks (ISO 19005-2, 6.3).
    """
    kind = str(annotation.get(Name.Subtype, "/Unknown")).lstrip("/")
    action = annotation.get(Name.A)
    if isinstance(action, Dictionary) and str(action.get(Name.S)) not in _HARMLESS_ACTIONS:
        return f"{kind} with {str(action.get(Name.S)).lstrip('/')}"
    if kind in _FORBIDDEN:
        return kind
    if int(annotation.get(Name.F, 0)) & _UNSEEN:
        return f"hidden {kind}"
    return "" if kind in _NEED_NO_LOOK or Name.AP in annotation else f"{kind} without an appearance of its own"


def set_boxes(page: Page) -> tuple[PageBox, PageBox]:
    """Sets sound page boxes and returns the media box and the part of it that is visible."""
    media = _box(page.obj.get(Name.MediaBox)) or (0.0, 0.0, 612.0, 792.0)
    page.obj.MediaBox = Array([round(value, 4) for value in media])
    crop = _box(page.obj.get(Name.CropBox))
    if crop is None:
        if Name.CropBox in page.obj:
            del page.obj[Name.CropBox]
        return media, media
    visible = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    if visible[0] >= visible[2] or visible[1] >= visible[3]:
        del page.obj[Name.CropBox]
        return media, media
    page.obj.CropBox = Array([round(value, 4) for value in visible])
    return media, visible


def crop_page(page: Page, corners: Polygon) -> PageBox:
    """Makes a part of a page all that is shown of it, and returns its box.

    Args:
        page: One of two pages that show a spread.
        corners: Of the part, in the page's user space.
    """
    across, down = [x for x, _ in corners], [y for _, y in corners]
    box = (round(min(across), 4), round(min(down), 4), round(max(across), 4), round(max(down), 4))
    for name in (Name.CropBox, Name.BleedBox, Name.TrimBox, Name.ArtBox):
        if name in page.obj:
            del page.obj[name]
    page.obj.MediaBox = Array(list(box))
    return box


def _box(value: Object | None) -> PageBox | None:
    if not isinstance(value, Array) or len(value) != 4:
        return None
    x0, y0, x1, y1 = (float(number) for number in value)
    box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return box if box[0] < box[2] and box[1] < box[3] else None
