"""Emphasis from the scan to the exports."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from lxml import etree
from PIL import Image

from benchmarks.emphasis.pages import Look, draw
from digitize.layout.segmented import SegmentedPage
from digitize.model.geometry import Box, Transform
from digitize.model.page import Colour, DpiOrigin
from digitize.model.raster import Pixels, Raster
from digitize.model.transcription import Emphasis, RegionKind, TextLine, TextRegion, Word
from digitize.pipeline.emphasis import find_emphasis, with_capitals
from digitize.pipeline.prepare import PrepareResult
from digitize.pipeline.prepared import CropFile, PreparedPage
from digitize.preprocess.quick_look import write_grey
from digitize.recognize.engine import Reading, ReadLine, ReadWord
from tests.pipeline.conftest import Run
from tests.pipeline.scans import png


def test_a_drawn_page_keeps_its_emphasis(run: Run, tmp_path: Path) -> None:
    """Read by the real engine: bold words stand in a bold hi in TEI and are bold in JSON; the same again from the cache."""
    page = draw(Look("serif-roman", "serif-bold", words=200, kinds=(Emphasis.BOLD,)), 7)
    scan = png(tmp_path / "scan.png", Image.fromarray(page.pixels))
    run(tmp_path / "out", scan, languages="rus")
    folder = tmp_path / "out" / "scan"
    stored = json.loads((folder / "transcription.json").read_bytes())
    words = [w for region in stored["pages"][0]["regions"] for line in region["lines"] for w in line["words"]]
    bold = {word["text"] for word in words if word["emphasis"] == ["bold"]}
    true = {word.text for line in page.lines for word in line if word.emphasis}
    assert len(bold & true) >= 0.6 * len(true)
    assert len(bold - true) <= 1
    tei = etree.parse(str(folder / "scan.tei.xml")).getroot()
    in_hi = {w.get("{http://www.w3.org/XML/1998/namespace}id") for w in tei.iterfind(".//{*}hi[@rend='bold']/{*}w")}
    assert in_hi == {word["id"] for word in words if "bold" in word["emphasis"]}


def prepared(pixels: Pixels, folder: Path, scale: float = 1.0) -> PrepareResult:
    """A page read as a whole, of ten pixels of x-height."""
    write_grey(Raster(pixels, 300.0), folder / "0000.pgm")
    height, width = pixels.shape
    crop = CropFile(str(folder / "0000.pgm"), 0, 0, 0, scale, pixels.size)
    size = (round(width / scale), round(height / scale))
    segmented = SegmentedPage(*size, (), (), "")
    here = Transform()
    known = PreparedPage(
        *size, 300.0, DpiOrigin.DECLARED, Colour.GREY, 0, here, here, 0.0, 10.0, None, segmented, None, (), ()
    )
    return PrepareResult(known, (crop,), (), whole_page=True, engine_calls=0)


def reading(*words: tuple[str, Box]) -> Reading:
    """A reading of one line."""
    read = tuple(ReadWord(text, box, 0.9, "rus") for text, box in words)
    box = Box.around([word.box for word in read])
    return Reading((ReadLine(0, box, ((box.x0, box.y1), (box.x1, box.y1)), read),))


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_words_in_odd_places_fail_nothing(tmp_path: Path, scale: float) -> None:
    """An engine may put a word outside its crop, make it as large as the page, or a pixel small."""
    pixels = np.full((300, 400), 255, np.uint8)
    boxes = [Box(0, 0, 400, 300), Box(390, 290, 4000, 3000), Box(5000, 0, 5001, 1), Box(3, 3, 4, 4), Box(0, 0, 400, 2)]
    found = find_emphasis(prepared(pixels, tmp_path, scale), (reading(*(("слово", box) for box in boxes)),))
    assert found == {}


def test_a_page_without_words_has_no_emphasis(tmp_path: Path) -> None:
    """Nothing is measured."""
    assert find_emphasis(prepared(np.zeros((5, 5), np.uint8), tmp_path), (Reading(()),)) == {}


def test_large_letters_are_measured_on_every_second_pixel(tmp_path: Path) -> None:
    """A page of twice the resolution has the same emphasis."""
    page = draw(Look("serif-roman", "serif-bold", words=200, kinds=(Emphasis.BOLD,)), 7)
    words = [word for line in page.lines for word in line]
    found = []
    for factor in (1, 2):
        pixels = np.kron(page.pixels, np.ones((factor, factor), np.uint8))
        places = [Box(*(factor * edge for edge in (w.box.x0, w.box.y0, w.box.x1, w.box.y1))) for w in words]
        read = reading(*((word.text, box) for word, box in zip(words, places, strict=True)))
        result = prepared(pixels, tmp_path)
        known = replace_x_height(result, 20.0 * factor)
        emphases = find_emphasis(known, (read,))
        found.append([emphases.get((result.crops[0].path, box), ()) for box in places])
    assert sum(map(bool, found[0])) > 5
    assert sum(a != b for a, b in zip(*found, strict=True)) <= 2


def replace_x_height(result: PrepareResult, x_height_px: float) -> PrepareResult:
    return replace(result, page=replace(result.page, x_height_px=x_height_px))


def test_capitals_come_after_what_was_measured() -> None:
    """In the order of the kinds; the words keep all else."""
    box = Box(0, 0, 10, 10)
    words = tuple(Word.read("", text, box, 0.5, "rus") for text in "он сказал твердо ТОВАРИЩИ и умолк надолго".split())
    told = tuple(replace(word, emphasis=(Emphasis.BOLD,)) if word.text.isupper() else word for word in words)
    region = TextRegion("", RegionKind.PARAGRAPH, box, box.polygon, (TextLine("", box, box.polygon, (), told),))
    (line,) = with_capitals(region).lines
    assert [word.emphasis for word in line.words if word.emphasis] == [(Emphasis.BOLD, Emphasis.CAPITALS)]
    assert [replace(word, emphasis=()) for word in line.words] == list(words)
