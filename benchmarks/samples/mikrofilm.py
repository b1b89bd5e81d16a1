"""Sample 4: one bitonal microfilm frame with part of a Russian newspaper page of 1931 in three columns."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.samples.drawing import paint_sheet
from benchmarks.samples.flow import House, Made, Style, balanced_height, deal, pour, rows_of
from benchmarks.samples.fonts import Font
from benchmarks.samples.markup import Kind, read_parts
from benchmarks.samples.newspaper import Grid, rule, spread_line
from benchmarks.samples.setting import Align
from benchmarks.samples.sheet import Region, Sheet
from benchmarks.samples.warp import Warp, Wave
from benchmarks.samples.wear import Layer, Rng, as_layer, behind, blurred, cloud, grain, press
from digitize.model.geometry import Box

NAME = "mikrofilm-1931"
FILE = f"{NAME}.tif"
LANGUAGE = "rus"
DPI = 300
SEED = 1931
WIDTH, HEIGHT = 2180, 2660
_PAGE = Box(120, 110, WIDTH - 104, HEIGHT - 96)
_GRID = Grid(_PAGE.x0 + 90, _PAGE.x1 - 96, _PAGE.y1 - 60, 3, 40)

HOUSE = House(
    "rus",
    {
        Kind.HEAD2: Style(
            Font("serif-bold", 46, 0.86), 50, Align.CENTRED, 40, 12, "heading", keeps=True, stretch=5, ruled=True
        ),
        Kind.HEAD3: Style(Font("old-bold", 40), 44, Align.CENTRED, 16, 8, "heading", keeps=True, stretch=2),
        Kind.RIGHT: Style(Font("old-italic", 38), 42, Align.RIGHT, 0, 6),
        Kind.PARAGRAPH: Style(Font("old-roman", 40), 42.0, before_px=0, indent_px=40),
    },
)


def layout() -> tuple[Sheet, ...]:
    """The frame, set."""
    made = Made()
    head = Box(_GRID.x0, _PAGE.y0 + 50, _GRID.x1, _PAGE.y0 + 120)
    line = spread_line(["2", "КЯМСКИЙ РЫБАК", "№ 34"], Font("old-bold", 44), head, head.y0 + 46)
    made.regions.append(Region("header", (line,)))
    made.rules.extend(rule(_GRID.x0, _GRID.x1, head.y1, 4, 2, gap_px=5))
    top = head.y1 + 34
    rows = rows_of(read_parts(NAME)["col"], HOUSE, _GRID.column(1, top, _GRID.y1).width)
    need = balanced_height(rows, 3, 42.0)
    if need > _GRID.y1 - top:
        raise ValueError(f"the text is {need - (_GRID.y1 - top):.0f} px too long")
    for number, chosen in enumerate(deal(rows, [need] * 3)[:-1], 1):
        box = _GRID.column(number, top, _GRID.y1)
        pour(chosen, box, number, made, _GRID.y1)
        if number > 1:
            made.rules.append(_GRID.gutter(number, top, _GRID.y1))
    columns = tuple(_GRID.column(n, top, _GRID.y1) for n in (1, 2, 3))
    return (Sheet(WIDTH, HEIGHT, columns, tuple(made.regions), tuple(made.rules)),)


def warps() -> tuple[Warp, ...]:
    """How the page lies under the camera."""
    waves = (Wave(1.2, 3.0, 0.5 / WIDTH, 0.1 / HEIGHT, 5.2), Wave(2.2, 0.8, 0.2 / WIDTH, 0.6 / HEIGHT, 0.7))
    return (Warp(WIDTH, HEIGHT, 0.45, waves),)


def _outside(rng: Rng) -> Layer:
    """1 beyond the ragged edge of the page, 0 on it."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    wave = 5 * cloud((HEIGHT, 1), 240, rng)[:, :1] + 2 * cloud((HEIGHT, 1), 20, rng)[:, :1]
    level = 5 * cloud((1, WIDTH), 260, rng)[:1] + 2 * cloud((1, WIDTH), 22, rng)[:1]
    inside = (x > _PAGE.x0 + wave) & (x < _PAGE.x1 + wave) & (y > _PAGE.y0 + level) & (y < _PAGE.y1 + level)
    return np.asarray(~inside, np.float32)


def _scratches(rng: Rng) -> Layer:
    """Scratches along the film: above 0 dark, below 0 bright."""
    layer = np.zeros((HEIGHT, WIDTH), np.float32)
    for number in range(11):
        x, y = int(rng.integers(60, WIDTH - 60)), int(rng.integers(-400, HEIGHT - 200))
        length, lean = int(rng.integers(250, 2400)), int(rng.integers(-14, 14))
        shade = -0.7 if number % 3 else 0.5
        cv2.line(layer, (x, y), (x + lean, y + length), shade, 1 + number % 5 // 4, cv2.LINE_AA)
    return layer


def _exposed(rng: Rng) -> NDArray[np.bool_]:
    """True where the film is black."""
    (sheet,), (warp,) = layout(), warps()
    shape = (HEIGHT, WIDTH)
    type_ = as_layer(paint_sheet(sheet))
    inked = press(np.clip(type_ * 1.2, 0, 1), rng, spread=0.13, uneven=0.05, rough=0.08)
    inked *= np.clip(0.92 + 0.09 * cloud(shape, 120, rng) + 0.05 * cloud(shape, 18, rng), 0, 1)
    dark = 0.5 * inked + 0.035 * behind(type_, 2.5)
    flat = np.asarray(np.maximum(dark, _outside(rng)), np.float32)
    seen = blurred(warp.apply(flat, beyond=1.0), 0.95)
    rows, columns = np.linspace(-1, 1, HEIGHT, dtype=np.float32), np.linspace(-1, 1, WIDTH, dtype=np.float32)
    corner = np.clip(np.hypot(rows[:, None], columns[None, :]) - 0.93, 0, 1)
    seen += 0.42 * corner * (1 + 0.4 * cloud(shape, 200, rng))
    seen += 0.03 * cloud(shape, 160, rng) + 0.032 * grain(shape, 0.8, rng) + 0.028 * grain(shape, 1.8, rng)
    return np.asarray(seen + 0.3 * _scratches(rng) > 0.215, np.bool_)


def scans() -> list[Image.Image]:
    """The frame as scanned: black and white only."""
    return [Image.fromarray(~_exposed(np.random.default_rng(SEED)))]
