"""Documents for tests of the exporters, drawn from plain descriptions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from digitize.export import EXPORTERS
from digitize.model.document import Choice, Document, PageRecord, Tool
from digitize.model.geometry import Box, Transform
from digitize.model.language import script_of
from digitize.model.page import Colour, DpiOrigin, PageImage, SourceFile
from digitize.model.reference import Proposal, SourceReference
from digitize.model.transcription import (
    Alternative,
    Doubt,
    Origin,
    PageStatus,
    Place,
    RegionKind,
    Repair,
    TextLine,
    TextRegion,
    TranscribedPage,
    Transcription,
    Word,
)

WIDTH, HEIGHT = 1200, 1600
SHA = "0123456789abcdef" * 4
LINE_PX = 40


@dataclass
class MemorySink:
    """Keeps what is written."""

    files: dict[str, bytes] = field(default_factory=dict)

    def write(self, path: str, data: bytes) -> None:
        assert path not in self.files, f"written twice: {path}"
        self.files[path] = data

    @contextmanager
    def file(self, path: str) -> Iterator[Path]:
        with TemporaryDirectory() as folder:
            temporary = Path(folder) / "part"
            yield temporary
            self.write(path, temporary.read_bytes())


class NoMaterials:
    """For exporters that need no image."""

    def original(self, sha256: str) -> Path:
        raise AssertionError(sha256)

    def image(self, page_number: int) -> Path | None:
        raise AssertionError(page_number)


def exported(document: Document) -> dict[str, bytes]:
    """Every file of every format but the PDF, which needs images and is tested on its own."""
    sink = MemorySink()
    for name, export in EXPORTERS.items():
        if name != "pdf":
            export(document, NoMaterials(), sink)
    return sink.files


@dataclass(frozen=True)
class W:
    """A word as tests describe it; ``reading`` is ``text`` unless given."""

    text: str
    reading: str | None = None
    language: str | None = "rus"
    confidence: float | None = 0.9
    repairs: tuple[Repair, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True)
class R:
    """A region as tests describe it: lines of words, laid out from ``left, top``."""

    kind: RegionKind
    lines: Sequence[Sequence[W]] = ()
    column: int | None = None
    left: int = 100
    top: int = 100
    width: int = 400
    columns: tuple[int, int] | None = None
    doubt: Doubt | None = None


def region(page_number: int, number: int, described: R) -> TextRegion:
    """Lays a region out: lines of 40 px, words side by side, everything leaning a little."""
    id_ = f"p{page_number:04d}_r{number:03d}"
    lines = tuple(_line(id_, index, words, described) for index, words in enumerate(described.lines, start=1))
    height = max(1, len(lines)) * LINE_PX
    box = Box(described.left, described.top, described.left + described.width, described.top + height)
    return TextRegion(id_, described.kind, box, box.polygon, lines, described.column)


def _line(region_id: str, number: int, words: Sequence[W], described: R) -> TextLine:
    id_ = f"{region_id}_l{number:03d}"
    top = described.top + (number - 1) * LINE_PX
    step = described.width // len(words)
    made = []
    for index, word in enumerate(words):
        left = described.left + index * step
        box = Box(left, top + 2, left + max(1, step - 6), top + LINE_PX - 4)
        reading = word.text if word.reading is None else word.reading
        script = script_of(word.text)
        word_id = f"{id_}_w{index + 1:03d}"
        known = (word.confidence, word.language, script, word.repairs, word.alternatives)
        made.append(Word(word_id, word.text, reading, box, *known))
    right = described.left + described.width
    polygon = (
        (described.left - 0.4, top),
        (right + 0.4, top + 3.6),
        (right, top + LINE_PX),
        (described.left, top + 36.2),
    )
    baseline = ((described.left, top + 30.0), (described.left + described.width / 2, top + 31.2), (right, top + 32.5))
    box = Box(described.left, top, right, top + LINE_PX)
    place = Place.TOP if described.column or described.columns else None
    where = (described.column, place, described.columns)
    return TextLine(id_, box, polygon, baseline, tuple(made), *where, described.doubt)


def page(
    number: int,
    regions: Sequence[R] = (),
    columns: int = 0,
    language: str | None = None,
    failure: str | None = None,
) -> TranscribedPage:
    """A page; empty without regions, failed with a reason."""
    status = PageStatus.FAILED if failure else PageStatus.RECOGNISED if regions else PageStatus.EMPTY
    made = tuple(region(number, index, described) for index, described in enumerate(regions, start=1))
    return TranscribedPage(number, WIDTH, HEIGHT, status, made, columns, language, failure)


def record(number: int, image_path: str | None = None) -> PageRecord:
    """How such a page came about."""
    image = PageImage(
        page_number=number,
        source_sha256=SHA,
        frame=number - 1,
        width=WIDTH,
        height=HEIGHT,
        dpi=300.0,
        dpi_origin=DpiOrigin.DECLARED,
        colour=Colour.GREY,
        turn_deg=90,
        file_to_canonical=Transform.turn(90, HEIGHT, WIDTH),
        image_path=image_path,
    )
    return PageRecord(
        image=image,
        skew_deg=0.75,
        choices=(Choice("languages", "rus+fra", "Cyrillic 0.8 & Latin < 0.2"),),
        warnings=("no resolution declared",),
    )


def document(pages: Sequence[TranscribedPage], **changes: object) -> Document:
    """A document of such pages."""
    made = Document(
        id="вестник-1927",
        sources=(SourceFile(SHA, 'Вестник "5; 3" & <1927>.tif', 123456, "image/tiff", len(pages)),),
        reference=SourceReference(
            title="Вестник <садовода> & сад",
            date="1927-03-05",
            page="1",
            citation="Вестник садовода. 1927. 5 марта. С. 1",
            proposals=(Proposal("page", "3", "'5; 3', number after a semicolon"),),
        ),
        pages=tuple(record(p.page_number, f"images/{p.page_number:04d}.png") for p in pages),
        transcription=Transcription("ocr-1", Origin.OCR, None, tuple(pages)),
        tools=(Tool("digitize", "0.1.0"), Tool("tesseract", "5.3.0-dev"), Tool("tessdata rus", "unknown")),
        languages=("rus", "fra", "Cyrillic"),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def _joined(old: str, new: str) -> tuple[Repair, ...]:
    return (Repair("join-hyphen", "reading", old, new, "hyphen at the end of a line <&>"),)


LETTERSPACED = (W("С", "Совет", "rus", 0.5), W("о", ""), W("в", ""), W("е", ""), W("т", ""))
HOSTILE = (
    W("<a&b>\"'", language="fra"),
    W("x\x01y\ufffe", language=None, confidence=None),
    W("\ud800", language=None, confidence=0.0),
    W("\u200fשלום\u200f", language=None),
    W("е\u0301\u0308", confidence=0.57),
    W("\U0001d509", language="fra"),
    W("]]>"),
    W("&amp;"),
)


OTHERS = (
    Alternative("зa & <не>", 0.7, "own, sauvola"),
    Alternative('"за"', None, "Cyrillic"),
)
"""What else was read in a word's place."""


