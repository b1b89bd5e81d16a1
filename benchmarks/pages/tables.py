"""Pages of figures: tables with and without rules, a stock list of twenty columns, and a crossword."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from random import Random

import numpy as np

from benchmarks.pages.desk import Area, Desk, Piece
from benchmarks.pages.looks import choose_look, make_house
from benchmarks.pages.newspapers import even_columns, finished, gentle_lay
from benchmarks.pages.plate import Plate
from benchmarks.pages.prose import Prose
from benchmarks.pages.wear import book_paper, newsprint
from benchmarks.samples.drawing import Ink, paint_piece
from benchmarks.samples.flow import pour, rows_of, shifted
from benchmarks.samples.fonts import Font, advance_px
from benchmarks.samples.markup import Block, Kind
from benchmarks.samples.setting import place_word
from benchmarks.samples.sheet import Line, Region
from benchmarks.samples.sheet import Piece as Type
from digitize.model.geometry import Box

_GOODS = (
    *("Рожь", "Овес", "Лен", "Картофель", "Масло", "Шерсть", "Сено", "Лес сплавной", "Рыба соленая", "Кирпич", "Соль"),
    *("Сахар", "Мед", "Деготь", "Холст", "Известь", "Стекло", "Гвозди", "Веревка", "Бумага", "Клюква", "Яблоки"),
)
_SHARES = (
    *("Banque du Plateau", "Mines de Brisse", "Tramways", "Gaz de Valmorin", "Eaux", "Forges", "Câbles", "Ciments"),
    *("Sucreries", "Filatures", "Papeteries", "Chem. de fer", "Navigation", "Verreries", "Brasseries", "Phosphates"),
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """Which lines of a table are printed.

    Args:
        rows: Between all rows.
        columns: Between all columns.
        head: Above and below the head, and at the foot.
    """

    rows: bool
    columns: bool
    head: bool


def set_table(desk: Desk, box: Box, cells: list[list[str]], font: Font, ruling: Ruling) -> int:
    """Sets rows of cells, the first column flush left, the others flush right; returns the foot.

    Type too large for the width is made smaller. The table is one region, each row a line; where the text of a cell has several words they are words of that line.
    """
    pad, pitch = round(0.45 * font.size_px), round(1.42 * font.size_px)
    natural = [max(advance_px(row[c], font) for row in cells) + 2 * pad for c in range(len(cells[0]))]
    spare = (box.width - sum(natural)) / len(natural)
    if spare < 0:
        return set_table(desk, box, cells, replace(font, size_px=round(0.96 * font.size_px, 1)), ruling)
    edges = [float(box.x0)]
    for width in natural:
        edges.append(edges[-1] + width + spare)
    lines: list[Line] = []
    for number, row in enumerate(cells):
        words = []
        for c, text in enumerate(row):
            x = edges[c] + pad if c == 0 else edges[c + 1] - pad - advance_px(text, font)
            for word in text.split():
                words.append(place_word(word, font, x, 0.0))
                x += advance_px(word, font) + advance_px(" ", font)
        lines.append(shifted(Line(tuple(words), 0.0), 0, box.y0 + number * pitch + 0.95 * font.size_px + pad * 0.4))
    foot = box.y0 + len(cells) * pitch
    desk.made.regions.append(Region("table", tuple(lines), 1))
    thin = max(1, desk.px(2))
    levels = range(len(cells) + 1) if ruling.rows else ((0, 1, len(cells)) if ruling.head else ())
    desk.made.rules.extend(Box(box.x0, box.y0 + n * pitch, box.x1, box.y0 + n * pitch + thin) for n in levels)
    if ruling.columns:
        desk.made.rules.extend(Box(round(x), box.y0, round(x) + thin, foot) for x in edges)
    return foot + thin


def _figures(chance: Random, rows: int, columns: int, names: tuple[str, ...], decimals: bool) -> list[list[str]]:
    cells = []
    for number in range(rows):
        name = names[number % len(names)] + (f" {number // len(names) + 1}" if number >= len(names) else "")
        row = [name]
        for _ in range(columns - 1):
            if chance.random() < 0.06:
                row.append("—")
            elif decimals:
                row.append(f"{chance.randint(1, 980)},{chance.randint(0, 99):02d}")
            else:
                row.append(str(chance.randint(1, 9800)))
        cells.append(row)
    return cells


def _simple_desk(
    name: str, seed: int, language: str, dpi: int, points: float, size_in: tuple[float, float]
) -> tuple[Desk, Box]:
    """A desk with one column between the margins of a page of that size, and the page's box."""
    chance = Random(f"{name} {seed}")
    body = points / 72 * dpi
    width, height = round(size_in[0] * dpi), round(size_in[1] * dpi)
    margin = round(0.7 * dpi)
    house = make_house(language, body, choose_look(language, chance))
    desk = Desk(house, body, ((margin, width - margin),), Prose(language, chance), chance, ruled=False)
    return desk, Box(0, 0, width, height)


