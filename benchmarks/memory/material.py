"""Long documents of drawn pages: a few pages drawn, and repeated with small changes, so that each is read by itself."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name, Pdf
from PIL import Image, ImageChops

from benchmarks.pages.catalogue import draw

_SHIFT_PX = 3
"""By how much each repetition of a page is moved to the right and down."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kind of page.

    Args:
        kinds: Kind and seed of the drawn pages, taken in turn.
        size: Width and height in pixels.
        dpi: What the file says of them.
        quality: Of the JPEG data.
    """

    kinds: tuple[tuple[str, int], ...]
    size: tuple[int, int]
    dpi: int
    quality: int


SHEETS = {
    "a4": Sheet((("typescript", 2), ("typescript", 4), ("typescript", 6), ("typescript", 8)), (2480, 3508), 300, 75),
    "broadsheet": Sheet((("pravda", 1), ("pravda", 4), ("humanite", 1)), (6000, 8500), 400, 60),
}
FORMATS = ("pdf", "tif")


def make_document(folder: Path, sheet: str, pages: int, suffix: str) -> Path:
    """A long document in a folder, made only when it is not there yet.

    Args:
        folder: Where it is kept.
        sheet: Kind of page, one of ``SHEETS``.
        pages: How many.
        suffix: ``pdf`` or ``tif``: grey JPEG data in either.

    Returns:
        Its path.
    """
    path = folder / f"{sheet}-{pages}.{suffix}"
    if path.is_file():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    of = SHEETS[sheet]
    if suffix == "pdf":
        _write_pdf(unfinished, of, pages)
    else:
        _write_tiff(unfinished, of, pages)
    unfinished.replace(path)
    return path


def _images(sheet: Sheet, pages: int) -> Iterator[Image.Image]:
    drawn: dict[int, Image.Image] = {}
    for number in range(pages):
        which = number % len(sheet.kinds)
        if which not in drawn:
            drawn[which] = draw(*sheet.kinds[which]).image().convert("L").resize(sheet.size, Image.Resampling.BICUBIC)
        by = number // len(sheet.kinds) * _SHIFT_PX
        moved = ImageChops.offset(drawn[which], by % 60, by % 45)
        moved.putpixel((number % sheet.size[0], 0), 200)  # no two pages are the same, however many there are
        yield moved


def _write_pdf(path: Path, sheet: Sheet, pages: int) -> None:
    with Pdf.new() as pdf:
        for image in _images(sheet, pages):
            width, height = (side * 72 / sheet.dpi for side in image.size)
            page = pdf.add_blank_page(page_size=(width, height))
            data = io.BytesIO()
            image.save(data, "JPEG", quality=sheet.quality)
            stream = pikepdf.Stream(
                pdf,
                data.getvalue(),
                Type=Name.XObject,
                Subtype=Name.Image,
                Width=image.width,
                Height=image.height,
                ColorSpace=Name.DeviceGray,
                BitsPerComponent=8,
                Filter=Name.DCTDecode,
            )
            page.obj.Resources = Dictionary(XObject=Dictionary(Im0=stream))
            page.obj.Contents = pdf.make_stream(f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Im0 Do Q".encode("ascii"))
        pdf.save(path)


def _write_tiff(path: Path, sheet: Sheet, pages: int) -> None:
    images = _images(sheet, pages)
    first = next(images)
    dpi = (sheet.dpi, sheet.dpi)
    first.save(
        path,
        "TIFF",
        compression="jpeg",
        quality=sheet.quality,
        dpi=dpi,
        save_all=True,
        append_images=images,
    )