def rich_document() -> Document:
    """Four pages: everything a newspaper page may hold; one that failed; an empty one; one that goes on from the first."""
    first = page(1, _first_page(), columns=2, language="rus")
    failed = page(2, failure='the recogniser crashed: "signal 11"; try\nagain <&>')
    last = page(
        4,
        [
            R(RegionKind.HEADER, [(W("ВЕСТНИК"), W("№", confidence=None, language=None))], top=10),
            R(RegionKind.PARAGRAPH, [(W("лями.", "", repairs=_joined("лями.", "")), W("Конец."))], 1, top=100),
        ],
        columns=1,
        language="rus",
    )
    return document([first, failed, page(3), last])


def _first_page() -> list[R]:
    homoglyph = (Repair("homoglyph", "printed", "ХIХ", "XIX", "all letters have a Latin double"),)
    return [
        R(RegionKind.HEADER, [LETTERSPACED], top=10),
        R(RegionKind.PAGE_NUMBER, [(W("1", language=None, confidence=None),)], top=10, left=1100, width=60),
        R(
            RegionKind.HEADING,
            [(W("Урожай"), W("XIX", repairs=homoglyph), W("века"))],
            top=60,
            width=1000,
            columns=(1, 2),
        ),
        R(RegionKind.SEPARATOR, top=110, width=1000),
        R(
            RegionKind.PARAGRAPH,
            [
                (W("В"), W("саду"), W("раз-", "разговор", repairs=_joined("раз-", "разговор"))),
                (W("говор", "", repairs=_joined("говор", "")), W("и"), W("«Suite»", language="fra", confidence=None)),
                (W("за", alternatives=OTHERS), W("ябло-", "яблоками", repairs=_joined("ябло-", "яблоками"))),
            ],
            1,
            top=200,
        ),
        R(RegionKind.IMAGE, column=1, top=500),
        R(RegionKind.CAPTION, [(W("Сад"), W("весной"))], 1, top=700),
        R(RegionKind.PARAGRAPH, [(W("ками", "", repairs=_joined("ками", "")), W("пришли"))], 2, top=200, left=600),
        R(RegionKind.TABLE, [(W("груши", language=None), W("12", language=None))], 2, top=400, left=600),
        R(RegionKind.TABLE, column=2, top=500, left=600),
        R(RegionKind.HANDWRITING, column=2, top=560, left=600),
        R(RegionKind.STAMP, [(W("АРХИВ"),)], top=800, left=790, width=410),
        R(RegionKind.PARAGRAPH, [HOSTILE], 2, top=900, left=600),
        R(RegionKind.HEADING, [(W("Погода"),)], 2, top=1000, left=600),
        R(
            RegionKind.PARAGRAPH,
            [(W("Дождь"), W("над"), W("по-", "полями.", repairs=_joined("по-", "полями.")))],
            2,
            top=1100,
            left=600,
        ),
        R(RegionKind.FOOTER, [(W("Тираж"), W("5000", language=None))], top=1550, width=1100),
        R(RegionKind.FOOTER, [(W("Вѣ?рно", confidence=0.2),)], top=1500, doubt=Doubt.UNREADABLE),
    ]
