"""The outline of the PDF: its pages by their labels, and below each the headings that stand on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pikepdf import Name, OutlineItem, Page, PageLocation, Pdf

from digitize.export.pdf_pages import PlacedPage
from digitize.model.document import Document
from digitize.model.transcription import RegionKind, TextRegion, TranscribedPage

_LONGEST = 120
"""Characters of a heading in the outline; what is longer is cut."""


def write_outline(pdf: Pdf, document: Document, placed: Sequence[PlacedPage]) -> None:
    """Writes the outline, in place of any that is there.

    Pages are named by their labels (:mod:`digitize.export.pdf_metadata` sets them before). A document of one page has
    an outline of its headings alone.

    Args:
        pdf: The PDF.
        document: The document.
        placed: How each page stands in the PDF.
    """
    labels = [_label(page) for page in pdf.pages]
    with pdf.open_outline() as outline:
        outline.root.clear()
        for index, (page, place) in enumerate(zip(document.transcription.pages, placed, strict=True)):
            headings = [] if place.own_text else list(_headings(page, index, place))
            if len(placed) == 1:
                outline.root.extend(headings)
            else:
                item = OutlineItem(labels[index], index, PageLocation.Fit)
                item.children.extend(headings)
                item.is_closed = True
                outline.root.append(item)


def renew_outline(pdf: Pdf, document: Document, places: Mapping[int, PlacedPage]) -> None:
    """Puts the headings of some pages in the place of those that the outline of a finished PDF has for them.

    Args:
        pdf: The PDF.
        document: The document with its text of now.
        places: How these pages stand in the PDF, by their index.
    """
    with pdf.open_outline() as outline:
        entries = [_anew(item) for item in outline.root]
        for index, place in places.items():
            page = document.transcription.pages[index]
            headings = [] if place.own_text else list(_headings(page, index, place))
            if len(document.pages) == 1:
                entries = headings
            else:
                entries[index].children[:] = headings
                entries[index].is_closed = True  # an entry without headings does not tell
        # All is made anew: objects are numbered in the order in which they come to be, and a fresh export makes all of them.
        outline.root[:] = entries
        if Name.Outlines in pdf.Root:
            del pdf.Root.Outlines


def _anew(item: OutlineItem) -> OutlineItem:
    """An entry like one that was read, without its object."""
    made = OutlineItem(item.title, item.destination)
    made.children.extend(_anew(child) for child in item.children)
    made.is_closed = item.is_closed
    return made


def _label(page: Page) -> str:
    return str(page.label)


def _headings(page: TranscribedPage, index: int, place: PlacedPage) -> Iterator[OutlineItem]:
    for region in page.regions:
        title = _title(region) if region.kind is RegionKind.HEADING else ""
        if title:
            x, y = place.canonical_to_user.point((region.box.x0, region.box.y0))
            yield OutlineItem(title, index, PageLocation.XYZ, left=round(x, 2), top=round(y, 2))


def _title(region: TextRegion) -> str:
    """The heading as it is read: without the hyphens at its lines' ends; empty when all of it is in doubt."""
    words = [word.reading_as_spelled for line in region.lines if line.doubt is None for word in line.words]
    text = " ".join("".join(c for c in word if c.isprintable()) for word in words if word)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
