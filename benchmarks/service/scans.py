"""Scans for the measurements: an A4 page, and a document of pages that are read in a moment."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pikepdf
from PIL import Image

from benchmarks.pages.catalogue import draw

_DPI = 300
_QUALITY = 80
_LOOKS = 4
"""Different pages in a long document; each is in it again and again, as an image of its own."""
_QUICK = (60, 80, 1000, 330)


@cache
def a4_page(seed: int) -> Image.Image:
    """A page of a book, grey, as a scanner of 300 dpi gives it."""
    page = draw("book", seed).image().convert("L")
    return page.resize((2480, 3508), Image.Resampling.LANCZOS)


def jpeg(image: Image.Image, mark: str) -> bytes:
    """A JPEG file, told from others by its comment."""
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=_QUALITY, dpi=(_DPI, _DPI), comment=mark.encode())
    return stream.getvalue()


def quick_document(path: Path, pages: int) -> Path:
    """A PDF of small pages with a few lines, which are read in a moment; made once."""
    small = a4_page(0).resize((1240, 1754))
    left, top, right, bottom = _QUICK
    return _made_once(path, pages, [small.crop((left, top + 9 * n, right, bottom + 9 * n)) for n in range(_LOOKS)])


def _made_once(path: Path, pages: int, looks: list[Image.Image]) -> Path:
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    bound = io.BytesIO()
    looks[0].save(bound, "PDF", resolution=_DPI, quality=_QUALITY, save_all=True, append_images=looks[1:])
    new = path.with_suffix(".new")
    with pikepdf.new() as document:
        while len(document.pages) < pages:
            with pikepdf.open(io.BytesIO(bound.getvalue())) as again:  # opened anew, so that the images are copied
                document.pages.extend(list(again.pages)[: pages - len(document.pages)])
        document.save(new)
    new.replace(path)
    return path
