"""Source PDFs: opening them, and making a page of theirs stand by itself."""

from __future__ import annotations

import logging
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

from digitize.errors import ExportError
from digitize.model.geometry import Polygon

log = logging.getLogger(__name__)

PageBox = tuple[float, float, float, float]
"""``x0, y0, x1, y1`` in a page's user space."""
_HARMLESS_ACTIONS = ("/URI", "/GoTo")
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
    form = pdf.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary):
        if int(form.get(Name.SigFlags, 0)) & 1:
            log.warning("%s: its digital signature does not survive in the searchable PDF; the original keeps it", name)
        # Filled-in fields become part of the page: without the form they would be lost from view.
        pdf.generate_appearance_streams()
        pdf.flatten_annotations("screen")
    return pdf


def tidy_page(pdf: Pdf, page: Page) -> int:
    """Removes from a copied page what it cannot keep alone, and its ``/Rotate``, which is returned."""
    obj = page.obj
    rotate = int(obj.get(Name.Rotate, 0)) % 360
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
        obj.Annots = Array([a for a in annotations if isinstance(a, Dictionary) and _is_harmless(a)])
        if not len(obj.Annots):
            del obj[Name.Annots]
    return rotate if rotate % 90 == 0 else 0


def _is_harmless(annotation: Object) -> bool:
    """Whether an annotation asks for nothing but an address or a place; its triggers are dropped."""
    if Name.AA in annotation:
        del annotation[Name.AA]
    action = annotation.get(Name.A)
    if not isinstance(action, Dictionary) or str(action.get(Name.S)) in _HARMLESS_ACTIONS:
        return True
    log.warning("an annotation with the action %s was left out", action.get(Name.S))
    return False


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
