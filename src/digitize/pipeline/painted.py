"""What our own recogniser is sure of on a page of one column is painted over: another engine reads the rest, and nothing twice.

Such a page is best handed over whole: Tesseract finds the lines of a slanted typescript with pencil and stamps across better by itself
(docs/experiments.md). Runs in a worker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitize.layout import Region
from digitize.layout.gaps import find_letters
from digitize.layout.lines import Line
from digitize.model.geometry import Box, Polygon
from digitize.model.raster import Raster
from digitize.model.transcription import RegionKind
from digitize.pipeline.prepared import CropFile
from digitize.pipeline.sure_lines import Grounds, sure_lines
from digitize.pipeline.wanted_scripts import in_scripts
from digitize.preprocess.crops import cut
from digitize.preprocess.line_crops import LineCrop, LineShape, cut_lines
from digitize.preprocess.quick_look import read_grey, write_grey
from digitize.recognize.engine import Reading, ReadLine, ReadWord
from digitize.recognize.own import OwnRecogniser

_MARKS = (RegionKind.STAMP, RegionKind.HANDWRITING)
_SAMPLE, _WORTH = 8, 2
"""Lines from all over the page that are read first, and how many of them must be sure for the others to be worth it: where fewer are,
nearly all will be read by Tesseract as well. Where none of half of them is, the other half is not read."""
_REACH = 6.0
"""How far beside a line a letter may stand that belongs to it, in x-heights: as far as words of one line are apart."""
_ROOM = 0.25
"""What is painted over around a word, in x-heights: boxes lie close around the ink."""
_MARGIN = 3.0
"""Paper left around what remains, in x-heights: of letters that touch the edge of a cutting Tesseract reads none."""


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What is to be looked at.

    Args:
        page: The page as one crop.
        regions: Of the layout, in the straightened frame.
        x_height_px: x-height in the straightened frame.
        model: Model file of our own recogniser.
        grounds: What is known of the page.
    """

    page: CropFile
    regions: tuple[Region, ...]
    x_height_px: float
    model: Path
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Painted:
    """What became of it.

    Args:
        lines: Those painted over, in pixels of the page's crop; their paragraph is the region of the layout.
        others: Other lines that were read, in pixels of the page's crop.
        rest: What is left to read, in a frame that lies so far to the right and below; ``None`` where no letter is left.
        dx: In pixels.
        dy: In pixels.
    """

    lines: tuple[ReadLine, ...]
    others: tuple[ReadLine, ...]
    rest: CropFile | None
    dx: int = 0
    dy: int = 0


Place = tuple[int, int]
"""Number of a region, and of a line in it."""


