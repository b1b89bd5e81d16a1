"""Kinds of newspaper page."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from random import Random

import numpy as np

from benchmarks.pages.broadsheet import Plan, banner, foot_line, header_line, make_up, masthead
from benchmarks.pages.desk import Area, Desk, Piece
from benchmarks.pages.lay import PageLay
from benchmarks.pages.looks import choose_look, make_house
from benchmarks.pages.plate import Plate, separators
from benchmarks.pages.prose import Prose
from benchmarks.pages.wear import film, newsprint
from benchmarks.samples.markup import Block, Kind
from benchmarks.samples.sheet import Sheet
from benchmarks.samples.warp import Wave
from digitize.model.geometry import Box


def even_columns(left: int, right: int, count: int, gutter_px: int) -> tuple[tuple[int, int], ...]:
    """Edges of so many columns of equal width."""
    width = (right - left - (count - 1) * gutter_px) // count
    return tuple((left + n * (width + gutter_px), left + n * (width + gutter_px) + width) for n in range(count))


def gentle_lay(width: int, height: int, chance: Random) -> PageLay:
    """A page laid on the scanner by hand: a little askew, not quite flat."""
    waves = tuple(
        Wave(
            chance.uniform(0.3, 2.4),
            chance.uniform(0.8, 3.4),
            chance.uniform(0.2, 1.0) / width,
            chance.uniform(0.1, 1.0) / height,
            chance.uniform(0, 6.2),
        )
        for _ in range(2)
    )
    return PageLay(width, height, round(chance.gauss(0, 0.35), 2), waves)


def finished(desk: Desk, width: int, height: int, top: int, foot: int) -> Sheet:
    """What a desk has made, as a sheet."""
    columns = tuple(Box(x0, top, x1, foot) for x0, x1 in desk.columns)
    regions = [*desk.made.regions, *separators(desk.separators)]
    return Sheet(width, height, columns, tuple(regions), tuple(desk.made.rules))


def pravda(seed: int) -> Plate:
    """Six or seven narrow columns with rules, headlines over some of them, a picture, notes; front or inner page."""
    chance = Random(f"pravda {seed}")
    count, dpi = chance.choice((6, 7)), chance.choice((150, 200, 250))
    body = {150: 24.0, 200: 27.0, 250: 33.0}[dpi] * chance.uniform(0.94, 1.06)
    measure, gutter = round(body * chance.uniform(12.5, 15.5)), round(body * chance.uniform(0.85, 1.15))
    margin = round(body * chance.uniform(2, 4))
    width = 2 * margin + count * measure + (count - 1) * gutter
    height = round(width * chance.uniform(1.3, 1.42))
    house = make_house("rus", body, choose_look("rus", chance), leading=chance.uniform(1.03, 1.12))
    columns = even_columns(margin, width - margin, count, gutter)
    desk = Desk(house, body, columns, Prose("rus", chance), chance)
    top = masthead(desk, margin) if seed % 2 else header_line(desk, margin)
    foot = height - margin
    base = foot - desk.px(70)
    make_up(desk, Area(1, count, top, base), Plan(pictures=1))
    foot_line(desk, foot)
    rng = np.random.default_rng(seed)
    worn = film(rng) if seed % 3 == 2 else newsprint(rng, desk.unit)
    return Plate(
        finished(desk, width, height, top, base), gentle_lay(width, height, chance), worn, "rus", dpi, desk.unit
    )


def humanite(seed: int) -> Plate:
    """Seven French columns, parted by white space alone in one part of the page and by rules in the other; small ads."""
    chance = Random(f"humanite {seed}")
    dpi = chance.choice((150, 200, 250))
    body = {150: 23.0, 200: 27.0, 250: 32.0}[dpi] * chance.uniform(0.95, 1.05)
    gutter = round(0.44 * body * chance.uniform(1.0, 1.5))
    measure, margin = round(body * chance.uniform(12.5, 14.5)), round(body * chance.uniform(2, 4))
    width = 2 * margin + 7 * measure + 6 * gutter
    height = round(width * chance.uniform(1.28, 1.4))
    house = make_house("fra", body, choose_look("fra", chance), leading=chance.uniform(1.02, 1.1))
    columns = even_columns(margin, width - margin, 7, gutter)
    desk = Desk(house, body, columns, Prose("fra", chance), chance)
    top = masthead(desk, margin) if seed % 2 else header_line(desk, margin)
    if seed % 2:
        top = banner(desk, Area(1, 7, top, top + 1), desk.prose.pick("ahead"))
    foot = height - margin
    base = foot - desk.px(70)
    ads = base - round(11 * desk.leading_px)
    cut = chance.choice((3, 4))
    desk.ruled = False
    make_up(desk, Area(1, cut, top, ads), Plan(widest=3, pictures=0))
    desk.ruled = True
    make_up(desk, Area(cut + 1, 7, top, ads), Plan(widest=3, pictures=1))
    desk.cross_rule(Area(1, 7, ads, base), ads + desk.px(14), 5)
    small_ads(desk, Area(1, 7, ads + desk.px(28), base))
    foot_line(desk, foot)
    rng = np.random.default_rng(seed + 100)
    worn = film(rng) if seed % 3 == 0 else newsprint(rng, desk.unit)
    return Plate(
        finished(desk, width, height, top, base), gentle_lay(width, height, chance), worn, "fra", dpi, desk.unit
    )


def small_ads(desk: Desk, area: Area) -> None:
    """Boxed small advertisements, column by column."""
    for number in range(area.first, area.last + 1):
        pieces = []
        for _ in range(6):
            desk.boxes += 1
            article = desk.new_article()
            pieces.append(Piece((Block(Kind.PARAGRAPH, desk.prose.pick("small"), desk.boxes, article),)))
        one = replace(area, first=number, last=number)
        dealt = desk.fill(chain(pieces), desk.box(one).width, [float(area.height)])
        desk.place(dealt, one, [area.y0])


def unequal(seed: int) -> Plate:
    """Columns of unequal width and length, white space only; at the foot two thirds and one third with their own measure."""
    chance = Random(f"unequal {seed}")
    language = ("fra", "rus", "deu", "ukr")[(seed - 1) % 4]
    dpi = chance.choice((150, 200, 300))
    body = {150: 23.0, 200: 28.0, 300: 38.0}[dpi] * chance.uniform(0.95, 1.05)
    gutter, margin = round(body * chance.uniform(0.8, 1.3)), round(3 * body)
    shares = chance.choice(((3, 2, 2, 2), (2, 2, 3), (2, 3, 2, 2), (3, 4, 3), (2, 2, 2, 3, 3)))
    unit_px = round(body * 6.2)
    width = 2 * margin + sum(shares) * unit_px + (len(shares) - 1) * gutter
    height = round(width * chance.uniform(1.2, 1.45))
    house = make_house(language, body, choose_look(language, chance), leading=chance.uniform(1.05, 1.16))
    edges, x = [], margin
    for share in shares:
        edges.append((x, x + share * unit_px))
        x += share * unit_px + gutter
    desk = Desk(house, body, tuple(edges), Prose(language, chance), chance, ruled=False)
    top, foot = header_line(desk, margin), height - margin
    base = foot - round((foot - top) * chance.uniform(0.24, 0.34))
    for number in range(1, len(shares) + 1):
        short = round(chance.uniform(0, 0.22) * (base - top)) if chance.random() < 0.6 else 0
        make_up(desk, Area(number, number, top, base - short), Plan())
    feuilleton = Desk(
        house, body, _thirds(margin, width - margin, gutter), desk.prose, chance, ruled=False, made=desk.made
    )
    feuilleton.articles = desk.articles
    desk.separate(Box(margin, base + desk.px(16), width - margin, base + desk.px(20)))
    head = banner(feuilleton, Area(1, 2, base + desk.px(34), foot), desk.prose.pick("heads").upper())
    for number in (1, 2):
        article = feuilleton.articles
        area = Area(number, number, head, foot)
        pieces = (feuilleton.paragraph(article, 3, 7) for _ in range(60))
        feuilleton.place(feuilleton.fill(pieces, feuilleton.box(area).width, [float(area.height)]), area, [head])
    upper = finished(desk, width, height, top, base)
    lower = tuple(Box(x0, head, x1, foot) for x0, x1 in feuilleton.columns)
    sheet = replace(upper, columns=(*upper.columns, *lower), bands=(len(shares), 2))
    worn = newsprint(np.random.default_rng(seed + 200), desk.unit)
    return Plate(sheet, gentle_lay(width, height, chance), worn, language, dpi, desk.unit)


def _thirds(left: int, right: int, gutter: int) -> tuple[tuple[int, int], ...]:
    cut = left + round((right - left) * 2 / 3)
    return ((left, cut - gutter // 2), (cut + gutter - gutter // 2, right))


def columns_page(
    name: str, seed: int, count: int, *, language: str = "rus", latin: float = 0.0, ruled: bool | None = None
) -> Plate:
    """A plain newspaper page of so many columns, without masthead; seeds vary its type, measure and resolution."""
    chance = Random(f"{name} {seed}")
    dpi = chance.choice((150, 200, 300))
    body = {150: 23.0, 200: 28.0, 300: 40.0}[dpi] * chance.uniform(0.95, 1.06)
    measure, gutter = round(body * chance.uniform(13, 17)), round(body * chance.uniform(0.8, 1.2))
    margin = round(body * chance.uniform(2.5, 4))
    width = 2 * margin + count * measure + (count - 1) * gutter
    height = round(width * chance.uniform(1.2, 1.42))
    house = make_house(language, body, choose_look(language, chance), leading=chance.uniform(1.04, 1.14))
    columns = even_columns(margin, width - margin, count, gutter)
    lined = chance.random() < 0.6 if ruled is None else ruled
    desk = Desk(house, body, columns, Prose(language, chance, latin), chance, ruled=lined)
    top, foot = header_line(desk, margin), height - margin
    make_up(desk, Area(1, count, top, foot), Plan(widest=3, pictures=chance.choice((0, 1))))
    worn = newsprint(np.random.default_rng([seed, len(name)]), desk.unit)
    sheet = finished(desk, width, height, top, foot)
    return Plate(sheet, gentle_lay(width, height, chance), worn, language, dpi, desk.unit)


def german(seed: int) -> Plate:
    """A German front page of two or three columns under a masthead; in Antiqua, there being no Fraktur among the fonts."""
    chance = Random(f"german {seed}")
    count, dpi = chance.choice((2, 3)), chance.choice((200, 250, 300))
    body = {200: 29.0, 250: 34.0, 300: 41.0}[dpi] * chance.uniform(0.95, 1.05)
    measure, gutter = round(body * chance.uniform(19, 23)), round(body * chance.uniform(0.9, 1.3))
    margin = round(body * 3)
    width = 2 * margin + count * measure + (count - 1) * gutter
    height = round(width * chance.uniform(1.35, 1.45))
    house = make_house("deu", body, choose_look("deu", chance), leading=chance.uniform(1.06, 1.16))
    columns = even_columns(margin, width - margin, count, gutter)
    desk = Desk(house, body, columns, Prose("deu", chance), chance, ruled=seed % 2 == 1)
    top, foot = masthead(desk, margin), height - margin
    base = foot - desk.px(70)
    for number in range(1, count + 1):
        make_up(desk, Area(number, number, top, base), Plan())
        if number > 1:
            desk.gutter_rule(number, top, base)
    foot_line(desk, foot)
    worn = newsprint(np.random.default_rng(seed + 500), desk.unit)
    sheet = finished(desk, width, height, top, base)
    return Plate(sheet, gentle_lay(width, height, chance), worn, "deu", dpi, desk.unit)
