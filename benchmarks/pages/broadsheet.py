"""Partition of a newspaper page into articles: each headline stands over exactly those columns that its text fills."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from benchmarks.pages.desk import Area, Desk, Picture, Piece
from benchmarks.samples.flow import Style, pour, rows_of
from benchmarks.samples.fonts import Font, advance_px
from benchmarks.samples.markup import Block, Kind
from benchmarks.samples.newspaper import ear, one_line, rule, spread_line
from benchmarks.samples.setting import Align
from benchmarks.samples.sheet import Region
from digitize.model.geometry import Box


@dataclass(slots=True)
class Plan:
    """How a page is parted.

    Args:
        widest: Most columns that one article may stretch over.
        pictures: How many pictures may still be placed.
        whole: Chance that an area which could be one article becomes one.
    """

    widest: int = 4
    pictures: int = 1
    whole: float = 0.45


def make_up(desk: Desk, area: Area, plan: Plan) -> None:
    """Fills an area with articles, parting it until each part is one.

    Parts are set from the left, and from above: that is the reading order.
    """
    least = 13 * desk.leading_px
    chance = desk.chance
    if area.count == 1:
        set_column(desk, area)
        return
    can_be_whole = area.count <= plan.widest
    can_split_down = area.height > 2.3 * least
    if can_be_whole and (not can_split_down or chance.random() < plan.whole):
        set_article(desk, area, plan)
    elif can_split_down and (chance.random() < 0.45 or (area.count <= 2)):
        at = area.y0 + round(area.height * chance.uniform(0.36, 0.64))
        gap = desk.px(36)
        make_up(desk, replace(area, y1=at - gap // 2), plan)
        desk.cross_rule(area, at - desk.px(4), 3)
        make_up(desk, replace(area, y0=at + gap // 2), plan)
    else:
        cut = chance.randint(area.first, area.last - 1)
        make_up(desk, replace(area, last=cut), plan)
        desk.gutter_rule(cut + 1, area.y0, area.y1)
        make_up(desk, replace(area, first=cut + 1), plan)


def set_column(desk: Desk, area: Area) -> None:
    """A column of its own: an article under a headline of that column, then notes."""
    article = desk.new_article()
    length = desk.chance.randint(2, 7)
    pieces = chain(desk.article_pieces(article, length, headed=True), desk.note_pieces())
    dealt = desk.fill(pieces, desk.box(area).width, [float(area.height)])
    desk.place(dealt, area, [area.y0])


def set_article(desk: Desk, area: Area, plan: Plan) -> None:
    """A headline over several columns and text in exactly these; notes fill what is left in the last of them."""
    article = desk.new_article()
    y = desk.headline(area, article)
    tops = [y] * area.count
    pieces: Iterator[Piece] = desk.article_pieces(article, 200 if desk.chance.random() < 0.5 else 9, headed=False)
    pieces = chain(pieces, desk.note_pieces())
    tall = area.y1 - y > 26 * desk.leading_px
    shown: Picture | None = None
    if plan.pictures and tall and area.count > 1:
        plan.pictures -= 1
        place = _picture_place(desk, area, y)
        shown = desk.plan_picture(place, "halftone of a drawn landscape", desk.prose.pick("caption"), article)
        tops = [shown.foot if place.first <= area.first + i <= place.last else y for i in range(area.count)]
    heights = [float(area.y1 - top) for top in tops]
    dealt = desk.fill(pieces, desk.box(area).width if area.count == 1 else _measure(desk, area), heights)
    for offset in range(area.count):
        number = area.first + offset
        if shown is not None and number == shown.area.first:
            desk.print_picture(shown)
        one = replace(area, first=number, last=number)
        desk.place([dealt[offset]], one, [tops[offset]])
        if offset:
            hidden = shown is not None and shown.area.first < number <= shown.area.last
            desk.gutter_rule(number, tops[offset] if hidden else y, area.y1)


def _measure(desk: Desk, area: Area) -> int:
    """The narrowest of an area's columns: they differ by a pixel at most where an article runs through them."""
    return min(x1 - x0 for x0, x1 in desk.columns[area.first - 1 : area.last])


def _picture_place(desk: Desk, area: Area, y: int) -> Area:
    """Where in an article a picture stands: at the top of its last columns."""
    across = max(1, min(area.count - 1, 3)) if area.count > 2 else desk.chance.randint(1, 2)
    first = area.last - across + 1
    width = desk.columns[area.last - 1][1] - desk.columns[first - 1][0]
    height = min(round(width * desk.chance.uniform(0.55, 0.75)), round((area.y1 - y) * 0.5))
    return Area(first, area.last, y + desk.px(8), y + height)


