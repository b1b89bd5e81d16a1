"""Cuts out of a toned page what is to be read: its regions, and samples to find the language by."""

from __future__ import annotations

from pathlib import Path

from digitize.layout import SegmentedPage
from digitize.model.geometry import Box
from digitize.model.raster import Pixels, Raster
from digitize.model.transcription import RegionKind
from digitize.pipeline.prepared import CropFile
from digitize.preprocess.crops import cut, fitting_scale, reading_scale
from digitize.preprocess.letters import LetterSize
from digitize.preprocess.quick_look import write_grey

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
        whole_page: Whether the page is read as one crop.
        letters: Size of its letters, if known.
        scratch: Folder for the crops.

    Returns:
        Crops in reading order, and samples; no samples without text.
    """
    scale = reading_scale(letters.x_height_px if letters else None)
    texts = [(i, r) for i, r in enumerate(segmented.regions) if r.kind is not RegionKind.IMAGE]
    boxes = {i: region.box for i, region in texts}
    if whole_page:
        boxes = {texts[0][0] if texts else 0: Box(0, 0, toned.width, toned.height)}
    crops = []
    for index, box in boxes.items():
        own = () if whole_page else segmented.regions[index].lines
        foreign = () if whole_page else tuple(line for i, r in texts if i != index for line in r.lines)
        fitting = fitting_scale(box, scale)
        pixels = cut(toned.pixels, box, own, foreign, fitting)
        crops.append(_write(pixels, scratch / f"{index:04}.pgm", index, box, fitting))
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


def _write(pixels: Pixels, path: Path, index: int, box: Box, scale: float) -> CropFile:
    write_grey(Raster(pixels, 300.0), path)
    return CropFile(str(path), index, box.x0, box.y0, scale, int(pixels.size))
