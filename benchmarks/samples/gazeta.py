"""Sample 1: a six-column Russian newspaper page in the manner of the 1920s."""

from __future__ import annotations

import numpy as np
from PIL import Image

from benchmarks.samples.drawing import paint_sheet
from benchmarks.samples.flow import House, Made, Style
from benchmarks.samples.fonts import Font
from benchmarks.samples.markup import Block, Kind, read_parts
from benchmarks.samples.newspaper import Grid, Place, ear, one_line, rule, set_story, spread_line, stack
from benchmarks.samples.presses import Newsprint, print_and_scan
from benchmarks.samples.setting import Align
from benchmarks.samples.sheet import Region, Sheet
from benchmarks.samples.warp import Warp, Wave
from digitize.model.geometry import Box

NAME = "gazeta-1927"
FILE = f"{NAME}.jpg"
LANGUAGE = "rus"
DPI = 250
SEED = 1927
WIDTH, HEIGHT = 3120, 4250
_LEFT, _RIGHT, _TOP, _FOOT = 96, WIDTH - 92, 110, HEIGHT - 110
_BODY = Font("old-roman", 35)
_LEADING = 37.0

HOUSE = House(
    "rus",
    {
        Kind.HEAD1: Style(Font("serif-bold", 104, 0.78), 112, Align.CENTRED, 0, 4, "heading", keeps=True, stretch=3),
        Kind.HEAD2: Style(
            Font("sans-narrow-bold", 50), 50, Align.CENTRED, 44, 12, "heading", keeps=True, stretch=6, ruled=True
        ),
        Kind.HEAD3: Style(Font("old-bold", 38), 42, Align.CENTRED, 18, 8, "heading", keeps=True, stretch=2),
        Kind.CENTRED: Style(Font("old-italic", 33), 36, Align.CENTRED, 6, 8, stretch=0.5, keeps=True),
        Kind.RIGHT: Style(Font("old-bold", 33), 38, Align.RIGHT, 2, 6),
        Kind.ROW: Style(Font("old-roman", 34), 38, Align.LEFT, 6, 6, "table"),
        Kind.PARAGRAPH: Style(_BODY, _LEADING, before_px=0, indent_px=34),
    },
)

_PRICES = "Подписная плата: на 1 мес. 75 к., на 3 мес. 2 р. 10 к., на год 8 р. Цена отдельного № 3 коп."
_ADDRESS = "Адрес редакции и конторы: Верхнеозерск, Пристанская ул., д. № 9. Телефон 1-14. Прием от 11 до 2 час."
_DATES = ["Год издания пятый", "Четверг, 20 октября 1927 г.", "Ежедневная газета", "№ 241 (1388)"]


def _masthead(made: Made) -> int:
    """Title, its two ears, rules and date line; returns the foot."""
    small = Style(Font("old-bold", 31), 36, Align.CENTRED)
    title = Style(Font("old-bold", 270, 0.6), 240, Align.CENTRED)
    middle = Box(_LEFT + 460, _TOP, _RIGHT - 460, _TOP + 240)
    ear(made, Box(_LEFT, _TOP + 4, _LEFT + 440, _TOP + 230), small, _PRICES)
    made.regions.append(one_line("ПРИОЗЕРНАЯ ЖИЗНЬ", title, middle, _TOP + 210, "header"))
    ear(made, Box(_RIGHT - 440, _TOP + 4, _RIGHT, _TOP + 230), small, _ADDRESS)
    y = _TOP + 256
    made.rules.extend(rule(_LEFT, _RIGHT, y, 10, 3))
    line = spread_line(_DATES, Font("old-bold", 46), Box(_LEFT + 10, y, _RIGHT - 10, y + 90), y + 66)
    made.regions.append(Region("header", (line,)))
    made.rules.extend(rule(_LEFT, _RIGHT, y + 90, 3, 3))
    return y + 103


def _story(parts: dict[str, list[Block]], *names: str) -> list[Block]:
    return [block for name in names for block in parts[name]]


def layout() -> tuple[Sheet, ...]:
    """The page, set."""
    made, parts = Made(), read_parts(NAME)
    top = _masthead(made) + 24
    grid = Grid(_LEFT, _RIGHT, _FOOT, 6, 36)
    middle = set_story(parts["lead"], HOUSE, grid, Place(1, 3, top), made)
    made.rules.extend(rule(_LEFT, grid.column(3, 0, 1).x1, middle + 14, 3, 3, gap_px=4))
    set_story(parts["bridge"], HOUSE, grid, Place(1, 2, middle + 40, _FOOT), made)
    set_story(parts["library"], HOUSE, grid, Place(3, 3, middle + 40, _FOOT), made)
    made.rules.append(grid.gutter(3, middle + 40, _FOOT))
    stack([parts[n] for n in ("theatre", "expedition", "race")], HOUSE, grid, Place(4, 5, top, _FOOT), made)
    set_story(
        _story(parts, "brief", "chess", "market", "weather", "notice", "lost"),
        HOUSE,
        grid,
        Place(6, 6, top, _FOOT),
        made,
    )
    made.rules.extend([grid.gutter(4, top, _FOOT), grid.gutter(6, top, _FOOT)])
    columns = tuple(grid.column(n, top, _FOOT) for n in range(1, 7))
    return (Sheet(WIDTH, HEIGHT, columns, tuple(made.regions), tuple(made.rules)),)


def warps() -> tuple[Warp, ...]:
    """How each page lies on the scanner."""
    waves = (
        Wave(1.5, 3.6, 0.55 / WIDTH, 0.2 / HEIGHT, 0.4),
        Wave(2.4, 1.2, 0.3 / WIDTH, 1.1 / HEIGHT, 2.1),
        Wave(0.5, 0.9, 2.1 / WIDTH, 1.4 / HEIGHT, 5.0),
    )
    return (Warp(WIDTH, HEIGHT, 0.22, waves),)


def scans() -> list[Image.Image]:
    """Each page as scanned."""
    (sheet,), (warp,) = layout(), warps()
    rng = np.random.default_rng(SEED)
    worn = Newsprint(
        tone=203,
        tan=26,
        spread=0.062,
        through=15,
        folds=(0.497,),
        stains=((0.83, 0.63, 210, 15), (0.12, 0.9, 120, 11)),
        lamp=(1.015, 0.965, 1.02, 0.98),
    )
    return [Image.fromarray(print_and_scan(paint_sheet(sheet), warp, worn, rng))]
