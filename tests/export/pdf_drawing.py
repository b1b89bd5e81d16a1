"""Pages drawn from known text, for tests of the PDF: the image, the words with their boxes, and a document of them."""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from digitize.export.pdf import export_pdf
from digitize.model.document import Document, PageRecord, Tool
from digitize.model.geometry import Box, Point, Transform
from digitize.model.page import Colour, DpiOrigin, PageImage, SourceFile
from digitize.model.reference import SourceReference
from digitize.model.transcription import (
    Origin,
    PageStatus,
    RegionKind,
    TextLine,
    TextRegion,
    TranscribedPage,
    Transcription,
    Word,
)
from tests.export.documents import MemorySink

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
SIZE = (1000, 1400)
DPI = 150.0
CYRILLIC = (
    "Вчера в саду общества садоводов собрали первый урожай яблок и груш. "
    "Погода стояла тёплая, и рабочіе съ утра трудились въ полѣ; ѳиміамъ и мѵро. "
    "Велогонка Cycles Réunis прошла удачно, победитель про- ехал сорок вёрст за час. "
    "Экспедиция получила запас сухарей, чая и керосина на XIX недель (№ 7)."
).split()


@dataclass
class Drawn:
    """A drawn page: its image in canonical orientation, and its regions."""

    image: Image.Image
    regions: tuple[TextRegion, ...]

    @property
    def words(self) -> list[str]:
        return [word.text for region in self.regions for line in region.lines for word in line.words]

    @property
    def boxes(self) -> list[Box]:
        return [word.box for region in self.regions for line in region.lines for word in line.words]


def draw(
    words: Sequence[str] = CYRILLIC,
    *,
    columns: int = 1,
    size: tuple[int, int] = SIZE,
    lean_deg: float = 0.0,
    font_px: int = 24,
    mode: str = "L",
    number: int = 1,
) -> Drawn:
    """Justified columns, ``words`` repeated down each of them; the whole page may lean clockwise."""
    image = Image.new("L", size, 255)
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, font_px)
    margin, gutter = size[0] // 12, size[0] // 30
    width = (size[0] - 2 * margin - (columns - 1) * gutter) // columns
    lean = Transform.rotation(lean_deg, (size[0] / 2, size[1] / 2))
    regions = []
    supply = list(words)
    for column in range(columns):
        left = margin + column * (width + gutter)
        lines: list[TextLine] = []
        y = margin
        # Half a page of lines leaves room for the lean.
        while supply and y < size[1] - margin - 2 * font_px:
            taken = _line_of(supply, font, width)
            del supply[: len(taken)]
            id_ = f"p{number:04d}_r{column + 1:03d}_l{len(lines) + 1:03d}"
            lines.append(_draw_line(pen, font, taken, id_, left, y, width if supply else None, lean, column + 1, size))
            y += round(font_px * 1.35)
        if lines:
            box = Box.around([line.box for line in lines])
            regions.append(
                TextRegion(
                    f"p{number:04d}_r{column + 1:03d}", RegionKind.PARAGRAPH, box, box.polygon, tuple(lines), column + 1
                )
            )
    if lean_deg:
        image = image.rotate(-lean_deg, resample=Image.Resampling.BICUBIC, fillcolor=255)
    if mode == "1":
        image = image.point(lambda value: 255 * (value > 128)).convert("1", dither=Image.Dither.NONE)
    return Drawn(image if mode in ("L", "1") else image.convert(mode), tuple(regions))


