"""Pages that go wrong: blank, a single word, a picture, upside down, mirrored, negative, torn, with holes and borders."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.pages.book import book
from benchmarks.pages.lay import PageLay
from benchmarks.pages.newspapers import columns_page, gentle_lay
from benchmarks.pages.plate import Plate
from benchmarks.pages.prose import entries
from benchmarks.pages.typescript import Manner, typed_page
from benchmarks.pages.wear import CLEAN, Wear, book_paper, film, newsprint
from benchmarks.samples.fonts import Font, advance_px
from benchmarks.samples.setting import place_word
from benchmarks.samples.sheet import Line, Region, Sheet, Word
from benchmarks.samples.wear import cloud
from digitize.model.geometry import Box

_A4 = (8.27, 11.69)
_WORDS = ("Конец", "ПРИЛОЖЕНИЯ", "Fin", "Опись")


def blank(seed: int) -> Plate:
    """Nothing at all: clean paper, or old paper through which the other side shows."""
    if seed % 2:
        width, height = 1240, 1754
        return Plate(Sheet(width, height, (), ()), PageLay(width, height), CLEAN, "rus", 150)
    other = book(seed)
    sheet = Sheet(other.sheet.width, other.sheet.height, (), ())
    worn = replace(book_paper(np.random.default_rng(seed)), through=22.0, stains=((0.7, 0.3, 180.0, 14.0),))
    return Plate(sheet, other.lay, worn, "rus", other.dpi, other.scale, other_side=other.sheet)


def picture(seed: int) -> Plate:
    """A page of one picture, up to its edges or with a margin."""
    width, height = (1400, 1900) if seed % 2 else (2200, 1600)
    margin = 0 if seed % 2 else 120
    area = Box(margin, margin, width - margin, height - margin)
    region = Region("image", (), None, area, "halftone of a drawn landscape")
    worn = newsprint(np.random.default_rng(seed + 400))
    return Plate(Sheet(width, height, (), (region,)), gentle_lay(width, height, Random(seed)), worn, "rus", 200)


def one_word(seed: int) -> Plate:
    """A page on which a single word stands."""
    chance = Random(f"word {seed}")
    dpi = chance.choice((150, 300))
    width, height = (round(inches * dpi) for inches in _A4)
    text, size = chance.choice(_WORDS), chance.uniform(12, 36) / 72 * dpi
    font = Font(chance.choice(("old-roman", "serif-bold", "typewriter")), round(size, 1))
    x = (width - advance_px(text, font)) / 2
    line = Line((place_word(text, font, float(round(x)), float(round(height * chance.uniform(0.2, 0.6)))),), 0.0)
    baseline = line.words[0].pieces[0].baseline
    region = Region("paragraph", (replace(line, baseline=baseline),), 1)
    column = Box(round(0.1 * width), round(0.1 * height), round(0.9 * width), round(0.9 * height))
    worn = book_paper(np.random.default_rng(seed + 410))
    language = "fra" if text == "Fin" else "rus"
    return Plate(Sheet(width, height, (column,), (region,)), gentle_lay(width, height, chance), worn, language, dpi)


def _some_page(name: str, seed: int) -> Plate:
    """A typescript or a newspaper page in turn."""
    if seed % 2:
        return typed_page(name, seed, Manner(latin=0.1, notes=False, table=False))
    return columns_page(name, seed, 4)


def upside_down(seed: int) -> Plate:
    """A page fed the wrong way round."""
    plate = _some_page("upside-down", seed)
    return replace(plate, lay=replace(plate.lay, upside_down=True))


def mirrored(seed: int) -> Plate:
    """A film scanned from its wrong side."""
    plate = _some_page("mirrored", seed)
    worn = plate.worn if seed % 2 else film(np.random.default_rng(seed + 440))
    return replace(plate, lay=replace(plate.lay, mirrored=True), worn=worn)


def inset(plate: Plate, border: tuple[int, int, int, int]) -> Plate:
    """The page laid into a larger frame.

    Args:
        plate: A page.
        border: How much wider the frame is at the left, top, right and bottom.
    """
    left, top, right, bottom = border
    sheet = plate.sheet
    width, height = sheet.width + left + right, sheet.height + top + bottom
    moved = Sheet(
        width,
        height,
        tuple(b.shifted(left, top) for b in sheet.columns),
        tuple(_moved(r, left, top) for r in sheet.regions),
        tuple(b.shifted(left, top) for b in sheet.rules),
        tuple(b.shifted(left, top) for b in sheet.pages),
        sheet.bands,
    )
    lay = PageLay(width, height, plate.lay.skew_deg, plate.lay.waves)
    paper = Box(left, top, left + sheet.width, top + sheet.height)
    pen = plate.pen

    def framed(rng: np.random.Generator) -> NDArray[np.float32]:
        layer = np.zeros((height, width), np.float32)
        if pen is not None:
            layer[paper.y0 : paper.y1, paper.x0 : paper.x1] = pen(rng)
        return layer

    return replace(
        plate, sheet=moved, lay=lay, pen=framed if pen else None, gone=lambda rng: _beyond((height, width), paper, rng)
    )


def _moved(region: Region, dx: int, dy: int) -> Region:
    lines = tuple(
        Line(
            tuple(
                Word(w.text, tuple(replace(p, x=p.x + dx, baseline=p.baseline + dy) for p in w.pieces))
                for w in line.words
            ),
            line.baseline + dy,
            line.spaced,
        )
        for line in region.lines
    )
    return replace(region, lines=lines, area=region.area and region.area.shifted(dx, dy))


def _beyond(shape: tuple[int, int], paper: Box, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Beyond the slightly ragged edge of the paper."""
    wave = 4 * cloud((shape[0], 1), 240, rng)[:, :1] + 1.5 * cloud((shape[0], 1), 20, rng)[:, :1]
    level = 4 * cloud((1, shape[1]), 260, rng)[:1] + 1.5 * cloud((1, shape[1]), 22, rng)[:1]
    y, x = np.arange(shape[0], dtype=np.float32)[:, None], np.arange(shape[1], dtype=np.float32)[None, :]
    inside = (x > paper.x0 + wave) & (x < paper.x1 + wave) & (y > paper.y0 + level) & (y < paper.y1 + level)
    return np.asarray(~inside, np.bool_)


