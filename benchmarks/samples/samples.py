"""All samples: where they are made, and how they are written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from PIL import Image

from benchmarks.samples import gazeta, journal, mikrofilm, otchet
from benchmarks.samples.sheet import Sheet
from benchmarks.samples.truth import page_truth, to_json, to_text
from benchmarks.samples.warp import Warp

SCANS = Path(__file__).parents[2] / "scans" / "samples"

SIDECARS = {
    "gazeta-1927": """\
# What a reader cites. Every line is optional; see the README for the keys.
title = "Приозерная жизнь"
date = "1927-10-20"
page = "1"
citation = "Приозерная жизнь (Верхнеозерск), № 241 (1388), 20 октября 1927 г., с. 1"
"""
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample scan.

    Args:
        module: Where its pages are laid out and worn.
        saving: Options of its file format.
    """

    module: ModuleType
    saving: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.module.NAME)

    @property
    def file(self) -> str:
        return str(self.module.FILE)

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The pages as set: quick, no pixels."""
        sheets: tuple[Sheet, ...] = self.module.layout()
        return sheets

    @property
    def warps(self) -> tuple[Warp, ...]:
        """How each page lies on the scanner."""
        warps: tuple[Warp, ...] = self.module.warps()
        return warps

    def truths(self) -> dict[str, dict[str, Any]]:
        """The truth of each page, by the stem of its file: the sample's name, with a number when it has several."""
        sheets = self.sheets
        stems = [self.name if len(sheets) == 1 else f"{self.name}-{n:04d}" for n in range(1, len(sheets) + 1)]
        return {
            stem: page_truth(
                sheet, warp, image=self.file, frame=frame, dpi=self.module.DPI, language=self.module.LANGUAGE
            )
            for frame, (stem, sheet, warp) in enumerate(zip(stems, sheets, self.warps, strict=True))
        }

    def write_truth(self, folder: Path) -> list[Path]:
        """Writes the truth of all pages: ``STEM.json`` and ``STEM.gt.txt``."""
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for stem, page in self.truths().items():
            for path, text in ((folder / f"{stem}.json", to_json(page)), (folder / f"{stem}.gt.txt", to_text(page))):
                path.write_text(text, encoding="utf-8")
                written.append(path)
        return written

    def write_scan(self, folder: Path) -> list[Path]:
        """Writes the image file, and the sidecar where the sample has one."""
        folder.mkdir(parents=True, exist_ok=True)
        first, *others = self.module.scans()
        path = folder / self.file
        more: dict[str, Any] = {"save_all": True, "append_images": others} if others else {}
        dpi = (self.module.DPI, self.module.DPI)
        first.save(path, dpi=dpi, **self.saving, **more)
        if self.name not in SIDECARS:
            return [path]
        sidecar = path.with_suffix(".toml")
        sidecar.write_text(SIDECARS[self.name], encoding="utf-8")
        return [path, sidecar]


_NEWSPAPER = {"format": "JPEG", "quality": 66, "optimize": True}

SAMPLES: dict[str, Sample] = {
    gazeta.NAME: Sample(gazeta, _NEWSPAPER),
    journal.NAME: Sample(journal, _NEWSPAPER),
    otchet.NAME: Sample(otchet, {"format": "TIFF", "compression": "jpeg", "quality": 68}),
    mikrofilm.NAME: Sample(mikrofilm, {"format": "TIFF", "compression": "group4"}),
}


def open_frame(path: Path, frame: int) -> Image.Image:
    """One page of a sample as grey pixels."""
    with Image.open(path) as image:
        image.seek(frame)
        return image.convert("L")
