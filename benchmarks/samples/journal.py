"""Sample 2: a seven-column French newspaper page of the 1930s."""

from __future__ import annotations

import numpy as np
from PIL import Image

from benchmarks.samples.drawing import paint_sheet
from benchmarks.samples.flow import House, Made, Style
from benchmarks.samples.fonts import Font
from benchmarks.samples.halftone import landscape, screened
from benchmarks.samples.markup import Block, Kind, read_parts
from benchmarks.samples.newspaper import Grid, Place, ear, one_line, rule, set_caption, set_story, spread_line, stack
from benchmarks.samples.presses import Newsprint, print_and_scan
from benchmarks.samples.setting import Align
from benchmarks.samples.sheet import Region, Sheet
from benchmarks.samples.warp import Warp, Wave
from digitize.model.geometry import Box

NAME = "journal-1934"
FILE = f"{NAME}.jpg"
LANGUAGE = "fra"
DPI = 250
SEED = 1934
WIDTH, HEIGHT = 3200, 3960
_LEFT, _RIGHT, _TOP, _FOOT = 92, WIDTH - 96, 104, HEIGHT - 108
_PICTURE_HEIGHT = 800

HOUSE = House(
    "fra",
    {
        Kind.HEAD1: Style(Font("sans-narrow-bold", 96), 104, Align.CENTRED, 0, 6, "heading", keeps=True, stretch=3),
        Kind.HEAD2: Style(
            Font("modern-narrow", 44, 0.92), 46, Align.CENTRED, 44, 12, "heading", keeps=True, stretch=6, ruled=True
        ),
        Kind.HEAD3: Style(Font("sans-demi", 37), 40, Align.CENTRED, 16, 8, "heading", keeps=True, stretch=2),
        Kind.CENTRED: Style(Font("modern-italic", 34, 0.92), 37, Align.CENTRED, 6, 8, stretch=0.5, keeps=True),
        Kind.RIGHT: Style(Font("modern-bold", 33, 0.86), 38, Align.RIGHT, 2, 6),
        Kind.ROW: Style(Font("modern-roman", 36, 0.86), 38, Align.LEFT, 6, 6, "table"),
        Kind.PARAGRAPH: Style(Font("modern-roman", 37, 0.88), 37.0, before_px=0, indent_px=30),
    },
)


def _masthead(made: Made) -> int:
    """Title, its two ears, rules and date line; returns the foot."""
    small = Style(Font("modern-narrow", 32), 37, Align.CENTRED)
    title = Style(Font("modern-bold", 236, 0.66), 240, Align.CENTRED)
    middle = Box(_LEFT + 420, _TOP, _RIGHT - 420, _TOP + 240)
    ear(
        made,
        Box(_LEFT, _TOP + 10, _LEFT + 410, _TOP + 220),
        small,
        "ABONNEMENTS : trois mois, 21 fr. ; six mois, 40 fr. ; un an, 76 fr. Le numéro : 25 centimes",
    )
    made.regions.append(one_line("L’ÉCHO DU VALMORIN", title, middle, _TOP + 200, "header"))
    ear(
        made,
        Box(_RIGHT - 410, _TOP + 10, _RIGHT, _TOP + 220),
        small,
        "RÉDACTION : 12, rue des Tanneurs, à Valmorin. Téléphone 0-47. Ouvert de 9 h. à midi et de 14 h. à 19 h.",
    )
    y = _TOP + 246
    made.rules.extend(rule(_LEFT, _RIGHT, y, 3, 8))
    dates = ["31e année. — N° 9.406", "QUOTIDIEN DE LA VALLÉE ET DU PLATEAU", "Lundi 6 août 1934"]
    line = spread_line(dates, Font("modern-narrow", 42), Box(_LEFT + 10, y, _RIGHT - 10, y + 90), y + 64)
    made.regions.append(Region("header", (line,)))
    made.rules.extend(rule(_LEFT, _RIGHT, y + 90, 3, 3))
    return y + 103


def _picture(caption: list[Block], grid: Grid, y: int, made: Made) -> int:
    """A picture over columns 5 to 7 with its caption; returns the foot."""
    area = grid.span(5, 7, y + 6, y + _PICTURE_HEIGHT)
    made.regions.append(Region("image", (), None, area, "halftone of a drawn landscape"))
    styles = dict(HOUSE.styles)
    styles[Kind.CENTRED] = Style(Font("modern-italic", 34, 0.92), 38, Align.CENTRED, 0, 0, "caption")
    house = House("fra", styles)
    box = grid.span(5, 7, area.y1 + 14, _FOOT)
    foot = set_caption(caption, house, box, made)
    made.rules.extend(rule(area.x0, area.x1, foot + 16, 3))
    return foot + 34


def _plan(left: int, right: int) -> list[tuple[Place, list[list[str]]]]:
    """Which stories go where below the lead (columns 1 to 4) and below the picture (5 to 7)."""
    return [
        (Place(1, 1, left, _FOOT), [["results", "weather", "markets", "next"]]),
        (Place(2, 3, left, _FOOT), [["harvest"], ["expedition"]]),
        (Place(4, 4, left, _FOOT), [["theatre", "library"]]),
        (Place(5, 6, right, _FOOT), [["train"], ["fair"], ["lighthouse"], ["bees"]]),
        (Place(7, 7, right, _FOOT), [["bridge", "chess", "briefs"]]),
    ]


def layout() -> tuple[Sheet, ...]:
    """The page, set."""
    made, parts = Made(), read_parts(NAME)
    top = _masthead(made) + 24
    grid = Grid(_LEFT, _RIGHT, _FOOT, 7, 32)
    middle = set_story(parts["lead"], HOUSE, grid, Place(1, 4, top), made)
    foot = _picture(parts["picture"], grid, top, made)
    made.rules.extend(rule(_LEFT, grid.column(4, 0, 1).x1, middle + 14, 3, 3, gap_px=4))
    for place, names in _plan(middle + 40, foot):
        stack([[b for n in group for b in parts[n]] for group in names], HOUSE, grid, place, made)
    made.rules.extend(grid.gutter(n, middle + 40, _FOOT) for n in (2, 4))
    made.rules.extend([grid.gutter(5, top, _FOOT), grid.gutter(7, foot, _FOOT)])
    columns = tuple(grid.column(n, top, _FOOT) for n in range(1, 8))
    return (Sheet(WIDTH, HEIGHT, columns, tuple(made.regions), tuple(made.rules)),)


def warps() -> tuple[Warp, ...]:
    """How each page lies on the scanner."""
    waves = (
        Wave(2.0, 2.8, 0.4 / WIDTH, 0.3 / HEIGHT, 3.5),
        Wave(1.6, 1.6, 0.9 / WIDTH, 0.8 / HEIGHT, 1.0),
    )
    return (Warp(WIDTH, HEIGHT, -0.31, waves),)


def scans() -> list[Image.Image]:
    """Each page as scanned."""
    (sheet,), (warp,) = layout(), warps()
    rng = np.random.default_rng(SEED)
    ink = paint_sheet(sheet)
    for area in [region.box for region in sheet.regions if region.kind == "image"]:
        ink[area.y0 : area.y1, area.x0 : area.x1] = screened(landscape(area.width, area.height, rng))
    worn = Newsprint(
        tone=192,
        tan=34,
        spread=0.11,
        through=12,
        folds=(0.334, 0.668),
        stains=((0.3, 0.21, 260, 10), (0.93, 0.95, 180, 16)),
        lamp=(0.965, 1.02, 0.99, 1.01),
    )
    return [Image.fromarray(print_and_scan(ink, warp, worn, rng))]