def read_and_paint_over(job: FirstLook) -> Painted:
    """Reads lines and paints over those that are sure; see the module's heading.

    A line beside or in which a letter stands that none of its words covers is not: a part of it may have been cut off.
    """
    work = _Look(job)
    places = list(work.shapes)
    if not places:
        return Painted((), (), job.page)
    count = min(_SAMPLE, len(places))
    sample = [places[(2 * i + 1) * len(places) // (2 * count)] for i in range(count)]
    for some in (sample[::2], sample[1::2]):
        work.read(some, each=True)
        if not work.sure():
            break
    if len(work.sure()) >= min(_WORTH, count):
        work.read([place for place in places if place not in sample])
        return work.painted(work.sure())
    return Painted((), tuple(work.lines.values()), job.page)


class _Look:
    """The work on one page, in pixels of its crop."""

    def __init__(self, job: FirstLook) -> None:
        self.job = job
        self.grey = read_grey(Path(job.page.path))
        self.x_height_px = job.x_height_px * job.page.scale
        self.own = OwnRecogniser(job.model)
        self.shapes: dict[Place, LineShape] = {
            (r, n): _shape(line, job.page)
            for r, region in enumerate(job.regions)
            if region.kind not in _MARKS
            for n, line in enumerate(region.lines)
        }
        self.lines: dict[Place, ReadLine] = {}

    def read(self, places: Sequence[Place], *, each: bool = False) -> None:
        """Reads lines; where nothing is seen, there is none.

        Args:
            places: Which.
            each: Whether they lie scattered: then each is cut out by itself, for what lies between them costs time.
        """
        places = sorted(places)
        groups = (
            [[place] for place in places] if each else [list(g) for _, g in groupby(places, lambda place: place[0])]
        )
        crops = [crop for group in groups for crop in self._cut(group)]
        height, width = self.grey.shape
        read = self.own.read_lines([crop.pixels for crop in crops])
        for place, crop, line in zip(places, crops, read, strict=True):
            if line is not None:
                told = in_scripts(line, self.job.grounds.scripts)
                self.lines[place] = replace(_on_page(told, crop, width, height), paragraph=place[0])

    def _cut(self, places: Sequence[Place]) -> list[LineCrop]:
        chosen = frozenset(places)
        others = [shape for place, shape in self.shapes.items() if place not in chosen]
        return cut_lines(self.grey, [self.shapes[place] for place in places], others, self.x_height_px)

    def sure(self) -> list[Place]:
        """The lines that were read for certain."""
        places = sorted(self.lines)
        readings = [Reading((self.lines[place],)) for place in places]
        certain = sure_lines(readings, [region for region, _ in places], self.job.grounds)
        return sorted(places[n] for n in certain)

    def painted(self, sure: Sequence[Place]) -> Painted:
        """The page with these lines painted over."""
        height, width = self.grey.shape
        room, reach = round(_ROOM * self.x_height_px), _REACH * self.x_height_px
        boxes = {p: [word.box.padded(room, width, height) for word in line.words] for p, line in self.lines.items()}
        letters = find_letters(self.grey, self.x_height_px)
        strays = self._outside(letters, [box for of_line in boxes.values() for box in of_line])
        kept = [place for place in sure if not _stands_in(self.lines[place].box, strays, reach)]
        others = tuple(line for place, line in self.lines.items() if place not in kept)
        if not kept:
            return Painted((), others, self.job.page)
        covered = tuple(box for place in kept for box in boxes[place])
        taken = tuple(self.lines[place] for place in kept)
        remains = self._outside(letters, covered)
        if not len(remains):
            return Painted(taken, others, None)
        around = Box(*_bounds(remains)).padded(round(_MARGIN * self.x_height_px), width, height)
        return Painted(taken, others, self._rest(around, covered), around.x0, around.y0)

    def _outside(self, letters: NDArray[np.int64], boxes: Sequence[Box]) -> NDArray[np.int64]:
        """The letters whose middles lie in none of some boxes."""
        covered = np.zeros(self.grey.shape, np.bool_)
        for box in boxes:
            covered[box.y0 : box.y1, box.x0 : box.x1] = True
        rows, columns = (letters[:, 1] + letters[:, 3]) // 2, (letters[:, 0] + letters[:, 2]) // 2
        return np.compress(~covered[rows, columns], letters, axis=0)

    def _rest(self, around: Box, covered: tuple[Box, ...]) -> CropFile:
        page = self.job.page
        path = Path(f"{page.path}.rest.pgm")
        pixels = cut(self.grey, around, (), covered, 1.0)
        write_grey(Raster(pixels, 300.0), path)
        x0, y0 = page.x0 + around.x0 / page.scale, page.y0 + around.y0 / page.scale
        return replace(page, path=str(path), x0=round(x0), y0=round(y0), area_px=int(pixels.size))


def on_page(points: Polygon, page: CropFile) -> Polygon:
    """Points of the straightened frame in pixels of the page's crop."""
    return tuple(((x - page.x0) * page.scale, (y - page.y0) * page.scale) for x, y in points)


def _shape(line: Line, page: CropFile) -> LineShape:
    """A line of the layout in pixels of the page's crop."""
    (x0, y0), _, (x1, y1), _ = on_page(line.polygon, page)
    box = Box(max(0, round(x0)), max(0, round(y0)), max(1, round(x1)), max(1, round(y1)))
    return LineShape(box, on_page(line.spine, page), line.letter * page.scale)


def _on_page(line: ReadLine, crop: LineCrop, width: int, height: int) -> ReadLine:
    """A line of a cutting in pixels of the page's crop."""
    corners = [point for box in (line.box, *(word.box for word in line.words)) for point in box.polygon]
    moved = crop.to_page((*corners, *line.baseline))
    boxes = [Box.around_points(moved[i : i + 4], width, height) for i in range(0, len(corners), 4)]

    def placed(word: ReadWord, box: Box) -> ReadWord:
        glyphs = tuple(replace(glyph, x0=glyph.x0 + crop.x0, x1=glyph.x1 + crop.x0) for glyph in word.glyphs)
        return replace(word, box=box, glyphs=glyphs)

    words = tuple(map(placed, line.words, boxes[1:]))
    return replace(line, box=boxes[0], baseline=moved[len(corners) :], words=words)


def _stands_in(line: Box, letters: NDArray[np.int64], reach: float) -> bool:
    """Whether a letter stands in the row of a line, or not far beside it."""
    middle_x, middle_y = (letters[:, 0] + letters[:, 2]) / 2, (letters[:, 1] + letters[:, 3]) / 2
    inside = (middle_y >= line.y0) & (middle_y < line.y1) & (middle_x >= line.x0 - reach) & (middle_x < line.x1 + reach)
    return bool(inside.any())


def _bounds(letters: NDArray[np.int64]) -> tuple[int, int, int, int]:
    (x0, y0), (x1, y1) = letters[:, :2].min(axis=0), letters[:, 2:].max(axis=0)
    return int(x0), int(y0), int(x1), int(y1)
