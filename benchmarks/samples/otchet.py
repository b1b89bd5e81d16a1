"""Sample 3: a two-page Russian typescript (a carbon copy) with Latin insertions, a stamp and a signature."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.samples.drawing import Ink, paint_sheet
from benchmarks.samples.fonts import Font
from benchmarks.samples.marks import SCRIBBLE, SIGNATURE, handwriting, round_stamp
from benchmarks.samples.markup import TEXTS
from benchmarks.samples.sheet import Line, Region, Sheet
from benchmarks.samples.typist import PITCH_PX, Typewriter, typed_lines
from benchmarks.samples.warp import Warp, Wave
from benchmarks.samples.wear import (
    Layer,
    Rng,
    as_layer,
    blurred,
    cloud,
    fold,
    grain,
    light,
    paper,
    press,
    scanner,
    specks,
    stain,
)
from digitize.model.geometry import Box

NAME = "otchet-1938"
FILE = f"{NAME}.tif"
LANGUAGE = "rus"
DPI = 200
SEED = 1938
WIDTH, HEIGHT = 1654, 2339
_LEFT, _TOP, _CELLS, _LEADING, _INDENT = 218, 190, 62, 50, 5
_GAP_PX = 24
_LAST_OF_HEAD = ("> {К О П И Я}", "^ за время с I ноября 1937 г. по 31 января 1938 г.", "^ - 2 -")
_PAGES = (("1",), ("2", "sign", "cert"))


def _set_page(parts: dict[str, list[str]], names: tuple[str, ...], machine: Typewriter) -> Sheet:
    regions: list[Region] = []
    rules: list[Box] = []
    y = float(_TOP)
    for name in names:
        if name == "sign":
            area = Box(_LEFT + 640, round(y) - 36, _LEFT + 1140, round(y) + 128)
            regions.append(Region("handwriting", (), 1, area, "signature in Latin letters"))
            y += 150
        if name == "cert":
            y += 40
        for paragraph in parts[name]:
            lines, under = _typed(paragraph, name, y, machine)
            rules.extend(under)
            same = paragraph.startswith(("^", ">", "=")) and regions and regions[-1].kind == _kind(paragraph)
            if same and regions[-1].lines and lines[0].baseline - regions[-1].lines[-1].baseline < _LEADING + 2:
                lines = [*regions.pop().lines, *lines]
            regions.append(Region(_kind(paragraph), tuple(lines), 1))
            y = lines[-1].baseline + _LEADING + (_GAP_PX if paragraph in _LAST_OF_HEAD else 0)
    if "cert" in names:
        y = regions[-1].lines[0].baseline
        regions.append(
            Region("handwriting", (), 1, Box(_LEFT + 560, round(y) - 120, _LEFT + 820, round(y) - 20), "paraph")
        )
        area = Box(_LEFT + 120, round(y) - 265, _LEFT + 460, round(y) + 75)
        regions.append(Region("stamp", (), 1, area, f"round stamp: {_LEGEND}; {' '.join(_MIDDLE)}"))
    column = Box(_LEFT - 20, _TOP - 50, _LEFT + _CELLS * PITCH_PX + 20, HEIGHT - 150)
    return Sheet(WIDTH, HEIGHT, (column,), tuple(regions), tuple(rules))


_LEGEND = "ПРИОЗЕРНАЯ ГИДРОЛОГИЧЕСКАЯ ПАРТИЯ"
_MIDDLE = ("КЯМСКИЙ", "ПОГОСТ")


def _kind(paragraph: str) -> str:
    if paragraph == "^ - 2 -":
        return "page-number"
    return "heading" if paragraph.startswith("^") else "paragraph"


def _typed(paragraph: str, part: str, y: float, machine: Typewriter) -> tuple[list[Line], list[Box]]:
    mark, _, rest = paragraph.partition(" ")
    spaced = "{" in paragraph
    if mark == "^":
        texts, x = [rest], _LEFT + PITCH_PX * ((_CELLS - len(rest)) // 2)
    elif mark == ">":
        rest = rest.strip("{}")
        texts, x = [rest], _LEFT + PITCH_PX * (_CELLS - 12)
    elif mark == "=":
        texts, x = [rest], _LEFT + PITCH_PX * 8
    elif part == "sign":
        texts, x = [paragraph], _LEFT + PITCH_PX * 37
    else:
        texts, x = typed_lines(paragraph, _CELLS, 0 if part == "cert" else _INDENT), _LEFT
    lines, rules = [], []
    for number, text in enumerate(texts):
        line, under = machine.line(text, x, y + number * _LEADING, spaced)
        lines.append(line)
        rules.extend(under)
    return lines, rules


def layout() -> tuple[Sheet, ...]:
    """The pages, typed."""
    text = (TEXTS / f"{NAME}.txt").read_text(encoding="utf-8")
    parts = {}
    for part in re.split(r"^@", text, flags=re.MULTILINE)[1:]:
        name, _, body = part.partition("\n")
        parts[name.strip()] = [line for line in body.splitlines() if line.strip()]
    machine = Typewriter(SEED)
    return tuple(_set_page(parts, names, machine) for names in _PAGES)


def warps() -> tuple[Warp, ...]:
    """How each page lies on the scanner."""
    return (
        Warp(WIDTH, HEIGHT, 1.3, (Wave(0.8, 2.0, 0.5 / WIDTH, 0.2 / HEIGHT, 0.9),)),
        Warp(WIDTH, HEIGHT, -0.8, (Wave(1.0, 1.6, 0.35 / WIDTH, 0.6 / HEIGHT, 2.6),)),
    )


def _marks(sheet: Sheet, rng: Rng) -> tuple[Layer, Layer]:
    """Layers of pen ink and of stamp ink."""
    pen, stamp = np.zeros((HEIGHT, WIDTH), np.float32), np.zeros((HEIGHT, WIDTH), np.float32)
    for region in sheet.regions:
        box = region.box
        if region.kind == "handwriting":
            strokes, width = (SIGNATURE, 3.0) if "signature" in (region.note or "") else (SCRIBBLE, 2.6)
            pen[box.y0 : box.y1, box.x0 : box.x1] = handwriting(strokes, box.width, box.height, width, SEED)
        if region.kind == "stamp":
            drawn = round_stamp(160, _LEGEND, _MIDDLE, Font("sans-bold", 23), -14.0, rng)
            stamp[box.y0 : box.y1, box.x0 : box.x1] = drawn
    return pen, stamp


def _scan(sheet: Sheet, warp: Warp, rng: Rng, seen_through: Ink) -> NDArray[np.uint8]:
    shape = (HEIGHT, WIDTH)
    typed = as_layer(paint_sheet(sheet))
    force = np.clip(0.86 + 0.1 * cloud(shape, 420, rng) + 0.09 * cloud(shape, 60, rng), 0.35, 1)
    inked = press(blurred(typed, 0.45), rng, spread=0.04, uneven=0.045, rough=0.06, soft=0.3)
    inked *= force * np.clip(0.96 + 0.08 * grain(shape, 1.2, rng), 0, 1)
    smear = 0.05 * blurred(typed, 5.0)
    pen, stamp = _marks(sheet, rng)
    ground = paper(shape, rng, tone=214, mottle=3.0, fibre=1.3, tan=20)
    ground -= 9 * blurred(as_layer(np.ascontiguousarray(seen_through[:, ::-1])), 2.4)
    ground -= 12 * stain(shape, (0.87, 0.08), 150, rng) + 26 * fold(shape, 0.5, rng) + 70 * _holes(rng)
    ground -= 90 * specks(shape, 70, 4.0, rng)
    grey = (
        ground
        * (1 - 0.46 * stamp)
        * (1 - np.clip(0.74 * inked + smear, 0, 0.8))
        * (1 - pen * (0.68 + 0.1 * cloud(shape, 50, rng)))
    )
    grey = warp.apply(np.ascontiguousarray(grey, np.float32), beyond=66.0)
    return scanner(grey * light(shape, 0.99, 1.02, 0.97, 1.02), rng, blur_px=0.6, noise=1.8)


def _holes(rng: Rng) -> Layer:
    """Two punch holes in the left margin, through which the scanner's bed shows."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    holes = np.zeros((HEIGHT, WIDTH), np.float32)
    for middle in (HEIGHT / 2 - 315, HEIGHT / 2 + 315):
        holes = np.maximum(holes, np.clip(24 - np.hypot(x - 92, y - middle - float(rng.uniform(-2, 2))), 0, 1))
    return 2 * holes


def scans() -> list[Image.Image]:
    """Each page as scanned."""
    rng = np.random.default_rng(SEED)
    sheets = layout()
    flat = [paint_sheet(sheet) for sheet in sheets]
    backs = (flat[1], flat[0])
    return [Image.fromarray(_scan(s, w, rng, b)) for s, w, b in zip(sheets, warps(), backs, strict=True)]
