"""The project's samples as layout sees them, with their truth carried into the straightened frame."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

import numpy as np

from benchmarks.samples.samples import SCANS, open_frame
from digitize.layout import SegmentedPage, segment_page
from digitize.model.geometry import Box, Point
from digitize.model.raster import Raster
from digitize.preprocess.letters import measure_letters
from digitize.preprocess.straighten import straighten

COLUMNS = {"gazeta-1927": 6, "journal-1934": 7, "mikrofilm-1931": 3, "otchet-1938-0001": 1, "otchet-1938-0002": 1}
NO_TEXT = {"stamp", "handwriting", "image"}


@dataclass(frozen=True, slots=True)
class TrueLine:
    """A line of the truth: its column, the middles of the line and of its words on the straightened page."""

    text: str
    column: int | None
    middle: Point
    words: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample with its layout, and what its layout should be."""

    segmented: SegmentedPage
    lines: tuple[TrueLine, ...]
    columns: tuple[tuple[float, float], ...]
    x_height_px: float

    def regions_at(self, point: Point) -> list[int]:
        """Indices of the text regions with a line that runs through a point, within six tenths of a letter."""
        x, y = point
        return [
            i
            for i, region in enumerate(self.segmented.regions)
            if any(line.x0 <= x < line.x1 and abs(y - line.at(x)) < 0.6 * line.letter for line in region.lines)
        ]


def _middle(corners: list[int]) -> Point:
    box = Box(*corners)
    return ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)


@cache
def sample(stem: str) -> Sample:
    truth = json.loads((SCANS / "truth" / f"{stem}.json").read_text(encoding="utf-8"))
    raster = Raster(np.asarray(open_frame(SCANS / truth["image"], truth["frame"])), 300.0)
    letters = measure_letters(raster)
    assert letters is not None
    straight = straighten(raster)
    move = straight.canonical_to_straight.point
    lines = tuple(
        TrueLine(
            line["text"],
            line["column"],
            move(_middle(line["box"])),
            tuple(move(_middle(word["box"])) for word in line["words"]),
        )
        for region in truth["regions"]
        if region["kind"] not in NO_TEXT
        for line in region["lines"]
    )
    columns = []
    for column in truth["columns"]:
        box = Box(*column["box"])
        half_way = (box.y0 + box.y1) / 2
        columns.append((move((box.x0, half_way))[0], move((box.x1, half_way))[0]))
    return Sample(segment_page(straight.raster, letters.x_height_px), lines, tuple(columns), letters.x_height_px)
