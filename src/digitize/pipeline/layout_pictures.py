"""Pictures of what was found on each page, drawn on demand into a document's ``layout`` folder."""

from __future__ import annotations

import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from digitize.confine import Pool
from digitize.errors import DigitizeError, EnvironmentFault, InputError
from digitize.export.layout_picture import draw_layout, picture_scale
from digitize.ingest import printable
from digitize.model.document import Document, PageRecord
from digitize.model.raster import Pixels
from digitize.model.transcription import PageStatus, TranscribedPage
from digitize.pipeline.deliver import LAYOUT_FOLDER
from digitize.pipeline.interrupt import open_pools
from digitize.pipeline.library import load_document
from digitize.pipeline.page_images import PageImageFile, page_image_file, read_pixels
from digitize.pipeline.selection import selected
from digitize.settings import Settings
from digitize.store.files import write_whole

_AGAIN = "Run the document again: digitize run"
_STRIP_PX = 1 << 24


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn.

    Args:
        paths: Of the pictures, in order of pages.
        errors: Pages that could not be drawn.
    """

    paths: tuple[Path, ...]
    errors: tuple[DigitizeError, ...]


@dataclass(frozen=True, slots=True)
class PictureJob:
    """What the worker is told.

    Args:
        page: The page.
        file: Its canonical image; ``None`` when a failed page has none.
        where: Document and page, for errors.
        max_pixels: Largest image that is decoded.
    """

    page: TranscribedPage
    file: PageImageFile | None
    where: str
    max_pixels: int


def draw_layouts(name: str, selection: str | None, settings: Settings) -> Drawn:
    """Draws pages of a document, each into ``layout/0001.png`` of its folder.

    Args:
        name: The document's id, or its folder.
        selection: Pages, such as ``1-3,7``; ``None`` for all.
        settings: Say where the output folder is, and the limits of workers.

    Raises:
        InputError: If there is no such document or page, or its files cannot be read.
        UsageError: If the selection is no list of pages.
        EnvironmentFault: If a picture cannot be written.
    """
    folder, document = load_document(name, settings)
    numbers = selected([page.page_number for page in document.transcription.pages], selection, document.id)
    both = [
        (record, page)
        for record, page in zip(document.pages, document.transcription.pages, strict=True)
        if page.page_number in numbers
    ]
    pool = Pool(min(settings.jobs, len(both)), settings.memory_mib << 20)
    open_pools.add(pool)

    def draw(both: tuple[PageRecord, TranscribedPage]) -> Path | DigitizeError:
        target = folder / LAYOUT_FOLDER / f"{both[1].page_number:04d}.png"
        try:
            job = _job(folder, document, *both, settings.max_pixels)
            write_whole(target, pool.run(settings.page_timeout_s, draw_page, job))
        except EnvironmentFault:
            raise
        except DigitizeError as error:
            return error
        return target

    try:
        with ThreadPoolExecutor(pool.workers) as threads:
            answers = list(threads.map(draw, both))
    finally:
        pool.close()
        open_pools.discard(pool)
    errors = tuple(answer for answer in answers if isinstance(answer, DigitizeError))
    return Drawn(tuple(answer for answer in answers if isinstance(answer, Path)), errors)


def _job(folder: Path, document: Document, record: PageRecord, page: TranscribedPage, max_pixels: int) -> PictureJob:
    where = f"{document.id}, page {page.page_number}"
    file = page_image_file(folder, document, record)
    if file is None or not file.path.is_file():
        if page.status is not PageStatus.FAILED:
            missing = printable(str(file.path)) if file else "its image"
            raise InputError(f"the page image is missing: {missing}", where=where, hint=_AGAIN)
        file = None
    return PictureJob(page, file, where, max_pixels)


def draw_page(job: PictureJob) -> bytes:
    """Draws one page; runs in a worker.

    Raises:
        InputError: If its image cannot be read, or is not the page's.
    """
    if job.file is None:
        return draw_layout(job.page, None)
    try:
        image = _drafted(job.file.path, job.page) or _decoded(job, job.file)
    except InputError as error:
        if job.page.status is not PageStatus.FAILED:
            message = f"the page image cannot be read: {error.message}"
            raise InputError(message, where=job.where, hint=_AGAIN) from None
        image = None  # that is why the page failed
    return draw_layout(job.page, image)


def _drafted(path: Path, page: TranscribedPage) -> Image.Image | None:
    """A JPEG decoded at a fraction of its size straight away; ``None`` for all else."""
    wanted = picture_scale(page)
    try:
        with warnings.catch_warnings(), Image.open(path, formats=("JPEG",)) as image:
            warnings.simplefilter("ignore")
            if image.size != (page.width, page.height) or image.mode not in ("L", "RGB"):
                return None
            image.draft(image.mode, (round(page.width * wanted), round(page.height * wanted)))
            return image.copy()
    except (OSError, ValueError, SyntaxError):  # it is none, or a damaged one: the other way says what is wrong
        return None


def _decoded(job: PictureJob, file: PageImageFile) -> Image.Image:
    return _reduced(read_pixels(file, job.max_pixels), max(1, int(1 / picture_scale(job.page))))


def _reduced(pixels: Pixels, factor: int) -> Image.Image:
    """The image with so many pixels of the original to one, along each edge; reduced in strips to spare memory."""
    height, width = pixels.shape[:2]
    rows = factor * max(1, _STRIP_PX // (width * factor))
    mode = "L" if pixels.ndim == 2 else "RGB"
    whole = Image.new(mode, (-(-width // factor), -(-height // factor)))
    for top in range(0, height, rows):
        whole.paste(Image.fromarray(pixels[top : top + rows]).reduce(factor), (0, top // factor))
    return whole
