"""From the flat print of a drawn page to its scan, in grey levels; quicker and coarser than the samples' chains."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.pages.lay import PageLay
from benchmarks.samples.wear import Layer, Rng, blurred, cloud, fold, light, specks, stain

Grey = NDArray[np.uint8]

_TILE_PX = 768


@dataclass(frozen=True, slots=True)
class Wear:
    """How worn a page is, and how it was scanned.

    Args:
        tone: Grey level of the paper.
        ink: Grey level of full ink.
        spread: Ink spread: above 0 letters grow fat, below 0 thin; 0.1 is a lot.
        rough: How ragged the edges of the letters are.
        faint: How unevenly the ink took, 0 to 1.
        mottle: Blotches and fibres of the paper, in grey levels.
        tan: How much darker its rim is.
        through: How strongly the other side shows.
        folds: Creases across the page, as shares of its height.
        fold_down: A crease down the page, as a share of its width.
        stains: Middle (shares of width and height), radius in pixels, strength in grey levels.
        dust: Specks per million pixels.
        lamp: Light at the left, right, top and bottom edge, as factors.
        blur_px: Softness of the scanner.
        noise: Its noise in grey levels.
        bed: Grey of what lies beyond the sheet.
        threshold: Share of the paper's grey below which a pixel is black, for bitonal scans; ``None`` for grey.
        negative: Whether black and white are exchanged.
    """

    tone: float = 205.0
    ink: float = 44.0
    spread: float = 0.06
    rough: float = 0.07
    faint: float = 0.08
    mottle: float = 3.0
    tan: float = 22.0
    through: float = 12.0
    folds: tuple[float, ...] = ()
    fold_down: float | None = None
    stains: tuple[tuple[float, float, float, float], ...] = ()
    dust: float = 10.0
    lamp: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)
    blur_px: float = 0.62
    noise: float = 2.2
    bed: int = 58
    threshold: float | None = None
    negative: bool = False


CLEAN = Wear(
    tone=246, ink=18, spread=0.0, rough=0.02, faint=0.02, mottle=0.6, tan=3, through=0, dust=0.5, noise=1.0, bed=235
)
"""A good scan of good paper."""


def newsprint(rng: Rng, scale: float = 1.0) -> Wear:
    """Some newspaper of the time, kept for a lifetime."""
    stains = tuple(
        (float(rng.uniform(0, 1)), float(rng.uniform(0, 1)), float(rng.uniform(90, 260)) * scale, 13.0)
        for _ in range(int(rng.integers(0, 3)))
    )
    return Wear(
        tone=float(rng.uniform(176, 214)),
        spread=float(rng.uniform(0.03, 0.11)),
        tan=float(rng.uniform(15, 36)),
        through=float(rng.uniform(5, 17)),
        folds=(float(rng.uniform(0.47, 0.53)),) if rng.uniform() < 0.6 else (),
        stains=stains,
        lamp=lamp(rng, 0.035),
        noise=float(rng.uniform(1.4, 2.8)),
    )


def book_paper(rng: Rng) -> Wear:
    """Book paper: smoother and lighter than newsprint."""
    return Wear(
        tone=float(rng.uniform(208, 236)),
        spread=float(rng.uniform(-0.01, 0.06)),
        rough=0.045,
        faint=0.05,
        mottle=1.6,
        tan=float(rng.uniform(6, 20)),
        through=float(rng.uniform(2, 9)),
        dust=4,
        lamp=lamp(rng, 0.03),
        noise=1.6,
    )


def film(rng: Rng) -> Wear:
    """A microfilm frame, scanned to black and white; hairlines mostly hold."""
    return replace(
        newsprint(rng),
        folds=(),
        stains=(),
        spread=float(rng.uniform(0.1, 0.16)),
        blur_px=0.8,
        noise=4.0,
        tan=10.0,
        bed=12,
        through=4.0,
        threshold=float(rng.uniform(0.7, 0.8)),
    )


def lamp(rng: Rng, uneven: float) -> tuple[float, float, float, float]:
    """Light that falls off to some side."""
    left, right, top, bottom = (1.0 + float(rng.uniform(-uneven, uneven)) for _ in range(4))
    return (left, right, top, bottom)


def grain(shape: tuple[int, int], sigma_px: float, rng: Rng) -> Layer:
    """Fine noise of standard deviation 1, repeated from one tile: nobody sees that, and it is quick."""
    tile = blurred(rng.standard_normal((_TILE_PX, _TILE_PX), dtype=np.float32), sigma_px)
    tile /= np.float32(tile.std())
    rows, columns = -(-shape[0] // _TILE_PX), -(-shape[1] // _TILE_PX)
    return np.tile(tile, (rows, columns))[: shape[0], : shape[1]]


def slow_cloud(shape: tuple[int, int], cell_px: float, rng: Rng) -> Layer:
    """Smooth noise for lumps of 60 pixels and more: made at an eighth of the size."""
    small = cloud((shape[0] // 8 + 1, shape[1] // 8 + 1), max(3.0, cell_px / 8), rng)
    return np.asarray(cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), np.float32)


def pressed(ink: NDArray[np.uint8], worn: Wear, rng: Rng, scale: float) -> Layer:
    """Ink as it took on the paper: edges moved and ragged, blackness uneven; 0 to 1."""
    shape = (ink.shape[0], ink.shape[1])
    edge = slow_cloud(shape, 260, rng)
    edge *= 0.05
    edge += 0.46 - worn.spread
    edge += worn.rough * grain(shape, 0.9, rng)
    soft = np.multiply(ink, np.float32(1.15 / 255), dtype=np.float32)
    np.clip(soft, 0, 1, out=soft)
    inked = blurred(soft, min(0.75, 0.75 * scale))
    inked -= edge
    inked *= 1 / 0.44
    inked += 0.5
    np.clip(inked, 0, 1, out=inked)
    force = slow_cloud(shape, 90, rng)
    force *= worn.faint
    force += 1 - worn.faint
    force += 0.6 * worn.faint * grain(shape, 1.4, rng)
    np.clip(force, 0, 1, out=force)
    inked *= force
    return inked


def ground(shape: tuple[int, int], worn: Wear, rng: Rng) -> Layer:
    """Bare paper with its stains and dust."""
    sheet = slow_cloud(shape, 700, rng)
    sheet *= worn.mottle
    sheet += worn.tone
    sheet += 0.7 * worn.mottle * slow_cloud(shape, 110, rng)
    sheet += 0.5 * worn.mottle * grain(shape, 1.1, rng)
    rows, columns = np.linspace(-1, 1, shape[0], dtype=np.float32), np.linspace(-1, 1, shape[1], dtype=np.float32)
    rim = np.maximum(np.abs(rows)[:, None] ** 14, np.abs(columns)[None, :] ** 12)
    sheet -= np.float32(worn.tan) * rim
    for x, y, radius, strength in worn.stains:
        small = stain((shape[0] // 4 + 1, shape[1] // 4 + 1), (x, y), radius / 4, rng)
        sheet -= strength * cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR)
    if worn.dust:
        sheet -= 95 * specks(shape, round(shape[0] * shape[1] * worn.dust / 1e6), 4.5, rng)
    return sheet


def scan(
    ink: NDArray[np.uint8],
    lay: PageLay,
    worn: Wear,
    rng: Rng,
    *,
    pen: Layer | None = None,
    gone: NDArray[np.bool_] | None = None,
    other_side: NDArray[np.uint8] | None = None,
    scale: float = 1.0,
) -> Grey:
    """The page as the scanner sees it.

    Args:
        ink: The flat print; 255 is full ink.
        lay: How it lies on the scanner.
        worn: How worn it is.
        rng: Source of chance; the same seed gives the same scan.
        pen: Other ink (stamps, pens), 0 to 1.
        gone: Where there is no paper: beyond its edges, in holes, where it is torn.
        other_side: The print of the other side; the page itself, shifted, if not given.
        scale: Size of the type against 35 px; small type is blurred less.

    Returns:
        Grey levels; only 0 and 255 if ``worn`` says bitonal.
    """
    shape = (ink.shape[0], ink.shape[1])
    inked = pressed(ink, worn, rng, scale)
    sheet = ground(shape, worn, rng)
    if worn.through:
        back = np.roll(ink, round(shape[0] * 0.37), axis=0) if other_side is None else other_side
        back = back[:, ::-1]
        sheet -= np.float32(worn.through / 255) * cv2.GaussianBlur(back, (0, 0), 2.4)
    for place, down in [*((p, False) for p in worn.folds), *(((worn.fold_down, True),) if worn.fold_down else ())]:
        crease = fold(shape, place, rng, down=down)
        sheet -= 34 * crease
        inked *= 1 - 0.35 * crease
    grey = sheet + inked * (np.float32(worn.ink) - sheet)
    if pen is not None:
        grey *= 1 - pen
    np.clip(grey, 0, 255, out=grey)
    if gone is not None:
        grey[gone] = worn.bed
    flat = lay.apply(grey.astype(np.uint8), worn.bed)
    seen = blurred(flat.astype(np.float32), worn.blur_px)
    seen *= light(shape, *worn.lamp)
    seen += worn.noise * grain(shape, 0.55, rng)
    if worn.threshold is not None:
        seen = np.where(seen < worn.threshold * worn.tone, np.float32(0), np.float32(255))
    np.clip(seen, 0, 255, out=seen)
    found = np.rint(seen).astype(np.uint8)
    return 255 - found if worn.negative else found
