"""Book pages: running header, page number, footnotes below a short rule; and two of them side by side."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from random import Random

import numpy as np

from benchmarks.pages.desk import Area, Desk, Piece
from benchmarks.pages.lay import Curl, PageLay
from benchmarks.pages.looks import choose_look, make_house, with_style
from benchmarks.pages.plate import Plate
from benchmarks.pages.prose import Prose
from benchmarks.pages.wear import Grey, book_paper
from benchmarks.samples.flow import House, Style, pour, rows_of
from benchmarks.samples.fonts import Font
from benchmarks.samples.markup import Block, Kind
from benchmarks.samples.newspaper import one_line
from benchmarks.samples.setting import Align
from benchmarks.samples.sheet import Region, Sheet
from digitize.model.geometry import Box

_LANGUAGES = ("rus", "fra", "ukr", "deu", "bul", "eng", "bel")


def book_house(language: str, body: float, chance: Random) -> House:
    """Styles of a book: wider lines, quiet headings, no rules above them."""
    house = make_house(
        language, body, choose_look(language, chance), leading=chance.uniform(1.16, 1.3), ruled_heads=False
    )
    return with_style(house, Kind.HEAD2, before_px=body, after_px=0.7 * body)


def set_page(desk: Desk, number: int, type_area: Box, opens: bool) -> None:
    """One page of a book.

    Args:
        desk: With a single column, the measure.
        number: The page's number; even ones have it at the left.
        type_area: Where text and notes stand; header and number stand above it.
        opens: Whether a chapter opens here: then the number stands at the foot and there is no running header.
    """
    small = Font(desk.house.styles[Kind.CENTRED].font.face, round(0.86 * desk.body_px, 1))
    figure = Style(Font(desk.house.styles[Kind.PARAGRAPH].font.face, desk.body_px), desk.leading_px, Align.CENTRED)
    above = type_area.y0 - round(1.6 * desk.body_px)
    if not opens:
        side = Align.LEFT if number % 2 == 0 else Align.RIGHT
        page = one_line(str(number), replace(figure, align=side), type_area, above, "page-number")
        running = Style(small, desk.leading_px, Align.CENTRED)
        header = one_line(desk.prose.pick("running"), running, type_area, above, "header")
        desk.made.regions.extend((page, header) if number % 2 == 0 else (header, page))
    notes = [f"{n}) {desk.prose.pick('note')}" for n in range(1, 1 + desk.chance.choice((0, 1, 2, 3)))]
    house = with_style(
        desk.house,
        Kind.PARAGRAPH,
        font=replace(desk.house.styles[Kind.PARAGRAPH].font, size_px=round(0.8 * desk.body_px, 1)),
        leading_px=float(round(0.9 * desk.body_px)),
    )
    rows = rows_of([Block(Kind.PARAGRAPH, text) for text in notes], house, type_area.width)
    tall = round(sum(r.style.leading_px + r.above_px for r in rows))
    foot = type_area.y1 - (tall + round(1.3 * desk.body_px) if rows else 0)
    _body(desk, replace(_column(type_area), y1=foot), opens, len(notes))
    if rows:
        top = type_area.y1 - tall
        desk.separate(Box(type_area.x0, top - desk.px(20), type_area.x0 + type_area.width // 5, top - desk.px(18)))
        start = len(desk.made.regions)
        pour(rows, Box(type_area.x0, top, type_area.x1, type_area.y1), 1, desk.made)
        desk.made.regions[start:] = [replace(r, note="footnote") for r in desk.made.regions[start:]]
    if opens:
        below = type_area.y1 + round(1.9 * desk.body_px)
        desk.made.regions.append(one_line(str(number), figure, type_area, below, "page-number"))


def _column(box: Box) -> Area:
    return Area(1, 1, box.y0, box.y1)


def _body(desk: Desk, area: Area, opens: bool, notes: int) -> None:
    """Paragraphs down to the notes; each note has its sign in the text."""
    pieces: list[Piece] = []
    if opens:
        pieces.append(Piece((Block(Kind.HEAD2, desk.prose.pick("heads").upper()),)))
    for index in range(40):
        piece = desk.paragraph(1, 3, 8)
        text, sentences = piece.blocks[0].text, list(piece.sentences)
        if index < notes:
            sentences[0] = f"{sentences[0][:-1]} {index + 1}){sentences[0][-1]}"
            text = " ".join(sentences)
        pieces.append(Piece((Block(Kind.PARAGRAPH, text),), tuple(sentences)))
        if index in (2, 5) and desk.chance.random() < 0.3:
            pieces.append(Piece((Block(Kind.HEAD3, desk.prose.pick("heads")),)))
    dealt = desk.fill(chain(pieces), desk.box(area).width, [float(area.height)])
    desk.place(dealt, area, [area.y0])


def _desk(language: str, chance: Random, house: House, body: float, edges: tuple[int, int]) -> Desk:
    latin = 0.12 if language == "rus" else 0.0
    return Desk(house, body, (edges,), Prose(language, chance, latin), chance, ruled=False)


def book(seed: int) -> Plate:
    """A single page of a book; the language goes round with the seed."""
    return _book("book", seed, _LANGUAGES[(seed - 1) % len(_LANGUAGES)])


def old_book(seed: int) -> Plate:
    """A page of a book in Russian spelling of before 1918."""
    return _book("old-book", seed, "old")


def _book(name: str, seed: int, language: str) -> Plate:
    chance = Random(f"{name} {seed}")
    dpi = chance.choice((200, 300, 400))
    body = 10.5 / 72 * dpi * chance.uniform(0.95, 1.12)
    width, height = round(5.6 * dpi), round(8.4 * dpi)
    area = Box(round(0.75 * dpi), round(1.05 * dpi), width - round(0.7 * dpi), height - round(1.0 * dpi))
    desk = _desk(language, chance, book_house(language, body, chance), body, (area.x0, area.x1))
    set_page(desk, chance.randint(3, 340), area, opens=chance.random() < 0.3)
    lay = PageLay(
        width,
        height,
        round(chance.gauss(0, 0.5), 2),
        curl=Curl(0.0, 0.12 * width, -0.012 * height, 0.012 * width),
    )
    sheet = Sheet(width, height, (area,), _regions(desk), tuple(desk.made.rules))
    code = "rus" if language == "old" else language
    return Plate(sheet, lay, book_paper(np.random.default_rng(seed)), code, dpi, desk.unit)


def spread(seed: int) -> Plate:
    """Two facing pages of a book on one image, with the shadow of the spine between them."""
    chance = Random(f"spread {seed}")
    language = _LANGUAGES[seed % len(_LANGUAGES)]
    dpi = chance.choice((150, 200, 300))
    body = 11 / 72 * dpi * chance.uniform(0.95, 1.1)
    half, height = round(5.4 * dpi), round(8.2 * dpi)
    number = 2 * chance.randint(2, 150)
    house = book_house(language, body, chance)
    top, foot = round(0.95 * dpi), height - round(0.9 * dpi)
    regions: list[Region] = []
    rules: list[Box] = []
    areas = (
        Box(round(0.6 * dpi), top, half - round(0.55 * dpi), foot),
        Box(half + round(0.55 * dpi), top, 2 * half - round(0.6 * dpi), foot),
    )
    unit = 1.0
    for page, area in enumerate(areas, 1):
        desk = _desk(language, chance, house, body, (area.x0, area.x1))
        set_page(desk, number + page - 1, area, opens=page == 2 and chance.random() < 0.4)
        regions.extend(replace(r, page=page, article=None) for r in _regions(desk))
        rules.extend(desk.made.rules)
        unit = desk.unit
    lay = PageLay(
        2 * half,
        height,
        round(chance.gauss(0, 0.4), 2),
        curl=Curl(float(half), 0.09 * half, 0.016 * height, 0.016 * half),
    )
    spine = lay.point((half, height / 2))[0]

    def shaded(grey: Grey) -> Grey:
        away = np.abs(np.arange(grey.shape[1], dtype=np.float32) - spine) / (0.05 * half)
        factor = 1 - 0.62 * np.exp(-away) - 0.2 * np.exp(-((away * 6) ** 2))
        return np.asarray(grey * factor[None, :], np.uint8)

    pages = (Box(0, 0, half, height), Box(half, 0, 2 * half, height))
    sheet = Sheet(2 * half, height, areas, tuple(regions), tuple(rules), pages)
    worn = book_paper(np.random.default_rng(seed + 50))
    return Plate(sheet, lay, worn, language, dpi, unit, finish=shaded)


def _regions(desk: Desk) -> tuple[Region, ...]:
    """What was set; a book's paragraphs belong to no article."""
    return tuple(replace(region, article=None) for region in desk.made.regions)