def masthead(desk: Desk, top: int) -> int:
    """Title between its two ears, rules and date line; returns the foot."""
    left, right = desk.columns[0][0], desk.columns[-1][1]
    styles, px = desk.house.styles, desk.px
    small = Style(Font(styles[Kind.HEAD3].font.face, 30 * desk.unit), 35 * desk.unit, Align.CENTRED)
    side = (right - left) // 7
    tall = round((right - left) * 0.075)
    middle = Box(left + side + px(20), top, right - side - px(20), top + tall)
    title = desk.prose.pick("title")
    face = Font(styles[Kind.HEAD3].font.face, tall * 0.98, 1.0)
    stretch = min(1.0, middle.width * 0.97 / advance_px(title, face))
    _ear(desk, Box(left, top, left + side, top + tall), small)
    style = Style(replace(face, stretch=round(stretch, 3)), float(tall), Align.CENTRED)
    desk.made.regions.append(one_line(title, style, middle, top + round(tall * 0.86), "header"))
    _ear(desk, Box(right - side, top, right, top + tall), small)
    y = top + tall + px(16)
    desk.made.rules.extend(rule(left, right, y, px(9), px(3), gap_px=px(6)))
    dates = [desk.prose.pick("furniture") for _ in range(3)]
    font = Font(styles[Kind.HEAD3].font.face, round(42 * desk.unit, 1))
    line = spread_line(dates, font, Box(left + px(8), y, right - px(8), y + px(86)), y + px(64))
    desk.made.regions.append(Region("header", (line,)))
    _full_rule(desk, y + px(84), 3)
    return y + px(110)


def _ear(desk: Desk, box: Box, style: Style) -> None:
    text = f"{desk.prose.pick('shorthead')}: {desk.prose.pick('furniture')}"
    widest = max(advance_px(word, style.font) for word in text.split())
    fit = min(1.0, 0.95 * (box.width - 50 * desk.unit) / widest)
    font = replace(style.font, size_px=round(fit * style.font.size_px, 1))
    ear(desk.made, box, replace(style, font=font), text)


def _full_rule(desk: Desk, y: int, *thick: float) -> None:
    left, right = desk.columns[0][0], desk.columns[-1][1]
    for number, thickness in enumerate(thick):
        top = y + number * desk.px(8)
        desk.separate(Box(left, top, right, top + desk.px(thickness)))


def header_line(desk: Desk, top: int) -> int:
    """The head of an inner page: its number at one side, title and date beside; returns the foot."""
    left, right = desk.columns[0][0], desk.columns[-1][1]
    number = desk.chance.randint(2, 8)
    font = Font(desk.house.styles[Kind.HEAD3].font.face, round(44 * desk.unit, 1))
    baseline = top + desk.px(44)
    parts = [str(number), desk.prose.pick("title"), desk.prose.pick("furniture")]
    even = number % 2 == 0
    line = spread_line(parts if even else parts[::-1], font, Box(left, top, right, top + desk.px(60)), baseline)
    page = replace(line, words=line.words[:1] if even else line.words[-1:])
    head = replace(line, words=line.words[1:] if even else line.words[:-1])
    regions = [Region("page-number", (page,)), Region("header", (head,))]
    desk.made.regions.extend(regions if even else regions[::-1])
    _full_rule(desk, top + desk.px(64), 4, 2)
    return top + desk.px(100)


def foot_line(desk: Desk, foot: int) -> int:
    """The imprint at the foot of a page; returns its top. To be called last: it is read last."""
    left, right = desk.columns[0][0], desk.columns[-1][1]
    font = Font(
        desk.house.styles[Kind.CENTRED].font.face,
        round(32 * desk.unit, 1),
        desk.house.styles[Kind.CENTRED].font.stretch,
    )
    style = Style(font, 36 * desk.unit, Align.CENTRED, region="footer")
    top = foot - desk.px(44)
    _full_rule(desk, top - desk.px(10), 3)
    house = replace(desk.house, styles={**desk.house.styles, Kind.CENTRED: style})
    box = Box(left, top, right, foot)
    pour(rows_of([Block(Kind.CENTRED, desk.prose.pick("foot"))], house, box.width), box, None, desk.made)
    return top - desk.px(10)


def banner(desk: Desk, area: Area, text: str, kind: str = "heading") -> int:
    """A line in large type over all columns of an area; returns its foot."""
    style = desk.house.styles[Kind.HEAD1]
    box = desk.box(area)
    size = 100 * 0.92 * box.width / advance_px(text, Font(style.font.face, 100, style.font.stretch))
    size = round(min(size, 3.4 * desk.body_px), 1)
    set_in = Style(replace(style.font, size_px=size), size * 1.1, Align.CENTRED)
    made = one_line(text, set_in, box, area.y0 + round(size * 0.9), kind)
    desk.made.regions.append(replace(made, span=(area.first, area.last), article=desk.new_article()))
    return area.y0 + round(size * 1.2)
