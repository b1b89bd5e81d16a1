"""The facing transcription: a PDF to print and hand round, the scan on the left, what was read on the right.

It is made from the searchable PDF: each of its pages is shown in parts, beside their text. So nothing is decoded or
compressed anew, an image is in the file once however many parts of it are shown, and what PDF/A asks for is there already.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Page, Pdf, String

from digitize import __version__
from digitize.export.pdf import export_pdf
from digitize.export.pdf_facing_draw import FONT, SCAN, Canvas, draw_opening
from digitize.export.pdf_facing_layout import HEIGHT, WIDTH, Opening, openings_of
from digitize.export.pdf_facing_title import draw_title
from digitize.export.pdf_font import CUTS
from digitize.export.pdf_metadata import describe_like
from digitize.export.pdf_own_text import strip_invisible_text
from digitize.export.pdf_placed import places_of
from digitize.export.pdf_type import Type
from digitize.export.pdf_write import content_streams, is_as_written, layer_index, packed, write_pdf
from digitize.export.sink import Materials, Sink
from digitize.model.citation import cite, page_label
from digitize.model.document import Document

ENDING = ".facing.pdf"
_LONGEST_FOOT = 100


def export_facing(document: Document, materials: Materials, sink: Sink, finished: Path | None = None) -> None:
    """Writes ``<document.id>.facing.pdf``: a title page, then the openings of each page, A4 lying.

    It claims what the searchable PDF does. The same document gives the same bytes.

    Args:
        document: The document.
        materials: Its source files and canonical page images; not written to.
        sink: Receives the file.
        finished: Where the searchable PDF lies; it is made anew where there is none, or one that tells something else.

    Raises:
        ExportError: If the searchable PDF cannot be made.
    """
    with (
        _searchable(document, materials, finished) as path,
        sink.file(f"{document.id}{ENDING}") as target,
        pikepdf.open(path) as pdf,
    ):
        _rearrange(pdf, document, materials)
        write_pdf(pdf, target, document)


@contextmanager
def _searchable(document: Document, materials: Materials, finished: Path | None) -> Iterator[Path]:
    """The searchable PDF of the document as it is now."""
    if finished is not None and _is_usable(finished, document):
        yield finished
        return
    with tempfile.TemporaryDirectory(prefix="digitize-pdf-") as folder:
        export_pdf(document, materials, _Folder(Path(folder)))
        yield Path(folder) / f"{document.id}.pdf"


def _is_usable(path: Path, document: Document) -> bool:
    """Whether the pages are those of the document; their text is not looked at, for only the scan is taken from them."""
    try:
        with pikepdf.open(path) as pdf:
            return len(pdf.pages) == len(document.pages) and is_as_written(pdf, document)
    except (pikepdf.PdfError, OSError):
        return False


class _Folder:
    """A sink into a folder that goes again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, path: str, data: bytes) -> None:
        (self._folder / path).write_bytes(data)

    @contextmanager
    def file(self, path: str) -> Iterator[Path]:
        yield self._folder / path


def _rearrange(pdf: Pdf, document: Document, materials: Materials) -> None:
    """Makes of a searchable PDF its facing transcription."""
    openings = [openings_of(page) for page in document.transcription.pages]
    starts = [2 + sum(map(len, openings[:index])) for index in range(len(openings))]
    sheets = [(start, start + len(made) - 1) for start, made in zip(starts, openings, strict=True)]
    places = places_of(pdf, document, materials)
    for index, page in enumerate(pdf.pages):
        if document.keeps_text(index):
            strip_invisible_text(pdf, page, unseen=True)
    scans = [_as_form(pdf, page) for page in pdf.pages]
    letters = Type()
    title = Canvas(letters)
    draw_title(title, document, sheets)
    drawn: list[tuple[Canvas, Object | None]] = [(title, None)]
    total = 1 + sum(map(len, openings))
    for index, made in enumerate(openings):
        for number, opening in enumerate(made):
            canvas = Canvas(letters)
            head, foot = _head(document, index, number, len(made)), _foot(document, len(drawn) + 1, total)
            draw_opening(
                canvas, opening, document.transcription.pages[index], places[index].canonical_to_user, head, foot
            )
            drawn.append((canvas, scans[index]))
    del pdf.pages[:]
    font = letters.embed(pdf)
    for canvas, scan in drawn:
        _add_page(pdf, canvas, font, scan)
    reference = replace(document.reference, title=f"{document.title}: facing transcription")
    describe_like(pdf, replace(document, reference=reference))
    _label(pdf, document, openings)
    _outline(pdf, document, starts)


def _add_page(pdf: Pdf, canvas: Canvas, font: Object, scan: Object | None) -> None:
    page = pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
    page.obj.Resources = Dictionary(Font=Dictionary({FONT: font}))
    if scan is not None:
        page.obj.Resources.XObject = Dictionary({SCAN: scan})
    page.obj.Contents = packed(pdf, canvas.content())


def _as_form(pdf: Pdf, page: Page) -> Object:
    """The page as a picture that can be shown in parts, without its text layer: text is to be found once, where it is read."""
    streams = content_streams(page)
    at = layer_index(page)
    shown = [stream.read_bytes() for index, stream in enumerate(streams) if index != at]
    resources = page.obj.get(Name.Resources, Dictionary())
    own = Dictionary(dict(resources.items()))
    fonts = own.get(Name.Font)
    if at is not None and isinstance(fonts, Dictionary):
        own.Font = Dictionary({key: font for key, font in fonts.items() if key not in {cut.key for cut in CUTS}})
    form = packed(pdf, b"\n".join(shown))
    form.Type, form.Subtype, form.Resources = Name.XObject, Name.Form, own
    box = page.obj.get(Name.CropBox, page.obj.MediaBox)
    form.BBox = Array([float(value) for value in box])
    group = page.obj.get(Name.Group)
    if group is not None:
        form.Group = group
    return form


def _head(document: Document, index: int, number: int, count: int) -> str:
    page = document.transcription.pages[index]
    label = page_label(document.reference, page.page_number, document.page_count)
    cited = cite(document.reference, f"p. {label}" if label[:1].isdecimal() else label)
    return cited if count == 1 else f"{cited}  ({number + 1} of {count})"


def _foot(document: Document, sheet: int, total: int) -> tuple[str, str]:
    version = f"{document.transcription.id}, digitize {__version__}"
    named = f"{document.id}@{version}"
    return (named if len(named) < _LONGEST_FOOT else version), f"sheet {sheet} of {total}"


def _label(pdf: Pdf, document: Document, openings: list[tuple[Opening, ...]]) -> None:
    """Sheets are called by the page that they show: ``4``, or ``4/1``, ``4/2`` where it goes over several."""
    labels = Array([0, Dictionary(P=String("title"))])
    sheet = 1
    for record, made in zip(document.pages, openings, strict=True):
        name = page_label(document.reference, record.image.page_number, document.page_count)
        labels.append(sheet)
        several = Dictionary(S=Name.D, St=1, P=String(f"{name}/"))
        labels.append(several if len(made) > 1 else Dictionary(P=String(name)))
        sheet += len(made)
    pdf.Root.PageLabels = Dictionary(Nums=labels)


def _outline(pdf: Pdf, document: Document, starts: list[int]) -> None:
    if Name.Outlines in pdf.Root:
        del pdf.Root[Name.Outlines]
    with pdf.open_outline() as outline:
        for record, start in zip(document.pages, starts, strict=True):
            name = page_label(document.reference, record.image.page_number, document.page_count)
            outline.root.append(OutlineItem(f"Page {name}", start - 1))
