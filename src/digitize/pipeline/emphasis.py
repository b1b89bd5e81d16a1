"""What is set off on a page: measured on the crops that its words were read from, and seen in their letters.

A stage of the pipeline, since it crosses recognition and the page's pixels; runs in the worker that assembles the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from digitize.layout.emphasis import PageWords, find_set_off, find_typed
from digitize.layout.word_ink import measure_words
from digitize.lexicon.capitals import in_capitals
from digitize.model.geometry import Box
from digitize.model.raster import Pixels
from digitize.model.transcription import Emphasis, TextRegion
from digitize.pipeline.prepare import PrepareResult
from digitize.pipeline.prepared import CropFile
from digitize.preprocess.quick_look import read_grey
from digitize.preprocess.reduce import reduced
from digitize.recognize.engine import Reading

Emphases = Mapping[tuple[str, Box], tuple[Emphasis, ...]]
"""Emphasis of words, by the crop's path and the word's place on it; words that are not set off are not there."""


_ENOUGH_PX = 14.0
"""x-height at which strokes and gaps are measured well enough; of letters twice as large or more every second pixel will do."""


def find_emphasis(prepared: PrepareResult, readings: Sequence[Reading]) -> Emphases:
    """Which words are bold, letterspaced or underlined.

    Args:
        prepared: The page and its crops, whose files are there.
        readings: One per crop.
    """
    lines = [(crop, line) for crop, reading in zip(prepared.crops, readings, strict=True) for line in reading.lines]
    words = [(crop, number, word) for number, (crop, line) in enumerate(lines) for word in line.words]
    if not words:
        return {}
    page = PageWords(
        tuple(word.text for _, _, word in words),
        np.array([number for _, number, _ in words]),
        np.array([word.box.x0 / crop.scale for crop, _, word in words]),
        np.array([word.box.x1 / crop.scale for crop, _, word in words]),
    )
    typed = find_typed(page)
    x_height = prepared.page.x_height_px or _ENOUGH_PX
    reduced_by = {crop.path: max(1, int(x_height * crop.scale / _ENOUGH_PX)) for crop in prepared.crops}
    scale = np.array([crop.scale / reduced_by[crop.path] for crop, _, _ in words])
    ink = measure_words(_measurable(prepared.crops, readings, reduced_by), typed=bool(typed.any()))
    found = find_set_off(page, typed, scale, ink)
    kinds = (
        (Emphasis.LETTERSPACED, found.letterspaced),
        (Emphasis.BOLD, found.bold),
        (Emphasis.UNDERLINED, found.underlined),
    )
    emphases: dict[tuple[str, Box], tuple[Emphasis, ...]] = {}
    for kind, flags in kinds:
        for index in np.flatnonzero(flags).tolist():
            crop, _, word = words[index]
            place = (crop.path, word.box)
            emphases[place] = _in_order(*emphases.get(place, ()), kind)
    return emphases


def with_capitals(region: TextRegion) -> TextRegion:
    """The region with the words that are set off by capitals."""
    found = in_capitals([[word.text for word in line.words] for line in region.lines])
    if not any(map(any, found)):
        return region
    lines = []
    for line, flags in zip(region.lines, found, strict=True):
        words = (
            replace(word, emphasis=_in_order(*word.emphasis, Emphasis.CAPITALS)) if flag else word
            for word, flag in zip(line.words, flags, strict=True)
        )
        lines.append(replace(line, words=tuple(words)))
    return replace(region, lines=tuple(lines))


def _in_order(*kinds: Emphasis) -> tuple[Emphasis, ...]:
    return tuple(kind for kind in Emphasis if kind in kinds)


def _measurable(
    crops: Sequence[CropFile], readings: Sequence[Reading], reduced_by: Mapping[str, int]
) -> Iterator[tuple[Pixels, list[Box]]]:
    """The pixels of one crop after the other, reduced, with its words."""
    for crop, reading in zip(crops, readings, strict=True):
        boxes = [word.box for line in reading.lines for word in line.words]
        if boxes:
            by, grey = reduced_by[crop.path], read_grey(Path(crop.path))
            whole = grey[
                : grey.shape[0] // by * by or None, : grey.shape[1] // by * by or None
            ]  # whole pixels are quickest
            yield (
                reduced(whole, 1.0 / by),
                [Box(b.x0 // by, b.y0 // by, -(-b.x1 // by), -(-b.y1 // by)) for b in boxes],
            )