def table(seed: int) -> Plate:
    """A table of numbers with some text: ruled for odd seeds, without any rules for even ones."""
    dpi = (200, 300, 250)[seed % 3]
    desk, page = _simple_desk("table", seed, "rus", dpi, 10, (7.2, 10.2))
    chance, margin = desk.chance, desk.columns[0][0]
    blocks = [Block(Kind.HEAD2, desk.prose.pick("heads").upper()), Block(Kind.PARAGRAPH, desk.prose.paragraph(2, 3))]
    box = Box(margin, margin, page.x1 - margin, page.y1 - margin)
    y = pour(rows_of(blocks, desk.house, box.width), box, 1, desk.made) + desk.px(40)
    columns = chance.randint(4, 7)
    years = ["Предмет", *(str(1919 + n) for n in range(columns - 1))]
    cells = [years, *_figures(chance, chance.randint(14, 26), columns, _GOODS, chance.random() < 0.3)]
    style = desk.house.styles[Kind.ROW].font
    ruling = Ruling(rows=chance.random() < 0.5, columns=True, head=True) if seed % 2 else Ruling(False, False, False)
    y = set_table(desk, replace(box, y0=y), cells, replace(style, size_px=round(0.92 * desk.body_px, 1)), ruling)
    rest = Box(box.x0, y + desk.px(40), box.x1, box.y1)
    area = Area(1, 1, rest.y0, rest.y1)
    pieces = (desk.paragraph(1) for _ in range(12))
    desk.place(desk.fill(pieces, rest.width, [float(rest.height)]), area, [rest.y0])
    desk.made.regions[:] = [replace(r, article=None) for r in desk.made.regions]
    sheet = finished(desk, page.x1, page.y1, margin, box.y1)
    worn = book_paper(np.random.default_rng(seed + 300))
    return Plate(sheet, gentle_lay(page.x1, page.y1, chance), worn, "rus", dpi, desk.unit)


def stocks(seed: int) -> Plate:
    """A stock list: twenty columns of small figures, rules between columns for odd seeds."""
    dpi = (200, 250)[seed % 2]
    desk, page = _simple_desk("stocks", seed, "fra", dpi, 7.5, (10.4, 14.5))
    margin = desk.columns[0][0]
    box = Box(margin, margin, page.x1 - margin, page.y1 - margin)
    y = pour(rows_of([Block(Kind.HEAD2, "BOURSE ET MARCHÉS")], desk.house, box.width), box, None, desk.made) + desk.px(
        20
    )
    font = replace(desk.house.styles[Kind.ROW].font, size_px=round(desk.body_px, 1))
    head = ["Valeurs", *(f"{n}" for n in range(1, 20))]
    rows = int((box.y1 - y) / (1.42 * desk.body_px)) - 3
    cells = [head, *_figures(desk.chance, rows, 20, _SHARES, decimals=True)]
    set_table(desk, replace(box, y0=y), cells, font, Ruling(False, bool(seed % 2), True))
    sheet = finished(desk, page.x1, page.y1, margin, box.y1)
    worn = newsprint(np.random.default_rng(seed + 310), desk.unit)
    return Plate(sheet, gentle_lay(page.x1, page.y1, desk.chance), worn, "fra", dpi, desk.unit)


def crossword(seed: int) -> Plate:
    """A crossword grid with its clues in three columns below."""
    chance = Random(f"crossword {seed}")
    dpi = (200, 300)[seed % 2]
    body = 9 / 72 * dpi
    width, height, margin = round(7.5 * dpi), round(10.5 * dpi), round(0.6 * dpi)
    house = make_house("rus", body, choose_look("rus", chance))
    columns = even_columns(margin, width - margin, 3, round(body))
    desk = Desk(house, body, columns, Prose("rus", chance), chance, ruled=False)
    box = Box(margin, margin, width - margin, height - margin)
    y = pour(rows_of([Block(Kind.HEAD2, "КРОССВОРД")], house, box.width), box, None, desk.made, span=(1, 3)) + desk.px(
        20
    )
    cells = chance.choice((13, 15, 17))
    side = round(4.6 * dpi) // cells * cells
    grid = Box((width - side) // 2, y, (width - side) // 2 + side, y + side)
    desk.made.regions.append(Region("image", (), None, grid, "grid of a crossword with small numbers in its cells"))
    top = grid.y1 + desk.px(50)
    pieces = [Piece((Block(Kind.HEAD3, "По горизонтали:"),))]
    for number in range(1, 40):
        if number == 16:
            pieces.append(Piece((Block(Kind.HEAD3, "По вертикали:"),)))
        pieces.append(Piece((Block(Kind.PARAGRAPH, f"{number}. {desk.prose.sentence()}"),)))
    area = Area(1, 3, top, box.y1)
    measure = min(x1 - x0 for x0, x1 in columns)
    desk.place(desk.fill(chain(pieces), measure, [float(area.height)] * 3), area, [top] * 3)
    sheet = finished(desk, width, height, top, box.y1)
    worn = newsprint(np.random.default_rng(seed + 320), desk.unit)

    def paint(across: int, down: int, _rng: np.random.Generator) -> Ink:
        return _grid(across, down, cells, seed)

    return Plate(sheet, gentle_lay(width, height, chance), worn, "rus", dpi, desk.unit, painter=paint)


def _grid(across: int, down: int, cells: int, seed: int) -> Ink:
    """A symmetric grid with black cells and small numbers."""
    chance = Random(seed)
    ink = np.zeros((down, across), np.uint8)
    size, line = across / cells, max(1, round(across / 400))
    for n in range(cells + 1):
        at = min(round(n * size), across - line)
        ink[at : at + line, :] = 255
        ink[:, at : at + line] = 255
    number = 1
    for row in range(cells):
        for column in range(cells):
            y, x = round(row * size), round(column * size)
            first = min(row * cells + column, (cells - 1 - row) * cells + cells - 1 - column)
            if Random(f"{seed} {first}").random() < 0.2:
                ink[y : y + round(size), x : x + round(size)] = 255
            elif chance.random() < 0.25:
                paint_piece(ink, Type(str(number), Font("sans-narrow", size * 0.36), x + 2.0 * line, y + size * 0.36))
                number += 1
    return ink
