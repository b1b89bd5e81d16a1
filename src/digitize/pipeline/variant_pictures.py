"""Pictures of the lines in which variants begin, from the page images that a document keeps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from digitize.align.variant import Variant
from digitize.errors import InputError
from digitize.export.compared import Compared, at_word
from digitize.export.line_pictures import LinePicture, cut_line
from digitize.model.numbers_cited import in_ranges
from digitize.model.witness import PlacedWord
from digitize.pipeline.page_images import page_image_file, read_pixels

_MOST_PICTURES, _MOST_BYTES = 2_000, 8 << 20
"""A line of newsprint takes 1.3 kB, one of typescript 2 kB, and a third more in the page."""


def pictures_of_variants(folder: Path, compared: Compared, max_pixels: int) -> tuple[dict[str, LinePicture], list[str]]:
    """Pictures of lines of the first text, by their ids; and what to say where there are not all. In a worker.

    Args:
        folder: The document's folder.
        compared: The texts; the first is the document's.
        max_pixels: Largest page image that is decoded.
    """
    document = compared.a.document
    if document is None:
        return {}, []
    wanted = _lines_with_variants(compared.variants, compared.a.words)
    chosen = wanted[:_MOST_PICTURES]
    by_page: dict[int, list[PlacedWord]] = {}
    for placed in chosen:
        by_page.setdefault(placed.page.page_number, []).append(placed)
    pictures: dict[str, LinePicture] = {}
    faults: dict[str, list[int]] = {}
    room = _MOST_BYTES
    records = {record.image.page_number: record for record in document.pages}
    for page_number, lines in sorted(by_page.items()):
        file = page_image_file(folder, document, records[page_number])
        if room <= 0:
            break
        try:
            if file is None or not file.path.is_file():
                raise InputError("the page image is missing")
            pixels = read_pixels(file, max_pixels)
        except InputError as error:
            faults.setdefault(error.message, []).append(page_number)
            continue
        for placed in lines:
            if room > 0:
                picture = cut_line(pixels, placed.line)
                pictures[placed.line.id] = picture
                room -= len(picture.data)
    notices = [f"no picture of page {in_ranges(pages)}: {message}" for message, pages in faults.items()]
    if len(pictures) < len(wanted) and not notices:
        notices.append(
            f"pictures of {len(pictures):,} of {len(wanted):,} lines with variants, those with substantive ones first"
        )
    return pictures, notices


def _lines_with_variants(variants: Sequence[Variant], words: Sequence[PlacedWord]) -> list[PlacedWord]:
    """A word of each line in which variants begin; lines with substantive ones first, those taken for equal left out."""
    ranked: dict[str, tuple[bool, int]] = {}
    for variant in variants:
        if not variant.equivalent:
            at = max(0, at_word(variant.a))
            line = words[at].line.id
            ranked[line] = min(ranked.get(line, (True, at)), (not variant.substantive, at))
    return [words[at] for _, at in sorted(ranked.values())]
