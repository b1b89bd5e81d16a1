"""Pictures for the review of a document: its lines, cut from the page image, and its pages, reduced."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from digitize.errors import InputError
from digitize.export.line_pictures import LinePicture, cut_line
from digitize.ingest import printable
from digitize.model.geometry import Box
from digitize.model.page import SourceFile
from digitize.model.raster import Pixels
from digitize.model.transcription import TextLine
from digitize.pipeline.page_images import PageImageFile, image_file, read_pixels
from digitize.pipeline.workshop import Workshop
from digitize.store.page_codec import decode_record

_STEP = "review-pictures-1"
_QUALITY = 60
_SMALL_PX = 640
"""Pictures of pages up to this width are shown small, and need less."""
_SMALL_QUALITY = 45


@dataclass(frozen=True, slots=True)
class LinesJob:
    """What the worker is told.

    Args:
        file: The page's canonical image.
        lines: Those that are cut out.
        max_pixels: Largest image that is decoded.
    """

    file: PageImageFile
    lines: tuple[TextLine, ...]
    max_pixels: int


def image_of_page(folder: Path, report: Mapping[str, Any], page_number: int) -> PageImageFile:
    """The file of a page's canonical image, as the document's report tells.

    Raises:
        InputError: If there is no such page, it has no image, or the file is not there.
    """
    where = f"{folder.name}, page {page_number}"
    told = next((page for page in report["pages"] if page["page_number"] == page_number), None)
    if told is None:
        raise InputError("there is no such page", where=where, hint=f"It has {len(report['pages'])} pages")
    sources = [SourceFile(**source) for source in report["sources"]]
    file = image_file(folder, sources, decode_record({**told, "image": told}))
    if file is None:
        raise InputError("it has no image: it could not be read", where=where, hint="See why: digitize show")
    if not file.path.is_file():
        hint = "Restore it from a copy, or run the document again: digitize run"
        raise InputError(f"the page image is missing ({printable(file.path.name)})", where=where, hint=hint)
    return file


def be_ready() -> None:
    """Does nothing, in a worker: when it has come back, the worker is there, with what pictures need."""


def cut_lines(file: PageImageFile, lines: tuple[TextLine, ...], shop: Workshop) -> dict[str, LinePicture]:
    """Pictures of some lines of a page, by their ids.

    Raises:
        InputError: If the page image cannot be read.
    """
    job = LinesJob(file, lines, shop.settings.max_pixels)
    return shop.pool.run(shop.settings.page_timeout_s, _cut, job)


def _cut(job: LinesJob) -> dict[str, LinePicture]:
    """Cuts the lines; in a worker."""
    pixels = read_pixels(job.file, job.max_pixels)
    return {line.id: cut_line(pixels, line) for line in job.lines}


def picture_of_page(file: PageImageFile, width: int, box: Box | None, shop: Workshop) -> bytes:
    """A page, or a part of it, as a WebP file.

    Args:
        file: The page's canonical image.
        width: Of the picture, at most.
        box: The part, in pixels of the canonical page image; ``None`` for all.
        shop: Keeps what was made in its cache.

    Raises:
        InputError: If the page image cannot be read.
    """
    stat = file.path.stat()
    part = None if box is None else (box.x0, box.y0, box.x1, box.y1)
    told = [_STEP, str(file.path.resolve()), stat.st_size, stat.st_mtime_ns, width, part]
    key = hashlib.sha256(json.dumps(told).encode("utf-8", "backslashreplace")).hexdigest()
    kept = shop.output.cached(key)
    if kept is not None:
        return kept
    made = shop.pool.run(shop.settings.page_timeout_s, _reduced, file, width, box, shop.settings.max_pixels)
    shop.output.cache(key, made)
    return made


def _reduced(file: PageImageFile, width: int, box: Box | None, max_pixels: int) -> bytes:
    """A picture of a page; in a worker."""
    pixels = read_pixels(file, max_pixels)
    if box is not None:
        inside = box.inside(file.width, file.height)
        pixels = pixels[inside.y0 : inside.y1, inside.x0 : inside.x1]
    return _webp(pixels, width)


def _webp(pixels: Pixels, width: int) -> bytes:
    image = Image.fromarray(np.ascontiguousarray(pixels))
    largest = 16_383  # WebP's
    scale = min(1.0, width / image.width, largest / image.width, largest / image.height)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    out = io.BytesIO()
    quality = _SMALL_QUALITY if size[0] <= _SMALL_PX else _QUALITY
    image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0).save(out, "WEBP", quality=quality, method=2)
    return out.getvalue()
