"""Cuts out of a toned page what is to be read: its regions, and samples to find the language by."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from digitize.layout import Region, SegmentedPage
from digitize.model.geometry import Box
from digitize.model.raster import Pixels, Raster
from digitize.pipeline.prepared import CropFile
from digitize.preprocess.crops import cut, fitting_scale, reading_scale, with_margin
from digitize.preprocess.letters import LetterSize
from digitize.preprocess.line_crops import LineShape, cut_lines
from digitize.preprocess.quick_look import write_grey

_TALLEST_PX = 64.0
"""Letters taller than this are reduced before they are read: an engine reads at some 36 px, and mastheads are large."""
_MARGIN_PX = 40
"""Paper put around a page with a line or two, two x-heights of ordinary size: of letters that touch the edge of a cutting Tesseract reads none."""
_SAMPLES = 3
_SAMPLE_LINES = 36
"""Blocks, and lines of them all, by which languages are found out: some 150 words, 50 of them function words. Several
blocks, since one may be a table, a poem, a list of names."""


def cut_out(
    segmented: SegmentedPage, toned: Raster, whole_page: bool, letters: LetterSize | None, scratch: Path
) -> tuple[tuple[CropFile, ...], tuple[CropFile, ...]]:
    """Writes the crops to read and the samples of the largest text blocks.

    Args:
        segmented: What stands where.
        toned: The page, in the same frame.
        whole_page: Whether the page is read as one crop, and not line by line.
        letters: Size of its letters, if known.
        scratch: Folder for the crops.

    Returns:
        Crops in reading order, and samples; no samples without text.
    """
    scale = reading_scale(letters.x_height_px if letters else None)
    texts = [(i, r) for i, r in enumerate(segmented.regions) if r.lines]
    if whole_page or letters is None:
        margin = 0 if letters is not None else _MARGIN_PX
        pixels = with_margin(toned.pixels, margin)
        box = Box(0, 0, toned.width + 2 * margin, toned.height + 2 * margin)
        fitting = fitting_scale(box, scale)
        index = texts[0][0] if texts else 0
        crop = _write(cut(pixels, box, (), (), fitting), scratch / f"{index:04}.pgm", index, box, fitting)
        crops = [replace(crop, x0=-margin, y0=-margin)]
        if letters is None:
            return tuple(crops), tuple(crops) if texts else ()
    else:
        crops = _lines(texts, toned.pixels, letters.x_height_px, scale, scratch)
    largest = sorted((item for item in texts if item[1].lines), key=lambda item: -len(item[1].lines))[:_SAMPLES]
    samples = []
    for index, region in largest:
        middle = len(region.lines) // 2
        reach = max(1, _SAMPLE_LINES // len(largest) // 2)
        lines = region.lines[max(0, middle - reach) : middle + reach]
        box = Box.around(lines)
        fitting = fitting_scale(box, scale)
        pixels = cut(toned.pixels, box, lines, (), fitting)
        samples.append(_write(pixels, scratch / f"sample{index:04}.pgm", index, box, fitting))
    return tuple(crops), tuple(samples)


def _lines(
    texts: list[tuple[int, Region]], toned: Pixels, x_height_px: float, scale: float, scratch: Path
) -> list[CropFile]:
    """Every line of every region as a crop of its own."""
    shapes = {i: [LineShape(line, line.spine, line.letter) for line in region.lines] for i, region in texts}
    crops = []
    for index, region in texts:
        others = [shape for i, found in shapes.items() if i != index for shape in found]
        found = cut_lines(toned, shapes[index], others, x_height_px)
        for number, (line, crop) in enumerate(zip(region.lines, found, strict=True)):
            height, width = crop.pixels.shape
            box = Box(0, 0, width, height)
            fitting = fitting_scale(box, min(scale, max(_TALLEST_PX, x_height_px) / max(line.letter, 1.0)))
            path = scratch / f"{index:04}-{number:04}.pgm"
            whole = _write(cut(crop.pixels, box, (), (), fitting), path, index, box, fitting)
            crops.append(replace(whole, x0=crop.x0, y0=round(min(y for _, y in crop.top)), top=crop.top))
    return crops


def _write(pixels: Pixels, path: Path, index: int, box: Box, scale: float) -> CropFile:
    write_grey(Raster(pixels, 300.0), path)
    return CropFile(str(path), index, box.x0, box.y0, scale, int(pixels.size))
