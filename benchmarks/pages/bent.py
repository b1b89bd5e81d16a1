"""Pages whose columns lean, each by another angle, and pages curled at the spine of a bound volume."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from benchmarks.pages.lay import Curl
from benchmarks.pages.newspapers import columns_page
from benchmarks.pages.plate import Plate
from digitize.model.geometry import Box

_STEEPEST_DEG = 1.0


def _leans(columns: tuple[Box, ...], height: int, sway: float, chance: Random) -> tuple[tuple[float, float], ...]:
    """Another angle for each column, such that swaying neighbours do not run into each other."""
    places: list[tuple[float, float]] = []
    angle = chance.uniform(-0.6, 0.6) * _STEEPEST_DEG
    for number, box in enumerate(columns):
        if number:
            gutter = box.x0 - columns[number - 1].x1
            room = 2.0 if sway == 0 else min(2.0, 0.7 * gutter / (sway * height / 2) * 57.3)
            step = chance.uniform(0.4, 1.0) * room * chance.choice((-1, 1))
            if abs(angle + step) > _STEEPEST_DEG:
                step = -step
            angle = max(-_STEEPEST_DEG, min(_STEEPEST_DEG, angle + step))
        places += [(float(box.x0), round(angle, 3)), (float(box.x1), round(angle, 3))]
    return tuple(places)


def slanted(seed: int) -> Plate:
    """Columns that lean, each by another angle up to a degree: with their lines for odd seeds, the lines alone for even."""
    plate = columns_page("slanted", seed, 4 + seed % 2, ruled=seed % 3 != 0)
    chance = Random(f"leans {seed}")
    sway = 1.0 if seed % 2 else 0.0
    leans = _leans(plate.sheet.columns, plate.sheet.height, sway, chance)
    lay = replace(plate.lay, skew_deg=round(chance.uniform(-0.4, 0.4), 2), leans=leans, sway=sway)
    return replace(plate, lay=lay)


def curled(seed: int) -> Plate:
    """A newspaper page from a bound volume, bent at the spine, at the left for odd seeds and at the right for even."""
    plate = columns_page("curled", seed, 4)
    width, height = plate.sheet.width, plate.sheet.height
    spine = 0.0 if seed % 2 else float(width)
    curl = Curl(spine, 0.14 * width, 0.011 * height * (1 if seed % 3 else -1), 0.012 * width)
    return replace(plate, lay=replace(plate.lay, curl=curl))