def negative(seed: int) -> Plate:
    """A microfilm frame, white on black, black beyond the page: bitonal for even seeds."""
    plate = columns_page("negative", seed, 3)
    border = round(0.05 * plate.sheet.width)
    worn: Wear = replace(film(np.random.default_rng(seed + 420)), negative=True, bed=250)
    if seed % 2:
        worn = replace(worn, threshold=None)
    return replace(inset(plate, (border, border, 2 * border, border)), worn=worn)


def torn(seed: int) -> Plate:
    """A corner is missing, and the dark background shows; words there are gone from the page and its truth."""
    plate = columns_page("torn", seed, 4) if seed % 2 else typed_page("torn", seed, Manner(notes=False, marks=False))
    chance = Random(f"torn {seed}")
    sheet = plate.sheet
    width, height = sheet.width, sheet.height
    across, down = round(chance.uniform(0.25, 0.5) * width), round(chance.uniform(0.15, 0.35) * height)
    edge = [(n / 12, 1 - n / 12) for n in range(13)]
    jag = [(x * across + chance.gauss(0, 0.02 * width), y * down + chance.gauss(0, 0.012 * height)) for x, y in edge]
    corner = [(-50.0, -50.0), (-50.0, jag[0][1]), *jag, (jag[-1][0], -50.0)]
    right, low = chance.random() < 0.5, chance.random() < 0.5
    polygon = [(width - x if right else x, height - y if low else y) for x, y in corner]
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [np.rint(polygon).astype(np.int32)], 1)
    hole = mask > 0
    regions = [kept for region in sheet.regions if (kept := _without(region, hole)) is not None]
    worn = replace(plate.worn, bed=30)
    return replace(
        plate,
        sheet=replace(sheet, regions=tuple(regions)),
        worn=worn,
        gone=lambda _rng: hole,
        more={**plate.more, "torn": True},
    )


def _without(region: Region, hole: NDArray[np.bool_]) -> Region | None:
    """What is left of a region; ``None`` if nothing is."""
    box = region.box
    if not region.lines:
        return None if hole[box.y0 : box.y1, box.x0 : box.x1].mean() > 0.5 else region
    lines = []
    for line in region.lines:
        words = tuple(w for w in line.words if not hole[w.box.y0 - 3 : w.box.y1 + 3, w.box.x0 - 3 : w.box.x1 + 3].any())
        if words:
            lines.append(replace(line, words=words, spaced=line.spaced if len(words) == len(line.words) else ()))
    return replace(region, lines=tuple(lines)) if lines else None


def punched(seed: int) -> Plate:
    """Punch holes in the left margin, and dark borders of the scanner around a page that lies askew."""
    plate = typed_page("punched", seed, Manner(notes=False, marks=bool(seed % 2)))
    dpi = plate.dpi
    chance = Random(f"punched {seed}")
    border = tuple(round(chance.uniform(0.0, 0.5) * dpi) for _ in range(4))
    framed = inset(plate, (border[0], border[1], border[2], border[3]))
    x, y = border[0] + round(0.45 * dpi), border[1] + plate.sheet.height // 2
    shape = (framed.sheet.height, framed.sheet.width)
    beyond = framed.gone

    def gone(rng: np.random.Generator) -> NDArray[np.bool_]:
        mask = np.zeros(shape, np.uint8)
        for middle in (y - round(1.57 * dpi), y + round(1.57 * dpi)):
            cv2.circle(mask, (x, middle), round(0.118 * dpi), 1, -1)
        return (mask > 0) | (beyond(rng) if beyond is not None else False)

    return replace(framed, gone=gone, worn=replace(plate.worn, bed=chance.choice((14, 40))))


def unknown_script(seed: int) -> Plate:
    """A page in a script that no installed model knows: strings of Georgian words."""
    chance = Random(f"unknown {seed}")
    dpi = (200, 300)[seed % 2]
    width, height = round(6 * dpi), round(8.5 * dpi)
    font = Font("georgian", round(11 / 72 * dpi, 1))
    left, right, leading = round(0.8 * dpi), width - round(0.8 * dpi), round(1.5 * font.size_px)
    lines: list[Line] = []
    y = float(dpi)
    words = entries("kat")["words"]
    while y < height - dpi:
        placed, x = [], float(left)
        while x + advance_px(text := chance.choice(words), font) < right:
            placed.append(place_word(text, font, float(round(x)), y))
            x += advance_px(text + " ", font)
        lines.append(Line(tuple(placed), y))
        y += leading
    column = Box(left, dpi - leading, right, height - dpi)
    sheet = Sheet(width, height, (column,), (Region("paragraph", tuple(lines), 1),))
    worn = book_paper(np.random.default_rng(seed + 430))
    return Plate(sheet, gentle_lay(width, height, chance), worn, "kat", dpi, font.size_px / 35)
