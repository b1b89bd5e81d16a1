"""What is set off on a page: measured on the crops that its words were read from, and seen in their letters.

A stage of the pipeline, since it crosses recognition and the page's pixels; runs in the worker that assembles the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from digitize.layout.emphasis import find_set_off
from digitize.layout.word_ink import measure_words
from digitize.model.geometry import Box
from digitize.model.raster import Pixels
from digitize.model.transcription import Emphasis
from digitize.pipeline.prepared import CropFile
from digitize.preprocess.quick_look import read_grey
from digitize.recognize.engine import Reading

Emphases = Mapping[tuple[str, Box], tuple[Emphasis, ...]]
"""Emphasis of words, by the crop's path and the word's place on it; words that are not set off are not there."""


def find_emphasis(crops: Sequence[CropFile], readings: Sequence[Reading]) -> Emphases:
    """Which words are bold, letterspaced or underlined.

    Args:
        crops: As they were read; their files are there.
        readings: One per crop.
    """
    lines = [(crop, line) for crop, reading in zip(crops, readings, strict=True) for line in reading.lines]
    words = [(crop, number, word) for number, (crop, line) in enumerate(lines) for word in line.words]
    if not words:
        return {}
    found = find_set_off(
        [word.text for _, _, word in words],
        np.array([number for _, number, _ in words]),
        np.array([crop.scale for crop, _, _ in words]),
        measure_words(_measurable(crops, readings)),
    )
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
            emphases[place] = (*emphases.get(place, ()), kind)
    return emphases


def _measurable(crops: Sequence[CropFile], readings: Sequence[Reading]) -> Iterator[tuple[Pixels, list[Box]]]:
    """The pixels of one crop after the other, with its words."""
    for crop, reading in zip(crops, readings, strict=True):
        boxes = [word.box for line in reading.lines for word in line.words]
        if boxes:
            yield read_grey(Path(crop.path)), boxes
