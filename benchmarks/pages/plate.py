"""A drawn page whole: what is set, how it lies, how it is worn; its picture and its truth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.pages.lay import PageLay
from benchmarks.pages.wear import Grey, Wear, scan
from benchmarks.samples.drawing import Ink, paint_sheet
from benchmarks.samples.halftone import landscape, screened
from benchmarks.samples.sheet import Region, Sheet
from benchmarks.samples.truth import page_truth, to_json, to_text
from benchmarks.samples.wear import Layer
from digitize.model.geometry import Box

Finish = Callable[[Grey], Grey]
Painter = Callable[[int, int, np.random.Generator], Ink]
"""Draws a picture of that width and height."""


@dataclass(frozen=True, slots=True)
class Plate:
    """Everything that makes up a drawn page.

    Args:
        sheet: What is set on it, in reading order.
        lay: How it lies on its scan.
        worn: How worn it is.
        language: Tesseract's code.
        dpi: Pixels per inch that the file declares.
        scale: Size of its text against 35 px.
        pen: Makes a layer of other ink (stamps, pens), or ``None``.
        gone: Where there is no paper (beyond its edges, in holes, where it is torn), or ``None``.
        finish: Last changes to the scan, such as shadows, or ``None``.
        painter: Draws its regions of kind ``image``.
        other_side: What is printed on the other side; the page itself, shifted, if not given.
        more: Further properties of the page for its truth.
    """

    sheet: Sheet
    lay: PageLay
    worn: Wear
    language: str
    dpi: int
    scale: float = 1.0
    pen: Callable[[np.random.Generator], Layer] | None = None
    gone: Callable[[np.random.Generator], NDArray[np.bool_]] | None = None
    finish: Finish | None = None
    painter: Painter | None = None
    other_side: Sheet | None = None
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page as kinds give it out.

    Args:
        name: ``KIND-SEED``, also the stem of its files.
        plate: What it is made of.
        seed: Decides its wear.
    """

    name: str
    plate: Plate
    seed: int

    @property
    def file(self) -> str:
        """Name of its image file."""
        return f"{self.name}.{'png' if self.plate.worn.threshold is None else 'tif'}"

    @property
    def truth(self) -> dict[str, Any]:
        """What stands on it and where, as ``benchmarks/samples/truth.schema.json`` describes it."""
        plate = self.plate
        more = {"kind": self.name.rpartition("-")[0], "seed": self.seed, **plate.more}
        for key in ("upside_down", "mirrored"):
            if getattr(plate.lay, key):
                more[key] = True
        if plate.worn.negative:
            more["negative"] = True
        return page_truth(
            plate.sheet,
            plate.lay,
            image=self.file,
            frame=0,
            dpi=plate.dpi,
            language=plate.language,
            scripts=True,
            more=more,
        )

    def pixels(self) -> NDArray[np.uint8]:
        """Its scan in grey levels."""
        plate = self.plate
        rng = np.random.default_rng([self.seed, sum(map(ord, self.name))])
        ink = paint_sheet(plate.sheet)
        for region in plate.sheet.regions:
            if region.kind == "image":
                area = region.box
                painted = (plate.painter or halftone)(area.width, area.height, rng)
                ink[area.y0 : area.y1, area.x0 : area.x1] = painted
        grey = scan(
            ink,
            plate.lay,
            plate.worn,
            rng,
            pen=None if plate.pen is None else plate.pen(rng),
            gone=None if plate.gone is None else plate.gone(rng),
            other_side=None if plate.other_side is None else paint_sheet(plate.other_side),
            scale=plate.scale,
        )
        return grey if plate.finish is None else plate.finish(grey)

    def image(self) -> Image.Image:
        """Its scan; mode ``1`` if it is bitonal."""
        picture = Image.fromarray(self.pixels())
        return picture if self.plate.worn.threshold is None else picture.convert("1", dither=Image.Dither.NONE)

    def write(self, folder: Path) -> list[Path]:
        """Writes the image, ``truth/NAME.json`` and ``truth/NAME.gt.txt``."""
        (folder / "truth").mkdir(parents=True, exist_ok=True)
        path, truth, text = folder / self.file, *(folder / "truth" / f"{self.name}.{end}" for end in ("json", "gt.txt"))
        page = self.truth
        truth.write_text(to_json(page), encoding="utf-8")
        text.write_text(to_text(page), encoding="utf-8")
        dpi = (self.plate.dpi, self.plate.dpi)
        if path.suffix == ".tif":
            self.image().save(path, dpi=dpi, compression="group4")
        else:
            self.image().save(path, dpi=dpi, compress_level=1)
        return [path, truth, text]


def halftone(width: int, height: int, rng: np.random.Generator) -> Ink:
    """A landscape in halftone; large ones are drawn at half size."""
    factor = 2 if width * height > 600_000 else 1
    grey = landscape(max(8, width // factor), max(8, height // factor), rng)
    if factor > 1:
        large = Image.fromarray((grey * 255).astype(np.uint8)).resize((width, height), Image.Resampling.BILINEAR)
        grey = np.asarray(large, np.float32) / np.float32(255)
    return screened(grey)


def separators(boxes: Sequence[Box]) -> list[Region]:
    """Rules between columns and articles as regions; they come after all others and are in no order."""
    return [Region("separator", (), None, box) for box in boxes]
