"""Pages, outcomes and results for the tests of the flows."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from digitize.errors import DigitizeError
from digitize.model.document import PageRecord
from digitize.model.geometry import Box, Transform
from digitize.model.packed_pages import PackedPage
from digitize.model.page import Colour, DpiOrigin, PageImage
from digitize.model.transcription import PageStatus, RegionKind, TextLine, TextRegion, TranscribedPage, Word
from digitize.pipeline.page import PageOutcome
from digitize.pipeline.run import DocumentResult


def draw(path: Path, *, pages: int = 1) -> Path:
    """An image file with a few printed lines on each page."""
    images = []
    for number in range(1, pages + 1):
        image = Image.new("L", (900, 400), 255)
        font = ImageFont.load_default(36)
        for row in range(4):
            text = f"The harvest of village {number} was gathered"
            ImageDraw.Draw(image).text((60, 50 + 70 * row), text, font=font, fill=0)
        images.append(image)
    if pages > 1:
        images[0].save(path, dpi=(300, 300), save_all=True, append_images=images[1:])
    else:
        images[0].save(path, dpi=(300, 300))
    return path


def outcome(
    number: int,
    confidences: tuple[float | None, ...] = (),
    *,
    failure: DigitizeError | None = None,
    warnings: tuple[str, ...] = (),
) -> PageOutcome:
    """A page with a word for each confidence; failed when there is a failure."""
    words = tuple(
        Word.read(f"p{number:04}_r001_l001_w{n:03}", "word", Box(n * 10, 0, n * 10 + 9, 9), confidence, "eng")
        for n, confidence in enumerate(confidences, 1)
    )
    box = Box(0, 0, 100, 10)
    lines = (TextLine(f"p{number:04}_r001_l001", box, box.polygon, ((0, 9), (99, 9)), words, 1),) if words else ()
    regions = (TextRegion(f"p{number:04}_r001", RegionKind.PARAGRAPH, box, box.polygon, lines, 1),) if words else ()
    status = PageStatus.FAILED if failure else PageStatus.RECOGNISED if words else PageStatus.EMPTY
    page = TranscribedPage(
        number, 100, 100, status, regions, 1 if words else 0, None, failure.message if failure else None
    )
    image = PageImage(
        number, "0" * 64, number - 1, 100, 100, 300.0, DpiOrigin.ASSUMED, Colour.GREY, 0, Transform(), None
    )
    return PageOutcome(
        "key", PackedPage(page), PageRecord(image, 0.0, (), warnings), ("eng",) if words else (), failure
    )


def result(name: str, *errors: DigitizeError, delivered: bool = True) -> DocumentResult:
    """What became of a document of two pages."""
    if not delivered:
        return DocumentResult(name, None, None, 0, 0, errors)
    return DocumentResult(name, name, Path("output") / name, 2, 1500, errors)