def _line_of(words: list[str], font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    taken: list[str] = []
    for word in words:
        if taken and font.getlength(" ".join([*taken, word])) > width:
            break
        taken.append(word)
    return taken


def _draw_line(
    pen: ImageDraw.ImageDraw,
    font: ImageFont.FreeTypeFont,
    words: list[str],
    id_: str,
    left: int,
    top: int,
    justify_to: int | None,
    lean: Transform,
    column: int,
    size: tuple[int, int],
) -> TextLine:
    lengths = [font.getlength(word) for word in words]
    gap = font.getlength(" ")
    if justify_to is not None and len(words) > 1:
        gap = (justify_to - sum(lengths)) / (len(words) - 1)
    x = float(left)
    made = []
    for index, (word, length) in enumerate(zip(words, lengths, strict=True), start=1):
        pen.text((round(x), top), word, font=font, fill=0)
        ink = pen.textbbox((round(x), top), word, font=font)
        upright = Box(math.floor(ink[0]), math.floor(ink[1]), math.ceil(ink[2]), math.ceil(ink[3]))
        made.append(Word.read(f"{id_}_w{index:03d}", word, lean.box(upright, *size), 0.9, "rus"))
        x += length + gap
    ascent, _ = font.getmetrics()
    base: tuple[Point, ...] = (lean.point((left, top + ascent)), lean.point((x - gap, top + ascent)))
    box = Box.around([word.box for word in made])
    return TextLine(id_, box, box.polygon, base, tuple(made), column)


@dataclass
class Shelf:
    """Source files on disk, and a document that grows page by page; it is its own materials."""

    folder: Path
    files: dict[str, Path] = field(default_factory=dict)
    sources: list[SourceFile] = field(default_factory=list)
    records: list[PageRecord] = field(default_factory=list)
    pages: list[TranscribedPage] = field(default_factory=list)
    canonical: dict[int, Path] = field(default_factory=dict)

    def original(self, sha256: str) -> Path:
        return self.files[sha256]

    def image(self, page_number: int) -> Path | None:
        return self.canonical.get(page_number)

    def put(self, data: bytes, name: str, media_type: str, frames: int = 1) -> str:
        """Keeps a source file under its digest, its name telling nothing."""
        sha = hashlib.sha256(data).hexdigest()
        if sha not in self.files:
            path = self.folder / sha
            path.write_bytes(data)
            self.files[sha] = path
            self.sources.append(SourceFile(sha, name, len(data), media_type, frames))
        return sha

    def page(
        self,
        sha: str,
        drawn: Drawn,
        *,
        frame: int = 0,
        turn_deg: int = 0,
        to_canonical: Transform | None = None,
        status: PageStatus = PageStatus.RECOGNISED,
        dpi: float = DPI,
    ) -> None:
        """Adds a page of the source ``sha`` that looks like ``drawn`` when upright."""
        number = len(self.records) + 1
        width, height = drawn.image.size
        image = PageImage(
            number,
            sha,
            frame,
            width,
            height,
            dpi,
            DpiOrigin.DECLARED,
            Colour.GREY,
            turn_deg,
            to_canonical or Transform(),
            None,
        )
        failed = status is PageStatus.FAILED
        regions = drawn.regions if status is PageStatus.RECOGNISED else ()
        self.records.append(PageRecord(image, 0.0, (), ()))
        self.pages.append(
            TranscribedPage(
                number,
                width,
                height,
                status,
                regions,
                len(regions),
                "rus" if regions else None,
                "the engine crashed" if failed else None,
            )
        )

    def document(self, **changes: object) -> Document:
        made = Document(
            id="вестник",
            sources=tuple(self.sources),
            reference=SourceReference(
                title="Вестник", date="1927-03-05", page="3", citation="Вестник. 1927. № 7. С. 3"
            ),
            pages=tuple(self.records),
            transcription=Transcription("ocr-1", Origin.OCR, None, tuple(self.pages)),
            tools=(Tool("digitize", "0.1.0"),),
            languages=("rus",),
        )
        return replace(made, **changes)  # type: ignore[arg-type]

    def export(self, **changes: object) -> Path:
        """Exports the document and returns the PDF's path."""
        document = self.document(**changes)
        sink = MemorySink()
        export_pdf(document, self, sink)
        (name,) = sink.files
        assert name == f"{document.id}.pdf"
        path = self.folder / "out.pdf"
        path.write_bytes(sink.files[name])
        return path


def jpeg(drawn: Drawn, **options: object) -> bytes:
    """The drawn page as a JPEG file."""
    buffer = io.BytesIO()
    drawn.image.save(buffer, "JPEG", quality=60, dpi=(DPI, DPI), **options)
    return buffer.getvalue()
